"""Hand-segmented sentences as tables, to measure segmenters against."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError

# In the file a space parts words, and this joins the words of one term.
_JOINER = "_"
READINGS = ("words", "terms")


def read_gold(path: Path) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """
    Sentences of a gold file, and their tokens in each reading.

    Parameters
    ----------
    path : Path
        CSV with `document`, `n` and `words`, as its guideline describes.

    Returns
    -------
    sentences : DataFrame
        What `tokenize` takes; `doc_id` is the document, `sent_id` the number in it.
    tokens : dict of DataFrame, by reading
        "words" and "terms": `doc_id`, `sent_id`, `token`, `start`, `end`.

    Raises
    ------
    DataError
        If a sentence has an empty word or is listed twice.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sentences: list[dict] = []
    tokens: dict[str, list[dict]] = {reading: [] for reading in READINGS}
    place: dict[str, int] = {}
    for line, row in enumerate(rows, 2):
        doc_id, sent_id, words = row["document"], int(row["n"]), row["words"]
        if words != " ".join(words.split()) or any(
            not part for word in words.split(" ") for part in word.split(_JOINER)
        ):
            raise DataError(f"{path}, line {line}: an empty word; one space or _ parts words.")
        start = place.get(doc_id, 0)
        text = words.replace(" ", "").replace(_JOINER, "")
        place[doc_id] = start + len(text) + 1
        sentences.append(
            {"doc_id": doc_id, "sent_id": sent_id, "para_id": 0, "section_id": 0, "role": "",
             "text": text, "start": start, "end": start + len(text)}
        )
        for reading, held in tokens.items():
            cut = words.replace(_JOINER, " " if reading == "words" else "").split(" ")
            end = start
            for token in cut:
                held.append({"doc_id": doc_id, "sent_id": sent_id, "token": token,
                             "start": end, "end": end + len(token)})
                end += len(token)
    frame = pd.DataFrame(sentences)
    if frame.duplicated(["doc_id", "sent_id"]).any():
        raise DataError(f"{path}: a document and number are listed twice.")
    return frame, {reading: pd.DataFrame(held) for reading, held in tokens.items()}
