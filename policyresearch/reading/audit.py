"""What was done to each document on reading, one row each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policyresearch.reading.duplicates import find_duplicates
from policyresearch.reading.result import Reading
from policyresearch.reading.warnings import list_remarks
from policyresearch.tables import AUDIT, build_table


def list_gaps(documents: pd.DataFrame) -> pd.DataFrame:
    """
    List the documents that no comparison over time can use, as their place or wave is not known.

    Parameters
    ----------
    documents : DataFrame, one row per document (`tables.SOURCES` or `tables.DOCUMENTS`)

    Returns
    -------
    DataFrame, one row per document, in the order of `documents`
        `doc_id`, `file`, `columns` (tuple of "wave", "place": the cells left empty).

    Examples
    --------
    >>> documents = pd.DataFrame({"doc_id": ["x", "y"], "file": ["x.txt", "y.txt"],
    ...                           "place": ["", "乙市"], "wave": [None, 2018]})
    >>> list_gaps(documents).values.tolist()
    [['x', 'x.txt', ('wave', 'place')]]
    """
    empty = pd.DataFrame({"wave": documents["wave"].isna(), "place": documents["place"].eq("")})
    columns = [tuple(empty.columns[row]) for row in empty.to_numpy(bool)]
    listed = documents[["doc_id", "file"]].assign(columns=columns)
    return listed[empty.any(axis=1)].reset_index(drop=True)


def audit_readings(
    readings: Mapping[str, Reading], sources: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    The reading audit: what was kept, dropped and repaired, and what to look at.

    Parameters
    ----------
    readings : mapping of str to Reading
        By `doc_id`, as in `Corpus.readings`.
    sources : DataFrame, optional
        `tables.SOURCES`; where it contradicts the text or states no wave or place, a remark
        says so.

    Returns
    -------
    DataFrame, one row per document (`tables.AUDIT`)
        `remarks` lists what a person should check; empty where nothing is unusual.
    """
    listed = {} if sources is None else {r["doc_id"]: r for r in sources.to_dict("records")}
    gaps = {} if sources is None else _list_gaps(sources)
    twins = _list_twins(readings)
    rows = []
    for doc_id, reading in readings.items():
        source = listed.get(doc_id)
        name = str(source["file"]) if source else doc_id
        remarks = [
            *gaps.get(doc_id, []), *twins.get(doc_id, []),
            *list_remarks(reading, source, name=name),
        ]
        rows.append({**_count(reading), "doc_id": doc_id, "remarks": "; ".join(remarks)})
    return build_table(AUDIT, rows)


def count_dropped(spans: pd.DataFrame) -> pd.DataFrame:
    """
    Count what the reading left out of the analysed text, by reason.

    Parameters
    ----------
    spans : DataFrame, one row per stretch of a raw file (`tables.SPANS`)

    Returns
    -------
    DataFrame, one row per document and reason, largest first within a document
        `doc_id`, `reason`, `stretches`, `characters`, `share` (of the raw file's characters,
        0 to 1).

    Examples
    --------
    >>> spans = pd.DataFrame({"doc_id": ["a", "a"], "raw_start": [0, 9], "raw_end": [9, 12],
    ...                       "kept": [True, False], "reason": ["", "layout"]})
    >>> count_dropped(spans).values.tolist()
    [['a', 'layout', 1, 3, 0.25]]
    """
    sized = spans.assign(characters=spans["raw_end"] - spans["raw_start"])
    totals = sized.groupby("doc_id")["characters"].sum()
    dropped = sized[~sized["kept"].astype(bool)]
    table = (
        dropped.groupby(["doc_id", "reason"], sort=False)["characters"]
        .agg(stretches="size", characters="sum")
        .reset_index()
    )
    # Not `map`: without any row it would give names in place of numbers.
    table["share"] = table["characters"] / totals.reindex(table["doc_id"]).to_numpy()
    order = {doc_id: n for n, doc_id in enumerate(dict.fromkeys(spans["doc_id"]))}
    table["order"] = table["doc_id"].map(order)
    table = table.sort_values(["order", "characters"], ascending=[True, False], kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def _list_gaps(sources: pd.DataFrame) -> dict[str, list[str]]:
    return {
        row.doc_id: [f"no {' and no '.join(row.columns)} in sources.csv: takes no part in "
                     "comparisons over time"]
        for row in list_gaps(sources).itertuples()
    }


def _list_twins(readings: Mapping[str, Reading]) -> dict[str, list[str]]:
    pairs = find_duplicates({doc_id: r.text.text for doc_id, r in readings.items()})
    twins: dict[str, list[str]] = {}
    for row in pairs.itertuples():
        share = f"{row.resemblance_share:.0%}"
        twins.setdefault(row.doc_id, []).append(f"shares {share} of its text with {row.other}")
        twins.setdefault(row.other, []).append(f"shares {share} of its text with {row.doc_id}")
    return twins


def _count(reading: Reading) -> dict:
    spans, sections, sentences = reading.spans, reading.sections, reading.sentences
    length = spans["raw_end"] - spans["raw_start"]
    page = ~spans["kept"] & (spans["reason"] != "layout")
    return {
        "raw_chars": len(reading.raw),
        "kept_chars": int(length[spans["kept"]].sum()),
        "layout_chars": int(length[spans["reason"] == "layout"].sum()),
        "page_chars": int(length[page].sum()),
        "repairs_applied": int(reading.repairs["applied"].sum()),
        "repairs_open": int((~reading.repairs["applied"]).sum()),
        "sections": len(sections) - 1,
        "unnumbered_sections": int((sections["label"].eq("") & sections["level"].gt(0)).sum()),
        "paragraphs": len(reading.paragraphs),
        "sentences": len(sentences),
        "longest_sentence": int(sentences["text"].str.len().max()) if len(sentences) else 0,
    }
