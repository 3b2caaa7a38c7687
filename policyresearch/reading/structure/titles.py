"""Numbered headings: how far the title goes that a numbered paragraph opens with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policyresearch.reading.structure.numbering import LEAVES, Label, parse_label

# Longest title, in characters: alone in its paragraph, and running into its text.
LONGEST_LINE = 70
LONGEST_RUN_IN = 50
LONGEST_CLAUSE = 30
_CLAUSE = re.compile(r"[^，；：]{2,30}(?=[，；：])")
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
_FIGURE = re.compile(r"(?<![\d+.])\d[\d,.]*(?![\d,.]|年(?!以?[上下])|[月日号届次+“”]|[—-]\d)")
_NAMES = re.compile(r"“[^”]*”|[\[〔（]\d{1,3}[\]〕）]")  # slogans, marks of notes
_INNER_ITEM = re.compile(r"(?<=[。；，])(?=[一二三四五六七八九十其])")


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


def read_numbered(text: str, paragraph: Span, *, stops: bool = True) -> Heading | None:
    """
    The numbered heading a paragraph opens with, if it opens with one.

    In a text without full stops (`stops=False`) the title of a long paragraph is its
    first clause.
    """
    content = text[paragraph.start : paragraph.end]
    label = parse_label(content)
    if label is None:
        return None
    at = label.length
    while at < len(content) and content[at] in " ，":
        at += 1
    body = content[at:]
    if label.kind == "digit_space" and " " in body and not _END.search(body):
        return None  # a row of a table: its number and its cells
    title, end = _cut_title(body, label)
    if not stops and title > LONGEST_CLAUSE:
        clause = _CLAUSE.match(body)
        title, end = (clause.end(), clause.end() + 1) if clause else (title, end)
    if title == 0 and not _may_lack_title(body, label):
        return None
    if label.kind == "item" and _has_next_item(body, label.number):
        return None
    start = paragraph.start
    return Heading(
        start, start + at, start + at + title, start + at + end, label.kind, label.number,
        run_in=bool(body[end:].strip()),
    )


def _may_lack_title(body: str, label: Label) -> bool:
    """Whether numbering heads a section though no title follows: alone, or before provisions."""
    if not body:
        return label.kind in _TITLELESS or label.kind == "han_paren"
    if label.kind == "article":
        return True
    first = _END.split(body, maxsplit=1)[0]
    return label.kind in _TITLELESS and body[-1] != "；" and not states_figures(first)


def _has_next_item(body: str, number: int) -> bool:
    """Whether 二是 follows 一是 within the paragraph, which then is no list of headings."""
    for found in _INNER_ITEM.finditer(body):
        label = parse_label(body[found.start() : found.start() + 8])
        if label and label.kind == "item" and label.number == number + 1:
            return True
    return False


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
    if found.start() <= LONGEST_RUN_IN and not states_figures(body[: found.start()]):
        end = found.end()
        while end < len(body) and body[end] in _CLOSERS:
            end += 1
        return found.start(), end
    return 0, 0


def states_figures(sentence: str) -> bool:
    """Whether a sentence reports amounts, as no title does: a comma, and figures in no name."""
    return "，" in sentence and bool(_FIGURE.search(_NAMES.sub("", sentence)))


def restore_stops(
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
        if (
            label is None
            or last is None
            or not last.run_in
            or label.number != last.number + 1
            or content[-1] == "；"
        ):
            continue
        cut = _NEXT_VERB.search(content, label.length + 6)
        if cut and cut.start() <= label.length + LONGEST_RUN_IN // 2:
            at = paragraph.start + label.length
            end = paragraph.start + cut.start()
            restored = Heading(paragraph.start, at, end, end, label.kind, label.number, True)
            result[i] = before[label.kind] = restored
    return result
