"""Corpora of many places: what changed within places, and what could have been seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, sparse, stats

from policyresearch.errors import DataError
from policyresearch.inference.ratios import CONFIDENCE
from policyresearch.inference.resampling import DRAWS, SEED, draw_signs, draw_weights, map_blocks


def pair_places(documents: pd.DataFrame, left, right) -> pd.DataFrame:
    """
    The places of a corpus by the waves in which they are seen: the panel and its gaps.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    left, right : wave

    Returns
    -------
    DataFrame, one row per place with a document in either wave, in order of appearance
        `place`, `left`, `right` (number of documents), `paired` (seen in both). Places that
        are not paired add nothing to a comparison within places; how many there are must be
        said with it.

    Examples
    --------
    >>> documents = pd.DataFrame({"place": ["甲", "甲", "乙"], "wave": [2018, 2020, 2018]})
    >>> pair_places(documents, 2018, 2020).values.tolist()
    [['甲', 1, 1, True], ['乙', 1, 0, False]]
    """
    rows = documents[documents["wave"].isin([left, right]) & (documents["place"] != "")]
    places = list(dict.fromkeys(rows["place"]))
    counts = [
        rows[rows["wave"] == wave].groupby("place").size().reindex(places, fill_value=0)
        for wave in (left, right)
    ]
    table = pd.DataFrame({"place": places, "left": counts[0].to_numpy(),
                          "right": counts[1].to_numpy()})
    return table.assign(paired=(table["left"] > 0) & (table["right"] > 0))


@dataclass(frozen=True)
class Differences:
    """
    Mean difference within places by column, with interval and p-value; see `compare_pairs`.
    """

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p: np.ndarray
    spread: np.ndarray
    places: int


def compare_pairs(
    left, right, *, draws: int = DRAWS, seed: int = SEED, confidence: float = CONFIDENCE
) -> Differences:
    """
    Mean change within places, tested by flipping the signs of places.

    A place counts once, however long its documents are.

    Parameters
    ----------
    left, right : array or sparse matrix, places × columns
        Rates or other values of the same places in two waves.
    draws : int
        Sign patterns; all of them where there are no more.
    seed : int
    confidence : float

    Returns
    -------
    Differences
        `mean` of right − left; `low`, `high` by Student's t over places; `p` of the sign-flip
        test, two-sided, which cannot fall below 2 / 2^places; `spread`, the standard
        deviation of the differences.

    Notes
    -----
    Fisher (1935), section 21; counting the data as one draw: Phipson & Smyth (2010).
    """
    change = sparse.csr_matrix(right, dtype=float) - sparse.csr_matrix(left, dtype=float)
    places = change.shape[0]
    if places < 2:
        raise DataError(f"{places} place in both waves: nothing to compare; two are needed.")
    mean = np.asarray(change.mean(axis=0)).ravel()
    spread = np.sqrt(_add_squares(change, mean) / (places - 1))
    reach = stats.t.ppf((1 + confidence) / 2, places - 1) * spread / np.sqrt(places)
    signs = draw_signs(places, draws=draws, seed=seed)
    complete = len(signs) == 2**places and len(signs) <= draws

    def apply(block: sparse.csc_matrix) -> np.ndarray:
        observed = np.abs(np.asarray(block.sum(axis=0)).ravel())
        extreme = (np.abs(signs @ block) >= observed * (1 - 1e-9)).sum(axis=0)
        return extreme / len(signs) if complete else (1 + extreme) / (1 + len(signs))

    p = map_blocks(change, len(signs), apply)
    return Differences(mean, mean - reach, mean + reach, p, spread, places)


def _add_squares(change: sparse.csr_matrix, mean: np.ndarray) -> np.ndarray:
    """Σ (x − mean)² of each column, no term of which can take digits from another."""
    held = np.bincount(change.indices, minlength=len(mean))
    squares = (change.data - mean[change.indices]) ** 2
    return (np.bincount(change.indices, squares, minlength=len(mean))
            + (change.shape[0] - held) * mean**2)


def bootstrap_pairs(
    left, right, *, draws: int = DRAWS, seed: int = SEED, confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """
    Percentile interval of the mean change within places, places drawn with replacement.

    All documents of a place move together (place-cluster bootstrap: Davison & Hinkley 1997,
    section 3.8). Below some thirty places it is narrower than it should be; `compare_pairs`
    gives Student's interval beside it.
    """
    change = sparse.csr_matrix(right, dtype=float) - sparse.csr_matrix(left, dtype=float)
    places = change.shape[0]
    weights = draw_weights(np.zeros(places), draws=draws, seed=seed) / places
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    low, high = map_blocks(
        change, draws, lambda block: np.quantile(weights @ block, ends, axis=0)
    )
    return low, high


def find_detectable(
    places: int, spread, *, power: float = 0.8, alpha: float = 0.05
) -> np.ndarray:
    """
    The smallest mean change within places that this many places would show.

    Parameters
    ----------
    places : int
        Places seen in both waves.
    spread : float or array
        Standard deviation of the change between places.
    power : float
        Chance to find a change of that size.
    alpha : float
        Level of the two-sided test.

    Returns
    -------
    ndarray
        In the unit of `spread`.

    Notes
    -----
    δ · spread where the paired t test of non-centrality δ√places has the wanted power
    (Cohen 1988, ch. 2). The sign-flip test needs a little more in small samples.

    Examples
    --------
    >>> round(float(find_detectable(34, 1.0)), 2)
    0.5
    """
    if places < 2:
        raise DataError(f"`places`: {places}; a change within places needs at least two.")
    freedom = places - 1
    critical = stats.t.ppf(1 - alpha / 2, freedom)

    def lack(delta: float) -> float:
        shift = delta * np.sqrt(places)
        found = stats.nct.sf(critical, freedom, shift) + stats.nct.cdf(-critical, freedom, shift)
        return found - power

    high = 1.0
    while lack(high) < 0:
        high *= 2
    return optimize.brentq(lack, 0.0, high) * np.asarray(spread, dtype=float)
