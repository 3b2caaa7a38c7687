"""Tables of indicators in every form that reading gives them; what is no table stays prose."""

import re

import pytest

from policyresearch.plots.style import FONT_FOLDER
from policyresearch.reading.document import read_document
from policyresearch.targets.extract import extract_document

HEADS = ["类别", "序号", "指标", "2020年", "2025年", "年均增长（累计）", "属性"]
ROWS = [
    ["经济发展", "1", "地区生产总值（亿元）", "212.5", "290", "6.5%", "预期性"],
    ["", "2", "常住人口城镇化率（%）", "52.3", "58", "[5.7]", "预期性"],
    ["民生福祉", "3", "城镇调查失业率（%）", "—", "<5.5", "—", "预期性"],
    ["", "4", "研发经费投入增长（%）", "—", "—", "10左右", "预期性"],
    ["绿色生态", "5", "单位地区生产总值能源消耗降低（%）", "—", "—", "[13.5]", "约束性"],
    ["", "6", "耕地保有量（万亩）", "45.2", "完成省下达任务", "—", "约束性"],
]
# On paper: what these rows say.
SAID = [
    ("地区生产总值", 212.5, "亿元", "eq", "level", "outcome", 2020, None, "预期性"),
    ("地区生产总值", 290.0, "亿元", "eq", "level", "target", 2025, None, "预期性"),
    ("地区生产总值", 6.5, "%", "eq", "growth", "target", 2025, 2021, "预期性"),
    ("常住人口城镇化率", 52.3, "%", "eq", "share", "outcome", 2020, None, "预期性"),
    ("常住人口城镇化率", 58.0, "%", "eq", "share", "target", 2025, None, "预期性"),
    ("常住人口城镇化率", 5.7, "个百分点", "eq", "change", "target", 2025, 2020, "预期性"),
    ("城镇调查失业率", 5.5, "%", "le", "share", "target", 2025, None, "预期性"),
    ("研发经费投入", 10.0, "%", "approx", "growth", "target", 2025, 2021, "预期性"),
    ("单位地区生产总值能源消耗", -13.5, "%", "eq", "growth", "target", 2025, 2020, "约束性"),
    ("耕地保有量", 45.2, "万亩", "eq", "level", "outcome", 2020, None, "约束性"),
]
TITLE = "临海县国民经济和社会发展第十四个五年规划纲要"
FIELDS = ["indicator", "value", "unit", "relation", "measure", "status", "year",
          "period_start", "note"]


def by_tabs():
    rows = "\n".join("\t".join(row) for row in [HEADS, *ROWS])
    return f"{TITLE}\n第一章 主要目标\n专栏1 主要指标\n{rows}\n", "plan.txt"


def by_blanks():
    rows = "\n".join(" ".join(filter(None, row)) for row in [HEADS, *ROWS])
    return f"{TITLE}\n第一章 主要目标\n专栏1 主要指标\n{rows}\n", "plan.txt"


def by_bars():
    rows = "\n".join("| " + " | ".join(row) + " |" for row in [HEADS, ["---"] * 7, *ROWS])
    return f"{TITLE}\n\n第一章 主要目标\n\n{rows}\n", "plan.md"


def as_page():
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADS, *ROWS]
    )
    return (
        f"<html><head><meta charset='utf-8'></head><body><h1>{TITLE}</h1>"
        f"<p>第一章 主要目标</p><table>{rows}</table></body></html>"
    ), "plan.html"


def extract(data, name):
    data = data.encode() if isinstance(data, str) else data
    reading = read_document(data, doc_id="plan", filename=name)
    return reading, extract_document(reading, reading.metadata)


def said(targets):
    tabled = targets[targets["rule"] == "table row"]
    rows = tabled[FIELDS].astype(object).where(tabled[FIELDS].notna(), None)
    return [tuple(row) for row in rows.values]


@pytest.mark.parametrize("form", [by_tabs, by_blanks, by_bars, as_page])
def test_a_table_says_the_same_in_every_form(form):
    reading, targets = extract(*form())
    assert said(targets) == SAID
    assert set(targets["rule"]) == {"table row"}
    for row in targets.to_dict("records"):
        assert reading.raw[row["raw_start"] : row["raw_end"]] == row["quote"]


def test_a_name_broken_over_lines_of_a_pdf_is_joined():
    pytest.importorskip("pdfplumber")
    import typst

    rows = [*ROWS, ["", "7", "每万人口高价值发明专利拥有量（件）", "1.2", "2.5", "—", "预期性"]]
    cells = [re.sub(r"([\[\]<>#*_@$])", r"\\\1", c) for row in [HEADS, *rows] for c in row]
    source = (
        f'#set text(font: "Noto Serif SC", size: 9pt, lang: "zh")\n{TITLE}\n\n第一章 主要目标\n\n'
        "#table(columns: (2fr, 1.2fr, 5fr, 1.6fr, 3fr, 3.4fr, 2fr), "
        + ",".join(f"[{cell}]" for cell in cells) + ")"
    )
    _, targets = extract(typst.compile(source.encode(), font_paths=[str(FONT_FOLDER)]), "p.pdf")
    assert said(targets)[: len(SAID)] == SAID
    last = targets.iloc[-1]
    assert (last["indicator"], last["unit"]) == ("每万人口高价值发明专利拥有量", "件")


def test_units_of_their_own_column_and_totals_of_two_periods():
    _, targets = extract(
        "临海市国民经济和社会发展第十三个五年规划纲要\n第一章 主要目标\n"
        "指标名称\t单位\t2015年\t2020年\t属性\n城镇新增就业\t万人\t[6]\t[7]\t预期性\n"
        "全员劳动生产率\t万元/人\t8.7\t≥12\t预期性\n", "plan.txt",
    )
    assert [row[:-1] for row in said(targets)] == [
        ("城镇新增就业", 6.0, "万人", "eq", "cumulative", "outcome", 2015, 2011),
        ("城镇新增就业", 7.0, "万人", "eq", "cumulative", "target", 2020, 2016),
        ("全员劳动生产率", 8.7, "万元/人", "eq", "level", "outcome", 2015, None),
        ("全员劳动生产率", 12.0, "万元/人", "ge", "level", "target", 2020, None),
    ]


def test_table_of_a_report_parts_what_was_reached_from_what_is_planned():
    _, targets = extract(
        "临海市2024年政府工作报告\n2024年1月12日在临海市第十届人民代表大会第三次会议上\n"
        "一、2023年工作回顾\n经济平稳运行。\n二、2024年工作安排\n指标\t2023年完成\t2024年目标\n"
        "粮食产量（万吨）\t32\t33以上\n", "report.txt",
    )
    assert [row[1:7] for row in said(targets)] == [
        (32.0, "万吨", "eq", "level", "outcome", 2023),
        (33.0, "万吨", "ge", "level", "target", 2024),
    ]


@pytest.mark.parametrize("rows", [
    # No headings; projects; a schedule; cells that fit nowhere.
    "经济发展 1 地区生产总值（亿元） 212.5 290 6.5% 预期性",
    "序号\t项目名称\t地点\t年限\n1\t城北水厂\t城北街道\t2016-2018",
    "指标\t2020年\t2025年\t属性\n地区生产总值（亿元）\t约束性\t290\t2025年底完成",
])
def test_what_cannot_be_aligned_makes_no_record(rows):
    _, targets = extract(f"{TITLE}\n第一章 主要目标\n{rows}\n", "plan.txt")
    assert len(targets) == 0


def test_prose_behind_a_table_is_prose_again():
    text, name = by_tabs()
    _, targets = extract(text + "到2025年，建成创新平台10个。\n注：[ ]内为五年累计数。\n", name)
    assert targets.iloc[-1][["indicator", "value", "rule"]].tolist() == [
        "创新平台", 10.0, "named amount"
    ]
