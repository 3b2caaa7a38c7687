"""Which of the changes hold under every reasonable way of looking."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policyresearch.findings.claims import Claim, count_noun, join_words, list_keys
from policyresearch.specifications import VERDICTS
from policyresearch.themes import read_scheme

_TARGETS = "targets"

_WORDS = {"robust": ("robust", "稳健"), "fragile": ("fragile", "不稳健"),
          "reversed": ("reversed", "反转")}


def describe_verdicts(
    verdicts: pd.DataFrame, names: Mapping[str, tuple[str, str]], *, waves: tuple[int, ...]
) -> list[Claim]:
    """
    How the changes fare over their specifications (`specifications.judge_claims`).

    `names` gives each claim's English and Chinese name; `waves` those compared.
    """
    if verdicts.empty:
        return [Claim(
            "robustness.verdicts",
            "No change over time is claimed, so that there is nothing to look at in other ways.",
            "没有提出任何跨期变化，无需以其他方式检视。",
        )]
    english, chinese = [], []
    for verdict in VERDICTS:
        own = [names[claim] for claim in verdicts.loc[verdicts["verdict"] == verdict, "claim"]]
        if own:
            listed = [join_words([pair[n] for pair in own], chinese=bool(n)) for n in (0, 1)]
            english.append(f"{_WORDS[verdict][0]}: {listed[0]}")
            chinese.append(f"{_WORDS[verdict][1]}：{listed[1]}")
    evidence = tuple({"wave": int(wave)} for wave in (waves[0], waves[-1]))
    claims = [Claim(
        "robustness.verdicts",
        f"Of {count_noun(len(verdicts), 'change')} from {waves[0]} to {waves[-1]}, looked at in "
        f"every way listed, these are {'; '.join(english)}.",
        f"就{waves[0]}年至{waves[-1]}年的{len(verdicts)}项变化遍历所列各种设定，结果为："
        f"{'；'.join(chinese)}。",
        "specifications", list_keys(verdicts, ["claim"]), evidence,
    )]
    for row in verdicts[verdicts["verdict"] == "robust"].to_dict("records"):
        name = names[row["claim"]]
        rose = row["value"] > 0
        claims.append(Claim(
            f"robustness.{row['claim']}",
            f"{name[0][:1].upper()}{name[0][1:]} {'rose' if rose else 'fell'} under each of "
            f"{row['specifications']} specifications; under {100 * row['sure_share']:.0f}% of them "
            "the interval leaves out no change.",
            f"{name[1]}在全部{row['specifications']}种设定下均{'上升' if rose else '下降'}，"
            f"其中{100 * row['sure_share']:.0f}%的区间不含零变化。",
            "specifications", list_keys(pd.DataFrame([row]), ["claim"]),
            tuple({**wave, **_name_passages(row["claim"])} for wave in evidence),
        ))
    return claims


def _name_passages(claim: str) -> dict[str, str]:
    """The key of a claim's passages, as `findings.evidence` reads it."""
    if claim == _TARGETS:
        return {}
    return {"theme" if claim in read_scheme().keys else "keyword": claim}


def name_claims(
    words: list[str], themes: Mapping[str, str], themes_zh: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """English and Chinese names of the claims: words as they are, themes, then targets."""
    return {
        **{word: (word, word) for word in words},
        **{theme: (f"attention to {name}", f"对{themes_zh[theme]}的关注")
           for theme, name in themes.items()},
        _TARGETS: ("numeric targets", "数值目标"),
    }
