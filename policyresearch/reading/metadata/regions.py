"""Parts of a file by what they are: covering notice, title block, body, annexes."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from policyresearch.reading.metadata.dates import find_dates
from policyresearch.reading.metadata.title_block import (
    GENRE,
    ISSUER_LINE,
    NUMBERED,
    QUALIFIER,
    TITLE,
    TitleBlock,
    is_date_line,
    read_title_block,
)

_NOTICE_TITLE = re.compile(
    rf"(?!.*[。；！？]).{{2,120}}(?:通知|公告|通告|启事|的函|说明){QUALIFIER}"
)
_NOTICE_SIGN = re.compile(r"印发|转发|批转|颁发|颁布|发布|公布|下发|征求|征集|公示|公开|听取|报送")
_ANNEX = re.compile(
    r"[（(【]?附(?:件|表|录|注|图)?(?:[一二三四五六七八九十\d]{1,3})?[）)】]?(?:[：:].{0,40})?|"
    r".{0,20}(?:名词|用语|术语|词语|缩略语)(?:解释|注释|说明|释义)[^。]{0,10}|(?:注释|名词注解|脚注|尾注)[：:]?|"
    r"[^。]{0,60}(?:意见|建议)[^。]{0,10}(?:反馈|采纳|吸收|处理|汇总)[^。]{0,6}(?:情况|表|说明)[^。]{0,4}"
)
# Numbering, or an annex named above the signature.
_NO_TITLE = re.compile(rf"{NUMBERED.pattern}|附件?[：:]")
# What an office prints below the text: copies to whom, printed by whom, open to whom.
_IMPRINT = re.compile(
    r"(?:抄送|主送|分送|抄报|报送|发送)[：:].*|.{2,30}\d{4}年\d{1,2}月\d{1,2}日(?:印发|印制)|"
    r"[（(](?:此件|此文|本文件)?.{0,8}公开(?:发布)?[）)]|[（(]共印\d+份[）)]"
)
_HEAD_LINES = 12
# A notice is a page at most; its document starts within so many paragraphs.
_NOTICE_LINES = 40
_NOTICE_SHARE = 0.5
# Before a signature, annexes follow the larger part of a text.
_BODY_SHARE = 0.4


@dataclass(frozen=True)
class Regions:
    """
    The first paragraph of the document proper, and the first one after it (its annexes).

    `notice` is the title of the covering notice before it, -1 if there is none.
    """

    body: int
    annex: int
    title: TitleBlock
    notice: int = -1


def find_regions(paragraphs: list[str]) -> Regions:
    """Where the document proper starts and ends, paragraphs Simplified and in normal form."""
    notice, body = _find_document(paragraphs)
    title = read_title_block(paragraphs, body)
    return Regions(body, _find_annex(paragraphs, max(title.end, body + 1)), title, notice)


def _find_document(paragraphs: list[str]) -> tuple[int, int]:
    """A covering notice's title and, after it, the document's own; (-1, 0) without notice."""
    head = paragraphs[:_HEAD_LINES]
    notice = next(
        (
            i
            for i, text in enumerate(head)
            if _NOTICE_TITLE.fullmatch(text) and _NOTICE_SIGN.search(text)
        ),
        None,
    )
    if notice is None:
        return -1, 0
    letters = [len(text) for text in paragraphs]
    total, before = sum(letters), sum(letters[: notice + 1])
    said = _bare(paragraphs[notice])
    for i in range(notice + 1, min(len(paragraphs), notice + _NOTICE_LINES)):
        text = paragraphs[i]
        if before > _NOTICE_SHARE * total:
            return -1, 0
        before += letters[i]
        said_before = said
        said += _bare(text)
        if i == notice + 1 or _NO_TITLE.match(text) or not TITLE.fullmatch(text):
            continue
        if _bare(text) == _bare(paragraphs[notice]):
            return notice, i
        if _overlap(_bare(text), said_before) and any(
            len(t) > 15 for t in paragraphs[notice + 1 : i]
        ):
            return notice, _with_issuers(paragraphs, i, notice)
    return -1, 0


def _with_issuers(paragraphs: list[str], title: int, notice: int) -> int:
    """Title lines may be several: those before that are no date, name or text belong to it."""
    first = title
    while (
        first - 1 > notice + 1
        and TITLE.fullmatch(paragraphs[first - 1])
        and len(paragraphs[first - 1]) > 6
        and not find_dates(paragraphs[first - 1])
    ):
        first -= 1
    return first


def _bare(text: str) -> str:
    return re.sub(rf"[（(][^）)]*[）)]|[^\w]|{GENRE}$", "", text)


def _overlap(title: str, said: str) -> bool:
    """Whether at least half of the title was said before, in one piece."""
    need = max(4, (len(title) + 1) // 2)
    return any(title[i : i + need] in said for i in range(len(title) - need + 1))


def _find_annex(paragraphs: list[str], start: int) -> int:
    """The first paragraph of the annexes that follow the text, or the number of paragraphs."""
    share = sum(map(len, paragraphs)) * _BODY_SHARE
    before = sum(len(text) for text in paragraphs[:start])
    signed = False
    for i in range(start, len(paragraphs)):
        text = paragraphs[i]
        signed |= is_date_line(text)
        if (signed or before > share) and _ANNEX.fullmatch(text) and _has_content(paragraphs, i):
            return i
        before += len(text)
    return len(paragraphs)


def _has_content(paragraphs: list[str], i: int) -> bool:
    """Whether an annex follows: not only more names of annexes, the signature, the imprint."""
    following = paragraphs[i + 1 :]
    if re.match(r"附件?[：:]", paragraphs[i]):
        rest = itertools.dropwhile(_is_listed, following)
        following = list(rest)
        if following and (
            ISSUER_LINE.fullmatch(following[0])
            or is_date_line(following[0])
            or _ANNEX.fullmatch(following[0])
        ):
            return False
    return not all(
        is_date_line(text) or ISSUER_LINE.fullmatch(text) or _ANNEX.fullmatch(text)
        or _IMPRINT.fullmatch(text)
        for text in following
    )  # fmt: skip


def _is_listed(text: str) -> bool:
    return len(text) < 60 and bool(re.match(r"\d{1,2}[.、]|附件?\d", text))
