"""The segmenters by name, behind one function."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Sequence
from functools import cache

from policyresearch.errors import DataError
from policyresearch.segment.model import reference_folder

ENGINES = ("policy", "pkuseg", "jieba", "bigram")


def segment(texts: Sequence[str], *, engine: str = "policy") -> list[list[str]]:
    """
    Tokens of each text; white space separates tokens and is in none.

    Parameters
    ----------
    texts : sequence of str
    engine : str
        One of `ENGINES`.

    Raises
    ------
    DataError
        If the engine is unknown or what it needs is not installed.
    """
    if engine not in ENGINES:
        raise DataError(f"`engine`: {engine!r} is unknown; options are {list(ENGINES)}.")
    cut = _cutter(engine)
    return [cut(text) for text in texts]


@cache
def _cutter(engine: str) -> Callable[[str], list[str]]:
    if engine == "bigram":
        return _bigrams
    if engine == "jieba":
        return _jieba()
    return _pkuseg()


def _pkuseg() -> Callable[[str], list[str]]:
    import spacy_pkuseg

    with contextlib.redirect_stderr(io.StringIO()):
        return spacy_pkuseg.pkuseg(str(reference_folder())).cut


def _jieba() -> Callable[[str], list[str]]:
    import rjieba

    return lambda text: [t for part in text.split() for t in rjieba.cut(part)]


def _bigrams(text: str) -> list[str]:
    tokens = []
    for part in text.split():
        tokens += [part[i : i + 2] for i in range(0, len(part), 2)]
    return tokens
