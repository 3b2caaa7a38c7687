"""
From lines to paragraphs.

The rule, by what the document shows:

* Lines broken at a fixed width (most long lines equally wide, many ending in
  mid-sentence): a line goes on in the next unless it is short, or the next is indented
  where indents mark paragraphs, or the next opens with numbering after a finished one.
* A line that has lost its line breaks (long, with spaces after sentence ends): every
  space between Hanzi is a former line break. If most of them stand in mid-sentence the
  breaks were at a fixed width and the rule above applies; else each is a paragraph's end.
* Any other line is a paragraph, joined to the next only where it stops in mid-sentence.

Headings are not recognised here; numbering only tells that a new paragraph starts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from statistics import median

from policyresearch.reading.cleaning.lines import Line, make_line

# A line this long that holds spaces after sentence ends has lost its line breaks.
_LOST_BREAKS = 600
# One that is the whole document has lost them however short it is.
_LOST_BREAKS_ALONE, _WHOLE = 150, 0.9
_CHARS_PER_BREAK = 800
_BREAK_AFTER_SENTENCE = re.compile(r"[。！？；：][”’）]? (?=[^ ])")
_SPACES = re.compile(r" +")
_FINISHED = re.compile(r"(?:[。！？；：…”’）》】!?;:)\]]|(?<!\d)\.)$")
# A number, with its decimals and unit, that a line's end breaks.
_BREAKS_OFF = re.compile(r"\d\.?$")
_GOES_ON = re.compile(r"\.?\d|[万亿千百%‰个倍元吨人户家项所亩]")
_BULLETS = frozenset("-•·*●")
_LEAST_BROKEN = 12  # narrower lines may be cells of a table
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节编条部篇]|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}[、.]|"
    r"[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[、)）]|\.(?!\d))|[①-⑳❶-❿⑴-⒇]|[—─-]{2}|"
    r"(?:[一二三四五六七八九十]|其[一二三四五])(?:是|要)|各位(?:代表|委员)|[•●◆■▪]"
)
_INLINE = re.compile(r"(?:[一二三四五六七八九十]|其[一二三四五])(?:是|要)")
_SENTENCE_END = re.compile(r"[。！？；]")
# Full lines differ by punctuation that is squeezed or pushed over, and by a first indent.
_SLACK = 3.5
_LEAST_ROWS = 3


def restore_breaks(lines: list[Line], text: str, *, script: str) -> list[Line]:
    """Lines in which a stretch that lost its line breaks is cut at its spaces again."""
    result: list[Line] = []
    whole = sum(len(line.text) for line in lines)
    for line in lines:
        alone = len(line.text) >= _WHOLE * whole
        if not _has_lost_breaks(line.text, alone=alone):
            result.append(line)
            continue
        pieces = _cut_at_spaces(line, text, script)
        pieces[0].blank_before, pieces[0].page_before = line.blank_before, line.page_before
        result.extend(pieces)
    return result


def _has_lost_breaks(text: str, *, alone: bool) -> bool:
    if len(text) < (_LOST_BREAKS_ALONE if alone else _LOST_BREAKS):
        return False
    breaks = len(_BREAK_AFTER_SENTENCE.findall(text))
    return breaks * _CHARS_PER_BREAK >= len(text) and breaks > alone


def _cut_at_spaces(line: Line, text: str, script: str) -> list[Line]:
    gaps = [(m.start(), m.end()) for m in _SPACES.finditer(line.text)]
    starts, ends = [0, *(b for _, b in gaps)], [*(a for a, _ in gaps), len(line.text)]
    pieces = [
        make_line(text, line.start + a, line.start + b, script=script)
        for a, b in zip(starts, ends, strict=True)
    ]
    width = wrap_width(pieces)
    return (
        _rebuild_rows(pieces, text, script, width) if width else _glue_ascii(pieces, text, script)
    )


def _glue_ascii(pieces: list[Line], text: str, script: str) -> list[Line]:
    """A space beside a digit or Latin letter in mid-sentence is no break."""
    rows: list[Line] = []
    for piece in pieces:
        if rows and _is_inner_space(rows[-1].text, piece.text):
            rows[-1] = make_line(text, rows[-1].start, piece.end, script=script)
        else:
            rows.append(piece)
    return rows


def _is_inner_space(left: str, right: str) -> bool:
    if left in _BULLETS:
        return True
    beside = (left[-1].isascii() and left[-1].isalnum()) or (
        right[0].isascii() and right[0].isalnum()
    )
    return (
        beside
        and not _FINISHED.search(left)
        and not _NUMBERED.match(right)
        and (not _NUMBERED.match(left))
    )


def _rebuild_rows(pieces: list[Line], text: str, script: str, width: float) -> list[Line]:
    """Pieces put together to the rows of the page: a space inside a row ended no row."""
    rows: list[Line] = []
    for piece in pieces:
        short = rows and rows[-1].width < width - _SLACK
        if (
            short
            and not _FINISHED.search(rows[-1].text)
            and not _NUMBERED.match(rows[-1].text)
            and (rows[-1].width + piece.width <= width + 1.5)
        ):
            rows[-1] = make_line(text, rows[-1].start, piece.end, script=script)
        else:
            rows.append(piece)
    return rows


def wrap_width(lines: list[Line]) -> float:
    """Width at which the lines were broken, in Hanzi; 0 where each is a paragraph."""
    widths = [round(line.width) for line in lines if line.width >= 12]
    if len(widths) < 8:
        return 0
    mode = Counter(widths).most_common(1)[0][0]
    mode = max(
        w for w in range(mode, mode + 3) if w == mode or widths.count(w) * 4 >= widths.count(mode)
    )
    near = [line for line in lines if mode - _SLACK <= line.width <= mode + 2]
    longer = sum(width > mode + 2 for width in widths)
    open_ends = sum(not _FINISHED.search(line.text) for line in near)
    wrapped = (
        14 <= mode <= 70
        and len(near) >= 0.4 * len(widths)
        and longer <= 0.1 * len(widths)
        and open_ends >= 0.4 * len(near)
    )
    return float(mode) if wrapped else 0


def _indented_width(lines: list[Line]) -> float:
    """
    Width at which paragraphs that open with an indent were broken; 0 where none were.

    There a line without indent goes on from the one before, which is as wide as any.
    """
    broken = [_full_width(left) for left, right in pairwise(lines) if right.indent < 2]
    if sum(line.indent >= 2 for line in lines) < _LEAST_ROWS or len(broken) < _LEAST_ROWS:
        return 0
    full = median(broken)
    wide = sum(width >= full - _SLACK for width in broken)
    longer = sum(_full_width(line) > full + _SLACK for line in lines)
    wrapped = 14 <= full <= 70 and wide >= 0.8 * len(broken) and longer <= 0.1 * len(lines)
    return full if wrapped else 0


def _full_width(line: Line) -> float:
    """Width with the indent, which is up to two characters wide."""
    return line.width + min(line.indent, 4) / 2


def join_lines(
    lines: list[Line], *, continues: Callable[[str, str], bool] | None = None
) -> list[list[Line]]:
    """
    Lines grouped into paragraphs by the rule above.

    `continues` judges whether the second text goes on in the middle of the first one's
    sentence; it is asked where the layout does not tell.
    """
    width, by_indent = wrap_width(lines), _indented_width(lines)
    indents = [line.indent >= 2 for line in lines]
    indented = 0.02 * len(lines) <= sum(indents) <= 0.7 * len(lines) and sum(indents) >= 2
    width, indented = width or by_indent, indented or by_indent > 0
    length = _usual_length(lines)
    groups = [[lines[0]]] if lines else []
    for left, right in pairwise(lines):
        full = len(left.text) + left.indent // 2 == length or _full_width(left) >= width - _SLACK
        same = width and not _is_new_paragraph(groups[-1], right, full=full, indented=indented)
        if same or _stops_short(left, right, continues):
            groups[-1].append(right)
        else:
            groups.append([right])
    return groups


def _usual_length(lines: list[Line]) -> int:
    """The number of characters that lines were broken at, where it was no width; 0 if none."""
    lengths = [len(line.text) + line.indent // 2 for line in lines if line.width >= _LEAST_BROKEN]
    if not lengths:
        return 0
    length, times = Counter(lengths).most_common(1)[0]
    return length if times >= max(_LEAST_ROWS, 0.4 * len(lengths)) else 0


def _is_new_paragraph(group: list[Line], right: Line, *, full: bool, indented: bool) -> bool:
    left = group[-1]
    finished = bool(_FINISHED.search(left.text))
    if not full:
        # A short line ends its paragraph, unless running text breaks off there.
        return finished or not any(_SENTENCE_END.search(line.text) for line in group)
    if right.blank_before and finished:
        return True
    if indented and right.indent >= 2:
        return True
    # At full width an inline 一是 may open a line by chance; a heading's number hardly.
    return finished and bool(_NUMBERED.match(right.key)) and not _INLINE.match(right.key)


def _stops_short(left: Line, right: Line, continues: Callable[[str, str], bool] | None) -> bool:
    """Whether `left` breaks off in mid-sentence and `right` takes it up."""
    if right.text[0] in "，、；。：！？）”’》】%":
        return True
    if (
        left.width >= _LEAST_BROKEN
        and _BREAKS_OFF.search(left.text)
        and _GOES_ON.match(right.text)
        and not _NUMBERED.match(right.key)
    ):
        return True
    if _FINISHED.search(left.text) or _NUMBERED.match(right.key):
        return False
    if left.text[-1] in "，、（“‘《" and left.width >= 8:
        return True
    return continues is not None and continues(left.text, right.text)
