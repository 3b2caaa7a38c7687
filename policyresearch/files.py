"""
Files: lists that a person keeps are read with their line numbers; nothing is ever seen
half-written, and what was written is listed; tables and JSON hold the same digits everywhere.
"""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyresearch.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

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
            return columns, [(reader.line_num, _mend_ends(row)) for row in reader]
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”."
        ) from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}).") from None


def _mend_ends(row: dict) -> dict:
    """A line break in a cell is one character, whatever editor last saved the list."""
    return {
        name: cell.replace("\r\n", "\n") if isinstance(cell, str) else cell
        for name, cell in row.items()
    }


def encode_table(table: pd.DataFrame, *, digits: int | None = None) -> bytes:
    """
    A table as CSV in UTF-8 with a byte order mark, its floats as in `digits.round_table`.

    Parameters
    ----------
    table : DataFrame
    digits : int, optional
        Significant digits of its floats: by default those of what is computed.
    """
    # Not at the top: reading a list needs no pandas.
    from policyresearch.digits import WRITTEN, round_table

    rounded = round_table(table, WRITTEN if digits is None else digits)
    text = rounded.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def encode_json(value: Any) -> bytes:
    """Lists and mappings as JSON in UTF-8, floats with their digits (`digits.round_numbers`)."""
    from policyresearch.digits import round_numbers

    text = json.dumps(round_numbers(value), ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8")


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
