"""Measures of different kinds in one table, wave by wave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from policyresearch.coding.scheme import NONE
from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.inference.comparison import find_series

# Columns that measures come in.
VALUES = ("rate_per_10k", "share", "targets_per_10k")
# Beyond so many documents a figure shows waves instead.
_DOCUMENTS = 6


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
        `VALUES`.

    Returns
    -------
    DataFrame, one row per measure and document that has a wave
        `measure`, `kind` (the value's column), `doc_id`, `place`, `wave`, `value`, `low`, `high`,
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
        if column not in VALUES:
            raise DataError(
                f"Measure {label!r}: column {column!r} is unknown; options are {list(VALUES)}."
            )
        if table["doc_id"].duplicated().any():
            twice = sorted(set(table.loc[table["doc_id"].duplicated(), "doc_id"]))
            raise DataError(f"Measure {label!r}: more than one row for {twice[:5]}.")
        values = table.reindex(columns=["doc_id", column, "low", "high"])
        values = values.rename(columns={column: "value"})
        part = dated[["doc_id", "place", "wave"]].merge(values, on="doc_id", validate="one_to_one")
        parts.append(part.assign(measure=label, kind=column))
    columns = ["measure", "kind", "doc_id", "place", "wave", "value", "low", "high"]
    stacked = pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(
        columns=columns
    )
    return stacked.assign(main=stacked["doc_id"].isin(series))


def split_measures(
    table: pd.DataFrame,
    *,
    by: str,
    column: str,
    names: Mapping[str, str] | Iterable[str],
    prefix: str = "",
) -> dict[str, tuple[pd.DataFrame, str]]:
    """
    Measures for `stack_measures` from a table that holds several, one below the other.

    Parameters
    ----------
    table : DataFrame, one row per document and value of `by`
    by : str
        The column that tells the measures apart.
    column : str
        The column of the numbers, one of `VALUES`.
    names : mapping or iterable
        The values of `by` wanted, with the label of each or as their own label.
    prefix : str
        Stands before every label, so that measures of different kinds are not taken for one.

    Examples
    --------
    >>> table = pd.DataFrame({"doc_id": ["a", "a"], "theme": ["x", "y"], "share": [0.2, 0.8]})
    >>> list(split_measures(table, by="theme", column="share", names={"y": "Y"}))
    ['Y']
    """
    labels = names if isinstance(names, Mapping) else {name: name for name in names}
    return {
        prefix + label: (table[table[by] == value].drop(columns=by), column)
        for value, label in labels.items()
    }


def choose_groups(documents: pd.DataFrame) -> str:
    """
    What a figure of this corpus tells apart: `doc_id`, or `wave` where documents are many
    and have one.

    Examples
    --------
    >>> choose_groups(pd.DataFrame({"doc_id": list("abc"), "wave": [2018, 2020, 2025]}))
    'doc_id'
    """
    few = len(documents) <= _DOCUMENTS or documents["wave"].isna().all()
    return "doc_id" if few else "wave"


def choose_unit(documents: pd.DataFrame, group: str, *, within: str) -> str:
    """
    What varies independently in groups of this kind (`inference.UNITS`).

    Documents, where most groups hold several; else `within`, the parts of documents.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": list("abcd"), "wave": [2018, 2018, 2020, 2020]})
    >>> [choose_unit(documents, group, within="section") for group in ("wave", "doc_id")]
    ['document', 'section']
    """
    return "document" if documents.groupby(group).size().median() > 1 else within


def choose_themes(change: pd.DataFrame, attention: pd.DataFrame, *, top: int = 4) -> list[str]:
    """
    The themes whose share changed most over the main series; without one, the largest.

    Parameters
    ----------
    change : DataFrame, one row per theme (`coding.compare_ends`)
    attention : DataFrame, one row per group and theme (`coding.estimate_attention`)
    top : int
    """
    if len(change):
        sizes = change.set_index("theme")["difference"].abs()
    else:
        sizes = attention.groupby("theme", sort=False)["share"].mean()
    sizes = settle(sizes.drop(NONE, errors="ignore")).sort_values(ascending=False, kind="stable")
    return list(sizes.index[:top])
