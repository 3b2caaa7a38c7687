"""Who issued a document, and for which place: by its title, head and opening."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

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
# In the fifties a people's committee, in the seventies a revolutionary committee.
_ORGAN = r"(?:人民|市)?政府|人民委员会|革命委员会"
_GOVERNMENT = re.compile(rf"(?P<place>(?:{_PLACE}){{1,3}})(?P<organ>{_ORGAN})")
_PARTY = re.compile(
    r"(?:中共|中国共产党)(?P<place>[\u4e00-\u9fff]{2,12}?[省市州盟区县旗])"
    r"(?:第[一二三四五六七八九十\d]{1,4}届)?委(?:员会)?"
)
# A title that opens with its jurisdiction: 某省国民经济和社会发展…
_TITLE_PLACE = re.compile(
    rf"(?:关于(?=\S{{2,12}}\d{{4}}年))?(?:\d{{4}}年)?"
    rf"(?P<place>(?:{_PLACE}){{1,2}})(?![域长委内外场界村镇])"
)
_UNNAMED = re.compile(r"[在本]?(自治区|[省市州盟区县旗镇乡])(?:人民|革命)?(?:政府|委|代表)")
_REGIONS = ("香港", "澳门")
_ASSEMBLY = re.compile(
    rf"(?P<place>(?:{_PLACE}){{1,3}})(?:第[一二三四五六七八九十\d]{{1,4}}[届次])?(?:人民代表大会|人大)"
)
_SPOKEN_FOR = re.compile(
    r"我(?:谨)?(?:受[^，。]{2,24}(?:委托|委派))?[，,]?(?:谨)?代表(?P<body>[^，。向]{2,24})"
)
_SPLIT_ISSUERS = re.compile(
    r"(?<=[委会府厅局院])[ 、]?(?=[\u4e00-\u9fff]{2,12}(?:人民政府|委员会|办公[厅室]|政府)$)"
)
# What stands before a name: dashes, a year, a date, "on" and "at".
LEAD = re.compile(
    r"^[（(─—-]*(?:关于)?(?:(?:中华)?(?:民国)?[\d一二三四五六七八九十〇零○]{2,5}年)?(?:[^，。月]{0,4}月(?:[^，。日]{0,4}日)?)?(?:上午|下午)?[，,]?[在于]?"
)
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


def first_of(said: Mapping[str, str], keys: Sequence[str]) -> str:
    """The first value stated under one of the keys, "" if none is."""
    return next((said[key] for key in keys if said.get(key)), "")


def find_issuer(
    title: str, head: Sequence[str], opening: str, said: Mapping[str, str], kind: str
) -> str:
    named = named_before(title)
    if named:
        return named
    stated = first_of(said, _ISSUERS)
    if re.search(r"(?:政府|委员会|市委|国务院|办公[厅室])$", stated):
        return stated
    if kind == "work report":
        return _find_reporting_body(title, head, opening)
    found = _PARTY.search(title) or _GOVERNMENT.search(title)
    return found[0] if found else ""


def named_before(title: str) -> str:
    """Who issues a title's document: named before 关于, several parted by "、"."""
    before = re.match(r"(.{3,60}?)(?:印发|转发|批转)?关于", title)
    if not before or not re.search(r"[委会府厅室局院]$", before[1].strip()):
        return ""
    return "、".join(part for part in _SPLIT_ISSUERS.split(before[1].strip()) if part)


def _find_reporting_body(title: str, head: Sequence[str], opening: str) -> str:
    """A work report is its government's: named by title, speaker, session or salutation."""
    spoken = _SPOKEN_FOR.search(opening)
    body = spoken["body"] if spoken else ""
    if "国务院" in body or "国务院" in title:
        return "国务院"
    for text in (title, *head, body):
        named = LEAD.sub("", text)
        found = _GOVERNMENT.search(named) or _ASSEMBLY.search(named)
        if found and len(found["place"]) >= 3:
            place = found["place"]
            organ = found.groupdict().get("organ") or _organ_of(body)
            return place + ("人民政府" if organ.endswith("政府") else organ)
    party = _PARTY.search(body)
    return party[0] if party else body


def _organ_of(body: str) -> str:
    """The kind of government that a report speaks for."""
    found = re.search(rf"{_ORGAN}$", body)
    return found[0] if found else "人民政府"


def find_place(named: str, paragraphs: Sequence[str]) -> tuple[str, str]:
    """The jurisdiction of an issuer or, where none is known, the one a title opens with."""
    if re.match(r"国务院|中共中央|中央|全国|中华人民共和国", named):
        return "中国", "national"
    if re.match(r"行政长官|香港|澳门", named):
        times = Counter({name: sum(text.count(name) for text in paragraphs) for name in _REGIONS})
        return f"{max(_REGIONS, key=times.__getitem__)}特别行政区", "province"
    found = _PARTY.search(named) or _GOVERNMENT.search(named) or _TITLE_PLACE.match(named)
    place = found["place"] if found else ""
    if not place:
        # "市人民政府" alone tells the level, not the place.
        short = _UNNAMED.match(named)
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
