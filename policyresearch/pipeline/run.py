"""Run the steps of a study that are out of date, as many at once as asked for."""

from __future__ import annotations

import io
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyresearch.errors import DataError
from policyresearch.pipeline.inputs import PACKAGE
from policyresearch.pipeline.steps import Step, forget_removed, plan_steps, read_record
from policyresearch.processes import hold_lock
from policyresearch.reading.audit import list_gaps
from policyresearch.study.folder import Study


@dataclass(frozen=True)
class Outcome:
    """What a run did: names of the steps run and skipped, and every file that now stands."""

    run: tuple[str, ...]
    skipped: tuple[str, ...]
    files: tuple[Path, ...]
    seconds: float


def make_study(
    study: Study,
    *,
    notebooks: Path | None = None,
    jobs: int = 1,
    fresh: bool = False,
    tell: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """
    Make everything of a study that is missing or out of date.

    A step is run again if any input's content, any file it needs or any file it made has
    changed. A killed run leaves no half-written file, and the next run goes on from there.

    Parameters
    ----------
    study : Study
    notebooks : Path, optional
        The folder whose notebooks are run on the study; by default its own `notebooks/`.
    jobs : int
        Steps run at once; the result does not depend on it.
    fresh : bool
        Run every step, also those that are up to date, without what earlier runs have kept.
    tell : callable
        Is given a line for each document that no comparison over time can use, before the work
        begins, and one when a step starts and ends.

    Raises
    ------
    DataError
        If a step fails, with the message of each that did. Steps that do not need the
        failed one have been run.
    """
    started = time.monotonic()
    for line in _list_gaps(study):
        tell(line)
    waiting = "Another run works on this study; waiting …"
    with hold_lock(study.state / "run.lock", waiting=waiting):
        if fresh:
            shutil.rmtree(study.kept, ignore_errors=True)
        steps = plan_steps(study, notebooks=notebooks)
        forget_removed(steps, study)
        actions = [_follow(step, tell) for step in steps]
        session = _build(steps, actions, study, jobs=jobs, fresh=fresh)
        _raise_failures(session)
    skipped = tuple(
        report.task.name for report in session.execution_reports
        if report.outcome.name == "SKIP_UNCHANGED"
    )
    files = [path for step in steps for path in step.makes]
    files += [path for step in steps if step.record for path in read_record(step.record, study)]
    return Outcome(
        run=tuple(step.name for step in steps if step.name not in skipped),
        skipped=skipped,
        files=tuple(dict.fromkeys(files)),
        seconds=time.monotonic() - started,
    )


def _list_gaps(study: Study) -> list[str]:
    """Which documents can be compared with none over time, and how to mend that."""
    return [
        f"! {study.sources_file}: {row.doc_id} ({row.file}) has no "
        f"{' and no '.join(f'`{name}`' for name in row.columns)} and takes no part in comparisons "
        "over time; fill the cell of its line."
        for row in list_gaps(study.sources()).itertuples()
    ]


def _follow(step: Step, tell: Callable[[str], None]) -> Callable[..., None]:
    """The step's action, announced before and after."""

    def act(**_: Any) -> None:
        tell(f"{step.name} …")
        start = time.monotonic()
        step.action()
        tell(f"{step.name}: done in {time.monotonic() - start:.1f} s")

    return act


def _build(
    steps: list[Step], actions: list[Callable[..., None]], study: Study, *, jobs: int, fresh: bool
):
    """Hand the steps to pytask, which keeps what it knows of them in the state folder."""
    import pytask
    from pytask_parallel import ParallelBackend

    from policyresearch.pipeline.nodes import make_task

    settings = study.state / "pytask.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[tool.pytask.ini_options]\n", encoding="utf-8")
    tasks = [make_task(*pair, study) for pair in zip(steps, actions, strict=True)]
    # pytask writes a table of its own; ours is told through `tell`.
    said = io.StringIO()
    with redirect_stdout(said), _stopping_kernels():
        session = pytask.build(
            tasks=tasks,
            config=settings,
            paths=[settings.parent],
            capture="no",
            verbose=0,
            show_traceback=False,
            disable_warnings=True,
            force=fresh,
            n_workers=jobs,
            parallel_backend=ParallelBackend.THREADS,
        )
    if len(session.execution_reports) == len(steps):
        return session
    if session.exit_code:
        raise DataError(
            f"{study.state}: the pipeline could not start. Delete that folder and run again.\n"
            f"{said.getvalue().strip()[-1500:]}"
        )
    # It ends its loop quietly when the reader presses Ctrl+C.
    raise KeyboardInterrupt


@contextmanager
def _stopping_kernels() -> Iterator[None]:
    """While this lasts, Ctrl+C ends the notebooks that are running, not only this process."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: Any) -> None:
        # Only if it has been loaded are there any.
        notebooks = sys.modules.get("policyresearch.pipeline.execute")
        if notebooks:
            notebooks.stop_kernels()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _raise_failures(session) -> None:
    """One message for all failed steps; those skipped because of them are not told."""
    messages = []
    for report in session.execution_reports:
        if report.outcome.name != "FAIL":
            continue
        error = report.exc_info[1]
        if isinstance(error, DataError):
            messages.append(str(error))
        else:
            messages.append(_describe(report.task.name, error))
    if messages:
        raise DataError("\n".join(messages))


def _describe(step: str, error: BaseException) -> str:
    """An error nobody foresaw: what it says and where in the library it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    place = f" ({Path(ours[-1].filename).name}, line {ours[-1].lineno})" if ours else ""
    return f"Step {step}: {type(error).__name__}: {error}{place}"
