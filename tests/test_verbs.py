"""The public page, and the verbs that take a corpus."""

from __future__ import annotations

import re
from importlib import import_module

import pandas as pd
import pytest
from studies import write_study

import policyresearch as pr
from policyresearch.errors import DataError
from policyresearch.words.counts import count_words
from policyresearch.words.keyness import compare_counts

ROOMS = ("coding", "findings", "inference", "plots", "reading", "reuse", "targets", "topics",
         "words")
TEXT = (
    "临海市{year}年政府工作报告\n一、{before}年工作回顾\n地区生产总值增长6.5%,推动创新。\n"
    "二、{year}年工作安排\n坚持创新,深入创新。新建公办幼儿园15所。促进就业。\n"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    texts = {f"lin_{year}": TEXT.format(year=year, before=year - 1) for year in (2018, 2020)}
    texts["lin_2020"] += "数字经济加快创新。\n"
    return pr.load_corpus(write_study(tmp_path_factory.mktemp("verbs") / "s", texts))


def test_every_name_of_the_page_and_of_the_rooms_loads():
    assert set(pr.__all__) <= set(dir(pr))
    for name in pr.__all__:
        assert getattr(pr, name) is not None
    for room in ROOMS:
        module = getattr(pr, room)
        assert module is import_module(module.__name__)
        assert all(getattr(module, name) is not None for name in module.__all__)
    with pytest.raises(AttributeError, match="count_everything"):
        _ = pr.count_everything


def test_counts_are_those_of_the_text(corpus):
    table = pr.count_terms(corpus, ["创新", "就业", "海洋"], by=["wave"])
    counts = table.set_index(["keyword", "wave"])["count"]
    for wave, doc_id in ((2018, "lin_2018"), (2020, "lin_2020")):
        text = "".join(corpus.sentences.loc[corpus.sentences["doc_id"] == doc_id, "text"])
        assert counts["创新", wave] == text.count("创新") > 0
        assert counts["就业", wave] == 1 and counts["海洋", wave] == 0
    rates = pr.measure_rates(corpus, ["创新"], by=["wave"]).set_index("wave")
    assert rates["rate_per_10k"].to_list() == pytest.approx(
        (1e4 * rates["count"] / rates["tokens"]).to_list()
    )
    assert len(pr.measure_rates(corpus, ["创新"], role=["plan"], by=["role"])) == 1


def test_waves_are_found_and_compared(corpus):
    table = pr.compare_words(corpus, min_count=1)
    pair = pr.words.find_pair(corpus)
    assert (pair.waves, pair.first, pair.last) == ((2018, 2020), ("lin_2018",), ("lin_2020",))
    counts = count_words(corpus.tokens, corpus.documents, unit="section",
                         sections=corpus.sections)
    pd.testing.assert_frame_equal(
        table, compare_counts(counts, ["lin_2018"], ["lin_2020"], min_count=1)
    )
    assert pr.compare_words(corpus.select(wave=[2018]), min_count=1).empty


def test_words_are_located_and_shown_in_context(corpus):
    found = pr.locate_terms(corpus, re.compile("数字.济"))
    assert len(found) == 1 and found["doc_id"].item() == "lin_2020"
    lines = pr.build_concordance(corpus, "创新", width=4)
    assert len(lines) == len(pr.locate_terms(corpus, "创新")) and set(lines["keyword"]) == {"创新"}
    again = pr.build_concordance(corpus, pr.locate_terms(corpus, "创新"), width=4)
    pd.testing.assert_frame_equal(lines, again)
    near = pr.find_collocates(corpus, "创新", window=2, minimum=1).set_index("collocate")
    assert near.loc["坚持", "together"] == 2
    spread = pr.measure_dispersion(corpus, ["创新", "就业"])
    assert spread["range"].to_list()[0] >= spread["range"].to_list()[1] == 2


@pytest.mark.parametrize("call, message", [
    (lambda c: pr.measure_rates(c, ["创新"], sample="some"), "`sample`: 'some' is unknown"),
    (lambda c: pr.measure_rates(c, ["创新"], rule="text"), "`rule`: 'text' is unknown"),
    (lambda c: pr.measure_rates(c, ["没有"], rule="tokens"), "were not counted"),
    (lambda c: pr.count_terms(c, ["创新"], by=["year"]), "options are"),
    (lambda c: pr.count_terms(c, ["创新"], role=["plans"]), "are unknown"),
])
def test_a_wrong_option_is_named(corpus, call, message):
    with pytest.raises(DataError, match=re.escape(message)):
        call(corpus)


def test_another_segmentation_is_made_once_and_narrowed(corpus):
    whole = pr.words.segment_again(corpus, engine="bigram")
    part = corpus.select(doc_id=["lin_2018"])
    narrowed = pr.words.segment_again(part, engine="bigram")
    pd.testing.assert_frame_equal(
        narrowed, whole[whole["doc_id"] == "lin_2018"].reset_index(drop=True)
    )
    assert pr.words.segment_again(corpus, engine="bigram") is whole
