"""Target values: from the sentence to the records of what was promised and what was reached."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "extract_targets": "extract",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
