from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.load import load
from chalicelib.decisions.asked import CONSENT, asked
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.model import Release
from tests.fakes import licang

TODAY = date(2026, 11, 25)
CARD = "special-equipment-operator-certificate"


@pytest.fixture(scope="module")
def linshan() -> Release:
    return load(Path("rules/demo-linshan"))


def names(release: Release, item: str, on: date) -> list[str]:
    return [fact.fact for fact in asked(release, item, on)]


def test_only_the_item_whose_rule_tests_a_fact_asks_for_it(linshan: Release) -> None:
    asking = {code for code in linshan.items if "application.licence_expires" in names(linshan, code, TODAY)}
    assert asking == {CARD}


def test_what_only_a_plan_tests_is_asked_too(linshan: Release) -> None:
    rules = tuple(
        rule for rule in linshan.rules if all(c.fact != "application.distance_km" for c in rule.when)
    )
    without = linshan.model_copy(update={"rules": rules})
    assert "application.distance_km" in names(without, CARD, TODAY)
    plans = {
        channel: plan.model_copy(
            update={"steps": tuple(step.model_copy(update={"skip": None}) for step in plan.steps)}
        )
        for channel, plan in without.plans.items()
    }
    assert "application.distance_km" not in names(without.model_copy(update={"plans": plans}), CARD, TODAY)


def test_a_rule_of_the_past_asks_nothing_and_one_to_come_does(linshan: Release) -> None:
    (old,) = [rule for rule in linshan.rules if rule.rule == "village-agent-collects"]
    (new,) = [rule for rule in linshan.rules if rule.rule == "village-agent-collects-far-away"]
    assert old.until is not None
    only_old = linshan.model_copy(update={"rules": (old,)})
    only_new = linshan.model_copy(update={"rules": (new,)})
    assert "application.village_agent" in names(only_old, CARD, old.until)
    assert "application.village_agent" not in names(only_old, CARD, new.from_)
    assert "application.village_agent" in names(only_new, CARD, old.until)


def test_the_consent_to_couriers_is_asked_even_where_no_rule_tests_it() -> None:
    assert names(licang().model_copy(update={"rules": ()}), "food-business-licence", TODAY) == [CONSENT]


@pytest.mark.parametrize("on", [date(2024, 1, 1), date(2025, 7, 1), date(2026, 7, 1), date(2027, 1, 1)])
def test_whoever_answers_what_is_asked_gets_a_decision(linshan: Release, on: date) -> None:
    usual = usual_facts(linshan)
    for code in linshan.items:
        answers = {name: usual[name] for name in names(linshan, code, on)}
        assert decide(linshan, code, answers, on).missing == ()
