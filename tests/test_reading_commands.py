"""The commands `read`, `add` and `audit`, and the formats they take."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from test_reading import REPORT

from policyresearch.__main__ import main
from policyresearch.errors import DataError
from policyresearch.reading.document import read_document
from policyresearch.study.folder import Study

PARAGRAPHS = [line for line in REPORT.split("\n") if line]


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "东港.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_read_writes_tables_whose_offsets_count_in_the_raw_text(report, tmp_path):
    other = tmp_path / "copy" / "东港.txt"
    other.parent.mkdir()
    other.write_bytes(REPORT.replace("\n", "\r\n").encode("gb18030"))
    out = tmp_path / "out"
    assert main(["read", str(report), str(other), "--out", str(out)]) == 0
    documents = pd.read_csv(out / "documents.csv", encoding="utf-8-sig")
    assert list(documents["doc_id"]) == ["东港", "东港-2"]
    paragraphs = pd.read_csv(out / "paragraphs.csv", encoding="utf-8-sig")
    for doc_id, group in paragraphs.groupby("doc_id"):
        raw = (out / "raw" / f"{doc_id}.txt").read_bytes().decode("utf-8")
        found = [raw[a:b] for a, b in zip(group["raw_start"], group["raw_end"], strict=True)]
        assert found == PARAGRAPHS
    for name in ("sections", "sentences", "repairs", "spans"):
        assert (out / f"{name}.csv").is_file()


def test_read_compares_sections_with_headings_marked_by_hand(report, tmp_path, capsys):
    gold = tmp_path / "gold"
    gold.mkdir()
    at = REPORT.index("一、2023")
    rows = f"start,level,label,title,run_in,role\n{at},1,一、,2023年工作回顾,0,review\n"
    (gold / "东港.csv").write_text(rows, encoding="utf-8-sig")
    options = ["--out", str(tmp_path / "out"), "--gold", str(gold)]
    assert main(["read", str(report), *options]) == 0
    # One heading is marked, two are found.
    assert capsys.readouterr().out.split()[-7:] == ["1", "2", "1", "0.5", "1.0", "0.6667", "1.0"]
    (gold / "东港.csv").rename(gold / "西岭.csv")
    assert main(["read", str(report), *options]) == 2


def test_read_names_what_it_cannot_read_and_goes_on(report, tmp_path, capsys):
    bad = tmp_path / "bad.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    assert main(["read", str(bad), str(report), "--out", str(tmp_path / "out")]) == 2
    assert "bad.docx" in capsys.readouterr().err
    assert (tmp_path / "out" / "raw" / "东港.txt").is_file()


@pytest.mark.parametrize("command", [["read", "--out"], ["add", "--study"]])
def test_a_place_that_is_no_folder_is_named(report, command, capsys):
    name, option = command
    assert main([name, str(report), option, str(report)]) == 2
    assert f"{report}" in (said := capsys.readouterr().err) and "no folder" in said


def test_add_makes_a_study_and_refuses_to_overwrite(report, tmp_path, capsys):
    folder = tmp_path / "study"
    assert main(["add", str(report), "--study", str(folder)]) == 0
    assert "东港市人民政府2024年政府工作报告" in capsys.readouterr().out
    study = Study(folder)
    (row,) = study.sources().to_dict("records")
    assert (row["place"], row["level"], row["adopted"]) == ("东港市", "city", "2024-01-16")
    assert row["wave"] == 2024
    assert study.read_raw(row["doc_id"], row["file"], row["sha256"]) == report.read_bytes()
    before = study.sources_file.read_bytes()
    report.write_text(REPORT + "又一段。\n", encoding="utf-8")
    new = tmp_path / "新.txt"
    new.write_text(REPORT.replace("2024", "2023"), encoding="utf-8")
    assert main(["add", str(new), str(report), "--study", str(folder)]) == 2
    assert study.sources_file.read_bytes() == before
    assert not (study.raw / "新.txt").exists()
    assert main(["audit", "--study", str(folder)]) == 0


@pytest.mark.parametrize("text", ["坚持创新发展。", "各单位要抓好落实。\n", "2018"])
def test_the_shortest_text_can_be_added(text, tmp_path, capsys):
    """One sentence without a line end: nothing at all is dropped from it."""
    file = tmp_path / "一句.txt"
    file.write_text(text, encoding="utf-8")
    assert main(["add", str(file), "--study", str(tmp_path / "study")]) == 0
    assert "dropped  0.0% of the characters (nothing)" in capsys.readouterr().out


def test_cells_that_a_spreadsheet_has_rewritten_are_read(report, tmp_path, capsys):
    study = Study(tmp_path / "study")
    assert main(["add", str(report), "--study", str(study.root)]) == 0
    plain = study.sources_file.read_text(encoding="utf-8-sig")
    assert ",2024,2024-01-16," in plain

    def rewrite(cells):
        changed = plain.replace(",2024,2024-01-16,", cells)
        study.sources_file.write_text(changed, encoding="utf-8-sig")
        return study.sources().iloc[0]

    for cells in (",2024,2024/1/16,", ",2024.0,2024年1月16日,", ", 2024 ,2024/1/16 0:00,"):
        assert rewrite(cells)[["wave", "adopted"]].to_list() == [2024, "2024-01-16"]
    assert rewrite(",2024,2024-01,")["adopted"] == "2024-01"
    for cells, column in ((",2024,16/1/2024,", "adopted"), (",24,2024-01-16,", "wave")):
        with pytest.raises(DataError, match=f"line 2, column `{column}`"):
            rewrite(cells)


def test_documents_without_wave_or_place_are_named_by_the_audit(report, tmp_path, capsys):
    study = Study(tmp_path / "study")
    main(["add", str(report), "--study", str(study.root)])
    plain = study.sources_file.read_text(encoding="utf-8-sig")
    study.sources_file.write_text(plain.replace(",2024,2024-01-16,", ",,2024-01-16,"), "utf-8-sig")
    capsys.readouterr()
    assert main(["audit", "--study", str(study.root)]) == 0
    assert "! 东港: no wave in sources.csv" in capsys.readouterr().out


def test_word_file_gives_the_paragraphs_of_the_text():
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in PARAGRAPHS[:-1]:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "指标", "目标"
    document.add_paragraph(PARAGRAPHS[-1])
    stream = io.BytesIO()
    document.save(stream)
    reading = read_document(stream.getvalue(), doc_id="d", filename="d.docx")
    assert list(reading.paragraphs["text"]) == [*PARAGRAPHS[:-1], "指标 目标", PARAGRAPHS[-1]]


def test_web_page_gives_the_paragraphs_of_the_text():
    pytest.importorskip("lxml")
    article = "".join(f"<p>　　{line}</p>" for line in PARAGRAPHS[1:])
    page = f"""<html><head><meta charset="gb2312"><title>政府工作报告</title>
    <script>alert("脚本。")</script></head><body>
    <ul class="nav"><li><a href="/">首页</a></li><li><a href="/x">政务公开</a></li></ul>
    <h1>{PARAGRAPHS[0]}</h1><div>发布时间：2024-01-20 来源：市政府 字体：【大 中 小】</div>
    <div id="zoom">{article}</div><div class="share">分享到：<a>微信</a></div>
    <h3>相关阅读</h3><ul><li><a>一图读懂</a></li></ul>
    <div class="footer">主办：东港市人民政府 ICP备1号</div></body></html>"""
    reading = read_document(page.encode("gb18030"), doc_id="d", filename="d.html")
    assert list(reading.paragraphs["text"]) == PARAGRAPHS
    assert reading.metadata["published"] == "2024-01-20"


def test_markdown_marks_and_front_matter_are_set_aside():
    text = "---\ntitle: 报告\ndate: 2024-01-20\n---\n# " + REPORT.replace("产业", "**产业**")
    reading = read_document(text.encode(), doc_id="d", filename="d.md")
    assert list(reading.paragraphs["text"]) == PARAGRAPHS
    assert reading.metadata["published"] == "2024-01-20"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16", "utf-16-le", "big5"])
def test_encodings_are_detected(encoding):
    text = (
        REPORT
        if encoding != "big5"
        else "臺北市政府工作報告\n我們推動經濟發展，提升市民生活。\n" * 9
    )
    reading = read_document(text.encode(encoding), doc_id="d", filename="d.txt")
    assert reading.raw == text


def test_forced_encoding_and_unreadable_files():
    with pytest.raises(DataError, match="ascii"):
        read_document(REPORT.encode(), doc_id="d", filename="d.txt", encoding="ascii")
    for data in (b"\xd0\xcf\x11\xe0rest", b"{\\rtf1 x}", b"\x00\x01\x02" * 500, b" \n "):
        with pytest.raises(DataError, match=r"d\.txt"):
            read_document(data, doc_id="d", filename="d.txt")
