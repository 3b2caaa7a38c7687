"""Which words rose and which fell, how surely, and under which readings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policyresearch.inference.comparison import WavePair
from policyresearch.plots.labels import READINGS
from policyresearch.report.claims import (
    Claim,
    count_noun,
    format_factor,
    join_words,
    list_keys,
    tell_uncompared,
)
from policyresearch.words.keyness import ALPHA
from policyresearch.words.sensitivity import choose_headlines, find_held

# Words told one by one; the table holds them all.
_EXAMPLES = 4


def describe_change(
    keyness: pd.DataFrame, readings: pd.DataFrame, pair: WavePair
) -> list[Claim]:
    """
    What rose and what fell.

    Parameters
    ----------
    keyness : DataFrame
        Of `words.compare_counts`.
    readings : DataFrame
        Of `words.compare_readings`, for the words that are to be told about, the surest
        first.
    pair : WavePair
    """
    if not pair.waves:
        return [tell_uncompared("keywords.risen", "The rates of words are", "词频")]
    first, last = pair.names
    sure = int((keyness["cautious"] != 0).sum())
    kept = int((keyness["p_bh"] < ALPHA).sum())
    claims = [
        *_tell_side(keyness, readings, pair, rising=True),
        *_tell_side(keyness, readings, pair, rising=False),
        Claim(
            "keywords.tests",
            f"Of {count_noun(len(keyness), 'word')} compared between {first} and {last}, {sure} "
            f"differ by their own 95% interval, where chance alone would let about "
            f"{ALPHA * len(keyness):.0f} differ; {kept} {'remains' if kept == 1 else 'remain'} at "
            "a false discovery rate of 5%.",
            f"在{first}年与{last}年之间比较的{len(keyness)}个词中，{sure}个按各自的95%区间有别"
            f"（仅凭偶然约有{ALPHA * len(keyness):.0f}个）；错误发现率控制在5%时余{kept}个。",
            "keyness",
            list_keys(keyness[keyness["keyword"].isin(readings["keyword"])], ["keyword"]),
        ),
    ]
    return claims


def describe_stable(keyness: pd.DataFrame, pair: WavePair) -> list[Claim]:
    """Words whose rate stayed within a halving and a doubling, by their interval."""
    if not pair.waves:
        return []
    stable = keyness[keyness["lockword"]]
    stable = stable.assign(count=stable["left_count"] + stable["right_count"])
    stable = stable.sort_values(["count", "keyword"], ascending=[False, True]).head(_EXAMPLES)
    first, last = pair.names
    if stable.empty:
        return [Claim(
            "keywords.stable",
            f"Of no word can it be said that its rate stayed within a halving and a doubling "
            f"between {first} and {last}: the intervals are too wide.",
            f"没有任何词可断定其频率在{first}年与{last}年之间未减半、亦未翻倍：区间过宽。",
        )]
    words = list(stable["keyword"])
    return [Claim(
        "keywords.stable",
        f"The common vocabulary stayed: the rates of {join_words(words, chinese=False)} "
        "changed by less than a factor of two, intervals included.",
        f"通用词汇保持稳定：{join_words(words, chinese=True)}的频率变化连同区间均不足两倍。",
        "keyword-rates",
        list_keys(stable, ["keyword"]),
    )]


def describe_readings(readings: pd.DataFrame, pair: WavePair) -> list[Claim]:
    """Which of these words do not hold when the comparison is made otherwise."""
    if not pair.waves or readings.empty:
        return []
    words = list(dict.fromkeys(readings["keyword"]))
    held = find_held(readings)
    lost = [word for word in words if word not in held]
    failed = readings[readings["keyword"].isin(lost) & ~readings["clear"]]
    worst = failed["reading"].value_counts()
    en = (f"{len(held)} of the {count_noun(len(words), 'word')} ranked highest keep direction "
          f"and an interval clear of zero in all {readings['reading'].nunique()} readings")
    zh = (f"排名最前的{len(words)}个词中，{len(held)}个在全部"
          f"{readings['reading'].nunique()}种读法下方向一致且区间不含零")
    if lost:
        names = [f"{READINGS[r][0]} ({n})" for r, n in worst.items()]
        names_zh = [f"{READINGS[r][1]}（{n}个）" for r, n in worst.items()]
        en += (f"; those that do not: {join_words(lost, chinese=False)}. They are lost under: "
               f"{join_words(names, chinese=False)}")
        zh += (f"；未能保持的是{join_words(lost, chinese=True)}，分别失于："
               f"{join_words(names_zh, chinese=True)}")
    return [Claim("keywords.readings", f"{en}.", f"{zh}。", "keyword-readings",
                  list_keys(failed if lost else readings, ["keyword", "reading"]))]


def _tell_side(
    keyness: pd.DataFrame, readings: pd.DataFrame, pair: WavePair, *, rising: bool
) -> list[Claim]:
    """The surest words of one direction; those that hold in every reading go first."""
    first, last = pair.names
    identifier = "keywords.risen" if rising else "keywords.fallen"
    told = choose_headlines(keyness, readings, rising=rising)
    if told.empty:
        way, way_zh = ("rose", "上升") if rising else ("fell", "下降")
        return [Claim(
            identifier,
            f"Between {first} and {last} no word surely {way}: no interval is clear of zero.",
            f"{first}年至{last}年间没有任何词可断定{way_zh}：区间均含零。",
        )]
    words = told.to_dict("records")
    english = [f"{row['keyword']} ({_write_rates(row)}; {_write_factor(row)})" for row in words]
    chinese = [f"{row['keyword']}（{_write_rates(row, zh=True)}，{_write_factor(row, zh=True)}）"
               for row in words]
    if set(told["keyword"]) <= find_held(readings):
        bound, bound_zh = "that hold in every reading", "且在各种读法下均成立"
    else:
        bound, bound_zh = "none of which holds in every reading", "但无一在各种读法下均成立"
    way, way_zh = ("rises", "上升") if rising else ("falls", "下降")
    sure = list(told.loc[told["p_bh"] < ALPHA, "keyword"])
    after = f"only {join_words(sure, chinese=False)} {'stands' if len(sure) == 1 else 'stand'}"
    after = "all stand" if len(sure) == len(told) else after if sure else "none stands"
    after_zh = "均" if len(sure) == len(told) else f"仅{join_words(sure, chinese=True)}"
    after_zh = f"{after_zh}仍成立" if sure else "无一仍成立"
    evidence = tuple(
        {"keyword": row["keyword"], "doc_id": doc_id}
        for row in words for doc_id in (*pair.first, *pair.last)
    )
    return [Claim(
        identifier,
        f"The surest {way} from {first} to {last} {bound}: "
        f"{join_words(english, chinese=False)}. Of these, {after} after correction for "
        f"{len(keyness):,} comparisons.",
        f"{first}年至{last}年间最可断定{way_zh}、{bound_zh}的词："
        f"{join_words(chinese, chinese=True)}。经{len(keyness):,}次比较校正后，{after_zh}。",
        "keyness", list_keys(told, ["keyword"]), evidence,
    )]


def _write_rates(row: dict, *, zh: bool = False) -> str:
    ends = f"{row['left_per_10k']:.1f}{'→' if zh else ' to '}{row['right_per_10k']:.1f}"
    return f"每万词{ends}次" if zh else f"{ends} per 10,000 tokens"


def _write_factor(row: dict, *, zh: bool = False) -> str:
    """How many times as often, with its interval; a fall as a factor below one."""
    if row["left_count"] == 0:
        # A ratio to nothing has no value, only a lower bound.
        low = float(np.exp2(row["low"]))
        return f"区间下限{low:.1f}倍" if zh else f"at least × {low:.1f}"
    text = format_factor(row["log_ratio"], row["low"], row["high"])
    return f"{text}倍" if zh else f"× {text}"
