"""Whether one line goes on in the middle of another's sentence, by its characters."""

from __future__ import annotations

import re

from policyresearch.reading.repair.characters import CharacterModel, fold, general_model

# How much likelier (nats) the border must be inside a sentence than between paragraphs.
# Of 503 borders after unfinished lines of reports, all headings, none exceeds the first;
# a line that holds a finished sentence is no heading, so little is asked of it.
_HEADING_LIKE, _RUNNING = 15.0, 0.0
_SENTENCE = re.compile(r"[。！？；]")
_BORDER = "\n"


def continues(left: str, right: str) -> bool:
    """
    Whether `right` takes up the sentence in which `left` breaks off.

    Examples
    --------
    >>> continues("预计全年地区生产总值增长6%左", "右，一般公共预算收入增长5%。")
    True
    >>> continues("有效防范化解重点领域风险", "守牢流域安全底线。")
    False
    """
    needed = _RUNNING if _SENTENCE.search(left) else _HEADING_LIKE
    return _border_ratio(general_model(), left, right) > needed


def _border_ratio(model: CharacterModel, left: str, right: str) -> float:
    before = fold(left[-12:])[-2:]
    following = fold(right[:8]) + _BORDER
    first, second = following[0], following[1]
    inside = model.log_probability(before, first)
    inside += model.log_probability(before[-1] + first, second)
    between = model.log_probability(before, _BORDER)
    between += model.log_probability(_BORDER, first)
    between += model.log_probability(_BORDER + first, second)
    return inside - between
