"""Notebooks: thin, computed, and at home on any corpus."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from project import SHIPPED
from studies import write_study

from policyresearch.pipeline.inputs import TRANSLATION
from policyresearch.report.contents import SECTIONS
from policyresearch.study.folder import STUDY_VARIABLE, Study

ROOT = Path(__file__).resolve().parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def _read(path):
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
class TestForm:
    def test_is_stored_without_outputs_and_with_stable_ids(self, path):
        raw = json.loads(path.read_text(encoding="utf-8"))
        ids = [cell["id"] for cell in raw["cells"]]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", i) for i in ids), "ids say what a cell is for"
        for cell in raw["cells"]:
            assert not cell.get("outputs") and cell.get("execution_count") is None
        nbformat.validate(nbformat.from_dict(raw))

    def test_begins_with_question_answer_limits_imports_parameters(self, path):
        ids = [cell["id"] for cell in _read(path).cells]
        first = ["title", "answer", "limits", "imports", "parameters"]
        if "imports" not in ids:
            # Everything is reached through the package imported for the answer.
            first.remove("imports")
        assert ids[:len(first)] == first
        title = _read(path).cells[0].source
        assert re.fullmatch(r"# [^\n]+\?", title)
        assert ids[-1] == "fill"

    def test_one_parameters_cell(self, path):
        tagged = [c for c in _code(_read(path)) if "parameters" in c.metadata.get("tags", [])]
        assert len(tagged) == 1
        assert all(isinstance(n, ast.Assign) for n in ast.parse(tagged[0].source).body)

    def test_prose_holds_no_number(self, path):
        for cell in _read(path).cells:
            if cell.cell_type == "markdown":
                assert not re.search(r"[0-9]", cell.source), cell.source

    def test_prose_keeps_its_chinese_text(self, path):
        """The Chinese edition shows `metadata.zh` of each cell of prose in place of its source."""
        for cell in _read(path).cells:
            if cell.cell_type == "markdown":
                chinese = cell.metadata.get(TRANSLATION, "")
                assert re.search(r"[\u4e00-\u9fff]{3}", chinese), f"{cell.id}: no {TRANSLATION}"
                assert not re.search(r"[0-9]", chinese), chinese
                heads = [re.findall(r"^#+ ", text, re.M) for text in (cell.source, chinese)]
                assert heads[0] == heads[1]

    def test_code_only_calls(self, path):
        banned = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try)
        for cell in _code(_read(path)):
            for node in ast.walk(ast.parse(cell.source)):
                assert not isinstance(node, banned), cell.source
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    assert not re.search(r"[/\\]|\.csv|\.txt", node.value), node.value

    def test_is_a_section_of_the_report_and_draws_its_figures(self, path):
        section = next(s for s in SECTIONS if s.notebook == path.stem)
        source = "\n".join(cell.source for cell in _code(_read(path)))
        drawn = re.findall(r"save_figure\(\w+, \"([^\"]+)\"", source)
        assert drawn == [picture.name for picture in section.pictures]
        assert f'answer.fill("{section.name}"' in source.replace("\n    ", "")


def test_every_section_has_its_notebook():
    assert [path.stem for path in PATHS] == [s.notebook for s in SECTIONS]


def _execute(path, study, changes=()):
    notebook = _read(path)
    for cell in _code(notebook):
        if "parameters" in cell.metadata.get("tags", []):
            cell.source += "".join(f"\n{line}" for line in changes)
    environment = dict(os.environ, **{STUDY_VARIABLE: str(study.root)})
    environment.pop("MPLBACKEND", None)
    client = NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(ROOT)}})
    client.execute(env=environment)
    return notebook


def _shown(notebook, identifier):
    cell = next(cell for cell in notebook.cells if cell["id"] == identifier)
    return "".join(output.data.get("text/markdown", "") for output in cell.outputs)


def _keep_documents(tmp_path, wanted):
    """A study folder with some of the shipped documents."""
    shipped = SHIPPED
    study = Study(tmp_path / "自己的 study")
    study.raw.mkdir(parents=True)
    lines = shipped.sources_file.read_text(encoding="utf-8-sig").splitlines()
    kept = [lines[0], *(line for line in lines[1:] if line.split(",")[0] in wanted)]
    study.sources_file.write_text("\n".join(kept) + "\n", encoding="utf-8-sig")
    for doc_id in wanted:
        shutil.copy(shipped.raw / f"{doc_id}.txt", study.raw)
    return study


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
@pytest.mark.parametrize(
    ("wanted", "changes"),
    [
        (("dalian_2018", "dalian_2020", "dalian_2025"), ('language = "zh"',)),
        (("dalian_2025",), ()),
        (("zhongshan_2018", "tongguan_2018"), ()),
        (("zhongshan_2018", "dalian_2020"), ()),
        ((), ()),
    ],
    ids=["series in Chinese", "one document", "one wave", "no place twice", "a few sentences"],
)
def test_runs_on_other_corpora(path, wanted, changes, tmp_path):
    study = _keep_documents(tmp_path, wanted) if wanted else write_study(tmp_path / "own")
    notebook = _execute(path, study, changes)
    said = _shown(notebook, "answer")
    assert len(said) > 10
    if changes:
        assert re.search(r"[\u4e00-\u9fff]{4}", said)
    section = next(s for s in SECTIONS if s.notebook == path.stem)
    for picture in section.pictures:
        # Of a figure without anything to show there is the table alone.
        assert (study.figures / f"{picture.name}.csv").is_file()
    assert study.claims_file(section.name).is_file()
