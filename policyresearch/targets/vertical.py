"""A lower government's values beside those of the one above it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.tables import BESIDE, LEVELS, build_table
from policyresearch.targets.indicators import is_implied
from policyresearch.targets.panel import find_kinds, is_made

# States further apart in time are not put beside each other.
NEAR = 2
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}


def compare_with_above(targets: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """
    Put linked values of a place beside those of the place around it.

    A place lies in another whose full name its own begins with (大连市中山区 in 大连市) and
    whose level is higher. Values stand beside each other if indicator, measure, unit and
    status are the same and neither is for a narrower scope. Growth, change and flows must be
    of one year; shares and levels of a state are put beside the one nearest in time, at most
    `NEAR` years away, the earlier of two as near.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)

    Returns
    -------
    DataFrame by `tables.BESIDE`, in the order of `targets`
        None if no place of the corpus lies in another.

    Notes
    -----
    A district's share of the city's total is no part of this: growth and shares compare as
    they are, levels are shown side by side only.
    """
    facts = documents.set_index("doc_id")[["place", "level"]]
    kept = targets[
        (targets["indicator_id"] != "") & targets["status"].isin(["target", "outcome"])
    ]
    wide = [
        not scope or is_implied(scope, indicator_id)
        for scope, indicator_id in zip(kept["scope"], kept["indicator_id"], strict=True)
    ]
    kept = kept[np.array(wide, dtype=bool)].join(facts, on="doc_id")
    keys = ["indicator_id", "measure", "amount_unit", "status"]
    pairs = kept.dropna(subset="year").merge(
        kept.dropna(subset="year"), on=keys, suffixes=("", "_above"), validate="many_to_many"
    )
    inside = [
        bool(above) and below != above and below.startswith(above)
        and _RANKS.get(level, -1) > _RANKS.get(level_above, len(_RANKS))
        for below, above, level, level_above in zip(
            pairs["place"], pairs["place_above"], pairs["level"], pairs["level_above"],
            strict=True,
        )
    ]
    apart = pairs["year_above"] - pairs["year"]
    pairs = pairs.assign(apart=apart.abs(), later=apart > 0)[pd.Series(inside, dtype=bool)]
    if pairs.empty:
        return BESIDE.empty()
    kinds = pairs["indicator_id"].map(find_kinds())
    is_state = (pairs["measure"] == "share") | (
        (pairs["measure"] == "level") & (kinds == "state") & ~pairs["quote"].map(is_made)
        & ~pairs["quote_above"].map(is_made)
    )
    pairs = pairs[pairs["apart"] <= is_state.map({True: NEAR, False: 0})].sort_values(
        ["apart", "later", "doc_id_above", "n_above"], kind="stable"
    )
    pairs = pairs.drop_duplicates(["doc_id", "n"])
    order = {key: at for at, key in enumerate(zip(targets["doc_id"], targets["n"], strict=True))}
    places = [order[key] for key in zip(pairs["doc_id"], pairs["n"], strict=True)]
    pairs = pairs.assign(order=places).sort_values("order")
    renamed = pairs.rename(columns={
        "doc_id_above": "above_doc_id", "n_above": "above_n", "amount_above": "above_amount",
        "relation_above": "above_relation", "quote_above": "above_quote",
        "place_above": "above_place",
        "year_above": "above_year",
    })
    return build_table(BESIDE, renamed[BESIDE.column_names].to_dict("records"))
