"""Chinese on any screen: the characters of a page travel inside it."""

from __future__ import annotations

import base64
import re
from io import BytesIO

from fontTools import subset

from policyresearch.plots.style import FONT_FOLDER, FONTS

_FACES = (("Regular", 400), ("Bold", 700))
# The families an exported notebook is set in. The embedded one holds no Latin and stands
# first: behind others, Chromium may keep the boxes it drew before the font was ready.
_VARIABLES = (
    "--jp-ui-font-family:'FAMILY','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;"
    "--jp-content-font-family:var(--jp-ui-font-family);"
    "--jp-code-font-family:'FAMILY',Menlo,Consolas,'Liberation Mono',monospace"
)
_EAST_ASIAN = re.compile(r"[\u2000-\uffef]")


def embed_fonts(html: str) -> str:
    """
    Put into the head of a page the glyphs of the East Asian characters in it.

    A machine without Chinese fonts then shows no empty boxes. The page names the family
    (`plots.style.FONTS["sans"]`) itself; exported notebooks are made to by their variables.

    Parameters
    ----------
    html : str
        A page with a `</head>`.

    Returns
    -------
    str
        The page; unchanged if there is no such character.
    """
    characters = sorted(set(_EAST_ASIAN.findall(html)))
    if not characters:
        return html
    rules = []
    family = FONTS["sans"]
    for face, weight in _FACES:
        path = FONT_FOLDER / f"{family.replace(' ', '')}-{face}.ttf"
        data = base64.b64encode(_cut_font(path, characters)).decode("ascii")
        rules.append(
            f"@font-face{{font-family:'{family}';font-weight:{weight};"
            f"src:url(data:font/ttf;base64,{data}) format('truetype');"
            "unicode-range:U+2000-FFEF}"
        )
    rules.append(f":root{{{_VARIABLES.replace('FAMILY', family)}}}")
    style = f"<style>{''.join(rules)}</style>"
    return html.replace("</head>", f"{style}\n</head>", 1)


def _cut_font(path, characters: list[str]) -> bytes:
    """The font with these characters only; equal bytes for equal characters."""
    options = subset.Options()
    options.layout_features = []
    options.recalc_timestamp = False
    options.notdef_outline = True
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in characters])
    cutter.subset(font)
    buffer = BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()
