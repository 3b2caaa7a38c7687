"""Tokens on disk: every way of working gives the same bytes, and they are the tokens."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from segment_oracle import RAW

from policyresearch.errors import DataError
from policyresearch.segment import parts as scale
from policyresearch.segment.parts import Document, map_in_order, write_tokens
from policyresearch.segment.tokens import tokenize

pytest.importorskip("pyarrow")


def documents(count: int = 3) -> list[Document]:
    files = ["zhongshan_2018.txt", "dalian_2018.txt", "tongguan_2018.txt"]
    return [
        Document(f"{name}-{i}", name, "Hans", (RAW / name).read_bytes())
        for i, name in enumerate(files[:count])
    ]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(scale, "PART_BYTES", 1)


def test_parts_hold_the_tokens_in_order(tmp_path, small_parts):
    (tmp_path / "part-00099.parquet").write_bytes(b"of an earlier run")
    assert write_tokens(documents(2), tmp_path, plain=True) == 2
    assert sorted(bytes_of(tmp_path)) == ["part-00000.parquet", "part-00001.parquet"]
    for number, document in enumerate(documents(2)):
        part = pd.read_parquet(tmp_path / f"part-{number:05d}.parquet")
        text = document.data.decode("utf-8")
        assert [text[a:b] for a, b in zip(part["start"], part["end"], strict=True)] == list(
            part["token"]
        )
        assert "".join(part["token"]) == "".join(text.split())
        lines = pd.DataFrame({"doc_id": "a", "sent_id": range(len(text.split("\n"))),
                              "para_id": 0, "section_id": 0, "role": "",
                              "text": text.split("\n"), "start": 0})
        assert list(tokenize(lines)["token"]) == list(part["token"])


def test_processes_give_the_same_bytes(tmp_path, small_parts):
    for jobs in (1, 2):
        write_tokens(documents(), tmp_path / str(jobs), jobs=jobs)
    assert len(bytes_of(tmp_path / "1")) == 3
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2")


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(tmp_path, small_parts):
    distributed = pytest.importorskip("distributed")
    write_tokens(documents(), tmp_path / "alone")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        write_tokens(documents(), tmp_path / "cluster", cluster=cluster.scheduler_address)
    assert bytes_of(tmp_path / "alone") == bytes_of(tmp_path / "cluster")


def test_documents_are_taken_as_they_are_needed(tmp_path, small_parts):
    taken = []

    def one_by_one():
        for document in documents():
            taken.append(len(list(tmp_path.glob("*.parquet"))))
            yield document

    write_tokens(one_by_one(), tmp_path, plain=True)
    assert taken == [0, 1, 2]


def test_order_is_that_of_the_arguments():
    assert list(map_in_order(divmod, [(7, 2), (9, 4)])) == [(3, 1), (2, 1)]
    with pytest.raises(DataError, match="jobs"):
        list(map_in_order(divmod, [(7, 2)], jobs=0))


def test_text_that_is_not_utf8_is_refused_by_name(tmp_path):
    document = Document("a", "old.txt", "Hans", "大连".encode("gb18030"))
    with pytest.raises(DataError, match=r"old\.txt.*not UTF-8"):
        write_tokens([document], tmp_path, plain=True)
