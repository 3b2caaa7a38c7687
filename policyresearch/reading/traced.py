"""Text in which every character knows the stretch of the raw file it was read from."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


class Traced:
    """
    A string with, for each character, its start and end offset in the raw text.

    Steps of the reading drop, replace and join stretches; offsets go along. A
    restored or converted character points at the whole raw stretch it stands for.

    Examples
    --------
    >>> text = Traced.of_raw("a b c")
    >>> shorter = text[:1] + text[2:]
    >>> shorter.text, shorter.raw_span(0, 2)
    ('ab c', (0, 3))
    """

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: np.ndarray, ends: np.ndarray) -> None:
        if not len(text) == len(starts) == len(ends):
            raise ValueError(
                f"`text` has {len(text)} characters, `starts` {len(starts)}, `ends` {len(ends)}."
            )
        self.text, self.starts, self.ends = text, starts, ends

    @classmethod
    def of_raw(cls, text: str, offset: int = 0) -> Traced:
        """`text` as it stands in the raw file from `offset` on."""
        starts = np.arange(offset, offset + len(text), dtype=np.int32)
        return cls(text, starts, starts + 1)

    @classmethod
    def of_span(cls, text: str, raw_start: int, raw_end: int) -> Traced:
        """`text` standing for the raw stretch as a whole."""
        shape = len(text)
        return cls(
            text,
            np.full(shape, raw_start, dtype=np.int32),
            np.full(shape, raw_end, dtype=np.int32),
        )

    @classmethod
    def concat(cls, parts: Iterable[Traced]) -> Traced:
        """The parts one after another."""
        parts = list(parts)
        if not parts:
            return cls.of_raw("")
        return cls(
            "".join(part.text for part in parts),
            np.concatenate([part.starts for part in parts]),
            np.concatenate([part.ends for part in parts]),
        )

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], self.starts[part], self.ends[part])

    def __add__(self, other: Traced) -> Traced:
        return Traced.concat([self, other])

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets that the characters from `start` to `end` (exclusive, not empty) cover."""
        return int(self.starts[start]), int(self.ends[end - 1])

    def with_text(self, text: str) -> Traced:
        """Other characters, one for one, at the same raw places."""
        return Traced(text, self.starts, self.ends)
