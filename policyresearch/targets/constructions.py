"""
The constructions in which Chinese policy documents state values, each by its name.

A construction reads one group of values (`drafts.Site`) and makes its records, or returns
None where the words are not its own. `CONSTRUCTIONS` is the order in which they are asked:
the more special before the more general.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from policyresearch.targets.comparisons import difference, from_to
from policyresearch.targets.coordination import are_complete, split_heads, split_names
from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.measures import measure_level, measure_moved
from policyresearch.targets.orders import rank, streak, times_won
from policyresearch.targets.phrases import Phrase, is_empty, open_verb, trim
from policyresearch.targets.predicates import find_predicate
from policyresearch.targets.words import COMPLETES, DOES, ENTITY, any_of

Construction = Callable[[Site], list[Draft] | None]

_DOES = re.compile(rf"(?:{any_of(DOES)})")
_COMPLETES = re.compile(rf"^(?:{any_of(COMPLETES)})")
_AND_THEN = re.compile(r"(?:并|且|而)(?=[\u4e00-\u9fff]{2})")
_CHANGE = re.compile(r"^(?:净?新?增加?|新增加|增加|净增加?|减少|降低|压减|压缩|削减)$")
_FALLS = re.compile(r"^(?:减少|降低|压减|压缩|削减)$")
_PROJECT = re.compile(
    r"^(?P<name>[^，。；、的]{0,24}?(?:项目|机组|工程|生产线|装置|基地|电站|风电场|光伏|电厂|炼化一体化|储能|产业园))"
)
_THRESHOLD = re.compile(r"^(?:元)?(?:级)?的?(?P<noun>[^，。；0-9]{1,24}?)$")
_STOPS_AT = re.compile(r"[^，。；：（）“”]*")


def zero(site: Site) -> list[Draft] | None:
    """
    None left, none occurred: value 0.

    Examples: 零就业家庭保持动态清零 (零就业家庭, 0); 生产安全事故为零; 患者“零死亡” (患者死亡, 0).
    Counter-examples: 零距离服务, 零售额 (no zero at all, see `implied`).
    """
    if site.group.quantities[0].kind != "zero":
        return None
    quantity = site.group.quantities[0]
    start, end = trim(site.text, *site.group.before)
    phrase: Phrase = ((start, end),)
    what = site.text[quantity.start : quantity.end].strip("“”‘’").removeprefix("零")
    if what and "零" not in what:
        place = site.text.index(what, quantity.start)
        phrase = (*phrase, (place, place + len(what)))
    if is_empty(phrase) and not is_empty(site.memory.subject):
        phrase = site.memory.subject
    return [Draft(quantity, phrase, "level", site.group.before[0], quantity.end)]


def threshold(site: Site) -> list[Draft] | None:
    """
    A value that says which things are counted or meant: a reference.

    Examples: 产值超10亿元的领军企业40家 (10亿元, reference); 投资超亿元以上项目 (1亿元).
    Counter-examples: 投资10亿元建设水库 (an amount that is spent).
    """
    quantity = site.group.quantities[-1]
    after = site.after
    if len(site.group.quantities) > 1 or quantity.kind in ("rank", "zero", "time", "percent", "points"):
        return None
    defines = (
        (after.startswith("的") and len(after) > 2 and quantity.relation != "eq")
        or (quantity.relation in ("ge", "le") and quantity.kind in ("money", "measure", "people")
        and re.match(r"(?:元)?(?:级)?(?:的)?(?:[\u4e00-\u9fff]{0,10})(?:项目|企业|工程|单位|楼宇|集群|园区|税源|平台|锅炉|街区|产业)", after))
        or (quantity.bare_scale and re.match(r"级?[\u4e00-\u9fff]{0,8}(?:项目|企业|集群|园区|产业|楼宇)", after))
    )
    if not defines:
        return None
    noun = _STOPS_AT.match(site.text, quantity.end, site.group.after[1])
    assert noun is not None
    head_start = quantity.end + (1 if after.startswith("的") else 0)
    start, end = trim(site.text, *site.group.before)
    phrase: Phrase = ((head_start, noun.end()), (start, end))
    return [Draft(
        quantity, phrase, "level", site.group.before[0], noun.end(), status="reference",
        scope=((head_start, noun.end()),),
        relation="ge" if quantity.bare_scale and quantity.relation == "eq" else "",
    )]


def capacity(site: Site) -> list[Draft] | None:
    """
    The size of a plant that stands in its name; the clause says whether it runs.

    Examples: 恒力2000万吨/年炼化一体化项目全面投产 (炼化一体化项目产能, 2000万吨/年).
    Counter-examples: 100个重点项目 (projects are counted, not measured).
    """
    quantity = site.group.quantities[-1]
    if quantity.kind != "measure" or len(site.group.quantities) > 1:
        return None
    project = _PROJECT.match(site.after)
    if not project or find_predicate(site.text, *site.group.before):
        return None
    a = site.group.after[0]
    phrase: Phrase = ((a, a + project.end()), "产能")
    start, end = trim(site.text, *site.group.before)
    return [Draft(
        quantity, phrase, "level", start, a + project.end(), scope=((start, end),),
        note="capacity in a project name",
    )]


def base_of_share(site: Site) -> list[Draft] | None:
    """
    Things counted only to say of what a share or level holds: a reference.

    Examples: 13处水源地水质优良比例100% (13处); 128个低收入村人均收入达到1.4万元 (128个).
    Counter-examples: 为200名农民工追回工资3亿元 (both were done).
    """
    if site.last_of_clause or not all(q.kind in ("count", "people") for q in site.group.quantities):
        return None
    final = site.clause.groups[-1]
    last = final.quantities[-1]
    moved = find_predicate(site.text, *final.before)
    states = last.kind in ("percent", "points") or (
        moved is not None and moved.start > final.before[0] and moved.verb in _STATES
    )
    if not states or open_verb(site.text, *site.group.before):
        return None
    phrase: Phrase = (trim(site.text, *site.group.after),)
    return [
        Draft(q, phrase, "level", site.group.before[0], final.end, status="reference")
        for q in site.group.quantities
    ]


_STATES = ("达到", "达", "为", "增长", "提高到", "提高至", "突破", "超过", "增加到", "增至")


def predicate(site: Site) -> list[Draft] | None:
    """
    Subject, verb of level or change, value; the subject may stand in a clause before.

    Examples: 失业率控制在3%以内; 游客总数突破1亿人次、增长10.4% (游客总数 for both);
    产值、税收分别增长6%和7% (each its own subject); 用水量比2015年下降20% (base 2015).
    Counter-examples: 实现新增就业8万人 (实现 opens the clause: a named amount).
    """
    found = find_predicate(site.text, *site.group.before)
    if found is None:
        return None
    start, end = trim(site.text, site.group.before[0], found.start)
    if start >= end and (found.verb in _NEEDS_SUBJECT or is_empty(site.memory.subject)):
        return None
    if start >= end and found.kind != "level" and site.after and site.group.quantities[0].kind in ("count", "people", "money", "measure"):
        return None
    after = site.group.after
    carried = start >= end
    values = site.group.quantities
    heads: list[Phrase]
    if carried:
        heads = [site.memory.subject] * len(values)
        quote_start = site.memory.subject_start
        if len(values) > 1 and len(site.memory.last) >= len(values):
            heads = [d.phrase for d in site.memory.last[-len(values):]]
    else:
        quote_start = site.group.before[0]
        heads = _heads(site, start, end)
    pairs = _pair(values, heads)
    drafts = []
    for quantity, head in pairs:
        measure, sign = measure_moved(quantity, found, head, site.text)
        drafts.append(Draft(
            quantity, head, measure, quote_start, quantity.end, sign=sign,
            base_year=None,
        ))
        _note_base(drafts[-1], site, found.base)
    if not carried:
        site.memory.subject = heads[0] if len(heads) == 1 else ((start, end),)
        site.memory.subject_start = quote_start
    if site.last_of_clause and after[1] > after[0] and drafts and values[-1].kind == "count":
        pass
    site.memory.predicate_end = site.group.start
    site.memory.verb = ""
    return drafts


_NEEDS_SUBJECT = ("实现", "完成", "有", "为", "是", "拥有", "共有", "计", "共计", "保持", "突破", "超过", "超", "约")


def _heads(site: Site, start: int, end: int) -> list[Phrase]:
    """The subjects of a group: one, or as many as there are values."""
    count = len(site.group.quantities)
    if count > 1:
        return split_heads(site.text, start, end, count) or [((start, end),)]
    parts = [p[0] for p in split_names(site.text, start, end)]
    spans = [p for p in parts if not isinstance(p, str)]
    each = site.text[max(0, site.group.start - 1) : site.group.start] in ("各", "均")
    if len(spans) == 2 and (each or are_complete(spans, site.text)):
        return split_heads(site.text, start, end, 2) or [((start, end),)]
    return [((start, end),)]


def _pair(values: list, heads: list[Phrase]) -> list[tuple]:
    if len(values) == 1:
        return [(values[0], head) for head in heads]
    if len(heads) == len(values):
        return list(zip(values, heads, strict=True))
    return [(value, heads[0]) for value in values]


def _note_base(draft: Draft, site: Site, base: tuple[int, int] | None) -> None:
    if base:
        year = re.search(r"([12][0-9]{3})年?", site.text[slice(*base)])
        draft.base_year = int(year[1]) if year else None


def counted_noun(site: Site) -> list[Draft] | None:
    """
    A number before the thing it counts.

    Examples: 建成94个千兆小区 (千兆小区); 35个项目获专项支持 (获专项支持项目);
    15项重点工程圆满完成 (重点工程); 对200家企业实行跟踪服务.
    Counter-examples: 新增学位6000个，… (nothing follows: a named amount).
    """
    values = site.group.quantities
    quantity = values[-1]
    if quantity.kind not in ("count", "people", "measure", "money", "time") or quantity.kind == "time":
        return None
    found = _STOPS_AT.match(site.text, *site.group.after)
    stretch = _noun_stretch(site)
    if stretch is None:
        return None
    start, end = stretch
    opened = open_verb(site.text, *site.group.before)
    lead = trim(site.text, *site.group.before)
    noun_before = lead[1] - lead[0] > 1
    does = _DOES.search(site.text, start, end)
    if does and does.start() == start and noun_before:
        return None
    if noun_before and quantity.kind in ("money", "measure") and not opened:
        return None
    phrase, quote_end = _order_noun(site, start, end, does)
    if quantity.weak and not opened and not _completes(site, does):
        return None
    verb = opened or site.memory.verb if site.clause.joined else opened
    site.memory.verb = verb
    measure = "change" if _CHANGE.match(verb) else measure_level(quantity, site.before)
    sign = -1 if _FALLS.match(verb) else 1
    entity = ENTITY.match(site.text[lead[0] : lead[1] + 2]) if noun_before else None
    scope: Phrase = ((lead[0], lead[0] + entity.end("entity")),) if entity else ()
    drafts = [
        Draft(q, phrase, measure, site.group.before[0], quote_end, sign=sign, scope=scope)
        for q in values
    ]
    site.memory.subject = phrase
    site.memory.subject_start = site.group.before[0]
    site.memory.predicate_end = quote_end
    return drafts


def _noun_stretch(site: Site) -> tuple[int, int] | None:
    """What stands behind the value up to the end of the clause, if it can be its noun."""
    start, end = site.group.after
    if site.text[start : start + 1] == "的":
        start += 1
    while start < end and site.text[start] in " 、，":
        start += 1
    if end - start < 2 or not site.last_of_clause:
        return None
    return start, end


def _order_noun(site: Site, start: int, end: int, does: re.Match | None) -> tuple[Phrase, int]:
    """The counted noun, with what it does before it where that is what is told."""
    if does is None:
        return ((start, end),), end
    if does.start() == start:
        cut = _AND_THEN.search(site.text, start + 1, end)
        stop = cut.start() if cut else end
        return ((start, stop),), stop
    noun = (start, does.start())
    if _COMPLETES.match(site.text[does.start() : end]):
        return (noun,), end
    cut = _AND_THEN.search(site.text, does.start() + 1, end)
    stop = cut.start() if cut else end
    return ((does.start(), stop), noun), stop


def _completes(site: Site, does: re.Match | None) -> bool:
    return does is not None and does.start() > site.group.end


def share_of(site: Site) -> list[Draft] | None:
    """
    A percentage before the things it is a part of.

    Examples: 70%政务服务事项实现“一窗”受理; 50%以上村镇达到文明村镇标准; 自然屯100%通油路.
    Counter-examples: 失业率3%，… (nothing follows the value).
    """
    quantity = site.group.quantities[-1]
    if quantity.kind not in ("percent", "fraction") or not site.last_of_clause:
        return None
    start, end = site.group.after
    if site.text[start : start + 1] == "的":
        start += 1
    if end - start < 2 or find_predicate(site.text, *site.group.before):
        return None
    lead = trim(site.text, *site.group.before)
    does = _DOES.search(site.text, start, end)
    if lead[1] > lead[0] and (does is None or does.start() == start):
        goal = site.text[start:end].removesuffix("目标").removesuffix("的")
        phrase: Phrase = (lead, (start, start + len(goal)))
    else:
        phrase, end = _order_noun(site, start, end, does)
    return [Draft(q, phrase, "share", site.group.before[0], end) for q in site.group.quantities]


def named_amount(site: Site) -> list[Draft] | None:
    """
    A name and the amount behind it, with or without a verb of doing before them.

    Examples: 海港货物吞吐量3.66亿吨; 新建公园3个、绿道5公里 (绿道, by 新建 too);
    新增学位6000个 (change); 提供口罩11万只; 降低用电成本6000万元 (-6000, change).
    Counter-examples: 第三届, 三个代表 (no value, see `excluded`).
    """
    values = site.group.quantities
    quantity = values[0]
    if quantity.unit == "" and quantity.kind != "zero":
        return None
    if quantity.kind == "time" and not _TIMED.search(site.before):
        return None
    start, end = trim(site.text, *site.group.before)
    opened = open_verb(site.text, *site.group.before)
    if site.clause.joined and not opened:
        opened = site.memory.verb
    if quantity.weak and not opened:
        return None
    carried = start >= end
    if carried and not opened and is_empty(site.memory.subject):
        return None
    if carried:
        heads: list[Phrase] = [site.memory.subject]
        quote_start = site.memory.subject_start
    else:
        heads = _heads(site, start, end)
        quote_start = site.group.before[0]
    measure = "change" if _CHANGE.match(opened) else ""
    sign = -1 if _FALLS.match(opened) else 1
    drafts = []
    for value, head in _pair(values, heads):
        kind = measure or measure_level(value, site.before, head, site.text)
        if (value.kind in ("percent", "fraction") and sign < 0) or (kind == "change" and value.kind == "percent"):
            kind = "growth"
        drafts.append(Draft(value, head, kind, quote_start, value.end, sign=sign))
    site.memory.verb = opened
    if not carried:
        site.memory.subject = ((start, end),)
        site.memory.subject_start = quote_start
    site.memory.predicate_end = site.group.start
    return drafts


_TIMED = re.compile(r"(?:时间|时限|周期|天数|寿命|年限|年龄|时长|期限|用时)(?:为|达到?|约)?$")

CONSTRUCTIONS: tuple[tuple[str, Construction], ...] = (
    ("zero", zero),
    ("rank", rank),
    ("times won", times_won),
    ("streak", streak),
    ("from-to", from_to),
    ("difference", difference),
    ("threshold", threshold),
    ("base of a share", base_of_share),
    ("predicate", predicate),
    ("share of", share_of),
    ("capacity", capacity),
    ("counted noun", counted_noun),
    ("named amount", named_amount),
)
