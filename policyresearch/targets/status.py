"""Promised or reached: by the section's role, the tense, the mood and the year of the clause."""

from __future__ import annotations

import re

_WILL = re.compile(
    r"力争|确保|争取|将(?!近|军|士)|要(?!求是|素|点|闻|件|道|因|地|么)|到20[0-9]{2}年|"
    r"计划(?!单列|生育|经济)|预期|目标|拟|明年|"
    r"必须|应当|不得|今后|下一步|安排(?!了)|预算|草案|努力|达到或超过|使.{2,20}达到"
)
_WILL_IN_REVIEW = re.compile(
    r"将(?!近|军|士)[^，]{0,10}(?:建成|成为|由|从|达到|新增|完成|实现|形成|投产|优化|为|突破|"
    r"提高|下降)|有望|可达|"
    r"计划(?:于|总?投资)?[^，]{0,6}(?:建成|投产|到)|力争到|即将|后，?将|"
    r"到20[0-9]{2}年[^，]{0,4}力争|预计到20[0-9]{2}年"
)
_DID = re.compile(
    r"已(?!知)|截至|至今|累计(?:达|完成|建成|实现|为)|去年|荣获|获批|获评|超额完成|出色完成|"
    r"(?:比|较)(?:上年|去年|上一年)(?!.*(?:左右|以上|以内))|"
    r"同比|可比增长|增长了|提高了|下降了|完成了|达到了|建成了|年均增长了|(?<!项)目前|(?<!实)现有|录得|跃升至"
)
# In a plan 累计建成 and 新获批 are what it plans, and 已签约项目 are those it plans for.
_PLANNED_TOO = re.compile(
    r"累计(?:达|完成|建成|实现|为)|荣获|获批|获评|已(?=[^，]{1,8}(?:项目|的))|跃升至|"
    r"(?:比|较)(?:上年|去年|上一年)|同比|可比增长"
)
_PLANNED = re.compile(
    r"计划(?:为|增长|达到|完成|新建|安排)|安排(?!了)|拟|预算(?:安排|为)?|力争|要达到|应当|争取|"
    r"目标|要求|"
    r"明年|今后|建议|预留|拨出|介乎|会(?:于|在|继续|推出|增加|新增|拨)|今年[^，]{0,4}要|将(?!近|"
    r"军|士)"
)
_UNTIL = re.compile(
    r"(?:^|[，；。：])(?:力争|争取)?到(?:(?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})年"
)
# A goal that is fulfilled is none any more: 完成年度目标任务的131%.
_FULFILS = re.compile("完成(?:全年|年度|年初)[^，]{0,4}(?:目标|计划|任务)")
_WHOLE_YEAR = re.compile(r"全年(?:共|累计)?(?:实现|完成|达到|安置|新增|接待|增长)")


def find_status(
    role: str, clause: str, sentence: str, *, future_run: bool = False,
    year: int | None = None, now: int | None = None,
) -> str:
    """
    Status of a value that is no reference.

    In a review everything is an outcome unless the clause looks ahead (将, 可达, 计划为); in
    a plan everything is a target unless it looks back itself (已, 截至, 去年). Elsewhere mood
    and year decide, what is for a year after `now` is promised, and so is what follows a
    sentence that says that a plan follows (`future_run`).

    Examples
    --------
    >>> find_status("review", "新增就业8万人", "")
    'outcome'
    >>> find_status("review", "机构将由43个优化为16个", "")
    'target'
    >>> find_status("plan", "目前已建成15所", "")
    'outcome'
    >>> find_status("body", "产值达到9亿元", "", year=2030, now=2024)
    'target'
    """
    clause, sentence = _FULFILS.sub("", clause), _FULFILS.sub("", sentence)
    ahead = year is not None and now is not None and year > now
    until = bool(_UNTIL.search(sentence)) and year is not None and (now is None or year >= now)
    if role == "review":
        if _WILL_IN_REVIEW.search(clause) or (ahead and _PLANNED.search(clause)):
            return "target"
        return "target" if (ahead or until) and not _DID.search(clause) else "outcome"
    if role in ("plan", "requirements"):
        if _WILL.search(clause):
            return "target"
        if _DID.search(_PLANNED_TOO.sub("", clause)):
            return "outcome"
        if year is not None and now is not None and year != now:
            return "target" if year > now else "outcome"
        return "target"
    if _PLANNED.search(clause) or ahead or until:
        return "target"
    if _DID.search(clause) or _WHOLE_YEAR.search(clause):
        return "outcome"
    planned = _WILL.search(clause) or _PLANNED.search(sentence) or future_run
    return "target" if planned else "outcome"


def tells_past(sentence: str) -> bool:
    """Whether a sentence tells what was done."""
    return bool(_DID.search(sentence)) and not _WILL.search(sentence)


def opens_plan(sentence: str) -> bool:
    """Whether a sentence says that a plan follows: 今年的计划是, 预期目标."""
    return bool(_OPENS_PLAN.search(sentence))


_OPENS_PLAN = re.compile(
    r"(?:今年|明年|今后|下一?年度?)[^，。]{0,10}(?:计划|要求?(?!清醒)|目标|安排|打算|任务)|"
    r"预期目标|计划(?:为|安排)"
)
