"""The model's files: verified, refused when altered, whole again after a kill."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest

from policyresearch.commands.model import remove_stale
from policyresearch.errors import DataError
from policyresearch.segment.engines import segment
from policyresearch.segment.pkuseg import model, storage
from policyresearch.segment.pkuseg.convert import Tables
from policyresearch.segment.pkuseg.trie import make_hash, make_trie


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv(model.MODEL_VARIABLE, str(tmp_path))
    return tmp_path


def test_a_pickle_that_names_a_class_is_refused(tmp_path):
    path = tmp_path / "features.pkl"
    path.write_bytes(pickle.dumps({"unigram": [Fraction(1, 2)]}))
    with pytest.raises(DataError, match=r"fractions\.Fraction"):
        model.read_plain_pickle(path)


def test_missing_model_says_what_to_run(cache):
    with pytest.raises(DataError, match="python -m policyresearch model"):
        model.reference_folder()


def test_an_altered_file_is_not_kept(cache, monkeypatch):
    def deliver(target):
        for member, _ in model._FILES.values():
            (target / member).parent.mkdir(parents=True, exist_ok=True)
            (target / member).write_bytes(b"not the model")

    monkeypatch.setattr(model, "_install", deliver)
    with pytest.raises(DataError, match="SHA-256"):
        model.fetch_model()
    assert list(cache.iterdir()) == []


def test_unreachable_index_is_told_with_a_remedy(cache, monkeypatch):
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/simple")
    for name in ("PIP_RETRIES", "UV_HTTP_RETRIES"):
        monkeypatch.setenv(name, "0")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    with pytest.raises(DataError, match="PIP_INDEX_URL"):
        model.fetch_model()
    assert list(cache.iterdir()) == []


def test_a_killed_build_leaves_nothing_in_the_way(cache):
    """The folder appears complete or not at all; what a kill leaves is cleared away later."""
    script = textwrap.dedent("""
        import pathlib, sys, time
        from policyresearch.segment.pkuseg.model import build_folder
        def fill(part):
            (part / "first").write_text("1")
            print("half", flush=True)
            time.sleep(60)
        build_folder(pathlib.Path(sys.argv[1]) / "made", fill)
    """)
    command = [sys.executable, "-c", script, str(cache)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout.readline().strip() == "half"
    process.kill()
    process.wait()
    assert not (cache / "made").exists()
    (left,) = cache.glob(".part-*")
    os.utime(left, (time.time() - 2 * model._STALE_SECONDS,) * 2)

    def fill(part):
        for name in ("first", "second"):
            (part / name).write_text(name, encoding="utf-8")

    made = model.build_folder(cache / "made", fill)
    assert sorted(path.name for path in made.iterdir()) == ["first", "second"]
    assert not left.exists()


def test_two_builds_at_once_give_one_folder(cache):
    def fill(part):
        time.sleep(0.05)
        (part / "only").write_text("whole", encoding="utf-8")

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: model.build_folder(cache / "made", fill), range(4)))
    assert len(set(made)) == 1
    assert (made[0] / "only").read_text(encoding="utf-8") == "whole"
    assert [path.name for path in cache.iterdir()] == ["made"]


def test_tables_come_back_from_disk_and_damage_is_repaired(cache, monkeypatch):
    trie, _ = make_trie(["大连", "大连市", "发展"])
    names = [n for n in Tables.__dataclass_fields__ if n not in ("trie", "joined")]
    tables = Tables(**{n: np.arange(5) for n in names}, trie=trie, joined=trie)
    monkeypatch.setattr(storage, "convert_model", lambda reference: tables)
    storage.read_tables.cache_clear()
    try:
        with pytest.raises(DataError, match="not there"):
            storage.read_tables()
        folder = storage.make_tables(cache)
        held = storage.read_tables()
        assert np.array_equal(held.trie.edges, trie.edges)
        assert held.trie.n_words == 3
        path = folder / "bigrams.npy"
        path.write_bytes(path.read_bytes()[:-1])
        storage.read_tables.cache_clear()
        with pytest.raises(DataError, match=r"bigrams\.npy"):
            storage.read_tables()
        # With the published model at hand the next use converts it again.
        (cache / model.MODEL_VERSION).mkdir()
        assert np.array_equal(storage.read_tables().bigrams, np.arange(5))
    finally:
        storage.read_tables.cache_clear()


def test_hash_finds_every_key_and_no_other():
    from policyresearch.segment.pkuseg.lookup import find

    keys = np.random.default_rng(0).choice(1 << 30, 5000, replace=False)
    slots = make_hash(keys[:2500], np.arange(2500))
    assert [find(slots, int(key)) for key in keys[:2500]] == list(range(2500))
    assert {find(slots, int(key)) for key in keys[2500:]} == {-1}


def test_trie_numbers_say_what_a_node_is():
    words = ["大连市", "大连", "发展"]
    trie, nodes = make_trie(words)
    # 大连市 and 发展 end branches, 大连 goes on: leaves come first, in the order given.
    assert list(nodes) == [1, 3, 2]
    assert (trie.n_leaves, trie.n_words) == (2, 3)


def test_compiled_code_is_read_without_the_compiler():
    """Filling the compiler's registries is most of what a first token would cost."""
    script = textwrap.dedent("""
        import json, sys
        from policyresearch.segment.engines import segment
        from policyresearch.segment.pkuseg import decoder, protecting
        tokens = segment(["新质生产力增长5%"])
        misses = [sum(f.stats.cache_misses.values()) for f in (decoder.cut, protecting.protect)]
        # Numba imports this module when it gets ready to compile.
        print(json.dumps([tokens, misses, "numba.misc.cffiimpl" in sys.modules]))
    """)
    for _ in range(2):
        # The first run compiles if nothing has before it.
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True,
                              encoding="utf-8", check=True)
    assert json.loads(done.stdout) == [[["新质生产力", "增长", "5", "%"]], [0, 0], False]


@pytest.mark.slow
def test_a_killed_first_use_is_made_good_by_the_next(cache, monkeypatch):
    """Killed while the model is converted, compiled for and read, at moments of no choice."""
    monkeypatch.delenv(model.MODEL_VARIABLE)
    published = model.reference_folder()
    expected = segment(["加快建设“两先区”，地区生产总值增长5%"])
    monkeypatch.setenv(model.MODEL_VARIABLE, str(cache))
    shutil.copytree(published, cache / model.MODEL_VERSION)
    script = (
        "import json; from policyresearch.segment import segment;"
        "print(json.dumps(segment(['加快建设“两先区”，地区生产总值增长5%'])))"
    )
    command = [sys.executable, "-c", script]
    for seconds in (1, 3, 5, 8, 12, 20):
        with contextlib.suppress(subprocess.TimeoutExpired):
            # On its time-out `run` kills the process.
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout) == expected
    assert not storage._damage(storage._tables_folder())


def test_old_tables_make_room_but_not_the_newest(cache):
    old = time.time() - 40 * 24 * 3600
    for name, age in [("a-tables-1", old), ("a-tables-2", old + 1), ("compiled-1", old),
                      ("compiled-2", time.time()), (model.MODEL_VERSION, old)]:
        (cache / name).mkdir()
        os.utime(cache / name, (age, age))
    remove_stale()
    left = sorted(path.name for path in cache.iterdir())
    assert left == ["a-tables-2", "compiled-2", model.MODEL_VERSION]
