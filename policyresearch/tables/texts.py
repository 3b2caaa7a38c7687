"""The corpus: documents, what the reading kept, left out and repaired, sections to tokens."""

from __future__ import annotations

from policyresearch.tables.columns import DOC, END, RAW_END, RAW_START, ROLE, SECTION, START
from policyresearch.tables.contract import Column, Table
from policyresearch.tables.options import DROP_REASONS, KINDS, LEVELS, SCRIPTS

# What a researcher writes about each document (data/raw/sources.csv).
SOURCES = Table(
    "sources",
    "a document",
    ("doc_id",),
    (
        DOC,
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
        DOC,
        RAW_START,
        RAW_END,
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
        DOC,
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
        DOC,
        RAW_START,
        RAW_END,
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
        DOC,
        SECTION,
        Column("parent_id", "year", "the enclosing section"),
        Column("level", "integer", "nesting depth in this document, 1 outermost"),
        Column("label", "string", "numbering as written in the raw file, empty if none"),
        Column("title", "string", "heading as written in the raw file, without number, line "
               "breaks and final 。"),
        ROLE,
        Column("run_in", "boolean", "whether body text follows in the same paragraph"),
        RAW_START,
        Column("raw_end", "integer", "where the section with its subsections ends; offset in "
               "the decoded raw file", "characters"),
    ),
)

PARAGRAPHS = Table(
    "paragraphs",
    "a paragraph of the analysed text",
    ("doc_id", "para_id"),
    (
        DOC,
        Column("para_id", "integer", "running number in the document"),
        SECTION,
        ROLE,
        Column("is_heading", "boolean", "whether it is nothing but a heading or title line"),
        Column("text", "string", "text as analysed"),
        START,
        END,
        RAW_START,
        RAW_END,
    ),
)

SENTENCES = Table(
    "sentences",
    "a sentence of the analysed text",
    ("doc_id", "sent_id"),
    (
        DOC,
        Column("sent_id", "integer", "running number in the document"),
        Column("para_id", "integer", "the paragraph"),
        SECTION,
        ROLE,
        Column("is_heading", "boolean", "whether it is a heading, run-in headings included"),
        Column("text", "string", "text as analysed"),
        START,
        END,
        RAW_START,
        RAW_END,
    ),
)

TOKENS = Table(
    "tokens",
    "a token of a sentence",
    ("doc_id", "sent_id", "position"),
    (
        DOC,
        Column("sent_id", "integer", "the sentence"),
        Column("position", "integer", "running number in the sentence"),
        Column("token", "string", "the token as analysed"),
        START,
        END,
        Column("para_id", "integer", "the paragraph"),
        SECTION,
        ROLE,
        Column("is_term", "boolean", "whether it is an entry of the policy lexicon"),
        Column("is_punctuation", "boolean", "whether it holds no letter, digit or Hanzi"),
        Column("is_stopword", "boolean", "whether it is in the stop list"),
    ),
)
