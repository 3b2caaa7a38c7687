"""Topics: how many, which come back, their shares with intervals, differences between waves."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from _simulated_topics import RECOVERED, choose_threshold, measure_recovery, simulate_units
from scipy import stats
from topic_digests import list_digests

from policyresearch.errors import DataError
from policyresearch.inference.ratios import estimate_ratios
from policyresearch.processes import child_variables
from policyresearch.topics.fit import STABLE
from policyresearch.topics.numbers import (
    CRITERIA,
    choose_number,
    compare_numbers,
    list_numbers,
    summarise_numbers,
)
from policyresearch.topics.places import compare_places
from policyresearch.topics.prevalence import add_estimation, credit_tokens, estimate_shares
from policyresearch.topics.stability import add_stability, draw_run, fit_stable_topics
from policyresearch.topics.waves import align_waves, compare_waves
from policyresearch.topics.waves import test_waves as permute_waves

SEEDS = range(4)
DOCUMENTS = pd.DataFrame({
    "doc_id": ["a", "b", "c"], "place": ["甲市", "甲市", "乙市"],
    "wave": pd.array([2018, 2025, 2018], dtype="Int64"),
    "kind": "work report", "level": "city",
})


def make_units(seed=2, units=150):
    """Simulated units dealt out to three documents in a row, sections of ten."""
    made = simulate_units(units=units, n_topics=4, overlap=0.3, terms=200, seed=seed)
    names = np.repeat(["a", "b", "c"], -(-units // 3))[:units]
    table = made.units.table.assign(doc_id=names)
    table["cluster"] = table.groupby(["doc_id", "section_id"], sort=False).ngroup()
    return replace(made, units=replace(made.units, table=table))


@pytest.fixture(scope="module")
def made():
    return make_units()


@pytest.fixture(scope="module")
def fitted(made):
    return fit_stable_topics(made.units, n_topics=4, seeds=SEEDS)


@pytest.fixture(scope="module")
def grid(made):
    return compare_numbers(made.units, numbers=(2, 4, 8), seeds=SEEDS)


class TestStability:
    def test_known_topics_come_back(self, fitted):
        assert (fitted.stability.mean > STABLE).all()
        assert fitted.stability.restarts.mean() > 0.95
        assert list(fitted.stable_topics) == [1, 2, 3, 4]

    def test_noise_does_not(self):
        rng = np.random.default_rng(0)
        made = make_units()
        counts = made.units.counts.tolil()
        for row in range(counts.shape[0]):  # terms drawn without topics
            counts[row] = rng.permutation(counts[row].toarray().ravel())
        noise = fit_stable_topics(
            replace(made.units, counts=counts.tocsr()), n_topics=4, seeds=SEEDS
        )
        assert (noise.stability.mean < STABLE).all()
        assert estimate_shares(noise).empty
        assert compare_waves(noise, DOCUMENTS).empty

    def test_a_topic_that_is_no_topic_is_left_out(self, fitted):
        runs = [run.copy() for run in fitted.stability.runs]
        for run in runs:
            run[1] = 1 / run.shape[1]
        spoilt = add_stability(fitted, runs, runs)
        assert 2 not in spoilt.stable_topics
        assert set(estimate_shares(spoilt)["topic"]) == {1, 3, 4}
        assert set(compare_waves(spoilt, DOCUMENTS)["topic"]) == {1, 3, 4}

    def test_held_out_units_were_not_drawn(self, made):
        run = draw_run(made.units.counts, model="nmf", n_topics=2, seed=1)
        again = draw_run(made.units.counts, model="nmf-kl", n_topics=3, seed=1)
        assert 0 < len(run.left_out) < 150
        assert (run.left_out == again.left_out).all(), "the draw is the same for every fit"

    @pytest.mark.parametrize("seeds", [[1], [1, 1]])
    def test_seeds_must_be_distinct_and_two(self, made, seeds):
        with pytest.raises(DataError, match="distinct"):
            fit_stable_topics(made.units, n_topics=2, seeds=seeds)


class TestNumbers:
    def test_the_true_number_is_chosen(self, grid):
        choice = choose_number(grid)
        assert choice.n_topics == 4 and not choice.at_edge
        means = grid.groupby("n_topics")[list(CRITERIA)].mean()
        assert means["stability"].idxmax() in (2, 4)
        assert means["residual"].loc[2] > means["residual"].loc[4]

    def test_grain_and_agreement_with_the_fit(self, grid, made, fitted):
        assert list(zip(grid["n_topics"], grid["seed"], strict=True)) == [
            (n, s) for n in (2, 4, 8) for s in SEEDS]
        own = grid[grid["n_topics"] == 4]
        assert own["stability"].to_numpy() == pytest.approx(
            fitted.stability.cosines.mean(axis=1))
        assert (own["stable_topics"] == 4).all()

    def test_the_rule_on_paper(self):
        # 3 falls short of 4 by 0.1 ± 0.1 (standard error), 2 by 0.5 ± 0: 3 is tied, 2 is not.
        values = {2: [-5.5, -5.7], 3: [-5.2, -5.2], 4: [-5.0, -5.2]}
        grid = pd.DataFrame([
            {"n_topics": n, "seed": s, "heldout_stable": v}
            for n, pair in values.items() for s, v in enumerate(pair)
        ])
        choice = choose_number(grid)
        assert (choice.n_topics, choice.best, choice.tied) == (3, 4, (3, 4))
        assert choice.at_edge
        with pytest.raises(DataError, match="same two or more seeds"):
            choose_number(grid[1:])

    def test_row_order_does_not_matter(self, grid):
        shuffled = grid.sample(frac=1, random_state=1)
        assert choose_number(shuffled) == choose_number(grid)

    def test_small_corpora_try_few_numbers(self, made):
        assert max(list_numbers(made.units)) == 15
        assert list_numbers(made.units.select(np.arange(20))) == (2,)
        assert list_numbers(made.units.select(np.arange(19))) == ()
        with pytest.raises(DataError, match="2 topics need 20"):
            compare_numbers(made.units.select(np.arange(19)))

    def test_summary_has_a_row_for_each_criterion_and_number(self, grid):
        table = summarise_numbers(grid)
        assert len(table) == len(CRITERIA) * 3
        assert (table["low"] <= table["mean"] + 1e-12).all()
        row = table[(table["criterion"] == "npmi") & (table["n_topics"] == 4)].iloc[0]
        assert row["mean"] == pytest.approx(grid.loc[grid["n_topics"] == 4, "npmi"].mean())


class TestShares:
    def test_shares_of_a_document_sum_to_one_and_lie_in_their_intervals(self, fitted):
        table = estimate_shares(fitted)
        assert len(table) == 4 * 3 and not table.duplicated(["topic", "doc_id"]).any()
        assert table.groupby("doc_id")["share"].sum().to_numpy() == pytest.approx(np.ones(3))
        assert ((table["low"] < table["share"]) & (table["share"] < table["high"])).all()
        assert table["high"].max() < 1

    def test_without_refits_it_is_the_interval_of_ratios(self, fitted):
        bare = replace(fitted, stability=replace(
            fitted.stability, runs=np.repeat(fitted.phi[None], 3, axis=0)))
        table = estimate_shares(bare).query("topic == 2").reset_index(drop=True)
        credit = credit_tokens(bare)
        rows = fitted.units.table.assign(x=credit.tokens[:, 1])
        sections = rows[["doc_id", "section_id"]].drop_duplicates().assign(
            parent_id=pd.NA, level=1)
        expected = estimate_ratios(rows, numerator="x", denominator="tokens", bounded=True,
                                   sections=sections)
        for mine, theirs in (("share", "value"), ("low", "low"), ("high", "high")):
            assert table[mine].to_numpy() == pytest.approx(expected[theirs].to_numpy(), rel=1e-3)

    def test_refits_that_disagree_widen_the_interval(self, fitted):
        rng = np.random.default_rng(0)
        noisy = fitted.stability.runs * rng.gamma(1.0, size=fitted.stability.runs.shape)
        noisy /= noisy.sum(axis=2, keepdims=True)
        wide = replace(fitted, stability=replace(fitted.stability, runs=noisy))
        agreed = replace(fitted, stability=replace(
            fitted.stability, runs=np.repeat(fitted.phi[None], 3, axis=0)))
        narrow, wider = estimate_shares(agreed), estimate_shares(wide)
        assert (wider["high"] - wider["low"]).mean() > (narrow["high"] - narrow["low"]).mean()
        assert wider["share"].to_numpy() == pytest.approx(narrow["share"].to_numpy())

    def test_refits_without_the_topic_say_nothing_of_its_share(self, fitted):
        stability = fitted.stability
        runs, cosines = stability.runs.copy(), stability.cosines.copy()
        runs[0], cosines[0] = runs[0][::-1], 0.1  # other topics in their places
        lost = replace(fitted, stability=replace(stability, runs=runs, cosines=cosines,
                                                 threshold=0.5))
        rest = replace(fitted, stability=replace(stability, runs=runs[1:], cosines=cosines[1:],
                                                 threshold=0.5))
        found, expected = estimate_shares(lost), estimate_shares(rest)
        pd.testing.assert_frame_equal(found, expected)
        assert (found["refits"] == (cosines >= STABLE).sum(axis=0)[found["topic"] - 1]).all()

    def test_variances_add(self, fitted):
        credit = credit_tokens(fitted)
        from policyresearch.inference.ratios import sum_units

        sums = sum_units(credit.tokens[:50], credit.totals[:50])
        refits = credit.refits[:, :50].sum(axis=1)
        total = add_estimation(sums, refits).log_variance - sums.log_variance
        assert total == pytest.approx(np.log(refits + 0.5).var(axis=0, ddof=1))

    def test_groups_of_documents_roles_and_sections(self, fitted):
        by_wave = estimate_shares(fitted, by="wave", documents=DOCUMENTS)
        assert set(by_wave["wave"]) == {2018, 2025}
        both = estimate_shares(fitted, by=["doc_id", "role"])
        assert both["share"].to_numpy() == pytest.approx(estimate_shares(fitted)["share"])
        by_section = estimate_shares(fitted, by="section_id", unit="paragraph")
        assert by_section["section_id"].nunique() == 15
        assert by_section["low"].notna().all()
        alone = estimate_shares(fitted, by="section_id")
        assert alone.loc[alone["units"] == 1, "low"].isna().all(), "one unit has no interval"

    def test_documents_that_are_not_listed_stand_in_no_group(self, fitted):
        table = estimate_shares(fitted, by="wave", documents=DOCUMENTS[:1])
        assert set(table["wave"]) == {2018}
        assert table["tokens"].iloc[0] == fitted.units.table.query("doc_id == 'a'")["tokens"].sum()

    def test_errors(self, fitted):
        with pytest.raises(DataError, match="options are"):
            estimate_shares(fitted, by="colour")
        with pytest.raises(DataError, match="documents"):
            estimate_shares(fitted, by="wave")
        with pytest.raises(DataError, match="fit_stable_topics"):
            estimate_shares(replace(fitted, stability=None))


class TestWaves:
    def test_a_planted_difference_is_found_and_belongs_to_its_topic(self, fitted):
        rng = np.random.default_rng(0)
        wave = np.repeat([2018, 2025], 20)
        totals = rng.integers(50, 150, 40).astype(float)
        shares = rng.dirichlet([2, 2, 2], 40)
        shares[20:, 0] *= 4
        shares /= shares.sum(axis=1, keepdims=True)
        p, adjusted = permute_waves(shares[:, :2] * totals[:, None], totals, wave, draws=499)
        assert p[0] == pytest.approx(1 / 500) and adjusted[0] < 0.01
        assert (adjusted >= p).all()

    def test_p_on_paper(self):
        # Two sections in each wave: of six ways to deal them out, two are as extreme.
        tokens = np.array([[9.0], [9.0], [1.0], [1.0]])
        p, _ = permute_waves(tokens, np.full(4, 10.0), np.array([1, 1, 2, 2]), draws=6000)
        assert p[0] == pytest.approx(2 / 6, abs=0.02)

    def test_names_of_waves_do_not_matter(self):
        rng = np.random.default_rng(1)
        tokens, totals = rng.random((30, 2)) * 10, np.full(30, 20.0)
        wave = np.repeat([0, 1, 2], 10)
        one, other = (permute_waves(tokens, totals, w, draws=99)[0] for w in (wave, wave + 2018))
        assert (one == other).all()

    def test_holds_its_level_without_a_difference(self):
        rng = np.random.default_rng(2)
        hits = 0
        for seed in range(200):
            totals = rng.integers(20, 400, 40).astype(float)
            tokens = rng.dirichlet([0.3] * 5, 40)[:, :4] * totals[:, None]
            adjusted = permute_waves(tokens, totals, np.repeat([1, 2], 20), draws=99, seed=seed)[1]
            hits += (adjusted <= 0.05).any()
        assert hits <= 20  # expected 10; more than 20 has a chance below 1 in 500

    def test_table_says_what_changed(self, fitted):
        table = compare_waves(fitted, DOCUMENTS, draws=99)
        shares = estimate_shares(fitted, by="wave", documents=DOCUMENTS[:2])
        last = shares[shares["wave"] == 2025]["share"].to_numpy()
        assert table["last_share"].to_numpy() == pytest.approx(last)
        assert table["change"].sum() == pytest.approx(0)
        assert (table[["first", "last"]] == [2018, 2025]).all().all()

    def test_intervals_hold_the_change_and_what_they_are_made_of(self, fitted):
        table = compare_waves(fitted, DOCUMENTS, draws=99)
        assert (table["low"] < table["change"]).all() and (table["change"] < table["high"]).all()
        shares = estimate_shares(fitted, by="wave", documents=DOCUMENTS[:2]).set_index("wave")
        first, last = (shares.loc[wave].reset_index() for wave in (2018, 2025))
        reach = np.hypot(last["share"] - last["low"], first["high"] - first["share"])
        assert table["low"].to_numpy() == pytest.approx((table["change"] - reach).to_numpy())

    def test_places_are_paired_and_count_once(self, fitted):
        table = fitted.units.table
        names = np.repeat([f"{place}{wave}" for place in "abc" for wave in (1, 2)], 25)
        moved = replace(fitted, units=replace(fitted.units, table=table.assign(doc_id=names)))
        documents = pd.DataFrame({
            "doc_id": list(dict.fromkeys(names)), "place": list("aabbcc"),
            "wave": pd.array([2018, 2025] * 3, dtype="Int64"),
        })
        found = compare_places(moved, documents)
        shares = estimate_shares(moved, by="doc_id")
        own = shares[shares["topic"] == 1].set_index("doc_id")["share"]
        change = [own[f"{place}2"] - own[f"{place}1"] for place in "abc"]
        assert found["change"].iloc[0] == pytest.approx(np.mean(change))
        test = stats.ttest_1samp(change, 0).confidence_interval(0.95)
        assert found[["low", "high"]].iloc[0].tolist() == pytest.approx(list(test))
        assert (found["p"] >= 2 / 2**3).all() and (found["places"] == 3).all()
        assert (found["p_adjusted"] >= found["p"]).all()
        assert compare_places(moved, documents[:3]).empty, "one place is no comparison"
        with pytest.raises(DataError, match="compare_places"):
            compare_waves(moved, documents, unit="place")

    def test_without_a_series_nothing_is_compared(self, fitted):
        assert compare_waves(fitted, DOCUMENTS[1:]).empty

    def test_only_sections_of_a_role(self, fitted):
        table = fitted.units.table
        half = table.assign(role=np.where(table["para_id"] % 20 < 10, "plan", "review"))
        parted = replace(fitted, units=replace(fitted.units, table=half))
        plan = compare_waves(parted, DOCUMENTS, role=["plan"], draws=99)
        whole = compare_waves(parted, DOCUMENTS, draws=99)
        assert len(plan) == len(whole) and not plan["change"].equals(whole["change"])
        both = compare_waves(parted, DOCUMENTS, role=["plan", "review"], draws=99)
        pd.testing.assert_frame_equal(both, whole)
        assert compare_waves(parted, DOCUMENTS, role=["requirements"]).empty
        with pytest.raises(DataError, match="options are"):
            compare_waves(parted, DOCUMENTS, role=["plans"])

    def test_waves_of_their_own_have_the_joint_topics(self, made, fitted):
        table = align_waves(fitted, DOCUMENTS, seeds=SEEDS)
        assert len(table) == 4 * 2 and table["found"].mean() >= 0.75
        assert table["cosine"].between(0, 1).all()
        assert align_waves(fitted, DOCUMENTS.assign(wave=2018), seeds=SEEDS).empty


class TestSimulation:
    def test_stability_tells_recovered_topics_from_others(self):
        parts = []
        for seed, (units, excess) in enumerate([(80, 1), (80, 2), (300, 1), (300, 2)]):
            made = simulate_units(units=units, n_topics=5, overlap=0.5, terms=300, seed=seed)
            fitted = fit_stable_topics(made.units, n_topics=5 * excess, seeds=range(3))
            parts.append(measure_recovery(fitted, made.phi))
        table = pd.concat(parts)
        stable = table["stability"] >= STABLE
        right = table["cosine"] >= RECOVERED
        # The whole table is in docs/topics-recovery.md; this is a small part of it.
        assert right[stable].mean() > right[~stable].mean() + 0.4
        assert table[["stability", "cosine"]].corr("spearman").iloc[0, 1] > 0.5

    def test_threshold_on_paper(self):
        table = pd.DataFrame({"stability": [0.96, 0.86, 0.76, 0.66, 0.56],
                              "cosine": [0.9, 0.9, 0.9, 0.9, 0.1]})
        assert choose_threshold(table) == pytest.approx(0.05), "4 of 5 are recovered"
        table.loc[3, "cosine"] = 0.1
        assert choose_threshold(table) == pytest.approx(0.7)

    def test_the_shape_of_what_is_drawn(self):
        made = simulate_units(units=50, n_topics=3, overlap=0.2, terms=80)
        assert made.phi.sum(axis=1) == pytest.approx(np.ones(3))
        assert made.units.counts.shape == (50, 80)
        assert made.units.counts.sum() == made.units.table["tokens"].sum()


def compute_digests(corpus, jobs, threads, seeds):
    """`topic_digests` in a process of its own, whose number of threads is given."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = child_variables(
        PYTHONHASHSEED=str(jobs), **dict.fromkeys(names, str(threads))
    )
    program = Path(__file__).with_name("topic_digests.py")
    done = subprocess.run(
        [sys.executable, program, corpus, str(jobs), str(seeds)],
        env=environment, capture_output=True, encoding="utf-8", check=True,
    )
    return done.stdout.splitlines()


def test_same_bytes_for_any_processes_threads_and_hash_seed():
    here = list_digests("simulated", jobs=1, seeds=2)
    assert compute_digests("simulated", jobs=2, threads=4, seeds=2) == here


@pytest.mark.slow
def test_same_bytes_on_the_study():
    one = compute_digests("study", jobs=1, threads=1, seeds=3)
    assert compute_digests("study", jobs=2, threads=2, seeds=3) == one
    assert compute_digests("study", jobs=3, threads=4, seeds=3) == one
