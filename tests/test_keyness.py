"""Keyness and dispersion: published examples, scipy, and plain second versions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from policyresearch.words import measures as m
from policyresearch.words.dispersion import disperse_counts

# Dunning (1993), Table 1: G², then both words, first only, second only, neither.
DUNNING = [
    (270.72, 110, 2442, 111, 29114), (263.90, 29, 13, 123, 31612),
    (256.84, 31, 23, 139, 31584), (167.23, 10, 0, 3, 31764), (157.21, 76, 104, 2476, 29121),
]
COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(61, 9000),
                   st.integers(61, 9000)).filter(lambda c: c[0] + c[1] > 0)


@pytest.mark.parametrize(("g2", "both", "first", "second", "neither"), DUNNING)
def test_published_log_likelihood(g2, both, first, second, neither):
    found = m.measure_g2([second], [both], second + neither, both + first)
    assert found[0] == pytest.approx(g2, abs=0.005)


@settings(max_examples=150, deadline=None)
@given(COUNTS)
def test_tests_equal_scipy(counts):
    a, b, size_a, size_b = counts
    cells = [[a, b], [size_a - a, size_b - b]]
    sign = np.sign(b / size_b - a / size_a)
    for found, how in ((m.measure_g2, "log-likelihood"), (m.measure_chi2, "pearson")):
        oracle = stats.chi2_contingency(cells, correction=False, lambda_=how).statistic
        assert found([a], [b], size_a, size_b)[0] == pytest.approx(
            sign * oracle, rel=1e-9, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(COUNTS)
def test_lrc_is_the_nearer_end_of_the_exact_interval(counts):
    a, b, size_a, size_b = counts
    ends = stats.binomtest(b, a + b).proportion_ci(confidence_level=1 - 0.05 / 40)

    def ratio(p):
        if p in (0, 1):
            return -math.inf if p == 0 else math.inf
        return math.log2(p / (1 - p) * size_a / size_b)

    low, high = ratio(ends.low), ratio(ends.high)
    expected = low if low > 0 else high if high < 0 else 0.0
    found = m.measure_lrc([a], [b], size_a, size_b, words=40)[0]
    # scipy finds the ends by root search, to about eight digits.
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_lrc_by_hand():
    # 0 against 8 at equal sizes: lower end of 8 of 8 is (α/2)^(1/8).
    share = 0.025 ** (1 / 8)
    expected = math.log2(share / (1 - share))
    assert m.measure_lrc([0], [8], 100, 100)[0] == pytest.approx(expected, rel=1e-9)


def test_ratios_by_hand():
    assert m.measure_log_ratio([4, 0, 6], [1, 3, 0], 200, 100).tolist() == pytest.approx(
        [-1.0, math.log2(0.03 / 0.0025), math.log2(0.005 / 0.03)])
    assert m.measure_difference([4, 8], [1, 0], 200, 100).tolist() == pytest.approx([-50, -100])
    assert m.measure_odds_ratio([10], [20], 110, 120)[0] == pytest.approx(2.0)
    # A zero adds ½ to every cell: (2.5 / 98.5) / (0.5 / 100.5).
    assert m.measure_odds_ratio([0], [2], 100, 100)[0] == pytest.approx(
        2.5 / 98.5 / (0.5 / 100.5))
    oracle = stats.contingency.odds_ratio([[20, 100], [10, 100]], kind="sample").statistic
    assert m.measure_odds_ratio([10], [20], 110, 120)[0] == pytest.approx(oracle)
    assert m.measure_bayes_factor([-15.0], 4000, 6000)[0] == pytest.approx(15 - math.log(1e4))


def test_log_odds_equal_a_plain_second_version():
    a, b, prior = [3, 0, 12], [7, 5, 4], [2.0, 1.0, 5.0]
    delta, z = m.measure_log_odds(a, b, 500, 400, prior=prior)
    for k in range(3):
        left = math.log((a[k] + prior[k]) / (500 + 8 - a[k] - prior[k]))
        right = math.log((b[k] + prior[k]) / (400 + 8 - b[k] - prior[k]))
        spread = math.sqrt(1 / (a[k] + prior[k]) + 1 / (b[k] + prior[k]))
        assert delta[k] == pytest.approx(right - left, rel=1e-9)
        assert z[k] == pytest.approx((right - left) / spread, rel=1e-9)
    # The prior of the corpus itself: a word of equal rates stays at zero.
    assert m.measure_log_odds([5], [4], 500, 400)[0][0] == pytest.approx(0)


def test_units_equal_counting_pairs_and_scipy():
    rng = np.random.default_rng(1)
    left, right = rng.poisson(1, (9, 4)) / 7, rng.poisson(1.5, (12, 4)) / 7
    found = m.measure_units(left, right)
    for k in range(4):
        pairs = [np.sign(y - x) for x in left[:, k] for y in right[:, k]]
        assert found.loc[k, "cliffs_delta"] == pytest.approx(np.mean(pairs), abs=1e-12)
        oracle = stats.mannwhitneyu(left[:, k], right[:, k], method="asymptotic")
        assert found.loc[k, "mann_whitney_p"] == pytest.approx(oracle.pvalue, rel=1e-9)


class TestDispersion:
    # Gries (2008): "b a m n i b e u p / b a s a t b e w q n / b c a g a b e s t a /
    # b a g h a b e a a t / b a h a a b e a x a t", the words a, b, e, q and x.
    TEXT = ("bamnibeup", "basatbewqn", "bcagabesta", "baghabeaat", "bahaabeaxat")

    def test_published_example(self):
        matrix = [[part.count(word) for word in "abqx"] for part in self.TEXT]
        table = disperse_counts(matrix, [len(part) for part in self.TEXT], list("abqx"))
        table = table.set_index("keyword").round(3)
        assert table.loc["a", ["range", "dp", "dp_norm", "juilland_d", "rosengren_s",
                               "kl"]].to_list() == [5, 0.18, 0.22, 0.785, 0.950, 0.137]
        # b stands twice in every part: uneven by the sizes of the parts only.
        assert table.loc["b", "dp"] == 0.02
        # q stands once: DP is one minus the size of its part.
        assert table.loc["q", ["dp", "range"]].to_list() == [0.8, 1]
        assert table.loc["x", "kl"] == pytest.approx(math.log2(50 / 11), abs=5e-4)

    def test_equals_a_plain_second_version(self):
        rng = np.random.default_rng(3)
        matrix, tokens = rng.poisson(0.6, (11, 20)), rng.integers(20, 90, 11)
        table = disperse_counts(sparse.csr_matrix(matrix), tokens)
        share = tokens / tokens.sum()
        for k in range(20):
            v = matrix[:, k]
            f = v.sum()
            row = table.loc[k]
            dp = sum(abs(x / f - s) for x, s in zip(v, share, strict=True)) / 2
            p = v / tokens
            assert row["dp"] == pytest.approx(dp, rel=1e-9)
            assert row["dp_norm"] == pytest.approx(dp / (1 - min(share)), rel=1e-9)
            assert row["juilland_d"] == pytest.approx(
                1 - np.std(p) / np.mean(p) / math.sqrt(10), rel=1e-9)
            assert row["rosengren_s"] == pytest.approx(
                sum(math.sqrt(x * s) for x, s in zip(v, share, strict=True)) ** 2 / f, rel=1e-9)
            assert row["kl"] == pytest.approx(stats.entropy(v / f, share, base=2), rel=1e-9)
            assert row["kl_norm"] == pytest.approx(1 - 2 ** -row["kl"], rel=1e-9)

    def test_even_is_even_and_absent_is_missing(self):
        table = disperse_counts([[1, 0], [2, 0], [3, 0]], [10, 20, 30])
        assert table.loc[0, ["dp", "dp_norm", "kl"]].to_list() == pytest.approx([0, 0, 0])
        assert table.loc[0, ["juilland_d", "rosengren_s"]].to_list() == pytest.approx([1, 1])
        assert table.loc[1, "dp":].isna().all() and table.loc[1, "range"] == 0

    def test_empty_parts_and_order_change_nothing(self):
        one = disperse_counts([[1], [4], [0]], [10, 20, 15])
        two = disperse_counts([[0], [0], [4], [1]], [15, 0, 20, 10])
        assert one.equals(two)
