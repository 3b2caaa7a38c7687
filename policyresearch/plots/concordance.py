"""Words in their context."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.marks import check_drawable, count_ems, draw_nothing
from policyresearch.plots.style import COLOURS, FONT_SIZE, GREY, WIDTHS_MM, make_figure

_POINTS_PER_MM = 72 / 25.4
_LINE_MM = 4.2


def plot_concordance(
    table: pd.DataFrame, *, by: str = "doc_id", names: dict | None = None
) -> Axes:
    """
    Keyword-in-context lines, the keywords below each other.

    Contexts are shortened at their outer ends to what the page holds.

    Parameters
    ----------
    table : DataFrame, one row per line, in the order to draw
        `by`, `left`, `keyword`, `right`, as of `concordance.build_concordance`.
    by : str
        Column whose value stands before each line, where it is another than on the line above.
    names : dict, optional
        Labels for the values of `by`; by default the values themselves.

    Returns
    -------
    Axes
    """
    check_drawable(table, [by, "left", "keyword", "right"], "concordance")
    if table.empty:
        return draw_nothing()
    labels = [str((names or {}).get(value, value)).replace("\n", " ") for value in table[by]]
    size = FONT_SIZE - 1
    _, ax = make_figure(height_mm=6 + _LINE_MM * len(table))
    # The page in points, so that text can be measured in characters.
    page = WIDTHS_MM["double"] * _POINTS_PER_MM - 12
    margin = size * (1 + max(map(count_ems, labels)))
    widest = size * max(map(count_ems, table["keyword"]))
    room = (page - margin - widest) / 2 - size
    centre = margin + room + size / 2 + widest / 2
    before = ""
    for at, (label, row) in enumerate(zip(labels, table.to_dict("records"), strict=True)):
        if label != before:
            ax.text(0, at, label, va="center", fontsize=size, color=GREY)
            if at:
                ax.axhline(at - 0.5, color=GREY, linewidth=0.4)
        before = label
        half = size * count_ems(row["keyword"]) / 2 + size / 3
        ends = {"ha": "right", "va": "center", "fontsize": size}
        ax.text(centre - half, at, _cut(row["left"][::-1], room / size)[::-1], **ends)
        ax.text(centre, at, row["keyword"], ha="center", va="center", fontsize=size,
                fontweight="bold", color=COLOURS[1])
        ax.text(centre + half, at, _cut(row["right"], room / size), **{**ends, "ha": "left"})
    ax.set_xlim(0, page)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.set_axis_off()
    return ax


def _cut(text: str, ems: float) -> str:
    """As much of the text as fits into that width."""
    end, used = 0, 0.0
    while end < len(text) and used + count_ems(text[end]) <= ems:
        used += count_ems(text[end])
        end += 1
    return text[:end]
