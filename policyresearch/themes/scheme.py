"""
The coding scheme: themes with their rules, and the terms that speak for them.

`lexicons/themes.csv` says of each theme what belongs to it, what does not and where that
goes instead, with an example and a counter-example; `source` is the part of the national
plan that deals with its subject. `lexicons/theme_terms.csv` lists the terms: weight 1 for
one that belongs to the theme by itself, ½ for one that also occurs elsewhere.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.segment.terms import bare

# Text in which no term of any theme occurs.
NONE = "none"
_THEMES = ("theme", "name_en", "name_zh", "concept", "definition", "includes", "excludes",
           "example", "counter_example", "source")
_TERMS = ("theme", "term", "weight", "source")


@dataclass(frozen=True)
class Scheme:
    """
    Themes and their terms.

    `themes` has one row per theme (`theme`, names, the development concept it belongs to,
    rules, examples), `terms` one row per theme and term (`theme`, `term`, `weight`,
    `source`). A term may speak for several themes.
    """

    themes: pd.DataFrame
    terms: pd.DataFrame

    @property
    def keys(self) -> list[str]:
        """The themes, in the scheme's order."""
        return list(self.themes["theme"])

    @cached_property
    def vocabulary(self) -> list[str]:
        """The distinct terms without quotation marks, by code point."""
        return sorted(set(self.terms["term"].map(bare)))

    @cached_property
    def evidence(self) -> np.ndarray:
        """
        Terms × themes: what one occurrence says, its weight times its characters.

        Characters, as a longer term takes more of the text and is less often ambiguous.
        """
        row = {term: n for n, term in enumerate(self.vocabulary)}
        column = {theme: n for n, theme in enumerate(self.keys)}
        matrix = np.zeros((len(row), len(column)))
        for theme, term, weight in self.terms[["theme", "term", "weight"]].itertuples(index=False):
            matrix[row[bare(term)], column[theme]] += weight * len(bare(term))
        return matrix

    def get_names(self, language: str) -> dict[str, str]:
        """A reader's name of each theme in "en" or "zh"."""
        return dict(zip(self.themes["theme"], self.themes[f"name_{language}"], strict=True))

    def drop_terms(self, dropped: list[str]) -> Scheme:
        """
        The scheme without these terms.

        Raises
        ------
        DataError
            If a term is not in the scheme, or a theme would be left without terms.
        """
        unknown = sorted(set(dropped) - set(self.terms["term"]))
        if unknown:
            raise DataError(f"`dropped`: {unknown[:5]} are no terms of the scheme.")
        kept = self.terms[~self.terms["term"].isin(dropped)]
        return replace(self, terms=_check_terms(kept.reset_index(drop=True), self.keys, "terms"))

    def keep_weight(self, least: float) -> Scheme:
        """The scheme with terms of at least this weight."""
        kept = self.terms[self.terms["weight"] >= least].reset_index(drop=True)
        return replace(self, terms=_check_terms(kept, self.keys, "terms"))


def read_scheme(
    *, themes: str | os.PathLike | None = None, terms: str | os.PathLike | None = None
) -> Scheme:
    """
    Read a coding scheme; without arguments the package's own.

    Parameters
    ----------
    themes, terms : path, optional
        CSV files with the columns of `lexicons/themes.csv` and `lexicons/theme_terms.csv`.

    Raises
    ------
    DataError
        If a column is missing, a theme or a theme's term repeats, a term belongs to an
        unknown theme, has one character, or has no positive weight, or a theme has no term.
    """
    theme_rows = read_list("themes", _THEMES, themes)
    repeated = theme_rows.loc[theme_rows["theme"].duplicated(), "theme"].tolist()
    if repeated or NONE in set(theme_rows["theme"]):
        raise DataError(f"Themes: {repeated or [NONE]} may stand there only once or not at all.")
    term_rows = read_list("theme_terms", _TERMS, terms)
    weights = pd.to_numeric(term_rows["weight"], errors="coerce")
    term_rows = term_rows.assign(weight=weights)
    return Scheme(theme_rows, _check_terms(term_rows, list(theme_rows["theme"]), "theme_terms"))


def read_list(
    name: str, columns: tuple[str, ...], path: str | os.PathLike | None = None
) -> pd.DataFrame:
    """One of the scheme's files with these columns, all text; by default the package's."""
    source = Path(path) if path else files("policyresearch") / "lexicons" / f"{name}.csv"
    with source.open("r", encoding="utf-8-sig") as file:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DataError(f"{source}: lacks the columns {missing}; it has {list(table.columns)}.")
    return table[list(columns)]


def _check_terms(terms: pd.DataFrame, themes: list[str], name: str) -> pd.DataFrame:
    faults = {
        "belong to no theme of the scheme": ~terms["theme"].isin(themes),
        "repeat a term of their theme": terms.assign(term=terms["term"].map(bare)).duplicated(
            ["theme", "term"]
        ),
        "have fewer than two characters": terms["term"].map(bare).str.len() < 2,
        "have no positive weight": ~(terms["weight"] > 0),
    }
    for fault, rows in faults.items():
        if rows.any():
            first = terms.loc[rows, ["theme", "term", "weight"]].head(3).to_dict("records")
            raise DataError(f"`{name}`: {int(rows.sum())} rows {fault}, first {first}.")
    empty = [theme for theme in themes if theme not in set(terms["theme"])]
    if empty:
        raise DataError(f"`{name}`: no term for {empty}; a theme without terms finds nothing.")
    return terms
