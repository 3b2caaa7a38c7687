"""Words: counts with denominators, longest match, comparison under readings, sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyresearch import load_corpus
from policyresearch.errors import DataError
from policyresearch.findings import (
    describe_change,
    describe_places,
    describe_readings,
    describe_stable,
    describe_terms,
    describe_waves,
)
from policyresearch.inference import compare_sums, sum_units
from policyresearch.keywords import (
    READINGS,
    choose_contexts,
    choose_parts,
    choose_sides,
    compare_places,
    compare_readings,
    compare_waves,
    compare_words,
    count_words,
    find_party_sections,
    find_terms,
    measure_rates,
    rank_words,
    select_examples,
    shift_words,
)
from policyresearch.keywords.measures import measure_g2
from policyresearch.plots.labels import READINGS as LABELLED
from policyresearch.plots.style import FONT_FOLDER
from policyresearch.study import find_study

WORDS = ["创新", "驱动", "发展", "改革", "产业", "民生"]


def _tokens(rows):
    """`rows`: (doc_id, section_id, para_id, role, words) per sentence, words parted by |."""
    table = []
    for sent, (doc_id, section, para, role, text) in enumerate(rows):
        at = 0
        for position, token in enumerate(text.split("|")):
            table.append({
                "doc_id": doc_id, "sent_id": sent, "position": position, "token": token,
                "start": 1000 * sent + at, "end": 1000 * sent + at + len(token),
                "para_id": para, "section_id": section, "role": role, "is_term": False,
                "is_punctuation": not any(map(str.isalnum, token)), "is_stopword": token == "的",
            })
            at += len(token)
    return pd.DataFrame(table)


def _documents(rows):
    frame = pd.DataFrame(rows, columns=["doc_id", "place", "wave"])
    return frame.astype({"wave": "Int64"})


TWO = _documents([("a", "甲市", 2018), ("b", "甲市", 2020)])
SMALL = _tokens([
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
    """Two waves of one place, forty sections each; 创新 doubles, 民生 falls to a quarter."""
    rng = np.random.default_rng(6)
    shares = {"a": [2, 3, 9, 3, 3, 4], "b": [4, 3, 9, 3, 3, 1]}
    rows, sections = [], []
    for doc_id, weights in shares.items():
        for section in range(1, 41):
            burst = rng.gamma(4, 0.25, 6) * weights
            words = rng.choice(WORDS, 60, p=burst / burst.sum())
            rows.append((doc_id, section, section, "plan", "|".join(words)))
            sections.append((doc_id, section, 0, 1))
        sections.append((doc_id, 0, None, 0))
    table = pd.DataFrame(sections, columns=["doc_id", "section_id", "parent_id", "level"])
    return _tokens(rows), table.astype({"parent_id": "Int64"})


@pytest.fixture(scope="module")
def tables(corpus):
    tokens, sections = corpus
    party = _tokens([(d, 41, 41, "plan", "|".join(["党建"] * n + ["发展"] * 50))
                     for d, n in (("a", 12), ("b", 1))])
    party["sent_id"] += 500
    party[["start", "end"]] += 500_000
    headings = pd.DataFrame({
        "doc_id": ["a", "b"], "sent_id": [900, 900], "section_id": 41, "is_heading": True,
        "text": ["坚定不移推进全面从严治党", "加强党的全面领导"],
    })
    more = pd.DataFrame({"doc_id": ["a", "b"], "section_id": 41, "parent_id": 0, "level": 1})
    return (pd.concat([tokens, party], ignore_index=True),
            pd.concat([sections, more], ignore_index=True), headings)


class TestMatching:
    def test_the_longest_term_wins(self):
        found = find_terms(SMALL, ["创新", "创新驱动", "创新驱动发展", "驱动"])
        assert found["term"].to_list() == ["创新驱动发展", "创新", "创新"]

    def test_punctuation_and_sentences_end_a_term_and_quotes_do_not(self):
        tokens = _tokens([("a", 0, 0, "plan", "“|放管服|”|改革|，|创新"),
                          ("a", 0, 0, "plan", "驱动")])
        assert find_terms(tokens, ["“放管服”改革"])["term"].to_list() == ["“放管服”改革"]
        assert find_terms(tokens, ["改革创新", "创新驱动"]).empty

    def test_a_term_inside_a_token_is_not_found(self):
        assert find_terms(_tokens([("a", 0, 0, "plan", "中国有")]), ["国有", "中国"]).empty

    @pytest.mark.parametrize("terms", [["“”"], ["，创新"], ["放管服", "“放管服”"]])
    def test_terms_must_be_distinct_and_hold_something(self, terms):
        with pytest.raises(DataError, match="terms"):
            find_terms(SMALL, terms)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(["甲", "乙", "甲乙", "丙", "，"]), min_size=1, max_size=12),
           st.sets(st.sampled_from(["甲", "甲乙", "乙丙", "丙甲乙", "丙丙"]), min_size=1))
    def test_matches_are_the_terms_and_do_not_overlap(self, words, terms):
        tokens = _tokens([("a", 0, 0, "plan", "|".join(words))])
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
        rates = measure_rates(count_words(SMALL, TWO, unit="document", groups=groups))
        assert rates["count"].to_list() == [2, 2, 0, 1]
        with pytest.raises(DataError, match="not both"):
            count_words(SMALL, TWO, unit="document", terms=["a"], groups=groups)

    def test_a_role_narrows_numerator_and_denominator(self):
        counts = count_words(SMALL, TWO, unit="document", role=("plan",))
        rates = measure_rates(counts.choose(["发展"]))
        assert rates[["count", "tokens"]].values.tolist() == [[1, 4], [0, 2]]
        with pytest.raises(DataError, match="options"):
            count_words(SMALL, TWO, unit="document", role=("plans",))

    def test_zero_is_not_missing(self):
        counts = count_words(SMALL, TWO, unit="document", role=("plan", "review"))
        rates = measure_rates(counts.choose(["民生"]), by=["wave", "role"])
        cells = rates.set_index(["wave", "role"])
        assert cells.loc[(2018, "plan"), "rate_per_10k"] == 0
        assert cells.loc[(2018, "review"), "rate_per_10k"] == pytest.approx(10_000 / 3)
        absent = cells.loc[(2020, "review")]
        assert absent["tokens"] == 0 and np.isnan(absent["rate_per_10k"])

    def test_sections_have_rates_of_their_own(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, unit="paragraph", sections=sections, terms=["创新"])
        rates = measure_rates(counts, by=["doc_id", "section_id"])
        assert len(rates) == 80 and (rates["tokens"] == 60).all()
        own = tokens[(tokens["doc_id"] == "a") & (tokens["section_id"] == 7)]["token"]
        cell = rates.set_index(["doc_id", "section_id"]).loc[("a", 7)]
        assert cell["count"] == (own == "创新").sum()
        whole = measure_rates(counts)
        assert rates.groupby("doc_id")["count"].sum().to_list() == whole["count"].to_list()
        with pytest.raises(DataError, match="doc_id"):
            measure_rates(counts, by=["section_id"])

    def test_totals_do_not_depend_on_the_unit_or_on_the_order_of_documents(self):
        totals = [
            measure_rates(count_words(SMALL, TWO, unit=unit, sections=SECTIONS))["count"].sum()
            for unit in ("paragraph", "section", "document", "place")
        ]
        assert totals == [8] * 4
        turned = pd.concat([SMALL[SMALL["doc_id"] == d] for d in ("b", "a")])
        one, two = (measure_rates(count_words(t, TWO, unit="document")) for t in (SMALL, turned))
        keys = ["doc_id", "keyword"]
        pd.testing.assert_frame_equal(one.sort_values(keys, ignore_index=True),
                                      two.sort_values(keys, ignore_index=True))

    def test_unknown_words_and_groups_are_named(self):
        counts = count_words(SMALL, TWO, unit="document")
        with pytest.raises(DataError, match="缺席"):
            counts.choose(["缺席"])
        with pytest.raises(DataError, match="options"):
            measure_rates(counts, by=["genre"])


class TestCompare:
    def test_a_known_change_is_found_and_the_rest_is_not(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, sections=sections)
        table = compare_words(counts, ["a"], ["b"]).set_index("keyword")
        assert table.loc["创新", "low"] > 0.4 and table.loc["民生", "high"] < -1
        assert table.loc["创新", "log_ratio"] == pytest.approx(1, abs=0.35)
        assert table.index[:2].to_list() == ["民生", "创新"]
        assert (table.loc[["驱动", "发展", "改革", "产业"], "p_holm"] > 0.05).all()
        assert table.loc["发展", "lockword"] and not table.loc["民生", "lockword"]

    def test_sides_exchanged_turn_every_sign(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, sections=sections)
        there, back = (compare_words(counts, *sides).set_index("keyword").sort_index()
                       for sides in ((["a"], ["b"]), (["b"], ["a"])))
        for name in ("log_ratio", "cautious", "g2", "chi2", "lrc", "log_odds", "log_odds_z",
                     "cliffs_delta"):
            np.testing.assert_allclose(there[name], -back[name], rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(there["p"], back["p"], rtol=1e-9)

    def test_errors(self, corpus):
        tokens, sections = corpus
        counts = count_words(tokens, TWO, sections=sections)
        with pytest.raises(DataError, match="both"):
            compare_words(counts, ["a"], ["a", "b"])
        with pytest.raises(DataError, match="no text"):
            compare_words(counts, ["a"], ["c"])
        assert compare_words(counts, [], []).empty

    def test_ranks_hold_what_is_clear_of_zero(self, corpus):
        tokens, sections = corpus
        table = compare_words(count_words(tokens, TWO, sections=sections), ["a"], ["b"])
        assert rank_words(table)["keyword"].to_list()[0] == "创新"
        assert rank_words(table)["keyword"].to_list()[-1] == "民生"
        assert (rank_words(table)["cautious"] != 0).all()
        assert select_examples(table, rows=1) == ["创新", "发展", "民生"]

    def test_waves_find_the_trend_put_in(self):
        rng = np.random.default_rng(2)
        documents = _documents([(str(y), "甲市", y) for y in (2018, 2020, 2025)])
        rows = []
        for year, share in ((2018, 0.05), (2020, 0.05 * 2**0.4), (2025, 0.05 * 2**1.4)):
            rows += [(str(year), 0, para, "plan", "|".join(
                rng.choice(["创新", "发展"], 80, p=[share, 1 - share]))) for para in range(60)]
        counts = count_words(_tokens(rows), documents, unit="paragraph")
        table = compare_waves(counts).set_index("keyword")
        found = table.loc["创新"]
        assert found["trend_low"] < 0.2 < found["trend_high"]
        assert found["trend"] == pytest.approx(0.2, abs=0.03) and found["p"] < 1e-6
        assert compare_waves(counts.select(["2018", "2020"])).empty

    def test_waves_equal_a_plain_second_version(self, corpus):
        """Welch's F from its definition, and G² of the whole table by scipy."""
        from scipy import stats

        tokens, sections = corpus
        documents = _documents([("a", "甲市", 2018), ("b", "甲市", 2020), ("c", "甲市", 2025)])
        third = tokens[tokens["doc_id"] == "a"].assign(doc_id="c")
        third = third[third["section_id"] > 15]
        more = pd.concat([tokens, third], ignore_index=True)
        known = pd.concat([sections, sections[sections["doc_id"] == "a"].assign(doc_id="c")])
        counts = count_words(more, documents, sections=known)
        table = compare_waves(counts).set_index("keyword")
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
        counts = count_words(_tokens(rows), _documents(documents), unit="place")
        sides = choose_sides(_documents(documents))
        found = compare_places(counts, sides).set_index("keyword").loc["创新"]
        assert (found["places"], found["unpaired"]) == (8, 1)
        assert found["difference"] == pytest.approx(1000)
        assert found["p"] == pytest.approx(2 / 2**8)
        assert compare_places(counts.select(["0_2018", "0_2020"]), sides).empty


class TestReadings:
    def test_party_sections_take_what_stands_below_them(self, tables):
        _, sections, headings = tables
        below = pd.DataFrame({"doc_id": ["a"], "section_id": 42, "parent_id": 41, "level": 2})
        found = find_party_sections(headings, pd.concat([sections, below]))
        assert found.values.tolist() == [["a", 41], ["b", 41], ["a", 42]]
        other = headings.assign(text="加强政府自身建设")
        assert find_party_sections(other, sections).empty

    def test_every_reading_of_every_word(self, tables):
        tokens, sections, headings = tables
        found = compare_readings(["创新", "党建", "发展"], tokens, TWO, sections, headings,
                                 other_tokens=tokens)
        assert found["reading"].to_list() == list(READINGS) * 3
        cells = found.set_index(["keyword", "reading"])
        assert cells.loc["创新", "clear"].all()
        # 党建 stands in one section: gone when that is left out.
        assert cells.loc[("党建", "no_party"), ["left_count", "right_count"]].to_list() == [0, 0]
        assert not cells.loc[("党建", "no_party"), "clear"]
        again = cells.drop(columns=["agrees", "clear"]).xs("segmentation", level=1)
        pd.testing.assert_frame_equal(
            again, cells.drop(columns=["agrees", "clear"]).xs("series", level=1))

    def test_a_reading_without_text_bears_nothing_out(self, tables):
        tokens, sections, headings = tables
        body = tokens.assign(role=np.where(tokens["doc_id"] == "a", "body", "plan"))
        found = compare_readings(["创新"], body, TWO, sections, headings, other_tokens=body)
        plan = found.set_index("reading").loc["plan"]
        assert np.isnan(plan["log_ratio"]) and not plan["agrees"] and not plan["clear"]

    def test_all_readings_have_labels(self):
        assert tuple(LABELLED) == READINGS

    def test_sentences_name_what_holds_and_what_does_not(self, tables):
        tokens, sections, headings = tables
        sides = choose_sides(TWO)
        keyness = compare_words(count_words(tokens, TWO, sections=sections), sides.left,
                                sides.right)
        words = ["民生", "创新", "党建"]
        readings = compare_readings(words, tokens, TWO, sections, headings, other_tokens=tokens)
        risen, fallen, tests = describe_change(keyness, readings, sides)
        row = keyness.set_index("keyword").loc["创新"]
        assert f"创新 ({row['left_per_10k']:.1f} to {row['right_per_10k']:.1f} per" in risen.en
        assert "in every reading" in risen.en and "民生" in fallen.zh and "民生" not in risen.en
        assert "党建" not in fallen.en
        assert f"Of these, all stand after correction for {len(keyness)} comparisons." in risen.en
        none = describe_change(keyness.assign(p_bh=1.0), readings, sides)
        assert "Of these, none stands after" in none[0].en and "无一仍成立" in none[1].zh
        assert risen.rows == ({"keyword": "创新"},)
        assert risen.evidence == ({"keyword": "创新", "doc_id": "b"},)
        assert f"Of {len(keyness)} words" in tests.en
        (checked,) = describe_readings(readings, sides)
        assert "2 of the 3 words" in checked.en and "党建" in checked.zh
        assert "without party building" in checked.en
        assert "发展" in describe_stable(keyness, sides)[0].en

    def test_without_a_series_every_table_is_empty(self, tables):
        tokens, sections, headings = tables
        alone, tokens = TWO.iloc[:1], tokens[tokens["doc_id"] == "a"]
        sides = choose_sides(alone)
        counts = count_words(tokens, alone, sections=sections)
        keyness = compare_words(counts, sides.left, sides.right)
        examples = select_examples(keyness)
        assert keyness.empty and rank_words(keyness).empty and examples == []
        series = counts.select([])
        assert measure_rates(series.choose(examples), by=["wave"]).empty
        assert measure_rates(series.choose(examples), by=["wave", "role"]).empty
        assert compare_waves(series).empty and compare_places(counts, sides).empty
        assert compare_readings([], tokens, alone, sections, headings, other_tokens=tokens).empty
        shift = shift_words(counts, sides, TestTerms.LINEAGE)
        assert shift.empty and choose_parts(shift).empty
        assert choose_contexts(keyness, tokens, sides).empty

    def test_no_series_is_said(self):
        alone = choose_sides(TWO.iloc[:1])
        nothing = pd.DataFrame()
        assert "not compared over time" in describe_change(nothing, nothing, alone)[0].en
        assert describe_stable(nothing, alone) == describe_readings(nothing, alone) == []


def test_sides_are_first_and_last_wave_of_the_series():
    documents = _documents([("a", "甲市", 2018), ("z", "乙市", 2018), ("b", "甲市", 2020),
                            ("c", "甲市", 2025)])
    sides = choose_sides(documents)
    assert (sides.left, sides.right, sides.names) == (("a",), ("c",), ("2018", "2025"))
    assert choose_sides(documents, every=True).left == ("a", "z")
    many = _documents([(f"{n}_{w}", f"{n}市", w) for n in range(12) for w in (2018, 2020)])
    assert (sides.unit, choose_sides(many).unit) == ("section", "document")


class TestTerms:
    TOKENS = _tokens([("a", 1, 0, "plan", "脱贫攻坚|发展|发展|党建"),
                      ("b", 1, 0, "plan", "乡村振兴|发展|数字")])
    LINEAGE = pd.DataFrame({"predecessor": ["脱贫攻坚"], "successor": ["乡村振兴"],
                            "relation": ["absorbed"], "year": [2021], "source": ["意见"]})
    WORDS = ("脱贫攻坚", "乡村振兴", "发展", "党建", "数字")

    def test_a_renamed_term_is_told_from_a_new_one(self):
        sides = choose_sides(TWO)
        counts = count_words(self.TOKENS, TWO, unit="document", terms=self.WORDS)
        shift = shift_words(counts, sides, self.LINEAGE)
        assert shift.set_index("word")["kinship"].to_dict() == {
            "脱贫攻坚": "absorbed", "乡村振兴": "absorbed", "党建": "gone", "数字": "new",
            "发展": ""}
        came, renamed = describe_terms(shift, sides)
        assert "1 policy term stands in 2020 only (with most weight 数字 1×)" in came.en
        assert "1个政策词语仅见于2018年（以党建1次为主）" in came.zh
        assert "乡村振兴 (脱贫攻坚)" in renamed.en
        shown = choose_parts(shift, rows=1)
        assert set(shown["word"]) >= {"脱贫攻坚", "乡村振兴"} and len(shown) <= 3
        alone = choose_sides(TWO.iloc[:1])
        assert describe_terms(shift_words(counts, alone, self.LINEAGE), alone) == []

    def test_contexts_are_spread_over_the_side_of_the_word(self, corpus):
        tokens, sections = corpus
        sides = choose_sides(TWO)
        table = compare_words(count_words(tokens, TWO, sections=sections), sides.left,
                              sides.right)
        found = choose_contexts(table, tokens, sides, rows=3)
        assert found["term"].to_list() == ["创新"] * 3 + ["民生"] * 3
        assert found["doc_id"].to_list() == ["b"] * 3 + ["a"] * 3
        every = find_terms(tokens[tokens["doc_id"] == "b"], ["创新"])
        assert found["start"].iloc[[0, 2]].to_list() == every["start"].iloc[[0, -1]].to_list()

    def test_waves_and_places_are_told(self):
        waves = pd.DataFrame({"keyword": ["创新", "发展"], "p_holm": [0.01, 0.4]})
        assert "1 of 2 words differ" in describe_waves(waves, ["创新"])[0].en
        assert "of the words drawn 创新" in describe_waves(waves, ["创新"])[0].en
        assert describe_waves(waves.iloc[:0], []) == []
        sides = choose_sides(TWO)
        assert "Fewer than two places" in describe_places(pd.DataFrame(), sides)[0].en
        table = pd.DataFrame({"keyword": ["创新"], "p_holm": [0.01], "detectable": [2.5],
                              "places": [12], "unpaired": [3]})
        told = describe_places(table, sides)[0]
        assert "12 places" in told.en and "3 more in one only" in told.en
        assert "2.5 per 10,000" in told.en and "创新" in told.zh


@pytest.mark.slow
def test_the_level_is_held_on_real_text():
    """The study's sections dealt out to two waves: nothing differs, one word in twenty may."""
    corpus = load_corpus(find_study(FONT_FOLDER.parents[2]))
    counts = count_words(corpus.tokens, corpus.documents, sections=corpus.sections)
    counts = counts.choose(counts.words[counts.totals() >= 8])
    matrix, tokens = counts.add_up()
    clustered, by_token = [], []
    for run in range(60):
        right = np.random.default_rng(run).permutation(len(tokens)) < len(tokens) // 2
        one, two = (sum_units(matrix[side], tokens[side]) for side in (~right, right))
        clustered.append(np.mean(compare_sums(one, two).p() < 0.05))
        g2 = measure_g2(one.totals, two.totals, one.denominator, two.denominator)
        by_token.append(np.mean(np.abs(g2) > 3.84))
    assert 0.03 < np.mean(clustered) < 0.055
    assert np.mean(by_token) > 0.12
