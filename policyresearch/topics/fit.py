"""One fit, its topics in a stated order, and the tables that describe them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.topics.heldout import find_background, infer_shares, smooth_terms
from policyresearch.topics.models import check_model, fit_terms
from policyresearch.topics.quality import (
    build_windows,
    measure_cv,
    measure_exclusivity,
    measure_npmi,
    rank_terms,
    score_frex,
    score_lift,
)
from policyresearch.topics.threads import one_thread
from policyresearch.topics.units import Units

# A topic whose mean cosine with its matches is lower is left out of every comparison. Chosen
# by simulation from known topics, where four of five topics from here on are recovered:
# docs/topics-recovery.md, made by benchmarks/topics.py.
STABLE = 0.8
# Terms of an automatic label.
_LABEL_TERMS = 3


@dataclass(frozen=True)
class Stability:
    """
    How well each topic came back when units were drawn again.

    `runs` holds the term probabilities of each refit, matched to the topics (refits × topics ×
    terms), `cosines` the similarity of each match (refits × topics), `restarts` that of fits
    on all units from other starts (starts × topics), the reported fit's own left out.
    """

    runs: np.ndarray
    cosines: np.ndarray
    restarts: np.ndarray
    threshold: float

    @property
    def mean(self) -> np.ndarray:
        return self.cosines.mean(axis=0)

    @property
    def stable(self) -> np.ndarray:
        return self.mean >= self.threshold

    @property
    def returned(self) -> np.ndarray:
        """In which refits each topic came back at all (refits × topics)."""
        return self.cosines >= STABLE


@dataclass(frozen=True)
class TopicModel:
    """
    Topics of a corpus: `phi` are their term probabilities (topics × terms), `theta` their
    shares in every unit, short ones included (units × topics). Topics are numbered from 1 by
    their share of the corpus, largest first; `order` is the place that each had in the fit.
    """

    units: Units
    model: str
    seed: int
    phi: np.ndarray
    theta: np.ndarray
    background: np.ndarray
    order: np.ndarray
    stability: Stability | None = None
    labels: dict[int, str] = field(default_factory=dict)

    @property
    def n_topics(self) -> int:
        return len(self.phi)

    @property
    def ids(self) -> np.ndarray:
        return np.arange(1, self.n_topics + 1)

    @property
    def measured(self) -> Stability:
        """
        The stability of the topics.

        Raises
        ------
        DataError
            If it was never measured: a fit alone supports no claim.
        """
        if self.stability is None:
            raise DataError(
                "This fit's stability was not measured, so none of its topics can be compared. "
                "Use `fit_stable_topics`."
            )
        return self.stability

    @property
    def stable_topics(self) -> np.ndarray:
        """Numbers of the topics that comparisons may use."""
        return self.ids[self.measured.stable]

    def name_topics(self) -> dict[int, str]:
        """The label of each topic by number: the reviewed one, else the terms of highest FREX."""
        best = rank_terms(score_frex(self.phi), _LABEL_TERMS)
        automatic = {
            int(topic): "、".join(self.units.terms[own])
            for topic, own in zip(self.ids, best, strict=True)
        }
        return automatic | self.labels

    def name_stable(self) -> dict[int, str]:
        """The labels of the topics that comparisons may use."""
        names = self.name_topics()
        return {int(topic): names[topic] for topic in self.stable_topics}

    @cached_property
    @one_thread
    def topics(self) -> pd.DataFrame:
        """
        The topics, one row each.

        `topic`, `label` (reviewed, else the three terms of highest FREX), `share` (of the
        corpus's vocabulary tokens, 0 to 1), `terms`, `frex` and `lift` (ten terms each, best
        first), `npmi` (units as windows) and `c_v`, `exclusivity`, `stability` (mean cosine
        with its matches in refits on units drawn again), `restarts` (the same for other
        starts on the same units) and `stable`; the last three are missing for a single fit.
        """
        terms = self.units.terms
        top = rank_terms(self.phi)
        frex = rank_terms(score_frex(self.phi))
        # Among the rarest terms lift is noise: those above an even probability count.
        common = self.phi > 1 / max(len(terms), 1)
        lift = np.where(common, score_lift(self.phi, self.background), 0)
        tokens = self.units.table["tokens"].to_numpy()
        stability = self.stability
        return pd.DataFrame(
            {
                "topic": self.ids,
                "label": list(self.name_topics().values()),
                "share": tokens @ self.theta / tokens.sum(),
                "terms": [" ".join(terms[own]) for own in top],
                "frex": [" ".join(terms[own]) for own in frex],
                "lift": [" ".join(terms[own]) for own in rank_terms(lift)],
                "npmi": measure_npmi(top, build_windows(self.units, 0)),
                "c_v": measure_cv(top, build_windows(self.units)),
                "exclusivity": measure_exclusivity(self.phi),
                "stability": np.nan if stability is None else stability.mean,
                "restarts": np.nan if stability is None else stability.restarts.mean(axis=0),
                "stable": pd.array(
                    [pd.NA] * self.n_topics if stability is None else stability.stable,
                    dtype="boolean",
                ),
            }
        )

    @cached_property
    def topic_terms(self) -> pd.DataFrame:
        """
        Terms of topics, one row per topic and term, most probable first within a topic.

        `topic`, `term`, `probability` (sums to 1 over a topic), `frex`, `lift`, `rank`.
        """
        frex, lift = score_frex(self.phi), score_lift(self.phi, self.background)
        order = rank_terms(self.phi, self.phi.shape[1])
        parts = [
            pd.DataFrame(
                {
                    "topic": topic,
                    "term": self.units.terms[own],
                    "probability": self.phi[k, own],
                    "frex": frex[k, own],
                    "lift": lift[k, own],
                    "rank": np.arange(1, len(own) + 1),
                }
            )
            for k, (topic, own) in enumerate(zip(self.ids, order, strict=True))
        ]
        columns = ["topic", "term", "probability", "frex", "lift", "rank"]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)

    def list_terms(self, top: int = 8) -> pd.DataFrame:
        """
        The most probable terms of each topic, for a figure.

        `topic`, `label`, `term`, `weight` (probability), `stable`.
        """
        names, stable = self.name_topics(), self.topics.set_index("topic")["stable"]
        table = self.topic_terms[self.topic_terms["rank"] <= top]
        return pd.DataFrame({
            "topic": table["topic"], "label": table["topic"].map(names),
            "term": table["term"], "weight": table["probability"],
            "stable": table["topic"].map(stable),
        }).reset_index(drop=True)

    @cached_property
    def unit_topics(self) -> pd.DataFrame:
        """
        Topics of units, one row per unit and topic.

        The unit's key and place in the text, `tokens` (in the vocabulary), `topic`, `share`
        (of the unit's tokens, 0 to 1; shares of a unit sum to 1).
        """
        columns = [c for c in self.units.table if c not in ("content_tokens", "fitted")]
        rows = self.units.table[columns]
        table = rows.loc[rows.index.repeat(self.n_topics)].reset_index(drop=True)
        topics = np.tile(self.ids, len(rows))
        return table.assign(topic=topics, share=self.theta.ravel())


def fit_topics(
    units: Units, *, n_topics: int, model: str = "nmf", seed: int = 0
) -> TopicModel:
    """
    Fit one topic model.

    One fit says nothing about its stability; comparisons need `fit_stable_topics`.

    Parameters
    ----------
    units : Units
    n_topics : int
    model : str
        One of `models.MODELS`.
    seed : int
        Start of the fit; the same seed gives the same bytes.

    Returns
    -------
    TopicModel
    """
    fitted = units.counts[units.table["fitted"].to_numpy()]
    check_model(model, n_topics, fitted.shape[0])
    phi = fit_terms(fitted, model=model, n_topics=n_topics, seed=seed)
    return describe_fit(units, phi, model=model, seed=seed)


@one_thread
def describe_fit(units: Units, phi: np.ndarray, *, model: str, seed: int) -> TopicModel:
    """Topics with these term probabilities, scored on all units and put in order."""
    background = find_background(units.counts)
    theta = infer_shares(units.counts, smooth_terms(phi, background))
    share = units.table["tokens"].to_numpy() @ theta
    # Rounded, so that the last bits of near-equal shares do not decide; then by top term.
    order = np.lexsort((rank_terms(phi, 1)[:, 0], -np.round(share / share.sum(), 9)))
    # One layout for every fit, also one read back from disk: sums depend on it in the last bit.
    theta = np.ascontiguousarray(theta[:, order])
    return TopicModel(units, model, seed, phi[order], theta, background, order)


def make_empty(units: Units, *, model: str, threshold: float = STABLE) -> TopicModel:
    """No topics: what texts support that are too short for any."""
    terms = len(units.vocabulary)
    none = Stability(np.zeros((0, 0, terms)), np.zeros((1, 0)), np.zeros((1, 0)), threshold)
    return TopicModel(
        units, model, 0, np.zeros((0, terms)), np.zeros((len(units.table), 0)),
        find_background(units.counts), np.zeros(0, dtype=int), none,
    )


def score_units(fitted: TopicModel, units: Units) -> TopicModel:
    """
    Score other units, such as a new document's, on topics already fitted.

    Build them with `build_units(…, vocabulary=fitted.units.terms)`. Shares follow the same
    definition as those of the fitted units and may be compared with them, as far as the
    vocabulary covers the new text: compare `tokens` with `content_tokens` in `units.table`.

    Raises
    ------
    DataError
        If the units were counted with another vocabulary.
    """
    if not np.array_equal(units.terms, fitted.units.terms):
        raise DataError(
            "`units` were counted with another vocabulary than the topics were fitted on. "
            "Build them with `vocabulary=fitted.units.terms`."
        )
    theta = infer_shares(units.counts, smooth_terms(fitted.phi, fitted.background))
    return replace(fitted, units=units, theta=theta)


def find_representatives(fitted: TopicModel, *, top: int = 3) -> pd.DataFrame:
    """
    Find the units that show each topic best.

    Returns
    -------
    DataFrame, one row per topic and rank
        `topic`, `rank`, `share` (of the unit's tokens) and the columns of `units.table`,
        offsets included. Only units that models are fitted on count; among equal shares the
        longer unit comes first.
    """
    table = fitted.units.table
    parts = [table.iloc[:0].assign(topic=0, share=0.0, rank=0)]
    for k, topic in enumerate(fitted.ids):
        rows = table.assign(topic=topic, share=fitted.theta[:, k])[table["fitted"]]
        rows = rows.sort_values(
            ["share", "tokens", "unit"], ascending=[False, False, True], key=settle
        )
        parts.append(rows.head(top).assign(rank=range(1, min(top, len(rows)) + 1)))
    found = pd.concat(parts, ignore_index=True)
    first = ["topic", "rank", "share"]
    return found[[*first, *(c for c in found if c not in first)]]
