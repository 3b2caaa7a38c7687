"""Word lists and sparse tables as flat arrays that compiled code walks and processes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policyresearch.codepoints import code_points
from policyresearch.errors import DataError
from policyresearch.segment.pkuseg.layout import EMPTY, SYMBOL_BITS
from policyresearch.segment.pkuseg.lookup import fill

CODE_POINTS = 0x110000


@dataclass(frozen=True)
class Trie:
    """
    A set of words over an alphabet of symbols.

    Nodes are numbered so that a node says by its number what it is: 0 is the root,
    1 … `n_leaves` are words that no longer word continues, up to `n_words` further words,
    above that beginnings of words only.
    """

    symbols: np.ndarray
    first: np.ndarray
    edges: np.ndarray
    n_leaves: int
    n_words: int

    def arrays(self) -> tuple:
        """What compiled code takes."""
        return self.symbols, self.first, self.edges, self.n_leaves, self.n_words


def make_symbols(characters: Sequence[str]) -> np.ndarray:
    """Symbol of every code point: 1, 2, … for `characters` in their order, else 0."""
    if len(characters) >= 1 << SYMBOL_BITS:
        raise DataError(
            f"The word list has {len(characters)} different characters; "
            f"{(1 << SYMBOL_BITS) - 1} are the most it can hold."
        )
    symbols = np.zeros(CODE_POINTS, dtype=np.uint16)
    symbols[[ord(c) for c in characters]] = np.arange(1, len(characters) + 1)
    return symbols


def make_trie(words: Sequence[str], symbols: np.ndarray | None = None) -> tuple[Trie, np.ndarray]:
    """
    The trie of distinct, non-empty words, and the node of each word.

    Words in front get the smaller numbers among words of their sort.
    """
    if symbols is None:
        symbols = make_symbols(sorted(set("".join(words))))
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    text = symbols[code_points("".join(words))].astype(np.int64)
    begins = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(words) else lengths
    node = np.zeros(len(words), dtype=np.int64)  # provisional numbers, level by level
    parents, labels, children, made = [], [], [], 1
    for depth in range(int(lengths.max(initial=0))):
        alive = np.flatnonzero(lengths > depth)
        key = node[alive] << SYMBOL_BITS | text[begins[alive] + depth]
        distinct, place = np.unique(key, return_inverse=True)
        node[alive] = made + place
        parents.append(distinct >> SYMBOL_BITS)
        labels.append(distinct & ((1 << SYMBOL_BITS) - 1))
        children.append(np.arange(made, made + len(distinct)))
        made += len(distinct)
    parent, label, child = (
        np.concatenate(part) if part else np.zeros(0, dtype=np.int64)
        for part in (parents, labels, children)
    )
    inner = np.zeros(made, dtype=bool)
    inner[parent] = True
    leaves, stems = node[~inner[node]], node[inner[node]]
    number = np.full(made, -1, dtype=np.int64)
    number[0] = 0
    number[leaves] = 1 + np.arange(len(leaves))
    number[stems] = 1 + len(leaves) + np.arange(len(stems))
    rest = np.flatnonzero(number < 0)
    number[rest] = 1 + len(words) + np.arange(len(rest))
    top = parent == 0
    first = np.full(1 << SYMBOL_BITS, -1, dtype=np.int32)
    first[label[top]] = number[child[top]]
    edges = make_hash(
        number[parent[~top]] << SYMBOL_BITS | label[~top], number[child[~top]]
    )
    return Trie(symbols, first, edges, len(leaves), len(words)), number[node]


def make_hash(keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """A hash table from distinct keys (below 2 ** 39) to values, at most half full."""
    size = 1 << max(4, int(2 * len(keys)).bit_length())
    slots = np.full(size, EMPTY, dtype=np.int64)
    fill(slots, keys.astype(np.int64), values.astype(np.int64))
    return slots
