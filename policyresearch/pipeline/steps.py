"""Which step makes which file from which."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from policyresearch.errors import DataError
from policyresearch.files import write_atomically
from policyresearch.pipeline.inputs import (
    TRANSLATION,
    digest_code,
    digest_files,
    digest_sources,
    hash_file,
)
from policyresearch.pipeline.processed import FILES
from policyresearch.study.folder import LANGUAGES, Study

# Ends the name of the list to which a running notebook adds what it writes.
_UNFINISHED = ".part"
REPORT_FILES = ("index.html", "report.pdf", "report.docx")


@dataclass(frozen=True)
class Step:
    """
    One step: `inputs` are digests by name, `needs` and `makes` are files.

    `record` names the list of further files that only running the step can tell.
    """

    name: str
    action: Callable[[], None]
    makes: tuple[Path, ...]
    inputs: dict[str, str] = field(default_factory=dict)
    needs: tuple[Path, ...] = ()
    record: Path | None = None


def plan_steps(study: Study, *, notebooks: Path | None = None) -> list[Step]:
    """
    The steps of a study in the order they run.

    Raises
    ------
    DataError
        If the study lists no documents or there is no notebook.
    """
    tables = Step(
        "tables",
        lambda: _make_tables(study),
        makes=tuple(study.processed / name for name in FILES),
        inputs={"sources": digest_sources(study), "code": digest_code("tables")},
    )
    # The editions share the tables; the rest of an edition has names of its own.
    edition = "" if study.language == LANGUAGES[0] else f" ({study.language})"
    found = find_notebooks(notebooks or study.root / "notebooks")
    runs = [_plan_notebook(path, study, tables.makes, edition) for path in found]
    pages = [_plan_page(run, edition) for run in runs]
    report = Step(
        f"report{edition}",
        lambda: _make_report(study),
        makes=tuple(study.report / name for name in REPORT_FILES),
        inputs={
            "sources": digest_sources(study),
            "outline": digest_files([study.outline_file], study.root),
            "code": digest_code("report"),
        },
        needs=tuple(run.record for run in runs if run.record),
    )
    return [tables, *runs, *pages, report]


def find_notebooks(folder: Path) -> list[Path]:
    """The notebooks of a folder by name."""
    found = sorted(folder.glob("*.ipynb"))
    if not found:
        raise DataError(
            f"{folder}: holds no notebook to run. Copy the project's there, or name "
            "their folder with `--notebooks`."
        )
    return found


def read_record(record: Path, study: Study) -> list[Path]:
    """Files that a notebook wrote in its last complete run; none if it never ran."""
    try:
        names = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [study.root / name for name in names]


def digest_record(record: Path, study: Study) -> str | None:
    """State of everything a notebook wrote; None if any of it is gone."""
    files = read_record(record, study)
    if not record.is_file() or not all(path.is_file() for path in files):
        return None
    return " ".join([hash_file(record), *(hash_file(path) for path in files)])


def forget_removed(steps: Sequence[Step], study: Study) -> None:
    """Delete what notebooks wrote that are no longer there, with their lists."""
    current = {step.record for step in steps}
    for record in study.written.glob("*.json"):
        if record not in current:
            for path in read_record(record, study):
                path.unlink(missing_ok=True)
            for kind in (".ipynb", ".html"):
                (study.notebooks / f"{record.stem}{kind}").unlink(missing_ok=True)
            record.unlink()


def _plan_notebook(path: Path, study: Study, needs: Sequence[Path], edition: str) -> Step:
    content = path.read_bytes()
    record = study.written / f"{path.stem}.json"
    made = study.notebooks / path.name
    return Step(
        f"notebook {path.stem}{edition}",
        lambda: _run_notebook(content, path.stem, study, made, record),
        makes=(made,),
        inputs={"cells": _hash_cells(content, path.stem), "code": digest_code("notebooks")},
        needs=tuple(needs),
        record=record,
    )


def _plan_page(run: Step, edition: str) -> Step:
    source = run.makes[0]
    return Step(
        f"page {source.stem}{edition}",
        lambda: _make_page(source),
        makes=(source.with_suffix(".html"),),
        inputs={"code": digest_code("report")},
        needs=(source,),
    )


def _hash_cells(content: bytes, name: str) -> str:
    """
    What a notebook says: outputs and settings left by an editor do not make it another one.

    Read as plain JSON: the notebook library takes two seconds to load, which a run that has
    nothing to do should not cost.
    """
    try:
        cells = json.loads(content)["cells"]
        said: list = [
            [cell["cell_type"], cell.get("id"), cell["source"], cell["metadata"].get("tags"),
             cell["metadata"].get(TRANSLATION)]
            for cell in cells
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        # Whatever is wrong with it is told by the reader of notebooks when its step runs.
        said = [content.hex()]
    return hashlib.sha256(json.dumps([name, said]).encode()).hexdigest()


def _make_tables(study: Study) -> None:
    from policyresearch.corpus import load_corpus
    from policyresearch.pipeline.processed import write_tables

    write_tables(load_corpus(study), study)


def _run_notebook(content: bytes, name: str, study: Study, made: Path, record: Path) -> None:
    from policyresearch.pipeline.execute import (
        execute_notebook,
        prepare_event_loop,
        read_notebook,
        write_notebook,
    )

    prepare_event_loop()
    written = record.with_suffix(f".{os.getpid()}{_UNFINISHED}")
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_bytes(b"")
    try:
        stored = read_notebook(content, name, language=study.language)
        notebook = execute_notebook(stored, name, study=study, written=written)
        paths = _read_lines(written)
        # A figure that no notebook draws any longer would otherwise pass for a current one.
        for path in set(read_record(record, study)) - paths - _list_others(record, written, study):
            path.unlink(missing_ok=True)
        write_atomically(made, write_notebook(notebook))
        names = sorted(path.relative_to(study.root).as_posix() for path in paths)
        write_atomically(record, (json.dumps(names, indent=1) + "\n").encode("utf-8"))
    finally:
        written.unlink(missing_ok=True)


def _list_others(record: Path, written: Path, study: Study) -> set[Path]:
    """What other notebooks wrote in their last run or have written so far in this one."""
    records = set(study.written.glob("*.json")) - {record}
    going = set(study.written.glob(f"*{_UNFINISHED}")) - {written}
    return {path for each in records for path in read_record(each, study)}.union(
        *(_read_lines(each) for each in going)
    )


def _read_lines(written: Path) -> set[Path]:
    try:
        return {Path(line) for line in written.read_text(encoding="utf-8").splitlines()}
    except FileNotFoundError:
        # Its notebook has come to its end since it was found.
        return set()


def _make_page(source: Path) -> None:
    import nbformat

    from policyresearch.report.notebook_page import render_notebook

    notebook = nbformat.reads(source.read_text(encoding="utf-8"), as_version=4)
    write_atomically(source.with_suffix(".html"), render_notebook(notebook, source.stem))


def _make_report(study: Study) -> None:
    from policyresearch.report.build import build_report

    build_report(study)
