"""Lead sentences: the short sentence that heads a paragraph where no number does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

LONGEST_LEAD = 36
_FIRST = re.compile(r"[^。！？；：]{4,36}。")
# Sentences that argue or narrate instead of naming what the paragraph is about.
_ARGUES = re.compile(
    r"就是|才能|不是|没有|惟有|唯有|方能|方可|既是|也是|正是|必将|应当|不能|离不开|值得|"
    r"[^一-龥]是[^一-龥]|.是.{0,8}的.|来之不易|[吗呢吧]。$|要把|深知|看到"
)
_NARRATES = re.compile(
    r"^(?:各位|同志们|同时|此外|另外|但是?|因此|所以|然而|当前|今后|今年|去年|明年|为此|对此|在此|这[是些里]?|"
    r"我们|我市|我省|我区|我县|全[市省区县州国]|以上|上述|特别|总之|实践证明|面对|回[首顾]|展望|总结|"
    r"按照|根据|围绕|实现|完成|经过|通过|由于|随着|为了?|让我们|\d{4}年|[一二三四五六七八九十]年来|过去)"
)


def find_leads(paragraphs: Sequence[str], is_heading: Sequence[bool]) -> list[int]:
    """
    Length of the lead sentence, 。 included, that heads each paragraph; 0 where none does.

    Leads come in groups: between two other headings at least two paragraphs, and most of
    those with more than one sentence, must open with one.
    """
    lengths = [0] * len(paragraphs)
    group: list[int] = []
    for i in range(len(paragraphs) + 1):
        if i < len(paragraphs) and not is_heading[i]:
            group.append(i)
            continue
        _mark(paragraphs, group, lengths)
        group = []
    return lengths


def _mark(paragraphs: Sequence[str], group: list[int], lengths: list[int]) -> None:
    found = {i: _lead(paragraphs[i]) for i in group}
    leads = _parallel([i for i in group if found[i]], paragraphs, found)
    bodies = [i for i in group if len(paragraphs[i]) > LONGEST_LEAD]
    if len(leads) < 2 or 2 * len(leads) < len(bodies):
        return
    for i in leads:
        lengths[i] = found[i]


def _parallel(leads: list[int], paragraphs: Sequence[str], found: dict[int, int]) -> list[int]:
    """Leads built alike: about as long as the others, and with commas only if most have."""
    if len(leads) < 2:
        return []
    middle = median(found[i] for i in leads)
    plain = [i for i in leads if "，" not in paragraphs[i][: found[i]]]
    if 2 * len(plain) > len(leads):
        leads = plain
    return [i for i in leads if found[i] <= 2 * middle + 2]


def _lead(paragraph: str) -> int:
    found = _FIRST.match(paragraph)
    if not found or len(paragraph) < found.end() + 8:
        return 0
    sentence = found[0]
    if sentence.count("，") > 1 or _NARRATES.match(sentence) or _ARGUES.search(sentence):
        return 0
    return found.end()
