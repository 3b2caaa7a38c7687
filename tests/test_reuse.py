"""Shared passages: planted ones are found, others are not."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
import pytest
from project import SHIPPED

from policyresearch.errors import DataError
from policyresearch.reading.document import read_document
from policyresearch.reading.duplicates import find_duplicates
from policyresearch.reading.shingles import hash_stretches
from policyresearch.reuse.blocks import find_blocks
from policyresearch.reuse.passages import Rules, find_passages
from policyresearch.reuse.shares import measure_reuse, set_aside

SHARED = "推动石化产业向精细化工方向延伸，培育百亿级产业集群"


def _paragraphs(**texts):
    rows = []
    for doc_id, own in texts.items():
        at = 0
        for text in [own] if isinstance(own, str) else own:
            rows.append((doc_id, at, text))
            at += len(text) + 1
    return pd.DataFrame(rows, columns=["doc_id", "start", "text"])


@pytest.mark.parametrize(
    ("other", "exact", "likeness"),
    [
        (SHARED, True, 1.0),
        ("推动石化产业、向精细化工方向延伸;培育百亿级产业集群", True, 1.0),  # other marks
        ("推动石化产业向精细化工方向延伸，壮大百亿级产业集群", False, 0.9),  # a word replaced
        ("培育百亿级产业集群，推动石化产业向精细化工方向延伸", False, 1.0),  # turned round
    ],
)
def test_versions_of_one_passage(other, exact, likeness):
    paragraphs = _paragraphs(a=f"今年要{SHARED}。做好服务。", b=f"我区将{other}。强化考核。")
    row = find_passages(paragraphs).iloc[0]
    assert row["exact"] is np.bool_(exact) and row["likeness"] >= likeness
    assert row["text"] == paragraphs["text"][0][row["start"]:row["end"]]
    assert row["other_text"] == paragraphs["text"][1][row["other_start"]:row["other_end"]]
    assert row["text"].strip("，") == SHARED


def test_stock_words_are_no_passage():
    paragraphs = _paragraphs(a="推进科技创新。加强成果转化。发展高新技术企业。",
                             b="高新技术企业增多，但科技创新不足，须抓成果转化工作。")
    assert find_passages(paragraphs).empty


def test_blocks_are_all_maximal_matches():
    rng = np.random.default_rng(2)
    for _ in range(30):
        one, other = ("".join(rng.choice(list("甲乙丙"), 40)) for _ in range(2))
        found = find_blocks(hash_stretches(one, 3), hash_stretches(other, 3), 3)
        rows = set(zip(found.left.tolist(), found.right.tolist(), found.size.tolist(), strict=True))
        expected = set()
        for i in range(40):
            for j in range(40):
                size = 0
                while max(i, j) + size < 40 and one[i + size] == other[j + size]:
                    size += 1
                before = i and j and one[i - 1] == other[j - 1]
                if size >= 3 and not before:
                    expected.add((i, j, size))
        assert rows == expected
        longest = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
        assert longest.size < 3 or longest.size == found.size.max()


def test_shares_and_what_is_left():
    paragraphs = _paragraphs(a=[f"一是{SHARED}。", "二是做好服务。"], b=f"要{SHARED}!", c="甲。")
    passages = find_passages(paragraphs)
    shares = measure_reuse(passages, paragraphs).set_index(["doc_id", "other"])["share"]
    total = paragraphs.loc[paragraphs["doc_id"] == "a", "text"].str.len().sum()
    assert shares["a", "b"] == pytest.approx(len(SHARED) / total)
    assert shares["a", ""] == shares["a", "b"]
    assert shares["c", ""] == 0
    rest = set_aside(paragraphs, passages)
    assert rest["text"].to_list() == ["一是。", "二是做好服务。", "要!", "甲。"]
    removed = paragraphs["text"].str.len().sum() - rest["text"].str.len().sum()
    assert removed == 2 * len(SHARED)
    assert find_passages(rest).empty


def test_order_of_documents_changes_nothing_but_sides():
    paragraphs = _paragraphs(a=f"一是{SHARED}。", b=f"要{SHARED}!")
    one, other = find_passages(paragraphs), find_passages(paragraphs.iloc[::-1])
    turned = other[["other_start", "other_end"]]
    assert one[["start", "end"]].values.tolist() == turned.values.tolist()


def test_unknown_documents_and_lonely_ones():
    with pytest.raises(DataError, match="'z'"):
        find_passages(_paragraphs(a="甲"), pairs=[("a", "z")])
    lonely = _paragraphs(a="甲")
    passages = find_passages(lonely)
    assert passages.empty and measure_reuse(passages, lonely)["share"].to_list() == [0]
    assert set_aside(lonely, passages)["text"].to_list() == ["甲"]


def test_a_whole_copy_is_found():
    text = "".join(chr(0x4E00 + n * 37 % 5000) for n in range(3000))
    paragraphs = _paragraphs(a=text, b=text[:1500] + "。" + text[1500:], c=text[::-1])
    pairs = find_duplicates(dict(zip(paragraphs["doc_id"], paragraphs["text"], strict=True)))
    pairs = list(zip(pairs["doc_id"], pairs["other"], strict=True))
    assert pairs == [("a", "b")]
    shares = measure_reuse(find_passages(paragraphs, pairs=pairs), paragraphs)
    whole = shares[shares["other"] == ""].set_index("doc_id")["share"]
    assert whole["a"] > 0.99 and whole["b"] > 0.99 and whole["c"] == 0


@pytest.fixture(scope="module")
def shipped():
    study = SHIPPED
    tables = {}
    for row in study.sources().to_dict("records"):
        if row["doc_id"] in ("dalian_2018", "dalian_2025"):
            data = study.read_raw(row["doc_id"], row["file"], row["sha256"])
            reading = read_document(data, doc_id=row["doc_id"], filename=row["file"],
                                    script=row["script"])
            tables[row["doc_id"]] = reading.paragraphs[["doc_id", "start", "text"]]
    return tables["dalian_2018"], tables["dalian_2025"]


def _trim(text, rng):
    """Cut both ends, and a clause in the middle."""
    cut = len(text) // 6
    text = text[rng.integers(0, cut):len(text) - rng.integers(0, cut)]
    clauses = re.split("(?<=[，。；])", text)
    if len(clauses) > 3:
        clauses.pop(rng.integers(1, len(clauses) - 1))
    return "".join(clauses)


def _swap(text, rng):
    """Every dozen letters two neighbouring words change places, or one is replaced."""
    words = [text[at:at + 2] for at in range(0, len(text), 2)]
    for at in range(3, len(words) - 1, 6):
        if rng.random() < 0.5:
            words[at], words[at + 1] = words[at + 1], words[at]
        else:
            words[at] = "".join(rng.choice(list("的了和与及在对以为于有其各所"), 2))
    return "".join(words)


def _reorder(text, rng):
    """Sentences in another order."""
    sentences = [s for s in re.split("(?<=[。；])", text) if s]
    return "".join(rng.permutation(sentences))


@pytest.mark.parametrize("change", [lambda text, rng: text, _trim, _swap, _reorder],
                         ids=["copied", "trimmed", "words swapped", "sentences reordered"])
def test_planted_passages_are_found(shipped, change):
    source, host = shipped
    # What the two share already is taken out, so that only planted passages are left.
    clean = set_aside(pd.concat(shipped), find_passages(pd.concat(shipped)))
    source = clean[(clean["doc_id"] == "dalian_2018") & (clean["text"].str.len() > 120)]
    host = clean[clean["doc_id"] == "dalian_2025"]
    rng = np.random.default_rng(11)
    planted, rows, at = [], [], 0
    hosts = rng.choice(len(host), 24, replace=False)
    chosen = iter(source.sample(24, random_state=3, replace=True)["text"])
    for n, text in enumerate(host["text"]):
        if n in hosts:
            taken = next(chosen)
            size = rng.integers(60, 120)
            begin = rng.integers(0, len(taken) - size + 1)
            passage = change(taken[begin:begin + size], rng)
            planted.append((at, at + len(passage)))
            rows.append((at, passage))
            at += len(passage) + 1
        rows.append((at, text))
        at += len(text) + 1
    mixed = pd.DataFrame(rows, columns=["start", "text"]).assign(doc_id="host")
    found = find_passages(pd.concat([source.assign(doc_id="source"), mixed]),
                          pairs=[("source", "host")])
    inside = np.zeros(at, dtype=bool)
    for begin, end in planted:
        inside[begin:end] = True
    hit = np.zeros(at, dtype=bool)
    for begin, end in zip(found["other_start"], found["other_end"], strict=True):
        hit[begin:end] = True
    assert (hit & inside).sum() / hit.sum() >= 0.95, "precision, letter by letter"
    assert (hit & inside).sum() / inside.sum() >= 0.94, "recall, letter by letter"
    caught = [hit[begin:end].mean() > 0.5 for begin, end in planted]
    assert np.mean(caught) >= 0.95, "recall, passage by passage"


def test_rules_can_be_stricter():
    paragraphs = _paragraphs(a="要深入实施创新驱动发展战略。", b="我市深入实施创新驱动发展战略，")
    assert len(find_passages(paragraphs)) == 1
    assert find_passages(paragraphs, rules=Rules(exact=20)).empty
