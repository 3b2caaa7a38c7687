"""Words in their context: search by tokens or by characters, and keyword-in-context lines."""

from __future__ import annotations

import fnmatch
import re

import numpy as np
import pandas as pd

from policyresearch.errors import DataError
from policyresearch.segment.terms import bare

SORTS = ("place", "left", "right", "keyword")
_PLACE = ["doc_id", "sent_id", "start", "end"]


def find_sequences(tokens: pd.DataFrame, query: str) -> pd.DataFrame:
    """
    Find one token, or several in a row.

    Parameters
    ----------
    tokens : DataFrame, one row per token (`tables.TOKENS`), in text order
    query : str
        Token patterns with spaces between them. In a pattern `*` stands for any characters,
        `?` for one, and `|` parts alternatives: "加快|加大 *创新* *" finds a verb, a token
        that holds 创新 and the token behind it. Quotation marks are passed over, in the
        query and in the text; other punctuation is a token.

    Returns
    -------
    DataFrame, one row per match, in text order
        `doc_id`, `sent_id`, `start`, `end` (in the document's analysed text). Matches stand
        inside a sentence and do not overlap: the first one from the left counts.

    Raises
    ------
    DataError
        If the query is empty.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": "a", "sent_id": 0, "token": ["建设", "“", "两先区", "”"],
    ...                        "start": [0, 2, 3, 6], "end": [2, 3, 6, 7]})
    >>> find_sequences(tokens, "建* 两先区").values.tolist()
    [['a', 0, 0, 6]]
    """
    rows, words, sentence = list_words(tokens)
    first, length = locate_sequences(words, sentence, query)
    found = tokens[_PLACE].iloc[rows[first]].reset_index(drop=True)
    return found.assign(end=tokens["end"].to_numpy()[rows[first + length - 1]])


def find_pattern(sentences: pd.DataFrame, pattern: str | re.Pattern[str]) -> pd.DataFrame:
    """
    Find a regular expression in the text of sentences, however it is segmented.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
    pattern : str or compiled pattern

    Returns
    -------
    DataFrame, one row per match, in text order
        `doc_id`, `sent_id`, `start`, `end` (in the document's analysed text).

    Raises
    ------
    DataError
        If the pattern is no regular expression or matches nothing at all ("").

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": 4, "text": ["推进数字化转型"],
    ...                           "start": 100})
    >>> find_pattern(sentences, "数字.{0,2}转型").values.tolist()
    [['a', 4, 102, 107]]
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise DataError(f"`pattern`: {pattern!r} is no regular expression ({error}).") from None
    if compiled.search(""):
        raise DataError(f"`pattern`: {compiled.pattern!r} matches the empty text.")
    columns = ("doc_id", "sent_id", "text", "start")
    rows = [
        (doc_id, sent_id, start + match.start(), start + match.end())
        for doc_id, sent_id, text, start in zip(*(sentences[c] for c in columns), strict=True)
        for match in compiled.finditer(text)
    ]
    table = pd.DataFrame(rows, columns=_PLACE)
    return table.astype({name: sentences[name].dtype for name in ("doc_id", "sent_id")})


def line_up(
    matches: pd.DataFrame, sentences: pd.DataFrame, *, width: int = 20, sort: str = "place"
) -> pd.DataFrame:
    """
    Keyword-in-context lines.

    Parameters
    ----------
    matches : DataFrame
        `doc_id`, `sent_id`, `start`, `end`, as of `find_sequences` and `find_pattern`.
        Further columns are kept.
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)
        The sentences that the matches stand in.
    width : int
        Characters on either side; contexts end with the sentence.
    sort : str
        One of `SORTS`: "place" keeps the order of the text; "left" and "right" bring equal
        contexts together, read outwards from the keyword, "keyword" equal keywords with
        equal contexts behind them. The order between unlike contexts is that of code points
        and has no meaning.

    Returns
    -------
    DataFrame, one row per match
        The columns of `matches`, then `left`, `keyword`, `right`. `doc_id`, `sent_id`,
        `start` and `end` lead back to the sentence and into the analysed text.

    Raises
    ------
    DataError
        If `sort` is unknown or a match stands in none of the sentences.

    Examples
    --------
    >>> sentences = pd.DataFrame({"doc_id": "a", "sent_id": 4, "text": ["推进数字化转型"],
    ...                           "start": 100})
    >>> lines = line_up(find_pattern(sentences, "数字化"), sentences)
    >>> lines[["left", "keyword", "right"]].values.tolist()
    [['推进', '数字化', '转型']]
    """
    if sort not in SORTS:
        raise DataError(f"`sort`: {sort!r} is unknown; options are {list(SORTS)}.")
    known = sentences[["doc_id", "sent_id", "text", "start"]].rename(
        columns={"start": "sentence_start"}
    )
    joined = matches.merge(known, on=["doc_id", "sent_id"], how="left", validate="many_to_one")
    begin = joined["start"] - joined["sentence_start"]
    stop = joined["end"] - joined["sentence_start"]
    outside = joined["text"].isna() | (begin < 0) | (stop > joined["text"].str.len())
    if outside.any():
        first = matches.loc[outside.to_numpy(), _PLACE].head(3).to_dict("records")
        raise DataError(
            f"`matches`: {int(outside.sum())} rows stand in none of `sentences`, first {first}. "
            "Give the sentences that were searched."
        )
    places = list(zip(joined["text"], begin.astype(int), stop.astype(int), strict=True))
    parts = {
        "left": [text[max(0, a - width) : a] for text, a, _ in places],
        "keyword": [text[a:b] for text, a, b in places],
        "right": [text[b : b + width] for text, _, b in places],
    }
    lines = matches.reset_index(drop=True).assign(
        **{name: pd.array(part, dtype="str") for name, part in parts.items()}
    )
    if sort == "place":
        return lines
    back = lines["left"].str[::-1]
    keys = {"left": [back, lines["keyword"]], "right": [lines["right"], back],
            "keyword": [lines["keyword"], lines["right"]]}[sort]
    order = pd.DataFrame({i: key for i, key in enumerate(keys)}).sort_values([0, 1], kind="stable")
    return lines.loc[order.index].reset_index(drop=True)


def locate_sequences(
    words: pd.Series, sentence: np.ndarray, query: str
) -> tuple[np.ndarray, int]:
    """Where the matches of a query begin among `words`, and how many words they span."""
    parts = [bare(part) for part in query.split()]
    if not all(parts) or not parts:
        raise DataError(f"`query`: {query!r} holds a token pattern that is empty.")
    codes, vocabulary = pd.factorize(words)
    n = len(words) - len(parts) + 1
    if n <= 0:
        return np.empty(0, dtype=np.int64), len(parts)
    fits = sentence[:n] == sentence[len(parts) - 1 :]
    for at, part in enumerate(parts):
        fits &= _matching(vocabulary, part)[codes[at : at + n]]
    kept, free = [], 0
    for begin in np.flatnonzero(fits).tolist():
        if begin >= free:
            kept.append(begin)
            free = begin + len(parts)
    return np.array(kept, dtype=np.int64), len(parts)


def list_words(tokens: pd.DataFrame) -> tuple[np.ndarray, pd.Series, np.ndarray]:
    """Rows of the tokens that are more than quotation marks, their words, their sentences."""
    codes, vocabulary = pd.factorize(tokens["token"])
    written = pd.Series([bare(token) for token in vocabulary], dtype="str")
    rows = np.flatnonzero((written != "").to_numpy()[codes])
    sentence = tokens.groupby(["doc_id", "sent_id"], sort=False).ngroup().to_numpy()[rows]
    return rows, written.take(codes[rows]).reset_index(drop=True), sentence


def _matching(vocabulary: pd.Index, part: str) -> np.ndarray:
    """Which words one of the alternatives matches as a whole; only * and ? are special."""
    ways = (fnmatch.translate(way.replace("[", "[[]")) for way in part.split("|"))
    pattern = re.compile("|".join(f"(?:{way})" for way in ways))
    return np.fromiter((bool(pattern.match(w)) for w in vocabulary), bool, len(vocabulary))
