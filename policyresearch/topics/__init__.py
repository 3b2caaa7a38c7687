"""
Topics: which ones a corpus supports, how stable they are and how their shares differ.

    units = build_units(corpus.tokens, corpus.sections, corpus.documents)
    grid, choice, topics = choose_topics(units)
    shares = estimate_shares(topics, by="doc_id")
    changes = compare_waves(topics, corpus.documents)
"""

from __future__ import annotations

from policyresearch.topics.choosing import choose_topics, fit_kept
from policyresearch.topics.fit import (
    TopicModel,
    find_representatives,
    fit_topics,
    score_units,
)
from policyresearch.topics.intrusion import (
    Sheet,
    make_topic_sheet,
    make_word_sheet,
    score_topics,
    score_words,
)
from policyresearch.topics.labels import label_topics, list_labels, read_labels
from policyresearch.topics.models import MODELS
from policyresearch.topics.numbers import (
    CRITERIA,
    NUMBERS,
    UNITS_PER_TOPIC,
    Choice,
    choose_number,
    compare_numbers,
    list_numbers,
    summarise_numbers,
)
from policyresearch.topics.places import compare_places
from policyresearch.topics.prevalence import FEW_UNITS, estimate_shares
from policyresearch.topics.seeded import SeededTopics, compare_seeded, fit_seeded_topics
from policyresearch.topics.sensitivity import compare_settings, find_again
from policyresearch.topics.stability import SEEDS, STABLE, fit_stable_topics
from policyresearch.topics.units import UNITS, Rules, Units, build_units
from policyresearch.topics.waves import align_waves, compare_waves

__all__ = [
    "CRITERIA",
    "FEW_UNITS",
    "MODELS",
    "NUMBERS",
    "SEEDS",
    "STABLE",
    "UNITS",
    "UNITS_PER_TOPIC",
    "Choice",
    "Rules",
    "SeededTopics",
    "Sheet",
    "TopicModel",
    "Units",
    "align_waves",
    "build_units",
    "choose_number",
    "choose_topics",
    "compare_numbers",
    "compare_places",
    "compare_seeded",
    "compare_settings",
    "compare_waves",
    "estimate_shares",
    "find_again",
    "find_representatives",
    "fit_kept",
    "fit_seeded_topics",
    "fit_stable_topics",
    "fit_topics",
    "label_topics",
    "list_labels",
    "list_numbers",
    "make_topic_sheet",
    "make_word_sheet",
    "read_labels",
    "score_topics",
    "score_units",
    "score_words",
    "summarise_numbers",
]
