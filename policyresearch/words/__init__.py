"""Words: counts and rates, what sets documents apart, how evenly words are spread."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "count_collocates": "collocates",
    "build_concordance": "concordance",
    "find_pattern": "concordance",
    "find_sequences": "concordance",
    "Counts": "counts",
    "count_words": "counts",
    "measure_dispersion": "dispersion",
    "choose_contexts": "examples",
    "compare_words": "keyness",
    "rank_words": "keyness",
    "select_examples": "keyness",
    "count_lengths": "lengths",
    "find_terms": "matching",
    "group_terms": "matching",
    "compare_places": "places",
    "measure_rates": "rates",
    "READINGS": "sensitivity",
    "choose_headlines": "sensitivity",
    "compare_readings": "sensitivity",
    "find_held": "sensitivity",
    "list_headlines": "sensitivity",
    "choose_parts": "shift",
    "shift_words": "shift",
    "compare_waves": "waves",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
