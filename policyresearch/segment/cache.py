"""
Token spans kept between processes.

Segmenting five documents takes a twentieth of a second, but in a new process loading the compiled
code takes ten times as long: every notebook would pay that. Large batches are not kept: reading
them back would save little and fill the disk.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np

from policyresearch.segment.model import MODEL_VERSION, model_folder
from policyresearch.segment.spans import Batch, Spans

# Characters; five times a study of twenty documents.
LARGEST = 2_000_000
# Batches kept; the least recently used go first.
_KEPT = 32
_ARRAYS = ("starts", "ends", "codes", "firsts")


def cached_path(batch: Batch, engine: str, words: tuple[str, ...]) -> Path:
    """Where the batch's spans are kept: named by all that they depend on."""
    digest = hashlib.sha256()
    version = MODEL_VERSION
    if engine == "jieba":
        # Not installed: nothing is found here, and the engine will say so.
        version = "".join(d.version for d in metadata.distributions(name="rjieba"))
    for part in (_code_version(), version, engine, "\n".join(words)):
        digest.update(part.encode() + b"\0")
    digest.update(batch.offsets.tobytes())
    digest.update(batch.points.tobytes())
    return model_folder() / "spans" / f"{digest.hexdigest()[:32]}.npz"


def read_spans(batch: Batch, path: Path) -> Spans | None:
    """The spans kept at `path`; None if there are none, or none that can be read."""
    try:
        with np.load(path) as stored:
            starts, ends, codes, firsts = (stored[name] for name in _ARRAYS)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return Spans(batch, starts, ends, (codes, firsts))


def write_spans(spans: Spans, path: Path) -> None:
    """Keep the spans: whole or not at all; a full or read-only disk does not stop the work."""
    codes, firsts = spans.numbered
    buffer = io.BytesIO()
    np.savez(buffer, starts=spans.starts, ends=spans.ends, codes=codes, firsts=firsts)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(buffer.getvalue())
        Path(part).replace(path)
        held = sorted(path.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in held[_KEPT:]:
            old.unlink()


@cache
def _code_version() -> str:
    """Hash of the sources of this package."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()
