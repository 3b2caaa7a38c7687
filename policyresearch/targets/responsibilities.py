"""Who leads, who is responsible, who cooperates: the notes that close a task."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from policyresearch.reading.result import Reading
from policyresearch.tables import RESPONSIBILITIES, build_table

# 牵头单位：… / 责任部门（单位）：… / 配合单位：…
_LABELS = {
    "lead": r"牵头(?:单位|部门|领导|责任单位|处室|局)?|主?要?牵头单位|主办单位|主责单位|主管部门",
    "responsible": r"(?:主要)?责任(?:单位|部门|主体|处室|人)|承办单位|实施单位|落实单位|责任",
    "cooperating": r"(?:配合|协办|参与|协同|协助|支持)(?:单位|部门)",
}
_COLON = r"(?:（单位）|（部门）)?(?:[：:]|[为是](?=[市区县省州各]))"
_LABEL = re.compile(
    "|".join(f"(?P<{part}>(?:{words}){_COLON})" for part, words in _LABELS.items())
)
# 市发展改革委牵头 / 市财政局、市商务局按职责分工负责 / 市教育局配合
_VERBS = re.compile(
    r"(?P<lead>牵头(?:负责|落实|组织实施)?)|(?P<cooperating>(?:等)?(?:单位|部门)?(?:协同)?(?:配合|参与|协助))"
    r"|(?P<responsible>(?:等)?(?:单位|部门)?(?:按|根据|依据)?(?:照)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|共同|具体)?(?:负责|落实))"
)
_SUFFIX = (
    r"(?:委员会|委|办公室|办公厅|办|局|厅|部|院|署|处|科|会|中心|公司|集团|银行|大学|学院|政府|管委会|法院|检察院"
    r"|区|县|市|镇|乡|街道|新区|高新区|开发区|园区|联|行|站|队|馆|社|所|司|关|公室)"
)
# 和 and 及 part two bodies only behind a body's last word: 人力资源和社会保障局 is one.
_AND = re.compile(rf"(?P<before>{_SUFFIX})[和与及](?=市|区|县|省|州|各|有关|相关|其他)")
_BODY = re.compile(r"[\u4e00-\u9fffA-Za-z（）()“”·、]{2,30}")
_NO_BODY = re.compile(r"[由为的使把将]|工作|我市|我区|我县")
_REST = re.compile(r"(?:等)?(?:有关|相关)?(?:单位|部门)?$")
_ALONE = re.compile(r"^[（(【\[]?(?:牵头|责任|主办|配合|主责|承办)[^。：:]{0,10}[：:]")


def extract_document_responsibilities(reading: Reading) -> pd.DataFrame:
    """
    Read the notes that assign a task to bodies.

    Four forms are read, in brackets or as a line of their own: labels (牵头单位：甲局；
    责任单位：乙局、丙局), verbs (甲局牵头，乙局、丙局配合), division of labour (甲局、乙局按
    职责分工负责), and one label for all (责任单位：甲局、乙局). Where a note names no leader,
    nobody is made one.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    DataFrame by `tables.RESPONSIBILITIES`, in document order
    """
    titles = dict(zip(reading.sections["section_id"], reading.sections["title"], strict=True))
    rows: list[dict] = []
    task_id = 0
    before = ""
    for paragraph in reading.paragraphs.to_dict("records"):
        text = paragraph["text"]
        for start, end in find_notes(text):
            assigned = parse_note(text[start:end])
            if not assigned:
                continue
            task_id += 1
            raw_start, raw_end = reading.text.raw_span(
                paragraph["start"] + start, paragraph["start"] + end
            )
            task = titles.get(paragraph["section_id"]) or _first_sentence(text[:start] or before)
            for part, body in assigned:
                rows.append({
                    "doc_id": reading.doc_id, "n": len(rows) + 1, "task_id": task_id,
                    "task": task, "body": body, "part": part,
                    "quote": reading.raw[raw_start:raw_end], "raw_start": raw_start,
                    "raw_end": raw_end, "section_id": paragraph["section_id"],
                    "para_id": paragraph["para_id"],
                })
        before = text
    return build_table(RESPONSIBILITIES, rows)


def find_notes(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a paragraph that may assign a task: brackets, outermost ones, or all of it."""
    if _ALONE.match(text) and not text.startswith(("（", "【", "(", "[")):
        yield 0, len(text)
        return
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if character in "（(【[":
            opened.append(at)
        elif character in "）)】]" and opened:
            # A bracket that never closes holds nothing.
            pairs = [pair for pair in pairs if pair[0] < opened[-1]]
            pairs.append((opened.pop(), at + 1))
    yield from pairs


def parse_note(note: str) -> list[tuple[str, str]]:
    """
    Parts and bodies of one note; none if it is no such note.

    Examples
    --------
    >>> parse_note("（牵头单位：市财政局；责任单位：市商务局、各区政府）")
    [('lead', '市财政局'), ('responsible', '市商务局'), ('responsible', '各区政府')]
    >>> parse_note("（市教育局牵头，市人力资源和社会保障局配合）")
    [('lead', '市教育局'), ('cooperating', '市人力资源和社会保障局')]
    >>> parse_note("（市水利局、市林业局等按职责分工负责）")
    [('responsible', '市水利局'), ('responsible', '市林业局')]
    >>> parse_note("（2018年修订）")
    []
    """
    inside = re.sub(r"^[（(【\[]|[）)】\]。]+$", "", note.strip())
    labels = list(_LABEL.finditer(inside))
    if labels:
        ends = [label.start() for label in labels[1:]] + [len(inside)]
        spans = [
            (str(label.lastgroup), inside[label.end() : end])
            for label, end in zip(labels, ends, strict=True)
        ]
    else:
        spans, at = [], 0
        for verb in _VERBS.finditer(inside):
            spans.append((str(verb.lastgroup), inside[at : verb.start()]))
            at = verb.end()
        if len(inside) - at > 2:
            # More text behind the last verb: a sentence in brackets, not a note.
            return []
    found = [(part, body) for part, listed in spans for body in split_bodies(listed)]
    if not labels and not all(
        re.search(rf"{_SUFFIX}$", body) and not _NO_BODY.search(body) for _, body in found
    ):
        return []
    return list(dict.fromkeys(found))


def split_bodies(listed: str) -> list[str]:
    """
    The bodies of an enumeration.

    Examples
    --------
    >>> split_bodies("市文化和旅游局、市公安局和各县（市、区）政府等有关部门")
    ['市文化和旅游局', '市公安局', '各县（市、区）政府']
    """
    # Separators inside brackets part no bodies.
    depth, pieces, piece = 0, [], ""
    for character in listed:
        depth += (character in "（(") - (character in "）)")
        if depth == 0 and character in "、，,；; \u3000":
            pieces.append(piece)
            piece = ""
        else:
            piece += character
    pieces.append(piece)
    bodies = [body for part in pieces for body in _AND.sub("\\g<before>\0", part).split("\0")]
    trimmed = (_REST.sub("", body.strip("。：: ")) for body in bodies)
    return [body for body in trimmed if _BODY.fullmatch(body)]


def _first_sentence(text: str) -> str:
    return text.partition("。")[0][:60]
