"""Reading and extraction on documents that no rule was made from (data/gold/blind)."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from zhconv_rs_opencc import zhconv

from policyresearch.reading.document import read_document
from policyresearch.targets.evaluate import match_targets, read_records, read_targets_gold
from policyresearch.targets.extract import extract_document
from policyresearch.validation.structure import compare_structure

DATA = Path(__file__).parents[1] / "data"
BLIND = DATA / "gold" / "blind"
DOCUMENTS = pd.read_csv(BLIND / "documents.csv").to_dict("records")

# What was measured, rounded down: F1 over all records of the set.
FLOORS = {"value": 0.98, "unit": 0.96, "status": 0.94, "indicator": 0.86}
ZHONGSHAN_FLOORS = {"value": 0.99, "unit": 0.99, "status": 0.99, "indicator": 0.91}
HEADING_FLOOR, ROLE_FLOOR = 0.98, 0.99


def read_and_extract(path, doc_id):
    reading = read_document(path.read_bytes(), doc_id=doc_id, filename=path.name)
    return reading, extract_document(reading, reading.metadata)


def pooled_f1(predicted, gold):
    """F1 of each layer over all documents together."""
    matches = match_targets(predicted, gold)
    return {
        layer: 2 * matches[layer].sum() / (len(predicted) + len(gold)) for layer in FLOORS
    }


@pytest.fixture(scope="module")
def read():
    return {
        row["doc_id"]: read_and_extract(BLIND / "texts" / row["file"], row["doc_id"])
        for row in DOCUMENTS
    }


@pytest.fixture(scope="module")
def gold():
    return read_targets_gold(BLIND / "targets")


def test_every_document_has_records_and_a_row(gold):
    names = {row["doc_id"] for row in DOCUMENTS}
    assert set(gold["doc_id"]) == names
    assert {path.name for path in (BLIND / "texts").iterdir()} == {r["file"] for r in DOCUMENTS}


@pytest.mark.parametrize("row", DOCUMENTS, ids=lambda row: row["doc_id"])
def test_encoding_is_detected_and_quotes_are_verbatim(read, gold, row):
    raw = read[row["doc_id"]][0].raw
    if row["file"].endswith(".txt"):
        assert raw == (BLIND / "texts" / row["file"]).read_bytes().decode(row["encoding"])
    for record in gold[gold["doc_id"] == row["doc_id"]].to_dict("records"):
        assert raw[record["raw_start"] : record["raw_end"]] == record["quote"]


def test_values_of_other_times_places_and_genres(read, gold):
    predicted = pd.concat([targets for _, targets in read.values()], ignore_index=True)
    measured = pooled_f1(predicted, gold)
    assert {layer: f1 for layer, f1 in measured.items() if f1 < FLOORS[layer]} == {}


def test_values_of_the_document_coded_last():
    reading, predicted = read_and_extract(DATA / "raw" / "zhongshan_2018.txt", "zhongshan_2018")
    gold = read_records(DATA / "gold" / "targets" / "zhongshan_2018.csv")
    for record in gold.to_dict("records"):
        assert reading.raw[record["raw_start"] : record["raw_end"]] == record["quote"]
    measured = pooled_f1(predicted, gold)
    assert {layer: f1 for layer, f1 in measured.items() if f1 < ZHONGSHAN_FLOORS[layer]} == {}


def test_headings_and_roles(read):
    gold = pd.concat(
        pd.read_csv(path, keep_default_na=False).assign(doc_id=path.stem)
        for path in sorted((BLIND / "structure").glob("*.csv"))
    )
    sections = pd.concat([read[name][0].sections for name in gold["doc_id"].unique()])
    scores = compare_structure(sections, gold)
    both = scores["matched"].sum()
    assert 2 * both / (scores["marked"] + scores["found"]).sum() >= HEADING_FLOOR
    assert (scores["role_share"] * scores["matched"]).sum() / both >= ROLE_FLOOR


def test_numerals_that_measure_nothing_give_no_record():
    clauses = pd.read_csv(BLIND / "hard_negatives.csv")
    assert len(clauses) >= 100
    found = []
    for name, texts in clauses.groupby("class", sort=False)["text"]:
        text = "\n".join(["某市2023年工作要点", "一、主要任务", *texts])
        reading = read_document(text.encode(), doc_id=name, filename="negative.txt")
        records = extract_document(reading, reading.metadata)
        found += records[["doc_id", "quote", "value", "unit"]].to_dict("records")
    assert found == []


def test_review_of_a_report_without_a_date_tells_what_was_reached():
    text = (
        "各位代表：\n一、２０２３年工作回顾\n全市地区生产总值增长6.2%。\n"
        "（一）一年来，我们改善民生，城市面貌一新\n新建公园12个。\n"
        "二、2024年工作安排\n地区生产总值增长6%左右，新建公园9个。\n"
    )
    reading = read_document(text.encode(), doc_id="undated", filename="undated.txt")
    records = extract_document(reading, reading.metadata)
    fields = ["value", "measure", "status", "year"]
    assert records[fields].values.tolist() == [
        [6.2, "growth", "outcome", 2023], [12, "level", "outcome", 2023],
        [6, "growth", "target", 2024], [9, "level", "target", 2024],
    ]


WIDE_DIGITS = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
WIDE_MARKS = str.maketrans(",:;()!?", "，：；（）！？")


def in_short_lines(text):
    """Lines of 38 characters, whatever they break."""
    lines = [line[i : i + 38] for line in text.split("\n") for i in range(0, max(len(line), 1), 38)]
    return "\n".join(lines)


PRINTS = {
    "in short lines": in_short_lines,
    "in Traditional script": lambda text: zhconv(text, "zh-hant", False),
    "with full-width digits": lambda text: text.translate(WIDE_DIGITS),
    "with full-width punctuation": lambda text: text.translate(WIDE_MARKS),
}


def meanings(targets):
    """What records say, in one script and width."""
    fields = ["value", "relation", "measure", "status", "year", "period_start"]
    words = targets["indicator"] + "|" + targets["scope"] + "|" + targets["unit"]
    plain = [unicodedata.normalize("NFKC", zhconv(w, "zh-cn", False)) for w in words]
    return sorted(zip(plain, map(str, targets[fields].values.tolist()), strict=True))


@pytest.mark.parametrize("name", PRINTS)
def test_the_same_text_printed_otherwise_says_the_same(name):
    path = DATA / "raw" / "zhongshan_2018.txt"
    _, original = read_and_extract(path, "zhongshan_2018")
    text = PRINTS[name](path.read_text(encoding="utf-8"))
    reading = read_document(text.encode(), doc_id="again", filename="again.txt")
    again = extract_document(reading, reading.metadata)
    assert meanings(again) == meanings(original)
