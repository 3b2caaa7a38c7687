"""Where the tokens of a batch of texts stand: what every segmenter gives and takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policyresearch.codepoints import code_points


class Batch:
    """
    Texts as one array of code points, a line break after each.

    `offsets` says where each text begins, and one past the last one's line break.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join([*texts, ""])
        lengths = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
        self.offsets = np.concatenate([[0], np.cumsum(lengths)])
        self.points = code_points(self.text)


@dataclass(frozen=True)
class Spans:
    """Tokens of a batch in order: from `starts` to `ends` (exclusive) in its joined text."""

    batch: Batch
    starts: np.ndarray
    ends: np.ndarray
    kept: tuple[np.ndarray, np.ndarray] | None = None

    @cached_property
    def counts(self) -> np.ndarray:
        """Tokens of each text."""
        return np.diff(np.searchsorted(self.starts, self.batch.offsets))

    @cached_property
    def numbered(self) -> tuple[np.ndarray, np.ndarray]:
        """Each token's number, and the first token of each number."""
        if self.kept is not None:
            return self.kept
        # Not at the top: spans read back from disk need no compiled code.
        from policyresearch.segment.pkuseg.token_numbers import number_tokens

        codes = np.empty(len(self.starts), dtype=np.int32)
        firsts = np.empty(len(self.starts), dtype=np.int32)
        size = 1 << max(4, int(2 * len(codes)).bit_length())
        slots = np.full(size, -1, dtype=np.int32)
        n = number_tokens(self.batch.points, self.starts, self.ends, slots, codes, firsts)
        return codes, firsts[:n]

    @property
    def codes(self) -> np.ndarray:
        """Each token's place in `vocabulary`."""
        return self.numbered[0]

    @cached_property
    def vocabulary(self) -> list[str]:
        """Distinct tokens in the order of their first occurrence."""
        firsts, text = self.numbered[1], self.batch.text
        bounds = zip(self.starts[firsts].tolist(), self.ends[firsts].tolist(), strict=True)
        return [text[start:end] for start, end in bounds]

    def strings(self) -> list[list[str]]:
        """Tokens of each text."""
        words = np.array(self.vocabulary, dtype=object)
        tokens = words[self.codes].tolist()
        stops = np.cumsum(self.counts).tolist()
        return [tokens[start:stop] for start, stop in zip([0, *stops], stops, strict=False)]
