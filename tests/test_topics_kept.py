"""Topics kept between processes: warm is cold, nothing mixed up, damage of no consequence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from _simulated_topics import simulate_units

from policyresearch.topics import choosing
from policyresearch.topics.choosing import choose_topics
from policyresearch.topics.numbers import choose_number, compare_numbers
from policyresearch.topics.prevalence import estimate_shares
from policyresearch.topics.stability import fit_stable_topics

OPTIONS = {"seeds": range(3)}


@pytest.fixture(scope="module")
def units():
    return simulate_units(units=60, n_topics=3, overlap=0.3, terms=120, seed=4).units


@pytest.fixture(scope="module")
def cold(units):
    return choose_topics(units, **OPTIONS)


def check_same(one, other):
    """Grid, choice and fit are the same to the last bit."""
    pd.testing.assert_frame_equal(one[0], other[0], check_exact=True)
    assert one[1] == other[1]
    for name in ("topics", "topic_terms", "unit_topics"):
        pd.testing.assert_frame_equal(
            getattr(one[2], name), getattr(other[2], name), check_exact=True
        )
    pd.testing.assert_frame_equal(
        estimate_shares(one[2]), estimate_shares(other[2]), check_exact=True
    )
    assert one[2].seed == other[2].seed


def test_it_is_the_grid_and_the_fit(units, cold):
    grid = compare_numbers(units, **OPTIONS)
    choice = choose_number(grid)
    check_same(cold, (grid, choice, fit_stable_topics(units, n_topics=choice.n_topics, **OPTIONS)))


def test_warm_is_cold(units, cold, tmp_path, monkeypatch):
    check_same(cold, choose_topics(units, folder=tmp_path / "kept", **OPTIONS))
    monkeypatch.setattr(choosing, "_compute", None)  # a warm call fits nothing
    check_same(cold, choose_topics(units, folder=tmp_path / "kept", jobs=2, **OPTIONS))


@pytest.mark.parametrize("size", [0, 10, 5000])
def test_damage_is_mended(units, cold, tmp_path, size):
    choose_topics(units, folder=tmp_path, **OPTIONS)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:size])
    check_same(cold, choose_topics(units, folder=tmp_path, **OPTIONS))
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_stops_nothing(units, cold, tmp_path):
    folder = tmp_path / "kept"
    folder.write_text("a file where the folder should be", encoding="utf-8")
    check_same(cold, choose_topics(units, folder=folder / "topics", **OPTIONS))


def test_the_name_holds_all_that_matters(units, monkeypatch):
    def name(units=units, model="nmf", seeds=range(3), threshold=0.8):
        return choosing._name_result(units, model=model, seeds=seeds, threshold=threshold)

    counts = units.counts.copy()
    counts.data[7] += 1
    vocabulary = units.vocabulary.assign(term=units.vocabulary["term"].str.replace("0", "o"))
    codes = (units.codes[0][::-1], *units.codes[1:])
    table = units.table.assign(fitted=np.arange(len(units.table)) != 5)
    names = [
        name(), name(model="lda"), name(seeds=range(4)), name(threshold=0.7),
        name(replace(units, counts=counts)), name(replace(units, vocabulary=vocabulary)),
        name(replace(units, codes=codes)), name(replace(units, table=table)),
    ]
    monkeypatch.setattr(choosing, "digest_code", lambda folder: "other code")
    names.append(name())
    assert len(set(names)) == len(names)
    monkeypatch.undo()
    assert name(seeds=[0, 1, 2]) == names[0]
