"""What hangs on single terms of the scheme."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.coding.paragraphs import Coding, share_evidence
from policyresearch.digits import settle


def drop_each_term(coding: Coding, *, by: str = "doc_id") -> pd.DataFrame:
    """
    Leave out one term at a time and see what becomes of the shares of attention.

    Where a term is left out, the shorter terms inside it count in its place.

    Parameters
    ----------
    coding : Coding
    by : str
        Column of `coding.units` that makes the groups; units without a value are left out.

    Returns
    -------
    DataFrame, one row per term that occurs, the most influential first
        `term`, `occurrences`, and where its absence changes a share most: `by`, `theme`,
        `share` (with all terms), `change` (without the term; of the group's text, −1 to 1).
    """
    coding = coding.select(coding.units[by].notna())
    scheme = coding.scheme
    vocabulary = scheme.vocabulary
    number = {term: n for n, term in enumerate(vocabulary)}
    groups, names = pd.factorize(coding.units[by])
    size = coding.units["characters"].to_numpy(float)
    totals = np.bincount(groups, weights=size)
    evidence = coding.counts @ scheme.evidence
    attention = np.zeros((len(names), len(coding.themes)))
    np.add.at(attention, groups, coding.shares * size[:, None])
    attention /= totals[:, None]
    columns = coding.counts.tocsc()
    rows = []
    for term in vocabulary:
        column = columns[:, [number[term]]].tocoo()
        if not column.nnz:
            continue
        units, times = column.row, column.data[:, None]
        inside = [number[part] for part in _split_term(term, number)]
        moved = scheme.evidence[inside].sum(axis=0) - scheme.evidence[number[term]]
        shares = share_evidence(evidence[units] + times * moved)
        shift = np.zeros_like(attention)
        np.add.at(shift, groups[units], (shares - coding.shares[units]) * size[units, None])
        shift /= totals[:, None]
        moves = settle(np.abs(shift))
        # What one theme loses another often gains: the loss is told.
        first = np.where(moves == moves.max(), -shift, -np.inf).argmax()
        group, theme = np.unravel_index(first, shift.shape)
        rows.append({
            "term": term, "occurrences": int(times.sum()), by: names[group],
            "theme": coding.themes[theme], "share": attention[group, theme],
            "change": shift[group, theme],
        })
    table = pd.DataFrame(rows, columns=["term", "occurrences", by, "theme", "share", "change"])
    return table.sort_values("change", key=lambda c: -settle(c.abs()), kind="stable",
                             ignore_index=True)


def _split_term(term: str, known: dict[str, int]) -> list[str]:
    """
    The longest shorter terms in a term, from the left.

    Examples
    --------
    >>> _split_term("海洋牧场", {"海洋": 0, "海洋牧场": 1})
    ['海洋']
    """
    parts, at = [], 0
    while at < len(term):
        for end in range(len(term), at + 1, -1):
            if term[at:end] in known and end - at < len(term):
                parts.append(term[at:end])
                at = end
                break
        else:
            at += 1
    return parts
