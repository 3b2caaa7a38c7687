"""Sentences: true numbers, both languages, and plain words where nothing can be said."""

from __future__ import annotations

import pandas as pd
import pytest

from policyresearch.errors import DataError
from policyresearch.inference.comparison import find_series
from policyresearch.report.claims import Claim, read_claims, save_claims
from policyresearch.report.findings.corpus import describe_corpus, describe_design, describe_reading
from policyresearch.study.folder import Study
from policyresearch.words.lengths import count_lengths


def _documents(rows):
    frame = pd.DataFrame(rows, columns=["doc_id", "place", "wave", "kind"])
    return frame.assign(file=frame["doc_id"] + ".txt").astype({"wave": "Int64"})


FIVE = _documents([
    ("d18", "甲市", 2018, "implementing opinion"),
    ("z18", "乙区", 2018, "work report"),
    ("d20", "甲市", 2020, "work report"),
    ("d25", "甲市", 2025, "plan proposal"),
])


def _tokens(counts):
    rows = [(d, r, p) for (d, r, p), n in counts.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=["doc_id", "role", "is_punctuation"])


def test_lengths_are_counted_without_punctuation_and_keep_zeros():
    tokens = _tokens({("d18", "review", False): 1, ("d18", "plan", False): 3,
                      ("d18", "plan", True): 50, ("d20", "plan", False): 2})
    table = count_lengths(tokens, FIVE)
    assert len(table) == 4 * 6 and table["tokens"].sum() == 6
    cells = table.set_index(["doc_id", "role"])
    assert cells.loc[("d18", "review"), "share"] == 0.25
    assert cells.loc[("d20", "review"), "tokens"] == 0
    assert cells.loc["z18", "share"].isna().all()
    shuffled = count_lengths(tokens.sample(frac=1, random_state=1), FIVE)
    pd.testing.assert_frame_equal(table, shuffled)


def test_series_is_the_place_seen_in_every_wave():
    assert find_series(FIVE)["doc_id"].to_list() == ["d18", "d20", "d25"]
    assert find_series(FIVE.iloc[:2]).empty
    undated = FIVE.assign(wave=pd.array([2018, 2018, pd.NA, pd.NA], dtype="Int64"))
    assert find_series(undated).empty


def test_corpus_claims_hold_the_numbers_of_the_table():
    tokens = _tokens({("d18", "review", False): 1, ("d18", "plan", False): 3,
                      ("d20", "review", False): 3, ("d20", "plan", False): 1})
    documents = FIVE[FIVE["doc_id"].isin(["d18", "d20"])]
    size, review = describe_corpus(documents, count_lengths(tokens, documents))
    assert size.en == ("The corpus holds 2 documents of 2 waves (2018 and 2020) and 1 place: "
                       "8 tokens without punctuation.")
    assert "8词" in size.zh
    assert "from 25% (d18) to 75% (d20)" in review.en and "25%" in review.zh
    assert review.rows == ({"doc_id": "d18", "role": "review"},
                           {"doc_id": "d20", "role": "review"})


@pytest.mark.parametrize(
    ("documents", "words"),
    [
        (FIVE.iloc[:1], "There is one document: nothing is compared over time"),
        (FIVE.iloc[:2], "All documents are of 2018: nothing is compared over time"),
        (FIVE.iloc[:2].assign(wave=pd.NA), "The year of no document is known: nothing"),
        (FIVE.iloc[:2].assign(wave=[2018, pd.NA]), "All documents whose year is known are of 2018"),
        (FIVE.iloc[[1, 2]], "No place is seen in more than one wave"),
        (FIVE, "甲市 is seen in every wave (2018, 2020 and 2025)"),
    ],
)
def test_design_is_stated_for_any_corpus(documents, words):
    assert words in describe_design(documents)[0].en


def test_change_of_genre_is_said():
    assert "work report (2020)" in describe_design(FIVE)[1].en
    same = FIVE.assign(kind="work report")
    assert "the same in every wave" in describe_design(same)[1].en


def test_documents_without_wave_or_place_are_named_with_the_cells_to_fill():
    assert [c.id for c in describe_design(FIVE)] == ["corpus.series", "corpus.genre"]
    wave = pd.array([2018, pd.NA, 2020, 2025], dtype="Int64")
    gap = describe_design(FIVE.assign(wave=wave, place=["甲市", "", "甲市", "甲市"]))[-1]
    assert gap.id == "corpus.gaps" and gap.rows == ({"doc_id": "z18"},)
    assert "1 document has no wave or no place" in gap.en
    assert "z18 (z18.txt: wave, place)" in gap.en and "z18（z18.txt：wave、place）" in gap.zh


@pytest.mark.parametrize("wave", [2024, None])
def test_size_of_one_year_says_nothing_of_waves(wave):
    documents = FIVE.iloc[:2].assign(wave=pd.array([wave, wave], dtype="Int64"))
    lengths = count_lengths(_tokens({("d18", "plan", False): 3}), documents)
    size = describe_corpus(documents, lengths)
    year = f"{wave} and " if wave else ""
    assert size[0].en == (f"The corpus holds 2 documents of {year}2 places: "
                          "3 tokens without punctuation.")
    assert "时点" not in size[0].zh


def test_reading_claims():
    spans = pd.DataFrame({"doc_id": "a", "raw_start": [0, 90, 98], "raw_end": [90, 98, 100],
                          "kept": [True, False, False], "reason": ["", "page furniture", "layout"]})
    repairs = pd.DataFrame({"doc_id": ["a", "a"], "raw_start": [5, 9], "applied": [True, False],
                            "source": ["correction", "model"]})
    audit = pd.DataFrame({"doc_id": ["a", "b"], "remarks": ["", "cut off"]})
    dropped, repaired, remarks = describe_reading(spans, repairs, audit)
    assert "check 1 of 2 documents (b)" in remarks.en
    assert dropped.en.startswith("10.0%")
    assert dropped.evidence == ({"doc_id": "a", "raw_start": 90, "raw_end": 98},)
    assert "2 damaged places were found in 1 document; 1 of them" in repaired.en
    assert "1 by hand" in repaired.en
    assert len(describe_reading(spans, repairs.iloc[:0])) == 1


def test_claims_come_back_as_they_were_saved(tmp_path):
    claims = [Claim("a.b", "3%.", "百分之三。", "t", ({"doc_id": "x", "n": 1},))]
    study = Study(tmp_path)
    save_claims(claims, "a", study=study)
    assert read_claims("a", study=study) == claims
    with pytest.raises(DataError, match="run the study"):
        read_claims("b", study=study)


def test_ids_are_unique(tmp_path):
    claim = Claim("a.b", "", "")
    with pytest.raises(DataError, match=r"a\.b"):
        save_claims([claim, claim], "a", study=Study(tmp_path))
