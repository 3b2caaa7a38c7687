"""Corpora made from known topics: what a fit and its stability score are measured against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.topics.alignment import compare_terms, match_topics
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.units import Units

# The shape of paragraphs of policy text: vocabulary tokens of a unit, median and spread of
# their logarithm; how unequal terms, topics and the shares within a unit are.
_MEDIAN_TOKENS, _SPREAD = 40, 0.6
_ZIPF = 0.8
_TERMS_PER_TOPIC = 0.15
_TOPIC_SIZES = 2.0
_MIXTURE = 0.15


# A fitted topic is recovered if its cosine with a true topic of its own is at least this, and
# a threshold of stability is good enough if this part of the topics it keeps are recovered.
RECOVERED, TRUSTED = 0.8, 0.8


@dataclass(frozen=True)
class Simulated:
    """Units drawn from topics with term probabilities `phi`; `theta` are the units' shares."""

    units: Units
    phi: np.ndarray
    theta: np.ndarray


def simulate_units(
    *, units: int, n_topics: int, overlap: float, terms: int = 600, seed: int = 0
) -> Simulated:
    """
    Draw units of text from known topics.

    Parameters
    ----------
    units : int
        Paragraphs.
    n_topics : int
    overlap : float
        Part of every topic's tokens that come from terms common to all topics, 0 to 1.
    terms : int
        Size of the vocabulary; its frequencies fall off as rank^-0.8.
    seed : int

    Returns
    -------
    Simulated

    Notes
    -----
    Each topic has its own terms, 15 % of the vocabulary drawn at random with weights from a
    gamma distribution; topics are of unequal size, and a unit is mostly about one or two of
    them (Dirichlet, concentration 0.15 per average topic). Tokens follow latent Dirichlet
    allocation (Blei et al. 2003).
    """
    rng = np.random.default_rng([seed, units, n_topics, round(1000 * overlap), terms])
    zipf = np.arange(1, terms + 1) ** -_ZIPF
    zipf /= zipf.sum()
    own = np.zeros((n_topics, terms))
    size = max(2, int(_TERMS_PER_TOPIC * terms))
    for topic in own:
        chosen = rng.choice(terms, size, replace=False)
        topic[chosen] = zipf[chosen] * rng.gamma(0.5, size=size)
    own /= own.sum(axis=1, keepdims=True)
    phi = (1 - overlap) * own + overlap * zipf
    sizes = rng.gamma(_TOPIC_SIZES, size=n_topics)
    theta = rng.dirichlet(_MIXTURE * sizes / sizes.mean(), size=units)
    lengths = np.maximum(6, rng.lognormal(np.log(_MEDIAN_TOKENS), _SPREAD, units)).astype(int)
    codes = []
    for share, length in zip(theta, lengths, strict=True):
        mixture = share @ phi
        codes.append(rng.choice(terms, length, p=mixture / mixture.sum()))
    return Simulated(_make_units(codes, terms), phi, theta)


def measure_recovery(fitted: TopicModel, truth: np.ndarray) -> pd.DataFrame:
    """
    How like the true topics each fitted topic is.

    Returns
    -------
    DataFrame, one row per fitted topic
        `topic`, `stability`, `cosine` with the true topic of its own under the one-to-one
        matching of greatest total (0 for a topic beyond the number of true ones), `nearest`
        (cosine with the true topic it is most like).
    """
    similarity = compare_terms(fitted.phi, truth)
    matched = match_topics(similarity)
    cosine = np.where(matched >= 0, similarity[np.arange(len(matched)), matched], 0.0)
    stability = np.nan if fitted.stability is None else fitted.stability.mean
    return pd.DataFrame({"topic": fitted.ids, "stability": stability, "cosine": cosine,
                         "nearest": similarity.max(axis=1)})


def choose_threshold(recovery: pd.DataFrame, *, step: float = 0.05) -> float:
    """
    The lowest threshold of stability, in steps, that keeps mostly recovered topics.

    Parameters
    ----------
    recovery : DataFrame
        `stability` and `cosine` of fitted topics (`measure_recovery`).
    step : float

    Returns
    -------
    float
        Of the topics from it on, at least the part `TRUSTED` has a cosine of `RECOVERED` or
        more with a true topic, and so from every higher threshold; 1 if there is none.
    """
    found = 1.0
    for threshold in np.arange(round(1 / step) - 1, 0, -1) * step:
        kept = recovery.loc[recovery["stability"] >= threshold, "cosine"]
        if len(kept) and (kept >= RECOVERED).mean() < TRUSTED:
            break
        found = float(round(threshold, 10))
    return found


def _make_units(codes: list[np.ndarray], terms: int) -> Units:
    """Simulated tokens as units of one document; ten units in a row are a section."""
    lengths = np.array([len(unit) for unit in codes])
    number = np.repeat(np.arange(len(codes)), lengths)
    flat = np.concatenate(codes)
    counts = sparse.csr_matrix((np.ones(len(flat)), (number, flat)), shape=(len(codes), terms))
    unit = np.arange(len(codes))
    table = pd.DataFrame({
        "unit": unit, "doc_id": "simulated", "para_id": unit, "role": "plan",
        "section_id": unit // 10, "start": 0, "end": 0, "cluster": unit // 10,
        "content_tokens": lengths, "tokens": lengths, "fitted": True,
    })
    vocabulary = pd.DataFrame({
        "term": [f"{code:04d}" for code in range(terms)],
        "tokens": np.bincount(flat, minlength=terms),
        "units": np.bincount(counts.indices, minlength=terms), "documents": 1,
    })
    return Units(table, counts, vocabulary, tuple(codes), "paragraph")
