"""
Which documents are compared, what varies independently, intervals, tests, corrections, and the
one grid of specifications.
"""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "WavePair": "comparison",
    "find_series": "comparison",
    "pair_waves": "comparison",
    "judge_claims": "sensitivity",
    "summarise_choices": "sensitivity",
    "correct_bh": "corrections",
    "correct_holm": "corrections",
    "Differences": "paired",
    "bootstrap_pairs": "paired",
    "compare_pairs": "paired",
    "find_detectable": "paired",
    "pair_places": "paired",
    "Contrast": "ratios",
    "HALF": "ratios",
    "Sums": "ratios",
    "compare_sums": "ratios",
    "estimate_ratios": "ratios",
    "find_interval": "ratios",
    "sum_units": "ratios",
    "draw_permutations": "resampling",
    "draw_signs": "resampling",
    "draw_weights": "resampling",
    "SECTION_LEVEL": "units",
    "UNITS": "units",
    "enclose_sections": "units",
    "number_units": "units",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
