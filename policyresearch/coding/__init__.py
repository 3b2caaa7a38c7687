"""Coding schemes: which theme a paragraph is about, and how much attention each theme gets."""
