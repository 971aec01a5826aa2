"""Edits of one rule: what each is said to do, held against deciding by the edited rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.advice.advise import advise
from chalicelib.authoring.advice.as_json import as_json
from chalicelib.authoring.advice.changes.guards import Guards
from chalicelib.authoring.advice.changes.members import of_items
from chalicelib.authoring.advice.changes.rule_changes import (
    GENTLE,
    Tried,
    _Crowd,
    edits_of,
    rule_changes,
)
from chalicelib.authoring.advice.context import AdviceContext
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import bands
from chalicelib.authoring.space.edits import Edit, Kind
from chalicelib.authoring.space.rule_list import Replacement
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Condition, FactValue
from chalicelib.decisions.forms.model import Release
from tests.authoring.advice.changes.test_attributes import cost
from tests.authoring.advice.regions import TODAY, licang, ordinary, regions
from tests.authoring.region import write_region
from tests.authoring.sixty import NAMES, YES, drawn, release_of
from tests.authoring.spaces import spaces
from tests.decisions.rule_sets import rule

DECLINED: dict[str, FactValue] = {"application.courier": False}
COURIERS = {"outbound_courier", "two_way_courier"}


def found_in(release: Release, assumed: dict[str, FactValue]) -> tuple[AdviceContext, Tried]:
    context = AdviceContext(release, TODAY)
    return context, rule_changes(context, list(of_items(release, assumed)), None)


def every(release: Release) -> Iterator[tuple[AdviceContext, Edit, Replacement]]:
    """Every edit of a region with what it shifts."""
    context = AdviceContext(release, TODAY)
    for owner in (None, *context.own):
        for edit in edits_of(context, owner):
            yield context, edit, context.shift(edit)


def decided(release: Release, owner: str | None, facts: dict[str, FactValue]) -> ChannelName:
    own = release.items[owner].rules if owner else ()
    rules = [(None, rule) for rule in (*own, *release.rules) if in_effect(rule, TODAY)]
    rule = reference.first(rules, None, facts)
    return UNDETERMINED if rule is None else rule.choose


def test_an_edit_moves_exactly_the_situations_that_come_out_otherwise() -> None:
    wanted: Counter[Kind] = Counter(dict.fromkeys(GENTLE, 2))
    for context, edit, shifted in every(licang()):
        if not wanted[edit.kind] or not shifted.moved:
            continue
        wanted[edit.kind] -= 1
        edited = Guards(context).edited(edit)
        rules_in_effect = context.rules_in_effect(None)
        for situation in rules_in_effect.space.each(rules_in_effect.space.all):
            one = rules_in_effect.space.only(situation)
            was, becomes = (decided(release, None, situation) for release in (licang(), edited))
            assert shifted.at(rules_in_effect.space.assignment(situation)) is (
                None if was is becomes else becomes
            )
            rule = rules_in_effect.rule(one)
            assert was is (UNDETERMINED if rule is None else rule.choose)
    assert {kind for kind, left in wanted.items() if left == 2} <= {Kind.BOUND}


def test_nothing_advised_breaks_an_invariant_or_an_example_or_leaves_a_gap() -> None:
    for assumed in ({}, DECLINED):
        context, tried = found_in(licang(), dict(assumed))
        for change in tried.allowed:
            edited = Guards(context).edited(change.edit)
            (space,) = spaces(edited, bands(edited)[-1])
            for situation in space:
                channel = decided(edited, None, situation)
                assert channel != UNDETERMINED
                for invariant in edited.invariants:
                    holds = all(reference.holds(condition, situation) for condition in invariant.when)
                    assert not holds or channel in invariant.expect
            for example in edited.examples:
                facts = usual_facts(edited) | example.facts
                if example.on is None:
                    decision = what_if(edited, example.item, facts, TODAY)
                    assert (decision.channel, decision.rule) == (example.expect, example.by)


def test_a_secret_matter_is_never_advised_to_a_courier() -> None:
    """And it is the invariants and examples that guard it, or what the items say of themselves."""
    found = [(edit, shifted) for _, edit, shifted in every(licang())]
    context = AdviceContext(licang(), TODAY)
    secret = context.rules_in_effect(None).space.holding(Condition(fact="item.secret", any_of=(True,)))
    dangerous = [
        edit
        for edit, shifted in found
        if any(to in COURIERS and moved & secret for to, moved in context.shift(edit).into())
    ]
    assert len(dangerous) >= 5
    assert not any(Guards(context).allow(edit) for edit in dangerous)
    bare = AdviceContext(licang().model_copy(update={"invariants": (), "examples": ()}), TODAY)
    assert any(Guards(bare).allow(edit) for edit in dangerous)


@pytest.mark.parametrize("assumed", [{}, DECLINED])
def test_no_rule_is_advised_by_which_papers_are_taken_where_the_item_says_they_cannot_be(
    assumed: dict[str, FactValue],
) -> None:
    """Some would collect the papers of twelve items whose files say that inspectors cannot take them."""
    context, tried = found_in(licang(), assumed)
    assert (tried.allowed, tried.lightening > 20) == ((), True)
    (dropped,) = [
        edit
        for edit in edits_of(context, None)
        if (edit.kind, edit.rule.rule) == (Kind.DROPPED, "collect-at-inspection")
        and edit.was is not None
        and edit.was.fact == "item.papers_at_inspection"
    ]
    moved = _Crowd(context, list(of_items(licang(), assumed))).moves(dropped, context.shift(dropped))
    assert {
        context.release.items[move.member.item].facts["papers_at_inspection"] for move in moved.lifted
    } == {False}
    assert Guards(context).allow(dropped)
    assert not Guards(context).allow(dropped, [moved])


def test_the_list_is_ranked_the_same_each_time_and_no_longer_than_ten() -> None:
    bare = licang().model_copy(update={"invariants": (), "examples": ()})
    everywhere = {
        code: item.model_copy(update={"facts": {**item.facts, "papers_at_inspection": True}})
        for code, item in bare.items.items()
    }
    release = bare.model_copy(update={"items": everywhere})
    first, second = (found_in(release, DECLINED)[1].allowed for _ in range(2))
    assert [(one.edit.kind, one.edit.rule.rule, one.saved) for one in first] == [
        (one.edit.kind, one.edit.rule.rule, one.saved) for one in second
    ]
    saved = [one.saved for one in first]
    assert saved == sorted(saved, reverse=True)
    assert 0 < len(first) <= 10
    for one in as_json(advise(AdviceContext(release, TODAY), DECLINED), 10, everything=False)["rule_changes"]:
        assert (one["file"], one["lifted"] > 0, one["line"] > 0) == ("channels.yaml", True, True)
        assert all({"rule", "when", "choose"} <= rule.keys() for rule in one["becomes"])


def test_an_example_of_an_earlier_day_does_not_stand_against_an_edit_of_today() -> None:
    context = AdviceContext(licang(), TODAY)
    (dropped,) = [
        edit
        for edit in edits_of(context, None)
        if edit.kind is Kind.DROPPED and edit.was and edit.was.fact == "item.papers_at_inspection"
    ]
    earlier = [one for one in licang().examples if one.item == "change-of-land-use-review"]
    assert [one.expect for one in earlier] == ["two_way_courier"]
    assert Guards(context).allow(dropped)
    today = tuple(one.model_copy(update={"on": None}) if one in earlier else one for one in licang().examples)
    context = AdviceContext(licang().model_copy(update={"examples": today}), TODAY)
    assert not Guards(context).allow(dropped)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_every_edit_does_what_it_is_said_to_do(data: st.DataObject) -> None:
    """Whole space, items, obstacles: by the reference, by deciding, and by asking each in turn."""
    release = data.draw(regions())
    context = AdviceContext(release, TODAY)
    items = list(of_items(release, {}))
    tried = rule_changes(context, items, None)
    for change in tried.allowed:
        edited = Guards(context).edited(change.edit)
        moved = {move.member.item: move for move in (*change.items.lifted, *change.items.burdened)}
        for item in release.items:
            facts = ordinary(release, item)
            was, becomes = cost(release, item, facts), cost(edited, item, facts)
            if item in moved:
                assert (moved[item].was, moved[item].becomes) == (was, becomes)
            else:
                assert was[1] == becomes[1]


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_situations_and_obstacles_are_those_of_the_edited_rules(data: st.DataObject) -> None:
    release = data.draw(regions())
    for number, (context, edit, shifted) in enumerate(every(release)):
        rules_in_effect = context.rules_in_effect(edit.owner)
        if rules_in_effect.space.size > 400 or number > 60:
            continue
        edited = Guards(context).edited(edit)
        against = Guards(context).against(edit, shifted)
        moved = {}
        for place, situation in enumerate(rules_in_effect.space.each(rules_in_effect.space.all)):
            was, becomes = (decided(one, edit.owner, situation) for one in (release, edited))
            if was is not becomes:
                moved[place] = (situation, becomes)
            assert shifted.at(rules_in_effect.space.assignment(situation)) is (
                None if was is becomes else becomes
            )
        assert shifted.situations == len(moved)
        gap = any(to == UNDETERMINED for _, to in moved.values())
        broken = any(
            to not in one.expect and reference.matches(one.groups, situation)
            for one in release.invariants
            if in_effect(one, TODAY)
            for situation, to in moved.values()
        )
        assert against or not (gap or broken)
        if not release.examples:
            assert against is (gap or broken)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_an_allowed_edit_keeps_every_example_of_its_days(data: st.DataObject) -> None:
    release = data.draw(regions())
    context, tried = found_in(release, {})
    for change in tried.allowed:
        edited = Guards(context).edited(change.edit)
        for example in release.examples:
            facts = usual_facts(release) | example.facts
            decision = what_if(edited, example.item, facts, example.on or TODAY)
            if (example.on or TODAY) >= TODAY:
                assert (decision.channel, decision.rule) == (example.expect, example.by)


def test_within_a_class_of_numbers_an_edit_does_the_same_to_every_number() -> None:
    context = AdviceContext(licang(), TODAY)
    rules_in_effect = context.rules_in_effect(None)
    for edit in edits_of(context, None):
        if edit.was is None or edit.was.fact != "item.paper_originals":
            continue
        shifted, edited = context.shift(edit), Guards(context).edited(edit)
        for papers in range(61):
            facts = ordinary(licang(), "aquaculture-permit") | {"item.paper_originals": papers}
            was, becomes = (decided(release, None, facts) for release in (licang(), edited))
            one = rules_in_effect.place(facts)
            assert one is not None
            assert shifted.at(rules_in_effect.space.assignment(one)) is (None if was is becomes else becomes)


def test_the_last_test_of_a_fact_that_is_not_known_may_be_taken_away(tmp_path: Path) -> None:
    release = load(write_region(tmp_path / "licang"))
    unasked = tuple(fact.model_copy(update={"usual": None}) for fact in release.facts)
    release = release.model_copy(update={"facts": unasked, "invariants": (), "examples": ()})
    context, tried = found_in(release, {})
    (dropped,) = [one for one in tried.allowed if one.edit.was and one.edit.was.fact == "application.courier"]
    assert {move.member.item: move.becomes.channel for move in dropped.items.lifted} == {
        item: what_if(Guards(context).edited(dropped.edit), item, {}, TODAY).channel for item in release.items
    }


def test_of_rules_that_are_searched_what_is_advised_is_what_the_plain_evaluator_says() -> None:
    """Of a hundred rules that look at three of sixty facts no diagram is drawn."""
    chance = Random(1)  # noqa: S311  # the same situations each time
    heavy = rule(100, YES[:3], "one_visit")
    rules = [heavy, *drawn(100, ("one_visit", "outbound_courier")), rule(101, (), "one_visit")]
    release = release_of(licang(), rules, usual=12)
    found = advise(AdviceContext(release, TODAY), {})
    assert not found.context.rules_in_effect(None).space.drawn
    (member,) = of_items(found.context.of_day, {})
    made = (Guards(found.context).edited(edit) for edit in edits_of(found.context, None))
    each = (found.context.stand(member, decided(one, None, dict(member.facts))).effort for one in made)
    assert sum(effort < found.context.standing(member).effort for effort in each) == found.rules.lightening
    assert 0 < len(found.rules.allowed) < found.rules.lightening  # to end the rule saves, but hangs on a gap
    usual = usual_facts(release)
    for change in found.rules.allowed:
        edited = Guards(found.context).edited(change.edit)
        was, becomes = (what_if(one, "aquaculture-permit", usual, TODAY).channel for one in (release, edited))
        assert [(one.was.channel, one.becomes.channel) for one in change.items.lifted] == [(was, becomes)]
        for _ in range(50):
            said = {name: chance.random() < 0.5 for name in NAMES}
            assert what_if(edited, "aquaculture-permit", said, TODAY).channel != UNDETERMINED
    assert as_json(found, 10, everything=False)["rule_changes"][0]["situations_moved"] is None


def test_an_edit_is_not_advised_where_nobody_knows_what_stands_against_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = [rule(100, YES[:3], "one_visit"), rule(101, (), "one_visit")]
    found = AdviceContext(release_of(licang(), rules, usual=12), TODAY)

    def too_many(*_: object) -> bool:
        raise TooManySituationsError

    monkeypatch.setattr(Guards, "against", too_many)
    tried = rule_changes(found, list(of_items(found.of_day, {})), None)
    assert (tried.allowed, tried.unproved) == ((), tried.lightening)
    assert tried.lightening
