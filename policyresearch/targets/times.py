"""When a value is for: years and periods in the words, else from the section and the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from policyresearch.targets.numerals import parse_chinese

_HAN_YEAR = r"[一二][〇○零一二三四五六七八九]{3}"
_YEAR = rf"(?:[12][0-9]{{3}}|{_HAN_YEAR})"
_TIME = re.compile(
    rf"(?P<span>(?P<first>{_YEAR})年?(?:[-—–~～至到]{{1,2}})(?P<last>{_YEAR}|[0-9]{{2}})年)|"
    rf"(?P<year>{_YEAR})年(?!代)|民国(?P<roc>[0-9一二三四五六七八九十百]{{1,4}})年|"
    r"[“「]?(?P<plan>[一二三四五六七八九十]{1,2}五)[”」]?(?=期间|时期|末|以来|规划|目标|收官|开局|计划|、|，|这)|"
    r"第(?P<plan_full>[一二三四五六七八九十]{1,3})个五年(?:规划|计划)|"
    r"(?P<past>(?:过去|近|这|最近)?(?P<past_n>[两三四五六七八九十])年(?:多)?来|(?:过去|上一?个?)(?P<past_n2>[两三四五])年|(?P<term>本届政府(?:任期|以来)|五年间))|"
    r"(?P<next>(?:今后|未来|再用|力争用?|用|在)(?P<next_n>[一两三四五])(?:至[二三四五])?年(?:内|时间|左右)?|(?P<next_n2>[一两三四五])年(?:内|之内))|"
    r"(?P<this>今年|本年度?|年内|到?年底前?|全年|本年度)|(?P<ago>去年|上年度?)|(?P<coming>明年)|(?P<part>一季度|第一季度|上半年|1[-—至]?[0-9]{0,2}月份?|前[0-9一二三四五六七八九]个月|[0-9]{1,2}月份以来)|"
    r"(?P<as_of>截至[0-9]{1,2}月(?:[0-9]{1,2}日|底)?|截至目前|目前)|(?P<ytd>前三季度)"
)
_OPENS = re.compile(
    r"(?:^|[，；。：、！？（(——“\s]|到|至|截至|截止|在|力争|确保|其中|预计|于|争取|自|从|——|实现|计划|年份|的|用|将|，)$"
)
_COMPARES = re.compile(r"(?:比|较|与|同|扣除|入选|荣获|《[^》]*)$")
_AT = re.compile(r"^(?:年?[末底])?(?:的?基础上|相比|同期|水平|增长|下降|提高|[0-9])")


class Period(NamedTuple):
    """End year and, where a stretch of years is meant, its first one."""

    year: int | None
    first: int | None = None


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


@dataclass(frozen=True, slots=True)
class Time:
    """A time named in a text: its place, what it says, and whether it is a horizon (到…年)."""

    start: int
    end: int
    period: Period
    kind: str


def find_times(text: str, *, now: int | None) -> list[Time]:
    """
    Times that a text says its values are for; `now` is the year it speaks from.

    Examples
    --------
    >>> [(t.period.year, t.period.first) for t in find_times("到2020年；“十四五”期间；五年来", now=2017)]
    [(2020, None), (2025, 2021), (2017, 2013)]

    Counter-examples: a year of comparison or of a title is no time of a value.

    >>> find_times("用水量比2015年下降20%", now=2018), find_times("《规划（2018—2022年）》", now=2018)
    ([], [])
    """
    found = []
    for m in _TIME.finditer(text):
        head = text[max(0, m.start() - 40) : m.start()]
        if _COMPARES.search(head) and not m["past"]:
            continue
        named = m["year"] or m["span"] or m["roc"]
        if named and not _OPENS.search(head):
            continue
        time = _read(m, now)
        if time is not None:
            found.append(time)
    return found


def _read(m: re.Match, now: int | None) -> Time | None:
    kind = m.lastgroup or ""
    period: Period | None = None
    if m["span"]:
        first, last = _to_year(m["first"]), _to_year(m["last"])
        if first is None or last is None:
            return None
        last = last if last > 99 else first // 100 * 100 + last
        period, kind = Period(last, first), "span"
    elif m["year"]:
        period, kind = Period(_to_year(m["year"])), "year"
    elif m["roc"]:
        number = parse_chinese(m["roc"]) if not m["roc"].isdecimal() else None
        year = int(m["roc"]) if m["roc"].isdecimal() else int(number.value) if number else None
        period = Period(1911 + year) if year else None
        kind = "year"
    elif m["plan"] or m["plan_full"]:
        number = _plan_number(m["plan"]) if m["plan"] else _small(m["plan_full"])
        if number is None:
            return None
        first, last = plan_years(number)
        period, kind = Period(last, first), "plan"
    elif now is None:
        return None
    elif m["past"]:
        count = _small(m["past_n"] or m["past_n2"] or "五") or 1
        period, kind = Period(now, now - count + 1), "past"
    elif m["next"]:
        count = _small(m["next_n"] or m["next_n2"]) or 1
        period, kind = Period(now + count, now + 1), "next"
    elif m["this"]:
        period, kind = Period(now), "this"
    elif m["ago"]:
        period, kind = Period(now - 1), "ago"
    elif m["coming"]:
        period, kind = Period(now + 1), "coming"
    else:
        period, kind = Period(now), "part" if m["part"] else "as of" if m["as_of"] else "ytd"
    return Time(m.start(), m.end(), period, kind) if period and period.year else None


def _plan_number(text: str) -> int | None:
    """十四五 is the 14th, 九五 the 9th."""
    return _small(text[:-1])


def _small(text: str | None) -> int | None:
    numeral = parse_chinese(text) if text else None
    return int(numeral.value) if numeral else None


def _to_year(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    numeral = parse_chinese(text)
    return int(numeral.value) if numeral else None
