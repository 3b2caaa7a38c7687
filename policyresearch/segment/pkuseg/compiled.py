"""Compiled functions, kept on disk so that only the first use on a machine compiles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import FunctionCache
from numba.core.runtime import rtsys

from policyresearch.cache import digest_code
from policyresearch.segment.pkuseg.model import model_folder


def compiled(function: Callable) -> Any:
    """
    `function` compiled by numba without the interpreter lock, its machine code kept on disk.

    The code is kept beside the model under the hash of this folder's sources: numba by
    itself would notice a change in the function's own file, but not in a function or
    constant that it uses from another.
    """
    config: Any = numba.config
    usual = config.CACHE_DIR
    config.CACHE_DIR = str(model_folder() / f"compiled-{digest_code(Path(__file__).parent)[:12]}")
    try:
        made: Any = numba.njit(nogil=True)(function)
        made._cache = _Cache(function)
        return made
    finally:
        config.CACHE_DIR = usual


class _Cache(FunctionCache):
    """
    Numba's own cache, read without first filling the compiler's registries.

    Numba prepares for compiling before it looks whether there is anything to compile, which
    costs two thirds of the time to the first token. Machine code needs only the runtime; where
    none is found, the compiler fills its registries itself.
    """

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)
