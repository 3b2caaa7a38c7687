"""Inference: hand-worked sums, invariants, scipy and plain second versions, known coverage."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from _draws import bootstrap_log_ratios, permute_log_ratios
from scipy import sparse, stats

from policyresearch.errors import DataError
from policyresearch.inference import resampling
from policyresearch.inference.corrections import correct_bh, correct_holm
from policyresearch.inference.paired import (
    bootstrap_pairs,
    compare_pairs,
    find_detectable,
    pair_places,
)
from policyresearch.inference.ratios import compare_sums, estimate_ratios, find_interval, sum_units
from policyresearch.inference.resampling import draw_permutations, draw_signs, draw_weights
from policyresearch.inference.units import number_units

EXACT = {"rtol": 1e-9, "atol": 1e-12}


def _clusters(units=30, words=12, seed=0, spread=0.5):
    """Counts in units of unequal size, bunched as words are."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(40, 600, units).astype(float)
    rates = rng.uniform(0.002, 0.02, words)
    bursts = rng.gamma(1 / spread, spread, (units, words))
    return rng.poisson(bursts * rates * sizes[:, None]).astype(float), sizes


def _sum_plainly(x, n):
    """The design effect and the degrees of freedom, straight from their definitions."""
    m, total, counts = len(n), n.sum(), x.sum(axis=0)
    effect = []
    for k in range(x.shape[1]):
        rate = counts[k] / total
        scatter = sum(
            ((x[i, k] - rate * n[i]) / (1 - n[i] / total)) ** 2 for i in range(m)
        )
        effect.append(max(1.0, (m - 1) / m * scatter / counts[k]) if counts[k] else 1.0)
    scale = np.diag(1 / (1 - n / total))
    g = scale @ (np.diag(n) - np.outer(n, n) / total) @ scale
    return np.array(effect), np.trace(g) ** 2 / np.trace(g @ g)


class TestRatios:
    def test_hand_worked(self):
        # Two units of 10: rate 0.2 of each expected 2; counts 1 and 3, so residuals -1 and 1,
        # doubled for their weight of one half: (4 + 4) / 2 = 4 against a count of 4.
        sums = sum_units([[1.0], [3.0]], [10.0, 10.0])
        assert sums.effect == pytest.approx([1.0])
        assert sum_units([[0.0], [4.0]], [10.0, 10.0]).effect == pytest.approx([4.0])

    def test_equals_a_plain_second_version(self):
        x, n = _clusters()
        sums = sum_units(sparse.csr_matrix(x), n)
        effect, freedom = _sum_plainly(x, n)
        np.testing.assert_allclose(sums.effect, effect, **EXACT)
        assert sums.freedom == pytest.approx(freedom, rel=1e-9)
        np.testing.assert_allclose(sums.totals, x.sum(axis=0))

    def test_residuals_of_few_units_show_few_degrees_of_freedom(self):
        x, n = _clusters(seed=3)
        x[0] += 200
        sums = sum_units(x, n)
        for k, rate in enumerate(sums.totals / sums.denominator):
            q = ((x[:, k] - rate * n) / (1 - n / n.sum())) ** 2
            expected = 2 * q.sum() ** 2 / (q @ q - q.sum() ** 2 / len(n))
            assert sums.shown_freedom[k] == pytest.approx(expected, rel=1e-7)
            assert sums.shown_freedom[k] < 4 < sums.freedom

    def test_shares_of_few_sections_are_covered_as_said(self):
        """Themes: a section is given to one, so that few sections make a share."""
        rng = np.random.default_rng(7)
        shares = []
        for _ in range(1500):
            sizes = rng.integers(50, 600, 75).astype(float)
            own = rng.random(75) < 0.08
            x = rng.binomial(sizes.astype(int), np.where(own, 0.5, 0.01)).astype(float)
            low, high = find_interval(sum_units(x[:, None], sizes), bounded=True)
            shares.append(low[0] <= 0.08 * 0.5 + 0.92 * 0.01 <= high[0])
        assert 0.90 < np.mean(shares) < 0.97

    def test_equal_units_have_one_degree_less(self):
        assert sum_units(np.ones((9, 1)), np.full(9, 50.0)).freedom == pytest.approx(8)

    def test_order_and_empty_units_change_nothing(self):
        x, n = _clusters()
        order = np.random.default_rng(1).permutation(len(n))
        first, second = sum_units(x, n), sum_units(
            np.vstack([x[order], np.zeros((2, x.shape[1]))]), np.append(n[order], [0.0, 0.0])
        )
        np.testing.assert_allclose(first.effect, second.effect, **EXACT)
        assert (first.units, first.freedom) == (second.units, pytest.approx(second.freedom))

    def test_without_clustering_the_ends_are_jeffreys(self):
        sums = replace(sum_units([[4.0], [5.0]], [100.0, 90.0]), inflation=np.ones(1),
                       freedom=np.inf, shown_freedom=np.inf)
        low, high = find_interval(sums)
        np.testing.assert_allclose([low[0], high[0]],
                                   stats.gamma.ppf([0.025, 0.975], 9.5) / 190, **EXACT)
        low, high = find_interval(replace(sums, inflation=np.array([0.9])), bounded=True)
        np.testing.assert_allclose([low[0], high[0]],
                                   stats.beta.ppf([0.025, 0.975], 9.5, 181.5), **EXACT)
        # A binomial count's own variance is less than a Poisson one's by the share.
        assert replace(sums, inflation=np.array([181 / 190])).share_effect == pytest.approx([1])

    def test_a_share_stays_within_its_bounds_and_zero_is_kept(self):
        sums = sum_units([[50.0, 0.0], [39.0, 0.0], [10.0, 0.0]], [50.0, 40.0, 10.0])
        low, high = find_interval(sums, bounded=True)
        assert low[1] == 0 < high[1] < low[0] < high[0] <= 1

    def test_equal_residuals_show_no_degrees_of_freedom_and_no_rounding_errors(self):
        x, n = _clusters(units=8, seed=3)
        x[:, 0] = 0.013 * n  # one rate in all units
        x[:, 1] = np.where(np.arange(8) < 4, 3.0, 1.0)  # residuals of one size
        equal = np.full(8, 100.0)
        assert sum_units(x[:, :1], n).effect[0] == 1.0
        assert sum_units(x[:, :1], n).inflation[0] < 1e-25
        assert sum_units(x[:, 1:2], equal).shown_freedom[0] == np.inf
        x = np.column_stack([x[:, 2:], 0.013 * n * (1 + 1e-6 * np.arange(8) ** 2)])
        residuals = ((x - x.sum(axis=0) / n.sum() * n[:, None]) / (1 - n / n.sum())[:, None]) ** 2
        spread = ((residuals - residuals.mean(axis=0)) ** 2).sum(axis=0)
        expected = 2 * residuals.sum(axis=0) ** 2 / spread
        np.testing.assert_allclose(sum_units(x, n).shown_freedom, expected, rtol=1e-7)

    def test_a_share_that_is_all_there_is_but_for_rounding_is_all_there_is(self):
        whole = np.array([100.0, 250.0, 40.0])
        parts = np.array([0.1, 0.2, 0.7])
        noisy = (whole[:, None] * parts).cumsum(axis=1)[:, 2:] * (1 - 1e-15)
        assert noisy.sum() != whole.sum()
        for found, exact in zip(find_interval(sum_units(noisy, whole), bounded=True),
                                find_interval(sum_units(whole[:, None], whole), bounded=True),
                                strict=True):
            np.testing.assert_allclose(found, exact, rtol=1e-9)
        assert find_interval(sum_units(noisy, whole), bounded=True)[1][0] == 1.0

    def test_one_unit_has_no_interval(self):
        low, high = find_interval(sum_units([[3.0]], [10.0]))
        assert np.isnan(low) and np.isnan(high)

    def test_sides_exchanged_turn_the_sign(self):
        x, n = _clusters(seed=1)
        y, m = _clusters(units=50, seed=2)
        there = compare_sums(sum_units(x, n), sum_units(y, m))
        back = compare_sums(sum_units(y, m), sum_units(x, n))
        np.testing.assert_allclose(there.interval()[0], -back.interval()[1], **EXACT)
        np.testing.assert_allclose(there.p(), back.p(), **EXACT)

    def test_p_is_where_the_interval_touches_zero(self):
        x, n = _clusters(seed=1)
        y, m = _clusters(units=50, seed=2)
        contrast = compare_sums(sum_units(x, 2 * n), sum_units(y, m))
        for k, p in enumerate(contrast.p()):
            low, high = contrast.interval(confidence=1 - p)
            assert min(abs(low[k]), abs(high[k])) < 1e-6

    def test_without_clustering_the_contrast_is_binomial(self):
        one, two = (replace(sum_units([[a], [b]], [500.0, 500.0]), inflation=np.ones(1),
                            freedom=np.inf) for a, b in ((3.0, 4.0), (9.0, 8.0)))
        low, high = compare_sums(one, two).interval()
        share = stats.beta.ppf([0.025, 0.975], 17.5, 7.5)
        np.testing.assert_allclose([low[0], high[0]], np.log(share / (1 - share)), **EXACT)

    def test_an_absent_word_is_taken_to_cluster_as_on_the_other_side(self):
        together = sum_units([[12.0], [0.0], [0.0], [0.0]], np.full(4, 100.0))
        apart = sum_units([[3.0], [3.0], [3.0], [3.0]], np.full(4, 100.0))
        absent = sum_units(np.zeros((4, 1)), np.full(4, 100.0))
        assert compare_sums(absent, apart).p() < 0.05 < compare_sums(absent, together).p()

    def test_a_count_without_denominator_is_an_error(self):
        with pytest.raises(DataError, match="denominators"):
            sum_units([[1.0], [1.0]], [0.0, 5.0])
        with pytest.raises(DataError, match="3 units"):
            sum_units(np.ones((3, 1)), [1.0])

    @pytest.mark.parametrize(("factor", "most"), [(1.0, 0.97), (3.0, 0.98)])
    def test_coverage_is_what_is_said(self, factor, most):
        """Bursty words of one rate: each column is a simulation of its own."""
        rng = np.random.default_rng(5)

        def side(units, rate):
            sizes = rng.integers(50, 600, units).astype(float)
            burst = rng.gamma(1.0, 1.0, (units, 3000))
            return sum_units(rng.poisson(burst * rate * sizes[:, None]), sizes)

        left, right = side(26, 0.004 / factor), side(75, 0.004)
        low, high = compare_sums(left, right).interval()
        covered = np.mean((low <= np.log(factor)) & (np.log(factor) <= high))
        assert 0.93 < covered < most
        low, high = find_interval(right)
        assert 0.925 < np.mean((low <= 0.004) & (high >= 0.004)) < 0.97


def test_estimate_ratios_sums_units_within_groups():
    table = pd.DataFrame({
        "doc_id": ["a"] * 4 + ["b"], "para_id": [0, 1, 1, 2, 0], "section_id": 0,
        "values": [1, 0, 2, 3, 4], "characters": [100, 50, 50, 100, 200],
    })
    found = estimate_ratios(table, numerator="values", denominator="characters", per=100,
                            unit="paragraph")
    assert found["value"].to_list() == [2.0, 2.0] and found["units"].to_list() == [3, 1]
    low, high = find_interval(sum_units([[1.0], [2.0], [3.0]], [100.0] * 3))
    assert found.loc[0, ["low", "high"]].to_list() == pytest.approx([100 * low[0], 100 * high[0]])
    assert found.loc[1, ["low", "high"]].isna().all()
    shuffled = estimate_ratios(table.iloc[[3, 1, 0, 2, 4]], numerator="values",
                               denominator="characters", per=100, unit="paragraph")
    pd.testing.assert_frame_equal(found, shuffled)


class TestUnits:
    SECTIONS = pd.DataFrame({
        "doc_id": "a", "section_id": [0, 1, 2, 3, 4],
        "parent_id": pd.array([None, 0, 1, 2, 0], dtype="Int64"), "level": [0, 1, 2, 3, 1],
    })
    ROWS = pd.DataFrame({"doc_id": "a", "para_id": [0, 1, 2, 3], "section_id": [3, 2, 1, 4]})

    @pytest.mark.parametrize(("level", "expected"), [(1, [0, 0, 0, 1]), (2, [0, 0, 1, 2]),
                                                     (3, [0, 1, 2, 3])])
    def test_sections_are_those_of_a_level(self, level, expected):
        found = number_units(self.ROWS, "section", sections=self.SECTIONS, level=level)
        assert found.tolist() == expected

    def test_places_join_documents(self):
        rows = pd.DataFrame({"doc_id": ["a", "b", "c"]})
        documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "place": ["甲", "乙", "甲"]})
        assert number_units(rows, "place", documents=documents).tolist() == [0, 1, 0]
        with pytest.raises(DataError, match=r"\['b'\]"):
            number_units(rows, "place", documents=documents.assign(place=["甲", "", "甲"]))

    @pytest.mark.parametrize(("unit", "words"), [("page", "options"), ("section", "sections"),
                                                 ("place", "documents")])
    def test_what_is_missing_is_named(self, unit, words):
        with pytest.raises(DataError, match=words):
            number_units(self.ROWS, unit)

    def test_an_unknown_section_is_an_error(self):
        with pytest.raises(DataError, match="lacks section 9"):
            number_units(self.ROWS.assign(section_id=9), "section", sections=self.SECTIONS)


class TestDraws:
    def test_strata_keep_their_size(self):
        strata = np.array(["b", "a", "b", "b", "a"])
        weights = draw_weights(strata, draws=200, seed=3)
        assert (weights[:, strata == "b"].sum(axis=1) == 3).all()
        assert (weights[:, strata == "a"].sum(axis=1) == 2).all()
        np.testing.assert_array_equal(weights, draw_weights(strata, draws=200, seed=3))
        assert (weights != draw_weights(strata, draws=200, seed=4)).any()
        # What strata are called does not matter.
        named = np.where(strata == "b", 0, 7)
        np.testing.assert_array_equal(weights, draw_weights(named, draws=200, seed=3))

    def test_redrawn_means_have_the_known_spread(self):
        values = np.random.default_rng(1).normal(size=40)
        drawn = draw_weights(np.zeros(40), draws=4000) @ values / 40
        assert drawn.std() == pytest.approx(values.std() / np.sqrt(40), rel=0.05)

    def test_permutations_deal_within_strata(self):
        labels, strata = np.array([0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 0])
        dealt = draw_permutations(labels, strata=strata, draws=100)
        assert (dealt[:, [0, 1, 4]].sum(axis=1) == 1).all() and (dealt[:, [2, 3]] == 1).all()
        assert len(np.unique(dealt[:, [0, 1, 4]], axis=0)) == 3

    def test_bootstrap_equals_a_loop(self):
        x, n = _clusters(units=12, words=3)
        right = np.arange(12) >= 5
        weights = draw_weights(right, draws=300, seed=9)
        drawn = []
        for row in weights:
            rates = [((row * side) @ x + 0.5) / ((row * side) @ n) for side in (~right, right)]
            drawn.append(np.log(rates[1] / rates[0]))
        expected = np.quantile(drawn, [0.025, 0.975], axis=0)
        found = bootstrap_log_ratios(x, n, right, draws=300, seed=9)
        np.testing.assert_allclose(found, expected, **EXACT)

    def test_blocks_change_nothing(self, monkeypatch):
        x, n = _clusters(words=11)
        right = np.arange(30) % 2 == 0
        whole = permute_log_ratios(x, n, right, draws=99)
        monkeypatch.setattr(resampling, "_BLOCK", 300)
        np.testing.assert_array_equal(whole, permute_log_ratios(x, n, right, draws=99))

    def test_permutation_p_approaches_that_of_all_permutations(self):
        x, n = _clusters(units=8, words=4, seed=3)
        right = np.arange(8) < 4
        every = np.array([[i in chosen for i in range(8)]
                          for chosen in itertools.combinations(range(8), 4)])

        def score(side):
            parts = []
            for own in (~side, side):
                counts, size, m = x[own].sum(axis=0), n[own].sum(), own.sum()
                rest = x[own] - counts / size * n[own][:, None]
                spread = m / (m - 1) * (rest**2).sum(axis=0) / (counts + 0.5) ** 2
                parts.append((np.log((counts + 0.5) / size),
                              np.maximum(spread, 1 / (counts + 0.5))))
            return abs(parts[1][0] - parts[0][0]) / np.sqrt(parts[0][1] + parts[1][1])

        scores = np.array([score(side) for side in every])
        exact = (scores >= score(right) * (1 - 1e-9)).mean(axis=0)
        found = permute_log_ratios(x, n, right, draws=6000)
        np.testing.assert_allclose(found, exact, atol=0.03)

    def test_sides_must_not_be_empty(self):
        with pytest.raises(DataError, match="right"):
            permute_log_ratios(np.ones((3, 1)), np.ones(3), np.ones(3, dtype=bool))

    def test_a_whole_vocabulary_takes_seconds(self):
        """2,000 resamples of 200 sections × 5,000 words, the study's own size."""
        import time

        rng = np.random.default_rng(1)
        x = sparse.random(200, 5000, density=0.015, random_state=2, format="csr")
        x.data = np.ceil(3 * x.data)
        begin = time.perf_counter()
        bootstrap_log_ratios(x, rng.integers(50, 400, 200), np.arange(200) > 80)
        assert time.perf_counter() - begin < 20


class TestPairs:
    def test_equals_scipy(self):
        rng = np.random.default_rng(4)
        left, right = rng.gamma(2, 5, (9, 6)), rng.gamma(2, 6, (9, 6))
        found = compare_pairs(left, right)
        for k in range(6):
            change = right[:, k] - left[:, k]
            oracle = stats.permutation_test((change,), np.mean, permutation_type="samples",
                                            n_resamples=np.inf)
            assert found.p[k] == pytest.approx(oracle.pvalue, abs=1e-9)
            interval = stats.ttest_1samp(change, 0).confidence_interval()
            assert (found.low[k], found.high[k]) == pytest.approx(tuple(interval), rel=1e-9)

    def test_one_change_in_all_places_has_no_spread(self):
        left = np.arange(1.0, 6)[:, None]
        found = compare_pairs(left, left + 0.7)
        assert found.spread[0] < 1e-15
        assert found.high[0] - found.low[0] < 1e-15

    def test_many_places_are_drawn_and_counted(self):
        rng = np.random.default_rng(4)
        left = rng.normal(size=(40, 3))
        found = compare_pairs(left, left + np.array([0, 0.2, 2]), draws=499)
        assert found.p[0] == 1 and found.p[2] == 1 / 500
        np.testing.assert_allclose(found.mean, [0, 0.2, 2], atol=1e-12)

    def test_signs_are_all_or_random(self):
        assert len(np.unique(draw_signs(4), axis=0)) == 16
        assert draw_signs(20, draws=50).shape == (50, 20)
        assert set(draw_signs(20, draws=50).ravel()) == {-1.0, 1.0}

    def test_bootstrap_of_places(self):
        rng = np.random.default_rng(4)
        left = rng.normal(size=(60, 2))
        right = left + rng.normal(1, 1, (60, 2))
        low, high = bootstrap_pairs(left, right)
        student = compare_pairs(left, right)
        np.testing.assert_allclose(low, student.low, atol=0.08)
        np.testing.assert_allclose(high, student.high, atol=0.08)

    def test_unbalanced_panels_are_told(self):
        documents = pd.DataFrame({"place": ["甲", "乙", "甲", "丙", ""],
                                  "wave": [2018, 2018, 2020, 2020, 2018]})
        table = pair_places(documents, 2018, 2020)
        assert table["place"].to_list() == ["甲", "乙", "丙"]
        assert table["paired"].to_list() == [True, False, False]

    def test_one_place_is_no_panel(self):
        with pytest.raises(DataError, match="two are needed"):
            compare_pairs([[1.0]], [[2.0]])

    def test_the_detectable_shift_is_detected(self):
        """Simulation: at that shift four in five samples are significant."""
        shift = float(find_detectable(15, 2.0))
        drawn = np.random.default_rng(8).normal(shift, 2.0, (15, 5000))
        assert np.mean(stats.ttest_1samp(drawn, 0).pvalue < 0.05) == pytest.approx(0.8, abs=0.02)


def test_holm_by_hand_and_by_its_definition():
    p = np.array([0.01, 0.04, 0.03, 0.005, np.nan])
    found = correct_holm(p)
    np.testing.assert_allclose(found[:4], [0.03, 0.06, 0.06, 0.02])
    assert np.isnan(found[4])
    random = np.random.default_rng(1).uniform(size=30)
    order = np.sort(random)
    expected = [max(min(1, (30 - j) * order[j]) for j in range(list(order).index(value) + 1))
                for value in random]
    np.testing.assert_allclose(correct_holm(random), expected)


def test_benjamini_hochberg_by_hand():
    # 0.005·4/1, 0.01·4/2, 0.03·4/3, 0.04·4/4, each no larger than the next.
    found = correct_bh(np.array([0.01, 0.04, 0.03, 0.005, np.nan]))
    np.testing.assert_allclose(found[:4], [0.02, 0.04, 0.04, 0.02])
    assert np.isnan(found[4])
