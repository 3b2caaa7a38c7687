"""Reading a document: nothing lost, nothing of the page kept, every character traceable."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policyresearch.errors import DataError
from policyresearch.reading.audit import audit_readings, count_dropped
from policyresearch.reading.document import read_document
from policyresearch.reading.duplicates import find_duplicates
from policyresearch.reading.metadata.dates import find_dates
from policyresearch.reading.result import Reading
from policyresearch.reading.warnings import list_remarks
from policyresearch.study.folder import Study

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "data" / "gold" / "structure"
REPORT = """东港市人民政府2024年政府工作报告
——2024年1月16日在东港市第五届人民代表大会第三次会议上
市长 王小明
各位代表：
现在，我代表东港市人民政府，向大会报告工作，请予审议。
一、2023年工作回顾
经济运行稳中向好。全市地区生产总值增长6.5%，一般公共预算收入增长7.2%。
二、2024年工作安排
做好今年工作，重点抓好产业发展。地区生产总值增长6%左右。
各位代表！让我们更加紧密地团结起来，为建设现代化东港市而努力奋斗！
"""


def read(text: str, *, name: str = "doc.txt", **options) -> Reading:
    return read_document(text.encode("utf-8"), doc_id="doc", filename=name, **options)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Reading]:
    study = Study(ROOT)
    return {
        row.doc_id: read_document(
            (study.raw / row.file).read_bytes(), doc_id=row.doc_id, filename=row.file
        )
        for row in study.sources().itertuples()
    }


def check_total(reading: Reading) -> None:
    """Kept and dropped stretches are the raw text; what is dropped as layout is white space."""
    spans = reading.spans
    pieces = [reading.raw[a:b] for a, b in zip(spans["raw_start"], spans["raw_end"], strict=True)]
    assert "".join(pieces) == reading.raw
    assert spans["raw_start"].iloc[0] == 0
    assert (spans["raw_start"].iloc[1:].to_numpy() == spans["raw_end"].iloc[:-1].to_numpy()).all()
    layout = [p for p, reason in zip(pieces, spans["reason"], strict=True) if reason == "layout"]
    assert all(c.isspace() or c in "\u200b\ufeff" for c in "".join(layout))
    assert (spans["kept"] == spans["reason"].eq("")).all()


def test_report_is_read_line_by_line():
    reading = read(REPORT)
    assert reading.metadata["title"] == "东港市人民政府2024年政府工作报告"
    assert reading.metadata["adopted"] == "2024-01-16"
    assert reading.metadata["speaker"] == "王小明"
    assert (reading.metadata["level"], reading.metadata["kind"]) == ("city", "work report")
    assert len(reading.paragraphs) == REPORT.count("\n")
    check_total(reading)


def test_page_around_a_document_is_dropped():
    page = (
        "您现在的位置：首页 > 政务公开 > 政府工作报告\n发布时间：2024-01-20 10:00 浏览次数：12\n"
        + REPORT
        + "【打印本页】【关闭窗口】\n上一篇：关于某事的通知\n扫一扫在手机打开\n某ICP备0500号\n"
    )
    reading = read(page)
    assert list(reading.paragraphs["text"]) == list(read(REPORT).paragraphs["text"])
    assert reading.metadata["published"] == "2024-01-20"
    check_total(reading)


def test_page_phrases_inside_the_text_stay():
    text = REPORT.replace(
        "重点抓好产业发展。", "重点抓好产业发展，开通微信公众号，扫一扫即可办理。"
    )
    assert "扫一扫" in read(text).text.text


@pytest.mark.parametrize("doc_id", ["dalian_2018", "dalian_2020", "dalian_2025", "tongguan_2018"])
def test_body_span_is_that_of_the_gold(shipped, doc_id):
    gold = json.loads((GOLD / f"{doc_id}.span.json").read_text(encoding="utf-8"))
    said = shipped[doc_id].metadata
    assert abs(said["body_start"] - gold["body_start"]) <= 10
    assert abs(said["body_end"] - gold["body_end"]) <= 10
    for name in ("title", "issuer", "place", "level"):
        assert said[name] == gold["metadata"][name]
    for name, gold_name in (("adopted", "date_adopted"), ("published", "date_published")):
        assert said[name] == (gold["metadata"][gold_name] or "")


def test_shipped_documents_are_total_and_in_normal_form(shipped):
    for reading in shipped.values():
        check_total(reading)
        text = reading.text.text
        assert not [c for c in text if "\uff01" <= c <= "\uff5e" and c not in "！？（），：；"]
        assert not [c for c in text if c in "!?();"]
        for row in reading.paragraphs.itertuples():
            assert text[row.start : row.end] == row.text
            assert (row.raw_start, row.raw_end) == reading.text.raw_span(row.start, row.end)


def test_traditional_text_is_simplified_in_place(shipped):
    reading = shipped["dalian_2020"]
    assert reading.metadata["script"] == "Hant"
    at = reading.text.text.index("沉着应对")
    start, end = reading.text.raw_span(at, at + 4)
    assert reading.raw[start:end] == "沉著應對"
    assert "著" in read("效果显著，着力推进。").text.text


def test_damage_is_found_where_it_is(shipped):
    starts = [1651, 3978, 4651, 4796, 5612, 9534, 11626, 14234, 15632, 19075, 19795]
    repairs = shipped["dalian_2020"].repairs
    assert list(repairs["raw_start"]) == starts
    restored = dict(zip(repairs["raw_start"], repairs["restored"], strict=True))
    assert restored[4651] == "。“大棚房”問題"
    assert restored[14234] == "保“兩不愁三保障”全面落實"
    assert "重大动物疫情。“大棚房”问题整治" in shipped["dalian_2020"].text.text
    for doc_id, reading in shipped.items():
        assert doc_id == "dalian_2020" or reading.repairs.empty


def test_correction_overrules_and_fails_when_it_no_longer_fits():
    raw = "我們扎實做好“六穩”工作,全面落實“六?!比蝿?,堅定實施擴大內需戰略。\n"
    at = raw.index("?!")
    columns = {"doc_id": ["d"], "raw_start": [at], "raw_end": [at + 5]}
    fit = pd.DataFrame({**columns, "raw_text": ["?!比蝿?"], "restored": ["保”任務"]})
    fixed = read_document(raw.encode(), doc_id="d", filename="d.txt", corrections=fit)
    row = fixed.repairs.set_index("raw_start").loc[at]
    assert (row["source"], row["applied"]) == ("correction", True)
    assert "全面落实“六保”任务" in fixed.text.text
    with pytest.raises(DataError, match="expects"):
        read(REPORT, corrections=fit.assign(doc_id="doc"))


def lose_first_byte(text: str) -> str:
    """What a page shows of `text` when its first byte is lost and punctuation folded."""
    data, shown, at = text.encode("gbk")[1:], "?", 0
    while at < len(data):
        pair = data[at : at + (1 if data[at] < 0x80 else 2)]
        private = pair[0] in (*range(0xAA, 0xB0), *range(0xF8, 0xFF)) and pair[-1] >= 0xA1
        shown += "" if private else pair.decode("gbk")
        at += len(pair)
    return shown.translate({0xFF01 + i: 0x21 + i for i in range(94)})


@pytest.mark.parametrize(
    ("before", "lost", "after"),
    [
        ("加強社會保障,完善養老服務體系", "。科學", "編制規劃,提高城市管理水平。"),
        ("堅持穩中求進工作總基調,推動經濟", "高質", "量發展。"),
    ],
)
def test_lost_first_byte_is_recovered(before, lost, after):
    context = "\n我們堅持推動經濟社會發展,加強農業農村工作。\n"
    reading = read(before + lose_first_byte(lost) + after + context)
    assert list(reading.repairs["restored"]) == [lost]
    assert list(reading.repairs["raw_start"]) == [len(before)]
    assert reading.repairs["applied"].all()


def test_hard_wrapped_lines_are_joined():
    sentence = "全市上下坚持稳中求进工作总基调，扎实推进高质量发展，各项工作取得新的成效，"
    paragraph = (sentence * 6)[:-1] + "。"
    rows = [paragraph[i : i + 30] for i in range(0, len(paragraph), 30)]
    text = "一、工作回顾\n" + "\n".join(rows) + "\n— 3 —\n" + "\n".join(rows) + "\n"
    assert list(read(text).paragraphs["text"]) == ["一、工作回顾", paragraph, paragraph]


WRAPPED = [
    "各位代表：", "现在，我代表市人民政府，向大会报告工作，请予审议。", "一、2023年工作回顾",
    "去年全市生产总值完成1203.5亿元，增长6.4%，锂电产品出口增长6.4倍，财政收入119.05亿元，增长7.25%。",
    "（一）狠抓产业发展。完成技改投资87.35亿元，栽植苗木87.3万株，粮食总产量达到305.2万吨。",
    "（二）狠抓民生改善。新增公办学位1.35万个，人均可支配收入增长5.15%，参保率稳定在95.5%以上。",
    "二、2024年工作安排", "今年主要预期目标：生产总值增长6.5%左右，城镇调查失业率控制在5.5%以内。",
] * 2  # fmt: skip


@pytest.mark.parametrize("length", [22, 26, 36, 41, 44])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_numbers_broken_at_any_length_of_line_are_whole_again(length, indent):
    rows = [
        (indent + line)[at : at + length]
        for line in WRAPPED
        for at in range(0, len(indent + line), length)
    ]
    assert list(read("\n".join(rows)).paragraphs["text"]) == WRAPPED


def test_word_broken_over_lines_and_a_page_number_is_whole_again():
    text = REPORT.replace("增长6%左右", "增长6%左\n\n— 9 —\n\n右")
    assert "增长6%左右。" in read(text).text.text
    assert len(read(text).paragraphs) == len(read(REPORT).paragraphs)


def test_lost_line_breaks_are_restored_at_spaces():
    line = " ".join(line for line in (REPORT * 4).split("\n") if line)
    assert len(read(line).paragraphs) >= 30


def test_spread_digits_and_titles():
    text = REPORT.replace("增长6.5%", "增长6 . 5%").replace(
        "政府工作报告\n", "政 府 工 作 报 告\n", 1
    )
    reading = read(text)
    assert "增长6.5%" in reading.text.text
    check_total(reading)


def test_covering_notice_is_no_policy_text():
    notice = (
        "东港市人民政府关于印发东港市产业发展规划的通知\n东政〔2020〕3号\n各县、区人民政府：\n"
        "现将《东港市产业发展规划》印发给你们，请认真贯彻执行。\n东港市人民政府\n2020年2月3日\n"
    )
    body = (
        "东港市产业发展规划\n一、总体要求\n坚持创新驱动，推动产业高质量发展。\n"
        + "加快发展。\n" * 30
    )
    reading = read(notice + body)
    assert reading.metadata["title"] == "东港市产业发展规划"
    assert reading.metadata["number"] == "东政〔2020〕3号"
    assert reading.metadata["body_start"] == len(notice)
    assert set(reading.paragraphs["role"].iloc[:6]) == {"notice"}


def test_glossary_is_an_annex():
    reading = read(REPORT + "名词解释\n1.三医联动：是指医疗、医保、医药改革联动。\n")
    assert list(reading.paragraphs["role"].iloc[-2:]) == ["annex", "annex"]
    assert reading.raw[: reading.metadata["body_end"]].endswith("努力奋斗！")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("民國109年5月14日", "2020-05-14"),
        ("二〇二四年一月十六日", "2024-01-16"),
        ("一九五八年十二月三十一日", "1958-12-31"),
        ("2018-11-17 20:44", "2018-11-17"),
    ],
)
def test_dates(text, day):
    assert find_dates(text.replace("國", "国")) == [day]
    assert find_dates("2024年13月1日，第2-3-4条") == []


def test_injected_noise_is_taken_out_and_listed():
    reading = read(REPORT.replace("重点抓好产业发展", "重zhòng点diǎn抓好产业<U+00A0>发展"))
    assert "重点抓好产业发展" in reading.text.text
    assert set(reading.repairs["damage"]) == {"injected pinyin", "escaped character"}
    check_total(reading)


def test_audit_reports_what_is_wrong():
    cut = REPORT[: REPORT.index("二、2024年")]
    national = REPORT.replace("我代表东港市人民政府", "我代表国务院")
    readings = {
        name: read_document(text.encode(), doc_id=name, filename=name + ".txt")
        for name, text in {
            "东港市": REPORT,
            "副本": REPORT + "\n",
            "东港州": national,
            "断章": cut,
        }.items()
    }
    remarks = audit_readings(readings).set_index("doc_id")["remarks"]
    assert "shares 100% of its text with 副本" in remarks["东港市"]
    assert "national" in remarks["东港州"]
    assert "cut off" in remarks["断章"] and "cut off" not in remarks["东港市"]
    for name, reading in readings.items():
        dropped = count_dropped(reading.spans)
        assert set(dropped["doc_id"]) == {name}
        kept = audit_readings({name: reading})["kept_chars"].iloc[0]
        assert kept + dropped["characters"].sum() == len(reading.raw)


def test_a_file_named_after_its_genre_names_no_place():
    reading = read(REPORT)
    assert not [r for r in list_remarks(reading, name="工作报告.txt") if "named" in r]
    assert [r for r in list_remarks(reading, name="西岭.txt") if "named 西岭" in r]


def test_contradiction_with_sources():
    remarks = list_remarks(
        read(REPORT), {"place": "他市", "level": "city", "adopted": "2023-01-16"}
    )
    assert any("place" in r for r in remarks) and any("adopted" in r for r in remarks)
    assert not any("level" in r for r in remarks)


def test_duplicates_are_those_that_share_text():
    words = "".join(chr(0x4E00 + i * 7 % 5000) for i in range(3000))
    pairs = find_duplicates({"a": words, "b": words[:2700], "c": words[::-1]})
    assert list(zip(pairs["doc_id"], pairs["other"], strict=True)) == [("a", "b")]
    assert pairs["resemblance_share"].iloc[0] == pytest.approx(2689 / 2989, abs=0.06)


_TEXT = st.text(
    st.sampled_from(
        list("一二三、。，；：！？（）()“” \n\r\t\f\u3000\xa01290.%?-—>|首页报告中国發展國AZaz")
    ),
    max_size=300,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(_TEXT, st.text(max_size=200)))
def test_any_text_is_read_whole_or_refused(text):
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return
    try:
        reading = read_document(data, doc_id="x", filename="x.txt")
    except DataError:
        return
    check_total(reading)
    assert "".join(reading.paragraphs["text"]).replace(" ", "") == "".join(
        reading.text.text.split("\n")
    ).replace(" ", "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.docx", "a.pdf", "a.md"]))
def test_any_bytes_are_read_or_refused(data, name):
    with contextlib.suppress(DataError):
        check_total(read_document(data, doc_id="x", filename=name))


@pytest.mark.slow
def test_a_million_characters_take_seconds():
    import time

    text = (REPORT * (1_000_000 // len(REPORT)))[:1_000_000]
    start = time.perf_counter()
    check_total(read(text))
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize(
    "shown",
    [
        # 。 before a character of B1 xx looks like a full-width digit, folded since.
        pytest.param(lose_first_byte("。北京大學"), id="digit"),
        pytest.param("??200", id="lost character"),
        pytest.param("?扑肪持柿俊蚝镁煌帘Ｎ乐", id="garbled"),
    ],
)
def test_damage_that_is_not_restored_is_reported(shown):
    before = "加強社會保障,完善養老服務體系,提升公共服務水平,推動高等教育發展"
    after = "個項目,推進城鄉建設。\n我們堅持推動經濟社會發展,加強農業農村工作。\n"
    reading = read(before + shown + after)
    assert list(reading.repairs["raw_start"]) == [len(before)]
    check_total(reading)


def test_a_question_in_clean_text_is_no_damage():
    text = "怎么办?靠改革,靠创新。为了谁??为了人民。路在何方?\n2024年怎么干?我们要抓好3件事。\n"
    assert read(REPORT + text).repairs.empty


def test_a_toned_vowel_alone_is_no_pinyin():
    assert read(REPORT.replace("产业发展", "产业ǔ发展")).repairs.empty
