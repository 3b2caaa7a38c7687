"""Figures: a table in, Axes out; nothing is computed here."""
