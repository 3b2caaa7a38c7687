"""
How evenly a word is spread over the parts of a text.

Throughout, v_i are the occurrences in part i of n, f their sum, s_i the part's share of all
tokens, and p_i = v_i / tokens of the part.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse


def disperse_counts(matrix, tokens, words=None) -> pd.DataFrame:
    """
    Dispersion of each word over parts, by the measures in use.

    A word that fills one section only is not a feature of its document: read every rate
    together with these. Values of one corpus cut into the same parts may be compared.

    Parameters
    ----------
    matrix : array or sparse matrix, parts × words
        Occurrences.
    tokens : array
        Tokens of each part. Parts without tokens are left out.
    words : sequence, optional
        Names of the columns.

    Returns
    -------
    DataFrame, one row per word; all measures are missing for a word that never occurs
        `keyword`, `count`, `parts`,
        `range`: parts that hold the word;
        `dp`: ½ Σ |v_i/f − s_i|, 0 even (Gries 2008, International Journal of Corpus
        Linguistics 13);
        `dp_norm`: dp / (1 − min s_i), 0 even, 1 all in the smallest part (Lijffijt & Gries
        2012, same journal 17);
        `juilland_d`: 1 − (σ(p) / mean(p)) / √(n − 1) with the standard deviation of the
        population, 1 even (Juilland & Chang-Rodríguez 1964, for parts of unequal size);
        `rosengren_s`: (Σ √(s_i v_i))² / f, 1 even (Rosengren 1971);
        `kl`: Σ (v_i/f) log₂((v_i/f) / s_i), 0 even, in bits (Gries 2020, Analyzing
        dispersion);
        `kl_norm`: 1 − 2^(−kl), 0 even, below 1.

    Examples
    --------
    Gries' (2008) corpus of five parts, the word *a*:

    >>> table = disperse_counts([[1], [2], [3], [4], [5]], [9, 10, 10, 10, 11], ["a"])
    >>> table[["dp", "dp_norm", "juilland_d", "rosengren_s", "kl"]].round(2).values.tolist()
    [[0.18, 0.22, 0.79, 0.95, 0.14]]
    """
    v = sparse.csc_matrix(matrix, dtype=float)
    tokens = np.asarray(tokens, dtype=float)
    v, tokens = v[np.flatnonzero(tokens > 0)], tokens[tokens > 0]
    n = len(tokens)
    share = tokens / tokens.sum() if n else tokens
    f = np.asarray(v.sum(axis=0)).ravel()
    # Only parts that hold a word need looking at: of the others v_i is 0.
    part, column = v.nonzero()
    held = np.asarray(v[part, column]).ravel()
    q, s = held / f[column], share[part]

    def add(values: np.ndarray) -> np.ndarray:
        return np.bincount(column, values, minlength=len(f))

    rate = held / tokens[part]
    with np.errstate(divide="ignore", invalid="ignore"):
        dp = (add(np.abs(q - s)) + 1 - add(s)) / 2
        mean = add(rate) / n
        variance = np.maximum(add(rate**2) / n - mean**2, 0)
        kl = add(q * np.log2(q / s))
        table = pd.DataFrame({
            "keyword": np.arange(len(f)) if words is None else list(words),
            "count": f.astype(int),
            "parts": n,
            "range": np.bincount(column, minlength=len(f)),
            "dp": dp,
            "dp_norm": dp / (1 - share.min()) if n > 1 else np.nan,
            "juilland_d": 1 - np.sqrt(variance) / mean / np.sqrt(n - 1) if n > 1 else np.nan,
            "rosengren_s": add(np.sqrt(s * held)) ** 2 / f,
            "kl": kl,
            "kl_norm": 1 - 2.0**-kl,
        })
    measures = ["dp", "dp_norm", "juilland_d", "rosengren_s", "kl", "kl_norm"]
    table.loc[f == 0, measures] = np.nan
    return table
