"""What of a shared passage is the same, and what was changed."""

from __future__ import annotations

import pandas as pd

from policyresearch.reading.shingles import find_letters, hash_stretches
from policyresearch.reuse.blocks import find_blocks


def align_passage(text: str, other_text: str, *, seed: int = 2) -> pd.DataFrame:
    """
    Align two versions of a passage stretch by stretch, in whatever order they stand.

    Parameters
    ----------
    text, other_text : str
        The two versions (`find_passages`).
    seed : int
        Letters of the shortest stretch that counts as the same.

    Returns
    -------
    DataFrame, one row per stretch, in the order of `text`
        `start`, `end`, `other_start`, `other_end` (in the two texts), `text`, `other_text`.
        A stretch with an empty side was added or left out. No letter belongs to two
        stretches; longer matches go first.

    Examples
    --------
    >>> table = align_passage("扩大开放，深化改革。", "深化改革，持续扩大开放。")
    >>> table[["text", "other_text"]].values.tolist()
    [['扩大开放', '扩大开放'], ['深化改革', '深化改革'], ['', '持续']]
    """
    (letters, places), (other_letters, other_places) = find_letters(text), find_letters(other_text)
    used: set[int] = set()
    other_used: set[int] = set()
    rows: list[tuple[tuple[int, int] | None, tuple[int, int] | None]] = []
    for left, right, size in _list_blocks(letters, other_letters, seed):
        own, theirs = range(left, left + size), range(right, right + size)
        if used.isdisjoint(own) and other_used.isdisjoint(theirs):
            used.update(own)
            other_used.update(theirs)
            rows.append(((own[0], own[-1] + 1), (theirs[0], theirs[-1] + 1)))
    rows += [(span, None) for span in _list_gaps(len(letters), used)]
    rows.sort(key=lambda row: row[0] or (0, 0))
    rows += [(None, span) for span in _list_gaps(len(other_letters), other_used)]
    table = []
    for span, other_span in rows:
        start, end = _place(span, places)
        other_start, other_end = _place(other_span, other_places)
        table.append((start, end, other_start, other_end, text[start:end],
                      other_text[other_start:other_end]))
    columns = ["start", "end", "other_start", "other_end", "text", "other_text"]
    return pd.DataFrame(table, columns=columns)


def _list_blocks(letters: str, other_letters: str, seed: int) -> list[tuple[int, int, int]]:
    """Matches of both, the longest first."""
    if min(len(letters), len(other_letters)) < seed:
        return []
    blocks = find_blocks(hash_stretches(letters, seed), hash_stretches(other_letters, seed), seed)
    found = zip(blocks.left.tolist(), blocks.right.tolist(), blocks.size.tolist(), strict=True)
    return sorted(found, key=lambda block: (-block[2], block[0], block[1]))


def _list_gaps(length: int, used: set[int]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    start = None
    for n in range(length + 1):
        free = n < length and n not in used
        if free and start is None:
            start = n
        elif not free and start is not None:
            gaps.append((start, n))
            start = None
    return gaps


def _place(span: tuple[int, int] | None, places) -> tuple[int, int]:
    return (0, 0) if span is None else (int(places[span[0]]), int(places[span[1] - 1]) + 1)
