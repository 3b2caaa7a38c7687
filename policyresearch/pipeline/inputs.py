"""What a step's result depends on, as digests of contents taken once at the start of a run."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from policyresearch.study.folder import Study

# Where a notebook's cell of prose keeps its Chinese text.
TRANSLATION = "zh"
PACKAGE = Path(__file__).parents[1]
# What makes the report out of what the notebooks left.
_WRITERS = (
    "build.py", "contents.py", "contents.toml", "notebook_page.py", "readme.py", "render.py",
    "templates", "webfont.py",
)
# Parts of the package that a kind of step does not use: a change there leaves it alone.
_UNUSED = {
    "tables": ("plots", "report", "validation", "commands", "__main__.py"),
    "notebooks": (*(f"report/{name}" for name in _WRITERS), "commands", "__main__.py"),
    "report": ("commands", "__main__.py"),
}


def digest_code(kind: str) -> str:
    """The library as far as steps of `kind` use it, the installed libraries and the Python."""
    unused = _UNUSED[kind]
    files = [
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and _is_source(path) and not _is_below(path, unused)
    ]
    release = f"{sys.version_info[0]}.{sys.version_info[1]} {sys.platform}"
    return _combine([release, digest_files(files, PACKAGE), *_list_libraries()])


@cache
def _list_libraries() -> list[str]:
    """Every library that the package needs, directly or not, as `name==version`."""
    found: dict[str, str] = {}
    open_names = ["policyresearch"]
    while open_names:
        name = canonicalize_name(open_names.pop())
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            # An extra that this environment does without.
            continue
        found[name] = distribution.version
        open_names += [Requirement(text).name for text in distribution.requires or ()]
    return [f"{name}=={version}" for name, version in sorted(found.items())]


def _is_below(path: Path, names: Iterable[str]) -> bool:
    return any(path.is_relative_to(PACKAGE / name) for name in names)


def _is_source(path: Path) -> bool:
    """Not a file that Python, numba, an editor or the desktop has put there."""
    parts = path.relative_to(PACKAGE).parts
    return "__pycache__" not in parts and not any(part.startswith(".") for part in parts)


def digest_sources(study: Study) -> str:
    """The documents with all that is written about them by hand."""
    lists = [study.sources_file, study.corrections_file, study.reviews_file,
             study.topic_labels_file]
    listed = [study.raw / file for file in study.sources()["file"]]
    gold = study.targets_gold.glob("*.csv")
    return digest_files([*lists, *listed, *gold], study.root)


def digest_files(paths: Iterable[Path], root: Path) -> str:
    """Names below `root` and contents; a missing file has a digest of its own."""
    parts = []
    for path in sorted(set(paths)):
        found = hash_file(path) if path.is_file() else "missing"
        parts.append(f"{path.relative_to(root).as_posix()} {found}")
    return _combine(parts)


def hash_file(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _combine(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
