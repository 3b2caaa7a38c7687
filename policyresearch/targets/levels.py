"""Constructions of subject, verb and value, and of a name with its amount behind it."""

from __future__ import annotations

import re

from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.measures import measure_level, measure_moved
from policyresearch.targets.phrases import Phrase, is_empty, names_nothing, open_verb, render, trim
from policyresearch.targets.predicates import find_predicate
from policyresearch.targets.quantities import Quantity
from policyresearch.targets.subjects import find_subjects
from policyresearch.targets.times import FIRST_OF_THE_REPUBLIC, YEAR, to_year
from policyresearch.targets.words import PER, SHARE_NOUNS, set_of

ADDS = re.compile(r"^(?:净?新?增加?|新增加|净增加|净增|增设|减少|降低|压减|压缩|削减)$")
TAKES = re.compile(r"^(?:减少|降低|压减|压缩|削减)$")
_NEEDS_SUBJECT = frozenset(
    [
        "实现", "完成", "有", "为", "是", "拥有", "共有", "计", "共计", "保持", "突破", "超过",
        "超", "约", "新增", "净增", "增加", "减少", "降低", "压减", "压缩", "削减",
    ]
)
# What an amount is stated per; the subject stands before.
_PER_BASE = re.compile(
    r"^(?:平均)?(?:每个?|人均|户均|日均|月均)(?:工作日|天|日|月|小时|分钟|年|户|人|街道|社区|"
    r"乡镇|村)?$"
)
_PER_END = re.compile(rf"(?:{PER})$")
# A verb that bounds, with what the value is per between it and the value.
_BOUNDS = {
    "不低于": "ge", "不少于": "ge", "超过": "ge", "突破": "ge", "首超": "ge", "超": "ge",
    "不超过": "le", "不高于": "le",
}
_AHEAD_OF_TIME = re.compile(r"(?:提前[一两三四五]?年?)?(?:实现|完成)$")
_CAUSED = re.compile(
    r"(?P<verb>拉低|压低|压减|降低|减少|压缩|削减|缩短|拉动|拉高|推高|提高|提升|下调|"
    r"上调)(?P<noun>[^，]{2,}?)$"
)
_LOWERS = frozenset(["拉低", "压低", "压减", "降低", "减少", "压缩", "削减", "缩短", "下调"])
# What is counted by these is a thing; 个 and 项 count slogans too.
_CONCRETE = set_of("家 所 座 户 人 名 栋 条 处 场 件 辆 套 台 艘 亩 张 起 宗 例")
_TIMED = re.compile(
    r"(?:时间|时限|周期|天数|寿命|年限|年龄|时长|期限|用时|蓝天|优良)(?:共|为|达到?|约)?$"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_COMPARED = re.compile(r"同比|环比|[比较](?:上|去|年初|同期)")
# 补助不超过总投资的30%: the bound stands before what the share is of.
_BOUND_WITHIN = re.compile(
    r"^(?P<of>.{2,}?)(?:(?P<le>不超过|不高于|不突破)|(?P<ge>不低于|不少于|"
    r"超过))(?P<whole>[^，]{2,14})$"
)
_BASE_YEAR = re.compile(rf"({YEAR})年?|(?<![0-9])(1[0-4][0-9])年")


def predicate(site: Site) -> list[Draft] | None:
    """
    Subject, verb of level or change, value; the subject may stand in a clause before.

    Examples: 失业率控制在3%以内; 游客总数突破1亿人次、增长10.4% (游客总数 for both);
    产值、税收分别增长6%和7% (each its own subject); 用水量比2015年下降20% (base 2015).
    Counter-examples: 实现新增就业8万人 (实现 opens the clause: a named amount).
    """
    per_end = _PER_END.search(site.text, *site.group.before)
    found = find_predicate(
        site.text, site.group.before[0], per_end.start() if per_end else site.group.before[1]
    )
    if found is None:
        return None
    a = site.group.before[0]
    noun_behind = site.last_of_clause and len(site.after) > 1
    if noun_behind and (found.verb in _BEFORE_NOUN or (
        found.verb in _CARRIES_OUT and site.group.quantities[0].kind in ("count", "people")
    ) or (found.verb in _SETS_ASIDE and site.group.quantities[0].kind == "money")):
        return None  # 累计40条经验, 实验室完成3项转化: the noun stands behind
    start, end = trim(site.text, a, found.start, light="subject")
    start, end = _cut_ahead(site.text, start, end)
    per: Phrase = ()
    if _PER_BASE.match(site.text[start:end]) and not is_empty(site.memory.subject):
        per, start = ((start, end),), end
    if names_nothing(site.text[start:end]):
        start = end
    carried = start >= end
    values = site.group.quantities
    if values[0].unit == "年" and _HAN.match(site.after) and not _TIMED.search(site.before):
        return None  # 是三年疫情后的一年: a duration
    if carried:
        counted = values[0].kind in ("count", "people", "money", "measure", "place")
        compared = bool(found.base) or bool(
            _COMPARED.search(site.text, found.start, site.group.start)
        )
        amounts = counted or found.kind == "level"
        needs = found.verb in _NEEDS_SUBJECT and not per and not compared and amounts
        same = site.memory.said and site.memory.said[-1].quantity.unit == values[0].unit
        needs = needs and not (same and found.kind != "level" and not site.after)
        if needs or (is_empty(site.memory.subject) and (counted or found.kind == "level")):
            return None
        if found.kind != "level" and len(site.after) > 1 and counted and not compared:
            return None
    heads, quote = find_subjects(site, start, end)
    year = _BASE_YEAR.search(site.text[slice(*found.base)]) if found.base else None
    drafts = []
    for quantity, head in _pair(values, heads):
        measure, sign = measure_moved(quantity, found, head, site.text, site.before)
        drafts.append(Draft(
            quantity, head, measure, quote, quantity.end, sign=sign, scope=per,
            base_year=_to_base(year), carried=carried,
            relation=_BOUNDS.get(found.verb, "") if quantity.relation == "eq" else "",
        ))
    site.memory.verb = ""
    return drafts


_CARRIES_OUT = frozenset(["完成", "实现"])
_SETS_ASIDE = frozenset(["安排", "拟安排", "预算安排"])
_BEFORE_NOUN = frozenset(["累计", "有", "共有", "拥有", "共计", "新增"])


def _to_base(year: re.Match | None) -> int | None:
    """The year of a comparison; 106年 is of the Republic's calendar."""
    if year is None:
        return None
    return to_year(year[1]) if year[1] else FIRST_OF_THE_REPUBLIC + int(year[2])


def caused_change(site: Site) -> list[Draft] | None:
    """
    A change that something brings about, named between verb and value.

    Examples: 减税政策拉低财政收入增幅9.4个百分点 (财政收入增幅, -9.4); 压缩“三公”经费10% (-10).
    Counter-examples: 失业率提高1.8个百分点 (the verb stands before the value).
    """
    values = site.group.quantities
    if values[0].kind not in ("points", "percent", "fraction"):
        return None
    found = _CAUSED.search(site.before)
    if not found or find_predicate(site.text, *site.group.before):
        return None
    a = site.group.before[0]
    start, end = trim(site.text, a + found.start("noun"), a + found.end("noun"))
    if start >= end or site.text[start:end][-1] in "率重比":
        return None
    measure = "change" if values[0].kind == "points" else "growth"
    sign = -1 if found["verb"] in _LOWERS else 1
    return [Draft(q, ((start, end),), measure, a, q.end, sign=sign) for q in values]


def multiple(site: Site) -> list[Draft] | None:
    """
    How many times a value is that of an earlier year.

    Examples: 收入突破11亿元，是2006年的3.4倍 (收入, 3.4倍, growth, base 2006).
    Counter-examples: 增长2.7倍 (a growth with its own verb).
    """
    found = _MULTIPLE.search(site.before)
    if not found or site.group.quantities[0].kind not in ("times", "percent", "fraction"):
        return None
    a = site.group.before[0]
    start, end = trim(site.text, a, a + found.start(), light="subject")
    heads, quote = find_subjects(site, start, end)
    year = _BASE_YEAR.search(found["base"])
    return [
        Draft(q, head, "growth", quote, q.end, base_year=_to_base(year),
              carried=start >= end)
        for q, head in _pair(site.group.quantities, heads)
    ]


_MULTIPLE = re.compile(
    r"(?:是|为|相当于|达到?)(?P<base>[^，。；]{0,4}(?:[12][0-9]{3}年|上年|去年|"
    r"同期)[^，。；]{0,6})的?$"
)


def named_amount(site: Site) -> list[Draft] | None:
    """
    A name and the amount behind it, with or without a verb of doing before them.

    Examples: 海港货物吞吐量3.66亿吨; 新建公园3个、绿道5公里 (绿道, by 新建 too);
    新增学位6000个 (change); 提供口罩11万只; 降低用电成本6000万元 (-6000, change).
    Counter-examples: 第三届, 三个代表 (no value, see `excluded`); 2019 (a year).
    """
    values = site.group.quantities
    first = values[0]
    if first.unit == "" and first.kind != "ratio" and (
        site.after or not _INDEX.search(site.before)
    ):
        return None
    if first.kind == "time" and not _TIMED.search(site.before) and (
        first.relation == "eq" or site.after
    ):
        return None
    start, end = trim(site.text, *site.group.before)
    opened = open_verb(site.text, *site.group.before)
    if site.clause.joined and not opened:
        opened = site.memory.verb
    certain = opened or first.unit in _CONCRETE or (site.clause.joined and site.memory.last)
    if first.weak and (start >= end or site.after or not certain):
        return None
    start, prefix = _inherit(site, start, end)
    if names_nothing(site.text[start:end]):
        start, opened = end, ""
    stage = _STAGE.fullmatch(site.before) if site.clause.joined and start >= end else None
    if stage and not is_empty(site.memory.subject):
        # 新引进项目16个、新开工12个: the projects in another stage
        project = _PROJECTS.search(render(site.memory.subject, site.text))
        noun = project[0] if project else render(site.memory.subject, site.text)
        return [
            Draft(q, (site.group.before, noun), "level", site.memory.subject_start, q.end,
                  carried=True, flow=True)
            for q in values
        ]
    carried = start >= end
    if carried and (is_empty(site.memory.subject) or (opened and len(site.after) > 1)):
        return None
    heads, quote = find_subjects(site, start, end)
    if site.text[start:end] in _INVESTED and (thing := _invested_in(site)):
        heads = [(thing, (start, end))]  # 投资150亿元的甲项目
    if _ONLY_DEED.fullmatch(site.text[start:end]) and len(site.after) > 1:
        heads, quote = [(site.group.after,)], site.group.before[0]  # 解决178家企业诉求247个
    adds = bool(ADDS.match(opened)) and not (
        site.clause.joined and _TELLING.match(site.text[start:end])
    )
    if adds and site.clause.joined and first.kind == "money":
        adds = bool(open_verb(site.text, *site.group.before))  # 新增企业3家、产值5亿元
    sign = -1 if TAKES.match(opened) else 1
    drafts = []
    for value, head in _pair(values, heads):
        kind = "change" if adds else measure_level(value, site.before, head, site.text)
        last = site.memory.last[-1] if carried and site.memory.last else None
        if last is not None and last.quantity.unit == value.unit and not opened:
            kind, sign = last.measure, last.sign  # 增长8%，力争10%
        if kind == "level" and site.clause.joined and site.memory.last and (
            site.memory.last[-1].measure == "cumulative"
        ):
            kind = "cumulative"  # 累计发放补贴3亿元、救助金2亿元
        if value.kind in ("percent", "fraction", "times") and adds:
            rate = SHARE_NOUNS.search(render(head, site.text))
            kind = "share" if rate else "growth"  # 新增存贷比 is a rate of what is new
        told = prefix and not render(head, site.text).startswith(render(prefix, site.text))
        phrase = (*prefix, *head) if told else head
        bound = _BOUND_WITHIN.match(render(head, site.text)) if len(head) == 1 else None
        follows = carried or quote < site.group.before[0]
        drafts.append(Draft(
            value, phrase, kind, quote, value.end, sign=sign, carried=follows,
            flow=_flows(value, bool(opened or prefix), render(phrase, site.text)),
            relation="" if not bound else "le" if bound["le"] else "ge",
        ))
    site.memory.verb = opened
    return drafts


# A number that needs no unit.
_INDEX = re.compile(r"(?:指数|系数|得分|评分|分值|死亡率)$")


def _flows(value: Quantity, acted: bool, name: str) -> bool:
    """Whether an amount adds up over years: money coming in, things done; no stock, no rate."""
    if _STOCK.search(name):
        return False
    if value.kind == "money":
        return True
    return value.kind in ("count", "people", "measure") and (acted or bool(_TELLING.match(name)))


_STOCK = re.compile(
    r"人均|面积|余额|总数|总量|存量|容量|里程|浓度|存款|贷款|水平|规模|楼宇|强度|单位|每"
)


def _inherit(site: Site, start: int, end: int) -> tuple[int, Phrase]:
    """The telling verb that a list shares: 捐赠口罩3万只、手套2万副 is 捐赠手套 too."""
    verb = _TELLING.match(site.text[start:end])
    if verb:
        site.memory.telling = ((start, start + verb.end()),)
        if verb["to"]:
            site.memory.entity = ((start + verb.start("to"), start + verb.end("to")),)
        return start, ()
    if site.clause.joined and start < end:
        return start, site.memory.telling
    site.memory.telling = ()
    return start, ()


_TELLING = re.compile(
    r"(?:向(?P<to>[^，]{2,8}?))?(?:捐赠|办理|引进|清理|取消|拆除|消除|选派|提供|参加|淘汰|引育|"
    r"柔性引进|查处|侦破|化解|办结|关停|腾退|新登记|"
    r"新引进|新认定|建(?!设用地|筑|档)|修|改造|治理|植|维修|更换|供应|出栏|存栏|收储|出让|完成|实施|培训|安置|救助|投入)"
)


_STAGE = re.compile(
    r"(?:新|基本|全面)?(?:开工|续建|竣工|投产|建成|竣工投产|完工|投用|签约|落地|在建)"
)
_PROJECTS = re.compile("(?:项目|工程|住房|[^，]{0,4}(?:房|区|线|厂|站))$")
_ONLY_DEED = re.compile(r"解决|帮助|服务|惠及|带动|支持|推动|组织|引导|协调解决|走访|培训|帮扶")
_INVESTED = frozenset(["投资", "总投资", "计划投资", "计划总投资", "协议投资", "总规模"])


def _invested_in(site: Site) -> tuple[int, int] | None:
    """What stands behind 的: the thing that an amount is of, counted or not."""
    start, end = site.group.after
    if not site.text.startswith("的", start):
        return None
    if end - start > 2:
        return start + 1, end
    i = site.number + 1
    counted = site.clause.groups[i].after if i < len(site.clause.groups) else (0, 0)
    return counted if counted[1] - counted[0] >= 2 else None


def _cut_ahead(text: str, start: int, end: int) -> tuple[int, int]:
    """A subject without 提前两年实现 at its end."""
    found = _AHEAD_OF_TIME.search(text, start, end)
    return (start, found.start()) if found and found.start() > start else (start, end)


def _pair(values: list[Quantity], heads: list[Phrase]) -> list[tuple[Quantity, Phrase]]:
    if len(values) == 1:
        return [(values[0], head) for head in heads]
    if len(heads) == len(values):
        return list(zip(values, heads, strict=True))
    return [(value, heads[0]) for value in values]


