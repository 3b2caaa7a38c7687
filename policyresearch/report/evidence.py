"""From a claim's rows back to the sentences they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.report.claims import Claim
from policyresearch.segment.terms import bare
from policyresearch.targets.verbs import extract_targets

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

COLUMNS = ["doc_id", "raw_start", "raw_end", "text"]
# Keys of a row that name a part of the corpus: every sentence of that part counts.
_OF_SENTENCE = ("doc_id", "role", "section_id", "para_id", "sent_id")
_OF_DOCUMENT = ("wave", "place", "level", "kind")


def find_evidence(claim: Claim, corpus: Corpus) -> pd.DataFrame:
    """
    Find the passages a claim rests on.

    A row that names a place in a raw file (`raw_start`, `raw_end`) leads there, one that names
    a value (`doc_id`, `n`) to that value's quote; one that names a `keyword` to the sentences
    with that token, one that names a `theme` to those with its terms; any other row to the
    sentences of the part of the corpus that it names.

    Parameters
    ----------
    claim : Claim
    corpus : Corpus
        The corpus the claim was made on.

    Returns
    -------
    DataFrame, one row per passage, in the order of the corpus
        `doc_id`, `raw_start`, `raw_end` (offsets in the decoded raw file), `text` (as it
        stands there). None for a claim about what cannot be said.
    """
    found = [_find_row(row, corpus) for row in claim.evidence or claim.rows]
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    spans = pd.concat(found).drop_duplicates()
    order = {doc_id: n for n, doc_id in enumerate(corpus.doc_ids)}
    spans = spans.sort_values(
        ["doc_id", "raw_start", "raw_end"],
        key=lambda column: column.map(order) if column.name == "doc_id" else column,
    ).reset_index(drop=True)
    texts = [
        corpus.readings[row.doc_id].raw[row.raw_start:row.raw_end]
        for row in spans.itertuples(index=False)
    ]
    return spans.assign(text=texts)


def _find_row(row: Mapping, corpus: Corpus) -> pd.DataFrame:
    if "raw_end" in row:
        return pd.DataFrame([row])[COLUMNS[:3]]
    if "n" in row:
        targets = extract_targets(corpus)
        passages = targets[(targets["doc_id"] == row["doc_id"]) & (targets["n"] == row["n"])]
        return passages[COLUMNS[:3]]
    sentences = corpus.sentences
    if "keyword" in row:
        tokens = corpus.tokens
        hits = tokens[tokens["token"].map(bare) == bare(row["keyword"])]
        keys = ["doc_id", "sent_id"]
        sentences = sentences[
            sentences.set_index(keys).index.isin(hits.set_index(keys).index)
        ]
    if "theme" in row:
        sentences = sentences[_speaks_of(row["theme"], sentences)]
    for name in _OF_DOCUMENT:
        if name in row:
            documents = corpus.documents
            named = documents.loc[documents[name] == row[name], "doc_id"]
            sentences = sentences[sentences["doc_id"].isin(named)]
    for name in _OF_SENTENCE:
        if name in row:
            sentences = sentences[sentences[name] == row[name]]
    return sentences[COLUMNS[:3]]


def _speaks_of(theme: str, sentences: pd.DataFrame) -> np.ndarray:
    """Which sentences hold terms of a theme; none of a theme, where that is what is named."""
    from policyresearch.coding.paragraphs import code_units
    from policyresearch.coding.scheme import read_scheme

    coding = code_units(sentences, read_scheme())
    if theme not in coding.themes:
        return np.zeros(len(sentences), dtype=bool)
    return coding.shares[:, coding.themes.index(theme)] > 0
