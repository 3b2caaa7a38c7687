"""An executed notebook as one HTML page that needs no network."""

from __future__ import annotations

import re
from copy import deepcopy

from nbconvert.exporters.html import HTMLExporter
from nbconvert.preprocessors import TagRemovePreprocessor
from nbformat import NotebookNode

from policyresearch.errors import DataError
from policyresearch.report.webfont import embed_fonts

# Cells that only show a computed sentence: the page shows the sentence, not the call.
HIDDEN_TAG = "hide-input"
# Without the parts that would be fetched from elsewhere (the pages hold no formulas), and with
# a text for each image.
_TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock html_head_js -%}
{%- block html_head_js_mathjax -%}{%- endblock html_head_js_mathjax -%}
{%- block html_head_js_mermaidjs -%}{%- endblock html_head_js_mermaidjs -%}
{%- block jupyter_widgets -%}{%- endblock jupyter_widgets -%}
{%- block data_png scoped -%}
{%- set text = cell.metadata.get("alt", "") | escape_html -%}
{{ super() | replace("<img ", '<img alt="' ~ text ~ '" ', 1) }}
{%- endblock data_png -%}
"""
# Whatever makes a browser load something by itself.
_FETCHED = re.compile(
    r"<(?:script|img|iframe|link|source)\b[^>]*\b(?:src|href)\s*=\s*[\"']?(?:https?:)?//[^\"'\s>]+"
    r"|@import\s+(?:url\()?[\"']?(?:https?:)?//[^\"')]+"
    r"|url\(\s*[\"']?(?:https?:)?//[^\"')]+",
    re.IGNORECASE,
)


def render_notebook(notebook: NotebookNode, name: str) -> bytes:
    """
    The page of an executed notebook, images and style included.

    Raises
    ------
    DataError
        If a cell shows something that a browser would fetch from the network.
    """
    exporter = HTMLExporter(
        raw_template=_TEMPLATE,
        embed_images=True,
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    hide = TagRemovePreprocessor(enabled=True, remove_input_tags={HIDDEN_TAG})
    exporter.register_preprocessor(hide, enabled=True)
    title = _find_title(notebook) or name
    notebook = _describe_images(notebook)
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title}})
    fetched = _FETCHED.search(page)
    if fetched:
        raise DataError(
            f"Notebook {name}: its page would load {fetched.group()[:120]!r} from the network. "
            "Show the content itself, not a link to it."
        )
    return embed_fonts(page).encode("utf-8")


def _describe_images(notebook: NotebookNode) -> NotebookNode:
    """A copy whose images say, to who cannot see them, which question they answer."""
    notebook = deepcopy(notebook)
    heading = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = next(iter(re.findall(r"^#+\s+(.+)$", cell.source, re.MULTILINE)), heading)
        elif heading:
            cell.metadata.setdefault("alt", heading)
    return notebook


def _find_title(notebook: NotebookNode) -> str:
    """The first heading."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            match = re.search(r"^#\s+(.+)$", cell.source, re.MULTILINE)
            if match:
                return match.group(1).strip()
    return ""
