"""The report as a Word document, made by pandoc."""

from __future__ import annotations

import re
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

import pypandoc

from policyresearch.report import contents as parts
from policyresearch.report.contents import Contents

# Fonts that Word has on Windows and macOS; other programs put their own in their place.
_LATIN, _EAST_ASIAN, _EAST_ASIAN_HEADING = "Times New Roman", "SimSun", "SimHei"
_FONTS = (
    f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{{}}"/>'
)
_TEXT_WIDTH_MM, _TEXT_HEIGHT_MM = 160, 200  # of pandoc's page, with room for a caption
_DATE = (1980, 1, 1, 0, 0, 0)


def render_word(contents: Contents) -> bytes:
    """The report as docx; equal contents give equal bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for section in parts.SECTIONS:
            for picture in contents.list_pictures(section):
                data = contents.read_picture(picture, "png")
                (folder / f"{picture.name}.png").write_bytes(data)
        target = folder / "report.docx"
        pypandoc.convert_text(
            render_markdown(contents),
            "docx",
            format="markdown-yaml_metadata_block-tex_math_dollars",
            outputfile=str(target),
            extra_args=[f"--resource-path={folder}", f"--metadata=lang:{contents.language}",
                        f"--metadata=title:{contents.title}"],
        )
        return _normalise(target.read_bytes())


def render_markdown(contents: Contents) -> str:
    """The report as pandoc's Markdown; figures are named, not held."""
    language = contents.language
    headlines = contents.summarise()
    blocks = [f"# {contents.say(parts.SUMMARY)}",
              _items(claim.get_text(language) for claim in headlines)]
    other = "zh" if language == "en" else "en"
    blocks += [f"# {parts.SUMMARY[other == 'zh']}",
               _items(claim.get_text(other) for claim in headlines)]
    blocks += [f"# {contents.say(parts.LIMITS)}",
               _items(claim.get_text(language) for claim in contents.choose(parts.CAVEATS))]
    for section in parts.SECTIONS:
        blocks.append(f"# {section.get_title(language)}")
        blocks.append(_items(c.get_text(language) for c in contents.claims[section.name]))
        for picture in contents.list_pictures(section):
            caption = _escape(contents.write_caption(picture))
            width = contents.fit_width(picture, width=_TEXT_WIDTH_MM, height=_TEXT_HEIGHT_MM)
            blocks.append(f"![{caption}]({picture.name}.png){{width={width:g}mm}}")
    blocks.append(f"# {contents.say(parts.SOURCES)}")
    for doc_id, title, digest in contents.list_sources(["doc_id", "title", "sha256"])[1]:
        blocks.append(f"- {_escape(doc_id)}: {_escape(title)} ({_escape(digest)})")
    return "\n\n".join(blocks) + "\n"


def _escape(text: str) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!<>|~^$@\"'])", r"\\\1", text).replace("\n", " ")


def _items(texts) -> str:
    return "\n".join(f"- {_escape(text)}" for text in texts)


def _normalise(data: bytes) -> bytes:
    """Chinese fonts in the styles, and no trace of the clock."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            content = source.read(name)
            if name == "word/styles.xml":
                content = _set_fonts(content.decode("utf-8")).encode("utf-8")
            elif name == "docProps/core.xml":
                content = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"",
                                 content)
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every machine
            target.writestr(entry, content)
    return result.getvalue()


def _set_fonts(styles: str) -> str:
    """Every style names its Latin and its East Asian font; headings stand in SimHei."""

    def name_fonts(match: re.Match) -> str:
        heading = re.search(r'w:styleId="(Heading\d|Title|Subtitle)"', match.group())
        font = _EAST_ASIAN_HEADING if heading else _EAST_ASIAN
        return re.sub(r"<w:rFonts[^>]*/>", _FONTS.format(font), match.group())

    return re.sub(r"<w:(docDefaults|style)\b.*?</w:\1>", name_fonts, styles, flags=re.DOTALL)
