"""Headings of annexes: each annex, the entries of a glossary, the parts of an annexed text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyresearch.reading.structure.headings import find_headings
from policyresearch.reading.structure.nesting import FRAME, LEAD, LINE, REFRAIN
from policyresearch.reading.structure.numbering import LEAVES, parse_label
from policyresearch.reading.structure.titles import Heading, Span

_ANNEX = re.compile(r"附 ?(?:件|录|表|注|图) ?[一二三四五六七八九十\d]{0,3}(?:[：:].{0,60}|)")
_GLOSSARY = re.compile(
    r"(?:名词|术语|用语|词语|缩略语|概念)\w{0,6}(?:解释|注释|说明|释义|注解)|注释|注解"
)
_ENTRY = re.compile(r"[^。；！？]{1,40}?(?:[：:]|—{2}|(?=，?是?指))")


def find_annex_headings(text: str, paragraphs: Sequence[Span]) -> list[Heading]:
    """Headings of the annexes that follow a document's body; each annex is of level 1."""
    headings: list[Heading] = []
    at = 0
    while at < len(paragraphs):
        end = at + 1
        while end < len(paragraphs) and not _ANNEX.fullmatch(_content(text, paragraphs[end])):
            end += 1
        headings.append(_title(paragraphs[at]))
        parts = paragraphs[at + 1 : end]
        if _GLOSSARY.search(_content(text, paragraphs[at])):
            headings += _read_entries(text, parts)
        else:
            headings += [
                replace(h, level=h.level + 1)
                for h in find_headings(text, parts)
                if h.kind not in (FRAME, LINE, LEAD, REFRAIN) and h.kind not in LEAVES
            ]
        at = end
    return headings


def _content(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _title(span: Span) -> Heading:
    return Heading(span.start, span.start, span.end, span.end, LINE, 0, run_in=False, level=1)


def _read_entries(text: str, paragraphs: Sequence[Span]) -> list[Heading]:
    """Numbered terms with their explanation: the term is the heading."""
    entries = []
    for span in paragraphs:
        content = _content(text, span)
        label = parse_label(content)
        found = label and _ENTRY.match(content, label.length)
        if label and found:
            start = span.start
            end = start + found.end()
            title_end = end - len(found[0]) + len(found[0].rstrip("：:—"))
            entries.append(Heading(
                start, start + label.length, title_end, end, label.kind, label.number, True, 2
            ))
    return entries
