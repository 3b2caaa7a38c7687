"""Sentences to the tokens table."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.lexicons import list_terms
from policyresearch.segment.cache import LARGEST, cached_path, read_spans, write_spans
from policyresearch.segment.engines import ENGINES, find_tokens
from policyresearch.segment.spans import Batch, Spans
from policyresearch.segment.terms import bare, policy_terms
from policyresearch.tables import TOKENS

if TYPE_CHECKING:
    from policyresearch.segment.policy import PolicyLexicon


def tokenize(
    sentences: pd.DataFrame,
    *,
    engine: str = "policy",
    lexicon: PolicyLexicon | None = None,
    jobs: int = 1,
) -> pd.DataFrame:
    """
    Segment sentences into the tokens table.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    engine : str
        One of `ENGINES`.
    lexicon : PolicyLexicon, optional
        For the engine "policy", by default the package's policy terms; `is_term` is read
        from it under every engine.
    jobs : int
        Threads; the result does not depend on it.

    Returns
    -------
    DataFrame, one row per token (`tables.TOKENS`), in the order of `sentences`
        A sentence without its white space is the string of its tokens; `start` and `end`
        are places in the document's analysed text. Punctuation and stop words are marked,
        not dropped.

    Raises
    ------
    DataError
        If the engine is unknown or what it needs is missing.
    """
    batch = Batch(list(sentences["text"]))
    spans = _spans(batch, engine=engine, lexicon=lexicon, jobs=jobs)
    return tabulate(sentences, spans, lexicon.terms if lexicon else policy_terms())


def tabulate(sentences: pd.DataFrame, spans: Spans, terms: Set[str]) -> pd.DataFrame:
    """The tokens table of `sentences`, whose texts are the batch of `spans`."""
    batch = spans.batch
    repeated = sentences.duplicated(["doc_id", "sent_id"])
    if repeated.any():
        first = sentences.loc[repeated, ["doc_id", "sent_id"]].head(3).to_dict("records")
        raise DataError(f"`sentences`: {int(repeated.sum())} rows repeat a key, first {first}.")
    counts, codes = spans.counts, spans.codes
    sentence = np.repeat(np.arange(len(sentences)), counts)
    shift = (sentences["start"].to_numpy(dtype=np.int64) - batch.offsets[:-1])[sentence]
    held = sentences.reset_index(drop=True)
    columns = {
        name: held[name].take(sentence)
        for name in ("doc_id", "sent_id", "para_id", "section_id", "role")
    }
    first = (np.cumsum(counts) - counts)[sentence]
    vocabulary = pd.Series(spans.vocabulary, dtype="str")
    marks = {
        "is_term": np.array([bare(token) in terms for token in spans.vocabulary], dtype=bool),
        "is_punctuation": np.array(
            [not any(map(str.isalnum, token)) for token in spans.vocabulary], dtype=bool
        ),
        "is_stopword": vocabulary.isin(list_terms("stop_words")).to_numpy(),
    }
    frame = pd.DataFrame(
        {
            **{name: column.array for name, column in columns.items()},
            "position": np.arange(len(codes)) - first,
            "token": vocabulary.array.take(codes),
            "start": spans.starts + shift,
            "end": spans.ends + shift,
            **{name: mark[codes] for name, mark in marks.items()},
        }
    )
    return frame[TOKENS.column_names]


def _spans(batch: Batch, *, engine: str, lexicon: PolicyLexicon | None, jobs: int) -> Spans:
    """Spans kept by an earlier run on the same text, else found and kept."""
    chosen = lexicon if engine == "policy" else None
    if engine not in ENGINES or len(batch.points) > LARGEST:
        return find_tokens(batch, engine=engine, lexicon=chosen, jobs=jobs)
    words: tuple[str, ...] = ()
    if chosen is not None:
        words = (*sorted(chosen.terms), "", *chosen.units)
    elif engine == "policy":
        words = list_terms("policy_terms")
    path = cached_path(batch, engine, words)
    spans = read_spans(batch, path)
    if spans is None:
        spans = find_tokens(batch, engine=engine, lexicon=chosen, jobs=jobs)
        write_spans(spans, path)
    return spans
