"""Headings without number that stand in a line of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyresearch.reading.structure.lists import is_box
from policyresearch.reading.structure.nesting import FRAME, LINE, PART, REFRAIN
from policyresearch.reading.structure.numbering import parse_label
from policyresearch.reading.structure.titles import Heading, Span
from policyresearch.reading.structure.topic_sentences import is_refrain_line

LONGEST_UNNUMBERED = 40
LONGEST_REFRAIN_LINE = 90
# Lines that close a sentence or a list, sign, date, address or entitle a document.
_NO_LINE = re.compile(
    r"[！？；：，、]$|[。；]|^[（(【]|^(?:各位|同志们|此致|附)|^\d{4}年\d+月\d+日|日$|"
    r"(?:委员会|政府|办公[厅室])$|政府工作报告$|^[^一-龥]*$"
)
_FRAMES = frozenset({"引言", "前言", "序言", "绪论", "导言", "结语", "结束语", "总结"})
_SALUTATION = re.compile(
    r"(?:尊敬的)?(?:各位|同志们|主席|委员长)[^。]{0,30}[：！，]|各位代表"
)
# Rows of a table: cells parted by spaces, or figures.
_ROW = re.compile(r"\S+ +\S+ +\S+|\d[\d.]* +\S|\S +-?\d[\d.]*%?$|^\d[\d.]*$")


def find_lines(
    text: str, paragraphs: Sequence[Span], numbered: list[Heading | None], *, stops: bool = True
) -> list[Heading | None]:
    """
    Unnumbered headings that stand alone: short lines without closing mark before text.

    A line right above another one heads a group of them; the lines after it are its
    parts. In a text without full stops (`stops=False`) a line with a comma is a clause.
    """
    contents = [text[p.start : p.end] for p in paragraphs]
    result: list[Heading | None] = [None] * len(contents)
    box = False
    first = first_possible(contents)
    for i in range(len(contents)):
        content, paragraph = contents[i], paragraphs[i]
        if i < first and (first > 1 or _bare(content) not in _FRAMES):
            continue  # a contents page may hold the same words
        if is_box(content):
            box = True
        elif numbered[i] or len(content) > 80:
            box = False
        if box or numbered[i] or i + 1 == len(contents):
            continue
        following = contents[i + 1]
        if not _is_line(content, following) or (not stops and "，" in content):
            continue
        if numbered[i + 1] or len(following) > 30 or following[-1] in "。！：":
            kind = REFRAIN if is_refrain_line(content) else LINE
            kind = FRAME if _bare(content) in _FRAMES else kind
            result[i] = _heading(paragraph, kind)
    return _stack(contents, paragraphs, numbered, result)


def _heading(paragraph: Span, kind: str) -> Heading:
    start, end = paragraph.start, paragraph.end
    return Heading(start, start, end, end, kind, 0, run_in=False)


def _stack(
    contents: Sequence[str], paragraphs: Sequence[Span], numbered: list[Heading | None],
    lines: list[Heading | None],
) -> list[Heading | None]:
    """`lines` with those that stand right above another one; the rest become their parts."""
    result = list(lines)
    stacked = False
    for i in range(max(1, first_possible(contents)), len(contents)):
        line, following = lines[i], lines[i + 1] if i + 1 < len(lines) else None
        above = i + 1 < len(contents) and _is_line(contents[i], contents[i + 1])
        alone = lines[i - 1] is None and not _is_line(contents[i - 1], contents[i])
        if not line and not numbered[i] and above and alone and following:
            if following.kind == LINE:
                result[i] = _heading(paragraphs[i], LINE)
                stacked = True
        elif stacked and line and line.kind == LINE:
            result[i] = _heading(paragraphs[i], PART)
    return result


def first_possible(contents: Sequence[str]) -> int:
    """The first paragraph that may be an unnumbered heading: after title and salutation."""
    for i, content in enumerate(contents[:15]):
        if _SALUTATION.fullmatch(content):
            return i + 1
    return 1


def _is_line(content: str, following: str) -> bool:
    """Whether a line may be a heading; one of two characters, where numbered text follows."""
    label = parse_label(following)
    shortest = 2 if label and label.kind.startswith("digit") and len(following) > 15 else 3
    longest = LONGEST_REFRAIN_LINE if is_refrain_line(content) else LONGEST_UNNUMBERED
    return (
        (len(content) >= shortest or _bare(content) in _FRAMES)
        and len(content) <= longest
        and not _NO_LINE.search(content)
        and not _ROW.search(content)
        and parse_label(content) is None
        and bool(re.search(r"[一-龥]{2}", _bare(content)))
    )


def _bare(content: str) -> str:
    return content.replace(" ", "")
