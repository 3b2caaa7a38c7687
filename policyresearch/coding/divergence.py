"""How far apart two distributions of attention are, and which themes make it up."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from policyresearch.coding.attention import spread_attention
from policyresearch.coding.paragraphs import Coding
from policyresearch.coding.scheme import NONE
from policyresearch.digits import settle
from policyresearch.inference.resampling import draw_permutations
from policyresearch.inference.units import number_units


def divide_divergence(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """
    Jensen-Shannon divergence in bits, theme by theme along the last axis; the parts sum to it.

    0 for equal shares, 1 for shares that have no theme in common. With m = (p + q) / 2 the
    part of a theme is ½ p log₂(p/m) + ½ q log₂(q/m), never negative. Lin (1991), IEEE
    Transactions on Information Theory 37.

    Examples
    --------
    >>> divide_divergence(np.array([1.0, 0.0]), np.array([0.0, 1.0])).tolist()
    [0.5, 0.5]
    """
    p, q = (_to_shares(side) for side in (left, right))
    m = (p + q) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [np.where(side > 0, side * np.log2(side / m), 0) for side in (p, q)]
    return np.maximum(0.5 * (parts[0] + parts[1]), 0)


def measure_divergence(
    coding: Coding,
    *,
    by: str = "doc_id",
    unit: str = "paragraph",
    statistic: str = "shares",
    sections: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Divergence of attention between every two documents or waves, beside what chance gives.

    Text that no theme claims is left aside. Two documents of one emphasis diverge too, as
    each has few paragraphs; `expected` is the mean divergence when the units of both are
    dealt out to them again at random, and a divergence means something above that.

    Parameters
    ----------
    coding : Coding
    by : str
        Column of `coding.units` that makes the groups: `doc_id` or `wave`.
    unit, statistic, sections, documents
        As in `estimate_attention`; `unit` is what is dealt out.

    Returns
    -------
    DataFrame, one row per pair of groups, in order of appearance
        `by`, `other`, `divergence` (bits, 0 to 1), `expected`, `p` (share of deals at least
        as far apart, the data counted as one).

    Notes
    -----
    Permutation of clusters: Phipson & Smyth (2010) for the p-value.
    """
    numbers = number_units(coding.units, unit, sections=sections, documents=documents)
    spread = spread_attention(coding, statistic=statistic)[:, :-1]
    first = coding.units[by].groupby(numbers).first()
    sums = np.zeros((len(first), spread.shape[1]))
    np.add.at(sums, numbers, spread)
    rows = []
    for one, other in combinations(dict.fromkeys(coding.units[by].dropna()), 2):
        inside = first.isin([one, other]).to_numpy()
        own = (first[inside] == other).to_numpy(dtype=float)
        dealt = np.vstack([own, draw_permutations(own)])
        parts = divide_divergence((1 - dealt) @ sums[inside], dealt @ sums[inside])
        values = parts.sum(axis=1)
        rows.append({
            by: one, "other": other, "divergence": values[0],
            "expected": values[1:].mean(),
            # Deals that give the data again differ by rounding only.
            "p": (1 + (values[1:] >= values[0] * (1 - 1e-9)).sum()) / len(values),
        })
    return pd.DataFrame(rows, columns=[by, "other", "divergence", "expected", "p"])


def explain_divergence(attention: pd.DataFrame, left, right, *, by: str = "doc_id") -> pd.DataFrame:
    """
    Which themes make up the divergence of two documents or waves.

    Parameters
    ----------
    attention : DataFrame, one row per group and theme (`estimate_attention`)
    left, right
        Two values of `by`.
    by : str
        The column of the groups.

    Returns
    -------
    DataFrame, one row per theme, the largest part first
        `theme`, `left`, `right` (shares of the text that some theme claims), `part` (bits),
        `part_share` (of the divergence, 0 to 1).
    """
    wide = attention[attention["theme"] != NONE].pivot(
        index="theme", columns=by, values="share"
    )
    order = [theme for theme in dict.fromkeys(attention["theme"]) if theme != NONE]
    sides = [_to_shares(wide.loc[order, side].to_numpy()) for side in (left, right)]
    parts = settle(divide_divergence(*sides), 14)
    total = parts.sum()
    table = pd.DataFrame({"theme": order, "left": sides[0], "right": sides[1], "part": parts,
                          "part_share": parts / total if total else np.nan})
    return table.sort_values(
        "part", ascending=False, kind="stable", key=settle, ignore_index=True
    )


def _to_shares(values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    total = values.sum(axis=-1, keepdims=True)
    return np.divide(values, total, out=np.zeros_like(values), where=total > 0)
