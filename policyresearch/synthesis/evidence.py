"""
Words, themes, topics and targets side by side, theme by theme.

The coding scheme links them: a theme has its terms, its share of the text, the topic in whose
paragraphs more of it stands than of other text, and the numeric targets of its paragraphs. The
first two rest on the same terms, counted in two ways; the topic knows nothing of them. All changes
are logarithms (base 2) of ratios, the last wave to the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policyresearch.coding.paragraphs import Coding
from policyresearch.coding.scheme import NONE
from policyresearch.digits import settle
from policyresearch.inference.comparison import pair_waves
from policyresearch.segment.terms import bare
from policyresearch.synthesis.samples import Ground, find_party, name_estimates
from policyresearch.synthesis.target_choices import TARGET_CHOICES
from policyresearch.synthesis.topic_choices import name_topic
from policyresearch.targets.hardness import count_by_paragraph
from policyresearch.targets.verbs import extract_targets
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.units import UNITS
from policyresearch.words.counts import count_words
from policyresearch.words.keyness import compare_counts

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

KINDS = ("terms", "share", "topic", "targets")
# What speaks of attention; targets speak of how hard the promises are.
_ATTENTION = KINDS[:3]
AGREEMENTS = ("agree", "alone", "contradict", "unsure")
CERTAINTIES = ("firm", "likely", "open")
COLUMNS = ["theme", "kind", "name", "topic", "value", "low", "high", "direction", "verdict"]
# Terms named of a theme.
_NAMED = 3


def gather_evidence(
    corpus: Corpus,
    coding: Coding,
    topics: TopicModel,
    keyness: pd.DataFrame,
    verdicts: pd.DataFrame,
) -> pd.DataFrame:
    """
    What each kind of evidence says of each theme.

    Parameters
    ----------
    corpus : Corpus
    coding : Coding
        Of the corpus's paragraphs.
    topics : TopicModel
        With stability.
    keyness : DataFrame
        Of `words.compare_counts` on all words: names the surest terms.
    verdicts : DataFrame
        `specifications.judge_claims` of themes and topics.

    Returns
    -------
    DataFrame, one row per theme and kind, in the order of the scheme and of `KINDS`
        `theme`; `kind`; `name` (terms whose own interval is clear, the surest first; the
        topic's label); `topic` (its number, else 0); `value`, `low`, `high` (missing where there
        is nothing to compare); `direction` (1 or −1 where the interval is clear of zero, else
        0); `verdict` (of the specification curve, empty where there is none). None without a
        series.
    """
    pair = pair_waves(corpus.documents)
    if not pair.waves or verdicts.empty:
        return pd.DataFrame(columns=COLUMNS)
    known = verdicts.set_index("claim")
    links = link_topics(coding, topics).set_index("theme")
    terms = _compare_terms(corpus, coding, pair.first, pair.last)
    targets = _compare_targets(corpus, coding)
    rows = []
    for theme in coding.scheme.keys:
        link = links.loc[theme]
        found = {
            "terms": (_name_terms(coding, theme, keyness), terms.get(theme), ""),
            "share": ("", *_look_up(known, theme)),
            "topic": (link["label"], *_look_up(known, name_topic(link["topic"]))),
            "targets": ("", targets.get(theme), ""),
        }
        for kind, (name, ends, verdict) in found.items():
            value, low, high = ends or (np.nan,) * 3
            direction = int(low > 0) - int(high < 0)
            topic = int(link["topic"]) if kind == "topic" else 0
            rows.append((theme, kind, name, topic, value, low, high, direction, verdict))
    return pd.DataFrame(rows, columns=COLUMNS)


def choose_findings(evidence: pd.DataFrame) -> pd.DataFrame:
    """
    Which themes are told, whether their evidence agrees, and how sure the finding is.

    A theme is told if its terms' rate or its share of the text changed by more than the
    interval allows. Terms, share and topic "agree" if two of them are clear and none points
    the other way, "contradict" if two clear ones differ, and one clear stands "alone". A
    finding is "firm" if they agree and the share keeps its sign in every specification
    (robust), "likely" if they agree, and "open" otherwise.

    Parameters
    ----------
    evidence : DataFrame
        Of `gather_evidence`.

    Returns
    -------
    DataFrame, one row per theme told, the surest first, then by the size of the share's change
        `theme`, `agreement` (one of `AGREEMENTS`), `certainty` (one of `CERTAINTIES`),
        `direction` (of the clear ones; 0 where they differ).
    """
    rows = []
    for theme, part in evidence.groupby("theme", sort=False):
        own = part.set_index("kind")
        clear = [int(n) for n in own.loc[list(_ATTENTION), "direction"] if n]
        if not own.loc[["terms", "share"], "direction"].any():
            continue
        both = len(set(clear)) > 1
        agreement = "contradict" if both else "agree" if len(clear) > 1 else "alone"
        robust = own.loc["share", "verdict"] == "robust"
        certainty = "open" if agreement != "agree" else "firm" if robust else "likely"
        rows.append((theme, agreement, certainty, 0 if both else clear[0],
                     abs(own.loc["share", "value"])))
    table = pd.DataFrame(rows, columns=["theme", "agreement", "certainty", "direction", "size"])
    rank = table["certainty"].map({name: n for n, name in enumerate(CERTAINTIES)})
    order = table.assign(rank=rank).sort_values(["rank", "size"], ascending=[True, False],
                                                kind="stable", key=settle)
    return table.loc[order.index].drop(columns="size").reset_index(drop=True)


def choose_measured(
    findings: pd.DataFrame, attention: pd.DataFrame, names: Mapping[str, str], *, top: int = 4
) -> dict[str, str]:
    """
    The themes whose shares are shown wave by wave, with their names.

    Those told, the surest first; where none is, the largest of `coding.estimate_attention`.
    """
    told = list(findings["theme"])
    if not told:
        sizes = attention.groupby("theme", sort=False)["share"].mean().drop(NONE, errors="ignore")
        told = list(settle(sizes).sort_values(ascending=False, kind="stable").index)
    return {theme: names[theme] for theme in told[:top]}


def link_topics(coding: Coding, topics: TopicModel) -> pd.DataFrame:
    """
    The stable topic in whose paragraphs more of a theme stands than of all text.

    Returns
    -------
    DataFrame, one row per theme
        `theme`; `topic` and `label` (0 and empty without such a topic); `held_share` (of the
        theme's text, what stands in the topic) and `expected_share` (the same of all text).
    """
    key = UNITS[topics.units.kind]
    size = coding.units["characters"].to_numpy(float)
    spread = pd.DataFrame(coding.shares * size[:, None], columns=coding.themes)
    coded = spread.groupby([coding.units[name] for name in key], sort=False).sum()
    places = pd.MultiIndex.from_frame(topics.units.table[key])
    text = coded.reindex(places).fillna(0).to_numpy()
    stable, names = topics.stable_topics, topics.name_topics()
    theta = topics.theta[:, stable - 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        held = (text.T @ theta) / text.sum(axis=0)[:, None]
    expected = text.sum(axis=1) @ theta / text.sum()
    rows = []
    for n, theme in enumerate(coding.scheme.keys):
        lift = settle(np.nan_to_num(held[n] / expected))
        if not len(stable) or lift.max() <= 1:
            rows.append((theme, 0, "", np.nan, np.nan))
            continue
        best = int(lift.argmax())
        topic = int(stable[best])
        rows.append((theme, topic, names[topic], held[n, best], expected[best]))
    columns = ["theme", "topic", "label", "held_share", "expected_share"]
    return pd.DataFrame(rows, columns=columns)


def _compare_terms(
    corpus: Corpus, coding: Coding, left: Sequence[str], right: Sequence[str]
) -> dict[str, tuple[float, float, float]]:
    """The change of the rate of each theme's terms taken together."""
    terms = coding.scheme.terms
    groups = {theme: sorted({bare(term) for term in terms.loc[terms["theme"] == theme, "term"]})
              for theme in coding.scheme.keys}
    counts = count_words(corpus.tokens, corpus.documents, unit=pair_waves(corpus.documents).unit,
                         sections=corpus.sections, groups=groups)
    table = compare_counts(counts, list(left), list(right), min_count=1)
    ends = table[["log_ratio", "low", "high"]].to_numpy().T
    return dict(name_estimates(table["keyword"].to_list(), ends))


def _compare_targets(corpus: Corpus, coding: Coding) -> dict[str, tuple[float, float, float]]:
    """The change of the density of numeric targets in paragraphs that a theme leads."""
    keys = ["doc_id", "para_id"]
    values = count_by_paragraph(extract_targets(corpus), corpus.sentences).set_index(keys)["values"]
    own = values.reindex(pd.MultiIndex.from_frame(coding.units[keys])).fillna(0).to_numpy(float)
    ground = Ground(corpus, coding.units, find_party(corpus))
    # A theme often fills one section of a document, so that paragraphs must vary, as for shares.
    baseline = {choice: options[0] for choice, options in TARGET_CHOICES.items()}
    baseline["clusters"] = "paragraph"
    found: dict[str, tuple[float, float, float]] = {}
    for n, theme in enumerate(coding.scheme.keys):
        leads = coding.leading[:, n]
        counts = np.column_stack([leads * coding.units["characters"], leads * own])
        found.update(name_estimates([theme], ground.compare(counts, baseline)))
    return {theme: ends for theme, ends in found.items() if not np.isnan(ends[0])}


def _name_terms(coding: Coding, theme: str, keyness: pd.DataFrame) -> str:
    """The theme's terms whose own interval is clear of zero, with an arrow for the direction."""
    terms = coding.scheme.terms
    own = set(terms.loc[terms["theme"] == theme, "term"].map(bare))
    clear = keyness[keyness["keyword"].map(bare).isin(own) & (keyness["cautious"] != 0)]
    arrows = np.where(clear["cautious"] > 0, "↑", "↓")
    return "、".join((clear["keyword"] + arrows).head(_NAMED))


def _look_up(verdicts: pd.DataFrame, claim: str) -> tuple:
    """Baseline and verdict of a claim; nothing for one that is not made."""
    if claim not in verdicts.index:
        return None, ""
    row = verdicts.loc[claim]
    return (row["value"], row["low"], row["high"]), row["verdict"]
