"""The one form of characters the analysed text uses."""

from __future__ import annotations

import re

from policyresearch.reading.traced import Traced

# Chinese punctuation, folded to ASCII by many exports.
_FULL = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
# Full-width ASCII whose half-width form the analysed text uses.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in _FULL.values()}
_SPACE = "\xa0\u3000\u2002\u2003\u2009\t\ufeff\u200b\u2028\u2029"
_TABLE = {
    **_HALF,
    **{ord(character): form for character, form in _FULL.items()},
    **dict.fromkeys(map(ord, _SPACE), " "),
    ord("∶"): "：",
    ord("．"): ".",
    ord("､"): "、",
    ord("｡"): "。",
}
# A full stop folded to ASCII, as a text has them that holds hardly any other.
_POINT = re.compile(r"(?<=[\u4e00-\u9fff）”%])\.(?=[\u4e00-\u9fff“《（]|\s|$)")
_LEAST_POINTS = 3
# Between two ASCII digits or letters these are parts of a number, a time or a name.
_INSIDE = re.compile(r"(?<=[0-9A-Za-z])[，：](?=[0-9A-Za-z])")
_ASCII = {"，": ",", "：": ":"}


def normalise(text: Traced) -> Traced:
    """`text` in normal form, character for character."""
    return text.with_text(normal_form(text.text))


def normal_form(text: str) -> str:
    """
    A string in normal form, of the same length.

    Examples
    --------
    >>> normal_form("增长５．５％,达1,200亿元(预计)")
    '增长5.5%，达1,200亿元（预计）'
    """
    text = _INSIDE.sub(lambda found: _ASCII[found[0]], text.translate(_TABLE))
    points = len(_POINT.findall(text))
    return _POINT.sub("。", text) if points > max(_LEAST_POINTS - 1, text.count("。")) else text
