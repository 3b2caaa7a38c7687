"""Units of text and the vocabulary that every topic model of a study shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.errors import DataError
from policyresearch.inference.units import SECTION_LEVEL, number_units
from policyresearch.segment.content import mark_content
from policyresearch.segment.terms import bare
from policyresearch.tables import ROLES, TEXT_ROLES

# What a unit is, and the columns of the tokens table that identify one.
UNITS = {"paragraph": ["doc_id", "para_id"], "section": ["doc_id", "section_id"]}


@dataclass(frozen=True)
class Rules:
    """
    What makes a token part of the vocabulary; one set of rules for all fits of a study.

    A token counts if it is no punctuation, stop word or number, is not the name of a
    document's own place, has at least `min_characters` characters (policy terms are exempt),
    and stands in at least `min_units` units of at least `min_documents` documents (or of all,
    where the corpus has fewer), but in no more than `max_unit_share` of all units.
    """

    min_characters: int = 2
    min_units: int = 4
    min_documents: int = 2
    max_unit_share: float = 0.3
    # Units with fewer vocabulary tokens are scored, but no model is fitted on them.
    min_tokens: int = 5


@dataclass(frozen=True)
class Units:
    """
    Units as counts of terms.

    `table` has one row per unit: `unit`, the unit's key, `doc_id`, `role`, `section_id`,
    `cluster` (the section that resampling keeps together), `start` and `end` in the analysed
    text, `content_tokens` (no punctuation, stop word or number), `tokens` (in the vocabulary)
    and `fitted`. `counts` is units × terms. `vocabulary` has one row per term: `term`,
    `tokens`, `units`, `documents`. `codes` holds, for each unit, its terms in text order.
    """

    table: pd.DataFrame
    counts: sparse.csr_matrix
    vocabulary: pd.DataFrame
    codes: tuple[np.ndarray, ...]
    kind: str

    @property
    def terms(self) -> np.ndarray:
        return self.vocabulary["term"].to_numpy(dtype=object)

    @property
    def fitted(self) -> int:
        """Number of units that models are fitted on."""
        return int(self.table["fitted"].sum())

    def select(self, rows: np.ndarray) -> Units:
        """The units at these places (a mask or positions), under the same vocabulary."""
        positions = np.flatnonzero(rows) if np.asarray(rows).dtype == bool else np.asarray(rows)
        return replace(
            self,
            table=self.table.iloc[positions].reset_index(drop=True),
            counts=self.counts[positions],
            codes=tuple(self.codes[i] for i in positions),
        )


def build_units(
    tokens: pd.DataFrame,
    sections: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    unit: str = "paragraph",
    roles: Sequence[str] = TEXT_ROLES,
    rules: Rules | None = None,
    cluster_level: int = SECTION_LEVEL,
    vocabulary: Sequence[str] | None = None,
) -> Units:
    """
    Cut a corpus into units and count the terms of a stated vocabulary in each.

    Parameters
    ----------
    tokens, sections, documents : DataFrame
        `tables.TOKENS`, `tables.SECTIONS`, `tables.DOCUMENTS`.
    unit : str
        One of `UNITS`. Heading lines belong to the unit in which they stand.
    roles : sequence of str
        Sections that count, by what they do; by default all but notices and annexes.
    rules : Rules, optional
        What makes a token part of the vocabulary.
    cluster_level : int
        Resampling keeps together what stands under the same heading of this level or, where
        there is none, of the innermost level above.
    vocabulary : sequence of str, optional
        Use exactly these terms, as for documents to be scored on a fitted model; the rules
        on frequency are then not applied.

    Returns
    -------
    Units
        Rows in the order of `tokens`; terms in the order of code points. Where no term meets
        the rules the vocabulary is empty, and no model can be fitted.

    Raises
    ------
    DataError
        If an option is unknown or no token stands in a section of these roles.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": list("aaabb"), "para_id": [0, 0, 1, 0, 0],
    ...     "section_id": 0, "role": "plan", "token": ["创新", "产业", "创新", "创新", "5"],
    ...     "start": 0, "end": 2, "is_punctuation": False, "is_stopword": False,
    ...     "is_term": False})
    >>> sections = pd.DataFrame({"doc_id": ["a", "b"], "section_id": 0,
    ...     "parent_id": pd.array([None, None], dtype="Int64"), "level": 0})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "place": ["甲市", "乙市"]})
    >>> units = build_units(tokens, sections, documents,
    ...                     rules=Rules(min_units=1, max_unit_share=1))
    >>> units.vocabulary["term"].to_list(), units.counts.toarray().ravel().tolist()
    (['创新'], [1.0, 1.0, 1.0])
    """
    rules = rules or Rules()
    _check_options(unit, roles)
    key = UNITS[unit]
    kept = tokens[tokens["role"].isin(list(roles))]
    if kept.empty:
        raise DataError(f"`tokens`: no token stands in a section of role {list(roles)}.")
    table, number = _list_units(kept, key)
    table["cluster"] = number_units(table, "section", sections=sections, level=cluster_level)
    content = mark_content(kept, documents, min_characters=rules.min_characters)
    words = pd.DataFrame(
        {
            "unit": number[content],
            "doc_id": kept["doc_id"].to_numpy()[content],
            "term": kept["token"].map(bare).to_numpy()[content],
        }
    )
    if vocabulary is None:
        terms = _choose_terms(words, rules, units=len(table))
    else:
        terms = pd.Index(sorted(set(vocabulary)))
    code = terms.get_indexer(words["term"])
    inside = code >= 0
    unit_of, code = words["unit"].to_numpy()[inside], code[inside]
    shape = (len(table), len(terms))
    counts = sparse.csr_matrix((np.ones(len(code)), (unit_of, code)), shape=shape)
    table["content_tokens"] = np.bincount(words["unit"], minlength=len(table))
    table["tokens"] = np.bincount(unit_of, minlength=len(table))
    table["fitted"] = table["tokens"] >= rules.min_tokens
    order = np.argsort(unit_of, kind="stable")
    codes = np.split(code[order], np.cumsum(table["tokens"].to_numpy())[:-1])
    described = _describe_terms(words[inside], terms)
    return Units(table, counts, described, tuple(codes), unit)


def _check_options(unit: str, roles: Sequence[str]) -> None:
    if unit not in UNITS:
        raise DataError(f"`unit`: {unit!r} is unknown; options are {list(UNITS)}.")
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        raise DataError(f"`roles`: {unknown} are unknown; options are {list(ROLES)}.")


def _list_units(tokens: pd.DataFrame, key: list[str]) -> tuple[pd.DataFrame, np.ndarray]:
    """The units in text order, and the unit of each token."""
    columns = {
        "role": ("role", "first"),
        "section_id": ("section_id", "first"),
        "start": ("start", "min"),
        "end": ("end", "max"),
    }
    columns = {name: how for name, how in columns.items() if name not in key}
    groups = tokens.groupby(key, sort=False)
    table = groups.agg(**columns).reset_index()
    table.insert(0, "unit", np.arange(len(table)))
    return table, groups.ngroup().to_numpy()


def _choose_terms(words: pd.DataFrame, rules: Rules, *, units: int) -> pd.Index:
    frequency = words.groupby("term").agg(
        units=("unit", "nunique"), documents=("doc_id", "nunique")
    )
    documents = min(rules.min_documents, words["doc_id"].nunique())
    chosen = frequency[
        (frequency["units"] >= rules.min_units)
        & (frequency["documents"] >= documents)
        & (frequency["units"] <= rules.max_unit_share * units)
    ]
    return pd.Index(sorted(chosen.index))


def _describe_terms(words: pd.DataFrame, terms: pd.Index) -> pd.DataFrame:
    found = words.groupby("term").agg(
        tokens=("unit", "size"), units=("unit", "nunique"), documents=("doc_id", "nunique")
    )
    return found.reindex(terms, fill_value=0).rename_axis("term").reset_index()
