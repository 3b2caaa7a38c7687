"""Words: counts and rates, what sets documents apart, how evenly words are spread."""

from policyresearch.keywords.contexts import choose_contexts
from policyresearch.keywords.counts import Counts, count_words
from policyresearch.keywords.dispersion import measure_dispersion
from policyresearch.keywords.keyness import compare_words, rank_words, select_examples
from policyresearch.keywords.matching import find_terms, group_terms
from policyresearch.keywords.places import compare_places
from policyresearch.keywords.rates import measure_rates
from policyresearch.keywords.readings import (
    READINGS,
    choose_headlines,
    compare_readings,
    find_held,
    list_headlines,
)
from policyresearch.keywords.sides import Sides, choose_parts, choose_sides, shift_words
from policyresearch.keywords.waves import compare_waves

__all__ = [
    "READINGS",
    "Counts",
    "Sides",
    "choose_contexts",
    "choose_headlines",
    "choose_parts",
    "choose_sides",
    "compare_places",
    "compare_readings",
    "compare_waves",
    "compare_words",
    "count_words",
    "find_held",
    "find_terms",
    "group_terms",
    "list_headlines",
    "measure_dispersion",
    "measure_rates",
    "rank_words",
    "select_examples",
    "shift_words",
]
