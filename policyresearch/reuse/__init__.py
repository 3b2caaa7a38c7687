"""
Text reuse: passages that documents share, wherever they stand and however trimmed.

    passages = find_passages(corpus.paragraphs)
    shares = measure_reuse(passages, corpus.paragraphs)
    own = set_aside(corpus.paragraphs, passages)
"""

from __future__ import annotations

from policyresearch.reuse.alignment import align_passage
from policyresearch.reuse.passages import Rules, find_passages
from policyresearch.reuse.shares import measure_reuse, set_aside

__all__ = ["Rules", "align_passage", "find_passages", "measure_reuse", "set_aside"]
