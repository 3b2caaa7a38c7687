"""Lead sentences: the short sentence that heads a paragraph where no number does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policyresearch.reading.structure.numbering import parse_label
from policyresearch.reading.structure.titles import states_figures

LONGEST_LEAD = 36
LONGEST_REFRAIN = 64
_FIRST = re.compile(rf"[^。！？；：]{{4,{LONGEST_LEAD}}}。")
_SENTENCE = re.compile(rf"[^。！？；：]{{8,{LONGEST_REFRAIN}}}。")
# Sentences that argue instead of naming what the paragraph is about.
_ARGUES = re.compile(
    r"就是|才能|惟有|唯有|方能|方可|必将|应当|不能|离不开|值得|来之不易|决定|成就|关乎|事关|[吗呢吧]。$|深知|看到|要有|任重|"
    r"(?<!实事求)是(?!否)|^没有"
)
# Words of a sentence that tells a story; a title has none of them.
_TELLS = re.compile(r"[得有到成来]了|已经|[很也]|都[要有能会]|还[要有能会]|许多|不少|非常|应该|曾")
# Openings that narrate or refer back.
_NARRATES = re.compile(
    r"^(?:各位|同志们|同时|此外|另外|但是?|因此|所以|然而|当前|今后|今年|去年|明年|为此|对此|在此|这[些里个]?|"
    r"我们|我[市省区县州]|全[市省区县州国]|以上|上述|特别|总之|实践|确定|提出|\d{4}年|"
    r"[一二三四五六七八九十]年来|过去|刚刚|回[首顾]|展望|总结|新的?一年)"
)
# Openings that lead up to what follows after a comma.
_LEADS_UP = re.compile(
    r"^(?:面对|按照|根据|围绕|实现|完成|经过|通过|由于|随着|为了?|在|对|面向|针对)[^，]*，"
)
# Openings repeated over a group of paragraphs: 这一年，我们… 我们一定…
_REFRAIN = re.compile(
    r"(?:(?:(?:刚刚)?过去的?|这|[一二三四五六七八九十几])[一二三四五六七八九十几]?年(?:来|里|中|间)?，)(?:我们?)?|"
    r"我们(?:一定|必须|将|要|始终|坚持)?"
)
_GOES_ON = re.compile(r"我们|[市省区县州]政府|各级政府")
_SALUTES = re.compile(r"(?:各位|同志们|乡亲们|朋友们)[^，。]{0,12}[！，：:!]")


# What closes a part and does not go on its last subsection.
_SUMS_UP = re.compile(
    r"(?:[一二三四五六七八九十几]|过去[的]?.{1,3})年(?:来|的实践|的工作|的成绩)?[^。]{0,24}：$|"
    r"(?:回顾|总结).{0,10}(?:工作|[年来]|实践|历程|经验)[^。]{0,40}[，：]|"
    r"在(?:总结|肯定|看到)[^，。]{0,6}(?:成绩|成就)[^，。]{0,6}(?:同时|时候)"
)


@dataclass(frozen=True)
class Lead:
    """Length of the sentence that heads a paragraph, 。 included, and its kind."""

    length: int
    kind: str  # "lead" or "refrain"


def find_leads(paragraphs: Sequence[str], is_heading: Sequence[bool]) -> list[Lead | None]:
    """
    The lead sentence of each paragraph that has one.

    Leads come in groups between two other headings: at least two paragraphs of the
    group open with one, either in a row at its start or in most of its paragraphs, and
    the sentences are built alike. A refrain is an opening such as 这一年，我们 that three
    or more paragraphs of a group repeat. A text without other headings has none.
    """
    leads: list[Lead | None] = [None] * len(paragraphs)
    borders = [
        heads or bool(_SALUTES.match(text))
        for heads, text in zip(is_heading, paragraphs, strict=True)
    ]
    if not any(is_heading):
        return leads  # nothing else is headed: these are the sentences of a narrative
    for find, kind in ((_group_refrains, "refrain"), (_group_leads, "lead")):
        for group in _groups(borders):
            for i, length in find(paragraphs, group).items():
                leads[i] = Lead(length, kind)
                borders[i] = True
    return leads


def _groups(borders: list[bool]) -> list[list[int]]:
    """Paragraphs that stand together between headings or addresses."""
    groups: list[list[int]] = [[]]
    for i, border in enumerate(borders):
        if border:
            groups.append([])
        else:
            groups[-1].append(i)
    return [group for group in groups if group]


def is_refrain_line(text: str) -> bool:
    """Whether a line that stands alone opens as refrains do."""
    return bool(re.match(r"[^，]{1,8}年(?:来|里|中)?，我们", text))


def is_address(text: str) -> bool:
    """Whether a paragraph addresses the hearers anew (各位代表，…)."""
    return bool(_SALUTES.match(text))


def is_turn(text: str) -> bool:
    """Whether a paragraph addresses the hearers, or looks back over the whole part."""
    return is_address(text) or bool(_SUMS_UP.match(text))


def _group_leads(paragraphs: Sequence[str], group: list[int]) -> dict[int, int]:
    found = {i: _lead(paragraphs[i]) for i in group}
    candidates = [i for i in group if found[i]]
    bodies = [i for i in group if len(paragraphs[i]) > LONGEST_LEAD]
    if 2 * len(candidates) < len(bodies):
        candidates = _run_at_start(group, found)
    return {i: found[i] for i in _parallel(candidates, paragraphs, found)}


def _run_at_start(group: list[int], found: dict[int, int]) -> list[int]:
    """Leads in a row that start the group, after one introductory paragraph at most."""
    for skip in (0, 1):
        run = []
        for i in group[skip:]:
            if not found[i]:
                break
            run.append(i)
        if len(run) >= 2:
            return run
    return []


def _parallel(leads: list[int], paragraphs: Sequence[str], found: dict[int, int]) -> list[int]:
    """Leads built alike: about equally long, with commas only if most have them."""
    if len(leads) < 2:
        return []
    sentences = {i: paragraphs[i][: found[i]] for i in leads}
    middle = median(found[i] for i in leads)
    plain = [i for i in leads if "，" not in sentences[i]]
    if 2 * len(plain) > len(leads):
        leads = plain
    leads = [i for i in leads if found[i] <= 2 * middle + 2]
    if len(leads) >= 3 and _introduces(paragraphs, leads, found):
        leads = leads[1:]
    lengths = [found[i] for i in leads]
    if len(leads) < 2 or (len(leads) == 2 and max(lengths) > 2 * min(lengths) + 4):
        return []
    return leads


def _introduces(paragraphs: Sequence[str], leads: list[int], found: dict[int, int]) -> bool:
    """Whether the first sentence leads up to the others: only there a speaker goes on."""
    speaks = [bool(_GOES_ON.match(paragraphs[i], found[i])) for i in leads]
    return speaks[0] and 2 * sum(speaks[1:]) < len(speaks) - 1


def _lead(paragraph: str) -> int:
    found = _FIRST.match(paragraph)
    if not found or len(paragraph) < found.end() + 8 or parse_label(paragraph):
        return 0
    sentence = found[0]
    if states_figures(sentence):
        return 0
    if sentence.count("，") > 1 or _NARRATES.match(sentence) or _ARGUES.search(sentence):
        return 0
    return 0 if _LEADS_UP.match(sentence) or _TELLS.search(sentence) else found.end()


def _group_refrains(paragraphs: Sequence[str], group: list[int]) -> dict[int, int]:
    openings: dict[str, list[int]] = {}
    for i in group:
        found = _REFRAIN.match(paragraphs[i])
        if found:
            openings.setdefault(found[0], []).append(i)
    result = {}
    for members in openings.values():
        headed = {i: m.end() for i in members if (m := _SENTENCE.match(paragraphs[i]))}
        if len(headed) >= 3 and 2 * len(headed) > len(members):
            result.update(headed)
    return result
