"""Specifications of topics and of what came of promises, on planted corpora."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from policyresearch.coding.party import find_party_paragraphs, find_party_sections
from policyresearch.inference.sensitivity import judge_claims, run_specifications
from policyresearch.report.findings.sensitivity import describe_counts
from policyresearch.synthesis import outcome_choices
from policyresearch.synthesis.outcome_choices import (
    OUTCOME_CHOICES,
    build_outcome_estimator,
    count_outcomes,
)
from policyresearch.synthesis.topic_choices import (
    build_topic_estimator,
    list_topic_choices,
    name_topic,
)
from policyresearch.topics.choosing import fit_kept
from policyresearch.topics.stability import fit_stable_topics
from policyresearch.topics.units import build_units

# Four times six words, so that none stands in too many paragraphs.
INDUSTRY = [first + second for first in "产企制投" for second in "业造资园项区"]
SCHOOL = [first + second for first in "学教师课" for second in "校生程堂育材"]
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "place": "甲市", "level": "city",
                          "wave": pd.array([2018, 2025], dtype="Int64")})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Thirty paragraphs a document; schools take a third of the first and two of the second."""
    random = np.random.default_rng(1)
    rows = []
    for doc_id, schools in (("a", 10), ("b", 20)):
        for para in range(30):
            words = SCHOOL if para < schools else INDUSTRY
            rows += [(doc_id, para, para // 3, word)
                     for word in random.choice(words, size=12)]
    tokens = pd.DataFrame(rows, columns=["doc_id", "para_id", "section_id", "token"])
    tokens = tokens.assign(sent_id=tokens["para_id"], role="plan", is_punctuation=False,
                           is_stopword=False, is_term=False, start=0, end=2)
    keys = ["doc_id", "para_id", "section_id", "role"]
    texts = tokens.groupby(keys, sort=False)["token"].agg("".join).rename("text").reset_index()
    sections = texts[["doc_id", "section_id"]].drop_duplicates().assign(parent_id=pd.NA, level=1)
    return SimpleNamespace(
        tokens=tokens, paragraphs=texts, sections=sections, documents=DOCUMENTS,
        sentences=texts.assign(sent_id=texts["para_id"], is_heading=False),
        study=SimpleNamespace(kept_fits=Path(tmp_path_factory.mktemp("kept")) / "fits"),
    )


@pytest.fixture(scope="module")
def topics(corpus):
    units = build_units(corpus.tokens, corpus.sections, corpus.documents)
    return fit_stable_topics(units, n_topics=2, seeds=range(3))


def test_planted_topics_change_alike_in_every_fit_and_are_missing_where_not_found(corpus, topics):
    choices = {**list_topic_choices(topics), "model": ("nmf", "nmf-kl"), "clusters": ("section",),
               "roles": ("all roles",), "documents": ("series",)}
    estimate = build_topic_estimator(corpus, topics, other_tokens=corpus.tokens)
    found = judge_claims(run_specifications(estimate, choices)).set_index("claim")
    names = {name_topic(topic): terms for topic, terms
             in zip(topics.topics["topic"], topics.topics["terms"], strict=True)}
    schools, = (name for name, terms in names.items() if terms.split()[0] in SCHOOL)
    industry, = set(names) - {schools}
    # From one third to two and back; one topic fewer than two is none.
    assert found.loc[schools, "value"] == pytest.approx(1, abs=0.1)
    assert found.loc[industry, "value"] == pytest.approx(-1, abs=0.1)
    assert (found["same_sign_share"] == 1).all()
    assert (found["missing_share"] >= 1 / 3).all()


def test_the_baseline_is_the_study_s_own_fit(corpus, topics):
    estimate = build_topic_estimator(corpus, topics, other_tokens=corpus.tokens)
    choices = list_topic_choices(topics)
    value, low, high = estimate({name: options[0] for name, options in choices.items()})["topic-1"]
    table = topics.units.table
    share = topics.theta[:, 0] * table["tokens"]
    first, last = ((share[table["doc_id"] == d].sum() / table.loc[table["doc_id"] == d,
                                                                "tokens"].sum()) for d in "ab")
    assert low < value < high and value == pytest.approx(np.log2(last / first))


def test_a_kept_fit_is_the_fit(topics, tmp_path):
    options = {"n_topics": 2, "model": "nmf-kl", "seed": 3}
    made = [fit_kept(topics.units, **options),
            *(fit_kept(topics.units, folder=tmp_path / "fits", **options) for _ in range(2))]
    assert len(list((tmp_path / "fits").iterdir())) == 1
    for name in ("phi", "theta", "background", "order"):
        first, *others = (getattr(each, name) for each in made)
        for other in others:
            assert np.array_equal(first, other)


@pytest.fixture
def promises(monkeypatch):
    """Eight promises of one document: four silent, two met, one missed, one reached later."""
    verdicts = ["not reported"] * 4 + ["met"] * 2 + ["missed", "reached since"]
    size = len(verdicts)
    panel = pd.DataFrame({
        "doc_id": "a", "n": range(1, size + 1), "indicator_id": ["gdp"] * 4 + [""] * 4,
        "indicator": list("ABCDEFGH"), "scope": "", "followed": "dropped", "verdict": verdicts,
    })
    # The tables are given here, as on paper, instead of being extracted from texts.
    monkeypatch.setattr(outcome_choices, "follow_promises", lambda corpus: corpus.panel)
    monkeypatch.setattr(outcome_choices, "extract_targets", lambda corpus: corpus.targets)
    unasked = panel.iloc[:1].assign(n=99, followed="no later document")
    targets = panel[["doc_id", "n"]].assign(sent_id=panel["n"])
    sentences = targets.assign(para_id=targets["n"], section_id=0,
                               role=["plan"] * 7 + ["review"])
    return SimpleNamespace(
        panel=pd.concat([panel, unasked]), targets=targets, sentences=sentences,
        sections=pd.DataFrame({"doc_id": ["a"], "section_id": 0, "parent_id": pd.NA, "level": 0}),
        documents=DOCUMENTS,
    )


def test_outcomes_are_counted_as_on_paper(promises):
    counts = count_outcomes(promises)
    names = ["promises", "met", "missed", "other_year", "adjusted", "unanswered"]
    assert counts.loc[0, names].to_list() == [8, 2, 1, 1, 0, 4]
    assert (counts[names[1:]].sum(axis=1) == counts["promises"]).all()
    own = counts.set_index([name for name in OUTCOME_CHOICES if name != "clusters"])
    rest = ("all promises", "all years", "any year", "an answer")
    # The four silent ones are of one indicator, and the one reached later is not of the plan.
    assert own.loc[("all roles", *rest, "each indicator"), names].to_list() == [5, 2, 1, 1, 0, 1]
    assert own.loc[("plan only", *rest, "each promise"), names].to_list() == [7, 2, 1, 0, 0, 4]
    exact = ("all promises", "all years", "year promised", "an answer", "each promise")
    assert own.loc[("all roles", *exact), names].to_list() == [8, 2, 1, 0, 0, 5]
    claim, = describe_counts(counts, promises.panel)
    assert len(claim.rows) == 8
    assert "1 missed" in claim.en and "0–1 reached" in claim.en


def test_odds_of_outcomes(promises):
    estimate = build_outcome_estimator(promises)
    base = {name: options[0] for name, options in OUTCOME_CHOICES.items()}
    found = estimate({**base, "clusters": "paragraph"})
    assert found["unanswered"][0] == 0, "four and four"
    assert found["reached"][0] == pytest.approx(np.log2(3))
    assert found["reached"][1] < 0 < found["reached"][2]
    assert np.isnan(estimate(base)["unanswered"]).all(), "one section has no spread"


def test_without_promises_nothing_is_said(promises):
    promises.panel = promises.panel.iloc[:0]
    counts = count_outcomes(promises)
    assert (counts["promises"] == 0).all() and describe_counts(counts, promises.panel) == []
    curve = run_specifications(build_outcome_estimator(promises), OUTCOME_CHOICES)
    assert len(curve) and judge_claims(curve).empty


def test_party_building_by_heading_and_by_what_is_said():
    paragraphs = pd.DataFrame({
        "doc_id": "a", "para_id": range(3), "section_id": [0, 1, 1],
        "text": ["加强党的建设，推进党风廉政建设。", "加强党的建设。", "发展海洋渔业。"],
    })
    headings = pd.DataFrame({"doc_id": ["a"], "section_id": [1], "is_heading": True,
                             "text": "推进全面从严治党"})
    sections = pd.DataFrame({"doc_id": "a", "section_id": [0, 1], "parent_id": [pd.NA, 0]})
    assert find_party_sections(headings, sections)["section_id"].to_list() == [1]
    assert find_party_paragraphs(paragraphs)["para_id"].to_list() == [0, 1]
