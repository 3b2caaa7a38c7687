"""Depth of headings, from the order and the counting of their numbers in one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from policyresearch.reading.numbering import KINDS, LEAVES

# Headings without number: a line of its own, and the sentence that opens a paragraph.
LINE, LEAD = "line", "lead"
_ORDER = {kind: place for place, kind in enumerate((LINE, *KINDS, LEAD))}


def assign_levels(headings: Sequence[tuple[str, int]]) -> list[int]:
    """
    Nesting depth of each heading, given as (kind of numbering, number), 1 outermost.

    A kind stands inside another if it starts again at 1 under it; kinds of which this
    cannot be said keep the usual order (`numbering.KINDS`). A number that goes on
    another kind's count (1、 2、 （三）) is that kind's next.

    Examples
    --------
    >>> assign_levels([("han", 1), ("han_paren", 1), ("han_paren", 2), ("han", 2)])
    [1, 2, 2, 1]
    >>> assign_levels([("digit_comma", 1), ("digit_dot", 1), ("digit_comma", 2),
    ...                ("digit_dot", 1), ("han_paren", 3), ("digit_dot", 1)])
    [1, 2, 1, 2, 1, 2]
    """
    order = _order_kinds(headings)
    open_: list[list] = []  # [kind, number] of the headings around
    last: dict[str, int] = {}  # number that each kind has come to
    levels = []
    for kind, number in headings:
        if number >= 2 and kind not in LEAVES and last.get(kind) != number - 1:
            kind = _continued(open_, kind, number) or kind
        last[kind] = number
        while open_ and (open_[-1][0] == kind or order[open_[-1][0]] > order[kind]):
            open_.pop()
        open_.append([kind, number])
        levels.append(len(open_))
    return levels


def _continued(open_: list[list], kind: str, number: int) -> str | None:
    """The kind whose count an odd label goes on, if its own kind cannot be at this number."""
    if any(k == kind for k, _ in open_):
        return None
    for other, last in reversed(open_):
        if other not in LEAVES and last == number - 1:
            return other
    return None


def _order_kinds(headings: Sequence[tuple[str, int]]) -> dict[str, float]:
    """Outer kinds before inner ones."""
    inside: Counter[tuple[str, str]] = Counter()
    for (outer, _), (inner, number) in pairwise(headings):
        if number == 1 and outer != inner:
            inside[outer, inner] += 1
    kinds = sorted({kind for kind, _ in headings}, key=_ORDER.__getitem__)
    # Insert each kind before the first that it holds more often than it is held by.
    ordered: list[str] = []
    for kind in kinds:
        place = len(ordered)
        if kind not in LEAVES and kind not in (LINE, LEAD):
            for i in range(len(ordered)):
                other = ordered[i]
                if other in LEAVES or other == LINE:
                    continue
                if inside[kind, other] >= 2 and inside[kind, other] > inside[other, kind]:
                    place = i
                    break
        ordered.insert(place, kind)
    return {kind: place for place, kind in enumerate(ordered)}
