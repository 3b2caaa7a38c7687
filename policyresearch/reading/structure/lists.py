"""Numbered paragraphs that are no headings: contents pages, lists, boxes, counted paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyresearch.reading.structure.numbering import parse_label
from policyresearch.reading.structure.titles import Heading

# Numbers that also count the paragraphs of a speech, and words in which a speaker speaks.
_COUNTS_PARAGRAPHS = frozenset({"digit_dot", "digit_comma", "digit_space", "digit_paren"})
_FAR_FROM_FIRST = 5
_SPEAKS = re.compile(
    r"我(?![市省区县国州院部厅局])|会(?![议展计员所场馆])|(?:政府|当局|已经|正在|将)(?:会|在|于)?[一-龥]{2}.*，"
)
_BOX = re.compile(r"专栏 ?[\d一二三四五六七八九十]*|[表图] ?\d+")
# Items in a row that make a list, by kind; a bullet alone is one.
_LEAST_ITEMS = {"bullet": 1} | dict.fromkeys(
    ("item", "dash", "circled", "latin", "digit_paren", "digit_half"), 2
) | dict.fromkeys(("digit_dot", "digit_comma", "digit_space"), 3)
# How an item ends that is not the last of its list.
_GOES_ON = re.compile(r"[；，、]$|[；，、](?:以?及|和|或者?)$")
_ANNEX_LIST = re.compile(r"附件?：")
Found = list[Heading | None]


def drop_others(text: str, contents: Sequence[str], found: Found) -> Found:
    """`found` without the headings of paragraphs, `contents`, that are none."""
    found = _drop_lists(contents, _drop_contents(contents, found))
    found = _drop_bare_items(found)
    found = _drop_annex_list(contents, _drop_boxes(contents, found))
    return _drop_paragraph_numbers(text, contents, found)


def _drop_contents(
    contents: Sequence[str], found: Found
) -> Found:
    """Leave out a table of contents: headings in a row that come again below."""
    keys = [
        re.sub(r"[\W\d]", "", text) if heading else ""
        for text, heading in zip(contents, found, strict=True)
    ]
    last = {key: i for i, key in enumerate(keys)}
    result = list(found)
    start = 0
    while start < len(found):
        end = start
        seen: set[str] = set()
        while end < len(found) and found[end] and keys[end] not in seen:
            seen.add(keys[end])
            end += 1
        again = sum(last[keys[i]] >= end for i in range(start, end))
        if end - start >= 3 and 2 * again > end - start:
            result[start:end] = [None] * (end - start)
        start = max(end, start + 1)
    return result


def _drop_lists(
    contents: Sequence[str], found: Found
) -> Found:
    """Leave out the last item of a list whose items end in ；."""
    result = list(found)
    for i in range(1, len(found)):
        heading = found[i]
        before = parse_label(contents[i - 1])
        if (
            heading
            and before
            and (before.kind, before.number + bool(before.number)) == (heading.kind, heading.number)
            and not heading.run_in
            and _GOES_ON.search(contents[i - 1])
        ):
            result[i] = None
    return result


def _drop_bare_items(found: Found) -> Found:
    """Leave out items in a row under none of which a text stands: a list of names."""
    result = list(found)
    start = 0
    while start < len(found):
        end = start
        first = found[start]
        kind = first.kind if first else ""
        while (
            end < len(found)
            and (heading := found[end])
            and not heading.run_in
            and heading.kind == kind
        ):
            end += 1
        least = _LEAST_ITEMS.get(kind, 0)
        if least and end - start >= least:
            result[start:end] = [None] * (end - start)
        start = max(end, start + 1)
    return result


def _drop_boxes(
    contents: Sequence[str], found: Found
) -> Found:
    """Leave out the numbered items of a box (专栏): up to a heading of another kind."""
    result = list(found)
    last: dict[str, int] = {}
    box = False
    for i, heading in enumerate(found):
        if is_box(contents[i]):
            box = True
        if heading is None:
            continue
        digits = heading.kind.startswith("digit")
        if box and digits and last.get(heading.kind) != heading.number - 1:
            result[i] = None
            continue
        if not box or not digits:
            box = False
        last[heading.kind] = heading.number
    return result


def _drop_annex_list(contents: Sequence[str], found: Found) -> Found:
    """Leave out the names of annexes listed below a text (附件：1.… 2.…)."""
    result = list(found)
    listed = False
    for i, heading in enumerate(found):
        if _ANNEX_LIST.match(contents[i]):
            listed = True
        elif listed and heading and heading.kind.startswith("digit") and not heading.run_in:
            result[i] = None
        else:
            listed = False
    return result


def is_box(content: str) -> bool:
    """Whether a paragraph is the caption of a box or table."""
    return len(content) < 40 and bool(_BOX.match(content))


def _drop_paragraph_numbers(
    text: str, contents: Sequence[str], found: Found
) -> Found:
    """
    Leave out numbers that count paragraphs.

    What follows them speaks in sentences; in an excerpt they start far from 1.
    """
    first: dict[str, int] = {}
    for content in contents:
        label = parse_label(content)
        if label and label.kind in _COUNTS_PARAGRAPHS:
            first.setdefault(label.kind, label.number)
    speaks: dict[str, list[bool]] = {}
    for heading in found:
        if heading and heading.kind in _COUNTS_PARAGRAPHS:
            title = text[heading.title_start : heading.title_end]
            speaks.setdefault(heading.kind, []).append(bool(_SPEAKS.search(title)))
    dropped = {kind for kind, said in speaks.items() if 2 * sum(said) > len(said)}
    dropped |= {kind for kind, number in first.items() if number >= _FAR_FROM_FIRST}
    return [None if h and h.kind in dropped else h for h in found]
