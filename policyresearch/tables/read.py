"""Read the contracts, which are tables themselves: tables.csv, columns.csv, options.csv."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from policyresearch.errors import DataError
from policyresearch.tables.contract import DTYPES, Column, Table

FOLDER = Path(__file__).parent


def read_rows(name: str, key: tuple[str, ...]) -> list[dict[str, str]]:
    """
    Read the rows of one of the CSV files of this folder.

    Raises
    ------
    DataError
        If two rows have the same key.
    """
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    seen: set[tuple[str, ...]] = set()
    for line, row in enumerate(rows, start=2):
        found = tuple(row[column] for column in key)
        if found in seen:
            raise DataError(f"tables/{name}, line {line}: {found} stands above already.")
        seen.add(found)
    return rows


@cache
def read_options() -> dict[str, tuple[str, ...]]:
    """Read the closed vocabularies, each with its options in order."""
    options: dict[str, tuple[str, ...]] = {}
    for row in read_rows("options.csv", ("vocabulary", "option")):
        vocabulary = row["vocabulary"]
        options[vocabulary] = (*options.get(vocabulary, ()), row["option"])
    return options


@cache
def read_contracts() -> dict[str, Table]:
    """Read the contract of every table; a column without a type is the one of its name above."""
    columns: dict[str, list[Column]] = {}
    known: dict[str, Column] = {}
    for row in read_rows("columns.csv", ("table", "column")):
        column = _make_column(row) if row["type"] else known.get(row["column"])
        if column is None:
            raise DataError(
                f"tables/columns.csv: `{row['column']}` of `{row['table']}` has no type, and no "
                "table above has a column of that name."
            )
        known.setdefault(column.name, column)
        columns.setdefault(row["table"], []).append(column)
    return {
        row["table"]: Table(
            row["table"], row["grain"], tuple(row["key"].split()), tuple(columns[row["table"]])
        )
        for row in read_rows("tables.csv", ("table",))
    }


def _make_column(row: dict[str, str]) -> Column:
    vocabulary = row["options"]
    if row["type"] not in DTYPES or vocabulary not in {"", *read_options()}:
        raise DataError(
            f"tables/columns.csv: `{row['column']}` of `{row['table']}` is of type "
            f"{row['type']!r} with options {vocabulary!r}; types are {list(DTYPES)}, "
            "vocabularies those of options.csv."
        )
    options = read_options().get(vocabulary, ())
    return Column(row["column"], row["type"], row["meaning"], row["unit"], options)
