"""Numerals that measure nothing: in titles and names, dates, ordinals, durations, codes."""

from __future__ import annotations

import re

from policyresearch.chinese import ARABIC, CHINESE
from policyresearch.targets.times import YEAR

_N = rf"(?:{ARABIC}|{CHINESE})"
_HAN_DIGITS = "[0-9一二三四五六七八九十]"
_DASH = "[-—–－~～至到、和及]{1,2}"
_MONTH = rf"{_HAN_DIGITS}{{1,3}}月(?:{_HAN_DIGITS}{{1,3}}日)?"
# Stretches in which no numeral counts.
_SPANS = re.compile(
    r"《[^《》]{0,120}》|“[^“”]{0,60}”|「[^「」]{0,60}」|『[^『』]{0,60}』|‘[^‘’]{0,60}’|"
    r"（(?:牵头|责任|配合|主办|承办)[^（）]*）"
)
# A whole quotation is a name, unless it tells a value itself.
_TELLS_VALUE = re.compile(
    r"(?:达到?|为|增长|下降|控制在|降至|提高到|不低于)[^，。]{0,3}[0-9]|^[0-9.]+[万亿%]"
)
# Rules that a numeral starts.
_RULES = {
    "year": rf"{YEAR}年?(?:{_DASH}(?:{YEAR}|[0-9]{{2}}|[〇零一二三四五六七八九]{{2}}))?"
            rf"(?:财政)?(?:学?年度?|"
            rf"财年)(?:{_MONTH})?",
    "years": rf"{YEAR}{_DASH}{YEAR}",
    "year of the Republic": r"1[0-4][0-9](?:[至-]1[0-4][0-9])?年(?!来|多)(?:度|底|末|起|初)?",
    "decade": r"[0-9一二三四五六七八九十]{1,3}世纪(?:[0-9一二三四五六七八九十]{2}年代)?|"
              r"[0-9一二三四五六七八九十]{2}年代",
    "month": rf"{_HAN_DIGITS}{{1,2}}(?:{_DASH}{_HAN_DIGITS}{{1,2}})?月"
             rf"(?:{_HAN_DIGITS}{{1,3}}日)?(?!票)",
    "day and time": r"[0-9]{1,2}日(?![均产])|[0-9]{1,2}时(?!速)|[0-9]{1,2}[:：][0-9]{2}(?![0-9])",
    "ratio": rf"(?:{ARABIC})(?:[:：∶](?:{ARABIC})){{2,}}",
    "sum": rf"{_N}(?:\+[0-9A-Za-z一二三四五六七八九十百]{{1,6}})+",
    "product": rf"{_N}[×✕*xX][0-9]+(?:小时|天)?",
    "number of a document": r"[12][0-9]{3}[〕\]）)】][0-9]+号",
    "road, line, house, hotline": rf"{_N}号(?:线|楼|文|地块|公告|令)?|"
                                  r"[0-9]{2,6}(?:[国省县乡]道|热线|线|高速|平台|矿)",
    "grade": rf"[0-9]A级|{_N}级(?=余震|地震|大风|台风)|[一二三四五六七八九ⅠⅡⅢⅣⅤ]级|"
             rf"[一二三四五ⅠⅡⅢⅣⅤ]类(?=及|以上|水|标准|和)|三甲|{_N}(?:星级|期(?!数)|类地区|"
             rf"线城市|胎|孩)",
    "set": rf"(?:{CHINESE}|[0-9]{{1,3}})(?:大(?![中小]?型|学|专|棚|于|幅|气)|强(?![度化])|佳(?!绩)|"
           rf"优(?!秀|良)|化|严(?!格)|实(?!现)|权|保三|无)|{CHINESE}项制度",
    "fixed word": r"[一二三](?:[、和]第?[一二三])+产|一二三产|三次产业|[一二三]产(?!量|值)|九?万里|"
                  r"[一二三四五六七八九]口之家|一般|一带一路|一盘棋|二十四节气|"
                  r"八项规定|六项[^，]{0,4}(?:规定|措施)|十项规定|两个务必|两面[人派]|两手|两不愁|"
                  r"两个(?:文明|孩子|大局|毫不动摇|轮子|确保|维护|确立|一百年)",
    "circle": rf"{_N}(?:天|小时|分钟|公里|刻钟)[\u4e00-\u9fff]{{0,8}}圈",
    "duration": rf"{_N}年(?:规划|行动|计划|攻坚|方案|目标|纲要|以上党龄|来|多来|时间|后|内|"
                rf"左右时间|一个|如一日|"
                rf"专项行动|提升行动|攻坚行动|任期|发展|工作|磨|奋斗|大计|一遇|期)|{_N}周年|"
                rf"{_N}[年日]游",
    "years it takes": rf"(?<!连续){_N}年(?:实现|完成|建成|翻番|累计(?=数))",
    "plan of a name": r"[百千万]{1,3}(?:人才?计划|人才工程|工程|企|家企业|村(?!村)|"
                      r"名[^0-9]{0,4}计划)|百日|百年",
    "scale of a name": r"[十百千万]{1,2}亿(?:级|园区|企业|产业|镇|村|县|俱乐部)|[百千]亿元?级",
    "list number": r"[①-⑳]",
    "congress": rf"{_HAN_DIGITS}{{1,3}}届{_HAN_DIGITS}{{1,3}}(?:[、和]{_HAN_DIGITS}{{1,3}})*"
                rf"(?:次|中)?全会|"
                r"二十大|[一二三四五六七八九十]{1,3}中全会",
    "voltage": r"[0-9]+千伏",
    "aspects": rf"{_N}个?方面|{_N}方联合",
    "always": r"24小时|365天",
}
_AT = re.compile("|".join(f"(?:{pattern})" for pattern in _RULES.values()))
# Rules that the words before a numeral decide, with what stands at it.
_SPAN_OF_TIME = re.compile(rf"{_N}(?:个?[年月天](?!均)|个?季度|个?工作日)")
_BEFORE_TIME = (
    "提前", "时隔", "历时", "延长", "为期", "用", "近", "过去", "今后", "未来", "最近", "下一个",
    "前", "后", "每", "一",
)
_NEVER_BEHIND = ("附件", "表", "图", "共印", "零下", "民国", "文号", "电话")
_LATIN_CODE = re.compile(r"[A-Za-z][-—.·]$")
_LIST_NUMBER = re.compile(r"[（(]?[0-9]{1,3}[)）.、．](?![0-9])")


def find_spans(text: str) -> list[tuple[int, int]]:
    """
    Titles, quotations and lists of bodies, in order: no numeral in them is a quantity.

    Examples
    --------
    >>> find_spans("《三年行动计划》和“五个一”工程，建议改为“20000万元”")
    [(0, 8), (9, 14)]
    """
    return [
        found.span() for found in _SPANS.finditer(text)
        if not (found[0][0] in "“「" and _TELLS_VALUE.search(found[0][1:-1]))
    ]


def end_of_excluded(text: str, start: int) -> int:
    """
    Where the name, date or code ends that the numeral at `start` opens; 0 if it is none.

    Examples
    --------
    >>> text = "到2020年建成30座、5号线和十大项目"
    >>> [end_of_excluded(text, place) for place in (1, 8, 12, 16)]
    [6, 0, 15, 18]
    """
    found = _AT.match(text, start)
    if found:
        return found.end()
    head = text[max(0, start - 3) : start]
    if head.endswith(_NEVER_BEHIND) or _LATIN_CODE.search(head):
        return start + 1
    if head.endswith(_BEFORE_TIME):
        span = _SPAN_OF_TIME.match(text, start)
        if span:
            return span.end()
    listed = _LIST_NUMBER.match(text, 0) if start <= 1 else None
    return listed.end() if listed else 0
