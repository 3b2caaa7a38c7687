"""
How far topics and their stability score can be trusted, and what fitting costs.

    python benchmarks/topics.py                    everything but the large corpus
    python benchmarks/topics.py recovery           one part, see below
    python benchmarks/topics.py large --documents FOLDER    a fit on all *.txt of FOLDER
    python benchmarks/topics.py --smoke            every part once, on little

recovery: topics are fitted to corpora simulated from known topics, over sizes, numbers of
topics and overlaps, with the true number of topics and with half as many again; the table
shows what the stability score says about likeness to the truth. coverage: how often the
intervals of shares, and of differences of shares, hold the truth in documents simulated with
sections. null: paragraphs of the study change places at random, so that no wave differs, and the
waves of the main series are compared on each shuffle. grid: the study's grid of numbers of
topics, timed, with digests of its results for one process and two. models: the three models on
the study. Tables are Markdown.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import _simulated_topics as simulation
import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy import stats

from policyresearch import load_corpus, topics
from policyresearch.topics.alignment import align_runs

ROOT = Path(__file__).resolve().parents[1]

SIZES, NUMBERS, OVERLAPS, EXCESS = (150, 400, 1000), (4, 8, 12, 16), (0.2, 0.5, 0.7), (1, 1.5)
BINS = (0, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1)
SHUFFLES, NULL_TOPICS = 1000, 12
SECTIONS, COVERED_NUMBERS, STABILITIES = (10, 20, 40), (4, 8), (0, 0.6, 0.8, 0.9, 0.95, 1.01)


def print_table(table: pd.DataFrame, digits: int = 2) -> None:
    """A table as Markdown."""
    print("| " + " | ".join(map(str, table.columns)) + " |")
    print("|" + "---|" * table.shape[1])
    for row in table.itertuples(index=False):
        cells = (f"{c:.{digits}f}" if isinstance(c, float) else str(c) for c in row)
        print("| " + " | ".join(cells) + " |")
    print(flush=True)


def recover(setting: tuple[int, int, float, float, int], seeds: int) -> pd.DataFrame:
    """Recovery of one simulated corpus, with its setting."""
    size, number, overlap, excess, seed = setting
    made = simulation.simulate_units(units=size, n_topics=number, overlap=overlap, seed=seed)
    fitted = topics.fit_stable_topics(
        made.units, n_topics=round(number * excess), seeds=range(seeds)
    )
    table = simulation.measure_recovery(fitted, made.phi)
    return table.assign(units=size, true_topics=number, overlap=overlap, excess=excess)


def run_recovery(smoke: bool, jobs: int) -> None:
    """Stability against likeness to the truth."""
    repeats, seeds = (1, 3) if smoke else (3, 10)
    settings = list(itertools.product(SIZES, NUMBERS, OVERLAPS, EXCESS, range(repeats)))
    settings = settings[:4] if smoke else settings
    found = Parallel(n_jobs=jobs)(delayed(recover)(setting, seeds) for setting in settings)
    table = pd.concat(found, ignore_index=True)
    rank = stats.spearmanr(table["stability"], table["cosine"]).statistic
    print(f"{len(settings)} simulated corpora, {len(table)} fitted topics; rank correlation of "
          f"stability and cosine with the truth: {rank:.2f}")
    print(f"threshold by rule: {simulation.choose_threshold(table):.2f}; "
          f"in use: {topics.STABLE:.2f}\n")
    table["recovered"] = table["cosine"] >= simulation.RECOVERED
    bins = pd.cut(table["stability"], BINS, right=False)
    groups = table.groupby(bins, observed=True)
    print_table(pd.DataFrame({
        "stability": [f"{b.left:.2f} to {b.right:.2f}" for b in groups.groups],
        "topics": groups.size().to_numpy(),
        "mean cosine": groups["cosine"].mean().to_numpy(),
        "lower decile": groups["cosine"].quantile(0.1).to_numpy(),
        "recovered": groups["recovered"].mean().to_numpy(),
    }))
    rows = []
    for threshold in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
        kept = table["stability"] >= threshold
        rows.append({
            "threshold": f"{threshold:.2f}", "kept": float(kept.mean()),
            "recovered among kept": table.loc[kept, "recovered"].mean(),
            "kept among recovered": (kept & table["recovered"]).sum() / table["recovered"].sum(),
        })
    print_table(pd.DataFrame(rows))
    stable = table["stability"] >= topics.STABLE
    keys = ["units", "true_topics", "overlap"]
    groups = table.assign(stable=stable).groupby(keys)
    right = table[stable].groupby(keys)["recovered"].mean()
    print_table(pd.DataFrame({
        "stability": groups["stability"].mean(), "cosine": groups["cosine"].mean(),
        "kept": groups["stable"].mean(), "recovered among kept": right,
    }).reset_index())


def cover(setting: tuple[int, int, float, int], seeds: int) -> pd.DataFrame:
    """Intervals of one simulated pair of documents, with its setting."""
    sections, number, overlap, seed = setting
    made = simulation.simulate_documents(
        sections=sections, n_topics=number, overlap=overlap, seed=seed
    )
    table = simulation.measure_coverage(made, seeds=range(seeds))
    return table.assign(sections=sections, true_topics=number, overlap=overlap)


def run_coverage(smoke: bool, jobs: int) -> None:
    """How often nominal 95 % intervals hold the truth."""
    repeats, seeds = (1, 3) if smoke else (20, 10)
    settings = list(itertools.product(SECTIONS, COVERED_NUMBERS, OVERLAPS, range(repeats)))
    settings = settings[:2] if smoke else settings
    found = Parallel(n_jobs=jobs)(delayed(cover)(setting, seeds) for setting in settings)
    table = pd.concat(found, ignore_index=True)
    table["held"] = (table["low"] <= table["truth"]) & (table["truth"] <= table["high"])
    table["error"] = (table["value"] - table["truth"]).abs()
    table["width"] = table["high"] - table["low"]
    table["share of"] = table["of"].where(table["of"] == "b − a", "one document")
    table["stable"] = np.where(table["topics"] == "known", "known", np.where(
        table["stability"] >= topics.STABLE, "estimated, stable", "estimated, not stable"))
    print(f"{len(settings)} simulated pairs of documents, "
          f"{int((table['topics'] == 'known').sum() / 3)} topics\n")
    bins = pd.cut(table["stability"], STABILITIES, right=False).astype(str)
    told = table.assign(stability=bins)[table["topics"] == "estimated"]
    for rows, keys in (
        (table, ["share of", "stable", "sections"]),
        (told, ["share of", "stability"]),
        (table[table["stable"] != "estimated, not stable"], ["share of", "stable", "overlap"]),
        (table[table["stable"] != "estimated, not stable"], ["share of", "stable", "true_topics"]),
    ):
        print_table(rows.groupby(keys, observed=True).agg(
            intervals=("held", "size"), coverage=("held", "mean"), error=("error", "mean"),
            width=("width", "mean"),
        ).reset_index(), digits=3)


def prepare_study() -> tuple:
    """The study's corpus and its units."""
    corpus = load_corpus()
    return corpus, topics.build_units(corpus.tokens, corpus.sections, corpus.documents)


def run_null(smoke: bool, jobs: int) -> None:
    """Share of shuffles of the study's paragraphs in which a wave difference is found."""
    corpus, units = prepare_study()
    # As many topics as give several stable ones: the study's own number may leave few to test.
    fitted = topics.fit_stable_topics(units, n_topics=NULL_TOPICS, jobs=jobs, threshold=0.6)
    # Shares and lengths of paragraphs change places; sections and their waves stay. Refits
    # play no part in the test.
    table, stability = units.table, replace(fitted.stability, runs=fitted.stability.runs[:0])
    rng = np.random.default_rng(20181125)
    shuffles, draws = (20, 99) if smoke else (SHUFFLES, 499)
    hits = dict.fromkeys(topics.UNITS, 0)
    for seed in range(shuffles):
        order = rng.permutation(len(table))
        mixed = table.assign(tokens=table["tokens"].to_numpy()[order])
        shuffled = replace(fitted, theta=fitted.theta[order], stability=stability,
                           units=replace(units, table=mixed))
        for unit in hits:
            found = topics.compare_waves(
                shuffled, corpus.documents, unit=unit, draws=draws, seed=seed
            )
            hits[unit] += bool((found["p_adjusted"] < 0.05).any())
    print(f"{shuffles} shuffles of {len(table)} paragraphs, {draws} draws each, "
          f"{len(fitted.stable_topics)} stable topics of {fitted.n_topics}\n")
    rows = []
    for unit, count in hits.items():
        low, high = stats.binomtest(count, shuffles).proportion_ci(method="wilson")
        rows.append({"waves dealt out to": f"{unit}s", "no difference found": 1 - count / shuffles,
                     "95% interval": f"{1 - high:.3f} to {1 - low:.3f}"})
    print_table(pd.DataFrame(rows), digits=3)


def digest(*tables: pd.DataFrame) -> str:
    """The first digits of a SHA-256 of tables, to the last bit."""
    content = b"".join(t.to_csv(index=False, float_format="%.17g").encode() for t in tables)
    return hashlib.sha256(content).hexdigest()[:16]


def run_grid(smoke: bool, jobs: int) -> None:
    """Time of the study's grid and fit, and their digests for one process and two."""
    _, units = prepare_study()
    seeds = range(3) if smoke else topics.SEEDS
    rows = []
    for count in (2, 1, 2):
        start = time.perf_counter()
        grid = topics.compare_numbers(units, seeds=seeds, jobs=count)
        middle = time.perf_counter()
        choice = topics.choose_number(grid)
        fitted = topics.fit_stable_topics(
            units, n_topics=choice.n_topics, seeds=seeds, jobs=count
        )
        end = time.perf_counter()
        rows.append({"processes": count, "grid (s)": middle - start, "fit (s)": end - middle,
                     "topics": choice.n_topics, "grid digest": digest(grid),
                     "fit digest": digest(fitted.topics, fitted.topic_terms,
                                          fitted.unit_topics)})
    print_table(pd.DataFrame(rows), digits=1)


def run_models(smoke: bool, jobs: int) -> None:
    """The three models on the study: time, held-out words, stability."""
    _, units = prepare_study()
    rows = []
    for model in topics.MODELS:
        for number in (4,) if smoke else (6, 10, 15):
            start = time.perf_counter()
            grid = topics.compare_numbers(
                units, numbers=(number,), model=model, jobs=jobs,
                seeds=range(2 if smoke else 20),
            )
            rows.append({"model": model, "topics": number,
                         **grid[list(topics.CRITERIA)].mean().to_dict(),
                         "stable": int(grid["stable_topics"].iloc[0]),
                         "seconds": time.perf_counter() - start})
    print_table(pd.DataFrame(rows))


def run_large(folder: Path, jobs: int) -> None:
    """A stable fit on many documents, by each model once and with refits for the default."""
    from policyresearch.reading.document import read_document
    from policyresearch.segment.tokens import tokenize

    parts = [
        read_document(path.read_bytes(), doc_id=path.stem, filename=path.name)
        for path in sorted(folder.glob("*.txt"))
    ]
    sentences, sections = (
        pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        for name in ("sentences", "sections")
    )
    documents = pd.DataFrame({"doc_id": [path.stem for path in sorted(folder.glob("*.txt"))]})
    documents["place"] = documents["doc_id"]
    units = topics.build_units(tokenize(sentences, jobs=jobs), sections, documents)
    print(f"{len(documents)} documents, {len(units.table)} paragraphs, "
          f"{int(units.table['fitted'].sum())} fitted, {len(units.vocabulary)} terms\n")
    rows = []
    for model in topics.MODELS:
        start = time.perf_counter()
        fitted = topics.fit_topics(units, n_topics=20, model=model)
        rows.append({"model": model, "seconds for one fit": time.perf_counter() - start,
                     "npmi": fitted.topics["npmi"].mean()})
    print_table(pd.DataFrame(rows))
    start = time.perf_counter()
    fitted = topics.fit_stable_topics(units, n_topics=20, jobs=jobs)
    print(f"20 topics with 20 refits: {time.perf_counter() - start:.0f} s; "
          f"{len(fitted.stable_topics)} stable\n")
    print_table(fitted.topics[["topic", "label", "share", "npmi", "stability", "stable"]])
    half = units.select(np.arange(len(units.table)) % 2 == 0)
    again = topics.fit_topics(half, n_topics=20)
    cosine = align_runs(fitted.phi, [again.phi])[1][0]
    print(f"mean cosine with a fit on every other paragraph: {cosine.mean():.2f}\n")


PARTS: dict[str, Callable[[bool, int], None]] = {
    "recovery": run_recovery, "coverage": run_coverage, "null": run_null, "grid": run_grid,
    "models": run_models,
}


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("part", nargs="?", choices=[*PARTS, "large"])
    parser.add_argument("--documents", type=Path, help="folder of *.txt for `large`")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--smoke", action="store_true", help="every part once, on little")
    arguments = parser.parse_args()
    if arguments.part == "large":
        if arguments.documents is None:
            parser.error("`large` needs --documents FOLDER")
        run_large(arguments.documents, arguments.jobs)
        return
    for name in [arguments.part] if arguments.part else list(PARTS):
        print(f"## {name}\n")
        PARTS[name](arguments.smoke, arguments.jobs)


if __name__ == "__main__":
    main()
