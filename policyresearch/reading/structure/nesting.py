"""Depth of headings, from the order and the counting of their numbers in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from policyresearch.reading.structure.numbering import KINDS, LEAVES

# Headings without number: a line of its own, an opening that several paragraphs repeat,
# and the sentence that opens a paragraph. TURN is no heading: the text addresses its
# hearers, which ends a last subsection. A FRAME (引言, 结语) stands beside the outermost.
# A PART is a line within the group that a line above another one heads.
LINE, PART, REFRAIN, LEAD = "line", "line part", "refrain", "lead"
TURN, FRAME = "turn", "frame"
_ORDER = {kind: place for place, kind in enumerate((FRAME, *KINDS, REFRAIN, LEAD))}
_SIDE_BY_SIDE = LEAVES | {REFRAIN}
_UNNUMBERED = frozenset({FRAME, LINE, PART, REFRAIN, LEAD, *LEAVES})


def assign_levels(headings: Sequence[tuple[str, int]]) -> list[int]:
    """
    Nesting depth of each heading, given as (kind of numbering, number), 1 outermost.

    A kind stands inside another if it starts again at 1 under it; kinds of which this
    cannot be said keep the usual order (`numbering.KINDS`). A number that goes on
    another kind's count (1、 2、 （三）) is that kind's next. Turns get depth 0.

    Examples
    --------
    >>> assign_levels([("han", 1), ("han_paren", 1), ("han_paren", 2), ("han", 2)])
    [1, 2, 2, 1]
    >>> assign_levels([("digit_comma", 1), ("digit_dot", 1), ("digit_comma", 2),
    ...                ("digit_dot", 1), ("han_paren", 3), ("digit_dot", 1)])
    [1, 2, 1, 2, 1, 2]
    """
    order = _order_kinds([h for h in headings if h[0] not in (TURN, FRAME)]) | {FRAME: -1}
    following = _next_numbered(headings)
    open_: list[str] = []  # kinds of the headings around
    counts: list[int] = []  # their numbers
    last: dict[str, int] = {}  # number that each kind has come to
    levels = []
    for (written, number), after in zip(headings, following, strict=True):
        if written == TURN:
            if open_ and (after is None or order[after] <= order[open_[0]]):
                del open_[1:], counts[1:]
            levels.append(0)
            continue
        kind = written
        if number >= 2 and kind not in LEAVES and last.get(kind) != number - 1:
            kind = _continued(open_, counts, written, number) or written
        last[kind] = number
        while open_ and (order[open_[-1]] >= order[kind] or open_[-1] == FRAME):
            open_.pop()
            counts.pop()
        open_.append(kind)
        counts.append(number)
        levels.append(len(open_))
    return levels


def _next_numbered(headings: Sequence[tuple[str, int]]) -> list[str | None]:
    """The kind of the next heading that is a section of its own, for each place."""
    result: list[str | None] = []
    after = None
    for kind, _ in reversed(headings):
        result.append(after)
        if kind in (LINE, PART, FRAME) or (kind not in _UNNUMBERED and kind != TURN):
            after = kind
    return result[::-1]


def _continued(open_: list[str], counts: list[int], kind: str, number: int) -> str | None:
    """The kind whose count an odd label goes on, if its own kind cannot be at this number."""
    if kind in open_:
        return None
    for other, last in zip(reversed(open_), reversed(counts), strict=True):
        if other not in _UNNUMBERED and last == number - 1:
            return other
    return None


def _order_kinds(headings: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Outer kinds before inner ones."""
    inside = _count_inside(headings)
    kinds = sorted({kind for kind, _ in headings} - {LINE, PART}, key=_ORDER.__getitem__)
    # A kind goes before the first that it holds more often than it is held by.
    ordered: list[str] = []
    for kind in kinds:
        place = len(ordered)
        if kind == REFRAIN or kind not in _UNNUMBERED:
            for i, other in enumerate(ordered):
                held = inside[kind, other]
                if other != LEAD and held >= 2 and held > inside[other, kind]:
                    place = i
                    break
        ordered.insert(place, kind)
    place = 0
    while place < len(ordered) and _runs_across_lines(headings, ordered[place]):
        place += 1
    ordered[place:place] = [LINE, PART]
    # Items, dashes and repeated openings stand side by side.
    places: dict[str, int] = {}
    for place, kind in enumerate(ordered):
        before = ordered[place - 1] if place else ""
        beside = {kind, before} <= _SIDE_BY_SIDE
        places[kind] = places[before] if beside else place
    return places


def _count_inside(headings: Sequence[tuple[str, int]]) -> Counter[tuple[str, str]]:
    """
    Evidence that a kind holds another: (outer, inner) to how often it was seen.

    The inner starts at 1 right under the outer; counted twice where the outer then goes
    on and nothing but the inner stood between.
    """
    inside: Counter[tuple[str, str]] = Counter()
    for (outer, _), (inner, number) in pairwise(headings):
        if number == 1 and outer != inner:
            inside[outer, inner] += 1
    last: dict[str, int] = {}
    between: dict[str, dict[str, int]] = {}  # kinds since the last of a kind, first number
    for kind, number in headings:
        if kind in LEAVES or kind in (REFRAIN, LEAD):
            continue
        stood = between.get(kind, {})
        if number == last.get(kind, 0) + 1 > 1 and len(stood) == 1:
            inner, first = next(iter(stood.items()))
            inside[kind, inner] += 2 * (first == 1)
        for since in between.values():
            since.setdefault(kind, number)
        between[kind] = {}
        last[kind] = number
    return inside


def _runs_across_lines(headings: Sequence[tuple[str, int]], kind: str) -> bool:
    """Whether the count of `kind` goes on over unnumbered lines rather than starts anew."""
    if kind in _UNNUMBERED:
        return False
    runs, last, line = 0.0, 0, False
    for written, number in headings:
        if written in (LINE, PART):
            line = True
        elif written == kind:
            if line and last and number == last + 1:
                runs += 1
            elif line and number == 1:
                runs -= 1 if last else 0.5
            last, line = number, False
    return runs > 0
