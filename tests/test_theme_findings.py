"""Sentences about themes and shared passages say what their tables say, in both languages."""

from __future__ import annotations

import pandas as pd

from policyresearch.coding.scheme import NONE, read_scheme
from policyresearch.report.findings.coding import (
    describe_attention,
    describe_coding,
    describe_correction,
    describe_divergence,
    describe_influence,
    describe_shift,
)
from policyresearch.report.findings.reuse import describe_own, describe_reuse
from policyresearch.validation.headings import Agreement

SCHEME = read_scheme()
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "place": "甲市",
                          "wave": pd.array([2018, 2025], dtype="Int64")})
ATTENTION = pd.DataFrame(
    [(d, t, s, s / 2, 2 * s) for d, own in {"a": (0.4, 0.1), "b": (0.1, 0.4)}.items()
     for t, s in zip(("rural", "marine"), own, strict=True)] + [("a", NONE, 0.5, 0.4, 0.6)],
    columns=["doc_id", "theme", "share", "low", "high"],
)


def test_leading_themes():
    first, second = describe_attention(ATTENTION, DOCUMENTS, SCHEME)
    assert first.en.startswith("a attends most to countryside and county economy 40% [20, 80] and")
    assert first.zh.startswith("a着墨最多的是乡村与县域40% [20, 80]")
    assert second.rows[0] == {"doc_id": "b", "theme": "marine"}


def test_only_sure_changes_are_told():
    change = pd.DataFrame({
        "theme": ["rural", "marine", NONE], "difference": [-0.3, 0.3, 0.0],
        "low": [-0.5, -0.1, 0.0], "high": [-0.1, 0.7, 0.0], "p_holm": [0.01, 0.3, 0.001],
        "left_wave": 2018, "right_wave": 2025, "places": 1,
    })
    fallen, unsure = describe_shift(change, SCHEME)
    assert fallen.id == "shift.fallen" and "-30.0 [-50.0, -10.0]" in fallen.en
    assert fallen.evidence == ({"wave": 2018, "theme": "rural"}, {"wave": 2025, "theme": "rural"})
    assert unsure.en.startswith("For 1 theme of 2 the difference")
    nothing = describe_shift(change.iloc[:0], SCHEME)[0]
    assert "not compared" in nothing.en and not nothing.table


def test_divergence_within_chance_names_no_theme():
    row = {"doc_id": "a", "other": "b", "divergence": 0.2, "expected": 0.1}
    for p, words in ((0.01, "most of it is"), (0.4, "dealt out at random")):
        table = pd.DataFrame([{**row, "p": p}])
        claim = describe_divergence(table, ATTENTION, DOCUMENTS, SCHEME)[0]
        assert words in claim.en and "0.200 bits" in claim.en and "0.200比特" in claim.zh


def test_coding_errors_and_influence():
    labels = pd.Series(["rural", "marine"], dtype=object).to_numpy()
    found = Agreement(labels, labels, ["rural", "marine"], labels)
    assert "in 100% of cases" in describe_coding(found)[0].en
    assert "No heading" in describe_coding(Agreement(labels[:0], labels[:0], [], labels[:0]))[0].en
    corrected = ATTENTION[ATTENTION["theme"] != NONE].assign(corrected=[0.5, 0.1, 0.1, 0.4])
    assert "from 40.0% to 50.0%" in describe_correction(corrected, SCHEME)[0].en
    influence = pd.DataFrame({"term": ["改革"], "doc_id": ["a"], "theme": ["reform"],
                              "change": [-0.031]})
    claim = describe_influence(influence, SCHEME)[0]
    assert "more than 3.1 points" in claim.en and "3.1个百分点" in claim.zh
    assert describe_influence(influence.iloc[:0], SCHEME) == []


def test_reuse():
    passages = pd.DataFrame({"doc_id": ["a"], "other": ["b"], "letters": [14], "text": ["甲乙"]})
    shares = pd.DataFrame([("a", "b", 0.1), ("a", "", 0.1), ("b", "a", 0.3), ("b", "", 0.3)],
                          columns=["doc_id", "other", "share"])
    share, longest = describe_reuse(passages, shares)
    assert "1 passage of twelve letters or more stands" in share.en
    assert "b 30.0% and a 10.0%" in share.en and "b为30.0%" in share.zh
    assert "14 letters in a and b: “甲乙”" in longest.en
    assert "share no passage" in describe_reuse(passages.iloc[:0], shares)[0].en
    assert "one document" in describe_reuse(passages.iloc[:0], shares.iloc[:1])[0].en
    own = ATTENTION.assign(share=[0.3, 0.1, 0.1, 0.4, 0.5])
    assert "from 40.0% to 30.0%" in describe_own(ATTENTION, own, SCHEME)[0].en
    assert "stay as they are" in describe_own(ATTENTION, ATTENTION, SCHEME)[0].en
