"""The two READMEs: what they name exists, and they hold no number that no claim made."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from project import ROOT

from policyresearch.__main__ import COMMANDS
from policyresearch.pipeline.run import make_study
from policyresearch.report.contents import CAVEATS, HEADLINES, SECTIONS
from policyresearch.report.readme import cut_results, render_results
from policyresearch.study.folder import LANGUAGES, Study

PATHS = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}
# Folders that a run makes.
MADE = ("data/processed/", "report/", ".venv", "my-study", "我的研究")


def _split(language):
    """The prose, and the results between the marks."""
    text = PATHS[language].read_text(encoding="utf-8")
    results = cut_results(text, PATHS[language])
    return text.replace(results, "") if results else text, results


def _drop_code(text):
    return re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)


def _list_numbers(text):
    return re.findall(r"\d+(?:[.,]\d+)*", text)


@pytest.mark.parametrize("language", LANGUAGES)
class TestReadme:
    def test_names_the_other(self, language):
        other = PATHS["zh" if language == "en" else "en"].name
        assert f"]({other})" in PATHS[language].read_text(encoding="utf-8")

    def test_results_are_claims_and_figures_that_exist(self, language):
        _, results = _split(language)
        ids = {f"`{i}`" for i in (*HEADLINES, *CAVEATS)}
        bullets = [line for line in results.splitlines() if line.startswith("- ")]
        assert len(bullets) >= 5
        assert all(line.split()[-1] in ids for line in bullets)
        pictures = re.findall(r"\]\((figures/\S+)\)", results)
        assert len(pictures) == 3
        assert all((ROOT / path).is_file() for path in pictures)
        assert re.search(r"[0-9a-f]{12}", results), "the commit of the numbers"

    def test_prose_holds_no_number_that_no_claim_made(self, language):
        prose, results = _split(language)
        made = set(_list_numbers(results))
        assert [n for n in _list_numbers(_drop_code(prose)) if n not in made] == []

    def test_files_it_names_exist(self, language):
        prose, _ = _split(language)
        spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", prose, flags=re.DOTALL))
        names = [s for s in spans if re.fullmatch(r"[\w./-]+(\.\w+|/)", s)]
        names = [name for name in names if not name.startswith(MADE)]
        assert len(names) > 8
        assert [n for n in names if not (ROOT / n).exists() and n != "sources.csv"] == []

    def test_commands_it_names_exist(self, language):
        text = PATHS[language].read_text(encoding="utf-8")
        named = set(re.findall(r"python -m policyresearch ([a-z]+)", text))
        assert named >= {"add", "claims", "trace"}
        assert named <= {command.name for command in COMMANDS}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_those_of_the_shipped_study(language, tmp_path):
    shipped = Study(ROOT)
    study = replace(Study(tmp_path / "研究"), language=language)
    shutil.copytree(shipped.raw, study.raw)
    # What persons have reviewed belongs to the study too.
    for kept in ("reviews_file", "topic_labels_file"):
        if getattr(shipped, kept).is_file():
            shutil.copy(getattr(shipped, kept), getattr(study, kept))
    shutil.copytree(shipped.targets_gold, study.targets_gold)
    make_study(study, jobs=2)
    _, results = _split(language)
    assert results.splitlines()[:-1] == render_results(study, commit="").splitlines()[:-1]
    drawn = [picture.name for section in SECTIONS for picture in section.pictures]
    here = replace(shipped, language=language).figures
    for name in drawn:
        assert (here / f"{name}.csv").read_bytes() == (study.figures / f"{name}.csv").read_bytes()
