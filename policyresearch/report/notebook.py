"""What the notebooks show besides figures: the answer on top, sentences, tables."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd
from IPython.display import HTML, DisplayHandle, Markdown, display
from pandas.api.types import is_numeric_dtype

from policyresearch.plots.style import get_language, list_glyphs
from policyresearch.report.claims import Claim, save_claims
from policyresearch.study.folder import Study


class Answer:
    """The place under a notebook's title; empty until the analysis below has run."""

    def __init__(self) -> None:
        self._handle = DisplayHandle(display_id="answer")
        self._handle.display(Markdown("…"))

    def fill(
        self,
        section: str,
        claims: Iterable[Claim],
        *,
        answer: Iterable[str],
        study: Study | None = None,
    ) -> None:
        """
        Put the answer under the title and keep all claims for the report.

        Parameters
        ----------
        section : str
            Name under which the report finds the claims.
        claims : iterable of Claim
        answer : iterable of str
            Ids of the claims that answer the title's question; those that could not be
            made on this corpus are left out, and the first claim steps in if none is left.
        study : Study, optional
        """
        claims = list(claims)
        save_claims(claims, section, study=study)
        wanted = list(answer)
        chosen = [claim for i in wanted for claim in claims if claim.id == i] or claims[:1]
        self._handle.update(Markdown(f"**{_join(chosen)}**"))


def show_claims(claims: Iterable[Claim]) -> None:
    """Show sentences in the language of the figures."""
    display(Markdown(_join(claims)))


def show_table(table: pd.DataFrame, *, rows: int = 20, digits: int = 2) -> None:
    """
    Show the first rows of a table, saying how many more there are; numbers to the right.

    A character that no vendored font can show stands as its code point, not as a box.
    """
    sides = ["right" if is_numeric_dtype(table[name]) else "left" for name in table.columns]
    lines = [_write_row("th", table.columns, sides)]
    for row in table.head(rows).itertuples(index=False):
        lines.append(_write_row("td", [_write_cell(cell, digits) for cell in row], sides))
    html = f"<table>{''.join(lines)}</table>"
    if len(table) > rows:
        rest = f"{len(table) - rows:,}"
        html += f"<p>{f'另有{rest}行' if get_language() == 'zh' else f'{rest} more rows'}</p>"
    display(HTML(html))


def _write_row(tag: str, cells: Iterable, sides: Iterable[str]) -> str:
    written = (f'<{tag} style="text-align:{side}">{escape(str(cell))}</{tag}>'
               for cell, side in zip(cells, sides, strict=True))
    return f"<tr>{''.join(written)}</tr>"


def _write_cell(cell, digits: int) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, float):
        return f"{cell:,.{digits}f}"
    glyphs = list_glyphs()
    return "".join(c if ord(c) in glyphs else f"‹U+{ord(c):04X}›" for c in str(cell))


def _join(claims: Iterable[Claim]) -> str:
    language = get_language()
    texts = [claim.get_text(language) for claim in claims]
    # Chinese sentences follow each other without a blank.
    return ("" if language == "zh" else " ").join(texts)
