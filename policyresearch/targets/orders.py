"""Constructions of order and repetition: ranks, streaks, awards won again."""

from __future__ import annotations

import re

from policyresearch.targets.coordination import split_names
from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.phrases import Phrase, is_empty, render, trim

# The last verb of placing: behind it stands among whom.
_PLACES = re.compile(
    r"(?:在(?P<in>[^，]{1,24}?)(?:中|里)?)?(?:分别|均|继续|连续保持|成功|首次|再次|综合)*"
    r"(?P<verb>排名|排位|位居|位列|占据|跃居|稳居|名列|排在|雄踞|跻身|进入|保持|蝉联|晋级|升至|"
    r"上升至|上升到|前移至|跃升至|跃至|升到|居于|包揽|"
    r"迈入|挺进|闯入|冲进|进位至|获得|夺得|取得|位次|位于|列(?=全|第|[0-9]|省|同|世|国|$)|"
    r"居(?=全|第|[0-9]|省|同|首|世|国|中|西|东|长|$)|排(?=全|第|"
    r"$)|均(?=[居列]))"
    r"(?:在)?(?P<among>[^，]{0,24}?)(?:的)?$"
)
_AMONG = re.compile(
    r"(?P<among>(?:全[国省市区县州球]|世界|国内|省内|市内|国家级?|东北|西部|中部|"
    r"中西部|东部|长三角)(?:同类[^，]{0,8}|[^，]{0,8}?城市)?)$"
)
_BARE = frozenset(
    ["增速", "增幅", "降幅", "涨幅", "总量", "规模", "占比", "数量", "增量", "总数", "均"]
)
_PLACED = re.compile(
    r"(?:[摆放]在|作为|置于|看作|当作|视为)[^，]{0,10}$|(?:质量|安全|生命|效益|信誉|健康|预防|"
    r"人民|用户|发展是|群众|是)$"
)
_RUNS = ("年", "个月", "个季度", "个报告期", "次", "个年头", "季度")
_WINS = re.compile(r"^(?:荣获|获评|获得|获|入选|蝉联|上榜|登|被评为?|成为|跻身|位列)")
_COMPANY = re.compile(r"(?:集团|公司|企业|大学|学院|医院|银行|股份|科技|重工|乳业|品牌)$")


def rank(site: Site) -> list[Draft] | None:
    """
    A place in an order.

    Examples: 增速居全省第一位 (1位, scope 全省); 进入全国前30名 (le 30名);
    位居15个副省级城市之首 (1位, scope 15个副省级城市); A市、B市位列第73位和92位 (one each).
    Counter-examples: 把安全放在第一位, 坚持质量第一 (no order is told).
    """
    values = site.group.quantities
    if any(q.kind != "rank" for q in values):
        return None
    before, a = site.before, site.group.before[0]
    if _PLACED.search(before[-14:]):
        return []
    found = _last_place(before) or _AMONG.search(before)
    if not found:
        return []
    scope: Phrase = ()
    for name in ("in", "among"):
        if name in found.re.groupindex and found[name]:
            scope = ((a + found.start(name), a + found.end(name)),)
    start, end = trim(site.text, a, a + found.start(), light="subject")
    if site.text[start:end] in _BARE and not is_empty(site.memory.subject):
        joined: Phrase = (*site.memory.subject, (start, end))
        quote = site.memory.subject_start
        return [Draft(q, joined, "rank", quote, q.end, scope=scope) for q in values]
    carried = end - start < 2
    if carried and 1 < len(values) <= len(site.memory.said):
        said = site.memory.said[-len(values):]
        return [
            Draft(q, one.phrase, "rank", one.start, q.end, scope=scope)
            for q, one in zip(values, said, strict=True)
        ]
    if carried:
        phrase = site.memory.subject if not is_empty(site.memory.subject) else scope
        quote = site.memory.subject_start if not is_empty(site.memory.subject) else a
        return [Draft(q, phrase, "rank", quote, q.end, scope=scope) for q in values]
    site.memory.subject, site.memory.subject_start = ((start, end),), a
    places = split_names(site.text, start, end)
    if len(places) == len(values) > 1 and not _are_places(places, site.text):
        return [
            Draft(q, name, "rank", a, q.end, scope=scope)
            for q, name in zip(values, places, strict=True)
        ]
    if len(places) == len(values) > 1:
        return [
            Draft(q, (*scope, "位次"), "rank", a, q.end, scope=place)
            for q, place in zip(values, places, strict=True)
        ]
    return [Draft(q, ((start, end),), "rank", a, q.end, scope=scope) for q in values]


def _are_places(names: list[Phrase], text: str) -> bool:
    return all(render(name, text)[-1:] in "市县区镇乡村州旗" for name in names)


def _last_place(before: str) -> re.Match | None:
    """The match of the last verb of placing."""
    found = _PLACES.search(before)
    while found and (later := _PLACES.search(before, found.end("verb"))):
        if found["in"] and not later["in"]:
            break
        found = later
    return found


def streak(site: Site) -> list[Draft] | None:
    """
    A run of years or periods that is itself the statement.

    Examples: 养老金连续15年增长 (15年, cumulative); 连续21个报告期两位数增长.
    Counter-examples: 连续三年收获300个以上蓝天 (another value is told: the run only says
    since when); 连续三届入选500强 of a company.
    """
    quantity = site.group.quantities[-1]
    if not site.before.endswith(("连续", "连续第")):
        return None
    if not site.last_of_clause:
        site.memory.run = int(quantity.value)
        runner = trim(site.text, site.group.before[0], site.group.before[1] - 2)
        if runner[1] > runner[0]:
            site.memory.subject, site.memory.subject_start = (runner,), site.group.before[0]
        return []
    if quantity.unit not in _RUNS or quantity.value <= 1 or not site.after:
        return []
    a = site.group.before[0]
    run = a + site.before.rindex("连续")
    start, end = trim(site.text, a, run)
    if _COMPANY.search(site.text[start:end]):
        return []
    # What was won is no run of what was measured before: 外资9亿元，连续三年获奖.
    carried = () if _WINS.match(site.after) else site.memory.subject
    head: Phrase = ((start, end),) if end > start else carried
    phrase: Phrase = (*head, (run, run + 2), site.group.after)
    draft = Draft(quantity, phrase, "cumulative", a, site.group.after[1])
    if quantity.unit == "年":
        draft.streak = int(quantity.value)
    return [draft]


def times_won(site: Site) -> list[Draft] | None:
    """
    An award won for the Nth time, told of the jurisdiction.

    Examples: 第7次荣获全国文明城市 (7次, cumulative).
    Counter-examples: 第四次全国经济普查 (an edition); 某集团第九次荣获… (a company's award).
    """
    quantity = site.group.quantities[-1]
    if not (quantity.ordinal and quantity.unit == "次"):
        return None
    if not _WINS.match(site.after):
        return []
    start, end = trim(site.text, *site.group.before)
    if _COMPANY.search(site.text[start:end]):
        return []
    return [Draft(
        quantity, (site.group.after,), "cumulative", site.group.before[0], site.group.after[1]
    )]


def zero(site: Site) -> list[Draft] | None:
    """
    None left, none occurred: value 0.

    Examples: 零就业家庭保持动态清零 (零就业家庭, 0); 生产安全事故为零; 患者“零死亡” (患者死亡, 0).
    Counter-examples: 零距离服务, 零售额 (no zero at all, see `implied`).
    """
    quantity = site.group.quantities[0]
    if quantity.kind != "zero":
        return None
    start, end = trim(site.text, *site.group.before)
    kept = _KEPT.search(site.text, start, end)
    phrase: Phrase = ((start, kept.start() if kept else end),)
    what = site.text[quantity.start : quantity.end].strip("“”‘’").removeprefix("零")
    if what and "零" not in what:
        place = site.text.index(what, quantity.start)
        phrase = (*phrase, (place, place + len(what)))
    if is_empty(phrase) and not is_empty(site.memory.subject):
        phrase = site.memory.subject
    return [Draft(quantity, phrase, "level", site.group.before[0], quantity.end)]


_KEPT = re.compile(r"(?:继续|持续|始终)?(?:保持|实现|达到)$")
