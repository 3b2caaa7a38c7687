"""Many places seen twice: what changed within places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.digits import settle
from policyresearch.inference.comparison import WavePair
from policyresearch.inference.corrections import correct_bh, correct_holm
from policyresearch.inference.paired import compare_pairs, find_detectable, pair_places
from policyresearch.words.counts import Counts
from policyresearch.words.keyness import MIN_COUNT
from policyresearch.words.rates import PER

_COLUMNS = ("keyword", "left_per_10k", "right_per_10k", "difference", "low", "high", "p",
            "p_holm", "p_bh", "spread", "detectable", "places", "unpaired")


def compare_places_of(
    counts: Counts, pair: WavePair, *, min_count: int = MIN_COUNT
) -> pd.DataFrame:
    """
    Compare the rates of words between first and last wave within the places seen in both.

    A place counts once; its documents of a wave are taken together. Positive means more in
    the last wave. This supports statements about places like these, where `compare_counts`
    supports statements about documents.

    Parameters
    ----------
    counts : Counts
    pair : WavePair
        Only the waves are read from it.
    min_count : int
        Words that stand fewer times in all places and both waves are left out.

    Returns
    -------
    DataFrame, one row per word, by p-value; none if fewer than two places are seen in both
        `keyword`, `left_per_10k`, `right_per_10k` (means over places), `difference`, `low`,
        `high` (95 %, Student, per 10,000), `p` (sign-flip), `p_holm`, `p_bh`, `spread`
        (standard deviation of the difference between places), `detectable` (the smallest
        difference that so many places would show four times in five), `places` (paired),
        `unpaired` (places seen in one of the waves only, left out).

    Notes
    -----
    `inference.compare_pairs`, `inference.find_detectable`.
    """
    empty = pd.DataFrame(columns=list(_COLUMNS))
    if not pair.waves:
        return empty
    waves = (pair.waves[0], pair.waves[-1])
    # A document without text in the roles that count cannot be compared.
    read = counts.documents[counts.documents["doc_id"].isin(counts.cells["doc_id"])]
    panel = pair_places(read, *waves)
    places = pd.Index(panel.loc[panel["paired"], "place"])
    if len(places) < 2:
        return empty
    rows = [_sum_places(counts, places, wave) for wave in waves]
    total = np.sum([np.asarray(matrix.sum(axis=0)).ravel() for matrix, _ in rows], axis=0)
    kept = np.flatnonzero(total >= min_count)
    before, after = (PER * matrix[:, kept].toarray() / tokens[:, None] for matrix, tokens in rows)
    change = compare_pairs(before, after)
    table = pd.DataFrame({
        "keyword": counts.words[kept],
        "left_per_10k": before.mean(axis=0), "right_per_10k": after.mean(axis=0),
        "difference": change.mean, "low": change.low, "high": change.high,
        "p": change.p, "p_holm": correct_holm(change.p), "p_bh": correct_bh(change.p),
        "spread": change.spread, "detectable": find_detectable(len(places), change.spread),
        "places": len(places), "unpaired": int((~panel["paired"]).sum()),
    })
    order = table.assign(size=table["difference"].abs())
    order = order.sort_values(
        ["p", "size", "keyword"], ascending=[True, False, True], key=settle
    )
    return table.loc[order.index].reset_index(drop=True)


def _sum_places(
    counts: Counts, places: pd.Index, wave: int
) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Places × words and tokens per place, of one wave."""
    cells = counts.cells
    place = places.get_indexer(cells["place"])
    at = np.flatnonzero((place >= 0) & (cells["wave"] == wave).fillna(False).to_numpy(bool))
    join = sparse.csr_matrix(
        (np.ones(len(at)), (place[at], at)), shape=(len(places), len(cells))
    )
    return sparse.csr_matrix(join @ counts.matrix), join @ cells["tokens"].to_numpy(float)
