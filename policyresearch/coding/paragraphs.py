"""Units of text coded with themes: a unit may hold several, each with its share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.coding.scheme import NONE, Scheme
from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.segment.terms import bare


@dataclass(frozen=True)
class Coding:
    """
    Units and the terms found in them.

    `units` has one row per unit with the columns it came with and `characters`, the length
    of its text; `counts` is units × terms of `scheme.vocabulary`.
    """

    scheme: Scheme
    units: pd.DataFrame
    counts: sparse.csr_matrix

    @property
    def themes(self) -> list[str]:
        """The scheme's themes, then `NONE`."""
        return [*self.scheme.keys, NONE]

    @cached_property
    def shares(self) -> np.ndarray:
        """
        Units × themes: each theme's share of the unit's evidence; rows sum to one.

        A unit without any term is `NONE` altogether.
        """
        return share_evidence(self.counts @ self.scheme.evidence)

    @cached_property
    def leading(self) -> np.ndarray:
        """Units × themes: one for the theme of the largest share, the first among equals."""
        return np.eye(len(self.themes))[settle(self.shares).argmax(axis=1)]

    @property
    def table(self) -> pd.DataFrame:
        """
        One row per unit and theme with a share, in text order.

        The unit's columns without its text, `theme`, `share` (of the unit's evidence, 0 to 1;
        shares of a unit sum to 1).
        """
        at, theme = np.nonzero(self.shares)
        rows = self.units.drop(columns="text").iloc[at].reset_index(drop=True)
        names = np.array(self.themes, dtype=object)[theme]
        return rows.assign(theme=names, share=self.shares[at, theme])

    def select(self, rows: np.ndarray | pd.Series) -> Coding:
        """The units for which `rows` is true."""
        mask = np.asarray(rows, dtype=bool)
        return replace(
            self, units=self.units[mask].reset_index(drop=True), counts=self.counts[mask]
        )


def share_evidence(evidence: np.ndarray) -> np.ndarray:
    """
    Evidence for themes as shares, with a last column for units that have none.

    Examples
    --------
    >>> share_evidence(np.array([[3.0, 1.0], [0.0, 0.0]])).tolist()
    [[0.75, 0.25, 0.0], [0.0, 0.0, 1.0]]
    """
    total = evidence.sum(axis=1, keepdims=True)
    shares = np.divide(evidence, total, out=np.zeros_like(evidence), where=total > 0)
    return np.hstack([shares, (total == 0).astype(float)])


def code_units(units: pd.DataFrame, scheme: Scheme) -> Coding:
    """
    Code texts with the themes of a scheme.

    The longest term of the scheme that starts at a character counts, reading from the left;
    a term inside a longer one does not count again. With evidence

        E(k) = Σ over found terms of theme k: weight × characters,

    a unit's share of theme k is E(k) / Σ E. Shares of units of any length may be compared;
    they say what the unit's theme terms speak of, not how much it promises.

    Parameters
    ----------
    units : DataFrame, one row per unit of text
        `text` and whatever identifies it; `tables.PARAGRAPHS` and `tables.SENTENCES` will do.
    scheme : Scheme

    Returns
    -------
    Coding

    Notes
    -----
    Coding by a dictionary of terms: Laver & Garry (2000), American Journal of Political
    Science 44; shares of attention among themes: Baumgartner & Jones (1993).

    Examples
    --------
    >>> from policyresearch.coding import read_scheme
    >>> units = pd.DataFrame({"doc_id": "a", "text": ["推进数字经济和海洋牧场建设。"]})
    >>> code_units(units, read_scheme()).table.round(2)[["theme", "share"]].values.tolist()
    [['digital', 0.5], ['marine', 0.5]]
    """
    if "text" not in units:
        raise DataError(f"`units` lacks the column `text`; it has {list(units.columns)}.")
    units = units.reset_index(drop=True)
    sized = units.assign(characters=units["text"].str.len().astype("int64"))
    return Coding(scheme, sized, count_terms(units["text"].to_list(), scheme.vocabulary))


def count_terms(texts: Sequence[str], terms: Sequence[str]) -> sparse.csr_matrix:
    """Occurrences, texts × terms: leftmost longest matches, quotation marks passed over."""
    # Not at the top: what only reads a coding needs no compiled code.
    from policyresearch.segment.policy import PolicyLexicon
    from policyresearch.segment.spans import Batch

    batch = Batch(texts)
    starts, ends = PolicyLexicon(terms, units=()).find(batch)
    number = {term: n for n, term in enumerate(terms)}
    column = [number[bare(batch.text[start:end])] for start, end in zip(starts, ends, strict=True)]
    row = np.searchsorted(batch.offsets, starts, side="right") - 1
    ones = np.ones(len(row))
    return sparse.csr_matrix((ones, (row, column)), shape=(len(texts), len(terms)))
