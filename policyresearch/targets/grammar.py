"""A sentence's values as draft records: quantities, clauses, then the constructions in turn."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise

from policyresearch.targets.clauses import Group, split_clauses
from policyresearch.targets.constructions import CONSTRUCTIONS
from policyresearch.targets.drafts import Draft, Memory, Site
from policyresearch.targets.implied import find_implied
from policyresearch.targets.phrases import is_empty, render
from policyresearch.targets.quantities import Quantity, find_quantities
from policyresearch.targets.scopes import find_place, find_scope, without_place
from policyresearch.targets.words import ENTITY, PER


def read_sentence(text: str) -> list[Draft]:
    """
    Draft records of one sentence, in order.

    Examples
    --------
    >>> from policyresearch.targets.phrases import render
    >>> text = "旅客吞吐量2000万人次，同比增长7%，新建公园3个。"
    >>> for draft in read_sentence(text):
    ...     print(render(draft.phrase, text), draft.quantity.value, draft.measure, draft.rule)
    旅客吞吐量 2000.0 level named amount
    旅客吞吐量 7.0 growth predicate
    公园 3.0 level named amount
    """
    quantities = _merge(find_quantities(text), find_implied(text))
    if not quantities:
        return []
    memory = Memory()
    drafts: list[Draft] = []
    for clause in split_clauses(text, quantities):
        if text[clause.start - 1 : clause.start] == "；" or _WHOLE.match(text, clause.start):
            memory.entity = ()
        if not clause.joined:
            memory.verb, memory.run, memory.base = "", None, ()
        for group in clause.groups:
            _share_bounds(group)
            drafts += _read_group(Site(text, clause, group, memory))
    _mark_milestones(drafts, text)
    _share_deed(drafts, text)
    return sorted(drafts, key=lambda d: (d.quantity.start, d.quantity.end))


def _read_group(site: Site) -> list[Draft]:
    """The records of the first construction whose words these are."""
    for name, construction in CONSTRUCTIONS:
        made = construction(site)
        if made is None:
            continue
        for draft in made:
            draft.rule = name
            if draft.streak is None:
                draft.streak = site.memory.run
            _set_scope(draft, site)
        if made:
            site.memory.last = made
            site.memory.said += [d for d in made if not d.carried]
        return made
    return []


def _share_deed(drafts: list[Draft], text: str) -> None:
    """24个剧目、56支团队获得奖励: what the last of a list did, all of them did."""
    for first, second in reversed(list(pairwise(drafts))):
        beside = first.rule == second.rule == "counted noun" and (
            text[first.end : second.quantity.start] == "、"
        )
        if beside and len(first.phrase) == 1 and len(second.phrase) == 2 and first.bare:
            first.phrase = (second.phrase[0], *first.phrase)


def _share_bounds(group: Group) -> None:
    """分别突破3亿元、5亿元: one bound holds for every value of a list."""
    values = group.quantities
    bounds = {q.relation for q in values} - {"eq"}
    ends = {values[0].relation, values[-1].relation}
    if len(values) > 1 and len(bounds) == 1 and "eq" in ends:
        group.quantities = [replace(q, relation=next(iter(bounds))) for q in values]


def _mark_milestones(drafts: list[Draft], text: str) -> None:
    """突破120亿元，达到124亿元: the first value only serves the second."""
    for first, second in pairwise(drafts):
        passed = first.quantity.relation == "ge" and first.measure == second.measure == "level"
        if passed and second.carried and first.quantity.unit == second.quantity.unit and (
            _PASSES.search(text, first.start, first.quantity.number)
            and second.rule == "predicate"
        ):
            first.status = "reference"


# What a clause says of the jurisdiction is of no place in it named before.
_WHOLE = re.compile(r"全[市省区县州旗盟](?!级)|我[市省区县州旗]")
_FIRMS = re.compile("(?:企业|项目|单位|园区|基地|平台|集群|商户|主体)$")
_PER = re.compile(PER)
_PASSES = re.compile(r"突破|超过|跨过|跨越|首超|越过|迈上")


def _set_scope(draft: Draft, site: Site) -> None:
    """The scope of a record: its own, or the place that the clauses before it are about."""
    if draft.measure == "difference" or draft.rule == "base of a share":
        return
    turned = draft.rule == "counted noun" and len(draft.phrase) > 1
    # 获批园区规划: where the deed was put first, a place would reach across the border
    place = () if turned else find_place(draft.phrase, site.text)
    if place and is_empty(draft.scope):
        draft.scope = place
        if draft.rule != "counted noun":
            whole, draft.phrase = draft.phrase, without_place(draft.phrase, place, site.text)
            if site.memory.subject == whole:
                site.memory.subject = draft.phrase
    if is_empty(draft.scope):
        per = _PER.search(site.text, site.clause.start, draft.quantity.number)
        if per:
            draft.scope = (per.span(),)
            return
        named = find_scope(draft.phrase, site.text)
        counted = draft.quantity.kind in ("count", "people")
        if counted and _FIRMS.search(render(draft.phrase, site.text)):
            named = ()  # 规上工业企业, counted: the sector says which firms, not where
        draft.scope = site.memory.base or named or site.memory.entity
    owned = draft.scope if draft.rule == "counted noun" and ENTITY.match(
        render(draft.scope, site.text) + "某某"
    ) else ()
    if place or owned or draft.rule == "capacity":
        site.memory.entity = place or draft.scope


def _merge(stated: list[Quantity], implied: list[Quantity]) -> list[Quantity]:
    """Both in order; where they overlap the implied one is meant."""
    if not implied:
        return stated
    starts = [q.start for q in implied]
    kept = []
    for q in stated:
        before = bisect_left(starts, q.end) - 1
        if before < 0 or implied[before].end <= q.start:
            kept.append(q)
    return sorted([*kept, *implied], key=lambda q: q.start)
