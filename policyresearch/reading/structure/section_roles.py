"""
What a section does, by its title: review, plan, requirements, body or annex.

The title of an outermost section decides by itself; a part takes the role of the
section around it unless its title says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyresearch.reading.structure.nesting import LEAD
from policyresearch.reading.structure.titles import Heading

REVIEW, PLAN, REQUIREMENTS, BODY, ANNEX = "review", "plan", "requirements", "body", "annex"
NOTICE = "notice"

_AIMS = re.compile(
    r"(?:主要|预期|发展|奋斗|总体|工作|规划|具体|远景|阶段性?|约束性?)(?:发展)?(?:预期)?目标|"
    r"^(?:总?目标|愿景)|目标(?:任务|指标)|^(?:重大|重点|主要)战略$|^战略(?:任务|部署|重点)"
)
_PRINCIPLES = re.compile(
    r"总体要求|指导思想|指导方针|指导原则|基本要求|基本原则|工作原则|主要原则|遵循原则|总的要求|总要求|(?:工作|几[点项]|有关|具体)要求|"
    r"总体思路|基本思路|工作思路|基本方针|^总则$|^适用范围$"
)
_PAST = re.compile(
    r"回顾|工作总结|成就|成效|成绩|(?:执行|完成|落实|进展|工作|建设|开展|生产)情况|发展基础|基本情况|执行结果|"
    r"(?:执行|施政|工作)(?:成果|检讨)|^(?:经济|财政)(?:表现|状况|运行)|"
    r"过去.{0,3}年|[一二三四五六七八九十几]年(?:多)?来|以来的"
)
_HISTORY = re.compile(r"成就|检讨|回顾|发展基础|工作总结|(?:执行|完成|实施|落实|生产)情况|执行结果")
_REACHED = re.compile(r"(?:取得|呈现|迈出|实现).*(?:成效|局面|突破|进步|步伐|提升|成果|胜利)")
_FUTURE = re.compile(
    r"任务|安排|部署|打算|计划|重点|今后|明年|下一步|未来|政策取向|措施|建议|展望|规划|举措|工作要点"
)
_SITUATION = re.compile(
    r"(?:面临|国内外?|国际|当前|宏观|内外部|外部|发展|目前).{0,8}形势|形势(?:和|与|分析|任务|$)|^形势|背景|"
    r"^.{0,10}发展环境$|机遇.{0,2}挑战|(?:存在|主要|突出).{0,6}(?:问题|困难|不足)|困难.{0,2}问题|问题.{0,2}(?:困难|不足)|"
    r"^(?:前言|引言|序言?|绪论|缘起|结语|结束语|附则|编制依据|概[况述])$|(?:重大|重要)意义|必要性|现[况状](?:$|分析|与|和)"
)
_AND_TASKS = re.compile(r"[和与、及].*(?:任务|安排|部署|对策|措施|重点|打算)")
_ACTS = re.compile(r"优化|营造|改善|打造|创造|加强|把握|强化|抢抓|抓住|解决|破解|应对")
# The government's own conduct, and safeguards: as a part of their own, not as one task of a list.
_OWN_CONDUCT = re.compile(
    r"自身(?:改革和?)?建设|人民满意.{0,6}政府|服务型政府|政府(?:职能转变|建设)|"
    r"(?:法治|廉洁|廉政|勤政|高效|效能|有为|创新|务实|诚信|阳光|责任).{0,12}政府|"
    r"(?:提升|提高|增强|改进|转变|加强|履行|建设).{0,4}政府(?!工作)"
)
_ANNOUNCES_CONDUCT = re.compile(
    r"自身建设|人民满意的?[^，。]{0,8}政府|(?:法治|廉洁|清廉|服务型|现代|高效|有为)[^，。]{0,8}政府(?!采购|投资)|"
    r"政治建设为统领|打铁(?:必须|还需|仍需)自身硬"
)
_SAFEGUARDS = re.compile(
    r"(?:保障|支撑|支持|监督|组织)措施|保障机制$|组织(?:保障|实施|领导)|实施(?:保障|机制)|"
    r"(?:工作|政策|规划|监督|支撑|措施|制度)保障$|监督(?:检查|考核|评估)|"
    r"(?:强化|加强|健全|完善|提供|落实|抓好).{0,10}(?:保障|保证)(?:措施|体系|机制)?$|"
    r"(?:坚强|政治|有力).{0,6}(?:保障|保证)$|确保.{0,16}(?:落实|实现|落地|见效|实施|完成)$|"
    r"加强党(?:的|对).{0,10}领导|坚持和加强党的.{0,6}领导"
)
_NOT_SAFEGUARD = re.compile(
    r"(?:社会|民生|住房|生活|医疗|养老|就业|要素|改善|能源|粮食|兜底|基本|安全).{0,6}保障"
)
YEAR = re.compile(r"(\d{4}|[一二三四五六七八九〇零○]{4})年")
YEAR_DIGITS = str.maketrans("一二三四五六七八九〇零○", "123456789000")
_LOOKS_BACK = re.compile(
    r"去年|上年|全年|修订预算录得|(?:一|两|[二三四五]|过去.?)年来|过去[的一二三四五]|刚刚过去|解放以来|以来，"
)
# A party's work on itself, as an outermost part.
_PARTY_BUILDING = re.compile(r"党的(?:建设|领导)|从严治党|管党治党|党建")


def section_roles(
    titles: Sequence[str], levels: Sequence[int], texts: Sequence[str], *, is_report: bool
) -> list[str]:
    """
    Role of each section from its title and those around it, in order.

    `texts` are what stands under each heading; they are asked only where the title of
    an outermost section of a report says nothing.
    """
    titles = [title.replace(" ", "") for title in titles]
    outermost = [title for title, level in zip(titles, levels, strict=True) if level == 1]
    years = sorted({year for title in outermost for year in _years(title)})
    first_year = years[0] if is_report and len(years) > 1 else 0
    ahead = [i for i, t in enumerate(outermost, start=1) if _says_plan(t, is_report=is_report)]
    passed = 0  # outermost sections so far
    roles: list[str] = []
    open_: list[tuple[int, str]] = []
    opening = False  # inside a first part whose title says nothing
    for title, level, text in zip(titles, levels, texts, strict=True):
        passed += level == 1
        while open_ and open_[-1][0] >= level:
            open_.pop()
        if open_:
            role = (_opening_role(title) if opening else "") or _inner_role(title, open_[-1][1])
        else:
            role = _outer_role(title, is_report=is_report, first_year=first_year)
            opening = not role and not roles
            if not role and ahead and passed < ahead[-1] and _LOOKS_BACK.search(text):
                role = REVIEW  # what is to be done comes later
            role = role or (lean(text) if is_report else "") or PLAN
        roles.append(role)
        open_.append((level, role))
    return roles


def lead_roles(
    roles: Sequence[str],
    headings: Sequence[Heading],
    contents: Sequence[str],
    owners: Sequence[int],
) -> list[str]:
    """
    `roles` with those of lead sentences that a plain sentence puts under the own conduct.

    Reports often announce their last part, on the government itself, by no heading but by a
    sentence after the last part of the plan; leads side by side after it are its parts.
    """
    result = list(roles)
    # The last paragraph of each section, where it is not the one that opens it.
    follows = zip([0, *owners], owners, contents, strict=False)
    closing = {owner: text for before, owner, text in follows if before == owner}
    for i, heading in enumerate(headings):
        if i == 0 or heading.kind != LEAD or result[i] != PLAN:
            continue
        before = headings[i - 1]
        goes_on = before.kind == LEAD and before.level == heading.level
        announced = before.level >= heading.level and _ANNOUNCES_CONDUCT.search(closing.get(i, ""))
        if announced or (goes_on and result[i - 1] == REQUIREMENTS != roles[i - 1]):
            result[i] = REQUIREMENTS
    return result


def _says_plan(title: str, *, is_report: bool) -> bool:
    return is_report and _outer_role(title, is_report=True, first_year=0) == PLAN


def _years(title: str) -> set[int]:
    return {int(year[1].translate(YEAR_DIGITS)) for year in YEAR.finditer(title)}


def _outer_role(title: str, *, is_report: bool, first_year: int) -> str:
    """Role of an outermost section, "" if its title does not say."""
    looks_back = bool(_PAST.search(title)) and not re.search(r"今后|未来|下一步|安排|打算", title)
    if looks_back and (_HISTORY.search(title) or not _AIMS.search(title)):
        return REVIEW
    if is_report and _OWN_CONDUCT.search(title):
        return REQUIREMENTS
    if _PRINCIPLES.search(title):
        return PLAN if _AIMS.search(title) or _FUTURE.search(title) else REQUIREMENTS
    if _AIMS.search(title):
        return PLAN
    if is_report and _PARTY_BUILDING.search(title):
        return REQUIREMENTS
    if _SAFEGUARDS.search(title) and not _NOT_SAFEGUARD.search(title):
        return REQUIREMENTS
    if _REACHED.search(title):
        return REVIEW
    if first_year and _years(title) == {first_year}:
        return REVIEW
    if _SITUATION.search(title) and not _ACTS.match(title) and not _AND_TASKS.search(title):
        return BODY
    return PLAN if _FUTURE.search(title) else ""


def _opening_role(title: str) -> str:
    """Role of a part of an opening part, where plans tell what was reached and what awaits."""
    if _HISTORY.search(title):
        return REVIEW
    return BODY if _SITUATION.search(title) and not _ACTS.match(title) else ""


def _inner_role(title: str, parent: str) -> str:
    """Role of a part: that of the section around it, unless its title says otherwise."""
    if parent == ANNEX:
        return ANNEX
    if parent != REVIEW:
        if _PRINCIPLES.search(title):
            return REQUIREMENTS
        if _AIMS.search(title):
            return PLAN
    if parent in (BODY, REQUIREMENTS) and _PAST.search(title):
        return REVIEW
    if parent != PLAN and len(title) <= 24 and _SITUATION.search(title) and not _ACTS.match(title):
        return BODY
    return parent


_DONE = re.compile(
    r"已经?|了|取得|建成|完成|突破|达到|荣获|获批|获评|入选|位居|增长(?=\d|百分之)|比上?[一去]?年|提高到|累计|投产|圆满|成功"
)
_WILL = re.compile(
    r"将|要|必须|应当|争取|力争|确保|继续|进一步|加快|推进|加强|计划|努力|着力|大力|完善|健全|深化|[年底前]前"
)


def lean(text: str) -> str:
    """
    Review or plan, by the words for what was done and for what is intended; "" if unclear.

    Examples
    --------
    >>> lean("粮食总产量达到100万吨，增长3%，建成了水库两座。")
    'review'
    >>> lean("要加快建设，继续加强管理，确保完成任务。")
    'plan'
    """
    done, will = len(_DONE.findall(text)), len(_WILL.findall(text))
    if done >= 3 and done > 1.5 * will:
        return REVIEW
    return PLAN if will >= 3 and will > 1.5 * done else ""
