"""From lines of a file to paragraphs: what is joined, what is split, what is dropped."""

from __future__ import annotations

import re

from policyresearch.reading.traced import Traced

# A document with lines this long has lost its line breaks; spaces separate its paragraphs.
_NO_BREAKS = 4000
_LINE = re.compile(r"[^\n]*")
_PARAGRAPH_SPACE = re.compile(r"(?<=[。！？”：；!?:;）)]) +| {2,}")


def split_paragraphs(text: Traced) -> list[Traced]:
    """
    Paragraphs of `text`, stripped, without empty ones.

    A line of more than 4,000 characters has lost its line breaks: there, a space after
    closing punctuation stands for one.
    """
    paragraphs = []
    for found in _LINE.finditer(text.text):
        line = text[found.start() : found.end()]
        pieces = [(0, len(line))]
        if len(line) > _NO_BREAKS:
            breaks = [m.span() for m in _PARAGRAPH_SPACE.finditer(line.text)]
            starts = [0, *(b for _, b in breaks)]
            ends = [*(a for a, _ in breaks), len(line)]
            pieces = list(zip(starts, ends, strict=True))
        for start, end in pieces:
            piece = line[start:end]
            left = len(piece) - len(piece.text.lstrip())
            right = len(piece.text.rstrip())
            if right > left:
                paragraphs.append(piece[left:right])
    return paragraphs
