"""One indicator through the documents of a place: what was promised when, what was reported."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.targets.indicators import is_implied
from policyresearch.targets.panel import is_averaged, is_made

COLUMNS = ["place", "indicator_id", "measure", "amount_unit", "year", "amount", "relation",
           "status", "doc_id", "n", "told"]


def order_timelines(
    targets: pd.DataFrame, documents: pd.DataFrame, *, limit: int = 8
) -> pd.DataFrame:
    """
    Follow indicators that more than one document of a place speaks of and one promises.

    Only values of one measure and unit and for the whole place stand in one trace; yearly
    means and counts of one year's work are left out.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)
    limit : int
        Traces kept: those with most values first, else in the order of `targets`.

    Returns
    -------
    DataFrame, one row per value, trace by trace and by year
        `place`, `indicator_id`, `measure`, `amount_unit`, `year`, `amount`, `relation`,
        `status`, `doc_id`, `n`, `told` (year of the document).
    """
    facts = documents.set_index("doc_id")[["place", "wave"]]
    kept = targets[
        (targets["indicator_id"] != "") & targets["status"].isin(["target", "outcome"])
        & targets["year"].notna()
    ].join(facts, on="doc_id")
    whole = [
        (not scope or is_implied(scope, indicator_id)) and not is_averaged(quote)
        and not (measure == "level" and is_made(quote))
        for scope, indicator_id, quote, measure in kept[
            ["scope", "indicator_id", "quote", "measure"]
        ].itertuples(index=False, name=None)
    ]
    kept = kept[np.array(whole, dtype=bool)]
    kept = kept[(kept["place"] != "") & kept["wave"].notna()].assign(told=kept["wave"])
    keys = ["place", "indicator_id", "measure", "amount_unit"]
    grouped = kept.groupby(keys, sort=False)
    several = (grouped["doc_id"].transform("nunique") > 1) & grouped["status"].transform(
        lambda column: (column == "target").any()
    )
    kept = kept[several.astype(bool)]
    sizes = kept.groupby(keys, sort=False).size().sort_values(ascending=False, kind="stable")
    order = {key: at for at, key in enumerate(sizes.index[:limit])}
    found = kept.assign(order=[order.get(key) for key in kept[keys].itertuples(
        index=False, name=None)]).dropna(subset="order")
    found = found.sort_values(["order", "year", "doc_id", "n"], kind="stable")
    return found[COLUMNS].reset_index(drop=True)
