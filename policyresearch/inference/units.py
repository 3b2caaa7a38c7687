"""Which rows are drawn together: the resampling unit, by name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.errors import DataError

# What may be drawn, from small to large. Rows of one unit are never torn apart.
UNITS = ("paragraph", "section", "document", "place")
# A section as a unit is what stands under one heading of this level (or, where there is none,
# under the innermost heading above it): a document has three to fifteen sections of the first
# level, too few to draw from, and twenty to seventy of the second.
SECTION_LEVEL = 2


def number_units(
    rows: pd.DataFrame,
    unit: str,
    *,
    sections: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
    level: int = SECTION_LEVEL,
) -> np.ndarray:
    """
    Number the resampling unit of each row.

    Parameters
    ----------
    rows : DataFrame
        With `doc_id`, and `para_id` for paragraphs or `section_id` for sections.
    unit : str
        One of `UNITS`.
    sections : DataFrame, optional
        `tables.SECTIONS`; needed for sections.
    documents : DataFrame, optional
        `tables.DOCUMENTS`; needed for places.
    level : int
        Depth of the heading that makes a section a unit, 1 outermost.

    Returns
    -------
    ndarray of int
        From 0 in order of first appearance.

    Raises
    ------
    DataError
        If the unit is unknown, a table it needs is missing, or a document has no place.

    Examples
    --------
    >>> rows = pd.DataFrame({"doc_id": ["a", "a", "b"], "section_id": [1, 2, 0]})
    >>> sections = pd.DataFrame({"doc_id": ["a", "a", "a", "b"], "section_id": [0, 1, 2, 0],
    ...     "parent_id": pd.array([None, 0, 1, None], dtype="Int64"), "level": [0, 1, 2, 0]})
    >>> number_units(rows, "section", sections=sections).tolist()
    [0, 1, 2]
    >>> number_units(rows, "section", sections=sections, level=1).tolist()
    [0, 0, 1]
    """
    if unit not in UNITS:
        raise DataError(f"`unit`: {unit!r} is unknown; options are {list(UNITS)}.")
    if unit == "paragraph":
        keys = [rows["doc_id"], rows["para_id"]]
    elif unit == "section":
        if sections is None:
            raise DataError("`unit` = 'section' needs the table `sections`.")
        keys = [rows["doc_id"], pd.Series(enclose_sections(rows, sections, level=level),
                                          index=rows.index)]
    elif unit == "document":
        keys = [rows["doc_id"]]
    else:
        if documents is None:
            raise DataError("`unit` = 'place' needs the table `documents`.")
        places = rows["doc_id"].map(documents.set_index("doc_id")["place"])
        nowhere = places.isna() | (places == "")
        if nowhere.any():
            lost = sorted(set(rows.loc[nowhere, "doc_id"]))
            raise DataError(f"`documents`: no place for {lost[:5]}; state it in sources.csv.")
        keys = [places]
    return rows.groupby(keys, sort=False).ngroup().to_numpy()


def enclose_sections(
    rows: pd.DataFrame, sections: pd.DataFrame, *, level: int = SECTION_LEVEL
) -> np.ndarray:
    """
    `section_id` of the section of at most this level that each row stands in.

    Parameters
    ----------
    rows : DataFrame with `doc_id` and `section_id`
    sections : DataFrame, one row per section (`tables.SECTIONS`)
    level : int

    Raises
    ------
    DataError
        If a row's section is not in `sections`.
    """
    known = sections.set_index(["doc_id", "section_id"])
    if known.index.has_duplicates:
        raise DataError("`sections`: doc_id and section_id do not identify its rows.")
    parents, levels = known["parent_id"].to_dict(), known["level"].to_dict()
    number = rows.groupby(["doc_id", "section_id"], sort=False).ngroup().to_numpy()
    distinct = rows[["doc_id", "section_id"]].drop_duplicates()
    found = []
    for doc_id, section in zip(distinct["doc_id"], distinct["section_id"], strict=True):
        at = (doc_id, section)
        if at not in levels:
            raise DataError(f"`sections` lacks section {section} of {doc_id!r}.")
        while levels[at] > level and not pd.isna(parents[at]):
            at = (doc_id, int(parents[at]))
        found.append(at[1])
    # Both go by first appearance.
    return np.array(found, dtype=np.int64)[number]
