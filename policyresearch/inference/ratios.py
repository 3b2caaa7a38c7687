"""
Ratios of sums over clustered units: rates and shares with intervals, and their comparison.

A word comes in bursts, so that a document's tokens are not so many independent trials. The
unit that is taken to vary independently is a paragraph, section, document or place, and all
of it moves together.

With x_i and n_i the numerator and denominator of unit i of m, X = Σx_i, N = Σn_i, r = X / N
and h_i = n_i / N, the logarithm of r has the variance

    V = max( (m − 1)/m · Σ ((x_i − r n_i) / (1 − h_i))² / (X + ½)²,  1 / (X + ½) ).

The first is the variance of a ratio by linearisation (Cochran 1977, section 6.3; Rao & Scott
1992, Biometrics 48) with the jackknife's correction for the weight of each unit (CR3: Bell &
McCaffrey 2002, Survey Methodology 28; Cameron & Miller 2015, Journal of Human Resources 50).
The second, the variance of a Poisson count, keeps a word that fell by chance into few units
from looking certain. Student's t with Bell and McCaffrey's degrees of freedom gives the
interval; two groups are compared with Welch and Satterthwaite's. Half an occurrence is added
to every count on the logarithmic scale (Haldane 1956; Anscombe 1956).

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


@dataclass(frozen=True)
class Sums:
    """
    The sums of one group of units: `totals` X and `log_variance` V by column, and for the
    group its `denominator` N, number of `units` m and degrees of `freedom`.
    """

    totals: np.ndarray
    denominator: float
    log_variance: np.ndarray
    units: int
    freedom: float

    @property
    def log_rates(self) -> np.ndarray:
        """Natural logarithm of (X + ½) / N."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.log((self.totals + HALF) / self.denominator)


def sum_units(numerators, denominators) -> Sums:
    """
    Sums of units with the variance of the logarithm of their ratio.

    Parameters
    ----------
    numerators : array or sparse matrix, units × columns
        Counts; a column is a word, theme or kind of value.
    denominators : array, one per unit
        Tokens, characters or whatever the counts are taken of; zeros are allowed.

    Notes
    -----
    Formulas stand at the head of this module. A single unit has no variance (nan).

    Examples
    --------
    >>> sums = sum_units(np.array([[1.0], [3.0]]), np.array([10.0, 10.0]))
    >>> sums.totals.tolist(), sums.log_variance.round(4).tolist(), round(sums.freedom, 2)
    ([4.0], [0.2222], 1.0)
    """
    x = sparse.csr_matrix(numerators, dtype=float)
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
    squares = x.multiply(x).T @ weight
    products = x.T @ (weight * n)
    rate = counts / total
    scatter = squares - 2 * rate * products + rate**2 * (weight @ n**2)
    # Rounding can leave a trace below zero where all units have one rate.
    variance = (m - 1) / m * np.maximum(scatter, 0) / (counts + HALF) ** 2
    variance = np.maximum(variance, 1 / (counts + HALF))
    return Sums(counts, total, variance, m, _count_freedom(n, weight))


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


def find_interval(sums: Sums, *, bounded: bool = False, confidence: float = CONFIDENCE):
    """
    Low and high end of the ratio of each column.

    Parameters
    ----------
    sums : Sums
    bounded : bool
        Whether the ratio cannot exceed one, as a share; its interval is then made on the
        scale of logits instead of logarithms.
    confidence : float

    Returns
    -------
    low, high : ndarray
        Where nothing was counted the low end is zero; missing for a single unit.
    """
    reach = stats.t.ppf((1 + confidence) / 2, sums.freedom) * np.sqrt(sums.log_variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.where(sums.totals > 0, sums.totals, HALF) / sums.denominator
        if bounded:
            rest = np.maximum(1 - centre, HALF / sums.denominator)
            odds, reach = centre / rest, reach / rest
            low, high = (odds * np.exp(side * reach) for side in (-1, 1))
            low, high = low / (1 + low), 1 - 1 / (1 + high)
        else:
            low, high = (centre * np.exp(side * reach) for side in (-1, 1))
    empty = sums.totals == 0
    return np.where(empty & ~np.isnan(low), 0.0, low), high


@dataclass(frozen=True)
class Contrast:
    """Natural logarithm of a ratio of rates, with its standard error and degrees of freedom."""

    value: np.ndarray
    error: np.ndarray
    freedom: np.ndarray

    def interval(self, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
        """Low and high end."""
        reach = stats.t.ppf((1 + confidence) / 2, self.freedom) * self.error
        return self.value - reach, self.value + reach

    def p(self) -> np.ndarray:
        """Two-sided p-value of no difference."""
        return 2 * stats.t.sf(np.abs(self.value) / self.error, self.freedom)


def compare_sums(left: Sums, right: Sums) -> Contrast:
    """
    How much higher the rates on the right are, as natural logarithm of their ratio.

    Welch (1947) and Satterthwaite (1946) for variances that differ between the sides.

    Examples
    --------
    >>> one = sum_units(np.array([[2.0], [3.0], [2.0]]), np.array([100.0, 100.0, 100.0]))
    >>> two = sum_units(np.array([[5.0], [4.0], [6.0]]), np.array([100.0, 100.0, 100.0]))
    >>> contrast = compare_sums(one, two)
    >>> round(float(np.exp(contrast.value[0])), 2)  # (15 + ½) / (7 + ½)
    2.07
    """
    error = np.sqrt(left.log_variance + right.log_variance)
    freedom = (left.log_variance + right.log_variance) ** 2 / (
        left.log_variance**2 / left.freedom + right.log_variance**2 / right.freedom
    )
    return Contrast(right.log_rates - left.log_rates, error, freedom)


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
        Columns that make the groups.
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
