"""A sentence with a number, and the rows it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import encode_json, write_atomically
from policyresearch.study.folder import Study, find_study


@dataclass(frozen=True)
class Claim:
    """
    One statement in both languages.

    Parameters
    ----------
    id : str
        SECTION.WHAT, unique in a study.
    en, zh : str
        The sentence, complete with its numbers.
    table : str
        The table it was read from, by its file name in `figures/` or `data/processed/`
        without ending; empty for a statement about what cannot be said.
    rows : tuple of dict
        Keys of the rows it rests on.
    evidence : tuple of dict
        Keys of the values, sentences or paragraphs behind those rows, where the rows
        themselves do not name any (`findings.evidence`).

    Notes
    -----
    Values taken from tables are kept as plain Python values, a missing one as None, so that a
    claim reads back from its file as it was written.
    """

    id: str
    en: str
    zh: str
    table: str = ""
    rows: tuple[dict, ...] = field(default=())
    evidence: tuple[dict, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("rows", "evidence"):
            keys = tuple(
                {key: _to_plain(value) for key, value in row.items()}
                for row in getattr(self, name)
            )
            object.__setattr__(self, name, keys)

    def get_text(self, language: str) -> str:
        """The sentence in "en" or "zh"."""
        return self.zh if language == "zh" else self.en


def list_keys(table: pd.DataFrame, columns: Iterable[str]) -> tuple[dict, ...]:
    """
    Rows of a table by their key, as claims keep them.

    Examples
    --------
    >>> list_keys(pd.DataFrame({"doc_id": ["a"], "n": [1], "x": [0.5]}), ["doc_id", "n"])
    ({'doc_id': 'a', 'n': 1},)
    """
    return tuple(table[list(columns)].to_dict("records"))


def _to_plain(value: Any) -> str | int | float | bool | None:
    """What JSON can hold, of a table's cell."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def save_claims(claims: Iterable[Claim], section: str, *, study: Study | None = None) -> None:
    """
    Write the claims of one section of the study, for the report.

    Raises
    ------
    DataError
        If two claims have one id.
    """
    claims = list(claims)
    ids = [claim.id for claim in claims]
    repeated = sorted({i for i in ids if ids.count(i) > 1})
    if repeated:
        raise DataError(f"Claims of `{section}`: ids {repeated} are not unique.")
    path = (study or find_study()).claims_file(section)
    write_atomically(path, encode_json([asdict(claim) for claim in claims]))


def read_claims(section: str, *, study: Study | None = None) -> list[Claim]:
    """
    Read the claims that `save_claims` wrote.

    Raises
    ------
    DataError
        If the section's notebook has not run.
    """
    path = (study or find_study()).claims_file(section)
    if not path.is_file():
        raise DataError(
            f"{path}: not found. The notebook on {section} writes it; run the study first."
        )
    rows: list[Mapping] = json.loads(path.read_text(encoding="utf-8"))
    return [Claim(**row) for row in rows]


def tell_uncompared(identifier: str, what: str, what_zh: str) -> Claim:
    """
    That nothing is said about change, since there can be none.

    Examples
    --------
    >>> tell_uncompared("x.y", "Words are", "词频").en
    'Words are not compared over time: no place has documents of more than one year.'
    """
    return Claim(
        identifier,
        f"{what} not compared over time: no place has documents of more than one year.",
        f"{what_zh}不作跨期比较：没有任何地区有两个以上年份的文件。",
    )


def format_interval(value: float, low: float, high: float, *, digits: int = 1) -> str:
    """
    Value and 95 % interval; without interval the value alone.

    Examples
    --------
    >>> format_interval(12.34, 8.0, 17.06)
    '12.3 [8.0, 17.1]'
    """
    if pd.isna(low) or pd.isna(high):
        return f"{value:,.{digits}f}"
    return f"{value:,.{digits}f} [{low:,.{digits}f}, {high:,.{digits}f}]"


def format_factor(log_ratio: float, low: float, high: float) -> str:
    """
    How many times as much, from logarithms (base 2) of the ratio and its 95 % interval.

    Examples
    --------
    >>> format_factor(1.0, 0.5, 2.0), format_factor(-2.0, -3.0, -1.0)
    ('2.0 [1.4, 4.0]', '0.25 [0.12, 0.50]')
    """
    factor, *ends = (float(np.exp2(end)) for end in (log_ratio, low, high))
    return format_interval(factor, *ends, digits=1 if factor >= 1 else 2)


def join_words(words: Iterable, *, chinese: bool) -> str:
    """
    An enumeration.

    Examples
    --------
    >>> join_words(["a", "b", "c"], chinese=False), join_words(["a", "b"], chinese=True)
    ('a, b and c', 'a、b')
    """
    words = [str(word) for word in words]
    if chinese or len(words) < 2:
        return "、".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def join_some(words: Iterable, *, chinese: bool, most: int = 6) -> str:
    """
    An enumeration that stops where a reader would; tables hold the rest.

    Examples
    --------
    >>> join_some(["a", "b", "c"], chinese=False, most=1), join_some("abc", chinese=True, most=3)
    ('a and 2 others', 'a、b、c')
    """
    words = list(words)
    rest = len(words) - most
    if rest <= 0:
        return join_words(words, chinese=chinese)
    if chinese:
        return f"{join_words(words[:most], chinese=True)}等{len(words)}项"
    return join_words([*words[:most], count_noun(rest, "other")], chinese=False)


def count_noun(number: int, noun: str, plural: str = "") -> str:
    """
    A number with its English noun.

    Examples
    --------
    >>> count_noun(1, "wave"), count_noun(1200, "place")
    ('1 wave', '1,200 places')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
