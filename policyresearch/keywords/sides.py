"""Which documents a comparison over time sets against each other."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from policyresearch.composition import find_series
from policyresearch.keywords.counts import Counts
from policyresearch.shift import decompose_shift, mark_lineage

# From so many documents on each side documents are drawn; below, the sections within them,
# and what is found holds for these documents only.
MIN_DOCUMENTS = 10


@dataclass(frozen=True)
class Sides:
    """
    First and last wave of a series, and their documents; empty where there is no series.
    """

    waves: tuple[int, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def names(self) -> tuple[str, str]:
        """What the sides are called on a figure."""
        return (str(self.waves[0]), str(self.waves[-1])) if self.waves else ("", "")

    @property
    def unit(self) -> str:
        """What varies independently: documents if there are enough, else sections."""
        return "document" if min(len(self.left), len(self.right)) >= MIN_DOCUMENTS else "section"


def choose_sides(documents: pd.DataFrame, *, every: bool = False) -> Sides:
    """
    Set the last wave against the first.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    every : bool
        Whether all documents of the two waves count, or only those of the places seen in
        every wave (`composition.find_series`).

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["x", "y", "z"], "place": ["甲市", "乙市", "甲市"],
    ...                           "wave": [2020, 2018, 2018]})
    >>> choose_sides(documents).left, choose_sides(documents, every=True).left
    (('z',), ('y', 'z'))
    """
    series = find_series(documents)
    waves = tuple(sorted(int(wave) for wave in series["wave"].unique()))
    if len(waves) < 2:
        return Sides((), (), ())
    rows = documents[documents["wave"].notna()] if every else series
    left, right = (tuple(rows.loc[rows["wave"] == wave, "doc_id"])
                   for wave in (waves[0], waves[-1]))
    return Sides(waves, left, right)


def shift_words(
    counts: Counts, sides: Sides, lineage: pd.DataFrame, *, measure: str = "divergence"
) -> pd.DataFrame:
    """
    Decompose the difference between the sides into the parts of their words.

    Parameters
    ----------
    counts : Counts
        Shares are those of all words counted.
    sides : Sides
    lineage : DataFrame
        `lexicons.read_lexicon("lineage")`, by which a renamed term is told from a new one.
    measure : str
        One of `shift.SHIFTS`.

    Returns
    -------
    DataFrame, one row per word, largest part first; none without a series
        Of `shift.decompose_shift`, with the columns of `shift.mark_lineage`.
    """
    left, right = (counts.select(side).totals() for side in (sides.left, sides.right))
    if not left.sum() or not right.sum():
        return pd.DataFrame(columns=["word", "count_left", "count_right", "share_left",
                                     "share_right", "part", "part_share", "kinship", "kin",
                                     "family_change", "kin_source"])
    return mark_lineage(decompose_shift(left, right, measure=measure), lineage)


def choose_parts(shift: pd.DataFrame, *, rows: int = 24) -> pd.DataFrame:
    """
    The largest parts of a shift, and every word that took over from another or gave way to it.

    Parameters
    ----------
    shift : DataFrame
        Of `shift_words`.
    rows : int
        Largest parts.

    Returns
    -------
    DataFrame
        Rows of `shift` in their order.
    """
    kept = (shift["kin"] != "") | (pd.RangeIndex(len(shift)) < rows)
    return shift[kept].reset_index(drop=True)
