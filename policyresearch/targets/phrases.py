"""Phrases: stretches of the sentence that name what is measured, trimmed to their noun."""

from __future__ import annotations

import re
from functools import lru_cache

from policyresearch.targets.words import ADVERBS, BARE_VERBS, LIGHT, PER, any_of, openings, set_of

# A phrase is made of stretches (start, end) of the sentence and, where a word is restored that
# does not stand there, of strings.
Piece = tuple[int, int] | str
Phrase = tuple[Piece, ...]

_YEAR = r"(?:[12][0-9]{3}|[一二][〇○零一二三四五六七八九]{3})"
_MONTH = (
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:份|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日)?"
)
_END = r"度|年?[底末初前内]前?|起"
_TIME = (
    rf"(?:力争)?(?:到|至|截至|截止到?|在|从|自)?(?:{_YEAR}年(?:{_MONTH})?(?:{_END})?|"
    rf"{_MONTH}(?:{_END})?|"
    rf"1[0-4][0-9]年(?:[度底]前?)?)|"
    r"今年|去年|当年|本年度?|全年|年内|年底前?|到年底|年度|截至目前|目前|现在|近年来|"
    r"[一二三四]季度|前三季度|[上下]半年|"
    r"[一二三四五六七八九十]+年来|[两三四五]年(?:内|(?=实现|完成|$))|今后五年|[“]?十[一二三四五六]五[”]?(?:期间|"
    r"时期|以来|末)?|到?本世纪中叶|届时|期间"
)
_OPENING = re.compile(
    rf"^(?:{_TIME}|其中|预计|计划(?!生育|单列|任务|经济)(?=.{{2}})|"
    rf"全[市区县省州旗镇乡村](?!人民)|全国(?=共)|我[市区县省州国]|市域|"
    rf"本[市区县]|力争|确保|争取|努力|推动|促使|带动|使得?|"
    rf"{openings('以及 并 并且 同时 另外 此外 还 又 也 已 已经 将 要 再 共 总共 累计 再次 所有')}|"
    rf"{openings('进一步 继续 持续 着力 全面 大力 积极 加快 稳步 有序 扎实 深入 逐步 用于')}|"
    r"中(?=[，、])|的|了|提前(?:[一两三四五]年)?(?:实现|完成)?|"
    rf"{openings('平均 年均 每年 均 其 超额 如期 全力 不断 统筹 强力 首次 另 会 仍 则 只 系统')}|"
    rf"{openings('高质量 高效 高效率 接续 总体 分别')}|高标准(?!农田)|"
    r"在全[国省市]率先|—|-|:|：|、|\s|"
    r"[(（]?[0-9一二三四五六七八九十]{1,3}[)）.、])"
)
_ACTS = " ".join(set_of(LIGHT) - BARE_VERBS)
_LIGHT = re.compile(
    rf"^(?:(?:{openings(_ACTS)})(?!面积|规模(?![化以上])|用地|里程)|"
    rf"{openings(' '.join(BARE_VERBS))}|"
    r"有(?![效关机色限序线轨利力望志])|使(?!用)|建成(?!区))(?:了|到(?!位|期|岗))?"
    r"(?=[^、和与及的率数额量，]{2}|$)"
)
# For each of what, before the verb: scope or note, never a part of the name.
_PER = re.compile(
    r"每个?(?:街道|社区|乡镇|村|县|区|镇|月|年|天|人|户|亩|名[^，]{1,4}|家)(?=至少|不低于|"
    r"不少于|最高|补助|建成|新建|发放|平均|$)|"
    r"(?:单户|单个|单笔)(?=最高|不超过|$)"
)
_FRONT = {
    "all": _LIGHT,
    "subject": re.compile(
        rf"^(?:{openings('实现 完成 推动 推进 使 使得 促进 促使 带动 确保 保持 达到 对 将 把 为')})"
        r"(?=.{2})"
    ),
}
_ENDING = re.compile(
    rf"(?:{any_of(ADVERBS.replace(' 约 ', ' '))}|(?<![签契条邀预])约|共|累计|合计|总计|共计|"
    r"分别|达|已|将|均|各|等|拟?按|最[高低多少长短]|"
    rf"[\[〔【［][^\]〕】］]{{1,6}}[\]〕】］]|数量为|"
    rf"{PER}|每[年天]|的|了|为|是|，|、|:|：|\^|“|”(?<!”)|\s)$"
)
# Half-sentences before the noun in texts that lost their punctuation.
_RUN_ON = re.compile(
    r".*(?:稳步|显著|明显|不断|持续|进一步|大幅|全面|基本)(?:提升|提高|增强|改善|优化|下降|降低|"
    r"扩大|完善|形成|实现|健全)(?=[^的、和，]{4})"
)


# 加大扶持力度、举办招聘会: of two deeds the second is what the value is of; not 新建、改建学校.
_DEED_BEFORE = re.compile(
    rf".{{5,}}、(?=(?:{openings(' '.join(w for w in LIGHT.split() if len(w) > 1))})"
    r"[^、和与及的率数额量，]{2})"
)


# Several constructions ask about the same words.
@lru_cache(maxsize=256)
def trim(text: str, start: int, end: int, *, light: str = "all") -> tuple[int, int]:
    """
    The noun phrase inside a stretch: without openings, light verbs and trailing adverbs.

    `light` says which verbs at the front name nothing: "all" light verbs, only those that
    may stand before a subject ("subject": 实现, 使), or "none".

    Examples
    --------
    >>> text = "到2020年全市力争新建公办幼儿园共"
    >>> text[slice(*trim(text, 0, len(text)))]
    '公办幼儿园'
    """
    unclosed = text.rfind("“", start, end)
    if unclosed >= 0 and text.find("”", unclosed, end) < 0:
        start = unclosed + 1
    run_on = _RUN_ON.match(text, start, end)
    if run_on and run_on.end() < end:
        start = run_on.end()
    deed = _DEED_BEFORE.match(text, start, end) if light != "subject" else None
    if deed:
        start = deed.end()
    changed = True
    while changed and start < end:
        changed = False
        part = text[start:end]
        opening = _OPENING.match(part)
        per = _PER.match(part)
        if per:
            start += per.end()
            changed = True
            continue
        if opening and opening.end():
            start += opening.end()
            changed = True
            continue
        if light != "none" and (verb := _FRONT[light].match(part)):
            start += verb.end()
            changed = True
    while start < end and (ending := _ENDING.search(text, max(start, end - 10), end)):
        if ending.start() <= start or not ending[0]:
            break
        end = ending.start()
    return start, end


def open_verb(text: str, start: int, end: int) -> str:
    """The light verb a stretch opens with, behind time and adverbs; "" if none."""
    start, end = trim(text, start, end, light="none")
    found = _LIGHT.match(text[start:end] + "某某")
    return found[0] if found else ""


def render(phrase: Phrase, text: str) -> str:
    """The words of a phrase."""
    return "".join(p if isinstance(p, str) else text[p[0] : p[1]] for p in phrase)


# What is left of a stretch that named nothing.
_NOTHING = set_of(
    "全面 统筹 强力 重点 首次 分别 拟 开 预 让 每 按 为 在 中 其中 力争 新 再 共 度 前 底 预计 也 "
    "仅 最高 最低 最多 最少 目前 现 由 从 到 对 将 其 均 居中 系统 永久 特色化 实质 度实 年 "
    "上年 全年 同时 此外 并"
)


def names_nothing(words: str) -> bool:
    """Whether what was left of a stretch is no noun: 首次, 力争, 其中."""
    return words in _NOTHING


def is_empty(phrase: Phrase) -> bool:
    """Whether a phrase has no character."""
    return all(not p if isinstance(p, str) else p[0] >= p[1] for p in phrase)
