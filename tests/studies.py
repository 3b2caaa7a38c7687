"""Small studies and notebooks for the tests of the pipeline, made in a temporary folder."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from policyresearch.study.folder import Study
from policyresearch.tables import SOURCES

TEXTS = {
    "lin_2018": "临海市2018年政府工作报告\n一、2017年工作回顾\n地区生产总值增长6.5%。\n"
    "二、2018年工作安排\n坚持创新发展,地区生产总值增长7%左右。新建公办幼儿园15所。\n",
    "lin_2020": "临海市2020年政府工作报告\n一、2019年工作回顾\n地区生产总值增长6%。\n"
    "二、2020年工作安排\n推动绿色发展,城镇新增就业10万人以上。\n",
}
# What the report asks of the notebooks, drawn with the real functions.
ALL_PARTS = """\
from policyresearch import find_study
from policyresearch.report.claims import Claim, save_claims
from policyresearch.report.contents import CAVEATS, HEADLINES, SECTIONS
for section in SECTIONS:
    ids = [i for i in (*HEADLINES, *CAVEATS) if i.startswith(section.name + ".")]
    claims = [Claim(i, f"{i}: 3.2%.", f"{i}：3.2%。") for i in dict.fromkeys(ids)]
    save_claims(claims or [Claim(section.name + ".a", "One.", "一。")], section.name)
"""
# One figure drawn, and its files written under every name that the report asks for.
ALL_FIGURES = """\
from policyresearch.files import write_atomically
from policyresearch.plots import set_style
from policyresearch.plots.saving import FORMATS, render_figure
from policyresearch.plots.style import make_figure
set_style()
figure, ax = make_figure(height_mm=30)
ax.set_title("创新 innovation")
for kind in FORMATS:
    content = render_figure(figure, kind)
    for picture in (picture for section in SECTIONS for picture in section.pictures):
        write_atomically(find_study().figures / f"{picture.name}.{kind}", content)
"""
# A notebook that needs no drawing and leaves one file.
PLAIN = """\
from policyresearch import find_study
from policyresearch.files import write_atomically
study = find_study()
write_atomically(study.figures / "plain.csv", b"n")
print(len(study.sources()), "documents")
"""


def write_study(
    root: Path,
    texts: dict[str, str | bytes] | None = None,
    facts: dict[str, dict] | None = None,
) -> Study:
    """A study folder with one line of sources.csv for each text; `facts` replace cells of it."""
    study = Study(root.resolve())
    study.raw.mkdir(parents=True)
    rows = []
    for number, (doc_id, text) in enumerate((TEXTS if texts is None else texts).items()):
        data = text if isinstance(text, bytes) else text.encode("utf-8")
        (study.raw / f"{doc_id}.txt").write_bytes(data)
        rows.append({
            "doc_id": doc_id, "file": f"{doc_id}.txt", "title": doc_id,
            "issuer": "临海市人民政府", "place": "临海市", "level": "city",
            "kind": "work report", "wave": 2018 + 2 * number, "adopted": "",
            "published": "", "script": "Hans", "publisher": "",
            "sha256": hashlib.sha256(data).hexdigest(),
            **(facts or {}).get(doc_id, {}),
        })
    with study.sources_file.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SOURCES.column_names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return study


def write_notebook(folder: Path, name: str, *sources: str) -> Path:
    """A notebook of code cells under a title, with stable ids."""
    notebook = new_notebook()
    notebook.cells = [
        new_markdown_cell(f"# What does {name} say?", id="title"),
        *(new_code_cell(source, id=f"code-{n}") for n, source in enumerate(sources)),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def hash_all(folder: Path) -> dict[str, str]:
    """Every file below a folder by name, caches left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".policyresearch" not in path.parts
    }
