"""One document from its bytes to its tables."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pandas as pd

from policyresearch.codepoints import code_points, join_points
from policyresearch.errors import DataError
from policyresearch.reading.cleaning.clean import clean
from policyresearch.reading.cleaning.continuation import continues
from policyresearch.reading.cleaning.script import detect_script, simplify
from policyresearch.reading.formats.decode import decode_file
from policyresearch.reading.metadata.fields import read_metadata
from policyresearch.reading.metadata.regions import Regions, find_regions
from policyresearch.reading.repair.damage import repair
from policyresearch.reading.result import Reading
from policyresearch.reading.spans import build_spans
from policyresearch.reading.structure.sections import Region, find_structure
from policyresearch.reading.traced import Traced
from policyresearch.tables import SCRIPTS


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
    repaired = repair(decoded.text, doc_id=doc_id, script=script, corrections=corrections)
    cleaned = clean(
        repaired.text,
        script=script,
        continues=continues,
        outside=[*decoded.outside, *repaired.dropped],
    )
    if not cleaned.paragraphs:
        raise DataError(
            f"{filename}: holds nothing but page furniture (menus, buttons, page numbers). "
            "Save the document itself."
        )
    text = _join_paragraphs(cleaned.paragraphs)
    if script == "Hant":
        text = simplify(text)
    simple = text.text.split("\n")
    regions = find_regions(simple)
    points = code_points(decoded.text)
    printed = [_as_printed(points, paragraph) for paragraph in cleaned.paragraphs]
    metadata = {
        "doc_id": doc_id,
        **read_metadata(simple, regions, [*decoded.fields, *cleaned.fields], printed=printed),
        "script": script,
        "encoding": decoded.encoding,
        "raw_chars": len(decoded.text),
        "chars": len(text),
        "body_start": int(cleaned.paragraphs[regions.body].starts[0]),
        "body_end": int(cleaned.paragraphs[regions.annex - 1].ends[-1]),
    }
    sections, paragraphs, sentences = find_structure(
        text, raw=decoded.text, doc_id=doc_id, regions=_list_regions(simple, regions)
    )
    return Reading(
        doc_id=doc_id,
        raw=decoded.text,
        text=text,
        metadata=metadata,
        spans=build_spans(text, decoded.text, cleaned.dropped, doc_id=doc_id),
        repairs=repaired.table,
        sections=sections,
        paragraphs=paragraphs,
        sentences=sentences,
    )


def _as_printed(raw: np.ndarray, paragraph: Traced) -> str:
    """The paragraph's characters as they stand in the raw text (code points), one for one."""
    # A restored character stands for several raw ones: print what was restored.
    plain = paragraph.ends - paragraph.starts == 1
    plain[1:] &= paragraph.starts[1:] >= paragraph.ends[:-1]
    return join_points(np.where(plain, raw[paragraph.starts], code_points(paragraph.text)))


def _join_paragraphs(paragraphs: list[Traced]) -> Traced:
    parts: list[Traced] = []
    for paragraph in paragraphs:
        if parts:
            gap = int(parts[-1].ends[-1]), int(paragraph.starts[0])
            parts.append(Traced.of_span("\n", *gap))
        parts.append(paragraph)
    return Traced.concat(parts)


def _list_regions(paragraphs: list[str], regions: Regions) -> list[Region]:
    """Stretches of the analysed text that are "notice", "title" or "annex"; the rest is body."""
    starts = [0, *accumulate(len(paragraph) + 1 for paragraph in paragraphs)]
    kinds = [("notice", 0, regions.body), ("annex", regions.annex, len(paragraphs))]
    kinds += [("title", i, i + 1) for i in range(regions.body, regions.title.end)]
    return [Region(starts[a], starts[b] - 1, kind) for kind, a, b in kinds if b > a]
