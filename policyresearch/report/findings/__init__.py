"""Sentences with numbers, made from tables; notebooks, report and README quote them."""
