"""Sections, their levels and roles, paragraphs and sentences."""
