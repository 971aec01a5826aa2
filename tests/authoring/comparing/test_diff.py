"""What an edit moves, counted exactly: against every situation asked one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.comparing.counted import counted
from chalicelib.authoring.comparing.diff import _Comparison, diff
from chalicelib.authoring.comparing.difference import Difference
from chalicelib.authoring.space import diagrams, reference
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.domain import Situation, bands, place, refined
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.decide import what_if
from chalicelib.decisions.effect import rules_on
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import UNDETERMINED, ChannelName, Condition, Text
from chalicelib.decisions.forms.model import Fact, Release, Rule
from tests.authoring.region import spoil
from tests.authoring.spaces import spaces
from tests.decisions.rule_sets import CHANNELS, FACTS, VALUES, conditions, fact, rule

TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def licang() -> Release:
    return load(Path("rules/licang"))


def counts(found: Difference) -> dict[tuple[ChannelName, ChannelName], int | None]:
    return {(move.from_, move.to): move.situations for move in found.channel.moves}


def edited(old: Path, new: Path, since: date = TODAY) -> Difference:
    return diff(load(old), load(new), since)


def without(release: Release, name: str) -> Release:
    return release.model_copy(update={"rules": tuple(rule for rule in release.rules if rule.rule != name)})


def test_the_same_rules_move_nothing_and_span_the_space_that_the_check_proves(licang: Release) -> None:
    now = bands(licang)[-1]
    found = diff(licang, licang, TODAY)
    assert (found.channel.days[0].moved, found.channel.moves, found.channel.items) == (0, (), ())
    assert found.channel.days[0].situations == sum(len(space) for space in spaces(licang, now))


def test_of_more_than_memory_holds_it_is_told_that_more_may_move(
    licang: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagrams, "NODES", 4)
    found = diff(licang, licang, TODAY).channel
    assert (found.days[0].moved, found.days[0].proved, found.as_json()["proved"]) == (None, False, False)
    assert "可能还有别的" in counted(found).zh
    assert "and more may" in counted(found).en


def drawn_at_random(licang: Release, rules: Sequence[Rule]) -> Release:
    """Rules that look at some of sixty facts, and leave to a person what none of them decides."""
    items = {"dog-licence": licang.items["dog-licence"].model_copy(update={"facts": {}, "rules": ()})}
    update = {"facts": SIXTY, "items": items, "rules": tuple(rules), "invariants": (), "decisions": {}}
    return licang.model_copy(update={**update, "digest": "drawn at random"})


SIXTY = tuple(
    fact(f"application.x{n}", "bool").model_copy(
        update={"usual": False, "title": Text(zh=f"要素{n}", en=f"fact {n}")}
    )
    for n in range(60)
)


@pytest.mark.parametrize("seed", range(3))
def test_rules_that_are_searched_move_what_the_plain_evaluator_says_and_nothing_else(
    licang: Release, seed: int
) -> None:
    """Of 200 rules that look at three of sixty facts one is dropped, one moved, one decides otherwise."""
    chance = Random(seed)  # noqa: S311  # the same rules each time
    yes = [Condition(fact=one.fact, any_of=(True,)) for one in SIXTY]
    rules = [rule(n, tuple(chance.sample(yes, 3)), chance.choice(CHANNELS)) for n in range(200)]
    other = next(channel for channel in CHANNELS if channel != rules[120].choose)
    edited = [*rules[:9], *rules[10:90], rules[50], *rules[90:120]]
    edited = [*(one for n, one in enumerate(edited) if n != 49), *rules[120:]]
    edited[edited.index(rules[120])] = rules[120].model_copy(update={"choose": other})
    old, new = drawn_at_random(licang, rules), drawn_at_random(licang, edited)
    found = diff(old, new, TODAY).channel
    assert (found.days[0].moved, found.days[0].proved) == (None, True)
    assert found.moves
    for move in found.moves:
        said = {name: value for name, value in move.example.facts.items() if name.startswith("application.")}
        taken = [what_if(release, "dog-licence", said, TODAY) for release in (old, new)]
        assert [one.channel for one in taken] == [move.from_, move.to]
        assert [one.rule for one in taken] == [move.example.old_rule, move.example.new_rule]
        rules_ = {one.rule: one for release in (old, new) for one in release.rules}
        decide = {rules_[name] for name in (move.example.old_rule, move.example.new_rule) if name}
        asked = {test.fact for one in decide for test in one.when}
        shown = {one.fact for one in SIXTY if f"{one.title.zh}：" in move.example.words.zh}
        assert shown == {name for name in asked if name.startswith("application.x")}, "of sixty facts"
    told = {(move.from_, move.to) for move in found.moves}
    for _ in range(2_000):
        said = {one.fact: chance.random() < 0.3 for one in SIXTY}
        was, now = (what_if(release, "dog-licence", said, TODAY).channel for release in (old, new))
        assert was == now or (was, now) in told
    assert "若干种" in counted(found).zh


def test_that_rules_which_are_searched_move_nothing_is_proved(licang: Release) -> None:
    """A rule that never decides chooses otherwise, and two that never meet change places."""
    chance = Random(1)  # noqa: S311  # the same rules each time
    yes = [Condition(fact=one.fact, any_of=(True,)) for one in SIXTY]
    no = Condition(fact=SIXTY[0].fact, any_of=(False,))
    rules = [rule(n, tuple(chance.sample(yes, 3)), chance.choice(CHANNELS)) for n in range(200)]
    apart_ = [rule(200, (yes[0], yes[1]), "one_visit"), rule(201, (no, yes[2]), "fully_online")]
    never = rule(202, (yes[0], yes[1], yes[3]), "one_visit")
    old = drawn_at_random(licang, [*rules, *apart_, never])
    otherwise = never.model_copy(update={"choose": "fully_online"})
    found = diff(old, drawn_at_random(licang, [*rules, *reversed(apart_), otherwise]), TODAY).channel
    assert (found.moves, found.days[0].moved, found.days[0].proved) == ((), 0, True)


@pytest.mark.parametrize("name", ["secret-to-counter", "collect-at-inspection", "courier-both-ways"])
def test_searched_or_drawn_the_same_moves_are_found(
    licang: Release, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = without(licang, name)
    drawn = diff(licang, after, TODAY)
    monkeypatch.setattr(SpaceCache, "_has_too_large", lambda _, __: True)
    searched = diff(licang, after, TODAY)
    assert set(counts(searched)) == set(counts(drawn)) != set()
    assert set(counts(searched).values()) == {None}
    for move in searched.channel.moves:
        said = move.example.facts
        taken = [reference.first(rules_on(one, TODAY), None, said) for one in (licang, after)]
        assert [one.choose if one else UNDETERMINED for one in taken] == [move.from_, move.to]


@pytest.mark.parametrize(
    "name", ["secret-to-counter", "collect-at-inspection", "courier-both-ways", "courier-out"]
)
def test_moves_are_those_that_asking_every_situation_gives(licang: Release, name: str) -> None:
    after = without(licang, name)
    (space,) = spaces(licang, bands(licang)[-1])
    expected: Counter[tuple[ChannelName, ChannelName]] = Counter()
    for situation in space:
        was, becomes = (
            reference.first(rules_on(release, TODAY), None, situation) for release in (licang, after)
        )
        move = tuple(found.choose if found else UNDETERMINED for found in (was, becomes))
        if move[0] is not move[1]:
            expected[move[0], move[1]] += 1
    found = diff(licang, after, TODAY)
    assert found.channel.days[0].situations == len(space)
    assert counts(found) == expected
    assert found.channel.days[0].moved == expected.total()


def test_an_example_of_a_move_is_decided_as_it_says(licang: Release) -> None:
    after = without(licang, "collect-at-inspection")
    moves = diff(licang, after, TODAY).channel.moves
    assert moves
    for move in moves:
        example = move.example
        item = example.item or "food-business-licence"
        was, becomes = (what_if(one, item, example.facts, example.on) for one in (licang, after))
        assert (was.channel, becomes.channel) == (move.from_, move.to)
        assert (was.rule, becomes.rule) == (example.old_rule, example.new_rule)


def test_where_a_real_item_is_moved_it_is_the_example(licang: Release) -> None:
    moves = diff(licang, without(licang, "collect-at-inspection"), TODAY).channel.moves
    example = next(move.example for move in moves if move.to == "two_way_courier")
    assert example.item is not None
    assert example.facts["application.courier"] is True
    assert "现场勘验" in example.words.zh


def test_an_item_whose_own_facts_are_in_no_situation_that_its_rules_move_lends_the_example_no_facts(
    old: Path, new: Path
) -> None:
    spoil(new, "items/health/vault.yaml", "    until: 2020-12-31\n", "")
    (move,) = edited(old, new).channel.moves
    example = move.example
    assert (example.item, example.new_rule) == ("vault", "vault-always")
    was, becomes = (what_if(load(one), "vault", example.facts, example.on).channel for one in (old, new))
    assert (was, becomes) == (move.from_, move.to) == ("outbound_courier", "one_visit")


def test_items_whose_ordinary_application_moves_are_listed(licang: Release) -> None:
    found = diff(licang, without(licang, "collect-at-inspection"), TODAY)
    assert len(found.channel.items) == 74
    assert {move.from_ for move in found.channel.items} == {"inspection_collection"}


def test_an_edit_of_an_item_moves_the_item_and_no_situation(old: Path, new: Path) -> None:
    spoil(new, "items/market/food.yaml", "secret: false", "secret: true")
    found = edited(old, new)
    assert found.channel.moves == ()
    assert [(move.item, move.from_, move.to) for move in found.channel.items] == [
        ("food", "outbound_courier", "one_visit")
    ]


def test_an_item_that_is_new_comes_from_nowhere(licang: Release) -> None:
    fewer = {code: item for code, item in licang.items.items() if code != "food-business-licence"}
    (move,) = diff(licang.model_copy(update={"items": fewer}), licang, TODAY).channel.items
    assert (move.item, move.from_, move.to) == (
        "food-business-licence",
        None,
        "inspection_collection",
    )


def test_bounds_of_both_releases_cut_the_numbers(old: Path, new: Path) -> None:
    spoil(new, "channels.yaml", "{at_most: 0}", "{at_most: 2}")
    (move,) = edited(old, new).channel.moves
    assert (move.from_, move.to) == ("one_visit", "outbound_courier")
    assert move.example.facts["item.paper_originals"] in (1, 2)


def test_a_rule_that_comes_later_moves_the_later_band_only(old: Path, new: Path) -> None:
    spoil(new, "channels.yaml", "from: 2016-08-01", "from: 2027-01-01")
    found = edited(old, new)
    (move,) = found.channel.moves
    assert (move.from_, move.to, move.example.on) == ("outbound_courier", "one_visit", TODAY)
    assert diff(load(old), load(new), date(2027, 1, 1)).channel.days[0].moved == 0


def test_a_value_that_only_one_release_allows_is_undetermined_in_the_other(old: Path, new: Path) -> None:
    spoil(new, "facts.yaml", "at_most: 60", "at_most: 80")
    found = edited(old, new)
    assert {move.from_ for move in found.channel.moves} == {UNDETERMINED}
    assert all(int(move.example.facts["item.paper_originals"]) == 61 for move in found.channel.moves)


def test_a_fact_that_becomes_another_kind_is_undetermined_on_either_side() -> None:
    yes_no, number = (
        Fact(fact="item.x", title=FACTS[0].title, type=kind, at_least=0, at_most=3)
        for kind in ("bool", "whole_number")
    )
    space = DecisionSpace(refined([{"item.x": yes_no}, {"item.x": number}], ["item.x"], []))
    assert [(type(value), value) for value in space.classes["item.x"]] == [
        (bool, False),
        (bool, True),
        (int, 0),
    ]
    allowed = [list(space.each(space.allowed({"item.x": kind}))) for kind in (yes_no, number)]
    assert allowed == [[{"item.x": False}, {"item.x": True}], [{"item.x": 0}]]


def test_a_value_belongs_to_the_class_that_begins_before_it() -> None:
    assert [place((0, 1, 4), value) for value in (0, 3, 4, 60)] == [0, 1, 2, 2]
    assert place(("0001-01-01", "2016-08-01"), "2020-02-02") == 1
    assert place((False, True), 1) is None
    assert place(("none", "joint"), "fax") is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(conditions(), max_size=2).map(tuple), max_size=4))
def test_sets_say_of_every_situation_what_the_reference_says(whens: list[tuple[Condition, ...]]) -> None:
    rules = [rule(number, when) for number, when in enumerate(whens)]
    tests = [condition for one in rules for condition in one.when]
    declared = {fact.fact: fact for fact in FACTS}
    space = DecisionSpace(refined([declared], {test.fact for test in tests}, tests))
    assume(space.size <= 5_000)
    decided = list(space.first_matches(rules, space.all))
    assert sum(space.count(matched) for _, matched in decided) == space.size
    for one, matched in decided:
        for situation in space.each(matched):
            assert reference.first([(None, each) for each in rules], None, situation) is one


@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(st.data())
def test_an_edit_of_any_rules_moves_what_deciding_each_situation_twice_moves(data: st.DataObject) -> None:
    """Two releases with rules at random and a fact that only one declares, or declares otherwise."""
    pool = data.draw(st.lists(st.sampled_from(FACTS), min_size=2, max_size=3, unique=True))
    old, new = (_region(data, pool) for _ in range(2))
    comparison = _Comparison(old, new)
    comparison.go(TODAY)
    space = comparison.space(None, TODAY)
    found = diff(old, new, TODAY)
    expected: Counter[tuple[ChannelName, ChannelName]] = Counter()
    for situation in space.each(space.all):
        was, becomes = (_decided(release, situation) for release in (old, new))
        if was is not becomes:
            expected[was, becomes] += 1
    assert (found.channel.days[0].situations, counts(found)) == (space.size, expected)
    for move in found.channel.moves:
        shown = move.example.facts
        assert (_decided(old, shown), _decided(new, shown)) == (move.from_, move.to)
    for _ in range(5):
        anywhere = {name: data.draw(st.sampled_from(VALUES[_kind(name)])) for name in space.classes}
        here = space.with_values(anywhere)
        for release in (old, new) if all(_allows(one, anywhere) for one in (old, new)) else ():
            assert _decided(release, space.situation(here)) is _decided(release, anywhere)


def _region(data: st.DataObject, pool: list[Fact]) -> Release:
    """Rules on some of the facts; a whole number may have bounds of its own."""
    facts = [
        fact.model_copy(update={"at_most": data.draw(st.sampled_from([None, 7]))})
        if fact.type == "whole_number"
        else fact
        for fact in pool
        if data.draw(st.integers(0, 4))
    ]
    names = {fact.fact for fact in facts}
    tested = conditions().filter(lambda condition: condition.fact in names)
    whens = data.draw(st.lists(st.lists(tested, max_size=2).map(tuple), max_size=4)) if names else []
    rules = tuple(
        rule(number, when, data.draw(st.sampled_from(CHANNELS))) for number, when in enumerate(whens)
    )
    licang = load_once()
    return licang.model_copy(update={"facts": tuple(facts), "rules": rules, "items": {}, "invariants": ()})


@cache
def load_once() -> Release:
    return load(Path("rules/licang"))


def _decided(release: Release, situation: Situation) -> ChannelName:
    """As a decision is taken: what is wrong fails closed, then the first rule decides."""
    declared = {fact.fact: fact for fact in release.facts}
    told = {name: value for name, value in situation.items() if name in declared}
    if any(wrong(declared[name], value) is not None for name, value in told.items()):
        return UNDETERMINED
    found = reference.first([(None, one) for one in release.rules], None, told)
    return UNDETERMINED if found is None else found.choose


def _kind(name: str) -> str:
    return next(fact.type for fact in FACTS if fact.fact == name)


def _allows(release: Release, situation: Situation) -> bool:
    return all(wrong(fact, situation[fact.fact]) is None for fact in release.facts if fact.fact in situation)
