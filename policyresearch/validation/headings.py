"""
The coding measured against what documents say of themselves: their headings.

A heading that names exactly one theme, by the cues of `lexicons/theme_headings.csv`, is taken
for the true theme of the text right below it. Two things keep this from going in a circle:
the heading's own words are never part of the coded text, and `strike` also takes the words
by which the heading was recognised out of the text below, so that their repetition there
cannot help either.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from policyresearch.coding.paragraphs import Coding, code_units, count_terms
from policyresearch.coding.scheme import Scheme
from policyresearch.inference.resampling import draw_weights
from policyresearch.lexicons import read_lexicon

# Shorter bodies are a clause that says nothing beyond its heading.
MIN_CHARACTERS = 30
# How headings name the five development concepts (中共十八届五中全会, 2015).
CONCEPTS = ("创新", "协调", "绿色", "开放", "共享")
_SECTION = ["doc_id", "section_id"]


def gather_bodies(sentences: pd.DataFrame) -> pd.DataFrame:
    """
    Gather the text right under each heading, without the heading.

    Parameters
    ----------
    sentences : DataFrame, one row per sentence (`tables.SENTENCES`)

    Returns
    -------
    DataFrame, one row per section with a heading and at least `MIN_CHARACTERS` of its own text
        `doc_id`, `section_id`, `role`, `heading`, `text` (both as analysed; text of subsections
        belongs to these).
    """
    own = sentences[~sentences["is_heading"].astype(bool)]
    bodies = own.groupby(_SECTION, sort=False).agg(role=("role", "first"), text=("text", "".join))
    joined = bodies.join(_join_headings(sentences), how="inner").reset_index()
    long = joined["text"].str.len() >= MIN_CHARACTERS
    return joined.loc[long, [*_SECTION, "role", "heading", "text"]].reset_index(drop=True)


def _join_headings(sentences: pd.DataFrame) -> pd.Series:
    headings = sentences[sentences["is_heading"].astype(bool)]
    return headings.groupby(_SECTION, sort=False)["text"].agg("".join).rename("heading")


def label_bodies(bodies: pd.DataFrame, *, strike: bool = False) -> pd.DataFrame:
    """
    Name the theme of each body by its heading.

    Parameters
    ----------
    bodies : DataFrame (`gather_bodies`)
    strike : bool
        Take the cues found in the heading out of the text.

    Returns
    -------
    DataFrame
        `bodies` with `truth`: the theme, or empty where the heading names none or several.
    """
    cues = read_lexicon("theme_headings")
    themes = list(dict.fromkeys(cues["theme"]))
    words = sorted(cues["cue"])
    theme_of = cues.set_index("cue")["theme"]
    found = count_terms(bodies["heading"].to_list(), words)
    named = np.zeros((len(words), len(themes)))
    named[range(len(words)), [themes.index(theme_of[word]) for word in words]] = 1
    hits = np.asarray((found @ named) > 0)
    single = hits.sum(axis=1) == 1
    truth = np.where(single, np.array(themes, dtype=object)[hits.argmax(axis=1)], "")
    table = bodies.assign(truth=truth)
    if strike:
        rows = [found.indices[found.indptr[i]:found.indptr[i + 1]] for i in range(len(table))]
        table["text"] = [
            _strike(text, [words[at] for at in row])
            for text, row in zip(table["text"], rows, strict=True)
        ]
    return table


def label_concepts(
    bodies: pd.DataFrame, sentences: pd.DataFrame, sections: pd.DataFrame
) -> pd.DataFrame:
    """
    Name the development concept of each body by the headings over it.

    The innermost heading that names exactly one of `CONCEPTS`, written as 创新发展, decides.

    Parameters
    ----------
    bodies : DataFrame (`gather_bodies`)
    sentences, sections : DataFrame
        `tables.SENTENCES`, `tables.SECTIONS`.

    Returns
    -------
    DataFrame
        `bodies` with `truth`: the concept, or empty.
    """
    headings = _join_headings(sentences)
    named = {
        at: [concept for concept in CONCEPTS if f"{concept}发展" in heading]
        for at, heading in headings.items()
    }
    parents = sections.set_index(_SECTION)["parent_id"].to_dict()
    truth = []
    for doc_id, section in zip(bodies["doc_id"], bodies["section_id"], strict=True):
        place, found = section, named.get((doc_id, section), [])
        while len(found) != 1 and not pd.isna(parents[doc_id, place]):
            place = int(parents[doc_id, place])
            found = named.get((doc_id, place), [])
        truth.append(found[0] if len(found) == 1 else "")
    return bodies.assign(truth=truth)


@dataclass(frozen=True)
class Agreement:
    """
    Coded against true labels.

    `confusion` counts units, true label × label of the largest share; `documents` says of
    each unit which document it stands in. Macro-F1 is the mean F1 of the labels that occur
    as truth; κ is Cohen's (1960).
    """

    truth: np.ndarray
    coded: np.ndarray
    labels: list[str]
    documents: np.ndarray

    @property
    def confusion(self) -> pd.DataFrame:
        table = _cross(self.truth, self.coded, self.labels)
        return pd.DataFrame(table.astype(int), index=self.labels, columns=self.labels)

    @property
    def table(self) -> pd.DataFrame:
        """`confusion` in rows: `truth`, `coded`, `units`, for every true label that occurs."""
        wide = self.confusion
        wide = wide[wide.sum(axis=1) > 0].rename_axis("truth")
        return wide.reset_index().melt("truth", var_name="coded", value_name="units")

    @property
    def scores(self) -> pd.DataFrame:
        """One row per label: `label`, `units`, `precision`, `recall`, `f1`; may be undefined."""
        table = self.confusion.to_numpy(float)
        right, true, said = np.diag(table), table.sum(axis=1), table.sum(axis=0)
        with np.errstate(invalid="ignore"):
            precision, recall = right / said, right / true
        return pd.DataFrame({
            "label": self.labels, "units": true.astype(int), "precision": precision,
            "recall": recall, "f1": _score(table),
        })

    @property
    def macro_f1(self) -> float:
        return _mean_f1(self.confusion.to_numpy(float))

    @property
    def accuracy(self) -> float:
        return float(np.mean(self.truth == self.coded)) if len(self.truth) else np.nan

    @property
    def kappa(self) -> float:
        table = self.confusion.to_numpy(float)
        total = table.sum()
        if not total:
            return np.nan
        chance = (table.sum(axis=0) @ table.sum(axis=1)) / total**2
        return (np.trace(table) / total - chance) / (1 - chance) if chance < 1 else np.nan

    def interval(self) -> tuple[float, float]:
        """95 % interval of macro-F1, documents drawn again; with one document, units."""
        if not len(self.truth):
            return np.nan, np.nan
        codes, documents = pd.factorize(self.documents)
        groups = codes if len(documents) > 1 else np.arange(len(self.truth))
        tables = np.array([
            _cross(self.truth[groups == g], self.coded[groups == g], self.labels)
            for g in range(groups.max() + 1)
        ])
        weights = draw_weights(np.zeros(len(tables)))
        drawn = np.tensordot(weights, tables, axes=1)
        low, high = np.quantile([_mean_f1(table) for table in drawn], [0.025, 0.975])
        return float(low), float(high)


def measure_agreement(
    coding: Coding, truth: pd.Series, *, groups: dict[str, str] | None = None
) -> Agreement:
    """
    Compare the theme of the largest share with the true one.

    Parameters
    ----------
    coding : Coding
        Of the labelled bodies.
    truth : Series of str, one per unit; units with an empty label are left aside
    groups : dict, optional
        What each theme counts as, such as its development concept.

    Returns
    -------
    Agreement
        Of no units, with missing scores, where nothing is labelled.
    """
    truth_values = truth.to_numpy(dtype=object)
    known = truth_values != ""
    names = coding.themes if groups is None else [groups.get(t) or t for t in coding.themes]
    labels = list(dict.fromkeys(names))
    coded = np.array(names, dtype=object)[coding.leading.argmax(axis=1)]
    documents = coding.units["doc_id"].to_numpy()
    return Agreement(truth_values[known], coded[known], labels, documents[known])


def _cross(truth: np.ndarray, coded: np.ndarray, labels: list[str]) -> np.ndarray:
    place = {label: n for n, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    np.add.at(table, ([place[t] for t in truth], [place[c] for c in coded]), 1)
    return table


def _score(table: np.ndarray) -> np.ndarray:
    """F1 by label; missing for a label that is never true."""
    true, said = table.sum(axis=1), table.sum(axis=0)
    with np.errstate(invalid="ignore"):
        return np.where(true > 0, 2 * np.diag(table) / (true + said), np.nan)


def _mean_f1(table: np.ndarray) -> float:
    scores = _score(table)
    known = scores[~np.isnan(scores)]
    return float(known.mean()) if len(known) else np.nan


def _strike(text: str, cues: list[str]) -> str:
    for cue in cues:
        text = text.replace(cue, "。")
    return text



def check_headings(sentences: pd.DataFrame, scheme: Scheme, *, strike: bool = False) -> Agreement:
    """Code the text below each heading of a corpus and compare with what the heading names."""
    bodies = label_bodies(gather_bodies(sentences), strike=strike)
    return measure_agreement(code_units(bodies, scheme), bodies["truth"])
