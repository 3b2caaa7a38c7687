"""How likely one character is after two others in Chinese policy text."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files

# Classes: a run of digits is one "0", a Latin letter "A"; "\n" is a paragraph's border.
_DIGITS = re.compile(r"[0-9][0-9.,]*")
_LATIN = re.compile(r"[A-Za-z]")
# The general counts are those of 1.8 million characters of news, the policy counts those
# of 65,000 characters: scaled so that policy text weighs more.
_GENERAL_WEIGHT = 0.2
_OWN_WEIGHT = 2.0
_DISCOUNT = 0.75
_UNSEEN = 0.5  # continuations credited to a character never seen
_VOCABULARY = 21_000


class CharacterModel:
    """
    A trigram model of characters, Simplified and in normal form.

    Shipped counts (`lexicons/character_counts.csv`) with the counts of the text at hand
    added, smoothed by interpolated Kneser-Ney (Kneser and Ney 1995): how likely a
    character is after one it was never seen with depends on after how many it was seen.

    Parameters
    ----------
    text : str
        The document itself, whose undamaged parts know its names and phrases.

    Examples
    --------
    >>> model = CharacterModel()
    >>> model.log_probability("\\n政", "府") > model.log_probability("\\n政", "败")
    True
    """

    def __init__(self, text: str = "") -> None:
        counts: dict[str, float] = dict(_shipped())
        folded = fold(text)
        for order in (2, 3):
            shifted = (folded[i:] for i in range(order))
            for characters, times in Counter(map("".join, zip(*shifted, strict=False))).items():
                counts[characters] = counts.get(characters, 0.0) + times * _OWN_WEIGHT
        # By context: the sum of its counts and what of it the discount leaves.
        totals: dict[str, float] = {}
        kept: dict[str, float] = {}
        continuations: dict[str, float] = {}
        for characters, count in counts.items():
            context = characters[:-1]
            totals[context] = totals.get(context, 0.0) + count
            kept[context] = kept.get(context, 0.0) + max(count - _DISCOUNT, 0.0)
            if len(characters) == 2:
                last = characters[1]
                continuations[last] = continuations.get(last, 0.0) + min(count, 1.0)
        self._counts, self._totals, self._kept = counts, totals, kept
        self._continuations = continuations
        self._all = sum(continuations.values()) + _UNSEEN * _VOCABULARY

    def log_probability(self, before: str, character: str) -> float:
        """Log-probability (nats) of `character` after the two of `before`, all folded."""
        chance = (self._continuations.get(character, 0.0) + _UNSEEN) / self._all
        for context in (before[-1:], before[-2:]):
            total = self._totals.get(context, 0.0)
            if total:
                seen = max(self._counts.get(context + character, 0.0) - _DISCOUNT, 0.0)
                chance = (seen + (total - self._kept[context]) * chance) / total
        return math.log(chance)


def fold(text: str) -> str:
    """`text` with its numbers and Latin letters as classes, as the model counts them."""
    return _LATIN.sub("A", _DIGITS.sub("0", text))


@cache
def general_model() -> CharacterModel:
    """The model that knows the shipped counts and no document."""
    return CharacterModel()


@cache
def _shipped() -> dict[str, float]:
    path = files("policyresearch") / "lexicons" / "character_counts.csv"
    reader = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    next(reader)
    return {
        characters.replace("|", "\n"): int(policy) + int(general) * _GENERAL_WEIGHT
        for characters, policy, general in reader
    }
