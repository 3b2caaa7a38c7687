"""
The environment as readers make it: the lock with the installers they have, the package without
the lock, and the library in a notebook anywhere. Each makes environments from the package index.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from launch.environment import _python_of
from nbformat.v4 import new_code_cell, new_notebook
from project import LOCK, ROOT
from studies import write_study

from policyresearch.processes import child_variables

pytestmark = pytest.mark.slow
EXTRAS = "[study,ingest,cluster,parquet,segmenters,dev]"
# A reader's own question, far from any clone: load, count, plot, save.
NOTEBOOK = """\
import policyresearch
corpus = policyresearch.load_corpus(STUDY)
from policyresearch.words import count_words, rate_counts
from policyresearch.plots import plot_rates, save_figure, set_style
set_style()
counts = count_words(corpus.tokens, corpus.documents, unit="document", terms=["发展", "就业"])
ax = plot_rates(rate_counts(counts, by=["wave"]))
save_figure(ax, "rates", data=counts.documents, folder="figures")
"""


def _make_environment(folder: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    return _python_of(folder)


def _run(python: Path, *arguments, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [str(python), "-m", *map(str, arguments)], cwd=cwd, capture_output=True,
        encoding="utf-8", check=False, env=child_variables(PYTHONPATH="", MPLBACKEND="Agg"),
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def _install_with_uv(python: Path, *arguments) -> None:
    tool = _make_environment(python.parents[1] / "tool")
    _run(tool, "pip", "install", "--quiet", "uv")
    _run(tool, "uv", "pip", "install", "--python", python, *arguments)


def _run_notebook(python: Path, folder: Path, study: Path, *, cwd: Path) -> None:
    notebook = new_notebook(cells=[new_code_cell(NOTEBOOK.replace("STUDY", repr(str(study))))])
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / "own.ipynb")
    _run(python, "nbconvert", "--to", "notebook", "--execute", "--inplace",
         folder / "own.ipynb", cwd=cwd)


@pytest.mark.parametrize("pip", ["pip==23.0", "pip", "uv"])
def test_lock_and_package_install_with(tmp_path, pip):
    python = _make_environment(tmp_path / "environment")
    lock = ["--no-deps", "--require-hashes", "-r", LOCK]
    package = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    if pip == "uv":
        _install_with_uv(python, *lock)
        _install_with_uv(python, *package)
    else:
        _run(python, "pip", "install", "--quiet", "--upgrade", pip)
        _run(python, "pip", "install", "--quiet", *lock)
        _run(python, "pip", "install", "--quiet", *package)
    _run(python, "pip", "check")
    assert _run(python, "policyresearch", "--version", cwd=tmp_path).startswith("policyresearch ")


@pytest.mark.parametrize("resolution", ["highest", "lowest-direct"])
def test_without_the_lock_the_fast_tests_pass(tmp_path, resolution):
    python = _make_environment(tmp_path / "environment")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    _install_with_uv(python, "--resolution", resolution, "--editable", f"{clone}{EXTRAS}")
    _run(python, "policyresearch", "model", cwd=tmp_path)
    _run(python, "pytest", "-q", "-x", cwd=clone)


def test_the_installed_library_works_in_a_notebook_anywhere(tmp_path):
    study = write_study(tmp_path / "a study")
    python = _make_environment(tmp_path / "environment")
    # A build leaves files beside its sources.
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    _run(python, "pip", "install", "--quiet", f"{clone}[study]")
    _run(python, "policyresearch", "model", cwd=tmp_path)
    notes = tmp_path / "笔记 notes"
    _run_notebook(python, notes, study.root, cwd=tmp_path)
    assert (notes / "figures" / "rates.png").is_file()


def test_the_core_works_without_what_makes_a_study(tmp_path):
    study = write_study(tmp_path / "a study")
    python = _make_environment(tmp_path / "environment")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    _run(python, "pip", "install", "--quiet", str(clone))
    _run(python, "policyresearch", "model", cwd=tmp_path)
    (tmp_path / "own.py").write_text(
        NOTEBOOK.replace("STUDY", repr(str(study.root))), encoding="utf-8"
    )
    _run(python, "own", cwd=tmp_path)
    assert (tmp_path / "figures" / "rates.png").is_file()
    listed = _run(python, "pip", "list")
    assert "jupyterlab" not in listed and "pytask" not in listed


@pytest.mark.parametrize("start", [ROOT, ROOT / "notebooks"], ids=["root", "notebooks"])
def test_notebooks_run_from_the_clone_with_nbconvert(tmp_path, start):
    source = ROOT / "notebooks" / "01-what-can-the-corpus-say.ipynb"
    _run(sys.executable, "nbconvert", "--to", "notebook", "--execute", "--output-dir", tmp_path,
         source, cwd=start)
    assert (tmp_path / source.name).is_file()
