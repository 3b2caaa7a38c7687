"""
Specifications of what came of the promises.

Two statements are made of every way to count: that more promises are without an answer than with
one, and that of those with a verdict more were reached than missed. Each is the logarithm (base 2)
of the odds: 0 is as many of the one as of the other, 1 twice as many.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.inference.ratios import HALF, find_interval, sum_units
from policyresearch.inference.sensitivity import Estimates, Specification, list_specifications
from policyresearch.inference.units import number_units
from policyresearch.synthesis.samples import CLUSTERS, ROLES, ROLES_OF
from policyresearch.targets.verbs import extract_targets, follow_promises

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

UNANSWERED, REACHED = "unanswered", "reached"
OUTCOME_CHOICES = {
    "roles": ROLES,
    "clusters": CLUSTERS,
    "links": ("all promises", "linked to an indicator"),
    "due": ("all years", "due by then"),
    "answer": ("any year", "year promised"),
    "set_anew": ("an answer", "no answer"),
    "votes": ("each promise", "each indicator"),
}
# Verdicts of a value reported for another year than the one promised.
_OTHER_YEAR = ("reached since", "on track")
_NOT_DUE = ("not due", "on track")
_SHARES = ("met", "missed", "other_year", "adjusted", "unanswered")


def follow_up(corpus: Corpus) -> pd.DataFrame:
    """
    The promises that a later document of the same place could answer, where they stand.

    Returns
    -------
    DataFrame, one row per promise
        `doc_id`, `n`, `indicator_id`, `indicator`, `scope`, `verdict` of `tables.PANEL`, and
        `para_id`, `section_id` and `role` of the sentence that promises.
    """
    panel = follow_promises(corpus)
    rows = panel.loc[panel["followed"] != "no later document",
                     ["doc_id", "n", "indicator_id", "indicator", "scope", "verdict"]]
    places = extract_targets(corpus)[["doc_id", "n", "sent_id"]].merge(
        corpus.sentences[["doc_id", "sent_id", "para_id", "section_id", "role"]],
        on=["doc_id", "sent_id"], how="left", validate="many_to_one",
    )
    return rows.merge(places, on=["doc_id", "n"], how="left", validate="one_to_one")


def _weigh(rows: pd.DataFrame, specification: Specification) -> pd.Series:
    """The weight of each promise, zero for one that the specification leaves out."""
    inside = pd.Series(True, index=rows.index)
    if specification["roles"] != ROLES[0]:
        inside &= rows["role"].isin(ROLES_OF[specification["roles"]])
    if specification["links"] == "linked to an indicator":
        inside &= rows["indicator_id"] != ""
    if specification["due"] == "due by then":
        inside &= ~rows["verdict"].isin(_NOT_DUE)
    weight = inside.astype(float)
    if specification["votes"] == "each indicator":
        concept = rows["indicator_id"].where(rows["indicator_id"] != "", rows["indicator"])
        counted = weight.groupby([rows["doc_id"], concept, rows["scope"]]).transform("sum")
        weight = weight / counted.where(counted > 0, 1.0)
    return weight


def _sort_verdicts(rows: pd.DataFrame, specification: Specification) -> dict[str, pd.Series]:
    """Which promises were met, missed, reached in another year, adjusted, unanswered."""
    verdict = rows["verdict"]
    other, adjusted = verdict.isin(_OTHER_YEAR), verdict == "superseded"
    kinds = {"met": verdict == "met", "missed": verdict == "missed"}
    unanswered = verdict.isin(["not reported", "not due"])
    if specification["answer"] == "year promised":
        unanswered, other = unanswered | other, other & False
    if specification["set_anew"] == "no answer":
        unanswered, adjusted = unanswered | adjusted, adjusted & False
    return {**kinds, "other_year": other, "adjusted": adjusted, "unanswered": unanswered}


def count_outcomes(corpus: Corpus) -> pd.DataFrame:
    """
    What came of the promises in every way to count them.

    Returns
    -------
    DataFrame, one row per specification, the one of the text first
        `OUTCOME_CHOICES` but for the unit of intervals; `promises` (indicators, where each has
        one vote); `met`, `missed`, `other_year` (reached since or before), `adjusted` and
        `unanswered`, which add up to them; `unanswered_share` (0 to 1; missing without promises).
    """
    rows = follow_up(corpus)
    found: list[dict] = []
    for specification in list_specifications({**OUTCOME_CHOICES, "clusters": CLUSTERS[:1]}):
        weight = _weigh(rows, specification)
        kinds = _sort_verdicts(rows, specification)
        counts = {name: float(weight[kinds[name]].sum()) for name in _SHARES}
        total = float(weight.sum())
        share = counts["unanswered"] / total if total else np.nan
        numbers = {"promises": total, **counts, "unanswered_share": share}
        found.append({**specification, **numbers})
    return pd.DataFrame(found).drop(columns="clusters")


def build_outcome_estimator(corpus: Corpus) -> Callable[[Specification], Estimates]:
    """Whether most promises are unanswered, and most of the others reached."""
    rows = follow_up(corpus)
    units = {option: number_units(rows, option, sections=corpus.sections,
                                  documents=corpus.documents) for option in CLUSTERS}

    def estimate(specification: Specification) -> Estimates:
        weight = _weigh(rows, specification).to_numpy()
        kinds = {name: kind.to_numpy(float)
                 for name, kind in _sort_verdicts(rows, specification).items()}
        number = units[specification["clusters"]]
        decided = kinds["met"] + kinds["missed"] + kinds["other_year"]
        return {
            UNANSWERED: _measure_odds(kinds["unanswered"] * weight, weight, number),
            REACHED: _measure_odds((decided - kinds["missed"]) * weight, decided * weight, number),
        }

    return estimate


def _measure_odds(
    part: Sequence[float], whole: Sequence[float], number: np.ndarray
) -> tuple[float, float, float]:
    """Log odds (base 2) of a part of a whole with its interval; missing for less than two units."""
    sums = [np.bincount(number, each, minlength=1) for each in (part, whole)]
    found = sum_units(sums[0][:, None], sums[1])
    if found.units < 2:
        return (np.nan, np.nan, np.nan)
    total, rest = found.totals[0], found.rest[0]
    half = HALF if min(total, rest) <= 0 else 0.0
    ends = [float(end[0]) for end in find_interval(found, bounded=True)]
    with np.errstate(divide="ignore"):
        low, high = (float(np.log2(end) - np.log2(1 - end)) for end in ends)
    return (float(np.log2((total + half) / (rest + half))), low, high)
