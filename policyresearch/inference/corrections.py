"""Many tests at once."""

from __future__ import annotations

import numpy as np
from scipy import stats


def correct_holm(p: np.ndarray) -> np.ndarray:
    """
    p-values adjusted by Holm's step-down method; missing values stay missing and do not count.

    Controls the chance of any false rejection, whatever the dependence of the tests.
    Holm (1979), Scandinavian Journal of Statistics 6.

    Examples
    --------
    >>> correct_holm(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, dtype=float)
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def correct_bh(p: np.ndarray) -> np.ndarray:
    """
    p-values adjusted by Benjamini and Hochberg's method; missing values stay missing.

    Controls the expected share of false rejections for independent or positively dependent
    tests. Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57.

    Examples
    --------
    >>> correct_bh(np.array([0.01, 0.04, 0.03])).round(2).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p, dtype=float)
    adjusted = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    if known.any():
        adjusted[known] = stats.false_discovery_control(p[known], method="bh")
    return adjusted
