"""What notebooks show: tables that lose nothing silently, and the answer on top."""

from __future__ import annotations

import pandas as pd
import pytest

from policyresearch.plots.style import set_style
from policyresearch.report import notebook
from policyresearch.report.claims import Claim, read_claims
from policyresearch.report.notebook import Answer, show_claims, show_table
from policyresearch.study.folder import Study

CLAIMS = [Claim("s.a", "One is 1%.", "一是1%。"), Claim("s.b", "Two is 2%.", "二是2%。")]


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """What would be displayed, the newest last."""
    seen = []

    class Handle:
        def __init__(self, display_id):
            assert display_id

        def display(self, thing):
            seen.append(thing.data)

        update = display

    monkeypatch.setattr(notebook, "display", lambda thing: seen.append(thing.data))
    monkeypatch.setattr(notebook, "DisplayHandle", Handle)
    set_style()
    return seen


def test_table_says_how_many_rows_it_leaves_out(shown):
    table = pd.DataFrame({"词": ["创新", "<b>"], "n": [1.25, None]})
    show_table(table)
    assert "创新" in shown[0] and "&lt;b&gt;" in shown[0] and "1.25" in shown[0]
    assert "more" not in shown[0] and "nan" not in shown[0].lower()
    show_table(table, rows=1)
    assert "1 more rows" in shown[1] and "&lt;b&gt;" not in shown[1]


def test_a_character_without_glyph_stands_as_its_code_point(shown):
    show_table(pd.DataFrame({"x": ["\U00020bb7"]}))
    assert "‹U+20BB7›" in shown[0]


def test_sentences_follow_the_language(shown):
    show_claims(CLAIMS)
    set_style(language="zh")
    show_claims(CLAIMS)
    assert shown == ["One is 1%. Two is 2%.", "一是1%。二是2%。"]


def test_answer_keeps_all_claims_and_shows_the_chosen(shown, tmp_path):
    study = Study(tmp_path)
    answer = Answer()
    answer.fill("s", CLAIMS, answer=["s.b", "s.absent"], study=study)
    assert shown[-1] == "**Two is 2%.**"
    assert read_claims("s", study=study) == CLAIMS
    answer.fill("s", CLAIMS, answer=["s.absent"], study=study)
    assert shown[-1] == "**One is 1%.**"
