"""The error of the extraction, document by document, to stand beside what is compared."""

from __future__ import annotations

import pandas as pd

from policyresearch.targets.evaluate import score_targets

# Layers shown: value, unit and status; these with the indicator; every field of a record.
_SHOWN = {"status": "f1", "indicator": "f1_indicator", "whole": "f1_whole"}
COLUMNS = ["doc_id", "status", "marked", "found", "f1", "low", "high", "f1_indicator", "f1_whole"]


def score_documents(
    targets: pd.DataFrame, gold: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """
    Score the values of each document against records made by hand, all and targets alone.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    gold : DataFrame
        Records made by hand (`evaluate.read_targets_gold`); may hold none.
    documents : DataFrame, one row per document (`tables.DOCUMENTS`)

    Returns
    -------
    DataFrame, two rows per document, in the order of `documents`
        `doc_id`, `status` ("all" or "target"), `marked` and `found` (records), `f1` for
        value, unit and status with its 95 % interval `low` and `high`, `f1_indicator` and
        `f1_whole`. Missing for documents without records made by hand, and for targets where
        neither side has any. Formulas: `evaluate.score_targets`.
    """
    held = gold["doc_id"].isin(documents["doc_id"])
    empty = documents[["doc_id"]].merge(pd.DataFrame({"status": ["all", "target"]}), how="cross")
    if not held.any():
        return empty.reindex(columns=COLUMNS)
    scores = score_targets(
        targets[targets["doc_id"].isin(gold["doc_id"])], gold[held].reset_index(drop=True)
    )
    table = empty
    for layer, name in _SHOWN.items():
        part = scores[scores["layer"] == layer].rename(columns={"f1": name})
        kept = ["doc_id", "status", name]
        if layer == "status":
            kept += ["marked", "found", "low", "high"]
        table = table.merge(part[kept], on=["doc_id", "status"], how="left",
                            validate="one_to_one")
    return table[COLUMNS]


def add_errors(table: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    """
    A table of one row per document with the error of the extraction beside it.

    Parameters
    ----------
    table : DataFrame with `doc_id`
    errors : DataFrame of `score_documents`

    Returns
    -------
    DataFrame
        `table` with `f1`, `f1_low`, `f1_high` for values of any status.
    """
    scores = errors[errors["status"] == "all"][["doc_id", "f1", "low", "high"]].rename(
        columns={"low": "f1_low", "high": "f1_high"}
    )
    return table.merge(scores, on="doc_id", how="left", validate="one_to_one")
