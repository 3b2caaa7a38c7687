"""From one document as read to its table of target values."""

from __future__ import annotations

import re

import pandas as pd
from zhconv_rs_opencc import zhconv

from policyresearch.reading.result import Reading
from policyresearch.tables import TARGETS, build_table
from policyresearch.targets.drafts import Draft
from policyresearch.targets.grammar import read_sentence
from policyresearch.targets.indicators import link_indicators
from policyresearch.targets.phrases import Phrase
from policyresearch.targets.status import find_status, tells_future, tells_past
from policyresearch.targets.times import Period, Time, find_times
from policyresearch.targets.years import Calendar

_HAS_NUMBER = re.compile(
    r"[0-9０-９%一二两三四五六七八九十百千万亿半零〇○]|首位|榜首|之首|头名"
)
_SKIPPED_ROLES = ("notice", "annex")
# A comment on a draft that quotes a value to have it changed.
_AMENDS = re.compile(r"将“[^”]*[0-9][^”]*”(?:修?改|调整)为“")
_FLOWS = ("cumulative", "change")
_YEARLY = re.compile(r"年均|每年平均")
_LOOKS_AHEAD = re.compile(r"将|有望|即将")


def extract_targets(reading: Reading, row: dict) -> pd.DataFrame:
    """
    Values that a document states, promises and outcomes alike.

    Parameters
    ----------
    reading : Reading
        The document as read.
    row : dict
        What is known of it, columns of `tables.DOCUMENTS`: `kind`, `title`, `adopted`, …

    Returns
    -------
    DataFrame, one row per indicator, value, year and scope (`tables.TARGETS`)
        In document order. `quote`, `indicator`, `unit` and `scope` are in the characters of
        the raw file.

    Notes
    -----
    The record and its fields are those of the codebook of the gold data; `rule` names the
    construction (`targets.constructions`) that made the record.
    """
    source = _Source(reading)
    calendar = Calendar(row, reading.sections)
    rows: list[dict] = []
    sentences = _with_context(reading.sentences, calendar)
    calendar.set_horizon([t for s in sentences if s.record["role"] == "plan" for t in s.times])
    for sentence in sentences:
        for draft in sentence.drafts:
            rows.append(_to_row(draft, sentence, source, calendar, len(rows) + 1, row["doc_id"]))
    return link_indicators(build_table(TARGETS, rows))


class _Sentence:
    """A sentence with its drafts, and what the text around it says of time."""

    def __init__(self, record: dict, drafts: list[Draft], now: int | None) -> None:
        self.record, self.drafts = record, drafts
        self.text: str = record["text"]
        self.times: list[Time] = find_times(self.text, now=now)
        self.horizon: Period | None = None
        self.past_run = False
        self.ahead = False  # whether the last value of a review was one to come


def _with_context(sentences: pd.DataFrame, calendar: Calendar) -> list[_Sentence]:
    """Sentences in order; a plan's 到…年 holds to the end of its paragraph."""
    kept: list[_Sentence] = []
    paragraph, horizon, past = -1, None, False
    for record in sentences.to_dict("records"):
        text = record["text"]
        if record["para_id"] != paragraph:
            paragraph, horizon, past = record["para_id"], None, False
        amended = record["role"] == "annex" and _AMENDS.search(text)
        if (record["role"] in _SKIPPED_ROLES and not amended) or (record["section_id"] == 0 and record["is_heading"]):
            continue
        if tells_past(text):
            past = True
        elif tells_future(text):
            past = False
        if not _HAS_NUMBER.search(text):
            continue
        drafts = read_sentence(text)
        if amended:
            for draft in drafts:
                draft.status = "reference"
        now = calendar.review_year if record["role"] == "review" else calendar.plan_year
        sentence = _Sentence(record, drafts, now)
        sentence.past_run = past
        sentence.horizon = horizon
        ahead = [t for t in sentence.times if t.kind in ("year", "span", "plan")]
        if ahead and not calendar.is_report:
            horizon = ahead[-1].period
        kept.append(sentence)
    return kept


def _to_row(
    draft: Draft, sentence: _Sentence, source: _Source, calendar: Calendar, n: int, doc_id: str
) -> dict:
    text, record = sentence.text, sentence.record
    quantity = draft.quantity
    clause = _clause_around(text, quantity.start)
    status = draft.status or find_status(
        record["role"], clause, text, past_run=sentence.past_run
    )
    if draft.carried and sentence.ahead and not draft.status:
        status = "target"  # 机构将由43个整合为16个，精简比例63%
    sentence.ahead = record["role"] == "review" and status == "target"
    period = _period(draft, sentence, calendar, clause, status)
    measure = draft.measure
    flows_over_years = period.first is not None and measure == "level" and draft.rule in (
        "named amount", "counted noun"
    ) and quantity.kind in ("count", "people", "money") and period.first != period.year
    if flows_over_years:
        measure = "cumulative"
    offset = record["start"]
    raw_start, raw_end = source.span(offset + draft.start, offset + max(draft.end, quantity.end))
    first = draft.base_year
    if first is None and draft.streak and period.year:
        first = period.year - draft.streak + 1
    if first is None and period.first is not None and (
        measure in _FLOWS or measure == "growth"
    ) and draft.rule != "times won":
        moved = quantity.kind in ("points", "percent", "times") and not _YEARLY.search(clause)
        first = period.first - moved
    return {
        "doc_id": doc_id, "n": n, "quote": source.reading.raw[raw_start:raw_end],
        "raw_start": raw_start, "raw_end": raw_end,
        "indicator": source.words(draft.phrase, text, offset),
        "value": draft.sign * quantity.value if quantity.value else 0.0,
        "value_high": float("nan") if quantity.high is None else draft.sign * quantity.high,
        "unit": source.unit(quantity.unit, text, offset, quantity.number, quantity.end),
        "relation": draft.relation or quantity.relation, "measure": measure, "status": status,
        "year": period.year, "period_start": first,
        "scope": source.words(draft.scope, text, offset), "note": draft.note,
        "indicator_id": "", "amount": float("nan"), "amount_unit": "",
        "sent_id": record["sent_id"], "rule": draft.rule,
    }


_EDGE = re.compile("[，；。：！？]")


def _clause_around(text: str, place: int) -> str:
    start = max((text.rfind(c, 0, place) for c in "，；。：！？"), default=-1) + 1
    end = _EDGE.search(text, place)
    if end and text[end.start() - 1] == "后":  # 投产后，将成为…: one statement in two clauses
        end = _EDGE.search(text, end.end())
    return text[start : end.start() if end else len(text)]


def _period(
    draft: Draft, sentence: _Sentence, calendar: Calendar, clause: str, status: str
) -> Period:
    """The time of a value: of its clause, its sentence, its item, its section, its document."""
    times = [t for t in sentence.times if t.kind not in ("this", "part", "as of", "ytd")] or []
    role = sentence.record["role"]
    earlier = [t for t in times if t.start < draft.quantity.start]
    section = calendar.section_period(sentence.record["section_id"])
    if role == "review" and status == "target" and not earlier:
        return Period(None)
    for named in (earlier[-1:], times[:1]):
        if named:
            period = named[0].period
            if named[0].kind == "next" and section.year:
                length = (period.year or 0) - (period.first or 0) + 1
                return Period(section.year, section.year - length + 1)
            return period
    if sentence.horizon is not None:
        return sentence.horizon
    if section.year:
        return section
    if calendar.is_report:
        return Period(calendar.review_year if role == "review" or (status == "outcome" and role == "body") else calendar.plan_year)
    return calendar.horizon if status != "outcome" else Period(None)


class _Source:
    """The characters of the raw file behind stretches of the analysed text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._starts: list[int] = reading.text.starts.tolist()
        self._ends: list[int] = reading.text.ends.tolist()
        self._traditional = reading.metadata.get("script") == "Hant"

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self._starts[start], self._ends[end - 1]

    def words(self, phrase: Phrase, text: str, offset: int) -> str:
        """A phrase as the raw file writes it."""
        return "".join(
            self._restored(piece) if isinstance(piece, str)
            else self._printed(text, offset, *piece) for piece in phrase
        )

    def unit(self, unit: str, text: str, offset: int, start: int, end: int) -> str:
        """A unit in the script of the file."""
        place = text.find(unit, start, end) if unit else -1
        if place >= 0:
            return self._printed(text, offset, place, place + len(unit))
        return self._restored(unit)

    def _restored(self, words: str) -> str:
        return zhconv(words, "zh-hant", False) if self._traditional else words

    def _printed(self, text: str, offset: int, start: int, end: int) -> str:
        if not self._traditional:
            return text[start:end]
        raw, starts, ends = self.reading.raw, self._starts, self._ends
        return "".join(
            raw[starts[offset + i]] if ends[offset + i] - starts[offset + i] == 1 else text[i]
            for i in range(start, end)
        )
