"""Compiled functions, kept on disk so that only the first use on a machine compiles."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba

from policyresearch.segment.model import model_folder


def compiled(function: Callable) -> Any:
    """
    `function` compiled by numba without the interpreter lock, its machine code kept on disk.

    The code is kept beside the model under the hash of this folder's sources: numba by
    itself would notice a change in the function's own file, but not in a function or
    constant that it uses from another.
    """
    config: Any = numba.config
    usual = config.CACHE_DIR
    config.CACHE_DIR = str(model_folder() / f"compiled-{_code_version()}")
    try:
        return numba.njit(cache=True, nogil=True)(function)
    finally:
        config.CACHE_DIR = usual


@cache
def _code_version() -> str:
    """Hash of the sources that compiled code is made from."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
