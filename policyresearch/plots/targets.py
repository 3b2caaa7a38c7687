"""Target values: how many, how hard, and what came of them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import get_label, name_documents
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    draw_zero,
    label_rows,
    place_legend,
)
from policyresearch.plots.style import COLOURS, GREY, Look, assign_looks, make_figure
from policyresearch.tables import STATUSES

_COLOURS = dict(zip(STATUSES, ("#0072B2", "#E69F00", "#e3e3e3"), strict=True))
_HATCHES = dict(zip(STATUSES, ("", "////", "...."), strict=True))


def plot_statuses(table: pd.DataFrame, *, documents: pd.DataFrame) -> Axes:
    """
    Number of values in each document: promised, reached, or serving another value.

    Parameters
    ----------
    table : DataFrame, one row per document and status, zeros included
        `doc_id`, `status`, `values`.
    documents : DataFrame
        `tables.DOCUMENTS`.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["doc_id", "status", "values"], "statuses")
    if table.empty:
        return draw_nothing()
    names = name_documents(documents)
    wide = table.pivot(index="doc_id", columns="status", values="values")
    wide = wide.reindex(index=list(names), columns=list(STATUSES))
    figure, ax = make_figure(height_mm=22 + 9.5 * len(names))
    label_rows(ax, list(names.values()))
    left = pd.Series(0, index=wide.index)
    for status in STATUSES:
        ax.barh(range(len(wide)), wide[status], left=left, height=0.62, zorder=2,
                color=_COLOURS[status], hatch=_HATCHES[status],
                edgecolor="#333333", linewidth=0.5, label=get_label(status))
        left = left + wide[status]
    for at, (total, promised) in enumerate(zip(left, wide["target"], strict=True)):
        note = f"{total:.0f}" if promised else f"{total:.0f}  ({get_label('states_none')})"
        ax.annotate(note, (total, at), xytext=(4, 0), textcoords="offset points", va="center",
                    fontsize="small")
    ax.set_xlim(0, max(1, left.max()) * 1.16)
    ax.set_xlabel(get_label("values"))
    figure.legend(loc="outside upper center", ncols=3, handlelength=2.2, handleheight=1.1)
    return ax


def plot_hardness(table: pd.DataFrame, *, documents: pd.DataFrame) -> Axes:
    """
    How hard the promises are: numeric targets per length, and commitments with a number.

    Parameters
    ----------
    table : DataFrame, one row per document
        `doc_id`, `targets_per_10k`, `low`, `high`; `numeric_share`, `numeric_low`,
        `numeric_high` (0 to 1). A document that states no numeric target has 0; one
        whose values could not be extracted has a missing value, and nothing is drawn.
    documents : DataFrame
        `tables.DOCUMENTS`.

    Returns
    -------
    Axes
        The first panel.
    """
    first = ["targets_per_10k", "low", "high"]
    second = ["numeric_share", "numeric_low", "numeric_high"]
    panels = [first, second] if "numeric_share" in table else [first]
    check_drawable(table, ["doc_id", *(name for panel in panels for name in panel)], "hardness")
    if table.empty:
        return draw_nothing()
    names = name_documents(documents)
    _, axes = make_figure(height_mm=18 + 9.5 * len(names), columns=len(panels),
                               sharey=True, squeeze=False)
    look = Look(COLOURS[1], "o", "-", "")
    rows = {doc_id: at for at, doc_id in enumerate(names)}
    for ax, columns in zip(axes[0], panels, strict=True):
        label_rows(ax, list(names.values()))
        scale = 100 if columns is second else 1
        for row in table.to_dict("records"):
            estimate = tuple(scale * row[name] for name in columns)
            none = estimate[0] == 0
            draw_interval(ax, rows[row["doc_id"]], estimate, look, hollow=none)
            if none and columns is first:
                ax.annotate(get_label("states_none"), (0, rows[row["doc_id"]]), xytext=(6, 0),
                            textcoords="offset points", va="center", fontsize="small")
        ax.set_xlim(left=-0.02 * ax.get_xlim()[1])
        ax.set_xlabel(get_label(columns[0]))
    return axes[0, 0]


def plot_outcomes(table: pd.DataFrame) -> Axes:
    """
    What was promised and what was reported, indicator by indicator.

    Units differ, so the promised value stands at 100 and the reported one beside it; the
    values as written stand on the right.

    Parameters
    ----------
    table : DataFrame, one row per indicator followed, in the order to draw
        `indicator`, `attainment_pct` (reported as % of promised), `promised`, `reported`
        (as written, with unit), `promised_year`, `reported_year`, `verdict`.

    Returns
    -------
    Axes
    """
    needed = ["indicator", "attainment_pct", "promised", "reported", "promised_year",
              "reported_year", "verdict"]
    check_drawable(table, needed, "outcomes")
    if table.empty:
        return draw_nothing()
    _, ax = make_figure(height_mm=24 + ROW_MM * 1.3 * len(table))
    label_rows(ax, list(table["indicator"]))
    draw_zero(ax, 100)
    looks = assign_looks(table["verdict"])
    for at, row in enumerate(table.to_dict("records")):
        look = looks[row["verdict"]]
        ax.plot([100, row["attainment_pct"]], [at, at], color=look.colour, linewidth=1.2)
        ax.plot(100, at, "|", color=GREY, markersize=7)
        ax.plot(row["attainment_pct"], at, look.marker, color=look.colour, markersize=4)
        ax.annotate(
            f"{row['promised']} ({row['promised_year']}) → "
            f"{row['reported']} ({row['reported_year']})",
            (1.01, at), xycoords=("axes fraction", "data"), va="center", fontsize="small",
        )
    ax.set_xlabel(get_label("attainment"))
    place_legend(ax, {get_label(v): look for v, look in looks.items()})
    return ax
