"""`python -m policyresearch reviews`: a sheet to review records in, and coders' agreement."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from policyresearch.digits import READ
from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.study.folder import Study, find_study
from policyresearch.targets.evaluate import LAYERS
from policyresearch.targets.reviews import compare_reviews, make_sheet, read_reviews


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which files."""
    parser.add_argument("action", choices=("export", "agreement"),
                        help="write a sheet of records to decide on, or compare two such sheets")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE",
                        help="agreement: the sheets of two coders")
    parser.add_argument("--study", help="study folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="export: the sheet to write")
    parser.add_argument("--document", action="append", metavar="DOC_ID",
                        help="export: records of this document only; may be repeated")
    parser.add_argument("--size", type=int, help="export: so many records, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="export: seed of the draw")


def run(arguments: argparse.Namespace) -> int:
    """Export a sheet or print the agreement of two."""
    study = find_study(arguments.study)
    if arguments.action == "export":
        return _export(arguments, study)
    if len(arguments.files) != 2:
        raise DataError(f"agreement compares two sheets; {len(arguments.files)} were named.")
    one, other = (read_reviews(path) for path in arguments.files)
    names = sorted(set(one["doc_id"]) | set(other["doc_id"]))
    targets, _ = _extract(study, names)
    layers, fields = compare_reviews(targets, one, other)
    print(f"{'document':<18}{'layer':<11}records     F1")
    for row in layers.to_dict("records"):
        if row["status"] != "all":
            continue
        print(f"{row['doc_id']:<18}{row['layer']:<11}{row['marked']:>7}{row['f1']:>7.3f}")
    print(f"\n{'field':<18}records  alpha")
    for row in fields.to_dict("records"):
        alpha = "no variation" if pd.isna(row["alpha"]) else f"{row['alpha']:.3f}"
        print(f"{row['field']:<18}{row['records']:>7}  {alpha}")
    print(f"layers: {', '.join(LAYERS)}; alpha: Krippendorff's", file=sys.stderr)
    return 0


def _export(arguments: argparse.Namespace, study: Study) -> int:
    if not arguments.out:
        raise DataError("export: name the sheet to write with --out FILE.")
    if arguments.out.exists():
        raise DataError(f"{arguments.out}: exists. Decisions in it would be lost; name another.")
    targets, sentences = _extract(study, arguments.document)
    sheet = make_sheet(targets, sentences, size=arguments.size, seed=arguments.seed)
    content = encode_table(sheet, digits=READ)
    write_atomically(arguments.out, content)
    print(f"{len(sheet)} records in {arguments.out}. Write accept, correct or reject into "
          f"`decision`; lines with a decision go into {study.reviews_file}.", file=sys.stderr)
    return 0


def _extract(study: Study, names: list[str] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records and sentences of some documents, or of all, as extracted."""
    from policyresearch.corpus import read_source
    from policyresearch.targets.extract import extract_document

    sources = {row["doc_id"]: row for row in study.sources().to_dict("records")}
    unknown = [name for name in names or () if name not in sources]
    if unknown:
        raise DataError(f"{study.sources_file}: does not list {unknown}; "
                        f"it lists {list(sources)}.")
    tables, sentences = [], []
    for name in names or sources:
        reading = read_source(study, sources[name])
        tables.append(extract_document(reading, {**reading.metadata, **sources[name]}))
        sentences.append(reading.sentences)
    return pd.concat(tables, ignore_index=True), pd.concat(sentences, ignore_index=True)
