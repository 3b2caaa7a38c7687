"""`run.py`: which Python it takes, how it makes one, and what it says when it cannot."""

from __future__ import annotations

import ast
import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from launch import commands, environment
from launch.lock_check import find_missing, read_pins
from launch.remedies import LaunchError, explain
from project import ROOT

from policyresearch.processes import child_variables

# Children can import the launcher too.
VARIABLES = child_variables(PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "tools")]))
WHEEL = "tiny-1.0-py3-none-any.whl"
# The least that links a package: an environment without libraries has no real build backend.
BACKEND = """\
import base64, hashlib, pathlib, zipfile

def build_editable(folder, config=None, metadata=None):
    name = "policyresearch-1-py3-none-any.whl"
    about = "policyresearch-1.dist-info/"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        wheel.writestr("link.pth", str(pathlib.Path.cwd()))
        wheel.writestr(about + "METADATA",
                       "Metadata-Version: 2.1\\nName: policyresearch\\nVersion: 1\\n")
        wheel.writestr(about + "WHEEL",
                       "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(about + "RECORD", "")
    return name
"""


def write_wheel(folder: Path, text: str = "") -> str:
    """The smallest library there can be; returns its hash."""
    files = {
        "tiny.py": text,
        "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    }
    record = [
        f"{name},sha256="
        + base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()).decode().rstrip("=")
        + f",{len(body)}"
        for name, body in files.items()
    ]
    files["tiny-1.0.dist-info/RECORD"] = "\n".join([*record, "tiny-1.0.dist-info/RECORD,,", ""])
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project folder of its own, a lock of one tiny library, and no index but a folder."""
    root = tmp_path / "政策 研究"
    root.mkdir()
    # pip takes the variable for several places where it holds a space.
    digest = write_wheel(tmp_path / "wheels")
    lock = root / "requirements.lock"
    lock.write_text(f"tiny==1.0 \\\n    --hash=sha256:{digest}\n", encoding="utf-8")
    (root / "policyresearch").mkdir()
    (root / "policyresearch" / "__init__.py").write_text("", encoding="utf-8")
    (root / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
        "[project]\nname = 'policyresearch'\nversion = '1'\n", encoding="utf-8",
    )
    (root / "backend.py").write_text(BACKEND, encoding="utf-8")
    monkeypatch.setattr(environment, "_active_environments", lambda: [])
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "PYTHONPATH"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("UV_NO_INDEX", "1")
    monkeypatch.setenv("UV_FIND_LINKS", str(tmp_path / "wheels"))
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    return root


def _without_uv(monkeypatch):
    find = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "uv" else find(name))


def _imports(python: Path) -> bool:
    return subprocess.run([str(python), "-c", "import tiny"], check=False).returncode == 0


def _find_package(python: Path) -> Path:
    code = "import policyresearch as p; print(p.__file__)"
    done = subprocess.run([str(python), "-X", "utf8", "-c", code], capture_output=True,
                          encoding="utf-8", cwd=python.anchor, check=True)
    return Path(done.stdout.strip()).parent


def test_old_pythons_can_read_the_file():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 4))


@pytest.mark.parametrize("release", ["2.7", "3.6", "3.8", "3.10"])
def test_old_pythons_say_so_in_one_line(release):
    found = sorted(Path(sys.base_prefix).parent.glob(f"{release}.*/bin/python"))
    if not found:
        pytest.skip(f"no Python {release} here")
    done = subprocess.run([str(found[0]), str(ROOT / "run.py"), "test"], capture_output=True,
                          encoding="utf-8", check=False)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("Python 3.11 - 3.14 is needed")
    assert "需要" in done.stderr and done.stderr.count("\n") == 1


def test_help_needs_no_library():
    done = subprocess.run([sys.executable, "-E", "-S", str(ROOT / "run.py")],
                          capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert all(f"  {name}" in done.stdout for name in commands._COMMANDS)


def test_launching_uses_the_standard_library_only():
    for path in [*sorted((ROOT / "tools" / "launch").glob("*.py")),
                 *(ROOT / "policyresearch" / f"{name}.py"
                   for name in ("processes", "lazy", "__init__"))]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                first = name.split(".")[0]
                assert (
                    first in sys.stdlib_module_names
                    or first == "launch"
                    or name in ("policyresearch.processes", "policyresearch.lazy")
                ), f"{path.name} imports {name}"


def test_lock_is_read_and_compared_with_what_is_installed(tmp_path):
    lock = tmp_path / "lock"
    lock.write_text(
        "# head\npackaging==0.1 \\\n    --hash=sha256:aa\nabsent==2 ; sys_platform == 'none' \\\n"
        "    --hash=sha256:bb\nmissing-one==3.0\n", encoding="utf-8",
    )
    assert read_pins(lock) == [
        ("packaging", "0.1", None), ("absent", "2", "sys_platform == 'none'"),
        ("missing-one", "3.0", None),
    ]
    first, second = find_missing(lock)
    assert first.startswith("packaging 0.1 (installed: ")
    assert second == "missing-one 3.0 (not installed)"


@pytest.fixture
def active(place, tmp_path, monkeypatch):
    """An environment with the locked library; a plain venv stands for one of conda too."""
    folder = tmp_path / "active"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = environment._python_of(folder)
    tiny = str(place.parent / "wheels" / WHEEL)
    subprocess.run([python, "-m", "pip", "install", "--quiet", tiny], check=True)
    monkeypatch.setattr(environment, "_active_environments", lambda: [("active", folder)])
    monkeypatch.delenv("PYTHONPATH", raising=False)
    _without_uv(monkeypatch)
    return python


def test_active_environment_that_meets_the_lock_gets_the_package(place, active, capsys):
    assert environment.find_python(place) == active
    assert "Linking policyresearch into the active environment" in capsys.readouterr().err
    assert _find_package(active) == place / "policyresearch"
    assert environment.find_python(place) == active
    assert "Linking" not in capsys.readouterr().err
    assert not (place / ".venv").exists()


def test_active_environment_with_another_lock_or_clone_is_left_alone(
    place, active, tmp_path, capsys
):
    environment.find_python(place)
    other = tmp_path / "other"
    shutil.copytree(place, other)
    assert environment.find_python(other) == environment._python_of(other / ".venv")
    assert f"has the policyresearch of {place}" in capsys.readouterr().err
    assert _find_package(active) == place / "policyresearch"

    lock = place / "requirements.lock"
    lock.write_text(lock.read_text(encoding="utf-8").replace("tiny==1.0", "tiny==2.0"),
                    encoding="utf-8")
    with pytest.raises(LaunchError):
        environment.find_python(place)
    assert "lacks tiny 2.0 (installed: 1.0)" in capsys.readouterr().err


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_environments_that_are_switched_on_are_known(tmp_path, monkeypatch, variable):
    python = environment._python_of(tmp_path)
    python.parent.mkdir(exist_ok=True)
    python.write_bytes(b"")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    assert environment._active_environments() == []
    monkeypatch.setenv(variable, str(tmp_path))
    assert environment._active_environments() == [(variable, tmp_path.resolve())]


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_environment_is_made_once_and_again_when_unfinished(place, monkeypatch, tool):
    if tool == "pip":
        _without_uv(monkeypatch)
    elif not shutil.which("uv"):
        pytest.skip("no uv here")
    python = environment.find_python(place)
    assert _imports(python) and _find_package(python) == place / "policyresearch"
    made = (place / ".venv" / "complete.txt").stat().st_mtime_ns
    assert environment.find_python(place) == python
    assert (place / ".venv" / "complete.txt").stat().st_mtime_ns == made, "made anew for nothing"

    if os.name != "nt":
        # The Python behind it is gone: the link leads nowhere.
        link = place / ".venv" / "bin" / "python"
        link.unlink()
        link.symlink_to(place / "gone")
        assert not environment._is_complete(place)

    # What a kill leaves behind: no stamp, and any part of the rest.
    (place / ".venv" / "complete.txt").unlink()
    shutil.rmtree(place / ".venv" / ("Lib" if os.name == "nt" else "lib"))
    assert _imports(environment.find_python(place))

    if tool == "uv":
        lock, hashes = place / "requirements.lock", " \\\n    --hash=sha256:" + "0" * 64 + "\n"
        lock.write_text("tiny==1.0" + hashes, encoding="utf-8")
        with pytest.raises(LaunchError, match=r"not the one in requirements\.lock"):
            environment.find_python(place)
        assert not (place / ".venv" / "complete.txt").exists()
        lock.write_text("none==1.0" + hashes, encoding="utf-8")
        with pytest.raises(LaunchError):
            environment.find_python(place)


def test_wrong_hash_is_explained(place, monkeypatch):
    _without_uv(monkeypatch)
    write_wheel(place.parent / "wheels", "altered = True")
    with pytest.raises(LaunchError, match=r"not the one in requirements\.lock") as failure:
        environment.find_python(place)
    assert "校验值不符" in str(failure.value)
    assert not (place / ".venv" / "complete.txt").exists()


def test_a_folder_of_somebody_else_is_left_alone(place):
    (place / ".venv").mkdir()
    (place / ".venv" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LaunchError, match=r"was not made by run\.py"):
        environment.find_python(place)
    assert (place / ".venv" / "mine.txt").read_text(encoding="utf-8") == "mine"


# What the tools really say, as seen with each failure brought about.
@pytest.mark.parametrize(
    "said, remedy",
    [
        ("WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by "
         "'NewConnectionError'", "PIP_INDEX_URL"),
        ("ERROR: No matching distribution found for anyio==4.16.0", "镜像"),
        ("error: Failed to fetch: `simple/anyio/`\n  Caused by: dns error: failed to lookup",
         "UV_DEFAULT_INDEX"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hash"),
        ("error: Failed to read `x==1`\n  Caused by: Hash mismatch for `x==1`", "altered"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on "
         "device", "2 GB"),
        ("The virtual environment was not created successfully because ensurepip is not "
         "available.", "python3-venv"),
        ("[WinError 5] Access is denied: 'C:\\\\x'", "permissions"),
        ("something new", "something new"),
    ],
)
def test_every_failure_has_a_remedy(said, remedy):
    message = str(explain(said, "Installing"))
    assert message.startswith("Installing failed") and len(message.splitlines()) <= 8
    assert remedy in message or remedy == "hash"


def test_children_can_import_the_project_and_are_repeatable(tmp_path):
    code = "import policyresearch, os; print(os.environ['PYTHONHASHSEED'], hash('政策'))"
    said = {
        subprocess.run([sys.executable, "-c", code], env=child_variables(), cwd=tmp_path,
                       capture_output=True, encoding="utf-8", check=True).stdout
        for _ in range(2)
    }
    assert len(said) == 1 and said.pop().startswith("0 ")


def test_options_are_passed_on_and_the_exit_code_comes_back(monkeypatch, tmp_path):
    calls = []

    def call(clone, command, **more):
        calls.append(command)
        return 5 if "pytest" in command else 0

    def run(*arguments):
        return commands.main(list(arguments), root=str(tmp_path))

    monkeypatch.setattr(commands, "find_python", lambda root: Path(sys.executable))
    monkeypatch.setattr(commands._Clone, "call", call)
    assert run("test", "-k", "名 称") == 5
    assert calls == [["-m", "policyresearch", "model"], ["-m", "pytest", "-k", "名 称"]]
    calls.clear()
    assert run("check") == 1
    assert [c[1] for c in calls[:4]] == ["policyresearch", "ruff", "mypy", "pytest"]
    assert run("nonsense") == 2


def test_a_study_without_notebooks_is_made_with_the_projects(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr(commands, "find_python", lambda root: Path(sys.executable))
    monkeypatch.setattr(
        commands._Clone, "call", lambda clone, command, **more: calls.append((command, more)) or 0
    )
    bare, own = tmp_path / "bare", tmp_path / "own"
    (own / "notebooks").mkdir(parents=True)
    for options in ([], ["--corpus", str(bare)], [f"--corpus={own}"]):
        assert commands.main(["study", *options], root=str(tmp_path)) == 0
    start = ["-m", "policyresearch", "study"]
    assert calls[1::2] == [
        (start, {"here": False}),
        ([*start, "--corpus", str(bare), "--notebooks", str(tmp_path / "notebooks")],
         {"here": True}),
        ([*start, f"--corpus={own}"], {"here": True}),
    ]


@pytest.mark.parametrize("module, call", [
    ("launch.exclusive", "exclusive(Path(sys.argv[1]), 'waits')"),
    ("policyresearch.processes", "hold_lock(Path(sys.argv[1]), waiting='waits')"),
])
def test_lock_is_held_by_one_and_freed_when_its_holder_dies(tmp_path, module, call):
    path = tmp_path / "held"
    code = (
        "import sys, time; from pathlib import Path\n"
        f"from {module} import *\n"
        f"with {call}: print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(path)]
    holder = subprocess.Popen(command, env=VARIABLES, stdout=subprocess.PIPE)
    assert holder.stdout.readline().strip() == b"held"
    waiting = subprocess.Popen(command, env=VARIABLES, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    assert waiting.stderr.readline().strip() == b"waits"
    for process in (holder, waiting):
        process.kill()
        process.communicate()
    # The system frees it a moment after the holder's death.
    subprocess.run([sys.executable, "-c", code.replace("time.sleep(60)", "pass"), str(path)],
                   env=VARIABLES, check=True, timeout=20)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_at_any_moment_the_next_run_completes(place, monkeypatch):
    import random

    _without_uv(monkeypatch)
    code = (
        "import sys, shutil; from pathlib import Path\n"
        "from launch import environment as e\n"
        "e._active_environments = lambda: []\n"
        "shutil.which = lambda name: None\n"
        "e.find_python(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, str(place)]
    start = time.monotonic()
    subprocess.run(command, env=VARIABLES, check=True)
    length = time.monotonic() - start
    moments = random.Random(2018)
    for _ in range(10):
        (place / ".venv" / "complete.txt").unlink(missing_ok=True)
        process = subprocess.Popen(command, env=VARIABLES, start_new_session=True)
        time.sleep(moments.uniform(0.05, length))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert _imports(environment.find_python(place))
