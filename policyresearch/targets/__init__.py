"""Target values: from the sentence to the records of what was promised and what was reached."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "extract_targets": "verbs",
    "extract_commitments": "verbs",
    "extract_responsibilities": "verbs",
    "follow_promises": "verbs",
    "compare_levels": "verbs",
    "assess_coverage": "verbs",
    "measure_hardness": "verbs",
    "compare_hardness": "verbs",
    "count_statuses": "verbs",
    "count_strengths": "verbs",
    "build_timelines": "verbs",
    "score_extraction": "verbs",
    "read_gold": "verbs",
    "list_reviews": "verbs",
    "choose_outcomes": "hardness",
    "count_fates": "hardness",
    "name_indicators": "indicators",
    "read_indicators": "indicators",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
