"""The report: complete, self-contained, the same bytes anywhere."""

from __future__ import annotations

import matplotlib

matplotlib.use("Agg")

import re
import shutil
import zipfile
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from project import SHIPPED

from policyresearch.errors import DataError
from policyresearch.pipeline.inputs import PACKAGE
from policyresearch.plots.saving import save_figure
from policyresearch.plots.style import make_figure, set_style
from policyresearch.report.build import build_report
from policyresearch.report.claims import Claim, read_claims, save_claims
from policyresearch.report.contents import (
    CAVEATS,
    HEADLINES,
    SECTIONS,
    Contents,
    gather_contents,
    list_claims,
    read_outline,
)
from policyresearch.report.readme import update_readme
from policyresearch.report.render import escape_markdown, quote_typst, render_typst
from policyresearch.report.webfont import embed_fonts
from policyresearch.study.folder import Study

AWKWARD = 'R&D <2> *not* #markup $x$ @y _z_ "quoted" \\end [a](b) ~c~'


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """A study whose notebooks have left one plain figure and one claim for each place."""
    root = tmp_path_factory.mktemp("学习 study")
    shutil.copytree(SHIPPED.raw, root / "data" / "raw")
    study = Study(root)
    set_style()
    _, ax = make_figure(height_mm=30)
    ax.set_title("创新 innovation")
    for section in SECTIONS:
        for picture in section.pictures:
            save_figure(
                ax, picture.name, data=pd.DataFrame({"n": [1]}), folder=study.figures
            )
        ids = [i for i in (*HEADLINES, *CAVEATS) if i.startswith(f"{section.name}.")]
        claims = [Claim(i, f"{i} is 3.2%.", f"{i}为3.2%。") for i in dict.fromkeys(ids)]
        claims.append(Claim(f"{section.name}.awkward", AWKWARD, f"铜官区{AWKWARD}"))
        save_claims(claims, section.name, study=study)
    plt.close("all")
    build_report(study)
    return study


def _read(study):
    return {p.name: p.read_bytes() for p in sorted(study.report.iterdir()) if p.is_file()}


def test_three_forms_are_written(study):
    files = _read(study)
    assert set(files) == {"index.html", "report.pdf", "report.docx"}
    assert files["report.pdf"].startswith(b"%PDF")


def test_page_needs_nothing_from_outside(study):
    page = (study.report / "index.html").read_text(encoding="utf-8")
    sources = re.findall(r"(?:src|href)=\"([^\"]*)\"", page) + re.findall(r"url\(([^)]*)\)", page)
    assert all(s.startswith(("data:", "#", "notebooks/")) for s in sources)
    assert page.count("<img") == sum(len(s.pictures) for s in SECTIONS)
    assert all(f'href="notebooks/{s.notebook}.html"' in page for s in SECTIONS)
    assert "R&amp;D &lt;2&gt;" in page and "corpus.size为3.2%。" in page


def test_page_says_every_claim(study):
    page = (study.report / "index.html").read_text(encoding="utf-8")
    for section in SECTIONS:
        assert f'<h2 id="{section.name}">' in page
    assert page.count("R&amp;D &lt;2&gt; *not*") == len(SECTIONS)
    numbers = re.findall(r"<figcaption[^>]*>Figure (\d+)\. ", page)
    assert numbers == [str(n + 1) for n in range(sum(len(s.pictures) for s in SECTIONS))]


def test_figures_without_data_are_left_out_and_the_others_numbered_through(study, tmp_path):
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    for path in copy.figures.glob("keyness.*"):
        if path.suffix != ".csv":
            path.unlink()
    build_report(copy)
    page = (copy.report / "index.html").read_text(encoding="utf-8")
    numbers = re.findall(r"<figcaption[^>]*>Figure (\d+)\. ", page)
    assert 'id="keyness"' not in page
    assert numbers == [str(n + 1) for n in range(sum(len(s.pictures) for s in SECTIONS) - 1)]


def test_figures_of_many_rows_stay_within_the_page(study, tmp_path):
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    _, ax = make_figure(height_mm=600)
    save_figure(ax, "keyness", data=pd.DataFrame({"n": [1]}), folder=copy.figures)
    contents = gather_contents(copy)
    tall, flat = (p for s in SECTIONS for p in s.pictures if p.name in ("keyness", "attention"))
    assert contents.fit_width(flat, width=182, height=235) == 182
    assert contents.fit_width(tall, width=182, height=235) == pytest.approx(235 * 183 / 600, 0.01)
    source = render_typst(contents)
    assert source.count("alt: \"") == source.count("#figure(image(")
    assert source.count("width: 182mm") == len(
        [p for s in SECTIONS for p in s.pictures]) - 1


def test_report_of_one_year_says_nothing_of_a_shift(study, tmp_path):
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    lines = copy.sources_file.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if line.startswith(("doc_id", "zhongshan", "tongguan"))]
    copy.sources_file.write_text("\n".join(kept) + "\n", encoding="utf-8-sig")
    contents = gather_contents(copy)
    assert contents.title == "What the documents emphasise"
    assert [claim.id for claim in contents.summarise()] == ["corpus.size"]
    assert gather_contents(study).title == "How the emphasis of policy shifted"


def test_equal_studies_give_equal_reports(study, tmp_path):
    copy = Study(tmp_path / "elsewhere")
    shutil.copytree(study.root, copy.root)
    shutil.rmtree(copy.report)
    shutil.copytree(study.report / "claims", copy.report / "claims")
    build_report(copy)
    assert _read(copy) == _read(study)


def test_word_document_names_east_asian_fonts_and_no_date(study):
    with zipfile.ZipFile(study.report / "report.docx") as archive:
        styles = archive.read("word/styles.xml").decode("utf-8")
        core = archive.read("docProps/core.xml").decode("utf-8")
        text = archive.read("word/document.xml").decode("utf-8")
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        pictures = [n for n in archive.namelist() if n.startswith("word/media/")]
    assert 'w:eastAsia="SimSun"' in styles and 'w:eastAsia="SimHei"' in styles
    assert "asciiTheme" not in styles
    assert "dcterms:created" not in core
    assert pictures
    plain = re.sub(r"<[^>]+>", "", text).replace("&lt;", "<").replace("&gt;", ">")
    assert plain.replace("&amp;", "&").replace("&quot;", '"').count(AWKWARD) == len(SECTIONS)


def test_missing_figure_is_named_and_nothing_is_written(study, tmp_path):
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    for name in _read(copy):
        (copy.report / name).unlink()
    (copy.figures / "keyness.svg").unlink()
    with pytest.raises(DataError, match=r"keyness\.svg"):
        build_report(copy)
    assert _read(copy) == {}


def test_missing_claims_are_named(study, tmp_path):
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    copy.claims_file("topics").unlink()
    with pytest.raises(DataError, match=r"topics\.json"):
        build_report(copy)


def test_text_cannot_become_markup(study):
    assert quote_typst('a"b\\c') == '"a\\"b\\\\c"'
    assert escape_markdown("*a*") == "\\*a\\*"
    source = render_typst(gather_contents(study))
    assert re.sub(r"\\([^a-zA-Z\s])", r"\1", source).count(AWKWARD) == len(SECTIONS)


def test_lists_and_headings_in_the_other_language_begin_lines_of_their_own(study):
    """Behind `#set text(...);` they would be printed with their marks."""
    source = render_typst(gather_contents(study))
    assert '#set text(lang: "zh")' in source
    assert re.search(r"^== 摘要$", source, re.MULTILINE)
    assert not re.search(r"; *(==?|-) ", source)


def test_all_forms_list_the_documents(study):
    with zipfile.ZipFile(study.report / "report.docx") as archive:
        word = archive.read("word/document.xml").decode("utf-8")
    page = (study.report / "index.html").read_text(encoding="utf-8")
    source = render_typst(gather_contents(study))
    for title in study.sources()["title"]:
        assert all(title in text for text in (re.sub("<[^>]+>", "", word), page, source))
    assert word.count("<w:tbl>") == page.count("<table") == source.count("#table(") == 1


def test_a_study_has_a_report_of_its_own(study, tmp_path):
    copy = Study(tmp_path / "copy")
    shutil.copytree(study.root, copy.root)
    outline = (PACKAGE / "report" / "contents.toml").read_text(encoding="utf-8")
    fixed, _, sections = outline.partition("[[sections]]\n")
    own = "[[sections]]\n" + sections.split("[[sections]]\n")[0].replace(
        "What can the corpus say?", "What is there?"
    )
    copy.outline_file.write_text(fixed + own, encoding="utf-8")
    build_report(copy)
    page = (copy.report / "index.html").read_text(encoding="utf-8")
    assert "What is there?" in page and 'id="keywords"' not in page
    assert page.count("<figure") == own.count("[[sections.pictures]]")
    assert {claim.id.partition(".")[0] for claim in list_claims(copy)} == {"corpus"}


@pytest.mark.parametrize(("old", "new", "named"), [
    ("caveats =", "cautions =", "caveats"),
    ('zh = "语料能说明什么？"', "", "'zh'"),
    ("headlines = [", "headlines = ", "TOML"),
])
def test_an_outline_that_lacks_something_is_refused_by_name(old, new, named, tmp_path):
    path = tmp_path / "report.toml"
    outline = (PACKAGE / "report" / "contents.toml").read_text(encoding="utf-8")
    assert old in outline
    path.write_text(outline.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=named):
        read_outline(path)


def test_fonts_are_embedded_only_where_needed():
    assert embed_fonts("<head></head>plain") == "<head></head>plain"
    page = embed_fonts("<head></head>大连")
    assert "font/ttf;base64" in page and page == embed_fonts("<head></head>连大")[:-2] + "大连"


def test_readme_holds_the_results_between_its_marks(study, tmp_path):
    chinese = replace(study, language="zh")
    shutil.copytree(study.figures, chinese.figures)
    for section in SECTIONS:
        save_claims(read_claims(section.name, study=study), section.name, study=chinese)
    readme = tmp_path / "README.md"
    readme.write_text("Before\n<!-- results: start -->\nold\n<!-- results: end -->\nAfter\n",
                      encoding="utf-8")
    for _ in range(2):
        update_readme(readme, chinese, commit="abc")
        text = readme.read_text(encoding="utf-8")
        assert text.startswith("Before\n") and text.endswith("\nAfter\n") and "old" not in text
        assert "- corpus.size为3.2%。" in text and "](figures/zh/keyness.png)" in text
        assert "abc" in text and text.count("- corpus.size") == 1
    readme.write_text("nothing", encoding="utf-8")
    with pytest.raises(DataError, match="results: start"):
        update_readme(readme, study, commit="abc")


@pytest.mark.parametrize(("language", "head", "genre"), [("en", "genre", "work report"),
                                                         ("zh", "文种", "政府工作报告")])
def test_documents_are_listed_in_the_report_s_language(language, head, genre, tmp_path):
    documents = pd.DataFrame({"doc_id": ["a"], "kind": ["work report"], "sha256": ["f" * 64],
                              "wave": pd.array([None], dtype="Int64")})
    contents = Contents(replace(Study(tmp_path), language=language), documents, {})
    heads, rows = contents.list_sources(["doc_id", "kind", "wave", "sha256"])
    assert heads[1] == head and rows == [["a", genre, "", "f" * 12]]
