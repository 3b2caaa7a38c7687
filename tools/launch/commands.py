"""The four commands of `run.py`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from launch.environment import find_python
from launch.remedies import LaunchError
from policyresearch.processes import child_variables

HELP = """\
usage: python run.py COMMAND [options]

  study   texts to tables, notebooks, figures and report   (--corpus DIR, --verify, --jobs N,
                                                           --language zh)
  test    the tests                                        (options go to pytest: -k NAME)
  check   lint, types, slow tests, benchmarks' smoke run
  lab     the notebooks in JupyterLab

The first run makes the environment (.venv) and fetches the segmentation model.
首次运行会自动创建环境(.venv)并下载分词模型。"""


def main(arguments: list[str], *, root: str) -> int:
    """Run one command on the clone in `root`; returns its exit code, 2 if it could not start."""
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
        folder = Path(root)
        clone = _Clone(folder, find_python(folder))
        code = clone.call(["-m", "policyresearch", "model"])
        return code or run(clone, arguments[1:])
    except LaunchError as error:
        print(f"\nrun.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nrun.py: stopped. / 已停止。", file=sys.stderr)
        return 130


@dataclass(frozen=True)
class _Clone:
    """A clone of the project, with the Python that runs it."""

    root: Path
    python: Path

    def call(self, command: list[str], *, here: bool = False, **more: str) -> int:
        """Run the Python in the clone, or `here`, where the reader is; returns its exit code."""
        return subprocess.run(
            [str(self.python), *command], env=child_variables(**more),
            cwd=None if here else self.root, check=False,
        ).returncode


def _study(clone: _Clone, arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--corpus")
    parser.add_argument("--notebooks")
    named, _ = parser.parse_known_args(arguments)
    command = ["-m", "policyresearch", "study", *arguments]
    if named.corpus and not named.notebooks and not Path(named.corpus, "notebooks").is_dir():
        # A study without notebooks of its own is made with those of the project.
        command += ["--notebooks", str(clone.root / "notebooks")]
    # A folder named by the reader is relative to where the reader is.
    return clone.call(command, here=bool(named.corpus or named.notebooks))


def _test(clone: _Clone, arguments: list[str]) -> int:
    return clone.call(["-m", "pytest", *arguments], MPLBACKEND="Agg")


def _check(clone: _Clone, arguments: list[str]) -> int:
    """Every check is run, also after one has failed; the failures are listed last."""
    checks = [
        ["-m", "ruff", "check", "."],
        ["-m", "mypy"],
        ["-m", "pytest", "-m", "slow", *arguments],
        *([path, "--smoke"] for path in _list_benchmarks(clone.root)),
    ]
    failed = []
    for check in checks:
        name = " ".join(check)
        print(f"== {name}", file=sys.stderr, flush=True)
        if clone.call(check, MPLBACKEND="Agg"):
            failed.append(name)
    for name in failed:
        print(f"failed: {name}", file=sys.stderr)
    return 1 if failed else 0


def _lab(clone: _Clone, arguments: list[str]) -> int:
    return clone.call(["-m", "jupyterlab", "notebooks", *arguments])


def _list_benchmarks(root: Path) -> list[str]:
    """Scripts that can be run; a name with `_` in front is shared code."""
    found = sorted((root / "benchmarks").glob("*.py"))
    return [str(path.relative_to(root)) for path in found if not path.name.startswith("_")]


_COMMANDS: dict[str, Callable[[_Clone, list[str]], int]] = {
    "study": _study,
    "test": _test,
    "check": _check,
    "lab": _lab,
}
