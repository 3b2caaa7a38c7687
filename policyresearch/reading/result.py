"""What reading one document yields."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from policyresearch.reading.traced import Traced


@dataclass(frozen=True)
class Reading:
    """
    One document as read: the decoded raw text, the analysed text, and its tables.

    `metadata` holds what the text says of itself (columns of `tables.DOCUMENTS`, absent
    ones empty); `spans`, `repairs`, `sections`, `paragraphs` and `sentences` keep the
    contracts of `policyresearch.tables`.
    """

    doc_id: str
    raw: str
    text: Traced
    metadata: dict
    spans: pd.DataFrame
    repairs: pd.DataFrame
    sections: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
