"""Why a document gives no value: zero, nothing said, no such section, not read."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from policyresearch.tables import COVERAGE, build_table
from policyresearch.targets.indicators import simplify_wording

# The role of the sections that state a value of each status.
_ROLES = {"target": "plan", "outcome": "review"}
_NUMBER_WITH_UNIT = re.compile(
    r"\d(?:%|‰|[万亿]|元|个百分点|家|户|件|名|人|所|公里|米|吨|亩|天|项)"
)


class Absences:
    """
    What each document lacks.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    """

    def __init__(self, targets: pd.DataFrame, sentences: pd.DataFrame) -> None:
        self._states = set(zip(targets["doc_id"], targets["status"], strict=True))
        self._texts: dict[str, str] = {}
        self._roles: dict[str, set[str]] = {}
        for doc_id, part in sentences.groupby("doc_id", sort=False):
            self._texts[doc_id] = simplify_wording("".join(part["text"]))
            self._roles[doc_id] = set(part["role"])

    def explain(
        self, doc_id: str, status: str, wordings: Iterable[str] = (), *, scope: str = ""
    ) -> str:
        """
        Why a document gives no value of a status, one of `tables.ABSENCES`.

        Parameters
        ----------
        doc_id, status : str
        wordings : iterable of str
            Of the indicator that is looked for, simplified; without any, what holds for the
            document as a whole, and "" if it does state values.
        scope : str
            The narrower place, group or sector it is looked for in, simplified.
        """
        text = self._texts.get(doc_id, "")
        read = any(doc_id == known for known, _ in self._states)
        if not text or (not read and _NUMBER_WITH_UNIT.search(text)):
            return "extraction failed"
        if (doc_id, status) not in self._states:
            return "states none" if self.has_section(doc_id, status) else "section missing"
        wordings = [wording for wording in wordings if wording]
        if not wordings:
            return ""
        named = scope in text and any(wording in text for wording in wordings)
        return "named without value" if named else "not mentioned"

    def has_section(self, doc_id: str, status: str) -> bool:
        """Whether the document has a section that would state values of the status."""
        return _ROLES[status] in self._roles.get(doc_id, ())


def assess_documents(
    targets: pd.DataFrame,
    commitments: pd.DataFrame,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
) -> pd.DataFrame:
    """
    What each document states in numbers, and if nothing, why.

    A document that has plan sections and commits itself in words only "states none"; that is
    a result, and differs from one without such sections and from one that could not be read.

    Parameters
    ----------
    targets : DataFrame, one row per value (`tables.TARGETS`)
    commitments : DataFrame, one row per commitment (`tables.COMMITMENTS`)
    documents, sentences : DataFrame
        `tables.DOCUMENTS`, `tables.SENTENCES`.

    Returns
    -------
    DataFrame by `tables.COVERAGE`, one row per document and status
    """
    absences = Absences(targets, sentences)
    counts = targets.groupby(["doc_id", "status"]).size().to_dict()
    in_words = commitments.loc[~commitments["numeric"].astype(bool), "doc_id"].value_counts()
    rows = [
        {
            "doc_id": doc_id, "status": status, "values": counts.get((doc_id, status), 0),
            "has_section": absences.has_section(doc_id, status),
            "commitments_in_words": int(in_words.get(doc_id, 0)) if status == "target" else 0,
            "absence": absences.explain(doc_id, status),
        }
        for doc_id in documents["doc_id"] for status in _ROLES
    ]
    return build_table(COVERAGE, rows)
