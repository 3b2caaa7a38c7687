"""What a reader asks of the values, promises and bodies in a corpus; each verb takes the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.tables import COMMITMENTS, RESPONSIBILITIES, REVIEWS, TARGETS
from policyresearch.targets.absences import assess_documents
from policyresearch.targets.commitments import extract_document_commitments
from policyresearch.targets.errors import add_errors, score_documents
from policyresearch.targets.evaluate import GOLD_COLUMNS, read_targets_gold
from policyresearch.targets.extract import extract_document
from policyresearch.targets.hardness import (
    compare_hardness_of,
    count_statuses_of,
    count_strengths_of,
    measure_hardness_of,
)
from policyresearch.targets.panel import follow_targets
from policyresearch.targets.responsibilities import extract_document_responsibilities
from policyresearch.targets.reviews import apply_reviews, read_reviews
from policyresearch.targets.traces import order_timelines
from policyresearch.targets.vertical import compare_with_above

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus


def extract_targets(corpus: Corpus) -> pd.DataFrame:
    """
    Extract the target values, outcomes and references that the documents state.

    They are extracted from whole documents, once for all parts of a corpus, and corrected as
    the study's reviews say.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame, one row per value (`tables.TARGETS`)

    Raises
    ------
    DataError
        If a review cannot be used or speaks of no document of the study.
    """
    return corpus.narrow(corpus.derive(_extract_targets))


def extract_commitments(corpus: Corpus) -> pd.DataFrame:
    """
    Extract the clauses that say what is to be so.

    Returns
    -------
    DataFrame, one row per clause (`tables.COMMITMENTS`)
    """
    return corpus.narrow(corpus.derive(_extract_commitments))


def extract_responsibilities(corpus: Corpus) -> pd.DataFrame:
    """
    Extract the bodies that answer for a task.

    Returns
    -------
    DataFrame, one row per body and task (`tables.RESPONSIBILITIES`)
    """
    return corpus.narrow(corpus.derive(_extract_responsibilities))


def follow_promises(corpus: Corpus) -> pd.DataFrame:
    """
    Follow promises through later documents of their place.

    Returns
    -------
    DataFrame, one row per promise (`tables.PANEL`)
    """
    return follow_targets(extract_targets(corpus), corpus.documents, corpus.sentences)


def compare_levels(corpus: Corpus) -> pd.DataFrame:
    """
    Compare values of a place with those of the place around it.

    Returns
    -------
    DataFrame, one row per pair of values (`tables.BESIDE`)
    """
    return compare_with_above(extract_targets(corpus), corpus.documents)


def assess_coverage(corpus: Corpus) -> pd.DataFrame:
    """
    Assess what each document states in numbers and, if nothing, why.

    Returns
    -------
    DataFrame, one row per document (`tables.COVERAGE`)
    """
    return assess_documents(
        extract_targets(corpus), extract_commitments(corpus), corpus.documents, corpus.sentences
    )


def measure_hardness(corpus: Corpus) -> pd.DataFrame:
    """
    Measure how many numeric targets the documents hold for their length, and what share of
    commitments has a number.

    Where the study has records made by hand, what the extraction is known to miss or to invent
    is added.

    Returns
    -------
    DataFrame, one row per document (`targets.hardness.measure_hardness_of`)
    """
    return add_errors(measure_hardness_of(*_gather_tables(corpus)), score_extraction(corpus))


def compare_hardness(corpus: Corpus) -> pd.DataFrame:
    """
    Measure the hardness of promises again under other defensible choices.

    Returns
    -------
    DataFrame, one row per choice and document (`targets.hardness.compare_hardness_of`)
    """
    return compare_hardness_of(*_gather_tables(corpus))


def count_statuses(corpus: Corpus) -> pd.DataFrame:
    """
    Count the values of each document by what they are: promised, reported, referred to.

    Returns
    -------
    DataFrame, one row per document and status (`targets.hardness.count_statuses_of`)
    """
    return count_statuses_of(extract_targets(corpus), corpus.documents)


def count_strengths(corpus: Corpus) -> pd.DataFrame:
    """
    Count the commitments of each document by how binding their wording is.

    Returns
    -------
    DataFrame, one row per document and strength (`targets.hardness.count_strengths_of`)
    """
    return count_strengths_of(extract_commitments(corpus), corpus.documents)


def build_timelines(corpus: Corpus) -> pd.DataFrame:
    """
    Build the timelines of indicators that several documents of a place state.

    Returns
    -------
    DataFrame, one row per value drawn (`targets.traces.order_timelines`)
    """
    return order_timelines(extract_targets(corpus), corpus.documents)


def score_extraction(corpus: Corpus) -> pd.DataFrame:
    """
    Score the extracted values against the records made by hand, document by document.

    Returns
    -------
    DataFrame, one row per document that has such records (`targets.errors.score_documents`)
    """
    return score_documents(extract_targets(corpus), read_gold(corpus), corpus.documents)


def read_gold(corpus: Corpus) -> pd.DataFrame:
    """
    Read the records of target values made by hand, as far as the study has any.

    Returns
    -------
    DataFrame, one row per record of the corpus's documents (`targets.evaluate`)
    """
    folder = corpus.study.targets_gold
    if not any(folder.glob("*.csv")):
        return pd.DataFrame(columns=list(GOLD_COLUMNS))
    return _keep_documents(read_targets_gold(folder), corpus)


def list_reviews(corpus: Corpus) -> pd.DataFrame:
    """
    List what people decided about extracted values.

    Returns
    -------
    DataFrame, one row per decision (`tables.REVIEWS`); none without a file

    Raises
    ------
    DataError
        If a line cannot be used or speaks of no document of the study.
    """
    path = corpus.study.reviews_file
    if not path.is_file():
        return REVIEWS.empty()
    reviews = read_reviews(path)
    unknown = reviews[~reviews["doc_id"].isin(corpus.study.sources()["doc_id"])]
    if len(unknown):
        line, doc_id = unknown.iloc[0][["line", "doc_id"]]
        raise DataError(
            f"{path}, line {line}: {doc_id!r} is no document of the study. Correct or delete "
            "the line."
        )
    return _keep_documents(reviews, corpus)


def _extract_targets(corpus: Corpus) -> pd.DataFrame:
    found = [
        extract_document(corpus.readings[row["doc_id"]], row)
        for row in corpus.documents.to_dict("records")
    ]
    targets = pd.concat(found, ignore_index=True) if found else TARGETS.empty()
    return apply_reviews(targets, list_reviews(corpus), file=corpus.study.reviews_file)


def _extract_commitments(corpus: Corpus) -> pd.DataFrame:
    targets = extract_targets(corpus)
    found = [
        extract_document_commitments(
            corpus.readings[row["doc_id"]], targets[targets["doc_id"] == row["doc_id"]], row
        )
        for row in corpus.documents.to_dict("records")
    ]
    return pd.concat(found, ignore_index=True) if found else COMMITMENTS.empty()


def _extract_responsibilities(corpus: Corpus) -> pd.DataFrame:
    found = [
        extract_document_responsibilities(corpus.readings[doc_id]) for doc_id in corpus.doc_ids
    ]
    return pd.concat(found, ignore_index=True) if found else RESPONSIBILITIES.empty()


def _gather_tables(corpus: Corpus) -> tuple[pd.DataFrame, ...]:
    return (extract_targets(corpus), extract_commitments(corpus), assess_coverage(corpus),
            corpus.sentences, corpus.sections)


def _keep_documents(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    return table[table["doc_id"].isin(corpus.doc_ids)].reset_index(drop=True)
