"""
Keyness of words from two counts and two sizes.

Throughout, a word stands a times among the A tokens on the left and b times among the B
tokens on the right. Positive values mean: more on the right. The measures that test (G², χ²,
Bayes factor, LRC, z) take every token for an independent trial, which it is not: they are
here for comparison with other studies and for ranking, and the intervals of
`words.compare_counts` for inference (docs/keywords-inference.md).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special, stats

from policyresearch.inference.ratios import CONFIDENCE, HALF

# Tokens that the informative prior of the log odds weighs.
PRIOR_TOKENS = 1000


def measure_g2(a, b, size_a: float, size_b: float) -> np.ndarray:
    """
    Signed log-likelihood ratio 2 Σ O ln(O / E) over the four cells of word and rest.

    χ² with one degree of freedom under independence. Dunning (1993), Computational
    Linguistics 19.

    Examples
    --------
    Dunning's Table 1, *the swiss*: 110 of 2552 against 111 of 29225.

    >>> measure_g2([111], [110], 29225, 2552).round(2).tolist()
    [270.72]
    """
    observed, expected = _cells(a, b, size_a, size_b)
    g2 = 2 * sum(
        special.xlogy(o, np.divide(o, e, out=np.ones_like(o), where=e > 0))
        for o, e in zip(observed, expected, strict=True)
    )
    return _sign(a, b, size_a, size_b) * np.maximum(g2, 0)


def measure_chi2(a, b, size_a: float, size_b: float) -> np.ndarray:
    """
    Signed Pearson χ² = Σ (O − E)² / E over the four cells, without continuity correction.

    Pearson (1900).

    Examples
    --------
    >>> measure_chi2([10], [20], 100, 100).round(4).tolist()
    [3.9216]
    """
    observed, expected = _cells(a, b, size_a, size_b)
    chi2 = sum(
        np.divide((o - e) ** 2, e, out=np.zeros_like(o), where=e > 0)
        for o, e in zip(observed, expected, strict=True)
    )
    return _sign(a, b, size_a, size_b) * chi2


def measure_log_ratio(a, b, size_a: float, size_b: float) -> np.ndarray:
    """
    log₂ of the ratio of rates; 1 means twice as often on the right.

    A count of zero is taken for ½. Hardie (2014), Log Ratio: an informal introduction.

    Examples
    --------
    >>> measure_log_ratio([10, 0], [20, 4], 1000, 1000).tolist()
    [1.0, 3.0]
    """
    a, b = _halve(a), _halve(b)
    return np.log2((b / size_b) / (a / size_a))


def measure_difference(a, b, size_a: float, size_b: float) -> np.ndarray:
    """
    %DIFF = 100 (rate right − rate left) / rate left, in per cent.

    A count of zero on the left is taken for ½. Gabrielatos & Marchi (2012), Keyness:
    appropriate metrics and practical issues.

    Examples
    --------
    >>> measure_difference([10], [25], 1000, 1000).tolist()
    [150.0]
    """
    a, b = _halve(a), np.asarray(b, dtype=float)
    return 100 * (b / size_b / (a / size_a) - 1)


def measure_odds_ratio(a, b, size_a: float, size_b: float) -> np.ndarray:
    """
    (b / (B − b)) / (a / (A − a)); 1 means no difference.

    ½ is added to all four cells where one of them is zero. Haldane (1956); Everitt (1992),
    The analysis of contingency tables.

    Examples
    --------
    >>> measure_odds_ratio([10], [20], 100, 100).round(4).tolist()
    [2.25]
    """
    cells = [np.asarray(c, dtype=float) for c in _observed(a, b, size_a, size_b)]
    some_empty = np.min(cells, axis=0) == 0
    left, right, rest_left, rest_right = (c + HALF * some_empty for c in cells)
    return (right / rest_right) / (left / rest_left)


def measure_lrc(
    a, b, size_a: float, size_b: float, *, confidence: float = CONFIDENCE,
    words: int | None = None,
) -> np.ndarray:
    """
    LRC: the log ratio at the end of its interval that is nearer to zero; 0 if it holds zero.

    Given a + b, the share b / (a + b) is binomial; its exact interval (Clopper & Pearson
    1934), Bonferroni-corrected for the number of words, is turned into a ratio of rates.
    Evert (2022), Measuring keyness, Digital Humanities 2022.

    Parameters
    ----------
    confidence : float
    words : int, optional
        Number of comparisons to correct for; by default the number of words given.

    Examples
    --------
    >>> measure_lrc([10], [40], 1000, 1000).round(3).tolist(), measure_lrc([9], [9], 10, 10)
    ([0.975], array([0.]))
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    tail = (1 - confidence) / 2 / max(1, len(a) if words is None else words)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(b > 0, stats.beta.ppf(tail, b, a + 1), 0.0)
        high = np.where(a > 0, stats.beta.isf(tail, b + 1, a), 1.0)
        low, high = (np.log2(p / (1 - p) * size_a / size_b) for p in (low, high))
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def measure_log_odds(
    a, b, size_a: float, size_b: float, *, prior=None
) -> tuple[np.ndarray, np.ndarray]:
    """
    Log odds ratio under an informative Dirichlet prior, and its z-score.

    δ = ln((b + α)/(B + α₀ − b − α)) − ln((a + α)/(A + α₀ − a − α)) and
    z = δ / √(1/(a + α) + 1/(b + α)), where α are the prior counts of the word and α₀ of all
    words. Monroe, Colaresi & Quinn (2008), Political Analysis 16, equations 16 to 22.

    Parameters
    ----------
    prior : array, optional
        α of each word; by default its share of both sides' tokens times `PRIOR_TOKENS`.

    Returns
    -------
    delta, z : ndarray
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if prior is None:
        prior, total = PRIOR_TOKENS * (a + b) / (size_a + size_b), float(PRIOR_TOKENS)
    else:
        prior = np.asarray(prior, dtype=float)
        total = prior.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        right = np.log((b + prior) / (size_b + total - b - prior))
        left = np.log((a + prior) / (size_a + total - a - prior))
        delta = right - left
        return delta, delta / np.sqrt(1 / (a + prior) + 1 / (b + prior))


def measure_bayes_factor(g2, size_a: float, size_b: float) -> np.ndarray:
    """
    Approximate log Bayes factor, in the unit of BIC: |G²| − ln(A + B).

    Below 0 the counts speak for equal rates; above 2, 6 and 10 they speak positively,
    strongly and very strongly for a difference (Kass & Raftery 1995). Wilson (2013),
    Embracing Bayes factors for key item analysis in corpus linguistics.

    Examples
    --------
    >>> measure_bayes_factor([20.0, -5.0], 5000, 5000).round(2).tolist()
    [10.79, -4.21]
    """
    return np.abs(g2) - np.log(max(size_a + size_b, 1))


def measure_units(left, right) -> pd.DataFrame:
    """
    Cliff's δ and the Mann-Whitney test of the rates in the units of two sides.

    A unit counts once, however long it is.

    Parameters
    ----------
    left, right : array, units × words
        Rates.

    Returns
    -------
    DataFrame, one row per word
        `cliffs_delta`: P(right > left) − P(right < left), −1 to 1 (Cliff 1993, Psychological
        Bulletin 114); `mann_whitney_p`: two-sided, normal approximation with ties (Mann &
        Whitney 1947); missing if all units have one rate or a side has none.

    Examples
    --------
    >>> measure_units([[0.0], [1.0]], [[2.0], [1.0]])["cliffs_delta"].to_list()
    [0.75]
    """
    left, right = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    if not len(left) or not len(right):
        nothing = np.full(left.shape[1], np.nan)
        return pd.DataFrame({"cliffs_delta": nothing, "mann_whitney_p": nothing})
    with np.errstate(divide="ignore", invalid="ignore"):
        test = stats.mannwhitneyu(right, left, axis=0, method="asymptotic")
    pairs = len(left) * len(right)
    return pd.DataFrame({"cliffs_delta": 2 * test.statistic / pairs - 1,
                         "mann_whitney_p": test.pvalue})


def _observed(a, b, size_a: float, size_b: float) -> tuple[np.ndarray, ...]:
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return a, b, size_a - a, size_b - b


def _cells(a, b, size_a: float, size_b: float):
    observed = _observed(a, b, size_a, size_b)
    share = (observed[0] + observed[1]) / (size_a + size_b)
    expected = (size_a * share, size_b * share, size_a * (1 - share), size_b * (1 - share))
    return observed, expected


def _sign(a, b, size_a: float, size_b: float) -> np.ndarray:
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.sign(b * size_a - a * size_b)


def _halve(counts) -> np.ndarray:
    counts = np.asarray(counts, dtype=float)
    return np.where(counts == 0, HALF, counts)
