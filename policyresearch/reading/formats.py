"""Bytes of a file to its text: encodings and, later in the module, document formats."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from policyresearch.errors import DataError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Decoded:
    """The text a file holds, with the encoding it was stored in."""

    text: str
    encoding: str


def decode_file(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """Text of a file; line ends become "\\n", nothing else is touched."""
    found = encoding or _guess_encoding(data)
    try:
        text = data.decode(found)
    except (UnicodeDecodeError, LookupError) as error:
        raise DataError(
            f"{filename}: cannot be read as {found} ({error}). "
            "Name the right encoding, such as gb18030, big5 or utf-8."
        ) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DataError(f"{filename}: holds no text.")
    return Decoded(text, found)


def _guess_encoding(data: bytes) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "big5hkscs"
