"""`python -m policyresearch tokens`: the tokens of a study, or of any size of corpus, on disk."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from policyresearch.segment.parts import Document, write_tokens
from policyresearch.study.folder import Study, find_study


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from, where to, how, and by how many."""
    parser.add_argument("--study", type=Path, help="study folder (default: the one found here)")
    parser.add_argument("--out", type=Path, required=True, help="folder for part-*.parquet")
    parser.add_argument("--engine", default="policy", help="policy, pkuseg, jieba or bigram")
    parser.add_argument("--plain", action="store_true",
                        help="the files are clean UTF-8 text, a sentence or paragraph a line")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--cluster", help="Dask scheduler, such as tcp://host:8786")


def run(arguments: argparse.Namespace) -> None:
    """Write the parts and say how many documents went in."""
    study = find_study(arguments.study)
    count = write_tokens(
        _documents(study), arguments.out, engine=arguments.engine, plain=arguments.plain,
        jobs=arguments.jobs, cluster=arguments.cluster,
    )
    print(f"tokens of {count} documents in {arguments.out}", file=sys.stderr)


def _documents(study: Study) -> Iterator[Document]:
    for row in study.sources().to_dict("records"):
        data = study.read_raw(row["doc_id"], row["file"], row["sha256"])
        yield Document(row["doc_id"], row["file"], row["script"], data)
