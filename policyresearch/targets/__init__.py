"""Target values: from the sentence to the records of what was promised and what was reached."""
