"""Topics: which ones a corpus supports, how stable they are and how their shares differ."""
