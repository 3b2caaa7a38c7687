"""Web pages, Word and PDF files of several makes give the text; none does harm."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from test_reading import check_total

from policyresearch.errors import DataError
from policyresearch.plots.style import FONT_FOLDER
from policyresearch.reading.document import read_document
from policyresearch.reading.formats import office, pdf

TITLE = ["政府工作报告", "——2024年1月15日在临江市第九届人民代表大会第三次会议上", "市长 何平"]
TEXT = [
    "各位代表：",
    "现在，我代表临江市人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。",
    "一、2023年工作回顾",
    "过去一年，我们坚持稳中求进，地区生产总值增长6.2%，一般公共预算收入增长8.1%。",
    "（一）产业发展取得新突破。规模以上工业增加值增长9.3%，新增高新技术企业35家。",
    "（二）民生福祉达到新水平。城镇新增就业3.2万人，新建改扩建学校12所。",
    "二、2024年重点任务",
    "今年的主要预期目标是：地区生产总值增长6%左右，城镇调查失业率5.5%以内。",
    "（一）加快产业转型升级。实施技改项目120个，培育专精特新企业30家以上。",
    "三、加强政府自身建设",
    "坚持依法行政，严格落实中央八项规定精神，推进政务公开。",
    "各位代表！让我们团结奋斗，为建设现代化临江作出新的更大贡献！",
]
_TOP = """<div class="top"><a>设为首页</a> | <a>加入收藏</a> 今天是2024年1月30日 星期二</div>
<ul class="nav"><li><a>首页</a></li><li><a>政务公开</a></li></ul>
<div class="wz">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>政府工作报告</a></div>"""
_FOOT = """<div class="ewm">扫一扫在手机打开当前页</div>
<div>[<a>打印本页</a>] [<a>关闭窗口</a>]</div>
<ul><li>上一篇：<a>临江市2023年政府工作报告</a></li><li>下一篇：<a>没有了</a></li></ul>
<div class="foot"><p>主办：临江市人民政府办公室　承办：市大数据局</p>
<p>网站标识码：1234567890　某ICP备05000000号</p></div>"""


def _publishing_system() -> bytes:
    """Nested divs, the text in an editor's div, its style sheet inside."""
    inside = "".join(f'<p style="text-indent:2em">{line}</p>' for line in [*TITLE, *TEXT])
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
    <meta name="ArticleTitle" content="临江市2024年政府工作报告">
    <meta name="PubDate" content="2024-01-22 08:45">
    <title>临江市2024年政府工作报告_临江市人民政府</title></head><body>{_TOP}
    <div class="con"><h2>临江市2024年政府工作报告</h2>
    <div class="ly"><span>发布时间：2024-01-22 08:45</span>
    <span>来源：市政府办公室</span><span>【字体：<a>大</a> <a>中</a> <a>小</a>】</span></div>
    <div class="TRS_Editor"><style>.TRS_Editor P{{line-height:1.5}}</style><div>{inside}</div></div>
    <div>附件：<a href="x.doc">临江市2024年政府工作报告.doc</a></div></div>{_FOOT}
    </body></html>""".encode()


def _layout_in_tables() -> bytes:
    """An old page: tables for layout, line breaks for paragraphs, GBK called gb2312."""
    inside = "<br>\n".join("　　" + line for line in [*TITLE, *TEXT])
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
    <title>临江市政府网站</title></head><body><table><tr><td><a>网站首页</a></td></tr><tr>
    <td width=200><p><b>栏目导航</b></p><tr><td><a>市长信箱</a></td></tr></table></td>
    <td><table><tr><td align=center><b>临江市2024年政府工作报告</b></td></tr>
    <tr><td>作者：佚名　来源：本站原创　点击数：12　更新时间：2024-1-22</td></tr>
    <tr><td><font size=3>{inside}</font></td></tr>
    <tr><td>文章录入：admin　责任编辑：admin</td></tr>
    <tr><td>【<a>发表评论</a>】【<a>打印此文</a>】【<a>关闭窗口</a>】</td></tr></table></td></tr>
    <tr><td>版权所有：临江市人民政府　技术支持：某科技</td></tr></table></body></html>
    """.encode("gb18030")


def _register_of_documents() -> bytes:
    """A table of metadata above the text, which was pasted from a word processor."""
    inside = "".join(
        f'<p class="MsoNormal"><span>&nbsp;&nbsp;{line[:9]}</span><span lang="EN-US">{line[9:14]}'
        f"</span><span>{line[14:]}</span></p>"
        for line in [*TITLE, *TEXT]
    )
    return f"""<html><head><meta charset="UTF-8"><title>政府信息公开</title></head><body>
    <div class="mainnav"><a>首页</a><a>公开指南</a></div><table>
    <tr><td>索 引 号：</td><td>000012/2024-00012</td><td>主题分类：</td><td>综合政务</td></tr>
    <tr><td>标　　题：</td><td colspan=3>临江市2024年政府工作报告</td></tr>
    <tr><td>发文字号：</td><td></td><td>发布日期：</td><td>2024年01月22日</td></tr>
    <tr><td>主 题 词：</td><td colspan=3></td></tr></table>
    <div id="UCAP-CONTENT">{inside}</div>
    <div class="related"><h3>相关文档</h3><ul><li><a>图解政府工作报告</a>
    <span>2024-01-23</span></li></ul></div>
    <form><label>姓名</label><input><label>评论内容</label><textarea></textarea></form>
    <div>Copyright © 2024 临江市人民政府</div></body></html>""".encode()


def _account_page() -> bytes:
    """An article of a social media account."""
    inside = "".join(
        f"<section><p><span>{line}</span></p></section><p><br></p>" for line in [*TITLE, *TEXT]
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div id="page-content">
    <h1>临江市2024年政府工作报告</h1><div><span>原创</span> <span>临江发布</span>
    <em>2024-01-22 18:30</em></div><div id="js_content"><p>点击上方蓝字关注我们</p>{inside}
    <section><p>来源：临江日报</p><p>编辑：小王</p><p>往期推荐</p><p><a>一图读懂</a></p></section></div>
    <div>阅读 1.2万</div><div>微信扫一扫<br>关注该公众号</div></div></body></html>""".encode()


@pytest.mark.parametrize(
    "page", [_publishing_system, _layout_in_tables, _register_of_documents, _account_page]
)
def test_pages_of_several_makes_give_the_paragraphs_of_the_text(page):
    pytest.importorskip("lxml")
    reading = read_document(page(), doc_id="d", filename="d.html")
    assert list(reading.paragraphs["text"]) == [*TITLE, *TEXT]
    said = reading.metadata
    assert said["title"] == "临江市2024年政府工作报告"
    assert (said["adopted"], said["published"]) == ("2024-01-15", "2024-01-22")
    assert reading.raw[said["body_start"] :].startswith(TITLE[0])
    check_total(reading)


def test_the_rows_of_a_table_are_no_headings():
    pytest.importorskip("lxml")
    page = """<p>某市关于发展物流的意见</p><p>一、主要任务</p><p>（一）完善标准。制定标准20项。</p>
    <table><tr><th>序号</th><th>任务</th><th>单位</th></tr>
    <tr><td>1</td><td>制定标准</td><td>市场监管局</td></tr>
    <tr><td>2</td><td>研发产品</td><td>工信局</td></tr></table>
    <p>二、保障措施</p><p>各地要加强领导，抓好落实。</p>"""
    reading = read_document(page.encode(), doc_id="d", filename="d.html")
    assert list(reading.sections["label"].iloc[1:]) == ["一、", "（一）", "二、"]
    assert "1 制定标准 市场监管局" in list(reading.paragraphs["text"])


def _word_file() -> bytes:
    docx = pytest.importorskip("docx")
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    name = nsdecls("w")
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, kind, text in ((0, "chineseCountingThousand", "%1、"), (1, "decimal", "%2."))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {name} w:abstractNumId="90">{levels}</w:abstractNum>')
    )
    numbering.append(
        parse_xml(f'<w:num {name} w:numId="91"><w:abstractNumId w:val="90"/></w:num>')
    )

    def add(text: str, depth: int | None = None):
        paragraph = document.add_paragraph(text)
        if depth is not None:
            paragraph._p.get_or_add_pPr().append(parse_xml(
                f'<w:numPr {name}><w:ilvl w:val="{depth}"/><w:numId w:val="91"/></w:numPr>'
            ))
        return paragraph

    add("海州市产业发展规划")
    add("总体要求", 0)
    changed = add("生产总值增长")
    changed._p.append(parse_xml(f'<w:ins {name} w:id="1"><w:r><w:t>6%。</w:t></w:r></w:ins>'))
    changed._p.append(
        parse_xml(f'<w:del {name} w:id="2"><w:r><w:delText>7%。</w:delText></w:r></w:del>')
    )
    add("主要任务", 0)
    add("改造传统产业。实施技改项目40个。", 1)
    add("培育新兴产业。建设园区3个。", 1)
    add("保障措施", 0)
    add("健全机制。落实责任。", 1)
    document.element.body.insert(2, parse_xml(
        f"<w:sdt {name}><w:sdtContent><w:p><w:r><w:t>本规划为期五年。</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    ))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_word_shows_numbers_insertions_and_controls_but_nothing_deleted():
    reading = read_document(_word_file(), doc_id="d", filename="d.docx")
    assert list(reading.paragraphs["text"]) == [
        "海州市产业发展规划", "一、总体要求", "本规划为期五年。", "生产总值增长6%。",
        "二、主要任务", "1.改造传统产业。实施技改项目40个。", "2.培育新兴产业。建设园区3个。",
        "三、保障措施", "1.健全机制。落实责任。",
    ]
    assert list(reading.sections["level"]) == [0, 1, 1, 2, 2, 1, 2]


def _replace_in_archive(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == name else old.read(entry))
    return stream.getvalue()


def test_no_entity_of_a_word_file_is_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    body = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document xmlns:w='
        '"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>政府&x;工作报告</w:t></w:r></w:p></w:body></w:document>"
    )
    data = _replace_in_archive(_word_file(), "word/document.xml", body.encode())
    reading = read_document(data, doc_id="d", filename="d.docx")
    assert "机密" not in reading.raw


def test_files_that_unpack_beyond_measure_are_refused(monkeypatch):
    monkeypatch.setattr(office, "_MAX_XML", 1_000_000)
    monkeypatch.setattr(pdf, "_MAX_UNPACKED", 1_000_000)
    padded = _replace_in_archive(_word_file(), "word/document.xml", b"<a>" + b" " * 1_000_000)
    with pytest.raises(DataError, match=r"big\.docx.*more than"):
        read_document(padded, doc_id="d", filename="big.docx")
    packed = zlib.compress(b"0" * 2_000_000)
    page = b"%PDF-1.4\n4 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"
    with pytest.raises(DataError, match=r"big\.pdf.*more than"):
        read_document(page, doc_id="d", filename="big.pdf")


@pytest.mark.parametrize(
    ("foot", "head"), [("— #n —", ""), ("第 #n 页 共 2 页", "临江市人民政府文件"), ("#n", "")]
)
def test_a_pdf_gives_the_paragraphs_of_the_text(foot, head):
    pytest.importorskip("pdfplumber")
    import typst

    lines = [*TITLE[:2], TITLE[2], *TEXT[:-1], *TEXT[3:6] * 6, TEXT[-1]]
    source = (
        f'#set page(margin: 2.5cm, header: [{head}], footer: context align(center)['
        f'{foot.replace("#n", "#counter(page).display()")}])\n#set text(font: "Noto Serif SC", '
        'size: 12pt, lang: "zh")\n#set par(first-line-indent: (amount: 2em, all: true), '
        "justify: true)\n" + "\n\n".join(lines)
    )
    data = typst.compile(source.encode(), font_paths=[str(FONT_FOLDER)])
    reading = read_document(data, doc_id="d", filename="d.pdf")
    assert "\f" in reading.raw
    assert list(reading.paragraphs["text"]) == lines
    check_total(reading)
