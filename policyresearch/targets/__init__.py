"""Target values: from the sentence to the records of what was promised and what was reached."""

from policyresearch.targets.extract import extract_targets

__all__ = ["extract_targets"]
