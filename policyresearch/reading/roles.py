"""What a part of a document does: reports past work, plans, states principles, or neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

REVIEW, PLAN, REQUIREMENTS, BODY, ANNEX = "review", "plan", "requirements", "body", "annex"

# Titles, the first that fits decides.
_AIMS = re.compile(
    r"(?:主要|预期|发展|奋斗|总体|工作|战略|规划|具体|远景|阶段性?|约束性?)(?:发展)?(?:预期)?目标|^目标|远景目标|"
    r"目标(?:任务|指标)|(?:重大|重点)战略|战略(?:任务|部署|重点)"
)
_PRINCIPLES = re.compile(
    r"总体要求|指导思想|指导方针|基本要求|基本原则|工作原则|总的要求|总要求|总体思路|基本思路|工作思路|"
    r"主要原则|遵循原则|指导原则|基本方针"
)
_SITUATION = re.compile(
    r"(?:面临|国内外|当前|宏观|国际|内外部|发展|外部)的?.{0,6}形势|形势(?:和|与|分析|任务)|^形势|形势$|背景|^.{0,10}发展环境$|"
    r"机遇(?:和|与|、)?挑战|存在.{0,6}(?:问题|困难|不足)|困难和问题|问题和(?:困难|不足)|^前言$|^引言$|^序言$|结束?语|"
    r"重大意义|重要意义|必要性"
)
_ACTS = re.compile(r"优化|营造|改善|打造|创造|加强|把握|强化|抢抓|抓住")
_PAST = re.compile(
    r"回[顾顧]|总结|成就|成效|成绩|完成情况|执行情况|落实情况|进展情况|发展基础|工作情况|主要工作$|"
    r"过去.{0,3}年|一年来|五年来|几年来|以来的"
)
_FUTURE = re.compile(
    r"任务|安排|部署|打算|计划|重点工作|目标|今后|明年|下一步|未来|政策取向|措施|建议|展望|规划|举措"
)
# The government's own conduct, and safeguards: as a part of their own, not as one task of a list.
_OWN_CONDUCT = re.compile(
    r"政府(?:系统)?(?:的)?自身建设|自身(?:改革和?)?建设|人民满意.{0,6}政府|服务型政府|政府(?:职能转变|建设)|"
    r"(?:法治|廉洁|廉政|勤政|高效|效能|有为|创新|务实|诚信|阳光|责任).{0,12}政府"
)
_SAFEGUARDS = re.compile(
    r"保障措施|保障机制$|组织(?:保障|实施|领导)|实施(?:保障|机制)|(?:工作|政策|规划|监督|支撑|措施)保障$|监督(?:检查|考核|评估)|"
    r"(?:强化|加强|健全|完善|提供|落实|抓好).{0,10}(?:保障|保证)(?:措施|体系|机制)?$|(?:坚强|政治|有力).{0,6}(?:保障|保证)$|"
    r"确保.{0,16}(?:贯彻)?(?:落实|实现|落地|见效|实施)$|加强(?:党的|对).{0,10}领导|坚持和加强党的.{0,6}领导"
)
_NOT_SAFEGUARD = re.compile(r"(?:社会|民生|住房|生活|医疗|养老|就业|要素|改善|能源|粮食|兜底).{0,6}保障")

# Openings of paragraphs.
_SAYS_AIMS = re.compile(r"(?:预期|奋斗|主要|总体|发展)目标(?:是|为|：|，|建议)|主要预期目标")
_SAYS_PRINCIPLES = re.compile(
    r"(?:指导思想|总体要求|总的要求|总要求|总体思路|基本思路|工作思路|总基调|基本原则|指导方针)(?:和[^，。]{2,8})?(?:是|为|：|，)"
)
_SAYS_TASKS = re.compile(
    r"(?:重点|着重|着力|突出|主要|具体|切实)(?:做好|抓好|推进|要?抓|要?做|实施|完成|从).{0,14}(?:工作|方面|任务|重点|行动|事)|"
    r"围绕.{0,20}(?:重点)?(?:做好|抓好)"
)
_SAYS_PAST = re.compile(
    r"过去(?:的)?[一二三四五六七八九十几]?年|刚刚过去|[一二三四五六七八九十几两]年(?:多)?来|去年|这一年|这五年|回[顾首]|"
    r"今年以来|取得(?:的|了).{0,12}(?:成绩|成就|成效|进展|胜利)"
)
_SAYS_PROBLEMS = re.compile(
    r"(?:清醒|清楚)(?:地|的)?(?:认识|看到|意识)|(?:也|还|必须)(?:要)?看到|(?:还|仍|依然)?存在.{0,16}(?:问题|困难|不足|差距|短板|缺点)|"
    r"面临.{0,14}(?:困难|问题|挑战|矛盾)"
)
_SAYS_SITUATION = re.compile(
    r"(?:今年|明年|\d{4}年|这一年|[^，。]{0,12}(?:期间|时期|五年))[^。]{0,20}(?:是|也是|将是|迎来)|当前|当今|综合分析|综合(?:研判|判断)|面对"
)
_CLOSES = re.compile(r"^(?:各位代表|同志们|各位委员|主席)?[！，：!]?.{0,160}(?:让我们|我们要?(?:更加|紧密)?团结|紧密团结在)")
_THANKS = re.compile(r"(?:表示|致以).{0,20}(?:感谢|敬意|谢意|问候)")
_DONE = re.compile(r"已|了|取得|完成|实现|成功|有效|夺取|经受|克服|荣获")
_WILL = re.compile(r"将|要|确保|力争|加快|推进|加强|着力|努力|继续|进一步|争取|计划|安排")


def title_role(title: str, *, level: int, parent: str, is_report: bool, outer: int = 1) -> str:
    """Role of a section by its title; without a cue that of its parent, `parent`."""
    if parent == ANNEX:
        return ANNEX
    if _AIMS.search(title) and not _PAST.search(title):
        return PLAN
    if _PRINCIPLES.search(title):
        return PLAN if level <= outer and _FUTURE.search(title) else REQUIREMENTS
    if level <= outer:
        if is_report and _OWN_CONDUCT.search(title):
            return REQUIREMENTS
        if _SAFEGUARDS.search(title) and not _NOT_SAFEGUARD.search(title):
            return REQUIREMENTS
        if _PAST.search(title) and not re.search(r"今后|未来|下一步|安排|打算", title):
            return REVIEW
        if re.search(r"取得|明显|显著", title) and re.search(r"成效|局面|突破|进步|提升|成果", title):
            return REVIEW
        if _FUTURE.search(title):
            return PLAN
        if _SITUATION.search(title):
            return BODY
        return parent if parent != BODY else PLAN
    if _SITUATION.search(title) and len(title) <= 24 and not _ACTS.match(title) and parent in (REVIEW, REQUIREMENTS, BODY):
        return BODY
    if parent in (BODY, REQUIREMENTS) and _PAST.search(title):
        return REVIEW
    return parent


def paragraph_roles(
    paragraphs: Sequence[str], section_roles: Sequence[str], unsplit: Sequence[bool]
) -> list[str]:
    """
    Role of each paragraph: its section's, except where the text says otherwise.

    `unsplit` marks paragraphs that stand in no part of their own: before the first heading, or
    between the heading of an outermost section and its first part. There the text itself
    turns from review to plan, and the turn holds until the next.
    """
    roles = []
    running = None
    before = None
    for i, (text, section, free) in enumerate(
        zip(paragraphs, section_roles, unsplit, strict=True)
    ):
        if section in (ANNEX, "notice"):
            roles.append(section)
            continue
        if not free or section != before:
            running = None
        before = section
        role = _say(text, section, running) if free else section
        if free and role in (REVIEW, PLAN) and section == BODY:
            running = role
        if i >= len(paragraphs) * 0.8 and _CLOSES.search(text[:400]) and len(text) < 900:
            role = BODY
        roles.append(role)
    return roles


def _say(text: str, section: str, running: str | None) -> str:
    """Role of a paragraph that stands directly under an outermost heading or under none."""
    head = text[:90]
    base = running or section
    if _SAYS_AIMS.search(head):
        return PLAN
    if _SAYS_PRINCIPLES.search(head):
        return REQUIREMENTS
    if section == REVIEW:
        return BODY if _SAYS_PROBLEMS.search(head) else REVIEW
    if _SAYS_TASKS.search(head):
        return PLAN
    if section == PLAN:
        if _SAYS_SITUATION.match(head.removeprefix("各位代表，")):
            return BODY
        return PLAN
    if section == BODY:
        if _SAYS_PROBLEMS.search(head):
            return BODY
        if _SAYS_PAST.search(head):
            return REVIEW
    return base
