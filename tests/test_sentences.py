from hypothesis import given
from hypothesis import strategies as st

from policyresearch.reading.structure.sentences import has_stops, split_sentences


def cut(text, **options):
    return [text[a:b] for a, b in split_sentences(text, **options)]


def test_sentences_by_hand():
    assert cut("稳增长。怎么稳？靠改革！") == ["稳增长。", "怎么稳？", "靠改革！"]
    assert cut("建设学校；修路；架桥。完工") == ["建设学校；修路；架桥。", "完工"]


def test_closing_marks_stay_with_their_sentence():
    assert cut("他说：“加油干！”大家响应。") == ["他说：“加油干！”", "大家响应。"]
    assert cut("落实要求（见附件。）再推进。") == ["落实要求（见附件。）", "再推进。"]


def test_a_quoted_sentence_does_not_end_the_one_around_it():
    assert cut("发扬“拼了！”的精神。") == ["发扬“拼了！”的精神。"]


def test_a_list_is_cut_only_where_a_text_has_no_stops():
    item = "推进重点项目建设并完善配套设施和服务体系；"
    text = item * 12
    assert not has_stops(text)
    assert cut(text) == [text]
    assert cut(text, stops=False) == [item] * 12
    assert cut(item * 2, stops=False) == [item * 2]


@given(st.text("经济，。；！？…”） ", max_size=60))
def test_sentences_are_the_whole_text(text):
    assert "".join(cut(text)) == text == "".join(cut(text, stops=False))
    assert all(cut(text))
