"""Which rule of a band decides in the situations that engines are asked."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import prod

from chalicelib.authoring.agreement.numbering import number_of, situation
from chalicelib.authoring.space.diagrams import Situations
from chalicelib.authoring.space.domain import Situation
from chalicelib.authoring.space.survey import Survey

NO_RULE = -1

Decided = tuple[tuple[int, Situations], ...]


class Deciders:
    """
    The deciding rules of a space, by their places in the rules of a band; ``NO_RULE`` where none decides.

    Args:
        places: where in the band each rule of the space stands.
    """

    def __init__(self, found: Survey, places: Sequence[int]) -> None:
        self._found, self._places = found, places
        self._classes = found.situations.classes
        turns = [(places[turn.number], turn.decides) for turn in found.turns]
        self._decided: Decided = tuple(
            (place, some) for place, some in (*turns, (NO_RULE, found.gap)) if some
        )
        self._blocks: dict[tuple[int, Decided], array[int]] = {}
        firsts = (found.situations.situation(some) for _, some in self._decided)
        self.firsts = [number_of(self._classes, first) for first in firsts]

    def at(self, numbers: Iterable[int]) -> Sequence[int]:
        """Who decides in the situations of these numbers."""
        return [self._one(situation(self._classes, number)) for number in numbers]

    def block(self, fixed: Situation) -> Sequence[int]:
        """Who decides in each situation in which the first facts have these values, in order of number."""
        sets = self._decided
        for at, (fact, value) in enumerate(fixed.items()):
            sets = self._cut(sets, at)[self._classes[fact].index(value)]
        return self._block(sets, len(fixed))

    def _one(self, facts: Situation) -> int:
        number = self._found.number(self._found.situations.assignment(facts))
        return NO_RULE if number is None else self._places[number]

    def _block(self, sets: Decided, at: int) -> array[int]:
        if len(sets) == 1:
            return array("l", [sets[0][0]]) * prod(map(len, list(self._classes.values())[at:]))
        known = self._blocks.get((at, sets))
        if known is None:
            known = array("l")
            for cut in self._cut(sets, at):
                known += self._block(cut, at + 1)
            self._blocks[at, sets] = known
        return known

    def _cut(self, sets: Decided, at: int) -> Sequence[Decided]:
        """What is left of each set with each class of a fact."""
        fact = list(self._classes)[at]
        each = [(place, self._found.situations.by_class(some, fact)) for place, some in sets]
        classes = range(len(self._classes[fact]))
        return [tuple((place, cut[n]) for place, cut in each if cut[n]) for n in classes]
