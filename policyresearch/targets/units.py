"""Units behind numbers: where one stands, and what kind of quantity it counts."""

from __future__ import annotations

import re

from policyresearch.lexicons import list_rows

_ROWS = {row["unit"]: row for row in list_rows("units")}
_BY_FIRST: dict[str, tuple[str, ...]] = {}
for _unit in sorted(_ROWS, key=lambda u: (-len(u), u)):
    _BY_FIRST[_unit[0]] = (*_BY_FIRST.get(_unit[0], ()), _unit)
FIRST_CHARACTERS = frozenset(_BY_FIRST)
# 吨/年, 元/平方米, 微克/立方米, 件每万人
_PER = re.compile(
    r"(?:[/／]|每)(?:万|百|千|十万)?(?:立方米|平方米|平方公里|公里|小时|人|年|天|日|月|吨|升|亩|"
    r"户|件|元|生|m³|m3|"
    r"㎡|千瓦时|公顷|克|千克|公斤|辆|次|股|斤|米|个|头|株|项|张|床|位|台|套|平方千米|吨标准煤|万元)"
)
_LATIN = re.compile(r"[A-Za-z]")


def match_unit(text: str, start: int) -> str:
    """
    The unit that starts at a place in a text, "" if none does.

    Examples
    --------
    >>> match_unit("15个百分点", 2), match_unit("40微克/立方米以下", 2), match_unit("5人才", 1)
    ('个百分点', '微克/立方米', '')
    """
    if start >= len(text):
        return ""
    for unit in _BY_FIRST.get(text[start], ()):
        if not text.startswith(unit, start):
            continue
        end = start + len(unit)
        following = text[end : end + 1]
        if following and following in _ROWS[unit]["not_before"]:
            continue
        if _LATIN.match(unit[-1]) and following.isascii() and following.isalnum():
            continue  # kW is no unit of kWh, and G none of 5G4
        per = _PER.match(text, end)
        return text[start : per.end()] if per else unit
    return ""


def unit_kind(unit: str) -> str:
    """
    Kind of a unit without its scale.

    Examples
    --------
    >>> unit_kind("个百分点"), unit_kind("吨/年"), unit_kind("家"), unit_kind("")
    ('points', 'measure', 'count', '')
    """
    if unit in _ROWS:
        return _ROWS[unit]["kind"]
    return "measure" if unit else ""
