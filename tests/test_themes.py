"""Themes: shares that add up, codings that follow the scheme, measured against headings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from project import SHIPPED
from scipy.spatial.distance import jensenshannon
from sklearn.metrics import cohen_kappa_score, f1_score

from policyresearch.coding.attention import compare_attention, compare_ends, estimate_attention
from policyresearch.coding.correction import correct_attention, read_confusion, solve_shares
from policyresearch.coding.divergence import (
    divide_divergence,
    explain_divergence,
    measure_divergence,
)
from policyresearch.coding.influence import drop_each_term
from policyresearch.coding.paragraphs import code_units
from policyresearch.coding.scheme import NONE, build_scheme, read_scheme
from policyresearch.errors import DataError
from policyresearch.reading.document import read_document
from policyresearch.tables import SENTENCES
from policyresearch.validation.headings import (
    Agreement,
    check_headings,
    gather_bodies,
    label_bodies,
    label_concepts,
    measure_agreement,
)

SCHEME = read_scheme()


def _scheme(**terms):
    rows = [(theme, term, weight, "") for theme, own in terms.items() for term, weight in own]
    themes = pd.DataFrame({name: list(terms) for name in SCHEME.themes.columns})
    return build_scheme(themes, pd.DataFrame(rows, columns=["theme", "term", "weight", "source"]))


SMALL = _scheme(sea=[("海洋", 1.0), ("海洋牧场", 1.0), ("港口", 0.5)], farm=[("乡村", 1.0)])


def _units(*texts, doc_id="a"):
    return pd.DataFrame({"doc_id": doc_id, "para_id": range(len(texts)), "text": list(texts)})


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("海洋牧场与乡村", [4 / 6, 2 / 6, 0]),  # the longest term counts, once
        ("港口和乡村", [1 / 3, 2 / 3, 0]),  # ½ × 2 characters against 1 × 2
        ("“海洋”牧场", [1, 0, 0]),  # marks are passed over
        ("天气晴好", [0, 0, 1]),
    ],
)
def test_shares_by_hand(text, shares):
    assert code_units(_units(text), SMALL).shares[0] == pytest.approx(shares)


def test_shares_add_up_and_do_not_depend_on_order():
    texts = ["海洋与乡村", "乡村", "无", "港口海洋牧场"]
    coding = code_units(_units(*texts), SMALL)
    assert coding.shares.sum(axis=1) == pytest.approx(1)
    assert coding.table.groupby("para_id")["share"].sum().to_list() == pytest.approx([1] * 4)
    turned = code_units(_units(*texts[::-1]), SMALL)
    assert turned.shares[::-1] == pytest.approx(coding.shares)
    assert (coding.leading.sum(axis=1) == 1).all()


def test_attention_weighs_by_length_and_keeps_zeros():
    units = _units("海洋", "乡村乡村乡村", "无无")
    table = estimate_attention(code_units(units, SMALL)).set_index("theme")
    assert table["share"].to_dict() == pytest.approx({"sea": 0.2, "farm": 0.6, NONE: 0.2})
    assert (table["low"] <= table["share"]).all() and (table["share"] <= table["high"]).all()
    assert len(estimate_attention(code_units(_units("海洋"), SMALL))) == 3


def test_interval_finds_the_share_that_texts_were_drawn_with():
    """Of 200 documents of 40 paragraphs, 95 % intervals must hold the truth in about 190."""
    rng = np.random.default_rng(7)
    units = pd.concat([
        _units(*np.where(rng.random(40) < 0.3, "海洋海洋海洋", "乡村乡村乡村"), doc_id=str(n))
        for n in range(200)
    ])
    table = estimate_attention(code_units(units, SMALL))
    sea = table[table["theme"] == "sea"]
    held = (sea["low"] <= 0.3) & (sea["high"] >= 0.3)
    assert 180 <= held.sum() <= 198


def test_a_planted_change_is_found_and_no_change_is_not():
    rng = np.random.default_rng(3)

    def draw(share):
        return ["海洋建设" if s else "乡村建设" for s in rng.random(120) < share]

    for shares, found in (((0.2, 0.6), True), ((0.4, 0.4), False)):
        units = pd.concat([_units(*draw(s), doc_id=d) for s, d in zip(shares, "ab", strict=True)])
        coding = code_units(units, SMALL)
        sides = [coding.units["doc_id"] == d for d in "ab"]
        row = compare_attention(coding, *sides).set_index("theme").loc["sea"]
        assert (row["p_holm"] < 0.05) is np.bool_(found)
        assert row["low"] <= row["difference"] <= row["high"]
        assert (row["low"] > 0) == found


def test_several_places_count_once_each():
    documents = pd.DataFrame({
        "doc_id": list("abcdef"), "place": ["甲", "乙", "丙"] * 2,
        "wave": pd.array([2018] * 3 + [2020] * 3, dtype="Int64"),
    })
    texts = {"a": "海洋", "b": "乡村", "c": "乡村", "d": "海洋", "e": "海洋", "f": "乡村"}
    units = pd.concat([_units(text * (9 if d == "f" else 1), doc_id=d)
                       for d, text in texts.items()])
    change = compare_ends(code_units(units, SMALL), documents).set_index("theme")
    assert change.loc["sea", "difference"] == pytest.approx(1 / 3)
    assert change["places"].eq(3).all() and change["left_wave"].eq(2018).all()
    assert compare_ends(code_units(units, SMALL), documents.iloc[:3]).empty


def test_divergence_agrees_with_scipy_and_its_parts_add_up():
    rng = np.random.default_rng(1)
    for _ in range(50):
        p, q = rng.random((2, 7))
        parts = divide_divergence(p, q)
        assert parts.sum() == pytest.approx(jensenshannon(p, q, base=2) ** 2)
        assert (parts >= 0).all()


def test_chance_is_told_from_difference():
    same = [_units(*["海洋", "乡村"] * 20, doc_id=d) for d in "ab"]
    other = _units(*["海洋"] * 40, doc_id="c")
    coding = code_units(pd.concat([*same, other]), SMALL)
    table = measure_divergence(coding).set_index(["doc_id", "other"])
    assert table.loc[("a", "b"), "divergence"] == pytest.approx(0)
    assert table.loc[("a", "b"), "p"] > 0.5
    assert table.loc[("a", "c"), "p"] < 0.01
    attention = estimate_attention(coding)
    parts = explain_divergence(attention, "a", "c")
    assert parts["part"].sum() == pytest.approx(table.loc[("a", "c"), "divergence"])
    assert parts["part_share"].sum() == pytest.approx(1)


def test_scheme_is_complete_and_its_examples_follow_it():
    themes = SCHEME.themes
    assert 14 <= len(themes) <= 18
    assert (themes.drop(columns="concept") != "").all(axis=None)
    assert (SCHEME.terms["source"] != "").all()
    assert set(SCHEME.terms["weight"]) == {0.5, 1.0}
    assert SCHEME.terms.groupby("theme").size().min() >= 40
    for column, belongs in (("example", True), ("counter_example", False)):
        coding = code_units(themes.rename(columns={column: "text"})[["theme", "text"]], SCHEME)
        led = np.array(coding.themes)[coding.shares.argmax(axis=1)]
        wrong = (led == themes["theme"].to_numpy()) != belongs
        assert not wrong.any(), themes.loc[wrong, ["theme", column]].assign(led=led[wrong])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"term": "海"}, "two characters"),
        ({"weight": 0.0}, "positive weight"),
        ({"theme": "sky"}, "no theme"),
    ],
)
def test_a_faulty_scheme_is_refused(change, words):
    terms = SMALL.terms.copy()
    for name, value in change.items():
        terms.loc[0, name] = value
    with pytest.raises(DataError, match=words):
        build_scheme(SMALL.themes, terms)


def test_terms_can_be_left_out():
    assert code_units(_units("海洋牧场"), SMALL.drop_terms(["海洋牧场"])).shares[0, 0] == 1
    assert len(SMALL.keep_weight(1).terms) == 3
    with pytest.raises(DataError, match="no term"):
        SMALL.drop_terms(["乡村"])
    with pytest.raises(DataError, match="no terms of the scheme"):
        SMALL.drop_terms(["天空"])


def _sentences(*rows):
    table = pd.DataFrame(rows, columns=["doc_id", "section_id", "is_heading", "text"])
    return table.reindex(columns=SENTENCES.column_names, fill_value=0).assign(role="plan")


BODY = "新建高标准农田两万亩，壮大村集体经济，培育家庭农场三百家，畅通农产品销路。"


def test_headings_name_one_theme_and_are_not_coded():
    sentences = _sentences(
        ("a", 1, True, "大力推进乡村振兴。"), ("a", 1, False, BODY),
        ("a", 2, True, "统筹教育与医疗。"), ("a", 2, False, BODY),
        ("a", 3, True, "再上新台阶。"), ("a", 3, False, BODY),
        ("a", 4, True, "办好教育。"), ("a", 4, False, "太短。"),
    )
    bodies = label_bodies(gather_bodies(sentences))
    assert bodies["truth"].to_list() == ["rural", "", ""]
    assert not bodies["text"].str.contains("乡村振兴").any()
    again = _sentences(("a", 1, True, "发展农业。"), ("a", 1, False, BODY + "发展农业。"))
    struck = label_bodies(gather_bodies(again), strike=True)
    assert struck["truth"].iloc[0] == "rural" and "农业" not in struck["text"].iloc[0]
    agreement = check_headings(sentences, SCHEME)
    assert agreement.accuracy == 1 and len(agreement.truth) == 1


def test_no_heading_gives_no_score():
    agreement = check_headings(_sentences(("a", 1, False, BODY)), SCHEME)
    assert np.isnan(agreement.macro_f1) and np.isnan(agreement.kappa) and agreement.table.empty


def test_scores_agree_with_scikit_learn():
    rng = np.random.default_rng(5)
    labels = ["x", "y", "z", NONE]
    truth, coded = rng.choice(labels[:3], 200), rng.choice(labels, 200)
    found = Agreement(truth.astype(object), coded.astype(object), labels, np.repeat("a", 200))
    expected = f1_score(truth, coded, labels=labels[:3], average="macro")
    assert found.macro_f1 == pytest.approx(expected)
    assert found.kappa == pytest.approx(cohen_kappa_score(truth, coded))
    low, high = found.interval()
    assert low <= found.macro_f1 <= high


@pytest.fixture(scope="module")
def readings():
    study = SHIPPED
    rows = study.sources().to_dict("records")
    return {
        row["doc_id"]: read_document(
            study.read_raw(row["doc_id"], row["file"], row["sha256"]), doc_id=row["doc_id"],
            filename=row["file"], script=row["script"],
        )
        for row in rows if row["doc_id"].startswith("dalian")
    }


@pytest.mark.parametrize(
    ("doc_id", "strike", "floor"),
    [
        ("dalian_2018", False, 0.90), ("dalian_2020", False, 0.90), ("dalian_2025", False, 0.90),
        ("dalian_2018", True, 0.72), ("dalian_2020", True, 0.74), ("dalian_2025", True, 0.77),
    ],
)
def test_coding_agrees_with_headings(readings, doc_id, strike, floor):
    agreement = check_headings(readings[doc_id].sentences, SCHEME, strike=strike)
    assert agreement.macro_f1 >= floor and len(agreement.truth) >= 35


def test_coding_agrees_with_the_five_development_concepts(readings):
    reading = readings["dalian_2018"]
    bodies = label_concepts(gather_bodies(reading.sentences), reading.sentences, reading.sections)
    groups = dict(zip(SCHEME.themes["theme"], SCHEME.themes["concept"], strict=True))
    agreement = measure_agreement(code_units(bodies, SCHEME), bodies["truth"], groups=groups)
    assert len(agreement.truth) >= 28 and agreement.macro_f1 >= 0.95


def test_labels_dealt_at_random_do_not_agree(readings):
    """The same measure on shuffled headings: nothing of the score comes from the method."""
    bodies = label_bodies(gather_bodies(readings["dalian_2025"].sentences))
    shuffled = bodies["truth"].sample(frac=1, random_state=1).reset_index(drop=True)
    assert measure_agreement(code_units(bodies, SCHEME), shuffled).macro_f1 < 0.2


def test_correction_recovers_shares_behind_known_errors():
    """Units of known themes, coded with the measured chances of error, give their shares back."""
    measured = read_confusion([*SCHEME.keys, NONE])
    chances = measured / measured.sum(axis=1, keepdims=True)
    rng = np.random.default_rng(4)
    truth = rng.dirichlet(np.full(len(measured), 2.0))
    coded = rng.multinomial(200_000, truth @ chances) / 200_000
    assert solve_shares(chances, coded) == pytest.approx(truth, abs=0.02)
    wrong = np.abs(coded[:-1] - truth).sum()
    assert wrong > 5 * np.abs(solve_shares(chances, coded) - truth).sum()


def test_corrected_shares_add_up_and_lie_in_their_intervals():
    texts = ["推进科技创新和成果转化。"] * 15 + ["建设海洋牧场。"] * 5 + ["改善民生。"] * 10
    units = _units(*texts)
    table = correct_attention(code_units(units, SCHEME), draws=200)
    assert table["corrected"].sum() == pytest.approx(1)
    assert (table["low"] <= table["corrected"] + 1e-9).all()
    assert (table["corrected"] <= table["high"] + 1e-9).all()
    again = correct_attention(code_units(units, SCHEME), draws=200)
    pd.testing.assert_frame_equal(table, again)
    with pytest.raises(DataError, match="own scheme"):
        correct_attention(code_units(units, SMALL))


def test_leaving_a_term_out_is_the_same_as_coding_without_it():
    units = pd.concat([_units("海洋牧场与乡村", "港口"), _units("乡村海洋", doc_id="b")])
    scheme = _scheme(sea=[("海洋", 1.0), ("海洋牧场", 1.0), ("港口", 0.5)],
                     farm=[("乡村", 1.0), ("牧场", 1.0)])
    coding = code_units(units, scheme)
    table = drop_each_term(coding).set_index("term")
    before = estimate_attention(coding).set_index(["doc_id", "theme"])["share"]
    for term in ("海洋牧场", "港口"):
        after = estimate_attention(code_units(units, scheme.drop_terms([term])))
        change = after.set_index(["doc_id", "theme"])["share"] - before
        row = table.loc[term]
        assert row["change"] == pytest.approx(change[row["doc_id"], row["theme"]])
        assert abs(row["change"]) == pytest.approx(change.abs().max())
    assert "牧场" not in table.index, "a term that only occurs inside longer ones does not count"


def test_a_term_that_moves_a_share_from_theme_to_theme_tells_the_loss():
    # Without the term as much is lost by one theme as the other gains, to the last bit or not.
    for first, second in (("sea", "farm"), ("farm", "sea")):
        terms = {"sea": [("海洋", 1.0)], "farm": [("乡村", 0.5)]}
        scheme = _scheme(**{name: terms[name] for name in (first, second)})
        table = drop_each_term(code_units(_units("海洋与乡村", "海洋的乡村和乡村"), scheme))
        assert dict(zip(table["term"], table["theme"], strict=True)) == {
            "海洋": "sea", "乡村": "farm",
        }
        assert (table["change"] < 0).all()


def test_a_unit_of_equal_themes_is_led_by_the_first_whatever_the_last_bits():
    scheme = _scheme(sea=[("海洋", 0.1), ("港口", 0.2)], farm=[("乡村", 0.3)])
    coding = code_units(_units("海洋港口乡村"), scheme)
    assert coding.shares[0, 0] != pytest.approx(0)
    for error in (-1e-16, 1e-16):
        vars(coding).pop("leading", None)
        vars(coding)["shares"] = np.array([[0.5 - error, 0.5 + error, 0.0]])
        assert coding.leading[0].tolist() == [1.0, 0.0, 0.0]


def test_leaving_a_term_out_passes_over_documents_without_a_wave():
    units = pd.concat([_units("海洋牧场与乡村", "港口"), _units("乡村海洋", doc_id="b")])
    waves = units["doc_id"].map({"b": 2020}).astype("Int64")
    scheme = _scheme(sea=[("海洋", 1.0)], farm=[("乡村", 1.0), ("牧场", 1.0)])
    table = drop_each_term(code_units(units.assign(wave=waves), scheme), by="wave")
    dated = units[units["doc_id"] == "b"].assign(wave=2020)
    alone = drop_each_term(code_units(dated, scheme), by="wave")
    assert table["term"].to_list() == alone["term"].to_list()
    assert table["change"].to_list() == pytest.approx(alone["change"].to_list())
