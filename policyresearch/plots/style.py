"""Fonts, sizes, colours and language of every figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from policyresearch.errors import DataError

FONT_FOLDER = Path(__file__).parent / "fonts"
FONTS = {"sans": "Study Sans SC", "serif": "Study Serif SC"}
LANGUAGES = ("en", "zh")
# Widths of a journal's column and page.
WIDTHS_MM = {"single": 89, "double": 183}
FONT_SIZE = 8  # points; a journal's minimum is 6 to 7
GREY = "#6e6e6e"
PALE = "#d9d9d9"
# Okabe & Ito (2008), ordered so that neighbours differ in lightness and grey print works.
COLOURS = ("#E69F00", "#0072B2", "#000000", "#009E73", "#D55E00", "#56B4E9", "#CC79A7")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
LINES = ("-", "--", "-.", ":")

_current = {"language": "en"}


@dataclass(frozen=True)
class Look:
    """How one series is drawn: its colour never stands alone."""

    colour: str
    marker: str
    line: str


def set_style(*, language: str = "en", font: str = "sans") -> None:
    """
    Set fonts, sizes and label language for the figures drawn from here on.

    Everything starts from matplotlib's defaults, so a figure does not depend on a
    machine's own settings or fonts.

    Parameters
    ----------
    language : str
        Language of titles, axes and legends, one of `LANGUAGES`. Words quoted from the
        documents stay Chinese.
    font : str
        "sans" or "serif".

    Raises
    ------
    DataError
        If an option is unknown.
    """
    if language not in LANGUAGES:
        raise DataError(f"`language`: {language!r} is unknown; options are {list(LANGUAGES)}.")
    if font not in FONTS:
        raise DataError(f"`font`: {font!r} is unknown; options are {list(FONTS)}.")
    _register_fonts()
    _current["language"] = language
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(
        {
            "font.family": [FONTS[font]],
            "font.size": FONT_SIZE,
            "axes.titlesize": FONT_SIZE,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.labelsize": FONT_SIZE,
            "xtick.labelsize": FONT_SIZE - 1,
            "ytick.labelsize": FONT_SIZE - 1,
            "legend.fontsize": FONT_SIZE - 1,
            "legend.frameon": False,
            "figure.titlesize": FONT_SIZE + 1,
            "figure.titleweight": "bold",
            "figure.dpi": 144,
            "savefig.dpi": 300,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.linewidth": 0.6,
            "axes.axisbelow": True,
            "axes.edgecolor": "#333333",
            "axes.prop_cycle": matplotlib.cycler(color=COLOURS),
            "xtick.major.width": 0.6,
            "ytick.major.width": 0.6,
            "xtick.major.size": 2.5,
            "ytick.major.size": 2.5,
            "grid.linewidth": 0.4,
            "grid.color": PALE,
            "lines.linewidth": 1.0,
            "lines.markersize": 4,
            "hatch.linewidth": 0.5,
            "patch.linewidth": 0.5,
            "pdf.fonttype": 42,
            "svg.fonttype": "path",
            "svg.hashsalt": "policyresearch",
            "axes.unicode_minus": True,
        }
    )


def get_language() -> str:
    """The language that `set_style` set last."""
    return _current["language"]


def assign_looks(values: Iterable) -> dict:
    """
    One look for each distinct value, in the order given.

    Examples
    --------
    >>> looks = assign_looks([2018, 2020, 2018])
    >>> list(looks), looks[2020].marker
    ([2018, 2020], 's')
    """
    looks: dict[Any, Look] = {}
    for value in values:
        if value not in looks:
            i = len(looks)
            looks[value] = Look(
                COLOURS[i % len(COLOURS)],
                # Beyond seven series colours repeat and markers do not.
                MARKERS[(i + i // len(COLOURS)) % len(MARKERS)],
                LINES[i % len(LINES)],
            )
    return looks


def make_figure(
    *, width: str = "double", height_mm: float, rows: int = 1, columns: int = 1, **options
) -> tuple[Figure, Any]:
    """Figure of a journal width with its axes (one, or an array); labels are kept inside."""
    size = (WIDTHS_MM[width] / 25.4, height_mm / 25.4)
    return plt.subplots(rows, columns, figsize=size, layout="constrained", **options)


@cache
def list_glyphs() -> frozenset[int]:
    """Code points that the vendored fonts can show."""
    path = FONT_FOLDER / f"{FONTS['sans'].replace(' ', '')}-Regular.ttf"
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _register_fonts() -> None:
    for path in sorted(FONT_FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(path)
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    missing = [name for name in FONTS.values() if name not in known]
    if missing:
        raise DataError(
            f"{FONT_FOLDER}: no font file for {missing}. Install the package again."
        )
