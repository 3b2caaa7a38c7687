"""The four commands of `run.py`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from policyresearch.launch.environment import find_python
from policyresearch.launch.remedies import LaunchError
from policyresearch.launch.variables import ROOT, child_variables

HELP = """\
usage: python run.py COMMAND [options]

  study   texts to tables, notebooks, figures and report   (--corpus DIR, --verify, --jobs N,
                                                           --language zh)
  test    the tests                                        (options go to pytest: -k NAME)
  check   lint, types, slow tests, benchmarks' smoke run
  lab     the notebooks in JupyterLab

The first run makes the environment (.venv) and fetches the segmentation model.
首次运行会自动创建环境(.venv)并下载分词模型。"""


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code, 2 where it could not start."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(HELP)
        return 0
    run = _COMMANDS.get(arguments[0])
    if run is None:
        print(f"run.py: no command {arguments[0]!r}.\n\n{HELP}", file=sys.stderr)
        return 2
    try:
        python = find_python()
        code = _call(python, ["-m", "policyresearch", "model"])
        return code or run(python, arguments[1:])
    except LaunchError as error:
        print(f"\nrun.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nrun.py: stopped. / 已停止。", file=sys.stderr)
        return 130


def _study(python: Path, arguments: list[str]) -> int:
    # A folder named by the reader is relative to where the reader is.
    named = any(argument.startswith("--corpus") for argument in arguments)
    cwd = None if named else ROOT
    return _call(python, ["-m", "policyresearch", "study", *arguments], cwd=cwd)


def _test(python: Path, arguments: list[str]) -> int:
    return _call(python, ["-m", "pytest", *arguments], MPLBACKEND="Agg")


def _check(python: Path, arguments: list[str]) -> int:
    """Every check is run, also after one has failed; the failures are listed last."""
    checks = [
        ["-m", "ruff", "check", "."],
        ["-m", "mypy"],
        ["-m", "pytest", "-m", "slow", *arguments],
        *([str(path), "--smoke"] for path in _benchmarks()),
    ]
    failed = []
    for check in checks:
        name = " ".join(check)
        print(f"== {name}", file=sys.stderr, flush=True)
        if _call(python, check, MPLBACKEND="Agg"):
            failed.append(name)
    for name in failed:
        print(f"failed: {name}", file=sys.stderr)
    return 1 if failed else 0


def _lab(python: Path, arguments: list[str]) -> int:
    return _call(python, ["-m", "jupyterlab", "notebooks", *arguments])


def _benchmarks() -> Iterable[Path]:
    """Scripts that can be run; a name with `_` in front is shared code."""
    found = sorted((ROOT / "benchmarks").glob("*.py"))
    return [path.relative_to(ROOT) for path in found if not path.name.startswith("_")]


def _call(python: Path, command: list[str], *, cwd: Path | None = ROOT, **more: str) -> int:
    return subprocess.run(
        [str(python), *command], env=child_variables(**more), cwd=cwd, check=False
    ).returncode


_COMMANDS: dict[str, Callable[[Path, list[str]], int]] = {
    "study": _study,
    "test": _test,
    "check": _check,
    "lab": _lab,
}
