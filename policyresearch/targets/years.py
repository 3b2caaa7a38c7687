"""The years a document speaks of: which one it reviews, which one it plans, section by section."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from policyresearch.reading.cleaning.normal import normal_form
from policyresearch.reading.cleaning.script import simplify_string
from policyresearch.targets.times import YEAR, Now, Period, Time, find_times, to_year

_TITLE_YEAR = re.compile(rf"({YEAR})(?=年)")
_DATE_LINE = re.compile(rf"[（(]?({YEAR})年(?:([0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})月)?")
# Reports delivered this late in a year look back on that year and ahead to the next.
_LATE_MONTH = 11
_HORIZONS = ("year", "span", "plan")
# Lines of a document, from its start and its end, that may carry its date.
_EDGE_LINES = 4
_TITLE_LENGTH = 40


class Years:
    """
    Default years of a document.

    Parameters
    ----------
    document : dict
        Row of `tables.DOCUMENTS`: title, kind, adopted, published, wave.
    sections : DataFrame (`tables.SECTIONS`)
    lines : sequence of str
        Its sentences, of which the first and last ones may date it.

    Notes
    -----
    A work report delivered in spring reviews the year before and plans its own; one
    delivered in November or December reviews its own year. Years in section titles come
    first, those of a title further in before those of one around it; then the title.
    """

    def __init__(self, document: dict, sections: pd.DataFrame, lines: list[str]) -> None:
        self.is_report = document.get("kind") == "work report"
        self.traditional = document.get("script") == "Hant"
        title = self._as_analysed(document.get("title") or "".join(lines[:1])[:_TITLE_LENGTH])
        year, month = _date(document, title, lines)
        if year is None and self.is_report:
            year = self._spring_of(sections)
        review = plan = year
        if self.is_report and year is not None:
            late = month >= _LATE_MONTH
            review, plan = (year, year + 1) if late else (year - 1, year)
        self.now = Now(year, review, plan)
        self.spring = month < _LATE_MONTH
        self.month = month
        self.title_period = _title_period(title, self.now)
        if not self.is_report and self.title_period and not document.get("adopted"):
            self.now = Now(*[self.title_period.first or self.title_period.year] * 3)
        self._common: Period | None = None
        self._past: set[int] = set()
        self._sections = self._date_sections(sections)

    def set_horizon(self, times: list[Time]) -> None:
        """Take the year that at least half of a plan's dated goals are for as that of all."""
        years = [t.period.year for t in times if t.kind in _HORIZONS and t.leads]
        if years and not self.is_report:
            year, count = Counter(years).most_common(1)[0]
            if 2 * count >= len(years):
                self._common = Period(year)

    def section_period(self, section_id: int) -> Period | None:
        """Period that the titles of a section and of those around it name."""
        return self._sections.get(section_id)

    def is_past(self, section_id: int) -> bool:
        """Whether the title of a section, or of one around it, tells of years gone by (五年来)."""
        return section_id in self._past

    def default(self, role: str, status: str) -> Period:
        """Period of a value of which neither its words nor a section title say when."""
        if self.is_report:
            back = role == "review" or (status != "target" and role not in ("plan", "requirements"))
            return Period(self.now.review if back else self.now.plan)
        named = self.title_period or (self._common if status != "outcome" else None)
        if named and status == "outcome" and named.first is not None:
            return Period(None)  # a plan's own years are no time of what was reached before
        return named or Period(None)

    def _as_analysed(self, title: object) -> str:
        """A title in the characters of the analysed text: tables keep those of the file."""
        return normal_form(simplify_string(str(title), "Hant" if self.traditional else "Hans"))

    def _spring_of(self, sections: pd.DataFrame) -> int | None:
        """Year of an undated report: the one after that which its review is headed with."""
        for role, later in (("review", 1), ("plan", 0)):
            titles = sections.loc[sections["role"] == role, "title"].map(self._as_analysed)
            years = [to_year(y) for title in titles for y in _TITLE_YEAR.findall(title)[:1]]
            if years and years[0]:
                return years[0] + later
        return None

    def _date_sections(self, sections: pd.DataFrame) -> dict[int, Period | None]:
        periods: dict[int, Period | None] = {}
        columns = ["section_id", "parent_id", "title"]
        for section, parent, title in sections[columns].itertuples(index=False, name=None):
            around = None if pd.isna(parent) else int(parent)
            words = self._as_analysed(title)
            own = _title_period(words, self.now)
            periods[int(section)] = own or (None if around is None else periods.get(around))
            times = find_times(words, self.now)
            if (own is None and around in self._past) or (times and times[0].kind == "past"):
                self._past.add(int(section))
        return periods


def _title_period(title: str, now: Now) -> Period | None:
    """
    What a title is for: its years; a single year before the five years it closes.

    Examples
    --------
    >>> _title_period("一、2017年和过去五年工作回顾", Now(2017, 2017, 2018))
    Period(year=2017, first=None)
    >>> _title_period("三年行动计划（2021—2023年）", Now(2021, 2021, 2021))
    Period(year=2023, first=2021)
    """
    times = find_times(title, now)
    for kinds in (("span",), ("year",), ("plan",), ("past", "next"), ("this", "ago", "coming")):
        named = [t for t in times if t.kind in kinds]
        if named:
            return named[0 if kinds == ("span",) else -1].period
    plain = _TITLE_YEAR.findall(title)
    return Period(to_year(plain[-1])) if plain else None


def _date(document: dict, title: str, lines: list[str]) -> tuple[int | None, int]:
    """Year and month a document speaks in: of its date, else its title, else its edges."""
    for name in ("adopted", "published"):
        stated = str(document.get(name) or "")
        if re.match(r"[0-9]{4}-[0-9]{2}", stated):
            year, month = int(stated[:4]), int(stated[5:7])
            named = [to_year(y) for y in _TITLE_YEAR.findall(title)]
            if name == "published" and named and named[-1] and named[-1] != year:
                return named[-1], 1
            return year, month
    for line in [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]:
        found = _DATE_LINE.search(line) if len(line) <= 60 else None
        if found and found[2]:
            return to_year(found[1]), to_year(found[2]) or 1
    titled = _TITLE_YEAR.findall(title)
    if titled:
        return to_year(titled[-1]), 1
    wave = document.get("wave")
    known = isinstance(wave, (int, float)) and not pd.isna(wave)
    return (int(wave) if known else None), 1  # type: ignore[arg-type]
