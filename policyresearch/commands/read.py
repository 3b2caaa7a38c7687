"""`python -m policyresearch read FILE… --out DIR`: the tables of any documents."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.reading.document import read_document
from policyresearch.reading.result import Reading
from policyresearch.tables import DOCUMENTS, SCRIPTS, SOURCES, build_table
from policyresearch.validation.structure import compare_structure, read_structure_gold

_TABLES = ("sections", "paragraphs", "sentences", "repairs", "spans")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, where to, and what to force."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE",
                        help="text, Word, PDF, web page or Markdown")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="folder for documents, sections, paragraphs, sentences, repairs and "
                        "spans as CSV, and the decoded text of each file in raw/")
    parser.add_argument("--encoding", help="read all files in this encoding")
    parser.add_argument("--script", choices=SCRIPTS, help="take all files to be in this script")
    parser.add_argument("--gold", type=Path, metavar="DIR",
                        help="folder with headings marked by hand, one CSV a document under its "
                        "file's name; print how well the sections agree with them")


def run(arguments: argparse.Namespace) -> int:
    """Read what can be read; exit code 2 if a file could not."""
    make_folder(arguments.out)
    readings: dict[str, Reading] = {}
    rows, failed = [], 0
    for path in arguments.files:
        doc_id = distinct_id(path.stem, readings)
        try:
            data = read_file(path)
            reading = read_document(
                data, doc_id=doc_id, filename=path.name, encoding=arguments.encoding,
                script=arguments.script,
            )
        except DataError as error:
            failed += 1
            print(f"policyresearch read: {error}", file=sys.stderr)
            continue
        readings[doc_id] = reading
        blank = {**dict.fromkeys(SOURCES.column_names, ""), "wave": None, "file": path.name}
        digest = hashlib.sha256(data).hexdigest()
        rows.append({**blank, **reading.metadata, "sha256": digest})
    if not readings:
        raise DataError("None of the files could be read.")
    write_tables(readings, rows, arguments.out)
    if arguments.gold:
        print(_compare(readings, arguments.gold).to_string(index=False))
    print(f"{len(readings)} documents in {arguments.out}", file=sys.stderr)
    return 2 if failed else 0


def _compare(readings: dict[str, Reading], folder: Path) -> pd.DataFrame:
    """Agreement of the sections with headings marked by hand, for documents that have both."""
    gold = read_structure_gold(folder)
    gold = gold[gold["doc_id"].isin(readings)]
    if gold.empty:
        raise DataError(f"{folder}: no CSV is named after one of the files {sorted(readings)}.")
    sections = pd.concat([reading.sections for reading in readings.values()], ignore_index=True)
    return compare_structure(sections, gold).round(4)


def make_folder(folder: Path) -> None:
    """Make sure that `folder` can be written to, before anything is read."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(
            f"{folder}: no folder that can be written to ({error.strerror}). Name another."
        ) from None


def write_tables(readings: dict[str, Reading], documents: list[dict], folder: Path) -> None:
    """All tables, documents one below the other, and the decoded text of each."""
    _write_csv(build_table(DOCUMENTS, documents), folder / "documents.csv")
    for name in _TABLES:
        stacked = pd.concat([getattr(r, name) for r in readings.values()], ignore_index=True)
        _write_csv(stacked, folder / f"{name}.csv")
    for doc_id, reading in readings.items():
        # Bytes, and no byte order mark: the offsets count these characters and no others.
        write_atomically(folder / "raw" / f"{doc_id}.txt", reading.raw.encode("utf-8"))


def read_file(path: Path) -> bytes:
    """The bytes of a file named on the command line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None
    if not data.strip():
        raise DataError(f"{path}: the file is empty. Save the document again.")
    return data


def distinct_id(stem: str, taken: dict) -> str:
    """The stem, numbered if another file has it already."""
    doc_id, number = stem, 1
    while doc_id in taken:
        number += 1
        doc_id = f"{stem}-{number}"
    return doc_id


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    write_atomically(path, encode_table(frame))
