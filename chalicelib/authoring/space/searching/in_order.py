"""What the rules of an order leave open, while they are gone through: some situations, parts, or all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import islice
from operator import or_

from chalicelib.authoring.space.searching.boxes import Boxes
from chalicelib.authoring.space.searching.claims import Precedence
from chalicelib.authoring.space.searching.cube import Cube, numbers
from chalicelib.authoring.space.searching.search import CROWD, EFFORT, MOST, Search

PATIENCE = 1 << 10
"""After so many steps spent on single rules all that is open is looked for in parts, with as many steps; each
time after twice as many."""


def in_order(search: Search, holds: Iterable[Sequence[Cube]]) -> Precedence:
    """Rules in order of precedence, by where each holds, with those found that ever decide something."""
    each, before, ever = list(holds), [0], 0
    left = _Left(search, len(each))
    for number, cubes in enumerate(each):
        decided = left.decided(cubes, before[-1])
        before.append(reduce(or_, map(search.cubes.bit, cubes), before[-1]))
        if decided:
            ever |= 1 << number
            left.without(decided, cubes, before[-1], number + 1)
    if left.decided([()], before[-1]):
        ever |= 1 << len(each)
    return Precedence(each, before, ever, left.settled)


class _Left:
    """
    What the rules of an order leave open, one after the other: some situations that are kept, or all.

    Attributes:
        settled: the first rule before which it is all; without one, a number behind the last.
    """

    def __init__(self, search: Search, rules: int) -> None:
        self._search, self._known = search, search.known
        self._open, self.settled, self._all = self._known.all, rules + 1, False
        self._likely, self._few = float(search.size), float(MOST)
        self._boxes: Boxes | None = None
        self._spent, self._patience = 0, PATIENCE

    def decided(self, cubes: Sequence[Cube], avoid: int) -> int:
        """Of what is left open some, or all, that lies in any of some cubes: it avoids those before."""
        found = self._open & self._known.inside(cubes)
        if found or self._all:
            return found
        if self._boxes is None and self._spent > self._patience:
            self._boxes = self._search.boxes(avoid, self._spent + EFFORT)
            self._spent, self._patience = 0, 2 * self._patience
        if self._boxes is not None:
            point = self._boxes.point(cubes)
            return self._known.keep([] if point is None else [point])
        before = self._search.cubes.steps
        each = (self._search.avoiding(cube, avoid, numbers(self._open)) for cube in cubes)
        found = self._known.keep(list(islice((point for point in each if point is not None), 1)))
        self._spent += self._search.cubes.steps - before
        return found

    def without(self, decided: int, cubes: Sequence[Cube], avoid: int, number: int) -> None:
        """Go on to the rule of a number, with what the one before decides, its cubes, and all until then."""
        if self._boxes is not None:
            for cube in cubes:
                self._boxes.leave(cube)
        self._likely *= 1 - decided.bit_count() / (self._open | decided).bit_count()
        self._open &= ~decided
        if self._all:
            return
        lacking = max(0, CROWD - self._open.bit_count())
        points = [self._known.points[one] for one in numbers(decided)[:lacking]]
        self._open |= self._search.moved(points, avoid)
        if self._likely < self._few:
            self._few = self._likely / 4
            every = self._search.all(avoid)
            if every is not None:
                self._open, self.settled, self._all = every, number, True
