"""Headings of a document: which paragraphs open one, how far its title goes, how deep it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyresearch.reading.structure.lists import drop_others
from policyresearch.reading.structure.nesting import TURN, assign_levels
from policyresearch.reading.structure.sentences import has_full_stops
from policyresearch.reading.structure.titles import Heading, Span, read_numbered, restore_stops
from policyresearch.reading.structure.topic_sentences import Lead, find_leads, is_turn
from policyresearch.reading.structure.unnumbered_headings import find_lines, first_possible


def find_headings(text: str, paragraphs: Sequence[Span]) -> list[Heading]:
    """Headings among `paragraphs` of `text`, in order, with the depth used in this document."""
    contents = [text[p.start : p.end] for p in paragraphs]
    stops = has_full_stops(text)
    numbered = [read_numbered(text, p, stops=stops) for p in paragraphs]
    numbered = drop_others(text, contents, numbered)
    first = first_possible(contents)
    if first > 1:
        numbered[:first] = [None] * first
    numbered = restore_stops(text, paragraphs, numbered)
    lines = find_lines(text, paragraphs, numbered, stops=stops)
    found = [n or line for n, line in zip(numbered, lines, strict=True)]
    leads = find_leads(contents, [h is not None for h in found])
    headings: list[Heading | None] = []
    for paragraph, content, heading, lead in zip(paragraphs, contents, found, leads, strict=True):
        if heading is not None:
            headings.append(heading)
        elif lead:
            headings.append(_lead_heading(paragraph, lead))
        elif is_turn(content):
            headings.append(None)
    order = [(h.kind, h.number) if h else (TURN, 0) for h in headings]
    return [
        replace(heading, level=level)
        for heading, level in zip(headings, assign_levels(order), strict=True)
        if heading
    ]


def _lead_heading(paragraph: Span, lead: Lead) -> Heading:
    start, end = paragraph.start, paragraph.start + lead.length
    return Heading(start, start, end - 1, end, lead.kind, 0, run_in=end < paragraph.end)
