"""What was promised in numbers, and what came of it."""

from __future__ import annotations

import pandas as pd

from policyresearch.digits import settle
from policyresearch.plots.labels import READINGS
from policyresearch.report.claims import (
    Claim,
    count_noun,
    format_interval,
    join_some,
    join_words,
    list_keys,
    tell_uncompared,
)
from policyresearch.tables import STATUSES

# Promises told one by one; the table holds them all.
_EXAMPLES = 4
# Documents told one by one; of more, what lies in the middle and at the ends.
_NAMED = 6


def describe_statuses(statuses: pd.DataFrame, coverage: pd.DataFrame) -> list[Claim]:
    """
    How many values there are (`promises.count_statuses_of`), and who states none and why
    (`tables.COVERAGE`).
    """
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
    silent = coverage[coverage["status"] == "target"]
    for absence, tell in (
        ("states none", _tell_none), ("section missing", _tell_missing),
        ("extraction failed", _tell_failed),
    ):
        rows = silent[silent["absence"] == absence]
        if len(rows):
            claims.append(tell(rows, statuses))
    return claims


def _tell_none(rows: pd.DataFrame, statuses: pd.DataFrame) -> Claim:
    names = list(rows["doc_id"])
    one = len(names) == 1
    values = int(statuses.loc[statuses["doc_id"].isin(names), "values"].sum())
    goals = int(rows["commitments_in_words"].sum())
    return Claim(
        "targets.none",
        f"{join_some(names, chinese=False)} {'states' if one else 'state'} no numeric target: "
        f"of {'its' if one else 'their'} {count_noun(values, 'value')} none is promised"
        + (f", and {'its' if one else 'their'} {count_noun(goals, 'commitment')} "
           f"{'is' if goals == 1 else 'are'} made in words only." if goals else "."),
        f"{join_some(names, chinese=True)}未提出任何数值目标：其{values}个数值均非承诺"
        + (f"，{goals}项承诺均只用文字表述。" if goals else "。"),
        "coverage",
        list_keys(rows, ["doc_id", "status"]),
    )


def _tell_missing(rows: pd.DataFrame, statuses: pd.DataFrame) -> Claim:
    names = list(rows["doc_id"])
    return Claim(
        "targets.no-section",
        f"{join_some(names, chinese=False)} {'has' if len(names) == 1 else 'have'} no section "
        "on goals and measures: that no target was found there says nothing about targets.",
        f"{join_some(names, chinese=True)}没有目标与举措章节，未见目标值不说明未设目标。",
        "coverage",
        list_keys(rows, ["doc_id", "status"]),
    )


def _tell_failed(rows: pd.DataFrame, statuses: pd.DataFrame) -> Claim:
    names = list(rows["doc_id"])
    return Claim(
        "targets.unread",
        f"From {join_some(names, chinese=False)} no value could be extracted although the text "
        "holds numbers; it takes no part in what follows.",
        f"{join_some(names, chinese=True)}文本含有数字而未能抽取任何数值，不参与以下比较。",
        "coverage",
        list_keys(rows, ["doc_id", "status"]),
    )


def describe_errors(errors: pd.DataFrame) -> list[Claim]:
    """How far the extraction agrees with records made by hand (`targets.errors`)."""
    known = errors[errors["status"] == "all"].dropna(subset="f1")
    if known.empty:
        return [Claim(
            "targets.error",
            "No records made by hand are at hand for these documents: the error of the "
            "extraction on them is not known.",
            "这些文件没有人工标注的数值，抽取误差未知。",
        )]
    english = [f"{row['f1']:.2f} in {row['doc_id']}" for row in known.to_dict("records")]
    chinese = [f"{row['doc_id']} {row['f1']:.2f}" for row in known.to_dict("records")]
    marked = int(known["marked"].sum())
    return [Claim(
        "targets.error",
        f"Against {marked:,} records made by hand, the extraction reaches for value, unit and "
        f"status together an F1 of {join_words(english, chinese=False)}.",
        f"对照人工标注的{marked:,}条数值，数值、单位与用途三者均符的F1值："
        f"{join_words(chinese, chinese=True)}。",
        "target-hardness",
        list_keys(known, ["doc_id"]),
    )]


def describe_hardness(rates: pd.DataFrame, series: pd.DataFrame) -> list[Claim]:
    """
    How densely the main series promises in numbers.

    `rates` holds `doc_id`, `targets_per_10k`, `low` and `high`; `series` is
    `composition.find_series`.
    """
    parts = rates.set_index("doc_id").reindex(series["doc_id"]).reset_index()
    parts = parts.assign(wave=list(series["wave"])).dropna(subset="targets_per_10k")
    if series.empty:
        return [tell_uncompared("targets.hardness", "Numeric targets are", "数值目标")]
    if parts["wave"].nunique() < 2:
        return [Claim(
            "targets.hardness",
            "Fewer than two waves of the main series have policy text in which targets could be "
            "counted: numeric targets are not compared over time.",
            "主序列中不足两个时点有可供统计目标值的政策文本，数值目标不作跨期比较。",
        )]
    if len(parts) > _NAMED:
        what = ("the median of each wave's documents and their range", "各时点文件的中位数及全距")
        rates_of = parts.groupby("wave")["targets_per_10k"]
        told = [(f"{_write_spread(own)} in {wave}", f"{wave}年{_write_spread(own)}")
                for wave, own in rates_of]
    else:
        what = ("with 95% intervals", "95%区间")
        told = [
            (f"{rate} in {row['wave']} ({row['doc_id']})",
             f"{row['wave']}年（{row['doc_id']}）{rate}")
            for row in parts.to_dict("records")
            for rate in [format_interval(row["targets_per_10k"], row["low"], row["high"])]
        ]
    return [Claim(
        "targets.hardness",
        f"Numeric targets per 10,000 characters of policy text, {what[0]}: "
        f"{join_words([en for en, _ in told], chinese=False)}.",
        f"每万字政策文本的数值目标个数及{what[1]}："
        f"{join_words([zh for _, zh in told], chinese=True)}。",
        "target-hardness",
        list_keys(parts, ["doc_id"]),
    )]


def _write_spread(values: pd.Series) -> str:
    """Median with the least and the most."""
    return f"{values.median():.1f} ({values.min():.1f}–{values.max():.1f})"


def check_hardness(
    rates: pd.DataFrame, readings: pd.DataFrame, series: pd.DataFrame
) -> list[Claim]:
    """Whether the waves keep their order in other parts of the text (`compare_hardness_of`)."""
    waves = [doc_id for doc_id in series["doc_id"] if doc_id in set(rates["doc_id"])]
    if series["wave"].nunique() < 2:
        return []
    first = rates.set_index("doc_id")["targets_per_10k"].reindex(waves).dropna()
    years = series.set_index("doc_id")["wave"]
    many = len(first) > _NAMED
    who, who_zh = ("the waves' medians", "各时点的中位数") if many else ("the documents", "各文件")
    claims = []
    for name, part in readings.groupby("reading", sort=False):
        own = part.set_index("doc_id")["targets_per_10k"].reindex(first.index).dropna()
        pairs = [first[own.index], own]
        if many:
            pairs = [each.groupby(years).median() for each in pairs]
        before, values = pairs
        if len(values) < 2:
            continue
        kept = list(settle(before).rank()) == list(settle(values).rank())
        english = [f"{value:.1f} ({label})" for label, value in values.items()]
        claims.append(Claim(
            f"targets.hardness-{str(name).replace('_', '-')}",
            f"{READINGS[str(name)][0].capitalize()}, the rates are "
            f"{join_words(english, chinese=False)}: {who} "
            f"{'keep' if kept else 'do not keep'} their order.",
            f"{READINGS[str(name)][1]}，依次为{join_words(english, chinese=True)}，"
            f"{who_zh}的先后次序{'不变' if kept else '有变'}。",
            "targets",
            list_keys(part[part["doc_id"].isin(own.index)], ["doc_id"]),
        ))
    return claims


def describe_strengths(hardness: pd.DataFrame, strengths: pd.DataFrame) -> list[Claim]:
    """
    How many commitments have a number (`promises.measure_hardness_of`), and how firmly
    commitments are worded (`promises.count_strengths_of`).
    """
    known = hardness.dropna(subset="numeric_share")
    if known.empty:
        return [Claim("targets.commitments", "No commitment was found.", "未见任何承诺。")]
    en, zh = _tell_numeric(known)
    claims = [Claim(
        "targets.commitments",
        f"Commitments that come with a number: {en}.",
        f"带数值的承诺：{zh}。",
        "target-hardness",
        list_keys(known, ["doc_id"]),
    )]
    totals = strengths.groupby("strength")["commitments"].sum()
    said = {name: int(totals.get(name, 0)) for name in ("ensure", "strive", "seek")}
    claims.append(Claim(
        "targets.strength",
        f"Of {count_noun(int(totals.sum()), 'commitment')} {said['ensure']} are to be ensured "
        f"(确保), {said['strive']} striven for (力争) and {said['seek']} sought (争取); the others "
        "carry no such word.",
        f"全部{int(totals.sum())}项承诺中，“确保”类{said['ensure']}项，“力争”类{said['strive']}项，"
        f"“争取”类{said['seek']}项，其余未用此类措辞。",
        "commitments",
        list_keys(strengths, ["doc_id", "strength"]),
    ))
    return claims


def _tell_numeric(known: pd.DataFrame) -> tuple[str, str]:
    """The share of commitments with a number of each document; of many, their middle and ends."""
    if len(known) > _NAMED:
        shares = 100 * known["numeric_share"]
        low, high = (known.loc[at, "doc_id"] for at in (shares.idxmin(), shares.idxmax()))
        ends = f"{shares.median():.0f}%", f"{shares.min():.0f}%", f"{shares.max():.0f}%"
        return (f"{ends[0]} in the median document, from {ends[1]} ({low}) to {ends[2]} ({high})",
                f"各文件的中位数为{ends[0]}，从{ends[1]}（{low}）到{ends[2]}（{high}）")
    english = [f"{100 * row['numeric_share']:.0f}% of {int(row['commitments'])} in {row['doc_id']}"
               for row in known.to_dict("records")]
    chinese = [f"{row['doc_id']}的{int(row['commitments'])}项中{100 * row['numeric_share']:.0f}%"
               for row in known.to_dict("records")]
    return join_words(english, chinese=False), join_words(chinese, chinese=True)


def describe_outcomes(panel: pd.DataFrame, indicators: pd.DataFrame) -> list[Claim]:
    """What later documents of the same place made of each promise (`tables.PANEL`)."""
    followed = panel[panel["followed"] != "no later document"]
    if followed.empty:
        return [Claim(
            "targets.outcomes",
            "What came of the promises is not known: no place has a later document that would "
            "report it.",
            "承诺的结果无从得知：没有同一地区的后续文件可查。",
        )]
    verdicts = followed["verdict"].value_counts()
    met, missed, silent = (int(verdicts.get(v, 0)) for v in ("met", "missed", "not reported"))
    since, early, anew = (
        int(verdicts.get(v, 0)) for v in ("reached since", "on track", "superseded")
    )
    claims = [Claim(
        "targets.outcomes",
        f"Of {count_noun(len(followed), 'numeric promise')} that a later document of the same "
        f"place could answer, {met} {'was' if met == 1 else 'were'} reported as met for the year "
        f"promised, {missed} as missed, {since} as reached in a later year and {early} as reached "
        f"before it was due; {anew} {'was' if anew == 1 else 'were'} set anew first, and of "
        f"{silent} ({100 * silent / len(followed):.0f}%) no value that decides was reported.",
        f"同一地区有后续文件可查的数值承诺共{len(followed)}项：按期实现{met}项，未实现{missed}项，"
        f"其后年份达到{since}项，到期前已达到{early}项，先行调整{anew}项，"
        f"{silent}项（{100 * silent / len(followed):.0f}%）未见足以判定的完成值。",
        "panel",
        list_keys(followed, ["doc_id", "n"]),
    )]
    return [*claims, *_tell_dropped(followed), *_tell_examples(followed, indicators)]


def _tell_dropped(followed: pd.DataFrame) -> list[Claim]:
    """Promises that documents within their horizon no longer make."""
    within = followed[followed["followed"] != "horizon passed"]
    dropped = within[within["followed"] == "dropped"]
    if within.empty:
        return []
    return [Claim(
        "targets.dropped",
        f"{len(dropped)} of the {count_noun(len(within), 'promise')} that a document within the "
        "horizon could have repeated were made there no more.",
        f"到期前有后续文件的承诺共{len(within)}项，其中{len(dropped)}项不再提出。",
        "panel",
        list_keys(within, ["doc_id", "n"]),
    )]


def _tell_examples(panel: pd.DataFrame, indicators: pd.DataFrame) -> list[Claim]:
    """Linked promises with a reported value, the furthest from it first."""
    told = panel[
        (panel["indicator_id"] != "") & panel["outcome"].notna() & (panel["promised"] != 0)
    ]
    distance = (told["outcome"] / told["promised"] - 1).abs()
    told = told.assign(distance=distance).sort_values(
        ["distance", "doc_id", "n"], ascending=[False, True, True], key=settle
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
            _list_quotes(row),
        ))
    return claims


def _list_quotes(row: dict) -> tuple[dict, ...]:
    """Keys of the values a promise's row rests on: itself, its outcome, its successor."""
    keys = [{"doc_id": row["doc_id"], "n": int(row["n"])}]
    for part in ("outcome", "successor"):
        if row[f"{part}_doc_id"]:
            keys.append({"doc_id": row[f"{part}_doc_id"], "n": int(row[f"{part}_n"])})
    return tuple(keys)


def _write(value: float, unit: str) -> str:
    return f"{value:,.6g}{unit}"
