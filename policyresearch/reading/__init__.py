"""Reading: from the bytes of a document to its sections, paragraphs and sentences."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "audit_readings": "audit",
    "count_dropped": "audit",
    "read_document": "document",
    "find_duplicates": "duplicates",
    "Reading": "result",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
