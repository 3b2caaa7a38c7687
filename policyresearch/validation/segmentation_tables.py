"""The audit's tables: every segmenter on a corpus, with terms held out, and on gold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd

from policyresearch.segment.engines import ENGINES
from policyresearch.segment.policy import PolicyLexicon
from policyresearch.segment.tokens import tokenize
from policyresearch.validation.segmentation import (
    compare_boundaries,
    count_kept_terms,
    count_lost_terms,
    find_terms,
    mark_kept,
    split_terms,
)
from policyresearch.validation.segmentation_gold import read_gold


def audit_terms(
    sentences: pd.DataFrame, waves: pd.Series, terms: list[str]
) -> dict[str, pd.DataFrame]:
    """
    Term recall by document and wave, for every engine, and with terms held out.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    waves : Series of the documents' waves, by `doc_id`
    terms : list of str
        The policy lexicon.

    Returns
    -------
    dict of DataFrame
        "recall_by_document", "recall_by_wave": the columns of `count_kept_terms` by
        `lexicon` and `engine`. `lexicon` "whole": all terms are protected and counted
        ("policy" is then high by construction); "held out": a random 30 % of the terms
        is left out of the lexicon, and only occurrences of those are counted.
        "lost_terms": the columns of `count_lost_terms`, by engine, under "whole".
    """
    whole = PolicyLexicon(terms)
    kept, held_out = split_terms(terms)
    found = find_terms(sentences, whole).assign(wave=lambda t: t["doc_id"].map(waves))
    held = set(PolicyLexicon(held_out).terms)
    marked, lost = [], []
    for engine in ENGINES:
        state = mark_kept(found, tokenize(sentences, engine=engine, lexicon=whole))
        marked.append(state.assign(lexicon="whole", engine=engine))
        lost.append(count_lost_terms(state).assign(engine=engine))
    without = tokenize(sentences, lexicon=PolicyLexicon(kept))
    for engine in ENGINES:
        if engine == "policy":
            state = mark_kept(found, without)
        else:
            state = mark_kept(found, tokenize(sentences, engine=engine, lexicon=whole))
        state = state[state["term"].isin(held)]
        marked.append(state.assign(lexicon="held out", engine=engine))
    everything = pd.concat(marked, ignore_index=True)
    return {
        "recall_by_document": count_kept_terms(everything, ["lexicon", "engine", "doc_id"]),
        "recall_by_wave": count_kept_terms(everything, ["lexicon", "engine", "wave"]),
        "lost_terms": pd.concat(lost, ignore_index=True),
    }


def compare_engines(sentences: pd.DataFrame) -> pd.DataFrame:
    """Boundary agreement of every two engines, one row a pair (`compare_boundaries`)."""
    tokens = {engine: tokenize(sentences, engine=engine) for engine in ENGINES}
    rows = [
        compare_boundaries(tokens[first], tokens[second], by=[]).assign(
            engine=first, reference=second
        )
        for first, second in combinations(ENGINES, 2)
    ]
    table = pd.concat(rows, ignore_index=True)
    return table[["engine", "reference", *table.columns.drop(["engine", "reference"])]]


def compare_with_gold(path: Path, terms: Sequence[str]) -> pd.DataFrame:
    """
    Every engine against the hand-segmented sentences, one row an engine, lexicon and reading.

    `lexicon` is "whole", and for the engine "policy" also "held out" (a random 30 % of the
    terms left out) and "unseen" (without any term that is marked in the gold).
    """
    sentences, readings = read_gold(path)
    marked = set(readings["terms"]["token"]) - set(readings["words"]["token"])
    lexicons = {"held out": split_terms(terms)[0],
                "unseen": [term for term in terms if term not in marked]}
    found = {("whole", engine): tokenize(sentences, engine=engine) for engine in ENGINES}
    found |= {
        (name, "policy"): tokenize(sentences, lexicon=PolicyLexicon(held))
        for name, held in lexicons.items()
    }
    rows = [
        compare_boundaries(tokens, gold, by=[]).assign(
            lexicon=lexicon, engine=engine, reading=reading, sentences=len(sentences)
        )
        for (lexicon, engine), tokens in found.items()
        for reading, gold in readings.items()
    ]
    table = pd.concat(rows, ignore_index=True)
    first = ["lexicon", "engine", "reading", "sentences"]
    return table[[*first, *table.columns.drop(first)]]
