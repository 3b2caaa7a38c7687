"""What people decided about extracted records: accepted, corrected, rejected."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import read_rows
from policyresearch.inference.agreement import measure_alpha
from policyresearch.tables import DECISIONS, REVIEWS, TARGETS, build_table
from policyresearch.targets.evaluate import score_targets
from policyresearch.targets.indicators import link_indicators, read_indicators, simplify_wording

# Fields a reviewer may correct; the column of the correction has this in front.
PREFIX = "correct_"
FIELDS = ("indicator", "value", "value_high", "unit", "relation", "measure", "status", "year",
          "period_start", "scope", "indicator_id")
# Written as a correction, it empties the field.
NOTHING = "-"
_NUMBERS = ("value", "value_high", "year", "period_start")
_OPTIONS = {c.name: c.options for c in TARGETS.columns if c.options}
# What a sheet shows beside the record, for the reader's eyes only.
_SHOWN = ("quote", "sentence")


def read_reviews(path: Path) -> pd.DataFrame:
    """
    Read a file of reviews.

    Parameters
    ----------
    path : Path
        Columns of `tables.REVIEWS`; others, such as quote and sentence of a review sheet,
        are ignored, and so are lines without a decision.

    Returns
    -------
    DataFrame by `tables.REVIEWS`, with the number of the line in the file

    Raises
    ------
    DataError
        Naming file, line and column of what cannot be used, and what may stand there.
    """
    columns, lines = read_rows(path)
    needed = [name for name in REVIEWS.column_names if name != "line"]
    missing = [name for name in needed if name not in columns]
    if missing:
        raise DataError(
            f"{path}, line 1: lacks the columns {missing}. `python -m policyresearch reviews "
            "export` writes a sheet that has them."
        )
    rows = []
    for line, row in lines:
        cells = {name: (row[name] or "").strip() for name in needed}
        if cells["decision"]:
            rows.append({**_check_line(cells, f"{path}, line {line}"), "line": line})
    return build_table(REVIEWS, rows)


def _check_line(cells: dict, where: str) -> dict:
    if cells["decision"] not in DECISIONS:
        raise DataError(f"{where}, column `decision`: {cells['decision']!r} is none of "
                        f"{list(DECISIONS)}.")
    for name in ("raw_start", "raw_end", "value"):
        try:
            cells[name] = float(cells[name]) if name == "value" else int(cells[name])
        except ValueError:
            raise DataError(f"{where}, column `{name}`: {cells[name]!r} is no number.") from None
    corrections = {field: cells[PREFIX + field] for field in FIELDS if cells[PREFIX + field]}
    if bool(corrections) != (cells["decision"] == "correct"):
        raise DataError(
            f"{where}: decision {cells['decision']!r} with "
            f"{len(corrections)} corrections. Only “correct” takes corrections, at least one."
        )
    for field, text in corrections.items():
        _read_correction(field, text, where)
    return cells


def _read_correction(field: str, text: str, where: str):
    """The value a correction stands for."""
    if text == NOTHING:
        return "" if field not in _NUMBERS else float("nan")
    if field in _NUMBERS:
        try:
            return float(text)
        except ValueError:
            raise DataError(f"{where}, column `{PREFIX}{field}`: {text!r} is no number.") from None
    options = _OPTIONS.get(field)
    if field == "indicator_id":
        options = tuple(read_indicators()["indicator_id"])
    if options and text not in options:
        shown = list(options) if len(options) < 20 else "the ids of the catalogue"
        raise DataError(f"{where}, column `{PREFIX}{field}`: {text!r}; options are {shown}.")
    return text


def apply_reviews(
    targets: pd.DataFrame,
    reviews: pd.DataFrame,
    *,
    file: Path | str = "target_reviews.csv",
) -> pd.DataFrame:
    """
    Records as reviewed: rejected ones gone, corrected ones corrected, `note` says which.

    A review speaks of the record of its document whose quote overlaps the reviewed stretch of
    the raw file and that has the reviewed value and unit; among several, of the one with the
    same indicator. Running numbers play no part, so a new extraction does not move a review.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    reviews : DataFrame (`tables.REVIEWS`)
    file : path
        Named in errors.

    Raises
    ------
    DataError
        If no record is left that a review speaks of, if it fits several, or if two reviews
        speak of one record, naming the line and what to do.
    """
    if reviews.empty:
        return targets
    keys = _make_keys(targets)
    taken: dict[int, int] = {}
    changed: dict[int, dict] = {}
    for review in reviews.to_dict("records"):
        at = _find_record(review, keys, f"{file}, line {review['line']}")
        if at in taken:
            raise DataError(
                f"{file}, lines {taken[at]} and {review['line']} speak of one record. "
                "Delete one of them."
            )
        taken[at] = review["line"]
        changed[at] = review
    rows = []
    for at, row in enumerate(targets.to_dict("records")):
        review = changed.get(at)
        if review is None or review["decision"] != "reject":
            rows.append(row if review is None else _revise(row, review, file))
    return build_table(TARGETS, rows)


def _make_keys(targets: pd.DataFrame) -> list[tuple]:
    columns = ["doc_id", "raw_start", "raw_end", "value", "unit", "indicator"]
    return [
        (*row[:4], simplify_wording(row[4]), simplify_wording(row[5]))
        for row in targets[columns].itertuples(index=False, name=None)
    ]


def _find_record(review: dict, keys: list[tuple], where: str) -> int:
    wanted = (
        review["doc_id"], review["raw_start"], review["raw_end"], review["value"],
        simplify_wording(review["unit"]), simplify_wording(review["indicator"]),
    )
    near = [
        at for at, key in enumerate(keys)
        if key[0] == wanted[0] and key[1] < wanted[2] and wanted[1] < key[2]
    ]
    fitting = [at for at in near if keys[at][3:5] == wanted[3:5]]
    for same in (lambda key: key[5] == wanted[5], lambda key: key[1:3] == wanted[1:3]):
        if len(fitting) > 1:
            fitting = [at for at in fitting if same(keys[at])] or fitting
    if len(fitting) == 1:
        return fitting[0]
    value = f"{review['value']:g}{review['unit']}"
    if fitting:
        raise DataError(
            f"{where}: {len(fitting)} records of `{review['doc_id']}` fit {value} at "
            f"{review['raw_start']}–{review['raw_end']}. Give the words of the one that is "
            "meant in `indicator`, as the sheet shows them."
        )
    there = [f"{keys[at][3]:g}{keys[at][4]} ({keys[at][5]})" for at in near[:3]]
    raise DataError(
        f"{where}: the record it speaks of is gone: no {value} in `{review['doc_id']}` at "
        f"{review['raw_start']}–{review['raw_end']}"
        f"{'; there now: ' + ', '.join(there) if there else ''}. Look at the passage again, then "
        "correct the line or delete it."
    )


def _revise(row: dict, review: dict, file: Path | str) -> dict:
    corrections = {
        field: _read_correction(field, review[PREFIX + field], f"{file}, line {review['line']}")
        for field in FIELDS if review[PREFIX + field]
    }
    said = "accepted" if not corrections else f"corrected: {', '.join(corrections)}"
    by = f" by {review['reviewer']}" if review["reviewer"] else ""
    note = "; ".join(filter(None, (row["note"], f"{said}{by}", review["comment"])))
    if not corrections:
        return {**row, "note": note}
    row = {**row, **corrections, "note": note}
    for name in ("year", "period_start"):
        row[name] = None if pd.isna(row[name]) else int(row[name])
    return {**row, **_link_again(row, corrections)}


def _link_again(row: dict, corrections: dict) -> dict:
    """Link and amount of a corrected record; a link that the reviewer set stays."""
    chosen = corrections.get("indicator_id")
    record = pd.DataFrame([{**row, "scope": row["scope"] or ""}])
    if chosen:
        name = dict(read_indicators()[["indicator_id", "name_zh"]].itertuples(index=False))[chosen]
        record["indicator"] = name
    linked = link_indicators(record).iloc[0]
    if chosen == "" or (chosen and linked["indicator_id"] != chosen):
        return {"indicator_id": chosen, "amount": float("nan"), "amount_unit": ""}
    return {name: linked[name] for name in ("indicator_id", "amount", "amount_unit")}


def make_sheet(
    targets: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    size: int | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """
    A sheet to decide on records in: each with its quote and sentence, decisions left blank.

    Parameters
    ----------
    targets, sentences : DataFrame
        `tables.TARGETS`, `tables.SENTENCES`.
    size : int, optional
        Records drawn at random; by default all.
    seed : int

    Returns
    -------
    DataFrame, one row per record in the order of `targets`
        The columns that `read_reviews` asks for, the extracted fields, `quote`, `sentence`.
    """
    drawn = targets if size is None or size >= len(targets) else targets.sample(
        size, random_state=seed
    ).sort_index()
    texts = sentences[["doc_id", "sent_id", "text"]].rename(columns={"text": "sentence"})
    sheet = drawn.merge(texts, on=["doc_id", "sent_id"], how="left", validate="many_to_one")
    asked = [name for name in REVIEWS.column_names if name not in (*sheet.columns, "line")]
    identity = [name for name in REVIEWS.column_names if name in drawn.columns]
    others = [name for name in FIELDS if name not in identity]
    sheet = sheet.assign(**dict.fromkeys(asked, ""))
    return sheet[[*identity, *_SHOWN, *others, *asked]]


def compare_reviews(
    targets: pd.DataFrame, one: pd.DataFrame, other: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Agreement of two coders on the records that both have decided on.

    Parameters
    ----------
    targets : DataFrame
        The records as extracted (`tables.TARGETS`).
    one, other : DataFrame
        Their reviews (`tables.REVIEWS`).

    Returns
    -------
    layers : DataFrame
        `targets.evaluate.score_targets` with the first coder in place of the gold records:
        F1 is the same whichever comes first.
    fields : DataFrame, one row per field
        `field`, `records`, `alpha` (Krippendorff's, nominal, of value interval); first the
        decision whether a record is one at all.

    Raises
    ------
    DataError
        If no record was decided on by both.
    """
    keys = _make_keys(targets)
    placed = [
        {_find_record(row, keys, f"line {row['line']}"): row for row in part.to_dict("records")}
        for part in (one, other)
    ]
    common = sorted(set(placed[0]) & set(placed[1]))
    if not common:
        raise DataError("No record was decided on by both coders.")
    shared = targets.iloc[common]
    coded = [
        apply_reviews(shared, build_table(REVIEWS, [part[at] for at in common]))
        for part in placed
    ]
    return score_targets(coded[1], coded[0]), _measure_fields(shared, coded)


def _measure_fields(shared: pd.DataFrame, coded: Iterable[pd.DataFrame]) -> pd.DataFrame:
    keyed = [part.set_index(["doc_id", "n"]) for part in coded]
    index = pd.MultiIndex.from_frame(shared[["doc_id", "n"]])
    kept = [[str(at in part.index) for at in index] for part in keyed]
    rows = [{"field": "is a record", "records": len(index), "alpha": measure_alpha(kept)}]
    for field in FIELDS:
        ratings = [
            [_rate(part, at, field) if at in part.index else None for at in index]
            for part in keyed
        ]
        both = sum(None not in pair for pair in zip(*ratings, strict=True))
        scale = "interval" if field == "value" else "nominal"
        alpha = measure_alpha(ratings, scale=scale)
        rows.append({"field": field, "records": both, "alpha": alpha})
    return pd.DataFrame(rows)


def _rate(part: pd.DataFrame, at: tuple, field: str):
    """A field as a rating; an empty one is a rating too."""
    cell = part.at[at, field]
    if field == "value":
        return float(cell)
    if pd.isna(cell):
        return ""
    return simplify_wording(cell) if isinstance(cell, str) else str(cell)
