"""Text to tokens: pkuseg's reading, the policy lexicon on top, and other segmenters beside it."""

from importlib import import_module
from typing import Any

# Loaded on first use: the decoder needs neither pandas nor another segmenter.
_HOMES = {
    "ENGINES": "policyresearch.segment.engines",
    "segment": "policyresearch.segment.engines",
    "tokenize": "policyresearch.segment.tokens",
}
__all__ = ["ENGINES", "segment", "tokenize"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
