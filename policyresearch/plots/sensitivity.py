"""Specification curves: claims under every way of looking."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from policyresearch.digits import settle
from policyresearch.plots.labels import get_label, get_option
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    draw_zero,
    hide_unused,
    label_rows,
    place_legend,
)
from policyresearch.plots.style import COLOURS, GREY, PALE, Look, assign_looks, make_figure

# Estimates further out are drawn at the edge: a theme absent on one side has no finite ratio.
_EDGE = 4.0
# Characters of a panel's title that fit over it.
_TITLE = 24


def plot_specifications(
    curve: pd.DataFrame,
    verdicts: pd.DataFrame,
    *,
    names: Mapping[str, str],
    columns: int = 4,
) -> Axes:
    """
    One small panel per claim: estimates of all specifications in order, with intervals.

    Parameters
    ----------
    curve : DataFrame, one row per claim and specification (`specifications.run_specifications`)
        `claim`, `specification`, `value`, `low`, `high`.
    verdicts : DataFrame, one row per claim (`specifications.judge_claims`)
        `claim`, `verdict`.
    names : mapping
        A reader's name of each claim; others are left out.
    columns : int
        Panels side by side.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(curve, ["claim", "specification", "value", "low", "high"], "specifications")
    curve = curve[curve["claim"].isin(list(names))].dropna(subset="value")
    if curve.empty:
        return draw_nothing()
    said = verdicts.set_index("claim")["verdict"]
    order = ["value", "specification"]
    parts = {
        claim: curve[curve["claim"] == claim].sort_values(order, key=settle)
        .reset_index(drop=True)
        for claim in names if claim in set(curve["claim"])
    }
    columns = min(columns, len(parts))
    rows = -(-len(parts) // columns)
    figure, axes = make_figure(height_mm=18 + 38 * rows, rows=rows, columns=columns,
                               squeeze=False, sharey=True)
    axes = np.ravel(axes)
    looks = {"sure": Look(COLOURS[1], "s", "-"), "unsure": Look(GREY, "s", "-")}
    for ax, (claim, part) in zip(axes, parts.items(), strict=False):
        edges = part[["value", "low", "high"]].clip(-_EDGE, _EDGE)
        sure = (part["low"] > 0) | (part["high"] < 0)
        for key, mask in (("unsure", ~sure), ("sure", sure)):
            ax.vlines(part.index[mask], edges["low"][mask], edges["high"][mask],
                      color=PALE if key == "unsure" else "#9ecae1",
                      linewidth=max(0.3, 120 / len(part)), zorder=1)
            ax.plot(part.index[mask], edges["value"][mask], "s", color=looks[key].colour,
                    markersize=1.2, zorder=3)
        base = part.index[part["specification"] == 0]
        ax.plot(base, edges["value"][base], "D", color=COLOURS[4], markersize=4, zorder=4)
        draw_zero(ax, vertical=False)
        ax.set_ylim(-_EDGE, _EDGE)
        ax.set_xticks([])
        title = "\n".join(wrap(names[claim], _TITLE))
        ax.set_title(f"{title}\n{get_label(said[claim])}", fontsize="medium")
    hide_unused(axes, len(parts))
    figure.supylabel(get_label("log2_ratio"), fontsize="medium")
    figure.supxlabel(get_label("specifications"), fontsize="medium")
    place_legend(axes[0], {
        **{get_label(key): look for key, look in looks.items()},
        get_label("baseline"): Look(COLOURS[4], "D", ""),
    })
    return axes[0]


def plot_verdicts(verdicts: pd.DataFrame, *, names: Mapping[str, str]) -> Axes:
    """
    One row per claim: its estimate in the text, and how far all specifications take it.

    Parameters
    ----------
    verdicts : DataFrame, one row per claim (`specifications.judge_claims`)
        `claim`, `verdict`, `value`, `low`, `high`, `median`, `least`, `most`.
    names : mapping
        A reader's name of each claim.

    Returns
    -------
    Axes
    """
    columns = ["claim", "verdict", "value", "low", "high", "median", "least", "most"]
    check_drawable(verdicts, columns, "verdicts")
    if verdicts.empty:
        return draw_nothing()
    _, ax = make_figure(height_mm=26 + ROW_MM * len(verdicts))
    label_rows(ax, [names[claim] for claim in verdicts["claim"]])
    draw_zero(ax)
    look = Look(COLOURS[1], "o", "-")
    for at, row in enumerate(verdicts.to_dict("records")):
        value, low, high, median, least, most = (
            float(np.clip(row[name], -_EDGE, _EDGE)) for name in columns[2:]
        )
        ax.plot([least, most], [at, at], color=PALE, linewidth=5, solid_capstyle="butt", zorder=1.6)
        ax.plot(median, at, "|", color=GREY, markersize=7, zorder=1.8)
        draw_interval(ax, at, (value, low, high), look, hollow=row["verdict"] != "robust")
        ax.annotate(get_label(row["verdict"]), (1.01, at), xycoords=("axes fraction", "data"),
                    va="center", fontsize="small")
    ax.set_xlim(-_EDGE - 0.1, _EDGE + 0.1)
    ax.set_xlabel(get_label("log2_ratio"))
    place_legend(ax, {get_label("baseline"): look, get_label("range"): Look(PALE, "s", ""),
                      get_label("median"): Look(GREY, "|", "")})
    return ax


def plot_choices(table: pd.DataFrame, *, names: Mapping[str, str]) -> Axes:
    """
    What each option does to each claim: the median estimate with this option.

    Parameters
    ----------
    table : DataFrame, one row per claim, choice and option (`specifications.summarise_choices`)
        `claim`, `choice`, `option`, `median`.
    names : mapping
        A reader's name of each claim; others are left out.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["claim", "choice", "option", "median"], "choices")
    table = table[table["claim"].isin(list(names))]
    if table.empty:
        return draw_nothing()
    options = list(dict.fromkeys(zip(table["choice"], table["option"], strict=True)))
    looks = assign_looks([claim for claim in names if claim in set(table["claim"])])
    _, ax = make_figure(height_mm=26 + ROW_MM * len(options))
    label_rows(ax, [f"{get_option(choice)}: {get_option(option)}" for choice, option in options])
    draw_zero(ax)
    rows = {option: row for row, option in enumerate(options)}
    for claim, look in looks.items():
        part = table[table["claim"] == claim]
        at = [rows[key] for key in zip(part["choice"], part["option"], strict=True)]
        ax.plot(part["median"].clip(-_EDGE, _EDGE), at, look.marker, color=look.colour,
                markersize=4)
    ax.set_xlabel(get_label("median_change"))
    place_legend(ax, {names[claim]: look for claim, look in looks.items()})
    return ax
