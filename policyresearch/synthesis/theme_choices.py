"""Specifications of the change of attention to themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from policyresearch.coding.paragraphs import Coding, code_units
from policyresearch.coding.party import THEME
from policyresearch.coding.scheme import NONE, read_scheme
from policyresearch.inference.sensitivity import Estimates, Specification
from policyresearch.reuse.passages import find_passages
from policyresearch.reuse.shares import set_aside
from policyresearch.synthesis.samples import (
    CLUSTERS,
    DOCUMENTS,
    PARTY,
    ROLES,
    Ground,
    find_party,
    name_estimates,
)
from policyresearch.tables import TEXT_ROLES

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

THEME_CHOICES = {
    "roles": ROLES,
    "documents": DOCUMENTS,
    "clusters": CLUSTERS[::-1],
    "party": PARTY,
    "terms": ("all terms", "strong terms"),
    "coded": ("paragraphs", "sentences"),
    "statistic": ("shares", "leading"),
    "weights": ("by length", "equal"),
    "phrasing": ("all phrasing", "own phrasing"),
}


def build_theme_estimator(
    corpus: Corpus, themes: Sequence[str] | None = None
) -> Callable[[Specification], Estimates]:
    """
    The change of attention to each theme under a specification of `THEME_CHOICES`.

    "own phrasing" leaves out what documents share with each other (`reuse`), "equal" counts
    every paragraph alike, "strong terms" are those of weight 1. The Party's own theme is not
    estimated without party-building.
    """
    scheme = read_scheme()
    wanted = [t for t in (scheme.keys if themes is None else themes) if t != NONE]
    party = find_party(corpus)
    passages = find_passages(corpus.paragraphs[corpus.paragraphs["role"].isin(TEXT_ROLES)])

    @cache
    def code(coded: str, terms: str, phrasing: str) -> tuple[Coding, Ground]:
        table = corpus.paragraphs if coded == "paragraphs" else corpus.sentences
        table = table[table["role"].isin(TEXT_ROLES)]
        if phrasing == "own phrasing":
            table = set_aside(table, passages)
        coding = code_units(table, scheme if terms == "all terms" else scheme.keep_weight(1))
        return coding, Ground(corpus, coding.units, party)

    def estimate(specification: Specification) -> Estimates:
        coding, ground = code(*(specification[name] for name in ("coded", "terms", "phrasing")))
        size = coding.units["characters"].to_numpy(float)
        if specification["weights"] == "equal":
            size = np.ones(len(size))
        spread = getattr(coding, specification["statistic"]) * size[:, None]
        found = ground.compare(np.column_stack([size, spread]), specification)
        whole = specification["party"] == PARTY[0]
        named = name_estimates(coding.themes, found)
        return {theme: named[theme] for theme in wanted if whole or theme != THEME}

    return estimate
