"""Indicators traced through documents, and districts beside their city."""

from __future__ import annotations

import pandas as pd
import pytest

from policyresearch.targets.indicators import link_indicators
from policyresearch.targets.traces import COLUMNS, order_timelines
from policyresearch.targets.vertical import compare_with_above

DOCUMENTS = pd.DataFrame({
    "doc_id": ["c18", "c20", "d18"], "place": ["海州市", "海州市", "海州市港口区"],
    "level": ["city", "city", "district"],
    "wave": pd.array([2018, 2020, 2018], dtype="Int64"),
})
SHARE = ("研发投入强度", "%", "share")
GROWTH = ("地区生产总值", "%", "growth")


def _targets(*rows, **columns):
    names = ["doc_id", "status", "indicator", "unit", "measure", "value", "year"]
    frame = pd.DataFrame([(d, s, *what, v, y) for d, s, what, v, y in rows], columns=names)
    frame = frame.assign(value_high=float("nan"), scope="", relation="eq", quote="原文")
    frame = frame.assign(**columns)
    frame["year"] = frame["year"].astype("Int64")
    frame["n"] = frame.groupby("doc_id").cumcount() + 1
    return link_indicators(frame)


def test_a_trace_needs_two_documents_and_a_promise():
    rows = [("c18", "target", SHARE, 3.0, 2020), ("c20", "outcome", SHARE, 2.8, 2019)]
    trace = order_timelines(_targets(*rows), DOCUMENTS)
    assert list(trace.columns) == COLUMNS
    assert trace[["year", "amount", "status"]].values.tolist() == [
        [2019, 2.8, "outcome"], [2020, 3.0, "target"],
    ]
    assert order_timelines(_targets(rows[0]), DOCUMENTS).empty
    reports = [("c18", "outcome", SHARE, 3.0, 2017), rows[1]]
    assert order_timelines(_targets(*reports), DOCUMENTS).empty
    assert order_timelines(_targets(*rows, scope="开发区"), DOCUMENTS).empty
    other = [rows[0], ("d18", "outcome", SHARE, 2.8, 2019)]
    assert order_timelines(_targets(*other), DOCUMENTS).empty, "another place"


def test_traces_with_most_values_come_first_and_the_rest_is_left_out():
    rows = [("c18", "target", SHARE, 3.0, 2020), ("c20", "outcome", SHARE, 2.8, 2019),
            ("c18", "target", GROWTH, 7.0, 2018), ("c18", "outcome", GROWTH, 6.9, 2017),
            ("c20", "outcome", GROWTH, 6.5, 2019)]
    both = order_timelines(_targets(*rows), DOCUMENTS)
    assert both["indicator_id"].drop_duplicates().to_list() == ["gdp", "rd_intensity"]
    assert set(order_timelines(_targets(*rows), DOCUMENTS, limit=1)["indicator_id"]) == {"gdp"}


@pytest.mark.parametrize(("what", "years", "found"), [
    (SHARE, (2018, 2018), True), (SHARE, (2018, 2020), True), (SHARE, (2018, 2021), False),
    (GROWTH, (2018, 2018), True), (GROWTH, (2018, 2019), False),
])
def test_a_district_beside_its_city(what, years, found):
    targets = _targets(("d18", "target", what, 8.0, years[0]), ("c18", "target", what, 7.0,
                                                                years[1]))
    beside = compare_with_above(targets, DOCUMENTS)
    assert len(beside) == found
    if found:
        row = beside.iloc[0]
        assert (row["doc_id"], row["above_doc_id"]) == ("d18", "c18")
        assert (row["amount"], row["above_amount"]) == (8.0, 7.0)


def test_the_nearest_year_stands_beside_it_and_no_other_status():
    targets = _targets(("d18", "target", SHARE, 2.0, 2019), ("c18", "target", SHARE, 3.0, 2021),
                       ("c20", "target", SHARE, 3.5, 2020), ("c20", "outcome", SHARE, 9.0, 2019))
    beside = compare_with_above(targets, DOCUMENTS)
    assert beside[["above_year", "above_amount"]].values.tolist() == [[2020, 3.5]]


def test_places_that_do_not_lie_in_one_another_are_not_compared():
    documents = DOCUMENTS.assign(place=["海州市", "海州市", "山州市港口区"])
    targets = _targets(("d18", "target", SHARE, 2.0, 2020), ("c18", "target", SHARE, 3.0, 2020))
    assert compare_with_above(targets, documents).empty


def test_without_targets_nothing_is_traced_and_nothing_stands_beside():
    one = _targets(("d18", "target", SHARE, 2.0, 2020))
    assert compare_with_above(one[:0], DOCUMENTS).empty
    assert "place" in order_timelines(one[:0], DOCUMENTS)
