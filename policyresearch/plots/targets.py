"""Target values: how many, how hard, and what came of them."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from policyresearch.plots.labels import get_label, name_documents
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    choose_ticks,
    draw_interval,
    draw_nothing,
    draw_zero,
    hide_unused,
    label_rows,
    measure_rows,
    place_legend,
)
from policyresearch.plots.style import (
    COLOURS,
    FONT_SIZE,
    GREY,
    Look,
    assign_looks,
    get_language,
    make_figure,
)
from policyresearch.tables import STATUSES

_COLOURS = dict(zip(STATUSES, ("#0072B2", "#E69F00", "#e3e3e3"), strict=True))
# Small multiples side by side on a page.
_TIMELINES = 4
_TICKS = 4
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
    figure, ax = make_figure(height_mm=22 + measure_rows(names))
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
        `numeric_high` (0 to 1); `f1`, `f1_low`, `f1_high` of the extraction, where known. A
        document that states no numeric target has 0; one
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
    third = ["f1", "f1_low", "f1_high"]
    # Without records made by hand there is no error to show.
    panels = [first, *(columns for columns in (second, third)
                       if columns[0] in table and table[columns[0]].notna().any())]
    check_drawable(table, ["doc_id", *(name for panel in panels for name in panel)], "hardness")
    if table.empty:
        return draw_nothing()
    names = name_documents(documents)
    _, axes = make_figure(height_mm=18 + measure_rows(names), columns=len(panels),
                               sharey=True, squeeze=False)
    look = Look(COLOURS[1], "o", "-")
    rows = {doc_id: at for at, doc_id in enumerate(names)}
    for ax, columns in zip(axes[0], panels, strict=True):
        label_rows(ax, list(names.values()))
        scale = 100 if columns is second else 1
        for row in table.to_dict("records"):
            estimate = tuple(scale * row[name] for name in columns)
            none = estimate[0] == 0 and columns is not third
            draw_interval(ax, rows[row["doc_id"]], estimate, look, hollow=none)
            if none and columns is first:
                end = max(value for value in estimate if not pd.isna(value))
                ax.annotate(get_label("states_none"), (end, rows[row["doc_id"]]), xytext=(6, 0),
                            textcoords="offset points", va="center", fontsize="small")
        if columns is third:
            ax.set_xlim(min(0.9, table[columns].min().min()) - 0.01, 1.01)
        else:
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
    label_rows(ax, _name_rows(rows, names or {}))
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


def _name_rows(rows: list[dict], names: dict[str, str]) -> list[str]:
    """Names with their scope; the document too where two rows would else be named alike."""
    plain = [names.get(row["indicator_id"], row["indicator"]) for row in rows]
    plain = [f"{name} ({row['scope']})" if row["scope"] else name
             for name, row in zip(plain, rows, strict=True)]
    return [f"{name}, {row['doc_id']}" if plain.count(name) > 1 else name
            for name, row in zip(plain, rows, strict=True)]


def _write_value(value: float, unit: str, year) -> str:
    text = f"{value:,.4g}{unit if get_language() == 'zh' or unit == '%' else ' ' + unit}".strip()
    return text if pd.isna(year) else f"{text} ({year})"


def plot_timelines(
    table: pd.DataFrame, *, documents: pd.DataFrame, names: dict[str, str] | None = None
) -> Axes:
    """
    Indicators through the documents of a place: promises as hollow marks, reports as full ones.

    A dotted line leads from the year a promise was made to the year it was made for; the
    solid line joins what was reported. Up to seven documents are told apart.

    Parameters
    ----------
    table : DataFrame of `targets.traces.order_timelines`
    documents : DataFrame
        `tables.DOCUMENTS`.
    names : dict, optional
        Names of indicators by `indicator_id`.

    Returns
    -------
    Axes
        The first panel.
    """
    keys = ["place", "indicator_id", "measure", "amount_unit"]
    check_drawable(table, [*keys, "year", "amount", "status", "doc_id", "told"], "timelines")
    if table.empty:
        return draw_nothing()
    traces = list(table.groupby(keys, sort=False))
    columns = min(_TIMELINES, len(traces))
    rows = -(-len(traces) // columns)
    _, axes = make_figure(height_mm=22 + 36 * rows, rows=rows, columns=columns, squeeze=False)
    several = table["place"].nunique() > 1
    named = name_documents(documents, with_kind=False)
    looks = assign_looks([doc_id for doc_id in named if doc_id in set(table["doc_id"])])
    many = len(looks) > len(COLOURS)
    if many:  # no reader tells so many documents apart
        looks = dict.fromkeys(looks, Look(COLOURS[1], "o", "-"))
    waves = sorted(set(table["told"].astype(int)))
    span = (min(table["year"].min(), table["told"].min()) - 0.6,
            max(table["year"].max(), table["told"].max()) + 0.6)
    for ax, ((place, indicator_id, measure, unit), part) in zip(axes.flat, traces, strict=False):
        reported = part[part["status"] == "outcome"].sort_values("year")
        ax.plot(reported["year"].astype(float), reported["amount"], color=GREY, linewidth=0.9)
        for row in part.to_dict("records"):
            look = looks[row["doc_id"]]
            promised = row["status"] == "target"
            if promised and row["told"] < row["year"]:
                ax.plot([row["told"], row["year"]], [row["amount"]] * 2, ":", color=look.colour,
                        linewidth=1.0)
            ax.plot(row["year"], row["amount"], look.marker, color=look.colour, markersize=4.5,
                    markerfacecolor="white" if promised else look.colour, zorder=3)
        name = (names or {}).get(indicator_id, indicator_id)
        ax.set_title("\n".join(wrap_title(f"{place} {name}" if several else name)))
        ax.set_ylabel(f"{unit} ({get_label(measure)})" if measure == "growth" else unit)
        ax.set_xlim(span)
        if len(waves) <= _TICKS:
            ax.set_xticks(choose_ticks(waves, span, room=_TICKS))
        else:
            ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=_TICKS))
        ax.margins(y=0.2)
        ax.grid(axis="y")
    hide_unused(list(axes.flat), len(traces))
    if not many:
        place_legend(axes[0, 0], {named[doc_id]: look for doc_id, look in looks.items()})
    axes[0, 0].get_figure().supxlabel(get_label("promised_reported"), fontsize=FONT_SIZE)
    return axes[0, 0]


def wrap_title(text: str) -> list[str]:
    """A title in lines that fit a small panel."""
    width = 11 if get_language() == "zh" else 24
    return wrap(text, width)
