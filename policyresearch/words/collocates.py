"""Which words stand near a word, how strongly, on which side, and how that changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.words.concordance import list_words, locate_sequences
from policyresearch.words.measures import measure_g2, measure_log_ratio

# Words on either side; Sinclair's (1991) span is four, most tools use five.
SPAN = 5
_PLACE = ["collocate", "doc_id", "sent_id", "start", "end", "node_start", "node_end", "distance"]


def locate_collocates(
    tokens: pd.DataFrame, query: str, *, left: int = SPAN, right: int = SPAN
) -> pd.DataFrame:
    """
    The words in the windows around a node: the evidence behind `count_collocates`.

    Parameters
    ----------
    tokens : DataFrame, one row per token (`tables.TOKENS`), in text order
    query : str
        The node, in the language of `concordance.find_sequences`.
    left, right : int
        Words before and behind that belong to the window; 0 leaves a side out. Punctuation
        is not counted and does not end a window, the end of the sentence does.

    Returns
    -------
    DataFrame, one row per word in a window, in text order
        `collocate` (without quotation marks), `doc_id`, `sent_id`, `start`, `end` (of the
        collocate), `node_start`, `node_end`, `distance` (in words; negative before the
        node). A word in the windows of two nodes is listed once, with the nearer one, of two
        equally near with the one before it. A node is no collocate of another.

    Examples
    --------
    >>> tokens = pd.DataFrame({"doc_id": "a", "sent_id": 0, "token": ["加快", "改革", "，", "创新"],
    ...     "start": [0, 2, 4, 5], "end": [2, 4, 5, 7],
    ...     "is_punctuation": [False, False, True, False], "is_stopword": False})
    >>> locate_collocates(tokens, "改革")[["collocate", "distance"]].values.tolist()
    [['加快', -1], ['创新', 1]]
    """
    return _search(tokens, query, left, right)[0]


def count_collocates(
    tokens: pd.DataFrame,
    query: str,
    *,
    left: int = SPAN,
    right: int = SPAN,
    minimum: int = 3,
) -> pd.DataFrame:
    """
    Association of a node with the words in its windows.

    Positive values mean that a word stands in the windows more often than elsewhere.
    `log_dice` and `npmi` may be compared between nodes and corpora of different size, with the
    same span; `g2` and `t_score` grow with the corpus and may not. Tokens are taken as
    independent: `g2` and `t_score` rank, they do not test.

    Parameters
    ----------
    tokens, query, left, right
        As in `locate_collocates`.
    minimum : int
        Collocates that stand in the windows less often are left out.

    Returns
    -------
    DataFrame, one row per collocate that is no stop word, by `log_dice`, strongest first
        `collocate`; `together` (occurrences in the windows, O), `before`, `behind` (of
        these, on either side), `documents` (in which it does so); `frequency` (in the
        corpus, C), `node_frequency` (F), `window_tokens` (R), `tokens` (N); `expected` (E);
        `pmi`, `npmi`, `t_score`, `g2`, `log_dice`, `delta_p` (of the collocate given the
        window), `delta_p_back` (of the window given the collocate).

    Notes
    -----
    N, C, R and O are counts of words, without punctuation and without the node itself.
    E = R C / N (Evert 2008, Corpora and collocations).
    pmi = log₂(O / E) (Church & Hanks 1990). npmi = pmi / −log₂(O / N), −1 to 1 (Bouma 2009).
    t_score = (O − E) / √O (Church et al. 1991).
    g2: signed log-likelihood ratio of O in R against C − O in N − R (Dunning 1993).
    log_dice = 14 + log₂(2 O / (F + C)) (Rychlý 2008).
    delta_p = O / R − (C − O) / (N − R); delta_p_back = O / C − (R − O) / (N − C)
    (Gries 2013): the direction of the association.
    """
    evidence, sizes = _search(tokens, query, left, right)
    counted = evidence.assign(
        before=evidence["distance"] < 0, behind=evidence["distance"] > 0
    ).groupby("collocate", sort=False)
    table = counted.agg(
        together=("distance", "size"), before=("before", "sum"), behind=("behind", "sum"),
        documents=("doc_id", "nunique"),
    ).reset_index()
    stops = set(tokens.loc[tokens["is_stopword"].astype(bool), "token"])
    wanted = (table["together"] >= minimum) & ~table["collocate"].isin(stops)
    table = table[wanted].assign(
        frequency=lambda t: sizes.frequency.reindex(t["collocate"]).to_numpy(),
        node_frequency=sizes.nodes, window_tokens=sizes.window, tokens=sizes.words,
    )
    table = _measure(table)
    return table.sort_values(
        ["log_dice", "collocate"], ascending=[False, True], key=settle, ignore_index=True
    )


def compare_collocates(
    left_tokens: pd.DataFrame,
    right_tokens: pd.DataFrame,
    query: str,
    *,
    left: int = SPAN,
    right: int = SPAN,
    minimum: int = 3,
) -> pd.DataFrame:
    """
    How the company of a node differs between two parts of a corpus, such as two waves.

    Positive values mean: more on the right. A word may enter the windows because the
    node is used otherwise or because the word has become more frequent everywhere; `pmi_left`
    and `pmi_right` allow for the latter, `log_ratio` and `g2` do not.

    Parameters
    ----------
    left_tokens, right_tokens : DataFrame, one row per token (`tables.TOKENS`)
    query, left, right
        As in `locate_collocates`.
    minimum : int
        Collocates that stand in the windows of both sides together less often are left out.

    Returns
    -------
    DataFrame, one row per collocate, by `g2`, most in favour of the right first
        `collocate`, `together_left`, `together_right` (zeros kept), `window_tokens_left`,
        `window_tokens_right`, `per_1k_left`, `per_1k_right` (per 1,000 words of the windows),
        `log_ratio` (of the two, base 2, a zero taken for ½), `g2` (signed), `pmi_left`,
        `pmi_right`, `log_dice_left`, `log_dice_right` (missing where a word is not in the
        windows).

    Raises
    ------
    DataError
        If the node occurs on neither side or on one only.
    """
    sides = {
        side: count_collocates(part, query, left=left, right=right, minimum=1)
        for side, part in (("left", left_tokens), ("right", right_tokens))
    }
    empty = [side for side, table in sides.items() if table.empty]
    if empty:
        raise DataError(
            f"`query`: {query!r} has no collocates on the {' and the '.join(empty)}; there is "
            "nothing to compare."
        )
    named = [
        table.set_index("collocate")[["together", "pmi", "log_dice"]].add_suffix(f"_{side}")
        for side, table in sides.items()
    ]
    table = named[0].join(named[1], how="outer").rename_axis("collocate").reset_index()
    counts = ["together_left", "together_right"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table = table[table[counts].sum(axis="columns") >= minimum]
    sizes = [sides[side]["window_tokens"].iloc[0] for side in ("left", "right")]
    pair = [table[name].to_numpy() for name in counts]
    table = table.assign(
        window_tokens_left=sizes[0], window_tokens_right=sizes[1],
        per_1k_left=1000 * pair[0] / sizes[0], per_1k_right=1000 * pair[1] / sizes[1],
        log_ratio=measure_log_ratio(*pair, *sizes), g2=measure_g2(*pair, *sizes),
    )
    first = ["collocate", *counts, "window_tokens_left", "window_tokens_right", "per_1k_left",
             "per_1k_right", "log_ratio", "g2", "pmi_left", "pmi_right"]
    return table[[*first, "log_dice_left", "log_dice_right"]].sort_values(
        ["g2", "collocate"], ascending=[False, True], key=settle, ignore_index=True
    )


class _Sizes:
    """The margins of the contingency tables of all collocates."""

    def __init__(self, codes: np.ndarray, vocabulary: pd.Index, nodes: int, window: int) -> None:
        self.frequency = pd.Series(np.bincount(codes, minlength=len(vocabulary)), vocabulary)
        self.words, self.nodes, self.window = len(codes), nodes, window


def _search(
    tokens: pd.DataFrame, query: str, left: int, right: int
) -> tuple[pd.DataFrame, _Sizes]:
    if min(left, right) < 0 or left + right == 0:
        raise DataError(f"`left`, `right`: a window of {left} and {right} words holds none.")
    rows, text, sentence = list_words(tokens)
    first, length = locate_sequences(text, sentence, query)
    is_word = ~tokens["is_punctuation"].to_numpy(dtype=bool)[rows]
    place = np.concatenate([[0], np.cumsum(is_word)])  # words before each token
    begin, stop = place[first], place[first + length]
    words = np.flatnonzero(is_word)
    where = sentence[words]
    node = np.zeros(len(words), dtype=bool)
    for offset in range(length):
        at = begin + offset
        node[at[at < stop]] = True
    home = sentence[first]
    found = []
    for distance in [*range(-left, 0), *range(1, right + 1)]:
        at = begin + distance if distance < 0 else stop + distance - 1
        inside = (at >= 0) & (at < len(words))
        inside[inside] = (where[at[inside]] == home[inside]) & ~node[at[inside]]
        numbers = np.flatnonzero(inside)
        found.append(np.column_stack([at[inside], np.full(len(numbers), distance), numbers]))
    hits = np.concatenate(found)
    # The nearest node first; of two equally near, the one before the word.
    order = np.lexsort([-hits[:, 1], np.abs(hits[:, 1]), hits[:, 0]])
    hits = hits[order]
    hits = hits[np.diff(hits[:, 0], prepend=-1) != 0]
    codes, vocabulary = pd.factorize(text.to_numpy()[words])
    sizes = _Sizes(codes[~node], pd.Index(vocabulary, dtype="str"), len(first), len(hits))
    at = rows[words[hits[:, 0]]]
    heads, tails = rows[first[hits[:, 2]]], rows[first[hits[:, 2]] + length - 1]
    evidence = tokens[["doc_id", "sent_id", "start", "end"]].iloc[at].reset_index(drop=True)
    evidence = evidence.assign(
        collocate=pd.array(vocabulary[codes[hits[:, 0]]], dtype="str"),
        node_start=tokens["start"].to_numpy()[heads], node_end=tokens["end"].to_numpy()[tails],
        distance=hits[:, 1],
    )
    return evidence[_PLACE], sizes


def _measure(table: pd.DataFrame) -> pd.DataFrame:
    o, c, f, r, n = (
        table[name].to_numpy(dtype=float)
        for name in ("together", "frequency", "node_frequency", "window_tokens", "tokens")
    )
    expected = r * c / n
    pmi = np.log2(o / expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        # A corpus of nothing but windows has no elsewhere to compare with.
        outside = np.where(n > r, (c - o) / (n - r), np.nan)
        back = np.where(n > c, (r - o) / (n - c), np.nan)
        npmi = pmi / -np.log2(o / n)
    size = (n - r, r)
    return table.assign(
        expected=expected, pmi=pmi, npmi=npmi, t_score=(o - expected) / np.sqrt(o),
        g2=measure_g2(c - o, o, *size), log_dice=14 + np.log2(2 * o / (f + c)),
        delta_p=o / r - outside, delta_p_back=o / c - back,
    )
