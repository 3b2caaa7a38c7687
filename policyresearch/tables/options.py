"""Closed vocabularies of the tables' columns, one owner each."""

from __future__ import annotations

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
# Policy text; what notices and annexes say commits nobody.
TEXT_ROLES = tuple(role for role in ROLES if role not in ("notice", "annex"))
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
