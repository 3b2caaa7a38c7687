"""
Shares of attention corrected for the coding's own errors.

With t the true shares, P(coded | true) the chance that a unit of one theme is coded as another,
and o the shares as coded, o = P' t. The chances are those measured on headings of city reports
that no term was chosen by (`lexicons/theme_confusion.csv`); t is the distribution that comes
closest to o. Hopkins & King (2010), American Journal of Political Science 54.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from policyresearch.coding.attention import spread_attention
from policyresearch.coding.paragraphs import Coding
from policyresearch.errors import DataError
from policyresearch.inference.resampling import SEED, draw_weights
from policyresearch.lexicons import read_lexicon

DRAWS = 500
# Weighs the condition that shares sum to one against the fit of the shares.
_FIRM = 100.0
# Decimals of a share that the solution of the equations is good for.
_DECIMALS = 10


def read_confusion(themes: list[str]) -> np.ndarray:
    """
    Units by true theme (rows, without the last of `themes`) and coded theme (columns).

    Raises
    ------
    DataError
        If the measured themes are not those of the scheme.
    """
    table = read_lexicon("theme_confusion")
    unknown = sorted((set(table["truth"]) | set(table["coded"])) - set(themes))
    lacking = sorted(set(themes[:-1]) - set(table["truth"]))
    if unknown or lacking:
        raise DataError(
            f"theme_confusion: themes {unknown} are not in the scheme, {lacking} were never "
            "measured; only the package's own scheme can be corrected."
        )
    wide = table.assign(units=table["units"].astype(int)).pivot(
        index="truth", columns="coded", values="units"
    )
    return wide.reindex(index=themes[:-1], columns=themes).fillna(0).to_numpy(float)


def solve_shares(chances: np.ndarray, coded: np.ndarray) -> np.ndarray:
    """
    The distribution over true themes whose coding comes closest to `coded`.

    Examples
    --------
    >>> chances = np.array([[0.9, 0.1], [0.2, 0.8]])
    >>> solve_shares(chances, chances.T @ np.array([0.3, 0.7])).round(3).tolist()
    [0.3, 0.7]
    """
    system = np.vstack([chances.T, np.full(chances.shape[0], _FIRM)])
    found = nnls(system, np.append(coded, _FIRM))[0]
    return np.round(found / found.sum(), _DECIMALS)


def correct_attention(
    coding: Coding, *, by: str = "doc_id", draws: int = DRAWS, seed: int = SEED
) -> pd.DataFrame:
    """
    Shares of attention by leading theme, as coded and corrected for misclassification.

    Parameters
    ----------
    coding : Coding
        By the package's own scheme.
    by : str
        Column of `coding.units` that makes the groups.
    draws, seed : int
        Draws of the units of a group, and with each of the chances of error.

    Returns
    -------
    DataFrame, one row per group and theme
        `by`, `theme`, `share` (of the characters in units that the theme leads), `corrected`,
        `low`, `high` (95 % of the corrected share: units drawn again, and the chances of error
        drawn from what was measured).

    Notes
    -----
    Chances of error have a Dirichlet distribution with the prior of one unit spread evenly
    (Perks 1947).
    """
    measured = read_confusion(coding.themes)
    prior = 1 / measured.shape[1]
    chances = (measured + prior) / (measured + prior).sum(axis=1, keepdims=True)
    rng = np.random.default_rng(seed)
    drawn = [np.array([rng.dirichlet(row + prior) for row in measured]) for _ in range(draws)]
    spread = spread_attention(coding, statistic="leading")
    parts = []
    for group, rows in coding.units.groupby(by, sort=False).indices.items():
        own = spread[np.sort(rows)]
        coded = own.sum(axis=0) / own.sum()
        totals = draw_weights(np.zeros(len(own)), draws=draws, seed=seed) @ own
        runs = [
            solve_shares(each, total / total.sum())
            for each, total in zip(drawn, totals, strict=True) if total.sum() > 0
        ]
        low, high = np.quantile(runs, [0.025, 0.975], axis=0)
        parts.append(pd.DataFrame({
            by: group, "theme": coding.themes[:-1], "share": coded[:-1],
            "corrected": solve_shares(chances, coded), "low": low, "high": high,
        }))
    return pd.concat(parts, ignore_index=True)
