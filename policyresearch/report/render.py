"""The report as page, Word document and PDF: one template, set by pandoc."""

from __future__ import annotations

import base64
import re
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import jinja2
import pypandoc
import typst

from policyresearch.plots.style import FONT_FOLDER, FONTS
from policyresearch.report.contents import Contents, Picture
from policyresearch.report.webfont import embed_fonts
from policyresearch.study.folder import LANGUAGES

_TEMPLATES = Path(__file__).parent / "templates"
# Nothing in the text is a date, a formula or a quotation mark to be bettered.
_MARKDOWN = "markdown-yaml_metadata_block-tex_math_dollars-smart"
_TAGS = {"en": "en", "zh": "zh-Hans"}
_PICTURE = re.compile(r'(?<=src=")([a-z0-9-]+)\.svg(?=")')
# What follows on the same line would be no heading and no list.
_LANGUAGE = re.compile(r'(#set text\(lang: "\w+"\)); ')
_IMAGE = re.compile(r'(?<=image\()"([a-z0-9-]+)\.svg"')
# Fonts that Word has on Windows and macOS; other programs put their own in their place.
_LATIN, _EAST_ASIAN, _EAST_ASIAN_HEADING = "Times New Roman", "SimSun", "SimHei"
_WORD_FONTS = (
    f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{_LATIN}" w:eastAsia="{{}}"/>'
)
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Form:
    """
    How the three forms of the report differ.

    Parameters
    ----------
    pictures : str
        The format of figures, as a file's ending.
    columns : dict
        Columns of the list of documents, with their widths in relation to each other.
    page : (float, float), optional
        Width and height in millimetres that a figure may take, where there are pages.
    linked : bool
        Whether sections lead to the pages of their notebooks.
    """

    pictures: str
    columns: dict[str, int]
    page: tuple[float, float] | None = None
    linked: bool = False

    def size(self, contents: Contents, picture: Picture) -> str:
        """Write a figure's width as pandoc's attribute."""
        if self.page is None:
            return ""
        width, height = self.page
        return f" width={contents.fit_width(picture, width=width, height=height):g}mm"


_PRINTED = {"doc_id": 15, "title": 40, "kind": 20, "wave": 8, "sha256": 17}
_PAGE = Form(
    "svg",
    {"doc_id": 13, "title": 30, "place": 12, "kind": 13, "wave": 7, "adopted": 11, "sha256": 14},
    linked=True,
)
# The heights leave room for a caption.
_PDF = Form("svg", _PRINTED, page=(182, 235))
_WORD = Form("png", _PRINTED, page=(160, 200))


def render_page(contents: Contents) -> str:
    """Make the whole page, figures and the glyphs it needs included."""
    page = _convert(
        contents, _PAGE, "html5", "--shift-heading-level-by=1",
        f"--template={_TEMPLATES / 'page.html'}", f"--variable=font:{FONTS['sans']}",
    )

    # As images of their own: the identifiers inside two drawings would collide on one page.
    def embed(match: re.Match[str]) -> str:
        data = contents.read_picture(match[1], "svg")
        return f"data:image/svg+xml;base64,{base64.b64encode(data).decode('ascii')}"

    return embed_fonts(_PICTURE.sub(embed, page))


def render_pdf(contents: Contents) -> bytes:
    """Set the report with Typst and the vendored fonts; equal contents give equal bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _write_pictures(contents, _PDF, folder)
        source = folder / "report.typ"
        source.write_text(render_typst(contents), encoding="utf-8")
        return typst.compile(
            source, root=folder, font_paths=[FONT_FOLDER], ignore_system_fonts=True
        )


def render_typst(contents: Contents) -> str:
    """Make the report's Typst source; figures are named, not held."""
    captions = {p.name: p.get_caption(contents.language) for p in contents.list_all_pictures()}

    # Pandoc gives no text for readers who cannot see the image.
    def describe(match: re.Match[str]) -> str:
        return f"{match[0]}, alt: {quote_typst(captions[match[1]])}"

    source = _convert(
        contents, _PDF, "typst", f"--template={_TEMPLATES / 'report.typ'}",
        *(f"--variable={name}:{family}" for name, family in FONTS.items()),
    )
    return _LANGUAGE.sub(r"\1\n", _IMAGE.sub(describe, source))


def render_word(contents: Contents) -> bytes:
    """Make the report as docx; equal contents give equal bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _write_pictures(contents, _WORD, folder)
        target = folder / "report.docx"
        _convert(contents, _WORD, "docx", f"--resource-path={folder}", target=target)
        return _normalise(target.read_bytes())


def render_markdown(contents: Contents, form: Form) -> str:
    """Fill the template of the report."""
    other = next(name for name in LANGUAGES if name != contents.language)
    return _load_template().render(
        contents=contents, form=form, other={"name": other, "tag": _TAGS[other]}
    )


def escape_markdown(text: object) -> str:
    """
    Make text in which nothing is markup.

    Examples
    --------
    >>> print(escape_markdown("*a* & [b]"))
    \\*a\\* \\& \\[b\\]
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", str(text)).replace("\n", " ")


def quote_typst(text: str) -> str:
    """
    Make a Typst string, in which nothing is markup.

    Examples
    --------
    >>> print(quote_typst('a "b"'))
    "a \\"b\\""
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


@cache
def _load_template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
        # Pandoc's identifiers begin with the sign that else begins a comment.
        comment_start_string="<#", comment_end_string="#>",
    )
    environment.filters["text"] = escape_markdown
    return environment.get_template("report.md.j2")


def _convert(
    contents: Contents,
    form: Form,
    kind: str,
    *options: str,
    target: Path | None = None,
) -> str:
    """Have pandoc make `kind`, into the file `target` if one is named."""
    arguments = ["--quiet", "--eol=lf", "--wrap=none", f"--metadata=title:{contents.title}"]
    language = contents.language if kind == "typst" else _TAGS[contents.language]
    arguments.append(f"--metadata=lang:{language}")
    return pypandoc.convert_text(
        render_markdown(contents, form), kind, format=_MARKDOWN, extra_args=[*arguments, *options],
        outputfile=str(target) if target else None,
    )


def _write_pictures(contents: Contents, form: Form, folder: Path) -> None:
    for picture in contents.list_all_pictures():
        data = contents.read_picture(picture.name, form.pictures)
        (folder / f"{picture.name}.{form.pictures}").write_bytes(data)


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
        return re.sub(r"<w:rFonts[^>]*/>", _WORD_FONTS.format(font), match.group())

    return re.sub(r"<w:(docDefaults|style)\b.*?</w:\1>", name_fonts, styles, flags=re.DOTALL)
