"""Tables of indicators as plans print them: a row an indicator, a column a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from policyresearch.reading.result import Reading
from policyresearch.targets.indicators import simplify_wording
from policyresearch.targets.measures import measure_level
from policyresearch.targets.phrases import render
from policyresearch.targets.quantities import Quantity
from policyresearch.targets.scopes import find_scope
from policyresearch.targets.units import match_unit, unit_kind
from policyresearch.targets.years import Years

_KINDS = (
    ("name", re.compile(r"(?:主要|具体|发展|规划|核心)?指标(?:名称|内容)?(?:[（(].*)?|项目|名称")),
    ("unit", re.compile(r"(?:计量)?单位")),
    ("nature", re.compile(r"(?:指标)?(?:属性|类型|性质)")),
    ("growth", re.compile(r".*(?:年均|增长|增速|增幅|递增).*")),
    ("total", re.compile(r".*累计.*")),
    ("number", re.compile(r"序号|编号|No\.?")),
    ("level", re.compile(r".*(?:(?:19|20)[0-9]{2}|基期|基准|现状|目标|规划[值数]|预期[值数]).*")),
)
_VALUES = ("level", "growth", "total")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_START = re.compile("基期|基准|现状|实际")
_NATURE = re.compile(r"(?:约束|预期|指导|引导|监测|参考)(?:性|指标)?")
_NONE = re.compile(r"[-—–－/／.…·一*]*")
# A goal that the table leaves to others: 完成省下达任务.
_LEFT_OPEN = re.compile(
    r"[\u4e00-\u9fff，、]{0,12}(?:下达|核定|要求|任务|目标|标准|优化|提升|稳定)"
)
_NUMBER = re.compile(
    r"(?:(?P<le>[<≤＜]|小于|不超过|不高于|低于|控制在)|(?P<ge>[>≥＞]|大于|不低于|不少于|超过|高于)|"
    r"(?P<approx>约)|达到)?=?(?P<sign>[-－])?(?P<value>[0-9][0-9,，]*(?:\.[0-9]+)?)"
    r"(?:%?[-~—～至](?P<high>[0-9]+(?:\.[0-9]+)?))?(?P<unit>[^0-9]*?)"
    r"(?P<tail>以内|以下|之内|(?:及)?以上|左右)?"
)
_TAILS = {"以内": "le", "以下": "le", "之内": "le", "以上": "ge", "及以上": "ge", "左右": "approx"}
_BRACKETED = re.compile(r"[\[〔【［(（](.+)[\]〕】］)）]%?")
_UNIT_BEHIND = re.compile(r"(?P<name>.+?)[（(](?P<unit>[^（）()]{1,12})[）)]")
_FALLS = re.compile(r"(?:累计)?(?:降低|下降|减少|削减|压减)(?:率|幅度|比例)?$")
_RISES = re.compile(r"(?:年均|累计)?(?:增长|增加|提高|提升)$")
_RATES = ("%", "‰")
# A line that belongs to no row inside a table is a group of indicators or a broken cell.
_LONGEST_BETWEEN, _MOST_BETWEEN = 24, 3
# The end of a name that was broken to fit its cell: …拥有 / 量（件）.
_TAIL = re.compile(r"[^0-9，。；：]{0,10}[（(][^（）()]{1,12}[）)]")
_PROSE = re.compile("[，。；！？：]")
_ORPHAN = re.compile(r"[0-9%\]】〕\s|—-](?:预期性|约束性)[\s|]*$")


class Cell(NamedTuple):
    """A cell, and where it stands in the raw file."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a column holds; `year` is that of its heading."""

    kind: str
    year: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a cell; `bracketed` ones are totals over the period of a plan."""

    value: float
    high: float | None
    unit: str
    relation: str
    bracketed: bool


def read_tables(reading: Reading, years: Years) -> tuple[dict[int, list[dict]], set[int]]:
    """
    Records of a document's tables of indicators.

    A table starts with a row of headings that names a column of indicators and columns of
    years (2020年, 2025年目标), of growth (年均增长) or of totals (累计). Rows follow as long as
    their cells fit under the headings, moved as a whole where leading cells are merged with
    those above. A row that fits nowhere makes no record.

    Returns
    -------
    dict of sentence to records
        Fields of `tables.TARGETS`, in the order of the columns. Numbers in square brackets
        are totals of the period; what the document gives as binding or anticipated (约束性,
        预期性) is the note.
    set of sentences
        Those that a table takes up, read or not: they are no sentences.
    """
    rows, taken = _find_rows(reading)
    records: dict[int, list[dict]] = {}
    for sent_id, row, heads in rows:
        records.setdefault(sent_id, [])
        records[sent_id] += _read_row(row, heads, years, reading.raw, sent_id)
    return records, taken


Row = list[Cell | None]


def _find_rows(reading: Reading) -> tuple[list[tuple[int, Row, list[Head]]], set[int]]:
    """Rows under their headings with their sentences, and all sentences of tables."""
    rows: list[tuple[int, Row, list[Head]]] = []
    taken: set[int] = set()
    heads: list[Head] = []
    between = 0
    columns = ["sent_id", "text", "is_heading", "raw_start", "raw_end"]
    for sent_id, text, is_heading, start, end in zip(
        *(reading.sentences[name].tolist() for name in columns), strict=True
    ):
        orphan = bool(_ORPHAN.search(text))
        if not heads and "指标" not in text and not orphan:
            continue
        for cells in _lines(reading.raw, start, end):
            found = _find_heads(cells)
            row = _align(cells, heads) if heads and not found else None
            words = "".join(cell.text for cell in cells)
            if found:
                heads, between = found, 0
            elif row is not None:
                rows.append((sent_id, row, heads))
                between = 0
            elif heads and rows and len(cells) == 1 and _TAIL.fullmatch(words):
                rows[-1] = (rows[-1][0], _lengthen(rows[-1][1], heads, cells[0]), heads)
            elif heads:
                between += 1
                far = len(words) > _LONGEST_BETWEEN and not orphan
                if is_heading or far or between > _MOST_BETWEEN or _PROSE.search(words):
                    heads = []
            if heads or orphan:
                taken.add(sent_id)
    return rows, taken


def _lines(raw: str, start: int, end: int) -> Iterator[list[Cell]]:
    """The cells of every line: reading may have joined the rows of a page to one sentence."""
    for found in re.finditer(r"[^\n\f]+", raw[start:end]):
        yield _cells(raw, start + found.start(), start + found.end())


def _cells(raw: str, start: int, end: int) -> list[Cell]:
    """Cells of a row: parted by tabs or bars, of which empty ones count, else by blanks."""
    row = raw[start:end]
    border = r"\t" if "\t" in row else r"\|" if row.strip("|").count("|") > 1 else r"\s+"
    cells, edge = [], 0
    for place, width in [*((m.start(), len(m[0])) for m in re.finditer(border, row)),
                         (len(row), 0)]:
        words = row[edge:place]
        left = edge + len(words) - len(words.lstrip())
        cells.append(Cell(words.strip(), start + left, start + left + len(words.strip())))
        edge = place + width
    while cells and border != r"\t" and not cells[0].text:
        cells.pop(0)
    return cells


def _find_heads(cells: list[Cell]) -> list[Head]:
    """The columns, if the cells are headings of a table of indicators."""
    heads: list[Head] = []
    for cell in cells:
        words = simplify_wording(cell.text)
        if heads and words.startswith(("(", "（")):
            continue  # 年均增长 （累计）: the heading goes on
        kind = next((name for name, pattern in _KINDS if pattern.fullmatch(words)), "other")
        named = _YEAR.findall(words)
        heads.append(Head(kind, int(named[-1]) if named else None, words))
    kinds = [head.kind for head in heads]
    values = sum(kind in _VALUES for kind in kinds)
    told = values > 1 or (values == 1 and ("nature" in kinds or "unit" in kinds))
    return heads if kinds.count("name") == 1 and told else []


def _align(cells: list[Cell], heads: list[Head]) -> Row | None:
    """The cells under their headings, as far right as they fit."""
    if len(cells) > len(heads) and cells[0].text.isdecimal():
        cells = cells[1:]  # a number that has no heading
    for shift in range(len(heads) - len(cells), -1, -1):
        row = [None] * shift + list(cells) + [None] * (len(heads) - len(cells) - shift)
        under = list(zip(row, heads, strict=True))
        if all(_fits(cell, head) for cell, head in under) and any(
            cell and cell.text and head.kind in _VALUES for cell, head in under
        ):
            return row
    return None


def _lengthen(row: Row, heads: list[Head], tail: Cell) -> Row:
    """A row with the rest of its indicator, which stood in a line of its own."""
    return [
        cell._replace(text=cell.text + tail.text) if cell and head.kind == "name" else cell
        for cell, head in zip(row, heads, strict=True)
    ]


def _fits(cell: Cell | None, head: Head) -> bool:
    words = simplify_wording(cell.text) if cell else ""
    if head.kind == "name":
        return len(re.findall(r"[\u4e00-\u9fffA-Z]", words)) > 1 and not _NATURE.fullmatch(words)
    if _NONE.fullmatch(words):
        return True
    if head.kind in _VALUES:
        return _read_number(words) is not None or bool(_LEFT_OPEN.fullmatch(words))
    if head.kind == "nature":
        return bool(_NATURE.fullmatch(words))
    if head.kind == "number":
        return words.isdecimal()
    return head.kind != "unit" or not words[0].isdecimal()


def _plain(unit: str) -> str:
    """A unit without its scale."""
    return simplify_wording(unit).lstrip("万亿") or "元"


def _read_number(words: str) -> Number | None:
    words = simplify_wording(words)
    within = _BRACKETED.fullmatch(words)
    found = _NUMBER.fullmatch(within[1] if within else words)
    if not found or (found["unit"] and not match_unit(_plain(found["unit"]), 0)):
        return None
    bounds = [name for name in ("le", "ge", "approx") if found[name]]
    unit = found["unit"] or ("%" if words.endswith("%") else "")
    return Number(
        (-1 if found["sign"] else 1) * float(re.sub("[,，]", "", found["value"])),
        float(found["high"]) if found["high"] else None, unit,
        _TAILS.get(found["tail"] or "", bounds[0] if bounds else "eq"), bool(within),
    )


def _read_row(
    row: Row, heads: list[Head], years: Years, raw: str, sent_id: int
) -> list[dict]:
    """The records of one row, one for each number in it."""
    by_kind = {head.kind: cell for cell, head in zip(row, heads, strict=True) if cell}
    name_cell = by_kind["name"]
    parted = _UNIT_BEHIND.fullmatch(name_cell.text)
    own = parted is not None and match_unit(_plain(parted["unit"]), 0) != ""
    name = parted["name"] if parted and own else name_cell.text
    unit = parted["unit"] if parted and own else by_kind["unit"].text if "unit" in by_kind else ""
    nature = by_kind["nature"].text if "nature" in by_kind else ""
    dated = sorted(head.year for head in heads if head.kind == "level" and head.year)
    first, last = _span(years, dated)
    levels = any(
        cell and head.kind == "level" and (number := _read_number(cell.text)) is not None
        and not number.bracketed for cell, head in zip(row, heads, strict=True)
    )
    records = []
    for cell, head in zip(row, heads, strict=True):
        number = _read_number(cell.text) if cell and head.kind in _VALUES else None
        if number is None or cell is None:
            continue
        before = head.kind == "level" and bool(_START.search(head.text))
        year = head.year or (first - 1 if first and before else last)
        reached = head.kind == "level" and (year < first if year and first else before)
        opens = first
        if reached and year and first and last:
            opens = year - (last - first)  # what a total of the period before counts from
        indicator, measure, sign, shown, start = _meaning(
            name, number, head, unit, first=opens, levels=levels
        )
        span = min(name_cell.start, cell.start), max(name_cell.end, cell.end)
        records.append({
            "quote": raw[slice(*span)], "raw_start": span[0], "raw_end": span[1],
            "indicator": indicator, "value": sign * number.value,
            "value_high": float("nan") if number.high is None else sign * number.high,
            "unit": shown, "relation": number.relation, "measure": measure,
            "status": "outcome" if reached else "target", "year": year, "period_start": start,
            "scope": render(find_scope(((0, len(indicator)),), indicator), indicator),
            "note": nature if _NATURE.fullmatch(simplify_wording(nature)) else "",
            "indicator_id": "", "amount": float("nan"), "amount_unit": "",
            "sent_id": sent_id, "rule": "table row",
        })
    return records


def _span(years: Years, dated: list[int]) -> tuple[int | None, int | None]:
    """First and last year that the goals of a table are for."""
    title = years.title_period
    first = title.first if title else None
    if first is None and len(dated) > 1:
        first = dated[0] + 1
    if first is None:
        first = years.now.plan
    last = title.year if title and title.year else dated[-1] if dated else years.now.plan
    return first, last


def _meaning(
    name: str, number: Number, head: Head, unit: str, *, first: int | None, levels: bool
) -> tuple[str, str, int, str, int | None]:
    """Indicator, measure, sign, unit and period start of a number under its heading."""
    words = simplify_wording(name)
    falls, rises = _FALLS.search(words), _RISES.search(words)
    total = number.bracketed or (head.kind == "total")
    base = first - 1 if first else None
    shown = number.unit or unit
    if falls or rises:
        cut = len(words) - (falls or rises).start()  # type: ignore[union-attr]
        measure = "growth" if shown in _RATES else "change"
        start = base if total else first if head.kind == "growth" else None
        return name[:-cut], measure, -1 if falls else 1, shown, start
    if total:
        if shown in _RATES and levels:
            return name, "change", 1, "个百分点", base
        return (name, "change", 1, shown, base) if levels else (name, "cumulative", 1, shown, first)
    if head.kind == "growth" and unit in _RATES:
        return name, "change", 1, "个百分点", first  # a rate that rises so much a year
    if head.kind == "growth":
        return name, "growth", 1, number.unit or "%", first
    kind = unit_kind(simplify_wording(shown).lstrip("万亿") or shown)
    quantity = Quantity(0, 0, 0, number.value, shown, kind)
    return name, measure_level(quantity, "", (words,), ""), 1, shown, None
