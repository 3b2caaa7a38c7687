"""
What Chinese government and re-publishing pages print around a document.

The phrases are rows of `lexicons/page_phrases.csv`, regular expressions that read a whole
line in normal form, Simplified, without spaces. "anywhere" rows describe lines that no
policy text holds; "edge" rows could stand in one, and count only before the document
starts or after it has ended. "key" rows name the entries of a page's metadata block,
"tool" rows its buttons.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_BULLET = r"[-•·*●◆▪○◎■□»>【〖\[（|]{0,2}"


@cache
def _rows() -> list[dict[str, str]]:
    path = files("policyresearch") / "lexicons" / "page_phrases.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def _alternatives(where: str) -> str:
    return "|".join(row["pattern"] for row in _rows() if row["where"] == where)


def _patterns(where: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["reason"], re.compile(row["pattern"], re.IGNORECASE))
        for row in _rows()
        if row["where"] == where
    )


# A key with its colon; a key alone on its line has its value on the next one.
KEY = re.compile(rf"{_BULLET}(?:{_alternatives('key')})[】〗\]）]?[：:]")
KEY_ALONE = re.compile(rf"{_BULLET}(?:{_alternatives('key')})[】〗\]）]?[：:]?")
# The `- value` lines that an export makes of a page's table.
LIST_ITEM = re.compile(r"[-•·*●](?!-)")
ANYWHERE = _patterns("anywhere")
EDGE = (
    (
        "page tools",
        re.compile(rf"[【\[（]?(?:(?:{_alternatives('tool')})[：:、|/·【】\[\]（）>-]*)+"),
    ),
    ("page metadata", re.compile(rf"{KEY.pattern}.{{0,80}}")),
    *_patterns("edge"),
)
