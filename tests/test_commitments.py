"""Commitments in words, and who is to see to them."""

from __future__ import annotations

import pandas as pd
import pytest

from policyresearch.reading.document import read_document
from policyresearch.tables import TARGETS
from policyresearch.targets.commitments import (
    extract_document_commitments,
    find_horizon,
    match_commitment,
)
from policyresearch.targets.responsibilities import (
    extract_document_responsibilities,
    find_notes,
    parse_note,
    split_bodies,
)


@pytest.mark.parametrize(("clause", "construction", "about"), [
    ("基本建成滨海旅游名城", "attain", "滨海旅游名城"),
    ("到2035年全面建成现代化港口", "attain", "现代化港口"),
    ("建成投用市民活动中心", "attain", "市民活动中心"),
    ("如期实现碳排放达峰", "attain", "碳排放达峰"),
    ("跻身全省前三名", "attain", "全省前三名"),
    ("确保粮食安全不出问题", "assure", "粮食安全不出问题"),
    ("力争创新平台建设取得突破", "assure", "创新平台建设取得突破"),
    ("争取早日开工建设跨海通道", "assure", "早日开工建设跨海通道"),
    ("坚决遏制重大事故发生", "assure", "重大事故发生"),
    ("力促跨海大桥开工", "assure", "跨海大桥开工"),
    ("公共服务水平显著提高", "change", "公共服务水平"),
    ("让中小企业融资成本明显下降", "change", "中小企业融资成本"),
    ("——港口功能明显增强", "change", "港口功能"),
    ("现代产业体系基本形成", "change", "现代产业体系"),
    ("营商环境更加公平透明", "more so", "营商环境"),
    ("国企改革取得重大突破", "gain", "国企改革"),
    ("法治建设迈上新台阶", "gain", "法治建设"),
    ("社区养老服务全覆盖", "complete", "社区养老服务"),
    ("困难群众应保尽保", "complete", "困难群众"),
])
def test_constructions(clause, construction, about):
    found = match_commitment(clause)
    assert found is not None
    assert (found[0], found[1]["object"]) == (construction, about)


@pytest.mark.parametrize("clause", [
    "推动港口功能不断完善",  # an act
    "持续优化营商环境",
    "因地制宜推进海岛全面振兴",
    "建设一批文化场馆",
    "积极争取国家政策支持",  # asking for support
    "公共服务水平已显著提高",  # past
    "城市管理水平有待进一步提高",  # a shortcoming
    "坚持稳中求进工作总基调",
    "打造先进制造业基地",
    "以改革创新为根本动力",
    "完善社会保障体系",
])
def test_acts_shortcomings_and_the_past_are_no_commitments(clause):
    assert match_commitment(clause) is None


TEXT = """海州市国民经济和社会发展规划建议
一、“十四五”时期主要成就
经济实力显著增强。
二、主要目标
到二〇三〇年，全市创新能力显著增强，研发投入强度达到3%以上，基本建成海洋强市。人民生活更加幸福。
三、重点任务
（一）提升港口能级
确保深水航道如期完成。建设智慧港口。（牵头单位：市交通局；责任单位：市财政局、各县（市、区）政府）
（二）稳定就业
今年城镇登记失业率控制在4%以内，属预期性指标。（市人力资源和社会保障局、市教育局等按职责分工负责）
"""


@pytest.fixture(scope="module")
def reading():
    return read_document(TEXT.encode(), doc_id="hai", filename="hai.txt", script="Hans")


def _targets(reading, *quotes):
    rows = []
    for quote in quotes:
        start = reading.raw.index(quote)
        rows.append({"status": "target", "raw_start": start, "raw_end": start + len(quote)})
    return pd.DataFrame(rows)


def test_commitments_of_a_document(reading):
    targets = _targets(reading, "研发投入强度达到3%以上", "城镇登记失业率控制在4%以内")
    table = extract_document_commitments(reading, targets)
    said = {row["quote"]: row for row in table.to_dict("records")}
    assert list(said) == [
        "全市创新能力显著增强", "研发投入强度达到3%以上", "基本建成海洋强市", "人民生活更加幸福",
        "确保深水航道如期完成", "今年城镇登记失业率控制在4%以内",
    ]
    assert [row["numeric"] for row in said.values()] == [False, True, False, False, False, True]
    assert [row["year"] for row in said.values()][:4] == [2030] * 4
    assert said["确保深水航道如期完成"]["strength"] == "ensure"
    assert said["今年城镇登记失业率控制在4%以内"]["bindingness"] == "anticipated"
    for row in said.values():
        assert reading.raw[row["raw_start"]:row["raw_end"]] == row["quote"]


def test_without_targets_every_commitment_is_in_words(reading):
    table = extract_document_commitments(reading, TARGETS.empty())
    assert len(table) == 4 and not table["numeric"].any()


def test_a_work_report_without_dates_aims_at_the_year_it_plans():
    text = ("海州市2021年政府工作报告\n一、2020年工作回顾\n经济平稳运行。\n"
            "二、2021年工作安排\n城市功能更加完善。\n")
    report = read_document(text.encode(), doc_id="hai", filename="hai.txt", script="Hans")
    row = {**report.metadata, "kind": "work report", "title": "海州市2021年政府工作报告"}
    assert extract_document_commitments(report, TARGETS.empty(), row)["year"].to_list() == [2021]


def test_horizons():
    assert find_horizon("到2025年底前完成") == 2025
    assert find_horizon("“十四五”期末") == 2025
    assert find_horizon("“十五五”时期经济社会发展的主要目标") == 2030
    assert find_horizon("今年是“十四五”规划的关键一年") is None
    assert find_horizon("2018年政府工作报告") is None


@pytest.mark.parametrize(("note", "expected"), [
    ("（责任单位：市教育局、市卫生健康委员会，各区县政府）",
     [("responsible", "市教育局"), ("responsible", "市卫生健康委员会"),
      ("responsible", "各区县政府")]),
    ("责任单位为市科技局。", [("responsible", "市科技局")]),
    ("【市科技局牵头；市工信局、市国资委配合】",
     [("lead", "市科技局"), ("cooperating", "市工信局"), ("cooperating", "市国资委")]),
    ("（牵头部门：市农业农村局，配合部门：市水务局和各乡镇政府）",
     [("lead", "市农业农村局"), ("cooperating", "市水务局"), ("cooperating", "各乡镇政府")]),
    ("（市住建局牵头负责）", [("lead", "市住建局")]),
    # no notes
    ("（该项工作由我市牵头建设）", []),
    ("（含配合饲料）", []),
    ("（2018-2020年）", []),
    ("（市委宣传部、市文旅局）", []),
])
def test_notes(note, expected):
    assert parse_note(note) == expected


def test_a_bracket_that_never_closes_does_not_hide_a_note():
    text = "（1围绕调结构，做优增量。（牵头单位：区政府办）"
    assert [text[a:b] for a, b in find_notes(text)] == ["（牵头单位：区政府办）"]
    assert list(find_notes("责任单位：市财政局")) == [(0, 9)]


def test_and_is_part_of_a_name():
    assert split_bodies("市文化和旅游局和市体育局") == ["市文化和旅游局", "市体育局"]


def test_responsibilities_of_a_document(reading):
    table = extract_document_responsibilities(reading)
    assert table[["task_id", "task", "part", "body"]].values.tolist() == [
        [1, "提升港口能级", "lead", "市交通局"],
        [1, "提升港口能级", "responsible", "市财政局"],
        [1, "提升港口能级", "responsible", "各县（市、区）政府"],
        [2, "稳定就业", "responsible", "市人力资源和社会保障局"],
        [2, "稳定就业", "responsible", "市教育局"],
    ]
    for row in table.to_dict("records"):
        assert reading.raw[row["raw_start"]:row["raw_end"]] == row["quote"]
