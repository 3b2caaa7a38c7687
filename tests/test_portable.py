"""The repository on any system: line ends, names of files, and encodings."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from policyresearch import lexicons
from policyresearch.files import read_rows
from policyresearch.targets.evaluate import read_targets_gold
from policyresearch.validation.segmentation_gold import read_gold
from policyresearch.validation.structure import read_structure_gold

ROOT = Path(__file__).resolve().parents[1]
# Windows allows 260 characters in all; a reader's folder and what a tool adds need the rest.
LONGEST = 150
RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))}
FOLDERS = ("policyresearch", "tools", "locks", "benchmarks", "tests")
SOURCES = [ROOT / "run.py", *sorted(p for name in FOLDERS for p in (ROOT / name).rglob("*.py"))]


@pytest.fixture(scope="module")
def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True,
                            encoding="utf-8", check=False)
    if listed.returncode:
        pytest.skip("not a clone")
    return [name for name in listed.stdout.split("\0") if name]


def find_unportable(names):
    """Paths that some system cannot hold, with the reason."""
    found, folded = [], {}
    for name in names:
        parts = PurePosixPath(name).parts
        if len(name) > LONGEST:
            found.append((name, "long"))
        if re.search(r'[<>:"|?*\\\x00-\x1f]', name):
            found.append((name, "character"))
        if any(part.split(".")[0].lower() in RESERVED for part in parts):
            found.append((name, "reserved"))
        if any(part.endswith((".", " ")) for part in parts):
            found.append((name, "end"))
        # Folders too: two that differ in case alone are one on Windows and macOS.
        for depth in range(1, len(parts) + 1):
            path = "/".join(parts[:depth])
            if folded.setdefault(path.casefold(), path) != path:
                found.append((name, "case"))
    return found


def test_every_tracked_path_fits_every_system(tracked):
    assert find_unportable(tracked) == []


@pytest.mark.parametrize(("names", "reason"), [
    (["a/" + "b" * LONGEST], "long"), (["a/b?.csv"], "character"), (["a/Con.txt"], "reserved"),
    (["a./b"], "end"), (["a/B.csv", "a/b.csv"], "case"), (["A/x.csv", "a/y.csv"], "case"),
])
def test_a_path_that_does_not_fit_is_seen(names, reason):
    assert {why for _, why in find_unportable(names)} == {reason}


def test_git_leaves_line_ends_alone_where_they_count(tracked):
    asked = subprocess.run(
        ["git", "check-attr", "-z", "--stdin", "text", "eol"], cwd=ROOT, capture_output=True,
        encoding="utf-8", input="\0".join(tracked), check=True,
    ).stdout.split("\0")
    said: dict[str, dict[str, str]] = {}
    for name, attribute, value in zip(*(asked[i::3] for i in range(3)), strict=False):
        said.setdefault(name, {})[attribute] = value
    for name in tracked:
        text, end = said[name]["text"], said[name]["eol"]
        raw = name.startswith(("data/raw/", "data/gold/blind/texts/"))
        if name.endswith(".csv"):
            assert (text, end) == ("set", "lf"), name
        elif raw or name.endswith((".png", ".pdf", ".ttf", ".docx")):
            assert text == "unset", name
        else:
            assert end == "lf", name


def test_a_checkout_has_the_line_ends_of_the_repository(tracked):
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".csv", ".md", ".json", ".py", ".toml", ".lock"):
            assert b"\r\n" not in path.read_bytes(), name


def _with_windows_ends(path, folder):
    """A copy as Excel on Windows saves it."""
    copy = folder / path.name
    copy.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return copy


def test_a_list_with_windows_line_ends_is_the_same_list(tracked, tmp_path):
    lists = [name for name in tracked
             if name.endswith(".csv") and not name.startswith("figures/")]
    assert len(lists) > 40
    for name in lists:
        columns, rows = read_rows(ROOT / name)
        assert read_rows(_with_windows_ends(ROOT / name, tmp_path)) == (columns, rows), name
        assert rows and len(columns) > 1, name


def test_gold_with_windows_line_ends_is_the_same_gold(tmp_path):
    gold = ROOT / "data" / "gold"
    for kind, read in (("structure", read_structure_gold), ("targets", read_targets_gold)):
        folder = tmp_path / kind
        folder.mkdir()
        for path in (gold / kind).glob("*.csv"):
            _with_windows_ends(path, folder)
        assert read(folder).equals(read(gold / kind)), kind
    copy = _with_windows_ends(gold / "segmentation" / "sentences.csv", tmp_path)
    sentences, cut = read_gold(copy)
    same, cut_same = read_gold(gold / "segmentation" / "sentences.csv")
    assert sentences.equals(same)
    assert all(cut[name].equals(cut_same[name]) for name in cut_same)


def test_lexicons_and_gold_with_windows_line_ends_are_the_same(tmp_path, monkeypatch):
    for name in lexicons.LEXICONS:
        data = (ROOT / "policyresearch" / "lexicons" / f"{name}.csv").read_bytes()
        windows = data.replace(b"\n", b"\r\n")
        whole = lexicons.read_lexicon(name), lexicons.list_rows(name), lexicons.compute_digest()
        with monkeypatch.context() as patch:
            patch.setattr(lexicons, "_bytes", lambda asked, n=name, w=windows, b=lexicons._bytes:
                          w if asked == n else b(asked))
            lexicons._read.cache_clear()
            lexicons.list_rows.cache_clear()
            again = lexicons.read_lexicon(name), lexicons.list_rows(name), lexicons.compute_digest()
        lexicons._read.cache_clear()
        lexicons.list_rows.cache_clear()
        assert again[0].equals(whole[0]) and again[1:] == whole[1:], name


# Functions of this name that open no text.
_OTHERS = {"os", "tarfile", "zipfile", "pdfplumber"}
# Where the mode of an opening call stands if it is not named.
_MODE = {"open": 1, "fdopen": 1, "NamedTemporaryFile": 0, "TemporaryFile": 0}


def _get_mode(call, name, owner):
    """The mode as written, None where it cannot be known; that of a file's own default."""
    named = {word.arg: word.value for word in call.keywords}.get("mode")
    at = _MODE[name] - (name == "open" and owner is not None and owner != "io")
    mode = named or (call.args[at] if len(call.args) > at else None)
    if mode is None:
        return "w+b" if name.endswith("File") else "r"
    return mode.value if isinstance(mode, ast.Constant) else None


def find_unencoded(source):
    """Lines that open a file or a process as text without saying in which encoding."""
    found = []
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        own = isinstance(call.func, ast.Attribute)
        name = call.func.attr if own else getattr(call.func, "id", "")
        owner = getattr(call.func.value, "id", "") if own else None
        words = {word.arg for word in call.keywords}
        if "encoding" in words or (name == "open" and owner in _OTHERS):
            continue
        if name in _MODE:
            text = "b" not in (_get_mode(call, name, owner) or "")
        elif name in ("read_text", "write_text"):
            text = len(call.args) <= (name == "write_text")
        else:
            text = bool(words & {"text", "universal_newlines"}) and name in (
                "run", "Popen", "check_output", "check_call"
            )
        if text:
            found.append(call.lineno)
    return found


@pytest.mark.parametrize("source", [
    "open('a')", "open('a', 'w')", "Path('a').open()", "path.open('w')", "path.open(mode='a')",
    "io.open('a', 'r')", "os.fdopen(1, 'w')", "path.read_text()", "path.write_text('x')",
    "subprocess.run(['a'], text=True)", "Popen(['a'], universal_newlines=True)",
    "tempfile.NamedTemporaryFile('w')", "open('a', mode)",
])
def test_text_without_an_encoding_is_seen(source):
    assert find_unencoded(source) == [1]


@pytest.mark.parametrize("source", [
    "open('a', 'rb')", "open('a', encoding='utf-8')", "path.open('wb')", "os.open('a', 1)",
    "path.read_text('utf-8')", "path.read_text(encoding='utf-8')", "subprocess.run(['a'])",
    "path.write_text('x', encoding='utf-8')", "tempfile.NamedTemporaryFile()",
    "subprocess.run(['a'], text=True, encoding='utf-8')", "tarfile.open('a')",
])
def test_what_needs_no_encoding_is_let_alone(source):
    assert find_unencoded(source) == []


def test_text_files_are_opened_with_an_encoding():
    found = [f"{path.relative_to(ROOT).as_posix()}:{line}" for path in SOURCES
             for line in find_unencoded(path.read_text(encoding="utf-8"))]
    assert found == []
