"""What the documents are about, as far as topics come back."""

from __future__ import annotations

import pandas as pd

from policyresearch.digits import settle
from policyresearch.report.claims import (
    Claim,
    count_noun,
    format_interval,
    join_some,
    join_words,
    list_keys,
    tell_uncompared,
)
from policyresearch.report.findings.topic_checks import Names, find_examples, list_names
from policyresearch.topics.numbers import NUMBERS, UNITS_PER_TOPIC, Choice
from policyresearch.topics.prevalence import FEW_UNITS
from policyresearch.topics.units import Units

# Largest adjusted p-value under which a difference between waves is told as one.
LEVEL = 0.05


def describe_number(choice: Choice, grid: pd.DataFrame, units: Units) -> list[Claim]:
    """
    How many topics are fitted to `units` and why, or that they are too few for any.

    `choice` and `grid` are from `topics.choose_topics`.
    """
    if not choice.tried:
        least, words = NUMBERS[0] * UNITS_PER_TOPIC, len(units.vocabulary)
        return [Claim(
            "topics.none",
            f"The texts are too short for topics, and nothing is said about any: of "
            f"{count_noun(len(units.table), 'paragraph')}, {units.fitted} have words enough of "
            f"the vocabulary ({count_noun(words, 'word')}), where {NUMBERS[0]} topics need "
            f"{least}.",
            f"文本过短，无从识别主题，故不作任何结论：{len(units.table)}段中只有{units.fitted}段含有"
            f"足够的词表词语（词表共{words}个），而{NUMBERS[0]}个主题需要{least}段。",
        )]
    tried = f"{min(choice.tried)}–{max(choice.tried)}"
    seeds = grid["seed"].nunique()
    others = [n for n in choice.tied if n != choice.n_topics]
    if choice.best != choice.n_topics:
        en = (f"{choice.n_topics} is the smallest number whose stable topics predict held-out "
              f"words as well as those of the best number, {choice.best}, within one standard "
              "error")
        zh = (f"{choice.n_topics}是其稳定主题对留出词语的预测与最优数目（{choice.best}个）"
              "相差不超过一个标准误的最小数目")
    elif others:
        en = (f"the stable topics of {choice.n_topics} predict held-out words best, those of "
              f"{join_words(others, chinese=False)} as well within one standard error")
        zh = (f"{choice.n_topics}个主题中的稳定主题对留出词语预测最优，"
              f"{join_words(others, chinese=True)}个主题者与之相差不超过一个标准误")
    else:
        en = (f"the stable topics of {choice.n_topics} predict held-out words better than those "
              "of any other number, by more than one standard error")
        zh = f"{choice.n_topics}个主题中的稳定主题对留出词语的预测优于其他数目，且超过一个标准误"
    if choice.at_edge:
        en += "; it is the largest the texts are long enough to try"
        zh += "；这已是文本篇幅允许尝试的最大数目"
    return [Claim(
        "topics.number",
        f"{count_noun(choice.n_topics, 'topic')} are fitted: of the numbers tried ({tried}, each "
        f"from {count_noun(seeds, 'start')} and on as many redrawn corpora), {en}.",
        f"拟合{choice.n_topics}个主题：在所试数目（{tried}，各取{seeds}个起点与{seeds}次重抽样）中，"
        f"{zh}。",
        "topic-numbers",
        ({"criterion": "heldout_stable", "n_topics": choice.n_topics},),
    )]


def describe_stability(
    topics: pd.DataFrame,
    *,
    names: Names,
    threshold: float,
    examples: pd.DataFrame | None = None,
) -> list[Claim]:
    """
    Which topics come back and which do not (`TopicModel.topics`).

    Topics are named by `names` in both languages. The paragraphs of `examples`
    (`topics.find_representatives`) are their evidence.
    """
    stable = topics["stable"].astype(bool)
    kept, lost = topics[stable], topics[~stable]
    share = 100 * kept["share"].sum()
    kept_en, kept_zh = list_names(names, kept["topic"])
    lost_en, lost_zh = list_names(names, lost["topic"])
    claims = []
    if len(kept):
        claims.append(Claim(
            "topics.stable",
            f"{len(kept)} of {count_noun(len(topics), 'topic')} come back when paragraphs are "
            f"drawn again; they take {share:.0f}% of the vocabulary's tokens: "
            f"{join_words(kept_en, chinese=False)}.",
            f"重抽段落后，{len(topics)}个主题中有{len(kept)}个再现，占词表词次的{share:.0f}%："
            f"{'；'.join(kept_zh)}。",
            "topic-terms", list_keys(kept, ["topic"]), find_examples(examples, kept["topic"]),
        ))
    if len(lost) == 0:
        return claims
    if len(kept) == 0:
        en = "No topic comes back when paragraphs are drawn again"
        zh = "重抽段落后没有任何主题再现"
    else:
        one = len(lost) == 1
        en = (f"{count_noun(len(lost), 'topic')} {'does' if one else 'do'} not come back when "
              f"paragraphs are drawn again ({join_words(lost_en, chinese=False)})")
        zh = f"重抽段落后有{len(lost)}个主题不能再现（{'；'.join(lost_zh)}）"
    claims.append(Claim(
        "topics.unstable",
        f"{en}: mean cosine below {threshold:.2f}. Nothing is said about "
        f"{'it' if len(topics) - len(kept) == 1 else 'them'}.",
        f"{zh}：平均余弦低于{threshold:.2f}。对其不作任何比较。",
        "topic-terms", list_keys(lost, ["topic"]), find_examples(examples, lost["topic"]),
    ))
    return claims


def describe_shares(
    shares: pd.DataFrame,
    changes: pd.DataFrame,
    plans: pd.DataFrame,
    series: pd.DataFrame,
    *,
    names: Names,
    examples: pd.DataFrame,
    places: pd.DataFrame,
) -> list[Claim]:
    """
    How the stable topics' shares differ between the waves of the main series.

    `shares` is `topics.estimate_shares` by wave on the documents of `series`
    (`composition.find_series`), `changes` is `topics.compare_waves`, `plans` the same on plan
    sections only, `names` are the topics' labels in both languages, `examples` is
    `topics.find_representatives`, `places` is `topics.compare_places`. Where places can be
    compared, the claim is about them, and what holds of these documents alone stands after it.
    """
    if series["wave"].nunique() < 2:
        return [tell_uncompared("topics.shift", "Topics are", "主题")]
    if changes.empty:
        return [Claim(
            "topics.shift",
            "No topic is stable enough to be compared between waves.",
            "没有足够稳定的主题可作跨期比较。",
        )]
    first, last = int(changes["first"].iloc[0]), int(changes["last"].iloc[0])
    told = changes[changes["p_adjusted"] < LEVEL]
    told = told.sort_values("change", key=lambda c: -settle(c.abs()), kind="stable")
    keys = list_keys(series, ["doc_id"])
    name = "topics.shift" if places.empty else "topics.documents"
    claims = _describe_places(places, names, keys, examples)
    if told.empty:
        widest = changes.loc[settle(changes["change"].abs()).idxmax()]
        en, zh = _tell_change(widest, shares, names)
        return [*claims, Claim(
            name,
            f"No stable topic's share differs between the waves {first} to {last} of these "
            f"documents by more than dealing their sections out at random would give (adjusted "
            f"p ≥ {changes['p_adjusted'].min():.3f}). The widest difference, with 95% "
            f"intervals: {en}.",
            f"就这些文件而言，{first}至{last}年各时点之间，没有任何稳定主题的比重差异超出随机分配"
            f"章节所致（校正后p≥{changes['p_adjusted'].min():.3f}）。差异最大者及95%区间：{zh}。",
            "topic-shares", keys, find_examples(examples, [widest["topic"]]),
        ), *_describe_plans_alone(plans, names, keys, examples)]
    parts = [_tell_change(row, shares, names) for _, row in told.iterrows()]
    shift = Claim(
        name,
        f"{count_noun(len(told), 'stable topic')} of {len(changes)} "
        f"{'takes' if len(told) == 1 else 'take'} another share of these documents in other waves "
        f"(adjusted p < {LEVEL}), in per cent with 95% intervals: "
        f"{'; '.join(en for en, _ in parts)}.",
        f"就这些文件而言，{len(changes)}个稳定主题中有{len(told)}个的比重随时点而异"
        f"（校正后p<{LEVEL}），百分比及95%区间：{'；'.join(zh for _, zh in parts)}。",
        "topic-shares", keys, find_examples(examples, told["topic"]),
    )
    return [*claims, shift, *_describe_plans(told, plans, names)]


def _describe_places(
    places: pd.DataFrame, names: Names, keys: tuple[dict, ...], examples: pd.DataFrame
) -> list[Claim]:
    """What changed within places seen twice, and whether so few can show anything."""
    if places.empty:
        return []
    first, last, number, unpaired = (
        int(places[name].iloc[0]) for name in ("first", "last", "places", "unpaired")
    )
    told = places[places["p_adjusted"] < LEVEL]
    least = 2 / 2**number
    parts = [
        (f"{names[0][row['topic']]} by {_tell_points(row)} points",
         f"{names[1][row['topic']]}{_tell_points(row)}点")
        for _, row in told.iterrows()
    ]
    few = ("", "")
    if least > LEVEL:
        few = (f" So few places cannot give a p-value below {least:.2f}.",
               f"地区如此之少，p值不可能低于{least:.2f}。")
    en = "; ".join(en for en, _ in parts)
    zh = "；".join(zh for _, zh in parts)
    return [Claim(
        "topics.shift",
        f"Within the {count_noun(number, 'place')} seen in both {first} and {last} ({unpaired} "
        f"more in one only), the shares of {len(told)} of "
        f"{count_noun(len(places), 'stable topic')} changed (sign-flip test, Holm's "
        f"correction){', with 95% intervals: ' + en if parts else ''}.{few[0]}",
        f"在{first}年与{last}年均有文件的{number}个地区之内（另有{unpaired}个只见于其一），"
        f"{len(places)}个稳定主题中有{len(told)}个比重改变（符号翻转检验，Holm校正）"
        f"{'，变化及95%区间：' + zh if parts else ''}。{few[1]}",
        "topic-shares", keys, find_examples(examples, told["topic"]),
    )]


def _tell_points(row: pd.Series) -> str:
    """A change of share in points, with its interval."""
    return format_interval(*(100 * row[name] for name in ("change", "low", "high")))


def _describe_plans_alone(
    plans: pd.DataFrame, names: Names, keys: tuple[dict, ...], examples: pd.DataFrame
) -> list[Claim]:
    """What differs only where plan sections alone are compared."""
    told = plans[plans["p_adjusted"] < LEVEL] if len(plans) else plans
    if told.empty:
        return []
    parts = [
        (f"{names[0][row['topic']]} by {_tell_points(row)} points between {int(row['first'])} and "
         f"{int(row['last'])}",
         f"{names[1][row['topic']]}（{int(row['first'])}至{int(row['last'])}年）{_tell_points(row)}点")
        for _, row in told.iterrows()
    ]
    return [Claim(
        "topics.readings",
        "Where only goals and measures are compared, without reviews of past work, principles "
        f"and prefaces, {count_noun(len(told), 'stable topic')} of {len(plans)} "
        f"{'differs' if len(told) == 1 else 'differ'} between the waves (adjusted p < {LEVEL}), "
        f"with 95% intervals: {'; '.join(en for en, _ in parts)}.",
        f"只比较目标与举措部分（不含工作回顾、要求与序言）时，{len(plans)}个稳定主题中有{len(told)}个"
        f"随时点而异（校正后p<{LEVEL}），变化及95%区间：{'；'.join(zh for _, zh in parts)}。",
        "topic-shares", keys, find_examples(examples, told["topic"]),
    )]


def _describe_plans(told: pd.DataFrame, plans: pd.DataFrame, names: Names) -> list[Claim]:
    """Which of the differences remain where only plan sections are compared."""
    if plans.empty:
        return []
    same = plans.merge(told[["topic", "change"]], on="topic", suffixes=("", "_told"))
    kept = same[(same["p_adjusted"] < LEVEL) & (same["change"] * same["change_told"] > 0)]
    lost = [topic for topic in told["topic"] if topic not in set(kept["topic"])]
    english, chinese = list_names(names, lost)
    if not lost:
        return [Claim(
            "topics.readings",
            "The same holds where only goals and measures are compared, without reviews of past "
            "work, principles and prefaces.",
            "只比较目标与举措部分（不含工作回顾、要求与序言）时，结论不变。",
        )]
    return [Claim(
        "topics.readings",
        f"Where only goals and measures are compared, without reviews of past work, principles "
        f"and prefaces, this does not hold for {join_words(english, chinese=False)}.",
        f"只比较目标与举措部分（不含工作回顾、要求与序言）时，"
        f"{'；'.join(chinese)}的差异不再成立。",
    )]


def describe_intervals(shares: pd.DataFrame) -> list[Claim]:
    """Which documents' intervals cannot be relied on (`topics.estimate_shares` by document)."""
    sizes = shares.drop_duplicates("doc_id").set_index("doc_id")["units"]
    few = sizes[sizes < FEW_UNITS]
    if few.empty:
        return []
    return [Claim(
        "topics.few-sections",
        f"{len(few)} of {count_noun(len(sizes), 'document')} "
        f"{'has' if len(few) == 1 else 'have'} fewer than {FEW_UNITS} sections "
        f"({join_some(few.index, chinese=False)}): intervals of topics' shares are narrower "
        "there than they should be.",
        f"{len(sizes)}份文件中有{len(few)}份不足{FEW_UNITS}节"
        f"（{join_some(few.index, chinese=True)}），其主题比重的区间窄于应有。",
        "topic-shares", tuple({"doc_id": doc_id} for doc_id in few.index),
    )]


def _tell_change(change: pd.Series, shares: pd.DataFrame, names: Names) -> tuple[str, str]:
    """The shares of one topic in the first and last wave, in both languages."""
    own = shares[shares["topic"] == change["topic"]].set_index("wave")
    written = []
    for wave in (change["first"], change["last"]):
        row = own.loc[wave]
        written.append(format_interval(100 * row["share"], 100 * row["low"], 100 * row["high"]))
    first, last = int(change["first"]), int(change["last"])
    english, chinese = (part[change["topic"]] for part in names)
    return (f"{english} from {written[0]}% in {first} to {written[1]}% in {last}",
            f"{chinese}由{first}年的{written[0]}%到{last}年的{written[1]}%")
