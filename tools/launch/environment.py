"""
The Python that runs the project: the active environment if it has the locked libraries, else
`.venv`, made from requirements.lock.

The lock is complete, so its libraries are installed without resolving anything; then the package
itself, as a link to this clone. `.venv` is complete when its stamp, written last, names this
lock. Whatever a killed run left behind has no stamp and is made anew.
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

from launch import lock_check
from launch.exclusive import exclusive
from launch.remedies import LaunchError, explain
from policyresearch.processes import child_variables

_STAMP = "complete.txt"
_OURS = "made-by-run.py.txt"


def find_python(root: Path) -> Path:
    """
    Find the interpreter to run the clone in `root` with; makes its `.venv` if there is none.

    Raises
    ------
    LaunchError
        If the environment cannot be made, with the remedy.
    """
    for name, folder in _active_environments():
        if folder.resolve() == (root / ".venv").resolve():
            continue
        python = _python_of(folder)
        if _is_usable(name, python, root):
            return python
    python = _python_of(root / ".venv")
    if not _is_ready(python, root):
        held = root / ".policyresearch" / "environment.lock"
        with exclusive(held, "Another run is making .venv; waiting for it …"):
            if not _is_ready(python, root):
                _make(python, root)
    return python


def _is_ready(python: Path, root: Path) -> bool:
    return _is_complete(root) and _check(python, root)[0] == lock_check.HERE


def _is_usable(name: str, python: Path, root: Path) -> bool:
    """Whether an active environment serves; the package is added if nothing else is missing."""
    code, lines = _check(python, root)
    if code == lock_check.NO_PACKAGE:
        _say(f"Linking policyresearch into the active environment ({name}).")
        _install_package(python, root)
    elif code == lock_check.OTHER_PACKAGE:
        _say(f"The active environment ({name}) has the policyresearch of {lines[0]}; "
             "using .venv instead.")
    elif code != lock_check.HERE:
        _say(f"The active environment ({name}) lacks {_shorten(lines)}; using .venv instead.")
    return code in (lock_check.HERE, lock_check.NO_PACKAGE)


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


def _check(python: Path, root: Path) -> tuple[int, list[str]]:
    """What `lock_check` says of an interpreter: its exit code and lines."""
    command = [str(python), lock_check.__file__, str(root)]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace",
            env=child_variables(), check=False,
        )
    except OSError as error:
        return lock_check.LACKING, [str(error)]
    said = done.stdout.strip() or done.stderr.strip()[-200:] or "what was asked"
    return done.returncode, said.splitlines()


def _is_complete(root: Path) -> bool:
    try:
        stamp = (root / ".venv" / _STAMP).read_text(encoding="utf-8")
    except OSError:
        return False
    return stamp == _make_stamp(root) and _runs(_python_of(root / ".venv"))


def _make_stamp(root: Path) -> str:
    lock = (root / "requirements.lock").read_bytes()
    return f"requirements.lock {hashlib.sha256(lock).hexdigest()}\n"


def _runs(python: Path) -> bool:
    """The Python behind a `.venv` can be uninstalled, or replaced by a release without it."""
    code = "import os, sys, sysconfig; sys.exit(not os.path.isdir(sysconfig.get_path('purelib')))"
    try:
        return subprocess.run([str(python), "-c", code], check=False).returncode == 0
    except OSError:
        return False


def _make(python: Path, root: Path) -> None:
    """Make `.venv`; where it is complete, only mend what was installed over or moved."""
    if not _is_complete(root):
        _start(root)
    if _check(python, root)[0] == lock_check.LACKING:
        # The lock names every library: nothing is to be resolved, and no release that came out
        # since can stand in the way.
        lock = ["--no-deps", "--require-hashes", "-r", str(root / "requirements.lock")]
        _run([*_installer(python), *lock], "Installing the libraries", root)
    _install_package(python, root)
    part = root / ".venv" / (_STAMP + ".part")
    part.write_text(_make_stamp(root), encoding="utf-8")
    part.replace(root / ".venv" / _STAMP)


def _start(root: Path) -> None:
    """Make the environment without libraries."""
    if sys.platform == "darwin" and platform.machine() == "x86_64" and sys.version_info >= (3, 14):
        raise LaunchError(
            "On Intel Macs some libraries end with Python 3.13; run this with Python 3.11 - 3.13.\n"
            "英特尔芯片的 Mac 请使用 Python 3.11 - 3.13。"
        )
    folder = root / ".venv"
    _clear(folder)
    uv = shutil.which("uv")
    _say(f"Making .venv from requirements.lock with {'uv' if uv else 'pip'}; "
         "the first time this takes minutes.")
    _say("正在创建 .venv 并安装所需软件包,首次运行需要几分钟。")
    folder.mkdir()
    (folder / _OURS).write_text("Made by run.py; may be deleted.\n", encoding="utf-8")
    # Not the Python of an active environment: that may be the very `.venv` just removed.
    base = getattr(sys, "_base_executable", sys.executable)
    if uv:
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", base, str(folder)]
    else:
        make = [base, "-m", "venv", str(folder)]
    _run(make, "Making .venv", root)


def _install_package(python: Path, root: Path) -> None:
    """Link the package into an environment, with the build backend of the lock."""
    options = ["--no-deps", "--no-build-isolation", "--editable", str(root)]
    _run([*_installer(python), *options], "Linking policyresearch", root)


def _installer(python: Path) -> list[str]:
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(python)]
    return [str(python), "-m", "pip", "install", "--disable-pip-version-check",
            "--progress-bar", "on"]


def _clear(folder: Path) -> None:
    """Remove an old or half-made `.venv`; never one that somebody else made."""
    if not folder.exists():
        return
    if any(folder.iterdir()) and not (folder / _OURS).exists():
        raise LaunchError(
            f"{folder} was not made by run.py and lacks libraries of requirements.lock.\n"
            "Delete or rename it, or activate an environment that has them, and run again.\n"
            "该 .venv 并非由 run.py 创建,且缺少所需软件包。请删除或重命名后重新运行。"
        )
    (folder / _STAMP).unlink(missing_ok=True)
    try:
        for path in folder.iterdir():
            if path.name == _OURS:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        # The mark goes last: a run killed in between still knows the folder as its own.
        shutil.rmtree(folder)
    except OSError as error:
        raise explain(f"{error}\npermission denied", f"Removing the old {folder}") from error


def _run(command: list[str], step: str, root: Path) -> None:
    """Run a tool with its progress in view, keeping what it says for the diagnosis."""
    said: list[str] = []
    variables = child_variables()
    # uv does not read PIP_INDEX_URL, but a reader who set it means it.
    if "PIP_INDEX_URL" in variables:
        variables.setdefault("UV_DEFAULT_INDEX", variables["PIP_INDEX_URL"])
    try:
        process = subprocess.Popen(
            command, stdout=None if "pip" in command else subprocess.PIPE,
            stderr=subprocess.PIPE, env=variables, cwd=root, encoding="utf-8", errors="replace",
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


def _shorten(lacking: list[str]) -> str:
    more = f" and {len(lacking) - 3} more" if len(lacking) > 3 else ""
    return ", ".join(lacking[:3]) + more


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
