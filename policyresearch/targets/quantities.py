"""From a sentence to its quantities: value, range, unit and bound, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from policyresearch.chinese import (
    ARABIC,
    CHINESE,
    SCALE,
    parse_arabic,
    parse_chinese,
    parse_fraction,
)
from policyresearch.targets.excluded import end_of_excluded, find_spans
from policyresearch.targets.units import FIRST_CHARACTERS, match_unit, unit_kind

# The lookahead rules most places out by one character.
_TOKEN = re.compile(
    r"(?=[0-9０-９〇○零一二两三四五六七八九十百千万亿半对过翻])(?:"
    rf"(?P<fraction>[百千万]分之(?:{ARABIC}|{CHINESE})(?:[至到~—-](?:百分之)?{CHINESE}(?!分之))?|"
    rf"[二三四五六七八九十]分之[一二三四五六七八九]|[1-9]/[2-9](?=的|以上|左右))|"
    rf"(?P<half>一半|半数|过半(?!数)|对半)|(?P<double>翻番)|"
    rf"(?P<mixed>[0-9０-９]+亿[0-9０-９,，.]+万|"
    rf"[0-9０-９]+[亿万][0-9０-９]{{1,3}}(?:[,，]?[0-9０-９]{{3}})*(?![0-9０-９.万亿]))|"
    rf"(?P<arabic>{ARABIC})|(?P<bare>[百千]?[万亿](?=元)|[千万](?=[亩头只吨人户千]))|"
    rf"(?P<chinese>{CHINESE}))"
)
_BEHIND = re.compile(
    rf"\s?(?P<more>[余多]|来(?=[万亿个]))?(?P<scale>{SCALE})?(?P<more2>[余多])?\s?"
)
_JOIN = re.compile(r"\s?(?:——|—|–|-|－|~|～|至|到)\s?")
_LIST = re.compile(r"(?:[、和与及]|以及)第?")
_AFTER = re.compile(
    r"(?P<ge>及?以上|及之上|之上|或以上)|(?P<le>及?以下|以内|之内|或以下|为(?:最高)?上?限|"
    r"内(?![部外容陆地设需销河涵蒙控]))|"
    r"(?P<approx>左右|上下|多(?=[，。；、]|$))"
)
_BEFORE = re.compile(
    r"(?:(?P<le>上限|不(?:能|得)?(?:超过|高于|大于|多于|突破)|最高|最多|至多|最长|控制在|控制到|"
    r"控制至)|"
    r"(?P<ge>[＞>≥]|(?<![超通经])过|不(?:能|得)?(?:低于|少于|小于|下于)|不低于|达到或超过|超过|"
    r"突破|首超|首破|超|逾|破|大于|多于|至少|最少|"
    r"最低|高于|下限)|"
    r"(?P<le2>[＜<≤]|低于|少于|小于|不足|不到|未满|不满)|(?P<approx>接近|将近|大约|"
    r"(?<![签条契节合预邀])约|近))了?(?:约|近)?$"
)
_AT_LEAST = re.compile("至少[^，；。、0-9]*$")
_LONGEST_BOUND = 8
# Han classifiers count names as often as things: 三个代表, 两个维护.
_SMALL = 10
_FIRST_YEAR, _LAST_YEAR = 1840, 2100


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    One value in a sentence.

    `start` to `end` covers bound, number and unit; `number` is where the number starts.
    `kind` is that of the unit (`units.unit_kind`), "rank" for places in an order, "zero" for
    statements of none. `weak`: a small Han numeral before a classifier, that may be a name.
    """

    start: int
    number: int
    end: int
    value: float
    unit: str
    kind: str
    relation: str = "eq"
    high: float | None = None
    weak: bool = False
    ordinal: bool = False
    bare_scale: bool = False


def find_quantities(text: str) -> list[Quantity]:
    """
    Quantities of a sentence in order; what `excluded` covers is left out.

    Examples
    --------
    >>> text = "高于全国、全省10.4和9.4个百分点，建设1~2所学校，超过三千二百亿斤"
    >>> for q in find_quantities(text):
    ...     print(q.value, q.high, q.unit, q.relation)
    10.4 None 个百分点 eq
    9.4 None 个百分点 eq
    1.0 2.0 所 eq
    3200.0 None 亿斤 ge
    """
    found: list[Quantity] = []
    edge = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        if start < edge or (token["chinese"] and not _may_count(text, token)):
            continue
        edge = max(edge, end_of_excluded(text, start))
        quantity = _read(text, token) if start >= edge else None
        if quantity:
            found.append(quantity)
            edge = quantity.end
    spans = find_spans(text) if found else []
    if spans:
        starts = [a for a, _ in spans]
        found = [
            q for q in found
            if (place := bisect_right(starts, q.number) - 1) < 0 or spans[place][1] <= q.number
        ]
    whole = _share_units(text, _join_ranges(text, found))
    return [_bound(text, q) for q in whole if _counts(text, q)]


def _may_count(text: str, token: re.Match) -> bool:
    """Whether a Chinese numeral is followed by what a quantity needs; most 一 are not."""
    following = text[token.end() : token.end() + 1]
    return (
        following in FIRST_CHARACTERS or following in _GOES_ON or token[0][-1] in "万亿"
        or text[token.start() - 1 : token.start()] in ("第", "前")
    )


def _read(text: str, token: re.Match) -> Quantity | None:
    """One number with its scale and unit."""
    start, end = token.span()
    ordinal = start > 0 and text[start - 1] == "第"
    if token["fraction"]:
        return _read_fraction(token)
    if token["double"]:
        return Quantity(start, start, end, 1.0, "番", "times")
    if token["half"]:
        return Quantity(start, start, end, 0.5, "倍", "fraction",
                        relation="ge" if token[0] == "过半" else "eq")
    before = text[start - 1 : start]
    if token["mixed"]:
        value, scale = _read_mixed(token[0])
    elif token["bare"]:
        if before and (before in "一二三四五六七八九十百千万亿两数几上每0123456789"):
            return None
        value, scale = _BARE.get(token[0][0], 1.0), token[0].lstrip("百千")
    elif token["arabic"]:
        ranged = _RANGE_BEFORE.search(text[max(0, start - 2) : start])
        if before and before.isascii() and (
            before.isalnum() or (before in "./-&" and not ranged)
        ):
            return None
        value, scale = parse_arabic(token[0]), ""
    else:
        numeral = parse_chinese(token[0])
        if numeral is None or before in tuple("数几好若") or token[0] in "零〇○":
            return None
        value, scale = numeral
    behind = _BEHIND.match(text, end)
    assert behind is not None
    more = behind["more"] or behind["more2"]
    scale = scale + (behind["scale"] or "") if not (scale and behind["scale"]) else scale
    unit = match_unit(text, behind.end())
    han = token["chinese"] is not None
    bare = token["bare"] is not None or (han and token[0].rstrip("万亿") in ("百", "千"))
    if before == "每" and (bare or token[0] in ("百", "千", "十")):
        return None
    if unit == "成" and han and (tenth := _TENTH.match(text, behind.end() + 1)):
        value += parse_chinese(tenth[0]).value / 10  # type: ignore[union-attr]
        return Quantity(start, start, tenth.end(), value, "成", "times")
    if unit == "倍" and text.startswith("半", behind.end() + 1):
        return Quantity(start, start, behind.end() + 2, value + 0.5, "倍", "times")
    lower = bool(_RANGED.match(text, end))
    if not unit and not scale and han and not ordinal and before != "前" and not lower:
        return None
    stop = behind.end() + len(unit)
    if not unit:
        stop = end + len((behind["more"] or "") + (behind["scale"] or ""))
        following = text[stop : stop + 1]
        if following.isascii() and following.isalnum():
            return None
    kind = unit_kind(unit) or ("money" if "亿" in scale else "count" if scale else "")
    if ordinal and unit not in ("位", "名", "次") and not _ALONE.match(text, stop):
        return None
    # 千亿元: a scale without a number counts from one.
    named = kind in ("count", "people", "time", "rank", "place") or unit in ("里", "方", "口")
    small = han and value <= _SMALL and scale == "" and named
    return Quantity(
        start, start, stop, value, scale + unit if unit or scale else "",
        "rank" if ordinal and unit in ("位", "名", "") else kind,
        relation="approx" if more else "eq", weak=small or (bare and kind != "money"),
        ordinal=ordinal, bare_scale=bare,
    )


# 全省第一, 前十: nothing but the end of a clause behind it.
_ALONE = re.compile(r"[，。；、！？并（）()”和与及]|$")
_GOES_ON = frozenset("万亿百千余多来至到-—–－~～ ")
# 突破千亿元, 超亿元: what makes a scale without a number a value; not 万元产值能耗.
# One of these is a thing, where 一个 and 一项 are often no more than an article.
_RANGE_BEFORE = re.compile(r"[0-9%％][-~]$")
_SINGLE = ("所", "座", "处", "家", "条")
_REACHES = tuple("超过破近约逾达满上")
_BARE = {"十": 10.0, "百": 100.0, "千": 1000.0}
# The lower end of a range leaves its unit to the upper one.
_RANGED = re.compile(rf"(?:——|—|–|-|－|~|～|至|到)(?:{ARABIC}|{CHINESE})")
_TENTH = re.compile(r"[一二三四五六七八九](?![个十百千万年月])")


def _read_fraction(token: re.Match) -> Quantity | None:
    """百分之三点五至五点五, 三分之二, 2/3."""
    if "/" in token[0]:
        part, of = map(int, token[0].split("/"))
        share = round(part / of, 4)
        return Quantity(token.start(), token.start(), token.end(), share, "倍", "fraction")
    low, _, high = re.sub("[至到~—-](?:百分之)?", "|", token[0]).partition("|")
    parsed = parse_fraction(low)
    if parsed is None:
        return None
    upper = parse_chinese(high) if high else None
    value, unit = parsed
    return Quantity(
        token.start(), token.start(), token.end(), value, unit,
        "percent" if unit in ("%", "‰", "‱") else "fraction",
        high=upper.amount if upper else None,
    )


def _read_mixed(text: str) -> tuple[float, str]:
    """9亿6500万 is 9.65 of 亿, 2万1305 is 2.1305 of 万."""
    scale = "亿" if "亿" in text else "万"
    high, _, low = text.partition(scale)
    tail = parse_arabic(low.removesuffix("万").rstrip(",，.") or "0")
    size = {"亿": 1e8, "万": 1e4}[scale]
    below = tail * (1e4 if low.endswith("万") else 1.0)
    return round(parse_arabic(high) + below / size, 8), scale


def _join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """8%-10% and 3至5所 as one quantity each; 由3个到5个 stays two."""
    joined: list[Quantity] = []
    for quantity in found:
        last = joined[-1] if joined else None
        if last and last.high is None and not quantity.ordinal:
            gap = _JOIN.fullmatch(text, last.end, quantity.start)
            low_unit = last.unit in ("", quantity.unit) or quantity.unit.endswith(last.unit)
            if gap and low_unit and text[last.start - 1 : last.start] not in ("由", "从", "自"):
                joined[-1] = replace(
                    quantity, start=last.start, number=last.number, value=last.value,
                    high=quantity.value, weak=False,
                )
                continue
        joined.append(quantity)
    return joined


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give 10.4 in 10.4和9.4个百分点 its unit; the last of a list says it."""
    shared = list(found)
    for i in range(len(shared) - 2, -1, -1):
        this, following = shared[i], shared[i + 1]
        elided = this.unit == "个" and following.unit == "个百分点"
        listed = _LIST.fullmatch(text, this.end, following.start)
        if (this.unit == "" or elided) and following.unit and listed:
            shared[i] = replace(this, unit=following.unit, kind=following.kind)
        elif this.ordinal and following.unit == this.unit and listed:
            shared[i + 1] = replace(following, kind="rank", ordinal=True)
    return shared


def _counts(text: str, q: Quantity) -> bool:
    """Whether the number can be a quantity at all."""
    if q.ordinal:
        return q.kind == "rank" or q.unit == "次"
    if text[q.number - 1 : q.number] == "前" and q.number:
        return q.unit in ("位", "名", "") and (q.unit != "" or bool(_ALONE.match(text, q.end)))
    if q.unit == "":
        if text[q.number - 1 : q.number] in ("[", "〔", "【", "［"):
            return False  # the mark of a note
        if not text[q.number].isdecimal():
            return False
        # A bare 2019 is a year.
        return not (_FIRST_YEAR <= q.value <= _LAST_YEAR and q.value % 1 == 0 and q.high is None)
    if q.weak and q.kind == "place":
        return False
    if text.startswith("级", q.end) and (q.bare_scale or q.kind in ("measure", "money")):
        return False  # 3000吨级航道, 百亿元级园区
    if q.bare_scale and (q.kind == "place" or q.unit in ("万", "亿", "千", "百", "万亿")):
        return False  # 千亿市, 百亿国储林
    if q.bare_scale and text[q.number - 1 : q.number] not in _REACHES:
        return bool(_AFTER.match(text, q.end))
    least = text[max(0, q.number - 2) : q.number] in ("至少", "最少")
    if least or q.unit in _SINGLE:
        return True
    return not (q.weak and q.value == 1 and q.kind in ("count", "people", "time"))


def _bound(text: str, q: Quantity) -> Quantity:
    """Take in the words around the number that bound it."""
    start = q.number - (text[q.number - 1 : q.number] == "第")
    relation, end = q.relation, q.end
    after = _AFTER.match(text, end)
    if after and not (after["le"] in ("内", "之内") and q.kind != "time"):
        end = after.end()
        relation = "ge" if after["ge"] else "le" if after["le"] else "approx"
    if start and text[start - 1] == "前" and q.unit in ("位", "名", ""):
        return replace(q, start=start - 1, end=end, unit=q.unit or "位", kind="rank", relation="le")
    if q.ordinal:
        return replace(q, start=start, end=end, unit=q.unit or "位")
    before = _BEFORE.search(text, max(0, start - _LONGEST_BOUND), start)
    if before:
        start = before.start()
        stated = (
            "le" if before["le"] or before["le2"] else "ge" if before["ge"] else "approx"
        )
        controlled = before[0].startswith("控制")
        if not (controlled and relation != "eq"):
            relation = stated
    if relation == "eq" and _AT_LEAST.search(text[max(0, start - 10) : start]):
        relation = "ge"
    return replace(
        q, start=start, end=end, relation=relation, weak=q.weak and relation == "eq"
    )
