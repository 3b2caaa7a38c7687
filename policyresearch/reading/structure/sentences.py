"""Sentences of a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

# A text with fewer full stops than one in so many characters does without them.
_CHARS_PER_STOP = 1500
_CHARS_PER_FULL_STOP = 500
# There a line is a sentence, cut at ； where it would be longer than this.
LONGEST_WITHOUT_STOPS = 200
_END = re.compile(r"(?:[。！？]|…{2,}|\.{6}|[!?])+[”’）》】」』\])]*")
_LIST = re.compile(r"[；;][”’）》】]*")
# What follows a quoted sentence inside another one.
_GOES_ON = re.compile(r"[的地得和与及等]")
# No sentence begins with these; a mark before them is damage or part of a name.
_NO_START = re.compile(r"[，、；：。）》%]")


def has_stops(text: str) -> bool:
    """Whether sentences of `text` end in full stops at all."""
    return len(_END.findall(text)) * _CHARS_PER_STOP >= len(text)


def has_full_stops(text: str) -> bool:
    """Whether 。 ends the statements of `text`; ！ in an address is no evidence of it."""
    return text.count("。") * _CHARS_PER_FULL_STOP >= len(text)


def split_sentences(text: str, *, stops: bool = True) -> list[tuple[int, int]]:
    """
    Stretches of the sentences of a paragraph; together they are the whole paragraph.

    A sentence ends after 。！？ or an ellipsis with the closing quotes and brackets that
    follow. ； does not end one, except where a text does without full stops
    (`stops=False`) and the sentence would be longer than 200 characters.

    Examples
    --------
    >>> text = "要“稳”。他说：“加油！”，我们继续；努力。"
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['要“稳”。', '他说：“加油！”，我们继续；努力。']
    """
    spans = []
    start = 0
    for found in _END.finditer(text):
        end = found.end()
        closed = found[0][-1] not in "。！？!?…."
        if _NO_START.match(text, end) or (closed and _GOES_ON.match(text, end)):
            continue
        while end < len(text) and text[end] == " ":
            end += 1
        spans.append((start, end))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    if stops:
        return spans
    return [part for span in spans for part in _split_list(text, *span)]


def _split_list(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONGEST_WITHOUT_STOPS:
        return [(start, end)]
    cuts = [m.end() for m in _LIST.finditer(text, start, end)]
    borders = [start, *(cut for cut in cuts if cut < end), end]
    return list(pairwise(borders))
