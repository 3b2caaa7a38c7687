"""Commitments, with and without a number: what is to be so, by when, and how firmly."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from policyresearch.reading.result import Reading
from policyresearch.tables import COMMITMENTS, build_table
from policyresearch.targets.years import Years

# Review and annex commit nobody; a text without any such section is read as a whole.
ROLES = ("plan", "requirements")
_ELSE = ("body",)
_CLAUSE = re.compile(r"[^，；。：！？、\s](?:[^，；。：！？\s]*[^，；。：！？\s])?")

# Firmness by the word that governs the clause; the first that is found.
_STRENGTHS = (
    ("ensure", re.compile(r"确保|保证|务必|坚决")),
    ("strive", re.compile(r"力争|力促|努力|力求|奋力|着力")),
    ("seek", re.compile(r"争取")),
    ("expect", re.compile(r"预期|预计|有望")),
)
_MODAL = r"(?:确保|保证|务必|力争|努力|力求|奋力|争取|坚决)"
_WHEN = (
    r"(?:到?(?:[12]\d{3}|二[〇○零一二三四五六七八九]{3})年(?:底|末)?(?:前|时)?|今年(?:底|末)?(?:前)?|年内"
    r"|到?本?世纪中叶|到?“?十[一二三四五六七八九]五”?(?:期?末|时期|期间)|[二三四五两\d]{1,2}年内|再奋斗[^，]{1,3}年)"
)
_FULLY = r"(?:基本|全面|初步|率先|如期|全部|总体|最终|彻底|早日|提前)"
_DEGREE = (
    r"(?:显著|明显|大幅度?|持续|稳步|稳定|逐步|进一步|不断|日益|普遍|全面|有效|根本|充分|整体|总体|基本|初步"
    r"|率先|如期|切实|深度|广泛|较快|加快|同步|得到|实现|整体性|有力|有序|全部|充分地|更好|更大|长足|较大)"
)
_CHANGE = (
    r"(?:增强|提高|提升|改善|优化|扩大|下降|降低|缩小|减少|完善|健全|增长|壮大|巩固|好转|释放|激发|迸发|加强|拓展|跃升"
    r"|增加|改进|丰富|拓宽|延伸|凸显|彰显|显现|进步|推进|融合|集聚|稳定|践行|形成|建成|建立|确立|实现|消除|遏制|化解"
    r"|到位|达标|覆盖|落实|落地|完成|成熟|定型|繁荣|发展|振兴|成型|转变|突破|筑牢|夯实|普及|控制|保障|防范|管控"
    r"|转换|升级|领先|回升|攀升|改观|提速|提质|增效|收窄|减轻|平衡|同步|畅通|贯通|修复|恢复|扭转|解决)"
)
_GAIN = (
    r"(?:取得|迈出|迈上|跃上|再上|登上|实现|呈现|达到|走在|位居|保持|跻身|进入|展现|开创)"
    r"(?:了)?(?:更|新|重大|重要|明显|显著|实质性|突破性|决定性|阶段性|积极|较大|长足|坚实|全国|全省|全市|东北|合理|国内|国际"
    r"|先进|领先|一流|前列|高|良好|中|历史性|根本性|标志性|进展|突破|成效|新的)[^，]{0,12}"
)
# Acts, not states: what someone will do is a measure, and no goal is named.
_ACT = re.compile(
    r"(?:推动|促进|推进|加快|加强|加大|加力|坚持|深化|完善|健全|建立|构建|打造|培育|支持|引导|鼓励|提升|提高|强化|优化|实施|落实"
    r"|开展|统筹|积极|大力|着力|深入|扎实|继续|不断|持续|进一步|切实|认真|严格|围绕|按照|以|把|将|通过|对|为|在|聚焦|突出|发挥"
    r"|抓|做|稳步|稳妥|有序|全力|全面|充分|协调|协同|探索|创新|改革|拓展|扩大|增强|增加|改善|建设|发展|发扬|保障|巩固|依托|依法"
    r"|组织|制定|出台|严|主动|实现|加速|锚定|瞄准|立足|奋力|全力|我们|要|科学|合理|规范|广泛|高|注重|重点|牢牢|始终|适度|超前|用|让|使|促使|带动|激发|释放|营造|弘扬|倡导)"
)
# 推进乡村全面振兴 is an act wherever in the clause it stands.
_PUSHES = re.compile(r"(?:推进|推动|促进|带动|践行)(?!机制|体系|工作|力)")
_CAUSATIVE = re.compile(r"(?:让|使|促使)(?=[^，]{2,})")
_PAST = re.compile(
    r"已经?|去年|过去|上年|以来|曾|近年|时期的?成|了$|还要|有待|仍需|亟待|还需|还不|不够"
)
_LABEL = re.compile(r"^(?:[—\-·•*]+|[（(]?[\d一二三四五六七八九十]{1,3}[）).．、]|[①-⑳])+")


class _Rule(NamedTuple):
    name: str
    pattern: re.Pattern[str]


# Each construction reads one clause; the group `object` is what it is about.
_RULES = (
    # 到2030年，基本建成现代化产业体系 / 如期实现碳达峰 / 跻身全国前列; not: 建设产业园 (an act)
    _Rule("attain", re.compile(
        rf"(?:{_WHEN}|全市|全区|全县|全省|我市|我区)*(?P<predicate>{_MODAL}?(?:"
        rf"{_FULLY}+(?:建成|实现|形成|完成|建立|确立|消除|进入|达到|跨入|迈入|解决|建立起|取得|打赢|打好)"
        r"|建成并?(?:投用|投产|启用|通车|开放|运营|投入使用|使用)?|跻身|迈入|迈进|跨入|成为))"
        r"(?P<object>[^，]{2,45})"
    )),
    # 力争实现新突破 / 确保不发生系统性风险; not: 争取国家政策支持 (asking, no goal)
    _Rule("assure", re.compile(
        rf"(?:{_WHEN}|全市|全区)*(?P<predicate>确保|保证|务必|力争|力促|力求"
        r"|坚决(?:遏制|防止|防范|杜绝|守住|守牢|打赢|完成|实现)"
        r"|(?:努力|奋力|争取)(?=[^，]{0,6}?(?:实现|达到|完成|建成|取得|进入|形成|早日|走在|做到|创造|成为|打造成)))"
        r"(?P<object>[^，]{3,45})"
    )),
    # 城市功能更加完善 / 人民生活更为富裕
    _Rule("more so", re.compile(
        r"(?P<object>[^，]{2,30}?)(?P<predicate>(?:更加|更为|更趋)[^，]{2,10})"
    )),
    # 综合实力显著增强 / 贷款可获得性明显提高 / 体制机制基本形成
    _Rule("change", re.compile(rf"(?P<object>[^，]{{2,40}}?)(?P<predicate>{_DEGREE}+{_CHANGE}+)")),
    # 改革取得重大突破 / 城市建设迈上新台阶
    _Rule("gain", re.compile(rf"(?P<object>[^，]{{2,40}}?)(?P<predicate>{_GAIN})")),
    # 实现社区服务全覆盖 / 零就业家庭动态清零 / 困难群众应保尽保
    _Rule("complete", re.compile(
        r"(?:实现)?(?P<object>[^，]{2,30}?)(?P<predicate>全覆盖|全面覆盖|(?:动态)?清零|应(?P<a>.)尽(?P=a)|不反弹)"
    )),
)
_STATES = ("more so", "change", "gain", "complete")


def extract_document_commitments(
    reading: Reading, targets: pd.DataFrame, row: dict | None = None
) -> pd.DataFrame:
    """
    Find the clauses of a document that say what is to be so.

    A clause commits if a target value stands in it, or if it keeps one of these
    constructions: "attain" (基本建成…, 如期实现…, 跻身…), "assure" (确保…, 力争…), "change"
    (…显著增强, …稳步提高), "more so" (…更加完善), "gain" (…取得重大突破), "complete"
    (…全覆盖, 应保尽保). Acts (推动…, 加强…, 建设…) name what is done and not what is reached,
    and are no commitments in this sense; neither is anything told of the past.

    Parameters
    ----------
    reading : Reading
    targets : DataFrame
        The document's values (`tables.TARGETS`); decides `numeric`.
    row : dict, optional
        What is known of the document (`tables.DOCUMENTS`), by default what it says itself.

    Returns
    -------
    DataFrame by `tables.COMMITMENTS`, in document order
        `year` is the horizon the sentence states, else the last one stated in the same
        section or one around it, else that of the section's or the document's title, which
        for a work report is the year it plans; missing where none is.
    """
    horizons = _Horizons(reading, row or reading.metadata)
    ends = [
        int(row["raw_end"]) - 1 for row in targets.to_dict("records")
        if row["status"] == "target"
    ]
    roles = ROLES if reading.sentences["role"].isin(ROLES).any() else _ELSE
    rows: list[dict] = []
    for sentence in reading.sentences.to_dict("records"):
        if sentence["role"] not in roles:
            continue
        year = horizons.read(sentence["text"], sentence["section_id"])
        for found in _CLAUSE.finditer(sentence["text"]):
            raw_start, raw_end = reading.text.raw_span(
                sentence["start"] + found.start(), sentence["start"] + found.end()
            )
            clause = found[0]
            numeric = any(raw_start <= end < raw_end for end in ends)
            match = match_commitment(clause)
            if match is None and not numeric:
                continue
            rule, matched = match or ("number", {"object": "", "predicate": ""})
            if sentence["is_heading"] and not numeric and rule not in _STATES:
                # 努力实现新突破 as a title names a part; 创新能力显著增强 is a goal.
                continue
            rows.append({
                "doc_id": reading.doc_id, "n": len(rows) + 1, "quote":
                reading.raw[raw_start:raw_end], "raw_start": raw_start, "raw_end": raw_end,
                "object": matched["object"], "predicate": matched["predicate"],
                "construction": rule, "numeric": numeric, "strength": _find_strength(clause),
                "bindingness": _find_bindingness(sentence["text"]), "year": year,
                "section_id": sentence["section_id"], "sent_id": sentence["sent_id"],
                "role": sentence["role"],
            })
    return build_table(COMMITMENTS, rows)


def match_commitment(clause: str) -> tuple[str, dict[str, str]] | None:
    """
    The construction that a clause without punctuation keeps, with object and predicate.

    Examples
    --------
    >>> match_commitment("公共服务水平显著提高")
    ('change', {'object': '公共服务水平', 'predicate': '显著提高'})
    >>> match_commitment("到2030年基本建成现代化港城")
    ('attain', {'object': '现代化港城', 'predicate': '基本建成'})
    >>> match_commitment("推动港口功能不断完善") is None
    True
    """
    if _PAST.search(clause):
        return None
    clause = _LABEL.sub("", clause)
    caused = _CAUSATIVE.match(clause)
    text = clause[caused.end() :] if caused else clause
    for rule in _RULES:
        found = rule.pattern.fullmatch(text)
        if found is None:
            continue
        acts = _ACT.match(text) or _PUSHES.search(found["object"])
        if rule.name in _STATES and acts and not caused:
            continue
        return rule.name, {"object": found["object"], "predicate": found["predicate"]}
    return None


def _find_strength(clause: str) -> str:
    return next((name for name, words in _STRENGTHS if words.search(clause)), "plain")


def _find_bindingness(sentence: str) -> str:
    return "binding" if "约束性" in sentence else "anticipated" if "预期性" in sentence else ""


_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = re.compile(
    r"(?:到|至)([12]\d{3}|二[〇○零一二三四五六七八九]{3})年|([12]\d{3})年(?:底|末)?(?:前|时)"
)
# A plan that is merely spoken of (“十四五”规划的关键一年) sets no horizon; its end or its aims do.
_PLAN_END = re.compile(
    r"“?(十[一二三四五六七八九])五”?(?:期?末|(?:时期|期间)[^。，；]{0,14}目标)"
)


class _Horizons:
    """The last year aimed at, by section; a section without one takes that around it."""

    def __init__(self, reading: Reading, row: dict) -> None:
        sections = reading.sections
        self._parents = dict(zip(sections["section_id"], sections["parent_id"], strict=True))
        self._stated: dict[int, int] = {}
        self._years = Years(row, sections, list(reading.sentences["text"]))

    def read(self, text: str, section_id: int) -> int | None:
        """The horizon of a sentence; what it states holds from here on in its section."""
        stated = find_horizon(text)
        if stated is not None:
            self._stated[section_id] = stated
            return stated
        at = section_id
        while at not in self._stated:
            parent = self._parents.get(at)
            if parent is None or pd.isna(parent):
                titled = self._years.section_period(section_id)
                return (titled or self._years.default("plan", "target")).year
            at = int(parent)
        return self._stated[at]


def find_horizon(text: str) -> int | None:
    """
    The year a text aims at.

    Examples
    --------
    >>> find_horizon("到二〇三五年建成"), find_horizon("“十五五”目标"), find_horizon("十五五末")
    (2035, None, 2030)
    """
    found = _YEAR.search(text)
    if found:
        return int((found[1] or found[2]).translate(_DIGITS))
    found = _PLAN_END.search(text)
    # The tenth plan ended in 2005, every later one five years after the one before.
    return 2005 + 5 * "十一二三四五六七八九".index(found[1][1]) if found else None
