"""
Topics: which ones a corpus supports, how stable they are and how their shares differ.

    units = build_units(corpus.tokens, corpus.sections, corpus.documents)
    grid = compare_numbers(units)
    topics = fit_stable_topics(units, n_topics=choose_number(grid).n_topics)
    shares = estimate_shares(topics, by="doc_id")
"""

from __future__ import annotations

from policyresearch.topics.fit import (
    TopicModel,
    find_representatives,
    fit_topics,
    score_units,
)
from policyresearch.topics.models import MODELS
from policyresearch.topics.stability import SEEDS, STABLE, fit_stable_topics
from policyresearch.topics.units import TEXT_ROLES, UNITS, Rules, Units, build_units

__all__ = [
    "MODELS",
    "SEEDS",
    "STABLE",
    "TEXT_ROLES",
    "UNITS",
    "Rules",
    "TopicModel",
    "Units",
    "build_units",
    "find_representatives",
    "fit_stable_topics",
    "fit_topics",
    "score_units",
]
