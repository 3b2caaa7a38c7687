"""Reading: from the bytes of a document to its sections, paragraphs and sentences."""

from policyresearch.reading.document import read_document
from policyresearch.reading.result import Reading

__all__ = ["Reading", "read_document"]
