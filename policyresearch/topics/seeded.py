"""Topics for a reader's own concepts, beside those that come freely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.segment.terms import bare
from policyresearch.topics.alignment import compare_terms
from policyresearch.topics.fit import STABLE, TopicModel, make_empty
from policyresearch.topics.numbers import list_numbers
from policyresearch.topics.stability import SEEDS, fit_stable_topics
from policyresearch.topics.threads import one_thread
from policyresearch.topics.units import Units

_TENTH = 10


@dataclass(frozen=True)
class SeededTopics:
    """
    Topics fitted with concepts: `concepts` has the number of each concept's topic, None where
    the vocabulary has none of its terms; `missing` the terms that it lacks.
    """

    topics: TopicModel
    concepts: dict[str, int | None]
    missing: dict[str, tuple[str, ...]]


def fit_seeded_topics(
    units: Units,
    concepts: Mapping[str, Sequence[str]],
    *,
    n_topics: int,
    weight: float | None = None,
    seeds: Sequence[int] = SEEDS,
    threshold: float = STABLE,
    jobs: int = 1,
) -> SeededTopics:
    """
    Fit topics of which some are drawn towards a reader's concepts.

    A concept is a pull, not a rule: its topic takes up other terms that go with it in the
    text, and may leave out terms of the concept that do not. Whether the text has such a
    topic shows in its stability and in `compare_seeded`.

    Parameters
    ----------
    units : Units
    concepts : mapping of str to sequence of str
        Terms of each concept; those that are not in the vocabulary do not count.
    n_topics : int
        Topics in all, concepts included.
    weight : float, optional
        How many paragraphs each concept counts for; by default a tenth of those that there
        are for each topic on average. With much more, a topic is the concept's own terms
        whatever the text says, and stable for that reason alone.
    seeds, threshold, jobs
        As in `fit_stable_topics`.

    Returns
    -------
    SeededTopics

        Without topics where the vocabulary has no term of any concept, or the texts are too
        short for topics at all.

    Notes
    -----
    Guided non-negative matrix factorisation (Vendrow, Haddock, Rebrova & Needell 2021,
    ICASSP): ‖X − WH‖² + λ‖Y − BH‖² with concepts Y, minimised as the factorisation of X with
    √λ·Y below it. Rows of Y have length one, as those of X, so that λ is a number of units.
    """
    if weight is not None and weight <= 0:
        raise DataError(f"`weight`: {weight} is not positive.")
    weight = max(1.0, units.fitted / n_topics / _TENTH) if weight is None else weight
    missing = {
        name: tuple(sorted({bare(term) for term in terms} - set(units.terms)))
        for name, terms in concepts.items()
    }
    known = {
        name: sorted({bare(term) for term in terms} - set(missing[name]))
        for name, terms in concepts.items()
    }
    present = [name for name in concepts if known[name]]
    numbers: dict[str, int | None] = dict.fromkeys(concepts)
    if not present or not list_numbers(units):
        return SeededTopics(make_empty(units, model="nmf", threshold=threshold), numbers, missing)
    anchors = _make_anchors(units, [known[name] for name in present], weight)
    fitted = fit_stable_topics(
        units, n_topics=n_topics, seeds=seeds, threshold=threshold, jobs=jobs, anchors=anchors
    )
    # A fit with anchors has the concepts' topics first; then topics are put in order of size.
    for place, name in enumerate(present):
        numbers[name] = int(fitted.ids[np.flatnonzero(fitted.order == place)[0]])
    return SeededTopics(fitted, numbers, missing)


@one_thread
def compare_seeded(seeded: SeededTopics, free: TopicModel) -> pd.DataFrame:
    """
    Set each concept's topic beside the free topic it is most like.

    Returns
    -------
    DataFrame, one row per concept
        `concept`, `topic` (of the seeded fit; missing if the vocabulary has no term of the
        concept), `stability`, `share` (of the corpus's vocabulary tokens), `nearest` (label
        of the free topic), `cosine` (of term probabilities), `nearest_stable`, the ten most
        probable `terms` of the concept's topic, and `missing` (terms not in the vocabulary).
        A low cosine says that the free fit has no such topic.
    """
    table = seeded.topics.topics.set_index("topic")
    others = free.topics
    similarity = compare_terms(seeded.topics.phi, free.phi)
    columns = ["concept", "topic", "stability", "share", "nearest", "cosine",
               "nearest_stable", "terms", "missing"]
    rows = []
    for name, topic in seeded.concepts.items():
        row: dict = {"concept": name, "missing": " ".join(seeded.missing[name])}
        if topic is not None:
            nearest, own = int(settle(similarity[topic - 1]).argmax()), table.loc[topic]
            row |= {
                "topic": topic, "stability": own["stability"], "share": own["share"],
                "nearest": others["label"].iloc[nearest],
                "cosine": similarity[topic - 1, nearest],
                "nearest_stable": others["stable"].iloc[nearest], "terms": own["terms"],
            }
        rows.append(row)
    return pd.DataFrame(rows, columns=columns).astype({"topic": "Int64"})


def _make_anchors(
    units: Units, concepts: Sequence[Sequence[str]], weight: float
) -> sparse.csr_matrix:
    """Concepts × terms, each row of length √weight and even over its terms."""
    place = {term: i for i, term in enumerate(units.terms)}
    rows = np.zeros((len(concepts), len(place)))
    for row, terms in zip(rows, concepts, strict=True):
        row[[place[term] for term in terms]] = np.sqrt(weight / len(terms))
    return sparse.csr_matrix(rows)
