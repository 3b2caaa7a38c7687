"""
Digits that every machine agrees on.

The last bits of a float depend on the processor, on the release of a library and on the order in
which a sum was taken. What is computed is therefore written with `WRITTEN` significant digits:
rounding errors of 1e-15, the usual size, would show in one value of ten million. What is chosen,
sorted or ranked by a float is so by `SETTLED` digits of it, so that values that are equal but for
rounding are equal, and a stated key decides between them. Numbers that were read from a text or a
list are written with `READ` digits, which changes none of them.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pandas as pd

WRITTEN, SETTLED, READ = 8, 10, 15
# What two unlike numbers of the size of shares, rates and logarithms leave of each other by
# rounding; a difference that is smaller is none.
_NOISE = 1e-12
# Probabilities, and they alone, may be as small as they like.
_PROBABILITY = re.compile(r"p|p_.*|.*_p")
_POWERS = np.array([float(f"1e{power}") for power in range(309)])


def settle(values: Any, digits: int = SETTLED, *, noise: float = _NOISE) -> Any:
    """
    Values rounded to significant digits, noise around zero to zero; other types as they are.

    Serves as `key` of `DataFrame.sort_values`. In a column of probabilities (`p`, `p_holm`)
    nothing is taken for zero.

    Parameters
    ----------
    values : array or Series
    digits : int
    noise : float
        The largest absolute value that is taken for zero.

    Examples
    --------
    >>> settle(np.array([0.1 + 0.2, 0.3, -1e-17])).tolist()
    [0.3, 0.3, 0.0]
    """
    if isinstance(values, pd.Series):
        if not pd.api.types.is_float_dtype(values.dtype):
            return values
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
        noise = _find_noise(values.name, noise)
        return pd.Series(settle(numbers, digits, noise=noise), values.index, name=values.name)
    values = np.asarray(values)
    if values.dtype.kind != "f":
        return values
    size = np.abs(values)
    known = np.isfinite(values) & (size > max(noise, 1e-290))
    power = np.floor(np.log10(size, out=np.zeros_like(size), where=known)).astype(int)
    # Only powers of ten with a whole exponent are exact, so the two directions go apart.
    up = _POWERS[np.clip(digits - 1 - power, 0, 308)]
    down = _POWERS[np.clip(power + 1 - digits, 0, 308)]
    with np.errstate(over="ignore", invalid="ignore"):
        rounded = np.rint(values * up / down) * down / up
    # An infinite or missing value is none that could be rounded.
    return np.where(known, rounded, np.where(np.isfinite(values), 0.0, values))


def round_number(value: float, digits: int = WRITTEN) -> float:
    """
    A number with its significant digits; whole numbers are kept.

    Rounded to two digits more before, so that a value halfway between two neighbours, as
    fractions of small numbers are, goes the same way on every machine.

    Examples
    --------
    >>> round_number(2 / 3), round_number(1234567890.0), round_number(1 / 4096 + 1e-19)
    (0.66666667, 1234567890.0, 0.00024414062)
    """
    if not math.isfinite(value) or value == int(value):
        return float(value)
    return float(f"{float(f'{value:.{digits + 1}e}'):.{digits - 1}e}")


def round_table(table: pd.DataFrame, digits: int = WRITTEN) -> pd.DataFrame:
    """
    A table as it is written: floats with their significant digits, noise around zero as zero.

    Probabilities (`p`, `p_holm`, `trend_p`) may be small.

    Examples
    --------
    >>> round_table(pd.DataFrame({"share": [2 / 3, 1e-17], "p": [0.5, 1e-17]})).values.tolist()
    [[0.66666667, 0.5], [0.0, 1e-17]]
    """
    changed = {}
    for name, column in table.items():
        if not pd.api.types.is_float_dtype(column.dtype) and column.dtype != object:
            continue
        noise = 0.0 if digits == READ else _find_noise(name, _NOISE)
        changed[name] = column.map(
            lambda value, noise=noise: _round_cell(value, digits, noise), na_action="ignore"
        )
    return table.assign(**changed) if changed else table


def round_numbers(value: Any, digits: int = WRITTEN) -> Any:
    """
    The floats in nested lists and mappings with their significant digits.

    Examples
    --------
    >>> round_numbers({"share": [1 / 3], "n": 12345678901, "wave": "2018"})
    {'share': [0.33333333], 'n': 12345678901, 'wave': '2018'}
    """
    if isinstance(value, float):
        return round_number(value, digits)
    if isinstance(value, dict):
        return {key: round_numbers(item, digits) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [round_numbers(item, digits) for item in value]
    return value


def _find_noise(name: Any, noise: float) -> float:
    return 0.0 if _PROBABILITY.fullmatch(str(name)) else noise


def _round_cell(value: Any, digits: int, noise: float) -> Any:
    if not isinstance(value, float):
        return value
    return 0.0 if abs(value) <= noise else round_number(value, digits)
