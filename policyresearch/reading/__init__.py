"""Reading: from the bytes of a document to its sections, paragraphs and sentences."""
