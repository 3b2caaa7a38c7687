"""
Where a text is about building the Party: by heading, or by what a paragraph says.

Neither contains the other. Sections are what a table of contents calls Party-building, all of
their paragraphs included; paragraphs are those whose terms speak of Party leadership and conduct
most, wherever they stand, such as in the preface of a document. So both are options wherever
results are looked at without Party-building (`robustness`).
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from policyresearch.coding.paragraphs import code_units
from policyresearch.coding.scheme import read_scheme

# The theme that `find_party_paragraphs` reads.
THEME = "party"
# Headings of sections on building the party itself: party building or leadership, strict
# party governance, conduct, the political ecology. Government self-building is another thing.
_HEADINGS = re.compile(
    "从严治党|党的(?:全面|政治|思想|组织|作风|纪律|制度)?(?:建设|领导)|党建|党风廉政|政治生态"
)


def find_party_sections(sentences: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """
    Find the sections that are about building the party, by their headings.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
        Headings are read as analysed, so that a document in Traditional script counts too.
    sections : DataFrame, one row per section (`tables.SECTIONS`)

    Returns
    -------
    DataFrame, one row per section, in the order of `sections`
        `doc_id`, `section_id`: those with such a heading and all below them, but not the
        section around them.
    """
    headings = sentences[sentences["is_heading"].astype(bool)]
    named = headings[headings["text"].str.contains(_HEADINGS) & (headings["section_id"] > 0)]
    keys = ["doc_id", "section_id"]
    found = set(map(tuple, named[keys].to_numpy()))
    parents = sections.set_index(keys)["parent_id"].to_dict()
    inside = []
    for key in map(tuple, sections[keys].to_numpy()):
        at = key
        while at not in found and not pd.isna(parents[at]):
            at = (at[0], int(parents[at]))
        inside.append(at in found)
    return sections.loc[np.array(inside, dtype=bool), keys].reset_index(drop=True)


def find_party_paragraphs(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """
    Find the paragraphs in which Party leadership and conduct is the leading theme.

    Parameters
    ----------
    paragraphs : DataFrame, one row per paragraph (`tables.PARAGRAPHS`)

    Returns
    -------
    DataFrame, one row per paragraph, in the order of `paragraphs`
        `doc_id`, `para_id`.
    """
    coding = code_units(paragraphs, read_scheme())
    leads = coding.leading[:, coding.themes.index(THEME)] == 1
    return coding.units.loc[leads, ["doc_id", "para_id"]].reset_index(drop=True)
