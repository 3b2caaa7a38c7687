"""Parts of a file by what they are: covering notice, title block, body, annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyresearch.reading.dates import find_dates

_GENRE = (
    r"(?:报告|意见|方案|规划|计划|纲要|办法|规定|条例|细则|建议|决定|决议|公报|要点|措施|政策|说明|草案|清单|指南|"
    r"章程|通知|公告|通告|白皮书|蓝皮书|行动|工程|命令|指示|讲话|总结|安排|条款|规则|准则|标准|目录|函|批复|纪要)"
)
_QUALIFIER = r"(?:[（(][^）)]{1,30}[）)]|[—─-].{1,20}|征求意见稿|送审稿|草案|试行|全文|》)*"
_TITLE = re.compile(rf"(?!.*[。；！？])(?!.{{0,12}}[、]).{{2,100}}{_GENRE}{_QUALIFIER}")
_NOTICE_TITLE = re.compile(
    rf"(?!.*[。；！？]).{{2,120}}(?:通知|公告|通告|启事|的函|说明){_QUALIFIER}"
)
_NOTICE_SIGN = re.compile(r"印发|转发|批转|颁发|颁布|发布|公布|下发|征求|征集|公示|公开|听取|报送")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节编条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.]"
)
_SALUTATION = re.compile(r"(?:各位|尊敬的|同志们|主席|委员长).{0,14}[：:，,！!]?")
_SESSION = re.compile(
    r".*(?:会议|大会|常委会|全会|全体会议)(?:第.{1,4}次会议)?(?:上|通过|审议通过|批准)?[）)]?"
)
# The office, then the name.
SPEAKER = (
    r"(?P<office>[^，。]{0,20}(?:省长|市长|州长|盟长|区长|县长|旗长|镇长|乡长|主席|总理|书记|主任|专员|行政长官|院长))"
    r"[ ：:]*(?P<name>[\u4e00-\u9fff·]{1,6}(?: [\u4e00-\u9fff])?)"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{1,2} ?[\u4e00-\u9fff]{1,2}")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\d{4}[〕\]）)】]?第?\d{1,4}号")
_ANNEX = re.compile(
    r"[（(【]?附(?:件|表|录|注|图)?(?:[一二三四五六七八九十\d]{1,3})?[）)】]?(?:[：:].{0,40})?|"
    r".{0,20}(?:名词|用语|术语|词语|缩略语)(?:解释|注释|说明|释义)[^。]{0,10}|(?:注释|名词注解|脚注|尾注)[：:]?|"
    r"[^。]{0,60}(?:意见|建议)[^。]{0,10}(?:反馈|采纳|吸收|处理|汇总)[^。]{0,6}(?:情况|表|说明)[^。]{0,4}"
)
_ISSUER_LINE = re.compile(
    r"(?:中共)?[^，。：]{2,24}(?:政府|委员会|市委|省委|区委|县委|州委|办公[室厅]|国务院|[局部厅])"
)
_HEAD_LINES = 12
# A notice is a page at most; its document starts within so many paragraphs.
_NOTICE_LINES = 40
_NOTICE_SHARE = 0.5


@dataclass(frozen=True)
class TitleBlock:
    """Positions of the lines above the text proper, by what they say; -1 or empty if none."""

    title: tuple[int, ...] = ()
    session: int = -1
    speaker: int = -1
    number: int = -1
    end: int = 0


@dataclass(frozen=True)
class Regions:
    """The first paragraph of the document proper, and the first one after it (its annexes)."""

    body: int
    annex: int
    title: TitleBlock


def find_regions(paragraphs: list[str]) -> Regions:
    """Where the document proper starts and ends, paragraphs Simplified and in normal form."""
    body = _find_document(paragraphs)
    title = _read_title_block(paragraphs, body)
    return Regions(body, _find_annex(paragraphs, max(title.end, body + 1)), title)


def _find_document(paragraphs: list[str]) -> int:
    """The document's own title where a covering notice stands before it, else 0."""
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
        return 0
    letters = [len(text) for text in paragraphs]
    total, before = sum(letters), sum(letters[: notice + 1])
    said = _bare(paragraphs[notice])
    for i in range(notice + 1, min(len(paragraphs), notice + _NOTICE_LINES)):
        text = paragraphs[i]
        if before > _NOTICE_SHARE * total:
            return 0
        before += letters[i]
        said_before = said
        said += _bare(text)
        if i == notice + 1 or _NUMBERED.match(text) or not _TITLE.fullmatch(text):
            continue
        if _bare(text) == _bare(paragraphs[notice]):
            return i
        if _overlap(_bare(text), said_before) and any(
            len(t) > 15 for t in paragraphs[notice + 1 : i]
        ):
            return _with_issuers(paragraphs, i, notice)
    return 0


def _with_issuers(paragraphs: list[str], title: int, notice: int) -> int:
    """Title lines may be several: those before that are no date, name or text belong to it."""
    first = title
    while (
        first - 1 > notice + 1
        and _TITLE.fullmatch(paragraphs[first - 1])
        and len(paragraphs[first - 1]) > 6
        and not find_dates(paragraphs[first - 1])
    ):
        first -= 1
    return first


def _bare(text: str) -> str:
    return re.sub(rf"[（(][^）)]*[）)]|[^\w]|{_GENRE}$", "", text)


def _overlap(title: str, said: str) -> bool:
    """Whether at least half of the title was said before, in one piece."""
    need = max(4, (len(title) + 1) // 2)
    return any(title[i : i + need] in said for i in range(len(title) - need + 1))


def _read_title_block(paragraphs: list[str], body: int) -> TitleBlock:
    title: list[int] = []
    session = speaker = number = -1
    i = body
    while i < min(len(paragraphs), body + _HEAD_LINES):
        text = paragraphs[i]
        if _SALUTATION.fullmatch(text) or len(text) > 120 or text[-1] in "。；":
            break
        if _NUMBERED.match(text) and not find_dates(text):
            break
        dated = bool(find_dates(text))
        if session < 0 and (dated or _SESSION.fullmatch(text)) and not _is_title(text):
            session = i
        elif session == i - 1 >= 0 and _SESSION.fullmatch(text):
            pass  # the session runs over two lines
        elif number < 0 and _NUMBER.fullmatch(text):
            number = i
        elif (
            title
            and speaker < 0
            and (
                re.fullmatch(SPEAKER, text)
                or (session >= 0 and _NAME.fullmatch(text) and len(text) <= 5)
            )
        ) or (not title and re.fullmatch(SPEAKER, text)):
            speaker = i
        elif session < 0 and speaker < 0 and not dated and _continues_title(paragraphs, title, i):
            title.append(i)
        else:
            break
        i += 1
    if not any(_is_title(paragraphs[t]) for t in title):
        joined = "".join(paragraphs[t] for t in title)
        if not _TITLE.fullmatch(joined) and session < 0:
            title = []
    end = i if (title or session >= 0 or speaker >= 0) else body
    return TitleBlock(tuple(title), session, speaker, number, end)


def _is_title(text: str) -> bool:
    return bool(_TITLE.fullmatch(text.replace(" ", "")))


def _continues_title(paragraphs: list[str], title: list[int], i: int) -> bool:
    """A title line, an issuer above one, or a first line that the next completes."""
    if title and _is_title("".join(paragraphs[t] for t in title)):
        return bool(re.fullmatch(r"[（(].{1,30}[）)]|——?.{2,40}", paragraphs[i]))
    following = paragraphs[i + 1] if i + 1 < len(paragraphs) else ""
    return (
        _is_title(paragraphs[i])
        or bool(_ISSUER_LINE.fullmatch(paragraphs[i]))
        or (len(paragraphs[i]) <= 40 and _is_title(following) and not _NUMBERED.match(following))
    )


def _find_annex(paragraphs: list[str], start: int) -> int:
    """The first paragraph of the annexes that follow the text, or the number of paragraphs."""
    half = sum(map(len, paragraphs)) * 0.4
    before = sum(len(text) for text in paragraphs[:start])
    for i in range(start, len(paragraphs)):
        text = paragraphs[i]
        if before > half and _ANNEX.fullmatch(text) and _has_content(paragraphs, i):
            return i
        before += len(text)
    return len(paragraphs)


def _has_content(paragraphs: list[str], i: int) -> bool:
    """A list of annexes above the signature is no annex: nothing but names and dates follows."""
    following = [
        text
        for text in paragraphs[i + 1 :]
        if not find_dates(text) and not _ISSUER_LINE.fullmatch(text) and not _ANNEX.fullmatch(text)
    ]
    if not following:
        return False
    if re.match(r"附件?[：:]", paragraphs[i]):
        # "附件：…" names what follows only if a title or text, not more names, comes next.
        return not all(re.match(r"\d{1,2}[.、]", text) and len(text) < 60 for text in following)
    return True
