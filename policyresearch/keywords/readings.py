"""The same comparison under other defensible choices: does a word still rise or fall?"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.keywords.counts import count_words
from policyresearch.keywords.keyness import compare_words
from policyresearch.keywords.sides import choose_sides
from policyresearch.tables import TEXT_ROLES

# The headline first: the places seen in every wave, all text roles, the policy lexicon.
READINGS = ("series", "plan", "no_party", "every", "segmentation")
# Headings of sections on building the party itself: party building or leadership, strict
# party governance, conduct, the political ecology. Government self-building is another thing.
_PARTY = re.compile(
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
    named = headings[headings["text"].str.contains(_PARTY) & (headings["section_id"] > 0)]
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


def compare_readings(
    keywords: Sequence[str],
    tokens: pd.DataFrame,
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    other_tokens: pd.DataFrame,
) -> pd.DataFrame:
    """
    Compare the last wave with the first under each of `READINGS`.

    Parameters
    ----------
    keywords : sequence of str
        Matched by longest match (`find_terms`), so that a word which another segmentation
        cuts is still found.
    tokens, documents, sections, sentences : DataFrame
        Tables of the corpus.
    other_tokens : DataFrame
        The same sentences under another segmentation (`segment.tokenize`).

    Returns
    -------
    DataFrame, one row per keyword and reading, in the order given
        `keyword`, `reading`, `left_count`, `right_count`, `log_ratio`, `low`, `high`, `p`,
        `agrees` (same direction as in the first reading), `clear` (and the interval holds
        no zero). A reading that leaves a side without text has missing values and neither
        agrees nor is clear.
    """
    party = find_party_sections(sentences, sections)
    keys = ["doc_id", "section_id"]
    in_party = pd.MultiIndex.from_frame(tokens[keys]).isin(pd.MultiIndex.from_frame(party))
    series, every = choose_sides(documents), choose_sides(documents, every=True)
    choices = {
        "series": (tokens, TEXT_ROLES, series),
        "plan": (tokens, ("plan",), series),
        "no_party": (tokens[~in_party], TEXT_ROLES, series),
        "every": (tokens, TEXT_ROLES, every),
        "segmentation": (other_tokens, TEXT_ROLES, series),
    }
    columns = ["left_count", "right_count", "log_ratio", "low", "high", "p"]
    parts = []
    for reading in READINGS:
        chosen, role, sides = choices[reading]
        counts = count_words(chosen, documents, unit=sides.unit, sections=sections, role=role,
                             terms=keywords)
        texts = set(counts.cells["doc_id"])
        left, right = ([d for d in side if d in texts] for side in (sides.left, sides.right))
        table = compare_words(counts, left, right, min_count=0)
        table = table.set_index("keyword").reindex(list(keywords))[columns]
        parts.append(table.rename_axis("keyword").reset_index().assign(reading=reading))
    stacked = pd.concat(parts, ignore_index=True)
    first = stacked[stacked["reading"] == READINGS[0]].set_index("keyword")["log_ratio"]
    sign = np.sign(stacked["keyword"].map(first)).to_numpy()
    stacked["agrees"] = (np.sign(stacked["log_ratio"]) == sign) & (sign != 0)
    stacked["clear"] = stacked["agrees"] & (stacked["low"] * stacked["high"] > 0)
    rank = {word: n for n, word in enumerate(keywords)}
    stacked = stacked.sort_values("keyword", key=lambda c: c.map(rank), kind="stable")
    return stacked[["keyword", "reading", *columns, "agrees", "clear"]].reset_index(drop=True)
