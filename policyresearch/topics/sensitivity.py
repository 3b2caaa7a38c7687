"""Do the topics come back under another segmentation, vocabulary, unit or model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from policyresearch.errors import DataError
from policyresearch.topics.alignment import compare_terms, find_prototype, match_topics
from policyresearch.topics.fit import TopicModel, describe_fit
from policyresearch.topics.models import fit_terms
from policyresearch.topics.quality import rank_terms
from policyresearch.topics.threads import one_thread
from policyresearch.topics.units import UNITS, Units

# Starts of each other fit; the most central is compared.
STARTS = tuple(range(3))


@one_thread
def compare_settings(
    fitted: TopicModel,
    others: Mapping[str, tuple[Units, str]],
    *,
    seeds: tuple[int, ...] = STARTS,
    jobs: int = 1,
) -> pd.DataFrame:
    """
    Fit again under other settings and find each stable topic there.

    Parameters
    ----------
    fitted : TopicModel
        With stability; the other fits have as many topics.
    others : mapping of str to (Units, str)
        For each setting its units and model, such as the same corpus under another
        segmentation, other rules of vocabulary, or another model.
    seeds : tuple of int
        Starts of each other fit.
    jobs : int
        Processes; the result does not depend on it.

    Returns
    -------
    DataFrame, one row per stable topic and setting
        `topic`, `label`, `setting`, `unit_cosine` and `term_cosine` (likeness of the topic's
        tokens over paragraphs, and of its term probabilities over all terms of either
        vocabulary), `match` (the other topic's terms of highest probability), `found`
        (whether the larger of the two reaches the threshold of stability).

    Notes
    -----
    Topics are matched one to one by `unit_cosine`: other segmentations have other terms, but
    the same paragraphs.
    """
    columns = ["topic", "label", "setting", "unit_cosine", "term_cosine", "match", "found"]
    if not len(fitted.stable_topics):
        return pd.DataFrame(columns=columns)
    rows = []
    with Parallel(n_jobs=jobs) as pool:
        for name, (units, model) in others.items():
            counts = units.counts[units.table["fitted"].to_numpy()]
            starts = pool(
                delayed(fit_terms)(counts, model=model, n_topics=fitted.n_topics, seed=seed)
                for seed in seeds
            )
            central, _ = find_prototype(starts)
            other = describe_fit(units, starts[central], model=model, seed=seeds[central])
            rows.append(find_again(fitted, other).assign(setting=name))
    if not rows:
        return pd.DataFrame(columns=columns)
    return pd.concat(rows, ignore_index=True)[columns]


@one_thread
def find_again(fitted: TopicModel, other: TopicModel) -> pd.DataFrame:
    """
    Find each stable topic of a fit among those of another, which may have more or fewer.

    Returns
    -------
    DataFrame, one row per stable topic
        The columns of `compare_settings` but `setting`, and `other`: the topic's number
        there, 0 for one left over where the other fit has fewer topics.
    """
    by_unit = compare_terms(*_share_units(fitted, other))
    by_term = compare_terms(*_share_terms(fitted, other))
    matched = match_topics(by_unit)
    labels = fitted.name_topics()
    terms = [" ".join(other.units.terms[own]) for own in rank_terms(other.phi)]
    rows = []
    for topic in fitted.stable_topics:
        own, its = topic - 1, int(matched[topic - 1])
        left = its < 0
        unit, term = (0.0, 0.0) if left else (by_unit[own, its], by_term[own, its])
        rows.append({
            "topic": int(topic), "label": labels[topic], "other": its + 1, "unit_cosine": unit,
            "term_cosine": term, "match": "" if left else terms[its],
            "found": bool(max(unit, term) >= fitted.measured.threshold),
        })
    return pd.DataFrame(rows, columns=["topic", "label", "other", "unit_cosine", "term_cosine",
                                       "match", "found"])


def _share_units(fitted: TopicModel, other: TopicModel) -> tuple[np.ndarray, np.ndarray]:
    """Tokens of topics in the units that both have: topics × units, twice."""
    if fitted.units.kind != other.units.kind:
        raise DataError(
            f"`others`: units are {other.units.kind}s, the fit's are {fitted.units.kind}s; "
            "topics are matched over the units they share."
        )
    key = UNITS[fitted.units.kind]
    places = [
        pd.Series(np.arange(len(model.units.table)), pd.MultiIndex.from_frame(
            model.units.table[key]))
        for model in (fitted, other)
    ]
    both = places[0].index.intersection(places[1].index, sort=False)
    if not len(both):
        raise DataError("`others`: no unit is in both corpora.")
    own, their = (place.loc[both].to_numpy() for place in places)
    # One weight for both sides: a unit's length under the fit's own vocabulary.
    weight = fitted.units.table["tokens"].to_numpy()[own][:, None]
    return (fitted.theta[own] * weight).T, (other.theta[their] * weight).T


def _share_terms(fitted: TopicModel, other: TopicModel) -> tuple[np.ndarray, np.ndarray]:
    """Term probabilities over the terms of either vocabulary, twice."""
    terms = pd.Index(fitted.units.terms).union(pd.Index(other.units.terms))
    sides = []
    for model in (fitted, other):
        side = np.zeros((model.n_topics, len(terms)))
        side[:, terms.get_indexer(model.units.terms)] = model.phi
        sides.append(side)
    return sides[0], sides[1]
