"""Whether topics are found again: under other settings, and in each wave by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from policyresearch.plots.labels import LABELS
from policyresearch.report.claims import Claim, count_noun, join_words, list_keys

# English and Chinese labels of topics by number (`TopicModel.name_topics`).
Names = tuple[Mapping[int, str], Mapping[int, str]]


def list_names(names: Names, topics: Iterable[int]) -> tuple[list[str], list[str]]:
    """The English and the Chinese labels of these topics, in order."""
    topics = list(topics)
    return [names[0][topic] for topic in topics], [names[1][topic] for topic in topics]


def describe_settings(
    settings: pd.DataFrame, *, names: Names, examples: pd.DataFrame | None = None
) -> list[Claim]:
    """
    Whether the stable topics come back under other settings (`topics.compare_settings`).

    Settings are named by their key in `plots.labels`, topics by `names`; `examples` are the
    topics' evidence.
    """
    if settings.empty:
        return []
    topics = settings["topic"].nunique()
    tried = list(dict.fromkeys(settings["setting"]))
    lost = settings[~settings["found"]]
    listed = [join_words((LABELS[key][i] for key in tried), chinese=bool(i)) for i in (0, 1)]
    if lost.empty:
        en, zh = "every stable topic is found again", "所有稳定主题均再次出现"
    else:
        parts = [
            (f"{names[0][topic]} "
             f"({join_words((LABELS[k][0] for k in part['setting']), chinese=False)})",
             f"{names[1][topic]}（"
             f"{join_words((LABELS[k][1] for k in part['setting']), chinese=True)}）")
            for topic, part in lost.groupby("topic", sort=False)
        ]
        found = topics - lost["topic"].nunique()
        en = (f"{found} of {count_noun(topics, 'stable topic')} "
              f"{'is' if found == 1 else 'are'} found again each time; not found: "
              f"{'; '.join(part for part, _ in parts)}")
        zh = (f"{topics}个稳定主题中有{found}个每次均再次出现；未出现者："
              f"{'；'.join(part for _, part in parts)}")
    return [Claim(
        "topics.settings",
        f"Fitted again with other settings ({listed[0]}), {en}.",
        f"改换设定（{listed[1]}）重新拟合，{zh}。",
        "topic-terms", list_keys(settings.drop_duplicates("topic"), ["topic"]),
        find_examples(examples, settings["topic"]),
    )]


def describe_own_waves(
    own: pd.DataFrame, *, names: Names, examples: pd.DataFrame | None = None
) -> list[Claim]:
    """
    In which waves, each fitted by itself, the stable topics are found (`topics.align_waves`).

    Topics are named by `names`; `examples` are their evidence.
    """
    if own.empty:
        return []
    found: dict[tuple, list[int]] = {}
    for topic, part in own.groupby("topic", sort=False):
        found.setdefault(tuple(part.loc[part["found"], "wave"]), []).append(topic)
    english, chinese = [], []
    # Topics found nowhere last: what that means is said after them.
    for waves, topics in sorted(found.items(), key=lambda item: not item[0]):
        listed = [join_words(waves, chinese=zh) for zh in (False, True)]
        labels, labels_zh = list_names(names, topics)
        be = "is" if len(topics) == 1 else "are"
        english.append(f"{join_words(labels, chinese=False)} {be} found in "
                       f"{listed[0] if waves else 'none'}")
        where = f"在{listed[1]}年出现" if waves else "均未出现"
        chinese.append(f"{'、'.join(f'“{label}”' for label in labels_zh)}{where}")
    fitted = [join_words(sorted(own["wave"].unique()), chinese=zh) for zh in (False, True)]
    joint = not own.groupby("topic")["found"].any().all()
    english[-1] += (
        ": a topic of the joint fit alone says how the waves differ, not what each is made of"
    ) * joint
    chinese[-1] += "：只见于共同拟合的主题，说明各时点如何不同，而非各自由什么构成" * joint
    return [Claim(
        "topics.own-waves",
        f"With each wave fitted by itself ({fitted[0]}), {'; '.join(english)}.",
        f"对各时点（{fitted[1]}年）单独拟合时，{'；'.join(chinese)}。",
        "topic-terms", list_keys(own.drop_duplicates("topic"), ["topic"]),
        find_examples(examples, own["topic"]),
    )]


def find_examples(
    examples: pd.DataFrame | None, topics: Iterable[int]
) -> tuple[dict, ...]:
    """The paragraphs that show these topics best, as evidence."""
    if examples is None:
        return ()
    own = examples[examples["topic"].isin(list(topics))]
    columns = [name for name in ("doc_id", "para_id", "section_id") if name in own]
    return list_keys(own, columns[:2])
