"""Many places seen twice: how the shares of topics changed within places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policyresearch.inference.corrections import correct_holm
from policyresearch.inference.paired import compare_pairs, pair_places
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.waves import COLUMNS, find_units


def compare_places(
    fitted: TopicModel, documents: pd.DataFrame, *, role: Sequence[str] | None = None
) -> pd.DataFrame:
    """
    Compare the shares of stable topics between first and last wave within places seen in both.

    A place counts once, however long its documents are. This supports statements about
    places like these, where `compare_waves` supports statements about documents.

    Parameters
    ----------
    fitted, documents, role
        As in `compare_waves`.

    Returns
    -------
    DataFrame, one row per topic, none if fewer than two places are seen in both
        `topic`, `label`, `first`, `last`, `first_share`, `last_share` (means over places),
        `change` with `low` and `high` (95 %, Student, over places), `p` (sign-flip),
        `p_adjusted` (Holm), `places` (seen in both), `unpaired` (in one only, left out).

    Notes
    -----
    `inference.compare_pairs`. With few places no p-value can be small: with n it is 2/2^n at
    least, so that below six nothing passes 5 %.
    """
    empty = pd.DataFrame(columns=[*COLUMNS, "places", "unpaired"])
    found = find_units(fitted, documents, role=role)
    if found is None:
        return empty
    ends = (int(found.wave.min()), int(found.wave.max()))
    panel = pair_places(pd.DataFrame({"place": found.place, "wave": found.wave}), *ends)
    paired = pd.Index(panel.loc[panel["paired"], "place"])
    if len(paired) < 2:
        return empty
    at = paired.get_indexer(found.place)
    sides = []
    for end in ends:
        own = (at >= 0) & (found.wave == end)
        tokens = np.zeros((len(paired), len(found.credit.topics)))
        np.add.at(tokens, at[own], found.credit.tokens[found.places[own]])
        totals = np.bincount(at[own], found.credit.totals[found.places[own]])
        sides.append(tokens / totals[:, None])
    change, labels = compare_pairs(*sides), fitted.name_topics()
    return pd.DataFrame({
        "topic": found.credit.topics, "label": [labels[t] for t in found.credit.topics],
        "first": ends[0], "last": ends[1],
        "first_share": sides[0].mean(axis=0), "last_share": sides[1].mean(axis=0),
        "change": change.mean, "low": change.low, "high": change.high,
        "p": change.p, "p_adjusted": correct_holm(change.p),
        "places": len(paired), "unpaired": int((~panel["paired"]).sum()),
    })[list(empty.columns)]
