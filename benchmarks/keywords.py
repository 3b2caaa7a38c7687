"""
False keywords, power and coverage of the comparisons of words, on real text.

    python benchmarks/keywords.py                        on the study's documents
    python benchmarks/keywords.py --documents FOLDER     and on *.txt of FOLDER, one a place
    python benchmarks/keywords.py --smoke                everything once, on little

Null simulations deal real paragraphs, sections or documents out to two waves at random, so
that no word differs; the share of words found to differ at the level of 5 % should be 5 %.
Power: occurrences on one side are thinned out at random to a known ratio of rates. Coverage:
sections or documents are drawn with replacement, so that the true ratio is that of the pool.
Ranges are 95 % Monte-Carlo intervals over simulations, as words of one simulation depend on
each other. Every number is fixed by the seed. `docs/keywords-inference.md` shows the output.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from _draws import bootstrap_log_ratios, permute_log_ratios
from scipy import sparse, stats

from policyresearch.corpus import load_corpus
from policyresearch.inference.paired import compare_pairs, find_detectable
from policyresearch.inference.ratios import compare_sums, find_interval, sum_units
from policyresearch.inference.units import number_units
from policyresearch.reading.document import read_document
from policyresearch.segment.tokens import tokenize
from policyresearch.words.counts import count_words
from policyresearch.words.keyness import ALPHA, MIN_COUNT
from policyresearch.words.measures import measure_g2

ROOT = Path(__file__).resolve().parents[1]

BANDS = ((1, 3), (3, 6), (6, 12), (12, 30), (30, np.inf))
# Sections on the two sides of the study's own comparison.
SECTIONS = (26, 75)
Test = Callable[["Sample"], np.ndarray]


@dataclass(frozen=True)
class Pool:
    """Paragraphs × words with the tokens of each paragraph and what it belongs to."""

    matrix: sparse.csr_matrix
    tokens: np.ndarray
    units: dict[str, np.ndarray]

    def join(self, unit: str) -> tuple[sparse.csr_matrix, np.ndarray]:
        """Units × words and tokens per unit."""
        number = self.units[unit]
        rows = np.arange(len(number))
        join = sparse.csr_matrix((np.ones(len(rows)), (number, rows)))
        return sparse.csr_matrix(join @ self.matrix), join @ self.tokens


@dataclass(frozen=True)
class Sample:
    """A pool with its paragraphs dealt out to two sides; words too rare are left out."""

    pool: Pool
    right: np.ndarray

    def split(self, unit: str) -> tuple[sparse.csr_matrix, np.ndarray, np.ndarray]:
        """Units × words, tokens, and whether the unit is on the right."""
        number = pd.factorize(2 * self.pool.units[unit] + self.right)[0]
        rows = np.arange(len(number))
        join = sparse.csr_matrix((np.ones(len(rows)), (number, rows)))
        right = np.zeros(join.shape[0], dtype=bool)
        right[number] = self.right
        return sparse.csr_matrix(join @ self.pool.matrix), join @ self.pool.tokens, right


def build_pool(tokens: pd.DataFrame, documents: pd.DataFrame, sections: pd.DataFrame) -> Pool:
    counts = count_words(tokens, documents, unit="paragraph", sections=sections)
    units = {"paragraph": counts.cells["unit"].to_numpy()}
    for name, level in (("section", 2), ("top section", 1)):
        units[name] = number_units(counts.cells, "section", sections=sections, level=level)
    units["document"] = number_units(counts.cells, "document")
    return Pool(counts.matrix, counts.cells["tokens"].to_numpy(float), units)


def read_folder(folder: Path, limit: int | None) -> Pool:
    """*.txt of a folder, each a document of a place of its own."""
    readings = [
        read_document(path.read_bytes(), doc_id=path.stem, filename=path.name)
        for path in sorted(folder.glob("*.txt"))[:limit]
    ]
    sections, sentences = (
        pd.concat([getattr(r, name) for r in readings], ignore_index=True)
        for name in ("sections", "sentences")
    )
    names = sentences["doc_id"].unique()
    documents = pd.DataFrame({"doc_id": names, "place": names, "wave": 2024})
    return build_pool(tokenize(sentences), documents, sections)


# Tests: p-value of each word.


def test_tokens(sample: Sample) -> np.ndarray:
    matrix, tokens, right = sample.split("document")
    a, b = (np.asarray(matrix[side].sum(axis=0)).ravel() for side in (~right, right))
    g2 = measure_g2(a, b, tokens[~right].sum(), tokens[right].sum())
    return stats.chi2.sf(np.abs(g2), 1)


def test_units(unit: str) -> Test:
    def test(sample: Sample) -> np.ndarray:
        matrix, tokens, right = sample.split(unit)
        return compare_sums(sum_units(matrix[~right], tokens[~right]),
                            sum_units(matrix[right], tokens[right])).p()
    return test


def test_bootstrap(unit: str, draws: int) -> Test:
    def test(sample: Sample) -> np.ndarray:
        low, high = bootstrap_log_ratios(*sample.split(unit), draws=draws, seed=1,
                                         confidence=1 - ALPHA)
        return np.where((low > 0) | (high < 0), 0.0, 1.0)
    return test


def test_permutation(unit: str, draws: int) -> Test:
    return lambda sample: permute_log_ratios(*sample.split(unit), draws=draws, seed=1)


def deal(pool: Pool, unit: str, rng: np.random.Generator) -> Sample:
    """Half the units, at random, on the right."""
    number = pool.units[unit]
    count = number.max() + 1
    side = rng.permutation(np.arange(count) < count // 2)
    return Sample(pool, side[number])


def draw_pairs(pool: Pool, rng: np.random.Generator) -> Sample:
    """Two documents set against each other."""
    number = pool.units["document"]
    one, two = rng.choice(number.max() + 1, 2, replace=False)
    kept = np.flatnonzero(np.isin(number, [one, two]))
    units = {name: pd.factorize(values[kept])[0] for name, values in pool.units.items()}
    return Sample(Pool(pool.matrix[kept], pool.tokens[kept], units), number[kept] == two)


def keep_frequent(sample: Sample) -> Sample:
    total = np.asarray(sample.pool.matrix.sum(axis=0)).ravel()
    pool = Pool(sample.pool.matrix[:, np.flatnonzero(total >= MIN_COUNT)], sample.pool.tokens,
                sample.pool.units)
    return Sample(pool, sample.right)


def show_null(
    title: str, make: Callable[[np.random.Generator], Sample], tests: dict[str, tuple[Test, int]]
) -> None:
    """Share of words below the level, for each test; fewer simulations for the slow ones."""
    print(f"\n{title}")
    print(f"{'test':40}{'false':>8}   {'95% MC interval':18}{'simulations':>12}{'words':>8}")
    for name, (test, runs) in tests.items():
        shares, words = [], []
        for run in range(runs):
            sample = keep_frequent(make(np.random.default_rng([11, run])))
            p = test(sample)
            shares.append(np.mean(p < ALPHA))
            words.append(len(p))
        mean, low, high = summarise(shares)
        print(f"{name:40}{100 * mean:7.1f}%   {100 * low:5.1f}% to {100 * high:5.1f}% "
              f"{runs:14}{np.mean(words):8.0f}", flush=True)


def summarise(values: list[float]) -> tuple[float, float, float]:
    """Mean and its 95 % interval over simulations."""
    mean = float(np.mean(values))
    reach = 1.96 * np.std(values, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else 0.0
    return mean, mean - reach, mean + reach


def draw_sides(
    pool: Pool, unit: str, sizes: tuple[int, int], factor: float, rng: np.random.Generator
):
    """Two sides of units drawn from the pool; the left thinned out by the factor."""
    matrix, tokens = pool.join(unit)
    sides = []
    for size in sizes:
        drawn = rng.integers(0, len(tokens), size)
        sides.append((matrix[drawn], tokens[drawn]))
    if factor > 1:
        thinned = sides[0][0].copy()
        thinned.data = rng.binomial(thinned.data.astype(int), 1 / factor).astype(float)
        sides[0] = (thinned, sides[0][1])
    return sides


def simulate(
    pool: Pool, unit: str, sizes: tuple[int, int], *, factor: float, runs: int, draws: int
) -> Iterator[dict]:
    """Per word band and method: whether the interval holds the truth, whether it finds it."""
    total = np.asarray(pool.matrix.sum(axis=0)).ravel()
    frequent = np.flatnonzero(total >= MIN_COUNT)
    chosen = Pool(pool.matrix[:, frequent], pool.tokens, pool.units)
    rates = total[frequent] / pool.tokens.sum()
    truth = np.log(factor)
    for run in range(runs):
        rng = np.random.default_rng([23, run])
        (x, n), (y, m) = draw_sides(chosen, unit, sizes, factor, rng)
        expected = rates * (m.sum() if factor > 1 else min(n.sum(), m.sum()))
        one, two = sum_units(x, n), sum_units(y, m)
        ends = {f"{unit}s": compare_sums(one, two).interval()}
        # Every occurrence independent: the same interval without clustering.
        even = {"inflation": np.ones(len(rates)), "freedom": np.inf}
        plain = (replace(side, **even) for side in (one, two))
        ends["tokens"] = compare_sums(*plain).interval()
        if run % 5 == 0:
            right = np.repeat([False, True], [len(n), len(m)])
            ends[f"{unit}s, percentile bootstrap"] = bootstrap_log_ratios(
                sparse.vstack([x, y]), np.concatenate([n, m]), right, draws=draws, seed=run
            )
        low, high = find_interval(two)
        for name, (lower, upper) in {**ends, f"{unit}s, a single rate": (low, high)}.items():
            aim = rates if name.endswith("rate") else truth
            for band in BANDS:
                own = (expected >= band[0]) & (expected < band[1])
                if own.any():
                    yield {
                        "method": name, "band": band[0],
                        "covered": np.mean(((lower <= aim) & (aim <= upper))[own]),
                        "found": np.mean((lower > 0)[own]),
                    }


def show_bands(table: pd.DataFrame, value: str) -> None:
    """One row per method, one column per band of expected occurrences."""
    heads = [f"{low}-{high}" if high < np.inf else f"{low}+" for low, high in BANDS]
    print(f"{'method':40}" + "".join(f"{head:>18}" for head in heads))
    for method, part in table.groupby("method", sort=False):
        cells = ""
        for low, _ in BANDS:
            values = part.loc[part["band"] == low, value].to_list()
            if not values:
                cells += f"{'-':>18}"
                continue
            mean, lower, upper = summarise(values)
            cells += f"{100 * mean:6.1f} [{100 * lower:.1f}, {100 * upper:.1f}]".rjust(18)
        print(f"{method:40}{cells}", flush=True)


def show_pairs(pool: Pool, runs: int) -> None:
    """Places seen twice: sections of each document dealt out to two waves within the place."""
    number, section = pool.units["document"], pool.units["section"]
    places = number.max() + 1
    size = np.bincount(number, pool.tokens)
    total = np.asarray(pool.matrix.sum(axis=0)).ravel()
    words = np.flatnonzero(total >= places)
    print("\nPaired places, sign-flip test: % of words found at 5 % (words met once a place or "
          "more)")
    print(f"{'places':>8}{'ratio 1 (false)':>24}{'ratio 1.5':>20}{'ratio 2':>20}"
          f"{'smallest detectable (median word)':>36}")
    for count in sorted({10, 20, places}):
        cells, spreads = "", []
        for factor in (1.0, 1.5, 2.0):
            shares = []
            for run in range(runs):
                rng = np.random.default_rng([37, run])
                wave = rng.integers(0, 2, section.max() + 1)[section]
                chosen = rng.permutation(places)[:count]
                sides = []
                for side in (0, 1):
                    rows = np.flatnonzero((wave == side) & np.isin(number, chosen))
                    at = pd.Index(chosen).get_indexer(number[rows])
                    join = sparse.csr_matrix((np.ones(len(rows)), (at, rows)),
                                             shape=(count, len(number)))
                    counts = (join @ pool.matrix[:, words]).toarray()
                    if side == 0 and factor > 1:
                        counts = rng.binomial(counts.astype(int), 1 / factor)
                    sides.append(1e4 * counts / np.maximum(join @ pool.tokens, 1)[:, None])
                change = compare_pairs(*sides, draws=999, seed=run)
                shares.append(np.mean(change.p < ALPHA))
                if factor == 1:
                    spreads.append(np.median(change.spread))
            mean, low, high = summarise(shares)
            cells += f"{100 * mean:8.1f} [{100 * low:.1f}, {100 * high:.1f}]".rjust(
                24 if factor == 1 else 20)
        shift = float(find_detectable(count, np.mean(spreads)))
        rate = 1e4 * np.median(total[words]) / size.sum()
        print(f"{count:8}{cells}{f'{shift:.1f} on {rate:.1f} per 10,000':>36}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--documents", type=Path, help="folder of *.txt, one document a place")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    begin = time.process_time()
    runs, slow, draws = (2, 1, 50) if options.smoke else (100, 20, 999)
    corpus = load_corpus(ROOT)
    study = build_pool(corpus.tokens, corpus.documents, corpus.sections)
    drawn = {
        "sections, permutation": (test_permutation("section", draws), slow),
        "sections, percentile bootstrap": (test_bootstrap("section", draws), slow),
    }
    common = {
        "tokens (G²)": (test_tokens, runs),
        "paragraphs": (test_units("paragraph"), runs),
        "sections": (test_units("section"), runs),
        "top sections": (test_units("top section"), runs),
    }
    for unit in ("paragraph", "section", "top section"):
        show_null(f"The study's documents, waves dealt out to each {unit}",
                  lambda rng, unit=unit: deal(study, unit, rng),
                  {**common, **(drawn if unit == "section" else {})})
    pool, name = study, "the study's sections"
    if options.documents:
        pool = read_folder(options.documents, 6 if options.smoke else None)
        count = pool.units["document"].max() + 1
        name = f"the sections of {count} documents"
        show_null(f"{count} documents of as many places, waves dealt out to documents",
                  lambda rng: deal(pool, "document", rng),
                  {**common, "documents": (test_units("document"), runs),
                   "documents, permutation": (test_permutation("document", draws), slow),
                   "documents, percentile bootstrap": (test_bootstrap("document", draws), slow)})
        show_null("One document against another of the same year and genre",
                  lambda rng: draw_pairs(pool, rng), common)
    for factor in (1, 2, 4):
        table = pd.DataFrame(
            simulate(pool, "section", SECTIONS, factor=factor, runs=runs, draws=draws)
        )
        print(f"\n{SECTIONS[0]} and {SECTIONS[1]} of {name}, true ratio {factor}, by expected "
              "occurrences: % of intervals that hold the true value")
        show_bands(table, "covered")
        if factor > 1:
            print("% of words found to have risen")
            show_bands(table[~table["method"].str.endswith("rate")], "found")
    if options.documents:
        for size in (10, 30):
            table = pd.DataFrame(
                simulate(pool, "document", (size, size), factor=1, runs=slow, draws=draws)
            )
            print(f"\n{size} and {size} of the documents, true ratio 1: % of intervals that hold "
                  "the true value")
            show_bands(table, "covered")
        show_pairs(pool, slow)
    print(f"\n{time.process_time() - begin:.0f} s of processor time")


if __name__ == "__main__":
    main()
