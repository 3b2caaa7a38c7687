"""Promises followed through the documents of a place: set anew, reported, met or not."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from policyresearch.tables import PANEL, build_table
from policyresearch.targets.absences import Absences
from policyresearch.targets.amounts import parse_unit
from policyresearch.targets.indicators import (
    is_implied,
    read_indicators,
    reword_indicator,
    simplify_wording,
    spell_indicator,
)
from policyresearch.targets.verdicts import Promise, is_satisfied

_AVERAGED = re.compile("年均|年平均|每年平均|平均每年")
# A count of what was added or handled within the year, told as a plain number: 认定企业50家.
_MADE = re.compile(
    "新增|新建|新设|新登记|新注册|新认定|认定|培育|引育|引进|入库|创建|办理|净增|新开|新投|新获"
)


class _Value(NamedTuple):
    """One record on a common footing: size in the base unit of its dimension."""

    doc_id: str
    n: int
    status: str
    concept: str  # indicator_id, or the wording of a record that is not linked
    measure: str
    averaged: bool  # growth per year over several years, which no single year's growth answers
    made: bool  # a count of one year's work, which no stock answers
    scope: str
    unit: str
    base: str
    scale: float
    value: float
    high: float
    year: int | None
    period_start: int | None
    relation: str
    indicator: str
    indicator_id: str
    quote: str

    @property
    def size(self) -> float:
        return self.value * self.scale


def follow_targets(
    targets: pd.DataFrame, documents: pd.DataFrame, sentences: pd.DataFrame
) -> pd.DataFrame:
    """
    Follow every target through the later documents of the same place.

    Two values are compared only if indicator, measure, unit and scope are the same: growth
    is never held against a level, nor a district's share against the city's. Values of
    different years are compared for shares, and for levels of an indicator that is a state
    (`tables.INDICATOR_KINDS`); growth, change and flows need the same year.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
        Documents of one place follow each other by date of adoption, else of publication,
        else by wave.
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
        Tells what is missing from a document from what it was never asked.

    Returns
    -------
    DataFrame by `tables.PANEL`, in the order of `targets`
        "raised" and "lowered" mean that more or less is asked, so a ceiling that rises is
        lowered. A value reported for a year that is not over counts as one before it.
    """
    values = [_read_value(row) for row in targets.to_dict("records")]
    dates = _Dates(documents)
    absences = Absences(targets, sentences)
    places = dict(zip(documents["doc_id"], documents["place"], strict=True))
    alike: dict[tuple, list[_Value]] = defaultdict(list)
    for value in values:
        alike[value.doc_id, value.concept, value.scope].append(value)
    rows, seen = [], set()
    for promise in values:
        repeated = (promise.doc_id, *_identity(promise), promise.year, promise.value)
        if promise.status != "target" or repeated in seen:
            continue
        seen.add(repeated)
        candidates = [
            value for doc_id in dates.later.get(promise.doc_id, ())
            for value in alike[doc_id, promise.concept, promise.scope]
        ]
        row = {
            **_describe_promise(promise, places),
            **_find_successor(promise, candidates, dates, absences),
            **_find_outcome(promise, candidates, dates, absences),
        }
        rows.append({**row, "verdict": _judge(row, dates.find_last_year(promise.doc_id))})
    return build_table(PANEL, rows)


def _read_value(row: dict) -> _Value:
    linked = row["indicator_id"] != ""
    unit = row["amount_unit"] if linked else simplify_wording(row["unit"])
    value = row["amount"] if linked else row["value"]
    high = math.nan
    if not pd.isna(row["value_high"]):
        # The ends of a range share their unit.
        high = row["value_high"] * (value / row["value"] if row["value"] else 1.0)
    scale, base = parse_unit(unit)
    scope = simplify_wording(row["scope"])
    wording = reword_indicator(row["indicator"])
    implied = is_implied(scope, row["indicator_id"]) if linked else scope in wording
    return _Value(
        row["doc_id"], row["n"], row["status"],
        row["indicator_id"] if linked else wording, row["measure"],
        row["measure"] == "growth" and is_averaged(row["quote"]),
        row["measure"] == "level" and is_made(row["quote"]),
        "" if implied else scope,
        unit, base, scale, value, high, _whole(row["year"]), _whole(row["period_start"]),
        row["relation"], row["indicator"], row["indicator_id"], row["quote"],
    )


def _whole(year) -> int | None:
    return None if pd.isna(year) else int(year)


def _identity(value: _Value) -> tuple:
    return (value.concept, value.measure, value.averaged, value.made, value.scope, value.base)


class _Dates:
    """When documents were adopted, else published, else the wave they stand for."""

    def __init__(self, documents: pd.DataFrame) -> None:
        self._dates = {row["doc_id"]: _find_date(row) for row in documents.to_dict("records")}
        by_place: dict[str, list[str]] = defaultdict(list)
        for doc_id, place in documents[["doc_id", "place"]].itertuples(index=False, name=None):
            if place and self._dates[doc_id]:
                by_place[place].append(doc_id)
        self.later: dict[str, list[str]] = {}
        for held in by_place.values():
            held.sort(key=lambda doc_id: (self._dates[doc_id], doc_id))
            for doc_id in held:
                date = self._dates[doc_id]
                self.later[doc_id] = [other for other in held if self._dates[other] > date]

    def find_year(self, doc_id: str) -> int | None:
        date = self._dates[doc_id]
        return int(date[:4]) if date else None

    def find_last_year(self, doc_id: str) -> int | None:
        """Year of the last later document."""
        later = self.later.get(doc_id)
        return self.find_year(later[-1]) if later else None

    def is_within(self, doc_id: str, year: int) -> bool:
        """Whether the document was adopted in the year, before its last quarter."""
        date = self._dates[doc_id]
        return len(date) >= 7 and date[:4] == str(year) and date[5:7] < "10"


def _find_date(document: dict) -> str:
    wave = "" if pd.isna(document["wave"]) else str(document["wave"])
    return document["adopted"] or document["published"] or wave


def _describe_promise(promise: _Value, places: dict[str, str]) -> dict:
    return {
        "doc_id": promise.doc_id, "n": promise.n, "place": places[promise.doc_id],
        "indicator_id": promise.indicator_id, "indicator": promise.indicator,
        "measure": promise.measure, "scope": promise.scope, "promised": promise.value,
        "promised_high": promise.high, "unit": promise.unit,
        "relation": promise.relation, "year": promise.year, "quote": promise.quote,
    }


def _find_successor(
    promise: _Value, candidates: Sequence[_Value], dates: _Dates, absences: Absences
) -> dict:
    followers = dates.later.get(promise.doc_id, ())
    set_anew = [value for value in candidates if value.status == "target"]
    comparable = [value for value in set_anew if _identity(value) == _identity(promise)]
    for found, followed in (
        ([v for v in comparable if _is_for(v, promise.year)], ""),
        ([v for v in set_anew if v not in comparable and _is_for(v, promise.year)], "re-based"),
        (comparable, "renewed"),
    ):
        if found:
            first = found[0]
            return _describe_successor(promise, first, followed or _compare(promise, first))
    none = {
        "successor": math.nan, "successor_unit": "", "successor_year": None,
        "successor_doc_id": "", "successor_n": None, "successor_quote": "",
    }
    if not followers:
        return {**none, "followed": "no later document", "successor_absence": ""}
    within = [
        doc_id for doc_id in followers
        if promise.year is None or (dates.find_year(doc_id) or 0) <= promise.year
    ]
    return {
        **none,
        "followed": "dropped" if within else "horizon passed",
        "successor_absence": _explain(absences, (within or followers)[-1], "target", promise),
    }


def _is_for(value: _Value, horizon: int | None) -> bool:
    """Whether a target may be meant for the same year."""
    return value.year is None or horizon is None or value.year == horizon


def _compare(promise: _Value, successor: _Value) -> str:
    difference = round(successor.size - promise.size, 9)
    if difference == 0 or math.isclose(successor.size, promise.size, rel_tol=1e-9):
        return "restated"
    asks_more = (difference < 0) if _as_promise(promise).is_ceiling else (difference > 0)
    return "raised" if asks_more else "lowered"


def _describe_successor(promise: _Value, successor: _Value, followed: str) -> dict:
    same_unit = successor.base == promise.base
    return {
        "followed": followed,
        "successor": _tidy(successor.size / promise.scale) if same_unit else successor.value,
        "successor_unit": promise.unit if same_unit else successor.unit,
        "successor_year": successor.year, "successor_doc_id": successor.doc_id,
        "successor_n": successor.n, "successor_quote": successor.quote, "successor_absence": "",
    }


def _find_outcome(
    promise: _Value, candidates: Sequence[_Value], dates: _Dates, absences: Absences
) -> dict:
    followers = dates.later.get(promise.doc_id, ())
    reported = [
        value for value in candidates
        if value.status == "outcome" and _identity(value) == _identity(promise)
        and _is_comparable(promise, value)
    ]
    if not reported:
        absence = _explain(absences, followers[-1], "outcome", promise) if followers else ""
        return {
            "outcome": math.nan, "outcome_relation": "", "outcome_year": None,
            "outcome_doc_id": "", "outcome_n": None, "outcome_quote": "",
            "outcome_absence": absence, "standing": "",
        }
    # The horizon itself first, then the years after it, then those before it, nearest first.
    order = ("at", "after", "before", "undated")
    standing = {value: _stand(promise.year, value, dates) for value in reported}
    best = min(reported, key=lambda value: (
        order.index(standing[value]), abs((value.year or 0) - (promise.year or 0))
    ))
    return {
        "outcome": _tidy(best.size / promise.scale), "outcome_relation": best.relation,
        "outcome_year": best.year, "outcome_doc_id": best.doc_id, "outcome_n": best.n,
        "outcome_quote": best.quote, "outcome_absence": "", "standing": standing[best],
    }


def _stand(horizon: int | None, value: _Value, dates: _Dates) -> str:
    """Where a reported value stands to the horizon; a year that is not over is before it."""
    if horizon is None or value.year is None:
        return "undated"
    if value.year != horizon:
        return "after" if value.year > horizon else "before"
    return "before" if dates.is_within(value.doc_id, horizon) else "at"


def _is_comparable(promise: _Value, reported: _Value) -> bool:
    """Whether the two values speak of one year, or of a state that years can be compared in."""
    if promise.year is not None and promise.year == reported.year:
        return promise.period_start is None or promise.period_start == reported.period_start
    if promise.measure == "share":
        return True
    is_state = find_kinds().get(promise.indicator_id) == "state"
    return promise.measure == "level" and is_state and not promise.made


def _as_promise(value: _Value) -> Promise:
    return Promise(value.value, value.high, value.relation,
                   _find_directions().get(value.indicator_id, ""))


def _judge(row: dict, last_year: int | None) -> str:
    """One of `tables.VERDICTS`."""
    superseded = row["followed"] in ("raised", "lowered", "re-based")
    due = row["year"] is None or last_year is None or last_year > row["year"]
    unknown = "superseded" if superseded else "not reported" if due else "not due"
    if math.isnan(row["outcome"]):
        return unknown
    promise = Promise(row["promised"], row["promised_high"], row["relation"],
                      _find_directions().get(row["indicator_id"], ""))
    satisfied = is_satisfied(promise, row["outcome"], row["outcome_relation"])
    if satisfied:
        return {"at": "met", "after": "reached since", "before": "on track"}.get(
            row["standing"], "met"
        )
    if satisfied is False and row["standing"] in ("at", "after"):
        return "missed"
    return unknown


def _tidy(value: float) -> float:
    return float(f"{value:.12g}")


def is_averaged(quote: str) -> bool:
    """Whether a quote tells of growth per year over several years."""
    return bool(_AVERAGED.search(simplify_wording(quote)))


def is_made(quote: str) -> bool:
    """Whether a quote tells of what was added or handled within a year, and of no stock."""
    return bool(_MADE.search(simplify_wording(quote)))


@cache
def find_kinds() -> dict[str, str]:
    """State or flow (`tables.INDICATOR_KINDS`) by `indicator_id`."""
    table = read_indicators()
    return dict(zip(table["indicator_id"], table["kind"], strict=True))


@cache
def _find_directions() -> dict[str, str]:
    table = read_indicators()
    return dict(zip(table["indicator_id"], table["direction"], strict=True))


def _explain(absences: Absences, doc_id: str, status: str, promise: _Value) -> str:
    wordings = {simplify_wording(promise.indicator), *spell_indicator(promise.indicator_id)}
    return absences.explain(doc_id, status, wordings, scope=promise.scope)
