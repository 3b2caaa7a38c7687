"""Headings of a document: which paragraphs open one, how far its title goes, how deep it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyresearch.reading.leads import Lead, find_leads, is_refrain_line, is_turn
from policyresearch.reading.nesting import LINE, REFRAIN, TURN, assign_levels
from policyresearch.reading.numbering import LEAVES, Label, parse_label

# Longest title, in characters: alone in its paragraph, and running into its text.
LONGEST_LINE = 70
LONGEST_RUN_IN = 50
_END = re.compile(r"[。！？]")
_CLOSERS = "”’）》】"
# A title may end in a colon that its text follows, unless it says "as follows".
_COLON = re.compile(r"[^。！？；：，]{2,20}：")
_FOLLOWS = re.compile(r"(?:如下|是|为|有|即|包括|要|做到|工作|方面|任务|目标|措施)：$")
# A lost full stop: the title ends before the next verb of these.
_NEXT_VERB = re.compile(
    r"(?:巩固|加强|加快|推进|推动|完善|健全|落实|实施|深化|强化|提升|提高|优化|坚持|建立|开展|扩大|"
    r"支持|鼓励|严格|全面|大力|积极|进一步|继续|深入)"
)
# Numbering under which a text without a title is a section nonetheless.
_TITLELESS = frozenset({"article", "han", "formal", "part", "chapter", "section"})
LONGEST_UNNUMBERED = 40
LONGEST_REFRAIN_LINE = 90
# Lines that close a sentence or a list, sign, date, address or entitle a document.
_NO_LINE = re.compile(
    r"[！？；：，、]$|[。；]|^[（(【]|^(?:各位|同志们|此致|附)|^\d{4}年\d+月\d+日|日$|"
    r"(?:委员会|政府|办公[厅室])$|政府工作报告$|^[^一-龥]*$"
)
_SHORT_LINES = frozenset({"引言", "前言", "序言", "绪论", "结语", "总结", "总则", "附则"})
_SALUTATION = re.compile(r"(?:尊敬的)?(?:各位|同志们|主席)[^。]{0,20}[：:！，]?")
# Numbers that also count the paragraphs of a speech, and words in which a speaker speaks.
_COUNTS_PARAGRAPHS = frozenset({"digit_dot", "digit_comma", "digit_space", "digit_paren"})
_SPEAKS = re.compile(r"我(?![市省区县国州院部厅局])|会(?![议展计员所场馆])|(?:政府|当局|已经|正在|将)(?:会|在|于)?[一-龥]{2}.*，")
_BOX = re.compile(r"专[栏欄] ?[\d一二三四五六七八九十]*|[表图] ?\d+")


@dataclass(frozen=True)
class Span:
    """A stretch of the analysed text."""

    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """
    A heading in the analysed text.

    `start` is the first character of the numbering (of the title where there is none),
    `title_start`:`title_end` the title without final 。, `end` one past that 。
    """

    start: int
    title_start: int
    title_end: int
    end: int
    kind: str
    number: int
    run_in: bool
    level: int = 0


def find_headings(text: str, paragraphs: Sequence[Span]) -> list[Heading]:
    """Headings among `paragraphs` of `text`, in order, with the depth used in this document."""
    numbered = [_read_numbered(text, p) for p in paragraphs]
    contents = [text[p.start : p.end] for p in paragraphs]
    numbered = _drop_contents(contents, numbered)
    numbered = _drop_lists(contents, _drop_head(contents, numbered))
    numbered = _drop_paragraph_numbers(text, _drop_boxes(contents, numbered))
    numbered = _restore_stops(text, paragraphs, numbered)
    lines = _find_lines(text, paragraphs, numbered)
    found = [n or line for n, line in zip(numbered, lines, strict=True)]
    leads = find_leads(contents, [h is not None for h in found])
    headings: list[Heading | None] = []
    for paragraph, content, heading, lead in zip(paragraphs, contents, found, leads, strict=True):
        if heading is not None:
            headings.append(heading)
        elif lead:
            headings.append(_lead_heading(paragraph, lead))
        elif is_turn(content):
            headings.append(None)
    order = [(h.kind, h.number) if h else (TURN, 0) for h in headings]
    return [
        replace(heading, level=level)
        for heading, level in zip(headings, assign_levels(order), strict=True)
        if heading
    ]


def _lead_heading(paragraph: Span, lead: Lead) -> Heading:
    start, end = paragraph.start, paragraph.start + lead.length
    return Heading(start, start, end - 1, end, lead.kind, 0, run_in=end < paragraph.end)


def _read_numbered(text: str, paragraph: Span) -> Heading | None:
    """The numbered heading a paragraph opens with, if it opens with one."""
    content = text[paragraph.start : paragraph.end]
    label = parse_label(content)
    if label is None:
        return None
    at = label.length
    while at < len(content) and content[at] in " ，":
        at += 1
    body = content[at:]
    title, end = _cut_title(body, label)
    if title == 0 and label.kind not in _TITLELESS:
        return None
    start = paragraph.start
    return Heading(
        start, start + at, start + at + title, start + at + end, label.kind, label.number,
        run_in=bool(body[end:].strip()),
    )


def _cut_title(body: str, label: Label) -> tuple[int, int]:
    """Length of the title that opens `body`, without and with its closing mark; 0 if none."""
    if label.kind == "article":
        found = re.match(r"[（【]([^）】]{2,20})[）】]", body)
        return (found.end(), found.end()) if found else (0, 0)
    if not body or body[-1] in "；":
        return 0, 0
    found = _END.search(body)
    if found is None:
        alone = len(body) <= LONGEST_LINE and body[-1] not in "，、"
        title = len(body.rstrip("：")) if alone else 0
        return title, len(body) if alone else 0
    colon = _COLON.match(body)
    if colon and label.kind not in LEAVES and not _FOLLOWS.search(colon[0]):
        return colon.end() - 1, colon.end()
    if found.start() <= LONGEST_RUN_IN:
        end = found.end()
        while end < len(body) and body[end] in _CLOSERS:
            end += 1
        return found.start(), end
    return 0, 0


def _drop_head(
    contents: Sequence[str], found: list[Heading | None]
) -> list[Heading | None]:
    """Leave out what stands above the salutation: title, date and speaker."""
    first = _first_possible(contents)
    return [None] * first + found[first:] if first > 1 else found


def _drop_contents(
    contents: Sequence[str], found: list[Heading | None]
) -> list[Heading | None]:
    """Leave out a table of contents: headings in a row that come again below."""
    keys = [re.sub(r"[\W\d]", "", text) if h else "" for text, h in zip(contents, found, strict=True)]
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
    contents: Sequence[str], found: list[Heading | None]
) -> list[Heading | None]:
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
            and contents[i - 1][-1] in "；，"
        ):
            result[i] = None
    return result


def _drop_boxes(
    contents: Sequence[str], found: list[Heading | None]
) -> list[Heading | None]:
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


def is_box(content: str) -> bool:
    """Whether a paragraph is the caption of a box or table."""
    return len(content) < 40 and bool(_BOX.match(content))


def _drop_paragraph_numbers(
    text: str, found: list[Heading | None]
) -> list[Heading | None]:
    """Leave out numbers that count paragraphs: what follows them speaks in sentences."""
    speaks: dict[str, list[bool]] = {}
    for heading in found:
        if heading and heading.kind in _COUNTS_PARAGRAPHS:
            title = text[heading.title_start : heading.title_end]
            speaks.setdefault(heading.kind, []).append(bool(_SPEAKS.search(title)))
    dropped = {kind for kind, said in speaks.items() if 2 * sum(said) > len(said)}
    return [None if h and h.kind in dropped else h for h in found]


def _restore_stops(
    text: str, paragraphs: Sequence[Span], found: list[Heading | None]
) -> list[Heading | None]:
    """
    Headings whose full stop was lost: an item without title between two that have one.

    The title then ends before the next verb that opens a clause.
    """
    result = list(found)
    before: dict[str, Heading] = {}
    for i, paragraph in enumerate(paragraphs):
        heading = found[i]
        if heading is not None:
            before[heading.kind] = heading
            continue
        content = text[paragraph.start : paragraph.end]
        label = parse_label(content)
        last = before.get(label.kind) if label else None
        if last is None or not last.run_in or label.number != last.number + 1:
            continue
        cut = _NEXT_VERB.search(content, label.length + 6)
        if cut and cut.start() <= label.length + LONGEST_RUN_IN // 2:
            at = paragraph.start + label.length
            end = paragraph.start + cut.start()
            result[i] = Heading(paragraph.start, at, end, end, label.kind, label.number, True)
            before[label.kind] = result[i]
    return result


def _find_lines(
    text: str, paragraphs: Sequence[Span], numbered: list[Heading | None]
) -> list[Heading | None]:
    """Unnumbered headings that stand alone: short lines without closing mark before text."""
    contents = [text[p.start : p.end] for p in paragraphs]
    result: list[Heading | None] = [None] * len(contents)
    box = False
    for i in range(_first_possible(contents), len(contents)):
        content, paragraph = contents[i], paragraphs[i]
        if is_box(content):
            box = True
        elif numbered[i] or len(content) > 80:
            box = False
        if box or numbered[i] or i + 1 == len(contents) or not _is_line(content):
            continue
        following = contents[i + 1]
        if numbered[i + 1] or len(following) > 30 or following[-1] in "。！：":
            kind = REFRAIN if is_refrain_line(content) else LINE
            result[i] = Heading(
                paragraph.start, paragraph.start, paragraph.end, paragraph.end, kind, 0, False
            )
    return result


def _first_possible(contents: Sequence[str]) -> int:
    """The first paragraph that may be an unnumbered heading: after title and salutation."""
    for i, content in enumerate(contents[:15]):
        if _SALUTATION.fullmatch(content):
            return i + 1
    return 1


def _is_line(content: str) -> bool:
    longest = LONGEST_REFRAIN_LINE if is_refrain_line(content) else LONGEST_UNNUMBERED
    return (
        (len(content) >= 3 or content in _SHORT_LINES)
        and len(content) <= longest
        and not _NO_LINE.search(content)
        and parse_label(content) is None
        and bool(re.search(r"[一-龥]{2}", content))
    )
