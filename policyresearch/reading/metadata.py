"""What a document says of itself: title, issuer, place, level, kind, dates, speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from policyresearch.reading.dates import find_dates
from policyresearch.reading.regions import SPEAKER, Regions, TitleBlock

# The kind of a title is that of its last genre word; the first row that matches decides.
_KINDS = (
    ("plan proposal", r"规划[^，。]{0,12}的?建议|(?:计划|纲要)的建议"),
    ("work report", r"工作报告"),
    ("implementing opinion", r"意见"),
    (
        "action plan",
        r"行动计划|行动方案|实施方案|工作方案|实施计划|行动纲要|三年行动|专项行动|攻坚.{0,6}方案",
    ),
    ("regulation", r"办法|规定|条例|细则|规则|章程"),
    ("plan", r"规划|计划|纲要|要点|安排|方案"),
    ("notice", r"通知|公告|通告|通报|决定|决议|批复|的函"),
)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
# By the last character of a jurisdiction's name.
_LEVELS = {
    "省": "province",
    "州": "city",
    "盟": "city",
    "市": "city",
    "区": "district",
    "县": "district",
    "旗": "district",
    "乡": "township",
    "镇": "township",
}
_PLACE = r"[\u4e00-\u9fff]{2,12}?(?:特别行政区|自治[区州县旗]|省|市|州|盟|区|县|旗|镇|乡)"
_GOVERNMENT = re.compile(rf"(?P<place>(?:{_PLACE}){{1,3}})(?:人民|市)?政府")
_PARTY = re.compile(r"中共(?P<place>[\u4e00-\u9fff]{2,12}?[省市州盟区县旗])委(?:员会)?")
_ASSEMBLY = re.compile(
    rf"(?P<place>(?:{_PLACE}){{1,3}})(?:第[一二三四五六七八九十\d]{{1,4}}[届次])?(?:人民代表大会|人大)"
)
_SPOKEN_FOR = re.compile(
    r"我(?:谨)?(?:受[^，。]{2,24}(?:委托|委派))?[，,]?(?:谨)?代表(?P<body>[^，。向]{2,24})"
)
_SPLIT_ISSUERS = re.compile(
    r"(?<=[委会府厅局院])[ 、]?(?=[\u4e00-\u9fff]{2,12}(?:人民政府|委员会|办公[厅室]|政府)$)"
)
_SESSION = re.compile(
    r"(?:在|于)?(?P<name>[\u4e00-\u9fff]{0,24}第[一二三四五六七八九十百\d]{1,4}[届次][\u4e00-\u9fff]{0,24}会议)"
)
# What stands before a name: dashes, a year, a date, "on" and "at".
_LEAD = re.compile(
    r"^[（(─—-]*(?:[^，。]{0,12}年)?(?:[^，。]{0,6}月[^，。]{0,4}日)?(?:上午|下午)?[，,]?[在于]?"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,4}号")
_PUBLISHED = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "公布日期",
    "发表时间",
    "发文日期",
    "时间",
    "日期",
    "更新时间",
    "更新日期",
    "date",
    "published",
    "pubdate",
)
_ADOPTED = ("成文日期", "成文时间", "印发日期")
_ISSUERS = (
    "发布机构",
    "发布机关",
    "发文机关",
    "发文单位",
    "制发机关",
    "制定机关",
    "发布单位",
    "公开主体",
)
_NUMBERS = ("发文字号", "文号", "文件字号", "发文文号")
_CONSULTATION = ("征集时间", "征求意见时间", "开始时间")
_SIGNATURE_LINES = 4


def read_metadata(
    paragraphs: Sequence[str],
    regions: Regions,
    fields: Sequence[tuple[str, str]],
    *,
    printed: Sequence[str],
) -> dict[str, str]:
    """
    What the text and its page state; "" where they do not.

    Parameters
    ----------
    paragraphs : sequence of str
        Simplified, in normal form.
    fields : sequence of (key, value)
        Pairs the page or the file stated.
    printed : sequence of str
        The same paragraphs in the characters of the raw file, from which title, issuer,
        place and speaker are quoted.
    """
    said: dict[str, str] = {}
    for key, value in fields:
        said.setdefault(key.lower(), value)
    block = regions.title
    title = "".join(paragraphs[i] for i in block.title)
    shown = "".join(printed[i] for i in block.title)
    head = list(range(regions.body, block.end))
    opening = "".join(paragraphs[block.end : block.end + 3])
    kind = _find_kind(title, opening)
    issuer = _find_issuer(title, [paragraphs[i] for i in head], opening, said, kind)
    place, level = _find_place(issuer, paragraphs, kind)
    session = (
        _SESSION.search(_LEAD.sub("", paragraphs[block.session])) if block.session >= 0 else None
    )
    number = _first(said, _NUMBERS) or (paragraphs[block.number] if block.number >= 0 else "")
    if not number:
        found = _NUMBER.search(" ".join(paragraphs[: block.end + 1]))
        number = found[0] if found else ""
    return {
        "title": shown.strip() or said.get("title", ""),
        "issuer": "、".join(_as_printed(part, paragraphs, printed) for part in issuer.split("、")),
        "place": _as_printed(place, paragraphs, printed),
        "level": level,
        "kind": kind,
        "adopted": _find_adopted(paragraphs, regions, said),
        "published": _find_published(paragraphs, regions, said),
        "speaker": _find_speaker(paragraphs, printed, block),
        "session": _as_printed(session["name"], paragraphs, printed) if session else "",
        "number": number,
    }


def _first(said: Mapping[str, str], keys: Sequence[str]) -> str:
    return next((said[key] for key in keys if said.get(key)), "")


def _find_kind(title: str, opening: str) -> str:
    bare = re.sub(r"[（(][^）)]*[）)]", "", title)
    # "关于印发…规划的通知" announces, what it announces is named before.
    bare = re.sub(r"的?(?:通知|公告)$", "", bare) if re.search("印发|征求|公布", bare) else bare
    bare = re.sub(r"《[^》]*》(?=.)", "", bare)
    ends = [(match.end(), kind) for kind, words in _KINDS for match in re.finditer(words, bare)]
    if ends:
        return max(ends, key=lambda found: found[0])[1]
    if re.search(r"报告(?:政府)?工作|作(?:政府)?工作报告", opening):
        return "work report"
    return "other" if title else ""


def _find_issuer(
    title: str, head: Sequence[str], opening: str, said: Mapping[str, str], kind: str
) -> str:
    before = re.match(r"(.{4,60}?)(?:印发)?关于", title)
    if before and re.search(r"[委会府厅局院]$", before[1].strip()):
        return "、".join(part for part in _SPLIT_ISSUERS.split(before[1].strip()) if part)
    stated = _first(said, _ISSUERS)
    if re.search(r"(?:政府|委员会|市委|国务院|办公[厅室])$", stated):
        return stated
    if kind == "work report":
        return _find_reporting_body(title, head, opening)
    found = _PARTY.search(title) or _GOVERNMENT.search(title)
    return found[0] if found else ""


def _find_reporting_body(title: str, head: Sequence[str], opening: str) -> str:
    """A work report is its government's: named by title, speaker, session or salutation."""
    spoken = _SPOKEN_FOR.search(opening)
    body = spoken["body"] if spoken else ""
    if "国务院" in body or "国务院" in title:
        return "国务院"
    for text in (title, *head, body):
        named = _LEAD.sub("", text)
        found = _GOVERNMENT.search(named) or _ASSEMBLY.search(named)
        place = found["place"] if found else ""
        if len(place) >= 3:
            return f"{place}人民政府"
    return body


def _find_place(issuer: str, paragraphs: Sequence[str], kind: str) -> tuple[str, str]:
    if re.match(r"国务院|中共中央|中央|全国", issuer):
        return "中国", "national"
    found = _PARTY.search(issuer) or _GOVERNMENT.search(issuer)
    place = found["place"] if found else ""
    if not place:
        # "市人民政府" alone tells the level, not the place.
        short = re.match(r"本?(自治区|[省市州盟区县旗镇乡])(?:人民)?(?:政府|委)", issuer)
        return "", _LEVELS.get(short[1][-1], "") if short else ""
    level = "province" if place in _MUNICIPALITIES else _LEVELS[place[-1]]
    if place.endswith(("自治区", "特别行政区")):
        level = "province"
    if level == "district":
        place = _with_city(place, paragraphs)
    return place, level


def _with_city(place: str, paragraphs: Sequence[str]) -> str:
    """A district's full name: with its city, where the text names but one again and again."""
    if re.match(r"[\u4e00-\u9fff]{2,5}[市州盟]", place):
        return place
    cities = Counter(
        name
        for text in paragraphs
        for name in re.findall(
            r"(?<=[《，。、：“ ])([\u4e00-\u9fff]{2,3}市)(?=[\u4e00-\u9fff])", text
        )
        if name[-2] not in "省全本城各区我入上都县乡"
    )
    top = cities.most_common(2)
    if top and top[0][1] >= 2 and (len(top) == 1 or top[0][1] >= 2 * top[1][1]):
        return top[0][0] + place
    return place


def _find_adopted(paragraphs: Sequence[str], regions: Regions, said: Mapping[str, str]) -> str:
    for i in range(regions.body, regions.title.end):
        dates = find_dates(paragraphs[i])
        if dates:
            return dates[-1] if "通过" in paragraphs[i] else dates[0]
    last = paragraphs[max(regions.title.end, regions.annex - _SIGNATURE_LINES) : regions.annex]
    for text in reversed(last):
        dates = find_dates(text)
        if dates and len(text) <= 24:
            return dates[-1]
    stated = find_dates(_first(said, _ADOPTED))
    return stated[0] if stated and regions.title.session < 0 else ""


def _find_published(paragraphs: Sequence[str], regions: Regions, said: Mapping[str, str]) -> str:
    stated = [day for key in _PUBLISHED for day in find_dates(said.get(key, ""))]
    if stated:
        return stated[0]
    for text in reversed(paragraphs[: regions.body]):
        dates = find_dates(text)
        if dates and len(text) <= 24:
            return dates[-1]
    consultation = find_dates(_first(said, _CONSULTATION))
    return consultation[0] if consultation else ""


def _find_speaker(paragraphs: Sequence[str], printed: Sequence[str], block: TitleBlock) -> str:
    if block.speaker >= 0:
        found = re.fullmatch(SPEAKER, paragraphs[block.speaker])
        name, at = found["name"] if found else paragraphs[block.speaker], block.speaker
    elif block.session >= 0:
        # The speaker may follow the session on its line.
        found = re.search(rf"[上）)] ?{SPEAKER}$", paragraphs[block.session])
        name, at = found["name"] if found else "", block.session
    else:
        return ""
    return "".join(_as_printed(name, [paragraphs[at]], [printed[at]]).split())


def _as_printed(text: str, paragraphs: Sequence[str], printed: Sequence[str]) -> str:
    """`text` in the characters of the raw file, where it stands in one paragraph."""
    for simple, shown in zip(paragraphs, printed, strict=True):
        at = simple.find(text) if text and len(simple) == len(shown) else -1
        if at >= 0:
            return shown[at : at + len(text)]
    if text.endswith("人民政府") and len(text) > 4:
        return _as_printed(text[:-4], paragraphs, printed) + text[-4:]
    return text
