"""
Themes: a coding scheme for local policy, and how much attention each theme gets.

    scheme = read_scheme()
    coding = code_units(corpus.paragraphs, scheme)
    attention = estimate_attention(coding, by=["doc_id"], sections=corpus.sections)
"""

from __future__ import annotations

from policyresearch.themes.attention import (
    STATISTICS,
    compare_attention,
    compare_ends,
    estimate_attention,
)
from policyresearch.themes.coding import Coding, code_units
from policyresearch.themes.correction import correct_attention
from policyresearch.themes.divergence import explain_divergence, measure_divergence
from policyresearch.themes.scheme import NONE, Scheme, build_scheme, read_scheme
from policyresearch.themes.sensitivity import drop_each_term
from policyresearch.themes.validation import (
    check_headings,
    gather_bodies,
    label_bodies,
    label_concepts,
    measure_agreement,
)

__all__ = [
    "NONE",
    "STATISTICS",
    "Coding",
    "Scheme",
    "build_scheme",
    "check_headings",
    "code_units",
    "compare_attention",
    "compare_ends",
    "correct_attention",
    "drop_each_term",
    "estimate_attention",
    "explain_divergence",
    "gather_bodies",
    "label_bodies",
    "label_concepts",
    "measure_agreement",
    "measure_divergence",
    "read_scheme",
]
