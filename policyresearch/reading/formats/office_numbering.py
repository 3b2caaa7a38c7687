"""Numbers that Word sets before paragraphs by itself and that no paragraph's text holds."""

from __future__ import annotations

import re

_HAN = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand",
})
_FORMAL_COUNTS = frozenset({"chineseLegalSimplified", "ideographLegalTraditional"})
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_LATIN = frozenset({"lowerLetter", "upperLetter"})
# Symbol fonts hold bullets at private code points.
_BULLET = "●"
_DEEPEST = 9


class Numbering:
    """
    The automatic numbers of one document's paragraphs, asked for in their order.

    Parameters
    ----------
    document : docx.document.Document
    """

    def __init__(self, document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[int, list[int]] = {}
        self._restarts: dict[str, list[int]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values()
             if rel.reltype.endswith("/numbering") and not rel.is_external), None,
        )  # fmt: skip
        if part is None:
            return
        root = part.element
        abstract = {
            _attribute(node, "abstractNumId"): {
                int(_attribute(level, "ilvl")): _read_level(level)
                for level in node.findall(_tag("lvl"))
            }
            for node in root.findall(_tag("abstractNum"))
        }
        for node in root.findall(_tag("num")):
            base = node.find(_tag("abstractNumId"))
            number = _attribute(node, "numId")
            if base is not None:
                self._levels[number] = abstract.get(_attribute(base, "val"), {})
            self._restarts[number] = [
                int(_attribute(override, "ilvl"))
                for override in node.findall(_tag("lvlOverride"))
                if override.find(_tag("startOverride")) is not None
            ]

    def label(self, paragraph) -> str:
        """The number set before a paragraph (`docx.text.paragraph.Paragraph`), "" if none."""
        number, depth = self._find(paragraph)
        levels = self._levels.get(number, {})
        if depth not in levels:
            return ""
        # Lists that share their levels share their count.
        counts = self._counts.setdefault(id(levels), [0] * _DEEPEST)
        for restarted in self._restarts.pop(number, ()):
            counts[restarted:] = [0] * (_DEEPEST - restarted)
        start = levels[depth][2]
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (_DEEPEST - depth - 1)
        for outer in range(depth):
            if not counts[outer] and outer in levels:
                counts[outer] = levels[outer][2]
        kind, text, _ = levels[depth]
        if kind == "bullet":
            return _BULLET if text.strip() else ""
        if kind == "none":
            return ""
        return re.sub(
            r"%([1-9])",
            lambda found: _write(levels, int(found[1]) - 1, counts[int(found[1]) - 1]),
            text,
        )

    def _find(self, paragraph) -> tuple[str, int]:
        """List and depth of a paragraph: its own, or its style's."""
        own = paragraph._p.pPr
        found = own.find(_tag("numPr")) if own is not None else None
        style, seen = paragraph.style, 0
        while found is None and style is not None and seen < _DEEPEST:
            properties = style.element.find(_tag("pPr"))
            found = properties.find(_tag("numPr")) if properties is not None else None
            style, seen = style.base_style, seen + 1
        if found is None:
            return "", 0
        number, depth = found.find(_tag("numId")), found.find(_tag("ilvl"))
        depth_is = int(_attribute(depth, "val")) if depth is not None else 0
        return (_attribute(number, "val") if number is not None else ""), min(depth_is, 8)


def _tag(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _attribute(node, name: str) -> str:
    return node.get(_tag(name)) or ""


def _read_level(level) -> tuple[str, str, int]:
    """Kind of number, its text with places as %1, first number."""

    def value(name: str, default: str) -> str:
        node = level.find(_tag(name))
        return default if node is None else _attribute(node, "val")

    return value("numFmt", "decimal"), value("lvlText", ""), int(value("start", "1") or 1)


def _write(levels: dict[int, tuple[str, str, int]], depth: int, number: int) -> str:
    kind = levels.get(depth, ("decimal", "", 1))[0]
    if kind in _CHINESE:
        return _write_han(number, _HAN, "十")
    if kind in _FORMAL_COUNTS:
        return _write_han(number, _FORMAL, "拾")
    if kind in _CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "ideographTraditional" and 1 <= number <= len(_STEMS):
        return _STEMS[number - 1]
    if kind in _LATIN and 1 <= number <= 26:
        return chr(ord("a" if kind == "lowerLetter" else "A") + number - 1)
    return str(number)


def _write_han(number: int, digits: str, ten: str) -> str:
    """
    A number below a hundred in words.

    Examples
    --------
    >>> [_write_han(n, _HAN, "十") for n in (3, 10, 17, 20, 42)]
    ['三', '十', '十七', '二十', '四十二']
    """
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    if tens >= 10:
        return str(number)
    return ("" if tens == 1 else digits[tens]) + ten + (digits[ones] if ones else "")
