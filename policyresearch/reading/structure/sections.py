"""Sections, paragraphs and sentences of a document, with what each part of it does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from policyresearch.reading.structure.annexes import find_annex_headings
from policyresearch.reading.structure.headings import find_headings
from policyresearch.reading.structure.missing_breaks import find_missing, split_glued
from policyresearch.reading.structure.paragraph_roles import paragraph_roles
from policyresearch.reading.structure.section_roles import (
    ANNEX,
    BODY,
    NOTICE,
    lead_roles,
    section_roles,
)
from policyresearch.reading.structure.sentences import has_stops, split_sentences
from policyresearch.reading.structure.titles import Heading, Span
from policyresearch.reading.structure.topic_sentences import is_address
from policyresearch.reading.traced import Traced
from policyresearch.tables import PARAGRAPHS, SECTIONS, SENTENCES, build_table

_REPORT = re.compile(r"向大会(?:报告|作)|请予?审[议查]|各位代表|工作报告|施政报告|预算案演[辞词]")
_REPORT_HEAD = 2000
# A paragraph with so much of the text is the document without its line breaks.
_WHOLE = 0.8
TITLE = "title"


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
    parts = _divide(text, regions)
    return (
        build_table(SECTIONS, _list_sections(parts, raw, doc_id)),
        build_table(PARAGRAPHS, _list_paragraphs(parts, doc_id)),
        build_table(SENTENCES, _list_sentences(parts, doc_id)),
    )


@dataclass(frozen=True)
class _Parts:
    """A document divided; `kinds`, `owners` and `roles` go with `spans`, its paragraphs."""

    text: Traced
    spans: list[Span]
    kinds: list[str]  # body, title, notice or annex
    owners: list[int]  # number of the innermost section, 0 before the first heading
    roles: list[str]
    headings: list[Heading]
    ends: list[int]  # where the section of each heading ends
    section_roles: list[str]

    def heading_of(self, para_id: int) -> Heading | None:
        """The heading that a paragraph opens with."""
        owner = self.owners[para_id]
        opens = owner and self.headings[owner - 1].start == self.spans[para_id].start
        return self.headings[owner - 1] if opens else None

    def is_heading(self, para_id: int) -> bool:
        """Whether a paragraph is nothing but a heading or title line."""
        heading = self.heading_of(para_id)
        return self.kinds[para_id] == TITLE or (heading is not None and not heading.run_in)


def _divide(text: Traced, regions: Sequence[Region]) -> _Parts:
    plain = text.text
    spans = _split_lines(plain)
    kinds = _kinds(spans, regions)

    def among(kind: str) -> list[Span]:
        return [span for span, is_ in zip(spans, kinds, strict=True) if is_ == kind]

    body = find_headings(plain, among(BODY))
    annexes = find_annex_headings(plain, among(ANNEX))
    headings = sorted(body + annexes, key=lambda heading: heading.start)
    starts = [heading.start for heading in headings]
    owners = [bisect_right(starts, span.start) for span in spans]
    ends = _ends(headings, spans, kinds)
    is_report = bool(_REPORT.search(plain[:_REPORT_HEAD]))
    annexed = {heading.start for heading in annexes}
    around = _section_roles(plain, headings, ends, annexed, is_report)
    contents = [plain[span.start : span.end] for span in spans]
    roles = lead_roles(around, headings, contents, owners) if is_report else around
    owned = [roles[owner - 1] if owner else BODY for owner in owners]
    for i, owner in enumerate(owners):
        if not owner or roles[owner - 1] == around[owner - 1]:
            continue
        # An address ends what a plain sentence began.
        turned = owner == owners[i - 1] and owned[i - 1] == around[owner - 1]
        if turned or is_address(contents[i]):
            owned[i] = around[owner - 1]
    return _Parts(
        text, spans, kinds, owners,
        _paragraph_roles(contents, spans, kinds, owners, headings, owned, is_report),
        headings, ends, roles,
    )


def _split_lines(text: str) -> list[Span]:
    """Paragraphs, those begun anew where a line lost its breaks."""
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            alone = len(line) > _WHOLE * len(text)
            borders = [0, *split_glued(line, alone=alone), len(line)]
            spans += [Span(start + a, start + b) for a, b in pairwise(borders)]
        start += len(line) + 1
    cuts: dict[int, list[int]] = {}
    for i, at in find_missing([text[span.start : span.end] for span in spans]):
        cuts.setdefault(i, []).append(spans[i].start + at)
    return [
        Span(a, b)
        for i, span in enumerate(spans)
        for a, b in pairwise([span.start, *sorted(cuts.get(i, ())), span.end])
    ]


def _kinds(spans: list[Span], regions: Sequence[Region]) -> list[str]:
    kinds = [BODY] * len(spans)
    starts = [span.start for span in spans]
    for region in regions:
        low, high = bisect_left(starts, region.start), bisect_left(starts, region.end)
        kinds[low:high] = [region.kind] * (high - low)
    return kinds


def _ends(headings: list[Heading], spans: list[Span], kinds: list[str]) -> list[int]:
    """Where each section ends: with the paragraph before the next heading as outer as its own."""
    starts = [span.start for span in spans]
    annex = next((i for i, kind in enumerate(kinds) if kind == ANNEX), len(spans))
    ends = [0] * len(headings)
    following: list[int] = []
    for i in range(len(headings) - 1, -1, -1):
        while following and headings[following[-1]].level > headings[i].level:
            following.pop()
        first = bisect_left(starts, headings[i].start)
        after = len(spans)
        if following:
            after = bisect_left(starts, headings[following[-1]].start)
        if first < annex:
            after = min(after, annex)
        ends[i] = spans[after - 1].end
        following.append(i)
    return ends


def _section_roles(
    text: str, headings: list[Heading], ends: list[int], annexes: set[int], is_report: bool
) -> list[str]:
    body = [
        (heading, end)
        for heading, end in zip(headings, ends, strict=True)
        if heading.start not in annexes
    ]
    roles = iter(section_roles(
        [text[h.title_start : h.title_end] for h, _ in body],
        [h.level for h, _ in body],
        [text[h.end : end] if h.level == 1 else "" for h, end in body],
        is_report=is_report,
    ))
    return [ANNEX if heading.start in annexes else next(roles) for heading in headings]


def _paragraph_roles(  # noqa: PLR0917
    contents: list[str], spans: list[Span], kinds: list[str], owners: list[int],
    headings: list[Heading], owned: list[str], is_report: bool,
) -> list[str]:
    starts = {heading.start for heading in headings}
    return paragraph_roles(
        contents,
        [
            kind if kind in (NOTICE, ANNEX) else role
            for kind, role in zip(kinds, owned, strict=True)
        ],
        undivided=[
            owner > 0 and headings[owner - 1].level == 1 and span.start not in starts
            for span, owner in zip(spans, owners, strict=True)
        ],
        prefaces=[
            owner == 0 and kind == BODY for owner, kind in zip(owners, kinds, strict=True)
        ],
        is_report=is_report,
        headed=bool(headings),
    )


def _list_sections(parts: _Parts, raw: str, doc_id: str) -> list[dict]:
    text, spans = parts.text, parts.spans
    before = [span for span, owner in zip(spans, parts.owners, strict=True) if owner == 0]
    at = int(text.starts[spans[0].start]) if spans else 0
    rows = [{
        "doc_id": doc_id, "section_id": 0, "parent_id": None, "level": 0, "label": "",
        "title": "", "role": BODY, "run_in": False, "raw_start": at,
        "raw_end": int(text.ends[before[-1].end - 1]) if before else at,
    }]
    open_: list[tuple[int, int]] = []
    for i, (heading, end, role) in enumerate(
        zip(parts.headings, parts.ends, parts.section_roles, strict=True), start=1
    ):
        while open_ and open_[-1][0] >= heading.level:
            open_.pop()
        raw_start, raw_end = text.raw_span(heading.start, end)
        rows.append({
            "doc_id": doc_id, "section_id": i, "parent_id": open_[-1][1] if open_ else 0,
            "level": heading.level,
            "label": _as_printed(text, raw, heading.start, heading.title_start),
            "title": _as_printed(text, raw, heading.title_start, heading.title_end),
            "role": role, "run_in": heading.run_in, "raw_start": raw_start, "raw_end": raw_end,
        })
        open_.append((heading.level, i))
    return rows


def _as_printed(text: Traced, raw: str, start: int, end: int) -> str:
    """The raw characters behind a stretch, without what stands between them."""
    parts, last = [], -1
    for a, b in zip(text.starts[start:end].tolist(), text.ends[start:end].tolist(), strict=True):
        if a >= last:
            parts.append(raw[a:b])
            last = b
    return "".join(parts).replace("\n", "").strip()


def _list_paragraphs(parts: _Parts, doc_id: str) -> list[dict]:
    return [
        {
            "doc_id": doc_id, "para_id": i, "section_id": parts.owners[i],
            "role": parts.roles[i], "is_heading": parts.is_heading(i),
            **_place(parts.text, span.start, span.end),
        }
        for i, span in enumerate(parts.spans)
    ]


def _list_sentences(parts: _Parts, doc_id: str) -> list[dict]:
    rows: list[dict] = []
    stops = has_stops(parts.text.text)
    for para_id, span in enumerate(parts.spans):
        heading = parts.heading_of(para_id)
        at = span.start
        if parts.is_heading(para_id):
            at = span.end
        elif heading and heading.title_end > heading.title_start:
            at = heading.end
        pieces = split_sentences(parts.text.text[at : span.end], stops=stops)
        places = [(at + a, at + b, False) for a, b in pieces]
        if at > span.start:
            places.insert(0, (span.start, at, True))
        rows += [
            {
                "doc_id": doc_id, "sent_id": len(rows) + n, "para_id": para_id,
                "section_id": parts.owners[para_id], "role": parts.roles[para_id],
                "is_heading": heads, **_place(parts.text, start, end),
            }
            for n, (start, end, heads) in enumerate(places)
        ]
    return rows


def _place(text: Traced, start: int, end: int) -> dict:
    raw_start, raw_end = text.raw_span(start, end)
    return {
        "text": text.text[start:end], "start": start, "end": end,
        "raw_start": raw_start, "raw_end": raw_end,
    }
