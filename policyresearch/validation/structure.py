"""How well the headings found in documents agree with headings marked by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError


def read_structure_gold(folder: Path) -> pd.DataFrame:
    """
    Headings marked by hand, one CSV a document, as one table.

    Returns
    -------
    DataFrame, one row per heading
        `doc_id` (the name of the file), `start` (offset in the decoded raw file), `level`,
        `label`, `title`, `run_in`, `role`.

    Raises
    ------
    DataError
        If the folder holds no CSV.
    """
    files = sorted(Path(folder).glob("*.csv"))
    if not files:
        raise DataError(f"{folder}: holds no CSV with marked headings.")
    tables = [
        pd.read_csv(file, encoding="utf-8-sig", dtype={"label": str, "title": str})
        .fillna({"label": "", "title": ""})
        .assign(doc_id=file.stem)
        for file in files
    ]
    return pd.concat(tables, ignore_index=True)


def compare_structure(sections: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """
    Agree the sections found with the headings marked by hand.

    A heading is found if one of the same depth begins at the same character. Higher
    means better; documents may be compared, whatever their length.

    Parameters
    ----------
    sections : DataFrame (`tables.SECTIONS`)
    gold : DataFrame
        `doc_id`, `start`, `level`, `role`, as `read_structure_gold` gives it.

    Returns
    -------
    DataFrame, one row per document of `gold`
        `marked`, `found`, `matched` (counts of headings), `precision`, `recall`, `f1`
        and `role_share`: the share of matched headings whose role is the marked one.

    Notes
    -----
    precision = matched / found, recall = matched / marked, F1 is their harmonic mean
    (van Rijsbergen, Information Retrieval, 1979). A share of nothing is missing.

    Examples
    --------
    >>> gold = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 9], "level": [1, 2],
    ...                      "role": ["plan", "plan"]})
    >>> sections = pd.DataFrame({"doc_id": ["a", "a", "a"], "raw_start": [0, 9, 20],
    ...                          "level": [1, 2, 2], "role": ["plan", "review", "plan"]})
    >>> compare_structure(sections, gold).round(2).to_dict("records")[0]["f1"]
    0.8
    """
    keys = ["doc_id", "start", "level"]
    found = sections[sections["level"] > 0].rename(columns={"raw_start": "start"})
    both = gold[[*keys, "role"]].merge(
        found[[*keys, "role"]], on=keys, suffixes=("", "_found"), validate="one_to_one"
    )
    names = pd.Index(sorted(gold["doc_id"].unique()), name="doc_id")

    def count(table: pd.DataFrame) -> pd.Series:
        return table["doc_id"].value_counts().reindex(names, fill_value=0)

    marked, seen, matched = count(gold), count(found), count(both)
    agreed = count(both[both["role"] == both["role_found"]])
    return pd.DataFrame({
        "marked": marked, "found": seen, "matched": matched,
        "precision": matched / seen.where(seen > 0), "recall": matched / marked,
        "f1": 2 * matched / (marked + seen), "role_share": agreed / matched.where(matched > 0),
    }).reset_index()
