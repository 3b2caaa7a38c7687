"""Constructions that set a value beside another: differences, and moves from one to the next."""

from __future__ import annotations

import re

from policyresearch.targets.coordination import split_names
from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.measures import measure_level
from policyresearch.targets.phrases import Phrase, is_empty, trim
from policyresearch.targets.words import ADVERBS, any_of

_HIGHER = re.compile(
    rf"(?:{any_of(ADVERBS)})*(?P<verb>高于|低于|快于|慢于|大于|小于|优于|好于|高出|超出|低出|"
    rf"多于|少于|领先|领先于|高过|超过|超(?=[全年预计目])|跑赢)"
    r"(?P<against>(?!预期|年初)[^，。；0-9]{2,24}?)(?:的)?(?:分别|各|约)?$"
)
_THAN = re.compile(
    r"(?:比|较)(?P<against>全[国省市区州][^，]{0,8}|[^，]{2,14}?(?:平均水平|平均|目标|"
    r"计划))(?P<verb>高出?|低|快|慢|多|"
    r"少)了?$"
)
_FROM = re.compile(r"(?:由|从)(?P<when>[^，]{0,10}?)(?:的)?$")
_TO = re.compile(
    r"^(?:[^，。；]{0,10}?)(?:到|至|为|成|降|升|增|减|达到?)(?:了)?(?P<when>[^，]{0,8}?)(?:的)?$"
)


_STANDARD = re.compile(r"全[国省市区州]|平均|目标|计划|预期")
_AMONG = re.compile(
    r"^在?(?P<place>[^，]{2,20}?)(?P<what>[\u4e00-\u9fff]{2,4}(?:排名|排位|位次|考核))中?$"
)


def difference(site: Site) -> list[Draft] | None:
    """
    How far a value is above or below that of another place or group: a reference.

    Examples: 分别高于全国、全省0.4和1个百分点 (scope 全国 and 全省); 降幅小于全国1.8个百分点.
    Counter-examples: 高于5% (a bound on the value itself); 提高1.8个百分点 (a change).
    """
    values = site.group.quantities
    if values[0].kind not in ("points", "percent", "times", "money", "count", "measure", "people"):
        return None
    before = site.before
    found = _HIGHER.search(before) or _THAN.search(before)
    if not found:
        return None
    a = site.group.before[0]
    if values[0].kind != "points" and not _STANDARD.search(found["against"]):
        return None
    against = split_names(site.text, a + found.start("against"), a + found.end("against"))
    start, end = trim(site.text, a, a + found.start())
    noun = site.text[start:end]
    carried = start >= end or noun in ("增速", "增幅", "降幅", "涨幅", "总量", "规模")
    heads: list[Phrase]
    if carried and site.memory.last:
        heads = [d.phrase for d in site.memory.last][-len(values):]
        if len(heads) < len(values) or len(against) == len(values) > 1:
            heads = [site.memory.subject] * len(values)
        if start < end:
            heads = [(*head, (start, end)) for head in heads]
        else:
            heads = [_with_predicate(head, site) for head in heads]
        quote = site.memory.subject_start
    else:
        heads = [((start, end),)] * len(values)
        quote = a
    if all(is_empty(h) for h in heads):
        return []
    drafts = []
    for i, value in enumerate(values):
        comparand = against[i] if len(against) == len(values) else (
            ((a + found.start("against"), a + found.end("against")),)
        )
        drafts.append(Draft(
            value, heads[min(i, len(heads) - 1)], "difference", quote, value.end,
            status="reference", scope=comparand, carried=carried, note=site.text[a + found.start(
                "verb"
            ) : a + found.end("verb")],
        ))
    return drafts


def goal(site: Site) -> list[Draft] | None:
    """
    A goal that an outcome is set against: a reference of the same measure.

    Examples: 新增就业11.6万人，超额完成年度9.6万人的预期目标 (9.6万人, reference).
    Counter-examples: 完成投资9亿元 (an amount, no goal).
    """
    goal_stated = _GOAL.match(site.after) and _SET.search(site.before)
    if not goal_stated or is_empty(site.memory.subject):
        return None
    last = site.memory.last[-1] if site.memory.last else None
    return [
        Draft(q, site.memory.subject, last.measure if last else "level",
              site.memory.subject_start, q.end, status="reference", carried=True)
        for q in site.group.quantities
    ]


def compared_group(site: Site) -> list[Draft] | None:
    """
    How many are ranked: no record of its own, it goes into the scope of the rank.

    Examples: 位居15个副省级城市之首; 在36个省会城市排名中由第23位上升至第9位.
    Counter-examples: 22户企业跻身百强 (enterprises are counted).
    """
    groups = site.clause.groups
    i = site.number
    if i + 1 >= len(groups) or site.group.quantities[-1].kind not in ("count", "place", ""):
        return None
    following = groups[i + 1]
    if following.quantities[0].kind != "rank" or not _RANKING.search(site.before):
        return None
    following.before = (site.group.before[0], following.before[1])
    return []


_GOAL = re.compile(
    r"的?(?:年度|全年|年初|预期|既定|计划|规划|省定|市定|下达的?)*"
    r"目标(?:任务|值)?(?=[，。；、）]|$|要求)"
)
_SET = re.compile("完成|超过|实现|达到|原定|既定|年度|比")
_RANKING = re.compile(r"(?:在|位居|位列|列|居|排名|名列|跻身)(?:全[国省市])?$")


def _with_predicate(head: Phrase, site: Site) -> Phrase:
    """The subject with the growth that is compared: 增加值增长, not 增加值."""
    last = next((d for d in reversed(site.memory.last) if d.measure == "growth"), None)
    return (*head, "增长" if last.sign > 0 else "降幅") if last is not None else head


def from_to(site: Site) -> list[Draft] | None:
    """
    A move from one value to another: the first is a reference.

    Examples: 管理机构由43个整合为16个 (43 reference, 16); 由第23位上升至第9位.
    Counter-examples: 从3月起, 3至5所 (a range).
    """
    groups = site.clause.groups
    i = site.number
    if i + 1 < len(groups) and _FROM.search(site.before):
        following = groups[i + 1]
        between = site.text[slice(*following.before)]
        moves = _TO.match(between)
        same = following.quantities[0].kind == site.group.quantities[0].kind
        if moves and same:
            return _from(site)
    if i and site.memory.last and site.memory.last[-1].note == "from":
        first = site.memory.last[-1]
        return [
            Draft(q, first.phrase, first.measure, first.start, q.end, scope=first.scope)
            for q in site.group.quantities
        ]
    return None


_ORDER = re.compile("排名|排位|位次|名次|居|位列")


def _from(site: Site) -> list[Draft]:
    found = _FROM.search(site.before)
    assert found is not None
    a = site.group.before[0]
    start, end = trim(site.text, a, a + found.start())
    among = _AMONG.search(site.text[start:end])
    phrase: Phrase = ((start, end),) if end > start else site.memory.subject
    scope: Phrase = ()
    if among:
        scope = ((start + among.start("place"), start + among.end("place")),)
        phrase = ((start + among.start("what"), start + among.end("what")),)
    if end > start:
        site.memory.subject, site.memory.subject_start = phrase, a
    final = site.clause.groups[site.number + 1]
    placed = site.group.quantities[0].kind == "rank" or (
        site.group.quantities[0].unit in ("位", "名") and _ORDER.search(site.before)
    )
    measure = "rank" if placed else measure_level(
        site.group.quantities[0], "", phrase, site.text
    )
    year = re.search(r"([12][0-9]{3})年", found["when"])
    return [
        Draft(q, phrase, measure, a, final.end, status="reference", scope=scope, note="from",
              earlier=True, year=int(year[1]) if year else None)
        for q in site.group.quantities
    ]
