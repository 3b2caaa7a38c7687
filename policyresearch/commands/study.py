"""`python -m policyresearch study`: make a study and say what was made."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from policyresearch.errors import DataError
from policyresearch.study.folder import LANGUAGES, Study, find_study

if TYPE_CHECKING:
    from policyresearch.pipeline.manifest import Comparison


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--corpus", metavar="DIR", help="run on the study in DIR (default: the one found here)"
    )
    parser.add_argument(
        "--notebooks", metavar="DIR", type=Path,
        help="run the notebooks in DIR (default: the study's own folder `notebooks`)",
    )
    parser.add_argument(
        "--verify", action="store_true",
        help="compare what was made with the recorded run instead of recording it",
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, default=LANGUAGES[0],
        help="edition of notebooks, figures and report (default: %(default)s); others than the "
        "default stand in folders of their own",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="run every step again, with nothing kept"
    )
    parser.add_argument(
        "--jobs", type=int, default=min(4, os.cpu_count() or 1), metavar="N",
        help="steps run at once (default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the study; 1 if --verify finds other data."""
    from policyresearch.pipeline.manifest import compare_manifest, make_manifest, record_manifest
    from policyresearch.pipeline.run import make_study

    if arguments.jobs < 1:
        raise DataError(f"--jobs: {arguments.jobs} is not a number of steps; give 1 or more.")
    study = replace(find_study(arguments.corpus), language=arguments.language)
    outcome = make_study(
        study, notebooks=arguments.notebooks, jobs=arguments.jobs, fresh=arguments.fresh,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )
    manifest = make_manifest(study, outcome.files)
    done = f"{len(outcome.run)} steps run, {len(outcome.skipped)} up to date"
    print(f"{done}, {outcome.seconds:.1f} s. In {study.root}:")
    for line in _list_files(study, outcome.files):
        print(f"  {line}")
    compared = compare_manifest(study, manifest)
    if not arguments.verify:
        if compared:
            _tell_change(study, compared)
        record_manifest(study, manifest)
        return 0
    if compared is None:
        raise DataError(
            f"{study.manifest_file}: not found; no run has been recorded. "
            "Run the study once without --verify."
        )
    _tell_comparison(compared, len(outcome.files))
    return 1 if compared.differences else 0


def _tell_comparison(compared: Comparison, files: int) -> None:
    if compared.differences:
        print("\n".join([*compared.differences, *compared.circumstances]))
    elif compared.renderings:
        count = len(compared.renderings)
        print(f"same data, other rendering ({count} of {files} files):")
        print("\n".join(f"  {name}" for name in compared.renderings))
    else:
        print(f"identical ({files} files)")


def _tell_change(study: Study, compared: Comparison) -> None:
    """One line before a record is replaced by another."""
    data, drawn = len(compared.differences), len(compared.renderings)
    if data or drawn:
        record = study.manifest_file.relative_to(study.root).as_posix()
        print(f"{record} is replaced: other data in {data} files, other rendering in {drawn}.")


def _list_files(study: Study, files: tuple[Path, ...]) -> list[str]:
    """One line a folder; the report's own files by name, since they are what to open."""
    named = [path for path in files if path.parent == study.report]
    folders = Counter(path.parent for path in files if path not in named)
    lines = [
        f"{folder.relative_to(study.root).as_posix()}/  {count} files"
        for folder, count in sorted(folders.items())
    ]
    return [*lines, *(path.relative_to(study.root).as_posix() for path in named)]
