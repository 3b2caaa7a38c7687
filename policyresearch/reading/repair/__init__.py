"""Damaged characters: found, restored, corrected by a person."""
