"""The segmenters by name, behind one function."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from policyresearch.errors import DataError
from policyresearch.lexicons import list_terms
from policyresearch.segment.spans import Batch, Spans

if TYPE_CHECKING:
    from policyresearch.segment.policy import PolicyLexicon

_PAIR = re.compile(r"[A-Za-z0-9]+(?:[.,:][0-9]+)*|[^\W_A-Za-z0-9]{1,2}|.", re.DOTALL)
ENGINES = ("policy", "pkuseg", "jieba", "bigram")


def segment(texts: Sequence[str], *, engine: str = "policy") -> list[list[str]]:
    """
    Tokens of each text; white space separates tokens and is in none.

    Parameters
    ----------
    texts : sequence of str
    engine : str
        One of `ENGINES`: "policy" is pkuseg with the policy lexicon on top, "pkuseg" the
        published segmenter's reading, "jieba" jieba's, "bigram" pairs of characters.

    Raises
    ------
    DataError
        If the engine is unknown or what it needs is not installed.
    """
    return find_tokens(Batch(texts), engine=engine).strings()


def find_tokens(
    batch: Batch, *, engine: str = "policy", lexicon: PolicyLexicon | None = None, jobs: int = 1
) -> Spans:
    """
    Where the tokens of a batch stand; integer codes and strings are made from that.

    `lexicon` stands in for the package's under the engine "policy".
    """
    if lexicon is not None and engine != "policy":
        raise DataError(f"`lexicon`: the engine {engine!r} uses none; only \"policy\" does.")
    if lexicon is not None:
        return lexicon.apply(find_tokens(batch, engine="pkuseg", jobs=jobs))
    if engine not in ENGINES:
        raise DataError(f"`engine`: {engine!r} is unknown; options are {list(ENGINES)}.")
    return _finder(engine)(batch, jobs)


@cache
def _finder(engine: str) -> Callable[[Batch, int], Spans]:
    if engine == "bigram":
        return _bigrams
    if engine == "jieba":
        return _jieba()
    # Not at the top: it loads compiled code.
    from policyresearch.segment.pkuseg.segmenter import Pkuseg

    pkuseg = Pkuseg()
    if engine == "pkuseg":
        return lambda batch, jobs: pkuseg.spans(batch, jobs=jobs)
    lexicon = policy_lexicon()
    return lambda batch, jobs: lexicon.apply(pkuseg.spans(batch, jobs=jobs))


@cache
def policy_lexicon() -> PolicyLexicon:
    """The policy terms of the package."""
    from policyresearch.segment.policy import PolicyLexicon

    return PolicyLexicon(list_terms("policy_terms"))


def _jieba() -> Callable[[Batch, int], Spans]:
    try:
        import rjieba
    except ModuleNotFoundError:
        raise DataError(
            'Engine "jieba" needs the package rjieba: '
            "`python -m pip install rjieba`, or the extra `segmenters`."
        ) from None

    def find(batch: Batch, jobs: int) -> Spans:
        return _by_piece(batch, rjieba.cut)

    return find


def _bigrams(batch: Batch, jobs: int) -> Spans:
    """
    Pairs of neighbouring characters from the left; marks and Latin or digit strings stand
    by themselves. Pairs do not overlap, so that every character is in exactly one token.
    """
    return _by_piece(batch, _PAIR.findall)


def _by_piece(batch: Batch, cut: Callable[[str], list[str]]) -> Spans:
    """Spans from a function that cuts a string without white space into its tokens."""
    text, place, starts, lengths = batch.text, 0, [], []
    for piece in text.split():
        place = text.index(piece, place)
        for token in cut(piece):
            starts.append(place)
            lengths.append(len(token))
            place += len(token)
    begins = np.array(starts, dtype=np.int32)
    return Spans(batch, begins, begins + np.array(lengths, dtype=np.int32))
