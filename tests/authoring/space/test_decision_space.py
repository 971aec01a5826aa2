"""Sets of situations are held against going through them one by one, by plain Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.authoring.space import reference
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.decisions.forms.form import Condition, FactValue

KINDS: tuple[tuple[FactValue, ...], ...] = (
    (False, True),
    ("a",),
    ("a", "b", "c"),
    tuple("abcde"),
    (0, 3, 8),
    ("0001-01-01", "2020-02-02"),
)


def brute(classes: Classes, right: Callable[[Situation], bool]) -> list[Situation]:
    """The situations for which something is right, in order."""
    every = (dict(zip(classes, values, strict=True)) for values in product(*classes.values()))
    return [situation for situation in every if right(situation)]


def holds_all(tests: list[Condition], situation: Situation) -> bool:
    return all(reference.holds(test, situation) for test in tests)


def differences(one: Situation, other: Situation) -> int:
    return sum(one[name] != other[name] for name in one)


@st.composite
def conditions(draw: st.DrawFn, classes: Classes) -> Condition:
    """A condition of one of the facts, or of one that nobody knows."""
    fact = draw(st.sampled_from([*classes, "item.unknown"]))
    values = classes.get(fact, (True,))
    some = tuple(draw(st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True)))
    if type(values[0]) is int:
        return Condition(fact=fact, at_least=draw(st.integers(-1, 9)), at_most=draw(st.integers(-1, 9)))
    return draw(st.sampled_from([Condition(fact=fact, any_of=some), Condition(fact=fact, none_of=some)]))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Classes, list[list[Condition]]]:
    """Classes of up to four facts, and rules of up to three conditions each."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=4))
    classes = {f"item.f{number}": kind for number, kind in enumerate(kinds)}
    return classes, draw(st.lists(st.lists(conditions(classes), max_size=3), max_size=6))


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_first_matches_are_those_of_going_through_every_situation(
    world: tuple[Classes, list[list[Condition]]],
) -> None:
    classes, rules = world
    space = DecisionSpace(classes)
    left = space.all
    taken: list[Situation] = []
    for tests in rules:
        decides = left & space.all_holding(tests)
        holding = brute(classes, partial(holds_all, tests))
        expected = [one for one in holding if one not in taken]
        assert list(space.each(decides)) == expected
        assert space.count(decides) == len(expected)
        assert bool(decides) is bool(expected)
        taken += expected
        left -= decides
    assert space.count(left) == space.size - len(taken)


@settings(max_examples=30, deadline=None)
@given(worlds())
def test_what_is_told_of_a_set_is_so(world: tuple[Classes, list[list[Condition]]]) -> None:
    classes, rules = world
    space = DecisionSpace(classes)
    found = ~space.any_holding(rules)
    every = list(space.each(found))
    if not found:
        return
    first = every[0]
    assert space.situation(found) == first
    assert space.pick(found) == space.only(first)
    assert space.has(found, first)
    cube = space.cube(found)
    assert brute(classes, lambda one: cube.items() <= one.items()) == [
        one for one in every if cube.items() <= one.items()
    ]
    for fact in classes:
        beside = [{**one, fact: value} for one in every for value in classes[fact]]
        assert list(space.each(space.spread(found, fact))) == brute(classes, beside.__contains__)
    for differing, level in enumerate(space.by_differences(first)):
        apart = [one for one in brute(classes, bool) if differences(one, first) == differing]
        assert list(space.each(level)) == (apart if classes else [{}])


def test_a_space_of_no_facts_is_one_situation() -> None:
    space = DecisionSpace({})
    assert (space.size, space.count(space.all), list(space.each(space.all))) == (1, 1, [{}])
    assert space.cube(space.all) == space.situation(space.all) == {}
    assert not ~space.all


def test_a_yes_is_no_one_though_python_calls_them_equal() -> None:
    space = DecisionSpace({"item.x": (False, True), "item.n": (0, 1)})
    yes, one = Condition(fact="item.x", any_of=(True,)), Condition(fact="item.n", any_of=(1,))
    assert list(space.each(space.holding(yes) & space.holding(one))) == [{"item.x": True, "item.n": 1}]
    assert not space.with_value("item.x", 1)


def test_sets_of_two_spaces_are_refused_where_the_library_would_end_the_process() -> None:
    one, other = DecisionSpace({"item.x": (False, True)}), DecisionSpace({"item.x": (False, True)})
    some, others = one.with_value("item.x", True), other.with_value("item.x", True)
    for combine in (Situations.__and__, Situations.__or__, Situations.__sub__, Situations.whatever):
        with pytest.raises(ValueError, match="two spaces"):
            combine(some, others)
    assert some != others


def test_sixty_facts_are_counted_without_going_through_them() -> None:
    space = DecisionSpace({f"application.f{number}": (False, True) for number in range(60)})
    alone = [Condition(fact=f"application.f{number}", any_of=(True,)) for number in range(60)]
    nobody = ~space.any_holding([one] for one in alone)
    assert space.size == space.count(space.all) == 1 << 60
    assert space.count(nobody) == 1
    assert len(space.by_differences(space.situation(nobody))) == 61
