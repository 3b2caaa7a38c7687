"""Lists of heads that share their values: 分别-lists, coordinated heads, restored modifiers."""

from __future__ import annotations

import re

from policyresearch.targets.phrases import Phrase
from policyresearch.targets.words import MEASURE_NOUNS, any_of

_BETWEEN = re.compile(
    r"、|(?<![饱温共呼])和(?![美谐平睦田])|(?<!参)与(?!会)|(?<![普涉惠波危以])及(?!以上|以下|其)|以及"
)
_IN_NAMES = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）")
_HEAD = re.compile(rf"(?:{any_of(MEASURE_NOUNS)})$")
# A head of two nouns.
_CHAIN = re.compile(
    rf"(?:贷款|存款|投资|消费|销售|收入|支出|产值|用电|出口|进口)(?:{any_of(MEASURE_NOUNS)})$"
)
_TOWN_AND_COUNTRY = re.compile("城乡")
# 城镇和农村居民收入: a modifier alone, as long as the one it stands beside.
_SHORT = 3
_OWN = 2
_RATED = 4
_GROUP_NOUN = re.compile("产业|行业|居民|企业|工业|产品|人员")
_SECTOR = re.compile("第?[一二三]")
# Nouns of groups: a modifier may end with one, and serve the next member of the list too.
_GROUP_END = re.compile(
    r"(?:事故|能源|居民|企业|工业|产业|人口|机构|单位|商品房|住房|水质|污染物|地区)(?=..)"
)


def split_heads(text: str, start: int, end: int, count: int) -> list[Phrase] | None:
    """
    The members of a list of `count` heads, each as a whole phrase; None if it has others.

    What one member leaves out is restored from its neighbour: the noun at the end of the
    last member (产业增加值), the modifier at the start of the first (清洁能源装机容量).

    Examples
    --------
    >>> from policyresearch.targets.phrases import render
    >>> def members(text, count):
    ...     return [render(p, text) for p in split_heads(text, 0, len(text), count) or []]
    >>> members("新兴产业、高技术产业增加值", 2)
    ['新兴产业增加值', '高技术产业增加值']
    >>> members("清洁能源装机容量及发电量占比", 2)
    ['清洁能源装机容量占比', '清洁能源发电量占比']
    >>> members("城镇和农村居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> members("城乡居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> members("旅游人数和收入", 2), members("新能源、汽车零部件产业产值", 2)
    (['旅游人数', '旅游收入'], ['新能源产业产值', '汽车零部件产业产值'])
    >>> members("商品房销售面积和销售额", 2)
    ['商品房销售面积', '商品房销售额']
    """
    parts = _split(text, start, end)
    if len(parts) != count:
        if count == 2 and (both := _TOWN_AND_COUNTRY.search(text, start, end)):
            head, tail = (start, both.start()), (both.end(), end)
            return [(head, "城镇", tail), (head, "农村", tail)]
        return None
    shared = _shared_head(text, parts)
    prefix = _shared_modifier(text, parts)
    members: list[Phrase] = []
    for i, (a, b) in enumerate(parts):
        phrase: Phrase = ((a, b),)
        if i < len(parts) - 1 and shared:
            phrase = (*phrase, shared)
        if i and prefix and not text.startswith(text[slice(*prefix)], a):
            phrase = (prefix, *phrase)
        members.append(phrase)
    return members


def split_names(text: str, start: int, end: int) -> list[Phrase]:
    """The members of a list of names, as they stand."""
    return [((a, b),) for a, b in _split(text, start, end)]


def are_complete(phrases: list[tuple[int, int]], text: str) -> bool:
    """Whether every stretch ends in the same measure noun: 开办时间 and 审批时间."""
    heads = [_HEAD.search(text[a:b]) for a, b in phrases]
    return all(heads) and len({h[0] for h in heads if h}) == 1


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    names = [m.span() for m in _IN_NAMES.finditer(text, start, end)]
    parts, edge = [], start
    for border in _BETWEEN.finditer(text, start, end):
        if border.start() < edge or any(a <= border.start() < b for a, b in names):
            continue
        if border.start() > edge and border.end() < end:
            parts.append((edge, border.start()))
            edge = border.end()
    parts.append((edge, end))
    return parts


def _shared_head(text: str, parts: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The noun at the end of the last member that the first one needs."""
    (a, b), (c, d) = parts[0], parts[-1]
    first, last = text[a:b], text[c:d]
    if first.endswith("级") and "级" in last:
        return c + last.index("级") + 1, d  # 国家级、省级示范企业
    if _SECTOR.fullmatch(first) and "产业" in last:
        return c + last.index("产业"), d
    short = len(first) <= _SHORT and not _HEAD.search(first)
    for width in (2,) if short else (2, 1):
        place = last.find(first[-width:]) if len(first) >= width else -1
        if place >= 0 and place + width < len(last):
            return c + place + width, d
    if _HEAD.search(first):
        return None
    group = _GROUP_NOUN.search(last, 1) if short else None
    if group:
        return c + group.start(), d
    chain = _CHAIN.search(last)
    if chain and len(first) + 1 < chain.start():
        return c + chain.start(), d  # 制造业、普惠小微贷款余额: the last has a modifier of its own
    if short and len(last) > len(first) + 2 and _HEAD.search(last):
        return c + len(first), d
    head = _HEAD.search(last)
    if head and head[0] == "率" and head.start() >= _RATED:
        return c + head.start() - 2, d  # 道路、桥梁养护率: of which deed the rate is
    return (c + head.start(), d) if head and head.start() > 0 else None


def _shared_modifier(text: str, parts: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The modifier at the start of the first member that the others need."""
    (a, b), (c, d) = parts[0], parts[1]
    first, second = text[a:b], text[c:d]
    place = first.find(second[:2]) if len(second) >= 2 else -1
    if place > 0:
        return a, a + place
    head = _HEAD.search(second)
    own = _HEAD.search(first)
    if head and own and head.start() == 0 and own.start() > 0:
        return a, a + own.start()  # 旅游人数和收入
    if head and head.start() >= _OWN and first.endswith(head[0]):
        return None  # 工业投资、制造业投资: each has a modifier of its own
    group = None
    for group in _GROUP_END.finditer(first):  # noqa: B007 - the last one counts
        pass
    if group and not _GROUP_END.search(second) and group[0] not in second and _HEAD.search(second):
        return a, a + group.end()
    return None
