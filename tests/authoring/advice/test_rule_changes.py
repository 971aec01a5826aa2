"""Edits of one rule: what each is said to do, held against deciding by the edited rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.advice.edits import Edit, Kind, edits
from chalicelib.authoring.advice.effort import NOTHING
from chalicelib.authoring.advice.guards import Guards, Obstacles
from chalicelib.authoring.advice.land import Land
from chalicelib.authoring.advice.members import of_items
from chalicelib.authoring.advice.rule_changes import RuleChange, Tried, _ground, rule_changes
from chalicelib.authoring.advice.shifting import Shift, shift
from chalicelib.authoring.advice.words import obstacle_words
from chalicelib.authoring.checking.load import load
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import bands
from chalicelib.decisions.decide import usual_facts, what_if
from chalicelib.decisions.effect import in_effect
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Condition, FactValue
from chalicelib.decisions.forms.model import Release
from tests.authoring.advice.regions import TODAY, licang, ordinary, regions
from tests.authoring.advice.test_attributes import cost
from tests.authoring.region import write_region
from tests.authoring.spaces import spaces

DECLINED: dict[str, FactValue] = {"application.courier": False}
COURIERS = {"outbound_courier", "two_way_courier"}


def found_in(release: Release, assumed: dict[str, FactValue]) -> tuple[Land, Tried]:
    land = Land(release, TODAY)
    return land, rule_changes(land, list(of_items(release, assumed)), None)


def every(release: Release) -> Iterator[tuple[Land, Edit, Shift]]:
    """Every edit of a region with what it shifts."""
    land = Land(release, TODAY)
    for owner in (None, *land.own):
        terrain = land.terrain(owner)
        for edit in edits(_ground(land, owner, terrain)):
            yield land, edit, shift(terrain, edit)


def decided(release: Release, owner: str | None, facts: dict[str, FactValue]) -> ChannelName:
    own = release.items[owner].rules if owner else ()
    rules = [(None, rule) for rule in (*own, *release.rules) if in_effect(rule, TODAY)]
    rule = reference.first(rules, None, facts)
    return UNDETERMINED if rule is None else rule.choose


@pytest.mark.parametrize("assumed", [{}, DECLINED])
def test_every_item_comes_out_of_the_edited_rules_as_it_is_said(assumed: dict[str, FactValue]) -> None:
    land, tried = found_in(licang(), assumed)
    guards = Guards(land)
    assert tried.forbidden
    said = {item: ordinary(licang(), item) | assumed for item in licang().items}
    now = {item: cost(licang(), item, facts) for item, facts in said.items()}
    for change in (*tried.allowed, *tried.forbidden):
        edited = guards.edited(change.edit)
        lifted, total = set(), NOTHING
        for item, was in now.items():
            becomes = cost(edited, item, said[item])
            saved = was[1].minus(becomes[1])
            total = total.plus(saved) if was[0] is not becomes[0] else total
            if saved > NOTHING and was[0] is not becomes[0]:
                lifted.add((item, was[0], becomes[0]))
        assert lifted == {(m.member.item, m.was.channel, m.becomes.channel) for m in change.items.lifted}
        assert total == change.saved


def test_an_edit_moves_exactly_the_situations_that_come_out_otherwise() -> None:
    wanted = Counter(dict.fromkeys(Kind, 2))
    for land, edit, shifted in every(licang()):
        if not wanted[edit.kind] or not shifted.moved:
            continue
        wanted[edit.kind] -= 1
        edited = Guards(land).edited(edit)
        terrain = land.terrain(None)
        for situation in terrain.space.each(terrain.space.all):
            one = terrain.space.only(situation)
            was, becomes = (decided(release, None, situation) for release in (licang(), edited))
            assert shifted.at(one) is (None if was is becomes else becomes)
            rule = terrain.rule(one)
            assert was is (UNDETERMINED if rule is None else rule.choose)
    assert {kind for kind, left in wanted.items() if left == 2} <= {Kind.BOUND}


def test_nothing_advised_breaks_an_invariant_or_an_example_or_leaves_a_gap() -> None:
    for assumed in ({}, DECLINED):
        land, tried = found_in(licang(), dict(assumed))
        for change in tried.allowed:
            edited = Guards(land).edited(change.edit)
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


def test_a_secret_matter_is_never_advised_to_a_courier_and_such_edits_name_the_invariant() -> None:
    found = [(edit, land, shifted) for land, edit, shifted in every(licang())]
    secret = found[0][1].terrain(None).space.holding(Condition(fact="item.secret", any_of=(True,)))
    guards = Guards(found[0][1])
    dangerous = [
        (edit, shifted)
        for edit, _, shifted in found
        if any(to in COURIERS and moved & secret for to, moved in shifted.into())
    ]
    assert len(dangerous) >= 5
    for edit, shifted in dangerous:
        against = guards.against(edit, shifted).invariants
        assert "secret-only-at-counter" in [one.invariant for one in against]
    for assumed in ({}, DECLINED):
        _, tried = found_in(licang(), dict(assumed))
        advised = [one.edit for one in tried.allowed]
        assert not [edit for edit, _ in dangerous if edit in advised]


def test_without_its_invariants_the_same_edit_would_be_advised() -> None:
    """So it is the invariants, and the examples, that guard the secret papers."""
    bare = licang().model_copy(update={"invariants": (), "examples": ()})
    _, tried = found_in(bare, {})
    every_one = (*tried.allowed, *tried.forbidden)
    assert [one for one in every_one if one.edit.rule.rule == "secret-to-counter"]
    for one in tried.forbidden:
        assert one.obstacles == Obstacles(items=one.obstacles.items)


@pytest.mark.parametrize("assumed", [{}, DECLINED])
def test_no_rule_is_advised_by_which_papers_are_taken_where_the_item_says_they_cannot_be(
    assumed: dict[str, FactValue],
) -> None:
    """Two edits would collect the papers of twelve items whose files say that inspectors cannot take them."""
    land, tried = found_in(licang(), assumed)
    assert tried.allowed == []
    only_items = [one for one in tried.forbidden if one.obstacles == Obstacles(items=one.obstacles.items)]
    assert {one.edit.kind for one in only_items} >= {Kind.EXCEPTION, Kind.CONDITION_DROPPED}
    collecting = [
        one for one in only_items
        if {move.becomes.channel for move in one.items.lifted} == {"inspection_collection"}
    ]  # fmt: skip
    assert len(collecting) >= 2
    for one in collecting:
        assert len(one.obstacles.items) == 12
        assert {item.facts["papers_at_inspection"] for item in one.obstacles.items} == {False}
    assert "against what the items say" in obstacle_words(only_items[0].obstacles).en
    assert land.release is licang()


def test_the_list_is_ranked_and_the_same_each_time() -> None:
    def told(tried: Tried) -> list[tuple[object, ...]]:
        return [(one.edit.kind, one.edit.rule.rule, one.edit.becomes, one.saved) for one in ranked(tried)]

    def ranked(tried: Tried) -> list[RuleChange]:
        return [*tried.allowed, *tried.forbidden]

    first, second = (found_in(licang(), {})[1] for _ in range(2))
    assert told(first) == told(second)
    saved = [one.saved for one in first.forbidden]
    assert saved == sorted(saved, reverse=True)


def test_an_example_of_an_earlier_day_does_not_stand_against_an_edit_of_today() -> None:
    land, tried = found_in(licang(), {})
    (dropped,) = [
        one
        for one in tried.forbidden
        if one.edit.kind is Kind.CONDITION_DROPPED and not one.obstacles.invariants
    ]
    assert "change-of-land-use-review" in {move.member.item for move in dropped.items.lifted}
    earlier = [one for one in licang().examples if one.item == "change-of-land-use-review"]
    assert [one.expect for one in earlier] == ["two_way_courier"]
    today = tuple(one.model_copy(update={"on": None}) if one in earlier else one for one in licang().examples)
    land = Land(licang().model_copy(update={"examples": today}), TODAY)
    (named,) = Guards(land).against(dropped.edit, shift(land.terrain(None), dropped.edit)).examples
    assert named.item == "change-of-land-use-review"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_every_edit_does_what_it_is_said_to_do(data: st.DataObject) -> None:
    """Whole space, items, obstacles: by the reference, by deciding, and by asking each in turn."""
    release = data.draw(regions())
    land = Land(release, TODAY)
    items = list(of_items(release, {}))
    tried = rule_changes(land, items, None)
    for change in (*tried.allowed, *tried.forbidden):
        edited = Guards(land).edited(change.edit)
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
    for number, (land, edit, shifted) in enumerate(every(release)):
        terrain = land.terrain(edit.owner)
        if terrain.space.size > 400 or number > 60:
            continue
        edited = Guards(land).edited(edit)
        obstacles = Guards(land).against(edit, shifted)
        moved = {}
        for place, situation in enumerate(terrain.space.each(terrain.space.all)):
            was, becomes = (decided(one, edit.owner, situation) for one in (release, edited))
            if was is not becomes:
                moved[place] = (situation, becomes)
            assert shifted.at(terrain.space.only(situation)) is (None if was is becomes else becomes)
        assert shifted.situations == len(moved)
        assert obstacles.gap == any(to == UNDETERMINED for _, to in moved.values())
        assert {one.invariant for one in obstacles.invariants} == {
            one.invariant
            for one in release.invariants
            for situation, to in moved.values()
            if to not in one.expect and all(reference.holds(test, situation) for test in one.when)
        }


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_in_any_region_an_allowed_edit_keeps_every_example_of_its_days(data: st.DataObject) -> None:
    release = data.draw(regions())
    land, tried = found_in(release, {})
    for change in tried.allowed:
        edited = Guards(land).edited(change.edit)
        for example in release.examples:
            facts = usual_facts(release) | example.facts
            decision = what_if(edited, example.item, facts, example.on or TODAY)
            if (example.on or TODAY) >= TODAY:
                assert (decision.channel, decision.rule) == (example.expect, example.by)
    assert all(change.obstacles != Obstacles() for change in tried.forbidden)


def test_within_a_class_of_numbers_an_edit_does_the_same_to_every_number() -> None:
    land = Land(licang(), TODAY)
    terrain = land.terrain(None)
    for edit in edits(_ground(land, None, terrain)):
        if edit.was is None or edit.was.fact != "item.paper_originals":
            continue
        shifted, edited = shift(terrain, edit), Guards(land).edited(edit)
        for papers in range(61):
            facts = ordinary(licang(), "aquaculture-permit") | {"item.paper_originals": papers}
            was, becomes = (decided(release, None, facts) for release in (licang(), edited))
            one = terrain.place(facts)
            assert one is not None
            assert shifted.at(one) is (None if was is becomes else becomes)


def test_the_last_test_of_a_fact_that_is_not_known_may_be_taken_away(tmp_path: Path) -> None:
    release = load(write_region(tmp_path / "licang"))
    unasked = tuple(fact.model_copy(update={"usual": None}) for fact in release.facts)
    release = release.model_copy(update={"facts": unasked, "invariants": (), "examples": ()})
    land, tried = found_in(release, {})
    (dropped,) = [one for one in tried.allowed if one.edit.was and one.edit.was.fact == "application.courier"]
    assert {move.member.item: move.becomes.channel for move in dropped.items.lifted} == {
        item: what_if(Guards(land).edited(dropped.edit), item, {}, TODAY).channel for item in release.items
    }
