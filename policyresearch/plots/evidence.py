"""The kinds of evidence side by side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from policyresearch.plots.labels import get_label
from policyresearch.plots.marks import (
    ROW_MM,
    check_drawable,
    draw_interval,
    draw_nothing,
    draw_zero,
    label_rows,
    place_legend,
)
from policyresearch.plots.style import COLOURS, GREY, Look, make_figure

# Changes further out stand at the edge.
_EDGE = 4.0


def plot_evidence(
    evidence: pd.DataFrame, findings: pd.DataFrame, *, names: Mapping[str, str]
) -> Axes:
    """
    One row per theme, one panel per kind of evidence: its change with interval.

    Parameters
    ----------
    evidence : DataFrame, one row per theme and kind (`synthesis.gather_evidence`)
        `theme`, `kind`, `value`, `low`, `high`, `direction`. Hollow: the interval holds zero.
        An empty place: nothing to compare.
    findings : DataFrame, one row per theme told, in the order to draw (`choose_findings`)
        `theme`, `certainty`, written on the right. The other themes follow.
    names : mapping
        A reader's name of each theme.

    Returns
    -------
    Axes
        The first panel.
    """
    check_drawable(evidence, ["theme", "kind", "value", "low", "high", "direction"], "evidence")
    if evidence.empty:
        return draw_nothing()
    sure = findings.set_index("theme")["certainty"].to_dict()
    order = [*sure, *(theme for theme in dict.fromkeys(evidence["theme"]) if theme not in sure)]
    kinds = list(dict.fromkeys(evidence["kind"]))
    _, axes = make_figure(height_mm=32 + ROW_MM * len(order), columns=len(kinds), sharey=True)
    looks = {True: Look(COLOURS[1], "o", "-"), False: Look(GREY, "o", "-")}
    for ax, kind in zip(axes, kinds, strict=True):
        label_rows(ax, [names[theme] for theme in order])
        draw_zero(ax)
        own = evidence[evidence["kind"] == kind].set_index("theme")
        for at, theme in enumerate(order):
            row = own.loc[theme]
            value, low, high = (np.clip(row[end], -_EDGE, _EDGE)
                                for end in ("value", "low", "high"))
            clear = bool(row["direction"])
            draw_interval(ax, at, (value, low, high), looks[clear], hollow=not clear)
        ax.set_xticks(np.arange(-_EDGE, _EDGE + 1, 2))
        ax.set_xlim(-_EDGE - 0.3, _EDGE + 0.3)
        ax.set_title(get_label(f"evidence_{kind}"), fontsize="medium")
    for at, theme in enumerate(order):
        if theme in sure:
            axes[-1].annotate(get_label(sure[theme]), (1.03, at), fontsize="small",
                              xycoords=("axes fraction", "data"), va="center")
    axes[0].get_figure().supxlabel(get_label("log2_change"), fontsize="medium")
    place_legend(axes[0], {get_label("sure"): looks[True], get_label("unsure"): looks[False]},
                 hollow=[get_label("unsure")])
    return axes[0]
