"""The lines above a text: title, session, speaker, document number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyresearch.reading.metadata.dates import find_dates

GENRE = (
    r"(?:报告|意见|方案|规划|计划|纲要|办法|规定|条例|细则|建议|决定|决议|公报|要点|措施|政策|说明|草案|清单|指南|"
    r"章程|通知|公告|通告|演辞|演词|预算案|白皮书|蓝皮书|行动|工程|命令|指示|讲话|总结|安排|条款|规则|准则|标准|目录|函|批复|纪要)"
)
QUALIFIER = r"(?:[（(][^）)]{1,30}[）)]|[—─-].{1,20}|征求意见稿|送审稿|草案|试行|全文|》)*"
TITLE = re.compile(rf"(?!.*[。；！？])(?!.{{0,12}}[、]).{{2,100}}{GENRE}{QUALIFIER}")
NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节编条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.]"
)
ISSUER_LINE = re.compile(
    r"(?:中共)?(?:[^，。：]{2,24}(?:政府|委员会|市委|省委|区委|县委|州委|办公[室厅]|[局部厅])|"
    r"[^，。：]{0,24}国务院|中央军委|中共中央)"
)
_SALUTATION = re.compile(r"(?:各位|尊敬的|同志们|主席|委员长).{0,14}[：:，,！!]?")
_SESSION = re.compile(
    r".*(?:会议|大会|常委会|全会|全体会议)(?:第.{1,4}次会议)?(?:上|通过|审议通过|批准)?[）)]?"
)
# Where and to whom a report was given, as a line under its title.
_DELIVERED = re.compile(
    r"[（(—─-]+.{0,24}[在于].{4,40}(?:会议|大会|全会|常委会)上?所?(?:的|作的?)?(?:工作)?(?:报告|讲话)[）)]?"
)
_OFFICE = (
    r"[^，。]{0,20}(?:省长|市长|州长|盟长|区长|县长|旗长|镇长|乡长|主席|总理|书记|主任|专员|行政长官|院长)"
)
# The office, then the name.
SPEAKER = rf"(?P<office>{_OFFICE})[ ：:]*(?P<name>[\u4e00-\u9fff·]{{1,6}}(?: [\u4e00-\u9fff])?)"
# Two to four Hanzi, which may be spread; not a word that stands above a text.
_NAME = re.compile(
    rf"(?!目 ?录|[引前序导绪]言|序$|摘 ?要|正 ?文|全 ?文|{_OFFICE}$)"
    r"[\u4e00-\u9fff]{1,2} ?[\u4e00-\u9fff]{1,2}"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\d{4}[〕\]）)】]?第?\d{1,4}号")
_MASTHEAD = re.compile(r"[^，。：]{2,30}文件")
_DATE_LINE = re.compile(
    r"[（(]?(?:中华民国|民国)?[\d〇零○一二三四五六七八九十元年月日. /-]{6,16}[）)]?"
)
_MONTH = re.compile(r"[\d〇零○一二三四五六七八九]{4}年[\d十元一二三四五六七八九]{1,2}月")
_MONTH_LINE = re.compile(rf"[（(]{_MONTH.pattern}(?:印发|发布|修订)?[）)]")
_HEAD_LINES = 12
_LINES_OF_A_TITLE = 4
_LONGEST_LINE = 40


@dataclass(frozen=True)
class TitleBlock:
    """Positions of the lines above the text proper, by what they say; -1 or empty if none."""

    title: tuple[int, ...] = ()
    session: int = -1
    speaker: int = -1
    number: int = -1
    end: int = 0


def read_title_block(paragraphs: list[str], body: int) -> TitleBlock:
    """The title block that starts at paragraph `body`; `end` is the first paragraph after it."""
    title: list[int] = []
    session = speaker = number = office = -1
    i = body
    while i < min(len(paragraphs), body + _HEAD_LINES):
        text = paragraphs[i]
        if _SALUTATION.fullmatch(text) or len(text) > 120 or text[-1] in "。；":
            break
        if NUMBERED.match(text) and not find_dates(text):
            break
        dated = bool(find_dates(text))
        if session < 0 and _is_session(text, dated, after_title=bool(title)):
            session = i
        elif session == i - 1 >= 0 and (_SESSION.fullmatch(text) or is_date_line(text)):
            pass  # the session runs over two lines
        elif number < 0 and _NUMBER.fullmatch(text):
            number = i
        elif speaker < 0 and office < 0 and _is_office(paragraphs, i):
            office = i
        elif speaker < 0 and _is_speaker(text, titled=bool(title), delivered=session >= 0,
                                         office=office == i - 1 >= 0):
            speaker = i
        elif not title and session < 0 and _MASTHEAD.fullmatch(text):
            pass
        elif session < 0 and speaker < 0 and not dated and _continues_title(paragraphs, title, i):
            title.append(i)
        else:
            break
        i += 1
    if not any(is_title(paragraphs[t]) for t in title):
        joined = "".join(paragraphs[t] for t in title)
        if not TITLE.fullmatch(joined) and session < 0:
            title = []
    end = i if (title or session >= 0 or speaker >= 0) else body
    return TitleBlock(tuple(title), session, speaker, number, end)


def is_title(text: str) -> bool:
    """Whether a line ends in the name of a genre, as titles do."""
    return bool(TITLE.fullmatch(text.replace(" ", "")))


def is_date_line(text: str) -> bool:
    """Whether a line holds a date and nothing else."""
    return bool(_DATE_LINE.fullmatch(text)) and bool(find_dates(text))


def _is_session(text: str, dated: bool, *, after_title: bool) -> bool:
    if after_title and _MONTH_LINE.fullmatch(text):
        return True
    if _DELIVERED.fullmatch(text):
        return after_title
    return (dated or bool(_SESSION.fullmatch(text))) and not is_title(text)


def _is_office(paragraphs: list[str], i: int) -> bool:
    """An office alone on its line, its holder's name on the next one."""
    following = paragraphs[i + 1] if i + 1 < len(paragraphs) else ""
    return bool(re.fullmatch(_OFFICE, paragraphs[i]) and _NAME.fullmatch(following))


def _is_speaker(text: str, *, titled: bool, delivered: bool, office: bool) -> bool:
    named = bool(_NAME.fullmatch(text)) and len(text) <= 5
    if re.fullmatch(SPEAKER, text) and not is_title(text):
        return True
    return named and (office or (titled and delivered))


def _continues_title(paragraphs: list[str], title: list[int], i: int) -> bool:
    """A title line, an issuer above one, or a line that one of the next completes."""
    text = paragraphs[i]
    if title and is_title("".join(paragraphs[t] for t in title)):
        return bool(re.fullmatch(r"[（(].{1,30}[）)]|——?.{2,40}", text)) and not _MONTH.search(text)
    if is_title(text) or ISSUER_LINE.fullmatch(text):
        return True
    following = paragraphs[i + 1 : i + 2]
    if len(text) > _LONGEST_LINE:
        return False
    if any(is_title(line) and not NUMBERED.match(line) for line in following):
        return True
    ahead = paragraphs[i + 1 : i + _LINES_OF_A_TITLE]
    given = next((k for k, line in enumerate(ahead) if _DELIVERED.fullmatch(line)), -1)
    return given >= 0 and all(
        len(line) <= _LONGEST_LINE and line[-1] not in "。；：，" for line in (text, *ahead[:given])
    )
