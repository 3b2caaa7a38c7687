"""What the kinds of evidence say together, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from policyresearch.coding.scheme import Scheme
from policyresearch.plots.labels import LABELS
from policyresearch.report.claims import (
    Claim,
    count_noun,
    format_factor,
    join_words,
    list_keys,
    tell_uncompared,
)
from policyresearch.segment.terms import bare
from policyresearch.synthesis.evidence import CERTAINTIES

_CERTAINTY = {
    "firm": ("firm for these documents", "就这些文件而言可以断定"),
    "likely": ("likely", "较可能"),
    "open": ("open", "尚不能断定"),
}
_AGREEMENT = {
    "agree": ("What is clear agrees", "明确者方向一致"),
    "alone": ("One kind of evidence on attention stands alone", "关于关注度仅一类证据明确"),
    "contradict": ("What is clear differs", "明确者方向相反"),
}
_WHAT = {
    "terms": ("the rate of its terms", "用语频率"),
    "share": ("its share of the text", "占文本比重"),
    "topic": ("its topic {name}", "所在主题“{name}”"),
    "targets": ("the numeric targets in it", "其中的数值目标"),
}
_WAYS = {1: ("rose", "上升"), -1: ("fell", "下降"), 0: ("went both ways", "升降不一")}


def describe_synthesis(
    evidence: pd.DataFrame,
    findings: pd.DataFrame,
    scheme: Scheme,
    *,
    topics: tuple[Mapping[int, str], Mapping[int, str]],
    waves: tuple[int, ...],
) -> list[Claim]:
    """
    Which themes are told, what each kind of evidence says of them, and how sure it is.

    `evidence` is `synthesis.gather_evidence`, `findings` is `synthesis.choose_findings`;
    `topics` are the English and the Chinese labels of the stable topics.
    """
    if evidence.empty:
        return [tell_uncompared("synthesis.findings", "The emphasis of policy is", "政策重点")]
    first, last = waves[0], waves[-1]
    themes = evidence["theme"].nunique()
    if findings.empty:
        return [Claim(
            "synthesis.findings",
            f"Of {count_noun(themes, 'theme')} none changed between {first} and {last} by more "
            "than the interval of its share or of its terms.",
            f"{themes}个主题在{first}年至{last}年间的变化均未超出其比重或用语的区间。",
            "evidence", list_keys(evidence, ["theme", "kind"]),
        )]
    marks = tuple({"theme": theme, "wave": wave}
                  for theme in findings["theme"] for wave in (first, last))
    told = evidence[evidence["theme"].isin(findings["theme"])]
    english, chinese = (_list_findings(findings, scheme, language) for language in ("en", "zh"))
    topic = told[told["kind"] == "topic"].set_index("theme")["direction"]
    borne = int((findings["theme"].map(topic) * findings["direction"] == 1).sum())
    claims = [
        Claim(
            "synthesis.findings",
            f"Of {count_noun(themes, 'theme')} {len(findings)} changed between {first} and {last} "
            f"by more than the 95% interval of their share or of the rate of their terms allows, "
            f"not corrected for their number; {english}.",
            f"{themes}个主题中，有{len(findings)}个在{first}年至{last}年间的变化超出其比重或用语频率的"
            f"95%区间（未按主题数目校正）：{chinese}。",
            "evidence", list_keys(told, ["theme", "kind"]), marks,
        ),
        Claim(
            "synthesis.topics",
            f"Topics, the only evidence on attention that does not rest on the scheme's terms, "
            f"bear out {borne} of the {count_noun(len(findings), 'change')} told of themes with an "
            "interval clear of zero.",
            f"主题模型是唯一不依赖编码用语的关注度证据；所列{len(findings)}个主题的变化中，"
            f"由其以不含零的区间予以支持的有{borne}个。",
            "evidence", list_keys(told[told["kind"] == "topic"], ["theme", "kind"]), marks,
        ),
    ]
    for row in findings.to_dict("records"):
        own = evidence[evidence["theme"] == row["theme"]]
        english, chinese = (_tell_theme(row, own, scheme, topics, language)
                            for language in ("en", "zh"))
        claims.append(Claim(
            f"synthesis.{row['theme']}", english, chinese, "evidence",
            list_keys(own, ["theme", "kind"]),
            tuple(mark for mark in marks if mark["theme"] == row["theme"]),
        ))
    return claims


def describe_bare_words(words: pd.DataFrame, scheme: Scheme) -> list[Claim]:
    """Which of the words told one by one (`words.list_headlines`) belong to a theme."""
    if words.empty:
        return []
    known = set(scheme.vocabulary)
    outside = words[[bare(word) not in known for word in words["keyword"]]]
    if outside.empty:
        return []
    listed = [join_words(outside["keyword"], chinese=chinese) for chinese in (False, True)]
    one = len(outside) == 1
    return [Claim(
        "synthesis.words",
        f"Of {count_noun(len(words), 'word')} told one by one, {len(outside)} ({listed[0]}) "
        f"{'is a term' if one else 'are terms'} of no theme: {'it tells' if one else 'they tell'} "
        "of wording more than of subject.",
        f"逐一列出的{len(words)}个词语中，{len(outside)}个（{listed[1]}）不是任何主题的用语，"
        "所反映的是措辞，而非议题。",
        "keyness", list_keys(outside, ["keyword"]),
    )]


def _list_findings(findings: pd.DataFrame, scheme: Scheme, language: str) -> str:
    """The themes by how sure they are, each with its direction."""
    chinese, names = language == "zh", scheme.get_names(language)
    parts = []
    for certainty in CERTAINTIES:
        own = findings[findings["certainty"] == certainty]
        if len(own):
            gap = "" if chinese else " "
            told = [f"{names[row['theme']]}{gap}{_WAYS[row['direction']][chinese]}"
                    for row in own.to_dict("records")]
            listed = join_words(told, chinese=chinese)
            parts.append(f"{_CERTAINTY[certainty][chinese]}：{listed}" if chinese
                         else f"{_CERTAINTY[certainty][0]}: {listed}")
    return ("；" if chinese else "; ").join(parts)


def _tell_theme(
    row: dict, own: pd.DataFrame, scheme: Scheme, topics: Sequence[Mapping[int, str]],
    language: str,
) -> str:
    """One sentence on a theme: what is clear, what is not, and whether it agrees."""
    chinese = language == "zh"
    name = scheme.get_names(language)[row["theme"]]
    clear, unclear = [], []
    for part in own.to_dict("records"):
        if part["kind"] == "topic" and not part["topic"]:
            unclear.append("主题模型（无对应的稳定主题）" if chinese
                           else "its topic (no stable one stands for it)")
            continue
        what = _WHAT[part["kind"]][chinese].format(name=topics[chinese].get(part["topic"], ""))
        if not part["direction"]:
            nothing = "（无可比较）" if chinese else " (nothing to compare)"
            unclear.append(what + nothing * int(pd.isna(part["value"])))
            continue
        told = f"{what}{_write_factor(part, chinese=chinese)}"
        if part["kind"] == "share":
            verdict = LABELS[part["verdict"]][chinese]
            told += f"（各种设定下{verdict}）" if chinese else f" ({verdict} over specifications)"
        clear.append(told)
    agreement = _AGREEMENT[row["agreement"]][chinese]
    if chinese:
        rest = f"；变化不明确：{join_words(unclear, chinese=True)}" if unclear else ""
        return f"{name}：{'，'.join(clear)}{rest}。{agreement}。"
    rest = f"; no clear change in {join_words(unclear, chinese=False)}" if unclear else ""
    return f"{name[:1].upper()}{name[1:]}: {', '.join(clear)}{rest}. {agreement}."


def _write_factor(row: dict, *, chinese: bool) -> str:
    """How many times as much, with its interval."""
    text = format_factor(row["value"], row["low"], row["high"])
    return f"变为{text}倍" if chinese else f" × {text}"
