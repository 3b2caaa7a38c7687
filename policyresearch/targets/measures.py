"""Which kind of quantity a value is, by its unit, its verb and the noun it is of."""

from __future__ import annotations

import re

from policyresearch.targets.phrases import Phrase, render
from policyresearch.targets.predicates import Predicate
from policyresearch.targets.quantities import Quantity
from policyresearch.targets.words import GROWTH_NOUNS, SHARE_NOUNS

_CUMULATIVE = re.compile(r"累计|总计|共计|连续")
_FALL_NOUNS = re.compile(r"(?:降幅|下降率|跌幅|减幅)$")


def measure_moved(
    quantity: Quantity, predicate: Predicate, head: Phrase, text: str, before: str
) -> tuple[str, int]:
    """
    Measure and sign of a value behind a verb.

    A percentage behind a verb of change is growth, points are a change; behind a verb of
    level a percentage is growth only if its noun is one (增速), else a share.
    """
    noun = render(head, text)
    moved = predicate.kind in ("rise", "fall")
    sign = -1 if predicate.kind == "fall" and not _FALL_NOUNS.search(noun) else 1
    if quantity.kind in ("percent", "times", "fraction"):
        if predicate.kind == "level":
            return measure_level(quantity, text[predicate.start : quantity.start], head, text), 1
        return "growth", sign
    if quantity.kind == "points":
        return "change", sign
    if moved and predicate.verb not in ("累计",):
        return "change", sign
    if _CUMULATIVE.search(before) or predicate.verb == "累计":
        return "cumulative", 1
    return measure_level(quantity, text[predicate.start : quantity.start], head, text), 1


def measure_level(
    quantity: Quantity, before: str, head: Phrase = (), text: str = ""
) -> str:
    """Measure of a value that is stated, not changed."""
    noun = render(head, text)
    if quantity.kind == "percent":
        return "growth" if GROWTH_NOUNS.search(noun) else "share"
    if quantity.kind == "points":
        return "change"
    if quantity.kind == "fraction":
        return "share"
    if quantity.unit == "番":
        return "growth"
    if quantity.kind == "times":
        return "share" if quantity.unit == "成" else "level"
    if _CUMULATIVE.search(before) or noun.startswith("累计"):
        return "cumulative"
    if "新增" in noun or "净增" in noun:
        return "change"
    return "share" if quantity.unit == "" and SHARE_NOUNS.search(noun) else "level"
