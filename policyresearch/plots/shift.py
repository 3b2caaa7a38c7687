"""Shifts: of emphasis in one view, and of words one by one."""

from __future__ import annotations

from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from policyresearch.plots.labels import get_label
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    choose_ticks,
    draw_interval,
    draw_nothing,
    draw_zero,
    hide_unused,
    label_rows,
    place_legend,
)
from policyresearch.plots.style import COLOURS, GREY, Look, assign_looks, make_figure

# Years side by side below a panel.
_TICKS = 6
# Characters of a panel's title that fit over it.
_TITLE = 22


def plot_emphasis(table: pd.DataFrame, *, columns: int = 4) -> Axes:
    """
    One small panel per measure: its value in each wave, joined for the main series.

    Parameters
    ----------
    table : DataFrame, one row per measure, wave and document (`emphasis.stack_measures`)
        `measure` (its label), `kind` (what its numbers are; shares are drawn in per cent),
        `place`, `wave`, `value`, `low`, `high`, `main` (whether the document belongs to the
        main series). Each place of the series is joined by a line; with several, intervals are
        left out. Panels keep their own scale and start at zero. Nothing is drawn without a
        series.
    columns : int
        Panels side by side.

    Returns
    -------
    Axes
        The first panel.
    """
    columns_needed = ["measure", "kind", "place", "wave", "value", "low", "high", "main"]
    check_drawable(table, columns_needed, "emphasis")
    if not table["main"].any():
        return draw_nothing()
    numbers = ["value", "low", "high"]
    scale = table["kind"].map(lambda kind: 100 if kind == "share" else 1)
    table = table.assign(**{name: table[name] * scale for name in numbers})
    parts = dict(list(table.groupby("measure", sort=False)))
    columns = min(columns, len(parts))
    rows = -(-len(parts) // columns)
    _, axes = make_figure(height_mm=8 + 40 * rows, rows=rows, columns=columns,
                               squeeze=False)
    axes = np.ravel(axes)
    waves = sorted(set(table["wave"]))
    # Years stand at their true distance; documents beside the series a little to the right.
    margin = max(1.0, 0.1 * (waves[-1] - waves[0]))
    span = (waves[0] - margin, waves[-1] + margin)
    ticks = choose_ticks(waves, span, room=_TICKS)
    main, other = Look(COLOURS[1], "o", "-"), Look(GREY, "D", "")
    # Intervals of many places would hide each other.
    several = table.loc[table["main"], "place"].nunique() > 1
    width = 0.5 if several else 0.9
    for ax, (measure, part) in zip(axes, parts.items(), strict=False):
        series = part[part["main"]].sort_values("wave", kind="stable")
        for _, own in series.groupby("place", sort=False):
            ax.plot(own["wave"], own["value"], color=main.colour, linewidth=width, zorder=2)
        for row in series.to_dict("records"):
            ends = (np.nan, np.nan) if several else (row["low"], row["high"])
            draw_interval(ax, row["wave"], (row["value"], *ends), main, vertical=True)
        for _, others in part[~part["main"]].groupby("wave"):
            for at, row in enumerate(others.to_dict("records"), start=1):
                beside = row["wave"] + 0.8 * margin * at / max(2, len(others))
                draw_interval(ax, beside, (row["value"], np.nan, np.nan), other, vertical=True,
                              hollow=True)
        ax.set_xticks(ticks, [str(wave) for wave in ticks])
        ax.set_xlim(span)
        ax.set_ylim(bottom=0)
        ax.set_title("\n".join(wrap(measure, _TITLE)))
        ax.set_ylabel(get_label(f"panel_{part['kind'].iloc[0]}"), fontsize="small")
        ax.grid(axis="y")
    hide_unused(axes, len(parts))
    shown = {get_label("series"): main}
    if not table["main"].all():
        shown[get_label("others")] = other
    place_legend(axes[0], shown)
    return axes[0]


def plot_word_shift(table: pd.DataFrame, *, left: str, right: str, measure: str) -> Axes:
    """
    The words that make two texts differ, each with its part of the difference.

    Parameters
    ----------
    table : DataFrame, one row per word, in the order to draw
        `word`, `share_left`, `share_right`, `part`, and `kinship` and `kin` as
        `shift.mark_lineage` gives them. Bars of words with kin are hatched, and their kin is
        named beside them.
    left, right : str
        Names of the two sides. A bar has the colour of the side that uses the word more.
    measure : str
        What was decomposed, one of `shift.SHIFTS`.

    Returns
    -------
    Axes
    """
    check_drawable(
        table, ["word", "share_left", "share_right", "part", "kinship", "kin"], "word shift"
    )
    if table.empty:
        return draw_nothing()
    looks = assign_looks([left, right])
    _, ax = make_figure(height_mm=26 + ROW_MM * len(table))
    label_rows(ax, list(table["word"]))
    scale = 100 if measure == "proportion" else 1
    longest = table["part"].abs().max() * scale
    for at, row in enumerate(table.to_dict("records")):
        side = right if row["share_right"] > row["share_left"] else left
        kin = bool(row["kin"])
        part = row["part"] * scale
        ax.barh(at, part, height=0.68, color="white" if kin else looks[side].colour,
                edgecolor=looks[side].colour, hatch="//////" if kin else "", zorder=2)
        if row["kinship"]:
            told = get_label(row["kinship"]) + (f": {row['kin']}" if kin else "")
            ax.annotate(told, (part, at), xytext=(3 if part >= 0 else -3, 0),
                        textcoords="offset points", va="center",
                        ha="left" if part >= 0 else "right", fontsize="x-small", color=GREY)
    draw_zero(ax)
    # Room for what is told beside the bars.
    low = -1.45 * longest if (table["part"] < 0).any() else 0
    high = 1.45 * longest if (table["part"] > 0).any() else 0
    ax.set_xlim(low, high if high > low else 1)
    ax.set_xlabel(get_label(measure))
    handles = [Patch(facecolor=look.colour, label=name) for name, look in looks.items()]
    if table["kin"].ne("").any():
        handles.append(Patch(facecolor="white", edgecolor=GREY, hatch="//////",
                             label=get_label("kin")))
    ax.get_figure().legend(handles=handles, loc="outside upper center", ncols=len(handles))
    return ax
