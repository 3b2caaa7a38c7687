"""The package's lists of words, and when two spellings are one term."""

from __future__ import annotations

from policyresearch.lexicons import list_terms

OPENING_MARKS, CLOSING_MARKS, STRAIGHT_MARKS = "“‘「『", "”’」』", "\"'＂＇"
_MARKS = str.maketrans("", "", OPENING_MARKS + CLOSING_MARKS + STRAIGHT_MARKS)


def bare(token: str) -> str:
    """The token without quotation marks: “放管服”改革 and 放管服改革 are one term."""
    return token.translate(_MARKS)


def policy_terms() -> frozenset[str]:
    """The package's policy terms, without quotation marks."""
    return frozenset(map(bare, list_terms("policy_terms")))
