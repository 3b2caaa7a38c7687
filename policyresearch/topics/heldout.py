"""Shares of topics in units: one definition for every model and for documents not yet seen."""

from __future__ import annotations

import numpy as np
from scipy import sparse

# A topic's term probabilities are mixed with the corpus's, so that no term is impossible.
SMOOTHING = 0.1
# Tokens that every topic of a unit is credited with beforehand.
_PRIOR = 0.1
_STEPS, _SETTLED = 100, 1e-4


def find_background(counts: sparse.csr_matrix) -> np.ndarray:
    """Term probabilities of the corpus as a whole, one token added to each term."""
    total = np.asarray(counts.sum(axis=0)).ravel() + 1
    return total / total.sum()


def smooth_terms(phi: np.ndarray, background: np.ndarray) -> np.ndarray:
    """Term probabilities of topics with a part `SMOOTHING` of the corpus's own mixed in."""
    return (1 - SMOOTHING) * phi + SMOOTHING * background


def infer_shares(counts: sparse.csr_matrix, phi: np.ndarray) -> np.ndarray:
    """
    Shares of topics in each unit, units × topics, given the topics' smoothed terms.

    The most probable mixture of the topics under a symmetric Dirichlet prior, by expectation
    maximisation with the topics held fixed (folding in, Hofmann 1999). A unit without a term
    of the vocabulary gets even shares.
    """
    counts = sparse.csr_matrix(counts, dtype=np.float64)
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    terms = np.ascontiguousarray(phi[:, counts.indices].T)
    weight = counts.copy()
    theta = np.full((counts.shape[0], len(phi)), 1 / len(phi))
    for _ in range(_STEPS):
        weight.data = counts.data / np.einsum("ij,ij->i", theta[rows], terms)
        update = theta * (weight @ phi.T) + _PRIOR
        update /= update.sum(axis=1, keepdims=True)
        settled = np.abs(update - theta).max(initial=0) < _SETTLED
        theta = update
        if settled:
            break
    return theta


def measure_likelihood(
    observed: sparse.csr_matrix, held: sparse.csr_matrix, phi: np.ndarray
) -> float:
    """
    Mean log-probability of a held-out token given the observed tokens of the same unit.

    Document completion (Wallach et al. 2009): shares come from one half of a unit's tokens,
    the probability from the other half. Higher is better; values may be compared between
    models of the same units and vocabulary only.
    """
    theta = infer_shares(observed, phi)
    held = sparse.csr_matrix(held)
    rows = np.repeat(np.arange(held.shape[0]), np.diff(held.indptr))
    probability = (theta[rows] * phi[:, held.indices].T).sum(axis=1)
    return float((held.data * np.log(probability)).sum() / held.data.sum())


def split_tokens(
    codes: list[np.ndarray], terms: int, rng: np.random.Generator
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """Each unit's tokens in two random halves, as counts."""
    halves: tuple[list, list] = ([], [])
    for unit in codes:
        shuffled = rng.permutation(unit)
        halves[0].append(shuffled[: len(unit) // 2])
        halves[1].append(shuffled[len(unit) // 2 :])
    return _count_codes(halves[0], terms), _count_codes(halves[1], terms)


def _count_codes(units: list[np.ndarray], terms: int) -> sparse.csr_matrix:
    rows = np.repeat(np.arange(len(units)), [len(unit) for unit in units])
    columns = np.concatenate(units) if units else np.zeros(0, dtype=int)
    return sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=(len(units), terms))
