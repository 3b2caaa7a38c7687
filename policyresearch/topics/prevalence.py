"""How much of each document, wave, role or section its stable topics take, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.ratios import HALF, Sums, find_interval, sum_units
from policyresearch.inference.units import number_units
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.heldout import infer_shares, smooth_terms

# With fewer sections intervals are too narrow: docs/topics-recovery.md.
FEW_UNITS = 20
# Columns by which units can be grouped: the units' own, then those of their documents.
GROUPS = ("doc_id", "role", "section_id", "wave", "place", "level", "kind")


@dataclass(frozen=True)
class Credit:
    """
    Tokens of each unit that the stable topics take.

    `tokens` are units × topics, as the fit has them; `refits` the same under each refit on
    redrawn units (refits × units × topics); `returned` says in which refits each topic came
    back (refits × topics); `totals` are the vocabulary tokens of each unit.
    """

    topics: np.ndarray
    tokens: np.ndarray
    refits: np.ndarray
    returned: np.ndarray
    totals: np.ndarray


def credit_tokens(fitted: TopicModel) -> Credit:
    """
    Divide the units' tokens among the topics, once by the fit and once by each of its refits.

    Raises
    ------
    DataError
        If stability was never measured.
    """
    topics = fitted.stable_topics
    own = topics - 1
    totals = fitted.units.table["tokens"].to_numpy(dtype=float)
    runs = fitted.measured.runs
    refits = np.zeros((len(runs), len(totals), len(topics)))
    for refit, phi in zip(refits, runs, strict=True):
        theta = infer_shares(fitted.units.counts, smooth_terms(phi, fitted.background))
        refit[:] = totals[:, None] * theta[:, own]
    returned = fitted.measured.returned[: len(runs), own]
    return Credit(topics, totals[:, None] * fitted.theta[:, own], refits, returned, totals)


def estimate_shares(
    fitted: TopicModel,
    *,
    by: str | Sequence[str] = "doc_id",
    documents: pd.DataFrame | None = None,
    unit: str = "section",
) -> pd.DataFrame:
    """
    Share of each group's tokens that each stable topic takes, with 95 % intervals.

    Shares of one topic may be compared between groups, those of different topics within a
    group. Topics that are not stable are absent, so that shares need not sum to one.

    Parameters
    ----------
    fitted : TopicModel
        With stability.
    by : str or sequence of str
        Columns that make the groups, of `GROUPS`.
    documents : DataFrame, optional
        `tables.DOCUMENTS`; needed to group by what it holds, and for places as units.
    unit : str
        What is taken to vary independently, one of `inference.UNITS`.

    Returns
    -------
    DataFrame, one row per topic and group, groups in order of first appearance
        `topic`, `label`, `by`, `tokens` (of the vocabulary, in the group), `share` (0 to 1;
        missing for a group without tokens), `low`, `high` (missing for a group of one
        resampling unit), `units` (resampling units), `refits` (in which the topic came back).

    Notes
    -----
    The variance of the logarithm of a share is the sum of two: that of a ratio over
    resampling units (sampling: `inference.ratios`), and that of the same ratio between refits
    on redrawn units (estimation), as in multiple imputation (Rubin 1987, ch. 3) and the
    method of composition (Treier & Jackman 2008; Roberts et al. 2014). Degrees of freedom
    are joined by Satterthwaite's (1946) formula. Refits count in which the topic came back
    (`Stability.returned`): what stands in its place in the others is another topic, and how
    often that happens is what its stability says. How often the intervals hold the truth in
    simulated documents: docs/topics-recovery.md.
    """
    by = [by] if isinstance(by, str) else list(by)
    columns = ["topic", "label", *by, "tokens", "share", "low", "high", "units", "refits"]
    table = add_groups(fitted, by, documents)
    if not len(fitted.stable_topics):
        return pd.DataFrame(columns=columns)
    number = find_clusters(fitted, unit, documents)
    credit = credit_tokens(fitted)
    labels = fitted.name_topics()
    rows = []
    for key, places in table.groupby(by, sort=False).indices.items():
        sums = sum_group(credit, places, number)
        low, high = find_interval(sums, bounded=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = sums.totals / sums.denominator
        named = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
        rows += [
            {
                "topic": int(topic), "label": labels[topic], **named,
                "tokens": int(sums.denominator), "share": shares[k], "low": low[k],
                "high": high[k], "units": sums.units,
                "refits": int(credit.returned[:, k].sum()),
            }
            for k, topic in enumerate(credit.topics)
        ]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("topic", kind="stable").reset_index(drop=True)


def sum_group(credit: Credit, places: np.ndarray, number: np.ndarray) -> Sums:
    """Sums over the units at `places`, with the variance of sampling and of estimation."""
    own = pd.factorize(number[places])[0]
    size = int(own.max(initial=-1)) + 1
    tokens = np.zeros((size, credit.tokens.shape[1]))
    np.add.at(tokens, own, credit.tokens[places])
    totals = np.bincount(own, credit.totals[places], minlength=size)
    sums = sum_units(tokens, totals)
    refits = credit.refits[:, places].sum(axis=1)
    return add_estimation(sums, np.where(credit.returned, refits, np.nan))


def find_difference(first: Sums, last: Sums) -> tuple[np.ndarray, np.ndarray]:
    """
    Ends of the 95 % interval of the difference of two groups' shares, last less first.

    Each end joins the distances from the shares to the ends of their own intervals (Zou &
    Donner 2008, Statistics in Medicine 27), so that it is as skew as they are. What refits
    disagree about is taken as independent in the two groups.
    """
    (low0, high0), (low1, high1) = (find_interval(sums, bounded=True) for sums in (first, last))
    with np.errstate(divide="ignore", invalid="ignore"):
        share0, share1 = (sums.totals / sums.denominator for sums in (first, last))
    change = share1 - share0
    return (change - np.hypot(share1 - low1, high0 - share0),
            change + np.hypot(high1 - share1, share0 - low0))


def add_estimation(sums: Sums, refits: np.ndarray) -> Sums:
    """
    The sums with the variance between refits (refits × columns) added to that of sampling.

    A refit without the topic is missing; a column with fewer than two keeps its own variance.
    """
    count = np.isfinite(refits).sum(axis=0)
    told = count >= 2
    if not told.any():
        return sums
    between, more = np.zeros(len(count)), np.maximum(count - 1, 1)
    between[told] = np.nanvar(np.log(refits[:, told] + HALF), axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = sums.log_variance + between
        freedom = total**2 / (sums.log_variance**2 / sums.freedom + between**2 / more)
    # log_variance = inflation / (totals + ½), never less than a Poisson count's
    return replace(sums, inflation=total * (sums.totals + HALF), freedom=freedom)


def add_groups(
    fitted: TopicModel, by: Sequence[str], documents: pd.DataFrame | None
) -> pd.DataFrame:
    """The units' table with the columns `by`, taken from `documents` where it has none."""
    unknown = [name for name in by if name not in GROUPS]
    if unknown or not by:
        raise DataError(f"`by`: {unknown or by} cannot make groups; options are {list(GROUPS)}.")
    table = fitted.units.table
    for name in by:
        if name in table:
            continue
        if documents is None:
            raise DataError(f"`by` = {name!r} needs the table `documents`.")
        values = documents.set_index("doc_id")[name]
        mapped = table["doc_id"].map(values)
        # Documents that are not in the list belong to no group; waves stay whole numbers.
        table = table.assign(**{name: mapped.astype("Int64") if name == "wave" else mapped})
    return table


def find_clusters(
    fitted: TopicModel, unit: str, documents: pd.DataFrame | None = None
) -> np.ndarray:
    """The resampling unit of each unit of text; sections are those of `build_units`."""
    table = fitted.units.table
    if unit == "section":
        return table["cluster"].to_numpy()
    if unit == "paragraph" and "para_id" not in table:
        raise DataError(
            "`unit` = 'paragraph': these topics were fitted on sections. Use unit='section'."
        )
    return number_units(table, unit, documents=documents)
