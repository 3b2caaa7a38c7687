"""
The topics of a study: as many as the texts support, found once and kept.

The grid over numbers of topics is the dearest computation of a study, and every edition and every
notebook that speaks of topics needs the same one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policyresearch import digits
from policyresearch.cache import digest_code, digest_parts, read_arrays, write_arrays
from policyresearch.processes import hold_lock
from policyresearch.topics.fit import (
    STABLE,
    Stability,
    TopicModel,
    describe_fit,
    fit_topics,
    make_empty,
)
from policyresearch.topics.numbers import (
    CRITERIA,
    Choice,
    choose_number,
    compare_numbers,
    list_numbers,
)
from policyresearch.topics.stability import SEEDS, fit_stable_topics
from policyresearch.topics.units import Units

# Results kept in a study's folders: choices with their fits, and single fits.
_KEPT = 32
_KEPT_FITS = 256
# Libraries whose arithmetic the fits are made of.
_LIBRARIES = ("numpy", "scipy", "scikit-learn")
_GRID = ("n_topics", "seed", *CRITERIA, "stable_topics")
_FIT = ("phi", "theta", "background", "order")
_STABILITY = ("runs", "cosines", "restarts")


def choose_topics(
    units: Units,
    *,
    model: str = "nmf",
    seeds: Sequence[int] = SEEDS,
    threshold: float = STABLE,
    jobs: int = 1,
    folder: Path | None = None,
) -> tuple[pd.DataFrame, Choice, TopicModel]:
    """
    Compare numbers of topics, choose one, and fit that many with their stability.

    Parameters
    ----------
    units : Units
    model, seeds, threshold, jobs
        As in `compare_numbers`.
    folder : Path, optional
        Where the result is kept for the next caller with the same units and options, such as
        `study.kept_topics`; by default it is not. A second process that wants the same
        waits for the first. What is read back is, bit for bit, what was computed.

    Returns
    -------
    grid : DataFrame
        `compare_numbers`.
    choice : Choice
        `choose_number` of the grid.
    topics : TopicModel
        `fit_stable_topics` with the number chosen. Where the texts are too short for any
        number (`list_numbers`), the grid has no rows and there are no topics.
    """
    if not list_numbers(units):
        grid = pd.DataFrame(columns=list(_GRID), dtype=float)
        return grid, Choice(0, 0, (), ()), make_empty(units, model=model, threshold=threshold)
    options: dict[str, Any] = {"model": model, "seeds": seeds, "threshold": threshold}
    if folder is None:
        stored = _compute(units, jobs=jobs, **options)
    else:
        path = folder / f"{_name_result(units, **options)}.npz"
        with _alone(folder):
            kept = read_arrays(path, ("best_seed", *_GRID, *_FIT, *_STABILITY))
            stored = _compute(units, jobs=jobs, **options) if kept is None else kept
            if kept is None:
                write_arrays(path, stored, limit=_KEPT)
    grid = pd.DataFrame({name: stored[name] for name in _GRID})
    phi, theta, background, order = (stored[name] for name in _FIT)
    runs, cosines, restarts = (stored[name] for name in _STABILITY)
    stability = Stability(runs, cosines, restarts, threshold)
    fitted = TopicModel(
        units, model, int(stored["best_seed"]), phi, theta, background, order, stability
    )
    return grid, choose_number(grid), fitted


def _compute(
    units: Units, *, model: str, seeds: Sequence[int], threshold: float, jobs: int
) -> dict[str, np.ndarray]:
    """Grid and fit as arrays, laid out as they will be read back."""
    options: dict[str, Any] = {"model": model, "seeds": seeds, "threshold": threshold, "jobs": jobs}
    grid = compare_numbers(units, **options)
    fitted = fit_stable_topics(units, n_topics=choose_number(grid).n_topics, **options)
    parts = {
        "best_seed": np.asarray(fitted.seed),
        **{name: grid[name].to_numpy() for name in _GRID},
        **{name: getattr(fitted, name) for name in _FIT},
        **{name: getattr(fitted.measured, name) for name in _STABILITY},
    }
    return {name: np.array(part, order="C") for name, part in parts.items()}


def fit_kept(
    units: Units, *, n_topics: int, model: str = "nmf", seed: int = 0, folder: Path | None = None
) -> TopicModel:
    """
    One fit (`fit_topics`), kept in `folder` for the next caller that wants the same.

    A study looks at its topics under many other settings, once for each notebook and edition.
    """
    if folder is None:
        return fit_topics(units, n_topics=n_topics, model=model, seed=seed)
    path = folder / f"{_name_result(units, model=model, n_topics=n_topics, seed=seed)}.npz"
    with _alone(folder):
        kept = read_arrays(path, ("phi",))
        if kept is None:
            fitted = fit_topics(units, n_topics=n_topics, model=model, seed=seed)
            # In the order of the fit, from which the topics are numbered again.
            kept = {"phi": np.ascontiguousarray(fitted.phi[np.argsort(fitted.order)])}
            write_arrays(path, kept, limit=_KEPT_FITS)
    return describe_fit(units, kept["phi"], model=model, seed=seed)


def _name_result(units: Units, **options: Any) -> str:
    """A name that holds all that a result depends on."""
    counts = units.counts
    plain = {name: option if isinstance(option, str | int | float) else list(option)
             for name, option in options.items()}
    return digest_parts([
        digest_code(Path(__file__).parent),
        Path(digits.__file__).read_text(encoding="utf-8"),
        *(f"{name} {metadata.version(name)}" for name in _LIBRARIES),
        repr(sorted(plain.items())),
        "\n".join(units.terms),
        counts.indptr, counts.indices, counts.data,
        np.array([len(unit) for unit in units.codes]), np.concatenate(units.codes),
        *(units.table[name].to_numpy() for name in ("tokens", "fitted")),
    ])


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else computes for this folder meanwhile, where the folder can be written to."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            # Said nowhere: it would stand in the output of a notebook.
            held.enter_context(hold_lock(folder.with_suffix(".lock")))
        yield
