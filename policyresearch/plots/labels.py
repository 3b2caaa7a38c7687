"""The words on figures, in both languages, as tables/labels.csv has them."""

from __future__ import annotations

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.ratios import CONFIDENCE
from policyresearch.plots.style import LANGUAGES, get_language
from policyresearch.tables.read import read_rows


def _read_labels() -> dict[str, dict[str, tuple[str, str]]]:
    """Read tables/labels.csv: by group, the English and the Chinese words for each key."""
    groups: dict[str, dict[str, tuple[str, str]]] = {}
    for row in read_rows("labels.csv", ("group", "key")):
        words = (row[f"label_{language}"] for language in LANGUAGES)
        english, chinese = (text.replace("{confidence}", f"{CONFIDENCE:.0%}") for text in words)
        groups.setdefault(row["group"], {})[row["key"]] = (english, chinese)
    return groups


_GROUPS = _read_labels()
LABELS = _GROUPS["label"]
# Genres; apart from the rest, as a plan is also a role of sections.
GENRES = _GROUPS["genre"]
# Ways to make one comparison of words (`words.READINGS`).
READINGS = _GROUPS["reading"]
# Options of specifications (`inference.sensitivity`) and what they are options of.
OPTIONS = _GROUPS["option"]


def get_label(key: str) -> str:
    """
    The words for `key` in the language of the figures.

    Raises
    ------
    DataError
        If there are none: a raw column name must not reach a printed figure.
    """
    if key not in LABELS:
        raise DataError(f"`key`: no label for {key!r}; add both languages to tables/labels.csv.")
    return LABELS[key][get_language() == "zh"]


def get_option(option: str) -> str:
    """
    The words for a choice or an option of a specification.

    Raises
    ------
    DataError
        If there are none.
    """
    if option not in OPTIONS:
        raise DataError(
            f"`option`: no label for {option!r}; add both languages to tables/labels.csv."
        )
    return OPTIONS[option][get_language() == "zh"]


def name_documents(documents: pd.DataFrame, *, with_kind: bool = True) -> dict[str, str]:
    """
    A reader's name for each document: identifier in English, place and wave in Chinese.

    Genre stands below the name where it differs, as a difference between documents may be one
    of genre.
    """
    names = {}
    with_kind = with_kind and documents["kind"].nunique() > 1
    for row in documents.to_dict("records"):
        if get_language() == "zh":
            wave = "" if pd.isna(row["wave"]) else f" {row['wave']}"
            name = f"{row['place'] or row['doc_id']}{wave}"
        else:
            name = " ".join(word.capitalize() for word in row["doc_id"].split("_"))
        if with_kind and row["kind"]:
            name += f"\n{GENRES[row['kind']][get_language() == 'zh']}"
        names[row["doc_id"]] = name
    return names


def name_groups(table: pd.DataFrame, documents: pd.DataFrame) -> dict:
    """A reader's name for each document, or wave, that a table tells apart, in their order."""
    if "doc_id" in table:
        names = name_documents(documents, with_kind=False)
        return {doc_id: name for doc_id, name in names.items() if doc_id in set(table["doc_id"])}
    return {wave: str(wave) for wave in sorted(set(table["wave"].dropna()))}
