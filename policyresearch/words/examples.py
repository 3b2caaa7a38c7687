"""Where to read the words that a comparison has ranked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.inference.comparison import WavePair
from policyresearch.words.matching import find_terms


def pick_examples(
    keyness: pd.DataFrame, tokens: pd.DataFrame, pair: WavePair, *, words: int = 5, rows: int = 3
) -> pd.DataFrame:
    """
    Choose occurrences of the surest words, on the side where each is more frequent.

    Parameters
    ----------
    keyness : DataFrame
        Of `compare_counts`, the surest first.
    tokens : DataFrame, one row per token (`tables.TOKENS`), in text order
    pair : WavePair
    words : int
        Words of each direction whose interval is clear of zero, at most.
    rows : int
        Occurrences of each word, at most: the first, the last and those at equal distances
        between them, so that they show more than one section.

    Returns
    -------
    DataFrame, one row per occurrence, words that rose first
        As of `find_terms`, for `concordance.build_concordance`.
    """
    parts = []
    for documents, sign in ((pair.last, 1), (pair.first, -1)):
        chosen = keyness.loc[keyness["cautious"] * sign > 0, "keyword"].head(words)
        hits = find_terms(tokens[tokens["doc_id"].isin(documents)], chosen)
        for word in chosen:
            own = hits[hits["term"] == word]
            at = np.linspace(0, len(own) - 1, min(rows, len(own))).round().astype(int)
            parts.append(own.iloc[at])
    return pd.concat(parts, ignore_index=True) if parts else find_terms(tokens, [])
