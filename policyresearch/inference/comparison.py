"""Which documents a comparison over time sets against each other."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# From so many documents on each side documents are drawn; below, the sections within them,
# and what is found holds for these documents only.
MIN_DOCUMENTS = 10


@dataclass(frozen=True)
class WavePair:
    """
    First and last wave of a series, and their documents; empty where there is no series.
    """

    waves: tuple[int, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def names(self) -> tuple[str, str]:
        """What the two waves are called on a figure."""
        return (str(self.waves[0]), str(self.waves[-1])) if self.waves else ("", "")

    @property
    def unit(self) -> str:
        """What varies independently: documents if there are enough, else sections."""
        return "document" if min(len(self.first), len(self.last)) >= MIN_DOCUMENTS else "section"


def pair_waves(documents: pd.DataFrame, *, every: bool = False) -> WavePair:
    """
    Set the last wave against the first.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    every : bool
        Whether all documents of the two waves count, or only those of the places seen in
        every wave (`find_series`).

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["x", "y", "z"], "place": ["甲市", "乙市", "甲市"],
    ...                           "wave": [2020, 2018, 2018]})
    >>> pair_waves(documents).first, pair_waves(documents, every=True).first
    (('z',), ('y', 'z'))
    """
    series = find_series(documents)
    waves = tuple(sorted(int(wave) for wave in series["wave"].unique()))
    if len(waves) < 2:
        return WavePair((), (), ())
    rows = documents[documents["wave"].notna()] if every else series
    first, last = (tuple(rows.loc[rows["wave"] == wave, "doc_id"])
                   for wave in (waves[0], waves[-1]))
    return WavePair(waves, first, last)


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
