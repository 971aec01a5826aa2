"""Every policy decision of a release answers to its name: the channel, and those of the folder decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.decisions import explain
from chalicelib.decisions.decide import UnknownDecisionError, decide, decide_each, what_if
from chalicelib.decisions.facts.question import FactsOf, Known, Question
from chalicelib.decisions.forms.form import FactValue, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule
from chalicelib.decisions.tables import as_decision, asked_at_submission, decisions, outcomes, table
from tests.authoring.region import write_decisions, write_region

ON = date(2026, 6, 1)
SAID = {"application.courier": True, "application.urgent": False, "applicant.age": 85}
CLOCK = {"case.correction_rounds": 0, "clock.days_left": 3, "clock.share_used": 40}


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return load(write_decisions(write_region(tmp_path_factory.mktemp("region") / "licang")))


def test_each_decision_answers_to_its_name(region: Release) -> None:
    assert decisions(region) == ("channel", "special-path", "supervision")
    assert asked_at_submission(region) == ("channel", "special-path")
    assert outcomes(region, "channel") == ("outbound_courier", "one_visit")
    assert outcomes(region, "supervision") == ("red", "yellow", "warning", "none")
    path = decide(region, "food", SAID, ON, decision="special-path")
    assert (path.decision, path.outcome, path.rule, path.visits) == (
        "special-path",
        "home-call",
        "very-old",
        None,
    )
    assert (path.file, path.basis[0].title) == ("decisions/special-path.yaml", "老年人权益保障法")
    assert "85" not in path.because.zh + path.because.en
    assert path.release == region.digest
    shown = path.as_json(())
    assert (shown["decision"], shown["outcome"]) == ("special-path", "home-call")
    assert shown.keys().isdisjoint({"channel", "visits"})


def test_a_view_decides_what_it_is_a_view_of_and_keeps_the_name_of_its_release(region: Release) -> None:
    view = as_decision(region, "supervision")
    assert (view.decides, view.digest, view.rules) == (
        "supervision",
        region.digest,
        table(region, "supervision").rules,
    )
    assert what_if(view, "food", CLOCK | {"clock.days_left": -1}, ON).outcome == "yellow"
    assert decide(region, "food", SAID, ON).outcome == "outbound_courier"
    assert as_decision(region, "channel") is region
    assert as_decision(region, "supervision") is view
    assert region.items["vault"].rules
    assert not view.items["vault"].rules
    assert region == region.model_copy()
    assert view not in (region, region.model_copy())


@pytest.mark.parametrize(
    ("left_out", "decision", "outcome", "sentence"),
    [
        ("applicant.age", "special-path", "undetermined", 'will decide on "Special path"'),
        ("clock.days_left", "supervision", "warning", '"warning" stands for now'),
        ("application.courier", "channel", "undetermined", "will decide the channel"),
    ],
)
def test_without_a_fact_it_comes_out_with_what_it_says_for_that_and_says_what_was_missing(
    region: Release, left_out: str, decision: str, outcome: str, sentence: str
) -> None:
    known = {name: value for name, value in {**SAID, **CLOCK}.items() if name != left_out}
    found = decide(region, "food", known, ON, decision=decision)
    assert (found.outcome, found.rule, found.missing) == (outcome, None, (left_out,))
    assert sentence in found.because.en


def test_a_fact_of_the_wrong_kind_leaves_it_open_too(region: Release) -> None:
    found = decide(region, "food", CLOCK | {"clock.days_left": "soon"}, ON, decision="supervision")
    assert (found.outcome, list(found.invalid)) == ("warning", ["clock.days_left"])


def test_before_its_rules_take_effect_a_decision_is_open(region: Release) -> None:
    early = decide(region, "food", CLOCK, date(2017, 1, 1), decision="supervision")
    assert (early.outcome, early.rule) == ("warning", None)
    assert "No rule applies" in early.because.en


def test_several_decisions_of_one_case_cost_one_reading_of_its_facts(
    region: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Question] = []
    reading = FactsOf.known

    def counted(self: FactsOf, asked: Question) -> Known:
        read.append(asked)
        return reading(self, asked)

    monkeypatch.setattr(FactsOf, "known", counted)
    facts: dict[str, FactValue] = {**SAID, **CLOCK, "applicant.age": 81}
    found = decide_each(region, decisions(region), "food", facts, ON)
    assert {name: one.outcome for name, one in found.items()} == {
        "channel": "outbound_courier",
        "special-path": "home-call",
        "supervision": "none",
    }
    assert len(read) == 1
    assert decide_each(region, decisions(region), "food", facts, ON) == found
    assert len(read) == 1
    assert found == {name: decide(region, "food", facts, ON, decision=name) for name in decisions(region)}


def test_why_is_put_into_words_only_when_it_is_read(region: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    put = explain.by_rule

    def noted(rule: Rule, declared: Mapping[str, Fact], facts: Mapping[str, FactValue]) -> Text:
        asked.append(rule.rule)
        return put(rule, declared, facts)

    monkeypatch.setattr(explain, "by_rule", noted)
    found = decide(region, "food", SAID | {"applicant.age": 79}, ON)
    assert asked == []
    assert "因此按" in found.because.zh
    assert asked == [found.rule]


def test_a_decision_that_there_is_not_is_no_undetermined_one(region: Release) -> None:
    with pytest.raises(UnknownDecisionError):
        decide(region, "food", SAID, ON, decision="dismissal")
