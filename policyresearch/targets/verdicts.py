"""Whether a reported value satisfies a promised one."""

from __future__ import annotations

import math
from typing import NamedTuple


class Promise(NamedTuple):
    """A promised value; `direction` is the indicator's, "" where it is not known."""

    value: float
    high: float
    relation: str
    direction: str

    @property
    def is_ceiling(self) -> bool:
        """
        Whether less satisfies it: stated so, a reduction, or of an indicator that should fall.

        A bound on a reduction bounds its size (下降20%以上: −20 or less). A plain value is
        a floor unless less is better.
        """
        if self.value < 0:
            return self.relation != "le"
        if self.relation in ("ge", "le"):
            return self.relation == "le"
        return self.direction == "lower"

    @property
    def bound(self) -> float:
        """The value that decides: of a range its nearer end; 左右 allows for rounding."""
        if not math.isnan(self.high):
            ends = sorted((self.value, self.high))
            return ends[1] if self.is_ceiling else ends[0]
        if self.relation != "approx":
            return self.value
        slack = half_of_last_digit(self.value)
        return self.value + slack if self.is_ceiling else self.value - slack


def half_of_last_digit(value: float) -> float:
    """
    Half a unit in the last written digit: what rounding leaves open.

    Examples
    --------
    >>> half_of_last_digit(7), half_of_last_digit(6.5), half_of_last_digit(-0.25)
    (0.5, 0.05, 0.005)
    """
    written = f"{abs(value):.12g}"
    decimals = len(written.partition(".")[2])
    return float(f"{0.5 * 10**-decimals:.12g}")


def is_satisfied(promise: Promise, reported: float, relation: str) -> bool | None:
    """
    Whether a reported value satisfies a promise; None where its bound leaves that open.

    Examples
    --------
    >>> is_satisfied(Promise(25, math.nan, "eq", "higher"), 21.8, "eq")
    False
    >>> is_satisfied(Promise(35, math.nan, "le", "lower"), 33, "eq")
    True
    >>> is_satisfied(Promise(-20, math.nan, "ge", "lower"), -26.4, "eq")
    True
    >>> is_satisfied(Promise(300, math.nan, "ge", "higher"), 290, "ge") is None
    True
    """
    if promise.is_ceiling:
        holds, at_most = reported <= promise.bound, relation == "le"
        open_side = at_most if reported >= 0 else relation == "ge"
        closed_side = relation == "ge" if reported >= 0 else relation == "le"
    else:
        holds = reported >= promise.bound
        open_side, closed_side = relation == "ge", relation == "le"
    if holds:
        # 不超过30 does not show that a floor of 25 was reached.
        return None if closed_side else True
    return None if open_side else False
