"""Counting what is promised, and saying what came of it."""

from __future__ import annotations

import pandas as pd
import pytest

from policyresearch.report.findings.targets import (
    check_hardness,
    describe_errors,
    describe_hardness,
    describe_outcomes,
    describe_statuses,
    describe_strengths,
)
from policyresearch.targets.errors import add_errors, score_documents
from policyresearch.targets.hardness import (
    choose_outcomes,
    compare_hardness_of,
    count_by_paragraph,
    count_fates,
    count_statuses_of,
    count_strengths_of,
    measure_hardness_of,
)

DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"]})
TARGETS = pd.DataFrame({
    "doc_id": ["a", "a", "a", "b"],
    "sent_id": [1, 1, 3, 0],
    "status": ["target", "target", "outcome", "outcome"],
})
COVERAGE = pd.DataFrame({"doc_id": ["a", "b"], "status": "target",
                         "commitments_in_words": [1, 4], "absence": ["", "states none"]})
SENTENCES = pd.DataFrame({
    "doc_id": ["a", "a", "a", "a", "b"],
    "sent_id": [0, 1, 2, 3, 0],
    "para_id": [0, 0, 1, 2, 0],
    "section_id": [1, 1, 1, 2, 0],
    "role": ["plan", "plan", "plan", "annex", "review"],
    "text": ["一二", "三四五", "六", "附件文字", "回顾"],
})


def test_every_document_and_status_is_counted():
    table = count_statuses_of(TARGETS, DOCUMENTS)
    assert table["values"].to_list() == [2, 1, 0, 0, 1, 0]
    assert table["values"].sum() == len(TARGETS)


def test_paragraphs_hold_values_and_characters_of_policy_text_only():
    table = count_by_paragraph(TARGETS, SENTENCES)
    assert table[["doc_id", "para_id", "values", "characters"]].values.tolist() == [
        ["a", 0, 2, 5], ["a", 1, 0, 1], ["b", 0, 0, 2],
    ]
    plan = count_by_paragraph(TARGETS, SENTENCES, role=["plan"])
    assert set(plan["doc_id"]) == {"a"}
    outcomes = count_by_paragraph(TARGETS, SENTENCES, status="outcome")
    assert outcomes["values"].to_list() == [0, 0, 1]


def test_a_document_without_target_is_named():
    count, none = describe_statuses(count_statuses_of(TARGETS, DOCUMENTS), COVERAGE)
    assert "2 numeric targets, 2 outcomes and 0 reference values" in count.en
    assert "b states no numeric target: of its 1 value none is promised, and its 4" in none.en
    assert "b未提出任何数值目标" in none.zh
    only = count_statuses_of(TARGETS, DOCUMENTS.iloc[:1])
    assert len(describe_statuses(only, COVERAGE.iloc[:1])) == 1


def test_the_reasons_for_having_no_target_are_told_apart():
    for absence, said in (("section missing", "no section on goals"),
                          ("extraction failed", "no value could be extracted")):
        coverage = COVERAGE.assign(absence=["", absence])
        _, claim = describe_statuses(count_statuses_of(TARGETS, DOCUMENTS), coverage)
        assert said in claim.en and claim.id != "targets.none"


def _gold(*values):
    return pd.DataFrame([
        {"doc_id": "a", "n": i + 1, "quote": "x", "raw_start": 100 * i, "raw_end": 100 * i + 9,
         "indicator": "税收", "value": v, "value_high": None, "unit": "亿元", "relation": "eq",
         "measure": "level", "status": "target", "year": 2020, "period_start": None, "scope": ""}
        for i, v in enumerate(values)
    ])


def test_the_error_of_the_extraction_stands_beside_each_document():
    # Of three records two are found, and nothing else: F1 = 2·2 / (2 + 3).
    errors = score_documents(_gold(1.0, 2.0), _gold(1.0, 2.0, 3.0), DOCUMENTS)
    rows = errors.set_index(["doc_id", "status"])
    assert rows.loc[("a", "all"), "f1"] == rows.loc[("a", "target"), "f1"] == 0.8
    assert rows.loc[("b", "all")].isna().all()
    beside = add_errors(RATES, errors)
    assert beside["f1"].to_list()[0] == 0.8 and pd.isna(beside["f1"].iloc[1])
    assert "F1 of 0.80 in a" in describe_errors(errors)[0].en
    unknown = score_documents(_gold(1.0), _gold(1.0).iloc[:0], DOCUMENTS)
    assert len(unknown) == 4 and "not known" in describe_errors(unknown)[0].en


RATES = pd.DataFrame({"doc_id": ["a", "b"], "targets_per_10k": [12.34, 0.0],
                      "low": [8.0, 0.0], "high": [17.0, 0.0]})


def test_hardness_is_told_along_the_series():
    series = pd.DataFrame({"doc_id": ["a", "b"], "wave": [2018, 2025]})
    (claim,) = describe_hardness(RATES, series)
    assert "12.3 [8.0, 17.0] in 2018 (a) and 0.0 [0.0, 0.0] in 2025 (b)" in claim.en
    assert "2018年（a）12.3" in claim.zh
    (claim,) = describe_hardness(RATES, series.iloc[:1])
    assert "not compared over time" in claim.en


def test_many_documents_are_told_by_their_middle_and_ends():
    """Ten places in two years: no reader follows twenty rates."""
    names = [f"{at}_{wave}" for wave in (2018, 2025) for at in range(10)]
    series = pd.DataFrame({"doc_id": names, "wave": [2018] * 10 + [2025] * 10})
    rates = pd.DataFrame({"doc_id": names, "low": 0.0, "high": 99.0, "commitments": 5,
                          "targets_per_10k": [*range(1, 11), *range(21, 31)],
                          "numeric_share": [at / 20 for at in range(20)]})
    (claim,) = describe_hardness(rates, series)
    assert "5.5 (1.0–10.0) in 2018 and 25.5 (21.0–30.0) in 2025" in claim.en
    assert len(claim.rows) == 20
    readings = rates.assign(reading="plan", targets_per_10k=1.0 * rates.index[::-1])
    (claim,) = check_hardness(rates, readings, series)
    assert "14.5 (2018) and 4.5 (2025): the waves' medians do not keep" in claim.en
    strengths = pd.DataFrame({"doc_id": names, "strength": "ensure", "commitments": 5})
    claim = describe_strengths(rates, strengths)[0]
    assert "48% in the median document, from 0% (0_2018) to 95% (9_2025)" in claim.en


INDICATORS = pd.DataFrame({"indicator_id": ["patents"], "name_zh": ["专利"],
                           "name_en": ["patents per 10,000 people"]})


def _panel(**changes):
    row = {"doc_id": "a", "n": 7, "indicator_id": "patents", "promised": 25.0, "unit": "件",
           "year": 2020, "followed": "lowered", "verdict": "missed", "successor": 23.26,
           "successor_unit": "件", "successor_doc_id": "b", "successor_n": 5,
           "outcome_n": 3, "successor_year": 2020, "outcome": 21.8, "outcome_year": 2019,
           "outcome_doc_id": "b"}
    return pd.DataFrame([{**row, **changes}])


def test_promise_and_outcome_are_told_with_their_documents():
    total, dropped, example = describe_outcomes(_panel(), INDICATORS)
    assert "Of 1 numeric promise" in total.en and "0 were reported as met" in total.en
    assert "1 as missed" in total.en
    assert dropped.en.startswith("0 of the 1 promise ")
    assert example.en == ("Patents per 10,000 people: 25件 was promised for 2020 (a), 21.8件 was "
                          "reported for 2019 (b), and set to 23.26件 for 2020.")
    assert example.rows == ({"doc_id": "a", "n": 7},)
    assert example.evidence == ({"doc_id": "a", "n": 7}, {"doc_id": "b", "n": 3},
                                {"doc_id": "b", "n": 5})


def test_nothing_is_told_where_nothing_followed():
    (claim,) = describe_outcomes(_panel(followed="no later document"), INDICATORS)
    assert "is not known" in claim.en and "无从得知" in claim.zh
    assert len(describe_outcomes(_panel(outcome=None), INDICATORS)) == 2


COMMITMENTS = pd.DataFrame({
    "doc_id": ["a", "a", "a", "b"], "sent_id": [0, 1, 2, 0], "section_id": [1, 1, 2, 0],
    "role": ["plan", "plan", "plan", "review"], "numeric": [False, True, True, False],
    "strength": ["ensure", "plain", "plain", "plain"],
})
SECTIONS = pd.DataFrame({
    "doc_id": ["a", "a", "a", "b"], "section_id": [0, 1, 2, 0],
    "parent_id": pd.array([None, 0, 0, None], dtype="Int64"), "level": [0, 1, 1, 0],
})


def test_hardness_by_hand():
    table = measure_hardness_of(TARGETS, COMMITMENTS, COVERAGE, SENTENCES, SECTIONS,
                             unit="paragraph")
    a, b = table.to_dict("records")
    # Document a: 2 targets in 6 characters of policy text, 2 of 3 commitments with a number.
    assert (a["targets"], a["characters"]) == (2, 6)
    assert a["targets_per_10k"] == pytest.approx(10_000 * 2 / 6)
    assert a["numeric_share"] == 2 / 3 and 0 <= a["numeric_low"] < 2 / 3 < a["numeric_high"] <= 1
    assert b["targets_per_10k"] == 0 and b["numeric_share"] == 0


def test_other_readings_leave_parts_out_and_say_if_the_order_stays():
    sentences = SENTENCES.assign(
        is_heading=[False, False, True, False, False],
        text=["一二", "三四五", "加强党的建设", "附件文字", "回顾"],
    )
    sentences.loc[2, "section_id"] = 2
    readings = compare_hardness_of(TARGETS, COMMITMENTS, COVERAGE, sentences, SECTIONS)
    rows = readings.set_index(["reading", "doc_id"])
    assert rows.loc[("plan", "a"), "characters"] == 5 + 6
    # The heading on the party and its commitment are left out, and with them section 2.
    assert rows.loc[("no_party", "a"), "characters"] == 5
    assert rows.loc[("no_party", "a"), "commitments"] == 2
    assert pd.isna(rows.loc[("plan", "b"), "targets_per_10k"])
    series = pd.DataFrame({"doc_id": ["a", "b"], "wave": [2018, 2025]})
    claims = check_hardness(RATES, readings, series)
    assert [claim.id for claim in claims] == ["targets.hardness-no-party"]
    assert "keep their order" in claims[0].en
    turned = check_hardness(RATES.assign(targets_per_10k=[0.0, 1.0]), readings, series)
    assert "do not keep" in turned[0].en
    assert check_hardness(RATES, readings, series.iloc[:1]) == []


def test_a_document_that_could_not_be_read_is_not_soft():
    coverage = COVERAGE.assign(absence=["", "extraction failed"])
    table = measure_hardness_of(TARGETS, COMMITMENTS, coverage, SENTENCES, SECTIONS)
    assert table["doc_id"].to_list() == ["a", "b"]
    assert table.set_index("doc_id").loc["b"].isna().all()


def test_strengths_add_up_to_the_commitments():
    table = count_strengths_of(COMMITMENTS, DOCUMENTS)
    assert table["commitments"].sum() == len(COMMITMENTS)
    assert table.groupby("doc_id")["share"].sum().to_list() == [1, 1]
    claims = describe_strengths(
        measure_hardness_of(TARGETS, COMMITMENTS, COVERAGE, SENTENCES, SECTIONS), table
    )
    assert "67% of 3 in a and 0% of 1 in b" in claims[0].en
    assert "1 are to be ensured" in claims[1].en


def test_fates_add_up_to_the_promises():
    panel = pd.concat([_panel(), _panel(n=8), _panel(n=9, followed="dropped")])
    table = count_fates(panel)
    assert table["promises"].to_list() == [2, 1]


def test_the_missed_come_first_and_the_undecided_are_kept():
    panel = pd.concat([
        _panel(n=1, verdict="met", outcome=26), _panel(n=2, verdict="not reported", outcome=None),
        _panel(n=3, verdict="missed", outcome=24), _panel(n=4, verdict="missed", outcome=12),
    ], ignore_index=True)
    assert choose_outcomes(panel)["n"].to_list() == [4, 3, 1, 2]
    assert choose_outcomes(panel, limit=1)["n"].to_list() == [4, 2]
