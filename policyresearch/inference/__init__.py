"""
Resampling by a named unit, intervals of ratios, tests within places, corrections.

A unit is what is taken to vary independently: paragraph, section, document or place. Which
one holds its level under simulation: docs/keywords-inference.md.
"""

from policyresearch.inference.corrections import correct_bh, correct_holm
from policyresearch.inference.draws import bootstrap_log_ratios, permute_log_ratios
from policyresearch.inference.paired import (
    Differences,
    bootstrap_pairs,
    compare_pairs,
    find_detectable,
    pair_places,
)
from policyresearch.inference.ratios import (
    HALF,
    Contrast,
    Sums,
    compare_sums,
    estimate_ratios,
    find_interval,
    sum_units,
)
from policyresearch.inference.resampling import draw_permutations, draw_signs, draw_weights
from policyresearch.inference.units import (
    SECTION_LEVEL,
    UNITS,
    enclose_sections,
    number_units,
)

__all__ = [
    "HALF",
    "SECTION_LEVEL",
    "UNITS",
    "Contrast",
    "Differences",
    "Sums",
    "bootstrap_log_ratios",
    "bootstrap_pairs",
    "compare_pairs",
    "compare_sums",
    "correct_bh",
    "correct_holm",
    "draw_permutations",
    "draw_signs",
    "draw_weights",
    "enclose_sections",
    "estimate_ratios",
    "find_detectable",
    "find_interval",
    "number_units",
    "pair_places",
    "permute_log_ratios",
    "sum_units",
]
