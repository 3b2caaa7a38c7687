"""Constructions of order and repetition: ranks, streaks, awards won again."""

from __future__ import annotations

import re

from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.phrases import Phrase, is_empty, trim

_RANKED = re.compile(
    r"(?P<verb>(?:综合)?(?:排名|排位|位居|位列|列|居|占据|跃居|稳居|名列|排在|排|雄踞|跻身|进入|保持|蝉联|晋级|升至|上升至|上升到|前移至|跃升至|"
    r"跃至|升到|居于|包揽|迈入|挺进|闯入|冲进|进位至|均|为|获|夺得|取得|获得|位次))?"
    r"(?P<among>[^，。；、]{0,24}?)(?:的)?$"
)
_AMONG = re.compile(
    r"(?:(?:在|于)?(?P<among>(?:[0-9一二三四五六七八九十]+个)?(?:全[国省市区县州球]|世界|国内|省内|市内|国家|同类|[\u4e00-\u9fff]{0,14}(?:城市|[省市区县]|地区|直辖市|百强县?|民企百强|企业|行业|百货))(?:[^，。；、]{0,6}(?:排名|考核|评价|评比))?(?:中|里)?))$"
)
_PLACED = re.compile(r"(?:[摆放]在|作为|置于|坚持|看作|当作|视为|质量|安全|生命|发展是|群众)[^，]{0,10}$")
_STREAK = re.compile(r"(?P<run>连续|已连续|实现连续)$")
_WINS = re.compile(r"^(?:荣获|获评|获得|获|入选|蝉联|上榜|登|被评为?|成为|跻身|位列)")
_COMPANY = re.compile(r"(?:集团|公司|企业|大学|学院|医院|银行|股份|科技|重工|乳业|品牌)$")


def rank(site: Site) -> list[Draft] | None:
    """
    A place in an order.

    Examples: 增速居全省第一位 (1位, scope 全省); 进入全国前30名 (le 30名);
    位居15个副省级城市之首 (1位, scope 15个副省级城市).
    Counter-examples: 把安全放在第一位, 坚持质量第一 (no order is told).
    """
    quantities = site.group.quantities
    if any(q.kind != "rank" for q in quantities):
        return None
    before = site.before
    if _PLACED.search(before[-14:]):
        return []
    found = _RANKED.search(before)
    a = site.group.before[0]
    among = _AMONG.search(before)
    if quantities[0].unit == "位" and not among and not (found and found["verb"]):
        return []
    cut = len(before)
    scope: Phrase = ()
    if among:
        cut = among.start("among")
        scope = ((a + cut, a + among.end("among")),)
        head = re.search(r"(?:综合)?(?:位居|位列|列|居|占据|跃居|稳居|名列|排在|排|雄踞|跻身|进入|保持|蝉联|包揽|均|在|分别|挺进|总量|上升至)+$", before[:cut])
        if head:
            cut = head.start()
    elif found and found["verb"]:
        cut = found.start("verb")
    start, end = trim(site.text, a, a + cut)
    carried = end - start < 2
    phrase: Phrase = site.memory.subject if carried else ((start, end),)
    if is_empty(phrase):
        phrase = scope
    quote = site.memory.subject_start if carried and not is_empty(site.memory.subject) else a
    return [
        Draft(q, phrase, "rank", quote, q.end, scope=scope) for q in quantities
    ]


def streak(site: Site) -> list[Draft] | None:
    """
    A run of years or periods that is itself the statement.

    Examples: 养老金连续15年增长 (15年, cumulative); 连续21个报告期两位数增长.
    Counter-examples: 连续三年收获300个以上蓝天 (another value is told: the run only says
    since when); 连续三届入选500强 of a company.
    """
    quantity = site.group.quantities[-1]
    if not re.search(r"连续(?:第)?$", site.before):
        return None
    if len(site.clause.groups) > 1 and not site.last_of_clause:
        _note_run(site, quantity.value)
        return []
    if quantity.unit not in ("年", "个月", "个季度", "个报告期", "次", "个年头", "季度") or quantity.value <= 1:
        return []
    after = site.text[slice(*site.group.after)]
    if not after:
        return []
    a = site.group.before[0]
    start, end = trim(site.text, a, a + site.before.rindex("连续"))
    if _COMPANY.search(site.text[start:end]):
        return []
    head: Phrase = ((start, end),) if end > start else site.memory.subject
    b = site.group.before[1]
    run = a + site.before.rindex("连续")
    phrase: Phrase = (*head, (run, run + 2), site.group.after)
    quote = a if end > start or is_empty(site.memory.subject) else a
    draft = Draft(quantity, phrase, "cumulative", quote, site.group.after[1])
    if quantity.unit == "年":
        draft.streak = int(quantity.value)
    return [draft] if b >= run else []


def _note_run(site: Site, length: float) -> None:
    site.memory.last = [d for d in site.memory.last if d.rule != "run"]
    site.memory.last.append(Draft(
        site.group.quantities[-1], (), "run", 0, 0, streak=int(length), rule="run"
    ))


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
