"""The gold records as a table of targets, for tests that must not depend on the extraction."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from policyresearch.corpus import read_source
from policyresearch.study.folder import Study
from policyresearch.tables import DOCUMENTS, TARGETS, build_table
from policyresearch.targets.indicators import link_indicators

STUDY = Study(Path(__file__).resolve().parents[1])
_NUMBERS = {"value": "float64", "value_high": "float64", "year": "Int64", "period_start": "Int64"}


def read_gold() -> pd.DataFrame:
    """Every gold record by `tables.TARGETS`; `sent_id` and `rule` are not coded."""
    folder = STUDY.root / "data" / "gold" / "targets"
    parts = [
        pd.read_csv(path, dtype="str", keep_default_na=False).replace({"value_high": {"": None}})
        for path in sorted(folder.glob("*.csv"))
    ]
    gold = pd.concat(parts, ignore_index=True)
    for name, dtype in _NUMBERS.items():
        gold[name] = pd.to_numeric(gold[name], errors="coerce").astype(dtype)
    gold = gold.rename(columns={"start": "raw_start", "end": "raw_end"})
    gold = gold.astype({"n": "int64", "raw_start": "int64", "raw_end": "int64"})
    gold = link_indicators(gold).assign(sent_id=0, rule="")
    return build_table(TARGETS, gold.to_dict("records"))


def read_documents():
    """The shipped documents by `tables.DOCUMENTS`, and their readings by `doc_id`."""
    sources = STUDY.sources().to_dict("records")
    readings = {row["doc_id"]: read_source(STUDY, row) for row in sources}
    rows = [{**readings[row["doc_id"]].metadata, **row} for row in sources]
    return build_table(DOCUMENTS, rows), readings
