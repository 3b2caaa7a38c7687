"""
The changes that the study claims, estimated under any specification.

Every estimate is the logarithm (base 2) of a ratio, the last wave to the first: 1 is twice as
much, −1 half, and 0 no change, so that curves of words, themes and targets can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.inference import compare_sums, number_units, sum_units
from policyresearch.keywords import choose_sides
from policyresearch.promises import count_by_paragraph
from policyresearch.reuse import find_passages, set_aside
from policyresearch.segment.terms import bare
from policyresearch.specifications import Estimates, Specification
from policyresearch.tables import TEXT_ROLES
from policyresearch.themes import NONE, Coding, code_units, read_scheme

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

_ROLES = {"all roles": TEXT_ROLES, "plan only": ("plan",)}
_COMMON = {
    "roles": ("all roles", "plan only"),
    "documents": ("series", "all documents"),
    "clusters": ("paragraph", "section"),
}
# The first option of each choice is the one the notebooks show.
THEME_CHOICES = {
    **_COMMON,
    "party": ("with party-building", "without party-building"),
    "terms": ("all terms", "strong terms"),
    "coded": ("paragraphs", "sentences"),
    "statistic": ("shares", "leading"),
    "weights": ("by length", "equal"),
    "phrasing": ("all phrasing", "own phrasing"),
}
WORD_CHOICES = {
    "roles": _COMMON["roles"],
    "documents": _COMMON["documents"],
    "clusters": ("section", "paragraph"),
    "segmentation": ("policy", "pkuseg", "characters"),
    "count": ("occurrences", "sentences with it"),
    "party": ("with party-building", "without party-building"),
}
TARGET_CHOICES = {
    "roles": _COMMON["roles"],
    "documents": _COMMON["documents"],
    "clusters": ("section", "paragraph"),
    "denominator": ("characters", "sentences", "paragraphs"),
    "party": ("with party-building", "without party-building"),
}


def _narrow(table: pd.DataFrame, specification: Specification, party: set[tuple]) -> np.ndarray:
    """Rows of a table with paragraphs that the specification lets in."""
    inside = table["role"].isin(_ROLES[specification["roles"]]).to_numpy()
    if specification["party"] == "without party-building":
        keys = zip(table["doc_id"], table["para_id"], strict=True)
        inside = inside & ~np.array([key in party for key in keys], dtype=bool)
    return inside


def _compare(
    corpus: Corpus, table: pd.DataFrame, counts: np.ndarray, specification: Specification
) -> np.ndarray:
    """
    Log ratios (base 2) with their intervals, 3 × columns; missing where a side is empty.

    The first column of `counts` is the denominator, the others are numerators.
    """
    sides = choose_sides(corpus.documents, every=specification["documents"] == "all documents")
    if not sides.left:
        return np.full((3, counts.shape[1] - 1), np.nan)
    numbers = number_units(table, specification["clusters"], sections=corpus.sections,
                           documents=corpus.documents)
    sums = []
    for side in (sides.left, sides.right):
        mask = table["doc_id"].isin(side).to_numpy()
        codes, units = pd.factorize(numbers[mask])
        added = np.zeros((len(units), counts.shape[1]))
        np.add.at(added, codes, counts[mask])
        sums.append(sum_units(added[:, 1:], added[:, 0]))
    if min(each.units for each in sums) < 2:
        return np.full((3, counts.shape[1] - 1), np.nan)
    low, high = compare_sums(*sums).interval()
    found = np.array([sums[1].log_rates - sums[0].log_rates, low, high]) / np.log(2)
    # A theme or word that neither side has says nothing of a change.
    absent = (sums[0].totals == 0) & (sums[1].totals == 0)
    return np.where(absent, np.nan, found)


def _name(names: Sequence[str], found: np.ndarray) -> Estimates:
    return {name: (float(v), float(low), float(high))
            for name, v, low, high in zip(names, *found, strict=True)}


def find_party_paragraphs(corpus: Corpus) -> set[tuple[str, int]]:
    """Paragraphs in which Party leadership and conduct is the leading theme."""
    coding = code_units(corpus.paragraphs, read_scheme())
    at = coding.themes.index("party")
    rows = coding.units[coding.leading[:, at] == 1]
    return set(zip(rows["doc_id"], rows["para_id"], strict=True))


def build_theme_estimator(
    corpus: Corpus, themes: Sequence[str] | None = None
) -> Callable[[Specification], Estimates]:
    """
    The change of attention to each theme under a specification of `THEME_CHOICES`.

    "own phrasing" leaves out what documents share with each other (`reuse`), "equal" counts
    every paragraph alike, "strong terms" are those of weight 1. The Party's own theme is not
    estimated without party-building.
    """
    scheme = read_scheme()
    wanted = [t for t in (scheme.keys if themes is None else themes) if t != NONE]
    party = find_party_paragraphs(corpus)
    passages = find_passages(corpus.paragraphs[corpus.paragraphs["role"].isin(TEXT_ROLES)])

    @cache
    def code(coded: str, terms: str, phrasing: str) -> Coding:
        table = corpus.paragraphs if coded == "paragraphs" else corpus.sentences
        table = table[table["role"].isin(TEXT_ROLES)]
        if phrasing == "own phrasing":
            table = set_aside(table, passages)
        return code_units(table, scheme if terms == "all terms" else scheme.keep_weight(1))

    def estimate(specification: Specification) -> Estimates:
        coding = code(*(specification[name] for name in ("coded", "terms", "phrasing")))
        coding = coding.select(_narrow(coding.units, specification, party))
        size = coding.units["characters"].to_numpy(float)
        if specification["weights"] == "equal":
            size = np.ones(len(size))
        spread = getattr(coding, specification["statistic"]) * size[:, None]
        found = _compare(corpus, coding.units, np.column_stack([size, spread]), specification)
        without = specification["party"] == "without party-building"
        named = _name(coding.themes, found)
        return {t: named[t] for t in wanted if not (without and t == "party")}

    return estimate


def build_word_estimator(
    corpus: Corpus, words: Sequence[str], *, other_tokens: pd.DataFrame
) -> Callable[[Specification], Estimates]:
    """
    The change of the rate of each word under a specification of `WORD_CHOICES`.

    `other_tokens` is the text segmented by pkuseg alone; "characters" counts the word as a
    string, per character, whatever the segmenter says.
    """
    party = find_party_paragraphs(corpus)
    words = list(words)

    @cache
    def count(segmentation: str) -> tuple[np.ndarray, np.ndarray]:
        if segmentation == "characters":
            texts = corpus.sentences["text"].map(bare)
            hits = np.array([texts.str.count(word) for word in words], dtype=float).T
            return hits, texts.str.len().to_numpy(float)
        tokens = corpus.tokens if segmentation == "policy" else other_tokens
        tokens = tokens[~tokens["is_punctuation"].astype(bool)]
        row = pd.Series(
            range(len(corpus.sentences)),
            index=pd.MultiIndex.from_frame(corpus.sentences[["doc_id", "sent_id"]]),
        )
        at = row.reindex(pd.MultiIndex.from_frame(tokens[["doc_id", "sent_id"]])).to_numpy()
        hits, size = np.zeros((len(row), len(words))), np.zeros(len(row))
        np.add.at(size, at, 1)
        plain = tokens["token"].map(bare).to_numpy()
        for n, word in enumerate(words):
            np.add.at(hits[:, n], at[plain == word], 1)
        return hits, size

    def estimate(specification: Specification) -> Estimates:
        hits, size = count(specification["segmentation"])
        inside = _narrow(corpus.sentences, specification, party)
        if specification["count"] == "sentences with it":
            hits, size = (hits > 0).astype(float), np.ones(len(size))
        counts = np.column_stack([size, hits])[inside]
        return _name(words, _compare(corpus, corpus.sentences[inside], counts, specification))

    return estimate


def build_target_estimator(
    corpus: Corpus, *, name: str = "targets"
) -> Callable[[Specification], Estimates]:
    """The change of the density of numeric targets under one of `TARGET_CHOICES`."""
    party = find_party_paragraphs(corpus)
    table = count_by_paragraph(corpus.targets, corpus.sentences, role=TEXT_ROLES)
    keys = ["doc_id", "para_id"]
    roles = corpus.paragraphs[[*keys, "role"]]
    sentences = corpus.sentences.groupby(keys).size().rename("sentences").reset_index()
    table = table.merge(roles, on=keys, how="left", validate="one_to_one")
    table = table.merge(sentences, on=keys, how="left", validate="one_to_one")
    table = table.assign(paragraphs=1)

    def estimate(specification: Specification) -> Estimates:
        rows = table[_narrow(table, specification, party)]
        counts = rows[[specification["denominator"], "values"]].to_numpy(float)
        return _name([name], _compare(corpus, rows, counts, specification))

    return estimate
