"""Do people see what the topics say: intrusion tests as sheets for coders, and their scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.topics.fit import TopicModel
from policyresearch.topics.quality import rank_terms

# Terms shown with an intruder among them; topics shown with a paragraph, the intruder last.
WORDS, TOPICS = 5, 3
_FEWEST = 3
_TERMS_SHOWN = 8
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Sheet:
    """Items for a coder, who fills in `answer`, and the key that must not be shown."""

    items: pd.DataFrame
    key: pd.DataFrame


def make_word_sheet(fitted: TopicModel, *, seed: int = 0) -> Sheet:
    """
    Word intrusion: which of six words does not belong?

    Each topic's five most probable terms stand in random order with an intruder, which is
    improbable in this topic (lower half) and among the most probable ten of another (Chang,
    Boyd-Graber, Gerrish, Wang & Blei 2009, NIPS).

    Returns
    -------
    Sheet
        `items`: `item`, `option_1` to `option_6`, `answer` (empty: the number of the option).
        `key`: `item`, `topic`, `intruder` (the option's number).
    """
    rng = np.random.default_rng(seed)
    terms, phi = fitted.units.terms, fitted.phi
    top = rank_terms(phi)
    items, key = [], []
    for item, k in enumerate(rng.permutation(len(phi)), start=1):
        rare = phi[k] <= np.median(phi[k])
        others = np.unique(np.delete(top, k, axis=0))
        candidates = others[rare[others] & ~np.isin(others, top[k])]
        if not len(candidates):
            raise DataError(
                f"Topic {k + 1} has no intruder: no top term of another topic is improbable in "
                "it. Fit more topics."
            )
        shown = [*top[k, :WORDS], rng.choice(candidates)]
        order = rng.permutation(len(shown))
        options = {f"option_{n}": terms[shown[i]] for n, i in enumerate(order, start=1)}
        items.append({"item": item, **options, "answer": ""})
        key.append({"item": item, "topic": int(fitted.ids[k]),
                    "intruder": int(np.flatnonzero(order == WORDS)[0]) + 1})
    return Sheet(pd.DataFrame(items), pd.DataFrame(key))


def make_topic_sheet(
    fitted: TopicModel, paragraphs: pd.DataFrame, *, size: int = 20, seed: int = 0
) -> Sheet:
    """
    Topic intrusion: which of four topics does not belong to the paragraph?

    A paragraph's three topics of largest share stand in random order with one drawn from
    the topics below them (Chang et al. 2009). A fit of three topics shows all of them: the
    intruder is the one of smallest share.

    Parameters
    ----------
    fitted : TopicModel
        Of at least three topics, with paragraphs as units.
    paragraphs : DataFrame
        `tables.PARAGRAPHS`, for the text.
    size : int
        Paragraphs, drawn at random from those that models are fitted on.
    seed : int

    Returns
    -------
    Sheet
        `items`: `item`, `text`, `option_1` to `option_4` (eight terms each), `answer`.
        `key`: `item`, `doc_id`, `para_id`, `intruder`, and `share_1` to `share_4`, the shares
        of the options. There are three options where there are three topics.
    """
    if fitted.n_topics < _FEWEST or fitted.units.kind != "paragraph":
        raise DataError(
            f"A topic sheet needs {_FEWEST} or more topics fitted on paragraphs; these are "
            f"{fitted.n_topics} on {fitted.units.kind}s."
        )
    known_topics = min(TOPICS, fitted.n_topics - 1)
    rng = np.random.default_rng(seed)
    table = fitted.units.table
    known = np.flatnonzero(table["fitted"].to_numpy())
    chosen = rng.choice(known, min(size, len(known)), replace=False)
    texts = paragraphs.set_index(["doc_id", "para_id"])["text"]
    words = [" ".join(fitted.units.terms[own])
             for own in rank_terms(fitted.phi, _TERMS_SHOWN)]
    items, key = [], []
    for item, unit in enumerate(chosen, start=1):
        share = fitted.theta[unit]
        ranked = np.argsort(-settle(share), kind="stable")
        shown = [*ranked[:known_topics], rng.choice(ranked[known_topics:])]
        order = rng.permutation(len(shown))
        place = table.iloc[unit]
        items.append({
            "item": item, "text": texts.loc[(place["doc_id"], place["para_id"])],
            **{f"option_{n}": words[shown[i]] for n, i in enumerate(order, start=1)},
            "answer": "",
        })
        key.append({
            "item": item, "doc_id": place["doc_id"], "para_id": int(place["para_id"]),
            "intruder": int(np.flatnonzero(order == known_topics)[0]) + 1,
            **{f"share_{n}": share[shown[i]] for n, i in enumerate(order, start=1)},
        })
    return Sheet(pd.DataFrame(items), pd.DataFrame(key))


def score_words(answers: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """
    Score answered word sheets.

    Parameters
    ----------
    answers : DataFrame, one row per item and coder
        `item`, `coder`, `answer`; items without an answer count as not answered.
    key : DataFrame
        The sheet's key.

    Returns
    -------
    DataFrame, one row per topic
        `topic`, `answers`, `precision` (share of answers that name the intruder: 1/6 by
        guessing), `low`, `high` (Wilson's 95 % interval over answers).
    """
    joined = _join(answers, key, options=WORDS + 1)
    joined["right"] = joined["answer"] == joined["intruder"]
    return _share_right(joined, "topic")


def score_topics(answers: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """
    Score answered topic sheets.

    Returns
    -------
    DataFrame, one row per item
        `item`, `answers`, `precision` (1/4 by guessing, 1/3 of three options), `low`, `high` as
        in `score_words`, and `log_odds`: the mean logarithm of the intruder's share over that
        of the option chosen, 0 if all name the intruder and the lower the worse (Chang et al.
        2009).
    """
    options = sum(name.startswith("share_") for name in key)
    joined = _join(answers, key, options=options)
    joined["right"] = joined["answer"] == joined["intruder"]
    shares = joined[[f"share_{n}" for n in range(1, options + 1)]].to_numpy()
    rows = np.arange(len(joined))
    true, chosen = (shares[rows, joined[name].to_numpy(int) - 1]
                    for name in ("intruder", "answer"))
    joined["log_odds"] = np.log(true / chosen)
    odds = joined.groupby("item")["log_odds"].mean()
    table = _share_right(joined, "item")
    return table.assign(log_odds=table["item"].map(odds))


def _join(answers: pd.DataFrame, key: pd.DataFrame, *, options: int) -> pd.DataFrame:
    missing = [name for name in ("item", "coder", "answer") if name not in answers]
    if missing:
        raise DataError(f"`answers` lacks the columns {missing}; it has {list(answers)}.")
    filled = answers["answer"].notna() & (answers["answer"].astype(str).str.strip() != "")
    given = answers[filled].reset_index(drop=True)
    numbers = pd.to_numeric(given["answer"], errors="coerce")
    wrong = given[~numbers.isin(range(1, options + 1))]
    if len(wrong):
        raise DataError(
            f"`answers`: {len(wrong)} are no number from 1 to {options}, first "
            f"{wrong[['coder', 'item', 'answer']].head(3).to_dict('records')}."
        )
    unknown = sorted(set(given["item"]) - set(key["item"]))
    if unknown:
        raise DataError(f"`answers`: items {unknown[:5]} are not in the key.")
    if given.duplicated(["coder", "item"]).any():
        raise DataError("`answers`: a coder answers an item twice.")
    given = given.assign(answer=numbers.astype(int))
    return given.merge(key, on="item", how="left", validate="many_to_one")


def _share_right(joined: pd.DataFrame, by: str) -> pd.DataFrame:
    rows = []
    for value, part in joined.groupby(by, sort=True):
        right, total = int(part["right"].sum()), len(part)
        interval = stats.binomtest(right, total).proportion_ci(_CONFIDENCE, method="wilson")
        rows.append({by: value, "answers": total, "precision": right / total,
                     "low": interval.low, "high": interval.high})
    return pd.DataFrame(rows, columns=[by, "answers", "precision", "low", "high"])
