"""A file's bytes to its decoded text, by what kind of file it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import PurePath

from policyresearch.errors import DataError

_MAX_BYTES = 100_000_000
_BY_SUFFIX = {
    ".docx": "office", ".pdf": "pdf", ".htm": "webpage", ".html": "webpage",
    ".shtml": "webpage", ".xhtml": "webpage", ".md": "markdown", ".markdown": "markdown",
}  # fmt: skip
# What a file starts with tells more than its name.
_UNREADABLE = (
    (b"\xd0\xcf\x11\xe0", "an old Word or WPS file; save it as .docx or as text"),
    (b"{\\rtf", "a rich-text file; save it as .docx or as text"),
    (b"\x89PNG", "a picture; get the document as text"),
    (b"\xff\xd8\xff", "a picture; get the document as text"),
    (b"Rar!", "an archive; unpack it first"),
    (b"\x1f\x8b", "an archive; unpack it first"),
    (b"%!PS", "a PostScript file; save it as PDF or as text"),
)


@dataclass(frozen=True)
class Decoded:
    """
    The text a file holds, with the encoding it was stored in.

    `outside` are stretches (start, end, reason) the format marks as no part of the
    document, `fields` key and value pairs it states about it.
    """

    text: str
    encoding: str
    outside: list[tuple[int, int, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)


def decode_file(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """
    The text of a file.

    A text file's text is its decoded bytes, nothing touched; of a web page it is the
    visible text, of a Word file paragraphs and table rows in order, of a PDF the lines
    page by page.

    Raises
    ------
    DataError
        If the file is too large, of a kind that cannot be read, or holds no text.
    """
    if len(data) > _MAX_BYTES:
        raise DataError(
            f"{filename}: {len(data):,} bytes, more than {_MAX_BYTES:,}. Split the document."
        )
    decoded = _reader(data, filename)(data, filename=filename, encoding=encoding)
    if not decoded.text.strip():
        raise DataError(f"{filename}: holds no text. Save the document again.")
    return decoded


def _reader(data: bytes, filename: str) -> Callable[..., Decoded]:
    for start, what in _UNREADABLE:
        if data.startswith(start):
            raise DataError(f"{filename}: {what}.")
    kind = _BY_SUFFIX.get(PurePath(filename).suffix.lower(), "plain")
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(b"%PDF"):
        kind = "pdf"
    elif data.startswith(b"PK\x03\x04"):
        kind = "office"
    elif head.startswith((b"<!doctype html", b"<html")):
        kind = "webpage"
    module = import_module(f"policyresearch.reading.formats.{kind}")
    return module.decode


def need(module: str, filename: str):
    """Import a module that only some formats need."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise DataError(
            f"{filename}: reading this format needs `{module.partition('.')[0]}`. Install the "
            'extra: pip install "policyresearch[ingest]".'
        ) from None
