"""Scores of an extraction on cases that can be counted by hand, and the two commands."""

import pandas as pd
import pytest

from policyresearch.__main__ import main
from policyresearch.errors import DataError
from policyresearch.targets.evaluate import (
    LAYERS,
    list_errors,
    match_targets,
    phrases_agree,
    read_targets_gold,
    score_targets,
)

REPORT = (
    "临海市2021年政府工作报告\n一、2020年工作回顾\n地区生产总值增长6.5%。\n"
    "二、2021年工作安排\n地区生产总值增长7%左右，新建公办幼儿园15所。\n"
)


def record(start, value, **fields):
    base = {
        "doc_id": "a", "quote": "…", "raw_start": start, "raw_end": start + 10,
        "indicator": "地区生产总值", "value": value, "value_high": float("nan"), "unit": "%",
        "relation": "eq", "measure": "growth", "status": "target", "year": 2020.0,
        "period_start": float("nan"), "scope": "",
    }
    return {**base, **fields}


GOLD = pd.DataFrame([
    record(0, 6.5), record(20, 7.0), record(40, 3.0, indicator="失业率", measure="share"),
    record(60, 15.0, unit="所", indicator="公办幼儿园", measure="level", status="outcome"),
])


def f1(predicted, gold=GOLD, status="all"):
    scores = score_targets(predicted, gold, draws=0)
    return scores[scores["status"] == status].set_index("layer")["f1"].round(3).to_dict()


def test_gold_agrees_with_itself():
    assert set(f1(GOLD).values()) == {1.0}


def test_each_field_falls_in_its_layer_and_those_behind_it():
    names = list(LAYERS)
    for layer, fields in LAYERS.items():
        wrong = GOLD.copy()
        other = {"value": 99.0, "unit": "家", "status": "reference", "indicator": "税收",
                 "relation": "ge", "measure": "rank", "year": 1999.0, "period_start": 1990.0,
                 "scope": "全国", "value_high": 9.0}
        wrong.loc[0, fields[0]] = other[fields[0]]
        measured = f1(wrong)
        expected = {name: 1.0 if names.index(name) < names.index(layer) else 0.75 for name in names}
        assert {name: measured[name] for name in names} == expected


def test_missed_and_false_records_by_hand():
    predicted = pd.concat(
        [GOLD.iloc[:2], pd.DataFrame([record(200, 6.5), record(300, 1.0)])], ignore_index=True
    )
    row = score_targets(predicted, GOLD, draws=0).set_index(["status", "layer"]).loc["all", "unit"]
    assert (row["marked"], row["found"], row["agreed"]) == (4, 4, 2)
    assert (row["precision"], row["recall"], row["f1"]) == (0.5, 0.5, 0.5)
    errors = list_errors(predicted, GOLD)
    assert errors["error"].value_counts().to_dict() == {"missed": 2, "false": 2}


def test_pairing_is_one_to_one_and_takes_the_best():
    gold = pd.DataFrame([record(0, 5.0, indicator="出口"), record(5, 5.0, indicator="进口")])
    predicted = gold.iloc[::-1].reset_index(drop=True)
    matches = match_targets(predicted, gold)
    assert matches["whole"].all()
    assert sorted(matches["gold"]) == [0, 1]
    twice = pd.concat([gold.iloc[:1], gold.iloc[:1]], ignore_index=True)
    assert match_targets(twice, gold.iloc[:1])["gold"].notna().sum() == 1


def test_same_value_far_away_is_another_record():
    assert f1(pd.DataFrame([record(500, 6.5)]), GOLD.iloc[:1])["value"] == 0.0


def test_statuses_are_scored_apart():
    predicted = GOLD.assign(status=["target", "outcome", "target", "outcome"])
    assert f1(predicted, status="target")["status"] == 0.8  # 2 of 2 found, 2 of 3 marked
    assert f1(predicted, status="outcome")["status"] == pytest.approx(2 / 3, abs=1e-3)


@pytest.mark.parametrize(("one", "other", "agree"), [
    ("地區生產總值", "地区生产总值", True), ("“暖房子”改造", "暖房子改造", True),
    ("全市地区生产总值", "地区生产总值", True), ("公办幼儿园", "新开公办幼儿园", True),
    ("税收", "民营企业实现的税收", False), ("出口", "进口", False), ("", "", True),
    ("", "税收", False),
])
def test_phrases_agree(one, other, agree):
    assert phrases_agree(one, other) is agree
    assert phrases_agree(other, one) is agree


def test_intervals_hold_the_estimate_and_depend_on_nothing_else():
    predicted = GOLD.assign(raw_start=GOLD["raw_start"], value=[6.5, 7.0, 9.0, 15.0])
    spread = GOLD.assign(raw_start=[0, 400, 800, 1200], raw_end=[10, 410, 810, 1210])
    predicted = predicted.assign(raw_start=spread["raw_start"], raw_end=spread["raw_end"])
    first = score_targets(predicted, spread, draws=300)
    scored = first[first["f1"].notna()]
    assert (scored["low"] <= scored["f1"]).all()
    assert (scored["f1"] <= scored["high"]).all()
    pd.testing.assert_frame_equal(first, score_targets(predicted, spread, draws=300))


def test_gold_folder_must_hold_records(tmp_path):
    with pytest.raises(DataError, match="no CSV"):
        read_targets_gold(tmp_path)
    (tmp_path / "a.csv").write_text("doc_id,quote\na,b\n", encoding="utf-8")
    with pytest.raises(DataError, match="lacks the columns"):
        read_targets_gold(tmp_path)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "临海.txt"
    path.write_bytes(REPORT.encode("gb18030"))
    return path


def test_targets_and_evaluate_commands(report, tmp_path, capsys):
    assert main(["targets", str(report), "--out", str(tmp_path / "out")]) == 0
    table = tmp_path / "out" / "targets.csv"
    targets = pd.read_csv(table, encoding="utf-8-sig")
    assert targets["value"].tolist() == [6.5, 7.0, 15.0]
    assert targets["status"].tolist() == ["outcome", "target", "target"]
    assert targets["indicator_id"].tolist()[:2] == ["gdp", "gdp"]
    gold = tmp_path / "gold"
    gold.mkdir()
    wrong = targets.assign(unit=["%", "%", "座"]).rename(
        columns={"raw_start": "start", "raw_end": "end"}
    )
    wrong.to_csv(gold / "临海.csv", index=False, encoding="utf-8-sig")
    capsys.readouterr()
    arguments = ["evaluate", "--gold", str(gold), "--predicted", str(table)]
    assert main([*arguments, "--out", str(tmp_path / "scores")]) == 0
    shown = capsys.readouterr().out
    assert "differs [unit]" in shown
    scores = pd.read_csv(tmp_path / "scores" / "scores.csv", encoding="utf-8-sig")
    row = scores.set_index(["status", "layer"])["f1"]
    assert row["all", "value"] == 1.0
    assert row["all", "unit"] == pytest.approx(2 / 3)


def test_targets_goes_on_when_a_file_cannot_be_read(report, tmp_path, capsys):
    missing = tmp_path / "没有.txt"
    assert main(["targets", str(missing), str(report), "--out", str(tmp_path / "out")]) == 2
    assert "没有.txt" in capsys.readouterr().err
    assert (tmp_path / "out" / "targets.csv").is_file()
