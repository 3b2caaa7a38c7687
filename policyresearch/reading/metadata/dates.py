"""Dates as Chinese documents write them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {
    **{c: str(i) for i, c in enumerate("〇一二三四五六七八九")},
    "零": "0",
    "○": "0",
    "Ｏ": "0",
}
_NUMBER = r"[\d〇零○Ｏ一二三四五六七八九十廿卅元]"
_DATE = re.compile(
    rf"(?P<era>(?:中华)?民国)?(?P<y>{_NUMBER}{{1,5}})年(?P<m>{_NUMBER}{{1,3}})月(?P<d>{_NUMBER}{{1,3}})日|"
    r"(?<!\d)(?P<y2>\d{4})[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{2}(?=\d\d[:：])|\d{1,2}(?!\d))"
)
# The first year of the Republic of China calendar is 1912.
_ROC_OFFSET = 1911


def find_dates(text: str) -> list[str]:
    """
    Every full date in a Simplified text, in order, as ISO 8601; impossible ones left out.

    Examples
    --------
    >>> find_dates("二〇二四年一月十六日；民国109年5月14日；2018-02-27")
    ['2024-01-16', '2020-05-14', '2018-02-27']
    """
    found = []
    for match in _DATE.finditer(text):
        year = _parse_number(match["y"] or match["y2"])
        month, day_of_month = match["m"] or match["m2"], match["d"] or match["d2"]
        if match["era"]:
            year += _ROC_OFFSET
        try:
            day = date(year, _parse_number(month), _parse_number(day_of_month))
        except ValueError:
            continue
        if day.year >= 1900:
            found.append(day.isoformat())
    return found


def _parse_number(text: str) -> int:
    """A year digit by digit, or a number below a hundred with 十, 廿 or 卅."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _parse_number(tens or "一") + (_parse_number(ones) if ones else 0)
    digits = "".join(_DIGITS.get(c, c) for c in text)
    return int(digits) if digits.isdecimal() else 0
