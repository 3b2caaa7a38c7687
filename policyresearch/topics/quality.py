"""How good topics are: coherence, exclusivity and residual dispersion."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.stats import rankdata

from policyresearch.digits import settle
from policyresearch.topics.units import Units

TOP_TERMS = 10
# Weight of exclusivity against frequency in FREX (Roberts et al. 2014).
_FREX_WEIGHT = 0.7
# Width of the sliding window of C_v (Röder et al. 2015).
WINDOW = 110
_TINY = 1e-12


def rank_terms(scores: np.ndarray, top: int = TOP_TERMS) -> np.ndarray:
    """Places of the highest scores of each topic, highest first; equal scores in term order."""
    return np.argsort(-settle(scores), axis=1, kind="stable")[:, :top]


def score_frex(phi: np.ndarray) -> np.ndarray:
    """
    FREX of each term in each topic: harmonic mean of its ranks by exclusivity and frequency.

    0.7 of the weight is on exclusivity, the topic's part of the term's probability over all
    topics; ranks are shares of the vocabulary (Bischof & Airoldi 2012; Roberts et al. 2014).
    Higher means frequent here and rare elsewhere.
    """
    # All digits but the last: among terms of one topic alone exclusivities are nearly equal.
    exclusivity, phi = (settle(each, 14) for each in (phi / (phi.sum(axis=0) + _TINY), phi))
    size = phi.shape[1]
    by_exclusivity = rankdata(exclusivity, method="max", axis=1) / size
    by_frequency = rankdata(phi, method="max", axis=1) / size
    return 1 / (_FREX_WEIGHT / by_exclusivity + (1 - _FREX_WEIGHT) / by_frequency)


def score_lift(phi: np.ndarray, background: np.ndarray) -> np.ndarray:
    """A term's probability in the topic over that in the corpus (1 means no difference)."""
    return phi / background


def measure_exclusivity(phi: np.ndarray, top: int = TOP_TERMS) -> np.ndarray:
    """Mean FREX of each topic's most probable terms, 0 to 1; higher means more its own."""
    if not len(phi):
        return np.zeros(0)
    return np.take_along_axis(score_frex(phi), rank_terms(phi, top), axis=1).mean(axis=1)


def build_windows(units: Units, width: int = WINDOW) -> sparse.csc_matrix:
    """
    Which terms stand in which window, windows × terms.

    Windows of `width` vocabulary tokens move by one token within a unit; a shorter unit is
    one window. With `width` 0 every unit is one window.
    """
    windows = []
    for codes in units.codes:
        if len(codes) == 0:
            continue
        last = 1 if width == 0 else max(1, len(codes) - width + 1)
        size = len(codes) if width == 0 else width
        windows += [np.unique(codes[start : start + size]) for start in range(last)]
    rows = np.repeat(np.arange(len(windows)), [len(window) for window in windows])
    columns = np.concatenate(windows) if windows else np.zeros(0, dtype=int)
    shape = (len(windows), len(units.vocabulary))
    return sparse.csc_matrix((np.ones(len(columns)), (rows, columns)), shape=shape)


def measure_npmi(terms: np.ndarray, windows: sparse.csc_matrix) -> np.ndarray:
    """
    Coherence of each topic as mean NPMI of its pairs of top terms.

    NPMI is −1 where two terms never share a window, 0 where they are independent, 1 where
    they always come together (Bouma 2009; Lau et al. 2014).
    """
    upper = np.triu_indices(terms.shape[1], 1)
    return np.array([_count_npmi(topic, windows)[upper].mean() for topic in terms])


def measure_cv(terms: np.ndarray, windows: sparse.csc_matrix) -> np.ndarray:
    """
    Coherence C_v of each topic (Röder, Both & Hinneburg 2015), about 0 to 1.

    Each top term is described by its NPMI with every top term; C_v is the mean cosine of
    these vectors with their sum. Windows are those of `build_windows`.
    """
    coherence = []
    for topic in terms:
        vectors = _count_npmi(topic, windows)
        whole = vectors.sum(axis=0)
        norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(whole)
        coherence.append(np.mean(vectors @ whole / np.where(norms > 0, norms, 1)))
    return np.array(coherence)


def disperse_counts(
    counts: sparse.csr_matrix, theta: np.ndarray, phi: np.ndarray, tolerance: float = 0.01
) -> float:
    """
    Dispersion of the multinomial residuals (Taddy 2012).

    1 if the topics account for how terms vary between units; above 1, more topics are needed
    or terms come in bursts. Squared Pearson residuals over degrees of freedom: cells with an
    expected count above `tolerance` less the free parameters; missing if none are left.
    """
    total = np.asarray(counts.sum(axis=1)).ravel()
    squares, cells = 0.0, 0
    for start in range(0, len(total), 256):
        part = slice(start, start + 256)
        q = theta[part] @ phi
        m = total[part][:, None]
        expected = m * q
        observed = counts[part].toarray()
        squares += float(((observed - expected) ** 2 / (expected * (1 - q) + _TINY)).sum())
        cells += int((expected > tolerance).sum())
    topics, terms = phi.shape
    free = cells - topics * (terms - 1) - len(total) * (topics - 1)
    return squares / free if free > 0 else float("nan")


def _count_npmi(topic: np.ndarray, windows: sparse.csc_matrix) -> np.ndarray:
    """NPMI of every pair of these terms; a term with itself has 1."""
    held = windows[:, topic]
    joint = (held.T @ held).toarray() / windows.shape[0]
    single = joint.diagonal()
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log(joint / np.outer(single, single))
        npmi = pmi / -np.log(joint)
    npmi[joint == 0] = -1
    # Terms that stand in every window tell nothing about each other.
    npmi[joint == 1] = 1
    return npmi
