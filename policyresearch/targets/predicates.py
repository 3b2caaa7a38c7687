"""The predicate in front of a value: its verb, its subject, and what it is compared with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from policyresearch.targets.words import ADVERBS, FALL, LEVEL, RISE, any_of

_COMPARED = (
    r"(?P<compare>(?:同比|环比|(?:(?<![占对])比(?![重例率值])|较(?!好|大|高|"
    r"快))(?P<base>[^，、]{1,14}?)(?:相比|同期)?|"
    r"在[^，、]{2,10}?基础上[又再]?|与[^，、]{1,14}?相比))"
)
_ADVERB = rf"(?:{any_of(ADVERBS)})"
_PREDICATE = re.compile(
    rf"(?:(?:扣除|剔除)[^，、]{{2,12}}?[后外])?{_ADVERB}*(?:{_COMPARED})?{_ADVERB}*"
    rf"(?:(?P<to>(?:{any_of(RISE + ' ' + FALL)})(?:到|至|为|达到?))|"
    rf"(?P<level>(?<![保占享所专])有|(?<!最)高达|(?<![直抵送发])达|(?<![预累合总共设估统审会])计|"
    rf"{any_of(LEVEL)})|"
    rf"(?P<rise>{any_of(RISE)}|(?<=[量值入额年])多)|(?P<fall>{any_of(FALL)}))"
    rf"(?:了|幅度|{_ADVERB})*(?:达到?|为|不低于|至)?了?$"
)


class Predicate(NamedTuple):
    """
    `kind` is "level", "rise" or "fall"; `start` is where it begins, that is, where its
    subject ends; `base` is the stretch that names what it is compared with.
    """

    kind: str
    verb: str
    start: int
    base: tuple[int, int] | None


# Several constructions ask about the same words.
@lru_cache(maxsize=256)
def find_predicate(text: str, start: int, end: int) -> Predicate | None:
    """
    The predicate that ends a stretch, if one does.

    Examples
    --------
    >>> text = "用水量分别比2015年下降"
    >>> found = find_predicate(text, 0, len(text))
    >>> found.kind, text[:found.start], text[slice(*found.base)]
    ('fall', '用水量', '2015年')
    >>> find_predicate("利润提高到", 0, 5).kind
    'level'
    """
    low = max(start, end - 36)
    for found in _tails(text, low, end):
        compare = found["base"]
        base = found.span("base") if compare else None
        if found["to"]:
            kind, verb = "level", found["to"]
        elif found["level"]:
            kind, verb = "level", found["level"]
        elif found["rise"]:
            kind, verb = "rise", found["rise"]
        else:
            kind, verb = "fall", found["fall"]
        return Predicate(kind, verb, found.start(), base)
    return None


def _tails(text: str, start: int, end: int):
    """Matches that reach the end; the leftmost is the one with all its adverbs."""
    found = _PREDICATE.search(text, start, end)
    if found:
        yield found
