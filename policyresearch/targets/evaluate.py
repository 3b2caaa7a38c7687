"""How well extracted target values agree with records made by hand, layer by layer."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from zhconv_rs_opencc import zhconv

from policyresearch.errors import DataError
from policyresearch.tables import STATUSES

# Each layer asks for its fields and for those of the layers before it.
LAYERS: dict[str, tuple[str, ...]] = {
    "value": ("value",),
    "unit": ("unit",),
    "status": ("status",),
    "indicator": ("indicator",),
    "meaning": ("relation", "measure", "year"),
    "whole": ("period_start", "scope", "value_high"),
}
# Phrases agree if they are equal, if one holds the other and is not twice as long, or if
# they share so many of their pairs of characters.
LONGEST_RATIO = 2.0
SHARED_PAIRS = 0.7
# Records are the same only if their quotes overlap or stand no further apart.
_NEAR = 60
# Intervals resample stretches of this many raw characters.
STRETCH = 200
_DRAWS = 2000
_SEED = 20_240_501
_NOT_WORDS = re.compile(r"[^\w%]|的")
GOLD_COLUMNS = (
    "doc_id", "quote", "raw_start", "raw_end", "indicator", "value", "value_high", "unit",
    "relation", "measure", "status", "year", "period_start", "scope",
)


def read_targets_gold(folder: Path) -> pd.DataFrame:
    """
    Records made by hand, one CSV a document, as one table.

    Returns
    -------
    DataFrame, one row per record
        Fields of the codebook; `raw_start` and `raw_end` are offsets in the decoded raw file.

    Raises
    ------
    DataError
        If the folder holds no CSV, or one lacks a field.
    """
    files = sorted(Path(folder).glob("*.csv"))
    if not files:
        raise DataError(f"{folder}: holds no CSV with target records.")
    return pd.concat([read_records(file) for file in files], ignore_index=True)


def read_records(file: Path) -> pd.DataFrame:
    """One CSV of records, made by hand (`start`, `end`) or extracted (`raw_start`, `raw_end`)."""
    try:
        table = pd.read_csv(file, encoding="utf-8-sig", dtype=str, keep_default_na=False)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror}).") from None
    table = table.rename(columns={"start": "raw_start", "end": "raw_end"})
    missing = [name for name in GOLD_COLUMNS if name not in table.columns]
    if missing:
        raise DataError(f"{file}: lacks the columns {missing}.")
    for name in ("value", "value_high", "year", "period_start", "raw_start", "raw_end"):
        table[name] = pd.to_numeric(table[name])
    return table


def match_targets(predicted: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """
    Pair extracted records with those made by hand, one to one, for the most agreement.

    Parameters
    ----------
    predicted, gold : DataFrame
        Fields of the codebook with `raw_start` and `raw_end`.

    Returns
    -------
    DataFrame, one row per record of either table
        `doc_id`, `predicted`, `gold` (row numbers, missing where it has no partner),
        `raw_start`, and for each layer of `LAYERS` whether the pair agrees up to there;
        `exact` tells whether the two indicators are the same words.

    Notes
    -----
    Partners have the same value and quotes that overlap or stand at most 60 characters
    apart. Among these the pairing that agrees in the most layers is chosen (Kuhn 1955).
    """
    predicted, gold = predicted.reset_index(drop=True), gold.reset_index(drop=True)
    rows = []
    for doc_id in sorted(set(predicted["doc_id"]) | set(gold["doc_id"])):
        found = predicted[predicted["doc_id"] == doc_id]
        marked = gold[gold["doc_id"] == doc_id]
        rows += _match_document(doc_id, found, marked)
    columns = ["doc_id", "predicted", "gold", "raw_start", *LAYERS, "exact"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"predicted": "Int64", "gold": "Int64"})


def score_targets(
    predicted: pd.DataFrame, gold: pd.DataFrame, *, draws: int = _DRAWS
) -> pd.DataFrame:
    """
    Precision, recall and F1 of an extraction, per document, status and layer.

    Higher means better. Documents may be compared whatever their length; with few records
    the interval says how little a difference means.

    Parameters
    ----------
    predicted, gold : DataFrame
        Fields of the codebook with `raw_start` and `raw_end`.
    draws : int
        Bootstrap samples; 0 leaves the intervals missing.

    Returns
    -------
    DataFrame, one row per document of `gold`, status ("all" and each) and layer
        `marked`, `found`, `agreed` (records), `precision`, `recall`, `f1`, and `low` and
        `high`, the 95% interval of F1. Layer "exact" is "indicator" with equal words.

    Notes
    -----
    precision = agreed / found, recall = agreed / marked, F1 is their harmonic mean (van
    Rijsbergen 1979). For a status, `marked` counts records of that status made by hand,
    `found` extracted ones. Intervals are percentiles over stretches of 200 characters drawn
    with replacement (Efron 1979): records of one sentence stand or fall together.
    """
    matches = match_targets(predicted, gold)
    marked_status = gold["status"].reset_index(drop=True)
    found_status = predicted["status"].reset_index(drop=True)
    left = matches["gold"].map(marked_status.to_dict()).fillna("")
    right = matches["predicted"].map(found_status.to_dict()).fillna("")
    rows = []
    for doc_id in sorted(gold["doc_id"].unique()):
        inside = (matches["doc_id"] == doc_id).to_numpy()
        for status in ("all", *STATUSES):
            is_gold = inside & ((left == status) if status != "all" else (left != "")).to_numpy()
            is_found = inside & ((right == status) if status != "all" else (right != "")).to_numpy()
            for layer in (*LAYERS, "exact"):
                agreed = matches[layer].to_numpy() & is_gold
                agreed_found = matches[layer].to_numpy() & is_found
                rows.append({
                    "doc_id": doc_id, "status": status, "layer": layer,
                    **_scores(is_gold, is_found, agreed, agreed_found),
                    **_interval(
                        matches["raw_start"], (is_gold, is_found, agreed, agreed_found), draws
                    ),
                })
    return pd.DataFrame(rows)


def list_errors(predicted: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """
    Every miss, every false record, and every pair with the fields in which it differs.

    Returns
    -------
    DataFrame, one row per error, in document order
        `doc_id`, `raw_start`, `error` ("missed", "false" or "differs"), `fields`, `quote`,
        `gold` and `found` (the differing fields), `rule`.
    """
    matches = match_targets(predicted, gold)
    found_rows = predicted.reset_index(drop=True).to_dict("records")
    gold_rows = gold.reset_index(drop=True).to_dict("records")
    fields = [name for names in LAYERS.values() for name in names]
    errors = []
    for match in matches.to_dict("records"):
        found = None if pd.isna(match["predicted"]) else found_rows[int(match["predicted"])]
        marked = None if pd.isna(match["gold"]) else gold_rows[int(match["gold"])]
        if found is not None and marked is not None:
            wrong = [name for name in fields if not _agree(name, found[name], marked[name])]
            kind = "differs"
        else:
            wrong = ["indicator", "value", "unit", "status"]
            kind = "missed" if found is None else "false"
        if wrong:
            errors.append({
                "doc_id": match["doc_id"], "raw_start": match["raw_start"], "error": kind,
                "fields": " ".join(wrong), "quote": (marked or found or {})["quote"],
                "gold": _show(marked, wrong), "found": _show(found, wrong),
                "rule": found.get("rule", "") if found else "",
            })
    columns = ["doc_id", "raw_start", "error", "fields", "quote", "gold", "found", "rule"]
    return pd.DataFrame(errors, columns=columns).sort_values(
        ["doc_id", "raw_start"], kind="stable", ignore_index=True
    )


def phrases_agree(one: str, other: str) -> bool:
    """
    Whether two phrases name the same, script, punctuation and 的 aside.

    Examples
    --------
    >>> phrases_agree("地區生產總值", "地区生产总值")
    True
    >>> phrases_agree("全市地区生产总值", "地区生产总值")
    True
    >>> phrases_agree("税收", "民营企业税收"), phrases_agree("城镇居民收入", "农村居民收入")
    (False, False)
    """
    a, b = normal_phrase(one), normal_phrase(other)
    if a == b:
        return True
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    if short in long and len(long) <= LONGEST_RATIO * len(short):
        return True
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    shared = sum((pairs_a & pairs_b).values())
    total = sum(pairs_a.values()) + sum(pairs_b.values())
    return total > 0 and 2 * shared / total >= SHARED_PAIRS


@cache
def normal_phrase(text: str) -> str:
    """Simplified, without punctuation, spaces and 的."""
    return _NOT_WORDS.sub("", zhconv(text, "zh-cn", False))


def _pairs(text: str) -> Counter:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _agree(name: str, one: object, other: object) -> bool:
    if name in ("value", "value_high", "year", "period_start"):
        absent = pd.isna(one), pd.isna(other)
        if any(absent):
            return all(absent)
        return abs(float(one) - float(other)) < 1e-6  # type: ignore[arg-type]
    if name in ("indicator", "scope"):
        return phrases_agree(str(one), str(other))
    if name == "unit":
        return zhconv(str(one), "zh-cn", False) == zhconv(str(other), "zh-cn", False)
    return one == other


def _match_document(doc_id: str, found: pd.DataFrame, marked: pd.DataFrame) -> list[tuple]:
    """Pairs of one document and what is left over."""
    ours, theirs = found.to_dict("records"), marked.to_dict("records")
    scores = np.zeros((len(ours), len(theirs)))
    layers: dict[tuple[int, int], tuple[bool, ...]] = {}
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            distance = max(
                one["raw_start"] - other["raw_end"], other["raw_start"] - one["raw_end"], 0
            )
            if distance > _NEAR or not _agree("value", one["value"], other["value"]):
                continue
            agreed, so_far = [], True
            for names in LAYERS.values():
                so_far = so_far and all(_agree(n, one[n], other[n]) for n in names)
                agreed.append(so_far)
            same = normal_phrase(one["indicator"]) == normal_phrase(other["indicator"])
            exact = agreed[2] and same
            layers[i, j] = (*agreed, exact)
            fields = sum(
                _agree(n, one[n], other[n]) for names in LAYERS.values() for n in names
            )
            scores[i, j] = 100 * sum(agreed) + fields + 10 - distance / _NEAR
    pairs = list(zip(*linear_sum_assignment(scores, maximize=True), strict=True)) if layers else []
    pairs = [(i, j) for i, j in pairs if (i, j) in layers]
    none = (False,) * (len(LAYERS) + 1)
    row_of, gold_of = list(found.index), list(marked.index)
    rows = [
        (doc_id, row_of[i], gold_of[j], theirs[j]["raw_start"], *layers[i, j]) for i, j in pairs
    ]
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    rows += [
        (doc_id, row_of[i], None, one["raw_start"], *none)
        for i, one in enumerate(ours) if i not in left
    ]
    rows += [
        (doc_id, None, gold_of[j], other["raw_start"], *none)
        for j, other in enumerate(theirs) if j not in right
    ]
    return rows


def _scores(
    is_gold: np.ndarray, is_found: np.ndarray, agreed: np.ndarray, agreed_found: np.ndarray
) -> dict:
    marked, found = int(is_gold.sum()), int(is_found.sum())
    precision = agreed_found.sum() / found if found else float("nan")
    recall = agreed.sum() / marked if marked else float("nan")
    both = precision + recall
    f1 = 2 * precision * recall / both if both > 0 else 0.0 if marked or found else float("nan")
    return {
        "marked": marked, "found": found, "agreed": int(agreed.sum()),
        "precision": precision, "recall": recall, "f1": float(f1),
    }


def _interval(starts: pd.Series, columns: tuple[np.ndarray, ...], draws: int) -> dict:
    """95% interval of F1, stretches of the text drawn with replacement."""
    inside = columns[0] | columns[1]
    if not draws or not inside.any():
        return {"low": float("nan"), "high": float("nan")}
    _, stretch = np.unique(starts.to_numpy()[inside] // STRETCH, return_inverse=True)
    count = stretch.max() + 1
    sums = [
        np.bincount(stretch, weights=column[inside], minlength=count)
        for column in columns
    ]
    rng = np.random.default_rng(_SEED)
    weights = rng.multinomial(count, np.full(count, 1 / count), size=draws)
    marked, found, hit, hit_found = (weights @ column for column in sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = hit_found / found, hit / marked
        f1 = np.where(precision + recall > 0, 2 * precision * recall / (precision + recall), 0.0)
    low, high = np.nanpercentile(f1, [2.5, 97.5])
    return {"low": float(low), "high": float(high)}


def _show(record: dict | None, fields: list[str]) -> str:
    if record is None:
        return ""
    return "; ".join(f"{name}={record[name]}" for name in fields)
