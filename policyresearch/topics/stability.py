"""Which topics come back when the fit starts elsewhere or the units are drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed
from scipy import sparse

from policyresearch.errors import DataError
from policyresearch.topics.alignment import align_runs, find_prototype
from policyresearch.topics.fit import STABLE, Stability, TopicModel, describe_fit
from policyresearch.topics.models import check_model, fit_terms
from policyresearch.topics.threads import one_thread
from policyresearch.topics.units import Units

SEEDS = tuple(range(20))


@dataclass(frozen=True)
class Run:
    """A fit on units drawn with replacement; `left_out` are the units not drawn."""

    seed: int
    phi: np.ndarray
    left_out: np.ndarray


def draw_run(counts, *, seed: int, **options) -> Run:
    """
    Fit on as many units as there are, drawn with replacement.

    `seed` fixes both the draw, which is the same for every model and number of topics, and
    the start of the fit; the options are those of `models.fit_terms`.
    """
    rng = np.random.default_rng(seed)
    drawn = np.sort(rng.integers(0, counts.shape[0], counts.shape[0]))
    left_out = np.setdiff1d(np.arange(counts.shape[0]), drawn)
    phi = fit_terms(counts[drawn], seed=seed, **options)
    return Run(seed, phi, left_out)


@one_thread
def fit_stable_topics(
    units: Units,
    *,
    n_topics: int,
    model: str = "nmf",
    seeds: Sequence[int] = SEEDS,
    threshold: float = STABLE,
    jobs: int = 1,
    anchors: sparse.csr_matrix | None = None,
) -> TopicModel:
    """
    Fit topics and measure which of them are stable.

    The reported topics are those of the most central of the fits on all units, one for each
    seed. Then units are drawn again with replacement, once for each seed, and the model
    fitted to each draw; a topic's stability is its mean cosine with its match there, and the
    topic is stable from `threshold` on.

    Parameters
    ----------
    units : Units
    n_topics : int
    model : str
        One of `models.MODELS`.
    seeds : sequence of int
        At least two, distinct.
    threshold : float
    jobs : int
        Processes; the result does not depend on it.
    anchors : sparse matrix, optional
        Concepts × terms, fitted along with the units (`topics.seeded`).

    Returns
    -------
    TopicModel
        With `stability`.
    """
    check_seeds(seeds)
    counts = units.counts[units.table["fitted"].to_numpy()]
    check_model(model, n_topics, counts.shape[0])
    options = {"model": model, "n_topics": n_topics, "anchors": anchors}
    tasks = [delayed(fit_terms)(counts, seed=seed, **options) for seed in seeds]
    tasks += [delayed(draw_run)(counts, seed=seed, **options) for seed in seeds]
    done = Parallel(n_jobs=jobs)(tasks)
    starts, runs = done[: len(seeds)], done[len(seeds) :]
    central, _ = find_prototype(starts)
    fitted = describe_fit(units, starts[central], model=model, seed=seeds[central])
    return add_stability(
        fitted,
        [run.phi for run in runs],
        [start for i, start in enumerate(starts) if i != central],
        threshold=threshold,
    )


def add_stability(
    fitted: TopicModel,
    runs: Sequence[np.ndarray],
    starts: Sequence[np.ndarray],
    *,
    threshold: float = STABLE,
) -> TopicModel:
    """The topics with the stability that these refits give them."""
    aligned, cosines = align_runs(fitted.phi, runs)
    _, restarts = align_runs(fitted.phi, starts)
    return replace(fitted, stability=Stability(aligned, cosines, restarts, threshold))


def check_seeds(seeds: Sequence[int]) -> None:
    """Raise unless there are two or more distinct seeds."""
    if len(seeds) < 2 or len(set(seeds)) < len(seeds):
        raise DataError(f"`seeds` must be two or more distinct numbers; got {list(seeds)}.")
