"""Names that a person has given to topics, kept only as long as the topics stay the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import read_rows
from policyresearch.study.folder import LANGUAGES
from policyresearch.topics.alignment import match_topics
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.quality import rank_terms

COLUMNS = ("topic", "terms", "label_en", "label_zh", "reviewed_by")
# The tenth term may be level with the eleventh, and the machine's arithmetic decide.
_OTHER_TERMS = 1


def list_labels(fitted: TopicModel) -> pd.DataFrame:
    """
    A sheet of the topics with the terms a reviewer names them by, labels still automatic.

    Returns
    -------
    DataFrame, one row per topic
        `topic`, `terms` (the ten most probable, in the order of code points), `label_en`,
        `label_zh`, `reviewed_by` (empty).
    """
    names = fitted.name_topics()
    rows = [
        (int(topic), " ".join(terms), names[int(topic)], names[int(topic)], "")
        for topic, terms in zip(fitted.ids, _list_terms(fitted), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def read_labels(path: Path) -> pd.DataFrame | None:
    """
    Read a file of reviewed labels; None if there is none.

    Parameters
    ----------
    path : Path
        CSV with the columns of `list_labels`.

    Returns
    -------
    DataFrame
        Those columns and `place`, the file and line of each.

    Raises
    ------
    DataError
        Naming file and line of what cannot be used.
    """
    if not path.is_file():
        return None
    found, lines = read_rows(path)
    missing = [name for name in COLUMNS if name not in found]
    if missing:
        raise DataError(f"{path}, line 1: lacks the columns {missing}; {_REMEDY}")
    rows = []
    for line, row in lines:
        cells = {name: (row[name] or "").strip() for name in COLUMNS}
        if not cells["topic"].isdigit() or not cells["terms"]:
            raise DataError(f"{path}, line {line}: `topic` must be a number and `terms` not "
                            f"empty; {_REMEDY}")
        place = f"{path}, line {line}"
        rows.append({**cells, "topic": int(cells["topic"]), "place": place})
    table = pd.DataFrame(rows, columns=[*COLUMNS, "place"])
    repeated = table.loc[table["terms"].duplicated(), "topic"].tolist()
    if repeated:
        raise DataError(f"{path}: topics {repeated} repeat the terms of others; {_REMEDY}")
    return table


_REMEDY = ("`python -m policyresearch topics labels --out FILE` writes a sheet of the topics as "
           "they are now.")


def label_topics(
    fitted: TopicModel, labels: pd.DataFrame | None, *, language: str = "en"
) -> TopicModel:
    """
    The topics under their reviewed labels.

    Parameters
    ----------
    fitted : TopicModel
    labels : DataFrame or None
        From `read_labels`; None leaves the automatic labels.
    language : str
        "en" or "zh".

    Raises
    ------
    DataError
        If any topic was not reviewed as it is now, that is with the same ten most probable
        terms but for one, or any reviewed topic is no longer there: a name for other words
        would mislead. The message names the lines and shows both. Numbers and order of topics
        may change.
    """
    if labels is None:
        return fitted
    if language not in LANGUAGES:
        raise DataError(f"`language`: {language!r} is unknown; options are {list(LANGUAGES)}.")
    reviewed = [set(terms.split()) for terms in labels["terms"]]
    current = [set(terms) for terms in _list_terms(fitted)]
    shared = np.array([[len(one & two) for two in reviewed] for one in current])
    matched = match_topics(shared.reshape(len(current), len(reviewed)))
    same = [
        place >= 0 and shared[topic, place] >= len(current[topic]) - _OTHER_TERMS
        for topic, place in enumerate(matched)
    ]
    kept = {int(place) for place, known in zip(matched, same, strict=True) if known}
    gone = [place for place in range(len(reviewed)) if place not in kept]
    if gone or not all(same):
        was = "".join(f"\n{row['place']}: topic {row['topic']} ({row['terms']}) is gone"
                      for _, row in labels.iloc[gone].iterrows())
        now = "".join(f"\nTopic {topic} ({' '.join(sorted(terms))}) was not reviewed"
                      for topic, terms, known in zip(fitted.ids, current, same, strict=True)
                      if not known)
        raise DataError(
            f"The reviewed labels do not fit the topics of this corpus and model.{was}{now}\n"
            f"Review the topics again, or delete the file to have automatic labels; {_REMEDY}"
        )
    given = labels[f"label_{language}"].iloc[matched]
    names = {int(topic): name for topic, name in zip(fitted.ids, given, strict=True) if name}
    return replace(fitted, labels=names)


def _list_terms(fitted: TopicModel) -> list[list[str]]:
    """The ten most probable terms of each topic in the order of code points."""
    return [sorted(fitted.units.terms[own]) for own in rank_terms(fitted.phi)]
