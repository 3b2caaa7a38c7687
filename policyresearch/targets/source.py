"""The characters of the raw file behind stretches of the analysed text."""

from __future__ import annotations

from functools import cache

from zhconv_rs_opencc import zhconv

from policyresearch.reading.result import Reading
from policyresearch.targets.phrases import Phrase


class Source:
    """
    One document, for looking up what its raw file writes where.

    The analysed text is Simplified and repaired; a record speaks in the characters of the
    file, so that it can be found there.
    """

    def __init__(self, reading: Reading) -> None:
        self.raw = reading.raw
        self._starts: list[int] = reading.text.starts.tolist()
        self._ends: list[int] = reading.text.ends.tolist()
        self._traditional = reading.metadata.get("script") == "Hant"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw offsets of the analysed characters from `start` to `end`."""
        return self._starts[start], self._ends[end - 1]

    def words(self, phrase: Phrase, text: str, offset: int) -> str:
        """A phrase of a sentence as the raw file writes it; restored words in its script."""
        return "".join(
            self._restored(piece) if isinstance(piece, str)
            else self._printed(text, offset, *piece) for piece in phrase
        )

    def unit(self, unit: str, text: str, offset: int, start: int, end: int) -> str:
        """A unit in the script of the file."""
        place = text.find(unit, start, end) if unit else -1
        if place >= 0:
            a, b = self.span(offset + place, offset + place + len(unit))
            if self._traditional and b - a != len(unit):
                return self.raw[a:b].replace(" ", "")  # 立方公尺 is analysed as 立方米
            return self._printed(text, offset, place, place + len(unit))
        return self._restored(unit)

    def _restored(self, words: str) -> str:
        return _traditional(words) if self._traditional else words

    def _printed(self, text: str, offset: int, start: int, end: int) -> str:
        if not self._traditional:
            return text[start:end]
        raw, starts, ends = self.raw, self._starts, self._ends
        # A restored or joined character stands for several raw ones: it is kept as analysed.
        return "".join(
            raw[starts[offset + i]] if ends[offset + i] - starts[offset + i] == 1 else text[i]
            for i in range(start, end)
        )


@cache
def _traditional(words: str) -> str:
    return zhconv(words, "zh-hant", False)
