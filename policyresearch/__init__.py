"""Longitudinal research on Chinese government documents."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Loaded on first use, so that `import policyresearch` costs nothing.
_HOMES = {
    "DataError": "policyresearch.errors",
    "load_corpus": "policyresearch.corpus",
    "Corpus": "policyresearch.corpus",
    "find_study": "policyresearch.study.folder",
    "Study": "policyresearch.study.folder",
}
__all__ = ["Corpus", "DataError", "Study", "__version__", "find_study", "load_corpus"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
