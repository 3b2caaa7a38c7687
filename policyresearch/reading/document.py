"""One document from its bytes to its tables."""

from __future__ import annotations

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.reading.formats import decode_file
from policyresearch.reading.layout import split_paragraphs
from policyresearch.reading.normal import normalise
from policyresearch.reading.result import Reading
from policyresearch.reading.script import detect_script, simplify
from policyresearch.reading.spans import build_spans
from policyresearch.reading.traced import Traced
from policyresearch.tables import (
    PARAGRAPHS,
    REPAIRS,
    SCRIPTS,
    SECTIONS,
    SENTENCES,
    build_table,
)


def read_document(
    data: bytes,
    *,
    doc_id: str,
    filename: str,
    encoding: str | None = None,
    script: str | None = None,
    corrections: pd.DataFrame | None = None,
) -> Reading:
    """
    Read one document: decode, repair, drop what is not policy text, convert, structure.

    Parameters
    ----------
    data : bytes
        The file as received.
    doc_id, filename : str
        Name of the document in every table, and of the file in messages; the file's
        suffix tells its format.
    encoding : str, optional
        Encoding to use; by default it is detected.
    script : {"Hans", "Hant"}, optional
        Script of the file; by default it is detected. Only "Hant" is converted.
    corrections : DataFrame, optional
        Readings of damaged places decided by a person: `doc_id`, `raw_start`, `raw_end`,
        `raw_text`, `restored`.

    Raises
    ------
    DataError
        If the file cannot be read, holds no text, or a correction no longer fits it.
    """
    if script and script not in SCRIPTS:
        raise DataError(f"`script`: {script!r} is unknown; options are {list(SCRIPTS)}.")
    decoded = decode_file(data, filename=filename, encoding=encoding)
    script = script or detect_script(decoded.text)
    lines = split_paragraphs(normalise(Traced.of_raw(decoded.text)))
    pieces: list[Traced] = []
    for number, line in enumerate(lines):
        if number:
            gap = int(lines[number - 1].ends[-1]), int(line.starts[0])
            pieces.append(Traced.of_span("\n", *gap))
        pieces.append(line)
    text = Traced.concat(pieces)
    if script == "Hant":
        text = simplify(text)
    sections, paragraphs, sentences = _plain_tables(text, doc_id, len(decoded.text))
    body_start, body_end = text.raw_span(0, len(text)) if len(text) else (0, 0)
    metadata = {
        "doc_id": doc_id, "title": paragraphs["text"].iloc[0], "issuer": "", "place": "",
        "level": "", "kind": "", "adopted": "", "published": "", "script": script,
        "encoding": decoded.encoding, "raw_chars": len(decoded.text), "chars": len(text),
        "body_start": body_start, "body_end": body_end,
    }
    return Reading(
        doc_id=doc_id, raw=decoded.text, text=text, metadata=metadata,
        spans=build_spans(text, decoded.text, doc_id=doc_id), repairs=build_table(REPAIRS, []),
        sections=sections, paragraphs=paragraphs, sentences=sentences,
    )


def _plain_tables(text: Traced, doc_id: str, raw_end: int):
    """One section, one paragraph a line, sentences split at 。！？."""
    import re

    common = {"doc_id": doc_id, "section_id": 0, "role": "body", "is_heading": False}
    section = {
        "doc_id": doc_id, "section_id": 0, "parent_id": None, "level": 0, "label": "",
        "title": "", "role": "body", "run_in": False, "raw_start": 0, "raw_end": raw_end,
    }
    paragraphs, sentences, start = [], [], 0
    for para_id, line in enumerate(text.text.split("\n")):
        end = start + len(line)
        raw_a, raw_b = text.raw_span(start, end)
        paragraphs.append({**common, "para_id": para_id, "text": line, "start": start, "end": end,
                           "raw_start": raw_a, "raw_end": raw_b})
        for found in re.finditer(r"[^。！？]+[。！？]*[”’）》]*|[。！？]+", line):
            a, b = start + found.start(), start + found.end()
            raw_a, raw_b = text.raw_span(a, b)
            sentences.append({**common, "sent_id": len(sentences), "para_id": para_id,
                              "text": found[0], "start": a, "end": b,
                              "raw_start": raw_a, "raw_end": raw_b})
        start = end + 1
    return (build_table(SECTIONS, [section]), build_table(PARAGRAPHS, paragraphs),
            build_table(SENTENCES, sentences))
