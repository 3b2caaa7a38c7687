"""Drawing units again: bootstrap weights, permuted labels, flipped signs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from policyresearch.errors import DataError

DRAWS = 2000
SEED = 20181125
# Cells of one block of draws × columns: 32 MB of floats, whatever the vocabulary.
_BLOCK = 4_000_000


def draw_weights(strata: np.ndarray, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """
    How often each unit is drawn when units are drawn with replacement within their stratum.

    Parameters
    ----------
    strata : ndarray
        The stratum of each unit, such as its document: every draw has as many units of each
        stratum as the data.
    draws : int
    seed : int

    Returns
    -------
    ndarray of float, draws × units
        Rows sum to the number of units. `weights @ counts` are the drawn totals.

    Notes
    -----
    Efron (1979); units are whole clusters, as in Davison & Hinkley (1997), section 3.8.

    Examples
    --------
    >>> weights = draw_weights(np.array(["a", "a", "b"]), draws=4, seed=1)
    >>> weights[:, :2].sum(axis=1).tolist(), weights[:, 2].tolist()
    ([2.0, 2.0, 2.0, 2.0], [1.0, 1.0, 1.0, 1.0])
    """
    strata = _check_units(strata, "strata")
    rng = np.random.default_rng(seed)
    weights = np.zeros((draws, len(strata)))
    for stratum in _distinct(strata):
        own = np.flatnonzero(strata == stratum)
        weights[:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=draws)
    return weights


def draw_permutations(
    labels: np.ndarray,
    *,
    strata: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> np.ndarray:
    """
    Labels of the units dealt out again at random within strata.

    Parameters
    ----------
    labels : ndarray
        One label per unit, such as its wave.
    strata : ndarray, optional
        Labels move only between units of one stratum; by default between all.
    draws : int
    seed : int

    Returns
    -------
    ndarray, draws × units
        Each row holds every label as often as `labels`.

    Examples
    --------
    >>> dealt = draw_permutations(np.array([0, 0, 1]), draws=3, seed=1)
    >>> dealt.sum(axis=1).tolist()
    [1, 1, 1]
    """
    labels = _check_units(labels, "labels")
    strata = np.zeros(len(labels), dtype=int) if strata is None else np.asarray(strata)
    rng = np.random.default_rng(seed)
    dealt = np.tile(labels, (draws, 1))
    for stratum in _distinct(strata):
        own = np.flatnonzero(strata == stratum)
        dealt[:, own] = rng.permuted(dealt[:, own], axis=1)
    return dealt


def draw_signs(units: int, *, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """
    Signs for the differences of paired units: every combination, or random ones if there
    are more than `draws`.

    Under the null hypothesis a unit's two values are exchangeable, so that each sign is as
    likely as the other (Fisher 1935, section 21).

    Examples
    --------
    >>> draw_signs(2).tolist()
    [[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]
    """
    if 2**units <= draws:
        bits = (np.arange(2**units)[:, None] >> np.arange(units)) & 1
        return 1.0 - 2.0 * bits
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], size=(draws, units))


def map_blocks(
    matrix: sparse.csr_matrix, draws: int, apply: Callable[[sparse.csc_matrix], np.ndarray]
) -> np.ndarray:
    """
    `apply` to blocks of columns, joined along the last axis: draws × columns of a whole
    vocabulary would not fit into memory.
    """
    columns = sparse.csc_matrix(matrix)
    step = max(1, _BLOCK // max(draws, 1))
    starts = range(0, max(columns.shape[1], 1), step)
    return np.concatenate([apply(columns[:, at : at + step]) for at in starts], axis=-1)


def _check_units(values, name: str) -> np.ndarray:
    values = np.asarray(values)
    if values.ndim != 1 or not len(values):
        raise DataError(f"`{name}` must hold one value per unit; got shape {values.shape}.")
    return values


def _distinct(values: np.ndarray) -> list:
    """In order of first appearance: a result must not depend on what strata are called."""
    return list(dict.fromkeys(values.tolist()))
