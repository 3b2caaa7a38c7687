"""Environment variables of child processes, the one place where runs are made repeatable, and
locks between processes. Imports nothing but the standard library until a lock is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_REPEATABLE = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    # Sums over several threads differ in the last digit from run to run.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    # The moment that tools write into PDF, Word and zip files: the earliest a zip can hold.
    "SOURCE_DATE_EPOCH": "315532800",
    # An editable file path, a console width or a colour must not reach a notebook's output.
    "COLUMNS": "100",
    "NO_COLOR": "1",
    # Debugger notices about frozen modules would stand in the output of a first cell.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


def child_variables(**more: str) -> dict[str, str]:
    """Return this process's environment, made repeatable, with `more` on top."""
    variables = {**os.environ, **_REPEATABLE, **more}
    # Set by some launchers; a child of another interpreter would take the wrong library.
    variables.pop("PYTHONHOME", None)
    # Set in many containers; each of our many processes would compile all libraries anew.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables


@contextmanager
def hold_lock(path: Path, *, waiting: str | None = None) -> Iterator[None]:
    """Hold the lock file `path`; `waiting`, if any, is printed once while another has it."""
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        if waiting:
            print(waiting, file=sys.stderr, flush=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
