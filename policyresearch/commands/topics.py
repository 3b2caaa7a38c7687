"""`python -m policyresearch topics`: labels to review, sheets for coders, and their scores."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.study.folder import find_study
from policyresearch.topics.labels import list_labels
from policyresearch.topics.models import MODELS
from policyresearch.validation.intrusion import (
    make_topic_sheet,
    make_word_sheet,
    score_topics,
    score_words,
)

# Sheets by kind; the key of each stands beside it and is not for coders.
_SCORES = {"words": score_words, "topics": score_topics}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which study and files."""
    parser.add_argument("action", choices=("labels", "sheets", "score"),
                        help="write a sheet of labels, write intrusion sheets, or score them")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE",
                        help="score: the key, then the answered sheet of each coder")
    parser.add_argument("--study", help="study folder")
    parser.add_argument("--out", type=Path, help="labels: file to write; sheets: folder")
    parser.add_argument("--topics", type=int, metavar="N",
                        help="number of topics; by default the one the notebook chooses")
    parser.add_argument("--model", choices=MODELS, default=MODELS[0])
    parser.add_argument("--size", type=int, default=20, help="sheets: paragraphs to judge")
    parser.add_argument("--seed", type=int, default=0, help="sheets: seed of the draw")
    parser.add_argument("--jobs", type=int, default=1, help="processes")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked for."""
    if arguments.action == "score":
        return _score(arguments.files)
    if arguments.out is None:
        raise DataError(f"{arguments.action}: name what to write with --out.")
    if arguments.out.exists():
        raise DataError(f"{arguments.out}: exists. What was filled in would be lost; name another.")
    corpus, fitted = _fit(arguments)
    if arguments.action == "labels":
        _write(arguments.out, list_labels(fitted))
        print(f"{fitted.n_topics} topics in {arguments.out}. Write names into `label_en` and "
              f"`label_zh` and save the file as {corpus.study.topic_labels_file}.",
              file=sys.stderr)
        return 0
    sheets = {
        "words": make_word_sheet(fitted, seed=arguments.seed),
        "topics": make_topic_sheet(
            fitted, corpus.paragraphs, size=arguments.size, seed=arguments.seed
        ),
    }
    for kind, sheet in sheets.items():
        _write(arguments.out / f"{kind}.csv", sheet.items)
        _write(arguments.out / f"{kind}-key.csv", sheet.key)
    print(f"Sheets and keys in {arguments.out}. Give each coder a copy of words.csv and "
          "topics.csv, not the keys.", file=sys.stderr)
    return 0


def _fit(arguments: argparse.Namespace):
    """Corpus and topics, as the notebook has them."""
    from policyresearch.corpus import load_corpus
    from policyresearch.topics.choosing import choose_topics
    from policyresearch.topics.numbers import compare_numbers, list_numbers
    from policyresearch.topics.stability import fit_stable_topics
    from policyresearch.topics.units import build_units

    corpus = load_corpus(find_study(arguments.study), jobs=arguments.jobs)
    units = build_units(corpus.tokens, corpus.sections, corpus.documents)
    options = {"model": arguments.model, "jobs": arguments.jobs}
    if arguments.topics is None:
        if not list_numbers(units):
            compare_numbers(units)  # says what the texts lack
        return corpus, choose_topics(units, folder=corpus.study.kept_topics, **options)[-1]
    return corpus, fit_stable_topics(units, n_topics=arguments.topics, **options)


def _score(files: list[Path]) -> int:
    if len(files) < 2:
        raise DataError("score: name the key, then the answered sheet of each coder.")
    key, *sheets = files
    kind = key.stem.removesuffix("-key")
    if kind not in _SCORES:
        raise DataError(f"{key}: not the key of a sheet; keys are called "
                        f"{[f'{name}-key.csv' for name in _SCORES]}.")
    answers = [_read(sheet).assign(coder=sheet.name) for sheet in sheets]
    table = _SCORES[kind](pd.concat(answers, ignore_index=True), _read(key))
    print(table.to_csv(index=False, lineterminator="\n", float_format="%.3f"), end="")
    total = table["answers"].sum()
    mean = (table["precision"] * table["answers"]).sum() / total if total else float("nan")
    print(f"{total} answers, {100 * mean:.0f}% name the intruder", file=sys.stderr)
    return 0


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise DataError(f"{path}: not found.")
    return pd.read_csv(path, encoding="utf-8-sig")


def _write(path: Path, table: pd.DataFrame) -> None:
    write_atomically(path, encode_table(table))
