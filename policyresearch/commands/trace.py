"""`python -m policyresearch trace CLAIM`: from a sentence back to unchanged raw files."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.report.claims import Claim, format_interval
from policyresearch.report.contents import list_claims
from policyresearch.study.folder import Study, find_study

_WIDTH = 120
# The figure whose table says how each change fares over its specifications.
_VERDICTS = "specification-verdicts"
_ENDS = ("value", "low", "high")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which claim of which study, and how much of it."""
    parser.add_argument("claim", metavar="CLAIM", help="id, as `claims` lists it")
    parser.add_argument("--study", type=Path, metavar="DIR",
                        help="study folder (default: the one found here)")
    parser.add_argument("--passages", type=int, default=5, metavar="N",
                        help="passages shown of each document (default: %(default)s)")


def run(arguments: argparse.Namespace) -> None:
    """Sentence, table with rows, raw files with hash, passages with offsets, curves."""
    from policyresearch.corpus import load_corpus
    from policyresearch.report.evidence import find_evidence

    study = find_study(arguments.study)
    claim = _choose(arguments.claim, study)
    print(f"{claim.id}\n  {claim.en}\n  {claim.zh}")
    if not claim.table:
        print("It says what the texts do not show and rests on no row.")
        return
    print(f"\nTable {_find_table(claim.table, study)}, rows:")
    for row in claim.rows:
        print("  " + ", ".join(f"{name}={value}" for name, value in row.items()))
    # Loading compares every raw file with its registered hash.
    corpus = load_corpus(study)
    passages = find_evidence(claim, corpus)
    files = corpus.documents.set_index("doc_id")
    for doc_id, part in passages.groupby("doc_id", sort=False):
        source = files.loc[doc_id]
        path = (study.raw / source["file"]).relative_to(study.root).as_posix()
        print(f"\n{path}  SHA-256 {source['sha256']} (verified)")
        print(f"  {len(part)} passages, {min(len(part), arguments.passages)} shown:")
        for row in part.head(arguments.passages).itertuples():
            text = " ".join(row.text.split())
            shown = text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
            print(f"  [{row.raw_start}:{row.raw_end}] {shown}")
    _show_curves(claim, study)


def _show_curves(claim: Claim, study: Study) -> None:
    """What the specification curves of a sentence's changes come to."""
    path = study.figures / f"{_VERDICTS}.csv"
    verdicts = pd.read_csv(path) if path.is_file() else pd.DataFrame(columns=["finding"])
    own = verdicts[(verdicts["finding"] == claim.id)]
    if own.empty:
        print("\nSpecification curve: none, as the sentence states no change of its own.")
        return
    print(f"\nSpecification curves, {path.relative_to(study.root).as_posix()}, "
          "as logarithms of ratios (1: twice, -1: half):")
    for row in own.to_dict("records"):
        print(f"  {row['claim']}: {row['verdict']}; {format_interval(*(row[n] for n in _ENDS))} "
              f"in the text, {row['least']:.1f} to {row['most']:.1f} over "
              f"{row['specifications']} specifications, of which "
              f"{100 * row['same_sign_share']:.0f}% keep the sign and "
              f"{100 * row['sure_share']:.0f}% an interval clear of zero; "
              f"{100 * row['missing_share']:.0f}% of all have no estimate")


def _choose(identifier: str, study: Study) -> Claim:
    claims = {claim.id: claim for claim in list_claims(study)}
    if identifier not in claims:
        near = [i for i in claims if i.partition(".")[0] == identifier.partition(".")[0]]
        raise DataError(
            f"`CLAIM`: {identifier!r} is no claim of {study.root}. "
            f"Those near it: {', '.join(near or claims)}."
        )
    return claims[identifier]


def _find_table(name: str, study: Study) -> str:
    for folder in (study.figures, study.processed):
        path = folder / f"{name}.csv"
        if path.is_file():
            return path.relative_to(study.root).as_posix()
    raise DataError(
        f"{study.figures / name}.csv: not found. The study has changed since the claim was "
        "made; run it again."
    )
