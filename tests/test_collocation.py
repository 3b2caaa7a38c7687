"""Collocation: windows by hand, measures against a second implementation."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from test_concordance import tables

from policyresearch.errors import DataError
from policyresearch.words.collocates import compare_collocates, count_collocates, locate_collocates
from policyresearch.words.concordance import line_up


def random_tokens(seed: int, sentences: int = 60) -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(seed)
    words = np.array([*"甲乙丙丁戊己庚", "，", "的"])
    return tables(*("|".join(draw.choice(words, size=draw.integers(2, 15)))
                    for _ in range(sentences)))


def test_windows_by_hand():
    sentences, tokens = tables("甲|乙|改革|，|丙|丁|改革|戊", "己|改革|改革|庚")
    near = locate_collocates(tokens, "改革", left=2, right=2)
    # 丙 is one from the first and two from the second node, 丁 the other way round.
    assert near[["collocate", "distance"]].values.tolist() == [
        ["甲", -2], ["乙", -1], ["丙", 1], ["丁", -1], ["戊", 1], ["己", -1], ["庚", 1],
    ]
    lines = line_up(near, sentences)
    assert (lines["keyword"] == lines["collocate"]).all()
    assert near["node_start"].to_list()[:4] == [7, 7, 7, 12]
    one_side = locate_collocates(tokens, "改革", left=0, right=1)
    assert one_side["collocate"].to_list() == ["丙", "戊", "庚"]


def test_nodes_of_several_tokens_and_equal_distances():
    _, tokens = tables("甲|创新|驱动|乙|创新|驱动")
    near = locate_collocates(tokens, "创新 驱动", left=3, right=3)
    # 乙 is as near to both: it goes with the one before it.
    assert near[["collocate", "distance", "node_end"]].values.tolist() == [
        ["甲", -1, 10], ["乙", 1, 10],
    ]


def test_punctuation_inside_a_node_is_no_word():
    _, tokens = tables("甲|创新|，|驱动|乙")
    near = locate_collocates(tokens, "创新 ， 驱动")
    assert near[["collocate", "distance"]].values.tolist() == [["甲", -1], ["乙", 1]]


def test_measures_by_hand():
    # The node twice (F), 8 other words (N); its windows of one hold 甲 twice and 乙, 丙 once.
    _, tokens = tables("甲|改革|甲", "乙|改革|丙", "甲|乙", "丁|丁")
    table = count_collocates(tokens, "改革", left=1, right=1, minimum=2)
    (row,) = table.to_dict("records")
    assert (row["collocate"], row["together"], row["before"], row["behind"]) == ("甲", 2, 1, 1)
    assert (row["frequency"], row["node_frequency"]) == (3, 2)
    assert (row["window_tokens"], row["tokens"]) == (4, 8)
    assert row["expected"] == 1.5
    assert row["pmi"] == pytest.approx(math.log2(4 / 3), abs=1e-12)
    assert row["npmi"] == pytest.approx(math.log2(4 / 3) / 2, abs=1e-12)
    assert row["t_score"] == pytest.approx(0.5 / math.sqrt(2), abs=1e-12)
    assert row["log_dice"] == pytest.approx(14 + math.log2(4 / 5), abs=1e-12)
    assert row["delta_p"] == pytest.approx(2 / 4 - 1 / 4, abs=1e-12)
    assert row["delta_p_back"] == pytest.approx(2 / 3 - 2 / 5, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_measures_as_a_second_implementation(seed):
    """Windows by a loop over positions; G² by scipy's contingency test."""
    _, tokens = random_tokens(seed)
    left, right, node = 3, 2, "甲"
    words = tokens[~tokens["is_punctuation"]]
    inside, elsewhere, nodes = [], [], 0
    for _, rows in words.groupby("sent_id"):
        line = rows["token"].to_list()
        nodes += line.count(node)
        for i, word in enumerate(line):
            if word == node:
                continue
            near = node in line[max(0, i - right) : i] or node in line[i + 1 : i + 1 + left]
            (inside if near else elsewhere).append(word)
    r, n = len(inside), len(inside) + len(elsewhere)
    table = count_collocates(tokens, node, left=left, right=right, minimum=1)
    assert set(table["collocate"]) == set(inside) - {"的"}
    for row in table.to_dict("records"):
        o, rest = inside.count(row["collocate"]), elsewhere.count(row["collocate"])
        c = o + rest
        g2 = stats.chi2_contingency(
            [[o, rest], [r - o, n - r - rest]], correction=False, lambda_="log-likelihood"
        ).statistic
        expected = {
            "together": o, "frequency": c, "node_frequency": nodes, "window_tokens": r,
            "tokens": n, "pmi": math.log2(o * n / (r * c)),
            "npmi": math.log2(o * n / (r * c)) / math.log2(n / o),
            "t_score": (o - r * c / n) / math.sqrt(o),
            "g2": math.copysign(g2, o - r * c / n),
            "log_dice": 14 + math.log2(2 * o / (nodes + c)),
            "delta_p": o / r - rest / (n - r), "delta_p_back": o / c - (r - o) / (n - c),
        }
        for name, value in expected.items():
            assert row[name] == pytest.approx(value, abs=1e-9), name
        assert row["before"] + row["behind"] == row["together"]


def test_counts_are_the_evidence_counted():
    _, tokens = random_tokens(9)
    evidence = locate_collocates(tokens, "甲|乙")
    table = count_collocates(tokens, "甲|乙", minimum=1).set_index("collocate")
    counted = evidence["collocate"].value_counts().drop("的")
    assert table["together"].sort_index().equals(counted.sort_index().rename("together"))
    assert not evidence.duplicated(["doc_id", "start"]).any()
    assert not set(evidence["collocate"]) & {"甲", "乙", "，"}


def test_change_between_two_parts():
    _, before = tables("甲|改革|乙", "甲|改革|乙", "丙|丁")
    _, after = tables("丙|改革|乙", "丙|改革|乙", "甲|丁")
    table = compare_collocates(before, after, "改革", minimum=2).set_index("collocate")
    assert table.loc["甲", ["together_left", "together_right"]].to_list() == [2, 0]
    assert table.loc["丙", "per_1k_right"] == 500
    assert table.loc["乙", "log_ratio"] == 0
    assert table.loc["乙", "g2"] == pytest.approx(0, abs=1e-12)
    assert table.loc["丙", "g2"] == -table.loc["甲", "g2"] > 0
    assert pd.isna(table.loc["甲", "pmi_right"])
    back = compare_collocates(after, before, "改革", minimum=2).set_index("collocate")
    assert back["g2"].to_dict() == pytest.approx((-table["g2"]).to_dict())


def test_a_planted_partner_is_found():
    """A word that always follows the node comes first, whatever the rest does."""
    draw = np.random.default_rng(3)
    lines = []
    for _ in range(200):
        words = list(draw.choice([*"乙丙丁戊己庚辛壬癸"], size=12))
        if draw.random() < 0.3:
            words[6:6] = ["改革", "深化"]
        lines.append("|".join(words))
    _, tokens = tables(*lines)
    table = count_collocates(tokens, "改革")
    for name in ("log_dice", "npmi", "g2", "t_score", "delta_p"):
        assert table.loc[table[name].idxmax(), "collocate"] == "深化", name
    assert table["behind"].iloc[0] == table["together"].iloc[0]


def test_what_cannot_be_counted_is_refused():
    _, tokens = tables("甲|改革|乙")
    with pytest.raises(DataError, match="window"):
        locate_collocates(tokens, "改革", left=0, right=0)
    with pytest.raises(DataError, match="nothing to compare"):
        compare_collocates(tokens, tables("甲|乙")[1], "改革", minimum=1)
    assert count_collocates(tokens, "碳达峰").empty
