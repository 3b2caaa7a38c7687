"""What the waves do to topics: other shares of the joint fit's, or other topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.comparison import find_series
from policyresearch.inference.resampling import DRAWS, SEED, draw_permutations
from policyresearch.tables import ROLES
from policyresearch.topics.alignment import compare_terms, match_topics
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.numbers import NUMBERS, UNITS_PER_TOPIC
from policyresearch.topics.prevalence import (
    Credit,
    credit_tokens,
    find_clusters,
    find_difference,
    sum_group,
)
from policyresearch.topics.stability import SEEDS, fit_stable_topics
from policyresearch.topics.threads import one_thread

COLUMNS = ("topic", "label", "first", "last", "first_share", "last_share", "change", "low",
            "high", "p", "p_adjusted")


@dataclass(frozen=True)
class Series:
    """
    What can be compared between waves: `places` of the units of text that count, with the
    `wave` and `place` of each, and what the stable topics take of all units.
    """

    credit: Credit
    places: np.ndarray
    wave: np.ndarray
    place: np.ndarray


def find_units(
    fitted: TopicModel, documents: pd.DataFrame, *, role: Sequence[str] | None = None
) -> Series | None:
    """
    The units of the main series (`composition.find_series`) in sections of these roles.

    None if no topic is stable or fewer than two waves have text.
    """
    _check_roles(role or ())
    series = find_series(documents).set_index("doc_id")[["wave", "place"]]
    credit = credit_tokens(fitted)
    table = fitted.units.table
    inside = table["doc_id"].isin(series.index).to_numpy() & (credit.totals > 0)
    if role is not None:
        inside &= table["role"].isin(list(role)).to_numpy()
    rows = series.loc[table["doc_id"][inside]]
    if rows["wave"].nunique() < 2 or not len(credit.topics):
        return None
    return Series(credit, np.flatnonzero(inside), rows["wave"].to_numpy(dtype=int),
                  rows["place"].to_numpy())


def compare_waves(
    fitted: TopicModel,
    documents: pd.DataFrame,
    *,
    role: Sequence[str] | None = None,
    unit: str = "section",
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """
    Compare the shares of stable topics between the waves of the main series.

    It speaks of these documents: whether their sections are about different things in
    different waves. What would hold of places like these is asked by `compare_places`.

    Parameters
    ----------
    fitted : TopicModel
        With stability.
    documents : DataFrame
        `tables.DOCUMENTS`; the documents of `composition.find_series` are compared.
    role : sequence of str, optional
        Compare only what stands in sections of these roles, such as plans without reviews of
        past work; by default all that the topics were fitted on.
    unit : str
        What the wave labels are dealt out to within a place: "paragraph", "section" or
        "document".
    draws, seed : int

    Returns
    -------
    DataFrame, one row per topic, none if fewer than two waves can be compared
        `topic`, `label`, `first` and `last` (the waves), `first_share`, `last_share` (0 to 1),
        `change` (last less first) with `low` and `high` (95 %), `p` (of no difference between
        any of the waves) and `p_adjusted` (for all topics tested).

    Notes
    -----
    The statistic of a topic is Σ_w N_w (s_w − s)², N_w tokens and s_w share of the topic in
    wave w, divided by its spread over the draws. p = (1 + draws at least as extreme) /
    (1 + draws) (Phipson & Smyth 2010); adjusted by the largest statistic of each draw
    (Westfall & Young 1993, ch. 2). It tests whether sections of the documents of these waves
    are exchangeable: for two documents, a difference of genre is a difference. The interval
    has in it what refits disagree about (`estimate_shares`), the test does not: it asks about
    topics as they were fitted.
    """
    if unit == "place":
        raise DataError("`unit` = 'place': a place stands in several waves. Use `compare_places`.")
    found = find_units(fitted, documents, role=role)
    if found is None:
        return pd.DataFrame(columns=list(COLUMNS))
    credit, wave = found.credit, found.wave
    clusters = find_clusters(fitted, unit, documents)
    cluster = pd.factorize(clusters[found.places])[0]
    first_of = np.unique(cluster, return_index=True)[1]
    tokens = np.zeros((len(first_of), len(credit.topics)))
    np.add.at(tokens, cluster, credit.tokens[found.places])
    totals = np.bincount(cluster, credit.totals[found.places])
    p, adjusted = test_waves(tokens, totals, wave[first_of], strata=found.place[first_of],
                             draws=draws, seed=seed)
    ends = (int(wave.min()), int(wave.max()))
    sums = [sum_group(credit, found.places[wave == end], clusters) for end in ends]
    shares = [part.totals / part.denominator for part in sums]
    low, high = find_difference(*sums)
    labels = fitted.name_topics()
    return pd.DataFrame({
        "topic": credit.topics, "label": [labels[topic] for topic in credit.topics],
        "first": ends[0], "last": ends[1], "first_share": shares[0], "last_share": shares[1],
        "change": shares[1] - shares[0], "low": low, "high": high,
        "p": p, "p_adjusted": adjusted,
    })[list(COLUMNS)]


def _check_roles(role: Sequence[str]) -> None:
    unknown = [name for name in role if name not in ROLES]
    if unknown:
        raise DataError(f"`role`: {unknown} are unknown; options are {list(ROLES)}.")


@one_thread
def test_waves(
    tokens: np.ndarray,
    totals: np.ndarray,
    wave: np.ndarray,
    *,
    strata: np.ndarray | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> tuple[np.ndarray, np.ndarray]:
    """
    p-value of each topic and its adjusted p-value; see `compare_waves` for the formulas.

    Parameters
    ----------
    tokens : ndarray, resampling units × topics
    totals, wave : ndarray, one per resampling unit
    strata : ndarray, optional
        Waves move only between units of one stratum.
    """
    wave = np.asarray(wave)
    if len(np.unique(wave)) < 2:
        raise DataError(f"`wave`: only {sorted(set(wave.tolist()))}; two waves are needed.")
    dealt = draw_permutations(wave, strata=strata, draws=draws, seed=seed)
    # The data stand first, so that they meet the same arithmetic as every draw.
    dealt = np.vstack([wave, dealt])
    overall = tokens.sum(axis=0) / totals.sum()
    spread = np.zeros((len(dealt), tokens.shape[1]))
    for value in np.unique(wave):
        inside = (dealt == value).astype(float)
        size = (inside @ totals)[:, None]
        spread += size * (inside @ tokens / np.maximum(size, 1) - overall) ** 2
    score = spread / np.maximum(spread.std(axis=0), np.finfo(float).tiny)
    largest = score.max(axis=1)
    # Draws that deal out the data again differ from them by rounding only.
    floor = score[0] * (1 - 1e-9)
    count = len(dealt) - 1
    p = (1 + (score[1:] >= floor).sum(axis=0)) / (1 + count)
    adjusted = (1 + (largest[1:, None] >= floor).sum(axis=0)) / (1 + count)
    return p, adjusted


@one_thread
def align_waves(
    fitted: TopicModel,
    documents: pd.DataFrame,
    *,
    seeds: Sequence[int] = SEEDS,
    jobs: int = 1,
) -> pd.DataFrame:
    """
    Fit topics to each wave on its own and find each stable topic of the joint fit there.

    The joint fit makes waves comparable and can hide that a topic is made of other words in
    another wave; fits of their own show it.

    Parameters
    ----------
    fitted : TopicModel
        The joint fit, with stability.
    documents : DataFrame
        `tables.DOCUMENTS`.
    seeds : sequence of int
        As in `fit_stable_topics`.
    jobs : int
        Processes; the result does not depend on it.

    Returns
    -------
    DataFrame, one row per stable topic and wave, waves left out that are too short for two
    topics; none if there is one wave
        `topic`, `label`, `wave`, `units` (fitted), `n_topics` (of the wave's own fit: the
        joint fit's number, or fewer where there are fewer than ten units for each), `cosine`
        (of term probabilities with its one-to-one match; missing if unmatched), `match` (the
        match's terms of highest probability), `match_stability`, `found` (whether cosine and
        stability of the match reach the joint fit's threshold).
    """
    wave_of = documents.set_index("doc_id")["wave"]
    waves = fitted.units.table["doc_id"].map(wave_of).astype("Int64")
    labels, rows = fitted.name_topics(), []
    several = len(fitted.stable_topics) and waves.nunique() > 1
    for wave in sorted(waves.dropna().unique()) if several else ():
        units = fitted.units.select((waves == wave).fillna(False).to_numpy(dtype=bool))
        number = min(fitted.n_topics, units.fitted // UNITS_PER_TOPIC)
        if number < NUMBERS[0]:
            continue
        own = fit_stable_topics(units, n_topics=number, model=fitted.model, seeds=seeds,
                                jobs=jobs)
        similarity = compare_terms(fitted.phi, own.phi)
        matched = match_topics(similarity)
        terms, threshold = list(own.topics["terms"]), fitted.measured.threshold
        for topic in fitted.stable_topics:
            place = matched[topic - 1]
            cosine = similarity[topic - 1, place] if place >= 0 else np.nan
            stability = own.measured.mean[place] if place >= 0 else np.nan
            rows.append({
                "topic": int(topic), "label": labels[topic], "wave": int(wave),
                "units": units.fitted, "n_topics": number, "cosine": cosine,
                "match": terms[place] if place >= 0 else "", "match_stability": stability,
                "found": bool(min(cosine, stability) >= threshold),
            })
    columns = ["topic", "label", "wave", "units", "n_topics", "cosine", "match",
               "match_stability", "found"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["topic", "wave"], kind="stable").reset_index(drop=True)
