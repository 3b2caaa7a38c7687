"""Rates and keyness of words."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import READINGS, get_label
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    draw_zero,
    hide_unused,
    label_rows,
    place_legend,
    spread_rows,
)
from policyresearch.plots.style import GREY, Look, assign_looks, get_language, make_figure

# Of an interval without an end in sight (a word absent on one side) so much is drawn beyond
# the outermost log ratio.
_ROOM = 2.0


def plot_rates(table: pd.DataFrame, *, by: str = "wave", names: dict | None = None) -> Axes:
    """
    Rates of words with their intervals, side by side for each wave or document.

    Parameters
    ----------
    table : DataFrame, one row per keyword and `by`
        `keyword`, `by`, `rate_per_10k`, `low`, `high` (absent or missing: no interval).
    by : str
        Column whose values are compared, in order of first appearance.
    names : dict, optional
        Labels for the values of `by`; by default the values themselves.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["keyword", by, "rate_per_10k"], "rates")
    if table.empty:
        return draw_nothing()
    table = table.reindex(columns=[*table.columns.union(["low", "high"], sort=False)])
    keywords = list(dict.fromkeys(table["keyword"]))
    looks = assign_looks(table[by])
    _, ax = make_figure(height_mm=24 + (ROW_MM + 1.2 * (len(looks) - 1)) * len(keywords))
    label_rows(ax, keywords)
    places = spread_rows(len(keywords), len(looks))
    columns = {value: column for column, value in enumerate(looks)}
    for row in table.to_dict("records"):
        at = places[keywords.index(row["keyword"]), columns[row[by]]]
        draw_interval(ax, at, (row["rate_per_10k"], row["low"], row["high"]), looks[row[by]])
    ax.set_xlim(left=0)
    ax.set_xlabel(get_label("rate_per_10k"))
    place_legend(ax, {str((names or {}).get(v, v)): look for v, look in looks.items()})
    return ax


def plot_keyness(table: pd.DataFrame, *, left: str, right: str) -> Axes:
    """
    Words ranked by how much more often one side uses them, with interval and dispersion.

    Parameters
    ----------
    table : DataFrame, one row per keyword, in the order to draw
        `keyword`, `log_ratio`, `low`, `high`, `dispersion` (0 even, 1 in one place).
        A positive `log_ratio` stands for more on the right. An end of an interval that is
        further out than any log ratio by more than `_ROOM` is cut off, with an arrow.
    left, right : str
        Names of the two sides.

    Returns
    -------
    Axes
        The log ratios; dispersion stands on an axis of its own beside them.
    """
    check_drawable(table, ["keyword", "log_ratio", "low", "high", "dispersion"], "keyness")
    if table.empty:
        return draw_nothing()
    _, (ax, beside) = make_figure(
        height_mm=24 + ROW_MM * len(table), columns=2, width_ratios=[4, 1], sharey=True
    )
    looks = assign_looks([left, right])
    for panel in (ax, beside):
        label_rows(panel, list(table["keyword"]))
    draw_zero(ax)
    ends = _find_ends(table)
    for at, row in enumerate(table.to_dict("records")):
        side = right if row["log_ratio"] > 0 else left
        _draw_ratio(ax, at, row, looks[side], ends=ends, hollow=row["low"] <= 0 <= row["high"])
        beside.plot([0, row["dispersion"]], [at, at], color=GREY, linewidth=0.8)
        beside.plot(row["dispersion"], at, "o", color=GREY, markersize=3)
    ax.set_xlabel(get_label("log_ratio"))
    beside.set_xlim(0, 1)
    beside.set_xlabel(get_label("dispersion"))
    ax.set_title(f"← {left}", loc="left", fontweight="bold")
    ax.set_title(f"{right} →", loc="right", fontweight="bold")
    return ax


def plot_role_rates(table: pd.DataFrame, *, columns: int = 4) -> Axes:
    """
    One small panel per word: its rate in each wave, by what the sections do.

    Parameters
    ----------
    table : DataFrame, one row per keyword, wave and role
        `keyword`, `wave`, `role`, `rate_per_10k`, `low`, `high`. A missing rate (a wave
        without such sections) is not drawn. Panels keep their own scale and start at zero;
        an interval that goes on above, as one of two or three sections does, ends in an arrow.
    columns : int
        Panels side by side.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(table, ["keyword", "wave", "role", "rate_per_10k", "low", "high"], "roles")
    if table.empty:
        return draw_nothing()
    parts = dict(list(table.groupby("keyword", sort=False)))
    waves, looks = sorted(set(table["wave"])), assign_looks(table["role"])
    columns = min(columns, len(parts))
    rows = -(-len(parts) // columns)
    _, axes = make_figure(height_mm=14 + 34 * rows, rows=rows, columns=columns, squeeze=False)
    offsets = spread_rows(len(waves), len(looks))
    for ax, (keyword, part) in zip(axes.flat, parts.items(), strict=False):
        top = 1.6 * max(part["rate_per_10k"].max(), 1.0)
        for column, (role, look) in enumerate(looks.items()):
            own = part[(part["role"] == role) & part["rate_per_10k"].notna()]
            places = [offsets[waves.index(wave), column] for wave in own["wave"]]
            ax.plot(places, own["rate_per_10k"], color=look.colour, linestyle=look.line,
                    linewidth=0.8, zorder=2)
            for at, row in zip(places, own.to_dict("records"), strict=True):
                ends = (row["low"], min(row["high"], top))
                draw_interval(ax, at, (row["rate_per_10k"], *ends), look, vertical=True)
                if row["high"] > top:
                    ax.plot(at, top, "^", color=look.colour, markersize=3, zorder=2)
        ax.set_xticks(range(len(waves)), [str(wave) for wave in waves])
        ax.set_xlim(-0.5, len(waves) - 0.5)
        ax.set_ylim(0, 1.06 * top)
        ax.set_title(keyword)
        ax.grid(axis="y")
    hide_unused(axes.flat, len(parts))
    axes[0, 0].get_figure().supylabel(get_label("rate_per_10k"), fontsize="medium")
    place_legend(axes[0, 0], {get_label(role): look for role, look in looks.items()}, lines=True)
    return axes[0, 0]


def plot_readings(table: pd.DataFrame) -> Axes:
    """
    Log ratios of words under each way to make the comparison.

    Parameters
    ----------
    table : DataFrame, one row per keyword and reading, in the order to draw
        `keyword`, `reading` (one of `words.READINGS`), `log_ratio`, `low`, `high`,
        `clear`: marks are hollow where the reading does not bear the word out.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["keyword", "reading", "log_ratio", "low", "high", "clear"],
                   "readings")
    if table.empty:
        return draw_nothing()
    keywords = list(dict.fromkeys(table["keyword"]))
    looks = assign_looks(table["reading"])
    _, ax = make_figure(height_mm=24 + (ROW_MM + 1.2 * (len(looks) - 1)) * len(keywords))
    label_rows(ax, keywords)
    draw_zero(ax)
    places = spread_rows(len(keywords), len(looks))
    columns = {value: column for column, value in enumerate(looks)}
    ends = _find_ends(table)
    for row in table.to_dict("records"):
        at = places[keywords.index(row["keyword"]), columns[row["reading"]]]
        _draw_ratio(ax, at, row, looks[row["reading"]], ends=ends, hollow=not row["clear"])
    ax.set_xlabel(get_label("log_ratio"))
    place_legend(ax, {READINGS[r][get_language() == "zh"]: look for r, look in looks.items()})
    return ax


def _find_ends(table: pd.DataFrame) -> tuple[float, float]:
    """Where intervals are cut off."""
    ratios = table["log_ratio"].dropna()
    return (min(ratios.min(), 0) - _ROOM, max(ratios.max(), 0) + _ROOM)


def _draw_ratio(
    ax: Axes, at: float, row: dict, look: Look, *, ends: tuple[float, float], hollow: bool
) -> None:
    """A log ratio with its interval; arrows where the interval is cut off."""
    low, high = max(row["low"], ends[0]), min(row["high"], ends[1])
    draw_interval(ax, at, (row["log_ratio"], low, high), look, hollow=hollow)
    for end, beyond, arrow in ((ends[0], row["low"] < ends[0], "<"),
                               (ends[1], row["high"] > ends[1], ">")):
        if beyond:
            ax.plot(end, at, arrow, color=look.colour, markersize=3, zorder=2)
