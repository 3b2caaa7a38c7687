"""Traditional text to Simplified for analysis, with its raw offsets."""

from __future__ import annotations

import difflib
from functools import cache

import numpy as np
from zhconv_rs_opencc import zhconv

from policyresearch.codepoints import code_points
from policyresearch.reading.traced import Traced


def detect_script(text: str) -> str:
    """ "Hant" if the characters that differ between the scripts are mostly Traditional."""
    changed_hans, changed_hant = (_count_changes(text, to) for to in ("zh-hans", "zh-hant"))
    return "Hant" if changed_hans > changed_hant else "Hans"


def _count_changes(text: str, variant: str) -> int:
    before, after = code_points(text), code_points(zhconv(text, variant, False))
    shared = min(len(before), len(after))
    return int(np.count_nonzero(before[:shared] != after[:shared]))


def simplify_string(text: str, script: str) -> str:
    """`text` in mainland characters if its script is "Hant"; offsets are not kept."""
    return zhconv(text, "zh-cn", False) if script == "Hant" else text


@cache
def is_standard(character: str, script: str) -> bool:
    """Whether texts of the script write this character, not a variant or the other script's."""
    simple = zhconv(character, "zh-cn", False)
    if script == "Hans":
        return simple == character
    return character in (simple, zhconv(simple, "zh-hant", False))


def simplify(text: Traced) -> Traced:
    """`text` in mainland characters, converted line by line; line breaks stay."""
    parts: list[Traced] = []
    start = 0
    for line in text.text.splitlines(keepends=True):
        parts.append(_simplify_line(text[start : start + len(line)]))
        start += len(line)
    return Traced.concat(parts)


def _simplify_line(line: Traced) -> Traced:
    converted = zhconv(line.text, "zh-cn", False)
    if len(converted) == len(line):
        return line.with_text(converted)
    matcher = difflib.SequenceMatcher(None, line.text, converted, autojunk=False)
    parts = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and b - a == d - c):
            parts.append(line[a:b].with_text(converted[c:d]))
        elif d > c:
            low = int(np.min(line.starts[max(a - 1, 0) : max(b, 1)]))
            high = int(np.max(line.ends[max(a - 1, 0) : max(b, 1)]))
            parts.append(Traced.of_span(converted[c:d], low, high))
    return Traced.concat(parts)
