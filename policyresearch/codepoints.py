"""Texts as arrays of code points, and back."""

from __future__ import annotations

import numpy as np


def code_points(text: str) -> np.ndarray:
    """
    The text as a read-only uint32 array, one item a character.

    Examples
    --------
    >>> code_points("a大").tolist()
    [97, 22823]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def join_points(points: np.ndarray) -> str:
    """The text of an array of code points."""
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
