"""The pipeline: everything is made, only what changed is made again, the same bytes anywhere."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from project import ROOT
from studies import (
    ALL_FIGURES,
    ALL_PARTS,
    PLAIN,
    TEXTS,
    hash_all,
    write_notebook,
    write_study,
)

from policyresearch import load_corpus
from policyresearch.__main__ import main
from policyresearch.errors import DataError
from policyresearch.pipeline import inputs
from policyresearch.pipeline.contents import digest_data
from policyresearch.pipeline.execute import (
    NotebookError,
    _check_portable,
    _clean,
    _is_moved,
    execute_notebook,
    read_notebook,
)
from policyresearch.pipeline.manifest import (
    Comparison,
    compare_manifest,
    make_manifest,
    record_manifest,
)
from policyresearch.pipeline.processed import PACKAGE, TABLES, compute_table, read_table
from policyresearch.pipeline.run import make_study
from policyresearch.processes import child_variables
from policyresearch.report.notebook_page import render_notebook
from policyresearch.study.folder import Study, find_study


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study made once from two notebooks, in a folder with a space and Chinese characters."""
    root = tmp_path_factory.mktemp("made")
    study = write_study(root / "研究 one")
    write_notebook(root / "notebooks", "01-all", ALL_PARTS, ALL_FIGURES)
    write_notebook(root / "notebooks", "02-plain", PLAIN)
    outcome = make_study(study, notebooks=root / "notebooks", jobs=2)
    return study, root / "notebooks", outcome


def _again(made, **options):
    study, notebooks, _ = made
    return set(make_study(study, notebooks=notebooks, jobs=2, **options).run)


def test_everything_is_made(made):
    study, _, outcome = made
    assert outcome.skipped == ()
    names = {path.relative_to(study.root).as_posix() for path in outcome.files}
    assert {"data/processed/tokens.csv", "data/processed/datapackage.json",
            "report/index.html", "report/report.pdf", "report/report.docx",
            "report/notebooks/01-all.html", "report/notebooks/02-plain.ipynb",
            "figures/keyness.svg", "report/claims/corpus.json"} <= names
    raw = {f"data/raw/{path.name}" for path in study.raw.iterdir()}
    assert set(hash_all(study.root)) == names | raw, "nothing else, and nothing half-written"
    text = (study.notebooks / "02-plain.ipynb").read_text(encoding="utf-8")
    assert "2 documents" in text


def test_second_run_does_nothing_and_what_changed_is_made_again(made):
    study, notebooks, _ = made
    before = hash_all(study.root)
    assert _again(made) == set()

    # Saved by an editor with outputs and counts: it still says the same.
    path = notebooks / "02-plain.ipynb"
    stored = json.loads(path.read_text(encoding="utf-8"))
    stored["cells"][1]["execution_count"] = 7
    path.write_text(json.dumps(stored), encoding="utf-8")
    assert _again(made) == set()

    (study.processed / "tokens.csv").unlink()
    (study.report / "report.pdf").write_bytes(b"scribble")
    assert _again(made) == {"tables", "report"}
    assert hash_all(study.root) == before


def test_an_edited_notebook_alone_is_run_and_leaves_nothing_of_before(made):
    study, notebooks, _ = made
    before = hash_all(study.root)
    write_notebook(notebooks, "02-plain", PLAIN.replace("plain", "other"))
    write_notebook(notebooks, "03-gone", PLAIN.replace("plain", "gone"))
    assert _again(made) == {"notebook 02-plain", "page 02-plain", "notebook 03-gone",
                            "page 03-gone", "report"}
    after = hash_all(study.root)
    assert set(before) - set(after) == {"figures/plain.csv"}
    assert set(after) - set(before) == {
        "figures/other.csv", "figures/gone.csv",
        "report/notebooks/03-gone.html", "report/notebooks/03-gone.ipynb",
    }

    write_notebook(notebooks, "02-plain", PLAIN)
    (notebooks / "03-gone.ipynb").unlink()
    _again(made)
    assert hash_all(study.root) == before


def test_a_figure_may_move_to_another_notebook(made):
    study, notebooks, _ = made
    before = hash_all(study.root)
    write_notebook(notebooks, "02-plain", "1 + 1")
    write_notebook(notebooks, "03-moved", PLAIN)
    # One at a time and in either order: whoever comes last must not delete it.
    make_study(study, notebooks=notebooks, jobs=1)
    assert (study.figures / "plain.csv").is_file()
    write_notebook(notebooks, "02-plain", PLAIN)
    write_notebook(notebooks, "03-moved", "1 + 1")
    make_study(study, notebooks=notebooks, jobs=1)
    assert (study.figures / "plain.csv").is_file()
    (notebooks / "03-moved.ipynb").unlink()
    _again(made)
    assert hash_all(study.root) == before


def test_a_missing_figure_is_drawn_again(made):
    study, _, _ = made
    before = hash_all(study.root)
    (study.figures / "plain.csv").unlink()
    assert _again(made) == {"notebook 02-plain"}
    assert hash_all(study.root) == before


def test_same_bytes_in_another_folder_with_another_number_of_jobs(made, tmp_path):
    study, notebooks, _ = made
    other = write_study(tmp_path / "other" / "place")
    other.kept_topics.mkdir(parents=True)
    make_study(other, notebooks=notebooks, jobs=1, fresh=True)
    assert hash_all(other.root) == hash_all(study.root)
    assert not other.kept.exists(), "a fresh run uses nothing that an earlier one has kept"


def test_failing_cell_is_told_in_a_few_lines_and_the_rest_is_made(tmp_path):
    study = write_study(tmp_path / "s")
    write_notebook(tmp_path / "nb", "01-fails", "a = 1", "b = a / 0  # here\nprint(b)")
    write_notebook(tmp_path / "nb", "02-plain", PLAIN)
    with pytest.raises(DataError) as failure:
        make_study(study, notebooks=tmp_path / "nb", jobs=2)
    message = str(failure.value)
    assert "01-fails, cell 3 (id code-1): ZeroDivisionError: division by zero" in message
    assert "b = a / 0  # here" in message
    assert len(message.splitlines()) <= 4
    assert not list(study.notebooks.glob("01-*"))
    assert (study.notebooks / "02-plain.html").is_file()


@pytest.mark.parametrize(("source", "moved"), [
    ("from policyresearch.keywords import compare_waves", True),
    ("from policyresearch import load_corpus\nload_corpus().no_such_table", True),
    ("'text'.no_such_method()", False),
])
def test_names_of_an_earlier_version_lead_to_the_list_of_moved_ones(source, moved, tmp_path):
    study = write_study(tmp_path / "s")
    path = write_notebook(tmp_path / "nb", "01-old", source)
    notebook = read_notebook(path.read_bytes(), path.stem)
    with pytest.raises(NotebookError) as failure:
        execute_notebook(notebook, path.stem, study=study, written=tmp_path / "written")
    last = str(failure.value).splitlines()[-1]
    assert ("Moved names" in last and "earlier version" in last) == moved
    assert "### Moved names" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("error", "message", "moved"), [
    ("ModuleNotFoundError", "No module named 'policyresearch.keywords'", True),
    ("ImportError", "cannot import name 'a' from 'policyresearch.words' (words.py)", True),
    ("AttributeError", "module 'policyresearch' has no attribute 'count'", True),
    ("ModuleNotFoundError", "No module named 'policyresearch_extras'", False),
    ("AttributeError", "'DataFrame' object has no attribute 'wave'", False),
    ("KeyError", "'policyresearch'", False),
])
def test_only_names_of_the_package_count_as_moved(error, message, moved):
    assert _is_moved(error, message) == moved


def _drop_raw(study: Study) -> None:
    (study.raw / "lin_2020.txt").unlink()


def _alter_raw(study: Study) -> None:
    with (study.raw / "lin_2020.txt").open("a", encoding="utf-8") as file:
        file.write("x")


def _add_column(study: Study) -> None:
    lines = study.sources_file.read_text(encoding="utf-8-sig").splitlines()
    added = [lines[0] + ",remark", *(line + ",x" for line in lines[1:])]
    study.sources_file.write_text("\n".join(added), encoding="utf-8")


def _drop_sources(study: Study) -> None:
    study.sources_file.unlink()


@pytest.mark.parametrize(
    "spoil, texts, found, remedy",
    [
        (_drop_raw, TEXTS, "lin_2020.txt", "Put the file back"),
        (_alter_raw, TEXTS, "lin_2020.txt", "Restore the original"),
        (_add_column, TEXTS, "remark", "The columns are"),
        (_drop_sources, TEXTS, "sources.csv", "python -m policyresearch add"),
        (None, {"empty": " \n"}, "empty.txt", "Save the document again"),
        (None, {"binary": bytes(range(256)) * 20}, "binary.txt", "Save it as UTF-8"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(tmp_path, spoil, texts, found, remedy):
    study = write_study(tmp_path / "s", texts)
    if spoil:
        spoil(study)
    write_notebook(tmp_path / "nb", "01-plain", PLAIN)
    before = hash_all(study.root)
    with pytest.raises(DataError) as failure:
        make_study(study, notebooks=tmp_path / "nb")
    assert found in str(failure.value) and remedy in str(failure.value)
    assert hash_all(study.root) == before


def test_documents_without_wave_or_place_are_named_before_the_work(tmp_path):
    facts = {"lin_2018": {"wave": ""}, "lin_2020": {"wave": "", "place": ""}}
    study = write_study(tmp_path / "own", facts=facts)
    write_notebook(tmp_path / "nb", "01-plain", PLAIN)
    told = []
    with pytest.raises(DataError, match=r"corpus\.json"):
        # The report asks for more than this notebook makes.
        make_study(study, notebooks=tmp_path / "nb", tell=told.append)
    first, second, begun = told[:3]
    assert "lin_2018 (lin_2018.txt) has no `wave` and takes no part" in first
    assert "lin_2020 (lin_2020.txt) has no `wave` and no `place`" in second
    assert str(study.sources_file) in first and begun == "tables …"


def test_tables_come_back_as_they_were(made):
    study, _, _ = made
    corpus = load_corpus(study)
    frames = {n for n, v in vars(corpus).items() if isinstance(v, pd.DataFrame)}
    assert frames < {table.name for table in TABLES}
    for table in TABLES:
        made_again = compute_table(corpus, table.name)[table.column_names]
        pd.testing.assert_frame_equal(read_table(table, study), made_again)


def test_a_table_that_a_corpus_held_before_leads_to_its_verb(made):
    corpus = load_corpus(made[0])
    with pytest.raises(AttributeError, match=r"`pr\.extract_targets\(corpus\)`"):
        _ = corpus.targets
    with pytest.raises(AttributeError, match="no attribute 'target'"):
        _ = corpus.target


def test_data_package_describes_the_files_that_are_there(made):
    study, _, _ = made
    package = json.loads((study.processed / PACKAGE).read_text(encoding="utf-8"))
    hashes = hash_all(study.processed)
    for resource in package["resources"]:
        path = study.processed / resource["path"]
        header = path.read_text(encoding="utf-8-sig").split("\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert resource["hash"] == f"sha256:{hashes[resource['path']]}"
        assert set(resource["schema"]["primaryKey"]) <= set(header)
    codebook = (study.processed / "CODEBOOK.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"## {table.name}" in codebook
        assert all(column.meaning.replace("|", "\\|") in codebook for column in table.columns)


def test_verify_tells_other_data_from_another_rendering(made):
    study, _, outcome = made
    now = make_manifest(study, outcome.files)
    assert compare_manifest(study, now) is None, "nothing has been recorded"
    try:
        record_manifest(study, now)
        assert compare_manifest(study, now) == Comparison((), (), ())
        # Of these three the bytes differ; of the first also what they say.
        for name in ("figures/keyness.svg", "report/index.html", "figures/keyness.png"):
            now["files"][name] = "0" * 64
        now["data"]["figures/keyness.svg"] = "1" * 64
        now["files"]["data/processed/tokens.csv"] = "0" * 64
        now["files"]["figures/new.csv"] = now["files"].pop("figures/plain.csv")
        now["made_with"]["python"] = "3.99"
        compared = compare_manifest(study, now)
        assert compared.differences == (
            "figures/plain.csv: not made by this run",
            "figures/new.csv: not in the recorded run",
            "data/processed/tokens.csv: differs",
            "figures/keyness.svg: differs",
        )
        assert compared.renderings == ("figures/keyness.png", "report/index.html")
        assert len(compared.circumstances) == 1 and "3.99" in compared.circumstances[0]
        study.manifest_file.write_text("[]", encoding="utf-8")
        with pytest.raises(DataError, match="not a list of hashes"):
            compare_manifest(study, now)
    finally:
        study.manifest_file.unlink()


def test_the_command_compares_before_it_records(made, tmp_path, capsys, monkeypatch):
    made_study, notebooks, _ = made
    study = Study(tmp_path / "copy")
    shutil.copytree(made_study.root, study.root)
    monkeypatch.setattr(
        "policyresearch.pipeline.run.make_study",
        lambda study, **options: make_study(study, notebooks=notebooks),
    )

    def call(*options):
        code = main(["study", "--corpus", str(study.root), *options])
        return code, capsys.readouterr().out.splitlines()

    assert call("--verify")[0] == 2, "nothing recorded"
    code, lines = call()
    assert code == 0 and not any("is replaced" in line for line in lines)
    code, lines = call("--verify")
    assert code == 0 and re.fullmatch(r"identical \(\d+ files\)", lines[-1])

    def record(**hashes):
        recorded = json.loads(study.manifest_file.read_text(encoding="utf-8"))
        recorded["files"] |= hashes
        study.manifest_file.write_text(json.dumps(recorded), encoding="utf-8")

    record(**{"figures/keyness.png": "0"})
    before = study.manifest_file.read_bytes()
    code, lines = call("--verify")
    assert code == 0 and lines[-1] == "  figures/keyness.png"
    assert lines[-2].startswith("same data, other rendering (1 of ")
    record(**{"data/processed/tokens.csv": "0"})
    code, lines = call("--verify")
    assert code == 1 and lines[-1] == "data/processed/tokens.csv: differs"
    assert study.manifest_file.read_bytes() != before
    code, lines = call()
    assert code == 0 and lines[-1] == (
        "data/manifest.json is replaced: other data in 1 files, other rendering in 1."
    )
    assert call("--verify")[0] == 0


class TestWhatAFileSays:
    def _differs(self, name, one, other, tmp_path):
        path = tmp_path / name
        digests = []
        for content in (one, other):
            path.write_bytes(content)
            digests.append(digest_data(path))
        return digests[0] != digests[1]

    def test_a_table_says_every_byte_and_a_picture_nothing(self, tmp_path):
        (tmp_path / "a.csv").write_bytes(b"a")
        assert digest_data(tmp_path / "a.csv") is None
        (tmp_path / "a.png").write_bytes(b"a")
        assert digest_data(tmp_path / "a.png") == ""

    def test_a_drawing_says_its_coordinates_to_a_thousandth(self, tmp_path):
        one = b'<path d="M 12.345678 -0.000001 L 1 2"/>'
        assert not self._differs("a.svg", one, one.replace(b"678", b"679").replace(b"-0", b"0"),
                                 tmp_path)
        assert self._differs("a.svg", one, one.replace(b"345", b"347"), tmp_path)
        assert self._differs("a.svg", one, one.replace(b"L 1 2", b"L 1 3"), tmp_path)

    def test_a_page_says_all_but_its_images(self, tmp_path):
        one = b'<p>12.3</p><img src="data:image/png;base64,AAAA=="><p>end</p>'
        assert not self._differs("a.html", one, one.replace(b"AAAA==", b"BB/+"), tmp_path)
        assert self._differs("a.html", one, one.replace(b"end", b"END"), tmp_path)

    def test_a_notebook_says_all_but_its_images(self, tmp_path):
        def write(text, image):
            shown = new_output("display_data", data={"text/plain": text, "image/png": image})
            return json.dumps(_notebook(shown)).encode()

        assert not self._differs("a.ipynb", write("1", "AA"), write("1", "BB"), tmp_path)
        assert self._differs("a.ipynb", write("1", "AA"), write("2", "AA"), tmp_path)

    def test_a_word_document_says_all_but_its_images(self, tmp_path):
        def write(text, image):
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w") as parts:
                parts.writestr("word/document.xml", text)
                parts.writestr("word/media/image1.png", image)
            return held.getvalue()

        assert not self._differs("a.docx", write("1", "AA"), write("1", "BB"), tmp_path)
        assert self._differs("a.docx", write("1", "AA"), write("2", "AA"), tmp_path)


def _notebook(*outputs):
    cell = new_code_cell("x", id="a", outputs=list(outputs), execution_count=1)
    return new_notebook(cells=[new_markdown_cell("# Title", id="t"), cell])


@pytest.mark.parametrize("text", ["at {root}/data", "<object at 0x7f00deadbeef>"])
def test_output_that_differs_between_machines_is_refused(tmp_path, text):
    study = Study(tmp_path)
    output = new_output("stream", name="stdout", text=text.format(root=tmp_path))
    with pytest.raises(DataError, match="Notebook n, cell 2: its output holds"):
        _check_portable(_notebook(output), "n", study)
    fine = new_output("stream", name="stdout", text="data/raw")
    _check_portable(_notebook(fine), "n", study)


def test_warnings_lose_their_place_and_follow_the_text():
    warning = "/home/a b/policyresearch/x.py:12: UserWarning: 3 rows dropped.\n  warn(text)\n"
    notebook = _notebook(
        new_output("stream", name="stderr", text=warning),
        new_output("stream", name="stdout", text="table\n"),
    )
    _clean(notebook)
    assert [o.text for o in notebook.cells[1].outputs] == [
        "table\n", "UserWarning: 3 rows dropped.\n"
    ]


def test_stored_notebook_is_read_without_outputs():
    content = json.dumps(_notebook(new_output("stream", name="stdout", text="old")))
    cell = read_notebook(content.encode(), "n").cells[1]
    assert cell.outputs == [] and cell.execution_count is None and cell.id == "a"
    with pytest.raises(DataError, match="Notebook n: cannot be read"):
        read_notebook(b"{", "n")


def test_chinese_edition_takes_translations_and_sets_the_language():
    stored = new_notebook(cells=[
        new_markdown_cell("# Why?", id="title", metadata={"zh": "# 为何？"}),
        new_markdown_cell("As it is.", id="b"),
        new_code_cell('language = "en"', id="c", metadata={"tags": ["parameters"]}),
    ])
    content = json.dumps(stored).encode()
    english, chinese = (
        [cell.source for cell in read_notebook(content, "n", language=language).cells]
        for language in ("en", "zh")
    )
    assert english == ["# Why?", "As it is.", 'language = "en"']
    assert chinese == ["# 为何？", "As it is.", "language = \"en\"\nlanguage = 'zh'"]


@pytest.mark.slow
def test_editions_stand_side_by_side(made, tmp_path):
    study, notebooks, _ = made
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    before = hash_all(copy.root)
    outcome = make_study(replace(copy, language="zh"), notebooks=notebooks, jobs=2)
    assert "tables" in outcome.skipped and "report (zh)" in outcome.run
    after = hash_all(copy.root)
    assert {name: after[name] for name in before} == before
    added = set(after) - set(before)
    assert {"report/zh/index.html", "report/zh/notebooks/01-all.html"} <= added
    assert all("/zh/" in name for name in added)
    assert '<html lang="zh' in (copy.root / "report/zh/index.html").read_text(encoding="utf-8")


def test_page_needs_no_network():
    assert b"//cdn" not in render_notebook(_notebook(), "n")
    html = {"text/html": '<img src="https://example.org/a.png">'}
    with pytest.raises(DataError, match=r"example\.org/a\.png.* from the network"):
        render_notebook(_notebook(new_output("display_data", data=html)), "n")


def test_images_say_what_they_answer():
    image = {"image/png": "iVBORw0KGgo="}
    page = render_notebook(_notebook(new_output("display_data", data=image)), "n").decode()
    assert re.findall(r'<img[^>]* alt="([^"]*)"', page) == ["Title"]


def test_code_digest_sees_sources_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "PACKAGE", tmp_path)
    (tmp_path / "report").mkdir()
    (tmp_path / "tables.py").write_text("a", encoding="utf-8")
    before = {kind: inputs.digest_code(kind) for kind in ("tables", "notebooks", "report")}
    for name in ("__pycache__/x.nbi", ".DS_Store", "report/render.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("b", encoding="utf-8")
    after = {kind: inputs.digest_code(kind) for kind in before}
    assert [kind for kind in before if before[kind] != after[kind]] == ["report"]
    (tmp_path / "tables.py").write_text("c", encoding="utf-8")
    assert all(inputs.digest_code(kind) != after[kind] for kind in after)


def _call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "policyresearch", *arguments], env=child_variables(),
        cwd=cwd, capture_output=True, encoding="utf-8", check=False,
    )


def test_command_line_tells_bad_data_in_one_message(tmp_path):
    done = _call("study", "--corpus", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"policyresearch study: {tmp_path}: no study here")
    assert "Traceback" not in done.stderr and done.stdout == ""
    assert _call("nonsense").returncode == 2


def test_help_fits_a_screen_and_imports_nothing_heavy():
    code = "import sys, policyresearch.__main__ as m; m.main([]); print(len(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], env=child_variables(), capture_output=True,
        encoding="utf-8", check=True,
    )
    *lines, modules = done.stdout.splitlines()
    assert len(lines) <= 24 and all(len(line) <= 100 for line in lines)
    assert "study" in done.stdout
    assert int(modules) < 150, "pandas alone is a thousand"


def test_every_command_is_there_and_has_help():
    from policyresearch.__main__ import COMMANDS

    assert len({command.name for command in COMMANDS}) == len(COMMANDS)
    for command in COMMANDS:
        module = command.load()
        assert callable(module.run) and callable(module.add_arguments)


@pytest.mark.slow
def test_killed_at_any_moment_the_next_run_completes_with_the_same_bytes(made, tmp_path):
    reference, notebooks, _ = made
    study = write_study(tmp_path / "k")
    code = (
        "import sys; from pathlib import Path; from policyresearch.pipeline import make_study\n"
        "from policyresearch.study.folder import Study\n"
        "make_study(Study(Path(sys.argv[1])), notebooks=Path(sys.argv[2]), jobs=2)"
    )
    command = [sys.executable, "-c", code, str(study.root), str(notebooks)]
    start = time.monotonic()
    subprocess.run(command, env=child_variables(), check=True)
    length = time.monotonic() - start
    assert hash_all(study.root) == hash_all(reference.root)
    moments = random.Random(2018)
    for _ in range(10):
        for folder in (study.processed, study.figures, study.report):
            shutil.rmtree(folder, ignore_errors=True)
        process = subprocess.Popen(command, env=child_variables())
        time.sleep(moments.uniform(0.2, length))
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        process.wait()
    subprocess.run(command, env=child_variables(), check=True)
    assert hash_all(study.root) == hash_all(reference.root)


def test_shipped_study_is_found():
    assert find_study(ROOT).root == ROOT
