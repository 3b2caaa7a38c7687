"""What a run made, file by file with its hash, and whether another run made the same."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from policyresearch.errors import DataError
from policyresearch.files import write_atomically
from policyresearch.lexicons import VERSION
from policyresearch.pipeline.inputs import hash_file
from policyresearch.study import Study

# Libraries whose release can change a number or a picture.
COMPUTING = ("numpy", "pandas", "scipy", "scikit-learn", "numba", "matplotlib", "seaborn")


def make_manifest(study: Study, files: Iterable[Path]) -> dict:
    """Hashes of `files`, with what they were made with."""
    return {
        "made_with": {
            "python": platform.python_version(),
            "system": f"{sys.platform} {platform.machine()}",
            **{name: metadata.version(name) for name in COMPUTING},
            "lexicons": VERSION,
        },
        "files": {
            path.relative_to(study.root).as_posix(): hash_file(path) for path in sorted(files)
        },
    }


def record_manifest(study: Study, manifest: dict) -> None:
    """Keep a run's hashes for later runs to be compared with."""
    text = json.dumps(manifest, indent=1) + "\n"
    write_atomically(study.manifest_file, text.encode("utf-8"))


def compare_manifest(study: Study, manifest: dict) -> list[str]:
    """
    Differences between the recorded hashes and this run's, one line each; none if identical.

    Raises
    ------
    DataError
        If no run has been recorded.
    """
    path = study.manifest_file
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        before, now = dict(recorded["files"]), manifest["files"]
    except FileNotFoundError:
        raise DataError(
            f"{path}: not found; no run has been recorded. Run the study once without --verify."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise DataError(
            f"{path}: not a list of hashes. Delete it and run the study without --verify."
        ) from None
    lines = [f"{name}: not made by this run" for name in before if name not in now]
    lines += [f"{name}: not in the recorded run" for name in now if name not in before]
    lines += [f"{name}: differs" for name in now if name in before and before[name] != now[name]]
    if lines:
        made = recorded.get("made_with", {})
        lines += [
            f"(recorded with {key} {made.get(key)}, this run has {value})"
            for key, value in manifest["made_with"].items()
            if made.get(key) != value
        ]
    return lines
