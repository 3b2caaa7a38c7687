"""What was promised in numbers, and what came of it."""

from __future__ import annotations

import pandas as pd

from policyresearch.findings.claims import (
    Claim,
    count_noun,
    format_interval,
    join_words,
    list_keys,
)
from policyresearch.tables import STATUSES

# Promises told one by one; the table holds them all.
_EXAMPLES = 4


def describe_statuses(statuses: pd.DataFrame) -> list[Claim]:
    """How many values there are (`promises.count_statuses`), and who states no target."""
    totals = statuses.groupby("status")["values"].sum().reindex(STATUSES, fill_value=0)
    target, outcome, reference = (int(n) for n in totals)
    claims = [Claim(
        "targets.count",
        f"The documents state {count_noun(target, 'numeric target')}, "
        f"{count_noun(outcome, 'outcome')} and {count_noun(reference, 'reference value')}.",
        f"各文件共有目标值{target}个、完成值{outcome}个、参照值{reference}个。",
        "target-statuses",
        list_keys(statuses, ["doc_id", "status"]),
    )]
    none = statuses[(statuses["status"] == "target") & (statuses["values"] == 0)]
    if len(none):
        names = list(none["doc_id"])
        values = int(statuses.loc[statuses["doc_id"].isin(names), "values"].sum())
        claims.append(Claim(
            "targets.none",
            f"{join_words(names, chinese=False)} "
            f"{'states' if len(names) == 1 else 'state'} no numeric target: of "
            f"{'its' if len(names) == 1 else 'their'} {count_noun(values, 'value')} none is "
            "promised. Goals without numbers are not counted as targets.",
            f"{join_words(names, chinese=True)}未提出任何数值目标：其{values}个数值均非承诺。"
            "不带数值的目标不计入。",
            "target-statuses",
            list_keys(none, ["doc_id", "status"]),
        ))
    return claims


def describe_hardness(rates: pd.DataFrame, series: pd.DataFrame) -> list[Claim]:
    """
    How densely the main series promises in numbers.

    `rates` holds `doc_id`, `targets_per_10k`, `low` and `high`; `series` is
    `composition.find_series`.
    """
    parts = rates.set_index("doc_id").reindex(series["doc_id"]).reset_index()
    parts = parts.assign(wave=list(series["wave"])).dropna(subset="targets_per_10k")
    if parts["wave"].nunique() < 2:
        return [Claim(
            "targets.hardness",
            "No place is seen in two waves: numeric targets are not compared over time.",
            "没有任何地区出现在两个时点，数值目标不作跨期比较。",
        )]
    written = [
        (row["wave"], row["doc_id"],
         format_interval(row["targets_per_10k"], row["low"], row["high"]))
        for row in parts.to_dict("records")
    ]
    english = [f"{rate} in {wave} ({doc_id})" for wave, doc_id, rate in written]
    chinese = [f"{wave}年（{doc_id}）{rate}" for wave, doc_id, rate in written]
    return [Claim(
        "targets.hardness",
        f"Numeric targets per 10,000 characters of policy text, with 95% intervals: "
        f"{join_words(english, chinese=False)}.",
        f"每万字政策文本的数值目标个数及95%区间：{join_words(chinese, chinese=True)}。",
        "target-hardness",
        list_keys(parts, ["doc_id"]),
    )]


def describe_outcomes(panel: pd.DataFrame, indicators: pd.DataFrame) -> list[Claim]:
    """What later documents of the same place made of each promise (`tables.PANEL`)."""
    followed = panel[panel["followed"] != "no later document"]
    if followed.empty:
        return [Claim(
            "targets.outcomes",
            "No promise is followed by a later document of the same place: nothing can be said "
            "about its outcome.",
            "没有任何承诺有同一地区的后续文件可查，结果无从谈起。",
        )]
    verdicts = followed["verdict"].value_counts()
    met, missed, silent = (int(verdicts.get(v, 0)) for v in ("met", "missed", "not reported"))
    claims = [Claim(
        "targets.outcomes",
        f"Of {count_noun(len(followed), 'numeric promise')} that a later document of the same "
        f"place could answer, {met} {'was' if met == 1 else 'were'} met, {missed} missed, and of "
        f"{silent} ({100 * silent / len(followed):.0f}%) no comparable value was reported.",
        f"同一地区有后续文件可查的数值承诺共{len(followed)}项，其中实现{met}项，未实现{missed}项，"
        f"{silent}项（{100 * silent / len(followed):.0f}%）未见可比的完成值。",
        "panel",
        list_keys(followed, ["doc_id", "n"]),
    )]
    return claims + _tell_examples(followed, indicators)


def _tell_examples(panel: pd.DataFrame, indicators: pd.DataFrame) -> list[Claim]:
    """Linked promises with a reported value, the furthest from it first."""
    told = panel[
        (panel["indicator_id"] != "") & panel["outcome"].notna() & (panel["promised"] != 0)
    ]
    distance = (told["outcome"] / told["promised"] - 1).abs()
    told = told.assign(distance=distance).sort_values(
        ["distance", "doc_id", "n"], ascending=[False, True, True]
    )
    told = told[told["verdict"].isin(["missed", "superseded"])]
    told = told.drop_duplicates("indicator_id").head(_EXAMPLES)
    catalogue = indicators.set_index("indicator_id")
    claims = []
    for row in told.to_dict("records"):
        entry = catalogue.loc[row["indicator_id"]]
        successor, successor_zh = "", ""
        if not pd.isna(row["successor"]):
            value = _write(row["successor"], row["successor_unit"])
            successor = f", and set to {value} for {row['successor_year']}"
            successor_zh = f"，后定为{row['successor_year']}年{value}"
        promised, outcome = (_write(row[name], row["unit"]) for name in ("promised", "outcome"))
        claims.append(Claim(
            f"targets.{row['doc_id']}-{row['n']}",
            f"{entry['name_en'][:1].upper()}{entry['name_en'][1:]}: {promised} was promised for "
            f"{row['year']} ({row['doc_id']}), {outcome} was reported for "
            f"{row['outcome_year']} ({row['outcome_doc_id']}){successor}.",
            f"{entry['name_zh']}：{row['doc_id']}承诺{row['year']}年达到{promised}，"
            f"{row['outcome_doc_id']}报告{row['outcome_year']}年为{outcome}{successor_zh}。",
            "panel",
            list_keys(pd.DataFrame([row]), ["doc_id", "n"]),
        ))
    return claims


def _write(value: float, unit: str) -> str:
    return f"{value:,.6g}{unit}"
