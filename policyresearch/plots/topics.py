"""Topics: the words that make them and the share of each document they take."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import get_label, name_groups
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    hide_unused,
    label_rows,
    place_legend,
    spread_rows,
)
from policyresearch.plots.style import COLOURS, GREY, PALE, assign_looks, make_figure


def plot_topic_shares(table: pd.DataFrame, *, documents: pd.DataFrame) -> Axes:
    """
    Share of each document or wave that a topic takes, with intervals.

    Parameters
    ----------
    table : DataFrame, one row per topic and group
        `label` (of the topic), `doc_id` or `wave`, `share` (0 to 1), `low`, `high`.
    documents : DataFrame
        `tables.DOCUMENTS`.

    Returns
    -------
    Axes
    """
    group = "doc_id" if "doc_id" in table else "wave"
    check_drawable(table, ["label", group, "share", "low", "high"], "topic shares")
    if table.empty:
        return draw_nothing()
    names = name_groups(table, documents)
    looks = assign_looks(names)
    topics = list(dict.fromkeys(table["label"]))
    _, ax = make_figure(height_mm=26 + (ROW_MM + 1.2 * (len(looks) - 1)) * len(topics))
    label_rows(ax, topics)
    places = spread_rows(len(topics), len(looks))
    columns = {name: column for column, name in enumerate(looks)}
    for row in table.to_dict("records"):
        at = places[topics.index(row["label"]), columns[row[group]]]
        estimate = (100 * row["share"], 100 * row["low"], 100 * row["high"])
        draw_interval(ax, at, estimate, looks[row[group]])
    ax.set_xlim(left=0)
    ax.set_xlabel(get_label("share" if group == "doc_id" else "share_of_text"))
    place_legend(ax, {names[name]: look for name, look in looks.items()})
    return ax


def plot_topic_numbers(table: pd.DataFrame, *, chosen: int) -> Axes:
    """
    What each number of topics is worth by each criterion, with the spread over seeds.

    Parameters
    ----------
    table : DataFrame, one row per criterion and number of topics
        `criterion` (a key of the labels), `n_topics`, `mean`, `low`, `high`.
    chosen : int
        The number that was chosen; a line marks it.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(table, ["criterion", "n_topics", "mean", "low", "high"], "topic numbers")
    if table.empty:
        return draw_nothing()
    parts = dict(list(table.groupby("criterion", sort=False)))
    columns = min(4, len(parts))
    rows = -(-len(parts) // columns)
    figure, axes = make_figure(height_mm=10 + 42 * rows, rows=rows, columns=columns,
                               squeeze=False)
    axes = np.ravel(axes)
    for ax, (criterion, part) in zip(axes, parts.items(), strict=False):
        numbers = part["n_topics"]
        ax.fill_between(numbers, part["low"], part["high"], color=PALE, linewidth=0)
        ax.plot(numbers, part["mean"], "o-", color=COLOURS[1], markersize=3)
        ax.axvline(chosen, color=GREY, linewidth=0.8, linestyle="--")
        ax.set_title(get_label(criterion))
        ax.locator_params(axis="y", nbins=4)
    hide_unused(axes, len(parts))
    figure.supxlabel(get_label("n_topics"), fontsize="medium")
    return axes[0]


def plot_topic_terms(table: pd.DataFrame, *, columns: int = 4) -> Axes:
    """
    The heaviest terms of each topic.

    Parameters
    ----------
    table : DataFrame, one row per topic and term, heaviest first within a topic
        `label` (of the topic), `term`, `weight`, `stable` (absent: all are).
    columns : int
        Panels side by side.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(table, ["label", "term", "weight"], "topic terms")
    if table.empty:
        return draw_nothing()
    parts = dict(list(table.groupby("label", sort=False)))
    columns = min(columns, len(parts))
    rows = -(-len(parts) // columns)
    depth = max(len(part) for part in parts.values())
    figure, axes = make_figure(height_mm=12 + rows * (14 + 3.7 * depth), rows=rows,
                               columns=columns, squeeze=False, sharex=False)
    axes = np.ravel(axes)
    for ax, (label, part) in zip(axes, parts.items(), strict=False):
        stable = "stable" not in part or bool(part["stable"].iloc[0])
        look = {"color": COLOURS[1]} if stable else {"color": PALE, "hatch": "////",
                                                     "edgecolor": GREY}
        ax.barh(range(len(part)), part["weight"], height=0.62, **look)
        ax.set_yticks(range(len(part)), part["term"])
        ax.set_ylim(depth - 0.5, -0.5)
        ax.tick_params(axis="y", length=0)
        ax.set_title(label if stable else f"{label}\n{get_label('unstable')}")
        ax.locator_params(axis="x", nbins=3)
    hide_unused(axes, len(parts))
    figure.supxlabel(get_label("weight"), fontsize="medium")
    return axes[0]
