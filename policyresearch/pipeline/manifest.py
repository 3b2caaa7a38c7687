"""What a run made, file by file with its hash, and whether another run made the same."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from policyresearch.errors import DataError
from policyresearch.files import write_atomically
from policyresearch.lexicons import VERSION
from policyresearch.pipeline.contents import digest_data
from policyresearch.pipeline.inputs import hash_file
from policyresearch.study.folder import Study

# Libraries whose release can change a number or a picture.
COMPUTING = ("numpy", "pandas", "scipy", "scikit-learn", "numba", "matplotlib", "seaborn")


@dataclass(frozen=True)
class Comparison:
    """
    How a run differs from the recorded one.

    `differences` has a line for each file that is missing, new or of other data,
    `renderings` names the files that hold the same data otherwise drawn or packed,
    `circumstances` has a line for each thing that the two runs were made with and that differs.
    """

    differences: tuple[str, ...]
    renderings: tuple[str, ...]
    circumstances: tuple[str, ...]


def make_manifest(study: Study, files: Iterable[Path]) -> dict:
    """
    Hashes of `files`, with what they were made with.

    `files` has the SHA-256 of each; `data` that of what a file says where it is more than
    that (`contents.digest_data`), empty for one that is a rendering altogether.
    """
    named = {path.relative_to(study.root).as_posix(): path for path in sorted(files)}
    digests = {name: digest_data(path) for name, path in named.items()}
    return {
        "made_with": {
            "python": platform.python_version(),
            "system": f"{sys.platform} {platform.machine()}",
            **{name: metadata.version(name) for name in COMPUTING},
            "lexicons": VERSION,
        },
        "files": {name: hash_file(path) for name, path in named.items()},
        "data": {name: digest for name, digest in digests.items() if digest is not None},
    }


def record_manifest(study: Study, manifest: dict) -> None:
    """Keep a run's hashes for later runs to be compared with."""
    text = json.dumps(manifest, indent=1) + "\n"
    write_atomically(study.manifest_file, text.encode("utf-8"))


def compare_manifest(study: Study, manifest: dict) -> Comparison | None:
    """
    Compare this run's hashes with the recorded ones; None if no run has been recorded.

    Raises
    ------
    DataError
        If the record cannot be read.
    """
    path = study.manifest_file
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
        before, said = dict(recorded["files"]), dict(recorded.get("data", {}))
        made = dict(recorded.get("made_with", {}))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise DataError(
            f"{path}: not a list of hashes. Delete it and run the study without --verify."
        ) from None
    now, says = manifest["files"], manifest["data"]
    changed = [name for name in now if name in before and before[name] != now[name]]
    renderings = [name for name in changed if name in said and said[name] == says.get(name)]
    return Comparison(
        (
            *(f"{name}: not made by this run" for name in before if name not in now),
            *(f"{name}: not in the recorded run" for name in now if name not in before),
            *(f"{name}: differs" for name in changed if name not in renderings),
        ),
        tuple(renderings),
        tuple(
            f"(recorded with {key} {made.get(key)}, this run has {value})"
            for key, value in manifest["made_with"].items() if made.get(key) != value
        ),
    )
