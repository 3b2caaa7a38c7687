"""Units × words: what every count, rate and comparison of words is read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.errors import DataError
from policyresearch.inference.units import SECTION_LEVEL, enclose_sections, number_units
from policyresearch.segment.content import mark_content
from policyresearch.segment.terms import bare
from policyresearch.tables import ROLES, TEXT_ROLES
from policyresearch.words.matching import find_terms, group_terms


@dataclass(frozen=True)
class Counts:
    """
    Occurrences of words in the units of a corpus.

    `cells` has one row per unit, section and role: `cell`, `unit`, `doc_id`, `section_id` (of
    the section of the unit's level; only if sections were given), `place`, `wave`, `role`,
    `tokens` (without punctuation; the denominator of every rate). `matrix` is cells × words,
    `words` names its columns. `documents` and `roles` say what was counted: a document
    without a cell has no text in these roles. `unit_kind` is one of `inference.UNITS`.
    """

    cells: pd.DataFrame
    words: pd.Index
    matrix: sparse.csr_matrix
    documents: pd.DataFrame
    roles: tuple[str, ...]
    unit_kind: str

    def select(self, doc_id: Iterable[str]) -> Counts:
        """The part in these documents."""
        wanted = list(doc_id)
        kept = self.cells["doc_id"].isin(wanted).to_numpy()
        documents = self.documents[self.documents["doc_id"].isin(wanted)]
        return replace(self, cells=self.cells[kept].reset_index(drop=True),
                       matrix=self.matrix[np.flatnonzero(kept)], documents=documents)

    def choose(self, words: Iterable[str]) -> Counts:
        """
        The columns of these words, in the order given.

        Raises
        ------
        DataError
            If a word was not counted.
        """
        wanted = list(words)
        at = self.words.get_indexer(pd.Index(wanted, dtype=self.words.dtype))
        if (at < 0).any():
            lost = [word for word, place in zip(wanted, at, strict=True) if place < 0]
            raise DataError(f"`words`: {lost[:5]} were not counted; give them as `terms`.")
        return replace(self, words=self.words[at], matrix=self.matrix[:, at])

    def totals(self) -> pd.Series:
        """Occurrences of each word."""
        sums = np.asarray(self.matrix.sum(axis=0)).ravel().astype("int64")
        return pd.Series(sums, index=self.words)

    def add_up(self, cells: np.ndarray | None = None) -> tuple[sparse.csr_matrix, np.ndarray]:
        """Units × words and tokens per unit, over the cells of a mask."""
        rows = np.arange(len(self.cells)) if cells is None else np.flatnonzero(cells)
        unit = pd.factorize(self.cells["unit"].to_numpy()[rows])[0]
        join = sparse.csr_matrix(
            (np.ones(len(rows)), (unit, rows)), shape=(unit.max(initial=-1) + 1, len(self.cells))
        )
        return join @ self.matrix, join @ self.cells["tokens"].to_numpy(float)


def count_words(
    tokens: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    unit: str = "section",
    sections: pd.DataFrame | None = None,
    role: Sequence[str] = TEXT_ROLES,
    terms: Iterable[str] | None = None,
    groups: Mapping[str, Iterable[str]] | None = None,
    level: int = SECTION_LEVEL,
) -> Counts:
    """
    Count words in every unit of a corpus.

    Parameters
    ----------
    tokens : DataFrame, one row per token (`tables.TOKENS`), in text order
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    unit : str
        What later resampling keeps together, one of `inference.UNITS`.
    sections : DataFrame, optional
        `tables.SECTIONS`; needed where `unit` is "section" and for rates by section.
    role : sequence of str
        Sections that count, by what they do; by default all but notices and annexes.
        `("plan",)` counts intentions only, `("review",)` achievements only.
    terms : iterable of str, optional
        Count these terms, of one or several tokens, by longest match (`find_terms`). By
        default every content token counts as it stands (`content.mark_content`).
    groups : mapping of str to terms, optional
        Count these groups of terms instead.
    level : int
        Depth of the headings that make sections units.

    Returns
    -------
    Counts
        Words in the order given, or of code points. Words that never occur keep their column.

    Raises
    ------
    DataError
        If an option is unknown or both `terms` and `groups` are given.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": ["a", "a", "b"], "sent_id": 0, "para_id": 0,
    ...     "section_id": 0, "role": "plan", "token": ["创新", "发展", "发展"], "start": 0,
    ...     "end": 2, "is_term": False, "is_punctuation": False, "is_stopword": False})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "place": ["甲市", "乙市"],
    ...                           "wave": [2018, 2018]})
    >>> counts = count_words(tokens, documents, unit="document")
    >>> list(counts.words), counts.matrix.toarray().tolist()
    (['创新', '发展'], [[1.0, 1.0], [0.0, 1.0]])
    """
    unknown = [r for r in role if r not in ROLES]
    if unknown:
        raise DataError(f"`role`: {unknown} are unknown; options are {list(ROLES)}.")
    if terms is not None and groups is not None:
        raise DataError("Give `terms` or `groups`, not both.")
    kept = tokens[tokens["role"].isin(list(role))].reset_index(drop=True)
    words = kept[~kept["is_punctuation"].astype(bool)]
    places = {"unit": number_units(words, unit, sections=sections, documents=documents,
                                   level=level)}
    cells = words[["doc_id", "role"]].assign(**places)
    keys = ["unit", "doc_id", "role"]
    if sections is not None:
        cells["section_id"] = enclose_sections(words, sections, level=level)
        keys.append("section_id")
    number = cells.groupby(keys, sort=False).ngroup().to_numpy()
    table = cells.assign(tokens=1).groupby(keys, sort=False, as_index=False)["tokens"].sum()
    table.insert(0, "cell", np.arange(len(table)))
    known = documents.set_index("doc_id")
    for name in ("place", "wave"):
        table[name] = table["doc_id"].map(known[name])
    if terms is None and groups is None:
        content = mark_content(words, documents)
        found = words["token"].map(bare)[content]
        names, cell = pd.Index(sorted(set(found)), dtype="str"), number[content]
    else:
        # Occurrences are few; the cell of one is that of the token it begins with.
        at = pd.Series(number, index=pd.MultiIndex.from_frame(words[["doc_id", "start"]]))
        found, names = _match(kept, terms, groups)
        starts = pd.MultiIndex.from_frame(found[["doc_id", "start"]])
        cell, found = at.reindex(starts).to_numpy(), found["term"]
    code = names.get_indexer(found)
    matrix = sparse.csr_matrix(
        (np.ones(len(code)), (cell, code)), shape=(len(table), len(names))
    )
    return Counts(table, names, matrix, documents, tuple(role), unit)


def _match(tokens, terms, groups) -> tuple[pd.DataFrame, pd.Index]:
    if groups is None:
        names = list(terms)
        return find_terms(tokens, names), pd.Index(names, dtype="str")
    every = dict.fromkeys(term for members in groups.values() for term in members)
    return group_terms(find_terms(tokens, every), groups), pd.Index(list(groups), dtype="str")
