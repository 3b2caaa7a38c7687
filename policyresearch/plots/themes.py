"""Themes: shares of attention in each document, and by what its sections do."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import get_label, name_documents
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    label_rows,
    place_legend,
    spread_rows,
)
from policyresearch.plots.style import assign_looks, make_figure


def plot_attention(
    table: pd.DataFrame, *, documents: pd.DataFrame, names: Mapping[str, str]
) -> Axes:
    """
    Share of each document that a theme takes, with intervals.

    Parameters
    ----------
    table : DataFrame, one row per document and theme
        `doc_id`, `theme`, `share` (0 to 1), `low`, `high`.
    documents : DataFrame
        `tables.DOCUMENTS`.
    names : mapping
        A reader's name of each theme; themes without one are left out.

    Returns
    -------
    Axes
    """
    columns = ["doc_id", "theme", "share", "low", "high"]
    check_drawable(table, columns, "attention")
    return _draw_shares(table.rename(columns={"doc_id": "series"}), names,
                        name_documents(documents, with_kind=False))


def plot_attention_by_role(table: pd.DataFrame, *, names: Mapping[str, str]) -> Axes:
    """
    Share of the text of each role that a theme takes, one panel per wave.

    Parameters
    ----------
    table : DataFrame, one row per wave, role and theme
        `wave`, `role`, `theme`, `share` (0 to 1), `low`, `high`.
    names : mapping
        A reader's name of each theme; themes without one are left out.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(table, ["wave", "role", "theme", "share", "low", "high"], "attention by role")
    table = table.rename(columns={"role": "series"})
    roles = {role: get_label(role) for role in dict.fromkeys(table["series"])}
    panels = {str(wave): part for wave, part in table.groupby("wave", sort=True)}
    return _draw_shares(table, names, roles, panels=panels)


def _draw_shares(
    table: pd.DataFrame,
    names: Mapping[str, str],
    series: Mapping[str, str],
    *,
    panels: Mapping[str, pd.DataFrame] | None = None,
) -> Axes:
    """Themes as rows, series side by side within a row; panels share rows and scale."""
    table = table[table["theme"].isin(list(names))]
    if table.empty:
        return draw_nothing()
    panels = panels or {"": table}
    themes = [theme for theme in names if theme in set(table["theme"])]
    looks = assign_looks([name for name in series if name in set(table["series"])])
    height = 26 + (ROW_MM + 1.2 * (len(looks) - 1)) * len(themes)
    _, axes = make_figure(height_mm=height, columns=len(panels), squeeze=False, sharey=True,
                          sharex=True)
    places = spread_rows(len(themes), len(looks))
    columns = {name: column for column, name in enumerate(looks)}
    for ax, (title, part) in zip(axes[0], panels.items(), strict=True):
        label_rows(ax, [names[theme] for theme in themes])
        for row in part[part["theme"].isin(themes)].to_dict("records"):
            at = places[themes.index(row["theme"]), columns[row["series"]]]
            estimate = (100 * row["share"], 100 * row["low"], 100 * row["high"])
            draw_interval(ax, at, estimate, looks[row["series"]])
        ax.set_xlim(left=0)
        ax.set_title(title)
    axes[0][len(panels) // 2].set_xlabel(get_label("share"))
    place_legend(axes[0][0], {series[name]: look for name, look in looks.items()})
    return axes[0][0]
