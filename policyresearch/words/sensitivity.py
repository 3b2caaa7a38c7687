"""The same comparison under other defensible choices: does a word still rise or fall?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.coding.party import find_party_sections
from policyresearch.inference.comparison import pair_waves
from policyresearch.tables import TEXT_ROLES
from policyresearch.words.counts import count_words
from policyresearch.words.keyness import compare_counts

# The headline first: the places seen in every wave, all text roles, the policy lexicon.
READINGS = ("series", "plan", "no_party", "every", "segmentation")


def compare_readings_of(
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
    series, every = pair_waves(documents), pair_waves(documents, every=True)
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
        chosen, role, pair = choices[reading]
        counts = count_words(chosen, documents, unit=pair.unit, sections=sections, role=role,
                             terms=keywords)
        texts = set(counts.cells["doc_id"])
        left, right = ([d for d in side if d in texts] for side in (pair.first, pair.last))
        table = compare_counts(counts, left, right, min_count=0)
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


def find_held(readings: pd.DataFrame) -> set[str]:
    """The words of `compare_readings_of` that are clear in every reading."""
    clear = readings.groupby("keyword")["clear"].all()
    return set(clear.index[clear.to_numpy(dtype=bool)])


def choose_headlines(
    keyness: pd.DataFrame, readings: pd.DataFrame, *, rising: bool, rows: int = 4
) -> pd.DataFrame:
    """
    The words of one direction that are told one by one.

    Parameters
    ----------
    keyness : DataFrame
        Of `compare_counts`.
    readings : DataFrame
        Of `compare_readings_of`.
    rising : bool
        Words that rose, else those that fell.
    rows : int
        Words, at most.

    Returns
    -------
    DataFrame
        Rows of `keyness`, the surest first: those that hold in every reading or, where none
        does, those whose interval is clear of zero.
    """
    clear = keyness[keyness["cautious"] > 0] if rising else keyness[keyness["cautious"] < 0]
    clear = clear[clear["keyword"].isin(readings["keyword"])]
    held = clear[clear["keyword"].isin(find_held(readings))]
    return (held if len(held) else clear).head(rows)


def list_headlines(keyness: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """The words told one by one (`choose_headlines`), those that rose first."""
    return pd.concat(
        [choose_headlines(keyness, readings, rising=rising) for rising in (True, False)],
        ignore_index=True,
    )
