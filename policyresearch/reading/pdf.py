"""PDF files with a text layer: lines page by page, indents kept as ideographic spaces."""

from __future__ import annotations

import io
from collections import Counter
from statistics import median

from policyresearch.errors import DataError
from policyresearch.reading.formats import Decoded, need

_MAX_PAGES = 1500
_MAX_INDENT = 4  # characters; more is a centred line


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """The text layer; form feeds part the pages."""
    del encoding  # a PDF file states its own
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
    text = "\n\f".join(pages)
    if not text.strip():
        raise DataError(
            f"{filename}: the PDF has no text layer, only pictures of pages. Run text "
            "recognition (OCR) on it, or find the document as text."
        )
    return Decoded(text, "pdf")


def _read_page(page) -> str:
    lines = page.extract_text_lines(return_chars=True, strip=True)
    page.close()
    if not lines:
        return ""
    size = median(char["size"] for line in lines for char in line["chars"]) or 1.0
    margin = Counter(round(line["x0"]) for line in lines).most_common(1)[0][0]
    rows = []
    for line in lines:
        indent = round((line["x0"] - margin) / size)
        rows.append("\u3000" * (indent if 0 < indent <= _MAX_INDENT else 0) + line["text"])
    return "\n".join(rows)
