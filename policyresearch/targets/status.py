"""Promised or reached: by the section's role, the tense and the mood of the clause."""

from __future__ import annotations

import re

_WILL = re.compile(
    r"力争|确保|争取|将(?!近)|要(?!求|素|点|闻|件|道|因|地)|到[12][0-9]{3}年|计划|预期|目标|拟|今年[^，]{0,6}(?:要|力争|安排|计划)|明年|"
    r"必须|应当|须|不得|控制在[^，]{0,16}以内|年底前|以后"
)
_WILL_IN_REVIEW = re.compile(r"将(?!近|军)[^，]{0,10}(?:建成|成为|由|从|达到|新增|完成|实现|形成|投产|优化|为)|有望|可达|计划(?:于|总?投资)?[^，]{0,6}(?:建成|投产)|力争到|即将|加快(?:推进|建设)|在建|后，?将")
_DID = re.compile(
    r"已(?!有的)|了(?!解)|截至|累计(?!完成投资额?目标)|曾|去年|上年|过去|以来[，]?|成功(?!率)|圆满|荣获|获批|获评|同比(?:增长|下降)|"
    r"(?:19|20)[0-9]{2}年[^，]{0,4}(?:完成|实现|达到)了|目前|现有|现已|超额完成|出色完成|取得了?"
)
_STRONG_DID = re.compile(r"截至|已(?:经|建成|完成|有|达|累计|实现)|累计(?:达|完成|建成|实现)|荣获|获批|获评|超额完成|出色完成|比上年|同比")
_STRONG_WILL = re.compile(r"力争|确保|争取|将|今年|明年|到[12][0-9]{3}年|目标|计划|要[^求素点]|今后|下一步|预期")


def find_status(role: str, clause: str, sentence: str, *, past_run: bool) -> str:
    """
    Status of a value that is no reference.

    In a review everything is an outcome unless the clause looks ahead (将, 可达); in a plan
    everything is a target unless it looks back (已, 截至, 累计达) or the sentences around it
    do (`past_run`).

    Examples
    --------
    >>> find_status("review", "新增就业8万人", "", past_run=False)
    'outcome'
    >>> find_status("review", "机构将由43个优化为16个", "", past_run=False)
    'target'
    >>> find_status("plan", "目前已建成15所", "", past_run=False)
    'outcome'
    """
    if role == "review":
        return "target" if _WILL_IN_REVIEW.search(clause) else "outcome"
    if role in ("plan", "requirements"):
        if _STRONG_WILL.search(clause):
            return "target"
        if _STRONG_DID.search(clause):
            return "outcome"
        return "outcome" if past_run and not _STRONG_WILL.search(sentence) else "target"
    if _STRONG_DID.search(clause):
        return "outcome"
    return "target" if _WILL.search(clause) else "outcome"


def tells_past(sentence: str) -> bool:
    """Whether a sentence tells what was done."""
    return bool(_STRONG_DID.search(sentence)) and not _STRONG_WILL.search(sentence)


def tells_future(sentence: str) -> bool:
    """Whether a sentence tells what is meant to be done."""
    return bool(_STRONG_WILL.search(sentence))
