"""Coding schemes: which theme a paragraph is about, and how much attention each theme gets."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "STATISTICS": "attention",
    "compare_attention": "attention",
    "compare_ends": "attention",
    "estimate_attention": "attention",
    "correct_attention": "correction",
    "explain_divergence": "divergence",
    "measure_divergence": "divergence",
    "drop_each_term": "influence",
    "Coding": "paragraphs",
    "code_units": "paragraphs",
    "NONE": "scheme",
    "Scheme": "scheme",
    "build_scheme": "scheme",
    "read_scheme": "scheme",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
