"""`python -m policyresearch audit`: what reading did to the documents of a study."""

from __future__ import annotations

import argparse
from pathlib import Path

from policyresearch.files import encode_table, write_atomically
from policyresearch.reading.audit import audit_readings
from policyresearch.reading.document import read_document
from policyresearch.reading.repair.corrections import read_corrections
from policyresearch.study.folder import find_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which study, and where the table goes."""
    parser.add_argument("--study", type=Path, metavar="DIR",
                        help="study folder (default: the one found here)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the table as CSV")


def run(arguments: argparse.Namespace) -> None:
    """One line per document, then what a person should look at."""
    study = find_study(arguments.study)
    sources = study.sources()
    corrections = read_corrections(study.corrections_file)
    readings = {
        row["doc_id"]: read_document(
            study.read_raw(row["doc_id"], row["file"], row["sha256"]),
            doc_id=row["doc_id"], filename=row["file"], script=row["script"] or None,
            corrections=corrections,
        )
        for row in sources.to_dict("records")
    }  # fmt: skip
    table = audit_readings(readings, sources)
    if arguments.out:
        write_atomically(arguments.out, encode_table(table))
    print(table.drop(columns="remarks").to_string(index=False))
    for row in table[table["remarks"] != ""].itertuples():
        print(f"! {row.doc_id}: {row.remarks}")
