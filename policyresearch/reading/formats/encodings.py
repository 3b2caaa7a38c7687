"""Bytes to characters: which encoding a Chinese text file is in."""

from __future__ import annotations

import codecs

from policyresearch.errors import DataError
from policyresearch.reading.cleaning.normal import normal_form
from policyresearch.reading.cleaning.script import simplify_string
from policyresearch.reading.repair.characters import fold, general_model

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = ("gb18030", "big5hkscs")
_SAMPLE = 3000
# So many bytes that fit no character may be damage; more is another encoding.
_BAD_SHARE = 0.002


def decode_text(data: bytes, *, filename: str, encoding: str | None = None) -> tuple[str, str]:
    """
    The text and the encoding it was read with; line ends stay as they are.

    Without `encoding`, a byte order mark decides, then valid UTF-8, then which of GB18030
    and Big5 gives the likelier Chinese. Bytes that fit no character (a cut-off file)
    become U+FFFD where they are very few.

    Raises
    ------
    DataError
        If the bytes are no text in the encoding, or in none of those tried.
    """
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), codecs.lookup(encoding).name
        except (UnicodeError, LookupError) as error:
            raise DataError(
                f"{filename}: cannot be read as {encoding!r} ({error}). Name the right encoding, "
                "such as gb18030, big5 or utf-8, or name none to have it detected."
            ) from None
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data, name, filename)
    wide = _wide_without_mark(data)
    for name in (*wide, "utf-8"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    found = _best(data, "strict") or _best(data, "replace")
    if found is None:
        raise DataError(
            f"{filename}: in none of the encodings UTF-8, UTF-16, GB18030 and Big5. Save it as "
            "UTF-8 text, or name its encoding."
        )
    return found


def _decode_marked(data: bytes, name: str, filename: str) -> tuple[str, str]:
    try:
        return data.decode(name).removeprefix("\ufeff"), name
    except UnicodeDecodeError as error:
        raise DataError(
            f"{filename}: starts as {name} but breaks off at byte {error.start}. Get it again."
        ) from None


def _wide_without_mark(data: bytes) -> list[str]:
    """UTF-16 by its zero bytes: line ends, digits and spaces have one each."""
    head = data[:4000]
    if len(data) % 2 or not head:
        return []
    low, high = head[1::2].count(0), head[0::2].count(0)
    if max(low, high) * 50 < len(head):
        return []
    return ["utf-16-le" if low > high else "utf-16-be"]


def _best(data: bytes, errors: str) -> tuple[str, str] | None:
    """The decoding that reads most like Chinese."""
    candidates = []
    for name in (*_CHINESE, "utf-8") if errors == "replace" else _CHINESE:
        try:
            text = data.decode(name, errors)
        except UnicodeDecodeError:
            continue
        if errors == "strict" or text.count("\ufffd") <= _BAD_SHARE * len(data) + 1:
            candidates.append((_likelihood(text), text, name))
    if not candidates:
        return None
    _, text, name = max(candidates, key=lambda found: found[0])
    return text, name


def _likelihood(text: str) -> float:
    """Mean log-probability of a character of a sample, ASCII left out."""
    sample = "".join(c for c in text[: 4 * _SAMPLE] if not c.isascii())[:_SAMPLE]
    folded = fold(normal_form(simplify_string(sample, "Hant")))
    model = general_model()
    total = sum(
        model.log_probability(folded[max(0, i - 2) : i], character)
        for i, character in enumerate(folded)
    )
    return total / max(1, len(folded))
