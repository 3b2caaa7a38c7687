"""Word files (.docx): paragraphs and table rows in the order of the document."""

from __future__ import annotations

import io
import zipfile

from policyresearch.errors import DataError
from policyresearch.reading.formats import Decoded, need

_MAX_UNPACKED = 300_000_000


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """Paragraphs, one a line; a table's rows, one a line, cells parted by tabs."""
    del encoding  # a docx file states its own
    _check_size(data, filename)
    docx = need("docx", filename)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    except Exception as error:  # the library raises a different one for each kind of damage
        raise DataError(f"{filename}: no readable Word file ({error}). Save it again.") from None
    return Decoded("\n".join(lines), "docx")


def _lines(block) -> list[str]:
    if not hasattr(block, "rows"):
        return [block.text]
    return ["\t".join(_cells(row)) for row in block.rows]


def _cells(row) -> list[str]:
    """Each cell once: a merged one is listed for every column it covers."""
    cells: dict[int, str] = {}
    for cell in row.cells:
        cells.setdefault(id(cell._tc), " ".join(cell.text.split()))
    return list(cells.values())


def _check_size(data: bytes, filename: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DataError(f"{filename}: a damaged Word file ({error}). Get it again.") from None
    if "word/document.xml" not in names:
        raise DataError(f"{filename}: an archive but no Word file. Unpack it first.")
    if unpacked > _MAX_UNPACKED:
        raise DataError(
            f"{filename}: unpacks to {unpacked:,} bytes, more than {_MAX_UNPACKED:,}. "
            "Save the document without its pictures."
        )
