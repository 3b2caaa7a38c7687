"""Text reuse: passages that documents share, wherever they stand and however trimmed."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "Rules": "passages",
    "find_passages": "passages",
    "measure_reuse": "shares",
    "set_aside": "shares",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
