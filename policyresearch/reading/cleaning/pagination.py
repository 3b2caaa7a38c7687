"""Page numbers and running heads, which break into sentences."""

from __future__ import annotations

import re

from policyresearch.reading.cleaning.lines import Line

# — 9 —, -9-, － 9 －: between dashes a number stands alone only as a page number.
_DASHED = re.compile(r"(?<![^\s])[—–－\-─]{1,2} ?(\d{1,4}) ?[—–－\-─]{1,2}(?![^\s])")
# （下转第3版）, a title again, （上接第1版）: a newspaper's text goes on on another page.
_CONTINUED = re.compile(
    r"[（(]下转[^）)。\n]{1,12}[）)]\s*(?:[^\n。，]{2,40}\n\s*)?"
    r"[（(]上接[^）)。\n]{1,12}[）)][ \n]*|"
    r"[（(](?:下转|上接)第?[\dA-Z一二三四五六七八九十]{1,4}[版页][）)]"
)
# Frames of tables drawn with characters; a short run of ─ is a dash.
_FRAME = re.compile(r"[│┃║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋][─━═ ]*(?=[│┃║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋])|"
                    r"[│┃║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋]|[─━═]{6,}")
_WORDED = re.compile(
    r"(?:第\d{1,4}页)?[，,/／ ]*(?:共\d{1,4}页)?|\d{1,4}[/／]\d{1,4}|Page\d+(?:of\d+)?"
)
_BARE = re.compile(r"\d{1,4}")
# A bare number may be a cell of a table: only a series with pages of text between counts.
_LINES_BETWEEN = 8
_REPEATS = 3


def find_dashed_numbers(text: str) -> list[tuple[int, int]]:
    """Stretches such as "— 9 —", alone on a line or amid a line whose breaks were lost."""
    return [found.span() for found in _DASHED.finditer(text)]


def find_continuations(text: str) -> list[tuple[int, int]]:
    """Stretches that lead from one page of a newspaper to another, amid a sentence or not."""
    return [found.span() for found in _CONTINUED.finditer(text)]


def find_frames(text: str) -> list[tuple[int, int]]:
    """Stretches that draw the frame of a table."""
    return [found.span() for found in _FRAME.finditer(text)]


def find_page_lines(lines: list[Line]) -> dict[int, str]:
    """Lines, by position, that hold only a page number or a running head, with the reason."""
    found: dict[int, str] = {}
    bare: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if _WORDED.fullmatch(line.key) and re.search(r"\d", line.key):
            found[i] = "page number"
        elif _BARE.fullmatch(line.key):
            bare.append((i, int(line.key)))
    for i in _series(bare) or _at_page_edges(lines, dict(bare)):
        found[i] = "page number"
    for i in _running_heads(lines, found):
        found[i] = "running head"
    return found


def _series(bare: list[tuple[int, int]]) -> list[int]:
    """Positions of numbers that rise by one, each some lines after the one before."""
    best: dict[int, list[int]] = {}
    longest: list[int] = []
    last_at: dict[int, int] = {}
    for i, number in bare:
        before = last_at.get(number - 1)
        chain = best[before] if before is not None and i - before > _LINES_BETWEEN else []
        best[i] = [*chain, i] if len(chain) < 2000 else chain
        last_at[number] = i
        if len(best[i]) > len(longest):
            longest = best[i]
    return longest if len(longest) >= _REPEATS else []


def _at_page_edges(lines: list[Line], numbers: dict[int, int]) -> list[int]:
    """Positions of numbers that end, or open, every page and rise by one from page to page."""
    tops = [i for i, line in enumerate(lines) if line.page_before]
    if len(tops) < 2:
        return []
    feet = [*(i - 1 for i in tops[1:]), len(lines) - 1]
    for edges in (feet, tops):
        values = [numbers.get(i) for i in edges]
        first = values[0]
        rising = first is not None and values == list(range(first, first + len(values)))
        if rising:
            return edges
    return []


def _running_heads(lines: list[Line], taken: dict[int, str]) -> list[int]:
    """Lines at the top or foot of pages that repeat from page to page."""
    edges = [
        i
        for i, line in enumerate(lines)
        if i not in taken
        and len(line.key) <= 60
        and (line.page_before or (i + 1 == len(lines) or lines[i + 1].page_before))
    ]
    shapes: dict[str, list[int]] = {}
    for i in edges:
        shapes.setdefault(re.sub(r"\d+", "#", lines[i].key), []).append(i)
    pages = sum(line.page_before for line in lines)
    least = _REPEATS if pages > _REPEATS else max(2, pages)
    return [i for same in shapes.values() if len(same) >= least for i in same]
