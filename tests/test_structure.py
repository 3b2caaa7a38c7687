import re
import time
from pathlib import Path

import pandas as pd
import pytest
import styles
from hypothesis import given, settings
from hypothesis import strategies as st

from policyresearch.reading.document import read_document
from policyresearch.reading.structure.nesting import assign_levels
from policyresearch.reading.structure.numbering import parse_label
from policyresearch.reading.structure.sections import Region, find_structure
from policyresearch.reading.traced import Traced
from policyresearch.validation.structure import compare_structure, read_structure_gold

ROOT = Path(__file__).parents[1]
REPORT = "\n".join(
    [
        "某市政府工作报告",
        "各位代表：",
        "现在，我代表市人民政府，向大会报告工作，请予审议。",
        "一、2023年工作回顾",
        "过去一年，我们做了以下工作。",
        "（一）着力稳增长，经济回升向好。全市生产总值增长6%。",
        "（二）着力促改革，活力持续释放。新设企业3万户。",
        "二、2024年工作安排",
        "今年发展主要预期目标是：生产总值增长5%。",
        "（一）加快建设现代化产业体系",
        "壮大主导产业。实施链长制，培育百亿企业3家。",
        "培育新兴产业。建设算力中心2个，发展氢能。",
    ]
)


def read(text, *regions):
    return find_structure(Traced.of_raw(text), raw=text, doc_id="d", regions=regions)


def outline(sections, width=4):
    columns = ["level", "label", "title", "role"][:width]
    return [tuple(row) for row in sections[columns].to_numpy()][1:]


def test_a_work_report_by_hand():
    sections, paragraphs, _ = read(REPORT, Region(0, 8, "title"))
    assert outline(sections) == [
        (1, "一、", "2023年工作回顾", "review"),
        (2, "（一）", "着力稳增长，经济回升向好", "review"),
        (2, "（二）", "着力促改革，活力持续释放", "review"),
        (1, "二、", "2024年工作安排", "plan"),
        (2, "（一）", "加快建设现代化产业体系", "plan"),
        (3, "", "壮大主导产业", "plan"),
        (3, "", "培育新兴产业", "plan"),
    ]
    assert paragraphs["text"].tolist() == REPORT.split("\n")
    assert paragraphs["section_id"].tolist() == [0, 0, 0, 1, 1, 2, 3, 4, 4, 5, 6, 7]
    assert sections["parent_id"].tolist()[1:] == [0, 1, 1, 0, 4, 5, 5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (styles.PLAN_OUTLINE, styles.PLAN_EXPECTED),
        (styles.REPORT_1956, styles.REPORT_1956_EXPECTED),
        (styles.POLICY_ADDRESS, styles.POLICY_ADDRESS_EXPECTED),
        (styles.TAIWAN_PLAN, styles.TAIWAN_EXPECTED),
        (styles.ACTION_PLAN, styles.ACTION_EXPECTED),
        (styles.OPINION, styles.OPINION_EXPECTED),
        (styles.REGULATION, styles.REGULATION_EXPECTED),
        (styles.ORDERED_SPEECH, styles.ORDERED_EXPECTED),
        (styles.EMERGENCY_PLAN, styles.EMERGENCY_EXPECTED),
        (styles.ADDRESS_WITH_CONTENTS, styles.ADDRESS_EXPECTED),
        (styles.REPORT_1997, styles.REPORT_1997_EXPECTED),
    ],
    ids=[
        *("plan", "1956", "address", "taiwan", "action", "opinion", "law", "ordered", "decimal"),
        *("contents", "1997"),
    ],
)
def test_styles_of_other_times_and_genres(text, expected):
    title = Region(0, text.index("\n"), "title")
    sections, _, _ = read(text, *([] if text.startswith("各位") else [title]))
    assert outline(sections, len(expected[0])) == expected


@pytest.mark.parametrize(
    ("numbers", "levels"),
    [
        ("1、 （一） （二） 2、", [1, 2, 2, 1]),  # an order turned round
        ("一、 1. 2. 二、 3. 4. 三、 5.", [1, 2, 2, 1, 2, 2, 1, 2]),  # numbers that run on
        ("一、 （一） 1. 二、 1. 2.", [1, 2, 3, 1, 2, 2]),  # a level left out
        ("（一） 1. （1） ① （2） 2. （二）", [1, 2, 3, 4, 3, 2, 1]),
        ("1 1.1 1.1.1 1.2 2", [1, 2, 3, 2, 1]),
        ("壹、 一、 （一） 贰、 一、", [1, 2, 3, 1, 2]),
        ("一、 1、 2、 （三） 1. 二、 1.", [1, 2, 2, 2, 3, 1, 2]),  # a mistaken number
    ],
)
def test_depth_follows_the_numbers(numbers, levels):
    labels = [parse_label(number + " 甲乙丙") for number in numbers.split()]
    assert assign_levels([(label.kind, label.number) for label in labels]) == levels


def test_roles_of_a_plan_by_chapter():
    sections, _, _ = read(styles.PLAN_OUTLINE)
    roles = dict(zip(sections["title"], sections["role"], strict=True))
    assert {title: roles[title] for title in styles.PLAN_ROLES} == styles.PLAN_ROLES


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (styles.REPORT_UNHEADED, styles.REPORT_UNHEADED_ROLES),
        (styles.NARRATIVE_1954, styles.NARRATIVE_1954_ROLES),
    ],
    ids=["1984", "1954"],
)
def test_a_report_without_headings_turns_from_review_to_plan(text, roles):
    sections, paragraphs, _ = read(text)
    assert len(sections) == 1
    assert paragraphs["role"].tolist() == roles


def test_sentences_tile_their_paragraphs():
    _, paragraphs, sentences = read(REPORT)
    joined = sentences.groupby("para_id")["text"].agg("".join)
    assert joined.tolist() == paragraphs["text"].tolist()


def test_a_heading_lost_inside_a_line_is_found():
    text = REPORT.replace("6%。\n（二）", "6%。（二）").replace("万户。\n二、", "万户。二、")
    before = outline(read(REPORT)[0])
    with_gap = REPORT.replace("3万户。", "3万户。\n（三）补短板。修路100公里。")
    glued = with_gap.replace("6%。\n（二）", "6%。（二）")
    assert outline(read(glued)[0]) == outline(read(with_gap)[0]) != before
    assert "（二）" not in [label for _, label, _, _ in outline(read(text)[0])]


def test_a_heading_glued_to_what_follows_is_told_apart():
    text = (
        "一、2021年工作回顾2021年是极不平凡的一年。我们迎难而上。\n"
        "二、总体要求（一）指导思想。坚持稳中求进。\n（二）基本原则。坚持以人为本。"
    )
    sections, paragraphs, _ = read(text)
    assert outline(sections, 3) == [
        (1, "一、", "2021年工作回顾"), (1, "二、", "总体要求"),
        (2, "（一）", "指导思想"), (2, "（二）", "基本原则"),
    ]
    assert "".join(paragraphs["text"]) == text.replace("\n", "")


def test_a_document_without_line_breaks_has_its_sections():
    filler = "全市上下齐心协力，各项事业都有新的进展，其中重点项目投资完成85亿元。" * 30
    lines = [
        "各位代表：", "现在，我代表市人民政府，向大会报告工作，请予审议。", "2023年工作回顾",
        "2023年是不平凡的一年。" + filler, "（一）千方百计稳增长，经济企稳回升。" + filler,
        "（二）持之以恒惠民生，生活不断改善。" + filler, "2024年工作安排",
        "今年是关键一年。" + filler, "各位代表！让我们团结奋斗！",
    ]
    sections, paragraphs, _ = read("".join(lines))
    assert outline(sections) == [
        (1, "", "2023年工作回顾", "review"),
        (2, "（一）", "千方百计稳增长，经济企稳回升", "review"),
        (2, "（二）", "持之以恒惠民生，生活不断改善", "review"),
        (1, "", "2024年工作安排", "plan"),
    ]
    assert "".join(paragraphs["text"]) == "".join(lines)


def test_regions_are_no_sections():
    notice = "关于印发方案的通知\n各单位：\n一、请认真执行。\n"
    body = "某市方案\n一、总体要求\n坚持稳中求进。\n二、重点任务\n建设学校10所。\n"
    annex = "名词解释\n1.一网通办：指网上办理。\n2.两不愁：指不愁吃、不愁穿。"
    at = len(notice)
    sections, paragraphs, _ = read(
        notice + body + annex,
        Region(0, at - 1, "notice"),
        Region(at, at + 4, "title"),
        Region(at + len(body), at + len(body + annex), "annex"),
    )
    assert outline(sections) == [
        (1, "一、", "总体要求", "requirements"),
        (1, "二、", "重点任务", "plan"),
        (1, "", "名词解释", "annex"),
        (2, "1.", "一网通办", "annex"),
        (2, "2.", "两不愁", "annex"),
    ]
    assert paragraphs["role"].tolist()[:4] == ["notice"] * 3 + ["body"]
    # The last section of the body ends where the annexes begin.
    ends = dict(zip(sections["title"], sections["raw_end"], strict=True))
    assert ends["重点任务"] == at + len(body) - 1


@pytest.fixture(scope="module")
def marked():
    """Sections of the shipped documents, and the headings marked by hand."""
    raw = ROOT / "data" / "raw"
    gold = read_structure_gold(ROOT / "data" / "gold" / "structure")
    sections = [
        read_document((raw / f"{name}.txt").read_bytes(), doc_id=name, filename=f"{name}.txt")
        .sections
        for name in gold["doc_id"].unique()
    ]
    return pd.concat(sections, ignore_index=True), gold


def test_headings_and_roles_agree_with_those_marked_by_hand(marked):
    agreement = compare_structure(*marked)
    assert len(agreement) == 4
    assert agreement["f1"].min() >= 0.98
    assert agreement["role_share"].min() >= 0.97


def test_labels_and_titles_are_those_marked_by_hand(marked):
    sections, gold = marked
    both = gold.merge(
        sections, left_on=["doc_id", "start"], right_on=["doc_id", "raw_start"], suffixes=("", "_")
    )
    assert (both["label"] == both["label_"]).all()
    assert (both["title"] == both["title_"]).mean() >= 0.97
    assert (both["run_in"].astype(bool) == both["run_in_"]).mean() >= 0.99


def test_the_measure_sees_what_is_missing(marked):
    sections, gold = marked
    fewer = compare_structure(sections[sections["level"] < 3], gold)
    assert (fewer["f1"] < 0.98).all()
    assert compare_structure(sections.assign(role="annex"), gold)["role_share"].max() < 0.1


pieces = st.sampled_from(
    [
        *("一、", "（一）", "1.", "（1）", "——", "第一章", "第一条", "一是", "附件", "专栏1"),
        *("2023年", "各位代表", "工作", "发展", "加快建设", "，", "。"),
        *("；", "：", "”", "\n", " ", "！"),
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(pieces, max_size=80).map("".join))
def test_any_text_is_tiled_and_every_paragraph_has_one_section(text):
    sections, paragraphs, sentences = read(text)
    assert "".join(paragraphs["text"]).split() == text.replace("\n", "").split() or (
        re.sub(r"\s", "", "".join(paragraphs["text"])) == re.sub(r"\s", "", text)
    )
    joined = sentences.groupby("para_id")["text"].agg("".join)
    assert joined.tolist() == paragraphs["text"].tolist()
    assert paragraphs["section_id"].isin(sections["section_id"]).all()
    assert paragraphs["section_id"].is_monotonic_increasing
    assert sections["section_id"].tolist() == list(range(len(sections)))
    inner = sections[sections["level"] > 1]
    level = sections.set_index("section_id")["level"]
    assert (level.loc[inner["parent_id"].astype(int)].to_numpy() < inner["level"].to_numpy()).all()


@pytest.mark.slow
def test_a_million_characters_take_seconds():
    unit = REPORT.split("\n", 3)[3] + "\n"
    long_text = unit * (1_000_000 // len(unit))
    start = time.perf_counter()
    read(long_text[: len(long_text) // 8])
    short = time.perf_counter() - start
    start = time.perf_counter()
    read(long_text)
    assert time.perf_counter() - start < 24 * max(short, 0.2)
