"""What redrawn and permuted units say of ratios, a whole vocabulary at a time."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from policyresearch.errors import DataError
from policyresearch.inference.ratios import CONFIDENCE, HALF
from policyresearch.inference.resampling import (
    DRAWS,
    SEED,
    draw_permutations,
    draw_weights,
    map_blocks,
)


def bootstrap_log_ratios(
    numerators,
    denominators,
    right,
    *,
    strata=None,
    draws: int = DRAWS,
    seed: int = SEED,
    confidence: float = CONFIDENCE,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Percentile intervals of log ratios (natural logarithm) by drawing units with replacement.

    Kept as the yardstick it is usually taken for: with the few sections of one document it
    covers less than it says (docs/keywords-inference.md), and `compare_sums` is what this
    package's tables use.

    Parameters
    ----------
    numerators : array or sparse matrix, units × columns
    denominators : array, one per unit
    right : array of bool
        Which units are on the right; the others are on the left.
    strata : array, optional
        Units are drawn within their stratum; by default within their side.
    draws, seed : int
    confidence : float

    Returns
    -------
    low, high : ndarray, one per column

    Notes
    -----
    log((X₂ + ½)/N₂) − log((X₁ + ½)/N₁) in every draw; Efron & Tibshirani (1993), ch. 13.
    """
    right = np.asarray(right, dtype=bool)
    n = np.asarray(denominators, dtype=float)
    weights = draw_weights(right if strata is None else strata, draws=draws, seed=seed)
    pair = weights * ~right, weights * right
    sizes = [side @ n for side in pair]

    def apply(block: sparse.csc_matrix) -> np.ndarray:
        left, other = (
            np.log((side @ block + HALF) / size[:, None])
            for side, size in zip(pair, sizes, strict=True)
        )
        return np.quantile(other - left, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)

    low, high = map_blocks(sparse.csr_matrix(numerators, dtype=float), draws, apply)
    return low, high


def permute_log_ratios(
    numerators,
    denominators,
    right,
    *,
    strata=None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> np.ndarray:
    """
    p-values of no difference between two pair, by dealing the pair out again to the units.

    Exact if units are exchangeable between the pair; the log ratio is divided by its
    standard error in every draw, so that pair of unequal spread do no harm in large samples.

    Parameters
    ----------
    numerators, denominators, right
        As in `bootstrap_log_ratios`.
    strata : array, optional
        WavePair are dealt out within strata, such as places; by default between all units.
    draws, seed : int

    Returns
    -------
    ndarray, one per column
        (1 + draws at least as extreme) / (1 + draws), two-sided.

    Notes
    -----
    Studentised permutation: Janssen (1997); Chung & Romano (2013), Annals of Statistics 41.
    Counting the data as one draw: Phipson & Smyth (2010).
    """
    right = np.asarray(right, dtype=bool)
    n = np.asarray(denominators, dtype=float)
    if right.all() or not right.any():
        raise DataError("`right`: one of the two pair holds no unit.")
    dealt = draw_permutations(right, strata=strata, draws=draws, seed=seed)
    # The data stand first, so that they meet the same arithmetic as every draw.
    dealt = np.vstack([right, dealt]).astype(float)

    def apply(block: sparse.csc_matrix) -> np.ndarray:
        squares = block.multiply(block).tocsc()
        products = sparse.csc_matrix(block.multiply(n[:, None]))
        parts = []
        for side in (1 - dealt, dealt):
            m, size = side.sum(axis=1)[:, None], (side @ n)[:, None]
            counts = side @ block
            rate = counts / size
            scatter = (
                side @ squares - 2 * rate * (side @ products) + rate**2 * (side @ n**2)[:, None]
            )
            spread = m / np.maximum(m - 1, 1) * np.maximum(scatter, 0) / (counts + HALF) ** 2
            parts.append((np.log((counts + HALF) / size),
                          np.maximum(spread, 1 / (counts + HALF))))
        (left, left_spread), (other, other_spread) = parts
        score = np.abs(other - left) / np.sqrt(left_spread + other_spread)
        # Draws that deal out the data again differ from them by rounding only.
        extreme = score[1:] >= score[0] * (1 - 1e-9)
        return (1 + extreme.sum(axis=0)) / (1 + len(extreme))

    return map_blocks(sparse.csr_matrix(numerators, dtype=float), draws, apply)
