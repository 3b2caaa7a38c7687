"""Stretches of a fixed number of letters, by hash: how texts are found to be alike."""

from __future__ import annotations

import numpy as np

from policyresearch.codepoints import code_points


def find_letters(text: str) -> tuple[str, np.ndarray]:
    """
    The letters, digits and Hanzi of a text, and where each stands in it.

    Examples
    --------
    >>> letters, places = find_letters("一、创新。")
    >>> letters, places.tolist()
    ('一创新', [0, 2, 3])
    """
    places = [n for n, c in enumerate(text) if c.isalnum()]
    return "".join(text[n] for n in places), np.array(places, dtype=np.int64)


def hash_stretches(letters: str, width: int) -> np.ndarray:
    """
    A hash of every stretch of `width` letters; of the whole text if it is shorter.

    Equal stretches have equal hashes in any text and on any machine.
    """
    if not letters:
        return np.empty(0, dtype=np.uint64)
    codes = code_points(letters).astype(np.uint64)
    width = min(width, len(codes))
    total = np.zeros(len(codes) - width + 1, dtype=np.uint64)
    # A polynomial in all stretches at once: the value depends on the letters alone.
    for i in range(width):
        total = total * np.uint64(1_000_003) + codes[i : len(codes) - width + 1 + i]
    total = (total ^ (total >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return total ^ (total >> np.uint64(32))
