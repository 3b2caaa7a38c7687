"""Corpora of any shape run through every notebook into a report that says no nonsense."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import matplotlib
import pytest
from made_reports import make_panel, name_places
from matplotlib import pyplot as plt
from studies import write_study

from policyresearch.plots.saving import FORMATS
from policyresearch.report.build import build_report
from policyresearch.report.contents import SECTIONS, list_claims
from policyresearch.study.folder import STUDY_VARIABLE

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
# Sentences of comparisons over time, which have no place where there is one year.
_OF_WAVES = re.compile(r"\bwaves?\b|时点")
_BROKEN = re.compile(r"\bnan\b|<NA>|\bNone\b|\binf\b|(?<!\d)0 waves?\b|  ")


def run_notebooks(study, monkeypatch):
    """
    Every notebook's code on a study, in this process, and the report.

    Kernels would cost more than the work; what they add is tested with the pipeline.
    """
    matplotlib.use("Agg")
    monkeypatch.setenv(STUDY_VARIABLE, str(study.root))
    for section in SECTIONS:
        cells = json.loads((NOTEBOOKS / f"{section.notebook}.ipynb").read_text("utf-8"))["cells"]
        names: dict = {}
        for cell in cells:
            if cell["cell_type"] != "code":
                continue
            source = "".join(cell["source"])
            if "parameters" in cell["metadata"].get("tags", []):
                source += "\njobs = 1"
            exec(compile(ast.parse(source), f"{section.name}: {cell['id']}", "exec"), names)
        plt.close("all")
    build_report(study)


def check_report(study):
    """What must hold of any corpus; returns all that the report says."""
    claims = list_claims(study)
    assert {claim.id.partition(".")[0] for claim in claims} == {s.name for s in SECTIONS}
    for claim in claims:
        for text in (claim.en, claim.zh):
            assert text and not _BROKEN.search(text), (claim.id, text)
    page = (study.report / "index.html").read_text(encoding="utf-8")
    for picture in (picture for section in SECTIONS for picture in section.pictures):
        files = {path.suffix[1:] for path in study.figures.glob(f"{picture.name}.*")}
        assert files in ({"csv"}, {"csv", *FORMATS}), picture.name
        assert (f'id="{picture.name}"' in page) == (len(files) > 1)
    return [text for claim in claims for text in (claim.en, claim.zh)]


def test_small_unbalanced_panel_with_gaps(tmp_path, monkeypatch, capsys):
    texts, facts = make_panel(["甲市", "乙市", "丙市"], [2018, 2020], paragraphs=1)
    more, of_more = make_panel(["丁市", "戊市", "己市"], [2020], paragraphs=1)
    renamed = {f"x{at}": name for at, name in enumerate(more)}
    texts |= {new: more[old] for new, old in renamed.items()}
    facts |= {new: of_more[old] for new, old in renamed.items()}
    facts["x1"] |= {"wave": ""}
    facts["x2"] |= {"place": ""}
    study = write_study(tmp_path / "study", texts, facts)
    run_notebooks(study, monkeypatch)
    said = check_report(study)
    capsys.readouterr()
    series = "甲市, 乙市 and 丙市 are seen in every wave (2018 and 2020)"
    assert any(series in text for text in said)
    assert any("x1 (x1.txt: wave)" in text and "x2 (x2.txt: place)" in text for text in said)


def test_one_sentence_of_which_nothing_is_known(tmp_path, monkeypatch, capsys):
    unknown = dict.fromkeys(("place", "wave", "level", "kind", "issuer", "title"), "")
    study = write_study(tmp_path / "study", {"a": "坚持创新发展。"}, {"a": unknown})
    run_notebooks(study, monkeypatch)
    said = check_report(study)
    capsys.readouterr()
    assert any("a (a.txt: wave, place)" in text for text in said)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("places", "years"),
    [(1, (2018,)), (2, (2018,)), (1, (2018, 2019, 2021, 2024, 2025)), (8, (2025, 2026)),
     (60, (2024,))],
    ids=["one document", "two documents", "five waves", "eight places twice", "sixty places"],
)
def test_shapes(places, years, tmp_path, monkeypatch, capsys):
    study = write_study(tmp_path / "study", *make_panel(name_places(places), years))
    run_notebooks(study, monkeypatch)
    said = check_report(study)
    capsys.readouterr()
    if len(years) == 1:
        assert not [text for text in said if _OF_WAVES.search(text)]
