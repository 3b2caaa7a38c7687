"""Which words set two sides of a corpus apart, how surely, and how evenly spread."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.inference.corrections import correct_bh, correct_holm
from policyresearch.inference.ratios import compare_sums, sum_units
from policyresearch.words import measures
from policyresearch.words.counts import Counts
from policyresearch.words.dispersion import disperse_counts
from policyresearch.words.rates import PER

# A word must be met this often on both sides together: below, no comparison can find anything.
MIN_COUNT = 8
ALPHA = 0.05
# A lockword's rate may at most have doubled or halved, by its interval.
LOCK_MARGIN = 1.0


def compare_counts(
    counts: Counts,
    left: Sequence[str],
    right: Sequence[str],
    *,
    min_count: int = MIN_COUNT,
) -> pd.DataFrame:
    """
    Compare the rates of words between two sets of documents.

    A positive `log_ratio` means that more of the right side's text goes to the word. Log
    ratios of words of different frequency may be compared, test statistics may not. The
    interval is a statement about these documents: it tells how the comparison might have
    come out had their units (`counts.unit_kind`) been written anew, not what other documents
    would say. For that, many places are needed (`compare_places`).

    Parameters
    ----------
    counts : Counts
    left, right : sequence of doc_id
        If a side is empty there is nothing to compare, and the table has no rows.
    min_count : int
        Words that stand fewer times on both sides together are left out of the table and of
        the corrections.

    Returns
    -------
    DataFrame, one row per word, the most surely different first
        `keyword`, `left_count`, `right_count`, `left_per_10k`, `right_per_10k`,
        `log_ratio`, `low`, `high` (95 %, base 2), `cautious` (the end of the interval nearer
        to zero, 0 if it holds zero: the table's order), `p`, `p_holm`, `p_bh` (clustered);
        `dispersion`, `range`, `units` (DPnorm, units that hold it, all units, on the side
        where it is more frequent); for comparison `g2`, `chi2`, `pct_diff`, `odds_ratio`,
        `lrc`, `log_odds`, `log_odds_z`, `bic`, `cliffs_delta`, `mann_whitney_p`; `lockword`
        (whether the interval lies within a halving and a doubling).

    Raises
    ------
    DataError
        If a document is on both sides, or the documents of a side have no text.

    Notes
    -----
    Formulas and sources: `words.measures`, `inference.ratios`, `words.dispersion`.
    Lockwords: Baker (2011), Journal of English Linguistics 39, here by an interval within
    ±`LOCK_MARGIN` (two one-sided tests, Schuirmann 1987).
    """
    both = set(left) & set(right)
    if both:
        raise DataError(f"`left` and `right` both hold {sorted(both)[:5]}.")
    sides = [_gather(counts, side, name) for side, name in ((left, "left"), (right, "right"))]
    totals = [np.asarray(matrix.sum(axis=0)).ravel() for matrix, _ in sides]
    kept = np.flatnonzero(totals[0] + totals[1] >= min_count)
    if not left or not right:
        kept = kept[:0]
    (x, n), (y, m) = ((matrix[:, kept], tokens) for matrix, tokens in sides)
    one, two = sum_units(x, n), sum_units(y, m)
    a, b, size_a, size_b = one.totals, two.totals, one.denominator, two.denominator
    contrast = compare_sums(one, two)
    low, high = (end / np.log(2) for end in contrast.interval())
    p = contrast.p()
    g2 = measures.measure_g2(a, b, size_a, size_b)
    log_odds, z = measures.measure_log_odds(a, b, size_a, size_b)
    table = pd.DataFrame({
        "keyword": counts.words[kept],
        "left_count": a.astype(int), "right_count": b.astype(int),
        "left_per_10k": PER * a / size_a, "right_per_10k": PER * b / size_b,
        "log_ratio": measures.measure_log_ratio(a, b, size_a, size_b),
        "low": low, "high": high,
        "cautious": np.where(low > 0, low, np.where(high < 0, high, 0.0)),
        "p": p, "p_holm": correct_holm(p), "p_bh": correct_bh(p),
        **_choose_dispersion(b / size_b > a / size_a, (x, n), (y, m)),
        "g2": g2,
        "chi2": measures.measure_chi2(a, b, size_a, size_b),
        "pct_diff": measures.measure_difference(a, b, size_a, size_b),
        "odds_ratio": measures.measure_odds_ratio(a, b, size_a, size_b),
        "lrc": measures.measure_lrc(a, b, size_a, size_b),
        "log_odds": log_odds, "log_odds_z": z,
        "bic": measures.measure_bayes_factor(g2, size_a, size_b),
        **measures.measure_units(_rate(x, n), _rate(y, m)),
        "lockword": (low > -LOCK_MARGIN) & (high < LOCK_MARGIN),
    })
    order = table.assign(size=table["cautious"].abs(), strength=table["log_ratio"].abs())
    order = order.sort_values(
        ["size", "strength", "keyword"], ascending=[False, False, True], key=settle
    )
    return table.loc[order.index].reset_index(drop=True)


def rank_terms(keyness: pd.DataFrame, *, rows: int = 10) -> pd.DataFrame:
    """
    The words that rose and fell most surely, as many of each.

    Parameters
    ----------
    keyness : DataFrame
        Of `compare_counts`.
    rows : int
        Of each direction, at most.

    Returns
    -------
    DataFrame
        Rows of `keyness` whose interval is clear of zero, the greatest rise first and the
        greatest fall last.
    """
    clear = keyness[keyness["cautious"] != 0]
    risen, fallen = clear[clear["cautious"] > 0], clear[clear["cautious"] < 0]
    chosen = pd.concat([risen.head(rows), fallen.head(rows)])
    return chosen.sort_values(["log_ratio", "keyword"], ascending=[False, True], key=settle,
                              kind="stable").reset_index(drop=True)


def select_examples(keyness: pd.DataFrame, *, rows: int = 6) -> list[str]:
    """
    Words that rose, fell and stayed most surely, as many of each, for one figure.

    Those that stayed are the most frequent whose interval lies within a halving and a
    doubling.
    """
    stayed = keyness[keyness["lockword"]]
    common = (stayed["left_count"] + stayed["right_count"]).sort_values(
        ascending=False, kind="stable"
    )
    clear = keyness[keyness["cautious"] != 0]
    risen, fallen = clear[clear["cautious"] > 0], clear[clear["cautious"] < 0]
    return [*risen["keyword"].head(rows), *stayed.loc[common.index[:rows], "keyword"],
            *fallen["keyword"].head(rows)]


def _gather(counts: Counts, side: Sequence[str], name: str):
    part = counts.select(side)
    matrix, tokens = part.add_up()
    if side and not tokens.sum():
        raise DataError(f"`{name}`: {list(side)} have no text in sections of {counts.roles}.")
    return matrix, tokens


def _rate(matrix: sparse.csr_matrix, tokens: np.ndarray) -> np.ndarray:
    return matrix.toarray() / tokens[:, None]


def _choose_dispersion(rising: np.ndarray, left, right) -> dict[str, np.ndarray]:
    """Dispersion on the side where the word is more frequent."""
    one, two = (disperse_counts(*side) for side in (left, right))
    names = {"dispersion": "dp_norm", "range": "range", "units": "parts"}
    return {name: np.where(rising, two[column], one[column]) for name, column in names.items()}
