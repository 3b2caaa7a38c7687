"""Words: counts and rates, what sets documents apart, how evenly words are spread."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "build_concordance": "verbs",
    "compare_places": "verbs",
    "compare_waves": "verbs",
    "compare_words": "verbs",
    "count_terms": "verbs",
    "find_collocates": "verbs",
    "locate_terms": "verbs",
    "measure_dispersion": "verbs",
    "measure_lengths": "verbs",
    "measure_rates": "verbs",
    "shift_words": "verbs",
    "choose_examples": "verbs",
    "find_pair": "verbs",
    "rank_terms": "keyness",
    "select_examples": "keyness",
    "compare_readings": "verbs",
    "segment_again": "verbs",
    "list_headlines": "sensitivity",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
