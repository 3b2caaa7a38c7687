"""Reading: from the bytes of a document to its sections, paragraphs and sentences."""

from policyresearch.reading.audit import audit_readings, count_dropped
from policyresearch.reading.document import read_document
from policyresearch.reading.duplicates import find_duplicates
from policyresearch.reading.result import Reading

__all__ = ["Reading", "audit_readings", "count_dropped", "find_duplicates", "read_document"]
