"""`python -m policyresearch segmentation`: the audit of the segmenters on a study, as tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.lexicons import list_terms
from policyresearch.segment.engines import policy_lexicon
from policyresearch.study.folder import find_study
from policyresearch.validation.segmentation_tables import (
    audit_terms,
    compare_engines,
    compare_with_gold,
)

# Where a study keeps its hand-segmented sentences, if it has any.
_GOLD = Path("data", "gold", "segmentation", "sentences.csv")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which study, and where tables are written."""
    parser.add_argument("--study", type=Path, help="study folder (default: the one found here)")
    parser.add_argument("--out", type=Path, help="folder for the tables as CSV")


def run(arguments: argparse.Namespace) -> None:
    """Print the audit, and write it if asked to."""
    from policyresearch.corpus import load_corpus

    corpus = load_corpus(find_study(arguments.study))
    terms = list(list_terms("policy_terms"))
    if not policy_lexicon().terms:
        raise DataError("lexicons/policy_terms.csv: lists no terms; there is nothing to audit.")
    waves = corpus.documents.set_index("doc_id")["wave"]
    tables = audit_terms(corpus.sentences, waves, terms)
    tables["agreement"] = compare_engines(corpus.sentences)
    gold = corpus.study.root / _GOLD
    if gold.is_file():
        tables["gold"] = compare_with_gold(gold, terms)
    for name, table in tables.items():
        shown = table.head(60) if name == "lost_terms" else table
        print(f"\n{name}\n{shown.round(4).to_string(index=False)}")
        if arguments.out is not None:
            path = arguments.out / f"segmentation_{name}.csv"
            write_atomically(path, encode_table(table))
