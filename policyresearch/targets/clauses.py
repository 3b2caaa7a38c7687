"""A sentence as clauses, and a clause as groups of values that share their words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from policyresearch.targets.quantities import Quantity
from policyresearch.targets.words import DEEDS, openings

_BORDER = re.compile(
    r"[，；。！？：,;!?\n]|——|并(?=包揽|实现|获得|荣获|入选|跻身)|（[^（）]*）|\([^()]*\)|"
    r"“[^“”]{0,80}”|《[^《》]{0,120}》|"
    r"（|）"
)
_INNER = re.compile("[，；：]")
_SOFT = re.compile(r"\s*(?:、|和|与|及|以及|并|而)(?!其)")
# 完成3座水厂改造、新增供水能力2万吨: a second deed opens a clause; but what the same things
# brought about (完成投资) belongs to their own.
_NEXT_DEED = re.compile(
    rf"[\u4e00-\u9fff]{{2}}、(?=(?:{openings(' '.join(DEEDS))})[^、和与及的率数额量，0-9]{{2}})"
)
# Two values side by side, or in a list, have the same words before them.
_SAME = re.compile(r"\s*(?:、|和|与|及|以及)?\s*(?:各?约|近|第)?")


@dataclass(slots=True, eq=False)
class Group:
    """
    Values one behind the other that share what stands before and behind them.

    `before` and `after` are the stretches (start, end) of the clause on either side, up to
    the next group or the end of the clause.
    """

    quantities: list[Quantity]
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    number: int = 0  # place in the clause

    @property
    def start(self) -> int:
        return self.quantities[0].start

    @property
    def end(self) -> int:
        return self.quantities[-1].end


@dataclass(slots=True)
class Clause:
    """
    What stands between two commas, with its groups of values.

    `joined` tells that only 、 or 和 behind a value parts it from the clause before it, so
    that a verb may serve both: 新建公园3个、绿道5公里.
    """

    start: int
    end: int
    joined: bool = False
    groups: list[Group] = field(default_factory=list)


def split_clauses(text: str, quantities: list[Quantity]) -> list[Clause]:
    """
    Clauses of a sentence that hold values or stand before ones that do, in order.

    Examples
    --------
    >>> from policyresearch.targets.quantities import find_quantities
    >>> text = "产值、税收分别增长6%和7%，新建公园3个、绿道5公里"
    >>> for clause in split_clauses(text, find_quantities(text)):
    ...     print(text[clause.start:clause.end], clause.joined, len(clause.groups))
    产值、税收分别增长6%和7% False 1
    新建公园3个 False 1
    绿道5公里 True 1
    """
    clauses: list[Clause] = []
    start, joined = 0, False
    for border, width, soft in _find_borders(text, quantities):
        if border > start or not soft:
            clauses.append(Clause(start, border, joined))
            joined = soft
        start = border + width
    clauses.append(Clause(start, len(text), joined))
    clauses = [c for c in clauses if c.end > c.start]
    starts = [c.start for c in clauses]
    for quantity in quantities:
        _add(clauses, bisect_right(starts, quantity.start) - 1, quantity, text)
    clauses = [c for c in clauses if c.groups is not None and c.end > c.start]
    for clause in clauses:
        _set_sides(clause)
    return clauses


def _find_borders(text: str, quantities: list[Quantity]) -> list[tuple[int, int, bool]]:
    """Places and widths of the borders between clauses, and whether they are soft."""
    borders: list[tuple[int, int, bool]] = []
    numbers = [q.number for q in quantities]
    for found in _BORDER.finditer(text):
        first = found[0][0]
        if first in "“《":
            continue
        if first in "（(" and len(found[0]) > 1:
            inside = bisect_right(numbers, found.end() - 1) > bisect_right(numbers, found.start())
            if inside:
                borders += [(found.start(), 1, False), (found.end() - 1, 1, False)]
                borders += [
                    (m.start(), 1, False) for m in _INNER.finditer(text, *found.span())
                ]
            continue
        borders.append((found.start(), len(found[0]), False))
    for value, following in pairwise(quantities):
        # 总投资15亿元的海洋项目、总投资4亿元的…: the noun behind 的 belongs to the first value.
        if text.startswith("的", value.end):
            listed = text.rfind("、", value.end, following.start)
            if listed > 0:
                borders.append((listed, 1, True))
        elif deed := _NEXT_DEED.search(text, value.end, following.start):
            borders.append((deed.end() - 1, 1, True))
    for quantity in quantities:
        soft = _SOFT.match(text, quantity.end)
        if soft:
            borders.append((soft.start(), soft.end() - soft.start(), True))
        elif (
            quantity.start > 1 and text[quantity.start - 1] in "、和与及"
            and text[quantity.start - 2] not in "、以"
        ):
            borders.append((quantity.start - 1, 1, True))
    return sorted(set(borders))


def _add(clauses: list[Clause], place: int, quantity: Quantity, text: str) -> None:
    """Put a value into its clause, or into the group before it if it has no words of its own."""
    clause = clauses[place]
    bare = clause.joined and place and clause.start == quantity.start and not clause.groups
    if bare and quantity.kind in ("money", "measure", "count", "people"):
        bare = quantity.end >= clause.end or quantity.relation == "eq"
    if bare and clauses[place - 1].groups:
        previous = clauses[place - 1]
        if previous.groups[-1].end <= previous.end and _SAME.fullmatch(
            text, previous.groups[-1].end, quantity.start
        ):
            clause.groups, previous_groups = previous.groups, previous.groups
            previous_groups[-1].quantities.append(quantity)
            clause.start, clause.joined = previous.start, previous.joined
            previous.end = previous.start
            previous.groups = []
            return
    if clause.groups and _SAME.fullmatch(text, clause.groups[-1].end, quantity.start):
        clause.groups[-1].quantities.append(quantity)
    else:
        clause.groups.append(Group([quantity]))


def _set_sides(clause: Clause) -> None:
    edge = clause.start
    for i, group in enumerate(clause.groups):
        group.number = i
        following = clause.groups[i + 1].start if i + 1 < len(clause.groups) else clause.end
        group.before, group.after = (edge, group.start), (group.end, max(following, group.end))
        edge = group.end
