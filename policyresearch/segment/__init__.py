"""Text to tokens: pkuseg's reading, the policy lexicon on top, and other segmenters beside it."""
