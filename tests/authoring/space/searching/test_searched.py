"""Where sets are searched and not drawn: the same comes out as of going through every situation."""
# ruff: noqa: S311  # the same rules each time, no secret

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import product
from operator import or_
from random import Random

import pytest

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.authoring.space.rule_list import RuleList
from chalicelib.authoring.space.searching import cubes, in_order, search
from chalicelib.authoring.space.searching.searched import SearchedSpace
from chalicelib.authoring.space.space import SpaceCache
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Rule
from tests.decisions.rule_sets import rule

CLASSES: Classes = {
    "item.a": (False, True),
    "item.b": ("x", "y", "z"),
    "item.c": (False, True),
    "item.d": (0, 3, 8, 9),
    "item.e": (False, True),
    "item.f": (False, True),
}
SIXTY: Classes = {f"item.f{number}": (False, True) for number in range(60)}


def drawn(chance: Random, classes: Classes, number: int, asked: Sequence[int]) -> list[Rule]:
    """Rules that each look at some facts drawn at random, and may hold with some of their values."""
    found = []
    for n in range(number):
        facts = chance.sample(list(classes), chance.choice(asked))
        some = (chance.sample(classes[f], chance.randint(1, len(classes[f]) - 1)) for f in facts)
        tests = [Condition(fact=f, any_of=tuple(v)) for f, v in zip(facts, some, strict=True)]
        found.append(rule(n, tuple(tests), chance.choice(("one_visit", "fully_online"))))
    return found


def first_of(rules: Sequence[Rule], situation: Situation) -> Rule | None:
    return reference.first([(None, one) for one in rules], None, situation)


@pytest.mark.parametrize(
    "known",
    [None, (3, 0, 1 << 10), (3, 40, 1 << 10), (3, 0, -1)],
    ids=["all known", "few known", "the last known", "known in parts"],
)
@pytest.mark.parametrize("seed", range(8))
def test_every_set_is_that_of_going_through_every_situation(
    seed: int, known: tuple[int, int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if known is not None:
        names = ("CROWD", "MOST", "PATIENCE", "TRIES", "NEAR")
        for name, number in zip(names, (*known, 1, 1), strict=True):
            for module in [one for one in (search, in_order) if hasattr(one, name)]:
                monkeypatch.setattr(module, name, number)
    chance = Random(seed)
    rules = drawn(chance, CLASSES, chance.choice((4, 12, 40)), (1, 2, 3, 4))
    every = [dict(zip(CLASSES, values, strict=True)) for values in product(*CLASSES.values())]
    firsts = [first_of(rules, one) for one in every]
    space = SearchedSpace(CLASSES)
    found = RuleList(rules, space)
    for turn in found.turns:
        expected = [first is turn.rule for first in firsts]
        assert [space.has(turn.decides, one) for one in every] == expected
        assert bool(turn.decides) is any(expected)
        assert not turn.decides or first_of(rules, space.situation(turn.decides)) is turn.rule
        assert found.turn(turn.decides) is turn if turn.decides else True
    assert bool(found.gap) is (None in firsts)
    online, none = found.channel("fully_online"), SearchedSpace(CLASSES).none
    beside = online & ~rules_holding(space, rules[:2]) | found.gap
    chosen = [first is not None and first.choose == "fully_online" for first in firsts]
    for some, right in [
        (online, chosen),
        (~online, [not one for one in chosen]),
        (
            beside,
            [
                first is None or (here and first not in rules[:2])
                for first, here in zip(firsts, chosen, strict=True)
            ],
        ),
    ]:
        assert [space.has(some, one) for one in every] == right
        assert bool(some) is any(right)
        assert list(space.each(some)) == [one for one, here in zip(every, right, strict=True) if here]
        if some:
            cube = space.cube(some)
            assert all(here for one, here in zip(every, right, strict=True) if cube.items() <= one.items())
    assert online | ~online == space.all
    assert online & found.gap == space.none != none
    few = DecisionSpace({name: CLASSES[name] for name in ("item.b", "item.e")})
    seen = {(one["item.b"], one["item.e"]) for one, here in zip(every, chosen, strict=True) if here}
    assert {(one["item.b"], one["item.e"]) for one in few.each(few.carried(online, space))} == seen


def rules_holding(space: DecisionSpace, rules: Sequence[Rule]) -> Situations:
    return reduce(or_, map(space.matching, rules))


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [((3,), 150, 350), ((2, 3, 4, 5), 150, 350), ((4,), 500, 600), ((5,), 1000, 1000)],
    ids=["three facts each", "two to five facts each", "four facts each", "five facts each"],
)
def test_of_a_thousand_rules_over_sixty_facts_each_that_ever_decides_is_shown_where(
    asked: Sequence[int], least: int, most: int
) -> None:
    rules = drawn(Random(1), SIXTY, 1000, asked)
    space = SpaceCache().of(SIXTY, rules)
    assert isinstance(space, SearchedSpace)
    found = RuleList(rules, space)
    deciding = [turn for turn in found.turns if turn.decides]
    assert all(first_of(rules, space.situation(turn.decides)) is turn.rule for turn in deciding)
    assert least <= len(deciding) <= most
    assert bool(found.gap) is (asked == (5,))  # so many rules, drawn at random, leave little open, or nothing


def test_a_search_that_would_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cubes, "STEPS", 20)
    with pytest.raises(TooManySituationsError):
        SearchedSpace(SIXTY).turns(drawn(Random(1), SIXTY, 300, (3,)))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_so_far_off_and_what_is_so_whatever_a_fact_is_are_those_of_every_situation(seed: int) -> None:
    chance = Random(seed)
    rules = drawn(chance, CLASSES, 12, (1, 2, 3, 4))
    every = [dict(zip(CLASSES, values, strict=True)) for values in product(*CLASSES.values())]
    space = SearchedSpace(CLASSES)
    online = RuleList(rules, space).channel("fully_online")
    chosen = [one for one in every if (by := first_of(rules, one)) and by.choose == "fully_online"]
    here = chance.choice(every)
    for fixed in ((), ("item.b",)):
        for number, level in enumerate(space.by_differences(here, fixed)):
            off = [
                one
                for one in chosen
                if sum(one[fact] != here[fact] for fact in here) == number
                and all(one[fact] == here[fact] for fact in fixed)
            ]
            assert list(space.each(online & level)) == off
            others = online - level
            assert [one for one in every if space.has(others, one)] == [
                one for one in chosen if one not in off
            ]
            assert bool(others) is (len(off) < len(chosen))
    for facts in (("item.b",), ("item.e", "item.a")):
        wider = space.whatever(online, facts)
        alike = [
            {**one, **dict(zip(facts, values, strict=True))}
            for one in chosen
            for values in product(*map(CLASSES.__getitem__, facts))
        ]
        assert list(space.each(wider)) == [one for one in every if one in alike]
        assert online <= wider
        assert list(space.each(~wider)) == [one for one in every if one not in alike]
