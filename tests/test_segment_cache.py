"""Kept spans: the same table as a fresh run, nothing mixed up, damage of no consequence."""

from __future__ import annotations

import pandas as pd
import pytest
from segment_oracle import documents

from policyresearch.segment import cache, tokens
from policyresearch.segment.policy import PolicyLexicon
from policyresearch.segment.spans import Batch
from policyresearch.segment.tokens import tokenize


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "model_folder", lambda: tmp_path)
    return tmp_path / "spans"


@pytest.fixture
def sentences() -> pd.DataFrame:
    lines = documents()[0].split("\n")
    return pd.DataFrame(
        {"doc_id": "a", "sent_id": range(len(lines)), "para_id": 0, "section_id": 0,
         "role": "body", "text": lines, "start": 0}
    )


def test_warm_is_cold(folder, sentences, monkeypatch):
    cold = tokenize(sentences, engine="pkuseg")
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(tokens, "find_tokens", None)  # a warm run segments nothing
    warm = tokenize(sentences, engine="pkuseg")
    pd.testing.assert_frame_equal(cold, warm)


@pytest.mark.parametrize("keep", [0, 10, 1000])
def test_damage_is_mended(folder, sentences, keep):
    cold = tokenize(sentences, engine="pkuseg")
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:keep])
    pd.testing.assert_frame_equal(cold, tokenize(sentences, engine="pkuseg"))
    assert path.read_bytes() == whole


def test_the_name_holds_all_that_matters(folder):
    names = {
        cache.cached_path(Batch(texts), engine, words)
        for texts, engine, words in [
            (["发展 创新"], "pkuseg", ()),
            (["发展", "创新"], "pkuseg", ()),
            (["发展\n创新"], "pkuseg", ()),
            (["发展创新"], "pkuseg", ()),
            (["发展 创新"], "policy", ()),
            (["发展 创新"], "policy", ("发展",)),
        ]
    }
    assert len(names) == 6


def test_another_lexicon_gives_another_reading(folder, sentences):
    def tokens_with(*terms):
        return list(tokenize(sentences, lexicon=PolicyLexicon(terms))["token"])

    first = tokens_with("习近平总书记")
    assert "习近平总书记" in first
    assert "习近平总书记" not in tokens_with("两先区")
    assert tokens_with("习近平总书记") == first


def test_few_are_kept(folder, sentences, monkeypatch):
    monkeypatch.setattr(cache, "_KEPT", 2)
    for count in (1, 2, 3, 4):
        tokenize(sentences.head(count), engine="bigram")
    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_cannot_be_written_stops_nothing(folder, sentences):
    folder.write_text("a file where the folder should be", encoding="utf-8")
    assert len(tokenize(sentences, engine="bigram")) > 0


def test_large_batches_are_not_kept(folder, sentences, monkeypatch):
    monkeypatch.setattr(tokens, "LARGEST", 10)
    tokenize(sentences, engine="bigram")
    assert not folder.exists()
