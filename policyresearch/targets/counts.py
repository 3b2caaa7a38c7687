"""Constructions in which the number stands before what it counts or measures."""

from __future__ import annotations

import re

from policyresearch.targets.clauses import Group
from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.levels import ADDS, TAKES
from policyresearch.targets.measures import measure_level
from policyresearch.targets.phrases import Phrase, open_verb, trim
from policyresearch.targets.predicates import find_predicate
from policyresearch.targets.words import (
    ALTER,
    COMPLETES,
    DOES,
    ENTITY,
    LIGHT,
    MEASURE_NOUNS,
    SERVED,
    any_of,
    set_of,
)

_DOES = re.compile(rf"(?:{any_of(DOES)})")
_COMPLETES = re.compile(rf"^(?:{any_of(COMPLETES)})")
_AND_THEN = re.compile(r"(?:并|且|而)(?=[\u4e00-\u9fff]{2})")
_PROJECT = re.compile(
    r"^(?P<name>[^，。；、的]{0,24}?(?:项目|机组|工程|生产线|装置|基地|电站|风电场|光伏|电厂|"
    r"炼化一体化|储能|产业园))"
)
_STOPS_AT = re.compile(r"[^，。；：（）“”]*")
_DEFINED = re.compile(
    r"(?:元)?(?:级)?(?:的)?(?:[\u4e00-\u9fff]{0,10}?)(?:项目|企业|工程|单位|楼宇|集群|园区|税源|"
    r"平台|锅炉|街区|产业|大班额|学校|"
    r"长者|断面|机组|设施|河流|湖泊|医院|养殖场|用户|地区|岗位|人员|学位|农户|客商|车辆|船舶)"
)
_OF_AGE = re.compile(
    r"(?:的|及以上的?)?[\u4e00-\u9fff]{0,8}?(?:老人|老年人|长者|人员|居民|人口|儿童|妇女|群众|"
    r"青年|人群)"
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
_VERB_START = re.compile(rf"(?:{any_of(LIGHT)}|用于|以上|左右)")
_PLACE_ENDS = re.compile(r"(?:[市区县州旗乡镇村区]|集团|公司|研究院|大学|口岸|基地)$")


def threshold(site: Site) -> list[Draft] | None:
    """
    A value that says which things are counted or meant: a reference.

    Examples: 产值超10亿元的领军企业40家 (10亿元, reference); 投资超亿元以上项目 (1亿元).
    Counter-examples: 投资10亿元建设水库 (an amount that is spent).
    """
    quantity = site.group.quantities[-1]
    if len(site.group.quantities) > 1 or quantity.kind not in (
        "money", "measure", "people", "percent", "time", "count"
    ):
        return None
    after = site.after
    bounded = quantity.relation in ("ge", "le")
    if quantity.kind == "percent" and not _MEASURE_END.search(site.text[slice(*trim(
        site.text, *site.group.before
    ))]):
        return None
    of_age = quantity.unit in ("岁", "周岁") and _OF_AGE.match(after)
    bound_behind = site.text.endswith(("以上", "以下"), 0, quantity.end)
    if quantity.kind == "count" and not (bound_behind and not site.last_of_clause):
        return None
    counts = not site.last_of_clause and after == "的"
    defines = of_age or (counts and bounded) or (after.startswith(
        "的"
    ) and len(after) > 1 and bounded) or (
        (bounded or quantity.bare_scale) and quantity.kind not in ("percent", "time")
        and _DEFINED.match(after)
    )
    if not defines:
        return None
    found = _STOPS_AT.match(site.text, *site.group.after)
    assert found is not None
    head = quantity.end + (1 if after.startswith("的") else 0)
    named = trim(site.text, *site.group.before)
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
    generic = site.text[slice(*thing)] in _GENERIC
    return [Draft(
        quantity, (thing, named), "level", site.group.before[0], max(found.end(), quantity.end),
        status="reference", scope=() if generic else (thing,),
        relation="ge" if quantity.bare_scale and quantity.relation == "eq" else "",
    )]


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
    owned = end > start and not _SUPERLATIVE.search(site.text, start, end)
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
_SUPERLATIVE = re.compile("最|首|全球|世界")


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


def beneficiaries(site: Site) -> list[Draft] | None:
    """
    For how many something is done, with a second value of what is done behind it.

    Examples: 为15884名农民工追回工资3.17亿元 (追回工资农民工, 15884名).
    Counter-examples: 为企业减负46亿元 (one value only).
    """
    if site.last_of_clause or not site.before.endswith(("为", "对", "给", "向", "帮助", "使")):
        return None
    start, end = site.group.after
    does = _DOES.search(site.text, start + 1, end) or re.compile("[追发办减免提给]").search(
        site.text, start + 1, end
    )
    if not does:
        return None
    noun = (start, does.start())
    phrase: Phrase = ((does.start(), end), noun)
    served = (noun,) if _SERVED.search(site.text, *noun) else ()
    site.memory.base = served
    return [
        Draft(q, phrase, "level", site.group.before[0], site.clause.end, scope=served)
        for q in site.group.quantities
    ]


def counted_noun(site: Site) -> list[Draft] | None:
    """
    A number before the thing it counts.

    Examples: 建成94个千兆小区 (千兆小区); 35个项目获专项支持 (获专项支持项目);
    15项重点工程圆满完成 (重点工程); 对200家企业实行跟踪服务.
    Counter-examples: 新增学位6000个，… (nothing follows: a named amount).
    """
    values = site.group.quantities
    quantity = values[-1]
    if quantity.kind not in ("count", "people", "measure", "money", "place"):
        return None
    if quantity.weak and quantity.kind == "measure":
        return None
    stretch = _noun_stretch(site)
    if stretch is None:
        return None
    start, end = stretch
    if site.text[start] == "民" and quantity.unit.endswith("人"):
        start -= 1  # 700万人民
    opened = open_verb(site.text, *site.group.before)
    lead = trim(site.text, *site.group.before)
    named = lead[1] - lead[0] > 1 and not site.before.endswith("等")
    does = _find_deed(site.text, start, end)
    if _AMONG_THEM.search(site.after):
        return []
    if named and does and does.start() == start:
        return None
    place = named and _PLACE_ENDS.search(site.text[slice(*lead)])
    amount = quantity.kind in ("money", "measure") and named and not place and not opened
    if amount and (
        _MEASURE_END.search(site.text[slice(*lead)]) or _VERB_START.match(site.text, start)
    ):
        return None
    told = does is not None and does.start() > start
    listed = site.clause.joined and bool(site.memory.last)
    if quantity.weak and ((named and not place) or not opened) and not told and not listed:
        return None
    if _is_modifier(site, start, end, named=named or not opened):
        return []
    phrase, quote_end = _order_noun(site.text, start, end, does)
    if site.clause.joined and not opened:
        opened = site.memory.verb
    site.memory.verb = opened
    measure = "change" if ADDS.match(opened) else measure_level(quantity, site.before)
    sign = -1 if TAKES.match(opened) else 1
    scope: Phrase = _owner(site.text, lead) if named else ()
    served = _SERVED.search(site.text, start, does.start() if does else end)
    if served and not scope:
        scope = ((start, served.end()),)
    if named and site.text[slice(*lead)] in _ALTER:
        phrase = (lead, *phrase)
    site.memory.subject, site.memory.subject_start = phrase, site.group.before[0]
    return [
        Draft(q, phrase, measure, site.group.before[0], quote_end, sign=sign, scope=scope,
              bare=not opened and not named, flow=bool(opened or does or lead[1] > lead[0]))
        for q in values
    ]


def doers(site: Site) -> list[Draft] | None:
    """
    How many did what a second value measures.

    Examples: 640个重点项目完成投资1100亿元 (重点项目, 640个, and then the investment).
    Counter-examples: 9处水源地水质达标率100% (a base of a share).
    """
    values = site.group.quantities
    if site.last_of_clause or values[-1].kind not in ("count", "people", "place"):
        return None
    if values[-1].weak or _is_threshold(site, site.clause.groups[site.number + 1]):
        return None
    start, end = site.group.after
    deed = _PRODUCES.search(site.text, start + 2, end)
    if not deed:
        return None
    return [
        Draft(q, ((start, deed.start()),), "level", site.group.before[0], deed.start())
        for q in values
    ]


_PRODUCES = re.compile(r"实现|完成|获得?|争取|带动|吸纳|贡献|创造|累计|共")
_AMONG_THEM = re.compile(r"[中里](?:位居|排名|名列|位列|居|排)")


def _find_deed(text: str, start: int, end: int) -> re.Match | None:
    """The verb behind a counted noun; one character before it is no noun (拟投产, 开竣工)."""
    does = _DOES.search(text, start, end)
    while does and (
        (does.start() == start + 1 and text[start] not in "村县乡镇户家人市省区店厂校")
        or (does[0] in _ALSO_NOUNS and not _VERB_USE.match(text, does.end(), end))
    ):
        does = _DOES.search(text, does.end(), end)
    return does


# Deeds that name things as well (提升工程): a verb only at the end or with a result.
_ALSO_NOUNS = set_of(
    "提升 提高 升级 开放 落地 推进 增长 下降 服务 保持 接受 参与 覆盖 运行 运营 上市"
)
_VERB_USE = re.compile(r"$|[了到至为]|明显|显著|[0-9]")


def share_of(site: Site) -> list[Draft] | None:
    """
    A percentage before the things it is a part of.

    Examples: 70%政务服务事项实现“一窗”受理; 50%以上村镇达到文明村镇标准; 自然屯100%通油路.
    Counter-examples: 失业率3%，… (nothing follows the value).
    """
    quantity = site.group.quantities[-1]
    if quantity.kind not in ("percent", "fraction") and quantity.unit != "成":
        return None
    if not site.last_of_clause or _AS_PLANNED.match(site.after):
        return None
    start, end = site.group.after
    if site.text[start : start + 1] == "的":
        start += 1
    if end - start < 2 or find_predicate(site.text, *site.group.before):
        return None
    lead = trim(site.text, *site.group.before)
    does = _DOES.search(site.text, start, end)
    phrase: Phrase
    if lead[1] > lead[0] and (does is None or does.start() == start):
        goal = site.text[start:end].removesuffix("目标").removesuffix("的")
        phrase = (lead, (start, start + len(goal)))
    else:
        phrase, end = _order_noun(site.text, start, end, does)
    return [Draft(q, phrase, "share", site.group.before[0], end) for q in site.group.quantities]


_AS_PLANNED = re.compile(r"(?:的比例|的标准|的水平)?(?:来)?(?:安排|掌握|考虑|测算|设置|执行)$")


def _noun_stretch(site: Site) -> tuple[int, int] | None:
    """What stands behind the value up to the end of the clause, if it can be its noun."""
    start, end = site.group.after
    if site.text[start : start + 1] == "的":
        start += 1
    while start < end and site.text[start] in " 、，":
        start += 1
    if not site.last_of_clause:
        following = site.clause.groups[site.number + 1]
        if site.number + 2 < len(site.clause.groups) or not _is_threshold(site, following):
            return None
        end = site.clause.end  # 40个投资超亿元以上项目
    listed = _NEXT_ITEM.search(site.text, start, end)
    if listed:
        end = listed.start()
    if end - start < len("名词") or _MILESTONE.match(site.text, start, end):
        return None
    return start, end


_MILESTONE = re.compile("大关|关口|台阶|门槛|的目标")


def _is_threshold(site: Site, group: Group) -> bool:
    """Whether the value of a group only says which things are counted before it."""
    quantity = group.quantities[0]
    return quantity.kind in ("money", "measure", "people") and (
        quantity.relation in ("ge", "le") or quantity.bare_scale
    ) and bool(_DEFINED.match(site.text[slice(*group.after)].removeprefix("的")))


_NEXT_ITEM = re.compile(rf"、(?=(?:{any_of(LIGHT)})[^、，]{{2}})|、$")


def _is_modifier(site: Site, start: int, end: int, *, named: bool) -> bool:
    """4个文件的重大项目: the counted thing only says which projects are meant."""
    noun = site.text[start:end]
    place = noun.find("的")
    return 0 < place <= 6 and place < len(noun) - 2 and named and bool(site.before)


def _order_noun(text: str, start: int, end: int, does: re.Match | None) -> tuple[Phrase, int]:
    """The counted noun, with what it does before it where that is what is told."""
    if does is None:
        return ((start, end),), end
    cut = _AND_THEN.search(text, does.start() + 1, end)
    stop = cut.start() if cut else end
    if does.start() == start:
        return ((start, stop),), stop
    noun = (start, does.start())
    if _COMPLETES.match(text[does.start() : end]):
        return (noun,), end
    return ((does.start(), stop), noun), stop


# The thing that a threshold defines ends before what is said of it.
_THING_ENDS = re.compile(
    rf"{any_of(DOES)}|安装|全面|免费|可|均|不低于|不超过|仍|要|逐步|津贴|补贴|标准|占|每|[由从达至]"
)
_GENERIC = frozenset(["项目", "企业", "学校", "乡镇", "单位", "村", "城市", "人员"])
_SERVED = re.compile(rf"(?:{SERVED})")
_ALTER = frozenset(ALTER.split())
_WITH = re.compile(r"[与和同对向为在]")


def _owner(text: str, lead: tuple[int, int]) -> Phrase:
    """Place or institution that a counted thing belongs to."""
    joint = _WITH.match(text, *lead)
    if joint:
        lead = joint.end(), lead[1]
    entity = ENTITY.match(text[lead[0] : lead[1]] + "某某")
    if entity:
        return ((lead[0], lead[0] + entity.end("entity")),)
    return (lead,) if _PLACE_ENDS.search(text[slice(*lead)]) and lead[1] - lead[0] <= 12 else ()


