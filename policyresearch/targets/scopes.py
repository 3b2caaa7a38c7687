"""Place, group or sector a value is for, where it is narrower than the jurisdiction."""

from __future__ import annotations

import re

from policyresearch.targets.phrases import Phrase, render
from policyresearch.targets.words import ENTITY, NARROWER

_NARROWER = re.compile(rf"(?:^|(?<=[、的万元年动]))(?P<scope>{NARROWER})(?=.)|^人均(?=$)")
_FURTHER = re.compile(rf"(?:{NARROWER})(?=.)")
_SERVED = re.compile(r"[^的占、]{0,6}(?:高校毕业生|残疾人|退役军人|困难群众)(?=.)")
# Whose income it is per head: 移民人均可支配收入.
_EARNERS = re.compile(r"[^的占、和]{2,8}?(?=(?:年?人均|户均)(?:年?可支配|纯|总)?收入)")
_WHOLE = re.compile(r"(?:城乡)?居民|常住居民|地区|全[^体]|我.")
_PART_OF = re.compile(r"占")


def find_scope(phrase: Phrase, text: str) -> Phrase:
    """
    The part of an indicator that narrows it; for "X占Y" only a place.

    Examples
    --------
    >>> render(find_scope(((0, 8),), "城镇登记失业率为"), "城镇登记失业率为")
    '城镇'
    >>> find_scope(((0, 9),), "服务业占全区税收比重")
    ()
    """
    words = render(phrase, text)
    if _PART_OF.search(words):
        return ()
    served = _SERVED.match(words)
    if served:
        return _part(phrase, text, 0, served.end())
    earners = _EARNERS.match(words)
    if earners and not _WHOLE.fullmatch(earners[0]):
        return _part(phrase, text, 0, earners.end())
    found = _NARROWER.search(words)
    if not found or not found["scope"]:
        return ()
    end = found.end("scope")
    while end < len(words) and (more := _FURTHER.match(words, end)):
        end = more.end()
    for noun in ("登记", "新增", "调查"):
        if words[found.start("scope") : end] == f"城镇{noun}":
            end -= len(noun)
    return _part(phrase, text, found.start("scope"), end)


def find_place(phrase: Phrase, text: str) -> Phrase:
    """
    The place or institution that an indicator opens with.

    Examples
    --------
    >>> render(find_place(((0, 9),), "高新区实际利用外资达到"), "高新区实际利用外资达到")
    '高新区'
    """
    entity = ENTITY.match(render(phrase, text))
    return _part(phrase, text, 0, entity.end("entity")) if entity else ()


def without_place(phrase: Phrase, place: Phrase, text: str) -> Phrase:
    """An indicator without the place it opens with: 高新区实际利用外资 is 实际利用外资."""
    words, named = render(phrase, text), render(place, text)
    if named == "县域" or len(words) < len(named) + _SHORTEST or words[len(named)] in "的和、":
        return phrase
    return _part(phrase, text, len(named), len(words))


_SHORTEST = 2


def _part(phrase: Phrase, text: str, start: int, end: int) -> Phrase:
    """Characters from `start` to `end` of a phrase, as pieces."""
    part: list = []
    place = 0
    for piece in phrase:
        length = len(piece) if isinstance(piece, str) else piece[1] - piece[0]
        low, high = max(start - place, 0), min(end - place, length)
        if low < high:
            part.append(
                piece[low:high] if isinstance(piece, str) else (piece[0] + low, piece[0] + high)
            )
        place += length
    return tuple(part)
