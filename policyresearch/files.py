"""Write files so that none is ever seen half-written, and keep a list of what was written."""

from __future__ import annotations

import os
from pathlib import Path

# Names a file to which the path of every file written is added, for whoever started this
# process and wants to know what it made.
WRITTEN_VARIABLE = "POLICYRESEARCH_WRITTEN"


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target, making its folder if need be, and rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.write_bytes(content)
    os.replace(partial, path)
    record = os.environ.get(WRITTEN_VARIABLE)
    if record:
        with open(record, "a", encoding="utf-8") as file:
            file.write(f"{path.resolve()}\n")
