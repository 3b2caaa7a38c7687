"""
Passages that two documents share.

Texts are compared letter by letter, without marks and white space. Every exact match of a
few letters is a seed; seeds that stand close to each other in both texts, in whatever order,
make a passage: so copied, trimmed and reworded passages are found, and passages whose
sentences or words changed places. Seeding and extending by proximity: Smith, Cordell &
Mullen (2015), American Literary History 27; winnowing of documents as a whole:
`reading.duplicates`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.reading.shingles import find_letters, hash_stretches
from policyresearch.reuse.blocks import Blocks, cover, find_blocks, group_blocks

COLUMNS = ["doc_id", "other", "start", "end", "other_start", "other_end", "letters",
           "likeness", "exact", "text", "other_text"]


@dataclass(frozen=True)
class Rules:
    """
    What counts as a shared passage.

    `seed`: letters of the shortest match looked at. `gap`: letters that may stand between two
    matches. A passage needs one match of `exact` letters or, if it is patched together, `near`
    matched letters in both texts that make up `density` of its length there.
    """

    seed: int = 4
    gap: int = 8
    exact: int = 12
    near: int = 20
    density: float = 0.6


@dataclass(frozen=True)
class Document:
    """A document's letters, where each stands in the analysed text, and the text."""

    letters: str
    places: np.ndarray
    hashes: np.ndarray
    text: dict[int, str]

    def quote(self, start: int, end: int) -> str:
        """The text between two places of the analysed text, paragraphs joined."""
        parts = [
            text[max(0, start - at): max(0, end - at)]
            for at, text in self.text.items() if at < end and at + len(text) > start
        ]
        return "".join(parts)


def prepare_documents(paragraphs: pd.DataFrame, seed: int) -> dict[str, Document]:
    """Letters and hashes of each document."""
    missing = [name for name in ("doc_id", "text", "start") if name not in paragraphs]
    if missing:
        raise DataError(f"`paragraphs` lacks the columns {missing}.")
    documents = {}
    for doc_id, part in paragraphs.groupby("doc_id", sort=False):
        found = [find_letters(text) for text in part["text"]]
        letters = "".join(each for each, _ in found)
        places = [own + at for (_, own), at in zip(found, part["start"], strict=True)]
        documents[doc_id] = Document(
            letters,
            np.concatenate([*places, np.empty(0, dtype=np.int64)]),
            hash_stretches(letters, seed) if len(letters) >= seed else np.empty(0, np.uint64),
            dict(zip(part["start"], part["text"], strict=True)),
        )
    return documents


def find_passages(
    paragraphs: pd.DataFrame,
    *,
    pairs: Iterable[tuple[str, str]] | None = None,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """
    Find the passages that documents share.

    Parameters
    ----------
    paragraphs : DataFrame, one row per paragraph (`tables.PARAGRAPHS`), in text order
    pairs : iterable of (doc_id, doc_id), optional
        By default every two documents.
    rules : Rules, optional

    Returns
    -------
    DataFrame, one row per passage of a pair, the longest first within a pair
        `doc_id`, `other`, `start`, `end`, `other_start`, `other_end` (in the analysed texts),
        `letters` (matched, the smaller number of the two sides), `likeness` (2 × matched
        letters / letters of both passages, 0 to 1), `exact` (letter for letter the same),
        `text`, `other_text`. A passage that adds nothing to longer ones of its pair is left
        out, so that a formula repeated on both sides is not listed times itself.

    Raises
    ------
    DataError
        If a pair names an unknown document.

    Examples
    --------
    >>> shared = "推动石化产业向精细化工方向延伸，"
    >>> paragraphs = pd.DataFrame({"doc_id": ["a", "b"], "start": 0,
    ...     "text": ["我市" + shared + "做强链条。", "要" + shared + "补齐短板。"]})
    >>> find_passages(paragraphs)[["start", "end", "letters", "exact"]].values.tolist()
    [[2, 17, 15, True]]
    """
    rules = rules or Rules()
    documents = prepare_documents(paragraphs, rules.seed)
    wanted = list(combinations(documents, 2) if pairs is None else pairs)
    unknown = sorted({doc_id for pair in wanted for doc_id in pair} - set(documents))
    if unknown:
        raise DataError(f"`pairs`: {unknown[:5]} are no documents of `paragraphs`.")
    rows = [
        {"doc_id": one, "other": other, **row}
        for one, other in wanted
        for row in _match(documents[one], documents[other], rules)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _match(one: Document, other: Document, rules: Rules) -> list[dict]:
    blocks = find_blocks(one.hashes, other.hashes, rules.seed)
    if not len(blocks):
        return []
    found = sorted(_list_candidates(blocks, rules), key=lambda c: (-c["letters"], c["left"][0]))
    rows = []
    seen = np.zeros(len(one.letters), dtype=bool), np.zeros(len(other.letters), dtype=bool)
    for candidate in found:
        spans = candidate["left"], candidate["right"]
        new = [(~own[a:b]).sum() for own, (a, b) in zip(seen, spans, strict=True)]
        if max(new) < rules.exact:
            continue
        for own, (a, b) in zip(seen, spans, strict=True):
            own[a:b] = True
        rows.append(_describe(one, other, candidate))
    return rows


def _list_candidates(blocks: Blocks, rules: Rules) -> Iterator[dict]:
    """Passages that keep the rules; letters of both texts from and to."""
    group = group_blocks(blocks, rules.gap)
    # Most groups are a single short match; none of these can keep the rules.
    large = np.bincount(group, weights=blocks.size) >= min(rules.exact, rules.near)
    blocks, group = blocks.choose(large[group]), group[large[group]]
    if not len(blocks):
        return
    order = np.argsort(group, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(group[order])) + 1):
        own = blocks.choose(rows)
        sides = [(start.min(), (start + own.size).max()) for start in (own.left, own.right)]
        stretches = [cover(start, start + own.size) for start in (own.left, own.right)]
        matched = [int((s[:, 1] - s[:, 0]).sum()) for s in stretches]
        dense = min(m / (b - a) for m, (a, b) in zip(matched, sides, strict=True))
        whole = own.size.max() >= rules.exact
        if whole and dense < rules.density:
            # Scattered small change around a copied stretch: the stretch alone.
            best = own.size.argmax()
            own = own.choose(np.array([best]))
            sides = [(int(s[0]), int(s[0] + own.size[0])) for s in (own.left, own.right)]
            matched = [int(own.size[0])] * 2
            dense = 1.0
        if whole or (min(matched) >= rules.near and dense >= rules.density):
            yield {"left": sides[0], "right": sides[1], "letters": min(matched)}


def _describe(one: Document, other: Document, candidate: dict) -> dict:
    spans = []
    for document, (a, b) in ((one, candidate["left"]), (other, candidate["right"])):
        spans.append((int(document.places[a]), int(document.places[b - 1]) + 1))
    lengths = [b - a for a, b in (candidate["left"], candidate["right"])]
    letters = [
        document.letters[slice(*candidate[side])]
        for document, side in ((one, "left"), (other, "right"))
    ]
    return {
        "start": spans[0][0], "end": spans[0][1],
        "other_start": spans[1][0], "other_end": spans[1][1],
        "letters": candidate["letters"],
        "likeness": min(1.0, 2 * candidate["letters"] / sum(lengths)),
        "exact": letters[0] == letters[1],
        "text": one.quote(*spans[0]), "other_text": other.quote(*spans[1]),
    }
