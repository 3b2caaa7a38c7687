"""How many topics a corpus supports: one grid of criteria, and a rule that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from scipy import sparse

from policyresearch.errors import DataError
from policyresearch.topics.alignment import align_runs, find_prototype
from policyresearch.topics.fit import STABLE
from policyresearch.topics.heldout import (
    find_background,
    infer_shares,
    measure_likelihood,
    smooth_terms,
    split_tokens,
)
from policyresearch.topics.models import check_model, fit_terms
from policyresearch.topics.quality import (
    TOP_TERMS,
    build_windows,
    disperse_counts,
    measure_cv,
    measure_exclusivity,
    measure_npmi,
    rank_terms,
)
from policyresearch.topics.stability import SEEDS, Run, check_seeds, draw_run
from policyresearch.topics.threads import one_thread
from policyresearch.topics.units import Units

NUMBERS = (2, 3, 4, 6, 8, 10, 12, 15, 20, 25)
# A topic that has fewer units to be learnt from is not tried.
UNITS_PER_TOPIC = 10
# Columns of the grid that say how good a number of topics is; a higher residual is worse.
CRITERIA = ("heldout_stable", "heldout", "stability", "npmi", "c_v", "exclusivity", "residual")


@dataclass(frozen=True)
class Choice:
    """
    A number of topics and why: `best` has the highest mean of `heldout_stable`, `tied` are
    the numbers that cannot be told from it, `n_topics` is the smallest of them. All are zero
    or empty where the texts are too short for any number to be tried.
    """

    n_topics: int
    best: int
    tied: tuple[int, ...]
    tried: tuple[int, ...]

    @property
    def at_edge(self) -> bool:
        """Whether the best number is the largest tried: a larger one might be better."""
        return len(self.tried) > 1 and self.best == max(self.tried)


def list_numbers(units: Units) -> tuple[int, ...]:
    """The numbers of `NUMBERS` for which there are units enough; none if there are too few."""
    if len(units.vocabulary) < TOP_TERMS:
        return ()
    return tuple(n for n in NUMBERS if n <= units.fitted // UNITS_PER_TOPIC)


@one_thread
def compare_numbers(
    units: Units,
    *,
    numbers: Sequence[int] | None = None,
    model: str = "nmf",
    seeds: Sequence[int] = SEEDS,
    threshold: float = STABLE,
    jobs: int = 1,
) -> pd.DataFrame:
    """
    Measure how well each number of topics serves, once for each seed.

    For every number and seed the model is fitted to all units from a start of its own, and
    to units drawn with replacement; the units not drawn are held out.

    Parameters
    ----------
    units : Units
    numbers : sequence of int, optional
        Numbers of topics; by default `list_numbers`.
    model : str
        One of `models.MODELS`.
    seeds : sequence of int
        At least two, distinct.
    threshold : float
        Stability from which a topic counts as stable.
    jobs : int
        Processes; the result does not depend on it.

    Returns
    -------
    DataFrame, one row per number of topics and seed
        `n_topics`, `seed`;
        `heldout`: mean log-probability (nats) of a held-out token by document completion;
        `heldout_stable`: the same with the corpus's own term probabilities in place of the
        topics that are not stable;
        `stability`: mean cosine of the topics of the most central fit with their matches on
        the units drawn; `stable_topics`: how many reach the threshold over all seeds;
        `npmi`, `c_v`, `exclusivity`: means over topics; `residual`: dispersion of residuals.
        Higher is better but for `residual`. Values of different models or vocabularies may
        not be compared, `stability` and coherence excepted.

    Notes
    -----
    Document completion: Wallach et al. (2009). The other criteria: `topics.quality`.

    Raises
    ------
    DataError
        If there are too few units for the smallest number.
    """
    check_seeds(seeds)
    chosen = list_numbers(units) if numbers is None else tuple(numbers)
    if not chosen:
        raise DataError(
            f"`units`: {units.fitted} have words enough to be fitted, of a vocabulary of "
            f"{len(units.vocabulary)}. {NUMBERS[0]} topics need {NUMBERS[0] * UNITS_PER_TOPIC} "
            f"and {TOP_TERMS}. Add documents, or loosen `Rules`."
        )
    inside = units.table["fitted"].to_numpy()
    fitted = units.select(inside)
    for number in chosen:
        check_model(model, number, fitted.counts.shape[0])
    scorer = _Scorer(fitted, build_windows(fitted, 0), build_windows(fitted))
    rows: list[dict] = []
    with Parallel(n_jobs=jobs) as pool:
        for number in chosen:
            options = {"model": model, "n_topics": number}
            starts = pool(
                delayed(fit_terms)(fitted.counts, seed=seed, **options) for seed in seeds
            )
            runs = pool(delayed(draw_run)(fitted.counts, seed=seed, **options) for seed in seeds)
            central, _ = find_prototype(starts)
            aligned, cosines = align_runs(starts[central], [run.phi for run in runs])
            stable = cosines.mean(axis=0) >= threshold
            found = pool(
                delayed(scorer.score)(start, run, topics[stable])
                for start, run, topics in zip(starts, runs, aligned, strict=True)
            )
            rows += [
                {
                    "n_topics": number,
                    "seed": seed,
                    "stability": cosine.mean(),
                    "stable_topics": int(stable.sum()),
                    **scores,
                }
                for seed, cosine, scores in zip(seeds, cosines, found, strict=True)
            ]
    return pd.DataFrame(rows)[["n_topics", "seed", *CRITERIA, "stable_topics"]]


def choose_number(grid: pd.DataFrame) -> Choice:
    """
    Choose the fewest topics whose stable topics predict held-out words as well as any number's.

    More topics nearly always predict better, and fewer of them come back; the criterion
    `heldout_stable` has both in it. As well as the best is a number whose mean shortfall from
    it, seed by seed, is at most its standard error: the one-standard-error rule of Breiman et
    al. (1984, section 3.4.3) with paired differences.

    Parameters
    ----------
    grid : DataFrame
        From `compare_numbers`.

    Examples
    --------
    >>> grid = pd.DataFrame({"n_topics": [2, 2, 3, 3, 4, 4], "seed": [0, 1] * 3,
    ...                      "heldout_stable": [-6.0, -6.1, -5.0, -5.2, -5.1, -5.0]})
    >>> choose_number(grid)
    Choice(n_topics=3, best=4, tied=(3, 4), tried=(2, 3, 4))
    """
    table = grid.pivot(index="seed", columns="n_topics", values="heldout_stable")
    if table.isna().to_numpy().any() or len(table) < 2:
        raise DataError("`grid` must hold the same two or more seeds for every number of topics.")
    values = table.to_numpy()
    # Rounded, so that the last bits do not choose.
    best = int(np.argmax(np.round(values.mean(axis=0), 9)))
    shortfall = values[:, [best]] - values
    error = shortfall.std(axis=0, ddof=1) / np.sqrt(len(values))
    tied = np.round(shortfall.mean(axis=0), 9) <= np.round(error, 9)
    tried = tuple(int(n) for n in table.columns)
    among = tuple(n for n, equal in zip(tried, tied, strict=True) if equal)
    return Choice(min(among), tried[best], among, tried)


def summarise_numbers(grid: pd.DataFrame) -> pd.DataFrame:
    """
    Mean of each criterion over seeds, with the middle 95 % of the seeds.

    Returns
    -------
    DataFrame, one row per criterion and number of topics, in the order of `CRITERIA`
        `criterion`, `n_topics`, `mean`, `low`, `high`.
    """
    long = grid.melt(["n_topics"], list(CRITERIA), var_name="criterion", value_name="value")
    groups = long.groupby(["criterion", "n_topics"], sort=False)["value"]
    ends = {"low": groups.quantile(0.025), "high": groups.quantile(0.975)}
    return pd.DataFrame({"mean": groups.mean(), **ends}).reset_index()


@dataclass(frozen=True)
class _Scorer:
    """What the criteria of all fits share; `units` are those that models are fitted on."""

    units: Units
    whole: sparse.csc_matrix
    windows: sparse.csc_matrix

    @one_thread
    def score(self, start: np.ndarray, run: Run, stable: np.ndarray) -> dict:
        """Criteria of one fit on all units and one on drawn units; `stable` is of the latter."""
        counts = self.units.counts
        background = find_background(counts)
        codes = [self.units.codes[i] for i in run.left_out]
        rng = np.random.default_rng(run.seed)
        observed, held = split_tokens(codes, counts.shape[1], rng)
        top = rank_terms(start)
        smooth = smooth_terms(start, background)
        kept = np.vstack([smooth_terms(stable, background), background])
        return {
            "heldout": measure_likelihood(observed, held, smooth_terms(run.phi, background)),
            "heldout_stable": measure_likelihood(observed, held, kept),
            "npmi": measure_npmi(top, self.whole).mean(),
            "c_v": measure_cv(top, self.windows).mean(),
            "exclusivity": measure_exclusivity(start).mean(),
            "residual": disperse_counts(counts, infer_shares(counts, smooth), smooth),
        }
