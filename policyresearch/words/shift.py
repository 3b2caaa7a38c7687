"""Which words make two texts differ, word by word, and which of them only changed their name."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import entr

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.inference.comparison import WavePair
from policyresearch.lexicons import RELATIONS
from policyresearch.words.counts import Counts

# What is decomposed, and what it sums to.
SHIFTS = ("proportion", "entropy", "divergence")
_NEW, _GONE = "new", "gone"


def shift_counts(
    counts: Counts, pair: WavePair, lineage: pd.DataFrame, *, measure: str = "divergence"
) -> pd.DataFrame:
    """
    Decompose the difference between the pair into the parts of their words.

    Parameters
    ----------
    counts : Counts
        Shares are those of all words counted.
    pair : WavePair
    lineage : DataFrame
        `lexicons.read_lexicon("lineage")`, by which a renamed term is told from a new one.
    measure : str
        One of `shift.SHIFTS`.

    Returns
    -------
    DataFrame, one row per word, largest part first; none without a series
        Of `shift.decompose_shift`, with the columns of `shift.mark_lineage`.
    """
    left, right = (counts.select(side).totals() for side in (pair.first, pair.last))
    if not left.sum() or not right.sum():
        return pd.DataFrame(columns=["word", "count_left", "count_right", "share_left",
                                     "share_right", "part", "part_share", "kinship", "kin",
                                     "family_change", "kin_source"])
    return mark_lineage(decompose_shift(left, right, measure=measure), lineage)


def choose_parts(shift: pd.DataFrame, *, rows: int = 24) -> pd.DataFrame:
    """
    The largest parts of a shift, and every word that took over from another or gave way to it.

    Parameters
    ----------
    shift : DataFrame
        Of `shift_counts`.
    rows : int
        Largest parts.

    Returns
    -------
    DataFrame
        Rows of `shift` in their order.
    """
    kept = (shift["kin"] != "") | (pd.RangeIndex(len(shift)) < rows)
    return shift[kept].reset_index(drop=True)


def decompose_shift(
    left: pd.Series | Mapping[str, int],
    right: pd.Series | Mapping[str, int],
    *,
    measure: str = "proportion",
) -> pd.DataFrame:
    """
    Decompose the difference between two texts into the contributions of their words.

    Parameters
    ----------
    left, right : Series or mapping of word to count
        A word that is absent counts 0. Counts are scaled to shares of each side, so that
        pair of different length may be compared.
    measure : str
        One of `SHIFTS`.

        - "proportion": share on the right minus share on the left. Positive: the word
          takes more of the right. The total is 0; the positive parts sum to the total
          variation distance.
        - "entropy": contribution to Shannon's entropy of the right minus that of the left, in
          bits. Positive: the word makes the right more varied. The total is the difference of
          the two entropies.
        - "divergence": contribution to the Jensen-Shannon divergence, in bits, never negative;
          which side uses the word more is told by `share_left` and `share_right`. The total
          is the divergence, 0 for equal and 1 for disjoint vocabularies.

    Returns
    -------
    DataFrame, one row per word, largest contribution first
        `word`, `count_left`, `count_right`, `share_left`, `share_right` (0 to 1), `part`
        (its contribution), `part_share` (|part| of the sum of all |part|).

    Raises
    ------
    DataError
        If `measure` is unknown, a count is negative or a side is empty.

    Notes
    -----
    With shares p on the left and q on the right, m = (p + q) / 2 and h(x) = −x log₂ x:
    proportion q − p; entropy h(q) − h(p); divergence h(m) − h(p) / 2 − h(q) / 2. Gallagher et
    al. (2021), Generalized word shift graphs, EPJ Data Science 10:4.

    Examples
    --------
    >>> table = decompose_shift({"脱贫": 3, "发展": 1}, {"振兴": 2, "发展": 2})
    >>> table[["word", "part"]].values.tolist()
    [['脱贫', -0.75], ['振兴', 0.5], ['发展', 0.25]]
    """
    if measure not in SHIFTS:
        raise DataError(f"`measure`: {measure!r} is unknown; options are {list(SHIFTS)}.")
    counts = pd.DataFrame(
        {"left": _check_counts(left, "left"), "right": _check_counts(right, "right")}
    ).fillna(0).astype("int64")
    counts = counts[counts.sum(axis="columns") > 0]
    p, q = ((counts[side] / counts[side].sum()).to_numpy() for side in counts)
    if measure == "proportion":
        parts = q - p
    elif measure == "entropy":
        parts = (entr(q) - entr(p)) / np.log(2)
    else:
        parts = (entr((p + q) / 2) - entr(p) / 2 - entr(q) / 2) / np.log(2)
    size = np.abs(parts)
    table = pd.DataFrame(
        {
            "word": pd.array(counts.index, dtype="str"),
            "count_left": counts["left"].to_numpy(), "count_right": counts["right"].to_numpy(),
            "share_left": p, "share_right": q,
            "part": parts, "part_share": size / size.sum() if size.any() else size,
        }
    )
    # Rounded for the order only: what differs by float rounding alone goes by the word.
    table = table.assign(size=settle(size))
    table = table.sort_values(["size", "word"], ascending=[False, True], ignore_index=True)
    return table.drop(columns="size")


def mark_lineage(shift: pd.DataFrame, lineage: pd.DataFrame) -> pd.DataFrame:
    """
    Tell words that rose or fell from words that took over from others.

    A successor that takes more of the right, while a predecessor that the left uses takes
    less of it, is no new priority so far as it makes up for the predecessor.

    Parameters
    ----------
    shift : DataFrame of `decompose_shift`
    lineage : DataFrame
        `lexicons.read_lexicon("lineage")`: `predecessor`, `successor`, `relation`, `year`,
        `source`. Chains are followed: what was renamed twice leads from the first name to
        the last.

    Returns
    -------
    DataFrame, `shift` with
        `kinship`: "renamed", "continued" or "absorbed", on both words of a pair as described;
        else "new" (on the right only), "gone" (on the left only) or "";
        `kin`: the other words of the family that fell or rose the opposite way, parted by
        、; `family_change`: change of the share of the word with its kin, 0 to 1 (for a word
        without kin its own); `kin_source`: the documents that make the step, parted by ；.
        Under several relations `kinship` is the closest: renamed, continued, absorbed.

    Examples
    --------
    >>> shift = decompose_shift({"脱贫攻坚": 3, "发展": 1}, {"乡村振兴": 3, "发展": 1})
    >>> lineage = pd.DataFrame({"predecessor": ["脱贫攻坚"], "successor": ["乡村振兴"],
    ...     "relation": ["absorbed"], "year": [2020], "source": ["意见"]})
    >>> mark_lineage(shift, lineage)[["word", "kinship", "family_change"]].values.tolist()
    [['乡村振兴', 'absorbed', 0.0], ['脱贫攻坚', 'absorbed', 0.0], ['发展', '', 0.0]]
    """
    change = (shift["share_right"] - shift["share_left"]).set_axis(shift["word"])
    rows: dict[str, dict] = {}
    for old, new, steps in _follow(lineage):
        if old in change and new in change and change[old] < 0 < change[new]:
            for word, other in ((old, new), (new, old)):
                entry = rows.setdefault(word, {"kin": {}, "relations": set(), "sources": {}})
                entry["kin"][other] = None
                entry["relations"].add(max((r for r, _ in steps), key=RELATIONS.index))
                entry["sources"].update(dict.fromkeys(source for _, source in steps))
    only_right, only_left = shift["count_left"].eq(0), shift["count_right"].eq(0)
    plain = np.select([only_right, only_left], [_NEW, _GONE], "")
    words = shift["word"].tolist()
    kin = [list(rows[w]["kin"]) if w in rows else [] for w in words]
    kinship = [
        min(rows[w]["relations"], key=RELATIONS.index) if w in rows else other
        for w, other in zip(words, plain, strict=True)
    ]
    return shift.assign(
        kinship=pd.array(kinship, dtype="str"),
        kin=pd.array(["、".join(k) for k in kin], dtype="str"),
        family_change=[change[[w, *k]].sum() for w, k in zip(words, kin, strict=True)],
        kin_source=pd.array(
            ["；".join(rows[w]["sources"]) if w in rows else "" for w in words], dtype="str"
        ),
    )


def fold_renamed(counts: pd.Series, lineage: pd.DataFrame) -> pd.Series:
    """
    Count a renamed term under its last name.

    Only "renamed": what continues or absorbs another is another thing.

    Parameters
    ----------
    counts : Series of word to count
    lineage : DataFrame, as in `mark_lineage`

    Returns
    -------
    Series
        With the same sum.

    Examples
    --------
    >>> lineage = pd.DataFrame({"predecessor": ["旧"], "successor": ["新"],
    ...                         "relation": ["renamed"], "year": [2020], "source": ["通知"]})
    >>> fold_renamed(pd.Series({"旧": 2, "新": 1, "别": 4}), lineage).to_dict()
    {'新': 3, '别': 4}
    """
    steps = lineage[lineage["relation"] == "renamed"]
    latest = dict(zip(steps["predecessor"], steps["successor"], strict=True))
    names = []
    for word in counts.index:
        name = word
        while name in latest:
            name = latest[name]
        names.append(name)
    return counts.groupby(pd.Index(names, dtype="str"), sort=False).sum()


def _follow(lineage: pd.DataFrame) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every ancestor and descendant, with relation and source of each step between them."""
    after: dict[str, list] = {}
    for row in lineage.to_dict("records"):
        after.setdefault(row["predecessor"], []).append(row)
    paths = []
    for first in after:
        seen = {first}
        front: list[tuple[str, list[tuple[str, str]]]] = [(first, [])]
        for word, steps in front:
            for row in after.get(word, []):
                new = row["successor"]
                if new not in seen:
                    seen.add(new)
                    way = [*steps, (row["relation"], row["source"])]
                    front.append((new, way))
                    paths.append((first, new, way))
    return paths


def _check_counts(counts: pd.Series | Mapping[str, int], side: str) -> pd.Series:
    counts = pd.Series(counts)
    if not ((counts >= 0) & (counts % 1 == 0)).all():
        raise DataError(f"`{side}`: a count is negative, missing or no whole number.")
    if counts.index.duplicated().any():
        raise DataError(f"`{side}`: {counts.index[counts.index.duplicated()][0]!r} stands twice.")
    if not counts.sum() > 0:
        raise DataError(f"`{side}`: no word was counted.")
    return counts
