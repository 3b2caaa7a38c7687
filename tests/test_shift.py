"""Word shift: parts that sum to the total, and names that changed."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from policyresearch.errors import DataError
from policyresearch.lexicons import read_lexicon
from policyresearch.words.shift import SHIFTS, decompose_shift, fold_renamed, mark_lineage

COUNTS = st.dictionaries(st.sampled_from("甲乙丙丁戊己"), st.integers(0, 50)).filter(
    lambda counts: sum(counts.values()) > 0
)


def parts(left: dict, right: dict, measure: str) -> dict[str, float]:
    table = decompose_shift(left, right, measure=measure)
    return dict(zip(table["word"], table["part"], strict=True))


def test_parts_by_hand():
    left, right = {"脱贫": 3, "发展": 1}, {"振兴": 2, "发展": 2}
    # Shares 3/4, 0, 1/4 and 0, 1/2, 1/2.
    assert parts(left, right, "proportion") == {"脱贫": -0.75, "振兴": 0.5, "发展": 0.25}
    by_entropy = parts(left, right, "entropy")
    assert by_entropy["脱贫"] == pytest.approx(0.75 * math.log2(0.75), abs=1e-12)
    assert by_entropy["振兴"] == pytest.approx(0.5, abs=1e-12)
    assert by_entropy["发展"] == pytest.approx(0, abs=1e-12)  # ½ · 1 bit against ¼ · 2 bits
    # A word of one side only: its share halves in the mean, which costs p/2 bits.
    by_divergence = parts(left, right, "divergence")
    assert by_divergence["脱贫"] == pytest.approx(0.375, abs=1e-12)
    assert by_divergence["振兴"] == pytest.approx(0.25, abs=1e-12)


@given(COUNTS, COUNTS)
@settings(deadline=None, max_examples=50)
def test_parts_sum_to_the_total(left, right):
    p, q = ([side.get(w, 0) / sum(side.values()) for w in "甲乙丙丁戊己"] for side in (left, right))
    totals = {
        "proportion": 0.0,
        "entropy": entropy(q, base=2) - entropy(p, base=2),
        "divergence": jensenshannon(p, q, base=2) ** 2,
    }
    for measure in SHIFTS:
        table = decompose_shift(left, right, measure=measure)
        total = math.fsum(table["part"])
        assert total == pytest.approx(totals[measure], abs=1e-9), measure
        assert table["part_share"].sum() == pytest.approx(1 if table["part"].any() else 0)
        assert (table["part_share"].diff().dropna() <= 1e-12).all()
    up = [part for part in parts(left, right, "proportion").values() if part > 0]
    variation = sum(abs(a - b) for a, b in zip(p, q, strict=True)) / 2
    assert math.fsum(up) == pytest.approx(variation, abs=1e-12)
    assert min(parts(left, right, "divergence").values()) >= -1e-15


@given(COUNTS, COUNTS, st.integers(2, 9))
@settings(deadline=None, max_examples=30)
def test_sides_may_differ_in_length(left, right, factor):
    longer = {word: factor * count for word, count in right.items()}
    for measure in SHIFTS:
        there, back = parts(left, longer, measure), parts(longer, left, measure)
        assert there == pytest.approx(parts(left, right, measure), abs=1e-12)
        sign = 1 if measure == "divergence" else -1
        assert there == pytest.approx({w: sign * part for w, part in back.items()}, abs=1e-12)


LINEAGE = pd.DataFrame(
    [
        ("全面建设小康", "全面建成小康", "renamed", 2012, "报告"),
        ("全面建成小康", "现代化国家", "continued", 2020, "公报"),
        ("脱贫攻坚", "巩固脱贫", "continued", 2020, "意见"),
        ("脱贫攻坚", "乡村振兴", "absorbed", 2020, "意见"),
    ],
    columns=["predecessor", "successor", "relation", "year", "source"],
)


def kin(left: dict, right: dict) -> pd.DataFrame:
    return mark_lineage(decompose_shift(left, right), LINEAGE).set_index("word")


def test_a_renamed_programme_is_no_new_priority():
    table = kin({"全面建设小康": 2, "发展": 8}, {"全面建成小康": 2, "碳达峰": 1, "发展": 7})
    assert table.loc["全面建成小康", "kinship"] == "renamed"
    assert table.loc["全面建成小康", "kin"] == "全面建设小康"
    assert table.loc["全面建成小康", "family_change"] == 0
    assert table.loc["全面建成小康", "kin_source"] == "报告"
    assert table.loc["全面建设小康", "kinship"] == "renamed"
    assert table.loc["碳达峰", "kinship"] == "new"
    assert table.loc["发展", "kinship"] == ""


def test_chains_are_followed_and_as_close_as_their_loosest_step():
    table = kin({"全面建设小康": 2, "发展": 8}, {"现代化国家": 3, "发展": 7})
    assert table.loc["现代化国家", "kinship"] == "continued"
    assert table.loc["现代化国家", "kin_source"] == "报告；公报"
    assert table.loc["现代化国家", "family_change"] == pytest.approx(0.1)


def test_two_successors_share_one_predecessor():
    table = kin({"脱贫攻坚": 5, "发展": 5}, {"巩固脱贫": 2, "乡村振兴": 3, "发展": 5})
    assert table.loc["脱贫攻坚", "kin"] == "巩固脱贫、乡村振兴"
    assert table.loc["脱贫攻坚", "kinship"] == "continued"
    assert table.loc["脱贫攻坚", "family_change"] == pytest.approx(0)
    assert table.loc["乡村振兴", "kinship"] == "absorbed"
    assert table.loc["乡村振兴", "family_change"] == pytest.approx(-0.2)


def test_kin_that_move_the_same_way_explain_nothing():
    table = kin({"脱贫攻坚": 1, "发展": 9}, {"脱贫攻坚": 2, "乡村振兴": 3, "发展": 5})
    assert table.loc["乡村振兴", "kinship"] == "new"
    assert table.loc["脱贫攻坚", "kinship"] == ""
    # The left never used the old name: nothing was renamed.
    assert kin({"发展": 1}, {"乡村振兴": 1}).loc["乡村振兴", "kinship"] == "new"
    assert kin({"发展": 1}, {"乡村振兴": 1}).loc["发展", "kinship"] == "gone"


def test_folding_keeps_the_sum_and_merges_renamed_terms_only():
    counts = pd.Series({"全面建设小康": 2, "全面建成小康": 3, "脱贫攻坚": 5, "乡村振兴": 1})
    folded = fold_renamed(counts, LINEAGE)
    assert folded.to_dict() == {"全面建成小康": 5, "脱贫攻坚": 5, "乡村振兴": 1}


def test_the_shipped_lineage_is_read():
    left, right = {"山水林田湖": 4, "发展": 6}, {"山水林田湖草沙": 4, "发展": 6}
    table = mark_lineage(decompose_shift(left, right), read_lexicon("lineage")).set_index("word")
    assert table.loc["山水林田湖草沙", "kinship"] == "renamed"
    assert fold_renamed(pd.Series(left), read_lexicon("lineage")).to_dict() == right


def test_what_cannot_be_decomposed_is_refused():
    with pytest.raises(DataError, match="options are"):
        decompose_shift({"甲": 1}, {"甲": 1}, measure="tsallis")
    with pytest.raises(DataError, match="no word"):
        decompose_shift({"甲": 0}, {"甲": 1})
    with pytest.raises(DataError, match="negative"):
        decompose_shift({"甲": 1}, {"甲": -1})
    with pytest.raises(DataError, match="whole number"):
        decompose_shift({"甲": 1}, {"甲": 0.5})
    with pytest.raises(DataError, match="twice"):
        decompose_shift(pd.Series([1, 2], index=["甲", "甲"]), {"甲": 1})
