"""Title, issuer, place, level, kind and dates of a document."""
