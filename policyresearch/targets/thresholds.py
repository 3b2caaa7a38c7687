"""Constructions in which a value only says which things are meant, or serves another value."""

from __future__ import annotations

import re

from policyresearch.targets.clauses import Group
from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.phrases import Phrase, open_verb, trim
from policyresearch.targets.predicates import find_predicate
from policyresearch.targets.words import DOES, MEASURE_NOUNS, any_of

_PROJECT = re.compile(
    r"^(?P<name>[^，。；、的]{0,24}?(?:项目|机组|工程|生产线|装置|基地|电站|风电场|光伏|电厂|"
    r"炼化一体化|储能|产业园))"
)
_STOPS_AT = re.compile(r"(?:“[^“”]{1,12}”)?[^，。；：（）“”]*")
_DEFINED = re.compile(
    r"(?:元)?(?:级)?(?:的)?(?:[\u4e00-\u9fff“”]{0,12}?)(?:项目|企业|工程|单位|楼宇|集群|园区|税源|"
    r"平台|锅炉|街区|产业|大班额|学校|"
    r"长者|断面|机组|设施|河流|湖泊|医院|养殖场|用户|地区|岗位|人员|学位|农户|客商|车辆|船舶|基地|村|乡镇|煤矿|矿井|矿山)"
)
_OF_AGE = re.compile(
    r"(?:的|及以上的?)?[\u4e00-\u9fff]{0,8}?(?:老人|老年人|长者|人员|居民|人口|儿童|妇女|群众|"
    r"青年|人群|婴幼儿|幼儿|学生|女性|男性|职工|农民|党员)"
)
_STATES = frozenset([
    "达到", "达", "为", "增长", "提高到", "提高至", "突破", "超过", "增加到", "增至", "下降",
    "提升到", "提升至",
])
# Where the group of a share ends and the measure begins: 低收入村|农村居民人均可支配收入.
_MEASURED = re.compile(
    r"(?:农村居民|城镇居民|人均|户均|平均|年均|(?:水质|优良|达标|合格|完成|覆盖|普及|参保|入学|"
    r"投用)[^，]{0,8}(?:率|比例|比重)|"
    r"营业收入|总?产值|利润|税收|总?投资|全部|实现|完成)"
)
_MEASURE_END = re.compile(rf"(?:{any_of(MEASURE_NOUNS)})$")
# The thing that a threshold defines ends before what is said of it.
_THING_ENDS = re.compile(
    rf"{any_of(DOES)}|安装|全面|免费|可|均|不低于|不超过|仍|要|逐步|津贴|补贴|标准|占|每|[由从达至]"
)
_GENERIC = frozenset(["项目", "企业", "学校", "乡镇", "单位", "村", "城市", "人员"])


def ends_in_measure(words: str) -> bool:
    """Whether a phrase ends in the noun of a measure: 完成率, 收入."""
    return bool(_MEASURE_END.search(words))


def is_threshold(site: Site, group: Group) -> bool:
    """Whether the value of a group only says which things are counted before it."""
    quantity = group.quantities[0]
    after = site.text[slice(*group.after)].removeprefix("的")
    if quantity.unit in ("岁", "周岁"):
        return bool(_OF_AGE.match(after))
    return quantity.kind in ("money", "measure", "people") and (
        quantity.relation in ("ge", "le") or quantity.bare_scale
    ) and bool(_DEFINED.match(after))


def threshold(site: Site) -> list[Draft] | None:
    """
    A value that says which things are counted or meant: a reference.

    Examples: 产值超10亿元的领军企业40家 (10亿元, reference); 投资超亿元以上项目 (1亿元).
    Counter-examples: 投资10亿元建设水库 (an amount that is spent).
    """
    values = site.group.quantities
    quantity = values[-1]
    several = len(values) > 1 and any(q.kind != "money" for q in values)
    if several or quantity.kind not in ("money", "measure", "people", "percent", "time", "count"):
        return None
    after = site.after
    bounded = quantity.relation in ("ge", "le")
    named = trim(site.text, *site.group.before)
    if quantity.kind == "percent" and not ends_in_measure(site.text[slice(*named)]):
        return None
    of_age = quantity.unit in ("岁", "周岁") and _OF_AGE.match(after)
    bound_behind = site.text.endswith(("以上", "以下"), 0, quantity.end)
    if quantity.kind == "count" and not (bound_behind and not site.last_of_clause):
        return None
    counts = not site.last_of_clause and after == "的"
    described = bounded and after.startswith("的") and len(after) > 1
    sized = (bounded or quantity.bare_scale) and quantity.kind not in ("percent", "time")
    if not (
        of_age or described or (counts and bounded) or (sized and _DEFINED.match(after))
    ):
        return None
    found = _STOPS_AT.match(site.text, *site.group.after)
    assert found is not None
    head = quantity.end + (1 if after.startswith("的") else 0)
    thing = (head, found.end())
    if counts:
        following = site.clause.groups[site.number + 1]
        thing = (following.after[0], following.after[1])
    does = _THING_ENDS.search(site.text, thing[0] + 1, thing[1])
    if does:
        thing = (thing[0], does.start())
    if not site.last_of_clause and not counts:
        following = site.clause.groups[site.number + 1]
        following.before = site.group.before[0], following.before[1]
    if of_age:
        thing = (thing[0], min(thing[1], quantity.end + of_age.end()))
    generic = site.text[slice(*thing)] in _GENERIC
    words = site.text[slice(*named)]
    # 项目投资 of 投资亿元以上项目, 新签约项目 of 新签约亿元以上项目
    phrase = (thing,) if of_age else (thing, named) if ends_in_measure(words) else (named, thing)
    return [
        Draft(
            value, phrase, "level", site.group.before[0], max(found.end(), quantity.end),
            status="reference", scope=() if generic else (thing,),
            relation="ge" if value.bare_scale and value.relation == "eq" else "",
        )
        for value in values
    ]


def capacity(site: Site) -> list[Draft] | None:
    """
    The size of a plant that stands in its name; the clause says whether it runs.

    Examples: 恒力2000万吨/年炼化一体化项目全面投产 (炼化一体化项目产能, 2000万吨/年).
    Counter-examples: 100个重点项目 (projects are counted, not measured).
    """
    quantity = site.group.quantities[-1]
    if not _PRODUCT.search(quantity.unit) or len(site.group.quantities) > 1:
        return None
    project = _PROJECT.match(site.after)
    if not project or find_predicate(site.text, *site.group.before):
        return None
    a = site.group.after[0]
    start, end = trim(site.text, *site.group.before)
    thing = (a, a + project.end())
    owned = end > start and not _NO_OWNER.search(site.text, start, end)
    owner: Phrase = ((start, end),) if owned else ()
    if site.text[start:end].endswith("年产"):
        owner = (thing,)
    site.memory.entity = owner
    under_way = _UNDER_WAY.search(site.text, thing[1], site.clause.end)
    return [Draft(
        quantity, (thing, "产能"), "level", start, thing[1], scope=owner,
        status="target" if under_way else "", note="capacity in a project name",
    )]


_PRODUCT = re.compile(r"(?:吨|瓦|W|Wh|Wp|立方米|标箱|升|桶|克|斤|头|羽)(?:[/／每][天日年月])?$")
_UNDER_WAY = re.compile(r"加快(?:推进|建设)|在建|有序推进|前期|列入规划")
# Superlatives, and the item before in a list of projects.
_NO_OWNER = re.compile("最|首|全球|世界|、")


def base_of_share(site: Site) -> list[Draft] | None:
    """
    Things counted only to say of what a share or level holds: a reference.

    Examples: 13处水源地水质优良比例100% (13处); 128个低收入村人均收入达到1.4万元 (128个).
    Counter-examples: 为200名农民工追回工资3亿元 (both were done).
    """
    values = site.group.quantities
    if site.last_of_clause or not all(q.kind in ("count", "people", "place") for q in values):
        return None
    final = site.clause.groups[-1]
    last = final.quantities[-1]
    moved = find_predicate(site.text, *final.before)
    states = last.kind in ("percent", "points") or (
        moved is not None and moved.start > final.before[0] and moved.verb in _STATES
    )
    if not states or open_verb(site.text, *site.group.before):
        return None
    start, end = trim(site.text, *site.group.after)
    measured = _MEASURED.search(site.text, start + 1, end) if end > start else None
    if measured:
        end = measured.start()
    elif moved is not None and start < moved.start < end:
        end = moved.start - (site.text[moved.start - 1] == "、")
    first = site.memory.base[0][0] if site.memory.base else site.group.start
    site.memory.base = ((int(first), end),)
    return [
        Draft(q, ((start, end),), "level", site.group.before[0], final.end, status="reference")
        for q in values
    ]


def whole_of_count(site: Site) -> list[Draft] | None:
    """
    How many there are, of which some are told of behind it: a reference.

    Examples: 全乡十七个村中有十二个村办起了农业社 (17个, reference; 12个).
    Counter-examples: 15项任务中期评估完成 (no second count).
    """
    if site.last_of_clause or not _OF_WHICH.match(site.after):
        return None
    start, end = site.group.after
    end = start + _OF_WHICH.match(site.after).start("of")  # type: ignore[union-attr]
    following = site.clause.groups[site.number + 1]
    following.before = (following.start, following.start)
    return [
        Draft(q, ((start, end),), "level", site.group.before[0], site.clause.end,
              status="reference")
        for q in site.group.quantities
    ]


_OF_WHICH = re.compile(r"[^，]{0,12}?(?P<of>(?:当?中|里|内)，?(?:已?有|的)?)$")
