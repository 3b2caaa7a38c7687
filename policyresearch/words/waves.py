"""Three or more waves at once: do they differ, and is there a trend?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from policyresearch.digits import settle
from policyresearch.inference.corrections import correct_bh, correct_holm
from policyresearch.inference.ratios import CONFIDENCE, sum_units
from policyresearch.words.counts import Counts
from policyresearch.words.keyness import MIN_COUNT

_COLUMNS = ("keyword", "count", "g2", "f", "p", "p_holm", "p_bh", "trend", "trend_low",
            "trend_high", "trend_p")


def compare_waves_of(counts: Counts, *, min_count: int = MIN_COUNT) -> pd.DataFrame:
    """
    Test whether the rate of a word is the same in all waves, and its trend over the years.

    The omnibus test finds any difference, the trend a steady rise or fall. Both are
    statements about these documents (`words.compare_counts`).

    Parameters
    ----------
    counts : Counts
        Documents without a wave are left out.
    min_count : int
        Words that stand fewer times in all waves together are left out.

    Returns
    -------
    DataFrame, one row per word, by the p-value of the omnibus test; none below three waves
        `keyword`, `count`, `g2` (over tokens, waves − 1 degrees of freedom; for comparison),
        `f`, `p`, `p_holm`, `p_bh` (omnibus, clustered), `trend` (change of log₂ rate per
        year), `trend_low`, `trend_high` (95 %), `trend_p`.

    Notes
    -----
    With y_k the log rate of wave k, V_k its variance (`inference.ratios`), w_k = 1/V_k,
    W = Σw_k and ȳ the weighted mean, F = Σ w_k (y_k − ȳ)² / (K − 1) /
    (1 + 2 (K − 2)/(K² − 1) Σ (1 − w_k/W)²/df_k) with K − 1 and
    (K² − 1) / (3 Σ (1 − w_k/W)²/df_k) degrees of freedom: Welch (1951), Biometrika 38. The
    trend is Σ c_k y_k, c_k = (t_k − t̄) / Σ (t_k − t̄)², with Satterthwaite's degrees of
    freedom.
    """
    cells = counts.cells
    waves = sorted(cells["wave"].dropna().unique())
    if len(waves) < 3:
        return pd.DataFrame(columns=list(_COLUMNS))
    parts = [counts.add_up((cells["wave"] == wave).fillna(False).to_numpy(bool))
             for wave in waves]
    total = np.sum([np.asarray(matrix.sum(axis=0)).ravel() for matrix, _ in parts], axis=0)
    kept = np.flatnonzero(total >= min_count)
    sums = [sum_units(matrix[:, kept], tokens) for matrix, tokens in parts]
    y = np.array([s.log_rates for s in sums])
    v = np.array([s.log_variance for s in sums])
    freedom = np.array([s.freedom for s in sums])[:, None]
    f, p = _test_omnibus(y, v, freedom)
    years = np.array(waves, dtype=float)
    weights = (years - years.mean()) / ((years - years.mean()) ** 2).sum()
    slope, variance = weights @ y, weights**2 @ v
    df = variance**2 / ((weights[:, None] ** 2 * v) ** 2 / freedom).sum(axis=0)
    reach = stats.t.ppf((1 + CONFIDENCE) / 2, df) * np.sqrt(variance)
    table = pd.DataFrame({
        "keyword": counts.words[kept], "count": total[kept].astype(int),
        "g2": _measure_g2(np.array([s.totals for s in sums]),
                          np.array([s.denominator for s in sums])),
        "f": f, "p": p, "p_holm": correct_holm(p), "p_bh": correct_bh(p),
        "trend": slope / np.log(2), "trend_low": (slope - reach) / np.log(2),
        "trend_high": (slope + reach) / np.log(2),
        "trend_p": 2 * stats.t.sf(np.abs(slope) / np.sqrt(variance), df),
    })
    return table.sort_values(["p", "keyword"], kind="stable", key=settle).reset_index(drop=True)


def _test_omnibus(y, v, freedom) -> tuple[np.ndarray, np.ndarray]:
    groups = len(y)
    weight = 1 / v
    total = weight.sum(axis=0)
    mean = (weight * y).sum(axis=0) / total
    spread = (weight * (y - mean) ** 2).sum(axis=0) / (groups - 1)
    lack = ((1 - weight / total) ** 2 / freedom).sum(axis=0)
    f = spread / (1 + 2 * (groups - 2) / (groups**2 - 1) * lack)
    return f, stats.f.sf(f, groups - 1, (groups**2 - 1) / (3 * lack))


def _measure_g2(counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """2 Σ O ln(O/E) over waves × (word, rest)."""
    share = counts.sum(axis=0) / sizes.sum()
    g2 = np.zeros(counts.shape[1])
    for count, size in zip(counts, sizes, strict=True):
        for observed, expected in ((count, size * share), (size - count, size * (1 - share))):
            ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
            g2 += 2 * observed * np.log(ratio)
    return np.maximum(g2, 0)
