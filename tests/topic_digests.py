"""
Prints digests of everything that is computed on topics, to the last bit.

    python tests/topic_digests.py (simulated | study) JOBS SEEDS
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from _simulated_topics import simulate_units

from policyresearch import topics

CONCEPTS = {"一": ["创新", "产业", "0000", "0001"], "二": ["就业", "生态", "0002", "0003"]}


def simulate() -> tuple[topics.Units, pd.DataFrame]:
    """Three simulated documents of one place in three waves."""
    units = simulate_units(units=75, n_topics=3, overlap=0.3, terms=120, seed=2).units
    units.table["doc_id"] = np.repeat(["a", "b", "c"], 25)
    documents = pd.DataFrame({
        "doc_id": ["a", "b", "c"], "place": "甲市", "level": "city", "kind": "work report",
        "wave": pd.array([2018, 2020, 2025], dtype="Int64"),
    })
    return units, documents


def read_study() -> tuple[topics.Units, pd.DataFrame]:
    """The study's units and documents."""
    from policyresearch import load_corpus

    corpus = load_corpus()
    return (topics.build_units(corpus.tokens, corpus.sections, corpus.documents),
            corpus.documents)


def compute(units: topics.Units, documents: pd.DataFrame, jobs: int, seeds: range):
    """The tables by name."""
    options = {"seeds": seeds, "jobs": jobs}
    grid, choice, fitted = topics.choose_topics(units, **options)
    yield "grid", grid
    yield "topics", fitted.topics
    yield "topic_terms", fitted.topic_terms
    yield "unit_topics", fitted.unit_topics
    yield "stability", pd.DataFrame(fitted.measured.cosines)
    for by in ("doc_id", "wave", "role"):
        yield f"shares by {by}", topics.estimate_shares(fitted, by=by, documents=documents)
    yield "waves", topics.compare_waves(fitted, documents, draws=500)
    others = {model: (units, model) for model in ("nmf-kl", "lda")}
    yield "settings", topics.compare_settings(fitted, others, jobs=jobs)
    yield "own waves", topics.align_waves(fitted, documents, **options)
    number = choice.n_topics + len(CONCEPTS)
    seeded = topics.fit_seeded_topics(units, CONCEPTS, n_topics=number, **options)
    yield "seeded", topics.compare_seeded(seeded, fitted)


def list_digests(corpus: str, jobs: int, seeds: int) -> list[str]:
    """A line for each table."""
    lines = []
    made = read_study() if corpus == "study" else simulate()
    for name, table in compute(*made, jobs, range(seeds)):
        assert len(table), name
        content = table.to_csv(index=False, float_format="%.17g").encode()
        lines.append(f"{name} {hashlib.sha256(content).hexdigest()}")
    return lines


if __name__ == "__main__":
    print("\n".join(list_digests(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
