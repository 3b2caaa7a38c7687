"""Decisions about records: applied, kept through new extractions, compared between coders."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from gold_records import read_gold
from studies import write_study

from policyresearch.__main__ import main
from policyresearch.corpus import load_corpus
from policyresearch.errors import DataError
from policyresearch.inference.agreement import measure_alpha
from policyresearch.targets.reviews import (
    FIELDS,
    PREFIX,
    apply_reviews,
    compare_reviews,
    make_sheet,
    read_reviews,
)
from policyresearch.targets.verbs import extract_targets

X = math.nan
# Four coders, twelve units: the worked example of Krippendorff (2011).
EXAMPLE = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
    [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
]


@pytest.mark.parametrize(("scale", "published"), [
    ("nominal", 0.743), ("interval", 0.849), ("ratio", 0.797),
])
def test_alpha_is_that_of_the_published_example(scale, published):
    assert measure_alpha(EXAMPLE, scale=scale) == pytest.approx(published, abs=5e-4)


def test_alpha_of_perfect_and_of_no_agreement():
    assert measure_alpha([["a", "b", "a"], ["a", "b", "a"]]) == 1
    assert measure_alpha([["a", "b"], ["b", "a"]]) < 0
    assert math.isnan(measure_alpha([["a", "a"], ["a", "a"]]))
    with pytest.raises(DataError, match="options are"):
        measure_alpha([["a"], ["a"]], scale="ordinal")


@pytest.fixture(scope="module")
def gold():
    return read_gold()


def _write(tmp_path, targets, *decisions, name="sheet.csv"):
    """A sheet of the first records with these decisions and corrections."""
    sentences = pd.DataFrame({"doc_id": targets["doc_id"].unique(), "sent_id": 0, "text": "原句"})
    sheet = make_sheet(targets, sentences).head(len(decisions)).astype(object)
    for at, (decision, corrections) in enumerate(decisions):
        sheet.loc[at, "decision"] = decision
        for field, value in corrections.items():
            sheet.loc[at, PREFIX + field] = value
    path = tmp_path / name
    sheet.to_csv(path, index=False, encoding="utf-8-sig")
    return path


def test_sheet_goes_round(tmp_path, gold):
    path = _write(tmp_path, gold, ("accept", {}), ("", {}), ("reject", {}),
                  ("correct", {"value": "61", "year": "-", "measure": "level"}))
    reviews = read_reviews(path)
    assert reviews["decision"].to_list() == ["accept", "reject", "correct"]
    assert reviews["line"].to_list() == [2, 4, 5]
    reviewed = apply_reviews(gold, reviews)
    assert len(reviewed) == len(gold) - 1
    rows = reviewed.set_index(["doc_id", "n"])
    first = gold["doc_id"].iloc[0]
    assert (first, 3) not in rows.index
    assert rows.loc[(first, 1), "note"] == "accepted"
    changed = rows.loc[(first, 4)]
    assert changed["value"] == 61 and pd.isna(changed["year"]) and changed["measure"] == "level"
    assert "corrected: value, measure, year" in changed["note"]
    # What nobody spoke of is as it was.
    untouched = [key for key in rows.index if key not in {(first, 1), (first, 4)}]
    pd.testing.assert_frame_equal(
        rows.loc[untouched], gold.set_index(["doc_id", "n"]).loc[untouched]
    )


def test_reviews_survive_another_extraction(tmp_path, gold):
    reviews = read_reviews(_write(tmp_path, gold, ("reject", {}), ("accept", {})))
    # Other numbers, longer quotes, two records more in front.
    again = gold.assign(n=gold["n"] + 2, raw_start=gold["raw_start"] - 4)
    assert len(apply_reviews(again, reviews)) == len(gold) - 1
    assert apply_reviews(gold, reviews.iloc[:0]) is gold


def test_a_correction_moves_link_and_amount(tmp_path, gold):
    path = _write(
        tmp_path, gold, ("correct", {"unit": "万亿元"}), ("correct", {"indicator_id": "-"}),
        ("correct", {"indicator_id": "high_value_patents_per_10k"}),
    )
    rows = apply_reviews(gold, read_reviews(path)).head(3).to_dict("records")
    # A share has no size in money.
    assert rows[0]["indicator_id"] == "" and math.isnan(rows[0]["amount"])
    assert rows[1]["indicator_id"] == "" and rows[1]["amount_unit"] == ""
    assert rows[2]["indicator_id"] == "high_value_patents_per_10k" and rows[2]["amount"] == 25


def test_a_review_of_a_record_that_is_gone_is_an_error(tmp_path, gold):
    reviews = read_reviews(_write(tmp_path, gold, ("accept", {})))
    changed = gold.assign(value=gold["value"] + 1)
    with pytest.raises(DataError, match=r"line 2: the record it speaks of is gone.*there now"):
        apply_reviews(changed, reviews)
    twice = pd.concat([reviews, reviews.assign(line=9)])
    with pytest.raises(DataError, match="lines 2 and 9 speak of one record"):
        apply_reviews(gold, twice)


@pytest.mark.parametrize(("decision", "corrections", "message"), [
    ("maybe", {}, "line 2, column `decision`"),
    ("accept", {"value": "3"}, "Only “correct” takes corrections"),
    ("correct", {}, "with 0 corrections"),
    ("correct", {"value": "three"}, "`correct_value`: 'three' is no number"),
    ("correct", {"status": "goal"}, "options are"),
    ("correct", {"indicator_id": "no_such"}, "ids of the catalogue"),
])
def test_a_line_that_cannot_be_used_says_why(tmp_path, gold, decision, corrections, message):
    with pytest.raises(DataError, match=message):
        read_reviews(_write(tmp_path, gold, (decision, corrections)))


def test_missing_columns_are_named(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("doc_id,decision\n", encoding="utf-8")
    with pytest.raises(DataError, match="lacks the columns"):
        read_reviews(path)


def test_agreement_by_hand(tmp_path, gold):
    own = gold[gold["doc_id"] == "dalian_2018"]
    one = read_reviews(_write(tmp_path, own, *[("accept", {})] * 10))
    assert (compare_reviews(own, one, one)[0].query("status == 'all'")["f1"] == 1).all()
    changed = [("accept", {})] * 8 + [("reject", {}), ("correct", {"status": "outcome"})]
    other = read_reviews(_write(tmp_path, own, *changed, name="other.csv"))
    layers, fields = compare_reviews(own, one, other)
    f1 = layers[layers["status"] == "all"].set_index("layer")["f1"]
    # Ten records against nine: 2·9/19 agree in value and unit, one fewer in status.
    assert f1["value"] == f1["unit"] == pytest.approx(18 / 19)
    assert f1["status"] == pytest.approx(16 / 19)
    assert set(fields["field"]) == {"is a record", *FIELDS}
    assert fields.set_index("field").loc["status", "records"] == 9


def test_a_study_applies_its_reviews_and_the_command_exports_them(tmp_path, capsys):
    study = write_study(tmp_path / "study")
    plain = load_corpus(study, engine="bigram")
    sheet = tmp_path / "sheet.csv"
    assert main(["reviews", "export", "--study", str(study.root), "--out", str(sheet)]) == 0
    table = pd.read_csv(sheet, dtype=str, keep_default_na=False)
    assert len(table) == len(extract_targets(plain))
    table.loc[0, "decision"] = "reject"
    table.to_csv(study.reviews_file, index=False, encoding="utf-8-sig")
    reviewed = load_corpus(study, engine="bigram")
    assert len(extract_targets(reviewed)) == len(extract_targets(plain)) - 1
    # A narrowed corpus does not miss the records of the other documents.
    other = table.loc[table["doc_id"] != table.loc[0, "doc_id"], "doc_id"].iloc[0]
    assert len(extract_targets(reviewed.select(doc_id=[other])))
    code = main(["reviews", "agreement", str(study.reviews_file), str(study.reviews_file),
                 "--study", str(study.root)])
    assert code == 0 and "alpha" in capsys.readouterr().out
    table.loc[0, "doc_id"] = "nobody"
    table.to_csv(study.reviews_file, index=False, encoding="utf-8-sig")
    with pytest.raises(DataError, match="line 2: 'nobody' is no document"):
        extract_targets(load_corpus(study, engine="bigram"))
    # An existing sheet is never overwritten.
    assert main(["reviews", "export", "--study", str(study.root), "--out", str(sheet)]) == 2
