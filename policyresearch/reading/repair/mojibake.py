"""
Text from a GBK stream in which a lead byte was lost, put right again.

A page in GBK was decoded in blocks, and where a block ended between the two bytes of a
character, the first byte became "?" and the bytes after it were paired one off, until an
ASCII byte or an undefined pair brought them back into step. Later the punctuation was
folded to ASCII and private-use characters were dropped. The search runs the mechanism
backwards: it supplies the lost byte, re-pairs what follows, undoes the folding, supplies
pairs that were dropped, and keeps the readings that a character model finds likely.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from policyresearch.reading.cleaning.normal import normal_form
from policyresearch.reading.cleaning.script import is_standard, simplify_string
from policyresearch.reading.repair.characters import CharacterModel, fold

MARKS = "?\ufffd"  # what a decoder puts where a byte has no partner
_LEADS = range(0x81, 0xFF)
_TRAILS = [byte for byte in range(0x40, 0xFF) if byte != 0x7F]
# Full-width forms (A3 xx) that an export folded to ASCII.
_FOLDED = {chr(byte): bytes([0xA3, byte + 0x80]) for byte in range(0x21, 0x7F)}
# First bytes of the pairs that GBK leaves to private use; such characters were dropped.
_PRIVATE_LEADS = (*range(0xAA, 0xB0), *range(0xF8, 0xFF))

# Log-probabilities (nats) of what the character model does not see.
_DAMAGE = -7.0  # that there is damage at all, at a "?"
_DROPPED_PAIR = -1.0  # that a private-use pair stood here and left no trace
_LOST_BYTE = -5.0  # that a "?" within the stretch is a byte, one of some 150
_UNEXPLAINED = -4.0  # that a "?" stands where the pair of bytes is a character
_FOLDING = -0.7  # folded or not
_UNUSUAL = -5.0  # a Hanzi that the text's script does not use and the text shows nowhere else
# A full stop inside a quotation of fewer than five characters: none in the 1,800
# quotations of the documents the counts come from.
_STOP_IN_SHORT_QUOTE = -7.5
_SHORT_QUOTE = 5
_CLASS_SIZES = {"0": -2.3, "A": -4.0}  # one digit of ten, one letter of 52

# The search keeps so many paths, none so far behind the best, and supplies dropped pairs
# only on the foremost.
_BEAM = 40
_HOPELESS = 22.0
_WIDE = 8
# Decimals of a log-likelihood that do not hang on how its terms were added up.
DECIMALS = 6
_HALVES = 8
_POOL = 80
_UNLIKELY = -11.0
_OPEN_LEADS = range(0xA1, 0xFF)
_MAX_DROPPED = 6
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of the raw stretch from `start` to `end` with its log-likelihood (nats)."""

    restored: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class _Path:
    """A way to read on: the byte that waits for its second half, and what was restored."""

    pending: int
    restored: str
    before: str
    dropped: int
    score: float


class GarbleReader:
    """
    Lists readings of garbled stretches of one raw text.

    Parameters
    ----------
    raw : str
    model : CharacterModel
        Knows the undamaged parts of the text.
    script : {"Hans", "Hant"}
    """

    def __init__(self, raw: str, model: CharacterModel, *, script: str) -> None:
        self._raw, self._model, self._script = raw, model, script
        self._seen = set(raw)
        self._stop_cost = 0.0
        self._gains: dict[tuple[str, str], float] = {}
        self._pools: dict[tuple[int, ...], list[str]] = {}
        self._plausible: dict[tuple[str, tuple[int, ...]], list[str]] = {}

    def read(self, start: int) -> list[Candidate]:
        """
        Readings of the text from the mark at `start` on, best first, the raw one included.

        The log-likelihood of each covers the same raw stretch to the end of the window,
        so readings of different length can be compared.
        """
        raw = self._raw
        stop = min(len(raw), start + _WINDOW)
        stop = next((i for i in range(start, stop) if raw[i] in "\n\r"), stop)
        self._stop_cost = self._cost_of_stop(start)
        tails = self._score_tails(start, stop)
        before = ("\n" + "".join(map(self._fold, raw[max(0, start - 2) : start])))[-2:]
        paths = [_Path(lead, "", before, 0, _DAMAGE) for lead in _LEADS]
        found: dict[tuple[str, int], float] = {}
        for at in range(start + 1, stop):
            ahead: dict[tuple[int, str], _Path] = {}
            after = raw[at + 1 : at + 2]
            steps = [
                self._steps(path, raw[at], after, wide=i < _WIDE) for i, path in enumerate(paths)
            ]
            if at == start + 1:
                lost = _Path(0, "", before, 0, _DAMAGE)
                steps.append(self._steps_over_dropped(self._lose_first(lost), _byte_forms(raw[at])))
            for following in chain.from_iterable(steps):
                if following.pending:
                    key = (following.pending, following.restored)
                    known = ahead.get(key)
                    if known is None or known.score < following.score:
                        ahead[key] = following
                else:
                    total = following.score + self._tail(tails, following.before, at + 1 - start)
                    place = (following.restored, at + 1)
                    found[place] = max(found.get(place, total), total)
            paths = _foremost(list(ahead.values()))
            if not paths:
                break
        candidates = [Candidate(text, start, end, score) for (text, end), score in found.items()]
        candidates.append(Candidate(raw[start], start, start + 1, self._tail(tails, before, 0)))
        return sorted(candidates, key=lambda c: (-round(c.score, DECIMALS), c.restored, c.end))

    def _steps(
        self, path: _Path, character: str, after: str, *, wide: bool
    ) -> Iterator[_Path]:
        """The ways to read the next raw character while a lead byte waits."""
        forms = _byte_forms(character)
        for data, cost in forms:
            if data:
                yield from self._feed(path, data, cost)
            elif wide:
                yield from self._feed_lost(path, after, cost)
        if wide:
            yield from self._steps_over_dropped(self._supply_first(path), forms)

    def _steps_over_dropped(
        self, halves: list[_Path], forms: tuple[tuple[bytes, float], ...]
    ) -> Iterator[_Path]:
        for _ in range(2):  # two dropped pairs may follow each other
            for half in halves:
                for data, cost in forms:
                    if data:
                        yield from self._close(half, data, cost)
            halves = self._supply_next(halves)

    def _supply_first(self, path: _Path) -> list[_Path]:
        """A dropped pair: its first byte completes a character; its second is left open."""
        halves = []
        for trail in _PRIVATE_LEADS if path.dropped < _MAX_DROPPED else ():
            decoded = _decode(path.pending, trail)
            if decoded:
                halves.append(self._extend(path, decoded, _DROPPED_PAIR, dropped=1))
        return _foremost(halves)[:_HALVES]

    def _lose_first(self, path: _Path) -> list[_Path]:
        """The character at the mark: its first byte lost, its second in a dropped pair."""
        characters = self._likely(path.before, _PRIVATE_LEADS)
        return [self._extend(path, c, _DROPPED_PAIR, dropped=1) for c in characters]

    def _supply_next(self, halves: list[_Path]) -> list[_Path]:
        """A second pair: with the first one's open byte it makes one more character."""
        ahead = [
            self._extend(half, decoded, _DROPPED_PAIR, dropped=1)
            for half in halves
            if half.dropped < _MAX_DROPPED
            for decoded in self._likely(half.before, _PRIVATE_LEADS)
        ]
        return _foremost(ahead)[:_HALVES]

    def _close(self, half: _Path, data: bytes, cost: float) -> Iterator[_Path]:
        """Any second byte that makes a likely character with the first byte of `data`."""
        for decoded in self._likely(half.before, (data[0],)):
            yield self._extend(half, decoded, cost, pending=data[1] if len(data) == 2 else 0)

    def _likely(self, before: str, trails: tuple[int, ...]) -> list[str]:
        """The likeliest characters whose second byte is given and whose first one is lost."""
        key = before, trails
        if key not in self._plausible:
            gains = [(-self._gain_after(before, c), c) for c in self._common(trails)]
            self._plausible[key] = [c for cost, c in sorted(gains)[:_HALVES] if -cost > _UNLIKELY]
        return self._plausible[key]

    def _common(self, trails: tuple[int, ...]) -> list[str]:
        """The most usual of the characters whose second byte is among `trails`."""
        if trails not in self._pools:
            costs = [(-self._gain_after("", c), c) for c in _characters(trails)]
            self._pools[trails] = [c for _, c in sorted(costs)[:_POOL]]
        return self._pools[trails]

    def _extend(
        self, path: _Path, decoded: str, cost: float, *, pending: int = 0, dropped: int = 0
    ) -> _Path:
        return _Path(
            pending,
            path.restored + decoded,
            path.before[-1] + self._fold(decoded),
            path.dropped + dropped,
            path.score + self._gain(path, decoded) + cost,
        )

    def _feed(self, path: _Path, data: bytes, cost: float) -> Iterator[_Path]:
        """`data` read with the waiting lead byte: its first byte completes a character."""
        decoded = _decode(path.pending, data[0])
        if decoded:
            yield self._extend(path, decoded, cost, pending=data[1] if len(data) == 2 else 0)

    def _feed_lost(self, path: _Path, after: str, cost: float) -> Iterator[_Path]:
        """A "?" amid the stretch: a byte that made no character with the one after it."""
        for trail in _TRAILS:
            decoded = _decode(path.pending, trail)
            if decoded:
                more = 0.0 if _falls_apart(trail, after) else _UNEXPLAINED
                yield self._extend(path, decoded, cost + more)

    def _gain(self, path: _Path, decoded: str) -> float:
        gain = self._gain_after(path.before, decoded)
        if not path.restored and decoded in "。！？；":
            gain += self._stop_cost
        return gain

    def _gain_after(self, before: str, decoded: str) -> float:
        key = before, decoded
        gain = self._gains.get(key)
        if gain is None:
            folded = self._fold(decoded)
            gain = self._model.log_probability(before, folded) + _CLASS_SIZES.get(folded, 0.0)
            if decoded not in self._seen and not is_standard(decoded, self._script):
                gain += _UNUSUAL
            self._gains[key] = gain
        return gain

    def _cost_of_stop(self, start: int) -> float:
        opened = self._raw.rfind("“", max(0, start - _SHORT_QUOTE), start)
        inside = opened >= 0 and "”" not in self._raw[opened:start]
        return _STOP_IN_SHORT_QUOTE if inside else 0.0

    def _score_tails(self, start: int, stop: int) -> tuple[list[str], list[float]]:
        """The raw characters folded, and the log-likelihood of what follows the second of each."""
        folded = [self._fold(character) for character in self._raw[start:stop]]
        sums = [0.0] * (len(folded) + 1)
        for at in range(len(folded) - 1, 1, -1):
            gain = self._model.log_probability(folded[at - 2] + folded[at - 1], folded[at])
            sums[at] = sums[at + 1] + gain + _CLASS_SIZES.get(folded[at], 0.0)
        return folded, sums

    def _tail(self, tails: tuple[list[str], list[float]], before: str, at: int) -> float:
        folded, sums = tails
        total = 0.0
        for character in folded[at : at + 2]:
            total += self._model.log_probability(before, character)
            total += _CLASS_SIZES.get(character, 0.0)
            before = before[-1] + character
        return total + sums[min(at + 2, len(folded))]

    def _fold(self, character: str) -> str:
        return _fold(character, self._script)


def _foremost(paths: list[_Path]) -> list[_Path]:
    """The best paths, in an order that does not depend on how they were found."""
    if not paths:
        return []
    paths = sorted(paths, key=lambda p: (-round(p.score, DECIMALS), p.restored, p.pending))[:_BEAM]
    return [path for path in paths if path.score > paths[0].score - _HOPELESS]


@cache
def _byte_forms(character: str) -> tuple[tuple[bytes, float], ...]:
    """
    The bytes that may have stood for a raw character, with their log-probabilities.

    No bytes at all stand for one unknown byte.
    """
    if character in _FOLDED:
        forms = [(_FOLDED[character], _FOLDING)]
        if 0x40 <= ord(character) <= 0x7E:
            forms.append((character.encode("ascii"), _FOLDING))
    else:
        try:
            data = character.encode("gbk")
        except UnicodeEncodeError:
            data = b""
        forms = [(data, 0.0)] if len(data) == 2 else []
    if character in MARKS:
        forms.append((b"", _LOST_BYTE))
    return tuple(forms)


@cache
def _falls_apart(lead: int, after: str) -> bool:
    """Whether a byte makes no character with the first byte of what follows."""
    for data, _ in _byte_forms(after) if after and not after.isspace() else ():
        private = lead in _PRIVATE_LEADS and data[:1] >= b"\xa1"
        if data and (private or _decode(lead, data[0])):
            return False
    return True


@cache
def _decode(lead: int, trail: int) -> str:
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return ""


@cache
def _characters(trails: tuple[int, ...]) -> tuple[str, ...]:
    found = (_decode(lead, trail) for lead in _OPEN_LEADS for trail in trails)
    return tuple(character for character in found if character)


@cache
def _fold(character: str, script: str) -> str:
    return fold(normal_form(simplify_string(character, script)))
