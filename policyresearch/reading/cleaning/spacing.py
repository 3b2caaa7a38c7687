"""White space within a paragraph that belongs to its setting, not to its words."""

from __future__ import annotations

import re

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
_MARK = r"，。、；：！？（）“”‘’《》〈〉【】〔〕…—·"
# Rules, tried in order at each run of spaces; the run goes, what is around it stays.
_SPREAD_TITLE = re.compile(rf"(?<![^\s])[{_HAN}](?: +[{_HAN}]){{2,}}(?![^\s])")
_SPREAD_DIGITS = re.compile(
    r"(?<![0-9.])[0-9](?: +[0-9.%](?![0-9])){2,}|[0-9] +\. *[0-9]|[0-9] +%|"
    rf"(?<=[{_HAN}])[0-9]+\. +[0-9]+(?=[%亿万个])"
)
_BESIDE_MARK = re.compile(rf"(?<=[{_MARK}]) +| +(?=[{_MARK}])")
_HAN_ASCII = re.compile(rf"(?<=[{_HAN}]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%.]) +(?=[{_HAN}])")
_REPEATED = re.compile(r"(?<= ) +")


def find_loose_spaces(text: str, cells: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """
    Stretches of white space to leave out of one paragraph.

    `cells` are places of spaces that part the cells of a table's row: those stay.

    Spaces between two words in Hanzi stay (they part names in a title), runs are
    reduced to one; spaces in spread titles and numbers, beside punctuation, and between
    Hanzi and digits or Latin letters go.

    Examples
    --------
    >>> line = "政 府 工 作 报 告"
    >>> len(find_loose_spaces(line))
    5
    """
    if " " not in text:
        return []
    drop = [False] * len(text)
    for spread in (_SPREAD_TITLE, _SPREAD_DIGITS):
        for found in spread.finditer(text):
            for i in range(*found.span()):
                drop[i] |= text[i] == " "
    for rule in (_BESIDE_MARK, _HAN_ASCII, _REPEATED):
        for found in rule.finditer(text):
            for i in range(*found.span()):
                drop[i] |= i not in cells
    stretches: list[tuple[int, int]] = []
    for i, gone in enumerate(drop):
        if gone and stretches and stretches[-1][1] == i:
            stretches[-1] = (stretches[-1][0], i + 1)
        elif gone:
            stretches.append((i, i + 1))
    return stretches
