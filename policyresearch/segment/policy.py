"""
The policy lexicon on top of a segmentation.

Terms
    The longest term of the lexicon that starts at a character becomes one token, reading
    from the left. Quotation marks are passed over, in the lexicon and in the text: with
    the entry 放管服改革, the text “放管服”改革 is one token, marks included; with the entry
    两先区, the text “两先区” is three. A mark inside a term must have its partner inside, or
    right before or behind it.
Against the segmenter
    A term of two characters is protected only where the segmenter has a boundary at both
    its ends (中国|有 does not yield 国有), a longer one wherever it is not a part of one
    longer word of the segmenter.
Numbers
    A number in Arabic digits is a token by itself, with its decimal point, and so is a year
    in four Chinese digits before 年. Scale and unit behind it are one token: 3.2 | %,
    240 | 亿元, 2020 | 年, 0.5 | 个百分点. 第 stays with its number. A number that touches a
    Latin letter (5G, PM2.5) and one inside a term (12345热线) are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policyresearch.lexicons import list_rows
from policyresearch.segment.pkuseg import protecting as kind
from policyresearch.segment.pkuseg.protecting import mark_terms, protect
from policyresearch.segment.pkuseg.segmenter import white_space
from policyresearch.segment.pkuseg.trie import make_trie
from policyresearch.segment.spans import Batch, Spans
from policyresearch.segment.terms import CLOSING_MARKS, OPENING_MARKS, STRAIGHT_MARKS, bare

_LETTERS = "".join(chr(c) for c in range(0x250) if chr(c).isalpha())
_MEMBERS = {
    kind.OPENING: OPENING_MARKS,
    kind.CLOSING: CLOSING_MARKS,
    kind.EITHER: STRAIGHT_MARKS,
    kind.DIGIT: "0123456789",
    kind.LETTER: _LETTERS,
    kind.JOINER: ".,:",
    kind.HAN_DIGIT: "〇零○一二三四五六七八九",
}
UNITS = tuple(row["unit"] for row in list_rows("units") if row["joined"])
_SCALES = ("十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿")


class PolicyLexicon:
    """
    Terms to keep whole, and units to keep apart from their numbers.

    Parameters
    ----------
    terms : sequence of str
        Entries; quotation marks in them do not matter.
    units : sequence of str
        Units that may stand behind a number; with a scale before them (亿元) or made of
        several words (个百分点) they become one token.
    """

    def __init__(self, terms: Sequence[str], *, units: Sequence[str] = UNITS) -> None:
        # One character is no term: it would be cut out of every word the segmenter missed.
        self.terms = frozenset(t for t in map(bare, terms) if len(t) > 1)
        self.units = tuple(units)
        self._lexicon = make_trie(sorted(self.terms))[0].arrays()
        behind = {scale + unit for scale in _SCALES for unit in units}
        self._units = make_trie(sorted(behind | set(units)))[0].arrays()
        classes = np.where(white_space(), kind.SPACE, 0).astype(np.uint8)
        for bit, members in _MEMBERS.items():
            classes[[ord(c) for c in members]] |= bit
        self._classes = classes

    def apply(self, spans: Spans) -> Spans:
        """The segmentation with terms whole and numbers apart."""
        starts, ends = protect(
            spans.batch.points, self._classes, spans.starts, spans.ends,
            self._lexicon, self._units, ord("第"), ord("年"),
        )
        return Spans(spans.batch, starts, ends)

    def find(self, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """Where terms stand in the texts, whatever a segmenter would say of it."""
        anywhere = np.ones(len(batch.points) + 1, dtype=bool)
        return mark_terms(batch.points, self._classes, anywhere, self._lexicon)
