"""Sentences to the tokens table."""

from __future__ import annotations

import pandas as pd

from policyresearch.segment.engines import segment
from policyresearch.tables import TOKENS, build_table


def tokenize(sentences: pd.DataFrame, *, engine: str = "policy", jobs: int = 1) -> pd.DataFrame:
    """
    Segment sentences into the tokens table.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    engine : str
        One of `ENGINES`.
    jobs : int
        Workers; the result does not depend on it.

    Returns
    -------
    DataFrame, one row per token (`tables.TOKENS`), in the order of `sentences`
    """
    rows = []
    cut = segment(list(sentences["text"]), engine=engine)
    keep = ["doc_id", "sent_id", "para_id", "section_id", "role", "text", "start"]
    for row, tokens in zip(sentences[keep].to_dict("records"), cut, strict=True):
        text, place = row.pop("text"), 0
        for position, token in enumerate(tokens):
            place = text.index(token, place)
            start = row["start"] + place
            place += len(token)
            rows.append({**row, "position": position, "token": token, "start": start,
                         "end": start + len(token), "is_term": False,
                         "is_punctuation": not any(c.isalnum() for c in token),
                         "is_stopword": False})
    return build_table(TOKENS, rows)
