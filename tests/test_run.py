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

from policyresearch.launch import commands, environment
from policyresearch.launch.exclusive import exclusive
from policyresearch.launch.remedies import LaunchError, explain
from policyresearch.launch.satisfied import find_missing, read_pins
from policyresearch.launch.variables import ROOT, child_variables

WHEEL = "tiny-1.0-py3-none-any.whl"


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
    monkeypatch.setattr(environment, "ROOT", root)
    monkeypatch.setattr(environment, "LOCK", lock)
    monkeypatch.setattr(environment, "FOLDER", root / ".venv")
    monkeypatch.setattr(environment, "_active_environments", lambda: [])
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
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
    for path in sorted((ROOT / "policyresearch" / "launch").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                first = name.split(".")[0]
                assert first in sys.stdlib_module_names or name.startswith(
                    "policyresearch.launch"
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


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_active_environment_that_meets_the_lock_is_taken(tmp_path, monkeypatch, variable):
    """A plain venv stands for the conda environment: both are a folder with a Python."""
    lock = tmp_path / "requirements.lock"
    version = __import__("packaging").__version__
    lock.write_text(f"packaging=={version}\n", encoding="utf-8")
    active = tmp_path / "active"
    (active / "bin").mkdir(parents=True)
    (active / "bin" / "python").symlink_to(sys.executable)
    if os.name == "nt":
        pytest.skip("links need a privilege there")
    monkeypatch.setattr(environment, "LOCK", lock)
    monkeypatch.setattr(environment, "FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(active))
    # A link alone is no environment: tell the interpreter where its libraries are.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(p for p in sys.path if "site-" in p))
    assert environment.find_python() == active / "bin" / "python"
    assert not (tmp_path / ".venv").exists()

    lock.write_text("packaging==0.1\n", encoding="utf-8")
    monkeypatch.setattr(environment, "_make", lambda: None)
    assert environment.find_python().parent.parent == tmp_path / ".venv"


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_environment_is_made_once_and_again_when_unfinished(place, monkeypatch, tool):
    if tool == "pip":
        _without_uv(monkeypatch)
    elif not shutil.which("uv"):
        pytest.skip("no uv here")
    python = environment.find_python()
    assert _imports(python)
    made = (place / ".venv" / "complete.txt").stat().st_mtime_ns
    assert environment.find_python() == python
    assert (place / ".venv" / "complete.txt").stat().st_mtime_ns == made, "made anew for nothing"

    if os.name != "nt":
        # The Python behind it is gone: the link leads nowhere.
        link = place / ".venv" / "bin" / "python"
        link.unlink()
        link.symlink_to(place / "gone")
        assert not environment._is_complete()

    # What a kill leaves behind: no stamp, and any part of the rest.
    (place / ".venv" / "complete.txt").unlink()
    shutil.rmtree(place / ".venv" / ("Lib" if os.name == "nt" else "lib"))
    assert _imports(environment.find_python())

    if tool == "uv":
        environment.LOCK.write_text("tiny==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
                                encoding="utf-8")
        with pytest.raises(LaunchError, match=r"not the one in requirements\.lock"):
            environment.find_python()
        assert not (place / ".venv" / "complete.txt").exists()
        environment.LOCK.write_text("none==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n",
                                encoding="utf-8")
        with pytest.raises(LaunchError):
            environment.find_python()


def test_wrong_hash_is_explained(place, monkeypatch):
    _without_uv(monkeypatch)
    write_wheel(place.parent / "wheels", "altered = True")
    with pytest.raises(LaunchError, match=r"not the one in requirements\.lock") as failure:
        environment.find_python()
    assert "校验值不符" in str(failure.value)
    assert not (place / ".venv" / "complete.txt").exists()


def test_a_folder_of_somebody_else_is_left_alone(place):
    (place / ".venv").mkdir()
    (place / ".venv" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(LaunchError, match=r"was not made by run\.py"):
        environment.find_python()
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


def test_options_are_passed_on_and_the_exit_code_comes_back(monkeypatch):
    calls = []

    def call(python, command, **more):
        calls.append(command)
        return 5 if "pytest" in command else 0

    monkeypatch.setattr(commands, "find_python", lambda: Path(sys.executable))
    monkeypatch.setattr(commands, "_call", call)
    assert commands.main(["test", "-k", "名 称"]) == 5
    assert calls == [["-m", "policyresearch", "model"], ["-m", "pytest", "-k", "名 称"]]
    calls.clear()
    assert commands.main(["check"]) == 1
    assert [c[1] for c in calls[:4]] == ["policyresearch", "ruff", "mypy", "pytest"]
    assert commands.main(["nonsense"]) == 2


def test_lock_is_held_by_one_and_freed_when_its_holder_dies(tmp_path):
    path = tmp_path / "held"
    code = (
        "import sys, time; from pathlib import Path\n"
        "from policyresearch.launch.exclusive import exclusive\n"
        "with exclusive(Path(sys.argv[1]), 'waits'): print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(path)]
    holder = subprocess.Popen(command, env=child_variables(), stdout=subprocess.PIPE)
    assert holder.stdout.readline().strip() == b"held"
    waiting = subprocess.Popen(command, env=child_variables(), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    assert waiting.stderr.readline().strip() == b"waits"
    for process in (holder, waiting):
        process.kill()
        process.communicate()
    with exclusive(path, "never"):
        pass


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_killed_at_any_moment_the_next_run_completes(place, monkeypatch):
    import random

    _without_uv(monkeypatch)
    code = (
        "import sys, shutil; from pathlib import Path\n"
        "from policyresearch.launch import environment as e\n"
        "root = Path(sys.argv[1]); e.ROOT = root; e.FOLDER = root / '.venv'\n"
        "e.LOCK = root / 'requirements.lock'; e._active_environments = lambda: []\n"
        "shutil.which = lambda name: None\n"
        "e.find_python()"
    )
    command = [sys.executable, "-c", code, str(place)]
    start = time.monotonic()
    subprocess.run(command, env=child_variables(), check=True)
    length = time.monotonic() - start
    moments = random.Random(2018)
    for _ in range(10):
        (place / ".venv" / "complete.txt").unlink(missing_ok=True)
        process = subprocess.Popen(command, env=child_variables(), start_new_session=True)
        time.sleep(moments.uniform(0.05, length))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert _imports(environment.find_python())
