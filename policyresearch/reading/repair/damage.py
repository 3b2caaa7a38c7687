"""Damaged stretches of a raw text: found, repaired where a reading is decisive, listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.reading.cleaning.normal import normal_form
from policyresearch.reading.cleaning.script import simplify_string
from policyresearch.reading.repair.characters import CharacterModel
from policyresearch.reading.repair.corrections import CORRECTION_COLUMNS
from policyresearch.reading.repair.mojibake import DECIMALS, MARKS, Candidate, GarbleReader
from policyresearch.reading.traced import Traced
from policyresearch.tables import REPAIRS, build_table

# A reading is taken for damage when it explains the place this much better (nats) than
# the characters as they stand, and applied when it leads the next by the margin. On clean
# reports damaged on purpose (blocks of 4096 bytes), 32 of the 35 readings of Traditional
# text that lead by 2 nats are right, of those that lead by less about half. In Simplified
# text nearly every byte finds a partner, so stretches are longer and readings many: there
# hardly any is decisive. Long readings must lead by more.
_GAIN = 6.0
_MARGIN = {"Hant": 2.0, "Hans": 5.0}
_LONG, _MARGIN_PER_CHARACTER = 15, 0.15
# A text with more marks than these was not cut at block borders but decoded wrongly.
_MAX_SEARCHES = 60
_MARKS_SHARE, _MARKS_FREE = 0.005, 20
_SCOPE = 40  # characters after a mark that may be garbled and teach the model nothing

_HAN = r"\u3400-\u9fff"
_MARKED = re.compile(rf"[{re.escape(MARKS)}]")
# Something must follow for the byte to be paired with.
_PAIRABLE = re.compile(rf"[{re.escape(MARKS)}]?[^\s{re.escape(MARKS)}]")
# A character whose second byte found no partner either left two marks amid the text.
_VANISHED = re.compile(rf"(?<=[{_HAN}，、。；“])[{re.escape(MARKS)}]{{2}}(?=[0-9A-Za-z“《{_HAN}])")
# Up to the next ASCII character, at which a decoder finds the pairs again.
_FOREIGN = re.compile(r"[!-~]{0,2}([^\x00-\x7f\n]{6,200})")
# Mean log-probability (nats) of a character below which a stretch is no Chinese.
_UNREADABLE = -9.0
_ASKS = re.compile("[谁誰吗嗎呢何哪怎]|什[么麼]|多少")
_ESCAPED = re.compile(r"<U\+([0-9A-Fa-f]{4,6})>")
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_PINYIN = re.compile(
    rf"(?<=[{_HAN}])[a-zü]{{0,5}}[{_TONED}][a-zü]{{0,4}}(?![a-z])|"
    rf"(?:(?<=[{_HAN}])[a-z]{{1,6}}(?=[{_HAN}])[{_HAN}]){{4,}}"
)
_LEAST_SYLLABLES = 2
_LETTERS = re.compile(rf"[a-z{_TONED}ü]+")
# Letters of both cases mixed with digits or signs, amid Hanzi: no name or unit is like that.
_CODE = re.compile(
    rf"(?<=[{_HAN}，。；、])[A-Za-z0-9@#$^&*_~]{{6,40}}(?=[{_HAN}，。；、])", re.ASCII
)
_MIXED = tuple(re.compile(kind) for kind in ("[a-z]", "[A-Z]", "[0-9@#$^&*_~]"))


class Repaired:
    """The text with its repairs made, their table, and stretches that were taken out."""

    def __init__(self, text: Traced, table: pd.DataFrame, dropped: list) -> None:
        self.text, self.table, self.dropped = text, table, dropped


def repair(
    raw: str, *, doc_id: str, script: str, corrections: pd.DataFrame | None = None
) -> Repaired:
    """
    Find damage in `raw`, restore what can be restored beyond doubt, list all of it.

    Raises
    ------
    DataError
        If a correction does not fit the text: its `raw_text` stands elsewhere by now.
    """
    rows = _corrections(raw, doc_id, corrections)
    taken = bytearray(len(raw))
    for row in rows:
        taken[row["raw_start"] : row["raw_end"]] = b"\x01" * (row["raw_end"] - row["raw_start"])
    for row in [*_escapes(raw), *_pinyin(raw), *_codes(raw), *_lost_bytes(raw, script, taken)]:
        start, end = row["raw_start"], row["raw_end"]
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            rows.append(row)
    rows = sorted(({**row, "doc_id": doc_id} for row in rows), key=lambda row: row["raw_start"])
    parts, dropped, at = [], [], 0
    for row in rows:
        if not row["applied"]:
            continue
        start, end = row["raw_start"], row["raw_end"]
        parts += [Traced.of_raw(raw[at:start], at), Traced.of_span(row["restored"], start, end)]
        if not row["restored"]:
            dropped.append((start, end, "noise"))
        at = end
    text = Traced.concat([*parts, Traced.of_raw(raw[at:], at)])
    return Repaired(text, build_table(REPAIRS, rows), dropped)


def _row(raw: str, start: int, end: int, damage: str, restored: str, **more: object) -> dict:
    return {
        "raw_start": start, "raw_end": end, "damage": damage, "raw_text": raw[start:end],
        "restored": restored, "score": float("nan"), "runner_up": "", "margin": float("nan"),
        "applied": True, "source": "model", **more,
    }  # fmt: skip


def _corrections(raw: str, doc_id: str, corrections: pd.DataFrame | None) -> list[dict]:
    if corrections is None:
        return []
    missing = [name for name in CORRECTION_COLUMNS if name not in corrections.columns]
    if missing:
        raise DataError(
            f"Corrections lack the columns {missing}; they need {list(CORRECTION_COLUMNS)}."
        )
    rows: list[dict] = []
    mine = corrections[corrections["doc_id"] == doc_id].sort_values("raw_start")
    for entry in mine.to_dict("records"):
        start, end = int(entry["raw_start"]), int(entry["raw_end"])
        expected = str(entry["raw_text"])
        if raw[start:end] != expected or end <= start:
            raise DataError(
                f"Corrections, document `{doc_id}`, characters {start} to {end}: the raw file has "
                f"{raw[start:end]!r}, the correction expects {expected!r}. The file or its "
                "encoding has changed: look the place up again, or delete the correction."
            )
        if rows and start < rows[-1]["raw_end"]:
            raise DataError(
                f"Corrections, document `{doc_id}`: two overlap at character {start}. Keep one."
            )
        restored = str(entry["restored"])
        rows.append(_row(raw, start, end, "corrected by hand", restored, source="correction"))
    return rows


def _escapes(raw: str) -> list[dict]:
    found = []
    for match in _ESCAPED.finditer(raw):
        code = int(match[1], 16)
        if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            # An escaped space set type, no words.
            restored = "" if chr(code).isspace() else chr(code)
            found.append(_row(raw, *match.span(), "escaped character", restored))
    return found


def _pinyin(raw: str) -> list[dict]:
    """Syllables after Hanzi; a lone toned vowel only beside others, as it may be garbled text."""
    found = [
        (match.start() + letters.start(), match.start() + letters.end())
        for match in _PINYIN.finditer(raw)
        for letters in _LETTERS.finditer(match[0])
    ]
    if sum(end - start > 1 for start, end in found) < _LEAST_SYLLABLES:
        return []
    return [_row(raw, start, end, "injected pinyin", "") for start, end in found]


def _codes(raw: str) -> list[dict]:
    return [
        _row(raw, *match.span(), "anti-copy code", "", applied=False)
        for match in _CODE.finditer(raw)
        if all(kind.search(match[0]) for kind in _MIXED)
    ]


def _lost_bytes(raw: str, script: str, taken: bytearray) -> list[dict]:
    marks = [match.start() for match in _MARKED.finditer(raw)]
    if not marks:
        return []
    hopeless = len(marks) > _MARKS_FREE + _MARKS_SHARE * len(raw)
    reader: GarbleReader | None = None
    model: CharacterModel | None = None
    rows: list[dict] = []
    searches = 0
    for start in marks:
        if (rows and start < rows[-1]["raw_end"]) or taken[start]:
            continue
        searchable = not hopeless and searches < _MAX_SEARCHES
        if searchable and _PAIRABLE.match(raw, start + 1):
            model = model or _own_model(raw, marks, script)
            reader = reader or GarbleReader(raw, model, script=script)
            searches += 1
            row = _judge(raw, reader.read(start), script) or _garbled(raw, start, model, script)
            if row:
                rows.append(row)
                continue
        if _VANISHED.match(raw, start) and not _ASKS.search(raw, max(0, start - 15), start):
            rows.append(_row(raw, start, start + 2, "lost character", "", applied=False))
        elif raw[start] == "\ufffd":
            rows.append(_row(raw, start, start + 1, "replacement character", "", applied=False))
    return rows


def _garbled(raw: str, start: int, model: CharacterModel, script: str) -> dict | None:
    """The row of a stretch that no reading explains, but that is no Chinese as it stands."""
    found = _FOREIGN.match(raw, start + 1)
    if not found:
        return None
    text = normal_form(simplify_string(found[1], script))
    likelihood = sum(
        model.log_probability(text[max(0, i - 2) : i], text[i]) for i in range(2, len(text))
    )
    if likelihood > _UNREADABLE * (len(text) - 2):
        return None
    return _row(raw, start, found.end(), "garbled text", "", applied=False)


def _own_model(raw: str, marks: Sequence[int], script: str) -> CharacterModel:
    """A model that learned from the text, but nothing from where it may be damaged."""
    parts, at = [], 0
    for mark in marks:
        if mark >= at:
            parts.append(raw[at:mark])
        at = mark + _SCOPE
    parts.append(raw[at:])
    return CharacterModel(normal_form(simplify_string("\n".join(parts), script)))


def _judge(raw: str, readings: list[Candidate], script: str) -> dict | None:
    """The row of a damaged place, or None where the characters as they stand explain it."""
    best = readings[0]
    plain = next(c for c in readings if c.restored == raw[c.start : c.end])
    if best.score - plain.score < _GAIN:
        return None
    second = next(c for c in readings if c is not best)
    margin = round(best.score - second.score, DECIMALS)
    needed = _MARGIN[script] + _MARGIN_PER_CHARACTER * max(0, len(best.restored) - _LONG)
    return _row(
        raw, best.start, best.end, "lost lead byte", best.restored,
        score=round(best.score / max(1, len(best.restored)), DECIMALS),
        runner_up=second.restored, margin=margin, applied=margin >= needed,
    )  # fmt: skip
