"""Marks that several figures share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from policyresearch.errors import DataError
from policyresearch.plots.labels import get_label
from policyresearch.plots.style import GREY, Look, make_figure

# What stands side by side in the legend of a double-column figure, in widths of a Hanzi.
_LEGEND_EMS, _HANDLE_EMS = 68, 2.5
# Marks a figure that shows no data.
_NOTHING = "nothing"
_TWO_LINES_MM = 9.5
ROW_MM = 5.2  # height of a labelled row at the font size of the figures


def check_drawable(table: pd.DataFrame, columns: Sequence[str], figure: str) -> pd.DataFrame:
    """Return `table` if it has these columns, else raise."""
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise DataError(
            f"Figure {figure}: the table lacks {missing}; it has {list(table.columns)}."
        )
    return table


def draw_nothing() -> Axes:
    """
    A line that says that this corpus holds nothing to draw.

    It shows in a notebook; among the study's figures `save_figure` leaves the place empty.
    """
    figure, ax = make_figure(height_mm=12)
    figure.set_gid(_NOTHING)
    ax.text(0.5, 0.5, get_label("nothing"), ha="center", va="center", transform=ax.transAxes)
    ax.set_axis_off()
    return ax


def is_empty(figure: Figure) -> bool:
    """Whether `draw_nothing` made it."""
    return figure.get_gid() == _NOTHING


def draw_interval(
    ax: Axes,
    at: float,
    estimate: tuple[float, float, float],
    look: Look,
    *,
    vertical: bool = False,
    hollow: bool = False,
) -> None:
    """Value, low and high end; a missing interval is left out, a missing value draws nothing."""
    value, low, high = estimate
    if pd.isna(value):
        return
    if not (pd.isna(low) or pd.isna(high)):
        ends = ([at, at], [low, high]) if vertical else ([low, high], [at, at])
        ax.plot(*ends, color=look.colour, linewidth=1.1, solid_capstyle="butt", zorder=2)
    point = (at, value) if vertical else (value, at)
    face = "white" if hollow else look.colour
    ax.plot(*point, look.marker, color=look.colour, markerfacecolor=face, markersize=4,
            markeredgewidth=0.8, zorder=3)


def spread_rows(rows: int, series: int) -> np.ndarray:
    """Positions, rows × series: rows at whole numbers, series side by side within a row."""
    width = 0.0 if series == 1 else min(0.6, 0.2 * (series - 1))
    offsets = np.linspace(-width / 2, width / 2, series)
    return np.arange(rows)[:, None] + offsets[None, :]


def label_rows(ax: Axes, names: Sequence[str]) -> None:
    """Rows named on the left, the first on top, every second one shaded."""
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    for row in range(1, len(names), 2):
        ax.axhspan(row - 0.5, row + 0.5, color="#f4f4f4", zorder=0, linewidth=0)
    ax.grid(axis="x", zorder=1)
    ax.spines["left"].set_visible(False)


def measure_rows(names: Mapping[str, str]) -> float:
    """Height in millimetres of rows with these names, which may have two lines."""
    two_lines = any("\n" in name for name in names.values())
    return len(names) * (_TWO_LINES_MM if two_lines else ROW_MM + 0.8)


def draw_zero(ax: Axes, at: float = 0.0, *, vertical: bool = True) -> None:
    """The line of no difference."""
    draw = ax.axvline if vertical else ax.axhline
    draw(at, color=GREY, linewidth=0.8, zorder=1.5)


def place_legend(
    ax: Axes, entries: dict[str, Look], *, lines: bool = False, hollow: Collection[str] = ()
) -> None:
    """
    A legend above the figure, in one row where it fits: it must not cover data.

    `lines`: with the lines of the looks; `hollow`: names of entries whose marks are hollow.
    """
    handles = [
        ax.plot([], [], marker=look.marker, color=look.colour,
                linestyle=look.line if lines else "none", label=name,
                markerfacecolor="white" if name in hollow else look.colour)[0]
        for name, look in entries.items()
    ]
    longest = max(map(count_ems, entries))
    columns = max(1, min(len(handles), int(_LEGEND_EMS // (longest + _HANDLE_EMS))))
    ax.get_figure().legend(handles=handles, loc="outside upper center", ncols=columns,
                           handletextpad=0.3, columnspacing=1.2)


def count_ems(text: str) -> float:
    """
    Width of a text in widths of a Hanzi.

    Examples
    --------
    >>> count_ems("大连"), count_ems("ab")
    (2.0, 1.24)
    """
    return sum(0.62 if ord(character) < 0x2000 else 1.0 for character in text)


def choose_ticks(years: Iterable[float], span: tuple[float, float], *, room: int) -> list[int]:
    """
    Years to be written below an axis: the first, the last, and those that stand clear of them.

    Parameters
    ----------
    years : iterable
    span : (float, float)
        The ends of the axis.
    room : int
        Years that fit side by side.

    Examples
    --------
    >>> choose_ticks([2018, 2019, 2021, 2024, 2025], (2017, 2026), room=5)
    [2018, 2021, 2025]
    """
    apart = (span[1] - span[0]) / room
    known = sorted({int(year) for year in years})
    kept = {known[0], known[-1]}
    for year in known:
        if all(abs(year - other) >= apart for other in kept):
            kept.add(year)
    return sorted(kept)


def hide_unused(axes: Iterable[Axes], used: int) -> None:
    """Small multiples that have nothing to show."""
    for ax in list(axes)[used:]:
        ax.set_visible(False)

