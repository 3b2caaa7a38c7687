"""
The contract of every table: its grain, key, columns, units and meaning.

Validation (`check_table`), the codebook and the data package are all made from
these contracts; no other module states what a column means.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from policyresearch.errors import DataError

# Closed vocabularies, one owner each.
LEVELS = ("national", "province", "city", "district", "township")
KINDS = (
    "work report",
    "implementing opinion",
    "action plan",
    "plan proposal",
    "plan",
    "regulation",
    "notice",
    "other",
)
SCRIPTS = ("Hans", "Hant")
ROLES = ("review", "plan", "requirements", "body", "notice", "annex")
# Why a stretch of a raw file is no part of the analysed text.
DROP_REASONS = (
    "layout",  # white space, line breaks, page breaks
    "page number",
    "running head",  # head or foot line repeated on every page
    "navigation",  # breadcrumb, menus, previous and next article, links
    "page tools",  # view counters, print, share, font size, QR codes, account lines
    "page metadata",  # publishing time, source, index number, key and value block of the page
    "site footer",  # owner, licence and contact lines of the site
    "form",  # consultation or comment form of the page
    "caption",  # press captions and credits
    "advertisement",
    "markup",  # front matter, escapes and marks of the file format
    "noise",  # stray characters, injected pinyin, anti-copy codes
)
RELATIONS = ("eq", "ge", "le", "approx")
MEASURES = ("level", "share", "growth", "change", "cumulative", "difference", "rank")
STATUSES = ("target", "outcome", "reference")
DIRECTIONS = ("higher", "lower", "none")
# A state stands at a value, of a day or of a year, and can be followed from year to year; a
# flow is what was done within one year, and another year's flow is no continuation of it.
INDICATOR_KINDS = ("state", "flow")
# What became of a promise in later documents of the same place.
FOLLOWED = (
    "restated",  # the same value for the same year
    "raised",  # more is asked for the same year
    "lowered",  # less is asked for the same year
    "renewed",  # asked again, for another year
    "re-based",  # asked for the same year in another measure or unit: values do not compare
    "dropped",  # a later document within the horizon does not ask for it
    "horizon passed",  # later documents stand beyond the horizon
    "no later document",
)
VERDICTS = (
    "met",  # by the value reported for the horizon
    "missed",  # by that value, or by the first one reported after it
    "reached since",  # nothing reported for the horizon, satisfied in a later year
    "on track",  # satisfied before the horizon, nothing reported for it
    "superseded",  # set anew, and nothing reported that decides
    "not due",  # no document stands beyond the horizon
    "not reported",
)
# What a reviewer decides about a record.
DECISIONS = ("accept", "correct", "reject")
# How firmly a commitment is worded; firmest first, "plain" where no such word stands.
STRENGTHS = ("ensure", "strive", "seek", "expect", "plain")
# 约束性 and 预期性, where a plan says so of its indicators.
BINDINGNESS = ("binding", "anticipated")
CONSTRUCTIONS = ("number", "attain", "assure", "change", "more so", "gain", "complete")
# What a body has to do with a task: 牵头, 责任, 配合.
PARTS = ("lead", "responsible", "cooperating")
# Why nothing was found in a document; the first that holds.
ABSENCES = (
    "extraction failed",  # its text holds numbers with units, and no record was made of any
    "section missing",  # it has no section that would say it: no review, no plan
    "states none",  # it has such sections, and they state no value of this status
    "named without value",  # it names the indicator and gives no comparable value
    "not mentioned",
)

# Logical types and the pandas dtypes a table built by this package has.
DTYPES = {
    "string": "str",
    "integer": "int64",
    "year": "Int64",  # a year or index that may be absent
    "number": "float64",
    "boolean": "bool",
    "date": "str",  # ISO 8601, "" where the source states none
}


@dataclass(frozen=True)
class Column:
    """One column: `unit` is empty for names and codes, `options` closes the vocabulary."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: `grain` says what a row is, `key` which columns identify it."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """A table of this contract with no rows."""
        return pd.DataFrame(
            {c.name: pd.Series(dtype=DTYPES[c.type]) for c in self.columns}
        )


def build_table(table: Table, rows: list[dict]) -> pd.DataFrame:
    """Rows as a frame with the contract's columns in order and their dtypes; checked."""
    if not rows:
        return table.empty()
    frame = pd.DataFrame.from_records(rows)
    missing = [c for c in table.column_names if c not in frame.columns]
    if missing:
        raise DataError(f"Table `{table.name}`: rows lack the columns {missing}.")
    frame = frame[table.column_names]
    frame = frame.astype({c.name: DTYPES[c.type] for c in table.columns})
    return check_table(table, frame)


def check_table(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return `frame` if it keeps the contract of `table`, else raise.

    Raises
    ------
    DataError
        Naming the table, the column, what was found and the first rows at fault.
    """
    missing = [c for c in table.column_names if c not in frame.columns]
    if missing:
        raise DataError(
            f"Table `{table.name}` lacks the columns {missing}; it has {list(frame.columns)}."
        )
    duplicated = frame.duplicated(list(table.key))
    if duplicated.any():
        first = frame.loc[duplicated, list(table.key)].head(3).to_dict("records")
        raise DataError(
            f"Table `{table.name}`: {int(duplicated.sum())} rows repeat the key "
            f"{table.key}, first {first}. One row is {table.grain}."
        )
    for column in table.columns:
        if not column.options:
            continue
        values = frame[column.name]
        wrong = ~values.isin([*column.options, ""]) & values.notna()
        if wrong.any():
            raise DataError(
                f"Table `{table.name}`, column `{column.name}`: {int(wrong.sum())} rows hold "
                f"{sorted(set(values[wrong]))[:5]}; options are {list(column.options)}."
            )
    return frame


_DOC = Column("doc_id", "string", "the document")
_START = Column("start", "integer", "first character in the analysed text", "characters")
_END = Column("end", "integer", "one past the last character in the analysed text", "characters")
_RAW_START = Column(
    "raw_start", "integer", "first character in the decoded raw file", "characters"
)
_RAW_END = Column(
    "raw_end", "integer", "one past the last character in the decoded raw file", "characters"
)
_SECTION = Column("section_id", "integer", "the innermost section it stands in")
_ROLE = Column("role", "string", "what the section does: review = past work, plan = goals "
               "and measures, requirements = principles and safeguards, body = situation, "
               "preface, closing; notice = covering notice; annex = glossary, tables",
               options=ROLES)

# What a researcher writes about each document (data/raw/sources.csv).
SOURCES = Table(
    "sources",
    "a document",
    ("doc_id",),
    (
        _DOC,
        Column("file", "string", "file name in data/raw"),
        Column("title", "string", "title as printed"),
        Column("issuer", "string", "issuing body as printed"),
        Column("place", "string", "the jurisdiction, full name"),
        Column("level", "string", "administrative level", options=LEVELS),
        Column("kind", "string", "genre of the document", options=KINDS),
        Column("wave", "year", "the comparison year it stands for", "calendar year"),
        Column("adopted", "date", "date adopted or delivered"),
        Column("published", "date", "date published"),
        Column("script", "string", "script of the raw file", options=SCRIPTS),
        Column("publisher", "string", "site or body the file was taken from"),
        Column("sha256", "string", "SHA-256 of the raw file, hexadecimal"),
    ),
)

DOCUMENTS = Table(
    "documents",
    "a document",
    ("doc_id",),
    (
        *SOURCES.columns,
        Column("speaker", "string", "who delivered it, as printed"),
        Column("session", "string", "meeting it was delivered to or adopted by, as printed"),
        Column("number", "string", "document number, such as 国发〔2016〕67号"),
        Column("encoding", "string", "encoding the raw file was decoded with"),
        Column("raw_chars", "integer", "length of the decoded raw file", "characters"),
        Column("chars", "integer", "length of the analysed text", "characters"),
        Column("body_start", "integer", "where the document proper starts, after page chrome "
               "and covering notice; offset in the decoded raw file", "characters"),
        Column("body_end", "integer", "where it ends, before annexes and page chrome; offset "
               "in the decoded raw file", "characters"),
    ),
)

SPANS = Table(
    "spans",
    "a stretch of the decoded raw file, kept or dropped; together they are the whole file",
    ("doc_id", "raw_start"),
    (
        _DOC,
        _RAW_START,
        _RAW_END,
        Column("kept", "boolean", "whether the stretch is part of the analysed text"),
        Column("reason", "string", "why it was dropped; empty where kept",
               options=DROP_REASONS),
    ),
)

# What became of each document on reading; nothing here is needed by an analysis.
AUDIT = Table(
    "audit",
    "a document",
    ("doc_id",),
    (
        _DOC,
        Column("raw_chars", "integer", "length of the decoded raw file", "characters"),
        Column("kept_chars", "integer", "kept in the analysed text", "characters of the raw file"),
        Column("layout_chars", "integer", "white space and line breaks", "characters"),
        Column("page_chars", "integer", "dropped as page, form or noise", "characters"),
        Column("repairs_applied", "integer", "damaged places restored", "places"),
        Column("repairs_open", "integer", "damaged places left as they are", "places"),
        Column("sections", "integer", "headings found", "sections"),
        Column("unnumbered_sections", "integer", "headings without a number", "sections"),
        Column("paragraphs", "integer", "paragraphs", "paragraphs"),
        Column("sentences", "integer", "sentences, headings included", "sentences"),
        Column("longest_sentence", "integer", "length of the longest sentence", "characters"),
        Column("remarks", "string", "what a person should check, separated by semicolons"),
    ),
)

REPAIRS = Table(
    "repairs",
    "a damaged stretch of the raw file",
    ("doc_id", "raw_start"),
    (
        _DOC,
        _RAW_START,
        _RAW_END,
        Column("damage", "string", "kind of damage"),
        Column("raw_text", "string", "the characters as they stand in the raw file"),
        Column("restored", "string", "best reading"),
        Column("score", "number", "log-likelihood of the best reading", "nats per character"),
        Column("runner_up", "string", "second reading"),
        Column("margin", "number", "log-likelihood of best minus runner-up", "nats"),
        Column("applied", "boolean", "whether the analysed text holds the best reading"),
        Column("source", "string", "who decided", options=("model", "correction")),
    ),
)

SECTIONS = Table(
    "sections",
    "a heading and what stands under it; section 0 of a document, level 0 and without label "
    "or title, holds what precedes the first heading",
    ("doc_id", "section_id"),
    (
        _DOC,
        _SECTION,
        Column("parent_id", "year", "the enclosing section"),
        Column("level", "integer", "nesting depth in this document, 1 outermost"),
        Column("label", "string", "numbering as written in the raw file, empty if none"),
        Column("title", "string", "heading as written in the raw file, without number, line "
               "breaks and final 。"),
        _ROLE,
        Column("run_in", "boolean", "whether body text follows in the same paragraph"),
        _RAW_START,
        Column("raw_end", "integer", "where the section with its subsections ends; offset in "
               "the decoded raw file", "characters"),
    ),
)

PARAGRAPHS = Table(
    "paragraphs",
    "a paragraph of the analysed text",
    ("doc_id", "para_id"),
    (
        _DOC,
        Column("para_id", "integer", "running number in the document"),
        _SECTION,
        _ROLE,
        Column("is_heading", "boolean", "whether it is nothing but a heading or title line"),
        Column("text", "string", "text as analysed"),
        _START,
        _END,
        _RAW_START,
        _RAW_END,
    ),
)

SENTENCES = Table(
    "sentences",
    "a sentence of the analysed text",
    ("doc_id", "sent_id"),
    (
        _DOC,
        Column("sent_id", "integer", "running number in the document"),
        Column("para_id", "integer", "the paragraph"),
        _SECTION,
        _ROLE,
        Column("is_heading", "boolean", "whether it is a heading, run-in headings included"),
        Column("text", "string", "text as analysed"),
        _START,
        _END,
        _RAW_START,
        _RAW_END,
    ),
)

TOKENS = Table(
    "tokens",
    "a token of a sentence",
    ("doc_id", "sent_id", "position"),
    (
        _DOC,
        Column("sent_id", "integer", "the sentence"),
        Column("position", "integer", "running number in the sentence"),
        Column("token", "string", "the token as analysed"),
        _START,
        _END,
        Column("para_id", "integer", "the paragraph"),
        _SECTION,
        _ROLE,
        Column("is_term", "boolean", "whether it is an entry of the policy lexicon"),
        Column("is_punctuation", "boolean", "whether it holds no letter, digit or Hanzi"),
        Column("is_stopword", "boolean", "whether it is in the stop list"),
    ),
)

TARGETS = Table(
    "targets",
    "one indicator with one value, for one year or period, in one scope",
    ("doc_id", "n"),
    (
        _DOC,
        Column("n", "integer", "running number in document order"),
        Column("quote", "string", "shortest clause with value and indicator, as in the raw file"),
        _RAW_START,
        _RAW_END,
        Column("indicator", "string", "what is measured, in the document's words"),
        Column("value", "number", "as written, without unit and scale", "see `unit`"),
        Column("value_high", "number", "upper end of a range", "see `unit`"),
        Column("unit", "string", "as written, scale included (亿元, 万人, %, 个百分点)"),
        Column("relation", "string", "bound on the value", options=RELATIONS),
        Column("measure", "string", "what kind of quantity", options=MEASURES),
        Column("status", "string", "promised, reached, or serving another record",
               options=STATUSES),
        Column("year", "year", "year the value refers to, end of a period", "calendar year"),
        Column("period_start", "year", "first year of a flow, or base year of a change",
               "calendar year"),
        Column("scope", "string", "place, group or sector narrower than the jurisdiction"),
        Column("note", "string", "anything doubtful"),
        Column("indicator_id", "string", "entry of the catalogue, empty if not linked"),
        Column("amount", "number", "value in the catalogue's canonical unit",
               "see `amount_unit`"),
        Column("amount_unit", "string", "canonical unit"),
        Column("sent_id", "integer", "the sentence"),
        Column("rule", "string", "the construction that made the record"),
    ),
)

INDICATORS = Table(
    "indicators",
    "an indicator of the catalogue; what is stated of it, its level, share, growth or change, "
    "is the `measure` of a record",
    ("indicator_id",),
    (
        Column("indicator_id", "string", "its code"),
        Column("name_zh", "string", "Chinese name"),
        Column("name_en", "string", "English name"),
        Column("unit", "string", "canonical unit of its level or share"),
        Column("kind", "string", "whether values of different years may be followed",
               options=INDICATOR_KINDS),
        Column("direction", "string", "which way is better", options=DIRECTIONS),
        Column("theme", "string", "field of policy"),
        Column("aliases", "string", "other wordings, parted by vertical bars"),
        Column("definition", "string", "what it measures"),
        Column("source", "string", "standard or publication that defines it"),
    ),
)

PANEL = Table(
    "panel",
    "a promise: a target of a document, repeated ones once, with what later documents of the "
    "same place made of it; all values in the unit of the promise unless a column says its own",
    ("doc_id", "n"),
    (
        Column("doc_id", "string", "the document that promises"),
        Column("n", "integer", "the target in it"),
        Column("place", "string", "the jurisdiction"),
        Column("indicator_id", "string", "entry of the catalogue, empty if not linked: then "
               "records are matched by their wording"),
        Column("indicator", "string", "what is measured, in the document's words"),
        Column("measure", "string", "what kind of quantity", options=MEASURES),
        Column("scope", "string", "place, group or sector, where the indicator does not imply it"),
        Column("promised", "number", "promised value, the lower end of a range", "see `unit`"),
        Column("promised_high", "number", "upper end of a range", "see `unit`"),
        Column("unit", "string", "canonical unit if linked, else as written"),
        Column("relation", "string", "bound on the value", options=RELATIONS),
        Column("year", "year", "the horizon", "calendar year"),
        Column("quote", "string", "the promise, as in the raw file"),
        Column("followed", "string", "what later documents made of it", options=FOLLOWED),
        Column("successor", "number", "value set by the later document", "see `successor_unit`"),
        Column("successor_unit", "string", "its unit; that of the promise unless re-based"),
        Column("successor_year", "year", "its horizon", "calendar year"),
        Column("successor_doc_id", "string", "the later document"),
        Column("successor_n", "year", "the target in it"),
        Column("successor_quote", "string", "its words"),
        Column("successor_absence", "string", "why later documents set nothing, by the last one "
               "within the horizon, else the last", options=ABSENCES),
        Column("outcome", "number", "value reported later: for the horizon, else for the first "
               "year after it, else for the last year before it", "see `unit`"),
        Column("outcome_relation", "string", "bound on that value", options=RELATIONS),
        Column("outcome_year", "year", "the year it was reported for", "calendar year"),
        Column("outcome_doc_id", "string", "the document that reports"),
        Column("outcome_n", "year", "the outcome in it"),
        Column("outcome_quote", "string", "its words"),
        Column("outcome_absence", "string", "why no comparable value was found, by the last "
               "later document", options=ABSENCES),
        Column("verdict", "string", "promise beside outcome", options=VERDICTS),
    ),
)

BESIDE = Table(
    "beside",
    "a value of a place and the one nearest in time of the place around it: same indicator, "
    "measure, unit and status",
    ("doc_id", "n"),
    (
        _DOC,
        Column("n", "integer", "the value in it"),
        Column("place", "string", "the lower jurisdiction"),
        Column("above_place", "string", "the one around it"),
        Column("indicator_id", "string", "entry of the catalogue"),
        Column("measure", "string", "what kind of quantity", options=MEASURES),
        Column("status", "string", "promised or reached", options=("target", "outcome")),
        Column("year", "year", "year of the lower place's value", "calendar year"),
        Column("above_year", "year", "year of the other value", "calendar year"),
        Column("amount", "number", "value of the lower place", "see `amount_unit`"),
        Column("above_amount", "number", "value of the place around it", "see `amount_unit`"),
        Column("amount_unit", "string", "canonical unit of both"),
        Column("relation", "string", "bound on the lower place's value", options=RELATIONS),
        Column("above_relation", "string", "bound on the other", options=RELATIONS),
        Column("quote", "string", "the lower place's words, as in the raw file"),
        Column("above_doc_id", "string", "the other document"),
        Column("above_n", "integer", "the value in it"),
        Column("above_quote", "string", "its words"),
    ),
)

COVERAGE = Table(
    "coverage",
    "a document and a status: what it states in numbers",
    ("doc_id", "status"),
    (
        _DOC,
        Column("status", "string", "promised or reached", options=("target", "outcome")),
        Column("values", "integer", "values of this status", "values"),
        Column("has_section", "boolean", "whether it has sections that would state them: plan "
               "for targets, review for outcomes"),
        Column("commitments_in_words", "integer", "commitments without a number; 0 in the row "
               "of outcomes", "commitments"),
        Column("absence", "string", "why there is no value, empty where there is one",
               options=ABSENCES),
    ),
)

COMMITMENTS = Table(
    "commitments",
    "a clause that says what is to be so, with a number or without",
    ("doc_id", "n"),
    (
        _DOC,
        Column("n", "integer", "running number in document order"),
        Column("quote", "string", "the clause, as in the raw file"),
        _RAW_START,
        _RAW_END,
        Column("object", "string", "what it is about; empty where only a number says it"),
        Column("predicate", "string", "what is to become of it"),
        Column("construction", "string", "the wording it was recognised by",
               options=CONSTRUCTIONS),
        Column("numeric", "boolean", "whether a target value stands in it"),
        Column("strength", "string", "how firmly it is worded", options=STRENGTHS),
        Column("bindingness", "string", "what the sentence says of its force, empty if nothing",
               options=BINDINGNESS),
        Column("year", "year", "the horizon", "calendar year"),
        _SECTION,
        Column("sent_id", "integer", "the sentence"),
        _ROLE,
    ),
)

RESPONSIBILITIES = Table(
    "responsibilities",
    "a body named with its part in a task",
    ("doc_id", "n"),
    (
        _DOC,
        Column("n", "integer", "running number in document order"),
        Column("task_id", "integer", "running number of the task in the document"),
        Column("task", "string", "heading of the task, else its first sentence"),
        Column("body", "string", "the body, as named"),
        Column("part", "string", "what it has to do", options=PARTS),
        Column("quote", "string", "the note that assigns it, as in the raw file"),
        _RAW_START,
        _RAW_END,
        _SECTION,
        Column("para_id", "integer", "the paragraph the note stands in"),
    ),
)

REVIEWS = Table(
    "target_reviews",
    "a decision about an extracted record, which is found again by document, stretch of the "
    "raw file, value and unit, never by its running number",
    ("line",),
    (
        _DOC,
        _RAW_START,
        _RAW_END,
        Column("value", "number", "as extracted", "see `unit`"),
        Column("unit", "string", "as extracted"),
        Column("indicator", "string", "as extracted; decides between records that are alike"),
        Column("decision", "string", "what the reviewer says of it", options=DECISIONS),
        Column("correct_indicator", "string", "corrected field, empty where it is right, - to "
               "empty it; so are all that follow"),
        Column("correct_value", "string", "see there"),
        Column("correct_value_high", "string", "see there"),
        Column("correct_unit", "string", "see there"),
        Column("correct_relation", "string", "see there"),
        Column("correct_measure", "string", "see there"),
        Column("correct_status", "string", "see there"),
        Column("correct_year", "string", "see there"),
        Column("correct_period_start", "string", "see there"),
        Column("correct_scope", "string", "see there"),
        Column("correct_indicator_id", "string", "see there; an id of the catalogue"),
        Column("reviewer", "string", "who decided"),
        Column("comment", "string", "why"),
        Column("line", "integer", "line of the file"),
    ),
)
