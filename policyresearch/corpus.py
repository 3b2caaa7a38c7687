"""From a study folder to the tables an analysis works on."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.reading.document import read_document
from policyresearch.reading.repair.corrections import read_corrections
from policyresearch.reading.result import Reading
from policyresearch.segment.engines import ENGINES
from policyresearch.segment.tokens import tokenize
from policyresearch.study.folder import Study, find_study, mark_loaded
from policyresearch.tables import DOCUMENTS, ROLES, build_table

T = TypeVar("T")
# Tables that an earlier version held, and the verbs that compute them.
_VERBS = {
    "targets": "pr.extract_targets",
    "commitments": "pr.extract_commitments",
    "responsibilities": "pr.targets.extract_responsibilities",
    "panel": "pr.follow_promises",
    "beside": "pr.targets.compare_levels",
    "coverage": "pr.targets.assess_coverage",
    "reviews": "pr.targets.list_reviews",
    "targets_gold": "pr.targets.read_gold",
    "indicators": "pr.targets.read_indicators",
}


@dataclass(frozen=True, repr=False, eq=False)
class Corpus:
    """
    The documents of a study as tables (`policyresearch.tables` says what a row is).

    `readings` keeps, by `doc_id`, the decoded raw text and the trace from the analysed
    text to it. `select` narrows every table at once; what is built on the tables is computed
    by verbs that take the corpus, once for all its parts.
    """

    study: Study
    documents: pd.DataFrame
    sections: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    spans: pd.DataFrame
    repairs: pd.DataFrame
    readings: dict[str, Reading]
    engine: str
    whole: Corpus | None = None
    _results: dict[tuple, Any] = field(default_factory=dict)

    def select(
        self,
        *,
        doc_id: Sequence[str] | None = None,
        role: Sequence[str] | None = None,
        wave: Sequence[int] | None = None,
        place: Sequence[str] | None = None,
        level: Sequence[str] | None = None,
    ) -> Corpus:
        """
        The part of the corpus that meets every condition given.

        Conditions on documents keep whole documents; `role` keeps their sections of that
        role, with the paragraphs, sentences, tokens and targets in them.

        Raises
        ------
        DataError
            If a value occurs nowhere in the corpus: a misspelt place would otherwise
            look like a document that never mentions anything.
        """
        documents = self.documents
        wanted = {"doc_id": doc_id, "wave": wave, "place": place, "level": level}
        for name, values in wanted.items():
            if values is not None:
                _check_known(name, values, self.documents[name])
                documents = documents[documents[name].isin(list(values))]
        if role is not None:
            _check_known("role", role, pd.Series(ROLES))
        tables = {}
        for name in (each.name for each in fields(self)):
            table = getattr(self, name)
            if not isinstance(table, pd.DataFrame) or name == "documents":
                continue
            kept = table["doc_id"].isin(documents["doc_id"])
            if role is not None and "role" in table:
                kept &= table["role"].isin(list(role))
            tables[name] = table[kept].reset_index(drop=True)
        documents = documents.reset_index(drop=True)
        return replace(self, documents=documents, whole=self.whole or self, **tables)

    def derive(self, make: Callable[..., T], **options: Hashable) -> T:
        """
        Give `make(corpus, **options)` for the whole corpus, computed once.

        What a verb extracts depends on whole documents; a corpus narrowed by `select` shares
        the result and takes its part of it with `narrow`.
        """
        whole = self.whole or self
        key = (make, tuple(sorted(options.items())))
        if key not in whole._results:
            whole._results[key] = make(whole, **options)
        return whole._results[key]

    def narrow(self, table: pd.DataFrame) -> pd.DataFrame:
        """
        Keep the rows that belong to the corpus as narrowed by `select`.

        A row belongs by its sentence if the table names one, else by its paragraph, section or
        document; a table without `doc_id` is returned as it is.
        """
        if self.whole is None:
            return table
        for name, own in (("sent_id", self.sentences), ("para_id", self.paragraphs),
                          ("section_id", self.sections), ("doc_id", self.documents)):
            if name in table and "doc_id" in table:
                keys = list(dict.fromkeys(["doc_id", name]))
                inside = table.set_index(keys).index.isin(own.set_index(keys).index)
                return table[inside].reset_index(drop=True)
        return table

    @property
    def doc_ids(self) -> list[str]:
        """`doc_id` of every document, in the order of sources.csv."""
        return list(self.documents["doc_id"])

    def __getattr__(self, name: str) -> Any:
        """Say which verb takes the place of a table that an earlier version held."""
        if name in _VERBS:
            raise AttributeError(
                f"A corpus has no `{name}` any more: it is computed by a verb, "
                f"`{_VERBS[name]}(corpus)`. CHANGELOG.md lists moved names."
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        years = sorted(self.documents["wave"].dropna().unique())
        waves = ", ".join(str(int(year)) for year in years)
        places = self.documents["place"].replace("", pd.NA).nunique()
        return (
            f"Corpus of {len(self.documents)} documents, waves {waves or 'not given'}, "
            f"{places} places: {len(self.paragraphs):,} paragraphs, {len(self.tokens):,} tokens "
            f"({self.engine})"
        )


def _check_known(name: str, values: Sequence, column: pd.Series) -> None:
    unknown = [value for value in values if value not in set(column)]
    if unknown:
        raise DataError(
            f"`{name}`: {unknown} occurs in no document; options are {sorted(set(column))}."
        )


def load_corpus(
    study: str | os.PathLike | Study | None = None, *, engine: str = "policy", jobs: int = 1
) -> Corpus:
    """
    Read, segment and tabulate the documents of a study.

    Parameters
    ----------
    study : path or Study, optional
        The study folder; by default the one `find_study` finds.
    engine : str
        Segmentation of `tokens`, one of `segment.ENGINES`: "policy" is pkuseg with the
        policy lexicon on top.
    jobs : int
        Documents worked on at once; the result does not depend on it.

    Raises
    ------
    DataError
        If a raw file is missing, changed, empty or unreadable, naming file and remedy.
    """
    if engine not in ENGINES:
        raise DataError(f"`engine`: {engine!r} is unknown; options are {list(ENGINES)}.")
    if not isinstance(study, Study):
        study = find_study(study)
    sources = study.sources().to_dict("records")
    mark_loaded(study)
    readings = {row["doc_id"]: read_source(study, row) for row in sources}
    documents = [
        {**readings[row["doc_id"]].metadata, **row} for row in sources
    ]
    stacked = {
        name: pd.concat([getattr(r, name) for r in readings.values()], ignore_index=True)
        for name in ("sections", "paragraphs", "sentences", "spans", "repairs")
    }
    return Corpus(
        study=study,
        documents=build_table(DOCUMENTS, documents),
        tokens=tokenize(stacked["sentences"], engine=engine, jobs=jobs),
        readings=readings,
        engine=engine,
        **stacked,
    )


def read_source(study: Study, row: dict) -> Reading:
    """Read one document of a study, `row` being its line of sources.csv."""
    data = study.read_raw(row["doc_id"], row["file"], row["sha256"])
    return read_document(
        data,
        doc_id=row["doc_id"],
        filename=row["file"],
        script=row["script"],
        corrections=read_corrections(study.corrections_file),
    )
