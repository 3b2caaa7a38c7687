"""
Numbers as Chinese documents write them: 3.66亿, 三千二百亿, 百分之十二点三, 一成五, 三分之一.

A numeral is read as a value and a scale. The scale (万, 亿, 万亿 and, behind Arabic digits, 千 or
百) stays apart, because the unit of a record is written with it: 3.66亿吨 is 3.66 of 亿吨.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "二": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7,
           "亿": 1e8, "百亿": 1e10, "千亿": 1e11, "万亿": 1e12}
_FULL_WIDTH = {ord(
    "０"
) + i: str(i) for i in range(10)} | {ord("．"): ".", ord("，"): "", ord(","): "", ord(" "): ""}

_HAN = "〇○零一二两三四五六七八九"
_D = "[0-9０-９]"
ARABIC = (
    # Groups of three parted by spaces only where a unit follows: rows of a table are not.
    rf"{_D}{{1,3}}(?: {_D}{{3}})+(?:[.．]{_D}+)?(?=[余多%％\u4e00-\u9fff])|"
    rf"{_D}{{1,3}}(?:[,，]{_D}{{3}})+(?!{_D})(?:[.．]{_D}+)?|{_D}+(?:[.．]{_D}+)?"
)
CHINESE = (
    rf"[{_HAN}十百千]{{1,9}}(?:[万亿][{_HAN}十百千]{{1,9}}){{0,3}}"
    rf"(?:点[{_HAN}]{{1,6}})?(?:万亿|[万亿])?"
)
_ALL_CHINESE = re.compile(CHINESE)
# A scale behind the number, with 余 or 多 before or after it: 1万余, 10余万, 4亿多.
SCALE = r"万亿|[百千]?亿|[十百千]?万|[百千](?![分瓦米克卡])"


class Numeral(NamedTuple):
    """A value, and the scale that is written as a part of the unit."""

    value: float
    scale: str = ""

    @property
    def amount(self) -> float:
        """The number meant: value times scale."""
        return self.value * _SCALES[self.scale]


def parse_arabic(text: str) -> float:
    """
    A number in Arabic digits, full-width or with separators between thousands.

    Examples
    --------
    >>> parse_arabic("１２.５"), parse_arabic("1,234.5")
    (12.5, 1234.5)
    """
    return float(text.translate(_FULL_WIDTH))


def parse_chinese(text: str) -> Numeral | None:
    """
    A number in Chinese numerals; None for a string that is no number (十百, 三四).

    万 and 亿 inside it become the scale: 一亿二千万 is 1.2 of 亿.

    Examples
    --------
    >>> parse_chinese("三千二百"), parse_chinese("二十三点五")
    (Numeral(value=3200.0, scale=''), Numeral(value=23.5, scale=''))
    >>> parse_chinese("一亿二千万"), parse_chinese("八万")
    (Numeral(value=1.2, scale='亿'), Numeral(value=8.0, scale='万'))
    >>> parse_chinese("二〇三〇"), parse_chinese("三四")
    (Numeral(value=2030.0, scale=''), None)
    """
    if not _ALL_CHINESE.fullmatch(text):
        return None
    scale = next((mark for mark in ("万亿", "亿", "万") if text.endswith(mark)), "")
    whole, _, decimals = text.removesuffix(scale).partition("点")
    if any(mark in whole for mark in "亿万"):  # 一亿二千万: the end is no scale of the whole
        whole, scale = whole + scale, ""
    value = _whole(whole)
    if value is None:
        return None
    if decimals:
        value += sum(DIGITS[c] / 10 ** (i + 1) for i, c in enumerate(decimals))
    amount = value * _SCALES[scale]
    scale = next((mark for mark in ("万亿", "亿", "万") if mark in text), "")
    return Numeral(round(amount / _SCALES[scale], 10), scale)


def _whole(text: str) -> float | None:
    """A whole number with 亿 and 万 inside; 两万五 is 25,000."""
    for mark, size in (("亿", 1e8), ("万", 1e4)):
        head, found, rest = text.partition(mark)
        if found:
            high, low = _whole(head), _whole(rest) if rest else 0.0
            if high is None or low is None:
                return None
            return high * size + low * (size / 10 if len(rest) == 1 else 1)
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> float | None:
    """三千二百, 十五, 百二, or digit by digit 二〇三〇; None if it is no number."""
    text = text.lstrip("零〇") or text[:1]
    if not text:
        return None
    if not any(c in _TENS for c in text):
        if len(text) == 2 and "〇" not in text and "○" not in text:
            return None
        return float("".join(str(DIGITS[c]) for c in text))
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in _TENS:
            step = _TENS[character]
            headless = digit is None and character != "十" and total == 0 and len(text) > 1
            if step >= last or headless:
                return None
            total += (1 if digit is None else digit) * step
            digit, last = None, step
        elif DIGITS[character] == 0:
            digit = None
        elif digit is not None:
            return None
        else:
            digit = DIGITS[character]
    if digit is not None:
        # 百二 is 120; behind 零 or 十 the digit counts ones.
        tail = last // 10 if last > 10 and text[-2] in _TENS else 1
        total += digit * tail
    return float(total)


_FRACTION = re.compile(
    rf"(?P<of>[{_HAN}十百千]+)分之(?P<part>[{_HAN}十百]+(?:点[{_HAN}]+)?|{ARABIC})"
)
_NAMED = {"百": "%", "千": "‰"}


def parse_fraction(text: str) -> tuple[float, str] | None:
    """
    Value and unit of a fraction: per cent, per mille, or a part of one (unit 倍).

    Examples
    --------
    >>> parse_fraction("百分之十二点三"), parse_fraction("千分之5"), parse_fraction("三分之一")
    ((12.3, '%'), (5.0, '‰'), (0.3333, '倍'))
    """
    found = _FRACTION.fullmatch(text)
    if not found:
        return None
    part = found["part"]
    if part[0] in "0123456789０１２３４５６７８９":
        value: float | None = parse_arabic(part)
    else:
        numeral = parse_chinese(part)
        value = numeral.amount if numeral else None
    if value is None:
        return None
    if found["of"] in _NAMED:
        return value, _NAMED[found["of"]]
    whole = parse_chinese(found["of"])
    return (round(value / whole.amount, 4), "倍") if whole and whole.amount else None
