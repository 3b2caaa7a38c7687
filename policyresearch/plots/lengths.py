"""What the corpus is made of."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import get_label, name_documents
from policyresearch.plots.marks import check_drawable, draw_nothing, label_rows, measure_rows
from policyresearch.plots.style import make_figure
from policyresearch.tables import ROLES

# Strong for goals and measures, pale for what is not policy text.
_COLOURS = dict(
    zip(ROLES, ("#E69F00", "#0072B2", "#56B4E9", "#d9d9d9", "#f4f4f4", "#ffffff"), strict=True)
)
_HATCHES = dict(zip(ROLES, ("////", "", "....", "", "xxxx", "----"), strict=True))


def plot_lengths(table: pd.DataFrame, *, documents: pd.DataFrame) -> Axes:
    """
    Length of each document, divided by what its sections do.

    Parameters
    ----------
    table : DataFrame, one row per document and role
        `doc_id`, `role`, `tokens` (`composition.count_lengths`).
    documents : DataFrame
        `tables.DOCUMENTS`; its order is the order of the bars.

    Returns
    -------
    Axes
    """
    check_drawable(table, ["doc_id", "role", "tokens"], "lengths")
    if table.empty:
        return draw_nothing()
    names = name_documents(documents)
    figure, ax = make_figure(height_mm=22 + measure_rows(names))
    rows = {doc_id: row for row, doc_id in enumerate(names)}
    left = dict.fromkeys(rows, 0)
    present = [role for role in ROLES if table.loc[table["role"] == role, "tokens"].sum()]
    label_rows(ax, list(names.values()))
    for role in present:
        part = table[table["role"] == role]
        ax.barh(
            [rows[d] for d in part["doc_id"]], part["tokens"],
            left=[left[d] for d in part["doc_id"]], height=0.62, color=_COLOURS[role],
            edgecolor="#333333", hatch=_HATCHES[role], label=get_label(role),
            linewidth=0.5, zorder=2,
        )
        for doc_id, tokens in zip(part["doc_id"], part["tokens"], strict=True):
            left[doc_id] += tokens
    for doc_id, row in rows.items():
        ax.annotate(f"{left[doc_id]:,}", (left[doc_id], row), xytext=(4, 0),
                    textcoords="offset points", va="center", fontsize="small")
    ax.set_xlim(0, max(left.values()) * 1.08)
    ax.set_xlabel(get_label("tokens"))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    # All roles side by side are wider than a page.
    figure.legend(loc="outside upper center", ncols=min(3, len(present)), handlelength=2.2,
                  handleheight=1.1)
    return ax
