"""
Topics: which ones a corpus supports, how stable they are and how their shares differ.

    units = build_units(corpus.tokens, corpus.sections, corpus.documents)
    grid = compare_numbers(units)
    topics = fit_stable_topics(units, n_topics=choose_number(grid).n_topics)
    shares = estimate_shares(topics, by="doc_id")
    changes = compare_waves(topics, corpus.documents)
"""

from __future__ import annotations

from policyresearch.topics.fit import (
    TopicModel,
    find_representatives,
    fit_topics,
    score_units,
)
from policyresearch.topics.models import MODELS
from policyresearch.topics.numbers import (
    CRITERIA,
    NUMBERS,
    Choice,
    choose_number,
    compare_numbers,
    list_numbers,
    summarise_numbers,
)
from policyresearch.topics.prevalence import estimate_shares
from policyresearch.topics.stability import SEEDS, STABLE, fit_stable_topics
from policyresearch.topics.units import TEXT_ROLES, UNITS, Rules, Units, build_units
from policyresearch.topics.waves import compare_waves

__all__ = [
    "CRITERIA",
    "MODELS",
    "NUMBERS",
    "SEEDS",
    "STABLE",
    "TEXT_ROLES",
    "UNITS",
    "Choice",
    "Rules",
    "TopicModel",
    "Units",
    "build_units",
    "choose_number",
    "compare_numbers",
    "compare_waves",
    "estimate_shares",
    "find_representatives",
    "fit_stable_topics",
    "fit_topics",
    "list_numbers",
    "score_units",
    "summarise_numbers",
]
