"""From raw text to the paragraphs of the document, page and layout left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policyresearch.reading.cleaning.boilerplate import strip_page
from policyresearch.reading.cleaning.layout import join_lines, restore_breaks
from policyresearch.reading.cleaning.lines import Line, split_lines
from policyresearch.reading.cleaning.normal import normalise
from policyresearch.reading.cleaning.pagination import (
    find_continuations,
    find_dashed_numbers,
    find_frames,
    find_page_lines,
)
from policyresearch.reading.cleaning.spacing import find_loose_spaces
from policyresearch.reading.traced import Traced

Dropped = tuple[int, int, str]


@dataclass(frozen=True)
class Cleaned:
    """
    Paragraphs in normal form; `dropped` are stretches of the raw text with a reason.

    `fields` are the key and value pairs that the page stated about the document.
    """

    paragraphs: list[Traced]
    dropped: list[Dropped]
    fields: list[tuple[str, str]]


def clean(
    text: Traced,
    *,
    script: str,
    continues: Callable[[str, str], bool] | None = None,
    outside: Sequence[Dropped] = (),
) -> Cleaned:
    """
    Leave out page and layout, join what was broken.

    Parameters
    ----------
    text : Traced
        The raw text, damage repaired.
    script : {"Hans", "Hant"}
    continues : callable, optional
        Whether a second text goes on in mid-sentence of a first (see `layout.join_lines`).
    outside : sequence of (raw start, raw end, reason)
        Stretches that the file format already marks as no part of the document.
    """
    dropped = list(outside)
    before = _without(text, _at_raw(text, outside))
    dashed = find_dashed_numbers(normalise(before).text)
    dropped += [(*before.raw_span(a, b), "page number") for a, b in dashed]
    before = _without(before, dashed)
    turned = find_continuations(before.text)
    dropped += [(*before.raw_span(a, b), "navigation") for a, b in turned]
    before = _without(before, turned)
    frames = find_frames(before.text)
    dropped += [(*before.raw_span(a, b), "markup") for a, b in frames]
    before = _without(before, frames)
    normal = normalise(before)
    lines = restore_breaks(
        split_lines(normal.text, before.text, script=script), normal.text, script=script
    )
    numbers = find_page_lines(lines)
    page = strip_page([line for i, line in enumerate(lines) if i not in numbers])
    gone = [(lines[i], reason) for i, reason in numbers.items()] + page.dropped
    dropped += [(*normal.raw_span(line.start, line.end), reason) for line, reason in gone]
    groups = join_lines(page.kept, continues=continues)
    paragraphs = [_merge(normal, before.text, group) for group in groups]
    return Cleaned(paragraphs, dropped, page.fields)


def _merge(text: Traced, raw: str, group: list[Line]) -> Traced:
    """One paragraph of the lines; a space parts two Latin words, nothing else does."""
    parts: list[Traced] = []
    cells: set[int] = set()
    length = 0
    for line in group:
        if parts and _is_latin(parts[-1].text[-1]) and _is_latin(line.text[0]):
            gap = int(parts[-1].ends[-1]), int(text.starts[line.start])
            parts.append(Traced.of_span(" ", *gap))
            length += 1
        parts.append(text[line.start : line.end])
        shown = raw[line.start : line.end]
        if "\t" in shown:
            cells.update(length + i for i, c in enumerate(shown) if c == "\t")
        length += line.end - line.start
    merged = Traced.concat(parts)
    return _without(merged, find_loose_spaces(merged.text, frozenset(cells)))


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _at_raw(text: Traced, stretches: Sequence[Dropped]) -> list[tuple[int, int]]:
    """Where raw stretches stand in `text`, in order."""
    return [
        (int(text.ends.searchsorted(a, side="right")), int(text.starts.searchsorted(b)))
        for a, b, _ in sorted(stretches)
    ]


def _without(text: Traced, stretches: Sequence[tuple[int, int]]) -> Traced:
    if not stretches:
        return text
    parts, at = [], 0
    for start, end in stretches:
        if start > at:
            parts.append(text[at:start])
        at = max(at, end)
    return Traced.concat([*parts, text[at:]])
