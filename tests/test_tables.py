"""The contracts as data: what the CSV files of tables/ must keep, and how they refuse."""

from __future__ import annotations

import pytest

from policyresearch import tables
from policyresearch.errors import DataError
from policyresearch.tables import read


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Contracts of a test's own."""
    monkeypatch.setattr(read, "FOLDER", tmp_path)
    cached = (read.read_contracts, read.read_options)
    for function in cached:
        function.cache_clear()
    _write(tmp_path, "tables.csv", "table,key,grain", "pages,doc_id n,a page")
    _write(tmp_path, "options.csv", "vocabulary,option,meaning", "sides,front,", "sides,back,")
    yield tmp_path
    for function in cached:
        function.cache_clear()


def _write(folder, name, *lines):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8-sig")


def _columns(folder, *lines):
    _write(folder, "columns.csv", "table,column,type,unit,options,meaning", *lines)


def test_a_contract_is_read_with_its_vocabulary(folder):
    _columns(folder, "pages,doc_id,string,,,the document", "pages,n,integer,pages,,number",
             "pages,side,string,,sides,which")
    table = read.read_contracts()["pages"]
    assert (table.key, table.grain) == (("doc_id", "n"), "a page")
    assert table.columns[1] == tables.Column("n", "integer", "number", "pages")
    with pytest.raises(DataError, match="inner"):
        tables.build_table(table, [{"doc_id": "a", "n": 1, "side": "inner"}])


def test_a_column_without_a_type_is_the_one_above(folder):
    _write(folder, "tables.csv", "table,key,grain", "pages,doc_id,a page", "lines,doc_id,a line")
    _columns(folder, "pages,doc_id,string,,,the document", "lines,doc_id,,,,")
    contracts = read.read_contracts()
    assert contracts["lines"].columns == contracts["pages"].columns


@pytest.mark.parametrize(("line", "named"), [
    ("pages,n,whole,,,number", "whole"),
    ("pages,n,string,,corners,which", "corners"),
    ("pages,n,,,,", "no type"),
    ("pages,doc_id,string,,,again", "stands above"),
])
def test_what_a_contract_may_not_say(folder, line, named):
    _columns(folder, "pages,doc_id,string,,,the document", line)
    with pytest.raises(DataError, match=named):
        read.read_contracts()


def test_every_key_is_a_column_and_every_vocabulary_is_used():
    contracts = read.read_contracts().values()
    assert all(set(table.key) <= set(table.column_names) for table in contracts)
    used = {column.options for table in contracts for column in table.columns}
    assert set(read.read_options().values()) <= used
