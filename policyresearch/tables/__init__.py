"""
The contract of every table: its grain, key, columns, units and meaning.

Validation (`check_table`), the codebook and the data package are all made from these
contracts; no other module states what a column means. They are data: tables.csv (key and
grain), columns.csv and options.csv (closed vocabularies); labels.csv holds the words on
figures in both languages.
"""

from policyresearch.tables.contract import DTYPES, Column, Table, build_table, check_table
from policyresearch.tables.options import (
    ABSENCES,
    BINDINGNESS,
    CONSTRUCTIONS,
    DECISIONS,
    DIRECTIONS,
    DROP_REASONS,
    FOLLOWED,
    INDICATOR_KINDS,
    KINDS,
    LEVELS,
    MEASURES,
    PARTS,
    RELATIONS,
    ROLES,
    SCRIPTS,
    STATUSES,
    STRENGTHS,
    TEXT_ROLES,
    VERDICTS,
)
from policyresearch.tables.read import read_contracts

_TABLES = read_contracts()
# What a researcher writes about each document (data/raw/sources.csv).
SOURCES = _TABLES["sources"]
DOCUMENTS = _TABLES["documents"]
SPANS = _TABLES["spans"]
# What became of each document on reading; nothing here is needed by an analysis.
AUDIT = _TABLES["audit"]
REPAIRS = _TABLES["repairs"]
SECTIONS = _TABLES["sections"]
PARAGRAPHS = _TABLES["paragraphs"]
SENTENCES = _TABLES["sentences"]
TOKENS = _TABLES["tokens"]
TARGETS = _TABLES["targets"]
INDICATORS = _TABLES["indicators"]
PANEL = _TABLES["panel"]
BESIDE = _TABLES["beside"]
COVERAGE = _TABLES["coverage"]
COMMITMENTS = _TABLES["commitments"]
RESPONSIBILITIES = _TABLES["responsibilities"]
REVIEWS = _TABLES["target_reviews"]

__all__ = [
    "ABSENCES",
    "AUDIT",
    "BESIDE",
    "BINDINGNESS",
    "COMMITMENTS",
    "CONSTRUCTIONS",
    "COVERAGE",
    "DECISIONS",
    "DIRECTIONS",
    "DOCUMENTS",
    "DROP_REASONS",
    "DTYPES",
    "FOLLOWED",
    "INDICATORS",
    "INDICATOR_KINDS",
    "KINDS",
    "LEVELS",
    "MEASURES",
    "PANEL",
    "PARAGRAPHS",
    "PARTS",
    "RELATIONS",
    "REPAIRS",
    "RESPONSIBILITIES",
    "REVIEWS",
    "ROLES",
    "SCRIPTS",
    "SECTIONS",
    "SENTENCES",
    "SOURCES",
    "SPANS",
    "STATUSES",
    "STRENGTHS",
    "TARGETS",
    "TEXT_ROLES",
    "TOKENS",
    "VERDICTS",
    "Column",
    "Table",
    "build_table",
    "check_table",
]
