"""Measures of different kinds in one table, wave by wave."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policyresearch.composition import find_series
from policyresearch.errors import DataError

# How a measure's column is called, and what its numbers are.
UNITS = {
    "rate_per_10k": ("per 10,000 tokens", "每万词"),
    "share": ("share of the document", "占文件比重"),
    "targets_per_10k": ("per 10,000 characters", "每万字"),
}


def stack_measures(
    documents: pd.DataFrame, measures: Mapping[str, tuple[pd.DataFrame, str]]
) -> pd.DataFrame:
    """
    Stack one value per document and measure, marking the documents that form a series.

    Values of one measure may be compared between documents; values of different measures
    may not, as their units differ.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    measures : mapping of str to (DataFrame, str)
        For each measure its label, its table of one row per document with `doc_id`, the
        value, and `low` and `high` (may be missing), and the value's column, a key of
        `UNITS`.

    Returns
    -------
    DataFrame, one row per measure and document that has a wave
        `measure`, `kind` (the value's column), `doc_id`, `wave`, `value`, `low`, `high`,
        `main` (whether the document belongs to `composition.find_series`).

    Raises
    ------
    DataError
        If a table has more than one row for a document, or an unknown column is named.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "place": "甲市", "wave": [2018, 2020]})
    >>> rates = pd.DataFrame({"doc_id": ["a", "b"], "rate_per_10k": [1.0, 2.0]})
    >>> stack_measures(documents, {"创新": (rates, "rate_per_10k")})["value"].to_list()
    [1.0, 2.0]
    """
    series = set(find_series(documents)["doc_id"])
    dated = documents[documents["wave"].notna()]
    parts = []
    for label, (table, column) in measures.items():
        if column not in UNITS:
            raise DataError(
                f"Measure {label!r}: column {column!r} is unknown; options are {list(UNITS)}."
            )
        if table["doc_id"].duplicated().any():
            twice = sorted(set(table.loc[table["doc_id"].duplicated(), "doc_id"]))
            raise DataError(f"Measure {label!r}: more than one row for {twice[:5]}.")
        values = table.reindex(columns=["doc_id", column, "low", "high"])
        values = values.rename(columns={column: "value"})
        part = dated[["doc_id", "wave"]].merge(values, on="doc_id", validate="one_to_one")
        parts.append(part.assign(measure=label, kind=column))
    columns = ["measure", "kind", "doc_id", "wave", "value", "low", "high"]
    stacked = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(
        columns=columns
    )
    return stacked.assign(main=stacked["doc_id"].isin(series))
