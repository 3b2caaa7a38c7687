"""The shift of emphasis in one view."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import get_label
from policyresearch.plots.marks import (
    check_drawable,
    draw_interval,
    draw_nothing,
    hide_unused,
    place_legend,
)
from policyresearch.plots.style import COLOURS, GREY, Look, make_figure


def plot_emphasis(table: pd.DataFrame, *, columns: int = 4) -> Axes:
    """
    One small panel per measure: its value in each wave, joined for the main series.

    Parameters
    ----------
    table : DataFrame, one row per measure, wave and document
        `measure` (its label), `unit`, `wave`, `value`, `low`, `high`, `main` (whether the
        document belongs to the series of one place seen in every wave). Rows of a panel
        share one unit; panels keep their own scale and start at zero.
    columns : int
        Panels side by side.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(table, ["measure", "unit", "wave", "value", "low", "high", "main"], "emphasis")
    if table.empty:
        return draw_nothing()
    parts = dict(list(table.groupby("measure", sort=False)))
    columns = min(columns, len(parts))
    rows = -(-len(parts) // columns)
    _, axes = make_figure(height_mm=8 + 36 * rows, rows=rows, columns=columns,
                               squeeze=False)
    axes = np.ravel(axes)
    waves = sorted(set(table["wave"]))
    # Years stand at their true distance; documents beside the series a little to the right.
    margin = max(1.0, 0.1 * (waves[-1] - waves[0]))
    main, other = Look(COLOURS[1], "o", "-", ""), Look(GREY, "D", "", "")
    for ax, (measure, part) in zip(axes, parts.items(), strict=False):
        series = part[part["main"]].sort_values("wave")
        ax.plot(series["wave"], series["value"], color=main.colour,
                linewidth=0.9, zorder=2)
        for row in series.to_dict("records"):
            draw_interval(ax, row["wave"], (row["value"], row["low"], row["high"]), main,
                          vertical=True)
        for at, row in enumerate(part[~part["main"]].to_dict("records")):
            beside = row["wave"] + 0.4 * margin * (at + 1)
            draw_interval(ax, beside, (row["value"], np.nan, np.nan), other, vertical=True,
                          hollow=True)
        ax.set_xticks(waves, [str(wave) for wave in waves])
        ax.set_xlim(waves[0] - margin, waves[-1] + margin)
        ax.set_ylim(bottom=0)
        ax.set_title(measure)
        ax.set_ylabel(part["unit"].iloc[0], fontsize="small")
        ax.grid(axis="y")
    hide_unused(axes, len(parts))
    shown = {get_label("series"): main}
    if not table["main"].all():
        shown[get_label("others")] = other
    place_legend(axes[0], shown)
    return axes[0]
