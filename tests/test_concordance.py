"""Search and keyword-in-context lines: by hand, and every line back in its text."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyresearch.errors import DataError
from policyresearch.words.concordance import find_pattern, find_sequences, line_up


def tables(*lines: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sentences written with `|` between tokens, as sentences and tokens; offset 5."""
    sentences, tokens, place = [], [], 5
    for sent_id, line in enumerate(lines):
        sentences.append({"doc_id": "a", "sent_id": sent_id, "start": place,
                          "text": line.replace("|", "")})
        for position, token in enumerate(t for t in line.split("|") if t):
            tokens.append({"doc_id": "a", "sent_id": sent_id, "position": position,
                           "token": token, "start": place, "end": place + len(token),
                           "is_punctuation": not token.isalnum(), "is_stopword": token == "的"})
            place += len(token)
        place += 1
    return pd.DataFrame(sentences), pd.DataFrame(tokens)


SENTENCES, TOKENS = tables(
    "加快|创新|驱动|，|建设|“|两先区|”|。",
    "加大|科技创新|力度|。",
    "创新|，|驱动|创新|驱动|创新|驱动",
)


def found(query: str) -> list[str]:
    lines = line_up(find_sequences(TOKENS, query), SENTENCES)
    return lines["keyword"].to_list()


@pytest.mark.parametrize(
    ("query", "keywords"),
    [
        ("创新", ["创新", "创新", "创新", "创新"]),
        ("*创新", ["创新", "科技创新", "创新", "创新", "创新"]),
        ("??创新", ["科技创新"]),
        ("加快|加大 *创新*", ["加快创新", "加大科技创新"]),
        # A comma stands between the first two; matches do not overlap.
        ("创新 驱动", ["创新驱动", "创新驱动", "创新驱动"]),
        ("创新 ， 驱动", ["创新，驱动"]),
        ("驱动 创新 驱动", ["驱动创新驱动"]),
        # Marks are passed over in the query and the text, and kept in the keyword.
        ("建设 “两先区”", ["建设“两先区"]),
        ("。 加大", []),
        ("[创]新", []),
    ],
)
def test_token_queries(query, keywords):
    assert found(query) == keywords


def test_patterns_do_not_mind_tokens():
    lines = line_up(find_pattern(SENTENCES, "技创.力"), SENTENCES, width=2)
    assert lines[["left", "keyword", "right"]].values.tolist() == [["大科", "技创新力", "度。"]]


def test_lines_lead_back_into_the_text():
    document = "?" * 5 + "\n".join(SENTENCES["text"])
    lines = line_up(find_sequences(TOKENS, "*创新"), SENTENCES, width=3)
    for line in lines.to_dict("records"):
        assert document[line["start"] : line["end"]] == line["keyword"]
        text = SENTENCES["text"][line["sent_id"]]
        assert line["left"] + line["keyword"] + line["right"] in text


def test_sorting_brings_equal_contexts_together():
    sentences, tokens = tables("甲|改革|乙", "丁|改革|丙", "甲|改革|丙")
    matches = find_sequences(tokens, "改革")
    for sort, column, expected in [("left", "left", "丁甲甲"), ("right", "right", "丙丙乙"),
                                   ("place", "right", "乙丙丙"), ("keyword", "right", "丙丙乙")]:
        lines = line_up(matches, sentences, sort=sort)
        assert "".join(lines[column]) == expected, sort
        assert sorted(lines["sent_id"]) == [0, 1, 2]


def test_left_context_is_read_outwards():
    sentences, tokens = tables("丙甲|改革", "乙乙|改革", "乙甲|改革")
    lines = line_up(find_sequences(tokens, "改革"), sentences, sort="left")
    assert lines["left"].to_list() == ["乙乙", "丙甲", "乙甲"]


@given(st.lists(st.sampled_from(["创新", "驱动", "“", "，", "的"]), min_size=1, max_size=12))
@settings(deadline=None, max_examples=50)
def test_single_tokens_are_all_found(words):
    sentences, tokens = tables("|".join(words))
    matches = find_sequences(tokens, "创新")
    assert len(matches) == words.count("创新")
    assert len(find_pattern(sentences, "创新")) == words.count("创新")


def test_what_cannot_be_searched_is_refused():
    with pytest.raises(DataError, match="empty"):
        find_sequences(TOKENS, "  ")
    with pytest.raises(DataError, match="empty"):
        find_sequences(TOKENS, "创新 “”")
    with pytest.raises(DataError, match="no regular expression"):
        find_pattern(SENTENCES, "(")
    with pytest.raises(DataError, match="empty text"):
        find_pattern(SENTENCES, "x*")
    matches = find_sequences(TOKENS, "创新")
    with pytest.raises(DataError, match="options are"):
        line_up(matches, SENTENCES, sort="pinyin")
    with pytest.raises(DataError, match="none of `sentences`"):
        line_up(matches, SENTENCES[SENTENCES["sent_id"] > 0])


def test_nothing_found_is_an_empty_table():
    nothing = line_up(find_sequences(TOKENS, "碳达峰"), SENTENCES)
    assert nothing.columns.to_list() == ["doc_id", "sent_id", "start", "end", "left", "keyword",
                                         "right"]
    assert nothing.empty
    assert line_up(find_pattern(SENTENCES, "碳达峰"), SENTENCES).empty
