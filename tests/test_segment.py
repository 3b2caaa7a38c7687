"""Segmentation: pkuseg's tokens exactly, policy terms whole, every character in one token."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from segment_oracle import documents, fuzz, published

from policyresearch.errors import DataError
from policyresearch.segment.engines import ENGINES, segment
from policyresearch.segment.pkuseg.segmenter import Pkuseg, white_space
from policyresearch.segment.policy import PolicyLexicon
from policyresearch.segment.spans import Batch, Spans
from policyresearch.segment.terms import bare
from policyresearch.segment.tokens import tokenize
from policyresearch.tables import TOKENS

# Overlapping entries, entries inside words, across words, with digits and marks.
USER_WORDS = ["大连", "大连市政府", "高质量", "量发", "经济社会", "两先区"]
USER_WORDS += ["5G", "2020年", "，加快", "的"]


def cut(text: str, **options) -> list[str]:
    return segment([text], **options)[0]


def differences(texts: list[str], user_words: list[str] | None = None) -> list[str]:
    """Texts that the published engine reads otherwise."""
    engine = published() if user_words is None else published_with(user_words)
    ours = Pkuseg(user_words or ()).spans(Batch(texts)).strings()
    return [t for t, tokens in zip(texts, ours, strict=True) if engine.cut(t) != tokens]


def published_with(user_words: list[str]):
    """The published engine with a user dictionary, without loading the model again."""
    import copy

    from spacy_pkuseg import Preprocesser

    engine = copy.copy(published())
    engine.preprocesser = Preprocesser(user_words)
    return engine


# Worked examples


def test_published_reading_and_policy_reading_of_one_sentence():
    text = "加快建设“两先区”，增长3.2%。"
    raw = ["加快", "建设", "“", "两", "先", "区", "”", "，", "增长", "3.2%", "。"]
    assert cut(text, engine="pkuseg") == raw
    lexicon = PolicyLexicon(["两先区"])
    kept = lexicon.apply(Pkuseg().spans(Batch([text]))).strings()[0]
    assert kept == ["加快", "建设", "“", "两先区", "”", "，", "增长", "3.2", "%", "。"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("深化“放管服”改革", ["深化", "“放管服”改革"]),
        ("推进放管服改革", ["推进", "放管服改革"]),
        ('"放管服"改革', ['"放管服"改革']),
        ("建设“两先区”", ["建设", "“", "两先区", "”"]),
        ("三去一降一补", ["三去一降一补"]),
        # The mark's partner is out of reach: the longer term would swallow half a quotation.
        ("“推进放管服”改革", ["“", "推进", "放管服", "”", "改革"]),
        # A short term across the segmenter's words, and one inside a longer word.
        ("中国有能力", ["中国", "有", "能力"]),
        ("改革开放", ["改革", "开放"]),
        ("拨打12345热线", ["拨打", "12345热线"]),
        ("240亿元以上", ["240", "亿元", "以上"]),
        ("3.5万亩、1,234.5万平方米", ["3.5", "万亩", "、", "1,234.5", "万平方米"]),
        ("提高0.5个百分点", ["提高", "0.5", "个百分点"]),
        ("2018-2020年", ["2018", "-", "2020", "年"]),
        ("到二〇三〇年", ["到", "二〇三〇", "年"]),
        ("第9位", ["第9", "位"]),
        ("5G基站", ["5G", "基站"]),
        ("PM2.5浓度", ["PM2.5", "浓度"]),
    ],
)
def test_policy_rules(text, tokens):
    lexicon = PolicyLexicon(
        ["放管服", "“放管服”改革", "两先区", "三去一降一补", "国有", "12345热线"]
    )
    assert lexicon.apply(Pkuseg().spans(Batch([text]))).strings()[0] == tokens


def test_marks_do_not_make_another_term():
    assert bare("“放管服”改革") == bare("放管服改革") == "放管服改革"


def test_bigrams_leave_marks_and_digit_strings_alone():
    tokens = ["两先", "区", "，", "达到", "3.2", "%", "。"]
    assert cut("两先区，达到3.2%。", engine="bigram") == tokens


def test_tokens_table_points_into_the_document():
    sentences = pd.DataFrame(
        {
            "doc_id": "a", "sent_id": [0, 1, 2], "para_id": [0, 0, 1], "section_id": [0, 0, 2],
            "role": ["plan", "plan", "body"], "text": ["加快 发展。", " ", "稳中求进"],
            "start": [3, 9, 10],
        }
    )
    tokens = tokenize(sentences, engine="pkuseg")
    assert list(tokens.columns) == TOKENS.column_names
    document = "一二\n加快 发展。 稳中求进"
    assert [document[a:b] for a, b in zip(tokens["start"], tokens["end"], strict=True)] == [
        "加快", "发展", "。", *cut("稳中求进", engine="pkuseg")
    ]
    assert list(tokens["position"][:4]) == [0, 1, 2, 0]
    assert list(tokens["section_id"][:4]) == [0, 0, 0, 2]
    assert list(tokens["is_punctuation"][:4]) == [False, False, True, False]
    assert tokens["token"].dtype == "str"


# Invariants


@given(st.lists(st.text(st.sampled_from("大连市发展 \n\u3000“”3.2%，a-"), max_size=30), max_size=4))
@settings(max_examples=60, deadline=None)
def test_every_character_is_in_one_token(texts):
    for engine in ENGINES:
        for text, tokens in zip(texts, segment(texts, engine=engine), strict=True):
            assert "".join(tokens) == "".join(text.split()), engine


def test_threads_and_neighbours_change_nothing():
    texts = list(fuzz(20_000, seed=5))
    together = Pkuseg().spans(Batch(texts))
    for jobs in (2, 7):
        split = Pkuseg().spans(Batch(texts), jobs=jobs)
        assert np.array_equal(split.starts, together.starts)
        assert np.array_equal(split.ends, together.ends)
    alone = [Pkuseg().spans(Batch([text])).strings()[0] for text in texts[:50]]
    assert together.strings()[:50] == alone


def test_codes_stand_for_the_strings():
    batch = Batch(["发展发展", "", "高质量 发展 高"])
    starts, ends = np.array([0, 2, 6, 8, 10, 13]), np.array([2, 4, 7, 9, 12, 14])
    spans = Spans(batch, starts.astype(np.int32), ends.astype(np.int32))
    assert spans.vocabulary == ["发展", "高", "量"]
    assert list(spans.codes) == [0, 0, 1, 2, 0, 1]
    assert spans.strings() == [["发展", "发展"], [], ["高", "量", "发展", "高"]]


def test_no_white_space_is_missed():
    spaces = white_space()
    wrong = [c for c in range(0x110000) if chr(c).isspace() != spaces[c]]
    assert wrong == []


# Oracle


def test_documents_as_published():
    assert differences(documents()) == []


def test_fuzz_as_published():
    assert differences(list(fuzz(40_000, seed=1))) == []


def test_user_words_as_published():
    assert differences([*documents()[:1], *fuzz(20_000, seed=2)], USER_WORDS) == []


def test_published_matcher_forces_what_it_has_read():
    # 大连 and 大连市政府 are entries; 大连市 is none, and yet it is forced.
    assert Pkuseg(USER_WORDS).spans(Batch(["大连市长"])).strings() == [["大连市", "长"]]
    assert differences(["大连市长", "大连市政", "大连市"], USER_WORDS) == []


@pytest.mark.slow
def test_a_million_characters_of_fuzz_as_published():
    assert differences(list(fuzz(1_000_000, seed=3))) == []


@pytest.mark.slow
def test_documents_and_a_million_characters_with_user_words_as_published():
    assert differences([*documents(), *fuzz(1_000_000, seed=4)], USER_WORDS) == []


# Errors


def test_unknown_engine_lists_the_known():
    with pytest.raises(DataError, match=r"policy.*pkuseg.*jieba.*bigram"):
        segment(["发展"], engine="hmm")
