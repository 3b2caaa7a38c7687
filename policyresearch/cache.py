"""
Results kept between processes: arrays in a file whose name holds all that they depend on.

What is kept can always be made again: a file that is missing, damaged or of other code is made
anew, and a disk that is full or cannot be written to stops nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np


@cache
def digest_code(folder: Path) -> str:
    """Hash of the Python sources in a package's folder."""
    digest = hashlib.sha256()
    for source in sorted(folder.rglob("*.py")):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()


def digest_parts(parts: Iterable[str | np.ndarray]) -> str:
    """Name for what depends on these parts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(part.encode() + b"\0")
        else:
            digest.update(f"{part.dtype.str} {part.shape}".encode() + b"\0")
            digest.update(np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()[:32]


def read_arrays(path: Path, names: Iterable[str]) -> dict[str, np.ndarray] | None:
    """The arrays kept at `path`; None if there are none, or not all can be read."""
    try:
        with np.load(path) as stored:
            found = {name: stored[name] for name in names}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return found


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray], *, limit: int) -> None:
    """
    Keep arrays: whole or not at all.

    At most `limit` files stay in the folder; the least recently used go first.
    """
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(buffer.getvalue())
        Path(part).replace(path)
        held = sorted(path.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in held[limit:]:
            old.unlink()
