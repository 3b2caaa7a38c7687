"""Lines of the page around a document: which they are, and what they say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policyresearch.reading.cleaning.lines import Line
from policyresearch.reading.cleaning.page_phrases import ANYWHERE, EDGE, KEY, KEY_ALONE, LIST_ITEM

# A line of the page is short; a longer one is text, whatever it mentions.
_PAGE_LINE = 120
_TEXT_WIDTH = 28
_HEAD_LINES = 60
_TEXT = re.compile(r"[。；！？，、]")
_DATED = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")
_ENDS_TEXT = re.compile(r"[。！；]$")
_HEADING = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[章节编部]|[一二三四五六七八九十]{1,3}、|"
    r"[（(][一二三四五六七八九十]{1,3}[）)]|各位(?:代表|委员|同志)|同志们|——.{4,}"
)
_GENRE = re.compile(
    r".{0,80}(?:报告|意见|方案|规划|计划|纲要|办法|规定|条例|细则|建议|决定|决议|通知|公告|通告|公报|要点|"
    r"措施|政策|说明|草案|稿|清单|指南|章程|讲话|致辞)(?:[（(].{1,30}[）)])*"
)
# A line that may belong to a title block: genre, issuer, session, date or number.
TITLE_LIKE = re.compile(
    rf"{_GENRE.pattern}|"
    r".{0,60}(?:政府|委员会|市委|省委|区委|县委|州委|办公[室厅]|代表大会|会议|常委会|国务院|[局部厅委])(?:上|文件|通过)?[）)]?|"
    r"[（(—─-]*.{0,40}\d{4}年\d{1,2}月\d{1,2}日.*|.{1,20}[〔\[（(【]\d{4}[〕\]）)】]\d+号|"
    r".{0,16}(?:省长|市长|州长|盟长|区长|县长|主席|总理|书记|主任|专员).{0,14}"
)
_ANNEX = re.compile(
    r"附[件表录注]|名词(?:解释|注释)|注释|有关(?:名词|用语)|相关名词|《?政府工作报告》?.{0,6}名词"
)


@dataclass
class Page:
    """Lines kept, stretches dropped with a reason, and the page's own key and value pairs."""

    kept: list[Line] = field(default_factory=list)
    dropped: list[tuple[Line, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)


def strip_page(lines: list[Line]) -> Page:
    """
    Separate the lines of a document from those of the page it was printed on.

    Phrases that could stand in a policy text count only before its first line of text and
    after its last one. Short lines that follow such a phrase after the end, and are no
    annex, date or issuer, belong to the page as well.
    """
    reasons: list[str] = [_match(ANYWHERE, line) for line in lines]
    is_text = [not reason and _is_text(line) for line, reason in zip(lines, reasons, strict=True)]
    first = next((i for i, flag in enumerate(is_text) if flag), len(lines))
    last = next((i for i in reversed(range(len(lines))) if is_text[i]), -1)
    _mark_head(lines[:first], reasons)
    _mark_tail(lines, last + 1, reasons)
    page_title = _mark_repeated_title(lines, first, reasons)
    page = Page()
    for line, reason in zip(lines, reasons, strict=True):
        if reason:
            page.dropped.append((line, reason))
        else:
            page.kept.append(line)
    page.fields = _read_fields(lines, reasons)
    if page_title:
        page.fields.append(("title", page_title))
    return page


def _match(patterns: tuple, line: Line) -> str:
    if len(line.key) > _PAGE_LINE:
        return ""
    return next((reason for reason, pattern in patterns if pattern.fullmatch(line.key)), "")


def _is_text(line: Line) -> bool:
    if _match(EDGE, line):
        return False
    if _HEADING.match(line.key):
        return True
    long = line.width >= _TEXT_WIDTH and bool(_TEXT.search(line.key))
    return (long and not TITLE_LIKE.fullmatch(line.key)) or (
        line.width >= 12 and bool(_ENDS_TEXT.search(line.key))
    )


def _mark_head(head: list[Line], reasons: list[str]) -> None:
    value_expected = ""
    for i, line in enumerate(head):
        if (
            value_expected
            and not KEY_ALONE.fullmatch(line.key)
            and (LIST_ITEM.match(line.key) if value_expected == "list" else _is_value(line))
        ):
            reasons[i], value_expected = "page metadata", ""
            continue
        value_expected = ""
        if KEY_ALONE.fullmatch(line.key) and line.key[-1] in "：:":
            reasons[i] = "page metadata"
            value_expected = "list" if LIST_ITEM.match(line.key) else "plain"
        elif not reasons[i]:
            reasons[i] = _match(EDGE, line)
    if not any(reasons[: len(head)]):
        return
    title = next((i for i, line in enumerate(head) if _is_title(line) and not reasons[i]), 0)
    for i, line in enumerate(head[:title]):
        if not reasons[i] and len(line.key) <= 12 and not TITLE_LIKE.fullmatch(line.key):
            reasons[i] = "navigation"


def _mark_tail(lines: list[Line], start: int, reasons: list[str]) -> None:
    after_page = False
    for i in range(start, len(lines)):
        line = lines[i]
        annex = _ANNEX.match(line.key)
        if not reasons[i] and (after_page or not annex):
            reasons[i] = _match(EDGE, line)
        if annex:
            after_page = False
        elif not reasons[i] and after_page:
            reasons[i] = "navigation"
        after_page |= reasons[i] not in ("", "noise", "caption")


def _mark_repeated_title(lines: list[Line], first: int, reasons: list[str]) -> str:
    """A page prints the title above its own lines, and the document prints it again."""
    title = ""
    first = min(first, _HEAD_LINES)
    for i in range(first):
        between = False
        for j in range(i + 1, min(first + 1, len(lines))):
            between |= bool(reasons[j])
            same = not reasons[i] and not reasons[j] and _says_title(lines[i].key, lines[j].key)
            if same and between:
                reasons[i], title = "page metadata", lines[i].text
                break
    return title


def _says_title(above: str, below: str) -> bool:
    """Whether a page's title is the document's, or that with its place and year before it."""
    return len(below) >= 6 and (
        above == below
        or (above.endswith(below) and bool(TITLE_LIKE.fullmatch(below)) and len(above) <= 60)
    )


def _is_title(line: Line) -> bool:
    return len(line.key) >= 6 and bool(TITLE_LIKE.fullmatch(line.key))


def _is_value(line: Line) -> bool:
    """Whether a line may be the value of the key above it, not the document's title."""
    if len(line.key) > 40 or (len(line.key) >= 6 and _GENRE.fullmatch(line.key)):
        return False
    return len(line.key) < 10 or not TITLE_LIKE.fullmatch(line.key)


def _read_fields(lines: list[Line], reasons: list[str]) -> list[tuple[str, str]]:
    """Key and value pairs that the dropped lines hold, keys without bullets and brackets."""
    found: list[tuple[str, str]] = []
    key = ""
    for line, reason in zip(lines, reasons, strict=True):
        if not reason:
            key = ""
            continue
        # With its spaces the text tells a date from the time after it; keys may be spread.
        marks, text = list(KEY.finditer(line.text)), line.text
        if len(marks) < len(KEY.findall(line.key)):
            marks, text = list(KEY.finditer(line.key)), line.key
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        for mark, end in zip(marks, ends[: len(marks)], strict=True):
            name = re.sub(r"[^\w]", "", mark[0])
            value = text[mark.end() : end].strip()
            found.append((name, value))
            key = name if not value else ""
        if not marks and not key and reason == "page metadata" and _DATED.search(line.text):
            found.append(("日期", line.text))
        if not marks and key:
            found[-1] = (key, line.key.lstrip("-•·*●"))
            key = ""
    return [(name, value) for name, value in found if value]
