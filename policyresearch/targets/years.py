"""The years a document speaks of: which one it reviews, which one it plans, section by section."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from policyresearch.targets.times import Period, Time, find_times

_TITLE_YEAR = re.compile(r"([12][0-9]{3})年")
_YEARS_BACK = re.compile(r"(?:过去|近|这)?([两三四五])年(?:多)?来|过去([两三四五])年|([两三四五])年工作回顾")
# Reports delivered this late in a year look back on that year and ahead to the next.
_LATE_MONTH = 11


class Calendar:
    """
    Default years of a document.

    Parameters
    ----------
    document : dict
        Row of `tables.DOCUMENTS`: title, kind, adopted, published, wave.
    sections : DataFrame (`tables.SECTIONS`)

    Notes
    -----
    A work report delivered in spring reviews the year before and plans its own; one
    delivered in November or December reviews its own year. Years in section titles come
    first, those of a title further in before those of one around it.
    """

    def __init__(self, document: dict, sections: pd.DataFrame) -> None:
        self.is_report = document.get("kind") == "work report"
        title = str(document.get("title") or "")
        adopted = str(document.get("adopted") or document.get("published") or "")
        self.year = _adopted_year(adopted, title, document.get("wave"))
        month = int(adopted[5:7]) if re.match(r"[0-9]{4}-[0-9]{2}", adopted) else 1
        self.review_year = self.plan_year = self.year
        if self.is_report and self.year is not None:
            late = month >= _LATE_MONTH
            self.review_year = self.year if late else self.year - 1
            self.plan_year = self.year + 1 if late else self.year
            named = [int(y) for y in _TITLE_YEAR.findall(title)]
            if named and named[-1] in (self.year, self.year + 1) and not adopted:
                self.plan_year, self.review_year = named[-1], named[-1] - 1
        self.title_period = _last_horizon(find_times(title, now=self.plan_year))
        self._common_horizon = Period(None)
        self._sections = self._date_sections(sections)

    @property
    def horizon(self) -> Period:
        """What an undated goal of a plan is for: the year of its title, or of most goals."""
        return self.title_period or self._common_horizon

    def set_horizon(self, times: list[Time]) -> None:
        """Take the year that at least half of a plan's dated goals are for as that of all."""
        years = [t.period.year for t in times if t.kind in ("year", "span", "plan")]
        if years and not self.is_report:
            year, count = Counter(years).most_common(1)[0]
            if 2 * count >= len(years):
                self._common_horizon = Period(year)

    def section_period(self, section_id: int) -> Period:
        """Period that the titles of a section and of those around it name."""
        return self._sections.get(section_id, Period(None))

    def _date_sections(self, sections: pd.DataFrame) -> dict[int, Period]:
        periods: dict[int, Period] = {}
        for row in sections.to_dict("records"):
            around = row["parent_id"]
            period = periods.get(int(around)) if not pd.isna(around) else None
            now = self.review_year if row["role"] == "review" else self.plan_year
            own = _last_horizon(find_times(row["title"], now=now))
            if own is None and row["role"] == "review" and _YEARS_BACK.search(row["title"]):
                own = None
            periods[int(row["section_id"])] = own or period or Period(None)
        return periods


def _last_horizon(times: list[Time]) -> Period | None:
    """What a title is for: the last period it names, but an opening list of two is its first."""
    named = [t for t in times if t.kind in ("year", "span", "plan", "past", "next", "this")]
    return named[-1].period if named else None


def _adopted_year(adopted: str, title: str, wave: object) -> int | None:
    if re.match(r"[12][0-9]{3}", adopted):
        return int(adopted[:4])
    named = _TITLE_YEAR.findall(title)
    if named:
        return int(named[-1])
    return int(wave) if isinstance(wave, (int, float)) and not pd.isna(wave) else None
