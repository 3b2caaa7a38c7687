"""What documents share word for word, and what is left without it."""

from __future__ import annotations

import pandas as pd

from policyresearch.coding.scheme import NONE, Scheme
from policyresearch.digits import settle
from policyresearch.report.claims import Claim, count_noun, join_words, list_keys

# Documents named one by one; the table holds them all.
_NAMED = 6


def describe_reuse(passages: pd.DataFrame, shares: pd.DataFrame) -> list[Claim]:
    """How much of the documents is shared phrasing (`reuse.measure_reuse`), and the longest."""
    if shares["doc_id"].nunique() < 2:
        return [Claim(
            "reuse.share",
            "The corpus has one document: nothing can be shared.",
            "语料仅有一份文件，无从共用。",
        )]
    if passages.empty:
        return [Claim(
            "reuse.share",
            "The documents share no passage.",
            "各文件之间没有共用的表述。",
            "reuse-map", list_keys(shares[shares["other"] == ""], ["doc_id", "other"]),
        )]
    whole = shares[shares["other"] == ""].sort_values(
        "share", ascending=False, kind="stable", key=settle
    )
    named = whole if len(whole) <= _NAMED else whole.iloc[[0, -1]]
    written = [f"{row['doc_id']} {100 * row['share']:.1f}%" for row in named.to_dict("records")]
    chinese = [f"{row['doc_id']}为{100 * row['share']:.1f}%" for row in named.to_dict("records")]
    whole_zh = join_words(chinese, chinese=True)
    whole_en = join_words(written, chinese=False)
    if len(whole) > _NAMED:
        whole_en, whole_zh = f"from {written[1]} to {written[0]}", f"从{chinese[1]}到{chinese[0]}"
    longest = passages.sort_values("letters", ascending=False, kind="stable").iloc[0]
    return [
        Claim(
            "reuse.share",
            f"{count_noun(len(passages), 'passage')} of twelve letters or more "
            f"{'stands' if len(passages) == 1 else 'stand'} in two documents, in these or nearly "
            f"these words; of its text a document shares with any other: "
            f"{whole_en}.",
            f"有{len(passages)}处十二字以上的表述在两份文件中相同或近乎相同；"
            f"与其他任一文件共用的文字所占比重：{whole_zh}。",
            "reuse-map", list_keys(named, ["doc_id", "other"]), list_keys(named, ["doc_id"]),
        ),
        Claim(
            "reuse.longest",
            f"The longest of them, {longest['letters']} letters in {longest['doc_id']} and "
            f"{longest['other']}: “{longest['text']}”",
            f"其中最长者{longest['letters']}字，见于{longest['doc_id']}与{longest['other']}："
            f"“{longest['text']}”",
            "reuse-map",
            list_keys(whole[whole["doc_id"].isin([longest["doc_id"], longest["other"]])],
                      ["doc_id", "other"]),
            ({"doc_id": longest["doc_id"]}, {"doc_id": longest["other"]}),
        ),
    ]


def describe_own(
    attention: pd.DataFrame, own: pd.DataFrame, scheme: Scheme, *, by: str = "doc_id"
) -> list[Claim]:
    """
    What becomes of the shares of attention without shared phrasing.

    `attention` and `own` are `coding.estimate_attention` by `doc_id` or `wave` of the whole text
    and of the text with shared passages set aside.
    """
    joined = attention.merge(own, on=[by, "theme"], suffixes=("", "_own"),
                             validate="one_to_one")
    joined = joined[joined["theme"] != NONE]
    moved = settle((joined["share_own"] - joined["share"]).abs())
    if not moved.max() > 0:
        return [Claim(
            "reuse.own",
            "Nothing is set aside, and the shares of attention stay as they are.",
            "没有可剔除的表述，关注度不变。",
        )]
    row = joined.loc[moved.idxmax()]
    names = [scheme.get_names(language)[row["theme"]] for language in ("en", "zh")]
    before, after = 100 * row["share"], 100 * row["share_own"]
    return [Claim(
        "reuse.own",
        f"With shared phrasing set aside no share of attention moves more than that of {names[0]} "
        f"in {row[by]}, from {before:.1f}% to {after:.1f}%; the median share moves by "
        f"{100 * moved.median():.2f} points.",
        f"剔除共用表述后，变动最大的是{row[by]}的{names[1]}，"
        f"由{before:.1f}%变为{after:.1f}%；比重变动的中位数为{100 * moved.median():.2f}个百分点。",
        "attention-own", list_keys(pd.DataFrame([row]), [by, "theme"]),
    )]
