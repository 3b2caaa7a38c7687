"""Lists that a person keeps: every row with its line, and a remedy where one cannot be read."""

from __future__ import annotations

import pytest

from policyresearch.errors import DataError
from policyresearch.files import read_rows


def test_rows_come_with_the_line_they_end_on(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes('\ufeffa,b\r\n1,"x\r\ny"\r\n\r\n2,\u2028z\r\n'.encode())
    columns, rows = read_rows(path)
    assert columns == ["a", "b"]
    assert rows == [(3, {"a": "1", "b": "x\ny"}), (5, {"a": "2", "b": "\u2028z"})]


@pytest.mark.parametrize(
    ("content", "said"), [("甲,乙\n".encode("gbk"), "CSV UTF-8"), (None, "cannot be read")]
)
def test_what_cannot_be_read_is_named(tmp_path, content, said):
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match=rf"list\.csv: .*{said}"):
        read_rows(path)
