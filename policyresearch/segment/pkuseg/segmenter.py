"""The pkuseg segmenter on the converted model."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numpy as np

from policyresearch.segment.pkuseg.decoder import cut
from policyresearch.segment.pkuseg.storage import read_tables
from policyresearch.segment.pkuseg.trie import CODE_POINTS, make_trie
from policyresearch.segment.spans import Batch, Spans


class Pkuseg:
    """
    Tokens exactly as the published pkuseg gives them, from its official model.

    Parameters
    ----------
    user_words : sequence of str
        Words to force, with the published matcher's semantics. These are not quite
        longest match: reading from the left, where a longer entry breaks off after a
        shorter one has matched, everything read so far is forced (with 大连 and
        大连市政府, the text 大连市长 gives 大连市). The policy lexicon does not go
        through this matcher.

    Notes
    -----
    Instances hold no state that decoding changes: threads may share one, and processes
    that make their own share the model's pages.
    """

    def __init__(self, user_words: Sequence[str] = ()) -> None:
        tables = read_tables()
        self._model = (
            tables.bias, tables.edge_weights, tables.unigrams, tables.bigram_rows,
            tables.bigrams, tables.words, tables.pair_rows, tables.pairs, tables.trie.arrays(),
        )
        self._joined = tables.joined.arrays()
        words = [word.strip() for word in user_words]
        # A word with white space inside matches nothing: texts are cut there first.
        distinct = {word for word in words if word and word.split() == [word]}
        self._user = make_trie(sorted(distinct))[0].arrays()

    def spans(self, batch: Batch, *, jobs: int = 1) -> Spans:
        """
        Tokens of a batch.

        Parameters
        ----------
        batch : Batch
        jobs : int
            Threads; the compiled decoder runs without the interpreter lock.
        """
        starts = np.empty(len(batch.points), dtype=np.int32)
        ends = np.empty(len(batch.points), dtype=np.int32)
        if jobs == 1:
            n = self._cut(batch.points, starts, ends)
            return Spans(batch, starts[:n].copy(), ends[:n].copy())
        # Cut between texts, near equal shares.
        wanted = np.linspace(0, len(batch.points), jobs + 1)
        places = np.unique(batch.offsets[np.searchsorted(batch.offsets, wanted)])
        parts = [slice(a, b) for a, b in pairwise(places)]
        with ThreadPoolExecutor(jobs) as pool:
            counts = list(pool.map(
                lambda part: self._cut(batch.points[part], starts[part], ends[part]), parts
            ))
        done = list(zip(parts, counts, strict=True))
        return Spans(
            batch,
            np.concatenate([starts[p][:n] + np.int32(p.start) for p, n in done]),
            np.concatenate([ends[p][:n] + np.int32(p.start) for p, n in done]),
        )

    def _cut(self, points: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> int:
        return cut(points, white_space(), self._model, self._joined, self._user, starts, ends)


@cache
def white_space() -> np.ndarray:
    """Whether each code point is white space to `str.split`; none above U+3000 is."""
    spaces = np.zeros(CODE_POINTS, dtype=bool)
    spaces[[point for point in range(0x3001) if chr(point).isspace()]] = True
    return spaces
