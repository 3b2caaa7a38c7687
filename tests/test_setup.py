"""The files a reader's environment is made from agree with each other."""

from __future__ import annotations

import fnmatch
import importlib.util
import re
import subprocess
import tomllib
from importlib import metadata

import pytest
from launch.lock_check import find_missing, read_pins
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from project import LOCK, ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def relock():
    spec = importlib.util.spec_from_file_location("relock", ROOT / "tools" / "relock.py")
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


# What the markers of requirements ask about, on the systems and Pythons of the project.
ENVIRONMENTS = [
    {
        "sys_platform": system, "platform_system": name, "os_name": os_name,
        "platform_machine": machine, "python_version": python,
        "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "platform_python_implementation": "CPython", "implementation_version": f"{python}.0",
        "platform_release": "", "platform_version": "",
    }
    for system, name, os_name, machine in [
        ("linux", "Linux", "posix", "x86_64"), ("linux", "Linux", "posix", "aarch64"),
        ("darwin", "Darwin", "posix", "arm64"), ("darwin", "Darwin", "posix", "x86_64"),
        ("win32", "Windows", "nt", "AMD64"),
    ]
    for python in ("3.11", "3.12", "3.13", "3.14")
    # Some libraries have no wheel for Intel Macs any more.
    if not (machine == "x86_64" and system == "darwin" and python == "3.14")
]


def find_unlocked(wanted, pins, requires):
    """
    Requirements that a lock installed without resolving would leave out.

    Follows `wanted` (name, extras) through `requires(name, version)`, in every environment, over
    the pins that apply there; `requires` gives None for a release that is not installed here.
    """
    missing = set()
    for environment in ENVIRONMENTS:
        locked = {
            canonicalize_name(name): version
            for name, version, marker in pins
            if not marker or Marker(marker).evaluate(environment)
        }
        todo, seen = list(wanted), set()
        while todo:
            name, extras = todo.pop()
            if (name, extras) in seen:
                continue
            seen.add((name, extras))
            for requirement in map(Requirement, requires(name, locked.get(name)) or ()):
                if requirement.marker and not any(
                    requirement.marker.evaluate({**environment, "extra": extra})
                    for extra in (extras or {""}) | {""}
                ):
                    continue
                needed = canonicalize_name(requirement.name)
                version = locked.get(needed)
                if version is None or not requirement.specifier.contains(version, True):
                    missing.add(f"{name} asks for {requirement}; the lock has {version}")
                todo.append((needed, frozenset(requirement.extras)))
    return sorted(missing)


def _read_requires(name, version):
    if name == "policyresearch":
        # What is installed as a link keeps the metadata of the day it was linked.
        return [str(requirement) for requirement in _requirements()]
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return None
    return found.requires if version in (None, found.version) else None


def test_an_extra_left_out_of_the_lock_is_seen():
    pins = [("a", "1", None), ("b", "1", None), ("c", "1", "sys_platform == 'win32'")]
    requires = {"a": ["b[toml]>=1"], "b": ["c; extra == 'toml'", "d; extra == 'other'"]}

    def find(wanted, pins):
        return find_unlocked(wanted, pins, lambda name, version: requires.get(name))

    start = [("a", frozenset())]
    assert find(start, pins) == ['b asks for c; extra == "toml"; the lock has None']
    assert not find(start, [*pins[:2], ("c", "1", None)])
    assert not find([("b", frozenset())], pins)
    requires["b"] = ["c<2; extra == 'toml'"]
    assert find(start, [*pins[:2], ("c", "2", None)])


def test_lock_is_complete():
    if find_missing(LOCK):
        pytest.skip("not the environment of the lock, whose metadata are read here")
    wanted = [("policyresearch", frozenset())]
    assert find_unlocked(wanted, read_pins(LOCK), _read_requires) == []


def test_lock_was_made_from_these_tables(relock):
    first = LOCK.read_text(encoding="utf-8").splitlines()[0]
    assert first == relock.HEADER + relock.digest_tables(), "run `python tools/relock.py`"


def test_lock_names_no_address_and_hashes_everything():
    text = LOCK.read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links| @ ", text)
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)[1:]
    assert len(entries) == len(read_pins(LOCK)) > 100
    assert all("--hash=sha256:" in entry for entry in entries)


def test_conda_takes_the_lock_and_a_python_that_is_allowed():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert "- -r requirements.lock" in text
    # Before, pip does not apply a pin to what is asked for with an extra.
    assert "- pip>=23.3" in text
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
