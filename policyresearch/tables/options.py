"""Closed vocabularies of the tables' columns; options.csv says what each option means."""

from __future__ import annotations

from policyresearch.tables.read import read_options

_OPTIONS = read_options()

LEVELS = _OPTIONS["levels"]
KINDS = _OPTIONS["kinds"]
SCRIPTS = _OPTIONS["scripts"]
ROLES = _OPTIONS["roles"]
# Policy text; what notices and annexes say commits nobody.
TEXT_ROLES = tuple(role for role in ROLES if role not in ("notice", "annex"))
# Why a stretch of a raw file is no part of the analysed text.
DROP_REASONS = _OPTIONS["drop_reasons"]
RELATIONS = _OPTIONS["relations"]
MEASURES = _OPTIONS["measures"]
STATUSES = _OPTIONS["statuses"]
DIRECTIONS = _OPTIONS["directions"]
# A state stands at a value, of a day or of a year, and can be followed from year to year; a
# flow is what was done within one year, and another year's flow is no continuation of it.
INDICATOR_KINDS = _OPTIONS["indicator_kinds"]
# What became of a promise in later documents of the same place.
FOLLOWED = _OPTIONS["followed"]
VERDICTS = _OPTIONS["verdicts"]
# What a reviewer decides about a record.
DECISIONS = _OPTIONS["decisions"]
# How firmly a commitment is worded; firmest first, "plain" where no such word stands.
STRENGTHS = _OPTIONS["strengths"]
# 约束性 and 预期性, where a plan says so of its indicators.
BINDINGNESS = _OPTIONS["bindingness"]
CONSTRUCTIONS = _OPTIONS["constructions"]
# What a body has to do with a task: 牵头, 责任, 配合.
PARTS = _OPTIONS["parts"]
# Why nothing was found in a document; the first that holds.
ABSENCES = _OPTIONS["absences"]
