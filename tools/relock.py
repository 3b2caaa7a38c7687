"""
Make requirements.lock from pyproject.toml: `python tools/relock.py` (needs uv).

`--wheels` says instead for which systems and Pythons the locked libraries lack a wheel.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
HEADER = "# Made by tools/relock.py from pyproject.toml, tables "

SYSTEMS = (
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",
    "x86_64-apple-darwin",
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def digest_tables() -> str:
    """What the lock depends on in pyproject.toml, as one hash."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    tables = [
        project[name] for name in ("requires-python", "dependencies", "optional-dependencies")
    ]
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def relock() -> None:
    """Resolve for every system; the file holds hashes and no address."""
    command = ["uv", "pip", "compile", "--universal", "--generate-hashes", "--all-extras"]
    command += ["--no-annotate", "--no-header", "--quiet", str(PYPROJECT)]
    # Versions of the present lock are kept where they still fit, unless --upgrade is given.
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder, LOCK.name)
        if LOCK.exists():
            part.write_bytes(LOCK.read_bytes())
        command += ["--output-file", str(part), *sys.argv[1:]]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        pins = part.read_text(encoding="utf-8")
    LOCK.write_text(f"{HEADER}{digest_tables()}\n{pins}", encoding="utf-8", newline="\n")


def report_wheels() -> None:
    """Ask the resolver, system by system, whether wheels alone would do."""
    for system in SYSTEMS:
        for python in PYTHONS:
            with tempfile.TemporaryDirectory() as target:
                command = ["uv", "pip", "install", "--dry-run", "--only-binary", ":all:"]
                command += ["--python-platform", system, "--python-version", python]
                command += ["--target", target, "--require-hashes", "-r", str(LOCK)]
                done = subprocess.run(
                    command, capture_output=True, encoding="utf-8", check=False
                )
            said = "ok" if done.returncode == 0 else done.stderr.strip()
            print(f"{system} {python}: {said}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--wheels"]:
        report_wheels()
    else:
        relock()
