"""Exact matches of two texts, and which of them belong to one passage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class Blocks:
    """Maximal exact matches: letters `left` … `left + size` equal `right` … `right + size`."""

    left: np.ndarray
    right: np.ndarray
    size: np.ndarray

    def __len__(self) -> int:
        return len(self.size)

    def choose(self, rows: np.ndarray) -> Blocks:
        """The blocks at these places."""
        return Blocks(self.left[rows], self.right[rows], self.size[rows])


def find_blocks(left: np.ndarray, right: np.ndarray, width: int) -> Blocks:
    """
    Find every maximal exact match of at least `width` letters.

    Parameters
    ----------
    left, right : ndarray
        Hashes of all stretches of `width` letters of both texts (`hash_stretches`).
    width : int

    Returns
    -------
    Blocks
        By place in the left text, then in the right one.

    Examples
    --------
    >>> from policyresearch.reading.shingles import hash_stretches
    >>> found = find_blocks(hash_stretches("一二三四五", 3), hash_stretches("零一二三四九", 3), 3)
    >>> found.left.tolist(), found.right.tolist(), found.size.tolist()
    ([0], [1], [4])
    """
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    counts = np.searchsorted(right[order], left, side="right") - first
    i = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts)
    j = order[np.repeat(first, counts) + within]
    # On one diagonal, matches that follow each other letter by letter are one block.
    along = np.lexsort((i, j - i))
    i, j = i[along], j[along]
    starts = np.ones(len(i), dtype=bool)
    starts[1:] = (np.diff(i) != 1) | (np.diff(j) != 1)
    at = np.flatnonzero(starts)
    size = np.diff(np.append(at, len(i))) + width - 1
    order = np.lexsort((j[at], i[at]))
    return Blocks(i[at][order], j[at][order], size[order])


def group_blocks(blocks: Blocks, gap: int) -> np.ndarray:
    """
    Number the passage of each block.

    Two blocks belong together if in both texts no more letters stand between them than the
    shorter one has, nor more than `gap`. Their order may differ: swapped words stay in one
    passage. A short match is thus drawn in from next door only.
    """
    n = len(blocks)
    rows, columns = [], []
    for step in range(1, n):
        one, other = np.arange(n - step), np.arange(step, n)
        apart = blocks.left[other] - (blocks.left[one] + blocks.size[one])
        # Blocks stand by their beginnings: none further on can be nearer.
        if (blocks.left[other] - blocks.left[one]).min(initial=0) > blocks.size.max() + gap:
            break
        reach = np.minimum(gap, np.minimum(blocks.size[one], blocks.size[other]))
        starts = np.maximum(blocks.right[one], blocks.right[other])
        ends = np.minimum(blocks.right[one] + blocks.size[one],
                          blocks.right[other] + blocks.size[other])
        near = (apart <= reach) & (starts - ends <= reach)
        if not (apart <= gap).any():
            break
        rows.append(one[near])
        columns.append(other[near])
    if not rows:
        return np.arange(n)
    row, column = np.concatenate(rows), np.concatenate(columns)
    graph = sparse.coo_matrix((np.ones(len(row), dtype=bool), (row, column)), shape=(n, n))
    return connected_components(graph, directed=False)[1]


def cover(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """
    The stretches that intervals cover together, as rows of start and end.

    Examples
    --------
    >>> cover(np.array([5, 0, 2]), np.array([7, 3, 5])).tolist()
    [[0, 7]]
    """
    if not len(starts):
        return np.empty((0, 2), dtype=np.int64)
    order = np.lexsort((ends, starts))
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    first = np.ones(len(starts), dtype=bool)
    first[1:] = starts[1:] > reach[:-1]
    last = np.append(np.flatnonzero(first)[1:] - 1, len(starts) - 1)
    return np.column_stack([starts[first], reach[last]])
