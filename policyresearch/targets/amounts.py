"""Values in one unit per indicator, so that 8万人 and 80000人 are one amount."""

from __future__ import annotations

import re
from functools import cache

# Powers of ten written before a unit, alone or doubled (万亿元).
_SCALES = {"亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "十": 1e1}
# Other spellings of one unit; Simplified.
_SPELLINGS = {
    "百分点": "个百分点", "个百分点": "个百分点", "pct": "个百分点", "％": "%", "人民币": "元",
    "m2": "平方米", "㎡": "平方米", "平米": "平方米", "km": "千米", "公里": "千米",
    "km2": "平方千米",
    "平方公里": "平方千米", "微克每立方米": "微克/立方米", "μg/m3": "微克/立方米",
    "μg/m³": "微克/立方米", "个月": "月", "kwh": "千瓦时", "度": "千瓦时", "标准箱": "标箱",
    "teu": "标箱", "方": "立方米", "个工作日": "工作日", "个小时": "小时", "周岁": "岁",
    "元人民币": "元",
}
# Units of one dimension, by their size in the first of each.
_DIMENSIONS = (
    {"%": 1.0, "‰": 0.1, "成": 10.0},
    {"个百分点": 1.0, "个千分点": 0.1},
    {"平方米": 1.0, "平方千米": 1e6, "公顷": 1e4, "亩": 1e4 / 15},
    {"千米": 1.0, "米": 1e-3},
    {"吨": 1.0, "公斤": 1e-3, "千克": 1e-3, "斤": 5e-4},
    {"千瓦时": 1.0},
    {"年": 12.0, "月": 1.0},
)
_DIMENSION = {
    unit: (n, size) for n, units in enumerate(_DIMENSIONS) for unit, size in units.items()
}
CURRENCIES = ("元", "美元", "港元", "欧元", "日元")
# Classifiers that count the same things as the first of each; an empty unit counts too.
_CLASSIFIERS = (
    ("家", "户", "个"),
    ("人", "名", "位"),
    ("个", "处", "座", "项", "片", "所", "家"),
    ("所", "个", "家"),
    ("件", "个", "项", "份"),
    ("户", "家", "个"),
    ("套", "户"),
    ("座", "个", "户"),
    ("张", "个"),
    ("起", "件", "次"),
    ("人次", "人"),
)
_COUNTED = {units[0]: units for units in _CLASSIFIERS}
# What a kind of measure is stated in, whatever the unit of the indicator itself.
_CHANGES = {"growth": ("%", "倍", "番"), "difference": ("个百分点",), "rank": ("位", "名")}


@cache
def parse_unit(unit: str) -> tuple[float, str]:
    """
    Power of ten and unit proper.

    Examples
    --------
    >>> parse_unit("万亿元"), parse_unit("万人"), parse_unit("%"), parse_unit("百分点")
    ((1000000000000.0, '元'), (10000.0, '人'), (1.0, '%'), (1.0, '个百分点'))
    """
    rest = re.sub(r"\s", "", unit)
    scale = 1.0
    while rest and rest[0] in _SCALES and rest not in _SPELLINGS:
        if rest in ("千米", "千克", "千瓦时") or rest.startswith(("千瓦", "百分", "千分")):
            break
        scale *= _SCALES[rest[0]]
        rest = rest[1:]
    return scale, _SPELLINGS.get(rest.lower(), rest)


def convert_amount(
    value: float, unit: str, *, measure: str, canonical: str
) -> tuple[float, str] | None:
    """
    A value in the canonical unit of its indicator and measure.

    Growth stays in per cent (or times, or doublings), a difference or change of a share in
    percentage points, a rank in places: none of them is ever turned into another. Money in
    another currency keeps its currency at the canonical power of ten.

    Parameters
    ----------
    value, unit
        As written.
    measure : str
        One of `tables.MEASURES`.
    canonical : str
        Unit of the indicator's level in the catalogue.

    Returns
    -------
    (amount, amount_unit), or None where the indicator cannot be stated in this unit

    Examples
    --------
    >>> convert_amount(1.5, "万亿元", measure="level", canonical="亿元")
    (15000.0, '亿元')
    >>> convert_amount(6.5, "%", measure="growth", canonical="亿元")
    (6.5, '%')
    >>> convert_amount(6.5, "%", measure="level", canonical="亿元") is None
    True
    """
    scale, base = parse_unit(unit)
    canonical_scale, canonical_base = parse_unit(canonical)
    kind, size = _DIMENSION.get(base, (None, 1.0))
    if measure in _CHANGES and base in _CHANGES[measure]:
        return _tidy(scale * value), base
    if measure == "growth" and base == "成":
        return _tidy(10 * value), "%"
    if measure in ("growth", "rank"):
        return None
    canonical_kind, canonical_size = _DIMENSION.get(canonical_base, (None, 1.0))
    if base == canonical_base or (kind is not None and kind == canonical_kind):
        amount = value * scale * size / (canonical_scale * canonical_size)
        return _tidy(amount), canonical
    if measure in ("change", "difference") and base == "个百分点" and canonical_base in ("%", "‰"):
        return _tidy(value), base
    if base in CURRENCIES and canonical_base in CURRENCIES:
        written = canonical[: len(canonical) - len(canonical_base)] + base
        return _tidy(value * scale / canonical_scale), written
    if base in ("", *_COUNTED.get(canonical_base, ())) and canonical_base in _COUNTED:
        return _tidy(value * scale / canonical_scale), canonical
    return None


def _tidy(amount: float) -> float:
    """Without the dust of binary arithmetic."""
    return float(f"{amount:.12g}")
