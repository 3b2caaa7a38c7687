"""Corpora made from known topics: what a fit and its stability score are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.topics.alignment import compare_terms, match_topics
from policyresearch.topics.fit import Stability, TopicModel, describe_fit
from policyresearch.topics.prevalence import estimate_shares
from policyresearch.topics.stability import fit_stable_topics
from policyresearch.topics.units import Units
from policyresearch.topics.waves import compare_waves

# The shape of paragraphs of policy text: vocabulary tokens of a unit, median and spread of
# their logarithm; how unequal terms, topics and the shares within a unit are.
_MEDIAN_TOKENS, _SPREAD = 40, 0.6
_ZIPF = 0.8
_TERMS_PER_TOPIC = 0.15
_TOPIC_SIZES = 2.0
_MIXTURE = 0.15
# Documents of sections: how alike the mixture of a section is to that of its document, and that
# of a paragraph to its section's (concentrations); paragraphs of a section, at least one.
_OF_DOCUMENT, _OF_SECTION = 2.0, 1.5
_PARAGRAPHS = 5

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
    phi = _draw_topics(rng, n_topics, overlap, terms)
    sizes = rng.gamma(_TOPIC_SIZES, size=n_topics)
    theta = rng.dirichlet(_MIXTURE * sizes / sizes.mean(), size=units)
    return Simulated(_make_units(_draw_tokens(rng, theta @ phi), terms), phi, theta)


@dataclass(frozen=True)
class SimulatedDocuments:
    """Units of documents "a" and "b"; `shares` of the topics in texts like them (2 × topics)."""

    units: Units
    phi: np.ndarray
    shares: np.ndarray


def simulate_documents(
    *, sections: int, n_topics: int, overlap: float, terms: int = 600, seed: int = 0
) -> SimulatedDocuments:
    """
    Draw two documents of so many sections, whose topics have known shares.

    The sections of a document are about different things, and paragraphs of one section about
    much the same: the mixture of a section is drawn around its document's, that of a paragraph
    around its section's. Lengths do not depend on topics, so that a document's mixture is the
    share that its topics have of the tokens of all documents that might have been written so.

    Parameters
    ----------
    sections : int
        Of each document.
    n_topics, overlap, terms, seed
        As in `simulate_units`.

    Returns
    -------
    SimulatedDocuments
        `units.table` has the section as `cluster`.
    """
    rng = np.random.default_rng([seed, sections, n_topics, round(1000 * overlap), terms, 2])
    phi = _draw_topics(rng, n_topics, overlap, terms)
    sizes = rng.gamma(_TOPIC_SIZES, size=(2, n_topics)) + 0.2
    # Half of the mixture is common to both, so that differences are of all sizes.
    shares = sizes / sizes.sum(axis=1, keepdims=True)
    shares = (shares + shares.mean(axis=0)) / 2
    parts, number = [], []
    for document, share in enumerate(shares):
        for section in range(sections):
            mixture = rng.dirichlet(_OF_DOCUMENT * share) + 1e-6
            size = 1 + rng.poisson(_PARAGRAPHS - 1)
            parts.append(rng.dirichlet(_OF_SECTION * mixture, size=size))
            number += [document * sections + section] * size
    units = _make_units(_draw_tokens(rng, np.vstack(parts) @ phi), terms)
    cluster = np.array(number)
    table = units.table.assign(
        cluster=cluster, section_id=cluster % sections,
        doc_id=np.where(cluster < sections, "a", "b"),
    )
    return SimulatedDocuments(replace(units, table=table), phi, shares)


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


def measure_coverage(made: SimulatedDocuments, *, seeds: Sequence[int]) -> pd.DataFrame:
    """
    Intervals of the shares of simulated documents beside the truth.

    Parameters
    ----------
    made : SimulatedDocuments
    seeds : sequence of int
        Of the fit and its refits.

    Returns
    -------
    DataFrame, one row per way of having topics, topic, and share or difference
        `topics` ("known": the true ones; "estimated": a fit of as many, stable or not),
        `of` ("a", "b" or "b − a"), `stability` (missing for known topics), `cosine` (with the
        topic's match), `value`, `low`, `high`, `truth`.
    """
    none = np.zeros((0, *made.phi.shape))
    certain = Stability(none, np.ones((1, len(made.phi))), none, 0.0)
    known = describe_fit(made.units, made.phi, model="nmf", seed=0)
    estimated = fit_stable_topics(
        made.units, n_topics=len(made.phi), seeds=seeds, threshold=0.0
    )
    fits = {"known": replace(known, stability=certain), "estimated": estimated}
    documents = pd.DataFrame({"doc_id": ["a", "b"], "place": "甲", "wave": [1, 2]})
    parts = []
    for name, fitted in fits.items():
        similarity = compare_terms(fitted.phi, made.phi)
        matched = match_topics(similarity)
        truth = dict(zip(("a", "b"), made.shares[:, matched], strict=True))
        truth["b − a"] = truth["b"] - truth["a"]
        shares = estimate_shares(fitted).rename(columns={"doc_id": "of", "share": "value"})
        change = compare_waves(fitted, documents, draws=1).rename(columns={"change": "value"})
        table = pd.concat([shares, change.assign(of="b − a")], ignore_index=True)
        own = table["topic"].to_numpy() - 1
        parts.append(table[["topic", "of", "value", "low", "high"]].assign(
            topics=name, cosine=similarity[own, matched[own]],
            stability=np.nan if name == "known" else fitted.measured.mean[own],
            truth=[truth[of][topic] for of, topic in zip(table["of"], own, strict=True)],
        ))
    return pd.concat(parts, ignore_index=True)


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


def _draw_topics(
    rng: np.random.Generator, n_topics: int, overlap: float, terms: int
) -> np.ndarray:
    """Term probabilities of topics that share the part `overlap` of their tokens."""
    zipf = np.arange(1, terms + 1) ** -_ZIPF
    zipf /= zipf.sum()
    own = np.zeros((n_topics, terms))
    size = max(2, int(_TERMS_PER_TOPIC * terms))
    for topic in own:
        chosen = rng.choice(terms, size, replace=False)
        topic[chosen] = zipf[chosen] * rng.gamma(0.5, size=size)
    own /= own.sum(axis=1, keepdims=True)
    return (1 - overlap) * own + overlap * zipf


def _draw_tokens(rng: np.random.Generator, mixtures: np.ndarray) -> list[np.ndarray]:
    """Tokens of units of these term probabilities, as many as paragraphs have."""
    lengths = rng.lognormal(np.log(_MEDIAN_TOKENS), _SPREAD, len(mixtures))
    return [
        rng.choice(len(mixture), length, p=mixture / mixture.sum())
        for mixture, length in zip(mixtures, np.maximum(6, lengths).astype(int), strict=True)
    ]


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
