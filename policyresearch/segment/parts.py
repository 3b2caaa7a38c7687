"""Many documents to tokens on disk: in parts, by several processes or a cluster, same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple, TypeVar

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.segment.engines import find_tokens
from policyresearch.segment.spans import Batch
from policyresearch.segment.terms import policy_terms
from policyresearch.segment.tokens import tabulate
from policyresearch.tables import TOKENS

Item = TypeVar("Item")
Result = TypeVar("Result")

# Raw bytes in a part: enough that the work outweighs the way there and back.
PART_BYTES = 2_000_000


class Document(NamedTuple):
    """A raw file: what `read_document` takes."""

    doc_id: str
    filename: str
    script: str
    data: bytes


def write_tokens(
    documents: Iterable[Document],
    folder: Path,
    *,
    engine: str = "policy",
    plain: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
) -> int:
    """
    Segment documents and write their tokens as `part-00000.parquet`, … in `folder`.

    Memory does not grow with the number of documents: a part is read, segmented and
    written before the next but few. Which documents share a part depends on their sizes
    only, so that files are the same, byte for byte, whatever `jobs` and `cluster` are.

    Parameters
    ----------
    documents : iterable of Document, read as it is needed
    folder : Path
        Made if missing; parts of an earlier run are deleted first.
    engine : str
        One of `ENGINES`.
    plain : bool
        The files are clean UTF-8 text, one sentence or paragraph a line: they are
        segmented as they stand, and sections and roles are not looked for.
    jobs : int
        Processes.
    cluster : str, optional
        Address of a Dask scheduler, such as tcp://host:8786, whose workers have this
        package and its model; `jobs` is not used then.

    Returns
    -------
    int
        Number of documents.

    Raises
    ------
    DataError
        If a file cannot be read, naming the document, or if a package is missing.
    """
    _need("pyarrow", "parquet")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("part-*.parquet*"):
        old.unlink()
    counted = 0

    def batches() -> Iterator[tuple]:
        nonlocal counted
        for batch in _batches(documents):
            counted += len(batch)
            yield batch, engine, plain

    for number, data in enumerate(
        map_in_order(_parquet_of, batches(), jobs=jobs, cluster=cluster)
    ):
        part = folder / f"part-{number:05d}.parquet"
        unfinished = part.with_suffix(".parquet.tmp")
        unfinished.write_bytes(data)
        unfinished.replace(part)
    return counted


def map_in_order(
    function: Callable[..., Result],
    arguments: Iterable[Sequence],
    *,
    jobs: int = 1,
    cluster: str | None = None,
) -> Iterator[Result]:
    """
    `function(*a)` for each a of `arguments`, in order, by `jobs` processes or a Dask cluster.

    Arguments are taken and results given as the work goes on, a few at a time.
    """
    if jobs < 1:
        raise DataError(f"`jobs`: {jobs} is not a number of processes; give 1 or more.")
    if jobs == 1 and cluster is None:
        yield from (function(*each) for each in arguments)
        return
    from joblib import Parallel, delayed, parallel_config

    backend = nullcontext()
    client = None
    if cluster is not None:
        _need("distributed", "cluster")
        from distributed import Client

        client = Client(cluster)
        backend = parallel_config(backend="dask", wait_for_workers_timeout=60)
        jobs = -1
    try:
        with backend:
            pool = Parallel(n_jobs=jobs, return_as="generator", batch_size=1)
            yield from pool(delayed(function)(*each) for each in arguments)
    finally:
        if client is not None:
            client.close()


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    batch, size = [], 0
    for document in documents:
        batch.append(document)
        size += len(document.data)
        if size >= PART_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parquet_of(batch: Sequence[Document], engine: str, plain: bool) -> bytes:
    """Tokens of a batch as a parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    read = _plain_sentences if plain else _sentences
    sentences = read(batch)
    # Not kept for another time, as `tokenize` would: a corpus of this size is written once.
    spans = find_tokens(Batch(list(sentences["text"])), engine=engine)
    tokens = tabulate(sentences, spans, policy_terms())
    table = pa.Table.from_pandas(tokens, preserve_index=False).replace_schema_metadata(None)
    texts = [column.name for column in TOKENS.columns if column.type == "string"]
    numbers = [column.name for column in TOKENS.columns if column.type == "integer"]
    target = io.BytesIO()
    pq.write_table(
        table, target, compression="zstd", use_dictionary=texts,
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=False,
    )
    return target.getvalue()


def _sentences(batch: Sequence[Document]) -> pd.DataFrame:
    from policyresearch.reading.document import read_document

    readings = [
        read_document(each.data, doc_id=each.doc_id, filename=each.filename, script=each.script)
        for each in batch
    ]
    return pd.concat([reading.sentences for reading in readings], ignore_index=True)


def _plain_sentences(batch: Sequence[Document]) -> pd.DataFrame:
    """A line is a sentence; only the columns that `tabulate` asks for."""
    names: list[str] = []
    numbers: list[int] = []
    lines: list[str] = []
    starts: list[int] = []
    for document in batch:
        try:
            text = document.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DataError(
                f"{document.filename}: not UTF-8 (byte {error.start}); plain text must be."
            ) from None
        start = 0
        for number, line in enumerate(text.split("\n")):
            names.append(document.doc_id)
            numbers.append(number)
            lines.append(line)
            starts.append(start)
            start += len(line) + 1
    return pd.DataFrame(
        {"doc_id": names, "sent_id": numbers, "para_id": numbers, "section_id": 0, "role": "",
         "text": lines, "start": starts}
    )


def _need(package: str, extra: str) -> None:
    from importlib.util import find_spec

    if find_spec(package) is None:
        raise DataError(
            f"This needs the package {package}: `python -m pip install {package}`, "
            f"or the extra `{extra}`."
        )
