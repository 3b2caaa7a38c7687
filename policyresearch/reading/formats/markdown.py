"""Markdown: its marks are set aside, its text stays."""

from __future__ import annotations

import re

from policyresearch.reading.formats import plain
from policyresearch.reading.formats.decode import Decoded

# Group 1, where there is one, is text amid the marks.
_MARKS = (
    re.compile(r"<!--[^>]{0,2000}?-->"),
    re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)"),
    re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)"),
    re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+|(?<![ \t])[ \t]{1,20}#{1,6}[ \t]{0,20}$", re.MULTILINE),
    re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE),
    re.compile(r"^[ \t]{0,20}[-*+][ \t]{1,20}(?=\S)", re.MULTILINE),
    re.compile(r"^[ \t]{0,20}(?:[-*_][ \t]{0,3}){3,200}$", re.MULTILINE),
    re.compile(r"^[ \t]{0,20}(?:```|~~~)[^\n]*$", re.MULTILINE),
    re.compile(
        r"^[ \t]{0,20}\|?(?:[ \t]{0,20}:?-{2,80}:?[ \t]{0,20}\|){1,60}[ \t:-]{0,100}$",
        re.MULTILINE,
    ),
    re.compile(r"\*\*|__|`"),
    re.compile(r"(?<![*\\])\*([^*\s][^*\n]{0,300})\*(?!\*)"),
    re.compile(r"\\(?=[\\`*_{}\[\]()#+.!-])"),
    re.compile(r"\|"),
)


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """The decoded text with the stretches that are marks."""
    decoded = plain.decode(data, filename=filename, encoding=encoding)
    after = decoded.outside[0][1] if decoded.outside else 0
    taken = bytearray(len(decoded.text))
    for pattern in _MARKS:
        for found in pattern.finditer(decoded.text, after):
            start, end = found.span()
            inside = found.span(1) if pattern.groups else (end, end)
            for a, b in ((start, inside[0]), (inside[1], end)):
                taken[a:b] = b"\x01" * (b - a)
    stretches = [found.span() for found in re.finditer(rb"\x01+", bytes(taken))]
    outside = decoded.outside + [(a, b, "markup") for a, b in stretches]
    return Decoded(decoded.text, decoded.encoding, outside, decoded.fields)
