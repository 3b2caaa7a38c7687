"""Counts against their denominators, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.ratios import find_interval, sum_units
from policyresearch.tables import ROLES
from policyresearch.words.counts import Counts

PER = 10_000
# Columns by which rates can be told apart.
GROUPS = ("doc_id", "place", "wave", "section_id", "role")
_COLUMNS = ("keyword", "count", "tokens", "rate_per_10k", "low", "high", "units", "range")


def rate_counts(counts: Counts, *, by: Sequence[str] = ("doc_id",)) -> pd.DataFrame:
    """
    Rates of words by document, place, wave, section or role, with 95 % intervals.

    A higher rate means that more of the text goes to the word. Rates of texts of different
    length may be compared; counts may not. Rates of documents of different genre differ for
    that reason too.

    Parameters
    ----------
    counts : Counts
        The unit it was counted by is the unit of the intervals.
    by : sequence of str
        One or more of `GROUPS`; sections are numbered within documents, so "section_id" goes
        with "doc_id". Sections have intervals where paragraphs were counted.

    Returns
    -------
    DataFrame, one row per group and word: every combination, zeros kept
        `by`, `keyword`, `count`, `tokens` (of the group, without punctuation),
        `rate_per_10k`, `low`, `high`, `units` (of the group), `range` (units that hold the
        word). Where a group has no text `tokens` is 0 and the rate is missing, which is not
        a rate of zero.

    Raises
    ------
    DataError
        If `by` names no group, or sections without their documents.

    Notes
    -----
    rate_per_10k = 10,000 · count / tokens. A term of several tokens counts once, and its
    tokens stand in the denominator. Interval: `inference.ratios`.

    Examples
    --------
    >>> from policyresearch.words.counts import count_words
    >>> tokens = pd.DataFrame({"doc_id": ["a", "a", "b"], "sent_id": 0, "para_id": 0,
    ...     "section_id": 0, "role": "plan", "token": ["创新", "发展", "发展"], "start": 0,
    ...     "end": 2, "is_term": False, "is_punctuation": False, "is_stopword": False})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "place": "甲市", "wave": [2018, 2020]})
    >>> rates = rate_counts(count_words(tokens, documents, unit="paragraph"), by=["wave"])
    >>> rates[["wave", "keyword", "count", "tokens", "rate_per_10k"]].values.tolist()
    [[2018, '创新', 1, 2, 5000.0], [2018, '发展', 1, 2, 5000.0], [2020, '创新', 0, 1, 0.0], \
[2020, '发展', 1, 1, 10000.0]]
    """
    unknown = [name for name in by if name not in GROUPS]
    if unknown or not by:
        raise DataError(f"`by`: {unknown or 'nothing'} given; options are {list(GROUPS)}.")
    if "section_id" in by and ("doc_id" not in by or "section_id" not in counts.cells):
        raise DataError(
            "`by`: sections need \"doc_id\" beside them and counts made with `sections`."
        )
    parts = []
    for key in _list_groups(counts, by):
        mask = np.ones(len(counts.cells), dtype=bool)
        for name, value in zip(by, key, strict=True):
            mask &= (counts.cells[name] == value).fillna(False).to_numpy(dtype=bool)
        parts.append(_measure_group(counts, mask, dict(zip(by, key, strict=True))))
    if not parts:
        return pd.DataFrame(columns=[*by, *_COLUMNS])
    return pd.concat(parts, ignore_index=True)


def _list_groups(counts: Counts, by: Sequence[str]) -> list[tuple]:
    """Combinations of the documents' own values with every role that was counted."""
    columns = [name for name in by if name != "role"]
    known = counts.documents
    if "section_id" in by:
        known = known.merge(counts.cells[["doc_id", "section_id"]].drop_duplicates(), on="doc_id")
    rows = known[columns].dropna().drop_duplicates()
    if "wave" in columns:
        rows = rows.sort_values("wave", kind="stable")
    # Without such columns there is one group, that of all documents.
    keys = [dict(zip(columns, row, strict=True)) for row in rows.itertuples(index=False)]
    keys = keys if columns else [{}]
    if "role" in by:
        roles = [role for role in ROLES if role in counts.roles]
        keys = [{**key, "role": role} for key in keys for role in roles]
    return [tuple(key[name] for name in by) for key in keys]


def _measure_group(counts: Counts, mask: np.ndarray, key: dict) -> pd.DataFrame:
    matrix, tokens = counts.add_up(mask)
    sums = sum_units(matrix, tokens)
    low, high = find_interval(sums)
    with np.errstate(invalid="ignore"):
        rate = sums.totals / sums.denominator if sums.denominator else np.nan
    return pd.DataFrame({
        **key, "keyword": counts.words, "count": sums.totals.astype(int),
        "tokens": int(sums.denominator), "rate_per_10k": PER * rate, "low": PER * low,
        "high": PER * high, "units": sums.units,
        "range": np.asarray((matrix > 0).sum(axis=0)).ravel(),
    })
