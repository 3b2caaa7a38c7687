"""The same comparison under other readings, terms and contexts, and the sentences on them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from project import SHIPPED
from word_corpora import TWO, draw_corpus, make_documents, make_tokens

from policyresearch import load_corpus
from policyresearch.coding.party import find_party_sections
from policyresearch.inference.comparison import pair_waves
from policyresearch.inference.ratios import compare_sums, sum_units
from policyresearch.plots.labels import READINGS as LABELLED
from policyresearch.report.findings.terms import describe_places, describe_terms, describe_waves
from policyresearch.report.findings.words import describe_change, describe_readings, describe_stable
from policyresearch.words.counts import count_words
from policyresearch.words.examples import pick_examples
from policyresearch.words.keyness import compare_counts, rank_terms, select_examples
from policyresearch.words.matching import find_terms
from policyresearch.words.measures import measure_g2
from policyresearch.words.places import compare_places_of
from policyresearch.words.rates import rate_counts
from policyresearch.words.sensitivity import READINGS, compare_readings_of
from policyresearch.words.shift import choose_parts, shift_counts
from policyresearch.words.waves import compare_waves_of


@pytest.fixture(scope="module")
def corpus():
    return draw_corpus()


@pytest.fixture(scope="module")
def tables(corpus):
    tokens, sections = corpus
    party = make_tokens([(d, 41, 41, "plan", "|".join(["党建"] * n + ["发展"] * 50))
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
        found = compare_readings_of(["创新", "党建", "发展"], tokens, TWO, sections, headings,
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
        found = compare_readings_of(["创新"], body, TWO, sections, headings, other_tokens=body)
        plan = found.set_index("reading").loc["plan"]
        assert np.isnan(plan["log_ratio"]) and not plan["agrees"] and not plan["clear"]

    def test_all_readings_have_labels(self):
        assert tuple(LABELLED) == READINGS

    def test_sentences_name_what_holds_and_what_does_not(self, tables):
        tokens, sections, headings = tables
        pair = pair_waves(TWO)
        keyness = compare_counts(count_words(tokens, TWO, sections=sections), pair.first,
                                pair.last)
        words = ["民生", "创新", "党建"]
        readings = compare_readings_of(words, tokens, TWO, sections, headings, other_tokens=tokens)
        risen, fallen, tests = describe_change(keyness, readings, pair)
        row = keyness.set_index("keyword").loc["创新"]
        assert f"创新 ({row['left_per_10k']:.1f} to {row['right_per_10k']:.1f} per" in risen.en
        assert "in every reading" in risen.en and "民生" in fallen.zh and "民生" not in risen.en
        assert "党建" not in fallen.en
        assert f"Of these, all stand after correction for {len(keyness)} comparisons." in risen.en
        none = describe_change(keyness.assign(p_bh=1.0), readings, pair)
        assert "Of these, none stands after" in none[0].en and "无一仍成立" in none[1].zh
        assert risen.rows == ({"keyword": "创新"},)
        assert risen.evidence == tuple({"keyword": "创新", "doc_id": d} for d in ("a", "b"))
        assert f"Of {len(keyness)} words" in tests.en
        (checked,) = describe_readings(readings, pair)
        assert "2 of the 3 words" in checked.en and "党建" in checked.zh
        assert "without party building" in checked.en
        assert "发展" in describe_stable(keyness, pair)[0].en

    def test_without_a_series_every_table_is_empty(self, tables):
        tokens, sections, headings = tables
        alone, tokens = TWO.iloc[:1], tokens[tokens["doc_id"] == "a"]
        pair = pair_waves(alone)
        counts = count_words(tokens, alone, sections=sections)
        keyness = compare_counts(counts, pair.first, pair.last)
        examples = select_examples(keyness)
        assert keyness.empty and rank_terms(keyness).empty and examples == []
        series = counts.select([])
        assert rate_counts(series.choose(examples), by=["wave"]).empty
        assert rate_counts(series.choose(examples), by=["wave", "role"]).empty
        assert compare_waves_of(series).empty and compare_places_of(counts, pair).empty
        assert compare_readings_of([], tokens, alone, sections, headings, other_tokens=tokens).empty
        shift = shift_counts(counts, pair, TestTerms.LINEAGE)
        assert shift.empty and choose_parts(shift).empty
        assert pick_examples(keyness, tokens, pair).empty

    def test_no_series_is_said(self):
        alone = pair_waves(TWO.iloc[:1])
        nothing = pd.DataFrame()
        assert "not compared over time" in describe_change(nothing, nothing, alone)[0].en
        assert describe_stable(nothing, alone) == describe_readings(nothing, alone) == []


def test_a_pair_is_first_and_last_wave_of_the_series():
    documents = make_documents([("a", "甲市", 2018), ("z", "乙市", 2018), ("b", "甲市", 2020),
                            ("c", "甲市", 2025)])
    pair = pair_waves(documents)
    assert (pair.first, pair.last, pair.names) == (("a",), ("c",), ("2018", "2025"))
    assert pair_waves(documents, every=True).first == ("a", "z")
    many = make_documents([(f"{n}_{w}", f"{n}市", w) for n in range(12) for w in (2018, 2020)])
    assert (pair.unit, pair_waves(many).unit) == ("section", "document")


class TestTerms:
    TOKENS = make_tokens([("a", 1, 0, "plan", "脱贫攻坚|发展|发展|党建"),
                      ("b", 1, 0, "plan", "乡村振兴|发展|数字")])
    LINEAGE = pd.DataFrame({"predecessor": ["脱贫攻坚"], "successor": ["乡村振兴"],
                            "relation": ["absorbed"], "year": [2021], "source": ["意见"]})
    WORDS = ("脱贫攻坚", "乡村振兴", "发展", "党建", "数字")

    def test_a_renamed_term_is_told_from_a_new_one(self):
        pair = pair_waves(TWO)
        counts = count_words(self.TOKENS, TWO, unit="document", terms=self.WORDS)
        shift = shift_counts(counts, pair, self.LINEAGE)
        assert shift.set_index("word")["kinship"].to_dict() == {
            "脱贫攻坚": "absorbed", "乡村振兴": "absorbed", "党建": "gone", "数字": "new",
            "发展": ""}
        came, renamed = describe_terms(shift, pair)
        assert "1 policy term stands in 2020 only (with most weight 数字 1×)" in came.en
        assert "1个政策词语仅见于2018年（以党建1次为主）" in came.zh
        assert "乡村振兴 (脱贫攻坚)" in renamed.en
        shown = choose_parts(shift, rows=1)
        assert set(shown["word"]) >= {"脱贫攻坚", "乡村振兴"} and len(shown) <= 3
        alone = pair_waves(TWO.iloc[:1])
        assert describe_terms(shift_counts(counts, alone, self.LINEAGE), alone) == []

    def test_contexts_are_spread_over_the_side_of_the_word(self, corpus):
        tokens, sections = corpus
        pair = pair_waves(TWO)
        table = compare_counts(count_words(tokens, TWO, sections=sections), pair.first,
                              pair.last)
        found = pick_examples(table, tokens, pair, rows=3)
        assert found["term"].to_list() == ["创新"] * 3 + ["民生"] * 3
        assert found["doc_id"].to_list() == ["b"] * 3 + ["a"] * 3
        every = find_terms(tokens[tokens["doc_id"] == "b"], ["创新"])
        assert found["start"].iloc[[0, 2]].to_list() == every["start"].iloc[[0, -1]].to_list()

    def test_waves_and_places_are_told(self):
        waves = pd.DataFrame({"keyword": ["创新", "发展"], "p_holm": [0.01, 0.4]})
        assert "1 of 2 words differ" in describe_waves(waves, ["创新"])[0].en
        assert "of the words drawn 创新" in describe_waves(waves, ["创新"])[0].en
        assert describe_waves(waves.iloc[:0], []) == []
        pair = pair_waves(TWO)
        assert "Fewer than two places" in describe_places(pd.DataFrame(), pair)[0].en
        table = pd.DataFrame({"keyword": ["创新"], "p_holm": [0.01], "detectable": [2.5],
                              "places": [12], "unpaired": [3]})
        told = describe_places(table, pair)[0]
        assert "12 places" in told.en and "3 more in one only" in told.en
        assert "2.5 per 10,000" in told.en and "创新" in told.zh


@pytest.mark.slow
def test_the_level_is_held_on_real_text():
    """The study's sections dealt out to two waves: nothing differs, one word in twenty may."""
    corpus = load_corpus(SHIPPED)
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
