"""
The Python that runs the project: the active environment if it has the locked libraries, else
`.venv`, made from requirements.lock.

`.venv` is complete when its stamp, written last, names this lock. Whatever a killed run left
behind has no stamp and is made anew.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from policyresearch.launch.exclusive import exclusive
from policyresearch.launch.remedies import LaunchError, explain
from policyresearch.launch.variables import ROOT, child_variables

LOCK = ROOT / "requirements.lock"
FOLDER = ROOT / ".venv"
_STAMP = "complete.txt"
_OURS = "made-by-run.py.txt"
_CHECK = Path(__file__).with_name("satisfied.py")


def find_python() -> Path:
    """
    The interpreter to run the project with; makes `.venv` if there is none.

    Raises
    ------
    LaunchError
        If the environment cannot be made, with the remedy.
    """
    for name, folder in _active_environments():
        if _same(folder, FOLDER):
            continue
        python = _python_of(folder)
        lacking = _find_missing(python)
        if not lacking:
            return python
        _say(f"The active environment ({name}) lacks {_shorten(lacking)}; using .venv instead.")
    if not _is_complete():
        held = ROOT / ".policyresearch" / "environment.lock"
        with exclusive(held, "Another run is making .venv; waiting for it …"):
            if not _is_complete():
                _make()
    return _python_of(FOLDER)


def _active_environments() -> list[tuple[str, Path]]:
    """Environments the reader has switched on, the most specific first."""
    found = [
        (name, Path(os.environ[name]))
        for name in ("VIRTUAL_ENV", "CONDA_PREFIX")
        if os.environ.get(name)
    ]
    if sys.prefix != sys.base_prefix:
        found.append(("running this", Path(sys.prefix)))
    unique: dict[Path, str] = {}
    for name, folder in found:
        unique.setdefault(folder.resolve(), name)
    return [(name, folder) for folder, name in unique.items() if _python_of(folder).exists()]


def _python_of(folder: Path) -> Path:
    if os.name != "nt":
        return folder / "bin" / "python"
    in_scripts = folder / "Scripts" / "python.exe"
    return in_scripts if in_scripts.exists() else folder / "python.exe"


def _find_missing(python: Path) -> list[str]:
    command = [str(python), str(_CHECK), str(LOCK)]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace",
            env=child_variables(), check=False,
        )
    except OSError as error:
        return [str(error)]
    if done.returncode == 0:
        return []
    return done.stdout.strip().splitlines() or [(done.stderr.strip().splitlines() or ["?"])[-1]]


def _is_complete() -> bool:
    try:
        stamp = (FOLDER / _STAMP).read_text(encoding="utf-8")
    except OSError:
        return False
    return stamp == _make_stamp() and _runs(_python_of(FOLDER))


def _make_stamp() -> str:
    return f"requirements.lock {hashlib.sha256(LOCK.read_bytes()).hexdigest()}\n"


def _runs(python: Path) -> bool:
    """The Python behind a `.venv` can be uninstalled, or replaced by a release without it."""
    code = "import os, sys, sysconfig; sys.exit(not os.path.isdir(sysconfig.get_path('purelib')))"
    try:
        return subprocess.run([str(python), "-c", code], check=False).returncode == 0
    except OSError:
        return False


def _make() -> None:
    if sys.platform == "darwin" and platform.machine() == "x86_64" and sys.version_info >= (3, 14):
        raise LaunchError(
            "On Intel Macs some libraries end with Python 3.13; run this with Python 3.11 - 3.13.\n"
            "英特尔芯片的 Mac 请使用 Python 3.11 - 3.13。"
        )
    _clear()
    uv = shutil.which("uv")
    tool = "uv" if uv else "pip"
    _say(f"Making .venv from requirements.lock with {tool}; the first time this takes minutes.")
    _say("正在创建 .venv 并安装所需软件包,首次运行需要几分钟。")
    FOLDER.mkdir()
    (FOLDER / _OURS).write_text("Made by run.py; may be deleted.\n", encoding="utf-8")
    python = str(_python_of(FOLDER))
    # Not the Python of an active environment: that may be the very `.venv` just removed.
    base = getattr(sys, "_base_executable", sys.executable)
    variables = child_variables()
    if uv:
        # uv does not read PIP_INDEX_URL, but a reader who set it means it.
        if "PIP_INDEX_URL" in variables:
            variables.setdefault("UV_DEFAULT_INDEX", variables["PIP_INDEX_URL"])
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", base, str(FOLDER)]
        install = [uv, "pip", "install", "--python", python]
    else:
        make = [base, "-m", "venv", str(FOLDER)]
        install = [python, "-m", "pip", "install", "--disable-pip-version-check",
                   "--progress-bar", "on"]
    _run(make, "Making .venv", variables)
    _run([*install, "--require-hashes", "-r", str(LOCK)], "Installing the libraries", variables)
    part = FOLDER / (_STAMP + ".part")
    part.write_text(_make_stamp(), encoding="utf-8")
    part.replace(FOLDER / _STAMP)


def _clear() -> None:
    """Remove an old or half-made `.venv`; never one that somebody else made."""
    if not FOLDER.exists():
        return
    if any(FOLDER.iterdir()) and not (FOLDER / _OURS).exists():
        raise LaunchError(
            f"{FOLDER} was not made by run.py and lacks libraries of requirements.lock.\n"
            "Delete or rename it, or activate an environment that has them, and run again.\n"
            "该 .venv 并非由 run.py 创建,且缺少所需软件包。请删除或重命名后重新运行。"
        )
    (FOLDER / _STAMP).unlink(missing_ok=True)
    try:
        for path in FOLDER.iterdir():
            if path.name == _OURS:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        # The mark goes last: a run killed in between still knows the folder as its own.
        shutil.rmtree(FOLDER)
    except OSError as error:
        raise explain(f"{error}\npermission denied", f"Removing the old {FOLDER}") from error


def _run(command: list[str], step: str, variables: dict[str, str]) -> None:
    """Run a tool with its progress in view, keeping what it says for the diagnosis."""
    said: list[str] = []
    try:
        process = subprocess.Popen(
            command, stdout=None if "pip" in command else subprocess.PIPE,
            stderr=subprocess.PIPE, env=variables, encoding="utf-8", errors="replace",
        )
    except OSError as error:
        raise explain(str(error), step) from error

    def follow(stream, show: bool) -> None:
        for line in stream:
            said.append(line)
            if show:
                sys.stderr.write(line)
                sys.stderr.flush()

    streams = [(process.stderr, True), (process.stdout, False)]
    threads = [
        threading.Thread(target=follow, args=(stream, show), daemon=True)
        for stream, show in streams
        if stream is not None
    ]
    for thread in threads:
        thread.start()
    code = process.wait()
    for thread in threads:
        thread.join()
    if code != 0:
        raise explain("".join(said), step)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _shorten(lacking: list[str]) -> str:
    more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
    return ", ".join(lacking[:3]) + more


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
