"""
Ratios of sums over clustered units: rates and shares with intervals, and their comparison.

A word comes in bursts, so that a document's tokens are not so many independent trials. The
unit that is taken to vary independently is a paragraph, section, document or place, and all
of it moves together.

With x_i and n_i the numerator and denominator of unit i of m, X = Σx_i, N = Σn_i, r = X / N
and h_i = n_i / N, the design effect of clustering is

    d = max( 1,  (m − 1)/m · Σ ((x_i − r n_i) / (1 − h_i))² / X ),

the variance of a ratio by linearisation (Cochran 1977, section 6.3) with the jackknife's
correction for the weight of each unit (CR3: Bell & McCaffrey 2002, Survey Methodology 28;
Cameron & Miller 2015, Journal of Human Resources 50), against that of a Poisson count. It is
never taken below 1: a word that fell by chance evenly into few units is no surer for it.

The counts are worth X/d independent ones (Kish 1965; Rao & Scott 1992, Biometrics 48), and the
intervals are those of independent counts with X/d and N/d in place of X and N, as Korn &
Graubard (1998, Survey Methodology 24) do for shares: Poisson for a rate, binomial for a share
(whose design effect is taken against the variance of a binomial count, X (1 − r)),
and for the ratio of two rates binomial given the sum of both counts. Their ends are Jeffreys'
(Brown, Cai & DasGupta 2001, Statistical Science 16), at the tail that a normal variate has
beyond the quantile of Student's t with Bell and McCaffrey's degrees of freedom. A single rate or
share whose variance comes from one or two units has fewer: no more than their squared residuals
q_i = ((x_i − r n_i) / (1 − h_i))² show, 2 (Σq)² / (Σq² − (Σq)²/m) (Satterthwaite 1946, with the
variance of the variance as observed; Pan & Wall 2002, Statistics in Medicine 21).

Two groups share one design effect, that of the difference of their rates, and Welch and
Satterthwaite's degrees of freedom of its variance:

    d = (d₁ X₁/N₁² + d₂ X₂/N₂²) / (X₁/N₁² + X₂/N₂²).

So a word that is absent on one side has an interval too, and a side on which it is rare by
chance does not pass for one on which it is even.

Coverage, and that of the bootstrap beside it: docs/keywords-inference.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse, stats

from policyresearch.errors import DataError
from policyresearch.inference.units import SECTION_LEVEL, number_units

CONFIDENCE = 0.95
# Added to a count before a logarithm is taken, so that zeros stay in the comparison.
HALF = 0.5
# Part of a sum that its order can make or unmake.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Sums:
    """
    The sums of one group of units: `totals` X and `inflation` (their variance over that of a
    Poisson count) by column, and for the group its `denominator` N, number of `units` m and
    degrees of `freedom`; `shown_freedom` are those that the residuals of each column show.
    """

    totals: np.ndarray
    denominator: float
    inflation: np.ndarray
    units: int
    # One for all columns, or one for each.
    freedom: float | np.ndarray
    shown_freedom: float | np.ndarray = np.inf

    @property
    def rest(self) -> np.ndarray:
        """N − X; what rounding leaves of it where a share is all there is, is nothing."""
        rest = self.denominator - self.totals
        return np.where(np.abs(rest) <= _ROUNDING * self.denominator, 0.0, rest)

    @property
    def effect(self) -> np.ndarray:
        """Design effect d of a rate."""
        return np.maximum(self.inflation, 1)

    @property
    def share_effect(self) -> np.ndarray:
        """Design effect of a share, whose independent count varies as X (1 − r)."""
        rest = self.rest / self.denominator if self.denominator else np.ones_like(self.totals)
        ratio = np.divide(self.inflation, rest, out=np.ones_like(self.inflation), where=rest > 0)
        return np.maximum(ratio, 1)

    @property
    def log_rates(self) -> np.ndarray:
        """Natural logarithm of (X + ½) / N."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log((self.totals + HALF) / self.denominator)

    @property
    def log_variance(self) -> np.ndarray:
        """Variance of `log_rates`, d / (X + ½)."""
        return self.effect / (self.totals + HALF)


def sum_units(numerators, denominators) -> Sums:
    """
    Sums of units with the design effect of their clustering.

    Parameters
    ----------
    numerators : array or sparse matrix, units × columns
        Counts; a column is a word, theme or kind of value.
    denominators : array, one per unit
        Tokens, characters or whatever the counts are taken of; zeros are allowed.

    Notes
    -----
    Formulas stand at the head of this module. A single unit has no effect (nan).

    Examples
    --------
    >>> sums = sum_units(np.array([[1.0], [3.0]]), np.array([10.0, 10.0]))
    >>> sums.totals.tolist(), sums.effect.round(9).tolist(), round(sums.freedom, 2)
    ([4.0], [1.0], 1.0)
    """
    x = sparse.csr_matrix(numerators, dtype=float)
    x.sum_duplicates()
    n = np.asarray(denominators, dtype=float)
    if x.shape[0] != len(n):
        raise DataError(f"`numerators` has {x.shape[0]} units, `denominators` {len(n)}.")
    used = n > 0
    if not used.all():
        if x[~used].count_nonzero():
            raise DataError("`denominators`: 0 for a unit whose numerator is not 0.")
        x, n = x[used], n[used]
    m, total = len(n), float(n.sum())
    counts = np.asarray(x.sum(axis=0), dtype=float).ravel()
    if m < 2:
        return Sums(counts, total, np.full(x.shape[1], np.nan), m, np.nan)
    weight = 1 / (1 - n / total) ** 2
    rate = counts / total
    scatter, spread = _add_residuals(x, n, weight, rate)
    variance = (m - 1) / m * scatter
    inflation = np.divide(variance, counts, out=np.ones_like(counts), where=counts > 0)
    # Equal squared residuals say nothing against the degrees of freedom there are.
    told = spread > 1e-9 * scatter**2 / m
    shown = np.divide(2 * scatter**2, spread, out=np.full_like(rate, np.inf), where=told)
    return Sums(counts, total, inflation, m, _count_freedom(n, weight), shown)


def _add_residuals(
    x: sparse.csr_matrix, n: np.ndarray, weight: np.ndarray, rate: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """
    Σq and Σ (q − mean q)² of each column, with q_i = w_i (x_i − r n_i)².

    Units with x_i = 0 are added without being listed. Where residuals are small, sums of
    powers of x and n would differ by rounding errors alone; sums of the residuals do not.
    """
    columns, rows = x.indices, np.repeat(np.arange(x.shape[0]), np.diff(x.indptr))

    def add(values: np.ndarray) -> np.ndarray:
        return np.bincount(columns, values, minlength=len(rate))

    squares = weight[rows] * (x.data - rate[columns] * n[rows]) ** 2
    size = weight * n**2
    held = np.bincount(columns, minlength=len(rate))
    # Of the units without the word: how many, and Σ and Σ² of what each has for r = 1.
    empty = len(n) - held
    one, two = (
        np.where(empty > 0, np.maximum((size**k).sum() - add(size[rows] ** k), 0), 0.0)
        for k in (1, 2)
    )
    scatter = add(squares) + rate**2 * one
    mean = scatter / len(n)
    spread = add((squares - mean[columns]) ** 2)
    rest = rate**4 * two - 2 * mean * rate**2 * one + empty * mean**2
    return scatter, spread + np.maximum(rest, 0)


def _count_freedom(n: np.ndarray, weight: np.ndarray) -> float:
    """
    Bell and McCaffrey's degrees of freedom of Σ w_i e_i² where var(x_i) ∝ n_i.

    With G = A (D − n n'/N) A, D = diag(n), A² = diag(w): tr(G)² / tr(G²).
    """
    total = n.sum()
    own = n - n**2 / total
    trace = weight @ own
    square = weight**2 @ (own**2 - n**4 / total**2) + (weight @ n**2 / total) ** 2
    return float(trace**2 / square)


def find_interval(
    sums: Sums, *, bounded: bool = False, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """
    Low and high end of the ratio of each column.

    Parameters
    ----------
    sums : Sums
    bounded : bool
        Whether the numerator is a part of the denominator, so that the ratio is a share and
        cannot exceed one.
    confidence : float

    Returns
    -------
    low, high : ndarray
        Where nothing was counted the low end is zero; missing for a single unit.

    Examples
    --------
    >>> sums = sum_units(np.array([[1.0], [3.0], [2.0]]), np.array([50.0, 50.0, 50.0]))
    >>> low, high = find_interval(sums)
    >>> (100 * low).round(1).tolist(), (100 * high).round(1).tolist()
    ([0.4], [15.8])
    """
    tail = _find_tail(np.minimum(sums.freedom, sums.shown_freedom), confidence)
    effect = sums.share_effect if bounded else sums.effect
    x, n = sums.totals / effect, sums.denominator / effect
    with np.errstate(invalid="ignore", divide="ignore"):
        if bounded:
            rest = np.maximum(sums.rest, 0) / effect
            low, high = (end(tail, x + HALF, rest + HALF)
                         for end in (stats.beta.ppf, stats.beta.isf))
            high = np.where(rest == 0, 1.0, high)
        else:
            low, high = (end(tail, x + HALF) / n for end in (stats.gamma.ppf, stats.gamma.isf))
    missing = np.isnan(x) | np.isnan(tail)
    return (np.where(missing, np.nan, np.where(x == 0, 0.0, low)),
            np.where(missing, np.nan, high))


@dataclass(frozen=True)
class Contrast:
    """
    Two groups by column: `left` and `right` effective counts, `balance` (size of the right
    to that of the left), and degrees of `freedom`.
    """

    left: np.ndarray
    right: np.ndarray
    balance: float
    freedom: np.ndarray

    def interval(self, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
        """Low and high end of the natural logarithm of the ratio of rates, right to left."""
        tail = _find_tail(self.freedom, confidence)
        right, left = self.right + HALF, self.left + HALF
        with np.errstate(divide="ignore", invalid="ignore"):
            # Either end from its own tail: 1 − p would lose all digits near one.
            low, high = stats.beta.ppf(tail, right, left), stats.beta.ppf(tail, left, right)
            return (np.log(low / (1 - low) / self.balance),
                    np.log((1 - high) / high / self.balance))

    def p(self) -> np.ndarray:
        """Two-sided p-value of no difference: 1 − the confidence at which an end is zero."""
        with np.errstate(invalid="ignore"):
            equal = np.divide(self.balance, 1 + self.balance)
        right, left = self.right + HALF, self.left + HALF
        tail = np.minimum(stats.beta.cdf(equal, right, left), stats.beta.sf(equal, right, left))
        return 2 * stats.t.sf(stats.norm.isf(tail), self.freedom)


def compare_sums(left: Sums, right: Sums) -> Contrast:
    """
    Set two groups of units against each other.

    Examples
    --------
    >>> one = sum_units(np.array([[2.0], [3.0], [2.0]]), np.array([100.0, 100.0, 100.0]))
    >>> two = sum_units(np.array([[15.0], [14.0], [16.0]]), np.array([100.0, 100.0, 100.0]))
    >>> contrast = compare_sums(one, two)
    >>> [round(float(np.exp(end[0])), 1) for end in contrast.interval()]
    [1.9, 33.7]
    >>> contrast.p().round(3).tolist()
    [0.016]
    """
    # Variances of the two rates; half an occurrence keeps an absent word's from vanishing.
    v, w = (side.effect * (side.totals + HALF) / side.denominator**2 if side.denominator
            else np.full_like(side.totals, np.nan) for side in (left, right))
    # On a side without occurrences nothing has been seen of their clustering.
    one, two = (side.totals / max(side.denominator, 1) ** 2 for side in (left, right))
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = (v + w) ** 2 / (v**2 / left.freedom + w**2 / right.freedom)
        effect = (left.effect * one + right.effect * two) / (one + two)
        effect = np.where(one + two > 0, effect, 1.0)
        balance = np.divide(right.denominator, left.denominator)
    return Contrast(left.totals / effect, right.totals / effect, balance, freedom)


def _find_tail(freedom: float | np.ndarray, confidence: float) -> np.ndarray:
    """The normal tail beyond Student's quantile."""
    return stats.norm.sf(stats.t.ppf((1 + confidence) / 2, freedom))


def estimate_ratios(
    table: pd.DataFrame,
    *,
    numerator: str,
    denominator: str,
    by: Sequence[str] = ("doc_id",),
    unit: str = "section",
    per: float = 1.0,
    bounded: bool = False,
    sections: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    level: int = SECTION_LEVEL,
) -> pd.DataFrame:
    """
    A ratio of sums for each group of rows, with its 95 % interval.

    Ratios of groups of different size may be compared. The interval tells how far the ratio
    could have come out otherwise if such units had been written independently; for the
    sections of one document it is a statement about that document.

    Parameters
    ----------
    table : DataFrame, one row per paragraph or other part of a document
        `doc_id`, the columns named below, and what `unit` needs (`inference.number_units`).
    numerator, denominator : str
        Columns to sum: a count, and what it is counted in.
    by : sequence of str
        Columns that make the groups; a row that lacks one of them belongs to no group.
    unit : str
        What varies independently, one of `inference.UNITS`.
    per : float
        Scale of the ratio, 10,000 for "per 10,000".
    bounded : bool
        Whether the ratio is a share, which cannot exceed one.
    sections, documents : DataFrame, optional
        As `unit` needs them.
    level : int
        Depth of the headings that make sections units.

    Returns
    -------
    DataFrame, one row per group in order of first appearance
        `by`, `numerator`, `denominator`, `value`, `low`, `high`, `units`. `value` is missing
        for a group without denominator, `low` and `high` for one of a single unit.

    Notes
    -----
    Formula and sources stand at the head of this module.

    Examples
    --------
    >>> table = pd.DataFrame({"doc_id": "a", "para_id": [0, 1, 2], "values": [1, 2, 3],
    ...                       "characters": [100, 100, 100]})
    >>> found = estimate_ratios(table, numerator="values", denominator="characters",
    ...                         unit="paragraph", per=100)
    >>> found[["doc_id", "value", "units"]].values.tolist()
    [['a', 2.0, 3]]
    """
    numbered = table.assign(
        _unit=number_units(table, unit, sections=sections, documents=documents, level=level)
    )
    rows = []
    for key, part in numbered.groupby(list(by), sort=False):
        units = part.groupby("_unit", sort=False)[[numerator, denominator]].sum()
        sums = sum_units(units[[numerator]].to_numpy(float), units[denominator].to_numpy(float))
        low, high = find_interval(sums, bounded=bounded)
        value = sums.totals[0] / sums.denominator if sums.denominator else np.nan
        rows.append({
            **dict(zip(by, key, strict=True)),
            numerator: part[numerator].sum(), denominator: part[denominator].sum(),
            "value": per * value, "low": per * low[0], "high": per * high[0],
            "units": sums.units,
        })
    columns = [*by, numerator, denominator, "value", "low", "high", "units"]
    return pd.DataFrame(rows, columns=columns)
