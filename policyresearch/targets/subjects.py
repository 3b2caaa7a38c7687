"""What a value is of: the heads that stand before it, and what they leave out restored."""

from __future__ import annotations

import re

from policyresearch.targets.coordination import are_complete, split_heads, split_names
from policyresearch.targets.drafts import Site
from policyresearch.targets.phrases import Phrase, is_empty, open_verb, render

# Heads too bare to name anything: 总投资, 办结率; they belong to what was named before.
_BARE_HEAD = re.compile(
    r"^(?:其中)?(?:计划|预计|协议|合同|完成)?(?:总数|总投资|投资|投资额|总额|总量|总值|办结率|"
    r"办复率|"
    r"满意率|满意度|签约率|占比|比重|增速|增幅|涨幅|降幅|面积|产值|"
    r"年产值|总产值|销售收入|营业收入|金额|规模|覆盖率|完成率|合格率|达标率|精简比例|化解率|"
    r"整改率|开工率|投产率|转化率|落地率|履约率|人数|总人数|户数|数量|成交额|"
    r"交易额|余额|总面积|建筑面积|"
    r"线上|线下|资金|到位资金|协议投资|签约金额|总里程|里程|受益人口|产量|销售额|利润|税收)$"
)
_DONE_WITHIN = re.compile(r"^.{2,}?(?P<verb>(?:共|累计|预计|全年)?(?:实现|完成))(?=[^，]{2,}$)")
# Heads that relate to what was named before, whatever it was: 生产总值增长6%，总量达到….
_RELATIVE = re.compile(r"其?(?:增速|增幅|涨幅|降幅|增长率|总量|总额|总值|占比|比重)")
# 粮食播种面积3万亩、产量9万吨: a yield is of what was grown.
_GROWN = re.compile(r"(?P<crop>.{1,6}?)(?:播种|种植|栽培|收获)(?:总)?面积")
_YIELD = re.compile(r"(?:年|总)?产量|总产|单产|亩产")
# What a share is of where a plan is fulfilled: 产量9万吨，完成年度计划的103%.
_OF_PLAN = re.compile(r"(?:年度|全年|年初|年|调整)?(?:计划|预算|任务|目标)(?:任务|目标|数)?")
# 全国示范村9个、省级67个: the thing was named before.
_LEVELS = re.compile(r"全国|国家级|自治区级|省级|市级|区级|县级|州级|镇级|村级|省部级")


def find_subjects(site: Site, start: int, end: int) -> tuple[list[Phrase], int]:
    """The subjects of a group, and where its quote starts; what is left out is restored."""
    memory, values = site.memory, site.group.quantities
    if start >= end:
        heads = [memory.subject] * len(values)
        if 1 < len(values) <= len(memory.said):
            heads = [d.phrase for d in memory.said[-len(values):]]
        return heads, memory.subject_start
    quote = site.group.before[0]
    bare = _BARE_HEAD.match(site.text[start:end])
    counted = memory.said and (
        memory.said[-1].quantity.kind in ("count", "people", "place")
        or _RELATIVE.fullmatch(site.text, start, end) is not None
    )
    own = open_verb(site.text, *site.group.before) and not site.clause.joined
    own = own and not (memory.last and memory.last[-1].rule == "doers")
    follows = bare and counted and not own and quote > memory.subject_start
    if follows and not is_empty(memory.subject):
        said = [d.phrase for d in memory.said[-len(values):]]
        paired = len(said) == len(values) > 1 and len({q.unit for q in values}) == 1
        wholes = said if paired else [memory.subject] * len(values)
        return [(*whole, (start, end)) for whole in wholes], memory.subject_start
    if _LEVELS.fullmatch(site.text[start:end]) and len(memory.subject) == 1:
        named = memory.subject[0]
        if not isinstance(named, str):
            level = _LEVELS.match(site.text, *named)
            rest = (level.end() if level else named[0], named[1])
            return [((start, end), rest)] * len(values), quote
    yields_of = _YIELD.fullmatch(site.text, start, end)
    grown = _GROWN.fullmatch(render(memory.subject, site.text)) if yields_of else None
    if grown:
        yields: Phrase = (grown["crop"], (start, end))
        return [yields] * len(values), memory.subject_start
    of_whole = site.text.startswith("占", start) or _OF_PLAN.fullmatch(site.text, start, end)
    if of_whole and not is_empty(memory.subject):
        return [(*memory.subject, (start, end))] * len(values), memory.subject_start
    heads = _heads(site, start, end)
    memory.subject = heads[0] if len(heads) == 1 else ((start, end),)
    memory.subject_start = quote
    return heads, quote


def _heads(site: Site, start: int, end: int) -> list[Phrase]:
    """The subjects in a stretch: one, or as many as there are values."""
    count = len(site.group.quantities)
    if count > 1:
        return split_heads(site.text, start, end, count) or [((start, end),)]
    spans = [p[0] for p in split_names(site.text, start, end)]
    named = [p for p in spans if not isinstance(p, str)]
    each = site.text[site.group.start - 1] in "各均" if site.group.start else False
    if len(named) == 2 and (each or are_complete(named, site.text)):
        return split_heads(site.text, start, end, 2) or [((start, end),)]
    return [_without_verb(site.text, start, end)]


def _without_verb(text: str, start: int, end: int) -> Phrase:
    """民营企业实现税收 as 民营企业税收."""
    found = _DONE_WITHIN.match(text[start:end])
    if not found:
        return ((start, end),)
    return (start, start + found.start("verb")), (start + found.end("verb"), end)
