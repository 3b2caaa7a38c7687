"""
Specification curves: a claim under every reasonable way of looking.

A specification is one option for each named choice. An estimator turns a specification into
estimates, several claims at once where they share the work; a claim is judged by how its
estimate holds over the whole grid.

Simonsohn, Simmons & Nelson (2020), Nature Human Behaviour 4; Steegen, Tuerlinckx, Gelman &
Vanpaemel (2016), Perspectives on Psychological Science 11.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from policyresearch.digits import settle
from policyresearch.errors import DataError

VERDICTS = ("robust", "fragile", "reversed")
# How often a 95 % interval may lie on the wrong side by chance alone.
_CHANCE = 0.05
_ENDS = ("value", "low", "high")

Specification = Mapping[str, str]
# Value, low and high end by claim; zero means no difference.
Estimates = Mapping[str, tuple[float, float, float]]


def list_specifications(choices: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """
    Every combination of options; the first option of each choice is the baseline, which leads.

    Examples
    --------
    >>> list_specifications({"role": ["all", "plan"], "unit": ["paragraph"]})
    [{'role': 'all', 'unit': 'paragraph'}, {'role': 'plan', 'unit': 'paragraph'}]
    """
    for name, options in choices.items():
        if not options or len(set(options)) < len(options):
            raise DataError(f"`choices`: {name!r} has options {list(options)}; distinct, please.")
    return [dict(zip(choices, options, strict=True)) for options in product(*choices.values())]


def run_specifications(
    estimate: Callable[[Specification], Estimates], choices: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """
    Estimate claims under every specification.

    Parameters
    ----------
    estimate : callable
        From a specification to estimates by claim. A claim that a specification cannot speak
        of is left out of what it returns.
    choices : mapping of str to sequence of str
        Options of each choice, the baseline's first.

    Returns
    -------
    DataFrame, one row per claim and specification, the baseline first
        `claim`, `specification` (running number, 0 for the baseline), one column per choice,
        `value`, `low`, `high`, without the digits that rounding errors reach (`digits.settle`):
        whether an estimate is zero, or one specification's is that of another, is asked of them.
    """
    rows = []
    for number, specification in enumerate(list_specifications(choices)):
        for claim, (value, low, high) in estimate(specification).items():
            rows.append({"claim": claim, "specification": number, **specification,
                         "value": value, "low": low, "high": high})
    columns = ["claim", "specification", *choices, *_ENDS]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(**{name: settle(table[name].astype(float)) for name in _ENDS})


def judge_claims(curve: pd.DataFrame) -> pd.DataFrame:
    """
    Call each claim robust, fragile or reversed.

    The claim is the sign of the baseline's estimate.

    reversed
        More than half of the specifications have the other sign, or more than 5 % (what
        chance allows) an interval wholly on the other side of zero.
    robust
        Not reversed, every estimate has the baseline's sign, and at least half of all
        specifications, those without an estimate among them, have an interval wholly on its
        side.
    fragile
        Anything else.

    Parameters
    ----------
    curve : DataFrame (`run_specifications`)

    Returns
    -------
    DataFrame, one row per claim, in order of appearance
        `claim`, `verdict` (one of `VERDICTS`), `specifications` (with an estimate),
        `missing_share` (of all: those without), `same_sign_share`, `sure_share`,
        `against_share` (of those with one: the baseline's sign; interval wholly on its side;
        wholly on the other side), `value`, `low`, `high` (baseline), `median`, `least`, `most`
        (over the specifications). A claim that the baseline has no estimate of is not made
        and has no row.

    Examples
    --------
    >>> curve = pd.DataFrame({"claim": "x", "specification": [0, 1], "value": [1.0, 0.5],
    ...                       "low": [0.5, -0.2], "high": [1.5, 1.2]})
    >>> judge_claims(curve)[["verdict", "sure_share"]].values.tolist()
    [['robust', 0.5]]
    """
    rows = []
    asked = curve.groupby("claim", sort=False).size()
    for claim, part in curve.dropna(subset="value").groupby("claim", sort=False):
        missing = 1 - len(part) / asked[claim]
        base = part[part["specification"] == 0]
        if base.empty:
            # What the text cannot say, it does not claim.
            continue
        first = base.iloc[0]
        side = np.sign(first["value"])
        same = (np.sign(part["value"]) == side).mean()
        other = (np.sign(part["value"]) == -side).mean()
        clear = np.minimum(side * part["low"], side * part["high"]) > 0
        sure = clear.mean()
        against = (np.maximum(side * part["low"], side * part["high"]) < 0).mean()
        if other > 0.5 or against > _CHANCE:
            verdict = "reversed"
        else:
            # Counted: a share of a share can miss one half by its last bit.
            most = 2 * clear.sum() >= asked[claim]
            verdict = "robust" if same == 1 and most else "fragile"
        rows.append({
            "claim": claim, "verdict": verdict, "specifications": len(part),
            "missing_share": missing, "same_sign_share": same, "sure_share": sure,
            "against_share": against,
            "value": first["value"], "low": first["low"], "high": first["high"],
            "median": part["value"].median(), "least": part["value"].min(),
            "most": part["value"].max(),
        })
    columns = ["claim", "verdict", "specifications", "missing_share", "same_sign_share",
               "sure_share", "against_share", "value", "low", "high", "median", "least", "most"]
    return pd.DataFrame(rows, columns=columns)


def summarise_choices(curve: pd.DataFrame, choices: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """
    What each option does to each claim.

    Returns
    -------
    DataFrame, one row per claim, choice and option
        `claim`, `choice`, `option`, `median` (of the estimates with this option),
        `specifications`.
    """
    parts = []
    for choice, options in choices.items():
        found = curve.groupby(["claim", choice], sort=False)["value"].agg(["median", "size"])
        found = found.reset_index().rename(columns={choice: "option", "size": "specifications"})
        found = found[found["option"].isin(list(options))]
        parts.append(found.assign(choice=choice))
    table = pd.concat(parts, ignore_index=True)
    return table[["claim", "choice", "option", "median", "specifications"]]
