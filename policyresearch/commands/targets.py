"""`python -m policyresearch targets FILE… --out DIR`: target values of any documents."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from policyresearch.commands.read import distinct_id, read_file
from policyresearch.digits import READ
from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.reading.document import read_document
from policyresearch.tables import SCRIPTS
from policyresearch.targets.extract import extract_document


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, where to, and what to force."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE",
                        help="text, Word, PDF, web page or Markdown")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR",
                        help="folder for targets.csv")
    parser.add_argument("--encoding", help="read all files in this encoding")
    parser.add_argument("--script", choices=SCRIPTS, help="take all files to be in this script")


def run(arguments: argparse.Namespace) -> int:
    """Extract from what can be read; exit code 2 if a file could not."""
    found: dict[str, pd.DataFrame] = {}
    failed = 0
    for path in arguments.files:
        doc_id = distinct_id(path.stem, found)
        try:
            reading = read_document(
                read_file(path), doc_id=doc_id, filename=path.name,
                encoding=arguments.encoding, script=arguments.script,
            )
        except DataError as error:
            failed += 1
            print(f"policyresearch targets: {error}", file=sys.stderr)
            continue
        found[doc_id] = extract_document(reading, reading.metadata)
    if not found:
        raise DataError("None of the files could be read.")
    targets = pd.concat(found.values(), ignore_index=True)
    content = encode_table(targets, digits=READ)
    write_atomically(arguments.out / "targets.csv", content)
    for doc_id, table in found.items():
        print(f"{doc_id}: {len(table)} values", file=sys.stderr)
    print(f"{len(targets)} values in {arguments.out / 'targets.csv'}", file=sys.stderr)
    return 2 if failed else 0
