"""The catalogue, linking by wording, and amounts in canonical units."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from project import SHIPPED

from policyresearch.errors import DataError
from policyresearch.tables import DIRECTIONS, MEASURES
from policyresearch.targets.amounts import convert_amount, parse_unit
from policyresearch.targets.indicators import (
    is_implied,
    link_indicators,
    list_candidates,
    load_indicators,
    read_indicators,
)


def _records(*rows):
    columns = ["indicator", "value", "unit", "measure", "scope"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(doc_id="a", n=range(1, len(frame) + 1))


def _linked(*row):
    return link_indicators(_records(row))["indicator_id"].iloc[0]


def test_catalogue_is_complete():
    table = read_indicators()
    assert len(table) >= 120
    assert set(table["direction"]) == set(DIRECTIONS)
    assert (table["definition"].str.endswith(".")).all()
    assert not table["name_zh"].duplicated().any() and not table["name_en"].duplicated().any()


def test_every_wording_of_the_catalogue_links_to_its_own_entry():
    spelled = [
        (row["indicator_id"], wording, row["unit"])
        for row in read_indicators().to_dict("records")
        for wording in (row["name_zh"], *filter(None, row["aliases"].split("|")))
    ]
    linked = link_indicators(_records(*((w, 1.0, unit, "level", "") for _, w, unit in spelled)))
    assert linked["indicator_id"].to_list() == [indicator_id for indicator_id, _, _ in spelled]


@pytest.mark.parametrize(("wording", "unit", "measure", "scope", "expected"), [
    ("地區生產總值", "%", "growth", "", "gdp"),
    ("全市生产总值增速", "%", "growth", "", "gdp"),
    ("规上工业增加值", "%", "growth", "规上工业", "industrial_value_added"),
    ("全社会R&D经费支出占GDP的比重", "%", "share", "", "rd_intensity"),
    ("研究与试验发展(R&D)经费投入强度", "%", "share", "", "rd_intensity"),
    ("海岛居民人均可支配收入", "元", "level", "", ""),
    ("县域一般公共预算收入", "%", "growth", "县域", "budget_revenue"),
    ("旅游總收入", "億元", "level", "", "tourism_income"),
    ("“小巨人”企业", "家", "level", "", "little_giants"),
    ("城镇就业", "万人", "change", "城镇", "urban_new_jobs"),
    ("企业", "家", "change", "上市", ""),
    # The wording fits, the unit does not: nothing is forced.
    ("高新技术企业", "亿元", "level", "", ""),
    ("地区生产总值", "%", "share", "", ""),
    ("城镇登记失业率", "万人", "level", "", ""),
    # One changed character is another indicator.
    ("城镇登记就业率", "%", "share", "", ""),
    ("万元地区生产总值煤耗", "吨", "level", "", ""),
    ("服务业用电量", "亿千瓦时", "level", "", ""),
])
def test_wording_and_unit_decide(wording, unit, measure, scope, expected):
    assert _linked(wording, 1.0, unit, measure, scope) == expected


def test_links_are_those_of_the_gold_records():
    study = SHIPPED
    texts = ["quote", "indicator", "unit", "scope", "measure"]
    gold = pd.concat([
        pd.read_csv(path, dtype=dict.fromkeys(texts, "str"), keep_default_na=False,
                    na_values={"value": [""]})
        for path in sorted((study.root / "data" / "gold" / "targets").glob("*.csv"))
    ], ignore_index=True)
    linked = link_indicators(gold)
    assert len(linked) == len(gold)
    found = {
        (row["doc_id"], row["indicator_id"], row["measure"]): row["amount"]
        for row in linked[linked["status"] != "reference"].to_dict("records")
    }
    assert found["dalian_2018", "patents_per_10k", "level"] == 25
    assert found["dalian_2020", "patents_per_10k", "level"] == 23.26
    assert found["dalian_2018", "rural_income", "level"] == 14000
    assert found["dalian_2025", "rd_intensity", "share"] == 3
    assert found["dalian_2020", "port_cargo", "level"] == 36600
    # Measured: 204 of 475 records; counts of single projects have no entry.
    assert (linked["indicator_id"] != "").mean() >= 204 / 475


def test_a_scope_that_the_indicator_says_is_implied():
    assert is_implied("城镇", "registered_unemployment")
    assert is_implied("13處縣級以上飲用水源", "drinking_water")
    assert not is_implied("开发区", "registered_unemployment") and not is_implied("", "gdp")


def test_what_is_not_linked_is_listed_with_its_likeness():
    records = link_indicators(_records(("海岛居民人均可支配收入", 1.0, "元", "level", "")))
    listed = list_candidates(records)
    assert "income" in set(listed["candidate"])
    assert (listed["score"] <= 0.8).all() and listed["score"].is_monotonic_decreasing


@pytest.mark.parametrize(("value", "unit", "measure", "canonical", "expected"), [
    (80000, "人", "change", "万人", (8.0, "万人")),
    (1.4, "万元", "level", "元", (14000.0, "元")),
    (13343, "万美元", "level", "亿元", (1.3343, "亿美元")),
    (4, "成", "share", "%", (40.0, "%")),
    (0.4, "個百分點", "difference", "%", None),  # Traditional units are simplified before
    (0.4, "个百分点", "difference", "亿元", (0.4, "个百分点")),
    (2, "个百分点", "change", "%", (2.0, "个百分点")),
    (2, "个百分点", "share", "%", None),
    (1, "番", "growth", "亿元", (1.0, "番")),
    (0.5, "倍", "growth", "亿元", (0.5, "倍")),
    (15, "亩", "level", "公顷", (1.0, "公顷")),
    (3, "个工作日", "level", "工作日", (3.0, "工作日")),
    (60, "", "level", "家", (60.0, "家")),
    (3, "位", "rank", "亿元", (3.0, "位")),
    (3, "亿元", "growth", "亿元", None),
    (5, "元", "level", "%", None),
])
def test_amounts(value, unit, measure, canonical, expected):
    assert convert_amount(value, unit, measure=measure, canonical=canonical) == expected


@given(st.floats(0.01, 1e6), st.sampled_from(["万元", "亿元", "元", "万亿元", "百万元"]))
def test_amounts_do_not_depend_on_the_scale_they_are_written_in(value, unit):
    scale, _ = parse_unit(unit)
    amount, _ = convert_amount(value, unit, measure="level", canonical="亿元")
    assert amount == pytest.approx(value * scale / 1e8)


def test_growth_and_level_never_mix():
    units = {"growth": ["%", "倍", "番"], "level": ["亿元", "万元"]}
    for measure in MEASURES:
        for unit in units["growth"]:
            fitted = convert_amount(1.0, unit, measure=measure, canonical="亿元")
            assert (fitted is not None) == (measure == "growth")


HEADER = "indicator_id,name_zh,name_en,unit,kind,direction,theme,aliases,definition,source\n"


@pytest.mark.parametrize(("lines", "message"), [
    ("a,甲率,A,%,state,higher,x,,A.,s\nb,乙率,B,%,state,higher,x,甲率,B.,s\n", "also names `a`"),
    ("a,甲率,A,%,state,up,x,,A.,s\n", "options are"),
    ("a,甲率,A,%,state,higher,x,,,s\n", "line 2: the columns .'definition'. are empty"),
    ("a,甲率,A,%,state,higher,x,,A.,s\na,乙率,B,%,state,higher,x,,B.,s\n", "repeat the key"),
])
def test_a_catalogue_that_cannot_be_used_says_why(lines, message, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(HEADER + lines, encoding="utf-8-sig")
    with pytest.raises(DataError, match=message):
        load_indicators(path)
