"""A study folder: where its files are, and that they are the files its sources list says."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import read_rows
from policyresearch.reading.metadata.dates import find_dates
from policyresearch.tables import SOURCES, build_table

# Set by the pipeline so that notebooks find the study they run on.
STUDY_VARIABLE = "POLICYRESEARCH_STUDY"
LANGUAGE_VARIABLE = "POLICYRESEARCH_LANGUAGE"
# Editions of figures, notebooks and report; the first is the one made by default.
LANGUAGES = ("en", "zh")
_SOURCES = Path("data", "raw", "sources.csv")
_DATES = [column.name for column in SOURCES.columns if column.type == "date"]
# A month or a year, where the day is not known.
_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Study:
    """
    Paths of one study; nothing outside this class spells a folder's name.

    Parameters
    ----------
    root : Path
        The folder that holds `data/raw/sources.csv`.
    language : str
        The edition, one of `LANGUAGES`: all but the default one has folders of its own for
        figures and report. Tables are the same in every edition.
    """

    root: Path
    language: str = LANGUAGES[0]

    def _edition(self, folder: Path) -> Path:
        return folder if self.language == LANGUAGES[0] else folder / self.language

    @property
    def raw(self) -> Path:
        return self.root / "data" / "raw"

    @property
    def sources_file(self) -> Path:
        return self.root / _SOURCES

    @property
    def corrections_file(self) -> Path:
        """Readings of damaged places that a person has decided (optional)."""
        return self.raw / "corrections.csv"

    @property
    def reviews_file(self) -> Path:
        """Target records that a person has accepted, corrected or rejected (optional)."""
        return self.root / "data" / "target_reviews.csv"

    @property
    def topic_labels_file(self) -> Path:
        """Names that a person has given to the topics (optional)."""
        return self.root / "data" / "topic_labels.csv"

    @property
    def outline_file(self) -> Path:
        """Sections, captions and summary of the study's own report (optional)."""
        return self.root / "report.toml"

    @property
    def targets_gold(self) -> Path:
        """Target records made by hand, one CSV a document (optional)."""
        return self.root / "data" / "gold" / "targets"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def figures(self) -> Path:
        return self._edition(self.root / "figures")

    @property
    def report(self) -> Path:
        return self._edition(self.root / "report")

    @property
    def notebooks(self) -> Path:
        """The executed notebooks, as .ipynb and as page."""
        return self.report / "notebooks"

    @property
    def manifest_file(self) -> Path:
        """SHA-256 of everything the last complete run made."""
        return self._edition(self.root / "data") / "manifest.json"

    def claims_file(self, section: str) -> Path:
        """The sentences of one section of the study, written by its notebook."""
        return self.report / "claims" / f"{section}.json"

    @property
    def state(self) -> Path:
        """Caches and the pipeline's memory; safe to delete."""
        return self.root / ".policyresearch"

    @property
    def kept(self) -> Path:
        """Dear results kept for the next notebook or edition that needs them."""
        return self.state / "kept"

    @property
    def kept_topics(self) -> Path:
        return self.kept / "topics"

    @property
    def kept_fits(self) -> Path:
        return self.kept / "fits"

    @property
    def written(self) -> Path:
        """Lists of the files that each notebook wrote."""
        return self._edition(self.state / "written")

    def sources(self) -> pd.DataFrame:
        """
        The study's documents as listed by the researcher (`tables.SOURCES`).

        Raises
        ------
        DataError
            If the list is missing, has unknown or missing columns, repeats a document,
            or holds what is no year, no date or no value of a closed vocabulary.
        """
        path = self.sources_file
        if not path.is_file():
            raise DataError(
                f"{path}: not found. A study folder lists its documents in data/raw/sources.csv; "
                "`python -m policyresearch add FILE…` writes it."
            )
        rows = _read_sources(path)
        for number, row in rows:
            row["wave"] = _parse_year(row["wave"], f"{path}, line {number}, column `wave`")
            for name in _DATES:
                row[name] = _parse_date(row[name], f"{path}, line {number}, column `{name}`")
            if not row["doc_id"].strip() or not row["file"].strip():
                raise DataError(
                    f"{path}, line {number}: `doc_id` and `file` must not be empty."
                )
        try:
            return build_table(SOURCES, [row for _, row in rows])
        except DataError as error:
            raise DataError(f"{path}: {error}") from None

    def read_raw(self, doc_id: str, file: str, sha256: str) -> bytes:
        """
        Bytes of one raw file, verified.

        Raises
        ------
        DataError
            If the file is missing, empty, or not the one whose SHA-256 is listed.
        """
        path = self.raw / file
        if not path.is_file():
            raise DataError(
                f"{path}: not found, but {self.sources_file} lists it as `{doc_id}`. "
                "Put the file back, or delete its line."
            )
        data = path.read_bytes()
        if not data.strip():
            raise DataError(f"{path}: the file is empty. Save the document again.")
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise DataError(
                f"{path}: the file is not the one that was registered (SHA-256 {found[:12]}…, "
                f"sources.csv says {sha256[:12] or 'nothing'}…). Restore the original, or, if the "
                f"change is meant, write {found} into column `sha256` of {self.sources_file}."
            )
        return data


def _parse_year(text: str, cell: str) -> int | None:
    """A year; programs that save a column with gaps write 2018 as 2018.0."""
    year = re.fullmatch(r"(\d{4})(?:\.0)?", text.strip())
    if text.strip() and not year:
        raise DataError(
            f"{cell}: {text.strip()!r} is no year. Write four digits, such as 2018, or leave it "
            "empty."
        )
    return int(year[1]) if year else None


def _parse_date(text: str, cell: str) -> str:
    """
    A date as ISO 8601, as a spreadsheet may have rewritten it; a month or year as it stands.

    Examples
    --------
    >>> _parse_date("2018/3/5", ""), _parse_date("2018年3月5日", ""), _parse_date("2018-03", "")
    ('2018-03-05', '2018-03-05', '2018-03')
    """
    found = find_dates(text)
    if len(found) == 1:
        return found[0]
    if text.strip() and not _PARTIAL.fullmatch(text.strip()):
        raise DataError(
            f"{cell}: {text.strip()!r} is no date. Write it as 2018-03-05, or leave it empty."
        )
    return text.strip()


def _read_sources(path: Path) -> list[tuple[int, dict]]:
    """Rows with their line numbers; every column of the contract, and no other."""
    found, rows = read_rows(path)
    unknown = [name for name in found if name not in SOURCES.column_names]
    missing = [name for name in SOURCES.column_names if name not in found]
    if unknown or missing:
        raise DataError(
            f"{path}, line 1: unknown columns {unknown}, missing columns {missing}. "
            f"The columns are {', '.join(SOURCES.column_names)}."
        )
    for number, row in rows:
        if None in row or None in row.values():
            raise DataError(
                f"{path}, line {number}: not {len(found)} cells. "
                "Put double quotes around a cell that holds a comma."
            )
    if not rows:
        raise DataError(f"{path}: lists no document.")
    return rows


# Studies that this process has read a corpus of, the last one last.
_loaded: list[Path] = []


def mark_loaded(study: Study) -> None:
    """Remember that a corpus of `study` is in use, so that no other study's figures go there."""
    if study.root in _loaded:
        _loaded.remove(study.root)
    _loaded.append(study.root)


def list_loaded() -> list[Path]:
    """Folders of the studies whose corpora were loaded, the last one last."""
    return list(_loaded)


def find_study(folder: str | os.PathLike | None = None) -> Study:
    """
    The study at `folder`, else the one named by the environment, else the nearest
    enclosing folder of the working directory that has `data/raw/sources.csv`.

    Raises
    ------
    DataError
        If there is none.
    """
    named = folder or os.environ.get(STUDY_VARIABLE)
    candidates = [Path(named)] if named else [Path.cwd(), *Path.cwd().parents]
    for candidate in candidates:
        if (candidate / _SOURCES).is_file():
            return Study(candidate.resolve(), os.environ.get(LANGUAGE_VARIABLE, LANGUAGES[0]))
    raise DataError(
        f"{candidates[0]}: no study here (no {_SOURCES.as_posix()}). Name the study's folder, or "
        "make one with `python -m policyresearch add FILE… --study FOLDER`."
    )
