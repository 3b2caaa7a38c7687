"""Lines of a text as they were laid out, before anything is joined or dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyresearch.reading.cleaning.script import simplify_string

_LINE = re.compile(r"[^\n\r\f\v]*")
_ASCII = re.compile(r"[\x00-\x7f]")


@dataclass(slots=True)
class Line:
    """
    One line; `start` and `end` leave surrounding white space out.

    `key` is the text Simplified and without spaces, which rules about pages read;
    `indent` counts the half-width columns of white space before it.
    """

    start: int
    end: int
    text: str
    key: str
    indent: int
    blank_before: bool
    page_before: bool

    @property
    def width(self) -> float:
        """Width in Hanzi: a half-width character counts half."""
        return len(self.text) - len(_ASCII.findall(self.text)) / 2


def split_lines(text: str, raw: str, *, script: str) -> list[Line]:
    """
    The lines of `text` that hold more than white space.

    `raw` is the same text before normalisation, whose ideographic spaces tell an indent.
    """
    lines: list[Line] = []
    blank = page = False
    for found in _LINE.finditer(text):
        start, end = found.span()
        content = text[start:end]
        if not content.strip():
            # A zero-length match at the end of a line is no line of its own.
            blank |= start == 0 or text[start - 1] in "\n\f"
            page |= text[end : end + 1] == "\f"
            continue
        left = start + len(content) - len(content.lstrip())
        right = start + len(content.rstrip())
        lines.append(make_line(text, left, right, script=script))
        lines[-1].indent = sum(2 if c == "\u3000" else 1 for c in raw[start:left])
        lines[-1].blank_before, lines[-1].page_before = blank, page
        blank, page = False, text[end : end + 1] == "\f"
    if any(line.page_before for line in lines):
        lines[0].page_before = True
    return lines


def make_line(text: str, start: int, end: int, *, script: str) -> Line:
    """The stretch as a line of its own, its layout unknown."""
    content = text[start:end]
    key = "".join(content.split())
    return Line(start, end, content, simplify_string(key, script), 0, False, False)
