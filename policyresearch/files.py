"""
Files: lists that a person keeps are read with their line numbers; nothing is ever seen
half-written, and what was written is listed.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

from policyresearch.errors import DataError

# Names a file to which the path of every file written is added, for whoever started this
# process and wants to know what it made.
WRITTEN_VARIABLE = "POLICYRESEARCH_WRITTEN"


def read_rows(path: Path) -> tuple[list[str], list[tuple[int, dict]]]:
    """
    Columns of a CSV that a person keeps, and its rows, each with its line in the file.

    Raises
    ------
    DataError
        If the file cannot be opened or is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = list(reader.fieldnames or [])
            return columns, [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”."
        ) from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, making its folder if need be, and rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    os.replace(partial, path)
    record = os.environ.get(WRITTEN_VARIABLE)
    if record:
        with open(record, "a", encoding="utf-8") as file:
            file.write(f"{path.resolve()}\n")
