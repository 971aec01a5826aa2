from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chalicelib.authoring.checking.load import load
from chalicelib.decisions.decide import decide, usual_facts
from chalicelib.decisions.facts.asked import CONSENT, asked
from chalicelib.decisions.facts.facts import item_facts
from chalicelib.decisions.forms.form import Condition, Text
from chalicelib.decisions.forms.model import Fact, Release
from chalicelib.decisions.forms.plan import Gate
from tests.decisions.small_plans import gate
from tests.fakes import fresh, licang

TODAY = date(2026, 11, 25)
CARD = "special-equipment-operator-certificate"
ON_PAPER = "hotel-special-trade-licence"
ELDERLY = Fact(
    fact="application.elderly", title=Text(zh="年满六十五岁", en="65 or older"), type="bool", usual=False
)


@pytest.fixture(scope="module")
def linshan() -> Release:
    return load(Path("rules/demo-linshan"))


def names(release: Release, item: str, on: date) -> list[str]:
    return [fact.fact for fact in asked(release, item, on)]


def test_only_the_item_whose_rule_tests_a_fact_asks_for_it(linshan: Release) -> None:
    asking = {code for code in linshan.items if "application.licence_expires" in names(linshan, code, TODAY)}
    assert asking == {CARD}


def gated(*gates: Gate) -> Release:
    """A region whose plans ask these before the first step."""
    release = licang()
    plans = {
        name: form.model_copy(
            update={"steps": (form.steps[0].model_copy(update={"gates": gates}), *form.steps[1:])}
        )
        for name, form in release.plans.items()
    }
    return fresh(release, plans=plans, facts=(*release.facts, ELDERLY))


def test_what_only_a_plan_tests_is_asked_too() -> None:
    old = gate("application.elderly", True, "review")
    assert "application.elderly" in names(gated(old), "dog-licence", TODAY)
    assert "application.elderly" not in names(gated(), "dog-licence", TODAY)


def test_what_stands_behind_a_gate_that_this_item_never_passes_is_not_asked() -> None:
    old = gate("application.elderly", True, "review")
    hearing, none = gate("item.hearing", True, "review"), gate("item.hearing", False, "review")
    assert licang().items["dog-licence"].facts["hearing"] is False
    assert "application.elderly" not in names(gated(hearing, old), "dog-licence", TODAY)
    assert "application.elderly" in names(gated(none, old), "dog-licence", TODAY)


def test_a_rule_of_the_past_asks_nothing_and_one_to_come_does(linshan: Release) -> None:
    (old,) = [rule for rule in linshan.rules if rule.rule == "village-agent-collects"]
    (new,) = [rule for rule in linshan.rules if rule.rule == "village-agent-collects-far-away"]
    assert old.until is not None
    only_old = linshan.model_copy(update={"rules": (old,)})
    only_new = linshan.model_copy(update={"rules": (new,)})
    assert "application.village_agent" in names(only_old, ON_PAPER, old.until)
    assert "application.village_agent" not in names(only_old, ON_PAPER, new.from_)
    assert "application.village_agent" in names(only_new, ON_PAPER, old.until)


def elderly(rules: Release, **more: Condition) -> Release:
    """With a rule before all others: whoever is old and has papers to hand in brings them."""
    tests = (
        Condition(fact="application.elderly", any_of=(True,)),
        *(more.values() or (Condition(fact="item.paper_originals", at_least=1),)),
    )
    first = rules.rules[0].model_copy(update={"rule": "elderly-to-counter", "when": tests})
    return rules.model_copy(update={"rules": (first, *rules.rules), "facts": (*rules.facts, ELDERLY)})


def test_a_new_fact_is_asked_for_items_whose_answer_it_can_change_and_for_no_other() -> None:
    rules = elderly(licang())
    asking = {code for code in rules.items if ELDERLY.fact in names(rules, code, TODAY)}
    assert asking == {
        code
        for code in rules.items
        if item_facts(rules, rules.items[code], usual_facts(rules))["item.paper_originals"] != 0
    }
    assert 0 < len(asking) < len(rules.items)


def test_a_fact_that_stands_only_in_rules_behind_one_that_decides_is_not_asked() -> None:
    base = licang()
    behind = base.rules[-1].model_copy(
        update={"rule": "behind", "when": (Condition(fact=ELDERLY.fact, any_of=(True,)),)}
    )
    rules = base.model_copy(update={"rules": (*base.rules, behind), "facts": (*base.facts, ELDERLY)})
    assert all(ELDERLY.fact not in names(rules, code, TODAY) for code in rules.items)


def test_two_rules_that_leave_nothing_to_those_behind_keep_their_questions_from_being_asked() -> None:
    base, other = licang(), ELDERLY.model_copy(update={"fact": "application.other"})
    first = base.rules[0]
    both = [
        first.model_copy(
            update={"rule": f"old-{old}", "when": (Condition(fact=ELDERLY.fact, any_of=(old,)),)}
        )
        for old in (True, False)
    ]
    third = first.model_copy(update={"rule": "third", "when": (Condition(fact=other.fact, any_of=(True,)),)})
    rules = base.model_copy(
        update={"rules": (*both, third, *base.rules), "facts": (*base.facts, ELDERLY, other)}
    )
    assert names(rules, "food-business-licence", TODAY) == [CONSENT, ELDERLY.fact]


def test_what_was_said_can_settle_what_else_would_be_asked_but_the_consent_which_may_change_cannot(
    linshan: Release,
) -> None:
    code = next(
        code
        for code in linshan.items
        if {"application.commitment", "application.electronic_delivery"} <= {*names(linshan, code, TODAY)}
    )
    without = [fact.fact for fact in asked(linshan, code, TODAY, {"application.commitment": False})]
    assert "application.commitment" not in without
    assert names(linshan, code, TODAY) == [fact.fact for fact in asked(linshan, code, TODAY, {CONSENT: True})]


def test_the_consent_to_couriers_is_asked_even_where_no_rule_tests_it() -> None:
    assert names(licang().model_copy(update={"rules": ()}), "food-business-licence", TODAY) == [CONSENT]


@pytest.mark.parametrize("on", [date(2024, 1, 1), date(2025, 7, 1), date(2026, 7, 1), date(2027, 1, 1)])
def test_whoever_answers_what_is_asked_gets_a_decision(linshan: Release, on: date) -> None:
    usual = usual_facts(linshan)
    for code in linshan.items:
        answers = {name: usual[name] for name in names(linshan, code, on)}
        assert decide(linshan, code, answers, on).missing == ()
