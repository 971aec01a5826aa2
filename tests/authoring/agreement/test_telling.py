"""Which situations are asked first."""

from __future__ import annotations

from chalicelib.authoring.agreement.questions import telling
from chalicelib.authoring.space.numbering import neighbours, number_of, situation

CLASSES = {"item.a": (0, 1, 2), "item.b": (False, True), "item.c": ("x", "y", "z", "w")}
SIZE = 24


def test_the_neighbours_of_a_situation_differ_from_it_in_one_fact() -> None:
    for fact, values in CLASSES.items():
        for number in range(SIZE):
            found = [situation(CLASSES, one) for one in neighbours(CLASSES, fact, [number])]
            assert found == [situation(CLASSES, number) | {fact: value} for value in values]
            assert number_of(CLASSES, situation(CLASSES, number)) == number


def test_one_situation_of_each_rule_comes_first_then_the_other_sides_of_small_facts() -> None:
    found = list(telling(CLASSES, [5, 9], 3))
    assert found[:6] == [5, 9, 1, 5, 9, 13]
    assert set(range(0, SIZE, 8)) <= set(found)
