"""The report as one self-contained HTML page."""

from __future__ import annotations

import base64
from html import escape

from policyresearch.plots.style import FONTS
from policyresearch.report import contents as parts
from policyresearch.report.contents import Contents, Picture, Section
from policyresearch.report.webfont import embed_fonts

_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; max-width: 46rem; padding: 2rem 1.2rem 4rem; color: #1a1a1a;
  background: #fff; font: 1rem/1.6 "{FONTS['sans']}", "Segoe UI", Roboto, "Helvetica Neue",
  Arial, sans-serif; }}
h1 {{ font-size: 1.7rem; line-height: 1.25; }}
h2 {{ font-size: 1.25rem; margin-top: 2.6rem; border-top: 1px solid #ccc; padding-top: 1rem; }}
nav ul, .claims {{ padding-left: 1.2rem; }}
.claims li {{ margin: .35rem 0; }}
figure {{ margin: 1.6rem 0; }}
figure img {{ width: 100%; height: auto; }}
figcaption {{ color: #444; font-size: .9rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .85rem; }}
th, td {{ text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd;
  vertical-align: top; }}
code {{ font-size: .85em; }}
a {{ color: #0b5394; }}
@media print {{ body {{ max-width: none; }} figure {{ break-inside: avoid; }} }}
"""


def render_page(contents: Contents) -> str:
    """The whole page, figures and the glyphs it needs included."""
    title = escape(contents.title)
    body = [f"<h1>{title}</h1>"]
    body += [_heading(contents.say(parts.SUMMARY), "summary"),
             _claims(contents, contents.summarise())]
    other = "zh" if contents.language == "en" else "en"
    body += [f'<section lang="{"zh-Hans" if other == "zh" else "en"}">',
             f"<h3>{escape(parts.SUMMARY[other == 'zh'])}</h3>",
             _list(claim.get_text(other) for claim in contents.summarise()),
             "</section>"]
    body += [_heading(contents.say(parts.LIMITS), "limits"),
             _claims(contents, contents.choose(parts.CAVEATS))]
    for section in parts.SECTIONS:
        body += _section(contents, section)
    body += [_heading(contents.say(parts.SOURCES), "documents"), _sources(contents)]
    language = "zh-Hans" if contents.language == "zh" else "en"
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )
    return embed_fonts(page)


def _section(contents: Contents, section: Section) -> list[str]:
    link = f"notebooks/{section.notebook}.html"
    word = "完整分析" if contents.language == "zh" else "The whole analysis"
    return [
        _heading(section.get_title(contents.language), section.name),
        _claims(contents, contents.claims[section.name]),
        *(_figure(contents, picture) for picture in contents.list_pictures(section)),
        f'<p>{word}: <a href="{link}">{escape(section.notebook)}</a></p>',
    ]


def _heading(text: str, anchor: str) -> str:
    return f'<h2 id="{anchor}">{escape(text)}</h2>'


def _claims(contents: Contents, claims) -> str:
    return _list(claim.get_text(contents.language) for claim in claims)


def _list(texts) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f'<ul class="claims">{items}</ul>'


def _figure(contents: Contents, picture: Picture) -> str:
    # As an image of its own: the identifiers inside two drawings would collide on one page.
    data = base64.b64encode(contents.read_picture(picture, "svg")).decode("ascii")
    caption = escape(contents.write_caption(picture))
    return (
        f'<figure id="{picture.name}"><img alt="{caption}" '
        f'src="data:image/svg+xml;base64,{data}"><figcaption>{caption}</figcaption></figure>'
    )


def _sources(contents: Contents) -> str:
    heads, rows = contents.list_sources(
        ["doc_id", "title", "place", "kind", "wave", "adopted", "sha256"]
    )
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'
