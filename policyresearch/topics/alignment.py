"""Which topic of one fit is which of another, and how alike fits are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from policyresearch.digits import settle


def compare_terms(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Cosine between term probabilities, topics of `left` × topics of `right`."""
    norms = [np.linalg.norm(side, axis=1) for side in (left, right)]
    return (left @ right.T) / np.outer(*norms)


def match_topics(similarity: np.ndarray) -> np.ndarray:
    """
    For each row its column in the one-to-one matching of greatest total similarity, or -1.

    Kuhn's Hungarian method; rows stay unmatched where there are more rows than columns.
    """
    rows, columns = linear_sum_assignment(settle(similarity), maximize=True)
    matched = np.full(len(similarity), -1)
    matched[rows] = columns
    return matched


def align_runs(reference: np.ndarray, runs: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """
    Match each run's topics to the reference's.

    Returns the runs' term probabilities in the order of the reference (runs × topics × terms)
    and the cosine of each match (runs × topics).
    """
    aligned, cosines = [], []
    for run in runs:
        similarity = compare_terms(reference, run)
        matched = match_topics(similarity)
        aligned.append(run[matched])
        cosines.append(similarity[np.arange(len(reference)), matched])
    return np.array(aligned), np.array(cosines)


def find_prototype(runs: Sequence[np.ndarray]) -> tuple[int, np.ndarray]:
    """
    The most central run, and the mean matched cosine of every pair of runs.

    The run whose mean similarity to the others is highest is the one to report (Rieger et al.
    2022, with cosines in place of their top-word overlap); the first of equals is taken.
    """
    size = len(runs)
    pairs = np.ones((size, size))
    for i in range(size):
        for j in range(i):
            similarity = compare_terms(runs[i], runs[j])
            matched = match_topics(similarity)
            pairs[i, j] = pairs[j, i] = similarity[np.arange(len(runs[i])), matched].mean()
    central = (pairs.sum(axis=1) - 1) / max(size - 1, 1)
    # Rounded, so that the last bits of equal runs do not choose between them.
    return int(np.argmax(np.round(central, 9))), pairs
