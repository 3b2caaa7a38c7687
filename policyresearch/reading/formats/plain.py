"""Plain text, with or without front matter."""

from __future__ import annotations

import re

from policyresearch.errors import DataError
from policyresearch.reading.formats.decode import Decoded
from policyresearch.reading.formats.encodings import decode_text

_FRONT_MATTER = re.compile(r"\s{0,9}---[ \t]*\r?\n((?:[^\n]*\n){1,60}?)---[ \t]*(?:\r?\n|$)")
_ENTRY = re.compile(r"([\w-]{1,30})[ \t]*[:：][ \t]*[\"']?([^\n\r]*?)[\"']?[ \t]*(?:\r?\n|$)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_CONTROL_SHARE = 0.01


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """The decoded text; a front matter block is set aside."""
    text, found = decode_text(data, filename=filename, encoding=encoding)
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise DataError(f"{filename}: no text but binary data. Save the document as text.")
    front = _FRONT_MATTER.match(text)
    if not front or not _ENTRY.search(front[1]):
        return Decoded(text, found)
    fields = [(key.lower(), value) for key, value in _ENTRY.findall(front[1]) if value]
    return Decoded(text, found, [(front.start(), front.end(), "markup")], fields)
