"""Small corpora of words for the tests of counts and comparisons."""

from __future__ import annotations

import numpy as np
import pandas as pd

WORDS = ["创新", "驱动", "发展", "改革", "产业", "民生"]


def make_tokens(rows):
    """`rows`: (doc_id, section_id, para_id, role, words) per sentence, words parted by |."""
    table = []
    for sent, (doc_id, section, para, role, text) in enumerate(rows):
        at = 0
        for position, token in enumerate(text.split("|")):
            table.append({
                "doc_id": doc_id, "sent_id": sent, "position": position, "token": token,
                "start": 1000 * sent + at, "end": 1000 * sent + at + len(token),
                "para_id": para, "section_id": section, "role": role, "is_term": False,
                "is_punctuation": not any(map(str.isalnum, token)), "is_stopword": token == "的",
            })
            at += len(token)
    return pd.DataFrame(table)


def make_documents(rows):
    frame = pd.DataFrame(rows, columns=["doc_id", "place", "wave"])
    return frame.astype({"wave": "Int64"})


TWO = make_documents([("a", "甲市", 2018), ("b", "甲市", 2020)])


def draw_corpus():
    """Two waves of one place, forty sections each; 创新 doubles, 民生 falls to a quarter."""
    rng = np.random.default_rng(6)
    shares = {"a": [2, 3, 9, 3, 3, 4], "b": [4, 3, 9, 3, 3, 1]}
    rows, sections = [], []
    for doc_id, weights in shares.items():
        for section in range(1, 41):
            burst = rng.gamma(4, 0.25, 6) * weights
            words = rng.choice(WORDS, 60, p=burst / burst.sum())
            rows.append((doc_id, section, section, "plan", "|".join(words)))
            sections.append((doc_id, section, 0, 1))
        sections.append((doc_id, 0, None, 0))
    table = pd.DataFrame(sections, columns=["doc_id", "section_id", "parent_id", "level"])
    return make_tokens(rows), table.astype({"parent_id": "Int64"})
