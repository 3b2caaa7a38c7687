"""What a document says of itself: title, issuer, place, level, kind, dates, speaker."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from policyresearch.reading.cleaning.script import simplify_string
from policyresearch.reading.metadata.dates import find_dates
from policyresearch.reading.metadata.issuers import (
    LEAD,
    find_issuer,
    find_place,
    first_of,
    named_before,
)
from policyresearch.reading.metadata.regions import Regions
from policyresearch.reading.metadata.title_block import (
    ISSUER_LINE,
    SPEAKER,
    TitleBlock,
    is_date_line,
)

# The kind of a title is that of its last genre word; the first row that matches decides.
_KINDS = (
    ("plan proposal", r"规划[^，。]{0,12}的?建议|(?:计划|纲要)的建议"),
    ("work report", r"工作报告|施政报告"),
    ("implementing opinion", r"意见"),
    (
        "action plan",
        r"行动计划|行动方案|实施方案|工作方案|实施计划|行动纲要|三年行动|专项行动|攻坚.{0,6}方案",
    ),
    ("regulation", r"办法|规定|条例|细则|规则|章程"),
    ("plan", r"规划|计划|纲要|要点|安排|方案"),
    ("notice", r"通知|公告|通告|通报|决定|决议|批复|的函"),
)
_SESSION = re.compile(
    r"(?:在|于)?(?P<name>[\u4e00-\u9fff]{0,24}第[一二三四五六七八九十百\d]{1,4}[届次][\u4e00-\u9fff]{0,24}(?:会议|大会))"
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[（(【]\d{4}[〕\]）)】]第?\d{1,4}号")
_PUBLISHED = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "公布日期",
    "发表时间",
    "发文日期",
    "时间",
    "日期",
    "更新时间",
    "更新日期",
    "date",
    "published",
    "pubdate",
)
_ADOPTED = ("成文日期", "成文时间", "印发日期")
_TITLES = ("title", "标题", "信息名称", "文件名称", "名称")
_NUMBERS = ("发文字号", "文号", "文件字号", "发文文号")
_CONSULTATION = ("征集时间", "征求意见时间", "开始时间")
_SIGNATURE_LINES = 6
_SIGNED = re.compile(r"[日\d][）)]?$")
_CLAUSE = re.compile(r"[，。；：]|印发$")
# A notice with these words issues its document, and dates it; others publish it.
_ISSUES = re.compile("印发|转发|批转|颁发")


def read_metadata(
    paragraphs: Sequence[str],
    regions: Regions,
    fields: Sequence[tuple[str, str]],
    *,
    printed: Sequence[str],
) -> dict[str, str]:
    """
    What the text and its page state; "" where they do not.

    Parameters
    ----------
    paragraphs : sequence of str
        Simplified, in normal form.
    fields : sequence of (key, value)
        Pairs the page or the file stated.
    printed : sequence of str
        The same paragraphs in the characters of the raw file, from which title, issuer,
        place and speaker are quoted.
    """
    said: dict[str, str] = {}
    for key, value in fields:
        said.setdefault(key.lower(), value)
    block = regions.title
    title = "".join(paragraphs[i] for i in block.title)
    shown = "".join(printed[i] for i in block.title).strip()
    stated = first_of(said, _TITLES)
    if stated.endswith(shown):
        shown = stated  # a page names place and year where the text does not
    head = list(range(regions.body, block.end))
    opening = "".join(paragraphs[block.end : block.end + 3])
    kind = _find_kind(title, opening)
    issuer = find_issuer(title, [paragraphs[i] for i in head], opening, said, kind)
    if not issuer and regions.notice >= 0:
        issuer = named_before(paragraphs[regions.notice])
    issuer = issuer or _find_signer(paragraphs, regions)
    place, level = find_place(issuer or title or simplify_string(shown, "Hant"), paragraphs)
    session = _SESSION.search(_session_line(paragraphs, block))
    number = first_of(said, _NUMBERS) or (paragraphs[block.number] if block.number >= 0 else "")
    if not number:
        found = _NUMBER.search(" ".join(paragraphs[: block.end + 1]))
        number = found[0] if found else ""
    return {
        "title": shown,
        "issuer": "、".join(_as_printed(part, paragraphs, printed) for part in issuer.split("、")),
        "place": _as_printed(place, paragraphs, printed),
        "level": level,
        "kind": kind,
        "adopted": _find_adopted(paragraphs, regions, said),
        "published": _find_published(paragraphs, regions, said),
        "speaker": _find_speaker(paragraphs, printed, block),
        "session": _as_printed(session["name"], paragraphs, printed) if session else "",
        "number": number,
    }


def _session_line(paragraphs: Sequence[str], block: TitleBlock) -> str:
    """The line that names the session, with the next one where it runs on."""
    if block.session < 0:
        return ""
    following = block.session + 1
    goes_on = following < block.end and re.match(r"第.{1,4}次", paragraphs[following])
    line = LEAD.sub("", paragraphs[block.session])
    return line + paragraphs[following] if goes_on else line


def _find_kind(title: str, opening: str) -> str:
    bare = re.sub(r"[（(][^）)]*[）)]", "", title)
    # "关于印发…规划的通知" announces, what it announces is named before.
    bare = re.sub(r"的?(?:通知|公告)$", "", bare) if re.search("印发|征求|公布", bare) else bare
    bare = re.sub(r"《[^》]*》(?=.)", "", bare)
    if re.search(r"(?<!工作)(?<!施政)报告$", bare):
        return "work report" if "报告政府工作" in opening else "other"
    ends = [(match.end(), kind) for kind, words in _KINDS for match in re.finditer(words, bare)]
    if ends:
        return max(ends, key=lambda found: found[0])[1]
    if re.search(r"报告(?:政府)?工作|作(?:政府)?工作报告|向大会(?:作|做)?报告", opening):
        return "work report"
    return "other" if title else ""


def _find_adopted(paragraphs: Sequence[str], regions: Regions, said: Mapping[str, str]) -> str:
    for i in range(regions.body, regions.title.end):
        dates = find_dates(paragraphs[i])
        if dates:
            return dates[-1] if "通过" in paragraphs[i] else dates[0]
    signed = _find_signed(
        paragraphs[max(regions.title.end, regions.annex - _SIGNATURE_LINES) : regions.annex]
    )
    if not signed and regions.notice >= 0 and _ISSUES.search(paragraphs[regions.notice]):
        signed = _find_signed(paragraphs[regions.notice : regions.body])
    stated = find_dates(first_of(said, _ADOPTED))
    return signed or (stated[0] if stated and regions.title.session < 0 else "")


def _find_published(paragraphs: Sequence[str], regions: Regions, said: Mapping[str, str]) -> str:
    stated = [day for key in _PUBLISHED for day in find_dates(said.get(key, ""))]
    if stated:
        return stated[0]
    if regions.notice < 0 or not _ISSUES.search(paragraphs[regions.notice]):
        signed = _find_signed(paragraphs[: regions.body])
        if signed:
            return signed
    consultation = find_dates(first_of(said, _CONSULTATION))
    return consultation[0] if consultation else ""


def _find_signer(paragraphs: Sequence[str], regions: Regions) -> str:
    """The bodies named right above the date below the text."""
    first = max(regions.title.end, regions.annex - _SIGNATURE_LINES)
    lines = list(paragraphs[first : regions.annex])
    dated = next((i for i in reversed(range(len(lines))) if is_date_line(lines[i])), 0)
    names = itertools.takewhile(ISSUER_LINE.fullmatch, reversed(lines[:dated]))
    return "、".join(reversed(list(names)))


def _find_signed(lines: Sequence[str]) -> str:
    """The date under a text: the last line that holds little else and is no sentence."""
    for text in reversed(lines):
        dates = find_dates(text)
        if dates and len(text) <= 24 and _SIGNED.search(text) and not _CLAUSE.search(text):
            return dates[-1]
    return ""


def _find_speaker(paragraphs: Sequence[str], printed: Sequence[str], block: TitleBlock) -> str:
    if block.speaker >= 0:
        found = re.fullmatch(SPEAKER, paragraphs[block.speaker])
        name, at = found["name"] if found else paragraphs[block.speaker], block.speaker
    elif block.session >= 0:
        # The speaker may follow the session on its line.
        found = re.search(rf"[上）)] ?{SPEAKER}$", paragraphs[block.session])
        name, at = found["name"] if found else "", block.session
    else:
        return ""
    return "".join(_as_printed(name, [paragraphs[at]], [printed[at]]).split())


def _as_printed(text: str, paragraphs: Sequence[str], printed: Sequence[str]) -> str:
    """`text` in the characters of the raw file, where it stands in one paragraph."""
    for simple, shown in zip(paragraphs, printed, strict=True):
        at = simple.find(text) if text and len(simple) == len(shown) else -1
        if at >= 0:
            return shown[at : at + len(text)]
    if text.endswith("人民政府") and len(text) > 4:
        return _as_printed(text[:-4], paragraphs, printed) + text[-4:]
    return text
