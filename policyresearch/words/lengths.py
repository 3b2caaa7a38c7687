"""How long documents are, by what their sections do."""

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
