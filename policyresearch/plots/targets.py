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
from policyresearch.plots.style import COLOURS, Look, assign_looks, get_language, make_figure
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


def plot_outcomes(table: pd.DataFrame, *, names: dict[str, str] | None = None) -> Axes:
    """
    What was promised and what was reported, promise by promise.

    Units differ, so each row has its own scale: the promised value stands at 100 and the
    reported one at its distance from it. The values themselves stand on the right.

    Parameters
    ----------
    table : DataFrame by `tables.PANEL`, in the order to draw
        Promises without a reported value that says anything of them, or of zero, have no
        distance to draw; their number stands below the figure.
    names : dict, optional
        Names of indicators by `indicator_id`, in place of the documents' words.

    Returns
    -------
    Axes
    """
    needed = ["doc_id", "indicator_id", "indicator", "scope", "promised", "unit", "year",
              "outcome", "outcome_year", "verdict"]
    check_drawable(table, needed, "outcomes")
    open_ = table["verdict"].isin(["not reported", "not due"])
    shown = table[table["outcome"].notna() & (table["promised"] != 0) & ~open_]
    if shown.empty:
        return draw_nothing()
    rows = shown.to_dict("records")
    _, ax = make_figure(height_mm=27 + ROW_MM * len(rows))
    label_rows(ax, [_name_row(row, names or {}) for row in rows])
    draw_zero(ax, 100)
    looks = assign_looks(sorted(set(shown["verdict"])))
    for at, row in enumerate(rows):
        look = looks[row["verdict"]]
        reached = 100 * row["outcome"] / row["promised"]
        ax.plot([100, reached], [at, at], color=look.colour, linewidth=1.2)
        ax.plot(reached, at, look.marker, color=look.colour, markersize=4)
        ax.annotate(
            f"{_write_value(row['promised'], row['unit'], row['year'])} → "
            f"{_write_value(row['outcome'], row['unit'], row['outcome_year'])}",
            (1.01, at), xycoords=("axes fraction", "data"), va="center", fontsize="small",
        )
    left = len(table) - len(shown)
    note = f"\n{get_label('without_report')}: {left:,}" if left else ""
    ax.set_xlabel(get_label("attainment") + note)
    place_legend(ax, {get_label(v): look for v, look in looks.items()})
    return ax


def _name_row(row: dict, names: dict[str, str]) -> str:
    name = names.get(row["indicator_id"], row["indicator"])
    return f"{name} ({row['scope']})" if row["scope"] else name


def _write_value(value: float, unit: str, year) -> str:
    text = f"{value:,.4g}{unit if get_language() == 'zh' or unit == '%' else ' ' + unit}".strip()
    return text if pd.isna(year) else f"{text} ({year})"
