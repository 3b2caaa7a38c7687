"""
What a paragraph does: as a rule what its section does.

Where a section is not divided, its text turns without a heading: a review closes with
what is lacking, a plan opens with the situation, principles and targets, and older
reports have no headings at all. There the paragraph's own words decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyresearch.reading.metadata.title_block import ISSUER_LINE, is_date_line
from policyresearch.reading.structure.section_roles import (
    ANNEX,
    BODY,
    NOTICE,
    PLAN,
    REQUIREMENTS,
    REVIEW,
    YEAR,
    YEAR_DIGITS,
    lean,
)
from policyresearch.reading.structure.topic_sentences import is_address

# The words that decide stand near the opening of a paragraph.
_HEAD = 90
_AIMS = re.compile(r"(?:预期|奋斗|主要|总体|发展)目标(?:任务)?(?:是|为|：|，|建议)|主要预期目标")
_PRINCIPLES = re.compile(
    r"(?:指导思想|总体要求|总的要求|总要求|总体思路|基本思路|工作思路|总基调|基本原则|指导方针|基本方针|总方针)"
    r"(?:和[^，。]{2,8})?(?:是|为|：|，)"
)
_TASKS = re.compile(
    r"(?:重点|着重|着力|突出|主要|具体|切实)(?:做好|抓好|推进|要?抓|要?做|实施|完成|从)"
    r".{0,14}(?:工作|方面|任务|重点|行动|事)|"
    r"围绕.{0,20}(?:做好|抓好)|(?:今年|明年|今后).{0,10}(?:任务|工作|打算|计划|安排)(?:是|：|，|主要)|下一步"
)
_PAST = re.compile(
    r"过去(?:的)?(?:[一二三四五六七八九十几]|\d{4})?年|刚刚过去|[一二三四五六七八九十几两]年(?:多)?来|去年|这一年|这五年|"
    r"回[顾首]|今年以来|(?:取得|获得)(?:的|了).{0,12}(?:成绩|成就|成效|进展|胜利)"
)
_OPENS_WITH_PAST = re.compile(r"(?:刚刚)?过去的?[一二三四五]年|[一二三四五]年来，|去年，")
_PROBLEMS = re.compile(
    r"(?:清醒|清楚)(?:地|的)?(?:认识|看到|意识)|(?:也|还|必须)(?:应该|要)?看到|"
    r"(?:还|仍|依然|也)?存在.{0,16}(?:问题|困难|不足|差距|短板|缺点|错误)|"
    r"(?:缺点|错误|问题)(?:和.{2,4})?(?:是|有|主要)"
)
_SITUATION = re.compile(
    r"(?:今年|明年|\d{4}年|今后|这一年|[^，。]{0,12}(?:期间|时期|五年))[^。]{0,24}(?:是|将是|迎来)|"
    r"当前|当今|目前|综合(?:分析|研判|判断)"
)
_FACING = re.compile("面对")
# Words that speak of what is to come.
_AHEAD = re.compile(
    r"到(?:\d{4}|[一二三四五六七八九〇零○]{4})年|[今明]年底前?|力争|预期|预计|计划|拟|控制在|确保|安排(?:[^了]|$)|"
    r"以[内上]|新的一年|下一步|今后|目标|任务是"
)
_DONE = re.compile(
    r"已经?(?!开)|了|取得|建成|突破|荣获|获批|获评|入选|位居|投产|圆满|成功|出台|恢复|得到|实现"
)
_WILL = re.compile(r"将|要|必须|应当|争取|继续|进一步|努力|着力|大力")
_APPEALS = re.compile(
    r"让我们|(?:更加)?紧密(?:地)?团结|高举.{0,30}旗帜|为.{4,40}而(?:努力)?奋斗|万岁"
)
# An appeal is short and stands at the very end.
_CLOSING_PARAGRAPHS = 3
# How a chief executive or finance secretary announces measures.
_PROPOSES = re.compile(r"(?:\d{1,3}\. ?)?我(?:们)?(?:会|将|建议|预计|宣布|提议|决定)(?!议)")
_SUBMITS = re.compile(r"请予?审[议查]|提请大会|向大会(?:报告|作)|列席人员提出意见")
_ADDRESS = re.compile(r"^(?:各位[^，。！]{2,8}|同志们)[，！]")
# The date below a text and what stands around it do nothing that the text does.
_SIGNATURE_LINES = 4
_CLOSING_CHARS = 1200
# A preface that is longer than this share of a report is its review.
_PREFACE_SHARE = 0.15


def paragraph_roles(
    paragraphs: Sequence[str],
    sections: Sequence[str],
    *,
    undivided: Sequence[bool],
    prefaces: Sequence[bool],
    is_report: bool,
    headed: bool,
) -> list[str]:
    """
    Role of each paragraph.

    Parameters
    ----------
    paragraphs : sequence of str
    sections : sequence of str
        Role of the section each stands in; "notice" and "annex" hold for all in them.
    undivided : sequence of bool
        Whether it stands directly under an outermost heading and is none itself.
    prefaces : sequence of bool
        Whether it stands before the first heading.
    is_report : bool
        Whether the document reports to an assembly.
    headed : bool
        Whether it has headings at all.
    """
    total = sum(map(len, paragraphs))
    before = sum(len(p) for p, first in zip(paragraphs, prefaces, strict=True) if first)
    turns = (is_report or not headed) and before > _PREFACE_SHARE * total
    years = [_opening_year(text) for text in paragraphs]
    last = max(years, default=0)
    closing = find_closing(paragraphs, sections)
    signed = _find_signature(paragraphs, sections)
    roles: list[str] = []
    running = BODY
    for i, (text, section) in enumerate(zip(paragraphs, sections, strict=True)):
        if section in (ANNEX, NOTICE):
            role = section
        elif i in closing or i in signed:
            role = BODY
        elif prefaces[i]:
            role = BODY
            if turns:
                earlier = 0 < years[i] < last
                role = running = REVIEW if earlier else _turning(text, running)
        elif section == REVIEW and _PROPOSES.match(text):
            role = PLAN
        elif section == REVIEW and _PROBLEMS.search(text[:_HEAD]):
            role = BODY
        elif section == PLAN and _OPENS_WITH_PAST.match(text) and not _AHEAD.search(text):
            role = REVIEW
        elif undivided[i] and section == PLAN:
            role = running = _under_plan(text, running)
        elif undivided[i] and section == REQUIREMENTS and _AIMS.search(text[:_HEAD]):
            role = PLAN
        else:
            role = running = section
        roles.append(role)
    return roles


def _find_signature(paragraphs: Sequence[str], sections: Sequence[str]) -> range:
    """The last lines of the body around its date, none of which ends a sentence."""
    end = next((i for i in range(len(paragraphs), 0, -1) if sections[i - 1] != ANNEX), 0)
    first = end
    while first > max(1, end - _SIGNATURE_LINES) and (
        len(paragraphs[first - 1]) <= 40 and paragraphs[first - 1][-1] not in "。！；："
    ):
        first -= 1
    dated = next((i for i in range(first, end) if is_date_line(paragraphs[i])), None)
    if dated is None:
        return range(0)
    while dated > first and ISSUER_LINE.fullmatch(paragraphs[dated - 1]):
        dated -= 1
    return range(dated, end)


def find_closing(paragraphs: Sequence[str], sections: Sequence[str]) -> range:
    """The appeal that ends the body: its last paragraphs, from the last address on."""
    end = next((i for i in range(len(paragraphs), 0, -1) if sections[i - 1] != ANNEX), 0)
    for i in range(end - 1, max(-1, end - 1 - _CLOSING_PARAGRAPHS), -1):
        if is_address(paragraphs[i]) or _APPEALS.search(paragraphs[i][:300]):
            first = i - 1 if i and is_address(paragraphs[i - 1]) else i
            short = sum(len(text) for text in paragraphs[first:end]) < _CLOSING_CHARS
            return range(first, end) if short and first else range(0)
    return range(0)


def _under_plan(text: str, running: str) -> str:
    """Role of a paragraph between the heading of a plan and its first part, after `running`."""
    head = text[:_HEAD]
    if _AIMS.search(head):
        return PLAN
    if _PRINCIPLES.search(head):
        return REQUIREMENTS
    if _TASKS.search(head):
        return PLAN
    head = head.removeprefix("各位代表，")
    if _SITUATION.match(head):
        return BODY
    past = not _AHEAD.search(text)
    if past and _reports(text):
        return REVIEW
    if _PROBLEMS.search(head) or _FACING.match(head):
        return BODY
    return REVIEW if past and running == REVIEW and not lean(text) else PLAN


def _reports(text: str) -> bool:
    """
    Whether a paragraph under a plan tells what was done.

    Targets too are worded with 达到, 完成 and 增长; only verbs in the past tell.
    """
    done, will = len(_DONE.findall(text)), len(_WILL.findall(text))
    return done >= 3 and done > 1.5 * will


def _opening_year(text: str) -> int:
    """The year that a paragraph opens with, 0 if it opens otherwise."""
    found = YEAR.match(_ADDRESS.sub("", text, count=1))
    return int(found[1].translate(YEAR_DIGITS)) if found else 0


def _turning(text: str, running: str) -> str:
    """Role of a paragraph in a report without headings, after one of role `running`."""
    head = text[:_HEAD]
    if len(text) < 12:
        return running
    if _SUBMITS.search(text):
        return BODY
    if _PROPOSES.match(text):
        return PLAN
    if _PROBLEMS.search(head):
        return BODY
    if _AIMS.search(head) or _TASKS.search(head):
        return PLAN
    if _PRINCIPLES.search(head):
        return REQUIREMENTS
    leaning = lean(text)
    if leaning:
        return leaning
    if _opening_year(text) and _AHEAD.search(text):
        return PLAN
    if _PAST.search(head):
        return REVIEW
    return running if running != REQUIREMENTS else BODY
