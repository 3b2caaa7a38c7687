"""Figures: every row is drawn, bytes repeat, no character is lost."""

from __future__ import annotations

import re

import matplotlib

matplotlib.use("Agg")

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from matplotlib import pyplot as plt
from project import SHIPPED
from studies import write_study

from policyresearch import plots
from policyresearch.corpus import load_corpus
from policyresearch.errors import DataError
from policyresearch.inference.sensitivity import judge_claims, run_specifications, summarise_choices
from policyresearch.lexicons import VERSION
from policyresearch.plots import labels, style
from policyresearch.plots.saving import FORMATS, render_figure, save_figure
from policyresearch.study.folder import Study
from policyresearch.synthesis.evidence import KINDS as EVIDENCE
from policyresearch.tables import KINDS, LEVELS, ROLES, STATUSES
from policyresearch.topics.numbers import CRITERIA

WAVES = (2018, 2020, 2025)
THEMES = {"marine": "sea and coast 海洋", "rural": "countryside 乡村"}
SHIFT_FIGURES = ["attention", "attention by role", "change", "divergence", "agreement",
                 "influence", "reuse", "specifications", "choices", "verdicts",
                 "evidence"]
EMPHASIS = ["measure", "kind", "place", "wave", "value", "low", "high", "main"]
WORDS = ["创新", "营商环境", "乡村振兴", "新质生产力"]


@pytest.fixture(autouse=True)
def _clean():
    plots.set_style()
    yield
    plt.close("all")


@pytest.fixture
def documents():
    return pd.DataFrame(
        {
            "doc_id": ["a_2018", "b_2018", "a_2025"],
            "place": ["甲市", "乙区", "甲市"],
            "kind": ["work report", "action plan", "plan proposal"],
            "wave": pd.array([2018, 2018, 2025], dtype="Int64"),
        }
    )


def _draw(name, documents):
    ids = list(documents["doc_id"])
    if name == "lengths":
        rows = [(d, r, 100 * i + 10) for d in ids for i, r in enumerate(ROLES)]
        table = pd.DataFrame(rows, columns=["doc_id", "role", "tokens"])
        return plots.plot_lengths(table, documents=documents)
    if name == "rates":
        rows = [(k, w, 5.0, 3.0, 9.0) for k in WORDS for w in WAVES]
        table = pd.DataFrame(rows, columns=["keyword", "wave", "rate_per_10k", "low", "high"])
        return plots.plot_rates(table)
    if name == "keyness":
        table = pd.DataFrame({"keyword": WORDS, "log_ratio": [2.0, 0.5, -0.1, -3.0],
                              "low": [1.0, 0.1, -0.4, -4.0], "high": [3.0, 0.9, 0.2, -2.0],
                              "dispersion": [0.1, 0.5, 0.9, 1.0]})
        return plots.plot_keyness(table, left="2018", right="2025")
    if name == "word shift":
        table = pd.DataFrame({"word": WORDS, "share_left": [0.1, 0.3, 0.0, 0.2],
                              "share_right": [0.2, 0.1, 0.1, 0.0], "part": [0.1, -0.2, 0.1, -0.2],
                              "kinship": ["", "renamed", "renamed", "gone"],
                              "kin": ["", WORDS[2], WORDS[1], ""]})
        return plots.plot_word_shift(table, left="2018", right="2025", measure="proportion")
    if name == "concordance":
        table = pd.DataFrame({"doc_id": ids, "left": ["加快推进" * 20, "", "3.2%，ABC"],
                              "keyword": WORDS[:3], "right": ["工作。", "“十四五”" * 20, ""]})
        return plots.plot_concordance(table, names={ids[0]: "Dalian 2018\nwork report"})
    if name == "role rates":
        rows = [(k, w, r, 5.0, 3.0, 9.0 if r == "plan" else 900.0) for k in WORDS for w in WAVES
                for r in ("review", "plan")]
        table = pd.DataFrame(
            rows, columns=["keyword", "wave", "role", "rate_per_10k", "low", "high"]
        )
        table.loc[0, ["rate_per_10k", "low", "high"]] = np.nan
        return plots.plot_role_rates(table)
    if name == "readings":
        rows = [(k, r, 1.0 - i, -12.0, 2.0, i == 0) for k in WORDS
                for i, r in enumerate(labels.READINGS)]
        table = pd.DataFrame(
            rows, columns=["keyword", "reading", "log_ratio", "low", "high", "clear"]
        )
        return plots.plot_readings(table)
    if name == "topic shares":
        rows = [(k, d, 0.2, 0.1, 0.4) for k in WORDS for d in ids]
        table = pd.DataFrame(rows, columns=["label", "doc_id", "share", "low", "high"])
        return plots.plot_topic_shares(table, documents=documents)
    if name == "topic numbers":
        rows = [(c, n, 0.5, 0.4, 0.6) for c in CRITERIA for n in (2, 4)]
        columns = ["criterion", "n_topics", "mean", "low", "high"]
        return plots.plot_topic_numbers(pd.DataFrame(rows, columns=columns), chosen=4)
    if name == "topic terms":
        rows = [(k, t, 0.5) for k in WORDS for t in WORDS]
        return plots.plot_topic_terms(pd.DataFrame(rows, columns=["label", "term", "weight"]))
    if name == "statuses":
        rows = [(d, s, i) for d in ids for i, s in enumerate(STATUSES)]
        table = pd.DataFrame(rows, columns=["doc_id", "status", "values"])
        return plots.plot_statuses(table, documents=documents)
    if name == "hardness":
        table = pd.DataFrame({"doc_id": ids, "targets_per_10k": [20.0, 8.0, 0.0],
                              "low": [15.0, 3.0, 0.0], "high": [25.0, 12.0, 0.0],
                              "numeric_share": [0.3, 0.2, 0.0], "numeric_low": [0.2, 0.1, 0.0],
                              "numeric_high": [0.4, 0.3, 0.0], "f1": [0.99, 0.5, np.nan],
                              "f1_low": [0.97, 0.4, np.nan], "f1_high": [1.0, 0.6, np.nan]})
        return plots.plot_hardness(table, documents=documents)
    if name == "outcomes":
        table = pd.DataFrame({"doc_id": "a", "indicator_id": ["x", "", ""],
                              "indicator": WORDS[:3], "scope": ["", "全国", ""],
                              "promised": [25.0, 3.2, 5.0], "unit": ["件", "%", ""],
                              "year": pd.array([2020, 2020, None], dtype="Int64"),
                              "outcome": [21.8, 3.3, np.nan],
                              "outcome_year": pd.array([2019, 2025, None], dtype="Int64"),
                              "verdict": ["missed", "met", "not reported"]})
        return plots.plot_outcomes(table, names={"x": "patents"})
    if name == "timelines":
        rows = [("x", 2018 + 2 * i, float(i), s, ids[i % 2], 2018 + i)
                for i in range(4) for s in ("target", "outcome")]
        table = pd.DataFrame(rows, columns=["indicator_id", "year", "amount", "status", "doc_id",
                                            "told"])
        table = table.assign(place="甲市", measure="growth", amount_unit="%")
        return plots.plot_timelines(table, documents=documents, names={"x": "a long name " * 4})
    if name in SHIFT_FIGURES:
        return _draw_shift(name, documents)
    rows = [(k, "share", "甲市", w, 0.3, 0.2, 0.4, m)
            for k in WORDS for w in WAVES for m in (True, False)]
    return plots.plot_emphasis(pd.DataFrame(rows, columns=EMPHASIS))


def _draw_shift(name, documents):
    ids = list(documents["doc_id"])
    if name == "attention":
        rows = [(d, k, 0.2, 0.1, 0.4) for d in ids for k in THEMES]
        table = pd.DataFrame(rows, columns=["doc_id", "theme", "share", "low", "high"])
        return plots.plot_attention(table, documents=documents, names=THEMES)
    if name == "attention by role":
        rows = [(w, r, k, 0.2, 0.1, 0.4) for w in WAVES for r in ROLES[:3] for k in THEMES]
        columns = ["wave", "role", "theme", "share", "low", "high"]
        table = pd.DataFrame(rows, columns=columns)
        return plots.plot_attention(table, documents=documents, names=THEMES)
    if name == "change":
        table = pd.DataFrame({"theme": list(THEMES), "difference": [0.1, -0.2],
                              "low": [0.02, -0.5], "high": [0.3, 0.1], "p_holm": [0.01, 0.4],
                              "left_wave": 2018, "right_wave": 2025})
        return plots.plot_change(table, names=THEMES)
    if name == "divergence":
        table = pd.DataFrame({"doc_id": ids[:2], "other": ids[1:], "divergence": [0.1, 0.2],
                              "expected": [0.05, 0.25], "p": [0.01, 0.7]})
        return plots.plot_divergence(table, documents=documents)
    if name == "agreement":
        table = pd.DataFrame([(a, b, 9 * (a == b) + 1) for a in THEMES for b in THEMES],
                             columns=["truth", "coded", "units"])
        return plots.plot_agreement(table, names=THEMES)
    if name == "influence":
        table = pd.DataFrame({"term": WORDS[:2], "theme": list(THEMES), "change": [-0.02, 0.01]})
        return plots.plot_influence(table, names=THEMES)
    if name == "reuse":
        passages = pd.DataFrame({"doc_id": ids[:1], "other": ids[1:2], "start": 10, "end": 60,
                                 "other_start": 300, "other_end": 350})
        shares = pd.DataFrame([(a, b, 0.05) for a in ids for b in [*ids, ""] if a != b],
                              columns=["doc_id", "other", "share"])
        return plots.plot_reuse(passages, shares, documents=documents.assign(chars=1000))
    choices = {"terms": ("all terms", "strong terms"), "party": ("with party-building",)}
    curve = run_specifications(
        lambda own: {k: (1.0, 0.5 - (own["terms"] == "strong terms"), 9.0) for k in THEMES},
        choices,
    )
    if name == "choices":
        return plots.plot_choices(summarise_choices(curve, choices), names=THEMES)
    if name == "evidence":
        table = pd.DataFrame([(t, k, 1.0, 0.5 - (k == "topic"), 9.0, int(k != "topic"))
                              for t in THEMES for k in EVIDENCE],
                             columns=["theme", "kind", "value", "low", "high", "direction"])
        findings = pd.DataFrame({"theme": ["rural"], "certainty": "likely"})
        return plots.plot_evidence(table, findings, names=THEMES)
    if name == "verdicts":
        return plots.plot_verdicts(judge_claims(curve), names=THEMES)
    return plots.plot_specifications(curve, judge_claims(curve), names=THEMES)


FIGURES = [
    "lengths", "rates", "keyness", "readings", "role rates", "topic numbers", "topic shares",
    "topic terms", "statuses", "hardness", "outcomes", "timelines", "emphasis", "word shift",
    "concordance", *SHIFT_FIGURES,
]


@pytest.mark.parametrize("language", style.LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_draws_in_both_languages(name, language, documents):
    plots.set_style(language=language)
    figure = _draw(name, documents).get_figure()
    assert render_figure(figure, "pdf").startswith(b"%PDF")
    assert figure.get_figwidth() * 25.4 == pytest.approx(style.WIDTHS_MM["double"])


@pytest.mark.parametrize("language", style.LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_no_text_is_cut_off(name, language, documents):
    plots.set_style(language=language)
    figure = _draw(name, documents).get_figure()
    figure.draw_without_rendering()
    page = figure.bbox
    names = [text for legend in figure.legends for text in legend.get_texts()]
    boxes = [(text, text.get_window_extent()) for text in names]
    for ax in figure.axes:
        if not ax.get_visible():
            continue
        view = [(ax.xaxis, ax.viewLim.intervalx), (ax.yaxis, ax.viewLim.intervaly)]
        ticks = [tick.label1 for axis, (low, high) in view for tick in axis.get_major_ticks()
                 if min(low, high) <= tick.get_loc() <= max(low, high)]
        for text in [*ticks, *ax.texts, ax.xaxis.label, ax.title]:
            if text.get_text() and text.get_visible():
                boxes.append((text, text.get_window_extent()))
    assert boxes
    for text, box in boxes:
        assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1, text
        assert box.y0 >= page.y0 - 1 and box.y1 <= page.y1 + 1, text


@pytest.mark.parametrize("language", style.LANGUAGES)
@pytest.mark.parametrize("name", ["topic shares", "attention", "timelines", "divergence"])
def test_long_names_of_documents_are_not_cut_off(name, language, documents):
    plots.set_style(language=language)
    long = [f"{year}年中华人民共和国国务院政府工作报告全文公布稿" for year in (2018, 2019, 2025)]
    figure = _draw(name, documents.assign(doc_id=long, place=long)).get_figure()
    figure.draw_without_rendering()
    for text in [t for legend in figure.legends for t in legend.get_texts()]:
        box = text.get_window_extent()
        assert box.x0 >= figure.bbox.x0 and box.x1 <= figure.bbox.x1, text


def test_many_topics_are_told_apart_by_wave(documents):
    table = pd.DataFrame([(k, w, 0.2, 0.1, 0.4) for k in WORDS for w in WAVES],
                         columns=["label", "wave", "share", "low", "high"])
    ax = plots.plot_topic_shares(table, documents=documents)
    names = [text.get_text() for text in ax.get_figure().legends[0].get_texts()]
    assert names == [str(wave) for wave in WAVES]


def _emphasis(rows):
    return plots.plot_emphasis(pd.DataFrame(
        [(word, "share", place, wave, 0.3, 0.2, 0.4, main) for word in WORDS
         for place, wave, main in rows],
        columns=EMPHASIS,
    ))


def test_years_below_panels_stand_clear_of_each_other():
    ax = _emphasis([("甲市", wave, True) for wave in (2018, 2019, 2021, 2024, 2025)])
    ax.get_figure().draw_without_rendering()
    boxes = [tick.label1.get_window_extent() for tick in ax.xaxis.get_major_ticks()]
    assert len(boxes) >= 3
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes))


def test_every_place_of_the_series_has_a_line_of_its_own():
    ax = _emphasis([(place, wave, True) for wave in (2018, 2025) for place in "甲乙丙"])
    lines = [line for line in ax.lines if len(line.get_xdata()) == 2]
    assert [list(line.get_xdata()) for line in lines] == [[2018, 2025]] * 3


def test_documents_beside_the_series_stay_within_the_panel():
    ax = _emphasis([("甲市", 2018, True), ("甲市", 2025, True),
                    *((f"{n}市", 2025, False) for n in range(40))])
    low, high = ax.get_xlim()
    drawn = [x for line in ax.lines for x in line.get_xdata()]
    assert low <= min(drawn) and max(drawn) <= high


def test_emphasis_of_one_year_is_no_shift():
    ax = _emphasis([("甲市", 2024, False), ("乙市", 2024, False)])
    assert [text.get_text() for text in ax.texts] == [labels.get_label("nothing")]


def test_of_a_figure_without_data_only_the_table_is_kept(tmp_path):
    study = Study(tmp_path)
    table = pd.DataFrame({"keyword": ["创新"], "wave": [2018], "rate_per_10k": [1.0]})
    save_figure(plots.plot_rates(table), "rates", data=table, folder=study.figures)
    assert len(list(study.figures.iterdir())) == 1 + len(FORMATS)
    none = table.iloc[:0]
    save_figure(plots.plot_rates(none), "rates", data=none, folder=study.figures)
    assert [path.name for path in study.figures.iterdir()] == ["rates.csv"]


def test_rates_draw_every_row_with_its_interval(documents):
    ax = _draw("rates", documents)
    points = [line for line in ax.lines if line.get_marker() not in ("None", None)
              and len(line.get_xdata()) == 1]
    spans = [line for line in ax.lines if list(line.get_xdata()) == [3.0, 9.0]]
    assert len(points) == len(spans) == len(WORDS) * len(WAVES)
    assert [t.get_text() for t in ax.get_yticklabels()] == WORDS


def test_rates_without_intervals_draw_no_interval():
    table = pd.DataFrame({"keyword": ["创新"], "wave": [2018], "rate_per_10k": [4.0]})
    ax = plots.plot_rates(table)
    assert not [line for line in ax.lines if len(line.get_xdata()) == 2
                and line.get_marker() == "None"]


def test_keyness_is_hollow_where_the_interval_holds_zero(documents):
    ax = _draw("keyness", documents)
    faces = [line.get_markerfacecolor() for line in ax.lines if len(line.get_xdata()) == 1]
    assert [face == "white" for face in faces] == [False, False, True, False]


def test_readings_are_hollow_where_not_borne_out_and_cut_off_with_an_arrow(documents):
    ax = _draw("readings", documents)
    points = [line for line in ax.lines if len(line.get_xdata()) == 1]
    arrows = [line for line in points if line.get_marker() == "<"]
    faces = [line.get_markerfacecolor() for line in points if line not in arrows]
    assert len(arrows) == len(faces) == len(WORDS) * len(labels.READINGS)
    assert faces.count("white") == len(WORDS) * (len(labels.READINGS) - 1)
    # As far as two beyond the outermost log ratio.
    assert {line.get_xdata()[0] for line in arrows} == {-5.0}


def test_role_rates_leave_out_what_is_missing_and_cut_off_what_has_no_end(documents):
    ax = _draw("role rates", documents)
    points = [line for line in ax.lines if len(line.get_xdata()) == 1]
    arrows = [line for line in points if line.get_ydata()[0] == 8.0]
    # Without the missing review of the first wave.
    assert len(points) - len(arrows) == 2 * len(WAVES) - 1
    assert len(arrows) == len(WAVES) * 2 - 1
    assert ax.get_ylim()[1] < 10


def test_bars_of_lengths_add_up_to_the_documents(documents):
    ax = _draw("lengths", documents)
    drawn = sum(bar.get_width() for bars in ax.containers for bar in bars)
    assert drawn == 3 * sum(100 * i + 10 for i in range(len(ROLES)))


def test_no_target_is_said_and_a_missing_value_is_not_drawn(documents):
    table = pd.DataFrame({"doc_id": list(documents["doc_id"]),
                          "targets_per_10k": [5.0, np.nan, 0.0],
                          "low": [4.0, np.nan, 0.0], "high": [6.0, np.nan, 0.0]})
    ax = plots.plot_hardness(table, documents=documents)
    points = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert sorted(line.get_xdata()[0] for line in points) == [0.0, 5.0]
    assert [t.get_text() for t in ax.texts] == [labels.get_label("states_none")]


def test_outcomes_keep_promises_without_report_in_the_count(documents):
    ax = _draw("outcomes", documents)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["patents", "营商环境 (全国)"]
    assert [t.get_text() for t in ax.texts] == ["25 件 (2020) → 21.8 件 (2019)",
                                               "3.2% (2020) → 3.3% (2025)"]
    assert ax.get_xlabel().endswith("reported value: 1")


def test_equal_figures_give_equal_bytes(tmp_path, documents):
    study = Study(tmp_path)
    data = pd.DataFrame({"词": ["创新"], "n": [1]})
    first = None
    for _ in range(2):
        ax = _draw("statuses", documents)
        save_figure(ax, "some-figure", data=data, folder=study.figures)
        plt.close("all")
        files = {p.name: p.read_bytes() for p in sorted(study.figures.iterdir())}
        assert first is None or files == first
        first = files
    assert set(first) == {f"some-figure.{kind}" for kind in (*FORMATS, "csv")}
    assert first["some-figure.csv"] == "\ufeff词,n\n创新,1\n".encode()
    assert b"CreationDate" not in first["some-figure.pdf"]
    assert b"StudySansSC" in first["some-figure.pdf"]


def test_a_character_without_glyph_is_an_error_and_writes_nothing(tmp_path):
    _, ax = style.make_figure(height_mm=40)
    ax.set_title("丏\U00020bb7")
    with pytest.raises(DataError, match="subset_fonts"):
        save_figure(ax, "tofu", data=pd.DataFrame(), folder=tmp_path)
    assert not (tmp_path / "figures").exists()


def test_figures_never_go_to_another_study_than_their_corpus(tmp_path, monkeypatch):
    here, other = (write_study(tmp_path / name) for name in ("here", "other"))
    monkeypatch.chdir(here.root)
    monkeypatch.setattr("policyresearch.study.folder._loaded", [])
    _, ax = style.make_figure(height_mm=40)
    data = pd.DataFrame({"n": [1]})
    load_corpus(other.root)
    with pytest.raises(DataError, match=r"corpus was loaded from .*other.*corpus\.study\.figures"):
        save_figure(ax, "some-figure", data=data)
    assert not here.figures.exists() and not other.figures.exists()
    save_figure(ax, "some-figure", data=data, folder=other.figures)
    assert (other.figures / "some-figure.png").is_file()
    load_corpus()
    save_figure(ax, "some-figure", data=data)
    assert (here.figures / "some-figure.png").is_file()


def test_a_path_is_no_name(tmp_path):
    _, ax = style.make_figure(height_mm=40)
    with pytest.raises(DataError, match="hyphens"):
        save_figure(ax, "../x", data=pd.DataFrame(), folder=tmp_path)


def test_settings_of_the_machine_do_not_reach_the_figure(documents):
    expected = render_figure(_draw("rates", documents).get_figure(), "svg")
    matplotlib.rcParams.update({"font.family": ["DejaVu Serif"], "axes.facecolor": "pink"})
    plots.set_style()
    assert render_figure(_draw("rates", documents).get_figure(), "svg") == expected


def test_missing_columns_are_named():
    with pytest.raises(DataError, match="rate_per_10k"):
        plots.plot_rates(pd.DataFrame({"keyword": ["创新"], "wave": [2018]}))


def test_an_empty_table_says_so():
    ax = plots.plot_rates(pd.DataFrame({"keyword": [], "wave": [], "rate_per_10k": []}))
    assert [text.get_text() for text in ax.texts] == [labels.get_label("nothing")]


def test_options_are_listed():
    with pytest.raises(DataError, match="'zh'"):
        plots.set_style(language="fr")


def test_all_codes_of_the_tables_have_labels():
    for key in (*ROLES, *STATUSES, *LEVELS):
        assert labels.get_label(key)
    assert set(labels.GENRES) == set(KINDS)
    with pytest.raises(DataError, match="no such label"):
        labels.get_label("no such label")


def test_looks_stay_distinct_in_grey_print():
    looks = style.assign_looks(range(14))
    assert len({(look.colour, look.marker) for look in looks.values()}) == 14


@pytest.mark.parametrize("path", sorted(style.FONT_FOLDER.glob("*.ttf")), ids=lambda p: p.stem)
def test_fonts_hold_the_documents_and_their_licence(path):
    kept = set(TTFont(path).getBestCmap())
    text = "".join(p.read_text(encoding="utf-8-sig") for p in SHIPPED.raw.glob("*.txt"))
    pairs = [*labels.LABELS.values(), *labels.GENRES.values(), *labels.OPTIONS.values()]
    words = "".join(english + chinese for english, chinese in pairs)
    lacking = {c for c in text + words if c.isprintable() and ord(c) not in kept}
    assert not lacking
    assert "SIL Open Font License" in TTFont(path)["name"].getDebugName(13)
    assert len(list(style.FONT_FOLDER.glob("OFL*.txt"))) == 2


def test_word_shift_draws_every_part_with_its_sign(documents):
    ax = _draw("word shift", documents)
    assert [bar.get_width() for bar in ax.patches[-4:]] == pytest.approx([10, -20, 10, -20])
    told = [text.get_text() for text in ax.texts]
    assert told == [f"renamed: {WORDS[2]}", f"renamed: {WORDS[1]}", "only here"]


def test_keywords_of_a_concordance_stand_below_each_other(documents):
    ax = _draw("concordance", documents)
    keywords = [text for text in ax.texts if text.get_text() in WORDS]
    assert len({text.get_position()[0] for text in keywords}) == 1
    contexts = [text.get_text() for text in ax.texts if "加快推进" in text.get_text()]
    assert 0 < len(contexts[0]) < 80 and contexts[0].endswith("推进")


def test_files_name_the_version_of_the_word_lists(documents):
    figure = _draw("rates", documents).get_figure()
    for kind in FORMATS:
        assert f"word lists {VERSION}".encode() in render_figure(figure, kind), kind


def test_a_drawing_does_not_hang_on_the_last_bits_of_what_is_drawn():
    def draw(error):
        figure, ax = plt.subplots()
        ax.plot([0.1, 0.2, 0.7 * (1 + error)], "s")
        ax.set_xlim(0, 2 * (1 + error))
        ax.set_position([0.1 * (1 + error), 0.1, 0.7, 0.8])
        return render_figure(figure, "svg")

    one, other = draw(0), draw(4e-16)
    assert one == other
    assert re.search(rb'clipPath id="p\d"', one), "parts are numbered"
    names = set(re.findall(rb'url\(#(\w+)\)|xlink:href="#(\w+)"', one))
    assert names and all(b'id="%s"' % (a or b) in one for a, b in names)
