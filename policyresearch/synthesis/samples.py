"""
What the estimators share: the common choices, and the comparison of two waves under them.

Every estimate of a change is the logarithm (base 2) of a ratio, the last wave to the first: 1 is
twice as much, −1 half, and 0 no change, so that curves of words, themes, topics and targets can be
compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.coding.party import find_party_paragraphs, find_party_sections
from policyresearch.inference.comparison import pair_waves
from policyresearch.inference.ratios import compare_sums, sum_units
from policyresearch.inference.sensitivity import Estimates, Specification
from policyresearch.inference.units import number_units
from policyresearch.tables import TEXT_ROLES
from policyresearch.words.measures import measure_log_ratio

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

ROLES_OF = {"all roles": TEXT_ROLES, "plan only": ("plan",)}
# The first option of each choice is the one the notebooks show.
ROLES = tuple(ROLES_OF)
DOCUMENTS = ("series", "all documents")
CLUSTERS = ("section", "paragraph")
PARTY = ("with party-building", "without party sections", "without party paragraphs")


def find_party(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Keys of what the options of "party" leave out, in their order."""
    return (find_party_sections(corpus.sentences, corpus.sections),
            find_party_paragraphs(corpus.paragraphs))


class Ground:
    """
    Rows that specifications choose from: paragraphs, sentences or units of topics.

    Parameters
    ----------
    corpus : Corpus
    rows : DataFrame
        With `doc_id`, `para_id`, `section_id` and `role`.
    party : sequence of DataFrame
        Of `find_party`, which one estimator needs for several tables.
    """

    def __init__(
        self, corpus: Corpus, rows: pd.DataFrame, party: Sequence[pd.DataFrame]
    ) -> None:
        self._corpus = corpus
        self._rows = rows
        self._party = party
        self.add_units = cache(self._add_units)
        self.find_side = cache(self._find_side)

    @cached_property
    def roles(self) -> dict[str, np.ndarray]:
        """Which rows stand in sections of each option of "roles"."""
        return {option: self._rows["role"].isin(roles).to_numpy()
                for option, roles in ROLES_OF.items()}

    @cached_property
    def party(self) -> dict[str, np.ndarray]:
        """Which rows are left by each option of "party"."""
        left = [np.ones(len(self._rows), dtype=bool)]
        for lost in self._party:
            keys = pd.MultiIndex.from_frame(self._rows[list(lost.columns)])
            left.append(~keys.isin(pd.MultiIndex.from_frame(lost)))
        return dict(zip(PARTY, left, strict=True))

    def select(self, specification: Specification) -> np.ndarray:
        """Which rows the specification's roles and its treatment of Party-building let in."""
        return self.roles[specification["roles"]] & self.party[specification["party"]]

    def _add_units(self, clusters: str) -> sparse.csr_matrix:
        """Resampling units × rows, one where the row belongs to the unit."""
        number = number_units(self._rows, clusters, sections=self._corpus.sections,
                              documents=self._corpus.documents)
        ones = np.ones(len(number))
        return sparse.csr_matrix((ones, (number, np.arange(len(number)))))

    def _find_side(self, documents: str, last: bool) -> np.ndarray:
        pair = pair_waves(self._corpus.documents, every=documents == "all documents")
        return self._rows["doc_id"].isin(pair.last if last else pair.first).to_numpy()

    def compare(self, counts: np.ndarray, specification: Specification) -> np.ndarray:
        """
        Log ratios with their intervals, 3 × columns; missing where a side is empty.

        Parameters
        ----------
        counts : ndarray, rows × columns
            The first column is the denominator, the others are numerators.
        specification : Specification
            Of its choices, those of this module are read.
        """
        inside, sums = self.select(specification), []
        join = self.add_units(specification["clusters"])
        for last in (False, True):
            own = inside & self.find_side(specification["documents"], last)
            # A unit left without rows has no denominator, and is not counted.
            added = join @ (counts * own[:, None])
            sums.append(sum_units(added[:, 1:], added[:, 0]))
        if min(each.units for each in sums) < 2:
            return np.full((3, counts.shape[1] - 1), np.nan)
        low, high = compare_sums(*sums).interval()
        one, two = (each.totals for each in sums)
        ratios = measure_log_ratio(one, two, *(each.denominator for each in sums))
        found = np.array([ratios, low / np.log(2), high / np.log(2)])
        # What neither side has says nothing of a change.
        return np.where((one == 0) & (two == 0), np.nan, found)


def name_estimates(names: Sequence[str], found: np.ndarray) -> Estimates:
    """Columns of value, low and high end by name."""
    return {name: (float(value), float(low), float(high))
            for name, value, low, high in zip(names, *found, strict=True)}
