"""PDF files with a text layer: lines page by page, indents kept as ideographic spaces."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from statistics import median

from policyresearch.errors import DataError
from policyresearch.reading.formats.decode import Decoded, need

_MAX_PAGES = 1500
_MAX_UNPACKED = 200_000_000
_PIECE = 1 << 16
_STREAM = re.compile(rb"stream\r?\n(?=[\x08-\x78])")
_PACKED_TWICE = re.compile(rb"/FlateDecode\s*/FlateDecode|/Fl\s*/Fl\b")
_MAX_INDENT = 4  # characters; more is a centred line


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """The text layer; form feeds part the pages."""
    del encoding  # a PDF file states its own
    _check_streams(data, filename)
    pdfplumber = need("pdfplumber", filename)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MAX_PAGES:
                raise DataError(
                    f"{filename}: {len(document.pages)} pages, more than {_MAX_PAGES}. Split it."
                )
            pages = [_read_page(page) for page in document.pages]
    except DataError:
        raise
    except Exception as error:  # the library raises a different one for each kind of damage
        raise DataError(
            f"{filename}: no readable PDF ({type(error).__name__}: {error}). "
            "If it is protected or damaged, save it as text."
        ) from None
    text = _lay_out(pages)
    if not text.strip():
        raise DataError(
            f"{filename}: the PDF has no text layer, only pictures of pages. Run text "
            "recognition (OCR) on it, or find the document as text."
        )
    return Decoded(text, "pdf")


def _check_streams(data: bytes, filename: str) -> None:
    """Unpack what is packed as far as the limit, before the library does so without one."""
    unpacked = 0
    for found in _STREAM.finditer(data):
        unpacked += _unpacked_size(memoryview(data)[found.end() :], _MAX_UNPACKED - unpacked)
        if unpacked > _MAX_UNPACKED:
            raise DataError(
                f"{filename}: unpacks to more than {_MAX_UNPACKED:,} bytes. Save the document "
                "without its pictures, or as text."
            )
    if _PACKED_TWICE.search(data):
        raise DataError(f"{filename}: parts are packed twice. Save it again, or as text.")


def _unpacked_size(packed: memoryview, most: int) -> int:
    """Bytes that a stream unpacks to, counted piece by piece and no further than `most` + 1."""
    unpacker = zlib.decompressobj()
    size = at = 0
    try:
        while size <= most and not unpacker.eof:
            rest = unpacker.unconsumed_tail
            if not rest and at >= len(packed):
                break
            piece = rest or packed[at : at + _PIECE]
            at += 0 if rest else _PIECE
            size += len(unpacker.decompress(piece, 16 * _PIECE))
    except zlib.error:
        pass  # packed in another way, or not at all
    return min(size, most + 1)


@dataclass(frozen=True)
class _Page:
    """Lines of a page as (left border, text), and the width of a character."""

    lines: list[tuple[float, str]]
    size: float


def _read_page(page) -> _Page:
    lines = page.extract_text_lines(return_chars=True, strip=True)
    page.close()
    size = median([char["size"] for line in lines for char in line["chars"]] or [1.0]) or 1.0
    return _Page([(line["x0"], line["text"]) for line in lines], size)


def _lay_out(pages: list[_Page]) -> str:
    """The lines of all pages; pages facing each other may have other margins."""
    margins = [min((_margin(page) for page in pages[side::2]), default=0.0) for side in (0, 1)]
    shown = []
    for number, page in enumerate(pages):
        rows = []
        for left, text in page.lines:
            indent = round((left - margins[number % 2]) / page.size)
            rows.append("\u3000" * (indent if 0 < indent <= _MAX_INDENT else 0) + text)
        shown.append("\n".join(rows))
    return "\n\f".join(shown)


def _margin(page: _Page) -> float:
    """Where the lines of a page begin that are not indented: left of those that go on a row."""
    counts = Counter(round(left) for left, _ in page.lines)
    repeated = [left for left, count in counts.items() if count > 1]
    return float(min(repeated or counts or [1_000_000]))
