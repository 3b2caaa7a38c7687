"""From one document as read to its table of target values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from policyresearch.reading.result import Reading
from policyresearch.tables import TARGETS, TEXT_ROLES, build_table
from policyresearch.targets.drafts import Draft
from policyresearch.targets.grammar import read_sentence
from policyresearch.targets.indicators import link_indicators
from policyresearch.targets.plan_tables import read_tables
from policyresearch.targets.source import Source
from policyresearch.targets.status import find_status, opens_plan, tells_past
from policyresearch.targets.times import Period, Time, find_times
from policyresearch.targets.years import Years

_HAS_NUMBER = re.compile(
    r"[0-9０-９%一二两三四五六七八九十百千万亿半零〇○]|首位|榜首|之首|头名|翻番"
)
_HAS_YEAR = re.compile(r"年|季度|月|目前|“?[一二三四五六七八九十]五”?")
# A comment on a draft that quotes a value to have it changed.
_AMENDS = re.compile(r"将“[^”]*[0-9][^”]*”(?:修?改|调整)为“")
_YEARLY = re.compile(r"年均|每年平均|递增")
_AGAINST_PLAN = re.compile(
    r"超额[^，]{0,12}完成[^，]{0,4}(?:计划|预算|任务)|比(?:预算|计划|预期)[^，]{0,4}(?:超|增|减|"
    r"多|少)"
)
_EDGE = re.compile("[，；。：！？]")
_TIED = ("this", "part", "as_of")
_COLUMNS = ["sent_id", "para_id", "section_id", "role", "is_heading", "text", "start"]


def extract_document(reading: Reading, row: dict) -> pd.DataFrame:
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
    source = Source(reading)
    years = Years(row, reading.sections, reading.sentences["text"].tolist())
    tabled, in_tables = read_tables(reading, years)
    sentences = list(_with_context(reading, years, in_tables))
    years.set_horizon([t for s in sentences if s.role != "review" for t in s.times])
    rows: list[dict] = []
    for sentence in sentences:
        for draft in sentence.drafts:
            made = _to_row(draft, sentence, source, years)
            if not made["indicator"] and rows and rows[-1]["sent_id"] == sentence.sent_id - 1:
                # 同比增长8%: the sentence before says of what
                made["indicator"] = rows[-1]["indicator"]
            rows.append(made)
    if tabled:
        rows += [record for records in tabled.values() for record in records]
        rows.sort(key=lambda made: made["sent_id"])
    for n, made in enumerate(rows, start=1):
        made.update(n=n, doc_id=row["doc_id"])
    return link_indicators(build_table(TARGETS, rows))


@dataclass(slots=True)
class _Sentence:
    """A sentence with its drafts, and what the text around it says of time."""

    sent_id: int
    section_id: int
    role: str
    text: str
    start: int
    drafts: list[Draft]
    times: list[Time] = field(default_factory=list)
    horizon: Time | None = None  # what governs the item it stands in
    future_run: bool = False
    ahead: bool = False  # whether the last value of a review was one to come


def _with_context(
    reading: Reading, years: Years, left_out: set[int]
) -> Iterator[_Sentence]:
    """Sentences that hold values or times; a leading 到…年， holds to the end of its paragraph."""
    paragraph, horizon, future = -1, None, False
    sentences = reading.sentences
    section_roles = dict(zip(reading.sections["section_id"], reading.sections["role"], strict=True))
    columns = [sentences[name].tolist() for name in _COLUMNS]
    for sent_id, para_id, section_id, own, is_heading, text, start in zip(*columns, strict=True):
        role = own
        if para_id != paragraph:
            paragraph, horizon, future = para_id, None, False
        amended = role == "annex" and bool(_AMENDS.search(text))
        if (role not in TEXT_ROLES and not amended) or (section_id == 0 and is_heading):
            continue
        if role == "review" and section_roles.get(section_id) in ("plan", "requirements"):
            role = "body"  # the section says plan, the passage looks back: the clause decides
        if role not in ("review", "annex"):
            future = opens_plan(text) or (future and not tells_past(text))
        if sent_id in left_out or not _HAS_NUMBER.search(text):
            continue
        drafts = read_sentence(text)
        times = find_times(text, years.now) if _HAS_YEAR.search(text) else []
        if amended:
            for draft in drafts:
                draft.status = "reference"
        if drafts or times:
            yield _Sentence(
                sent_id, section_id, role, text, start, drafts, times, horizon, future
            )
        leading = [t for t in times if t.leads and t.kind not in _TIED]
        if leading:
            horizon = leading[-1]


def _to_row(draft: Draft, sentence: _Sentence, source: Source, years: Years) -> dict:
    """The record of a draft."""
    text, quantity, offset = sentence.text, draft.quantity, sentence.start
    clause = _clause_around(text, quantity.start)
    named, period = _period(draft, sentence, years)
    status = draft.status or _status(draft, sentence, clause, period, years)
    if not named and sentence.role == "review" and status == "target":
        period = Period(None)
    elif not named and period is None:
        period = years.default(sentence.role, status)
    assert period is not None
    now = years.now.year
    if status == "outcome" and period.year and now and period.year > now:
        period = Period(now)  # what is reached stands no further ahead than its document
    measure = draft.measure
    if measure == "level" and named == "past" and draft.flow and status == "outcome":
        measure = "cumulative"
    raw_start, raw_end = source.span(offset + draft.start, offset + max(draft.end, quantity.end))
    return {
        "quote": source.raw[raw_start:raw_end], "raw_start": raw_start, "raw_end": raw_end,
        "indicator": source.words(draft.phrase, text, offset),
        "value": draft.sign * quantity.value if quantity.value else 0.0,
        "value_high": float("nan") if quantity.high is None else draft.sign * quantity.high,
        "unit": source.unit(quantity.unit, text, offset, quantity.number, quantity.end),
        "relation": draft.relation or quantity.relation, "measure": measure, "status": status,
        "year": draft.year if draft.earlier else period.year,
        "period_start": _period_start(
            draft, _with_first(period, sentence, years), measure, clause
        ),
        "scope": source.words(draft.scope, text, offset), "note": draft.note,
        "indicator_id": "", "amount": float("nan"), "amount_unit": "",
        "sent_id": sentence.sent_id, "rule": draft.rule,
    }


def _status(
    draft: Draft, sentence: _Sentence, clause: str, period: Period | None, years: Years
) -> str:
    if _AGAINST_PLAN.search(clause):
        return "reference"
    if draft.carried and sentence.ahead:
        return "target"  # 机构将由43个整合为16个，精简比例63%
    status = find_status(
        sentence.role, clause, sentence.text, future_run=sentence.future_run,
        year=period.year if period else None, now=years.now.year,
    )
    sentence.ahead = sentence.role == "review" and status == "target"
    return status


def _clause_around(text: str, place: int) -> str:
    start = max((text.rfind(c, 0, place) for c in "，；。：！？"), default=-1) + 1
    end = _EDGE.search(text, place)
    if end and text[end.start() - 1] == "后":  # 投产后，将成为…: one statement in two clauses
        end = _EDGE.search(text, end.end())
    return text[start : end.start() if end else len(text)]


def _period(
    draft: Draft, sentence: _Sentence, years: Years
) -> tuple[str, Period | None]:
    """
    The time of a value and what names it: its sentence, its item or its section.

    Within a sentence the last time before the value counts, else the first one behind it.
    """
    times = [t for t in sentence.times if t.kind not in ("part", "as_of")]
    earlier = [t for t in times if t.start < draft.quantity.start]
    section = years.section_period(sentence.section_id)
    for time in [*earlier[-1:], *times[:1]]:
        if time.kind == "next":
            end = section or years.title_period
            if end and end.year and time.period.first and time.period.year:
                length = time.period.year - time.period.first
                return "next", Period(end.year, end.year - length)
        if time.kind == "this" and sentence.role == "review":
            return "this", Period(years.now.review)
        if time.kind == "this" and sentence.role in ("plan", "requirements"):
            return "this", Period(years.now.plan)
        return time.kind, time.period
    if sentence.horizon is not None:
        return sentence.horizon.kind, sentence.horizon.period
    if section is not None:
        return ("past" if years.is_past(sentence.section_id) else ""), section
    return "", None


_AGAINST_LAST_YEAR = re.compile("同比|[比较](?:上年|去年|前年|上一年)")
_FIVE_YEARS = re.compile("五年(?!倍增|行动|计划|规划|攻坚|纲要)")


def _with_first(period: Period, sentence: _Sentence, years: Years) -> Period:
    """A period with its first year, where the title, a section or 五年 tells it."""
    if period.first is not None or period.year is None:
        return period
    for around in (years.section_period(sentence.section_id), years.title_period):
        if around and around.year == period.year and around.first is not None:
            return around
    five = _FIVE_YEARS.search(sentence.text)
    return Period(period.year, period.year - 4) if five else period


def _period_start(draft: Draft, period: Period, measure: str, clause: str) -> int | None:
    """First year of a flow, base year of a change."""
    if draft.base_year is not None:
        return draft.base_year
    if period.year is not None and draft.streak:
        return period.year - draft.streak + 1
    if period.first is None or measure not in ("cumulative", "change", "growth"):
        return None
    if draft.rule in ("times won", "streak") or _AGAINST_LAST_YEAR.search(clause):
        return None
    yearly = bool(_YEARLY.search(clause))
    moved = draft.quantity.kind in ("points", "percent", "times", "fraction")
    return period.first - (moved and not yearly)
