"""Groups of conditions of which one is enough, and rules before items' own, held to plain Python."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.engine.engine import Decider
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Release, Rule
from chalicelib.decisions.limits import OwnedRule
from tests.authoring.examples.small import FACTS, region, regions, rule, situations

ALL = list(situations())
DAY = date(2024, 1, 1)
SECRET, ONLINE = (Condition(fact="item.secret", any_of=(value,)) for value in (True, False))
COURIER = Condition(fact="application.courier", any_of=(True,))
MANY = Condition(fact="item.papers", at_least=2)


def first(release: Release, item: str, facts: dict[str, Any]) -> str | None:
    """The rule that comes first, read from the rules as they are written."""
    before = [one for one in release.rules if one.before_items]
    others = [one for one in release.rules if not one.before_items]
    for one in (*before, *release.items[item].rules, *others):
        groups = [(*one.when, *group) for group in one.any] or [one.when]
        if in_effect(one, DAY) and any(all(reference.holds(t, facts) for t in group) for group in groups):
            return one.rule
    return None


@settings(max_examples=60, deadline=None)
@given(release=regions(), data=st.data())
def test_a_decision_is_that_of_the_rules_as_they_are_written(release: Release, data: st.DataObject) -> None:
    for facts in data.draw(st.lists(st.sampled_from(ALL), min_size=1, max_size=6)):
        for item in release.items:
            assert what_if(release, item, facts, DAY).rule == first(release, item, facts)


@settings(max_examples=60, deadline=None)
@given(release=regions(), data=st.data())
def test_what_is_decided_without_a_fact_is_decided_so_whatever_it_is(
    release: Release, data: st.DataObject
) -> None:
    facts = data.draw(st.sampled_from(ALL))
    gone = data.draw(st.sampled_from(sorted(facts)))
    decision = what_if(release, "one", {**facts, gone: None}, DAY)
    if not decision.missing:
        alike = [one for one in ALL if all(one[name] == facts[name] for name in facts if name != gone)]
        assert {first(release, "one", one) for one in alike} == {decision.rule}


def test_the_group_that_holds_is_told() -> None:
    both = rule("both", [], any=((SECRET,), (ONLINE, COURIER)))
    release = region([both], {"one": ({"item.secret": False, "item.papers": 0, "item.kind": "a"}, ())})
    decision = what_if(release, "one", {"item.secret": False, "application.courier": True}, DAY)
    assert decision.because.zh.startswith("涉密：否；快递：是。")
    assert what_if(
        release, "one", {"item.secret": True, "application.courier": True}, DAY
    ).because.zh.startswith("涉密：是。")


def test_a_fact_of_one_group_is_not_asked_where_another_group_holds() -> None:
    both = rule("both", [], any=((COURIER,), (MANY,)))
    rest = rule("rest", [], "fully_online")
    release = region([both, rest], {"one": ({"item.secret": True, "item.papers": 3, "item.kind": "a"}, ())})
    release = release.model_copy(update={"facts": tuple(_renamed())})
    assert what_if(release, "one", {"item.papers": 3, "application.courier": None}, DAY).missing == (
        "application.courier",
    )  # on the consent to couriers more hangs than the answer
    spoken = rule("spoken", [], any=((Condition(fact="application.help", any_of=(True,)),), (MANY,)))
    release = release.model_copy(update={"rules": (spoken, rest)})
    assert what_if(release, "one", {"item.papers": 3}, DAY).rule == "spoken"
    assert what_if(release, "one", {"item.papers": 0}, DAY).missing == ("application.help",)


def _renamed() -> list[Any]:
    return [*FACTS, FACTS[-1].model_copy(update={"fact": "application.help", "usual": None})]


def test_rules_in_another_order_than_their_precedence_are_refused() -> None:
    first_of_all = rule("first", [], before_items=True)
    for led in (
        [OwnedRule("one", rule("own", [])), OwnedRule(None, first_of_all)],
        [OwnedRule(None, rule("rest", [])), OwnedRule(None, first_of_all)],
    ):
        with pytest.raises(ValueError, match="does not stand where"):
            Decider(FACTS, led)


def test_a_way_is_worked_out_anew_where_a_copy_asks_other_things() -> None:
    both = rule("both", [MANY], any=((SECRET,), (COURIER,)))
    assert [way.when for way in both.ways] == [(MANY, SECRET), (MANY, COURIER)]
    assert [way.when for way in both.model_copy(update={"any": ()}).ways] == [(MANY,)]
    assert Rule.model_validate_json(both.model_dump_json(by_alias=True)).groups == both.groups
