"""Words: counts and rates, what sets documents apart, how evenly words are spread."""

from policyresearch.keywords.counts import TEXT_ROLES, Counts, count_words
from policyresearch.keywords.dispersion import measure_dispersion
from policyresearch.keywords.keyness import compare_places, compare_words
from policyresearch.keywords.matching import find_terms, group_terms
from policyresearch.keywords.rates import measure_rates
from policyresearch.keywords.waves import compare_waves

__all__ = [
    "TEXT_ROLES",
    "Counts",
    "compare_places",
    "compare_waves",
    "compare_words",
    "count_words",
    "find_terms",
    "group_terms",
    "measure_dispersion",
    "measure_rates",
]
