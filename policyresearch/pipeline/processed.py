"""The corpus as CSV files, with a data package and a codebook made from the table contracts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from policyresearch import __version__
from policyresearch.digits import READ
from policyresearch.files import encode_json, encode_table, write_atomically
from policyresearch.lexicons import VERSION as LEXICON_VERSION
from policyresearch.study.folder import Study
from policyresearch.tables import (
    BESIDE,
    COMMITMENTS,
    COVERAGE,
    DOCUMENTS,
    INDICATORS,
    PANEL,
    PARAGRAPHS,
    REPAIRS,
    RESPONSIBILITIES,
    SECTIONS,
    SENTENCES,
    SPANS,
    TARGETS,
    TOKENS,
    Column,
    Table,
)
from policyresearch.targets.indicators import read_indicators
from policyresearch.targets.verbs import (
    assess_coverage,
    compare_levels,
    extract_commitments,
    extract_responsibilities,
    extract_targets,
    follow_promises,
)

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

TABLES = (
    DOCUMENTS, SECTIONS, PARAGRAPHS, SENTENCES, TOKENS, SPANS, REPAIRS, TARGETS, INDICATORS,
    COMMITMENTS, COVERAGE, PANEL, BESIDE, RESPONSIBILITIES,
)
PACKAGE = "datapackage.json"
CODEBOOK = "CODEBOOK.md"
# Every file of the folder, so that a step can say what it makes before it has run.
FILES = (*(f"{table.name}.csv" for table in TABLES), PACKAGE, CODEBOOK)

# Logical types of the contracts in the vocabulary of Table Schema.
_SCHEMA_TYPES = {
    "string": "string",
    "integer": "integer",
    "year": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
}


# What is not read from the text but computed on it.
_VERBS: dict[str, Callable[..., pd.DataFrame]] = {
    "targets": extract_targets,
    "commitments": extract_commitments,
    "responsibilities": extract_responsibilities,
    "panel": follow_promises,
    "beside": compare_levels,
    "coverage": assess_coverage,
    "indicators": lambda corpus: read_indicators(),
}


def compute_table(corpus: Corpus, name: str) -> pd.DataFrame:
    """Give a table of the corpus by name, of reading or of a verb."""
    return _VERBS[name](corpus) if name in _VERBS else getattr(corpus, name)


def write_tables(corpus: Corpus, study: Study) -> None:
    """Write every table of the corpus, then the data package and the codebook."""
    resources = []
    for table in TABLES:
        content = _make_csv(compute_table(corpus, table.name), table)
        write_atomically(study.processed / f"{table.name}.csv", content)
        resources.append(_describe(table, content))
    package = {
        "name": "policyresearch-study",
        "profile": "tabular-data-package",
        "version": __version__,
        "lexicons": LEXICON_VERSION,
        "segmentation": corpus.engine,
        "resources": resources,
    }
    write_atomically(study.processed / PACKAGE, encode_json(package))
    write_atomically(study.processed / CODEBOOK, _make_codebook(corpus).encode("utf-8"))


def read_table(table: Table, study: Study) -> pd.DataFrame:
    """A table as `write_tables` left it, with the dtypes of its contract."""
    # A text cell may hold "NA" or "null" or nothing, and means just that.
    texts = {c.name for c in table.columns if c.type in ("string", "date")}
    dtypes = {"year": "Int64", "number": "float64", "boolean": "bool", "integer": "int64"}
    frame = pd.read_csv(
        study.processed / f"{table.name}.csv",
        encoding="utf-8-sig",
        dtype={c.name: "str" if c.name in texts else dtypes[c.type] for c in table.columns},
        keep_default_na=False,
        na_values={c.name: [""] for c in table.columns if c.name not in texts},
    )
    return frame


def _make_csv(frame: pd.DataFrame, table: Table) -> bytes:
    return encode_table(frame[table.column_names], digits=READ)


def _describe(table: Table, content: bytes) -> dict:
    schema = {
        "fields": [_describe_column(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table is not DOCUMENTS and "doc_id" in table.column_names:
        reference = {"resource": DOCUMENTS.name, "fields": ["doc_id"]}
        schema["foreignKeys"] = [{"fields": ["doc_id"], "reference": reference}]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": f"One row is {table.grain}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _describe_column(column: Column) -> dict:
    field: dict = {
        "name": column.name,
        "type": _SCHEMA_TYPES[column.type],
        "description": column.meaning,
    }
    if column.type == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.unit:
        field["unit"] = column.unit
    if column.options:
        field["constraints"] = {"enum": list(column.options)}
    return field


def _make_codebook(corpus: Corpus) -> str:
    lines = [
        "# Codebook",
        "",
        "Made from the contracts in `policyresearch/tables/`. Files are CSV in UTF-8 with a "
        "byte order mark; an empty cell is a missing value in a number column and an empty "
        "text in a text column.",
        "",
        f"Tokens are those of the segmentation `{corpus.engine}`; terms and stop words are those "
        f"of the word lists, version {LEXICON_VERSION} (`policyresearch/lexicons/README.md`).",
    ]
    for table in TABLES:
        rows = len(compute_table(corpus, table.name))
        lines += [
            "",
            f"## {table.name}",
            "",
            f"One row is {table.grain}. Key: {', '.join(f'`{name}`' for name in table.key)}. "
            f"Rows: {rows}.",
            "",
            "| column | type | unit | meaning |",
            "|---|---|---|---|",
        ]
        for column in table.columns:
            options = f"; one of: {', '.join(column.options)}" if column.options else ""
            cells = (f"`{column.name}`", column.type, column.unit, column.meaning + options)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
