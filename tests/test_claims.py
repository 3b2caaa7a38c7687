"""From a claim back to raw files: the passages are the right ones, verbatim, and complete."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from policyresearch.__main__ import main
from policyresearch.coding.scheme import read_scheme
from policyresearch.report import evidence
from policyresearch.report.claims import Claim, list_keys, read_claims, save_claims
from policyresearch.report.contents import SECTIONS
from policyresearch.report.evidence import find_evidence
from policyresearch.report.findings.coding import describe_correction, describe_influence
from policyresearch.study.folder import Study

RAW = {"a": "创新发展。“放管服”改革。增长6%。", "b": "绿色发展。"}


def _sentences():
    rows = [("a", 1, 1, "plan", 0, 5), ("a", 2, 2, "plan", 5, 13), ("a", 3, 2, "review", 13, 18),
            ("b", 1, 1, "plan", 0, 5)]
    columns = ["doc_id", "sent_id", "para_id", "role", "raw_start", "raw_end"]
    table = pd.DataFrame(rows, columns=columns)
    spans = zip(table["doc_id"], table["raw_start"], table["raw_end"], strict=True)
    return table.assign(text=[RAW[doc_id][start:end] for doc_id, start, end in spans])


@pytest.fixture
def corpus(monkeypatch):
    """Two documents of two waves, with tokens and one value."""
    monkeypatch.setattr(evidence, "extract_targets", lambda corpus: corpus.targets)
    tokens = [("a", 1, "创新"), ("a", 1, "发展"), ("a", 2, "“放管服”改革"), ("b", 1, "发展")]
    return SimpleNamespace(
        doc_ids=["b", "a"],
        documents=pd.DataFrame({"doc_id": ["b", "a"], "wave": [2020, 2018]}),
        sentences=_sentences(),
        tokens=pd.DataFrame(tokens, columns=["doc_id", "sent_id", "token"]),
        targets=pd.DataFrame({"doc_id": ["a"], "n": [1], "raw_start": [13], "raw_end": [17]}),
        readings={doc_id: SimpleNamespace(raw=raw) for doc_id, raw in RAW.items()},
    )


def _find(corpus, *rows, evidence=()):
    found = find_evidence(Claim("x.y", "", "", "t", rows, evidence), corpus)
    for row in found.itertuples():
        assert RAW[row.doc_id][row.raw_start:row.raw_end] == row.text
    return list(found["text"])


@pytest.mark.parametrize(
    ("row", "texts"),
    [
        ({"doc_id": "a", "n": 1}, ["增长6%"]),
        ({"doc_id": "a", "role": "review"}, ["增长6%。"]),
        ({"keyword": "发展"}, ["绿色发展。", "创新发展。"]),
        ({"keyword": "发展", "wave": 2018}, ["创新发展。"]),
        ({"keyword": "放管服改革"}, ["“放管服”改革。"]),
        ({"doc_id": "a", "para_id": 2}, ["“放管服”改革。", "增长6%。"]),
        ({"wave": 2020}, ["绿色发展。"]),
        ({"keyword": "海洋"}, []),
        ({"theme": "green"}, ["绿色发展。"]),
        ({"theme": "reform", "doc_id": "a"}, ["“放管服”改革。"]),
        ({"theme": "no such theme"}, []),
    ],
)
def test_row_leads_to_its_passages(corpus, row, texts):
    assert _find(corpus, row) == texts


def test_passages_of_several_rows_come_once_and_in_the_order_of_the_corpus(corpus):
    rows = ({"doc_id": "a"}, {"keyword": "发展"}, {"doc_id": "b"})
    assert _find(corpus, *rows)[0] == "绿色发展。"
    assert len(_find(corpus, *rows)) == 4


def test_evidence_goes_before_rows(corpus):
    keys = ({"doc_id": "a", "sent_id": 1},)
    assert _find(corpus, {"topic": 3}, evidence=keys) == ["创新发展。"]


@pytest.mark.parametrize("by", ["doc_id", "wave"])
def test_keys_from_any_table_read_back_as_they_were_written(by, tmp_path):
    """Whatever a table holds, a claim keeps what JSON can hold."""
    table = pd.DataFrame({"doc_id": ["a", "b"], "wave": pd.array([2018, pd.NA], dtype="Int64"),
                          "n": np.array([1, 2]), "share": [0.5, np.nan], "sure": [True, False]})
    rows = [{name: table[name].iloc[at] for name in (by, "n", "share", "sure")} for at in (0, 1)]
    made = [Claim("x.rows", "", "", "t", tuple(rows)),
            Claim("x.marks", "", "", "t", (), tuple(rows)),
            Claim("x.keys", "", "", "t", list_keys(table, [by, "n"]))]
    save_claims(made, "x", study=Study(tmp_path))
    assert read_claims("x", study=Study(tmp_path)) == made
    plain = {type(value) for claim in made for row in (*claim.rows, *claim.evidence)
             for value in row.values()}
    assert plain <= {str, int, float, bool, type(None)}
    assert made[0].rows[1]["share"] is None


@pytest.mark.parametrize("by", ["doc_id", "wave"])
def test_claims_on_themes_are_plain_by_document_and_by_wave(by, tmp_path):
    groups = np.array([2025, 2026]) if by == "wave" else ["a", "b"]
    influence = pd.DataFrame({"term": ["改革", "开放"], "theme": ["reform", "reform"], by: groups,
                              "change": [0.011, 0.002]})
    corrected = pd.DataFrame({by: groups, "theme": ["reform", "reform"], "share": [0.1, 0.2],
                              "corrected": [0.1, 0.3]})
    scheme = read_scheme()
    made = [*describe_influence(influence, scheme, by=by),
            *describe_correction(corrected, scheme, by=by)]
    save_claims(made, "shift", study=Study(tmp_path))
    assert read_claims("shift", study=Study(tmp_path)) == made


def test_claim_about_what_is_missing_rests_on_nothing(corpus):
    assert _find(corpus) == []


@pytest.fixture
def study(tmp_path):
    """A study whose notebooks have left two claims."""
    study = Study(tmp_path)
    study.sources_file.parent.mkdir(parents=True)
    study.sources_file.write_text("doc_id\n", encoding="utf-8")
    first, *others = SECTIONS
    claims = [Claim("corpus.size", "There is 1 document.", "共1份文件。", "documents",
                    ({"doc_id": "a"},)),
              Claim("corpus.series", "No comparison.", "不作比较。")]
    save_claims(claims, first.name, study=study)
    for section in others:
        save_claims([], section.name, study=study)
    return study


def test_claims_are_listed(study, capsys):
    assert main(["claims", "--study", str(study.root)]) == 0
    listed = capsys.readouterr().out
    assert "corpus.size  (documents, 1 rows)\n    There is 1 document.\n" in listed
    assert main(["claims", "--study", str(study.root), "--language", "zh"]) == 0
    assert "共1份文件。" in capsys.readouterr().out


def test_tracing_what_is_missing_says_so(study, capsys):
    assert main(["trace", "corpus.series", "--study", str(study.root)]) == 0
    assert "rests on no row" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("claim", "said"), [("corpus.sise", "corpus.size"), ("corpus.size", "run it again")]
)
def test_what_cannot_be_traced_is_told_with_a_remedy(study, claim, said, capsys):
    assert main(["trace", claim, "--study", str(study.root)]) == 2
    assert said in capsys.readouterr().err
