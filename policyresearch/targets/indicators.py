"""The catalogue of indicators, and which of them a record states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.files import read_rows
from policyresearch.reading.cleaning.normal import normal_form
from policyresearch.reading.cleaning.script import simplify_string
from policyresearch.segment.terms import bare
from policyresearch.tables import INDICATORS, build_table
from policyresearch.targets.amounts import convert_amount

# A record is linked from this score on; what scores less is listed for review.
THRESHOLD = 0.85
EXACT, REWORDED, NARROWED = 1.0, 0.95, 0.9
# Likeness of wording alone never links: 城镇 and 农村 differ in two characters of eleven.
_LIKENESS_CEILING = 0.8

# Wordings that statistics use for one thing, to one of them; Simplified, without quotes.
_SYNONYMS = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"[（(][^（）()]*[）)]", ""),
        (r"[的之]", ""),
        (r"(?:地区|国内|全市|全区|全县|全省|全州)?生产总值|GDP", "地区生产总值"),
        (r"(?:科学)?研究与(?:试验|实验)?(?:发展|开发)|R&D", "研发"),
        (r"规上|规模工业", lambda found: "规模以上" + ("工业" if "工业" in found[0] else "")),
        (r"限上", "限额以上"),
        (r"常住居民", "居民"),
        (r"每?(万|千)(?:常住)?人口?(?=[^元])", r"每\1人"),
        (r"(?:所占|占)?(?:比重|比例|比率)|占比", "比重"),
        (r"细颗粒物|PM2[.]?5", "PM2.5"),
        (r"可吸入颗粒物", "PM10"),
        (r"年均浓度|平均浓度", "浓度"),
        (r"[、与]|以及|(?<=.)和|(?<!普)及", ""),
        (r"及以上|含以上", "以上"),
    )
)
# Words around an indicator that say when, how far, or that it changed: they name nothing.
_LEADING = re.compile(
    r"^(?:全市|全区|全县|全省|全州|全旗|我市|我区|我县|本市|全年|年末|年|预计|力争|确保|努力|实现|完成"
    r"|其中|主要|累计|全社会|新增|新建|新改建|改造|培育|新(?!能源|材料|一代|型|兴|质|三板)|净增|达到|使|实施|建设|建成|地方)+"
)
_TRAILING = re.compile(
    r"(?:年均|同比|可比|平均)?(?:增长率|增长速度|增长|增速|增幅|涨幅|降幅|下降率|下降|降低"
    r"|总量|总数|总额|数量|个数|户数|家数|量|数|额|达到|完成额|水平)$"
)


@cache
def read_indicators() -> pd.DataFrame:
    """
    The catalogue (`tables.INDICATORS`).

    Raises
    ------
    DataError
        If an entry is incomplete, a code is outside its vocabulary, an id repeats, or one
        wording names two indicators.
    """
    return load_indicators(Path(str(files("policyresearch") / "lexicons" / "indicators.csv")))


def load_indicators(path: Path) -> pd.DataFrame:
    """A catalogue from a file of that form, such as a researcher's own."""
    _, rows = read_rows(path)
    for number, row in rows:
        empty = [k for k, v in row.items() if not v and k not in ("aliases", "unit")]
        if empty:
            raise DataError(f"{path}, line {number}: the columns {empty} are empty.")
    try:
        table = build_table(INDICATORS, [row for _, row in rows])
        _index(table)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None
    return table


def link_indicators(
    records: pd.DataFrame, *, catalogue: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    Link records to the catalogue and state their values in its units.

    A record is linked if its wording is one of the indicator's (score 1), is so but for
    synonyms and words that name nothing, such as 全市 or 增速 (0.95), or is so after its
    own scope is taken off the front (0.9), and if the indicator can be stated in its unit.
    Level, share, growth and change of one indicator have one id: only id and `measure`
    together say what is stated.

    Parameters
    ----------
    records : DataFrame with the columns `indicator`, `value`, `unit`, `measure`, `scope`
    catalogue : DataFrame, optional
        By default `read_indicators()`.

    Returns
    -------
    DataFrame
        `records` with `indicator_id` ("" where nothing scores `THRESHOLD`), `amount` and
        `amount_unit` (missing and "" where not linked).

    Examples
    --------
    >>> records = pd.DataFrame({"indicator": ["国内生产总值", "城镇新增就业", "幸福指数"],
    ...     "value": [6.5, 8.0, 9.0], "unit": ["%", "万人", ""], "scope": "",
    ...     "measure": ["growth", "change", "level"]})
    >>> link_indicators(records)[["indicator_id", "amount", "amount_unit"]].values.tolist()
    [['gdp', 6.5, '%'], ['urban_new_jobs', 8.0, '万人'], ['', nan, '']]
    """
    table = read_indicators() if catalogue is None else catalogue
    index = _index(table)
    units = dict(zip(table["indicator_id"], table["unit"], strict=True))
    ids: list[str] = []
    amounts: list[float] = []
    amount_units: list[str] = []
    columns = ["indicator", "value", "unit", "measure", "scope"]
    for wording, value, unit, measure, scope in records[columns].itertuples(
        index=False, name=None
    ):
        indicator_id, score = _look_up(wording, scope, measure, index)
        fitted = None
        if score >= THRESHOLD:
            fitted = convert_amount(
                float(value), simplify_wording(unit), measure=measure, canonical=units[indicator_id]
            )
        ids.append(indicator_id if fitted else "")
        amounts.append(fitted[0] if fitted else float("nan"))
        amount_units.append(fitted[1] if fitted else "")
    return records.assign(
        indicator_id=pd.Series(ids, index=records.index, dtype="str"),
        amount=pd.Series(amounts, index=records.index, dtype="float64"),
        amount_unit=pd.Series(amount_units, index=records.index, dtype="str"),
    )


def list_candidates(
    records: pd.DataFrame, *, catalogue: pd.DataFrame | None = None, limit: int = 3
) -> pd.DataFrame:
    """
    For records without a link, the entries whose wording is most alike, for review.

    Returns
    -------
    DataFrame, one row per unlinked record and candidate, best first
        `doc_id`, `n`, `indicator`, `candidate` (indicator_id), `name_zh`, `score`: twice the
        shared pairs of neighbouring characters over all pairs (Dice 1945), at most 0.8.
    """
    table = read_indicators() if catalogue is None else catalogue
    names = dict(zip(table["indicator_id"], table["name_zh"], strict=True))
    wordings = [(indicator_id, _pairs(key)) for key, (indicator_id, _) in _index(table).items()]
    rows = []
    unlinked = records[records["indicator_id"] == ""]
    for record in unlinked[["doc_id", "n", "indicator"]].to_dict("records"):
        pairs = _pairs(_reword(simplify_wording(record["indicator"])))
        best: dict[str, float] = {}
        for indicator_id, other in wordings:
            shared = 2 * len(pairs & other) / max(1, len(pairs) + len(other))
            best[indicator_id] = max(best.get(indicator_id, 0.0), shared)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
        for indicator_id, score in ranked:
            if score > 0:
                rows.append({
                    **record, "candidate": indicator_id, "name_zh": names[indicator_id],
                    "score": min(score, _LIKENESS_CEILING),
                })
    columns = ["doc_id", "n", "indicator", "candidate", "name_zh", "score"]
    return pd.DataFrame(rows, columns=columns)


def name_indicators(language: str, catalogue: pd.DataFrame | None = None) -> dict[str, str]:
    """Names by `indicator_id` in "en" or "zh"."""
    table = read_indicators() if catalogue is None else catalogue
    column = "name_zh" if language == "zh" else "name_en"
    return dict(zip(table["indicator_id"], table[column], strict=True))


def is_implied(scope: str, indicator_id: str) -> bool:
    """Whether a wording of the indicator says the scope: 城镇 for 城镇登记失业率."""
    # 13处饮用水源 are 饮用水源 with their number.
    scope = re.sub(r"^\d+[个处条座家项]?", "", simplify_wording(scope))
    return bool(scope) and any(scope in wording for wording in spell_indicator(indicator_id))


def spell_indicator(indicator_id: str) -> tuple[str, ...]:
    """Every wording of an entry, simplified; none for an unknown id."""
    return _spellings().get(indicator_id, ())


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    columns = read_indicators()[["indicator_id", "name_zh", "aliases"]]
    return {
        indicator_id: tuple(map(simplify_wording, (name, *filter(None, aliases.split("|")))))
        for indicator_id, name, aliases in columns.itertuples(index=False, name=None)
    }


def _index(table: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """Every wording, as written and reworded, with its entry and score."""
    held = _INDEXES.get(id(table))
    if held is not None and held[0] is table:
        return held[1]
    index: dict[str, tuple[str, float]] = {}
    for score, form in ((EXACT, simplify_wording), (REWORDED, _reword_name)):
        for indicator_id, name, aliases in table[
            ["indicator_id", "name_zh", "aliases"]
        ].itertuples(index=False, name=None):
            for wording in (name, *filter(None, aliases.split("|"))):
                key = form(wording)
                known = index.setdefault(key, (indicator_id, score))
                # What one entry is called exactly, another is not called in other words.
                if known[0] != indicator_id and known[1] == score:
                    raise DataError(
                        f"The wording {wording!r} of `{indicator_id}` also names `{known[0]}` "
                        f"(both read as {key!r}). Give it to one of them."
                    )
    _INDEXES[id(table)] = (table, index)
    return index


_INDEXES: dict[int, tuple[pd.DataFrame, dict[str, tuple[str, float]]]] = {}


def _look_up(
    wording: str, scope: str, measure: str, index: Mapping[str, tuple[str, float]]
) -> tuple[str, float]:
    simple = simplify_wording(wording)
    if simple in index:
        return index[simple]
    narrowed = _take_off(simplify_wording(scope), simple)
    for score, text in ((REWORDED, simple), (NARROWED, narrowed)):
        keys = [text, _reword(text), reword_indicator(text)]
        if measure == "change" and score == REWORDED and simplify_wording(scope) in simple:
            # 新增城镇就业5万人 is a record of 城镇就业 and its change; a scope told apart from
            # the wording would make another indicator of it.
            keys += [f"新增{key}" for key in keys]
        for key in keys:
            if key in index:
                return index[key][0], min(score, index[key][1])
    return "", 0.0


def _take_off(scope: str, wording: str) -> str:
    return wording[len(scope) :] if scope and wording.startswith(scope) else wording


@cache
def simplify_wording(text: str) -> str:
    """
    Mainland characters in normal form, without blanks and quotation marks.

    Examples
    --------
    >>> simplify_wording("“暖房子” 改造"), simplify_wording("億元")
    ('暖房子改造', '亿元')
    """
    # Phrases are too short to tell their script; Simplified ones come through unchanged.
    return bare(re.sub(r"\s", "", normal_form(simplify_string(text, "Hant"))))


@cache
def _reword(text: str) -> str:
    """With one word for each thing."""
    for pattern, word in _SYNONYMS:
        text = pattern.sub(word, text)
    return text


@cache
def reword_indicator(text: str) -> str:
    """
    One word for each thing, and none at either end that names nothing.

    Examples
    --------
    >>> reword_indicator("全市GDP增速"), reword_indicator("国内生产总值")
    ('地区生产总值', '地区生产总值')
    """
    text = _reword(text)
    core = _TRAILING.sub("", _LEADING.sub("", text))
    return core if len(core) > 1 else text


def _reword_name(text: str) -> str:
    """A name of the catalogue: its verbs are part of it, 新增企业 is not 企业."""
    text = _reword(simplify_wording(text))
    core = _TRAILING.sub("", text)
    return core if len(core) > 1 else text


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
