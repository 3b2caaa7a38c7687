"""Sections, paragraphs and sentences of a document, with what each part of it does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from policyresearch.reading.annexes import find_annex_headings
from policyresearch.reading.glued import split_glued
from policyresearch.reading.headings import Heading, Span, find_headings
from policyresearch.reading.passages import paragraph_roles
from policyresearch.reading.roles import ANNEX, BODY, NOTICE, section_roles
from policyresearch.reading.sentences import has_stops, split_sentences
from policyresearch.reading.traced import Traced
from policyresearch.tables import PARAGRAPHS, SECTIONS, SENTENCES, build_table

_REPORT = re.compile(r"向大会(?:报告|作)|请予?审[议查]|各位代表|政府工作报告")
_REPORT_HEAD = 2000


@dataclass(frozen=True)
class Region:
    """A stretch of the analysed text that is "title", "notice" or "annex"."""

    start: int
    end: int
    kind: str


def find_structure(
    text: Traced, *, raw: str, doc_id: str, regions: Sequence[Region] = ()
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """
    Sections, paragraphs and sentences of one document.

    Parameters
    ----------
    text : Traced
        The analysed text: cleaned, Simplified, in normal form, paragraphs separated by
        line breaks.
    raw : str
        The decoded raw file, from which labels and titles are quoted.
    doc_id : str
    regions : sequence of Region
        Title lines, covering notice and annexes; the rest is the document's body.

    Returns
    -------
    (sections, paragraphs, sentences)
        By the contracts in `policyresearch.tables`. Sentences tile their paragraphs, and
        paragraphs the text, up to white space.
    """
    spans = _split_lines(text.text)
    kinds = [_kind_at(span, regions) for span in spans]
    headings = _find_all(text.text, spans, kinds)
    annex_start = next((s.start for s, k in zip(spans, kinds, strict=True) if k == ANNEX), len(text))
    roles = _section_roles(text.text, headings, annex_start)
    owners = _owners(spans, headings)
    sections = _sections_table(text, raw, doc_id, headings, roles, spans, kinds)
    paragraph_role = _paragraph_roles(text.text, spans, kinds, headings, roles)
    by_start = {heading.start: heading for heading in headings}
    paragraphs, sentences = [], []
    stops = has_stops(text.text)
    for para_id, span in enumerate(spans):
        heading = by_start.get(span.start)
        kind, owner = kinds[para_id], owners[para_id]
        common = {
            "doc_id": doc_id, "para_id": para_id, "section_id": owner,
            "role": paragraph_role[para_id],
        }
        alone = kind == "title" or (heading is not None and not heading.run_in)
        paragraphs.append({**common, "is_heading": alone, **_place(text, span.start, span.end)})
        for start, end, heads in _cut(text.text, span, heading, alone, stops):
            sentences.append({
                **common, "sent_id": len(sentences), "is_heading": heads,
                **_place(text, start, end),
            })
    return (
        build_table(SECTIONS, sections),
        build_table(PARAGRAPHS, paragraphs),
        build_table(SENTENCES, sentences),
    )


def _split_lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            borders = [0, *split_glued(line), len(line)]
            spans += [Span(start + a, start + b) for a, b in pairwise(borders)]
        start += len(line) + 1
    return spans


def _kind_at(span: Span, regions: Sequence[Region]) -> str:
    return next((r.kind for r in regions if r.start <= span.start < r.end), BODY)


def _find_all(text: str, spans: list[Span], kinds: list[str]) -> list[Heading]:
    """Headings of the body, then of the annexes, which stand beside its sections."""
    body = [span for span, kind in zip(spans, kinds, strict=True) if kind == BODY]
    headings = find_headings(text, body)
    annex = [span for span, kind in zip(spans, kinds, strict=True) if kind == ANNEX]
    return headings + find_annex_headings(text, annex)


def _section_roles(text: str, headings: list[Heading], annex_start: int) -> list[str]:
    body = [heading for heading in headings if heading.start < annex_start]
    borders = [*(heading.start for heading in body), annex_start]
    roles = section_roles(
        [text[h.title_start : h.title_end] for h in body],
        [h.level for h in body],
        [text[a:b] for a, b in pairwise(borders)],
        is_report=_is_report(text),
    )
    return roles + [ANNEX] * (len(headings) - len(body))


def _is_report(text: str) -> bool:
    return bool(_REPORT.search(text[:_REPORT_HEAD]))


def _owners(spans: list[Span], headings: list[Heading]) -> list[int]:
    """Number of the innermost section of each paragraph; 0 before the first heading."""
    starts = [heading.start for heading in headings]
    return [bisect_right(starts, span.start) for span in spans]


def _sections_table(
    text: Traced, raw: str, doc_id: str, headings: list[Heading], roles: list[str],
    spans: list[Span], kinds: list[str],
) -> list[dict]:
    body_end = max((s.end for s, k in zip(spans, kinds, strict=True) if k != ANNEX), default=0)
    ends: list[int] = [0] * len(headings)
    following: list[int] = []  # indices of later headings, outer ones nearer the front
    for i in range(len(headings) - 1, -1, -1):
        while following and headings[following[-1]].level > headings[i].level:
            following.pop()
        if following:
            ends[i] = headings[following[-1]].start
        else:
            ends[i] = len(text) if roles[i] == ANNEX else body_end
        following.append(i)
    first = headings[0].start if headings else len(text)
    rows = [{
        "doc_id": doc_id, "section_id": 0, "parent_id": None, "level": 0, "label": "",
        "title": "", "role": BODY, "run_in": False,
        "raw_start": text.raw_span(0, 1)[0] if len(text) else 0,
        "raw_end": text.raw_span(0, first)[1] if first else (text.raw_span(0, 1)[0]),
    }]
    open_: list[tuple[int, int]] = []
    for i, heading in enumerate(headings):
        while open_ and open_[-1][0] >= heading.level:
            open_.pop()
        raw_start, raw_end = text.raw_span(heading.start, ends[i])
        rows.append({
            "doc_id": doc_id, "section_id": i + 1,
            "parent_id": open_[-1][1] if open_ else 0, "level": heading.level,
            "label": _as_printed(text, raw, heading.start, heading.title_start).strip(),
            "title": _as_printed(text, raw, heading.title_start, heading.title_end),
            "role": roles[i], "run_in": heading.run_in,
            "raw_start": raw_start, "raw_end": raw_end,
        })
        open_.append((heading.level, i + 1))
    return rows


def _as_printed(text: Traced, raw: str, start: int, end: int) -> str:
    """The raw characters behind a stretch, without what stands between them."""
    parts, last = [], -1
    for i in range(start, end):
        a, b = int(text.starts[i]), int(text.ends[i])
        if a >= last:
            parts.append(raw[a:b])
            last = b
    return "".join(parts).replace("\n", "").strip()


def _paragraph_roles(
    text: str, spans: list[Span], kinds: list[str], headings: list[Heading], roles: list[str]
) -> list[str]:
    owners = _owners(spans, headings)
    starts = {heading.start for heading in headings}
    return paragraph_roles(
        [text[span.start : span.end] for span in spans],
        [
            kind if kind in (NOTICE, ANNEX) else (roles[owner - 1] if owner else BODY)
            for kind, owner in zip(kinds, owners, strict=True)
        ],
        [
            owner > 0 and headings[owner - 1].level == 1 and span.start not in starts
            for span, owner in zip(spans, owners, strict=True)
        ],
        [owner == 0 and kind == BODY for kind, owner in zip(kinds, owners, strict=True)],
        is_report=_is_report(text),
    )


def _place(text: Traced, start: int, end: int) -> dict:
    raw_start, raw_end = text.raw_span(start, end)
    return {
        "text": text.text[start:end], "start": start, "end": end,
        "raw_start": raw_start, "raw_end": raw_end,
    }


def _cut(
    text: str, span: Span, heading: Heading | None, alone: bool, stops: bool
) -> list[tuple[int, int, bool]]:
    """Sentences of a paragraph: (start, end, whether it is the heading)."""
    if alone:
        return [(span.start, span.end, True)]
    at = heading.end if heading and heading.title_end > heading.title_start else span.start
    rest = [
        (at + a, at + b, False)
        for a, b in split_sentences(text[at : span.end], stops=stops)
    ]
    return [(span.start, at, True), *rest] if at > span.start else rest
