"""Topics: units and vocabulary, the three models, shares, coherence, alignment."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from _simulated_topics import measure_recovery, simulate_units
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, sparse

from policyresearch.errors import DataError
from policyresearch.topics.alignment import align_runs, compare_terms, find_prototype, match_topics
from policyresearch.topics.fit import find_representatives, fit_topics, score_units
from policyresearch.topics.heldout import (
    find_background,
    infer_shares,
    measure_likelihood,
    smooth_terms,
    split_tokens,
)
from policyresearch.topics.models import MODELS, fit_terms, weigh_terms
from policyresearch.topics.quality import (
    build_windows,
    disperse_counts,
    measure_cv,
    measure_exclusivity,
    measure_npmi,
    score_frex,
)
from policyresearch.topics.units import Rules, build_units


def make_tokens(paragraphs, terms=()):
    """Tokens of paragraphs written as (doc_id, section_id, role, words)."""
    rows = []
    for number, (doc_id, section, role, words) in enumerate(paragraphs):
        at = 0
        for word in words.split():
            rows.append({
                "doc_id": doc_id, "para_id": number, "section_id": section, "role": role,
                "token": word, "start": at, "end": at + len(word), "is_term": word in terms,
                "is_punctuation": word in "，。", "is_stopword": word in ("以及", "进行"),
            })
            at += len(word)
    return pd.DataFrame(rows)


def make_sections(tokens):
    """One outermost section per section_id, under none."""
    rows = tokens[["doc_id", "section_id"]].drop_duplicates()
    return rows.assign(parent_id=pd.array([None] * len(rows), dtype="Int64"), level=1)


TEXT = [
    ("a", 1, "plan", "甲市 推进 创新 创新 ， 以及 产业 。"),
    ("a", 2, "plan", "港口 开放 2020 6.5% 二〇三〇 年"),
    ("a", 2, "annex", "创新 名词 解释"),
    ("b", 1, "review", "创新 产业 新 开放"),
    ("b", 1, "plan", "产业 港口 “双碳” 双碳"),
]
DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "place": ["甲市", "乙市"]})
LOOSE = Rules(min_units=1, min_documents=1, max_unit_share=1, min_tokens=1)


@pytest.fixture
def tokens():
    return make_tokens(TEXT, terms=("新",))


@pytest.fixture(scope="module")
def made():
    return simulate_units(units=120, n_topics=4, overlap=0.3, terms=200, seed=3)


class TestUnits:
    def test_content_words_are_counted_and_nothing_else(self, tokens):
        units = build_units(tokens, make_sections(tokens), DOCUMENTS, rules=LOOSE)
        assert list(units.terms) == ["产业", "创新", "双碳", "开放", "推进", "新", "港口"]
        assert list(units.table["para_id"]) == [0, 1, 3, 4]
        counts = dict(zip(units.terms, units.counts.toarray().T.tolist(), strict=True))
        assert counts["创新"] == [2, 0, 1, 0]
        assert counts["双碳"] == [0, 0, 0, 2], "quotation marks do not make another term"
        assert counts["新"] == [0, 0, 1, 0], "a policy term may be short"

    def test_frequency_rules(self, tokens):
        sections = make_sections(tokens)
        rules = Rules(min_units=2, min_documents=2, max_unit_share=0.5, min_tokens=1)
        units = build_units(tokens, sections, DOCUMENTS, rules=rules)
        assert list(units.terms) == ["创新", "开放", "港口"]
        assert list(units.vocabulary["documents"]) == [2, 2, 2]

    def test_totals_agree_and_codes_keep_the_order_of_the_text(self, tokens):
        units = build_units(tokens, make_sections(tokens), DOCUMENTS, rules=LOOSE)
        assert units.counts.sum() == units.table["tokens"].sum() == units.vocabulary[
            "tokens"].sum() == sum(map(len, units.codes))
        assert [units.terms[code] for code in units.codes[0]] == ["推进", "创新", "创新", "产业"]

    def test_role_filter_and_sections_as_units(self, tokens):
        units = build_units(tokens, make_sections(tokens), DOCUMENTS, unit="section",
                            roles=["plan"], rules=LOOSE)
        assert units.table[["doc_id", "section_id"]].values.tolist() == [
            ["a", 1], ["a", 2], ["b", 1]]

    def test_row_order_of_sections_and_documents_changes_nothing(self, tokens):
        one = build_units(tokens, make_sections(tokens), DOCUMENTS, rules=LOOSE)
        other = build_units(tokens, make_sections(tokens)[::-1], DOCUMENTS[::-1], rules=LOOSE)
        pd.testing.assert_frame_equal(one.table, other.table)
        assert (one.counts != other.counts).nnz == 0

    @pytest.mark.parametrize(
        ("options", "message"),
        [({"unit": "page"}, "options are"), ({"roles": ["plans"]}, "options are"),
         ({"roles": ["requirements"]}, "no token")],
    )
    def test_errors_name_the_remedy(self, tokens, options, message):
        with pytest.raises(DataError, match=message):
            build_units(tokens, make_sections(tokens), DOCUMENTS, **options)

    def test_a_section_that_is_missing_is_an_error(self, tokens):
        with pytest.raises(DataError, match="lacks section"):
            build_units(tokens, make_sections(tokens)[1:], DOCUMENTS, rules=LOOSE)


class TestModels:
    @pytest.mark.parametrize("model", MODELS)
    def test_recovers_known_topics(self, made, model):
        found = fit_topics(made.units, n_topics=4, model=model, seed=1)
        cosine = measure_recovery(found, made.phi)["cosine"]
        assert cosine.mean() > {"nmf": 0.9, "nmf-kl": 0.9, "lda": 0.85}[model]

    @pytest.mark.parametrize("model", MODELS)
    def test_same_seed_same_bytes_and_rows_sum_to_one(self, made, model):
        options = {"model": model, "n_topics": 3, "seed": 5}
        one, two = (fit_terms(made.units.counts, **options) for _ in range(2))
        assert one.tobytes() == two.tobytes()
        assert one.sum(axis=1) == pytest.approx(np.ones(3))
        assert (one >= 0).all()

    def test_tf_idf_is_that_of_scikit_learn(self, made):
        from sklearn.feature_extraction.text import TfidfTransformer

        weighted, _ = weigh_terms(made.units.counts)
        expected = TfidfTransformer().fit_transform(made.units.counts)
        assert abs(weighted - expected).max() < 1e-12

    def test_anchors_come_first_and_pull(self, made):
        counts = made.units.counts
        anchors = sparse.csr_matrix((2, counts.shape[1])).tolil()
        for row, topic in enumerate((2, 0)):
            anchors[row, np.argsort(-made.phi[topic])[:4]] = 3.0
        phi = fit_terms(counts, model="nmf", n_topics=4, seed=0, anchors=anchors.tocsr())
        assert match_topics(compare_terms(phi, made.phi))[:2].tolist() == [2, 0]

    @pytest.mark.parametrize(
        "options", [{"model": "stm"}, {"n_topics": 1}, {"n_topics": 1000}]
    )
    def test_impossible_options(self, made, options):
        with pytest.raises(DataError):
            fit_topics(made.units, **{"n_topics": 3, **options})


class TestScoring:
    def test_shares_are_the_most_probable_mixture(self):
        phi = np.array([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7]])
        counts = np.array([[3.0, 1.0, 1.0]])

        def loss(share):
            theta = np.array([share, 1 - share])
            return -(counts @ np.log(theta @ phi) + 0.1 * np.log(theta).sum()).item()

        best = optimize.minimize_scalar(loss, bounds=(1e-6, 1 - 1e-6), method="bounded")
        theta = infer_shares(sparse.csr_matrix(counts), phi)
        assert theta[0, 0] == pytest.approx(best.x, abs=2e-3)

    def test_a_unit_without_terms_is_even_and_length_does_not_matter_for_a_pure_unit(self):
        phi = np.array([[0.98, 0.01, 0.01], [0.01, 0.01, 0.98]])
        theta = infer_shares(sparse.csr_matrix([[0, 0, 0], [50, 0, 0]]), phi)
        assert theta[0] == pytest.approx([0.5, 0.5])
        assert theta[1, 0] > 0.98

    def test_likelihood_by_hand(self):
        # One topic: the probability of a held-out token is its probability in the topic.
        phi = np.array([[0.5, 0.25, 0.25]])
        held = sparse.csr_matrix([[1.0, 1.0, 0.0]])
        found = measure_likelihood(sparse.csr_matrix([[1.0, 0, 0]]), held, phi)
        assert found == pytest.approx((np.log(0.5) + np.log(0.25)) / 2)

    def test_the_true_topics_predict_best(self, made):
        observed, held = split_tokens(list(made.units.codes), 200, np.random.default_rng(0))
        assert (observed + held != made.units.counts).nnz == 0
        background = find_background(made.units.counts)
        right = measure_likelihood(observed, held, smooth_terms(made.phi, background))
        shuffled = made.phi[:, np.random.default_rng(1).permutation(200)]
        wrong = measure_likelihood(observed, held, smooth_terms(shuffled, background))
        none = measure_likelihood(observed, held, background[None])
        assert right > none > wrong

    def test_the_fit_scores_its_own_units_as_new_ones(self, made):
        fitted = fit_topics(made.units, n_topics=4)
        part = made.units.select(np.arange(120) % 3 == 0)
        again = score_units(fitted, part)
        assert again.theta == pytest.approx(fitted.theta[::3], abs=1e-3)

    def test_another_vocabulary_is_refused(self, made):
        fitted = fit_topics(made.units, n_topics=4)
        other = simulate_units(units=20, n_topics=2, overlap=0.2, terms=50).units
        with pytest.raises(DataError, match="vocabulary=fitted"):
            score_units(fitted, other)


class TestTables:
    def test_grain_totals_and_order(self, made):
        fitted = fit_topics(made.units, n_topics=4)
        assert fitted.topics["share"].sum() == pytest.approx(1)
        assert fitted.topics["share"].is_monotonic_decreasing
        terms = fitted.topic_terms
        assert not terms.duplicated(["topic", "term"]).any() and len(terms) == 4 * 200
        assert terms.groupby("topic")["probability"].sum().to_numpy() == pytest.approx(np.ones(4))
        shares = fitted.unit_topics
        assert shares.groupby("unit")["share"].sum().to_numpy() == pytest.approx(np.ones(120))
        assert fitted.topics["stable"].isna().all(), "one fit says nothing of stability"
        with pytest.raises(DataError, match="fit_stable_topics"):
            fitted.stable_topics  # noqa: B018

    def test_representatives_are_the_units_of_largest_share(self, made):
        fitted = fit_topics(made.units, n_topics=4)
        table = find_representatives(fitted, top=2)
        assert list(table["topic"]) == [1, 1, 2, 2, 3, 3, 4, 4]
        assert table["share"].iloc[0] == fitted.theta[:, 0].max()
        assert {"doc_id", "start", "end"} <= set(table)


def _count_npmi(a, b, windows):
    """NPMI from its definition, by counting sets."""
    n = len(windows)
    one, two = (sum(term in w for w in windows) / n for term in (a, b))
    both = sum(a in w and b in w for w in windows) / n
    if both == 0:
        return -1.0
    return 1.0 if both == 1 else np.log(both / (one * two)) / -np.log(both)


class TestQuality:
    def test_npmi_on_paper(self, tokens):
        # 创新 in units 0 and 3, 产业 in 0, 3 and 4: joint 2/4, single 2/4 and 3/4.
        units = build_units(tokens, make_sections(tokens), DOCUMENTS, rules=LOOSE)
        place = list(units.terms).index
        pair = np.array([[place("创新"), place("产业")]])
        found = measure_npmi(pair, build_windows(units, 0))
        assert found[0] == pytest.approx(np.log(0.5 / (0.5 * 0.75)) / -np.log(0.5))

    def test_npmi_and_cv_equal_a_second_implementation(self, made):
        top = np.array([[3, 1, 8, 20], [0, 2, 5, 77]])
        sets = [set(codes[i : i + 30].tolist()) for codes in made.units.codes
                for i in range(max(1, len(codes) - 29))]
        windows = build_windows(made.units, 30)
        assert windows.shape[0] == len(sets)
        for topic, npmi, cv in zip(top, measure_npmi(top, windows), measure_cv(top, windows),
                                   strict=True):
            table = np.array([[_count_npmi(a, b, sets) for b in topic] for a in topic])
            assert npmi == pytest.approx(table[np.triu_indices(4, 1)].mean())
            whole = table.sum(axis=0)
            cosines = [row @ whole / np.linalg.norm(row) / np.linalg.norm(whole) for row in table]
            assert cv == pytest.approx(np.mean(cosines))

    def test_true_topics_are_more_coherent_and_exclusive_than_shuffled_ones(self, made):
        windows = build_windows(made.units, 0)
        shuffled = np.random.default_rng(0).permuted(made.phi, axis=1)
        tops = [np.argsort(-phi, axis=1)[:, :10] for phi in (made.phi, shuffled)]
        assert measure_npmi(tops[0], windows).mean() > measure_npmi(tops[1], windows).mean() + 0.05

    def test_frex_by_hand(self):
        # The second term is the first topic's own: most exclusive there, and most frequent.
        phi = np.array([[0.4, 0.6, 0.0], [0.4, 0.0, 0.6]])
        frex = score_frex(phi)
        # Ranks as shares of three terms: exclusivity 2/3 and frequency 2/3 for the first term.
        assert frex[0] == pytest.approx([2 / 3, 1, 1 / 3])
        assert (measure_exclusivity(phi, 1) == 1).all()

    def test_dispersion_is_one_for_multinomial_counts_and_more_for_lost_topics(self):
        made = simulate_units(units=400, n_topics=3, overlap=0.4, terms=100, seed=5)
        background = find_background(made.units.counts)
        right = disperse_counts(made.units.counts, made.theta, made.phi)
        lost = disperse_counts(made.units.counts, np.ones((400, 1)), background[None])
        assert right == pytest.approx(1, abs=0.1)
        assert lost > right + 0.1


class TestAlignment:
    @given(st.integers(2, 5), st.integers(2, 5), st.integers(0, 10**6))
    @settings(max_examples=30, deadline=None)
    def test_no_other_matching_is_better(self, rows, columns, seed):
        table = np.random.default_rng(seed).random((rows, columns))
        matched = match_topics(table)
        inside = matched >= 0
        assert len(set(matched[inside])) == inside.sum() == min(rows, columns)
        wide = table if rows <= columns else table.T
        best = max(wide[range(len(wide)), list(p)].sum()
                   for p in permutations(range(wide.shape[1]), len(wide)))
        assert table[np.flatnonzero(inside), matched[inside]].sum() == pytest.approx(best)

    def test_a_shuffled_run_is_put_back(self, made):
        order = [2, 0, 3, 1]
        aligned, cosines = align_runs(made.phi, [made.phi[order]])
        assert aligned[0] == pytest.approx(made.phi) and cosines == pytest.approx(np.ones((1, 4)))

    def test_prototype_is_the_run_in_the_middle(self):
        base = np.eye(3) + 0.01
        runs = [base + k * np.array([[0, 1, 0]] * 3) for k in (0, 0.2, 1)]
        central, pairs = find_prototype(runs)
        assert central == 1
        assert pairs == pytest.approx(pairs.T)
