"""
Find which rule of a band decides in the situations that engines are asked.

Worked out by the test of each condition alone: of each class of a fact the rules that it lets pass
are the bits of a number, and the first rule that all facts of a situation let pass decides.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import reduce
from math import prod
from operator import and_

from chalicelib.authoring.space import reference
from chalicelib.authoring.space.coverage import Coverage
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.numbering import number_of
from chalicelib.decisions.forms.form import Condition, FactValue

NO_RULE = -1


class Deciders:
    """
    The deciding rules of a space, by their places in the rules of a band; ``NO_RULE`` where none decides.

    Args:
        places: where in the band each rule of the space stands.
    """

    def __init__(self, found: Coverage, places: Sequence[int]) -> None:
        self._places, self._classes = places, found.space.classes
        self._every = (1 << len(found.rules)) - 1
        self._passing = [_passing(found, fact) for fact in self._classes]
        self._mind = [self._every & ~reduce(and_, passing, self._every) for passing in self._passing]
        self._blocks: dict[tuple[int, int], array[int]] = {}
        deciding = (*(turn.decides for turn in found.turns), found.gap)
        firsts = (found.space.situation(some) for some in deciding if some)
        self.firsts = [number_of(self._classes, first) for first in firsts]

    def at(self, numbers: Iterable[int]) -> Sequence[int]:
        """Who decides in the situations of these numbers."""
        return list(map(self._one, numbers))

    def block(self, fixed: Situation) -> Sequence[int]:
        """Who decides in each situation in which the first facts have these values, in order of number."""
        passed = self._every
        for passing, (fact, value) in zip(self._passing, fixed.items(), strict=False):
            passed &= passing[self._classes[fact].index(value)]
        return self._block(passed, len(fixed))

    def _one(self, number: int) -> int:
        passed = self._every
        for passing in reversed(self._passing):
            number, digit = divmod(number, len(passing))
            passed &= passing[digit]
        return self._first(passed)

    def _first(self, passed: int) -> int:
        return self._places[(passed & -passed).bit_length() - 1] if passed else NO_RULE

    def _block(self, passed: int, at: int) -> array[int]:
        """The rest of a situation's facts, when only these rules are left."""
        first = passed & -passed
        if not any(first & mind for mind in self._mind[at:]):
            return array("l", [self._first(passed)]) * prod(map(len, self._passing[at:]))
        known = self._blocks.get((at, passed))
        if known is None:
            known = array("l")
            for passing in self._passing[at]:
                known += self._block(passed & passing, at + 1)
            self._blocks[at, passed] = known
        return known


def _passing(found: Coverage, fact: str) -> Sequence[int]:
    """Of each class of a fact the rules that it does not keep from holding, as bits."""
    testing = _testing(found, fact)
    free = (1 << len(found.rules)) - 1
    for number in testing:
        free &= ~(1 << number)
    passing = [free] * len(found.space.classes[fact])
    known: dict[tuple[object, ...], frozenset[int]] = {}
    for number, tests in testing.items():
        each = (_classes_of(test, found.space.classes[fact], known) for test in tests)
        for digit in reduce(and_, each):
            passing[digit] |= 1 << number
    return passing


def _testing(found: Coverage, fact: str) -> dict[int, list[Condition]]:
    """The rules that test a fact, by number, with these tests."""
    each = ((n, test) for n, rule in enumerate(found.rules) for test in rule.when if test.fact == fact)
    testing: dict[int, list[Condition]] = {}
    for number, test in each:
        testing.setdefault(number, []).append(test)
    return testing


def _classes_of(
    test: Condition, values: Sequence[FactValue], known: dict[tuple[object, ...], frozenset[int]]
) -> frozenset[int]:
    asked = test.any_of, test.none_of, test.at_least, test.at_most
    if asked not in known:
        holding = (n for n, value in enumerate(values) if reference.holds(test, {test.fact: value}))
        known[asked] = frozenset(holding)
    return known[asked]
