"""The results section of a README, from the same sentences as the report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from policyresearch.errors import DataError
from policyresearch.files import write_atomically
from policyresearch.report.claims import Claim
from policyresearch.report.contents import gather_contents
from policyresearch.study.folder import Study

_START, _END = "<!-- results: start -->", "<!-- results: end -->"
# Figures shown in a README, one each for words, themes and targets.
_SHOWN = ("keyness", "attention", "target-hardness")


def render_results(study: Study, *, commit: str) -> str:
    """Findings, figures and limits as Markdown; paths are relative to the study's folder."""
    contents = gather_contents(study)
    language = study.language
    chinese = language == "zh"
    blocks = [_list(contents.summarise(), language)]
    for picture in contents.list_all_pictures():
        if picture.name in _SHOWN:
            path = study.figures.relative_to(study.root) / f"{picture.name}.png"
            blocks.append(f"![{picture.get_caption(language)}]({path.as_posix()})")
    blocks.append(f"**{contents.say('limits')}**")
    blocks.append(_list(contents.choose(contents.outline.caveats), language))
    blocks.append(
        f"以上结果与图件由提交 {commit} 的数据与程序生成。" if chinese
        else f"These results and figures were made from the data and code of commit {commit}."
    )
    return "\n\n".join(blocks)


def cut_results(text: str, path: Path) -> str:
    """
    What stands between the two marks of a README.

    Raises
    ------
    DataError
        If the text does not hold each mark once.
    """
    if text.count(_START) != 1 or text.count(_END) != 1:
        raise DataError(
            f"{path}: must hold the lines {_START} and {_END} once each; the results go between."
        )
    return text.partition(_START)[2].partition(_END)[0].strip()


def _list(claims: Iterable[Claim], language: str) -> str:
    """Sentences with the names by which the command `trace` knows them."""
    return "\n".join(f"- {claim.get_text(language)} `{claim.id}`" for claim in claims)


def update_readme(path: Path, study: Study, *, commit: str) -> None:
    """
    Put the results between the two marks of a README.

    Raises
    ------
    DataError
        If the file does not hold each mark once.
    """
    text = path.read_text(encoding="utf-8")
    cut_results(text, path)
    results = render_results(study, commit=commit)
    pattern = re.compile(f"{re.escape(_START)}.*{re.escape(_END)}", re.DOTALL)
    changed = pattern.sub(lambda _: f"{_START}\n{results}\n{_END}", text)
    write_atomically(path, changed.encode("utf-8"))
