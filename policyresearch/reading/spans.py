"""Which stretches of the raw text were kept, which dropped, and why."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.codepoints import code_points
from policyresearch.reading.traced import Traced
from policyresearch.tables import DROP_REASONS, SPANS, build_table


def build_spans(
    text: Traced, raw: str, dropped: Sequence[tuple[int, int, str]], *, doc_id: str
) -> pd.DataFrame:
    """
    The whole raw text cut into kept and dropped stretches (`tables.SPANS`).

    What is neither in `text` nor in a stretch of `dropped` must be white space.
    """
    reasons = np.full(len(raw) + 1, DROP_REASONS.index("layout"), dtype=np.int8)
    for start, end, reason in dropped:
        reasons[start:end] = DROP_REASONS.index(reason)
    solid = code_points(text.text) != ord("\n")
    begun, ended = (
        np.bincount(ends[solid], minlength=len(raw) + 1) for ends in (text.starts, text.ends)
    )
    codes = np.where(np.cumsum(begun - ended) > 0, -1, reasons)[: len(raw)]
    borders = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(raw)]
    return build_table(
        SPANS,
        [
            {
                "doc_id": doc_id,
                "raw_start": a,
                "raw_end": b,
                "kept": bool(codes[a] < 0),
                "reason": "" if codes[a] < 0 else DROP_REASONS[codes[a]],
            }
            for a, b in itertools.pairwise(borders)
        ],
    )
