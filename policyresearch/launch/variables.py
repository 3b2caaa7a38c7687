"""Environment variables of child processes: the one place where runs are made repeatable."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

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
    """This process's environment, made repeatable, with the project importable."""
    variables = {**os.environ, **_REPEATABLE, **more}
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(ROOT), *([inherited] if inherited else [])]
    variables["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    # Set by some launchers; a child of another interpreter would take the wrong library.
    variables.pop("PYTHONHOME", None)
    # Set in many containers; each of our many processes would compile all libraries anew.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables
