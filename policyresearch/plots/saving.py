"""Write a figure in every format a journal asks for, with the data behind it."""

from __future__ import annotations

import os
import re
import warnings
from io import BytesIO
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from policyresearch.errors import DataError
from policyresearch.files import encode_table, write_atomically
from policyresearch.lexicons import VERSION
from policyresearch.plots.marks import is_empty
from policyresearch.study.folder import find_study, list_loaded

# Nothing that changes with the clock or the installed release goes into the files; the version
# of the word lists does, as what is drawn may depend on it.
_LISTS = f"word lists {VERSION}"
_METADATA = {
    "pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None,
            "Keywords": _LISTS},
    "svg": {"Date": None, "Creator": None, "Description": _LISTS},
    "png": {"Software": None, "Description": _LISTS},
}
FORMATS = tuple(_METADATA)
# Names that matplotlib gives to parts of a drawing: hashes of all digits of their coordinates.
_PART = re.compile(rb'(?<=id="|...#)([a-z])[0-9a-f]{10}(?=[")])')
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def save_figure(
    figure: Axes | Figure,
    name: str,
    *,
    data: pd.DataFrame,
    folder: str | os.PathLike | None = None,
) -> None:
    """
    Write NAME.pdf, NAME.svg, NAME.png and NAME.csv into a folder of figures.

    Equal figures give equal bytes. Nothing is written unless all four can be. Of a figure
    that shows no data (`marks.draw_nothing`) only the table is kept.

    Parameters
    ----------
    figure : Axes or Figure
    name : str
        Lower-case words joined by hyphens; the file name.
    data : DataFrame
        The table that is drawn.
    folder : path, optional
        By default the figures of the study that the notebook stands in.

    Raises
    ------
    DataError
        If the name is not of that form, or a character to draw is in no vendored font; if no
        folder is named and the notebook stands in no study, or in another than its corpus.
    """
    if not _NAME.fullmatch(name):
        raise DataError(
            f"`name`: {name!r} cannot be a figure's name; write lower-case words joined by "
            "hyphens, such as keyword-rates."
        )
    figure = figure if isinstance(figure, Figure) else figure.get_figure()
    folder = _find_folder() if folder is None else Path(folder)
    drawn = () if is_empty(figure) else FORMATS
    files = {kind: render_figure(figure, kind) for kind in drawn}
    files["csv"] = encode_table(data)
    for kind, content in files.items():
        write_atomically(folder / f"{name}.{kind}", content)
    for kind in set(FORMATS) - set(drawn):
        (folder / f"{name}.{kind}").unlink(missing_ok=True)
    # Nothing is returned: a notebook would show the path, which differs between machines.


def _find_folder() -> Path:
    """The figures of the study the notebook stands in, if that is where its corpus is from."""
    study = find_study()
    loaded = list_loaded()
    if loaded and study.root not in loaded:
        raise DataError(
            f"The notebook stands in the study {study.root}, but its corpus was loaded from "
            f"{loaded[-1]}: one study's figures would replace the other's. Say where they go, "
            "for instance with `folder=corpus.study.figures`."
        )
    return study.figures


def render_figure(figure: Figure, kind: str) -> bytes:
    """
    The bytes of a figure as `kind`, one of `FORMATS`.

    Raises
    ------
    DataError
        If a character is in no vendored font: it would be drawn as an empty box.
    """
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        try:
            figure.savefig(buffer, format=kind, metadata=_METADATA[kind])
        except UserWarning as warning:
            raise DataError(
                f"Figure: {warning}. The fonts in policyresearch/plots/fonts lack it; add it to "
                "SIGNS in tools/subset_fonts.py and run that script, or label without it."
            ) from None
    content = buffer.getvalue()
    return _number_parts(content) if kind == "svg" else content


def _number_parts(svg: bytes) -> bytes:
    """
    The drawing with its parts numbered as they come.

    Examples
    --------
    >>> _number_parts(b'<g clip-path="url(#p0123456789)"/><clipPath id="p0123456789"/>')
    b'<g clip-path="url(#p1)"/><clipPath id="p1"/>'
    """
    numbers: dict[bytes, int] = {}

    def name(match: re.Match[bytes]) -> bytes:
        return b"%s%d" % (match[1], numbers.setdefault(match[0], len(numbers) + 1))

    return _PART.sub(name, svg)

