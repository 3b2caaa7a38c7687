"""Kinds of evidence side by side: what is told, whether it agrees, and how sure it is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from policyresearch.coding.paragraphs import code_units
from policyresearch.coding.scheme import read_scheme
from policyresearch.report.findings.synthesis import describe_bare_words, describe_synthesis
from policyresearch.synthesis.evidence import (
    COLUMNS,
    KINDS,
    choose_findings,
    choose_measured,
    gather_evidence,
    link_topics,
)

SCHEME = read_scheme()
TOLD = {"topics": ({1: "harbour"}, {1: "港口"}), "waves": (2018, 2025)}


def _evidence(**themes):
    """Themes with the directions of their four kinds and the verdict on the share."""
    rows = [(theme, kind, "", int(kind == "topic"), 1.0 * (sign or 1), 0.5 * (sign or -1),
             2.0 * (sign or 1), sign, verdict if kind == "share" else "")
            for theme, (verdict, *signs) in themes.items()
            for kind, sign in zip(KINDS, signs, strict=True)]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.mark.parametrize(
    ("signs", "verdict", "found"),
    [
        ((1, 1, 0, 0), "robust", ("agree", "firm", 1)),
        ((1, 1, 0, 0), "fragile", ("agree", "likely", 1)),
        ((-1, 0, -1, 1), "robust", ("agree", "firm", -1)),  # targets are no attention
        ((0, 1, 0, -1), "robust", ("alone", "open", 1)),
        ((1, 1, -1, 0), "robust", ("contradict", "open", 0)),
    ],
)
def test_agreement_and_certainty_follow_their_rule(signs, verdict, found):
    table = choose_findings(_evidence(marine=(verdict, *signs)))
    assert table[["agreement", "certainty", "direction"]].values.tolist() == [list(found)]


def test_only_clear_terms_or_shares_are_told_and_the_surest_first():
    evidence = _evidence(green=("fragile", 0, 0, 1, 1), rural=("fragile", 0, 1, 0, 0),
                         marine=("robust", 1, 1, 1, 0))
    found = choose_findings(evidence)
    assert found["theme"].to_list() == ["marine", "rural"]
    claims = {c.id: c for c in describe_synthesis(evidence, found, SCHEME, **TOLD)}
    whole = claims["synthesis.findings"]
    assert "Of 3 themes 2 changed" in whole.en
    assert "firm for these documents: sea and coast rose; open: countryside" in whole.en
    assert "bear out 1 of the 2 changes told" in claims["synthesis.topics"].en
    sea = claims["synthesis.marine"]
    assert "its share of the text × 2.0 [1.4, 4.0] (robust over specifications)" in sea.en
    assert "no clear change in the numeric targets in it. What is clear agrees." in sea.en
    assert "its topic harbour × 2.0" in sea.en and "所在主题“港口”变为2.0" in sea.zh
    assert "变为2.0 [1.4, 4.0]倍" in sea.zh and "（各种设定下稳健）" in sea.zh
    assert {"theme": "marine", "wave": 2018} in sea.evidence and len(sea.rows) == 4
    attention = pd.DataFrame({"theme": ["green", "none"], "share": [0.3, 0.7]})
    names = SCHEME.get_names("en")
    assert list(choose_measured(found, attention, names)) == ["marine", "rural"]
    assert list(choose_measured(found.iloc[:0], attention, names)) == ["green"]


def test_nothing_to_tell_is_said():
    empty = pd.DataFrame(columns=COLUMNS)
    claim, = describe_synthesis(empty, choose_findings(empty), SCHEME, topics=({}, {}), waves=())
    assert "not compared over time" in claim.en and not claim.rows
    still = _evidence(marine=("fragile", 0, 0, 0, 0))
    claim, = describe_synthesis(still, choose_findings(still), SCHEME, **TOLD)
    assert "Of 1 theme none changed" in claim.en


def test_words_of_no_theme():
    words = pd.DataFrame({"keyword": ["海洋", "切实"]})
    claim, = describe_bare_words(words, SCHEME)
    assert "Of 2 words told one by one, 1 (切实) is a term of no theme" in claim.en
    assert describe_bare_words(words.iloc[:0], SCHEME) == []
    assert describe_bare_words(words.iloc[:1], SCHEME) == []


@pytest.fixture
def coded():
    """Ten paragraphs on the sea, ten on schools; topic 1 stands in the former, 2 in the latter."""
    texts = ["发展海洋渔业。"] * 10 + ["办好义务教育。"] * 10
    paragraphs = pd.DataFrame({"doc_id": "a", "para_id": range(20), "text": texts})
    table = paragraphs[["doc_id", "para_id"]]
    theta = np.array([[0.9, 0.1]] * 10 + [[0.2, 0.8]] * 10)
    topics = SimpleNamespace(
        units=SimpleNamespace(kind="paragraph", table=table), theta=theta,
        stable_topics=np.array([1, 2]), name_topics=lambda: {1: "海", 2: "学"},
    )
    return code_units(paragraphs, SCHEME), topics


def test_themes_are_linked_to_the_topic_they_stand_in(coded):
    coding, topics = coded
    links = link_topics(coding, topics).set_index("theme")
    assert links.loc["marine", ["topic", "label"]].to_list() == [1, "海"]
    assert links.loc["education", "label"] == "学"
    assert links.loc["marine", "held_share"] == pytest.approx(0.9)
    assert links.loc["marine", "expected_share"] == pytest.approx(0.55)
    assert links.loc["green", "topic"] == 0, "no text, no topic"
    topics.stable_topics = np.array([2])
    assert link_topics(coding, topics).set_index("theme").loc["marine", "topic"] == 0


def test_without_a_series_there_is_no_evidence(coded):
    documents = pd.DataFrame({"doc_id": ["a"], "place": "甲市",
                              "wave": pd.array([2018], dtype="Int64")})
    corpus = SimpleNamespace(documents=documents)
    assert gather_evidence(corpus, *coded, pd.DataFrame(), pd.DataFrame()).empty
