"""Facts in the order in which diagrams stay small: nothing is decided otherwise, and more can be."""
# ruff: noqa: S311  # the same rules each time, no secret

from __future__ import annotations

from random import Random

from chalicelib.authoring.space.decision_space import DecisionSpace
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.order import arranged
from chalicelib.decisions.forms.form import Condition

FACTS = [f"application.f{number}" for number in range(60)]
CLASSES = dict.fromkeys(FACTS, (False, True))


def test_sixty_rules_over_three_facts_drawn_from_sixty_are_decided_as_each_is_asked_in_turn() -> None:
    chance = Random(1)
    rules = [{name: chance.random() < 0.5 for name in chance.sample(FACTS, 3)} for _ in range(60)]
    space = DecisionSpace(arranged(CLASSES, rules))
    left, decides = space.all, []
    for rule in rules:
        holds = space.all_holding(Condition(fact=name, any_of=(yes,)) for name, yes in rule.items())
        decides.append(left & holds)
        left = left - holds
    for _ in range(500):
        said: Situation = {name: chance.random() < 0.5 for name in FACTS}
        first = next((n for n, rule in enumerate(rules) if rule.items() <= said.items()), None)
        assert [n for n, found in enumerate(decides) if space.has(found, said)] == [first][
            : first is not None
        ]
        assert space.has(left, said) is (first is None)


def test_all_facts_are_kept_and_those_asked_together_stand_side_by_side() -> None:
    pairs = [(FACTS[number], FACTS[59 - number]) for number in range(30)]
    found = list(arranged(CLASSES, pairs))
    assert sorted(found) == sorted(FACTS)
    assert all(abs(found.index(one) - found.index(other)) == 1 for one, other in pairs)


def test_of_two_orders_that_is_taken_in_which_diagrams_stay_smaller() -> None:
    chance = Random(3)  # what first comes to mind takes nine times as many nodes here
    rules = [{name: chance.random() < 0.5 for name in chance.sample(FACTS, 3)} for _ in range(60)]
    space = DecisionSpace(arranged(CLASSES, rules))
    left = space.all
    for rule in rules:
        left -= space.all_holding(Condition(fact=name, any_of=(yes,)) for name, yes in rule.items())
    assert left.nodes < 300_000


def test_few_facts_stand_as_they_are_declared() -> None:
    few = dict(list(CLASSES.items())[:10])
    assert list(arranged(few, [(FACTS[9], FACTS[0])])) == list(few)
