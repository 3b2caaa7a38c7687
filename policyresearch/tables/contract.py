"""What a table is: its grain, key and columns; how one is built and checked."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from policyresearch.errors import DataError

# Logical types and the pandas dtypes a table built by this package has.
DTYPES = {
    "string": "str",
    "integer": "int64",
    "year": "Int64",  # a year or index that may be absent
    "number": "float64",
    "boolean": "bool",
    "date": "str",  # ISO 8601, "" where the source states none
}


@dataclass(frozen=True)
class Column:
    """One column: `unit` is empty for names and codes, `options` closes the vocabulary."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: `grain` says what a row is, `key` which columns identify it."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """A table of this contract with no rows."""
        return pd.DataFrame({c.name: pd.array([], dtype=DTYPES[c.type]) for c in self.columns})


def build_table(table: Table, rows: list[dict]) -> pd.DataFrame:
    """Rows as a frame with the contract's columns in order and their dtypes; checked."""
    if not rows:
        return table.empty()
    missing = [c for c in table.column_names if not all(c in row for row in rows)]
    if missing:
        raise DataError(f"Table `{table.name}`: rows lack the columns {missing}.")
    # Column by column: through rows it would take three times as long.
    columns = {
        c.name: pd.array([row[c.name] for row in rows], dtype=DTYPES[c.type])
        for c in table.columns
    }
    return check_table(table, pd.DataFrame(columns))


def check_table(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return `frame` if it keeps the contract of `table`, else raise.

    Raises
    ------
    DataError
        Naming the table, the column, what was found and the first rows at fault.
    """
    missing = [c for c in table.column_names if c not in frame.columns]
    if missing:
        raise DataError(
            f"Table `{table.name}` lacks the columns {missing}; it has {list(frame.columns)}."
        )
    duplicated = frame.duplicated(list(table.key))
    if duplicated.any():
        first = frame.loc[duplicated, list(table.key)].head(3).to_dict("records")
        raise DataError(
            f"Table `{table.name}`: {int(duplicated.sum())} rows repeat the key "
            f"{table.key}, first {first}. One row is {table.grain}."
        )
    for column in table.columns:
        if not column.options:
            continue
        values = frame[column.name]
        wrong = ~values.isin([*column.options, ""]) & values.notna()
        if wrong.any():
            raise DataError(
                f"Table `{table.name}`, column `{column.name}`: {int(wrong.sum())} rows hold "
                f"{sorted(set(values[wrong]))[:5]}; options are {list(column.options)}."
            )
    return frame
