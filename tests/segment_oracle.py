"""The published engine on the official model, and texts that are hard on a segmenter."""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import spacy_pkuseg

from policyresearch.segment.pkuseg.model import fetch_model, read_plain_pickle

RAW = Path(__file__).parents[1] / "data" / "raw"
# Characters the model folds together, and some that look as if it did.
FOLDED = "-._,|/*:&0123456789几二三四五六七八九十千万亿兆零一〇１２０％ＡｚｊＪ／・－%aZ"
SPACES = [chr(point) for point in range(0x3001) if chr(point).isspace()]


@cache
def published(user_dict: str = "default") -> spacy_pkuseg.pkuseg:
    """spacy-pkuseg with the official model and its default dictionary."""
    with contextlib.redirect_stderr(io.StringIO()):
        return spacy_pkuseg.pkuseg(str(fetch_model()), user_dict=user_dict)


@cache
def documents() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(RAW.glob("*.txt"))]


def fuzz(characters: int, seed: int) -> Iterator[str]:
    """Pieces of real text, whole, shuffled and salted; dictionary words; any code points."""
    rng, made = random.Random(seed), 0
    listed = sorted(read_plain_pickle(fetch_model() / "default.pkl").strip().split("\n"))
    while made < characters:
        text = _piece(rng, listed)
        made += len(text)
        yield text


def _piece(rng: random.Random, listed: Sequence[str]) -> str:
    kind, length = rng.randrange(8), rng.choice([1, 2, 3, 5, 10, 30, 80])
    if kind == 0:
        return "".join(chr(rng.randrange(0x4E00, 0x9FA6)) for _ in range(length))
    if kind == 1:
        ranges = [(32, 0xD800), (0xE000, 0x110000)]
        return "".join(chr(rng.randrange(*rng.choice(ranges))) for _ in range(length))
    if kind == 2:
        return "".join(rng.choice(listed) for _ in range(length))[:300]
    source = rng.choice(documents())
    begin = rng.randrange(len(source))
    if kind == 3 and length == 80:
        return "".join(source[begin : begin + 3300].split())[:3000]
    text = source[begin : begin + 4 * length]
    if kind == 4:
        return "".join(rng.sample(text, len(text)))
    if kind == 5:
        return "".join(c if rng.random() > 0.1 else rng.choice(SPACES) for c in text)
    if kind == 6:
        return "".join(c if rng.random() > 0.3 else rng.choice(FOLDED) for c in text)
    return text
