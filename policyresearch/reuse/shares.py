"""How much of each document is shared phrasing, and documents without it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.reuse.blocks import cover


def measure_reuse(passages: pd.DataFrame, paragraphs: pd.DataFrame) -> pd.DataFrame:
    """
    Measure how much of each document stands in another one too.

    Parameters
    ----------
    passages : DataFrame, one row per passage of a pair (`find_passages`)
    paragraphs : DataFrame
        The paragraphs it was made from.

    Returns
    -------
    DataFrame, one row per document and other document, and one with `other` empty for all
    others together, in the order of `paragraphs`
        `doc_id`, `other`, `characters` (of the document that stand in shared passages),
        `share` (of its characters, 0 to 1). Zeros are kept. Shares with different others
        overlap and do not add up to that with all.

    Examples
    --------
    >>> passages = pd.DataFrame({"doc_id": ["a"], "other": ["b"], "start": [2], "end": [6],
    ...                          "other_start": [0], "other_end": [4]})
    >>> paragraphs = pd.DataFrame({"doc_id": ["a", "b"], "start": 0,
    ...                            "text": ["字" * 10, "字" * 4]})
    >>> measure_reuse(passages, paragraphs).values.tolist()
    [['a', 'b', 4, 0.4], ['a', '', 4, 0.4], ['b', 'a', 4, 1.0], ['b', '', 4, 1.0]]
    """
    sides = _list_sides(passages)
    known = set(passages["doc_id"]) | set(passages["other"])
    sizes = paragraphs["text"].str.len().groupby(paragraphs["doc_id"], sort=False).sum()
    rows = []
    for doc_id, size in sizes.items():
        own = sides[sides["doc_id"] == doc_id]
        others = [name for name in sizes.index if name != doc_id and name in known]
        for other in [*others, ""]:
            part = own if other == "" else own[own["other"] == other]
            shared = _count_inside(part, paragraphs[paragraphs["doc_id"] == doc_id])
            rows.append({"doc_id": doc_id, "other": other, "characters": shared,
                         "share": shared / size if size else np.nan})
    return pd.DataFrame(rows, columns=["doc_id", "other", "characters", "share"])


def set_aside(paragraphs: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """
    Take shared passages out of the text.

    Parameters
    ----------
    paragraphs : DataFrame, one row per paragraph (`tables.PARAGRAPHS`)
    passages : DataFrame (`find_passages`)

    Returns
    -------
    DataFrame
        `paragraphs` with the rest of their text; those of which nothing is left are dropped.

    Examples
    --------
    >>> passages = pd.DataFrame({"doc_id": ["a"], "other": ["b"], "start": [2], "end": [4],
    ...                          "other_start": [0], "other_end": [2]})
    >>> paragraphs = pd.DataFrame({"doc_id": ["a", "b"], "start": 0,
    ...                            "text": ["一二三四五", "三四"]})
    >>> set_aside(paragraphs, passages)[["doc_id", "text"]].values.tolist()
    [['a', '一二五']]
    """
    sides = _list_sides(passages)
    spans = {
        doc_id: cover(part["start"].to_numpy(), part["end"].to_numpy())
        for doc_id, part in sides.groupby("doc_id")
    }
    none = np.empty((0, 2), dtype=np.int64)
    texts = []
    for doc_id, at, text in zip(
        paragraphs["doc_id"], paragraphs["start"], paragraphs["text"], strict=True
    ):
        keep = np.ones(len(text), dtype=bool)
        for start, end in spans.get(doc_id, none):
            keep[max(0, start - at): max(0, end - at)] = False
        texts.append("".join(c for c, kept in zip(text, keep, strict=True) if kept))
    rest = paragraphs.assign(text=texts)
    return rest[rest["text"] != ""].reset_index(drop=True)


def _list_sides(passages: pd.DataFrame) -> pd.DataFrame:
    """Each passage once for either document."""
    columns = ["doc_id", "other", "start", "end"]
    turned = passages[["other", "doc_id", "other_start", "other_end"]]
    turned = turned.set_axis(columns, axis=1)
    return pd.concat([passages[columns], turned], ignore_index=True)


def _count_inside(spans: pd.DataFrame, paragraphs: pd.DataFrame) -> int:
    """Characters of the paragraphs that lie in the spans."""
    covered = cover(spans["start"].to_numpy(), spans["end"].to_numpy())
    starts = paragraphs["start"].to_numpy()
    ends = starts + paragraphs["text"].str.len().to_numpy()
    total = 0
    for start, end in covered:
        total += int(np.maximum(np.minimum(ends, end) - np.maximum(starts, start), 0).sum())
    return total
