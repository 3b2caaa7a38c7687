"""Columns that several tables have."""

from __future__ import annotations

from policyresearch.tables.contract import Column
from policyresearch.tables.options import ROLES

DOC = Column("doc_id", "string", "the document")
START = Column("start", "integer", "first character in the analysed text", "characters")
END = Column("end", "integer", "one past the last character in the analysed text", "characters")
RAW_START = Column(
    "raw_start", "integer", "first character in the decoded raw file", "characters"
)
RAW_END = Column(
    "raw_end", "integer", "one past the last character in the decoded raw file", "characters"
)
SECTION = Column("section_id", "integer", "the innermost section it stands in")
ROLE = Column("role", "string", "what the section does: review = past work, plan = goals "
               "and measures, requirements = principles and safeguards, body = situation, "
               "preface, closing; notice = covering notice; annex = glossary, tables",
               options=ROLES)
