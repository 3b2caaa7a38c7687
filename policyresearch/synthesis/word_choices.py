"""Specifications of the change of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.inference.sensitivity import Estimates, Specification
from policyresearch.segment.terms import bare
from policyresearch.synthesis.samples import (
    CLUSTERS,
    DOCUMENTS,
    PARTY,
    ROLES,
    Ground,
    find_party,
    name_estimates,
)
from policyresearch.words.matching import find_terms

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

WORD_CHOICES = {
    "roles": ROLES,
    "documents": DOCUMENTS,
    "clusters": CLUSTERS,
    "party": PARTY,
    "segmentation": ("policy", "pkuseg", "characters"),
    "count": ("occurrences", "sentences with it"),
}


def build_word_estimator(
    corpus: Corpus, words: Sequence[str], *, other_tokens: pd.DataFrame
) -> Callable[[Specification], Estimates]:
    """
    The change of the rate of each word under a specification of `WORD_CHOICES`.

    `other_tokens` is the text segmented by pkuseg alone, where a word that it cuts is found all
    the same (`words.find_terms`); "characters" counts the word as a string, per character,
    whatever a segmenter says.
    """
    words = list(words)
    sentences = corpus.sentences
    ground = Ground(corpus, sentences, find_party(corpus))
    keys = ["doc_id", "sent_id"]
    row = pd.Series(range(len(sentences)), index=pd.MultiIndex.from_frame(sentences[keys]))

    def add(table: pd.DataFrame) -> np.ndarray:
        at = row.reindex(pd.MultiIndex.from_frame(table[keys])).to_numpy()
        return np.bincount(at, minlength=len(row)).astype(float)

    @cache
    def count(segmentation: str) -> tuple[np.ndarray, np.ndarray]:
        if segmentation == "characters":
            texts = sentences["text"].map(bare)
            hits = [texts.str.count(word).to_numpy(float) for word in map(bare, words)]
            return np.column_stack(hits), texts.str.len().to_numpy(float)
        tokens = corpus.tokens if segmentation == "policy" else other_tokens
        found = find_terms(tokens, words)
        hits = [add(found[found["term"] == word]) for word in words]
        return np.column_stack(hits), add(tokens[~tokens["is_punctuation"].astype(bool)])

    def estimate(specification: Specification) -> Estimates:
        if not words:
            return {}
        hits, size = count(specification["segmentation"])
        if specification["count"] == "sentences with it":
            hits, size = (hits > 0).astype(float), np.ones(len(size))
        found = ground.compare(np.column_stack([size, hits]), specification)
        return name_estimates(words, found)

    return estimate
