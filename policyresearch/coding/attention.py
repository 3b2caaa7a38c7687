"""Shares of attention: how much of a document, wave or role each theme takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.coding.paragraphs import Coding
from policyresearch.errors import DataError
from policyresearch.inference.comparison import find_series
from policyresearch.inference.corrections import correct_holm
from policyresearch.inference.paired import compare_pairs
from policyresearch.inference.ratios import Sums, compare_sums, find_interval, sum_units
from policyresearch.inference.units import number_units

# How a unit counts: by its shares, or altogether for the theme that leads in it.
STATISTICS = ("shares", "leading")


def spread_attention(coding: Coding, *, statistic: str = "shares") -> np.ndarray:
    """
    Units × themes: the characters of each unit given to each theme; rows sum to its length.

    Raises
    ------
    DataError
        If the statistic is unknown.
    """
    if statistic not in STATISTICS:
        raise DataError(f"`statistic`: {statistic!r} is unknown; options are {list(STATISTICS)}.")
    return getattr(coding, statistic) * coding.units["characters"].to_numpy(float)[:, None]


def estimate_attention(
    coding: Coding,
    *,
    by: Sequence[str] = ("doc_id",),
    unit: str = "paragraph",
    statistic: str = "shares",
    sections: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Share of the text that each theme takes in each group, with its 95 % interval.

    Shares of groups of different size may be compared. An interval says how far a share could
    have come out otherwise if such units had been written independently: for the sections
    of one document it speaks of that document.

    Parameters
    ----------
    coding : Coding
    by : sequence of str
        Columns of `coding.units` that make the groups: `doc_id`, `role`, or `wave` where the
        units carry it.
    unit : str
        What varies independently, one of `inference.UNITS`.
    statistic : str
        One of `STATISTICS`.
    sections, documents : DataFrame, optional
        As `unit` needs them.

    Returns
    -------
    DataFrame, one row per group and theme, `scheme.NONE` included
        `by`, `theme`, `share` (0 to 1; sums to 1 over a group), `low`, `high`, `characters`
        (given to the theme), `units`. No row where there is no text.

    Notes
    -----
    share(k) = Σ characters × share of theme k in the unit / Σ characters. Intervals:
    `inference.find_interval`.

    Examples
    --------
    >>> from policyresearch.coding import code_units, read_scheme
    >>> units = pd.DataFrame({"doc_id": "a", "para_id": [0, 1], "text": ["数字经济", "海洋牧场"]})
    >>> table = estimate_attention(code_units(units, read_scheme()), unit="paragraph")
    >>> table[table["share"] > 0][["theme", "share"]].values.tolist()
    [['digital', 0.5], ['marine', 0.5]]
    """
    spread = spread_attention(coding, statistic=statistic)
    number = number_units(coding.units, unit, sections=sections, documents=documents)
    groups = coding.units.groupby(list(by), sort=False).indices
    parts = []
    for key in coding.units[list(by)].dropna().drop_duplicates().itertuples(index=False):
        rows = np.sort(groups[tuple(key) if len(by) > 1 else key[0]])
        sums = _add_up(spread[rows], coding.units["characters"].to_numpy(float)[rows],
                       number[rows])
        low, high = find_interval(sums, bounded=True)
        parts.append(pd.DataFrame({
            **dict(zip(by, key, strict=True)), "theme": coding.themes,
            "share": sums.totals / sums.denominator if sums.denominator else np.nan,
            "low": low, "high": high, "characters": sums.totals, "units": sums.units,
        }))
    columns = [*by, "theme", "share", "low", "high", "characters", "units"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns]


def _add_up(spread: np.ndarray, length: np.ndarray, number: np.ndarray) -> Sums:
    """Sums over what varies independently: units × themes, and their lengths."""
    codes, units = pd.factorize(number)
    sums, sizes = np.zeros((len(units), spread.shape[1])), np.zeros(len(units))
    np.add.at(sums, codes, spread)
    np.add.at(sizes, codes, length)
    return sum_units(sums, sizes)


def compare_attention(
    coding: Coding,
    left: np.ndarray | pd.Series,
    right: np.ndarray | pd.Series,
    *,
    unit: str = "paragraph",
    statistic: str = "shares",
    sections: pd.DataFrame | None = None,
    documents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    How much more attention each theme gets on the right than on the left.

    Parameters
    ----------
    coding : Coding
    left, right : array of bool
        The units of each side.
    unit, statistic, sections, documents
        As in `estimate_attention`.

    Returns
    -------
    DataFrame, one row per theme, in the scheme's order
        `theme`, `left`, `right` (shares, 0 to 1), `difference` (right − left) with `low` and
        `high` (95 %), `p` (of no difference), `p_holm` (all themes together).

    Notes
    -----
    p-values: `inference.compare_sums`, of the ratio of the shares. The interval of the
    difference is put together from those of the two shares (MOVER: Zou & Donner 2008,
    Statistics in Medicine 27), so it may hold zero where p is a little below 0.05.
    """
    units = number_units(coding.units, unit, sections=sections, documents=documents)
    spread = spread_attention(coding, statistic=statistic)
    length = coding.units["characters"].to_numpy(float)
    sides = []
    for rows in (left, right):
        mask = np.asarray(rows, dtype=bool)
        if not length[mask].sum():
            raise DataError("`left`, `right`: one of the two sides holds no text.")
        sides.append(_add_up(spread[mask], length[mask], units[mask]))
    p = compare_sums(*sides).p()
    (left_share, left_low, left_high), (right_share, right_low, right_high) = (
        (side.totals / side.denominator, *find_interval(side, bounded=True)) for side in sides
    )
    difference = right_share - left_share
    return pd.DataFrame(
        {
            "theme": coding.themes, "left": left_share, "right": right_share,
            "difference": difference,
            "low": difference - np.hypot(right_share - right_low, left_high - left_share),
            "high": difference + np.hypot(right_high - right_share, left_share - left_low),
            "p": p, "p_holm": correct_holm(p),
        }
    )


def compare_ends(
    coding: Coding,
    documents: pd.DataFrame,
    *,
    unit: str = "paragraph",
    statistic: str = "shares",
    sections: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Change of attention between the first and the last wave of the main series.

    The series are the documents of `composition.find_series`. With one place `unit` varies
    and the change is one between its documents; with several, each place counts once and
    the change is the mean change within places.

    Returns
    -------
    DataFrame, one row per theme, in the scheme's order; none without a series
        `theme`, `left`, `right`, `difference`, `low`, `high`, `p`, `p_holm` as in
        `compare_attention`, `left_wave`, `right_wave`, `places`.

    Notes
    -----
    Several places: `inference.compare_pairs`.
    """
    columns = ["theme", "left", "right", "difference", "low", "high", "p", "p_holm"]
    series = find_series(documents)
    series = series[series["doc_id"].isin(coding.units["doc_id"])]
    if series["wave"].nunique() < 2:
        return pd.DataFrame(columns=[*columns, "left_wave", "right_wave", "places"])
    first, last = series["wave"].min(), series["wave"].max()
    owners = series.set_index("doc_id")
    wave = coding.units["doc_id"].map(owners["wave"])
    sides = [(wave == each).fillna(False).to_numpy(dtype=bool) for each in (first, last)]
    places = sorted(set(series["place"]))
    if len(places) == 1:
        table = compare_attention(
            coding, *sides, unit=unit, statistic=statistic, sections=sections
        )[columns]
    else:
        place = coding.units["doc_id"].map(owners["place"]).to_numpy(dtype=object)
        table = _compare_within(coding, place, places, sides, statistic)[columns]
    return table.assign(left_wave=first, right_wave=last, places=len(places))


def _compare_within(
    coding: Coding, place: np.ndarray, places: list, sides: list, statistic: str
) -> pd.DataFrame:
    spread = spread_attention(coding, statistic=statistic)
    shares = []
    for side in sides:
        sums = np.array([spread[side & (place == each)].sum(axis=0) for each in places])
        shares.append(np.divide(sums, sums.sum(axis=1, keepdims=True)))
    both = ~np.isnan(shares[0] + shares[1]).any(axis=1)
    left, right = (side[both] for side in shares)
    found = compare_pairs(left, right)
    return pd.DataFrame(
        {
            "theme": coding.themes, "left": left.mean(axis=0), "right": right.mean(axis=0),
            "difference": found.mean, "low": found.low, "high": found.high, "p": found.p,
            "p_holm": correct_holm(found.p),
        }
    )
