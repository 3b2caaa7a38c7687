"""From raw documents to the report; only what changed is made again."""

from policyresearch.pipeline.run import Outcome, make_study

__all__ = ["Outcome", "make_study"]
