"""`python -m policyresearch evaluate`: how well target values agree with gold."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.study.folder import Study, find_study
from policyresearch.tables import STATUSES
from policyresearch.targets.evaluate import (
    LAYERS,
    list_errors,
    read_records,
    read_targets_gold,
    score_targets,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to score against what."""
    parser.add_argument("--study", help="study folder whose documents are extracted")
    parser.add_argument("--gold", type=Path, metavar="DIR",
                        help="folder of records made by hand, one CSV a document "
                        "(default: data/gold/targets of the study)")
    parser.add_argument("--predicted", type=Path, metavar="FILE",
                        help="score this targets.csv instead of extracting")
    parser.add_argument("--status", choices=("all", *STATUSES), default="all",
                        help="records that count")
    parser.add_argument("--out", type=Path, metavar="DIR",
                        help="folder for scores.csv and errors.csv")


def run(arguments: argparse.Namespace) -> int:
    """Print the scores and every error."""
    study = None if arguments.gold and arguments.predicted else find_study(arguments.study)
    gold = read_targets_gold(arguments.gold or _gold_folder(study))
    if arguments.predicted:
        predicted = read_records(arguments.predicted)
    else:
        assert study is not None
        predicted = _extract(study, sorted(gold["doc_id"].unique()))
    scores = score_targets(predicted, gold)
    errors = list_errors(predicted, gold)
    print(_show_scores(scores[scores["status"] == arguments.status]))
    for row in errors.to_dict("records"):
        print(f"{row['doc_id']} {row['raw_start']} {row['error']} [{row['fields']}] "
              f"{row['quote']} | gold: {row['gold']} | found: {row['found']} | {row['rule']}")
    if arguments.out:
        for name, table in (("scores", scores), ("errors", errors)):
            write_atomically(arguments.out / f"{name}.csv", encode_table(table))
    print(f"{len(errors)} errors", file=sys.stderr)
    return 0


def _gold_folder(study: Study | None) -> Path:
    assert study is not None
    return study.targets_gold


def _extract(study: Study, names: list[str]) -> pd.DataFrame:
    """Records of the documents that have gold."""
    from policyresearch.corpus import read_source
    from policyresearch.targets.extract import extract_document

    rows = {row["doc_id"]: row for row in study.sources().to_dict("records")}
    unknown = [name for name in names if name not in rows]
    if unknown:
        raise DataError(f"{study.sources_file}: does not list {unknown}, which have gold.")
    tables = []
    for name in names:
        reading = read_source(study, rows[name])
        tables.append(extract_document(reading, {**reading.metadata, **rows[name]}))
    return pd.concat(tables, ignore_index=True)


def _show_scores(scores: pd.DataFrame) -> str:
    """One line a document and layer."""
    lines = [f"{'document':<16}{'layer':<11}marked  found  precision  recall     F1  95% interval"]
    for row in scores.to_dict("records"):
        lines.append(
            f"{row['doc_id']:<16}{row['layer']:<11}{row['marked']:>6}{row['found']:>7}"
            f"{row['precision']:>11.3f}{row['recall']:>8.3f}{row['f1']:>7.3f}"
            f"  {row['low']:.3f}-{row['high']:.3f}"
        )
    lines.append(f"layers: {', '.join(LAYERS)}; exact: indicator in equal words")
    return "\n".join(lines)
