"""The report as PDF, set with Typst and the vendored fonts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from policyresearch.plots.style import FONT_FOLDER, FONTS
from policyresearch.report import contents as parts
from policyresearch.report.contents import Contents

# Of a page with the margins below; the height leaves room for a caption.
_TEXT_WIDTH_MM, _TEXT_HEIGHT_MM = 182, 235
_PREAMBLE = f"""
#set document(title: TITLE, date: none)
#set page(paper: "a4", margin: (x: 14mm, y: 20mm), numbering: "1")
#set text(font: "{FONTS['serif']}", size: 10pt, lang: LANG, hyphenate: true)
#set par(leading: 0.75em, justify: true)
#show heading: set text(font: "{FONTS['sans']}")
#show heading.where(level: 1): set block(above: 1.6em, below: 0.9em)
#show figure.caption: set text(font: "{FONTS['sans']}", size: 8.5pt)
#show figure.caption: set align(left)
#set figure(gap: 0.8em)
#set list(spacing: 0.8em)
#set table(stroke: none, inset: (x: 3pt, y: 4pt))
"""


def render_pdf(contents: Contents) -> bytes:
    """The report as PDF; equal contents give equal bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for section in parts.SECTIONS:
            for picture in contents.list_pictures(section):
                data = contents.read_picture(picture, "svg")
                (folder / f"{picture.name}.svg").write_bytes(data)
        source = folder / "report.typ"
        source.write_text(render_typst(contents), encoding="utf-8")
        return typst.compile(
            source, root=folder, font_paths=[FONT_FOLDER], ignore_system_fonts=True
        )


def render_typst(contents: Contents) -> str:
    """The report as Typst source; figures are named, not held."""
    language = contents.language
    preamble = _PREAMBLE.replace("TITLE", _quote(contents.title))
    lines = [preamble.replace("LANG", _quote(language)),
             f"#text(font: \"{FONTS['sans']}\", size: 17pt, weight: \"bold\")"
             f"[#{_quote(contents.title)}]"]
    headlines = contents.summarise()
    lines.append(_heading(contents.say(parts.SUMMARY)))
    lines += _items(claim.get_text(language) for claim in headlines)
    other = "zh" if language == "en" else "en"
    lines.append(_heading(parts.SUMMARY[other == "zh"]))
    lines.append(f"#[#set text(lang: {_quote(other)})")
    lines += [*_items(claim.get_text(other) for claim in headlines), "]"]
    lines.append(_heading(contents.say(parts.LIMITS)))
    lines += _items(claim.get_text(language) for claim in contents.choose(parts.CAVEATS))
    for section in parts.SECTIONS:
        lines.append(_heading(section.get_title(language)))
        lines += _items(claim.get_text(language) for claim in contents.claims[section.name])
        for picture in contents.list_pictures(section):
            caption = _quote(picture.get_caption(language))
            width = contents.fit_width(picture, width=_TEXT_WIDTH_MM, height=_TEXT_HEIGHT_MM)
            lines.append(
                f"#figure(image({_quote(picture.name + '.svg')}, alt: {caption}, "
                f"width: {width:g}mm), caption: {caption})"
            )
    lines += [_heading(contents.say(parts.SOURCES)), _table(contents)]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    """A Typst string; nothing in it is markup."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _heading(text: str) -> str:
    return f"#heading({_quote(text)})"


def _items(texts) -> list[str]:
    return [f"- #{_quote(text)}" for text in texts]


def _table(contents: Contents) -> str:
    heads, rows = contents.list_sources(["doc_id", "title", "kind", "wave", "sha256"])
    cells = [f"table.header({', '.join(f'strong({_quote(head)})' for head in heads)})"]
    cells += [_quote(cell) for row in rows for cell in row]
    return (
        "#text(size: 8pt)[#set par(justify: false)\n"
        f"#table(columns: (auto, 1fr, auto, auto, auto), {', '.join(cells)})]"
    )
