"""
The coding scheme: themes with their rules, and the terms that speak for them.

`lexicons/themes.csv` says of each theme what belongs to it, what does not and where that
goes instead, with an example and a counter-example; `source` is the part of the national
plan that deals with its subject. `lexicons/theme_terms.csv` lists the terms: weight 1 for
one that belongs to the theme by itself, ½ for one that also occurs elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.lexicons import LEXICONS, read_lexicon
from policyresearch.segment.terms import bare

# Text in which no term of any theme occurs.
NONE = "none"


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
        return replace(self, terms=_check_terms(kept.reset_index(drop=True), self.keys))

    def keep_weight(self, least: float) -> Scheme:
        """The scheme with terms of at least this weight."""
        kept = self.terms[self.terms["weight"] >= least].reset_index(drop=True)
        return replace(self, terms=_check_terms(kept, self.keys))


def read_scheme() -> Scheme:
    """The package's own coding scheme."""
    return build_scheme(read_lexicon("themes"), read_lexicon("theme_terms"))


def build_scheme(themes: pd.DataFrame, terms: pd.DataFrame) -> Scheme:
    """
    A coding scheme from its tables, which have the columns of the package's own lists.

    Raises
    ------
    DataError
        If a column is missing, a theme or a theme's term repeats, a term belongs to an
        unknown theme, has one character, or has no positive weight, or a theme has no term.
    """
    for name, table in (("themes", themes), ("theme_terms", terms)):
        missing = [column for column in LEXICONS[name] if column not in table]
        if missing:
            raise DataError(f"`{name}` lacks the columns {missing}; it has {list(table.columns)}.")
    repeated = themes.loc[themes["theme"].duplicated(), "theme"].tolist()
    if repeated or NONE in set(themes["theme"]):
        raise DataError(f"`themes`: {repeated or [NONE]} may stand there only once or not at all.")
    return Scheme(themes, _check_terms(terms, list(themes["theme"])))


def _check_terms(terms: pd.DataFrame, themes: list[str]) -> pd.DataFrame:
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
            raise DataError(f"`terms`: {int(rows.sum())} rows {fault}, first {first}.")
    empty = [theme for theme in themes if theme not in set(terms["theme"])]
    if empty:
        raise DataError(f"`terms`: no term for {empty}; a theme without terms finds nothing.")
    return terms
