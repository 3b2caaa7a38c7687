"""Themes: shares of attention, document by document or wave by wave."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.digits import settle
from policyresearch.plots.labels import get_label, name_documents, name_groups
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    draw_zero,
    label_rows,
    place_legend,
    spread_rows,
)
from policyresearch.plots.style import COLOURS, GREY, Look, assign_looks, make_figure


def plot_attention(
    table: pd.DataFrame, *, documents: pd.DataFrame, names: Mapping[str, str]
) -> Axes:
    """
    Share of the text that a theme takes, with intervals; one panel per role if roles are told.

    Parameters
    ----------
    table : DataFrame, one row per group and theme (`coding.estimate_attention`)
        `doc_id` or `wave`, `theme`, `share` (0 to 1), `low`, `high`, and perhaps `role`.
    documents : DataFrame
        `tables.DOCUMENTS`.
    names : mapping
        A reader's name of each theme, in the order drawn; others are left out.

    Returns
    -------
    Axes
        The first panel.
    """
    group = "doc_id" if "doc_id" in table else "wave"
    check_drawable(table, [group, "theme", "share", "low", "high"], "attention")
    table = table[table["theme"].isin(list(names))]
    if table.empty:
        return draw_nothing()
    series = name_groups(table, documents)
    panels = dict(list(table.groupby("role", sort=False))) if "role" in table else {"": table}
    looks = assign_looks(series)
    height = 26 + (ROW_MM + 1.2 * (len(looks) - 1)) * len(names)
    _, axes = make_figure(height_mm=height, columns=len(panels), squeeze=False, sharey=True)
    places = spread_rows(len(names), len(looks))
    rows = {theme: row for row, theme in enumerate(names)}
    columns = {name: column for column, name in enumerate(looks)}
    for ax, (role, part) in zip(axes[0], panels.items(), strict=True):
        label_rows(ax, list(names.values()))
        for row in part.to_dict("records"):
            at = places[rows[row["theme"]], columns[row[group]]]
            estimate = (100 * row["share"], 100 * row["low"], 100 * row["high"])
            draw_interval(ax, at, estimate, looks[row[group]])
        ax.set_xlim(left=0)
        ax.set_title(get_label(role) if role else "")
    axes[0][len(panels) // 2].set_xlabel(get_label("share_of_text"))
    place_legend(axes[0][0], {series[name]: look for name, look in looks.items()})
    return axes[0][0]


def plot_change(table: pd.DataFrame, *, names: Mapping[str, str]) -> Axes:
    """
    Change of attention to each theme in percentage points; hollow where corrected p ≥ 0.05.

    Parameters
    ----------
    table : DataFrame, one row per theme (`coding.compare_ends`)
        `theme`, `difference`, `low`, `high` (0 to 1), `p_holm`, `left_wave`, `right_wave`.
    names : mapping
        A reader's name of each theme; others are left out.

    Returns
    -------
    Axes
    """
    columns = ["theme", "difference", "low", "high", "p_holm", "left_wave", "right_wave"]
    check_drawable(table, columns, "change of attention")
    table = table[table["theme"].isin(list(names))]
    if table.empty:
        return draw_nothing()
    table = table.sort_values("difference", ascending=False, kind="stable", key=settle)
    _, ax = make_figure(height_mm=18 + ROW_MM * len(table))
    label_rows(ax, [names[theme] for theme in table["theme"]])
    draw_zero(ax)
    look = Look(COLOURS[1], "o", "")
    for at, row in enumerate(table.to_dict("records")):
        estimate = (100 * row["difference"], 100 * row["low"], 100 * row["high"])
        draw_interval(ax, at, estimate, look, hollow=not row["p_holm"] < 0.05)
    first, last = table["left_wave"].iloc[0], table["right_wave"].iloc[0]
    ax.set_xlabel(f"{get_label('change_points')}: {first} → {last}")
    return ax


def plot_divergence(table: pd.DataFrame, *, documents: pd.DataFrame) -> Axes:
    """
    Divergence of every two documents or waves, beside what chance would give.

    Parameters
    ----------
    table : DataFrame, one row per pair (`coding.measure_divergence`)
        `doc_id` or `wave`, `other`, `divergence`, `expected` (bits), `p`.
    documents : DataFrame
        `tables.DOCUMENTS`.

    Returns
    -------
    Axes
    """
    group = "doc_id" if "doc_id" in table else "wave"
    check_drawable(table, [group, "other", "divergence", "expected", "p"], "divergence")
    if table.empty:
        return draw_nothing()
    names = name_documents(documents, with_kind=False) if group == "doc_id" else {}
    table = table.sort_values("divergence", ascending=False, kind="stable", key=settle)
    _, ax = make_figure(height_mm=24 + ROW_MM * len(table))
    pairs = zip(table[group], table["other"], strict=True)
    label_rows(ax, [f"{names.get(a, a)} – {names.get(b, b)}" for a, b in pairs])
    found, chance = Look(COLOURS[1], "o", ""), Look(GREY, "|", "")
    for at, row in enumerate(table.to_dict("records")):
        ax.plot([row["expected"], row["divergence"]], [at, at], color=GREY, linewidth=0.8)
        draw_interval(ax, at, (row["expected"], float("nan"), float("nan")), chance)
        draw_interval(ax, at, (row["divergence"], float("nan"), float("nan")), found,
                      hollow=not row["p"] < 0.05)
    ax.set_xlim(left=0)
    ax.set_xlabel(get_label("whole_divergence"))
    place_legend(ax, {get_label("between"): found, get_label("by_chance"): chance})
    return ax


def plot_agreement(table: pd.DataFrame, *, names: Mapping[str, str]) -> Axes:
    """
    Which theme the coding gives to text of each true theme: cells hold units, shades shares.

    Parameters
    ----------
    table : DataFrame, one row per true and coded theme (`themes.Agreement.table`)
        `truth`, `coded`, `units`.
    names : mapping
        A reader's name of each theme.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["truth", "coded", "units"], "agreement")
    if table.empty:
        return draw_nothing()
    wide = table.pivot(index="truth", columns="coded", values="units")
    wide = wide.loc[[n for n in names if n in wide.index], [n for n in names if n in wide.columns]]
    shares = wide.div(wide.sum(axis=1), axis=0)
    _, ax = make_figure(height_mm=52 + 5.6 * len(wide))
    ax.imshow(shares.to_numpy(), cmap="Blues", vmin=0, vmax=1.2, aspect="auto")
    for row, counts in enumerate(wide.to_numpy()):
        for column, units in enumerate(counts):
            if units:
                ax.text(column, row, f"{units}", ha="center", va="center", fontsize="small")
    ax.set_xticks(range(wide.shape[1]), [names[n] for n in wide.columns], rotation=45,
                  ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(wide)), [names[n] for n in wide.index])
    ax.tick_params(length=0)
    ax.set_xlabel(get_label("coded"))
    ax.set_ylabel(get_label("by_heading"))
    return ax


def plot_influence(table: pd.DataFrame, *, names: Mapping[str, str], rows: int = 15) -> Axes:
    """
    How much the share of a theme changes if one term is left out, the most influential terms.

    Parameters
    ----------
    table : DataFrame, one row per term, the most influential first (`coding.drop_each_term`)
        `term`, `theme`, `change` (−1 to 1).
    names : mapping
        A reader's name of each theme.
    rows : int
        Terms drawn.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["term", "theme", "change"], "influence of terms")
    top = table.head(rows).to_dict("records")
    if not top:
        return draw_nothing()
    _, ax = make_figure(height_mm=18 + ROW_MM * len(top))
    label_rows(ax, [f"{row['term']} ({names.get(row['theme'], row['theme'])})" for row in top])
    draw_zero(ax)
    look = Look(COLOURS[1], "o", "")
    for at, row in enumerate(top):
        draw_interval(ax, at, (100 * row["change"], float("nan"), float("nan")), look)
    ax.set_xlabel(get_label("change_points"))
    return ax
