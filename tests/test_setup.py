"""The files a reader's environment is made from agree with each other."""

from __future__ import annotations

import fnmatch
import importlib.util
import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from policyresearch.launch.environment import LOCK
from policyresearch.launch.satisfied import read_pins
from policyresearch.launch.variables import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def relock():
    spec = importlib.util.spec_from_file_location("relock", ROOT / "locks" / "relock.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _requirements():
    project = PROJECT["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(text) for part in lists for text in part]


def find_drift(requirements, pins):
    """Requirements that no pin of the lock meets."""
    versions: dict[str, list[str]] = {}
    for name, version, _ in pins:
        versions.setdefault(canonicalize_name(name), []).append(version)
    return [
        str(requirement)
        for requirement in requirements
        if not any(
            requirement.specifier.contains(version, prereleases=True)
            for version in versions.get(canonicalize_name(requirement.name), [])
        )
    ]


def test_drift_is_seen():
    pins = [("numpy", "2.4.6", None), ("Pandas_Stubs", "3.1", None)]
    wanted = ["numpy>=2", "numpy<2", "pandas-stubs", "absent"]
    assert find_drift(map(Requirement, wanted), pins) == ["numpy<2", "absent"]


def test_lock_meets_every_requirement():
    assert find_drift(_requirements(), read_pins(LOCK)) == []


def test_lock_was_made_from_these_tables(relock):
    first = LOCK.read_text(encoding="utf-8").splitlines()[0]
    assert first == relock.HEADER + relock.digest_tables(), "run `python locks/relock.py`"


def test_lock_names_no_address_and_hashes_everything():
    text = LOCK.read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links| @ ", text)
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert len(entries) == len(read_pins(LOCK)) > 100
    assert all("--hash=sha256:" in entry for entry in entries)


def test_conda_takes_the_lock_and_a_python_that_is_allowed():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "- -r requirements.lock" in text
    python = re.search(r"- python=(\S+)", text).group(1)
    allowed = Requirement(f"python{PROJECT['project']['requires-python']}").specifier
    assert allowed.contains(f"{python}.0")


def test_run_py_allows_the_pythons_of_the_project():
    text = (ROOT / "run.py").read_text(encoding="utf-8")
    low, high = re.search(r"not \((3, \d+)\) <= .*? <= \((3, \d+)\)", text).groups()
    low, high = (bound.replace(", ", ".") for bound in (low, high))
    major, minor = map(int, high.split("."))
    assert PROJECT["project"]["requires-python"] == f">={low},<{major}.{minor + 1}"


def test_data_files_of_the_package_are_installed_with_it():
    listed = subprocess.run(
        ["git", "ls-files", "policyresearch"], cwd=ROOT, capture_output=True,
        encoding="utf-8", check=False,
    )
    if listed.returncode:
        pytest.skip("not a clone")
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["policyresearch"]
    names = [name.removeprefix("policyresearch/") for name in listed.stdout.splitlines()]
    data = [name for name in names if not name.endswith(".py")]
    assert [n for n in data if not any(fnmatch.fnmatch(n, p) for p in patterns)] == []


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE", "CITATION.cff", "CHANGELOG.md"])
def test_a_published_project_has(name):
    assert (ROOT / name).read_text(encoding="utf-8").strip()
    if name == "CHANGELOG.md":
        assert "### Results that changed" in (ROOT / name).read_text(encoding="utf-8")
