"""How many values documents state, and how densely they promise in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policyresearch.tables import ROLES, STATUSES

# Notices and annexes are no policy text: what they say commits nobody.
POLICY_ROLES = tuple(role for role in ROLES if role not in ("notice", "annex"))


def count_statuses(targets: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
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
    >>> count_statuses(targets, pd.DataFrame({"doc_id": ["a"]})).values.tolist()
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
    role: Sequence[str] = POLICY_ROLES,
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
