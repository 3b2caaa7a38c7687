"""Topics before people: labels, intrusion sheets, seeded topics, other settings, sentences."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from _simulated_topics import simulate_units

from policyresearch.__main__ import main
from policyresearch.errors import DataError
from policyresearch.report.findings.topic_checks import describe_own_waves, describe_settings
from policyresearch.report.findings.topics import (
    describe_intervals,
    describe_number,
    describe_shares,
    describe_stability,
)
from policyresearch.topics.choosing import choose_topics
from policyresearch.topics.fit import find_representatives, fit_topics
from policyresearch.topics.labels import label_topics, list_labels, read_labels
from policyresearch.topics.numbers import Choice, summarise_numbers
from policyresearch.topics.places import compare_places
from policyresearch.topics.prevalence import estimate_shares
from policyresearch.topics.seeded import compare_seeded, fit_seeded_topics
from policyresearch.topics.sensitivity import compare_settings
from policyresearch.topics.stability import fit_stable_topics
from policyresearch.topics.waves import align_waves, compare_waves
from policyresearch.validation.intrusion import (
    make_topic_sheet,
    make_word_sheet,
    score_topics,
    score_words,
)

SEEDS = range(3)


@pytest.fixture(scope="module")
def made():
    return simulate_units(units=150, n_topics=5, overlap=0.3, terms=200, seed=2)


@pytest.fixture(scope="module")
def fitted(made):
    return fit_stable_topics(made.units, n_topics=5, seeds=SEEDS)


@pytest.fixture
def paragraphs(made):
    keys = made.units.table[["doc_id", "para_id"]]
    return keys.assign(text=[f"段落{n}" for n in keys["para_id"]])


class TestLabels:
    @pytest.fixture
    def file(self, fitted, tmp_path):
        sheet = list_labels(fitted)
        sheet["label_en"] = [f"name {topic}" for topic in sheet["topic"]]
        sheet["label_zh"] = [f"名称{topic}" for topic in sheet["topic"]]
        path = tmp_path / "topic_labels.csv"
        sheet.to_csv(path, index=False, encoding="utf-8-sig")
        return path

    def test_names_replace_terms_in_every_table(self, fitted, file):
        labels = read_labels(file)
        for language, name in (("en", "name 2"), ("zh", "名称2")):
            named = label_topics(fitted, labels, language=language)
            assert named.topics["label"].iloc[1] == name
            assert name in set(named.list_terms()["label"])
        assert label_topics(fitted, None) is fitted

    def test_names_follow_their_topics_when_the_order_changes(self, fitted, file):
        labels = read_labels(file)
        moved = labels.assign(topic=labels["topic"].to_numpy()[::-1])
        named = label_topics(fitted, moved)
        assert list(named.topics["label"]) == [f"name {n}" for n in range(1, 6)]

    def test_other_topics_fail_loudly(self, made, fitted, file):
        other = fit_topics(made.units, n_topics=4, seed=1)
        message = rf"(?s){re.escape(str(file))}, line 4: topic 3 .*is gone.*topics lab"
        with pytest.raises(DataError, match=message):
            label_topics(other, read_labels(file))

    def test_two_other_terms_are_enough_to_fail(self, fitted, file):
        labels = read_labels(file)
        terms = labels.loc[2, "terms"].split()
        labels.loc[2, "terms"] = " ".join(["营商环境", *terms[1:]])
        assert label_topics(fitted, labels).labels[3] == "name 3", "one may be a tie"
        labels.loc[2, "terms"] = " ".join(["营商环境", "双碳", *terms[2:]])
        with pytest.raises(DataError, match=r"line 4: topic 3 \(营商环境.*gone"):
            label_topics(fitted, labels)

    def test_a_topic_that_was_never_reviewed_fails(self, fitted, file):
        with pytest.raises(DataError, match=r"Topic 1 \(.*was not reviewed"):
            label_topics(fitted, read_labels(file)[1:])

    @pytest.mark.parametrize(
        ("content", "message"),
        [("topic,terms\n1,a\n", "line 1: lacks"),
         ("topic,terms,label_en,label_zh,reviewed_by\nx,a,b,c,d\n", "line 2"),
         ("topic,terms,label_en,label_zh,reviewed_by\n1,a,b,c,d\n2,a,b,c,d\n", "repeat")],
    )
    def test_files_that_cannot_be_used(self, tmp_path, content, message):
        path = tmp_path / "labels.csv"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=message):
            read_labels(path)
        assert read_labels(tmp_path / "none.csv") is None


class TestIntrusion:
    def test_the_intruder_is_no_term_of_the_topic(self, fitted):
        sheet = make_word_sheet(fitted, seed=4)
        assert len(sheet.items) == 5 and set(sheet.key["topic"]) == {1, 2, 3, 4, 5}
        terms = fitted.topic_terms.set_index(["topic", "term"])
        for item, key in zip(sheet.items.to_dict("records"), sheet.key.to_dict("records"),
                             strict=True):
            options = [item[f"option_{n}"] for n in range(1, 7)]
            ranks = [terms.loc[(key["topic"], option), "rank"] for option in options]
            intruder = ranks.pop(key["intruder"] - 1)
            assert sorted(ranks) == [1, 2, 3, 4, 5] and intruder > 100
        assert "topic" not in sheet.items and (sheet.items["answer"] == "").all()

    def test_the_intruding_topic_has_a_smaller_share_than_those_shown(self, fitted, paragraphs):
        sheet = make_topic_sheet(fitted, paragraphs, size=40, seed=1)
        assert len(sheet.items) == 40 and sheet.items["text"].str.startswith("段落").all()
        shares = sheet.key[[f"share_{n}" for n in range(1, 5)]].to_numpy()
        places = sheet.key["intruder"].to_numpy() - 1
        assert (shares[np.arange(40), places] <= shares.min(axis=1)).all()
        assert set(places) == {0, 1, 2, 3}, "the intruder's place tells nothing"

    def test_three_topics_are_all_shown_and_two_are_too_few(self, made, paragraphs):
        sheet = make_topic_sheet(fit_topics(made.units, n_topics=3), paragraphs, size=30)
        assert "option_3" in sheet.items and "option_4" not in sheet.items
        shares = sheet.key[["share_1", "share_2", "share_3"]]
        assert shares.sum(axis=1).to_numpy() == pytest.approx(np.ones(30))
        assert (shares.to_numpy().argmin(axis=1) + 1 == sheet.key["intruder"]).all()
        known = sheet.key[["item"]].assign(coder="k", answer=sheet.key["intruder"])
        assert (score_topics(known, sheet.key)["precision"] == 1).all()
        with pytest.raises(DataError, match="from 1 to 3"):
            score_topics(known.assign(answer=4), sheet.key)
        with pytest.raises(DataError, match="3 or more topics"):
            make_topic_sheet(fit_topics(made.units, n_topics=2), paragraphs)

    def test_same_seed_same_sheet(self, fitted):
        one, two, other = (make_word_sheet(fitted, seed=seed) for seed in (1, 1, 2))
        pd.testing.assert_frame_equal(one.items, two.items)
        assert not one.items.equals(other.items)

    def test_scores_on_paper(self):
        key = pd.DataFrame({"item": [1, 2], "topic": [2, 1], "intruder": [3, 6]})
        answers = pd.DataFrame({"item": [1, 2, 1, 2], "coder": ["a", "a", "b", "b"],
                                "answer": [3, 6, 3, ""]})
        table = score_words(answers, key)
        assert table[["topic", "answers", "precision"]].values.tolist() == [[1, 1, 1], [2, 2, 1]]
        answers["answer"] = [3, 1, 2, 1]
        assert list(score_words(answers, key)["precision"]) == [0, 0.5]

    def test_log_odds_on_paper(self):
        key = pd.DataFrame({"item": [1], "doc_id": "a", "para_id": 0, "intruder": [2],
                            "share_1": 0.5, "share_2": 0.1, "share_3": 0.3, "share_4": 0.1})
        answers = pd.DataFrame({"item": [1, 1], "coder": ["a", "b"], "answer": [2, 1]})
        table = score_topics(answers, key)
        assert table["log_odds"].iloc[0] == pytest.approx(np.log(0.1 / 0.5) / 2)
        assert table["precision"].iloc[0] == 0.5

    def test_guessing_and_knowing(self, fitted):
        sheet = make_word_sheet(fitted)
        known = sheet.key.assign(coder="k", answer=sheet.key["intruder"])
        assert (score_words(known[["item", "coder", "answer"]], sheet.key)["precision"] == 1).all()
        rng = np.random.default_rng(0)
        guesses = pd.concat([
            sheet.key[["item"]].assign(coder=n, answer=rng.integers(1, 7, 5)) for n in range(200)
        ])
        table = score_words(guesses, sheet.key)
        assert table["precision"].mean() == pytest.approx(1 / 6, abs=0.05)

    @pytest.mark.parametrize(
        ("answers", "message"),
        [({"item": [1], "coder": "a", "answer": [7]}, "from 1 to 6"),
         ({"item": [9], "coder": "a", "answer": [1]}, "not in the key"),
         ({"item": [1, 1], "coder": "a", "answer": [1, 2]}, "twice"),
         ({"item": [1], "answer": [1]}, "lacks")],
    )
    def test_answers_that_cannot_be_scored(self, answers, message):
        key = pd.DataFrame({"item": [1, 2], "topic": [1, 2], "intruder": [3, 6]})
        with pytest.raises(DataError, match=message):
            score_words(pd.DataFrame(answers), key)

    def test_command_scores_what_coders_return(self, fitted, tmp_path, capsys):
        sheet = make_word_sheet(fitted)
        sheet.key.to_csv(tmp_path / "words-key.csv", index=False, encoding="utf-8-sig")
        filled = sheet.items.assign(answer=sheet.key["intruder"])
        filled.to_csv(tmp_path / "one.csv", index=False, encoding="utf-8-sig")
        files = [str(tmp_path / name) for name in ("words-key.csv", "one.csv")]
        assert main(["topics", "score", *files]) == 0
        done = capsys.readouterr()
        assert done.out.splitlines()[0] == "topic,answers,precision,low,high"
        assert "5 answers, 100% name the intruder" in done.err
        assert main(["topics", "score", files[1], files[0]]) == 2
        assert main(["topics", "sheets"]) == 2


class TestSeeded:
    def test_concepts_find_their_topics(self, made, fitted):
        names = made.units.terms
        common = made.theta.sum(axis=0).argsort()[::-1][:2]
        own = np.where(made.phi > 0.01, made.phi / made.phi.sum(axis=0), 0)
        one, two = (list(names[np.argsort(-own[topic])[:4]]) for topic in common)
        concepts = {"one": one, "two": two}
        seeded = fit_seeded_topics(made.units, concepts, n_topics=5, seeds=SEEDS)
        assert len(set(seeded.concepts.values())) == 2
        table = compare_seeded(seeded, fitted)
        assert list(table["concept"]) == ["one", "two"]
        assert (table["cosine"] > 0.8).all() and (table["stability"] > 0.8).all()
        for concept, terms in zip(concepts, table["terms"], strict=True):
            assert set(concepts[concept]) <= set(terms.split())

    def test_a_stronger_pull_brings_more_of_the_concept(self, made):
        # Terms of different topics: no topic of the text.
        mixed = {"mixed": [made.units.terms[i] for i in made.phi.argmax(axis=1)]}
        weights = []
        for weight in (1, 500):
            seeded = fit_seeded_topics(made.units, mixed, n_topics=5, weight=weight, seeds=SEEDS)
            phi = seeded.topics.phi[seeded.concepts["mixed"] - 1]
            weights.append(phi[made.phi.argmax(axis=1)].sum())
        assert weights[1] > weights[0] + 0.2

    def test_terms_and_concepts_that_the_text_lacks(self, made, fitted):
        concepts = {"absent": ["营商环境"], "known": [made.units.terms[0], "双碳"]}
        seeded = fit_seeded_topics(made.units, concepts, n_topics=3, seeds=SEEDS)
        table = compare_seeded(seeded, fitted)
        assert list(table["missing"]) == ["营商环境", "双碳"]
        assert list(table["topic"].isna()) == [True, False]
        none = fit_seeded_topics(made.units, {"x": ["营商环境"]}, n_topics=3, seeds=SEEDS)
        assert none.topics.n_topics == 0 and none.concepts == {"x": None}
        assert list(compare_seeded(none, fitted)["missing"]) == ["营商环境"]
        with pytest.raises(DataError, match="not positive"):
            fit_seeded_topics(made.units, concepts, n_topics=3, weight=0)
        many = {str(n): [made.units.terms[n]] for n in range(4)}
        with pytest.raises(DataError, match="4 concepts"):
            fit_seeded_topics(made.units, many, n_topics=3, seeds=SEEDS)


class TestSettings:
    def test_the_same_setting_finds_everything_and_noise_nothing(self, made, fitted):
        order = np.random.default_rng(0).permutation(150)
        noise = replace(made.units, counts=made.units.counts[order])
        table = compare_settings(
            fitted, {"same": (made.units, "nmf"), "other model": (made.units, "nmf-kl"),
                     "shuffled": (noise, "nmf")}, seeds=(0, 1, 2))
        found = table.groupby("setting")["unit_cosine"].mean()
        assert found["same"] > 0.95 and found["other model"] > 0.8 and found["shuffled"] < 0.6
        assert table.loc[table["setting"] != "shuffled", "found"].all()

    def test_other_units_cannot_be_matched(self, made, fitted):
        with pytest.raises(DataError, match="sections"):
            compare_settings(fitted, {"x": (replace(made.units, kind="section"), "nmf")},
                             seeds=(0, 1))


NAMES = ({1: "创新", 2: "生态"},) * 2
NO_PLACES = pd.DataFrame()


class TestFindings:
    SERIES = pd.DataFrame({"doc_id": ["a", "b"], "wave": [2018, 2025]})
    CHANGES = pd.DataFrame({
        "topic": [1, 2], "label": ["创新", "生态"], "first": 2018, "last": 2025,
        "first_share": [0.1, 0.2], "last_share": [0.3, 0.1], "change": [0.2, -0.1],
        "p": [0.001, 0.2], "p_adjusted": [0.01, 0.4],
    })
    SHARES = pd.DataFrame({
        "topic": [1, 1, 2, 2], "wave": [2018, 2025] * 2, "share": [0.1, 0.3, 0.2, 0.1],
        "low": [0.05, 0.2, 0.1, 0.04], "high": [0.2, 0.4, 0.3, 0.2],
    })

    EXAMPLES = pd.DataFrame({"topic": [1, 1, 2], "doc_id": ["a", "b", "a"],
                             "para_id": [3, 7, 9], "section_id": 1})

    def tell(self, changes, plans=None, series=None, places=NO_PLACES):
        plans = changes if plans is None else plans
        series = self.SERIES if series is None else series
        return describe_shares(
            self.SHARES, changes, plans, series, names=NAMES, examples=self.EXAMPLES,
            places=places,
        )

    def test_a_shift_is_told_with_intervals_and_evidence(self):
        claim = self.tell(self.CHANGES)[0]
        assert claim.evidence == ({"doc_id": "a", "para_id": 3}, {"doc_id": "b", "para_id": 7})
        assert claim.id == "topics.shift"
        assert "创新 from 10.0 [5.0, 20.0]% in 2018 to 30.0 [20.0, 40.0]% in 2025" in claim.en
        assert "生态" not in claim.en + claim.zh and "1 stable topic of 2 takes" in claim.en

    def test_no_shift_is_told_as_none(self):
        changes = self.CHANGES.assign(p_adjusted=[0.3, 0.4])
        claim = self.tell(changes)[0]
        assert claim.en.startswith("No stable topic's share differs") and "0.300" in claim.en
        assert len(self.tell(changes)) == 1

    def test_what_only_plans_show_is_told_too(self):
        changes = self.CHANGES.assign(p_adjusted=[0.3, 0.4])
        plans = self.CHANGES.assign(low=0.1, high=0.3)
        readings = self.tell(changes, plans)[1]
        assert readings.id == "topics.readings" and "1 stable topic of 2 differs" in readings.en
        assert "创新 by 20.0 [10.0, 30.0] points between 2018 and 2025" in readings.en

    def test_places_come_first_and_few_of_them_show_nothing(self):
        places = self.CHANGES.assign(low=0.1, high=0.3, places=8, unpaired=2)
        shift, documents, _ = self.tell(self.CHANGES, places=places)
        assert [shift.id, documents.id] == ["topics.shift", "topics.documents"]
        assert "8 places" in shift.en and "创新 by 20.0 [10.0, 30.0] points" in shift.en
        assert "cannot" not in shift.en and "these documents" in documents.en
        few = self.tell(self.CHANGES, places=places.assign(p_adjusted=1.0, places=3))[0]
        assert "0 of 2 stable topics" in few.en and "below 0.25" in few.en
        assert "0.25" in few.zh

    @pytest.mark.parametrize(
        ("p", "change", "said"),
        [(0.01, 0.1, "The same holds"), (0.2, 0.1, "does not hold for 创新"),
         (0.01, -0.1, "does not hold for 创新")],
    )
    def test_plans_alone_may_say_otherwise(self, p, change, said):
        plans = self.CHANGES.assign(p_adjusted=[p, 0.4], change=[change, 0.0])
        readings = self.tell(self.CHANGES, plans)[1]
        assert readings.id == "topics.readings" and said in readings.en
        assert [claim.id for claim in self.tell(self.CHANGES, plans[:0])] == ["topics.shift"]

    def test_documents_of_few_sections_are_named(self):
        shares = pd.DataFrame({"doc_id": ["a", "b"] * 2, "units": [19, 20] * 2})
        (claim,) = describe_intervals(shares)
        assert claim.id == "topics.few-sections" and claim.rows == ({"doc_id": "a"},)
        assert "1 of 2 documents has fewer than 20 sections (a)" in claim.en
        assert describe_intervals(shares[shares["units"] == 20]) == []

    def test_settings_that_lose_a_topic_are_named(self):
        table = pd.DataFrame({"topic": [1, 2] * 2, "label": ["创新", "生态"] * 2,
                              "found": [True, False, True, True],
                              "setting": ["lda"] * 2 + ["nmf-kl"] * 2})
        claim = describe_settings(table, names=NAMES)[0]
        assert "1 of 2 stable topics is found again" in claim.en and "生态 (LDA)" in claim.en
        kept = describe_settings(table.assign(found=True), names=NAMES)[0]
        assert "every stable topic" in kept.en
        assert describe_settings(table[:0], names=NAMES) == []

    def test_waves_in_which_a_topic_is_found_are_named(self):
        table = pd.DataFrame({"topic": [1, 1, 2, 2], "label": ["创新", "创新", "生态", "生态"],
                              "wave": [2018, 2020] * 2, "found": [True, True, False, False]})
        (claim,) = describe_own_waves(table, names=NAMES)
        assert "创新 is found in 2018 and 2020; 生态 is found in none: a topic" in claim.en
        assert "“创新”在2018、2020年出现；“生态”均未出现" in claim.zh
        (alone,) = describe_own_waves(
            table[:3].assign(found=[True, False, True]), names=NAMES
        )
        assert alone.en.endswith("创新 and 生态 are found in 2018.")
        assert describe_own_waves(table[:0], names=NAMES) == []

    def test_what_cannot_be_said_is_said(self):
        none = self.tell(self.CHANGES[:0])[0]
        single = self.tell(self.CHANGES, series=self.SERIES[:1])[0]
        assert "stable enough" in none.en and "not compared over time" in single.en
        assert not none.rows and not single.rows

    def test_unstable_topics_are_named(self):
        topics = pd.DataFrame({"topic": [1, 2, 3], "label": ["甲", "乙", "丙"],
                               "share": [0.5, 0.3, 0.2], "stable": [True, False, False]})
        examples = pd.DataFrame({"topic": [1, 2], "doc_id": "a", "para_id": [5, 6]})
        names = ({1: "A", 2: "B", 3: "C"}, {1: "甲", 2: "乙", 3: "丙"})
        stable, unstable = describe_stability(
            topics, names=names, threshold=0.7, examples=examples
        )
        assert stable.evidence == ({"doc_id": "a", "para_id": 5},)
        assert unstable.rows == ({"topic": 2}, {"topic": 3})
        assert "1 of 3 topics" in stable.en and "50%" in stable.en
        assert "2 topics do not come back" in unstable.en and "B and C" in unstable.en
        assert "乙；丙" in unstable.zh
        lost = describe_stability(topics.assign(stable=False), names=names, threshold=0.7)
        assert [claim.id for claim in lost] == ["topics.unstable"]
        kept = describe_stability(topics.assign(stable=True), names=names, threshold=0.7)
        assert [claim.id for claim in kept] == ["topics.stable"]

    def test_the_reason_for_the_number_is_computed(self, made):
        units = made.units
        grid = pd.DataFrame({"seed": range(20)})
        tied = describe_number(Choice(8, 12, (8, 10, 12), (2, 8, 10, 12, 15)), grid, units)[0]
        first = describe_number(Choice(3, 3, (3, 4), (2, 3, 4)), grid, units)[0]
        assert "those of 4 as well" in first.en and "4个" in first.zh
        alone = describe_number(Choice(15, 15, (15,), (2, 15)), grid, units)[0]
        assert "best number, 12" in tied.en and "20 starts" in tied.en
        assert "any other number" in alone.en and "largest" in alone.en


class TestTooShort:
    """Where no number of topics can be tried every table is empty, and one sentence says why."""

    @pytest.fixture(params=[("few units", 12), ("no vocabulary", 0)], ids=lambda p: p[0])
    def units(self, made, request):
        few = made.units.select(np.arange(12))
        if request.param[1]:
            return few
        table = few.table.assign(tokens=0, fitted=False)
        return replace(few, table=table, counts=few.counts[:, :0],
                       vocabulary=few.vocabulary.iloc[:0],
                       codes=tuple(codes[:0] for codes in few.codes))

    @pytest.mark.filterwarnings("error")
    def test_all_tables_are_empty(self, units, tmp_path):
        grid, choice, none = choose_topics(units, folder=tmp_path / "kept")
        assert choice.n_topics == 0 and not choice.at_edge and not (tmp_path / "kept").exists()
        documents = pd.DataFrame({"doc_id": ["simulated"], "place": "甲市", "wave": [2018]})
        seeded = fit_seeded_topics(units, {"x": ["0001"]}, n_topics=1)
        tables = [
            grid, summarise_numbers(grid), none.topics, none.topic_terms, none.unit_topics,
            none.list_terms(), find_representatives(none), estimate_shares(none),
            estimate_shares(none, by="wave", documents=documents), list_labels(none),
            compare_waves(none, documents), compare_places(none, documents),
            align_waves(none, documents), compare_settings(none, {"lda": (units, "lda")}),
        ]
        assert all(table.empty and len(table.columns) for table in tables)
        assert compare_seeded(seeded, none)["topic"].isna().all()

    def test_it_is_said_and_nothing_else(self, units):
        grid, choice, none = choose_topics(units)
        (claim,) = describe_number(choice, grid, units)
        assert claim.id == "topics.none" and "2 topics need 20" in claim.en
        assert "nothing is said" in claim.en and "20段" in claim.zh
        assert describe_stability(none.topics, names=({}, {}), threshold=0.8) == []


def test_nothing_warns(made):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit_topics(made.units, n_topics=3, model="nmf-kl")
