"""Bytes of a file to its text."""
