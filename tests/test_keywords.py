"""Words: counts with denominators, longest match, comparison of pair, waves and places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from word_corpora import TWO, draw_corpus, make_documents, make_tokens

from policyresearch.errors import DataError
from policyresearch.inference.comparison import pair_waves
from policyresearch.inference.ratios import sum_units
from policyresearch.words.counts import count_words
from policyresearch.words.keyness import compare_counts, rank_terms, select_examples
from policyresearch.words.matching import find_terms
from policyresearch.words.places import compare_places_of
from policyresearch.words.rates import rate_counts
from policyresearch.words.waves import compare_waves_of

SMALL = make_tokens([
    ("a", 1, 0, "plan", "创新|驱动|发展|，|创新"),
    ("a", 1, 1, "review", "发展|的|民生"),
    ("b", 1, 0, "plan", "改革|创新|。"),
])
SECTIONS = pd.DataFrame({
    "doc_id": ["a", "a", "b", "b"], "section_id": [0, 1, 0, 1],
    "parent_id": pd.array([None, 0, None, 0], dtype="Int64"), "level": [0, 1, 0, 1],
})


@pytest.fixture(scope="module")
def corpus():
    return draw_corpus()


class TestMatching:
    def test_the_longest_term_wins(self):
        found = find_terms(SMALL, ["创新", "创新驱动", "创新驱动发展", "驱动"])
        assert found["term"].to_list() == ["创新驱动发展", "创新", "创新"]

    def test_punctuation_and_sentences_end_a_term_and_quotes_do_not(self):
        tokens = make_tokens([("a", 0, 0, "plan", "“|放管服|”|改革|，|创新"),
                          ("a", 0, 0, "plan", "驱动")])
        assert find_terms(tokens, ["“放管服”改革"])["term"].to_list() == ["“放管服”改革"]
        assert find_terms(tokens, ["改革创新", "创新驱动"]).empty

    def test_a_term_inside_a_token_is_not_found(self):
        assert find_terms(make_tokens([("a", 0, 0, "plan", "中国有")]), ["国有", "中国"]).empty

    @pytest.mark.parametrize("terms", [["“”"], ["，创新"], ["放管服", "“放管服”"]])
    def test_terms_must_be_distinct_and_hold_something(self, terms):
        with pytest.raises(DataError, match="terms"):
            find_terms(SMALL, terms)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(["甲", "乙", "甲乙", "丙", "，"]), min_size=1, max_size=12),
           st.sets(st.sampled_from(["甲", "甲乙", "乙丙", "丙甲乙", "丙丙"]), min_size=1))
    def test_matches_are_the_terms_and_do_not_overlap(self, words, terms):
        tokens = make_tokens([("a", 0, 0, "plan", "|".join(words))])
        text = "".join(words)
        found = find_terms(tokens, sorted(terms))
        for row in found.itertuples():
            assert text[row.start:row.end] == row.term
        assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()
        # A token that is a term by itself is never lost, only covered by a longer match.
        ends = dict(zip(found["start"], found["end"], strict=True))
        covered = {c for start, end in ends.items() for c in range(start, end)}
        for token in tokens.itertuples():
            if token.token in terms:
                assert token.start in covered


class TestCounts:
    def test_denominators_leave_out_punctuation_only(self):
        counts = count_words(SMALL, TWO, unit="document")
        assert counts.cells.groupby("doc_id")["tokens"].sum().to_dict() == {"a": 7, "b": 2}
        # 的 is a stop word: in the denominator, but no keyword.
        assert "的" not in counts.words and counts.matrix.sum() == 8

    def test_terms_of_several_tokens_count_once(self):
        counts = count_words(SMALL, TWO, unit="paragraph", terms=["创新驱动发展", "创新", "缺席"])
        assert list(counts.words) == ["创新驱动发展", "创新", "缺席"]
        assert counts.matrix.toarray().tolist() == [[1, 1, 0], [0, 0, 0], [0, 1, 0]]

    def test_groups_share_one_longest_match(self):
        groups = {"发展": ["发展", "民生"], "创新": ["创新", "创新驱动发展"]}
        rates = rate_counts(count_words(SMALL, TWO, unit="document", groups=groups))
        assert rates["count"].to_list() == [2, 2, 0, 1]
        with pytest.raises(DataError, match="not both"):
            count_words(SMALL, TWO, unit="document", terms=["a"], groups=groups)

    def test_a_role_narrows_numerator_and_denominator(self):
        counts = count_words(SMALL, TWO, unit="document", role=("plan",))
        rates = rate_counts(counts.choose(["发展"]))
        assert rates[["count", "tokens"]].values.tolist() == [[1, 4], [0, 2]]
        with pytest.raises(DataError, match="options"):
            count_words(SMALL, TWO, unit="document", role=("plans",))

    def test_zero_is_not_missing(self):
        counts = count_words(SMALL, TWO, unit="document", role=("plan", "review"))
        rates = rate_counts(counts.choose(["民生"]), by=["wave", "role"])
        cells = rates.set_index(["wave", "role"])
        assert cells.loc[(2018, "plan"), "rate_per_10k"] == 0
        assert cells.loc[(2018, "review"), "rate_per_10k"] == pytest.approx(10_000 / 3)
        absent = cells.loc[(2020, "review")]
        assert absent["tokens"] == 0 and np.isnan(absent["rate_per_10k"])

    def test_sections_have_rates_of_their_own(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, unit="paragraph", sections=sections, terms=["创新"])
        rates = rate_counts(counts, by=["doc_id", "section_id"])
        assert len(rates) == 80 and (rates["tokens"] == 60).all()
        own = tokens[(tokens["doc_id"] == "a") & (tokens["section_id"] == 7)]["token"]
        cell = rates.set_index(["doc_id", "section_id"]).loc[("a", 7)]
        assert cell["count"] == (own == "创新").sum()
        whole = rate_counts(counts)
        assert rates.groupby("doc_id")["count"].sum().to_list() == whole["count"].to_list()
        with pytest.raises(DataError, match="doc_id"):
            rate_counts(counts, by=["section_id"])

    def test_totals_do_not_depend_on_the_unit_or_on_the_order_ofmake_documents(self):
        totals = [
            rate_counts(count_words(SMALL, TWO, unit=unit, sections=SECTIONS))["count"].sum()
            for unit in ("paragraph", "section", "document", "place")
        ]
        assert totals == [8] * 4
        turned = pd.concat([SMALL[SMALL["doc_id"] == d] for d in ("b", "a")])
        one, two = (rate_counts(count_words(t, TWO, unit="document")) for t in (SMALL, turned))
        keys = ["doc_id", "keyword"]
        pd.testing.assert_frame_equal(one.sort_values(keys, ignore_index=True),
                                      two.sort_values(keys, ignore_index=True))

    def test_unknown_words_and_groups_are_named(self):
        counts = count_words(SMALL, TWO, unit="document")
        with pytest.raises(DataError, match="缺席"):
            counts.choose(["缺席"])
        with pytest.raises(DataError, match="options"):
            rate_counts(counts, by=["genre"])


class TestCompare:
    def test_a_known_change_is_found_and_the_rest_is_not(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, sections=sections)
        table = compare_counts(counts, ["a"], ["b"]).set_index("keyword")
        assert table.loc["创新", "low"] > 0.4 and table.loc["民生", "high"] < -1
        assert table.loc["创新", "log_ratio"] == pytest.approx(1, abs=0.35)
        assert table.index[:2].to_list() == ["民生", "创新"]
        assert (table.loc[["驱动", "发展", "改革", "产业"], "p_holm"] > 0.05).all()
        assert table.loc["发展", "lockword"] and not table.loc["民生", "lockword"]

    def test_sides_exchanged_turn_every_sign(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, sections=sections)
        there, back = (compare_counts(counts, *pair).set_index("keyword").sort_index()
                       for pair in ((["a"], ["b"]), (["b"], ["a"])))
        for name in ("log_ratio", "cautious", "g2", "chi2", "lrc", "log_odds", "log_odds_z",
                     "cliffs_delta"):
            np.testing.assert_allclose(there[name], -back[name], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(there["p"], back["p"], rtol=1e-9)

    def test_errors(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, sections=sections)
        with pytest.raises(DataError, match="both"):
            compare_counts(counts, ["a"], ["a", "b"])
        with pytest.raises(DataError, match="no text"):
            compare_counts(counts, ["a"], ["c"])
        assert compare_counts(counts, [], []).empty

    def test_ranks_hold_what_is_clear_of_zero(self, corpus):
        tokens, sections = corpus
        table = compare_counts(count_words(tokens, TWO, sections=sections), ["a"], ["b"])
        assert rank_terms(table)["keyword"].to_list()[0] == "创新"
        assert rank_terms(table)["keyword"].to_list()[-1] == "民生"
        assert (rank_terms(table)["cautious"] != 0).all()
        assert select_examples(table, rows=1) == ["创新", "发展", "民生"]

    def test_waves_find_the_trend_put_in(self):
        rng = np.random.default_rng(2)
        documents = make_documents([(str(y), "甲市", y) for y in (2018, 2020, 2025)])
        rows = []
        for year, share in ((2018, 0.05), (2020, 0.05 * 2**0.4), (2025, 0.05 * 2**1.4)):
            rows += [(str(year), 0, para, "plan", "|".join(
                rng.choice(["创新", "发展"], 80, p=[share, 1 - share]))) for para in range(60)]
        counts = count_words(make_tokens(rows), documents, unit="paragraph")
        table = compare_waves_of(counts).set_index("keyword")
        found = table.loc["创新"]
        assert found["trend_low"] < 0.2 < found["trend_high"]
        assert found["trend"] == pytest.approx(0.2, abs=0.03) and found["p"] < 1e-6
        assert compare_waves_of(counts.select(["2018", "2020"])).empty

    def test_waves_equal_a_plain_second_version(self, corpus):
        """Welch's F from its definition, and G² of the whole table by scipy."""
        tokens, sections = corpus
        documents = make_documents([("a", "甲市", 2018), ("b", "甲市", 2020), ("c", "甲市", 2025)])
        third = tokens[tokens["doc_id"] == "a"].assign(doc_id="c")
        third = third[third["section_id"] > 15]
        more = pd.concat([tokens, third], ignore_index=True)
        known = pd.concat([sections, sections[sections["doc_id"] == "a"].assign(doc_id="c")])
        counts = count_words(more, documents, sections=known)
        table = compare_waves_of(counts).set_index("keyword")
        sums = [sum_units(*counts.select([d]).add_up()) for d in "abc"]
        for k, word in enumerate(counts.words):
            y = [float(s.log_rates[k]) for s in sums]
            w = [1 / float(s.log_variance[k]) for s in sums]
            mean = sum(a * b for a, b in zip(w, y, strict=True)) / sum(w)
            lack = sum((1 - a / sum(w)) ** 2 / s.freedom for a, s in zip(w, sums, strict=True))
            f = sum(a * (b - mean) ** 2 for a, b in zip(w, y, strict=True)) / 2
            f /= 1 + 2 * 1 / 8 * lack
            assert table.loc[word, "f"] == pytest.approx(f, rel=1e-9)
            assert table.loc[word, "p"] == pytest.approx(
                stats.f.sf(f, 2, 8 / (3 * lack)), rel=1e-9)
            cells = [[s.totals[k] for s in sums],
                     [s.denominator - s.totals[k] for s in sums]]
            oracle = stats.chi2_contingency(cells, lambda_="log-likelihood").statistic
            assert table.loc[word, "g2"] == pytest.approx(oracle, rel=1e-9)

    def test_places_count_once_and_unpaired_ones_are_told(self):
        rows, documents = [], []
        for n in range(9):
            for wave, hits in ((2018, 2), (2020, 4)):
                if n == 8 and wave == 2020:
                    continue
                doc_id = f"{n}_{wave}"
                documents.append((doc_id, f"{n}市", wave))
                words = ["创新"] * hits * (n + 1) + ["发展"] * (20 - hits) * (n + 1)
                rows.append((doc_id, 0, 0, "plan", "|".join(words)))
        counts = count_words(make_tokens(rows), make_documents(documents), unit="place")
        pair = pair_waves(make_documents(documents))
        found = compare_places_of(counts, pair).set_index("keyword").loc["创新"]
        assert (found["places"], found["unpaired"]) == (8, 1)
        assert found["difference"] == pytest.approx(1000)
        assert found["p"] == pytest.approx(2 / 2**8)
        assert compare_places_of(counts.select(["0_2018", "0_2020"]), pair).empty
