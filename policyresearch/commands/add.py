"""`python -m policyresearch add FILE…`: put documents into a study folder."""

from __future__ import annotations

import argparse
import hashlib
import re
from pathlib import Path

import pandas as pd

from policyresearch.commands.read import make_folder, read_file
from policyresearch.errors import DataError
from policyresearch.files import write_atomically
from policyresearch.reading.audit import count_dropped
from policyresearch.reading.document import read_document
from policyresearch.reading.duplicates import find_duplicates
from policyresearch.reading.result import Reading
from policyresearch.reading.warnings import list_remarks
from policyresearch.study.folder import Study, find_study
from policyresearch.tables import SOURCES, build_table

# Columns only the researcher can fill, and those the text often leaves open.
_YEAR_IN_TITLE = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and into which study."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE",
                        help="text, Word, PDF, web page or Markdown")
    parser.add_argument("--study", type=Path, metavar="DIR",
                        help="study folder, made if absent (default: the one found here)")
    parser.add_argument("--encoding", help="check that the files are in this encoding")


def run(arguments: argparse.Namespace) -> None:
    """Read every file first; write only if all of them can be added."""
    study = _open_study(arguments.study)
    listed = study.sources() if study.sources_file.is_file() else SOURCES.empty()
    known = set(listed["doc_id"])
    digests = dict(zip(listed["sha256"], listed["doc_id"], strict=True))
    copies: dict[Path, bytes] = {}
    rows, readings = [], {}
    for path in arguments.files:
        data = read_file(path)
        digest = hashlib.sha256(data).hexdigest()
        target = study.raw / path.name
        if digest in digests:
            raise DataError(
                f"{path}: the study has this very file as `{digests[digest]}`. Leave one of them "
                "out, or put the document in its place that was meant."
            )
        if target.exists() or target in copies:
            raise DataError(
                f"{path}: {target} exists and is another file. Raw files are never replaced; "
                "rename the new one."
            )
        reading = read_document(
            data, doc_id=path.stem, filename=path.name, encoding=arguments.encoding
        )
        if path.stem in known:
            raise DataError(
                f"{path}: the study has a document `{path.stem}`. Rename the file, or delete "
                f"the line of `{path.stem}` in {study.sources_file}."
            )
        known.add(path.stem)
        digests[digest] = path.stem
        copies[target] = data
        readings[path.stem] = reading
        rows.append(make_row(reading, path.name, data))
    table = pd.concat([listed, build_table(SOURCES, rows)], ignore_index=True)
    make_folder(study.raw)
    _write(study, copies, table)
    for row in rows:
        print(describe(readings[row["doc_id"]], row))
    for pair in find_duplicates({d: r.text.text for d, r in readings.items()}).itertuples():
        print(f"! {pair.doc_id} and {pair.other} share {pair.resemblance_share:.0%} of their text")
    print(f"{len(rows)} documents added to {study.sources_file}; check and complete their lines.")


def _open_study(folder: Path | None) -> Study:
    return find_study() if folder is None else Study(folder.resolve())


def make_row(reading: Reading, file: str, data: bytes) -> dict:
    """A line of sources.csv: what the text states; the rest is left empty."""
    said = {name: reading.metadata.get(name, "") for name in SOURCES.column_names}
    year = _YEAR_IN_TITLE.search(reading.metadata["title"])
    wave = year[1] if year else reading.metadata["adopted"][:4]
    return {
        **said,
        "file": file,
        "wave": int(wave) if wave else None,
        "publisher": "",
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def describe(reading: Reading, row: dict) -> str:
    """What was understood of one document, at a glance."""
    left_out = count_dropped(reading.spans).set_index("reason")["characters"]
    page = left_out.drop("layout", errors="ignore")
    solid = len(reading.raw) - left_out.get("layout", 0)
    dropped = ", ".join(f"{name} {chars}" for name, chars in page.items()) or "nothing"
    top = reading.sections[reading.sections["level"] == 1]
    heads = [f"    {(s.label + s.title)[:40]}  [{s.role}]" for s in top.head(12).itertuples()]
    missing = [name for name in SOURCES.column_names if row[name] in ("", None)]
    lines = [
        f"{row['doc_id']}  ({reading.metadata['encoding']}, {row['script']}, "
        f"{reading.metadata['chars']:,} characters)",
        f"  title    {row['title'] or '?'}",
        f"  issuer   {row['issuer'] or '?'}   place {row['place'] or '?'}   "
        f"level {row['level'] or '?'}   kind {row['kind'] or '?'}",
        f"  dates    adopted {row['adopted'] or '?'}   published {row['published'] or '?'}   "
        f"wave {row['wave'] or '?'}",
        f"  sections {len(reading.sections) - 1}, paragraphs {len(reading.paragraphs)}",
        *heads,
        f"  dropped  {page.sum() / solid:.1%} of the characters ({dropped})",
        f"  repairs  {int(reading.repairs['applied'].sum())} made, "
        f"{int((~reading.repairs['applied']).sum())} open",
        f"  to fill  {', '.join(missing) or 'nothing'}",
        *(f"  ! {remark}" for remark in list_remarks(reading, name=row["file"])),
    ]
    return "\n".join(lines)


def _write(study: Study, copies: dict[Path, bytes], table: pd.DataFrame) -> None:
    """The copies, then the list that names them; on failure no copy is left."""
    done: list[Path] = []
    try:
        for path, data in copies.items():
            write_atomically(path, data)
            done.append(path)
        content = table.to_csv(index=False, lineterminator="\n")
        write_atomically(study.sources_file, content.encode("utf-8-sig"))
    except BaseException:
        for path in done:
            path.unlink(missing_ok=True)
        raise
