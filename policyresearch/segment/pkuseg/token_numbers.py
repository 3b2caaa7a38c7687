"""Equal tokens get equal numbers."""

# ruff: noqa: PLR0917 — compiled code takes its arrays one by one.
from __future__ import annotations

import numpy as np

from policyresearch.segment.pkuseg.compiled import compiled


@compiled
def number_tokens(points, starts, ends, slots, codes, firsts):
    """Number distinct tokens as they come; returns how many there are."""
    mask, n = len(slots) - 1, 0
    for token in range(len(starts)):
        start, length = starts[token], ends[token] - starts[token]
        mixed = np.uint64(length)
        for i in range(start, start + length):
            mixed = (mixed ^ np.uint64(points[i])) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        place = np.int64(mixed >> np.uint64(1)) & mask
        while True:
            code = slots[place]
            if code < 0:
                slots[place] = n
                codes[token] = n
                firsts[n] = token
                n += 1
                break
            other = starts[firsts[code]]
            same = ends[firsts[code]] - other == length
            i = 0
            while same and i < length:
                same = points[start + i] == points[other + i]
                i += 1
            if same:
                codes[token] = code
                break
            place = (place + 1) & mask
    return n
