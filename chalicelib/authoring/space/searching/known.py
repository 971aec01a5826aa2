"""
Situations that were found, kept as bits: of all of them it is seen at once in which cube they lie, which rule
decides them, of which a claim is true.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import accumulate
from operator import and_, or_

from chalicelib.authoring.space.diagrams import Assignment
from chalicelib.authoring.space.searching.claims import Any, Claim, Every, First, In, Out, Precedence
from chalicelib.authoring.space.searching.cube import Apart, Cube, Point, meeting, numbers
from chalicelib.authoring.space.searching.cubes import Cubes


class Known:
    """
    The situations that are kept; the n-th is bit n of a set of them.

    Args:
        sizes: how many classes each fact has.
    """

    def __init__(self, sizes: Sequence[int], cubes: Cubes) -> None:
        self.points: list[Point] = []
        self._cubes = cubes
        self._columns = [[0] * size for size in sizes]
        self._where: dict[Claim, int] = {}
        self._deciding: dict[Precedence, Sequence[int]] = {}
        self._differing: dict[Cube, Sequence[int]] = {}
        # of one situation several sets are asked
        self._last: tuple[Precedence | None, Point, int] = None, (), 0
        self._assigned: tuple[Assignment, Point] = (), ()

    @property
    def all(self) -> int:
        """All that are kept."""
        return (1 << len(self.points)) - 1

    def keep(self, points: Collection[Point]) -> int:
        """Keep some more; which these are."""
        begin, before = len(self.points), self.all
        for column, classes in zip(self._columns, zip(*points, strict=True), strict=False):
            more = [0] * len(column)
            for number, one in enumerate(classes):
                more[one] |= 1 << number
            column[:] = (old | new << begin for old, new in zip(column, more, strict=True))
        self.points += points
        self._where.clear()
        self._deciding.clear()
        self._differing.clear()
        return self.all & ~before

    def inside(self, cubes: Iterable[Cube]) -> int:
        """Those that lie in any of some cubes."""
        return reduce(or_, map(self._inside, cubes), 0)

    def _inside(self, cube: Cube) -> int:
        return meeting(cube, self._columns, self.all)

    def where(self, claim: Claim) -> int:
        """Those of which a claim is true."""
        known = self._where.get(claim)
        if known is None:
            known = self._where[claim] = self._told(claim)
        return known

    def _told(self, claim: Claim) -> int:
        match claim:
            case In(cube):
                return self._inside(cube)
            case Out(cube):
                return self.all & ~self._inside(cube)
            case First(order, among):
                return reduce(or_, map(self.deciders(order).__getitem__, numbers(among)), 0)
            case Apart(there, least, most):
                return reduce(or_, self._differing_from(there)[least : most + 1], 0)
            case Every(parts):
                return reduce(and_, map(self.where, parts), self.all)
            case Any(parts):
                return reduce(or_, map(self.where, parts), 0)

    def _differing_from(self, there: Cube) -> Sequence[int]:
        """Those that differ from another situation in no fact, in one, in two and so on."""
        if there not in self._differing:
            found = [self.all]
            for one in there:
                same = self._inside((one,))
                found = [
                    as_many & same | fewer & ~same
                    for as_many, fewer in zip([*found, 0], [0, *found], strict=True)
                ]
            self._differing[there] = found
        return self._differing[there]

    def deciders(self, order: Precedence) -> Sequence[int]:
        """Of each rule of an order, and of "none does", those that it decides."""
        if order not in self._deciding:
            holds = [*map(self.inside, order.holds), self.all]
            open_ = accumulate(holds, lambda left, here: left & ~here, initial=self.all)
            self._deciding[order] = [here & left for here, left in zip(holds, open_, strict=False)]
        return self._deciding[order]

    def holds(self, claim: Claim, point: Point) -> bool:
        """Whether a claim is true of a situation, kept or not."""
        match claim:
            case In(cube):
                return all(classes >> point[fact] & 1 for fact, classes in cube)
            case Out(cube):
                return not all(classes >> point[fact] & 1 for fact, classes in cube)
            case First(order, among):
                return bool(among >> self.first(order, point) & 1)
            case Apart():
                return claim.holds(point)
            case Every(parts):
                return all(self.holds(part, point) for part in parts)
            case Any(parts):
                return any(self.holds(part, point) for part in parts)

    def point(self, assignment: Assignment) -> Point:
        """A situation that is given by the number of each class beside its fact."""
        if self._assigned[0] is not assignment:
            self._assigned = assignment, tuple(number for number, _ in assignment)
        return self._assigned[1]

    def first(self, order: Precedence, point: Point) -> int:
        """Which rule of an order decides a situation, by number; that of the rules if none does."""
        if self._last[0] is not order or self._last[1] is not point:
            reached = self._cubes.reached(point, order.before[-1])
            number = bisect(order.before, False, lo=1, key=lambda before: bool(reached & before)) - 1
            self._last = order, point, number
        return self._last[2]
