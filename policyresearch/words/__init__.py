"""Words: counts and rates, what sets documents apart, how evenly words are spread."""
