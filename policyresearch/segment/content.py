"""Which tokens carry content: the words that rankings and topics are made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.segment.terms import bare

# Endings under which a jurisdiction is also called by its bare name: 大连市, 大连.
_ENDINGS = "省市区县州盟旗镇乡"


def mark_content(
    tokens: pd.DataFrame, documents: pd.DataFrame, *, min_characters: int = 2
) -> np.ndarray:
    """
    Mark the tokens that carry content, whatever their frequency.

    These are no punctuation, stop words or numbers, do not name the place of a document of
    the corpus, and have at least `min_characters` characters; policy terms may be shorter.

    Parameters
    ----------
    tokens : DataFrame, one row per token (`tables.TOKENS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    min_characters : int
        Quotation marks are not counted.

    Returns
    -------
    ndarray of bool, one per row of `tokens`

    Examples
    --------
    >>> tokens = pd.DataFrame({"token": ["创新", "甲市", "6.5%", "新"], "is_term": False,
    ...                        "is_punctuation": False, "is_stopword": False})
    >>> mark_content(tokens, pd.DataFrame({"place": ["甲市"]})).tolist()
    [True, False, False, False]
    """
    distinct = pd.Series(tokens["token"].unique(), dtype="str")
    places = _name_places(documents)
    plain = distinct.map(bare)
    named = plain.map(lambda token: _is_number(token) or token in places)
    short = plain.str.len() < min_characters
    term = tokens["is_term"].to_numpy(dtype=bool)
    lost = tokens["token"].isin(set(distinct[named])).to_numpy()
    lost = lost | (tokens["token"].isin(set(distinct[short])).to_numpy() & ~term)
    for mark in ("is_punctuation", "is_stopword"):
        lost = lost | tokens[mark].to_numpy(dtype=bool)
    return ~lost


def _is_number(token: str) -> bool:
    """Numerals with what stands between and behind them: 6.5%, 二〇三〇, 2018-2020, 三年."""
    core = token.strip("%.-/,第多余几年月日")
    return not core or all(c.isnumeric() or c in ".-/,%" for c in core)


def _name_places(documents: pd.DataFrame) -> frozenset[str]:
    """
    Names of the documents' own places, with and without their endings.

    A place written as 大连市中山区 gives its parts too: a document names itself by either.
    """
    names: set[str] = set()
    for place in documents["place"]:
        part = ""
        for character in place:
            part += character
            if character in _ENDINGS and len(part) > 2:
                names |= {part, part[:-1]}
                part = ""
        names |= {place, place.rstrip(_ENDINGS)}
    return frozenset(name for name in names if name)
