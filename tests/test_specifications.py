"""Specification curves: the whole grid, and verdicts by their stated rule."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from policyresearch.coding.scheme import read_scheme
from policyresearch.errors import DataError
from policyresearch.inference.sensitivity import (
    judge_claims,
    list_specifications,
    run_specifications,
    summarise_choices,
)
from policyresearch.plots.labels import OPTIONS
from policyresearch.report.findings.sensitivity import describe_verdicts, name_claims
from policyresearch.synthesis import target_choices
from policyresearch.synthesis.outcome_choices import OUTCOME_CHOICES
from policyresearch.synthesis.target_choices import TARGET_CHOICES, build_target_estimator
from policyresearch.synthesis.theme_choices import THEME_CHOICES, build_theme_estimator
from policyresearch.synthesis.topic_choices import list_topic_choices
from policyresearch.synthesis.word_choices import WORD_CHOICES, build_word_estimator

CHOICES = {"role": ("all", "plan"), "unit": ("paragraph", "section", "document")}


def test_grid_is_complete_and_led_by_the_baseline():
    grid = list_specifications(CHOICES)
    assert len(grid) == 6 == len({tuple(each.values()) for each in grid})
    assert grid[0] == {"role": "all", "unit": "paragraph"}
    with pytest.raises(DataError, match="distinct"):
        list_specifications({"role": ("all", "all")})


def test_every_specification_reaches_the_estimator():
    seen = []

    def estimate(specification):
        seen.append(tuple(specification.values()))
        return {"x": (1.0, 0.5, 1.5)} if specification["role"] == "all" else {}

    curve = run_specifications(estimate, CHOICES)
    assert len(seen) == 6 and len(curve) == 3 and curve["specification"].to_list() == [0, 1, 2]
    table = summarise_choices(curve, CHOICES)
    assert table["specifications"].to_list() == [3, 1, 1, 1]


def _curve(*estimates):
    rows = [("x", n, *each) for n, each in enumerate(estimates)]
    return pd.DataFrame(rows, columns=["claim", "specification", "value", "low", "high"])


SURE, WEAK, AGAINST, TURNED = (1, 0.5, 2), (0.5, -0.5, 2), (-1, -2, -0.5), (-0.1, -2, 1.8)


@pytest.mark.parametrize(
    ("estimates", "verdict"),
    [
        ([SURE] * 4, "robust"),
        ([SURE, WEAK], "robust"),
        ([SURE, WEAK, WEAK], "fragile"),  # less than half are sure
        ([SURE] * 9 + [TURNED], "fragile"),  # one has the other sign
        ([SURE, TURNED, TURNED], "reversed"),  # most have it
        ([SURE] * 99 + [AGAINST], "fragile"),  # chance allows one of a hundred
        ([SURE] * 9 + [AGAINST], "reversed"),  # and not one of ten
    ],
)
def test_verdicts_follow_their_rule_on_either_side(estimates, verdict):
    assert judge_claims(_curve(*estimates))["verdict"].to_list() == [verdict]
    mirrored = [(-value, -high, -low) for value, low, high in estimates]
    assert judge_claims(_curve(*mirrored))["verdict"].to_list() == [verdict]


def test_estimates_that_are_one_but_for_rounding_are_one():
    values = {"a": 0.1 + 0.2, "b": 0.3, "c": -1e-17}
    curve = run_specifications(
        lambda specification: {"x": (values[specification["way"]], -1.0, 1 / 3)},
        {"way": ["a", "b", "c"]},
    )
    assert curve["value"].to_list() == [0.3, 0.3, 0.0]
    assert curve["high"].to_list() == [0.3333333333] * 3


def test_missing_estimates_count_against_robust():
    nothing = (np.nan, np.nan, np.nan)
    found = judge_claims(_curve(SURE, SURE, nothing, nothing)).iloc[0]
    assert (found["verdict"], found["missing_share"], found["specifications"]) == ("robust", 0.5, 2)
    assert judge_claims(_curve(SURE, nothing, nothing))["verdict"].to_list() == ["fragile"]


def test_nothing_to_judge():
    curve = _curve((np.nan, np.nan, np.nan), SURE)
    assert judge_claims(curve).empty, "what the baseline cannot say is not claimed"
    told = judge_claims(curve).assign(claimed=[])
    claim = describe_verdicts(told, waves=())[0]
    assert "No change" in claim.en and not claim.rows


def test_claims_say_what_the_table_says():
    scheme = read_scheme()
    words = pd.DataFrame({"keyword": ["x", "y"], "cautious": [0.5, -0.5]})
    change = pd.DataFrame({"theme": ["marine", "rural"], "p_holm": [0.01, 0.5],
                           "difference": [0.1, -0.2]})
    names = name_claims(words, change, scheme, {2: "industry"}, {2: "产业、人才"})
    names = names.set_index("claim")
    assert names.loc[["x", "y", "marine", "rural", "topic-2", "targets", "reached"],
                     "finding"].to_list() == [
        "keywords.risen", "keywords.fallen", "shift.risen", "shift.unsure", "topics.shift",
        "targets.hardness", "targets.outcomes",
    ]
    assert names["claimed"].sum() == 7 and not names.loc["rural", "claimed"]
    curve = pd.concat([
        _curve(SURE, WEAK), _curve(SURE, TURNED).assign(claim="topic-2"),
        _curve(WEAK, WEAK).assign(claim="rural"),
        _curve(SURE, (np.nan, np.nan, np.nan)).assign(claim="marine"),
    ])
    verdicts = judge_claims(curve).merge(names.reset_index(), on="claim")
    claims = {claim.id: claim for claim in describe_verdicts(verdicts, waves=(2018, 2025))}
    whole = claims["robustness.verdicts"]
    assert "Of 3 statements" in whole.en and "2 are robust (x and attention to sea" in whole.en
    assert "1 is fragile (the topic industry)" in whole.en and "稳健的2项（x、" in whole.zh
    assert "Of 1 theme" in claims["robustness.unsure"].en
    assert "sea and coast 50%" in claims["robustness.missing"].en
    held = claims["robustness.held"]
    assert "x rose (2, 50%) and attention to sea and coast rose (1, 100%)" in held.en
    assert {"keyword": "x", "wave": 2018} in held.evidence
    assert {"theme": "marine", "wave": 2025} in held.evidence


def test_all_choices_and_options_have_labels():
    topics = list_topic_choices(SimpleNamespace(model="lda"))
    assert topics["model"][0] == "lda"
    for choices in (THEME_CHOICES, WORD_CHOICES, TARGET_CHOICES, OUTCOME_CHOICES, topics):
        for choice, options in choices.items():
            assert {choice, *options} <= set(OPTIONS)


@pytest.fixture
def corpus(monkeypatch):
    """Two waves of one place: farming gives way to the sea, and numeric targets stop."""
    texts = {
        "a": ["推进乡村振兴。粮食增产5%。"] * 8 + ["发展海洋渔业。"] * 2 + ["加强党的建设。"] * 2,
        "b": ["推进乡村振兴。粮食增产。"] * 2 + ["发展海洋渔业。"] * 8 + ["加强党的建设。"] * 2,
    }
    rows = [(d, n, n + 1, "plan", 100 * n, text)
            for d, own in texts.items() for n, text in enumerate(own)]
    columns = ["doc_id", "para_id", "section_id", "role", "start", "text"]
    paragraphs = pd.DataFrame(rows, columns=columns)
    sentences = paragraphs.assign(sent_id=paragraphs["para_id"], is_heading=False)
    words = {"乡村振兴": "乡村振兴", "海洋": "海洋"}
    tokens = pd.DataFrame(
        [(row.doc_id, row.sent_id, word) for row in sentences.itertuples()
         for word in [*(w for w in words if w in row.text), "其他"]],
        columns=["doc_id", "sent_id", "token"],
    ).assign(is_punctuation=False, para_id=0, section_id=0, role="plan", start=0, end=2)
    targets = sentences[(sentences["doc_id"] == "a") & sentences["text"].str.contains("5%")]
    sections = paragraphs[["doc_id", "section_id"]].assign(parent_id=pd.NA, level=1)
    documents = pd.DataFrame({"doc_id": ["a", "b"], "place": "甲市",
                              "wave": pd.array([2018, 2025], dtype="Int64")})
    # The table is given here, with a planted change, instead of being extracted from texts.
    monkeypatch.setattr(target_choices, "extract_targets", lambda corpus: corpus.targets)
    return SimpleNamespace(
        paragraphs=paragraphs, sentences=sentences, tokens=tokens, sections=sections,
        documents=documents, targets=targets[["doc_id", "sent_id"]].assign(status="target"),
    )


# Every option occurs, but not every combination of what only multiplies the work.
FEW = {**THEME_CHOICES, "clusters": ("paragraph",), "documents": ("series",),
       "roles": ("all roles",)}


def test_planted_changes_keep_their_sign_everywhere(corpus):
    curve = pd.concat([
        run_specifications(build_theme_estimator(corpus, ["rural", "marine"]), FEW),
        run_specifications(
            build_word_estimator(corpus, ["海洋"], other_tokens=corpus.tokens), WORD_CHOICES
        ),
        run_specifications(build_target_estimator(corpus), TARGET_CHOICES),
    ])
    found = judge_claims(curve).set_index("claim")
    assert found.loc["rural", "value"] < 0 < found.loc["marine", "value"]
    assert (found.loc[["marine", "海洋", "targets"], "same_sign_share"] == 1).all()
    assert found.loc["海洋", "value"] > 1 and found.loc["targets", "value"] < -2
    # Nothing is left of these documents once what they share is set aside.
    told = curve.dropna(subset="value")
    assert set(curve["phrasing"]) - set(told["phrasing"]) == {"own phrasing"}
    assert (told["low"] <= told["value"]).all() and (told["value"] <= told["high"]).all()


def test_party_building_is_not_estimated_without_itself(corpus):
    curve = run_specifications(build_theme_estimator(corpus, ["party"]), FEW)
    assert set(curve["party"]) == {"with party-building"}


def test_without_a_series_nothing_is_estimated(corpus):
    alone = SimpleNamespace(**{**vars(corpus), "documents": corpus.documents.iloc[:1]})
    curve = run_specifications(build_target_estimator(alone), TARGET_CHOICES)
    assert len(curve) and curve["value"].isna().all() and judge_claims(curve).empty
