"""What a file says, apart from how it is drawn and packed."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

# Images and fonts in a page.
_EMBEDDED = re.compile(rb"data:[\w./+-]+(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=\s]*")
_DECIMAL = re.compile(rb"-?\d+\.\d+")
# Of a coordinate in points: a thousandth of what a screen shows.
_COORDINATE = 3


def digest_data(path: Path) -> str | None:
    """
    SHA-256 of what a file says; None if that is every byte of it, empty if it is a picture.

    Drawings count with their coordinates to a thousandth of a point, notebooks, pages and
    Word documents without the images in them. The numbers that a picture shows are in the
    CSV file of the same name.
    """
    extract = _EXTRACT.get(path.suffix.lower())
    if extract is None:
        return None
    said = extract(path.read_bytes())
    return hashlib.sha256(said).hexdigest() if said else ""


def _round_drawing(data: bytes) -> bytes:
    # Adding zero makes one of two zeros.
    return _DECIMAL.sub(lambda m: b"%.*f" % (_COORDINATE, round(float(m[0]), _COORDINATE) + 0.0),
                        data)


def _strip_page(data: bytes) -> bytes:
    return _EMBEDDED.sub(b"data:", data)


def _strip_notebook(data: bytes) -> bytes:
    notebook = json.loads(data)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            shown = output.get("data", {})
            output["data"] = {k: v for k, v in shown.items() if not k.startswith("image/")}
    return json.dumps(notebook, sort_keys=True).encode()


def _strip_word(data: bytes) -> bytes:
    """Names and contents of the parts of the document, in order, without its media."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = sorted(n for n in parts.namelist() if not n.startswith("word/media/"))
        return b"\0".join(name.encode() + b"\0" + parts.read(name) for name in names)


def _keep_nothing(data: bytes) -> bytes:
    return b""


_EXTRACT: dict[str, Callable[[bytes], bytes]] = {
    ".svg": _round_drawing,
    ".html": _strip_page,
    ".ipynb": _strip_notebook,
    ".docx": _strip_word,
    ".png": _keep_nothing,
    ".pdf": _keep_nothing,
}
