"""
The changes that the study claims, estimated under every reasonable way of looking.

One file for each kind of claim: its choices, and an estimator that turns a specification of them
into estimates (`specifications.run_specifications`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from policyresearch.inference.comparison import pair_waves
from policyresearch.inference.sensitivity import Estimates, Specification, run_specifications
from policyresearch.synthesis.outcome_choices import (
    OUTCOME_CHOICES,
    REACHED,
    UNANSWERED,
    build_outcome_estimator,
    count_outcomes,
)
from policyresearch.synthesis.target_choices import TARGET_CHOICES, TARGETS, build_target_estimator
from policyresearch.synthesis.theme_choices import THEME_CHOICES, build_theme_estimator
from policyresearch.synthesis.topic_choices import (
    build_topic_estimator,
    list_topic_choices,
    name_topic,
)
from policyresearch.synthesis.word_choices import WORD_CHOICES, build_word_estimator

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus
    from policyresearch.topics.fit import TopicModel

    Estimator = Callable[[Specification], Estimates]

__all__ = [
    "OUTCOME_CHOICES",
    "REACHED",
    "TARGETS",
    "TARGET_CHOICES",
    "THEME_CHOICES",
    "UNANSWERED",
    "WORD_CHOICES",
    "build_outcome_estimator",
    "build_target_estimator",
    "build_theme_estimator",
    "build_topic_estimator",
    "build_word_estimator",
    "count_outcomes",
    "list_topic_choices",
    "name_topic",
    "run_all",
]


def run_all(
    corpus: Corpus,
    *,
    words: Sequence[str],
    topics: TopicModel,
    other_tokens: pd.DataFrame,
    themes: Sequence[str] | None = None,
) -> pd.DataFrame:
    """
    The specification curves of words, themes, topics, targets and their outcomes.

    Parameters
    ----------
    corpus : Corpus
    words : sequence of str
    topics : TopicModel
        With stability; its stable topics are looked at.
    other_tokens : DataFrame
        The text segmented by pkuseg alone.
    themes : sequence of str, optional
        All of the scheme by default.

    Returns
    -------
    DataFrame, one row per claim and specification (`specifications.run_specifications`)
        With the column `kind` in front: "word", "theme", "topic", "target" or "outcome". A
        choice that is none of the claim's kind is empty.
    """
    builders: dict[str, tuple[Callable[[], Estimator], Mapping[str, Sequence[str]]]] = {
        "word": (partial(build_word_estimator, corpus, words, other_tokens=other_tokens),
                 WORD_CHOICES),
        "theme": (partial(build_theme_estimator, corpus, themes), THEME_CHOICES),
        "topic": (partial(build_topic_estimator, corpus, topics, other_tokens=other_tokens),
                  list_topic_choices(topics)),
        "target": (partial(build_target_estimator, corpus), TARGET_CHOICES),
        "outcome": (partial(build_outcome_estimator, corpus), OUTCOME_CHOICES),
    }
    compared = bool(pair_waves(corpus.documents).waves)
    parts = []
    for kind, (build, choices) in builders.items():
        # Without a series no change has an estimate, and hundreds of fits would find none.
        estimate = build() if compared or kind == "outcome" else _estimate_nothing
        curve = run_specifications(estimate, choices)
        curve.insert(0, "kind", kind)
        parts.append(curve)
    stacked = pd.concat(parts, ignore_index=True)
    ends = ["value", "low", "high"]
    return stacked[[name for name in stacked if name not in ends] + ends]


def _estimate_nothing(specification: Specification) -> Estimates:
    return {}
