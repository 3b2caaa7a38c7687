"""What a person should look at in a document as read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policyresearch.reading.cleaning.script import simplify_string
from policyresearch.reading.result import Reading

_COMPARED = ("place", "level", "kind", "adopted", "published", "script")
# How work reports, opinions and plans close.
_CLOSING = re.compile(
    r"让我们|我们[要将]?(?:一定)?(?:更加)?(?:紧密)?(?:地)?团结|紧密(?:地)?团结|"
    r"(?:奋斗|努力|贡献|前进|篇章|新征程|胜利|万岁|华章|局面|力量|明天|未来|辉煌)[！。!]?$|"
    r"[自从].{2,20}起?(?:施行|实施|执行)|谢谢|以上(?:报告|建议|意见)|解释。$"
)
_ENDS = re.compile(
    r"[。！？!?；…”）)》〉】]$|\d日$|[\u4e00-\u9fff]{2,20}(?:政府|委员会|办公[厅室]|局)$"
)
_PLACE_SUFFIX = r"(?:特别行政区|自治[区州县旗]|[省市州盟区县旗])"
_STEM = re.compile(
    rf"([\u4e00-\u9fff]{{2,6}}?){_PLACE_SUFFIX}?(?=[^\u4e00-\u9fff]|人民政府|政府|工作|$)"
)
_NO_PLACE = re.compile(
    "报告|规划|计划|意见|方案|纲要|建议|要点|通知|文件|文本|全文|正文|草案|附件|网页|政府|五年"
)
_SUSPICIOUS = re.compile(
    r"<[^>\n]{1,80}>|&[a-z]{2,8};|\ufffd|[\ue000-\uf8ff]|https?:|www\.|扫一扫|点击(?:查看|下载)|二维码|"
    r"上一篇|下一篇|责任编辑|浏览次数|打印本页|版权所有"
)  # fmt: skip
_UNUSUAL_SHARE = 0.3
_MARKS_SHARE = 0.005


def list_remarks(
    reading: Reading, source: Mapping[str, object] | None = None, *, name: str = ""
) -> list[str]:
    """
    Things about one document that a person should check, worst first.

    Parameters
    ----------
    reading : Reading
    source : mapping, optional
        Its row of sources.csv, to be compared with what the text says.
    name : str
        The file's name, which may name another place than the text.
    """
    remarks = [] if source is None else _contradictions(reading, source)
    remarks += _misnamed(reading, name)
    remarks += _cut_off(reading)
    marks = reading.raw.count("?") + reading.raw.count("\ufffd")
    if marks > _MARKS_SHARE * len(reading.raw):
        remarks.append(f"{marks} question or replacement marks: read in the wrong encoding?")
    flagged = reading.repairs[~reading.repairs["applied"]]
    if len(flagged):
        remarks.append(f"{len(flagged)} damaged places are not repaired, see table repairs")
    found = sorted({match[0] for match in _SUSPICIOUS.finditer(reading.text.text)})
    if found:
        remarks.append(f"suspicious remains: {', '.join(found[:5])}")
    dropped = _dropped_share(reading)
    if dropped > _UNUSUAL_SHARE:
        remarks.append(f"{dropped:.0%} of the characters were dropped, see table spans")
    if len(reading.sections) <= 1:
        remarks.append("no headings were found")
    return remarks


def _contradictions(reading: Reading, source: Mapping[str, object]) -> list[str]:
    remarks = []
    for column in _COMPARED:
        said, listed = str(reading.metadata.get(column) or ""), str(source.get(column) or "")
        agree = _same_place(said, listed) if column == "place" else said == listed
        if said and listed and not agree:
            remarks.append(f"{column}: sources.csv says {listed}, the text says {said}")
    return remarks


def _same_place(said: str, listed: str) -> bool:
    """A district's name may stand with or without its city, in either script."""
    said, listed = simplify_string(said, "Hant"), simplify_string(listed, "Hant")
    return said in listed or listed in said


def _misnamed(reading: Reading, name: str) -> list[str]:
    """A file named after one place that holds the document of another."""
    stem = _STEM.match(re.sub(r"^[\W\d_年]+", "", name.rpartition(".")[0] or name))
    if not stem or _NO_PLACE.search(stem[1]):
        return []
    named, text = stem[1], reading.text.text
    said, level = reading.metadata["place"], reading.metadata["level"]
    if level == "national":
        return [f"the file is named {named}, the text is the national {reading.metadata['kind']}"]
    if said and named not in said and said[:2] not in named:
        return [f"the file is named {named}, the text says {said}"]
    if text.count(named) == 0:
        return [f"the file is named {named}, which the text never mentions"]
    smaller = text.count(named + "区") + text.count(named + "县")
    if level == "district" and not said and smaller >= 1:
        unit = "区" if text.count(named + "区") else "县"
        return [f"the file is named {named}, the text is that of {named}{unit} ({level})"]
    return []


def _cut_off(reading: Reading) -> list[str]:
    body = reading.paragraphs[reading.paragraphs["role"] != "annex"]["text"]
    if body.empty:
        return []
    last = body.iloc[-1]
    if not _ENDS.search(last):
        return [f"ends in mid-sentence (…{last[-12:]}): the text may be cut off"]
    closing = any(_CLOSING.search(text) for text in body.iloc[-3:])
    planned = (reading.paragraphs["role"] == "plan").any()
    if reading.metadata["kind"] == "work report" and not (closing and planned):
        return ["has no closing words or no plan: the report may be cut off"]
    return []


def _dropped_share(reading: Reading) -> float:
    spans = reading.spans
    length = spans["raw_end"] - spans["raw_start"]
    counted = ~spans["kept"] & (spans["reason"] != "layout")
    solid = length[spans["kept"] | counted].sum()
    return float(length[counted].sum() / solid) if solid else 0.0
