"""Promises and what came of them: on paper, by invariants, and on the shipped documents."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from gold_records import read_documents, read_gold
from hypothesis import given
from hypothesis import strategies as st

from policyresearch.tables import ABSENCES, FOLLOWED, PANEL, VERDICTS, check_table
from policyresearch.targets.absences import assess_documents
from policyresearch.targets.commitments import extract_document_commitments
from policyresearch.targets.extract import extract_document
from policyresearch.targets.indicators import link_indicators
from policyresearch.targets.panel import follow_targets
from policyresearch.targets.verdicts import Promise, half_of_last_digit, is_satisfied

NAN = math.nan
DATES = {"d18": "2018-03-01", "d20": "2020-03-01", "d25": "2025-11-29"}


def _documents(**places):
    return pd.DataFrame({
        "doc_id": list(DATES), "place": [places.get(d, "海州市") for d in DATES],
        "adopted": list(DATES.values()), "published": "",
        "wave": pd.array([2018, 2020, 2025], dtype="Int64"),
    })


def _sentences(**changes):
    texts = {"d18": "目标", "d20": "完成情况", "d25": "成绩", **changes}
    roles = [("review", "plan")] * 3
    rows = [(d, r, texts[d]) for d, rs in zip(DATES, roles, strict=True) for r in rs]
    return pd.DataFrame(rows, columns=["doc_id", "role", "text"])


def _records(*rows):
    columns = ["doc_id", "status", "indicator", "value", "unit", "measure", "year"]
    frame = pd.DataFrame(rows, columns=columns).assign(
        value_high=NAN, relation="eq", scope="", period_start=pd.NA, quote="原文",
    )
    frame["year"] = frame["year"].astype("Int64")
    frame["n"] = frame.groupby("doc_id").cumcount() + 1
    return frame


def _follow(*rows, documents=None, sentences=None, **columns):
    records = link_indicators(_records(*rows).assign(**columns))
    sentences = _sentences() if sentences is None else sentences
    return follow_targets(records, _documents() if documents is None else documents, sentences)


SHARE = ("全社会研发投入强度", "%", "share")


def _promise(value, year, doc_id="d18", what=SHARE):
    name, unit, measure = what
    return (doc_id, "target", name, value, unit, measure, year)


def _report(value, year, doc_id="d20", what=SHARE):
    name, unit, measure = what
    return (doc_id, "outcome", name, value, unit, measure, year)


@pytest.mark.parametrize(("rows", "followed", "verdict"), [
    # 3 % for 2020, 3.1 % in 2020: met; 2.9 %: missed
    ([_promise(3, 2020), _report(3.1, 2020, "d25")], "dropped", "met"),
    ([_promise(3, 2020), _report(2.9, 2020, "d25")], "dropped", "missed"),
    # reported only for 2025: too low settles it, high enough does not say when
    ([_promise(3, 2020), _report(2.9, 2025, "d25")], "dropped", "missed"),
    ([_promise(3, 2020), _report(3.1, 2025, "d25")], "dropped", "reached since"),
    # reported for 2019 only
    ([_promise(3, 2020), _report(3.1, 2019)], "dropped", "on track"),
    ([_promise(3, 2020), _report(2.9, 2019)], "dropped", "not reported"),
    ([_promise(3, 2030), _report(2.9, 2019)], "dropped", "not due"),
    # set anew
    ([_promise(3, 2020), _promise(3, 2020, "d20")], "restated", "not reported"),
    ([_promise(3, 2020), _promise(2.5, 2020, "d20")], "lowered", "superseded"),
    ([_promise(3, 2020), _promise(3.5, 2020, "d20")], "raised", "superseded"),
    ([_promise(3, 2020), _promise(3.5, 2025, "d20")], "renewed", "not reported"),
    ([_promise(3, 2020), _promise(0.5, 2020, "d20", (SHARE[0], "个百分点", "change"))],
     "re-based", "superseded"),
    # another measure for another year sets nothing anew
    ([_promise(3, 2020), _promise(0.5, 2021, "d20", (SHARE[0], "个百分点", "change"))],
     "dropped", "not reported"),
    # the horizon's own value decides over a lowered promise
    ([_promise(3, 2020), _promise(2.5, 2020, "d20"), _report(2.6, 2020, "d25")],
     "lowered", "missed"),
    # 2018 is over before any later document stands
    ([_promise(3, 2018)], "horizon passed", "not reported"),
    ([_promise(3, 2030, "d25")], "no later document", "not reported"),
])
def test_what_became_of_a_promise(rows, followed, verdict):
    first = _follow(*rows).iloc[0]
    assert (first["followed"], first["verdict"]) == (followed, verdict)


def test_a_ceiling_that_rises_is_lowered():
    jobless = ("城镇登记失业率", "%", "share")
    panel = _follow(_promise(3, 2020, what=jobless), _promise(4.5, 2020, "d20", jobless))
    assert panel["followed"].iloc[0] == "lowered"


def test_a_year_that_is_not_over_decides_nothing():
    # Adopted in March 2020, the report can hold no value for the whole of 2020.
    panel = _follow(_promise(3, 2020), _report(2.9, 2020, "d20"))
    assert panel["verdict"].iloc[0] == "not reported"
    # Adopted at the end of November, it holds the expected outturn of the year.
    panel = _follow(_promise(3, 2025), _report(2.9, 2025, "d25"))
    assert panel["verdict"].iloc[0] == "missed"


GDP_LEVEL, GDP_GROWTH = ("地区生产总值", "亿元", "level"), ("地区生产总值", "%", "growth")


def test_growth_is_never_held_against_a_level_or_another_year():
    assert _follow(_promise(7, 2020, what=GDP_GROWTH), _report(700, 2020, "d25", GDP_LEVEL))[
        "outcome"].isna().all()
    assert _follow(_promise(7, 2020, what=GDP_GROWTH), _report(5, 2025, "d25", GDP_GROWTH))[
        "outcome"].isna().all()
    assert _follow(_promise(700, 2020, what=GDP_LEVEL), _report(0.08, 2025, "d25",
                   ("GDP", "万亿元", "level")))["outcome"].to_list() == [800]


def test_a_yearly_mean_is_not_the_growth_of_a_year():
    rows = [_promise(7, 2020, what=GDP_GROWTH), _report(8, 2020, "d25", GDP_GROWTH)]
    assert _follow(*rows)["verdict"].to_list() == ["met"]
    assert _follow(*rows, quote=["年均增长7%", "增长8%"])["verdict"].to_list() == ["not reported"]


def test_flows_and_unlinked_counts_need_the_same_year():
    jobs, benches = ("城镇新增就业", "万人", "change"), ("公园长椅", "张", "level")
    for what in (jobs, benches):
        assert _follow(_promise(8, 2020, what=what), _report(9, 2019, what=what))[
            "outcome"].isna().all()
        assert _follow(_promise(8, 2020, what=what), _report(9, 2020, "d25", what))[
            "verdict"].to_list() == ["met"]


def test_what_is_made_in_a_year_is_no_stock():
    firms = ("高新技术企业", "家", "level")
    rows = [_promise(500, 2020, what=firms), _report(450, 2019, what=firms)]
    assert _follow(*rows, quote=["企业达到500家", "企业达到450家"])["outcome"].to_list() == [450]
    for quotes in (["企业达到500家", "认定企业450家"], ["认定企业500家", "认定企业450家"]):
        assert _follow(*rows, quote=quotes)["outcome"].isna().all()


def test_scope_and_place_must_be_the_same():
    rows = [_promise(3, 2020), _report(3.1, 2020, "d25")]
    assert _follow(*rows, scope=["", "开发区"])["outcome"].isna().all()
    assert _follow(*rows, scope=["开发区", "开发区"])["verdict"].to_list() == ["met"]
    elsewhere = _documents(d20="山州市", d25="山州市")
    assert _follow(*rows, documents=elsewhere)["followed"].to_list() == ["no later document"]


def test_a_repeated_promise_is_one():
    assert len(_follow(_promise(3, 2020), _promise(3, 2020), _promise(3, 2025))) == 2


@pytest.mark.parametrize(("texts", "rows", "absence"), [
    # said nothing of it, beside other outcomes
    ({}, [_report(5, 2025, "d25", GDP_GROWTH)], "not mentioned"),
    ({"d25": "研发投入强度稳步提高"}, [_report(5, 2025, "d25", GDP_GROWTH)],
     "named without value"),
    ({}, [_promise(5, 2030, "d25", GDP_GROWTH)], "states none"),
    ({"d25": "新增企业2825家"}, [], "extraction failed"),
    ({}, [], "states none"),
])
def test_four_kinds_of_silence_stay_apart(texts, rows, absence):
    panel = _follow(_promise(3, 2020), *rows, sentences=_sentences(**texts))
    assert panel["outcome_absence"].iloc[0] == absence


def test_a_document_without_review_cannot_report():
    sentences = _sentences()
    sentences = sentences[(sentences["doc_id"] != "d25") | (sentences["role"] == "plan")]
    panel = _follow(_promise(3, 2020), sentences=sentences)
    assert panel["outcome_absence"].iloc[0] == "section missing"
    assert panel["successor_absence"].iloc[0] == "states none"


@pytest.mark.parametrize(("promise", "reported", "relation", "expected"), [
    (Promise(7, NAN, "approx", "higher"), 6.6, "eq", True),  # rounds to 7
    (Promise(7, NAN, "approx", "higher"), 6.4, "eq", False),
    (Promise(6, 7, "eq", "higher"), 6.1, "eq", True),  # a range is reached at its lower end
    (Promise(3, 4, "eq", "lower"), 3.9, "eq", True),
    (Promise(-20, NAN, "ge", "lower"), -19, "eq", False),  # 下降20%以上
    (Promise(-20, NAN, "le", "lower"), -19, "eq", True),  # 降幅控制在20%以内
    (Promise(30, NAN, "eq", ""), 30, "eq", True),
    (Promise(30, NAN, "ge", "higher"), 40, "le", None),  # 不超过40 shows nothing
    (Promise(35, NAN, "le", "lower"), 36, "le", None),
])
def test_bounds(promise, reported, relation, expected):
    assert is_satisfied(promise, reported, relation) is expected


@given(st.floats(0.1, 1e4), st.floats(0.1, 1e4))
def test_a_floor_and_a_ceiling_are_opposites(bound, reported):
    floor = is_satisfied(Promise(bound, NAN, "ge", ""), reported, "eq")
    ceiling = is_satisfied(Promise(bound, NAN, "le", ""), reported, "eq")
    assert floor != ceiling or reported == bound


@given(st.integers(1, 10**6))
def test_rounding_slack_is_half_of_the_last_digit(hundredths):
    value = hundredths / 100
    assert half_of_last_digit(value) * 2 in (1, 0.1, 0.01)


@pytest.fixture(scope="module")
def shipped():
    documents, readings = read_documents()
    sentences = pd.concat([r.sentences for r in readings.values()], ignore_index=True)
    return documents, readings, sentences


def test_the_shipped_documents_are_followed(shipped):
    documents, _, sentences = shipped
    gold = read_gold()
    panel = check_table(PANEL, follow_targets(gold, documents, sentences))
    rows = {(r["doc_id"], r["indicator_id"], r["scope"]): r for r in panel.to_dict("records")}

    patents = rows["dalian_2018", "patents_per_10k", ""]
    assert (patents["promised"], patents["unit"], patents["year"]) == (25, "件", 2020)
    assert (patents["outcome"], patents["outcome_year"]) == (21.8, 2019)
    assert (patents["successor"], patents["successor_year"]) == (23.26, 2020)
    assert (patents["followed"], patents["verdict"]) == ("lowered", "superseded")
    assert patents["quote"] == "每万人发明专利拥有量达到25件"
    assert "21.8件" in patents["outcome_quote"] and "23.26件" in patents["successor_quote"]

    research = rows["dalian_2018", "rd_intensity", ""]
    assert (research["promised"], research["year"]) == (3.2, 2020)
    assert (research["outcome"], research["outcome_year"]) == (3, 2025)
    assert (research["outcome_doc_id"], research["outcome_quote"]) == (
        "dalian_2025", "研发投入强度达3%")
    assert research["verdict"] == "missed"
    # The zone's own share has nothing to do with the city's.
    assert math.isnan(rows["dalian_2018", "rd_intensity", "自主创新示范区"]["outcome"])
    # Tongguan is seen once.
    alone = panel[panel["doc_id"] == "tongguan_2018"]
    assert set(alone["followed"]) == {"no later document"}
    assert set(panel["followed"]) <= set(FOLLOWED) and set(panel["verdict"]) <= set(VERDICTS)


def test_extraction_and_panel_lead_to_the_same_finds(shipped):
    documents, readings, sentences = shipped
    targets = pd.concat([
        extract_document(readings[row["doc_id"]], row) for row in documents.to_dict("records")
    ], ignore_index=True)
    panel = follow_targets(targets, documents, sentences)
    rows = {(r["doc_id"], r["indicator_id"], r["scope"]): r for r in panel.to_dict("records")}
    patents = rows["dalian_2018", "patents_per_10k", ""]
    assert (patents["promised"], patents["year"]) == (25, 2020)
    assert (patents["outcome"], patents["outcome_year"], patents["successor"]) == (
        21.8, 2019, 23.26)
    for name, amount in (("quote", "25件"), ("outcome_quote", "21.8件"),
                         ("successor_quote", "23.26件")):
        assert amount in patents[name]
    research = rows["dalian_2018", "rd_intensity", ""]
    assert (research["promised"], research["year"]) == (3.2, 2020)
    assert (research["outcome"], research["outcome_year"], research["verdict"]) == (
        3, 2025, "missed")
    assert "3.2%" in research["quote"] and "3%" in research["outcome_quote"]


def test_order_of_rows_and_documents_does_not_matter(shipped):
    documents, _, sentences = shipped
    gold = read_gold()
    one = follow_targets(gold, documents, sentences)
    other = follow_targets(gold, documents.iloc[::-1], sentences.sample(frac=1, random_state=0))
    pd.testing.assert_frame_equal(one, other)


def test_a_document_that_promises_in_words_states_none(shipped):
    documents, readings, sentences = shipped
    gold = read_gold()
    # As if nothing had been extracted from a document that holds numbers.
    gold = gold[gold["doc_id"] != "zhongshan_2018"]
    parts = [
        extract_document_commitments(reading, gold[gold["doc_id"] == name])
        for name, reading in readings.items()
    ]
    coverage = assess_documents(gold, pd.concat(parts, ignore_index=True), documents, sentences)
    rows = coverage.set_index(["doc_id", "status"]).to_dict("index")
    proposal = rows["dalian_2025", "target"]
    assert proposal["values"] == 0 and proposal["has_section"]
    assert proposal["absence"] == "states none" and proposal["commitments_in_words"] >= 40
    assert rows["zhongshan_2018", "target"]["absence"] == "extraction failed"
    assert rows["dalian_2018", "outcome"]["absence"] == "section missing"
    assert rows["dalian_2020", "outcome"]["absence"] == ""
    assert set(coverage["absence"]) - {""} <= set(ABSENCES)
