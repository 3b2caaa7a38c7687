"""When a value is for, as the words say it: years, plan periods, 五年来, 今后三年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from policyresearch.chinese import parse_chinese

# What is added to a year of the Republic of China's calendar.
FIRST_OF_THE_REPUBLIC = 1911
HAN_YEAR = r"[一二][〇○零一二三四五六七八九]{3}"
YEAR = rf"(?:(?:1[89]|20)[0-9]{{2}}|{HAN_YEAR})"
_COUNT = "[两一二三四五六七八九十]"
_TIME = re.compile(
    r"(?=[“「0-9一二三四五六七八九十民第过近这最本五今未再力争两到年去上明截目前])(?:"
    rf"(?P<span>(?P<first>{YEAR})年?(?:[-—–－~～至到]{{1,2}})(?P<last>{YEAR}|[0-9]{{2}}|"
    rf"[〇零一二三四五六七八九]{{2}})(?:财政)?年)|"
    rf"(?P<year>{YEAR})年(?!代)|"
    r"(?P<roc>民国[0-9一二三四五六七八九十百]{1,4}年|(?<![0-9.])1[0-4][0-9]年(?![来前后内多龄])|"
    r"(?<![0-9.])[5-9][0-9]年(?:度|底)|[七八九一][十百][〇零一二三四五六七八九十]{0,3}年(?=度|"
    r"底|[经國国政预预施]))|"
    r"[“「]?(?<![一二三四五六七八九十百千零点之])(?P<plan>[一二三四五六七八九十]{1,2}五)[”」]?(?=期间|时期|末|以来|规划|目标|收官|"
    r"开局|计划|、|，|这)|"
    r"第(?P<plan_full>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)|"
    rf"(?P<past>(?:过去|近|这|最近)?(?P<past_n>{_COUNT})年(?:多)?来|(?:过去|"
    rf"上一?个?)的?(?P<past_n2>{_COUNT})年|"
    r"本届政府(?:任期|以来)|五年间)|"
    rf"(?P<next>(?:今后|未来|再用|力争用?|"
    rf"争取用?)(?:的)?(?P<next_n>{_COUNT})(?:至[二三四五六])?年(?:内|时间|左右)?|"
    rf"(?P<next_n2>{_COUNT})年(?:内|之内))|"
    r"(?P<this>今年|本年|到?年底前?|(?<![0-9])年内)|(?P<ago>去年|上年度|上年(?=[，完实]))|"
    r"(?P<coming>明年)|"
    r"(?P<part>第?一季度|上半年|1[-—至]?[0-9]{0,2}月份?|前[一二三四五六七八九0-9]个月|"
    r"[0-9]{1,2}月份以来)|"
    r"(?P<as_of>截至[0-9]{1,2}月(?:[0-9]{1,2}日|底)?|截至目前|目前))"
)
# A year is a time of the values behind it where it opens a clause or a preposition does.
_OPENS = re.compile(
    r"(?:^|[，；。：、！？（(——“\s]|到|至|截至|截止|在|力争|确保|其中|预计|于|争取|——|实现|计划|"
    r"用|将|要|今后|年份)$"
)
# Before a year of comparison, behind it, or in a title.
_COMPARES = re.compile(
    r"(?:比|较|与|同|扣除|入选|荣获|恢复到|接近|相当于|超过|高于|低于|由|从|自|(?<![作])为|是|"
    r"以|《[^》]*)$"
)
_IS_BASE = re.compile(
    r"(?:年?[末底])?的?[^，。；]{0,10}?(?:基础上|相比|[0-9.]+倍|倍)|年?(?:不变)?价"
)


class Period(NamedTuple):
    """End year and, where a stretch of years is meant, its first one."""

    year: int | None
    first: int | None = None


class Now(NamedTuple):
    """The year a text speaks in, the one it reviews and the one it plans."""

    year: int | None
    review: int | None
    plan: int | None


@dataclass(frozen=True, slots=True)
class Time:
    """
    A time named in a text: its place, what it says, and of what kind it is.

    `leads`: nothing but this time stands in its clause (到2020年，…), so that it holds for
    all that follows.
    """

    start: int
    end: int
    period: Period
    kind: str
    leads: bool = False


def plan_years(number: int) -> tuple[int, int]:
    """
    Years of the Nth five-year plan (国民经济和社会发展五年计划/规划).

    Examples
    --------
    >>> plan_years(1), plan_years(3), plan_years(14)
    ((1953, 1957), (1966, 1970), (2021, 2025))
    """
    if number <= 2:
        return (1953, 1957) if number == 1 else (1958, 1962)
    first = 1966 + 5 * (number - 3)
    return first, first + 4


def find_times(text: str, now: Now) -> list[Time]:
    """
    Times that a text says its values are for.

    Examples
    --------
    >>> now = Now(2017, 2017, 2018)
    >>> [(t.period.year, t.period.first) for t in find_times("到2020年；“十四五”期间；五年来", now)]
    [(2020, None), (2025, 2021), (2017, 2013)]
    >>> [t.period.year for t in find_times("今后五年，至116年底，一九六三年，", now)]
    [2022, 2027, 1963]
    >>> [(t.kind, t.period) for t in find_times("一年来，", now)]
    [('ago', Period(year=2017, first=None))]

    Counter-examples: a year of comparison or of a title is no time of a value.

    >>> find_times("比2015年下降20%，是2006年的3倍，在2011年的基础上翻番", now)
    []
    >>> find_times("《规划（2018—2022年）》", now)
    []
    """
    found = []
    for m in _TIME.finditer(text):
        head = text[max(0, m.start() - 40) : m.start()]
        named = m["year"] or m["span"] or m["roc"]
        if _COMPARES.search(head) and not m["past"] and not m["next"]:
            continue
        if named and (not _OPENS.search(head) or _IS_BASE.match(text, m.end())):
            continue
        period = _read(m, now)
        if period is None or period.year is None:
            continue
        kind = _kind(m)
        if kind == "past" and period.first == period.year:
            period, kind = Period(period.year), "ago"  # 一年来 is the year under review, no run
        free = kind in ("ago", "past") and not head
        alone = _LEADS_BEFORE.search(head) and _LEADS_BEHIND.match(text, m.end())
        leads = free or bool(alone)
        found.append(Time(m.start(), m.end(), period, kind, leads))
    return found


_LEADS_BEFORE = re.compile(
    r"(?:^|[，；。：！？])(?:力争)?(?:到|至|在)?$|"
    r"^[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．](?:到|至)?$"
)
_LEADS_BEHIND = re.compile(r"(?:期间|时期|以来)?(?:年?[底末]前?|度)?(?:全[市省县区国年])?，|是")
_KINDS = (
    "span", "year", "roc", "plan", "plan_full", "past", "next", "this", "ago", "coming", "part",
    "as_of",
)


def _kind(m: re.Match) -> str:
    kind = next(name for name in _KINDS if m[name])
    return {"roc": "year", "plan_full": "plan"}.get(kind, kind)


def _read(m: re.Match, now: Now) -> Period | None:
    if m["span"]:
        first, last = to_year(m["first"]), to_year(m["last"])
        if first is None or last is None:
            return None
        last = last if last > 99 else first // 100 * 100 + last
        return Period(last, first)
    if m["year"]:
        return Period(to_year(m["year"]))
    if m["roc"]:
        year = to_year(m["roc"].removeprefix("民国").rstrip("年度底"))
        return Period(FIRST_OF_THE_REPUBLIC + year) if year else None
    if m["plan"] or m["plan_full"]:
        number = to_year(m["plan"][:-1] if m["plan"] else m["plan_full"])
        return Period(*reversed(plan_years(number))) if number else None
    if m["past"] and now.review is not None:
        count = to_year(m["past_n"] or m["past_n2"] or "五") or 1
        return Period(now.review, now.review - count + 1)
    if m["next"] and now.plan is not None:
        count = to_year(m["next_n"] or m["next_n2"]) or 1
        return Period(now.plan + count - 1, now.plan)
    if now.year is None:
        return None
    if m["ago"]:
        return Period(now.year - 1)
    if m["coming"]:
        return Period(now.year + 1)
    return Period(now.year)


def to_year(text: str) -> int | None:
    """A year or a small number, in digits or Chinese numerals."""
    if text.isdecimal():
        return int(text)
    numeral = parse_chinese(text)
    return int(numeral.value) if numeral else None
