import re

import pytest
import styles
from hypothesis import given, settings
from hypothesis import strategies as st

from policyresearch.reading.structure import Region, find_structure
from policyresearch.reading.traced import Traced

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
    ],
    ids=["plan", "1956", "address", "taiwan", "action", "opinion", "law", "ordered", "decimal"],
)
def test_styles_of_other_times_and_genres(text, expected):
    title = Region(0, text.index("\n"), "title")
    sections, _, _ = read(text, *([] if text.startswith("各位") else [title]))
    assert outline(sections, len(expected[0])) == expected


def test_roles_of_a_plan_by_chapter():
    sections, _, _ = read(styles.PLAN_OUTLINE)
    roles = dict(zip(sections["title"], sections["role"], strict=True))
    assert {title: roles[title] for title in styles.PLAN_ROLES} == styles.PLAN_ROLES


def test_a_report_without_headings_turns_from_review_to_plan():
    _, paragraphs, _ = read(styles.REPORT_UNHEADED)
    assert paragraphs["role"].tolist() == styles.REPORT_UNHEADED_ROLES


def test_sentences_tile_their_paragraphs():
    _, paragraphs, sentences = read(REPORT)
    joined = sentences.groupby("para_id")["text"].agg("".join)
    assert joined.tolist() == paragraphs["text"].tolist()
