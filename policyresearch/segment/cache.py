"""
Token spans kept between processes.

Segmenting five documents takes a twentieth of a second, but in a new process loading the compiled
code takes ten times as long: every notebook would pay that. Large batches are not kept: reading
them back would save little and fill the disk.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from policyresearch.cache import digest_code, digest_parts, read_arrays, write_arrays
from policyresearch.segment.pkuseg.model import MODEL_VERSION, model_folder
from policyresearch.segment.spans import Batch, Spans

# Characters; five times a study of twenty documents.
LARGEST = 2_000_000
# Batches kept.
_KEPT = 32
_ARRAYS = ("starts", "ends", "codes", "firsts")


def cached_path(batch: Batch, engine: str, words: tuple[str, ...]) -> Path:
    """Where the batch's spans are kept: named by all that they depend on."""
    version = MODEL_VERSION
    if engine == "jieba":
        # Not installed: nothing is found here, and the engine will say so.
        version = "".join(d.version for d in metadata.distributions(name="rjieba"))
    code = digest_code(Path(__file__).parent)
    parts = (code, version, engine, "\n".join(words), batch.offsets, batch.points)
    return model_folder() / "spans" / f"{digest_parts(parts)}.npz"


def read_spans(batch: Batch, path: Path) -> Spans | None:
    """The spans kept at `path`; None if there are none, or none that can be read."""
    stored = read_arrays(path, _ARRAYS)
    if stored is None:
        return None
    starts, ends, codes, firsts = stored.values()
    return Spans(batch, starts, ends, (codes, firsts))


def write_spans(spans: Spans, path: Path) -> None:
    """Keep the spans for later processes."""
    codes, firsts = spans.numbered
    arrays = {"starts": spans.starts, "ends": spans.ends, "codes": codes, "firsts": firsts}
    write_arrays(path, arrays, limit=_KEPT)
