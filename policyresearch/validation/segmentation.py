"""How well segmentations keep policy terms, how far they agree, and how close they are to gold."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.segment.policy import PolicyLexicon
from policyresearch.segment.spans import Batch
from policyresearch.segment.terms import bare

# What a segmentation may do to an occurrence of a term.
KEPT, SPLIT, INSIDE, BROKEN = STATES = ("kept", "split", "inside", "broken")


def find_terms(sentences: pd.DataFrame, lexicon: PolicyLexicon) -> pd.DataFrame:
    """
    Occurrences of policy terms in the text, independent of any segmentation.

    Reading from the left, the longest term at each place; quotation marks around or inside
    a term are passed over. Occurrences do not overlap.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    lexicon : PolicyLexicon

    Returns
    -------
    DataFrame, one row per occurrence
        `doc_id`, `sent_id`, `term` (without quotation marks), `start`, `end` (in the
        document's analysed text).
    """
    batch = Batch(list(sentences["text"]))
    starts, ends = lexicon.find(batch)
    place = np.searchsorted(batch.offsets, starts, side="right") - 1
    shift = (sentences["start"].to_numpy(dtype=np.int64) - batch.offsets[:-1])[place]
    bounds = zip(starts.tolist(), ends.tolist(), strict=True)
    return pd.DataFrame(
        {
            "doc_id": sentences["doc_id"].array.take(place),
            "sent_id": sentences["sent_id"].array.take(place),
            "term": pd.array([bare(batch.text[a:b]) for a, b in bounds], dtype="str"),
            "start": starts + shift,
            "end": ends + shift,
        }
    )


def mark_kept(occurrences: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """
    What a segmentation did to each occurrence of a term.

    Parameters
    ----------
    occurrences : DataFrame of `find_terms`
    tokens : DataFrame, one row per token (`tables.TOKENS`), of the same sentences

    Returns
    -------
    DataFrame, `occurrences` with `state`
        "kept": the occurrence is exactly one token; "split": it is several whole tokens, so
        that a search for tokens in a row still finds it; "inside": it is a part of one longer
        token; "broken": one of its ends is within a token, another token ends within it.
    """
    joined = occurrences.merge(
        tokens[["doc_id", "start", "end"]].assign(exact=True),
        on=["doc_id", "start", "end"], how="left", validate="many_to_one",
    )
    state = np.full(len(occurrences), BROKEN, dtype=object)
    for doc_id, rows in occurrences.groupby("doc_id", sort=False).indices.items():
        own = tokens["doc_id"] == doc_id
        cuts = np.sort(tokens.loc[own, "end"].to_numpy())
        start = occurrences["start"].to_numpy()[rows]
        end = occurrences["end"].to_numpy()[rows]
        within = np.searchsorted(cuts, end, side="left") - np.searchsorted(cuts, start, "right")
        whole = np.isin(start, tokens.loc[own, "start"]) & np.isin(end, cuts)
        state[rows[within == 0]] = INSIDE
        state[rows[whole]] = SPLIT
    state[joined["exact"].notna().to_numpy()] = KEPT
    return occurrences.assign(state=pd.array(state, dtype="str"))


def count_kept_terms(marked: pd.DataFrame, by: Sequence[str] = ("doc_id",)) -> pd.DataFrame:
    """
    Term recall: the share of occurrences of policy terms that are exactly one token.

    Higher means that more of the policy vocabulary can be counted as it stands in the
    text. Comparable between documents and segmentations under the same lexicon only.

    Parameters
    ----------
    marked : DataFrame of `mark_kept`
    by : sequence of str
        Columns that make a group, such as `doc_id` or `wave`.

    Returns
    -------
    DataFrame, one row per group
        the columns of `by`, `occurrences`, `kept`, `split`, `inside`, `broken` (occurrences),
        `recall_share`, `countable_share`.

    Notes
    -----
    recall_share = kept / occurrences; countable_share = (kept + split) / occurrences: what
    a search for tokens in a row finds, though single tokens do not show it.
    """
    counts = (
        marked.groupby([*by, "state"], sort=False).size().unstack("state", fill_value=0)
        .reindex(columns=STATES, fill_value=0)
    )
    counts.insert(0, "occurrences", counts.sum(axis="columns"))
    counts["countable_share"] = (counts[KEPT] + counts[SPLIT]) / counts["occurrences"]
    counts.insert(5, "recall_share", counts[KEPT] / counts["occurrences"])
    return counts.rename_axis(columns=None).reset_index()


def count_lost_terms(marked: pd.DataFrame) -> pd.DataFrame:
    """
    The terms that a segmentation does not keep as one token, most often lost first.

    Parameters
    ----------
    marked : DataFrame of `mark_kept`

    Returns
    -------
    DataFrame, one row per term split, inside or broken at least once
        `term`, `occurrences`, `lost` (not one token), `lost_share` (of its occurrences).
    """
    table = (
        marked.assign(lost=marked["state"].ne(KEPT))
        .groupby("term")["lost"].agg(occurrences="size", lost="sum")
    )
    table = table[table["lost"] > 0].assign(lost_share=lambda t: t["lost"] / t["occurrences"])
    return table.reset_index().sort_values(
        ["lost", "term"], ascending=[False, True], ignore_index=True
    )


def compare_boundaries(
    tokens: pd.DataFrame, reference: pd.DataFrame, by: Sequence[str] = ("doc_id",)
) -> pd.DataFrame:
    """
    Agreement of two segmentations of the same sentences on where tokens end.

    1 means the same tokens. F1 does not depend on which of the two is the reference.
    Ends of sentences are left out: they are given.

    Parameters
    ----------
    tokens, reference : DataFrame with `doc_id`, `sent_id`, `start`, `end`
    by : sequence of str
        Columns that make a group; [] for one row over all.

    Returns
    -------
    DataFrame, one row per group
        the columns of `by`; `boundaries`, `reference_boundaries`, `common` (token ends
        inside sentences); `precision`, `recall`, `boundary_f1`; `token_f1`, in which a
        token counts when both its ends agree.

    Notes
    -----
    precision = common / boundaries, recall = common / reference_boundaries,
    F1 = 2 * common / (boundaries + reference_boundaries).
    """
    if set(tokens["doc_id"]) != set(reference["doc_id"]):
        raise DataError("`tokens` and `reference` are not of the same documents.")
    ends = _count_common(_inner(tokens), _inner(reference), ["end"], by)
    spans = _count_common(tokens, reference, ["start", "end"], by)
    ends["precision"] = ends["common"] / ends["boundaries"]
    ends["recall"] = ends["common"] / ends["reference_boundaries"]
    for table, name in ((ends, "boundary_f1"), (spans, "token_f1")):
        both = table["boundaries"] + table["reference_boundaries"]
        ends[name] = 2 * table["common"] / both
    return ends.reset_index(drop=not by)


def _inner(tokens: pd.DataFrame) -> pd.DataFrame:
    """All but the last token of each sentence."""
    last = tokens.groupby(["doc_id", "sent_id"])["end"].transform("max")
    return tokens[tokens["end"] < last]


def _count_common(
    left: pd.DataFrame, right: pd.DataFrame, place: list[str], by: Sequence[str]
) -> pd.DataFrame:
    # One group over all: a column in which every row is the same.
    group = list(by) or ["all"]
    key = list(dict.fromkeys([*group, "doc_id", "sent_id", *place]))
    sides = [side.assign(all=0)[key] for side in (left, right)]
    both = sides[0].merge(sides[1], on=key, validate="one_to_one")
    named = zip(("boundaries", "reference_boundaries", "common"), (*sides, both), strict=True)
    table = pd.DataFrame({n: side.groupby(group, sort=False).size() for n, side in named})
    return table.fillna(0).astype("int64")


def split_terms(
    terms: Sequence[str], *, share: float = 0.3, seed: int = 20180706
) -> tuple[list[str], list[str]]:
    """
    Terms for a lexicon and terms held out of it, at random.

    Recall on the terms of the lexicon itself says little: they are protected. Recall on
    held-out terms says what happens to policy vocabulary that nobody has listed.

    Returns
    -------
    (kept, held out), each in the order given
    """
    order = np.random.default_rng(seed).permutation(len(terms))
    held = set(order[: round(share * len(terms))].tolist())
    return (
        [term for i, term in enumerate(terms) if i not in held],
        [term for i, term in enumerate(terms) if i in held],
    )
