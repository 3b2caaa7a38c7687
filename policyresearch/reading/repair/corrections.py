"""The file in which a person decides how damaged places read."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import read_rows

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
    columns, lines = read_rows(path)
    missing = [name for name in CORRECTION_COLUMNS if name not in columns]
    if missing:
        raise DataError(
            f"{path}, line 1: lacks the columns {missing}; they are {list(CORRECTION_COLUMNS)}."
        )
    rows = []
    for number, row in lines:
        entry: dict = {name: row[name] or "" for name in CORRECTION_COLUMNS}
        for name in ("raw_start", "raw_end"):
            if not entry[name].strip().isdigit():
                raise DataError(
                    f"{path}, line {number}, column `{name}`: {entry[name]!r} is no "
                    "offset. Copy it from table repairs."
                )
            entry[name] = int(entry[name])
        rows.append(entry)
    return pd.DataFrame(rows, columns=list(CORRECTION_COLUMNS))
