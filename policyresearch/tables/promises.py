"""Target values and what is said of them: indicators, promises, commitments, reviews."""

from __future__ import annotations

from policyresearch.tables.columns import DOC, RAW_END, RAW_START, ROLE, SECTION
from policyresearch.tables.contract import Column, Table
from policyresearch.tables.options import (
    ABSENCES,
    BINDINGNESS,
    CONSTRUCTIONS,
    DECISIONS,
    DIRECTIONS,
    FOLLOWED,
    INDICATOR_KINDS,
    MEASURES,
    PARTS,
    RELATIONS,
    STATUSES,
    STRENGTHS,
    VERDICTS,
)

TARGETS = Table(
    "targets",
    "one indicator with one value, for one year or period, in one scope",
    ("doc_id", "n"),
    (
        DOC,
        Column("n", "integer", "running number in document order"),
        Column("quote", "string", "shortest clause with value and indicator, as in the raw file"),
        RAW_START,
        RAW_END,
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
        DOC,
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
        DOC,
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
        DOC,
        Column("n", "integer", "running number in document order"),
        Column("quote", "string", "the clause, as in the raw file"),
        RAW_START,
        RAW_END,
        Column("object", "string", "what it is about; empty where only a number says it"),
        Column("predicate", "string", "what is to become of it"),
        Column("construction", "string", "the wording it was recognised by",
               options=CONSTRUCTIONS),
        Column("numeric", "boolean", "whether a target value stands in it"),
        Column("strength", "string", "how firmly it is worded", options=STRENGTHS),
        Column("bindingness", "string", "what the sentence says of its force, empty if nothing",
               options=BINDINGNESS),
        Column("year", "year", "the horizon", "calendar year"),
        SECTION,
        Column("sent_id", "integer", "the sentence"),
        ROLE,
    ),
)

RESPONSIBILITIES = Table(
    "responsibilities",
    "a body named with its part in a task",
    ("doc_id", "n"),
    (
        DOC,
        Column("n", "integer", "running number in document order"),
        Column("task_id", "integer", "running number of the task in the document"),
        Column("task", "string", "heading of the task, else its first sentence"),
        Column("body", "string", "the body, as named"),
        Column("part", "string", "what it has to do", options=PARTS),
        Column("quote", "string", "the note that assigns it, as in the raw file"),
        RAW_START,
        RAW_END,
        SECTION,
        Column("para_id", "integer", "the paragraph the note stands in"),
    ),
)

REVIEWS = Table(
    "target_reviews",
    "a decision about an extracted record, which is found again by document, stretch of the "
    "raw file, value and unit, never by its running number",
    ("line",),
    (
        DOC,
        RAW_START,
        RAW_END,
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
