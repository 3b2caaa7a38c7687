"""The file in which a person decides how damaged places read."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError

CORRECTION_COLUMNS = ("doc_id", "raw_start", "raw_end", "raw_text", "restored")


def read_corrections(path: Path) -> pd.DataFrame | None:
    """
    The corrections of a study, None where it has no such file.

    Raises
    ------
    DataError
        If a column is missing, or an offset is no number.
    """
    if not path.is_file():
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: not UTF-8 (byte {error.start}). Save it as “CSV UTF-8”."
        ) from None
    reader = csv.DictReader(lines)
    missing = [name for name in CORRECTION_COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise DataError(
            f"{path}, line 1: lacks the columns {missing}; they are {list(CORRECTION_COLUMNS)}."
        )
    rows = []
    for row in reader:
        entry: dict = {name: row[name] or "" for name in CORRECTION_COLUMNS}
        for name in ("raw_start", "raw_end"):
            if not entry[name].strip().isdigit():
                raise DataError(
                    f"{path}, line {reader.line_num}, column `{name}`: {entry[name]!r} is no "
                    "offset. Copy it from table repairs."
                )
            entry[name] = int(entry[name])
        rows.append(entry)
    return pd.DataFrame(rows, columns=list(CORRECTION_COLUMNS))
