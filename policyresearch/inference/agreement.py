"""Agreement between coders beyond chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations

import numpy as np
import pandas as pd

from policyresearch.errors import DataError


def _nominal(one, other) -> float:
    return float(one != other)


def _interval(one, other) -> float:
    return float((one - other) ** 2)


def _ratio(one, other) -> float:
    return float(((one - other) / (one + other)) ** 2) if one + other else 0.0


_DISTANCES: dict[str, Callable] = {"nominal": _nominal, "interval": _interval, "ratio": _ratio}
SCALES = tuple(_DISTANCES)


def measure_alpha(ratings: Sequence[Sequence] | pd.DataFrame, *, scale: str = "nominal") -> float:
    """
    Krippendorff's alpha: 1 for perfect agreement, 0 for what chance would give.

    Values may be compared between sets of units of any size, and between scales only as far
    as one may say that the scales ask for the same.

    Parameters
    ----------
    ratings : one row per coder, one column per unit
        Missing ratings (None, nan) are left out; a unit with a single rating says nothing.
    scale : str
        "nominal", "interval" or "ratio".

    Returns
    -------
    float
        Missing if no unit has two ratings, or if all ratings are one value: there is then
        nothing that could have disagreed.

    Notes
    -----
    With o_ck the coincidences, each pair of ratings of a unit of m ratings counted
    1/(m − 1), and n_c their sums: α = 1 − (n − 1) Σ o_ck δ²_ck / Σ n_c n_k δ²_ck.
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff
    (2007), Communication Methods and Measures 1.

    Examples
    --------
    >>> round(measure_alpha([["a", "a", "b", "b"], ["a", "b", "b", "b"]]), 3)
    0.533
    """
    if scale not in _DISTANCES:
        raise DataError(f"`scale`: {scale!r} is unknown; options are {list(SCALES)}.")
    distance = _DISTANCES[scale]
    rows = ratings.to_numpy().tolist() if isinstance(ratings, pd.DataFrame) else ratings
    units = [[r for r in unit if not pd.isna(r)] for unit in zip(*rows, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = [rating for unit in units for rating in unit]
    observed = sum(
        distance(one, other) / (len(unit) - 1)
        for unit in units for one, other in permutations(unit, 2)
    )
    names, counts = np.unique(np.array(values, dtype=object).astype(str), return_counts=True)
    kinds = {str(value): value for value in values}
    expected = sum(
        counts[i] * counts[j] * distance(kinds[names[i]], kinds[names[j]])
        for i in range(len(names)) for j in range(len(names)) if i != j
    )
    if not expected:
        return float("nan")
    return float(1 - (len(values) - 1) * observed / expected)
