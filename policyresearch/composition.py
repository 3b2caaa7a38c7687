"""What a corpus is made of, and which of its documents may be compared."""

from __future__ import annotations

import pandas as pd

from policyresearch.tables import ROLES


def count_lengths(tokens: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """
    Count the tokens of each document by what its sections do.

    Parameters
    ----------
    tokens : DataFrame, one row per token (`tables.TOKENS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)

    Returns
    -------
    DataFrame, one row per document and role, in the order of `documents` and `tables.ROLES`
        `doc_id`, `role`, `tokens` (without punctuation), `share` (of the document's tokens,
        0 to 1; missing for a document without tokens). Zeros are kept.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": ["a"] * 4, "role": ["plan"] * 3 + ["review"],
    ...                        "is_punctuation": [False, True, False, False]})
    >>> table = count_lengths(tokens, pd.DataFrame({"doc_id": ["a"]}))
    >>> table[table["tokens"] > 0].round(2).values.tolist()
    [['a', 'review', 1, 0.33], ['a', 'plan', 2, 0.67]]
    """
    words = tokens[~tokens["is_punctuation"].astype(bool)]
    cells = pd.MultiIndex.from_product([documents["doc_id"], ROLES], names=["doc_id", "role"])
    counts = words.groupby(["doc_id", "role"]).size().reindex(cells, fill_value=0)
    table = counts.rename("tokens").reset_index()
    totals = table.groupby("doc_id")["tokens"].transform("sum")
    return table.assign(share=table["tokens"] / totals.where(totals > 0))


def list_gaps(documents: pd.DataFrame) -> pd.DataFrame:
    """
    List the documents that no comparison over time can use, as their place or wave is not known.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.SOURCES` or `tables.DOCUMENTS`)

    Returns
    -------
    DataFrame, one row per document, in the order of `documents`
        `doc_id`, `file`, `columns` (tuple of "wave", "place": the cells left empty).

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["x", "y"], "file": ["x.txt", "y.txt"],
    ...                           "place": ["", "乙市"], "wave": [None, 2018]})
    >>> list_gaps(documents).values.tolist()
    [['x', 'x.txt', ('wave', 'place')]]
    """
    empty = pd.DataFrame({"wave": documents["wave"].isna(), "place": documents["place"].eq("")})
    columns = [tuple(empty.columns[row]) for row in empty.to_numpy(bool)]
    listed = documents[["doc_id", "file"]].assign(columns=columns)
    return listed[empty.any(axis=1)].reset_index(drop=True)


def find_series(documents: pd.DataFrame) -> pd.DataFrame:
    """
    Find the documents that let waves be compared without comparing places.

    These are the documents of the places seen in every wave; where there is no such place,
    of the places seen in most waves, at least two. Differences of genre remain.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)

    Returns
    -------
    DataFrame
        The rows of `documents` concerned, by wave and otherwise in their order; none if no
        place is seen twice. Documents without wave or place belong to no series.

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["x", "y", "z"], "place": ["甲市", "乙市", "甲市"],
    ...                           "wave": [2020, 2018, 2018]})
    >>> find_series(documents)["doc_id"].to_list()
    ['z', 'x']
    """
    dated = documents[documents["wave"].notna() & (documents["place"] != "")]
    seen = dated.groupby("place")["wave"].nunique()
    most = seen.max() if len(seen) else 0
    if most < 2:
        return documents.iloc[:0]
    series = dated[dated["place"].isin(seen.index[seen == most])]
    return series.sort_values("wave", kind="stable").reset_index(drop=True)
