"""Mistakes made on purpose: each could be written in a rule file, none twice, and of every kind."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from chalicelib.authoring.checking.load import load
from chalicelib.authoring.examples.search.mutants import mutants
from chalicelib.authoring.explaining.edit_words import edit_words
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.edits import Edit, Kind
from chalicelib.decisions.effect import rules_of, written
from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact, Release, Rule
from tests.authoring.examples.small import CHANNELS, FACTS, STARTS, WORD, region, regions, rule

DECLARED = {fact.fact: fact for fact in FACTS}
FOOD: dict[str, tuple[Situation, tuple[Rule, ...]]] = {
    "food": ({"item.secret": False, "item.kind": "a", "item.papers": 2}, ())
}


def of(release: Release) -> list[Edit]:
    return list(mutants(release, written(release)))


def changed(condition: Condition, *kinds: Kind, facts: tuple[Fact, ...] = FACTS) -> list[Condition]:
    """What becomes of the one condition of a rule."""
    release = region([rule("one", [condition])], FOOD, facts=facts)
    return [next(iter(mutant.instead.values()))[0].when[0] for mutant in of(release) if mutant.kind in kinds]


@settings(max_examples=30, deadline=None)
@given(release=regions())
def test_every_mutant_could_be_written_in_a_rule_file(release: Release) -> None:
    for mutant in of(release):
        for made in (one for rules in mutant.instead.values() for one in rules):
            assert made.until is None or made.from_ <= made.until
            for condition in made.when:
                values = (*condition.any_of, *condition.none_of, condition.at_least, condition.at_most)
                given_ = [value for value in values if value is not None]
                assert given_
                assert all(wrong(DECLARED[condition.fact], value) is None for value in given_)
                assert not (condition.any_of and condition.none_of)
                if isinstance(condition.at_least, int) and isinstance(condition.at_most, int):
                    assert condition.at_least <= condition.at_most


@settings(max_examples=30, deadline=None)
@given(release=regions())
def test_no_mutant_is_made_twice_and_none_is_the_rules_as_they_are(release: Release) -> None:
    was = rules_of(release)
    made = [tuple(mutant.led_by(written(release))) for mutant in of(release)]
    assert all(count == 1 for count in Counter(map(repr, made)).values())
    assert tuple(was) not in made


def test_the_contrary_of_a_list_of_a_bound_and_of_two_bounds() -> None:
    kind, papers = "item.kind", "item.papers"
    assert changed(Condition(fact=kind, any_of=("a", "b")), Kind.NEGATED) == [
        Condition(fact=kind, none_of=("a", "b"))
    ]
    assert changed(Condition(fact=kind, none_of=("a",)), Kind.NEGATED) == [
        Condition(fact=kind, any_of=("a",))
    ]
    assert changed(Condition(fact=papers, at_least=1), Kind.NEGATED) == [Condition(fact=papers, at_most=0)]
    assert changed(Condition(fact=papers, at_least=1, at_most=2), Kind.NEGATED) == [
        Condition(fact=papers, at_most=0),
        Condition(fact=papers, at_least=3),
    ]
    assert changed(Condition(fact=papers, at_least=0, at_most=3), Kind.NEGATED) == []


def test_a_value_more_and_a_value_less_but_not_none_and_not_all() -> None:
    both = (Kind.VALUE_ADDED, Kind.VALUE_REMOVED)
    assert [one.any_of for one in changed(Condition(fact="item.kind", any_of=("a",)), *both)] == [
        ("a", "b"),
        ("a", "c"),
    ]
    assert [one.none_of for one in changed(Condition(fact="item.kind", none_of=("a", "b")), *both)] == [
        ("b",),
        ("a",),
    ]
    assert changed(Condition(fact="item.secret", any_of=(True,)), *both) == []


def test_bounds_and_numbers_of_a_list_move_by_one_within_what_the_fact_allows() -> None:
    papers = "item.papers"
    moved = changed(Condition(fact=papers, at_least=1, at_most=1), Kind.BOUND)
    assert [(one.at_least, one.at_most) for one in moved] == [(0, 1), (1, 2)]
    assert [one.any_of for one in changed(Condition(fact=papers, any_of=(0, 2)), Kind.BOUND)] == [
        (1, 2),
        (0, 1),
        (0, 3),
    ]


def test_days_move_by_one_and_not_beyond_the_calendar() -> None:
    day = Fact(fact="item.day", title=WORD, type="date")
    moved = changed(Condition(fact="item.day", at_least="2020-02-29"), Kind.BOUND, facts=(day,))
    assert [one.at_least for one in moved] == ["2020-02-28", "2020-03-01"]
    last = date.max.isoformat()
    moved = changed(Condition(fact="item.day", any_of=(last,)), Kind.BOUND, facts=(day,))
    assert [one.any_of for one in moved] == [("9999-12-30",)]


def test_dates_of_effect_move_by_a_day_and_differ_on_one_day() -> None:
    start, end = STARTS[0], STARTS[0] + timedelta(days=9)
    release = region([rule("one", [], from_=start, until=end)], FOOD)
    moved = [
        (becomes.from_, becomes.until, mutant.day)
        for mutant in of(release)
        if mutant.kind is Kind.DATE
        for (becomes,) in mutant.instead.values()
    ]
    day = timedelta(days=1)
    assert moved == [
        (start - day, end, start - day),
        (start, end - day, end),
        (start + day, end, start),
        (start, end + day, end + day),
    ]
    short = region([rule("one", [], from_=start, until=start)], FOOD)
    days = [mutant.day for mutant in of(short) if mutant.kind is Kind.DATE]
    assert days == [start - day, start + day]


def test_neighbours_change_places_and_only_those_of_the_same_item() -> None:
    own = rule("own", [], CHANNELS[1])
    release = region([rule("a", []), rule("b", [])], {"food": (FOOD["food"][0], (own,))})
    (swapped,) = [mutant for mutant in of(release) if mutant.kind is Kind.MOVED_UP]
    assert [one.rule for _, one in swapped.led_by(written(release))] == ["own", "b", "a"]


def test_a_rule_may_vanish_or_choose_another_channel_that_the_rules_know() -> None:
    release = region([rule("a", []), rule("b", [], CHANNELS[2])], FOOD)
    found = [
        (mutant.kind, mutant.rule.rule, [one.rule.choose for one in mutant.led_by(written(release))])
        for mutant in of(release)
        if mutant.kind in (Kind.ENDED, Kind.OUTCOME)
    ]
    first, _, third = CHANNELS
    assert found == [
        (Kind.OUTCOME, "a", [third, third]),
        (Kind.ENDED, "a", [third]),
        (Kind.OUTCOME, "b", [first, first]),
        (Kind.ENDED, "b", [first]),
    ]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.EXCEPTION])
def test_licang_has_mutants_of_the_kind_with_words_in_both_languages(kind: Kind) -> None:
    release = load(Path("rules/licang"))
    found = [mutant for mutant in mutants(release, written(release)) if mutant.kind is kind]
    assert found
    for mutant in found:
        words = edit_words(release, mutant)
        assert mutant.rule.title.zh in words.zh
        assert mutant.rule.title.en in words.en


def test_of_two_rules_that_change_places_one_moves_and_rules_of_other_days_stay_before_the_other() -> None:
    """Otherwise it would be noticed on days on which the rule that it is a mistake of is not in effect."""
    over = rule("over", [], CHANNELS[1], from_=STARTS[0], until=STARTS[0])
    release = region([rule("a", []), over, rule("b", [], CHANNELS[2])], FOOD)
    today = [led for led in written(release) if led.rule is not over]
    (swapped,) = [mutant for mutant in mutants(release, today) if mutant.kind is Kind.MOVED_UP]
    assert [one.rule for _, one in swapped.led_by(written(release))] == ["over", "b", "a"]
