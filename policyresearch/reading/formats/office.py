"""Word files (.docx): paragraphs and table rows in the order of the document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from policyresearch.errors import DataError
from policyresearch.reading.formats.decode import Decoded, need
from policyresearch.reading.formats.office_numbering import Numbering

_MAX_UNPACKED = 300_000_000
_MAX_XML = 100_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What shows as a character; deleted text, field codes and second copies show as nothing.
_SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = frozenset({
    "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "Fallback",
})
# Around blocks: content controls, insertions, links.
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})


def decode(data: bytes, *, filename: str, encoding: str | None = None) -> Decoded:
    """
    Paragraphs, one a line, with their automatic numbers; a table's rows, cells parted by tabs.
    """
    del encoding  # a docx file states its own
    _check_size(data, filename)
    docx = need("docx", filename)
    try:
        document = docx.Document(io.BytesIO(data))
        paragraph = need("docx.text.paragraph", filename).Paragraph
        numbering = Numbering(document)
        lines = [
            line
            for block in _blocks(document.element.body)
            for line in _lines(block, lambda p: paragraph(p, document._body), numbering)
        ]
    except Exception as error:  # the library raises a different one for each kind of damage
        raise DataError(f"{filename}: no readable Word file ({error}). Save it again.") from None
    return Decoded("\n".join(lines), "docx")


def _name(node) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _blocks(parent) -> Iterator:
    """Paragraphs and tables, those in content controls and insertions included."""
    for child in parent:
        name = _name(child)
        if name in ("p", "tbl"):
            yield child
        elif name in _WRAPPERS:
            yield from _blocks(child)


def _lines(block, wrap, numbering: Numbering) -> list[str]:
    if _name(block) == "tbl":
        return [
            "\t".join(_cell(cell) for cell in row.iterchildren(f"{_WORD}tc"))
            for row in block.iter(f"{_WORD}tr")
        ]
    text, boxes = _text(block)
    label = numbering.label(wrap(block)) if text.strip() else ""
    return [label + text, *boxes]


def _cell(cell) -> str:
    return " ".join(" ".join(_text(p)[0] for p in cell.iter(f"{_WORD}p")).split())


def _text(paragraph) -> tuple[str, list[str]]:
    """What a paragraph shows, and the paragraphs of text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        name = _name(node)
        if name == "t":
            parts.append(node.text or "")
        elif name in _SHOWN:
            parts.append(_SHOWN[name])
        elif name == "txbxContent":
            boxes += [_text(p)[0] for p in node.iterchildren(f"{_WORD}p")]
        elif name not in _NOT_SHOWN:
            stack.extend(reversed(node))
    return "".join(parts), boxes


def _check_size(data: bytes, filename: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DataError(f"{filename}: a damaged Word file ({error}). Get it again.") from None
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise DataError(f"{filename}: an archive but no Word file. Unpack it first.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MAX_UNPACKED:
        raise DataError(
            f"{filename}: unpacks to {unpacked:,} bytes, more than {_MAX_UNPACKED:,}. "
            "Save the document without its pictures."
        )
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if xml > _MAX_XML:
        raise DataError(
            f"{filename}: its text unpacks to {xml:,} bytes, more than {_MAX_XML:,}. "
            "Split the document, or save it as text."
        )
