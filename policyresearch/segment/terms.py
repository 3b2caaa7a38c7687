"""The package's lists of words, and when two spellings are one term."""

from __future__ import annotations

from functools import cache

OPENING_MARKS, CLOSING_MARKS, STRAIGHT_MARKS = "“‘「『", "”’」』", "\"'＂＇"
_MARKS = str.maketrans("", "", OPENING_MARKS + CLOSING_MARKS + STRAIGHT_MARKS)


def bare(token: str) -> str:
    """The token without quotation marks: “放管服”改革 and 放管服改革 are one term."""
    return token.translate(_MARKS)


def policy_terms() -> frozenset[str]:
    """The package's policy terms, without quotation marks."""
    return frozenset(map(bare, listed("policy_terms")))


@cache
def listed(name: str) -> tuple[str, ...]:
    """The entries of one of the package's lexicons."""
    # Not at the top: the decoder needs no lexicon.
    from policyresearch.lexicons import read_lexicon

    return tuple(read_lexicon(name)["term"])
