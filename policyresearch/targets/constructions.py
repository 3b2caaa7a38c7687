"""
The constructions in which Chinese policy documents state values, each by its name.

A construction reads one group of values (`drafts.Site`) and makes its records, an empty list
where the words are its own but make no record, or None where they are not its own.
`CONSTRUCTIONS` is the order in which they are asked: the more special before the more general.
"""

from __future__ import annotations

from collections.abc import Callable

from policyresearch.targets.comparisons import compared_group, difference, from_to, goal
from policyresearch.targets.counts import beneficiaries, counted_noun, doers, share_of
from policyresearch.targets.drafts import Draft, Site
from policyresearch.targets.levels import caused_change, multiple, named_amount, predicate
from policyresearch.targets.orders import rank, streak, times_won, zero
from policyresearch.targets.thresholds import base_of_share, capacity, threshold, whole_of_count

Construction = Callable[[Site], list[Draft] | None]

CONSTRUCTIONS: tuple[tuple[str, Construction], ...] = (
    ("zero", zero),
    ("from-to", from_to),
    ("compared group", compared_group),
    ("rank", rank),
    ("times won", times_won),
    ("streak", streak),
    ("goal", goal),
    ("difference", difference),
    ("threshold", threshold),
    ("base of a share", base_of_share),
    ("whole of a count", whole_of_count),
    ("beneficiaries", beneficiaries),
    ("doers", doers),
    ("multiple", multiple),
    ("predicate", predicate),
    ("caused change", caused_change),
    ("share of", share_of),
    ("capacity", capacity),
    ("counted noun", counted_noun),
    ("named amount", named_amount),
)
