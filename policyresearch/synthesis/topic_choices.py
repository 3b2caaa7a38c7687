"""Specifications of the change of the stable topics' shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.inference.sensitivity import Estimates, Specification
from policyresearch.synthesis.samples import (
    CLUSTERS,
    DOCUMENTS,
    PARTY,
    ROLES,
    Ground,
    find_party,
    name_estimates,
)
from policyresearch.topics.choosing import fit_kept
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.models import MODELS
from policyresearch.topics.sensitivity import find_again
from policyresearch.topics.units import Rules, Units, build_units

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

# How many topics a fit has beside those of the study's.
_NUMBERS = {"as many topics": 0, "one topic fewer": -1, "one topic more": 1}
_RULES = {"common terms": None, "rarer terms": Rules(min_units=3, min_documents=1)}
_FEWEST = 2


def list_topic_choices(fitted: TopicModel) -> dict[str, tuple[str, ...]]:
    """The choices of `build_topic_estimator`; the study's own model is the first."""
    return {
        "roles": ROLES,
        "documents": DOCUMENTS,
        "clusters": CLUSTERS,
        "party": PARTY,
        "model": tuple(sorted(MODELS, key=lambda model: model != fitted.model)),
        "number": tuple(_NUMBERS),
        "segmentation": ("policy", "pkuseg"),
        "vocabulary": tuple(_RULES),
    }


def name_topic(topic: int) -> str:
    """A topic's name as a claim of specifications."""
    return f"topic-{topic}"


def build_topic_estimator(
    corpus: Corpus, fitted: TopicModel, *, other_tokens: pd.DataFrame
) -> Callable[[Specification], Estimates]:
    """
    The change of the share of each stable topic under one of `list_topic_choices`.

    Every other model, number, segmentation and vocabulary is fitted once, from one start; the
    study's topics are found in it by the paragraphs they stand in or by their words
    (`topics.find_again`). A topic that is not found there has no estimate. Intervals are those
    of sampling alone: what refits disagree about is seen from specification to specification.

    Parameters
    ----------
    corpus : Corpus
    fitted : TopicModel
        With stability.
    other_tokens : DataFrame
        The text segmented by pkuseg alone.
    """
    topics = [int(topic) for topic in fitted.stable_topics]
    choices = list_topic_choices(fitted)
    party = find_party(corpus)

    @cache
    def cut(segmentation: str, vocabulary: str) -> tuple[Units, Ground]:
        tokens = corpus.tokens if segmentation == "policy" else other_tokens
        units = build_units(tokens, corpus.sections, corpus.documents, unit=fitted.units.kind,
                            rules=_RULES[vocabulary])
        return units, Ground(corpus, units.table, party)

    @cache
    def fit(model: str, number: str, segmentation: str, vocabulary: str):
        n_topics = fitted.n_topics + _NUMBERS[number]
        units, ground = cut(segmentation, vocabulary)
        if not _FEWEST <= n_topics <= int(units.table["fitted"].sum()):
            return None
        chosen = {"model": model, "number": number, "segmentation": segmentation,
                  "vocabulary": vocabulary}
        own = all(option == choices[name][0] for name, option in chosen.items())
        other = fitted if own else fit_kept(
            units, n_topics=n_topics, model=model, folder=corpus.study.kept_fits
        )
        return other, find_again(fitted, other), ground

    def estimate(specification: Specification) -> Estimates:
        found = np.full((3, len(topics)), np.nan)
        fits = fit(*(specification[name] for name in
                     ("model", "number", "segmentation", "vocabulary")))
        if fits is not None and topics:
            other, again, ground = fits
            kept = again["found"].to_numpy(dtype=bool)
            columns = again["other"].to_numpy()[kept] - 1
            size = other.units.table["tokens"].to_numpy(float)
            counts = np.column_stack([size, size[:, None] * other.theta[:, columns]])
            found[:, kept] = ground.compare(counts, specification)
        return name_estimates([name_topic(topic) for topic in topics], found)

    return estimate
