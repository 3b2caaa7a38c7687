"""Which of the study's claims hold under every reasonable way of looking."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policyresearch.coding.scheme import Scheme
from policyresearch.inference.sensitivity import VERDICTS
from policyresearch.plots.labels import LABELS
from policyresearch.report.claims import Claim, count_noun, join_words, list_keys
from policyresearch.report.findings.coding import ALPHA
from policyresearch.synthesis.outcome_choices import REACHED, UNANSWERED
from policyresearch.synthesis.target_choices import TARGETS
from policyresearch.synthesis.topic_choices import name_topic

# Changes that no sentence claims: their themes are told together as unsure.
_UNCLAIMED = "shift.unsure"
_COLUMNS = ["claim", "kind", "finding", "claimed", "en", "zh"]


def name_claims(
    words: pd.DataFrame,
    change: pd.DataFrame,
    scheme: Scheme,
    topics: Mapping[int, str],
    topics_zh: Mapping[int, str],
) -> pd.DataFrame:
    """
    What the curves of `robustness.run_all` are about, and which sentence of the study says it.

    Parameters
    ----------
    words : DataFrame
        Rows of `words.compare_counts`: the words told one by one.
    change : DataFrame, one row per theme (`coding.compare_ends`)
    scheme : Scheme
    topics, topics_zh : mapping of int to str
        English and Chinese labels of the stable topics.

    Returns
    -------
    DataFrame, one row per curve
        `claim`, `kind` ("word", "theme", "topic", "target" or "outcome"), `finding` (the id of
        the sentence), `claimed` (whether that sentence states this change), `en`, `zh`.
    """
    sure = change[change["p_holm"] < ALPHA].set_index("theme")["difference"]
    english, chinese = scheme.get_names("en"), scheme.get_names("zh")
    rows = [(word, "word", f"keywords.{'risen' if sign > 0 else 'fallen'}", word, word)
            for word, sign in zip(words["keyword"], words["cautious"], strict=True)]
    for theme in scheme.keys:
        said = f"shift.{'risen' if sure[theme] > 0 else 'fallen'}" if theme in sure else _UNCLAIMED
        rows.append((theme, "theme", said, f"attention to {english[theme]}",
                     f"对{chinese[theme]}的关注"))
    rows += [(name_topic(topic), "topic", "topics.shift", f"the topic {label}",
              f"主题“{topics_zh[topic]}”") for topic, label in topics.items()]
    rows += [
        (TARGETS, "target", "targets.hardness", "numeric targets", "数值目标"),
        (UNANSWERED, "outcome", "targets.outcomes", "more promises without an answer than with one",
         "未获回应的承诺多于获回应者"),
        (REACHED, "outcome", "targets.outcomes", "more promises reached than missed",
         "已达到的承诺多于未实现者"),
    ]
    table = pd.DataFrame(rows, columns=[name for name in _COLUMNS if name != "claimed"])
    return table.assign(claimed=table["finding"] != _UNCLAIMED)[_COLUMNS]


def describe_verdicts(verdicts: pd.DataFrame, *, waves: tuple[int, ...]) -> list[Claim]:
    """
    How the claims fare over their specifications.

    Parameters
    ----------
    verdicts : DataFrame, one row per claim
        `specifications.judge_claims` with the columns of `name_claims`.
    waves : tuple of int
        Those compared.
    """
    told = verdicts[verdicts["claimed"].astype(bool)]
    if told.empty:
        return [Claim(
            "robustness.verdicts",
            "No change over time is claimed, so that there is nothing to look at in other ways.",
            "没有提出任何跨期变化，无需以其他方式检视。",
        )]
    evidence = tuple({"wave": wave} for wave in (waves[0], waves[-1])) if waves else ()
    english, chinese = (_list_verdicts(told, language) for language in ("en", "zh"))
    claims = [Claim(
        "robustness.verdicts",
        f"Of {count_noun(len(told), 'statement')} on words, themes, topics and targets, each "
        f"computed in every way listed, {english}.",
        f"关于词语、主题与目标值的{len(told)}项判断，各按所列全部设定重新计算：{chinese}。",
        "specification-verdicts", list_keys(told, ["claim"]), evidence,
    )]
    rest = verdicts[~verdicts["claimed"].astype(bool)]
    if len(rest):
        counts = [(int((rest["verdict"] == verdict).sum()), *LABELS[verdict])
                  for verdict in VERDICTS]
        claims.append(Claim(
            "robustness.unsure",
            f"Of {count_noun(len(rest), 'theme')} whose change is unsure "
            f"{join_words([f'{n} are {en}' for n, en, _ in counts], chinese=False)}.",
            f"变化不能断定的{len(rest)}个主题中，"
            f"{join_words([f'{zh}{n}个' for n, _, zh in counts], chinese=True)}。",
            "specification-verdicts", list_keys(rest, ["claim"]), evidence,
        ))
    return [*claims, *_tell_missing(told, evidence), *_tell_robust(told, evidence)]


def describe_counts(counts: pd.DataFrame, panel: pd.DataFrame) -> list[Claim]:
    """
    How far what came of the promises depends on how it is counted.

    `counts` is `robustness.count_outcomes`, `panel` what was counted (`tables.PANEL`).
    """
    told = counts[counts["promises"] > 0]
    if told.empty:
        return []
    share = 100 * told["unanswered_share"]
    ends = {name: _write_range(told[name])
            for name in ("promises", "met", "missed", "other_year")}
    return [Claim(
        "robustness.outcomes",
        f"Counted in {len(told)} ways, {_write_range(share)}% of {ends['promises']} "
        f"promises are unanswered, {ends['met']} met, {ends['missed']} missed and "
        f"{ends['other_year']} reached in another year.",
        f"以{len(told)}种方式计数，{ends['promises']}项承诺中{_write_range(share)}%"
        f"未获回应，{ends['met']}项实现，{ends['missed']}项未实现，{ends['other_year']}项在其他年份"
        "达到。",
        "panel", list_keys(panel[panel["followed"] != "no later document"], ["doc_id", "n"]),
    )]


def _write_range(values: pd.Series) -> str:
    low, high = f"{values.min():.0f}", f"{values.max():.0f}"
    return low if low == high else f"{low}–{high}"


def _list_verdicts(told: pd.DataFrame, language: str) -> str:
    chinese = language == "zh"
    parts = []
    for verdict in VERDICTS:
        own = told.loc[told["verdict"] == verdict, language]
        if len(own):
            name, listed = LABELS[verdict][chinese], join_words(own, chinese=chinese)
            be = "is" if len(own) == 1 else "are"
            parts.append(f"{name}的{len(own)}项（{listed}）" if chinese
                         else f"{len(own)} {be} {name} ({listed})")
    return "，".join(parts) if chinese else join_words(parts, chinese=False)


def _tell_missing(told: pd.DataFrame, evidence: tuple[dict, ...]) -> list[Claim]:
    """Which of the claims cannot be computed under every specification."""
    lost = told[told["missing_share"] > 0]
    if lost.empty:
        return []
    english, chinese = (
        [f"{row[language]}{gap}{100 * row['missing_share']:.0f}%"
         for row in lost.to_dict("records")] for language, gap in (("en", " "), ("zh", ""))
    )
    return [Claim(
        "robustness.missing",
        f"Some specifications have no estimate, as a topic is not found in another fit or nothing "
        f"is left to count: {join_words(english, chinese=False)}.",
        f"部分设定没有估计值（主题在其他拟合中未出现，或无可计数）："
        f"{join_words(chinese, chinese=True)}。",
        "specification-verdicts", list_keys(lost, ["claim"]), evidence,
    )]


def _tell_robust(told: pd.DataFrame, evidence: tuple[dict, ...]) -> list[Claim]:
    """The changes that keep their sign, and how often their interval is clear."""
    held = told[(told["verdict"] == "robust") & (told["kind"] != "outcome")]
    if held.empty:
        return []
    english, chinese = (
        join_words([_tell_held(row, language) for row in held.to_dict("records")],
                   chinese=language == "zh") for language in ("en", "zh")
    )
    return [Claim(
        "robustness.held",
        f"The same direction in every specification, in brackets their number and how often the "
        f"interval leaves out no change: {english}.",
        f"在全部设定下方向不变者，括号内为设定数及区间不含零变化的比例：{chinese}。",
        "specification-verdicts", list_keys(held, ["claim"]),
        tuple({**wave, **_name_passages(row)} for row in held.to_dict("records")
              for wave in evidence),
    )]


def _tell_held(row: Mapping, language: str) -> str:
    rose, sure = row["value"] > 0, f"{100 * row['sure_share']:.0f}%"
    if language == "zh":
        return f"{row['zh']}{'上升' if rose else '下降'}（{row['specifications']}种，{sure}）"
    return f"{row['en']} {'rose' if rose else 'fell'} ({row['specifications']}, {sure})"


def _name_passages(row: Mapping) -> dict[str, str]:
    """The key of a claim's passages, as `findings.evidence` reads it."""
    key = {"word": "keyword", "theme": "theme"}.get(row["kind"])
    return {key: row["claim"]} if key else {}
