"""Digits: what is written and what decides do not hang on the last bits of a float."""

from __future__ import annotations

import io
import json
import platform
import shutil
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from project import ROOT

from policyresearch.digits import READ, SETTLED, WRITTEN, round_number, round_table, settle
from policyresearch.files import encode_json, encode_table
from policyresearch.processes import child_variables
from policyresearch.reading.repair.damage import _judge
from policyresearch.reading.repair.mojibake import Candidate

SIZES = 10.0 ** np.arange(-11, 12)


def _shake(values, seed, size=4e-15):
    """The same numbers as another processor might have them."""
    return values * (1 + np.random.default_rng(seed).uniform(-size, size, len(values)))


def test_a_table_holds_the_same_digits_whatever_the_last_bits():
    rng = np.random.default_rng(1)
    values = rng.uniform(1, 10, 2000) * rng.choice(SIZES, 2000)
    # Among them values halfway between two that can be written, as fractions are.
    values[:300] = (np.arange(300) * 2 + 2**14 + 1) / 2**23
    values[300:600] = np.round(values[300:600], 2)
    tables = [pd.DataFrame({"share": _shake(values, seed)}) for seed in (2, 3)]
    assert (tables[0] != tables[1]).to_numpy().mean() > 0.8, "the bytes would differ"
    one, two = map(encode_table, tables)
    assert one == two
    read = pd.read_csv(io.BytesIO(one))["share"]
    assert read.to_numpy() == pytest.approx(values, rel=0.6 * 10.0 ** (1 - WRITTEN))


def test_noise_around_zero_is_zero_but_a_probability_may_be_small():
    table = pd.DataFrame({"change": [-1e-17, 0.25], "p": [1e-30, 0.5], "trend_p": [1e-20, 1.0]})
    assert round_table(table).to_dict("list") == {
        "change": [0.0, 0.25], "p": [1e-30, 0.5], "trend_p": [1e-20, 1.0],
    }
    assert encode_table(pd.DataFrame({"x": [-1e-17]})) == "\ufeffx\n0.0\n".encode()


def test_what_was_read_is_written_as_it_stood():
    numbers = [1234567.89, 0.1, 12345678901.5, 3.0, np.nan, 1e-14]
    table = pd.DataFrame({"value": numbers, "n": range(6), "text": list("abcdef")})
    again = pd.read_csv(io.BytesIO(encode_table(table, digits=READ)))
    pd.testing.assert_frame_equal(again, table, check_exact=True, check_dtype=False)


def test_missing_and_mixed_cells_stay_as_they_are():
    table = pd.DataFrame({
        "number": pd.array([1 / 3, None], dtype="Float64"), "any": [2 / 3, "x"],
        "flag": [True, False],
    })
    assert encode_table(table).decode("utf-8-sig") == (
        "number,any,flag\n0.33333333,0.66666667,True\n,x,False\n"
    )


def test_json_holds_the_same_digits():
    row = {"share": 0.1 + 0.2, "n": 12345678901234, "none": None}
    value = {"rows": [row, ("文", np.float64(0.5))]}
    assert json.loads(encode_json(value)) == {
        "rows": [{"share": 0.3, "n": 12345678901234, "none": None}, ["文", 0.5]],
    }
    assert "文" in encode_json(value).decode("utf-8")


@pytest.mark.parametrize("digits", [WRITTEN, SETTLED])
def test_settling_rounds_as_printing_does(digits):
    rng = np.random.default_rng(4)
    values = rng.uniform(-10, 10, 3000) * rng.choice(SIZES, 3000)
    expected = [float(f"{value:.{digits - 1}e}") for value in values]
    assert settle(values, digits, noise=0).tolist() == pytest.approx(expected, rel=2e-15)


def test_settled_values_of_one_number_are_one():
    values = np.random.default_rng(5).uniform(0, 1, 1000)
    one, two = (settle(_shake(values, seed)) for seed in (6, 7))
    assert (one == two).mean() > 0.999
    assert settle(np.array([np.nan, np.inf, -np.inf, 0.0])).tolist()[1:] == [np.inf, -np.inf, 0.0]


def test_a_key_decides_between_values_that_differ_by_rounding():
    table = pd.DataFrame({"word": ["b", "a", "c"], "size": [0.3, 0.1 + 0.2, 0.4]})
    order = table.sort_values(["size", "word"], key=settle)["word"]
    assert order.to_list() == ["a", "b", "c"]
    assert table.sort_values(["size", "word"])["word"].to_list() != order.to_list()


def test_small_probabilities_keep_their_order():
    table = pd.DataFrame({"keyword": ["b", "a"], "p": [1e-30, 1e-20]})
    assert table.sort_values(["p", "keyword"], key=settle)["keyword"].to_list() == ["b", "a"]


def test_whole_numbers_are_kept():
    assert round_number(123456789012.0) == 123456789012.0
    assert np.isnan(round_number(np.nan)) and round_number(np.inf) == np.inf


def test_a_repair_does_not_hang_on_how_likelihoods_were_added_up():
    # Python 3.12 adds floats up otherwise than 3.11.
    scores = {"海": -1 / 3, "涝": -40 - 1 / 3, "乱": -49.931565175854}
    rows = []
    for error in (0.0, 5e-14):
        readings = [Candidate(text, 0, 1, score * (1 + error)) for text, score in scores.items()]
        rows.append(_judge("乱", readings, "Hans"))
    assert rows[0] == rows[1] and rows[0]["margin"] == 40.0 and rows[0]["score"] == -0.333333


def _switch_off():
    """Variables that make the libraries do without what this processor has above the least."""
    from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__

    has = [name for name in __cpu_dispatch__ if __cpu_features__.get(name)]
    arm = platform.machine().lower() in ("arm64", "aarch64")
    return {
        "NPY_DISABLE_CPU_FEATURES": " ".join(has),
        "OPENBLAS_CORETYPE": "ARMV8" if arm else "Nehalem",
        "NUMBA_CPU_NAME": "generic",
    }


@pytest.mark.slow
def test_the_shipped_study_on_a_lesser_processor_is_the_recorded_one(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "data",
                    ignore=shutil.ignore_patterns("processed", "zh", "blind"))
    done = subprocess.run(
        [sys.executable, "-m", "policyresearch", "study", "--corpus", str(tmp_path), "--verify"],
        env=child_variables(**_switch_off()), capture_output=True, encoding="utf-8", check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert "identical" in done.stdout or "same data, other rendering" in done.stdout
