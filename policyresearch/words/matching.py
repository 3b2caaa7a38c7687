"""Where terms of one or several tokens stand: the longest wins, no character counts twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.segment.terms import bare

_PLACE = ["doc_id", "sent_id", "para_id", "section_id", "role"]


def find_terms(tokens: pd.DataFrame, terms: Iterable[str]) -> pd.DataFrame:
    """
    Find terms in segmented text.

    Reading from the left, the longest term that begins at a token and ends with a token
    counts, and reading goes on behind it: with 创新 and 创新驱动发展 listed, the text
    创新|驱动|发展 holds the latter only. Quotation marks are passed over, in terms and in
    text; any other punctuation ends a term. A term inside a single longer token is not
    found, so that 国有 is not seen in 中国有.

    Parameters
    ----------
    tokens : DataFrame, one row per token (`tables.TOKENS`), in text order
    terms : iterable of str

    Returns
    -------
    DataFrame, one row per occurrence, in text order
        `term`, `doc_id`, `sent_id`, `para_id`, `section_id`, `role`, `start`, `end`. `term`
        is written as listed.

    Raises
    ------
    DataError
        If a term is empty or begins with a sign, or two are the same but for quotation
        marks.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": "a", "sent_id": 0, "para_id": 0, "section_id": 0,
    ...     "role": "plan", "token": ["“", "放管服", "”", "改革", "创新"],
    ...     "start": [0, 1, 4, 5, 7], "end": [1, 4, 5, 7, 9],
    ...     "is_punctuation": [True, False, True, False, False]})
    >>> find_terms(tokens, ["改革", "放管服改革"])[["term", "start", "end"]].values.tolist()
    [['放管服改革', 1, 7]]
    """
    listed = _check_terms(terms)
    begun = {key[:end] for key in listed for end in range(1, len(key) + 1)}
    codes, vocabulary = pd.factorize(tokens["token"])
    plain = np.array([bare(token) for token in vocabulary], dtype=object)
    # Quotation marks alone are passed over; other punctuation stays and matches nothing.
    rows = np.flatnonzero((plain != "")[codes])
    words = plain[codes[rows]].tolist()
    sentence = tokens.groupby(["doc_id", "sent_id"], sort=False).ngroup().to_numpy()[rows]
    openings = np.array([word in begun for word in plain], dtype=bool)[codes[rows]]
    first, last, found = [], [], []
    free = 0
    for at in np.flatnonzero(openings).tolist():
        if at < free:
            continue
        text = ""
        for end in range(at, len(words)):
            text += words[end]
            if text not in begun or sentence[end] != sentence[at]:
                break
            if text in listed:
                free, term = end + 1, listed[text]
        if free > at:
            first.append(rows[at])
            last.append(rows[free - 1])
            found.append(term)
    hits = tokens[_PLACE].iloc[first].reset_index(drop=True)
    hits.insert(0, "term", pd.Series(found, dtype="str"))
    hits["start"] = tokens["start"].to_numpy()[first]
    hits["end"] = tokens["end"].to_numpy()[last]
    return hits


def group_terms(hits: pd.DataFrame, groups: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """
    Occurrences of terms as occurrences of the groups they belong to.

    Parameters
    ----------
    hits : DataFrame
        Of `find_terms`, run once with the terms of all groups together, so that a longer
        term of one group keeps a shorter one of another from counting.
    groups : mapping of str to terms

    Returns
    -------
    DataFrame, one row per occurrence and group
        As `hits`, with the group's name as `term`. A term in two groups counts in both.

    Examples
    --------
    >>> hits = pd.DataFrame({"term": ["双碳", "碳达峰"]})
    >>> group_terms(hits, {"绿色": ["双碳", "碳达峰"]})["term"].to_list()
    ['绿色', '绿色']
    """
    parts = [
        hits[hits["term"].isin(list(terms))].assign(term=name) for name, terms in groups.items()
    ]
    return pd.concat([hits.iloc[:0], *parts], ignore_index=True)


def _check_terms(terms: Iterable[str]) -> dict[str, str]:
    listed: dict[str, str] = {}
    for term in terms:
        key = bare(term)
        if not key[:1].isalnum():
            raise DataError(
                f"`terms`: {term!r} does not begin with a letter, digit or Hanzi."
            )
        if key in listed:
            raise DataError(f"`terms`: {listed[key]!r} and {term!r} are one term.")
        listed[key] = term
    return listed
