"""Constructions in which the number stands before what it counts or measures."""

from __future__ import annotations

import re

from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.levels import ADDS, TAKES
from policyresearch.targets.measures import measure_level
from policyresearch.targets.phrases import Phrase, open_verb, trim
from policyresearch.targets.predicates import find_predicate
from policyresearch.targets.thresholds import ends_in_measure, is_threshold
from policyresearch.targets.times import YEAR
from policyresearch.targets.words import (
    ALTER,
    COMPLETES,
    DOES,
    ENTITY,
    LIGHT,
    SERVED,
    any_of,
    set_of,
)

_DOES = re.compile(rf"(?:{any_of(DOES)})(?!(?<=工)程)")
_COMPLETES = re.compile(rf"^(?:{any_of(COMPLETES)})")
_AND_THEN = re.compile(r"(?:并|且|而)(?=[\u4e00-\u9fff]{2})")
_VERB_START = re.compile(rf"(?:{any_of(LIGHT)}|用于|以上|左右)")
_PLACE_ENDS = re.compile(r"(?:[市区县州旗乡镇村区]|集团|公司|研究院|大学|口岸|基地)$")


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
        ends_in_measure(site.text[slice(*lead)]) or _VERB_START.match(site.text, start)
    ):
        return None
    about = _ABOUT.search(site.before) and _DEEDS.search(site.text, start + 2, end)
    if about:
        end, does = about.start(), None  # 围绕10个产业制定方案: the industries are counted
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
    if values[-1].weak or is_threshold(site, site.clause.groups[site.number + 1]):
        return None
    start, end = site.group.after
    deed = _PRODUCES.search(site.text, start + 2, end)
    if not deed:
        return None
    # 30项工程加快建设、完成投资9亿元: two deeds of the same doers
    first = _find_deed(site.text, start, deed.start())
    stop = first.start() if first and site.text[deed.start() - 1] == "、" else deed.start()
    noun = ((start, trim(site.text, start, stop, light="none")[1]),)
    if stop < deed.start():
        site.memory.subject, site.memory.subject_start = noun, site.group.before[0]
    return [Draft(q, noun, "level", site.group.before[0], stop) for q in values]


_ABOUT = re.compile(r"(?:围绕|聚焦|针对|瞄准|依托)[^，、]{0,6}$")
_DEEDS = re.compile(any_of(" ".join(w for w in LIGHT.split() if len(w) > 1)))
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
        if site.number + 2 < len(site.clause.groups) or not is_threshold(site, following):
            return None
        end = site.clause.end  # 40个投资超亿元以上项目
    listed = _NEXT_ITEM.search(site.text, start, end)
    if listed:
        end = listed.start()
    if end - start < len("名词") or _MILESTONE.match(site.text, start, end):
        return None
    return start, end


_MILESTONE = re.compile("大关|关口|台阶|门槛|的目标")


_NEXT_ITEM = re.compile(rf"、(?=(?:{any_of(LIGHT)})[^、，]{{2}})|、$")


def _is_modifier(site: Site, start: int, end: int, *, named: bool) -> bool:
    """4个文件的重大项目: the counted thing only says which projects are meant."""
    noun = site.text[start:end]
    place = noun.find("的")
    modifies = 0 < place <= 6 and place < len(noun) - 2 and named and bool(site.before)
    return modifies and not noun.endswith(("产能", "能力"))


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
    return (*_without_year(text, does.start(), stop), noun), stop


_OF_YEAR = re.compile(rf"{YEAR}年度?的?")


def _without_year(text: str, start: int, end: int) -> Phrase:
    """荣获2019年度国家科学技术奖 without the year, which is no part of what is counted."""
    year = _OF_YEAR.search(text, start, end)
    return ((start, year.start()), (year.end(), end)) if year else ((start, end),)


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


