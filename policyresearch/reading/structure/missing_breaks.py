"""Paragraphs whose headings were lost inside a line: where they begin again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyresearch.reading.structure.numbering import RANK, parse_label

# A paragraph this long has lost its breaks.
LOST_BREAKS = 1500
LOST_BREAKS_ALONE = 200
_KINDS = frozenset({"part", "chapter", "section", "formal", "han", "han_paren"})
_INNER_KINDS = frozenset({"digit_dot", "digit_comma"})
# Where a heading may begin: after a finished sentence, or an introduction.
_BORDER = re.compile(
    r"(?<=[。！？：；”）])(?=[第（一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]|\d{1,2}[.、]\D)"
)
# The first part of a section right behind the section's title.
_FIRST_PART = re.compile(r"(?<=[一-龥”）])(?=（一）\D|（?1[.、）][^\d])")
_TOPIC = r"(?:工作|目标|任务|要求|思路|形势)"
_NAME = re.compile(
    rf"(?<=[。！？：；”）])(?:(?:\d{{4}}|今|明|去)年|过去.年)?[^，。；：！？\d]{{0,10}}{_TOPIC}[^，。；：！？\d]{{0,8}}?"
    r"(?:回顾|总结|安排建议|安排意见|(?:总体)?安排|部署|建议)(?=\d{4}年|今年|过去|刚刚|一年来|各位|[（一])|"
    r"(?<=[。！？：；”）])[^，。；：！？\d]{0,8}加强政府自身建设(?=[^。，；！？]{2})"
)
_ADDRESS = re.compile(
    r"(?<=[。！？”])(?=各位(?:代表|委员)[！，：]|(?:过去的?|这)?.年来?，我们)|(?<=^各位代表：)"
)
_SHORT = re.compile(r"(?<=[。！？])[^，。；：！？\d]{5,14}。(?=[^。！？]{20})")
# A heading and the first one under it, or its text: 一、总体要求（一）指导思想。
_STACKED = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}(?:[章节]|部分) ?|[一二三四五六七八九十]{1,3}、)"
    r"(?:[^。！？；：（]{2,30}(?=（一）[^（）]{2})|"
    rf"(?:\d{{4}}年)?[^，。；：！？\d]{{0,10}}{_TOPIC}[^，。；：！？\d]{{0,8}}?"
    r"(?:回顾|总结|安排|部署|建议)(?=\d{4}年|今年|过去|刚刚|一年来|各位)|"
    # A title ends where what follows takes up its own first words.
    r"(?P<first>今后.{1,2}年|[\d一二三四五六七八九〇零]{4}年|过去.{1,2}年)[^，。；：！？]{2,24}?(?=(?P=first))|"
    r"(?:\d{4}年)?[^，。；：！？\d]{0,10}(?:思路|要求|重点工作|主要任务|目标任务|自身建设)"
    r"(?=\d{4}年|今[年后]|明年|过去|做好|我们|各位))"
)
_STOP = re.compile(r"[。！？]")
_LONGEST_TITLE = 100
_TITLE_END = re.compile(
    r"(?:大力|坚定不移|着力|不断|高水平|高质量|深入|全力|持续|加快|积极|全面|提升|提高|强化|加强|推进|推动|做)"
)


def split_glued(text: str, *, alone: bool = False) -> list[int]:
    """
    Offsets in a paragraph at which another one begins; few unless it lost its breaks.

    A break stands before numbering that goes on its own count, around the name of a
    section (2023年工作回顾), before an address to the hearers, and before each short
    sentence that heads what follows. A text that is the whole document (`alone`) has
    lost its breaks however short it is.
    """
    stacked = _STACKED.match(text)
    if len(text) < (LOST_BREAKS_ALONE if alone else LOST_BREAKS):
        return [stacked.end()] if stacked else []
    cuts = {stacked.end()} if stacked else set()
    last: dict[str, int] = {}
    for found in _BORDER.finditer(text):
        label = parse_label(text[found.start() : found.start() + 12])
        if label is None or label.kind not in _KINDS | (_INNER_KINDS if alone else frozenset()):
            continue
        if label.number == 1 or label.number == last.get(label.kind, 0) + 1:
            last[label.kind] = label.number
            cuts.add(found.start())
            # Counts of parts start anew in each section.
            last = {kind: n for kind, n in last.items() if RANK[kind] <= RANK[label.kind]}
            ends = _end_of_title(text, found.start() + label.length)
            stacked = _STACKED.match(text, found.start())
            ends += [stacked.end()] if stacked else []
            for end in ends:
                part = parse_label(text[end : end + 12])
                if part:
                    last[part.kind] = part.number
            cuts.update(ends)
    for found in _NAME.finditer(text):
        cuts.update((found.start(), found.end()))
    cuts.update(found.start() for found in _ADDRESS.finditer(text))
    cuts.update(found.start() for found in _SHORT.finditer(text))
    return sorted(cut for cut in cuts if 0 < cut < len(text))


def find_missing(paragraphs: Sequence[str]) -> list[tuple[int, int]]:
    """
    Places (paragraph, offset) where a heading that its neighbours call for stands inside.

    If paragraphs open with （四） and, as the next of that kind, （六）, a sentence between
    them that begins with （五） opens a paragraph of its own.
    """
    labels = [parse_label(text) for text in paragraphs]
    places = []
    last: dict[str, tuple[int, int]] = {}  # kind: number, paragraph
    for i, label in enumerate(labels):
        if label is None or label.kind not in _KINDS:
            continue
        number, before = last.get(label.kind, (0, i))
        if number and label.number == number + 2:
            place = _find_label(paragraphs, range(before, i), label.kind, number + 1)
            places += [place] if place else []
        last[label.kind] = label.number, i
    return places


def _find_label(
    paragraphs: Sequence[str], among: range, kind: str, number: int
) -> tuple[int, int] | None:
    for i in among:
        for found in _BORDER.finditer(paragraphs[i]):
            label = parse_label(paragraphs[i][found.start() : found.start() + 12])
            if label and (label.kind, label.number) == (kind, number):
                return i, found.start()
    return None


def _end_of_title(text: str, start: int) -> list[int]:
    """Where a title without full stop ends: before the verb that opens the next sentence."""
    stop = _STOP.search(text, start, start + _LONGEST_TITLE)
    part = _FIRST_PART.search(text, start + 4, stop.start()) if stop else None
    if part:
        return [part.start()]
    if not stop or "，" not in text[start : stop.start()]:
        return []
    comma = text.index("，", start)
    name = _TITLE_END.search(text, comma + 7, stop.start())
    return [name.start()] if name and stop.start() - start > 26 else []
