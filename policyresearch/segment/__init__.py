"""Text to tokens: pkuseg's reading, the policy lexicon on top, and other segmenters beside it."""

from policyresearch.segment.engines import ENGINES, segment
from policyresearch.segment.tokens import tokenize

__all__ = ["ENGINES", "segment", "tokenize"]
