"""How many values documents state, how hard their promises are, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policyresearch.coding.party import find_party_sections
from policyresearch.digits import settle
from policyresearch.inference.ratios import estimate_ratios
from policyresearch.tables import FOLLOWED, STATUSES, STRENGTHS, TEXT_ROLES, VERDICTS

# A document's commitments crowd into one part on goals; the innermost heading above each makes
# the unit, where for whole documents it is one of `inference.SECTION_LEVEL`.
_INNERMOST = 99


def count_statuses_of(targets: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """
    Count the values of each document by status.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)

    Returns
    -------
    DataFrame, one row per document and status, in the order of `documents`
        `doc_id`, `status`, `values`. Zeros are kept.

    Examples
    --------
    >>> targets = pd.DataFrame({"doc_id": ["a", "a"], "status": ["target", "target"]})
    >>> count_statuses_of(targets, pd.DataFrame({"doc_id": ["a"]})).values.tolist()
    [['a', 'target', 2], ['a', 'outcome', 0], ['a', 'reference', 0]]
    """
    cells = pd.MultiIndex.from_product(
        [documents["doc_id"], STATUSES], names=["doc_id", "status"]
    )
    counts = targets.groupby(["doc_id", "status"]).size().reindex(cells, fill_value=0)
    return counts.rename("values").reset_index()


def count_by_paragraph(
    targets: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    status: str = "target",
    role: Sequence[str] = TEXT_ROLES,
) -> pd.DataFrame:
    """
    Count values and characters of each paragraph: the units that rates are made of.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    status : str
        Values that count, one of `tables.STATUSES`.
    role : sequence of str
        Roles of the sentences that count, values and characters alike.

    Returns
    -------
    DataFrame, one row per paragraph with such sentences
        `doc_id`, `section_id`, `para_id`, `values`, `characters`.
    """
    kept = sentences[sentences["role"].isin(list(role))]
    counts = (
        targets[targets["status"] == status].groupby(["doc_id", "sent_id"]).size()
        .rename("values").reset_index()
    )
    joined = kept.merge(counts, on=["doc_id", "sent_id"], how="left", validate="one_to_one")
    joined = joined.assign(
        values=joined["values"].fillna(0).astype("int64"), characters=joined["text"].str.len()
    )
    keys = ["doc_id", "para_id"]
    return joined.groupby(keys, sort=False, as_index=False).agg(
        section_id=("section_id", "first"), values=("values", "sum"),
        characters=("characters", "sum"),
    )


def measure_hardness_of(
    targets: pd.DataFrame,
    commitments: pd.DataFrame,
    coverage: pd.DataFrame,
    sentences: pd.DataFrame,
    sections: pd.DataFrame,
    *,
    role: Sequence[str] = TEXT_ROLES,
    unit: str = "section",
) -> pd.DataFrame:
    """
    How densely each document promises in numbers, and how many of its commitments have one.

    Higher means harder on both counts. Documents may be compared with each other where they
    look ahead over the same part of their length; reports spend half of theirs looking back,
    so `role` = ("plan",) is the fairer comparison between genres.

    Parameters
    ----------
    targets, commitments, coverage : DataFrame
        `tables.TARGETS`, `tables.COMMITMENTS`, `tables.COVERAGE`.
    sentences, sections : DataFrame
        `tables.SENTENCES`, `tables.SECTIONS`.
    role : sequence of str
        Roles of the text that counts.
    unit : str
        What varies independently, one of `inference.UNITS`.

    Returns
    -------
    DataFrame, one row per document of `coverage`
        `doc_id`, `targets`, `characters`, `targets_per_10k` with `low` and `high`;
        `commitments`, `numeric` (those with a number), `numeric_share` (0 to 1) with
        `numeric_low` and `numeric_high`. A document that states no target has 0; one whose
        values could not be extracted, or without such text, has missing values.

    Notes
    -----
    Ratios of sums with intervals by `inference.estimate_ratios`.
    """
    read = coverage.loc[coverage["absence"] != "extraction failed", "doc_id"]
    documents = coverage["doc_id"].drop_duplicates()
    paragraphs = count_by_paragraph(targets, sentences, role=role)
    rates = estimate_ratios(
        paragraphs[paragraphs["doc_id"].isin(read)], numerator="values",
        denominator="characters", per=10_000, unit=unit, sections=sections,
    ).rename(columns={"values": "targets", "value": "targets_per_10k"})
    kept = commitments[commitments["role"].isin(list(role)) & commitments["doc_id"].isin(read)]
    counted = kept.assign(numeric=kept["numeric"].astype("int64"), commitments=1)
    if unit == "paragraph":
        keys = ["doc_id", "sent_id"]
        counted = counted.merge(sentences[[*keys, "para_id"]], on=keys, validate="many_to_one")
    shares = estimate_ratios(
        counted, numerator="numeric", denominator="commitments", unit=unit, sections=sections,
        bounded=True, level=_INNERMOST,
    ).rename(columns={
        "value": "numeric_share", "low": "numeric_low", "high": "numeric_high",
    })
    table = pd.DataFrame({"doc_id": documents})
    for part in (rates, shares):
        table = table.merge(
            part.drop(columns="units"), on="doc_id", how="left", validate="one_to_one"
        )
    return table


def compare_hardness_of(
    targets: pd.DataFrame,
    commitments: pd.DataFrame,
    coverage: pd.DataFrame,
    sentences: pd.DataFrame,
    sections: pd.DataFrame,
) -> pd.DataFrame:
    """
    Measure hardness again in the parts of the text that the genres share.

    Parameters
    ----------
    targets, commitments, coverage, sentences, sections : DataFrame
        As `measure_hardness_of`.

    Returns
    -------
    DataFrame, one row per reading and document
        `reading` ("plan": plan parts only, "no_party": without the sections on building the
        party) and the columns of `measure_hardness_of`.
    """
    keys = ["doc_id", "section_id"]
    party = pd.MultiIndex.from_frame(find_party_sections(sentences, sections))
    outside = ~pd.MultiIndex.from_frame(sentences[keys]).isin(party)
    spared = ~pd.MultiIndex.from_frame(commitments[keys]).isin(party)
    readings = {
        "plan": (commitments, sentences, ("plan",)),
        "no_party": (commitments[spared], sentences[outside], TEXT_ROLES),
    }
    return pd.concat([
        measure_hardness_of(targets, made, coverage, text, sections, role=role).assign(reading=name)
        for name, (made, text, role) in readings.items()
    ], ignore_index=True)


def count_strengths_of(commitments: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """
    Count the commitments of each document by how firmly they are worded.

    Parameters
    ----------
    commitments : DataFrame, one row per commitment (`tables.COMMITMENTS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)

    Returns
    -------
    DataFrame, one row per document and strength, in the order of `tables.STRENGTHS`
        `doc_id`, `strength`, `commitments`, `numeric` (those with a number), `share` (of
        the document's commitments, 0 to 1; missing for a document without). Zeros are kept.
    """
    cells = pd.MultiIndex.from_product(
        [documents["doc_id"], STRENGTHS], names=["doc_id", "strength"]
    )
    grouped = commitments.groupby(["doc_id", "strength"])["numeric"]
    table = pd.DataFrame({
        "commitments": grouped.size().reindex(cells, fill_value=0),
        "numeric": grouped.sum().reindex(cells, fill_value=0).astype("int64"),
    }).reset_index()
    totals = table.groupby("doc_id")["commitments"].transform("sum")
    return table.assign(share=table["commitments"] / totals.where(totals > 0))


def count_fates(panel: pd.DataFrame) -> pd.DataFrame:
    """
    Count promises by what later documents made of them and what was reported.

    Parameters
    ----------
    panel : DataFrame, one row per promise (`tables.PANEL`)

    Returns
    -------
    DataFrame, one row per document, fate and verdict that occur
        `doc_id`, `followed`, `verdict`, `promises`.
    """
    counts = panel.groupby(["doc_id", "followed", "verdict"], sort=False).size()
    table = counts.rename("promises").reset_index()
    order = {name: n for n, name in enumerate(dict.fromkeys(panel["doc_id"]))}
    fates = {name: n for n, name in enumerate((*FOLLOWED, *VERDICTS))}
    return table.sort_values(
        ["doc_id", "followed", "verdict"], key=lambda c: c.map({**order, **fates})
    ).reset_index(drop=True)


def choose_outcomes(panel: pd.DataFrame, *, limit: int = 40) -> pd.DataFrame:
    """
    Choose the promises a figure can show.

    Missed ones come first, then those set anew, reached since, on track and met; of one
    verdict those furthest from what was promised.

    Parameters
    ----------
    panel : DataFrame, one row per promise (`tables.PANEL`)
    limit : int
        Promises with a verdict that are kept.

    Returns
    -------
    DataFrame
        The chosen rows, then those without a verdict, whose number the figure states.
    """
    open_ = panel["verdict"].isin(["not reported", "not due"]) | panel["outcome"].isna()
    decided = panel[~open_]
    order = {"missed": 0, "superseded": 1, "reached since": 2, "on track": 3, "met": 4}
    distance = (decided["outcome"] / decided["promised"].where(decided["promised"] != 0) - 1).abs()
    chosen = decided.assign(order=decided["verdict"].map(order), distance=distance).sort_values(
        ["order", "distance"], ascending=[True, False], kind="stable", key=settle
    )
    chosen = chosen.head(limit).drop(columns=["order", "distance"])
    return pd.concat([chosen, panel[open_]], ignore_index=True)
