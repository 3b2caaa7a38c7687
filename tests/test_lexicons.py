"""The word lists: complete, consistent, and never changed under an old version."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from policyresearch.errors import DataError
from policyresearch.lexicons import (
    LEXICONS,
    RELATIONS,
    VERSION,
    compute_digest,
    list_terms,
    read_lexicon,
)
from policyresearch.segment.engines import segment
from policyresearch.segment.terms import bare, policy_terms


def test_content_is_that_of_the_version():
    path = files("policyresearch") / "lexicons" / "versions.csv"
    versions = dict(csv.reader(path.read_text(encoding="utf-8").splitlines()[1:]))
    assert versions.get(VERSION) == compute_digest(), (
        "The lists have changed: raise VERSION and add its row to versions.csv."
    )
    assert len(set(versions.values())) == len(versions)


def test_terms_are_many_and_from_many_documents():
    terms = read_lexicon("policy_terms")
    assert len(terms) >= 600
    sourced = terms[terms["source"] != "general use"]
    assert sourced["source"].nunique() >= 100
    assert sourced["year"].notna().all()
    assert terms.loc[terms["source"] == "general use", "year"].isna().all()
    assert terms["year"].dropna().between(1990, 2025).all()
    assert (terms[["term", "gloss", "field", "source"]] != "").all(axis=None)
    # Marks do not make another term, so an entry with them would be listed twice.
    assert terms["term"].map(bare).equals(terms["term"])
    assert terms["term"].str.len().min() >= 2
    assert not terms["term"].str.contains(r"\s").any()
    assert terms["city_reports"].between(0, 60).all()


@pytest.mark.parametrize(
    "term",
    ["放管服", "新质生产力", "双随机一公开", "三去一降一补", "六稳", "六保", "乡村振兴",
     "供给侧结构性改革", "五位一体", "四个全面", "一带一路", "碳达峰", "城市更新", "数字经济",
     "营商环境", "两先区", "抓大放小", "科教兴国"],
)
def test_terms_stay_whole(term):
    assert term in policy_terms()
    assert term in segment([f"我们要抓好“{term}”工作。"])[0]


def test_no_term_is_a_stop_word():
    stops = set(read_lexicon("stop_words")["term"])
    assert not stops & policy_terms()
    assert {"的", "和", "在", "对", "与"} <= stops
    assert not stops & {"加快", "推进", "发展", "企业", "完善"}


@pytest.mark.parametrize(
    ("name", "columns"),
    [("term_groups", ["term"]), ("lineage", ["predecessor", "successor"])],
)
def test_other_lists_name_listed_terms(name, columns):
    named = read_lexicon(name)[columns].stack()
    assert sorted(set(named) - policy_terms()) == []


def test_groups_do_not_overlap_and_hold_several_terms():
    groups = read_lexicon("term_groups")
    assert not groups["term"].duplicated().any()
    assert groups.groupby("group").size().min() >= 2


def test_lineage_leads_forward():
    lineage = read_lexicon("lineage")
    assert set(lineage["relation"]) == set(RELATIONS)
    assert (lineage["source"] != "").all()
    assert lineage["year"].notna().all()
    successors = lineage.groupby("predecessor")["successor"].agg(list)
    for first in successors.index:
        seen, front = {first}, list(successors[first])
        while front:
            term = front.pop()
            assert term != first, f"{first} would succeed itself"
            if term not in seen:
                seen.add(term)
                front += successors.get(term, [])


def test_a_copy_is_given():
    terms = read_lexicon("policy_terms")
    terms["term"] = ""
    assert (read_lexicon("policy_terms")["term"] != "").all()


def test_terms_are_the_same_without_pandas():
    for name in ("policy_terms", "stop_words"):
        assert list(list_terms(name)) == list(read_lexicon(name)["term"])


def test_unknown_lists_are_refused():
    with pytest.raises(DataError, match="stop_words"):
        read_lexicon("stopwords")
    assert all(len(read_lexicon(name)) for name in LEXICONS)
