"""
The published model as flat arrays, made once.

The model is a linear-chain conditional random field over five tags. Its features at a
character are: a constant; the characters from two before to two after; the pairs of
neighbours; the dictionary words of two to six characters that end or start there; and
pairs of a word that ends at a boundary and a word that starts at it. Each feature has one
weight a tag. What the arrays rely on is checked here, not assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from policyresearch.errors import DataError
from policyresearch.segment.pkuseg.layout import (
    BIGRAM_NODE,
    BIGRAMS,
    MAX_WORD,
    MIN_WORD,
    N_TAGS,
    PAIRS,
    SCALE,
    SYMBOL_BITS,
    TAGS,
    UNIGRAMS,
    VALUE_BITS,
    VALUE_MASK,
    WORD_BITS,
    WORDS,
)
from policyresearch.segment.pkuseg.model import read_plain_pickle
from policyresearch.segment.pkuseg.trie import Trie, make_hash, make_symbols, make_trie

# Characters the model does not tell apart, as published with it.
SEPARATORS = "-._,|/*:"
NUMERALS = "0123456789.几二三四五六七八九十千万亿兆零１２３４５６７８９０％"
LETTERS = (
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｇｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ／・－"
)
_FOLDED = {"&": SEPARATORS, "**Num": NUMERALS, "**Letter": LETTERS}


@dataclass(frozen=True)
class Tables:
    """The model's weights (times `SCALE`), its words, and the post-processor's dictionary."""

    bias: np.ndarray
    edge_weights: np.ndarray
    unigrams: np.ndarray
    bigram_rows: np.ndarray
    bigrams: np.ndarray
    words: np.ndarray
    pair_rows: np.ndarray
    pairs: np.ndarray
    trie: Trie
    joined: Trie


def convert_model(reference: Path) -> Tables:
    """
    The tables of the model in the folder `reference`.

    Raises
    ------
    DataError
        If the model lacks a property that the tables rely on.
    """
    published = read_plain_pickle(reference / "features.pkl")
    with np.load(reference / "weights.npz") as stored:
        weights, sizes = stored["w"], stored["sizes"]
    names = published["feature_to_idx"]
    tags = tuple(sorted(published["tag_to_idx"], key=published["tag_to_idx"].__getitem__))
    _check(tags == TAGS, f"tags are {tags}")
    n_features, known_words = len(names), set(published["unigram"])
    _check(list(sizes) == [N_TAGS, n_features], f"sizes are {list(sizes)}")
    whole = np.rint(weights * SCALE)
    _check(bool(np.all(whole / SCALE == weights)), "a weight has more than four decimals")
    _check(bool(np.all(np.abs(weights) < 10)), "a weight is 10 or more")
    rows = whole.astype(np.int32)
    # Stored by tag and the tag before it; decoding reads by the tag before.
    edges = rows[n_features * N_TAGS :].reshape(N_TAGS, N_TAGS).T
    rows = rows[: n_features * N_TAGS].reshape(-1, N_TAGS)
    del published, weights, whole
    kinds = _by_kind(names)  # empties `names`: there are millions
    folded = {c: s for s, members in _FOLDED.items() for c in members}
    folded |= dict.fromkeys(SEPARATORS, "&")  # folded first: `.` is both
    characters = sorted(set().union(*(kinds[kind] for kind in UNIGRAMS)))
    _check(not set(characters) & set(folded), "a feature holds a character that is folded")
    plain = [c for c in characters if c not in ("**Num", "**Letter")]
    _check(all(len(c) == 1 for c in plain), "a unigram has several characters")
    order = ["**Num", "**Letter", *plain]
    number = {symbol: i for i, symbol in enumerate(order, 1)}
    # The two folded classes take the places of their first members in the map.
    symbols = make_symbols([NUMERALS[0], LETTERS[0], *plain])
    for character, symbol in folded.items():
        symbols[ord(character)] = number[symbol]

    unigrams = np.zeros((len(order) + 1, len(UNIGRAMS) * N_TAGS), dtype=np.int32)
    for column, kind in enumerate(UNIGRAMS):
        part = slice(column * N_TAGS, (column + 1) * N_TAGS)
        unigrams[[number[c] for c in kinds[kind]], part] = rows[list(kinds[kind].values())]

    spelled = sorted(kinds["w1"], key=kinds["w1"].__getitem__)
    _check(kinds["w-1"].keys() == kinds["w1"].keys(), "words before and after differ")
    _check(set(spelled) <= known_words, "a feature names an unlisted word")
    _check(all(MIN_WORD <= len(w) <= MAX_WORD for w in spelled), "a word is too short or long")
    _check(not set("".join(spelled)) & set(folded), "a word holds a folded character")
    trie, nodes = make_trie(spelled, symbols)
    node_of = dict(zip(spelled, nodes.tolist(), strict=True))

    bigrams, bigram_rows = _bigram_tables(kinds, rows, number, trie)
    pairs, pair_rows = _pair_tables(kinds, rows, node_of)
    word_rows = np.zeros((len(spelled) + 1, 2 * N_TAGS), dtype=np.int32)
    for column, kind in enumerate(WORDS):
        part = slice(column * N_TAGS, (column + 1) * N_TAGS)
        word_rows[[node_of[w] for w in kinds[kind]], part] = rows[list(kinds[kind].values())]

    listed = read_plain_pickle(reference / "default.pkl").strip().split("\n")
    # An entry with white space matches nothing: texts are cut at white space first.
    joined, _ = make_trie(sorted({w for w in listed if w.split() == [w]}))
    return Tables(
        bias=rows[0].copy(),
        edge_weights=np.ascontiguousarray(edges),
        unigrams=unigrams,
        bigram_rows=bigram_rows,
        bigrams=bigrams,
        words=word_rows,
        pair_rows=pair_rows,
        pairs=pairs,
        trie=trie,
        joined=joined,
    )


def _check(holds: bool, otherwise: str) -> None:
    if not holds:
        raise DataError(f"The segmentation model is not the one expected: {otherwise}.")


def _by_kind(names: dict[str, int]) -> dict[str, dict[str, int]]:
    """Features by template: what stands after the template's name, and its index."""
    kinds: dict[str, dict[str, int]] = {
        kind: {} for kind in (*UNIGRAMS, *BIGRAMS, *WORDS, *PAIRS)
    }
    while names:
        name, index = names.popitem()
        if name == "$$":
            _check(index == 0, "the constant is not the first feature")
            continue
        kind, _, rest = name.partition(".")
        if kind == "ww":
            kind, rest = name[:4], name[5:]
        _check(kind in kinds, f"feature {name!r} is of no known template")
        kinds[kind][rest] = index
    return kinds


def _bigram_tables(
    kinds: dict, rows: np.ndarray, number: dict[str, int], trie: Trie
) -> tuple[np.ndarray, np.ndarray]:
    spelled = sorted(kinds["c-1c"], key=kinds["c-1c"].__getitem__)
    _check(kinds["cc1"].keys() == kinds["c-1c"].keys(), "bigram templates differ")
    _check(kinds["c-2c-1"].keys() <= kinds["c-1c"].keys(), "bigram templates differ")
    row_of = {name: i for i, name in enumerate(spelled)}
    table = np.zeros((len(spelled), BIGRAM_NODE + 1), dtype=np.int32)
    for column, kind in enumerate(BIGRAMS):
        part = slice(column * N_TAGS, (column + 1) * N_TAGS)
        table[[row_of[n] for n in kinds[kind]], part] = rows[list(kinds[kind].values())]
    halves = [name.split(".") for name in spelled]
    _check(all(len(half) == 2 for half in halves), "a bigram has not two characters")
    left = np.array([number[a] for a, _ in halves], dtype=np.int64)
    right = np.array([number[b] for _, b in halves], dtype=np.int64)
    keys = left << SYMBOL_BITS | right
    # Node of the two characters, 0 where no word begins with them.
    second = _second_nodes(trie)
    table[:, BIGRAM_NODE] = [second.pop(key, 0) for key in keys.tolist()]
    _check(not second, "a word begins with an unlisted bigram")
    return make_hash(keys, np.arange(len(spelled))), table


def _second_nodes(trie: Trie) -> dict[int, int]:
    """Nodes at depth two by the bigram that leads to them."""
    parent_symbol = {int(node): s for s, node in enumerate(trie.first.tolist()) if node >= 0}
    found = {}
    for slot in trie.edges[trie.edges >= 0].tolist():
        key, node = slot >> VALUE_BITS, slot & VALUE_MASK
        parent, symbol = key >> SYMBOL_BITS, key & ((1 << SYMBOL_BITS) - 1)
        if parent in parent_symbol:
            found[parent_symbol[parent] << SYMBOL_BITS | symbol] = node
    return found


def _pair_tables(
    kinds: dict, rows: np.ndarray, node_of: dict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    spelled = sorted(kinds["ww.l"], key=kinds["ww.l"].__getitem__)
    _check(kinds["ww.l"].keys() == kinds["ww.r"].keys(), "left and right word pairs differ")
    halves = [name.split("*") for name in spelled]
    _check(
        all(len(h) == 2 and h[0] in node_of and h[1] in node_of for h in halves),
        "a word pair names an unlisted word",
    )
    table = np.zeros((len(spelled), 2 * N_TAGS), dtype=np.int32)
    for column, kind in enumerate(PAIRS):
        part = slice(column * N_TAGS, (column + 1) * N_TAGS)
        table[:, part] = rows[[kinds[kind][name] for name in spelled]]
    keys = np.array([node_of[a] << WORD_BITS | node_of[b] for a, b in halves], dtype=np.int64)
    return make_hash(keys, np.arange(len(spelled))), table
