"""Shares of attention: how much of a document, wave or role each theme takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference import compare_sums, estimate_ratios, number_units, sum_units
from policyresearch.themes.coding import Coding

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
        (given to the theme), `units`.

    Notes
    -----
    share(k) = Σ characters × share of theme k in the unit / Σ characters. Intervals:
    `inference.estimate_ratios`.

    Examples
    --------
    >>> from policyresearch.themes import code_units, read_scheme
    >>> units = pd.DataFrame({"doc_id": "a", "para_id": [0, 1], "text": ["数字经济", "海洋牧场"]})
    >>> table = estimate_attention(code_units(units, read_scheme()), unit="paragraph")
    >>> table[table["share"] > 0][["theme", "share"]].values.tolist()
    [['digital', 0.5], ['marine', 0.5]]
    """
    spread = spread_attention(coding, statistic=statistic)
    keys = [name for name in ("doc_id", "para_id", "section_id") if name in coding.units]
    base = coding.units[list(dict.fromkeys([*keys, *by, "characters"]))]
    parts = []
    for theme, given in zip(coding.themes, spread.T, strict=True):
        found = estimate_ratios(
            base.assign(given=given), numerator="given", denominator="characters", by=by,
            unit=unit, bounded=True, sections=sections, documents=documents,
        )
        parts.append(found.assign(theme=theme, order=range(len(found))))
    table = pd.concat(parts, ignore_index=True).sort_values("order", kind="stable")
    table = table.drop(columns="characters").rename(
        columns={"value": "share", "given": "characters"}
    )
    columns = [*by, "theme", "share", "low", "high", "characters", "units"]
    return table[columns].reset_index(drop=True)


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
    How many times as much attention each theme gets on the right as on the left.

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
        `theme`, `left`, `right` (shares, 0 to 1), `difference` (right − left), `log_ratio`
        (base 2, of right to left: 1 is twice the share), `low`, `high` (95 %), `p`.

    Notes
    -----
    `inference.compare_sums`.
    """
    units = number_units(coding.units, unit, sections=sections, documents=documents)
    spread = spread_attention(coding, statistic=statistic)
    length = coding.units["characters"].to_numpy(float)
    sides = []
    for rows in (left, right):
        mask = np.asarray(rows, dtype=bool)
        if not length[mask].sum():
            raise DataError("`left`, `right`: one of the two sides holds no text.")
        number = pd.factorize(units[mask])[0]
        sums = np.zeros((number.max() + 1, spread.shape[1]))
        sizes = np.zeros(number.max() + 1)
        np.add.at(sums, number, spread[mask])
        np.add.at(sizes, number, length[mask])
        sides.append(sum_units(sums, sizes))
    contrast = compare_sums(*sides)
    low, high = contrast.interval()
    shares = [side.totals / side.denominator for side in sides]
    return pd.DataFrame(
        {
            "theme": coding.themes, "left": shares[0], "right": shares[1],
            "difference": shares[1] - shares[0],
            "log_ratio": contrast.value / np.log(2), "low": low / np.log(2),
            "high": high / np.log(2), "p": contrast.p(),
        }
    )
