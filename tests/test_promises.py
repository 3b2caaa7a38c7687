"""Counting what is promised, and saying what came of it."""

from __future__ import annotations

import pandas as pd

from policyresearch.findings import describe_hardness, describe_outcomes, describe_statuses
from policyresearch.promises import count_by_paragraph, count_statuses

DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"]})
TARGETS = pd.DataFrame({
    "doc_id": ["a", "a", "a", "b"],
    "sent_id": [1, 1, 3, 0],
    "status": ["target", "target", "outcome", "outcome"],
})
SENTENCES = pd.DataFrame({
    "doc_id": ["a", "a", "a", "a", "b"],
    "sent_id": [0, 1, 2, 3, 0],
    "para_id": [0, 0, 1, 2, 0],
    "section_id": [1, 1, 1, 2, 0],
    "role": ["plan", "plan", "plan", "annex", "review"],
    "text": ["一二", "三四五", "六", "附件文字", "回顾"],
})


def test_every_document_and_status_is_counted():
    table = count_statuses(TARGETS, DOCUMENTS)
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
    count, none = describe_statuses(count_statuses(TARGETS, DOCUMENTS))
    assert "2 numeric targets, 2 outcomes and 0 reference values" in count.en
    assert "b states no numeric target: of its 1 value none is promised" in none.en
    assert "b未提出任何数值目标" in none.zh
    only = count_statuses(TARGETS, DOCUMENTS.iloc[:1])
    assert len(describe_statuses(only)) == 1


RATES = pd.DataFrame({"doc_id": ["a", "b"], "targets_per_10k": [12.34, 0.0],
                      "low": [8.0, 0.0], "high": [17.0, 0.0]})


def test_hardness_is_told_along_the_series():
    series = pd.DataFrame({"doc_id": ["a", "b"], "wave": [2018, 2025]})
    (claim,) = describe_hardness(RATES, series)
    assert "12.3 [8.0, 17.0] in 2018 (a) and 0.0 [0.0, 0.0] in 2025 (b)" in claim.en
    assert "2018年（a）12.3" in claim.zh
    (claim,) = describe_hardness(RATES, series.iloc[:1])
    assert "not compared over time" in claim.en


INDICATORS = pd.DataFrame({"indicator_id": ["patents"], "name_zh": ["专利"],
                           "name_en": ["patents per 10,000 people"]})


def _panel(**changes):
    row = {"doc_id": "a", "n": 7, "indicator_id": "patents", "promised": 25.0, "unit": "件",
           "year": 2020, "followed": "lowered", "verdict": "missed", "successor": 23.26,
           "successor_unit": "件", "successor_year": 2020, "outcome": 21.8, "outcome_year": 2019,
           "outcome_doc_id": "b"}
    return pd.DataFrame([{**row, **changes}])


def test_promise_and_outcome_are_told_with_their_documents():
    total, example = describe_outcomes(_panel(), INDICATORS)
    assert "Of 1 numeric promise" in total.en and "0 was met" not in total.en
    assert "1 missed" in total.en
    assert example.en == ("Patents per 10,000 people: 25件 was promised for 2020 (a), 21.8件 was "
                          "reported for 2019 (b), and set to 23.26件 for 2020.")
    assert example.rows == ({"doc_id": "a", "n": 7},)


def test_nothing_is_told_where_nothing_followed():
    (claim,) = describe_outcomes(_panel(followed="no later document"), INDICATORS)
    assert "nothing can be said" in claim.en and "无从谈起" in claim.zh
    assert len(describe_outcomes(_panel(outcome=None), INDICATORS)) == 1
