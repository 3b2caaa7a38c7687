"""The numbering of Chinese official documents: what stands before a heading, and its number."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_DIGITS |= {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")} | {"两": 2, "参": 3}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_TENS = {"十": 10, "拾": 10, "百": 100}
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10,
          "Ⅺ": 11, "Ⅻ": 12}
_HAN = "[一二三四五六七八九十百零〇两]{1,5}"
_FORMAL = "[壹贰叁参肆伍陆柒捌玖拾]{1,3}"
# Not 一、二产业 and 五、六月, where the mark joins two numbers.
_APART = r"(?![一二三四五六七八九十两]{1,2}(?:、|[产月年次级线类期号]))"
_ORDER = rf"(?:{_HAN}|\d{{1,3}})"

# Kinds of numbering, the usual outer ones first; `{}` marks the number. The order is what
# holds where a document does not show another (headings.py).
_FORMS = {
    "part": rf"第(?P<part>{_ORDER}) ?(?:编|篇|部分|单元)",
    "chapter": rf"第(?P<chapter>{_ORDER}) ?章",
    "section": rf"第(?P<section>{_ORDER}) ?节",
    "formal": rf"(?P<formal>{_FORMAL}) ?[、.]",
    "roman": rf"(?P<roman>[{''.join(_ROMAN)}]|[IVX]{{1,5}}(?=[、.])) ?[、.]?(?![A-Za-z\d])",
    "han": rf"(?P<han>{_HAN}) ?(?:、{_APART}|\.(?!\d(?!\d{{3}}年))| (?=[一-龥]))",
    "article": rf"第(?P<article>{_ORDER}) ?条(?:之{_HAN})?",
    "ordinal": rf"第(?P<ordinal>{_HAN}) ?[，、：]{_APART}",
    "han_paren": rf"（ ?(?P<han_paren>{_HAN}) ?）[、.]?",
    "han_half": rf"(?P<han_half>{_HAN}) ?）[、.]?",
    "digit_comma": r"(?P<digit_comma>\d{1,3}) ?、(?!\d(?!\d{3}年))",
    "digit_dot": r"(?P<digit_dot>\d{1,3}) ?\.(?!\d(?!\d{3}年))",
    "digit_space": r"(?P<digit_space>[1-9]\d?) (?=[一-龥])",
    "deep_2": r"(?P<deep_2>\d{1,2}\.\d{1,2})(?![\d.%]) ?(?=[一-龥])",
    "deep_3": r"(?P<deep_3>\d{1,2}(?:\.\d{1,2}){2})(?![\d.%]) ?",
    "deep_4": r"(?P<deep_4>\d{1,2}(?:\.\d{1,2}){3})(?![\d.%]) ?",
    "digit_paren": r"（ ?(?P<digit_paren>\d{1,3}) ?）[、.]?|(?P<enclosed>[⑴-⒇])",
    "digit_half": r"(?P<digit_half>\d{1,3}) ?）[、.]?",
    "circled": r"(?P<circled>[①-⑳❶-❿➀-➉])",
    "stem": rf"(?:（ ?(?P<stem>[{_STEMS}]) ?）|(?P<stem_bare>[{_STEMS}])[、.])",
    "latin": r"(?:（ ?(?P<latin>[A-Za-z]) ?）|(?P<letter>[A-Ha-h])[、.）](?![A-Za-z\d]))",
    "item": rf"(?P<item>{_HAN})(?=[是要](?!否))|其(?P<item_qi>{_HAN}) ?[，、是：]",
    "dash": r"(?P<dash>[—─━―–-]{2,}|—) ?(?!\d{4}年\d|\d+日|[—─-])",
    "bullet": r"(?P<bullet>[•●◆■▪◎○★☆※·►▶◇□])",
}
KINDS = tuple(_FORMS)
RANK = {kind: rank for rank, kind in enumerate(KINDS)}
# Marks that count nothing, or count inside a part; they never hold numbered parts.
LEAVES = frozenset({"item", "dash", "bullet"})
_ALIAS = {"enclosed": "digit_paren", "letter": "latin", "stem_bare": "stem", "item_qi": "item"}
_LABEL = re.compile("|".join(_FORMS.values()))
# A line that is nothing but a number, as parts of older reports are headed.
_BARE = re.compile(
    r"(?P<han>[二三]?十?[一二三四五六七八九]|[二三]?十)|第(?P<part>[一二三四五六七八九十])"
)


@dataclass(frozen=True)
class Label:
    """Numbering at the head of a text: its kind, number (0 if it counts nothing), length."""

    kind: str
    number: int
    length: int


def parse_label(text: str) -> Label | None:
    """
    Numbering that opens `text`, in normal form and Simplified.

    Examples
    --------
    >>> parse_label("（十二）加强监督").kind, parse_label("（十二）加强监督").number
    ('han_paren', 12)
    >>> [parse_label(text) for text in ("3.5%的增长", "一、二产业", "第一产业")]
    [None, None, None]
    """
    found = _BARE.fullmatch(text) or _LABEL.match(text)
    kind = found.lastgroup if found else None
    if not found or not kind:
        return None
    number = parse_number(found[kind])
    kind = _ALIAS.get(kind, kind)
    length = found.end()
    if kind == "item":
        # 一是 and 一要 belong to the label, as 其一， does.
        length += text[length : length + 1] in ("是", "要")
    return Label(kind, number, length)


def parse_number(text: str) -> int:
    """
    The number a label counts to; of 2.1.3 the last part.

    Examples
    --------
    >>> [parse_number(n) for n in ("十二", "二十", "一百零五", "⑶", "2.1", "IV", "丙", "——")]
    [12, 20, 105, 3, 1, 4, 3, 0]
    """
    if text[0] in _ROMAN:
        return _ROMAN[text[0]]
    if re.fullmatch("[IVX]{1,5}", text):
        values = [{"I": 1, "V": 5, "X": 10}[c] for c in text]
        return sum(v if v >= max(values[i:]) else -v for i, v in enumerate(values))
    if text[0] in _STEMS:
        return _STEMS.index(text[0]) + 1
    if text[0].isascii() and text[0].isalpha():
        return ord(text[0].lower()) - ord("a") + 1
    if text[0].isdecimal():
        return int(text.rsplit(".", maxsplit=1)[-1])
    for first in "⑴①❶➀":
        if 0 <= ord(text[0]) - ord(first) < 20:
            return ord(text[0]) - ord(first) + 1
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        elif character in _DIGITS:
            digit = digit * 10 + _DIGITS[character]
        else:
            return 0
    return total + digit
