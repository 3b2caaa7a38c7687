"""The converted model on disk: one file an array, opened without being read."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import cache
from pathlib import Path

import numpy as np

from policyresearch.errors import DataError
from policyresearch.segment.pkuseg import convert, layout, lookup, trie
from policyresearch.segment.pkuseg.convert import Tables, convert_model
from policyresearch.segment.pkuseg.model import MAKE, MODEL_VERSION, build_folder, model_folder
from policyresearch.segment.pkuseg.trie import Trie

_MANIFEST = "manifest.json"
_TRIES = ("trie", "joined")


def make_tables(reference: Path) -> Path:
    """The folder of converted tables, made from the folder `reference` if it is not there."""
    folder = _tables_folder()
    if folder.is_dir() and not _damage(folder):
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    return build_folder(folder, lambda part: write_tables(convert_model(reference), part))


def write_tables(tables: Tables, folder: Path) -> None:
    """Write every array and, last, the list of files with their sizes."""
    arrays, numbers = {}, {}
    for name, value in vars(tables).items():
        if name not in _TRIES:
            arrays[name] = value
            continue
        for part, held in vars(value).items():
            if isinstance(held, np.ndarray):
                arrays[f"{name}-{part}"] = held
            else:
                numbers[f"{name}-{part}"] = held
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    sizes = {name: (folder / f"{name}.npy").stat().st_size for name in arrays}
    manifest = json.dumps({"sizes": sizes, "numbers": numbers}, indent=1)
    (folder / _MANIFEST).write_text(manifest, encoding="utf-8")


@cache
def read_tables() -> Tables:
    """
    The converted model; its arrays stay on disk until touched and are shared by processes.

    Where the model has been fetched and a run was killed before it was converted, or a file
    has been cut short since, it is converted now.

    Raises
    ------
    DataError
        If there is nothing to convert it from.
    """
    folder, reference = _tables_folder(), model_folder() / MODEL_VERSION
    damage = _damage(folder)
    if damage and reference.is_dir():
        make_tables(reference)
    elif damage:
        raise DataError(f"{folder}: {damage}. Run {MAKE} once.")
    manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    # The plain view of a mapped file: compiled code knows one kind of array only.
    arrays = {
        name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
        for name in manifest["sizes"]
    }
    held = {**arrays, **manifest["numbers"]}
    tries = {name: Trie(**_part(held, name)) for name in _TRIES}
    plain = {name: value for name, value in held.items() if "-" not in name}
    return Tables(**plain, trie=tries["trie"], joined=tries["joined"])


def _part(held: dict, name: str) -> dict:
    return {key.removeprefix(f"{name}-"): value for key, value in held.items()
            if key.startswith(f"{name}-")}


def _tables_folder() -> Path:
    return model_folder() / f"{MODEL_VERSION}-tables-{_format_version()}"


@cache
def _format_version() -> str:
    """Changes with the code that lays the arrays out."""
    digest = hashlib.sha256()
    for module in (convert, layout, lookup, trie):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:12]


def _damage(folder: Path) -> str:
    """What is wrong with the folder, "" if nothing is."""
    manifest = folder / _MANIFEST
    if not manifest.is_file():
        return "the converted segmentation model is not there"
    sizes = json.loads(manifest.read_text(encoding="utf-8"))["sizes"]
    for name, size in sizes.items():
        path = folder / f"{name}.npy"
        if not path.is_file() or path.stat().st_size != size:
            return f"{path.name} is missing or cut short"
    return ""
