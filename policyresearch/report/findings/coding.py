"""Which themes the documents attend to, and how that shifted."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd

from policyresearch.coding.divergence import explain_divergence
from policyresearch.coding.scheme import NONE, Scheme
from policyresearch.digits import settle
from policyresearch.inference.comparison import find_series
from policyresearch.report.claims import (
    Claim,
    count_noun,
    format_interval,
    join_words,
    list_keys,
    tell_uncompared,
)
from policyresearch.validation.headings import Agreement

# Themes named of each document, and of a divergence; the tables hold them all.
_LEADING = 3
# Largest corrected p-value under which a change is told as one.
ALPHA = 0.05


def describe_attention(
    attention: pd.DataFrame, documents: pd.DataFrame, scheme: Scheme, *, by: str = "doc_id"
) -> list[Claim]:
    """What each document or wave of the main series attends to most; without one, of all."""
    rows = attention[attention["theme"] != NONE]
    claims = []
    for group in [g for g in _list_series(documents, by) if g in set(rows[by])]:
        own = rows[rows[by] == group]
        top = own.sort_values("share", ascending=False, kind="stable", key=settle).head(_LEADING)
        english, chinese = (
            [f"{scheme.get_names(language)[row['theme']]}{gap}{_write_share(row)}"
             for row in top.to_dict("records")]
            for language, gap in (("en", " "), ("zh", ""))
        )
        whose, whose_zh = (
            (f"The text of {group} attends", f"{group}年各文件") if by == "wave"
            else (f"{group} attends", group)
        )
        claims.append(Claim(
            f"shift.attention-{group}",
            f"{whose} most to {join_words(english, chinese=False)}.",
            f"{whose_zh}着墨最多的是{join_words(chinese, chinese=True)}。",
            "attention", list_keys(top, [by, "theme"]),
        ))
    return claims


def describe_shift(change: pd.DataFrame, scheme: Scheme) -> list[Claim]:
    """Themes whose share rose or fell over the main series (`coding.compare_ends`)."""
    if change.empty:
        return [tell_uncompared("shift.themes", "Attention to themes is", "主题关注度")]
    first, last = change["left_wave"].iloc[0], change["right_wave"].iloc[0]
    sure = change[(change["theme"] != NONE) & (change["p_holm"] < ALPHA)]
    sure = sure.sort_values("difference", key=lambda d: -settle(d.abs()), kind="stable")
    evidence = tuple({"wave": wave} for wave in (first, last))
    claims = []
    for name, part, word, word_zh in (
        ("risen", sure[sure["difference"] > 0], "rose", "上升"),
        ("fallen", sure[sure["difference"] < 0], "fell", "下降"),
    ):
        if len(part):
            english, chinese = (_write_changes(part, scheme, language) for language in ("en", "zh"))
            claims.append(Claim(
                f"shift.{name}",
                f"From {first} to {last} attention {word} for {join_words(english, chinese=False)} "
                "(percentage points of the text with 95% intervals; p corrected for all themes).",
                f"{first}年至{last}年，关注度{word_zh}的有{join_words(chinese, chinese=True)}"
                "（占文本的百分点及95%区间；p值已按全部主题校正）。",
                "attention-change", list_keys(part, ["theme"]),
                tuple({**wave, "theme": theme} for theme in part["theme"] for wave in evidence),
            ))
    rest = int((change["theme"] != NONE).sum()) - len(sure)
    places = int(change["places"].iloc[0])
    bound, bound_zh = (
        ("the text's own variation from paragraph to paragraph allows", "段落间自身的变动")
        if places == 1 else
        (f"the variation between {places} places allows", f"{places}个地区之间的变动")
    )
    claims.append(Claim(
        "shift.unsure",
        f"For {count_noun(rest, 'theme')} of {rest + len(sure)} the difference between {first} and "
        f"{last} is not larger than {bound}.",
        f"在{rest + len(sure)}个主题中，有{rest}个主题{first}年与{last}年之差未超出{bound_zh}。",
        "attention-change", list_keys(change, ["theme"]), evidence,
    ))
    return claims


def describe_divergence(
    divergence: pd.DataFrame,
    attention: pd.DataFrame,
    documents: pd.DataFrame,
    scheme: Scheme,
    *,
    by: str = "doc_id",
) -> list[Claim]:
    """How far neighbours in the main series are apart, and which themes make it up."""
    series = _list_series(documents, by)
    neighbours = {frozenset(pair) for pair in pairwise(series)}
    neighbours.add(frozenset((series[0], series[-1])))
    claims = []
    for row in divergence.to_dict("records"):
        left, right = row[by], row["other"]
        if frozenset((left, right)) not in neighbours:
            continue
        parts = explain_divergence(attention, left, right, by=by).head(_LEADING)
        english, chinese = (
            [f"{scheme.get_names(language)[part['theme']]}{gap}{100 * part['part_share']:.0f}%"
             for part in parts.to_dict("records")]
            for language, gap in (("en", " "), ("zh", ""))
        )
        above = row["p"] < ALPHA
        claims.append(Claim(
            f"shift.divergence-{left}-{right}",
            f"The attention of {left} and {right} diverges by {row['divergence']:.3f} bits, where "
            f"{row['expected']:.3f} would come of chance (p = {row['p']:.3f})"
            + (f"; most of it is {join_words(english, chinese=False)}." if above else
               ": no more than units dealt out at random."),
            f"{left}与{right}的关注度相差{row['divergence']:.3f}比特，随机所致的期望为"
            f"{row['expected']:.3f}（p＝{row['p']:.3f}）"
            + (f"，主要来自{join_words(chinese, chinese=True)}。" if above else
               "，不大于随机分派所得。"),
            "attention-divergence",
            list_keys(pd.DataFrame([row]), [by, "other"]),
            ({by: left}, {by: right}),
        ))
    return claims


def describe_coding(agreement: Agreement) -> list[Claim]:
    """How well the coding agrees with the documents' own headings."""
    if not len(agreement.truth):
        return [Claim(
            "shift.coding",
            "No heading names a theme: the coding cannot be checked on these documents.",
            "没有任何标题点明主题，编码无从在这些文件上检验。",
        )]
    units, low, high = len(agreement.truth), *agreement.interval()
    return [Claim(
        "shift.coding",
        f"Coded without its heading, the text below {count_noun(units, 'heading')} that "
        f"{'names' if units == 1 else 'name'} one theme leads to that theme in "
        f"{100 * agreement.accuracy:.0f}% of cases: macro-F1 "
        f"{format_interval(agreement.macro_f1, low, high, digits=2)}, "
        f"kappa {agreement.kappa:.2f}.",
        f"共有{units}个标题点明单一主题；隐去标题后编码其下文字，{100 * agreement.accuracy:.0f}%"
        f"与标题一致：宏平均F1为{format_interval(agreement.macro_f1, low, high, digits=2)}，"
        f"κ为{agreement.kappa:.2f}。",
        "theme-agreement",
        tuple({"truth": str(theme)} for theme in dict.fromkeys(agreement.truth)),
        tuple({"doc_id": str(name)} for name in dict.fromkeys(agreement.documents)),
    )]


def describe_correction(
    corrected: pd.DataFrame, scheme: Scheme, *, by: str = "doc_id"
) -> list[Claim]:
    """What the coding's own errors do to shares by leading theme (`coding.correct_attention`)."""
    moved = settle((corrected["corrected"] - corrected["share"]).abs())
    row = corrected.loc[moved.idxmax()]
    names = [scheme.get_names(language)[row["theme"]] for language in ("en", "zh")]
    before, after = 100 * row["share"], 100 * row["corrected"]
    return [Claim(
        "shift.corrected",
        f"Corrected for the coding's errors, as measured on city reports it was not made on, "
        f"shares by leading theme move by {100 * moved.median():.1f} points in the median and at "
        f"most from {before:.1f}% to {after:.1f}% ({names[0]}, {row[by]}).",
        f"按在未参与编制的城市报告上测得的误差校正后，以首要主题计的比重变动中位数为"
        f"{100 * moved.median():.1f}个百分点，最大者由{before:.1f}%变为{after:.1f}%"
        f"（{row[by]}，{names[1]}）。",
        "attention-corrected", list_keys(pd.DataFrame([row]), [by, "theme"]),
    )]


def describe_influence(
    influence: pd.DataFrame, scheme: Scheme, *, by: str = "doc_id"
) -> list[Claim]:
    """How much hangs on a single term (`coding.drop_each_term`)."""
    if influence.empty:
        return []
    row = influence.iloc[0]
    names = [scheme.get_names(language).get(row["theme"], "") for language in ("en", "zh")]
    return [Claim(
        "shift.influence",
        f"Of {count_noun(len(influence), 'term')} that occur none moves a share by more than "
        f"{100 * abs(row['change']):.1f} points when it is left out ({row['term']}: {names[0]}, "
        f"{row[by]}).",
        f"出现的{len(influence)}个用语中，剔除任何一个所致的比重变动均不超过"
        f"{100 * abs(row['change']):.1f}个百分点（{row['term']}：{row[by]}的{names[1]}）。",
        "term-influence", list_keys(pd.DataFrame([row]), ["term"]), ({by: row[by]},),
    )]


def _list_series(documents: pd.DataFrame, by: str) -> list:
    """Documents or waves of the main series in their order; without one, all of them."""
    series = find_series(documents)
    rows = series if len(series) else documents
    return [int(v) if by == "wave" else v for v in dict.fromkeys(rows[by].dropna())]


def _write_share(row: dict) -> str:
    low, high = 100 * row["low"], 100 * row["high"]
    return f"{100 * row['share']:.0f}%" + (
        "" if pd.isna(low) else f" [{low:.0f}, {high:.0f}]"
    )


def _write_changes(part: pd.DataFrame, scheme: Scheme, language: str) -> list[str]:
    names, gap = scheme.get_names(language), "" if language == "zh" else " "
    return [
        f"{names[row['theme']]}{gap}"
        + format_interval(100 * row["difference"], 100 * row["low"], 100 * row["high"])
        for row in part.to_dict("records")
    ]
