"""Where documents share passages."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from policyresearch.digits import settle
from policyresearch.plots.labels import get_label, name_documents
from policyresearch.plots.marks import check_drawable, draw_nothing
from policyresearch.plots.style import COLOURS, PALE, make_figure

# Tracks that one page holds; beyond, the pairs that share most.
_TRACKS = 30
_TRACK_MM = 4.6


def plot_reuse(
    passages: pd.DataFrame, shares: pd.DataFrame, *, documents: pd.DataFrame
) -> Axes:
    """
    A track for each document and other document: where in the text it shares passages.

    Parameters
    ----------
    passages : DataFrame, one row per passage of a pair (`reuse.find_passages`)
        `doc_id`, `other`, `start`, `end`, `other_start`, `other_end`.
    shares : DataFrame, one row per document and other document (`reuse.measure_reuse`)
        `doc_id`, `other`, `share`.
    documents : DataFrame
        `tables.DOCUMENTS`, for names and the length of the texts.

    Returns
    -------
    Axes
    """
    check_drawable(passages, ["doc_id", "other", "start", "end", "other_start", "other_end"],
                   "reuse")
    check_drawable(shares, ["doc_id", "other", "share"], "reuse")
    pairs = shares[shares["other"] != ""]
    if pairs.empty:
        return draw_nothing()
    kept = settle(pairs["share"]).rank(method="first", ascending=False) <= _TRACKS
    pairs = pairs[kept]
    names = name_documents(documents, with_kind=False)
    lengths = documents.set_index("doc_id")["chars"]
    groups = list(dict.fromkeys(pairs["doc_id"]))
    rows = [*pairs.groupby("doc_id", sort=False)]
    _, ax = make_figure(height_mm=18 + _TRACK_MM * (len(pairs) + len(groups)))
    at, ticks = 0, []
    for group, part in rows:
        ax.text(0, at, names[group], fontweight="bold", va="center", ha="left")
        at += 1
        for row in part.to_dict("records"):
            ax.barh(at, 100, height=0.55, color=PALE, linewidth=0)
            for start, end in _list_spans(passages, group, row["other"]):
                ax.barh(at, 100 * (end - start) / lengths[group], height=0.75,
                        left=100 * start / lengths[group], color=COLOURS[1],
                        edgecolor=COLOURS[1], linewidth=0.4)
            ax.text(101, at, f"{100 * row['share']:.1f}%", va="center")
            ticks.append((at, names[row["other"]]))
            at += 1
    ax.set_yticks([t for t, _ in ticks], [name for _, name in ticks])
    ax.set_ylim(at - 0.4, -0.6)
    ax.set_xlim(0, 100)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(get_label("place_in_text"))
    ax.set_ylabel(get_label("shared_with"))
    return ax


def _list_spans(passages: pd.DataFrame, doc_id: str, other: str) -> list[tuple[int, int]]:
    own = passages[(passages["doc_id"] == doc_id) & (passages["other"] == other)]
    turned = passages[(passages["doc_id"] == other) & (passages["other"] == doc_id)]
    return [*zip(own["start"], own["end"], strict=True),
            *zip(turned["other_start"], turned["other_end"], strict=True)]
