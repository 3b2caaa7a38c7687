"""
The package's word lists, one table a file; README.md says how each was made.

`VERSION` names the content of all lists together and stands in what is published.
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from policyresearch.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

# name: its columns; the first ones that identify a row are those in `_KEYS`.
LEXICONS = {
    "policy_terms": ("term", "gloss", "field", "year", "source", "city_reports"),
    "stop_words": ("term", "class"),
    "term_groups": ("group", "term"),
    "lineage": ("predecessor", "successor", "relation", "year", "source"),
    "themes": ("theme", "name_en", "name_zh", "concept", "definition", "includes", "excludes",
               "example", "counter_example", "source"),
    "theme_terms": ("theme", "term", "weight", "source"),
    "theme_headings": ("theme", "cue"),
    "theme_confusion": ("truth", "coded", "units"),
    "units": ("unit", "kind", "not_before", "joined"),
}
_KEYS = {
    "policy_terms": ["term"],
    "stop_words": ["term"],
    "term_groups": ["group", "term"],
    "lineage": ["predecessor", "successor"],
    "themes": ["theme"],
    "theme_terms": ["theme", "term"],
    "theme_headings": ["cue"],
    "theme_confusion": ["truth", "coded"],
    "units": ["unit"],
}
# What became of a term: the same programme under another name; followed by another that
# takes up its task; made part of a wider one.
RELATIONS = ("renamed", "continued", "absorbed")
# Raised with every change of content; versions.csv keeps the digest of each version.
VERSION = "1.6"


def read_lexicon(name: str) -> pd.DataFrame:
    """
    One of the word lists.

    Parameters
    ----------
    name : str
        One of `LEXICONS`: "policy_terms" (one row per term), "stop_words" (one row per
        word), "term_groups" (one row per group and term: names of one thing), "lineage"
        (one row per predecessor and successor, with `relation` one of `RELATIONS`), "themes"
        (one row per theme of the coding scheme), "theme_terms" (one row per theme and term),
        "theme_headings" (one row per cue by which a heading names its theme),
        "theme_confusion" (one row per true and coded theme, with the number of texts), "units"
        (one row per unit behind numbers).

    Returns
    -------
    DataFrame
        All columns are text but for `year` (Int64, missing where no document is named),
        `city_reports` (of 60 city work reports of 2024, how many hold the term) and `weight`.

    Raises
    ------
    DataError
        If there is no such list, or if its file has other columns or repeats a row.
    """
    if name not in LEXICONS:
        raise DataError(f"`name`: {name!r} is no lexicon; options are {list(LEXICONS)}.")
    return _read(name).copy()


@cache
def list_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list as text, read without loading pandas: segmenting needs no more."""
    lines = _bytes(name).decode("utf-8-sig").splitlines()
    return tuple(csv.DictReader(lines))


@cache
def list_terms(name: str) -> tuple[str, ...]:
    """The column `term` of a list."""
    return tuple(row["term"] for row in list_rows(name))


@cache
def _read(name: str) -> pd.DataFrame:
    import pandas as pd

    frame = pd.read_csv(
        BytesIO(_bytes(name)), encoding="utf-8-sig", dtype="str", keep_default_na=False
    )
    if tuple(frame.columns) != LEXICONS[name]:
        raise DataError(
            f"lexicons/{name}.csv: columns are {list(frame.columns)}, not {list(LEXICONS[name])}."
        )
    repeated = frame.duplicated(_KEYS[name])
    if repeated.any():
        first = frame.loc[repeated, _KEYS[name]].head(3).to_dict("records")
        raise DataError(f"lexicons/{name}.csv: {int(repeated.sum())} rows repeat a key: {first}.")
    for column in frame.columns.intersection(["year", "city_reports"]):
        frame[column] = pd.to_numeric(frame[column]).astype("Int64")
    if "weight" in frame:
        frame["weight"] = frame["weight"].astype("float64")
    return frame


def compute_digest() -> str:
    """SHA-256 over the content of all lists, whatever line ends a checkout gave them."""
    digest = hashlib.sha256()
    for name in LEXICONS:
        digest.update(name.encode() + b"\0" + _bytes(name).replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _bytes(name: str) -> bytes:
    return (files("policyresearch") / "lexicons" / f"{name}.csv").read_bytes()
