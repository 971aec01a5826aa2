"""
The search for a situation of which a claim is true; what is found is kept, for it answers other questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate, count
from math import prod
from operator import and_, or_
from random import Random

from chalicelib.authoring.space.searching.boxes import Boxes
from chalicelib.authoring.space.searching.claims import (
    FALSE,
    TRUE,
    Any,
    Claim,
    Every,
    First,
    In,
    Out,
    Precedence,
    any_of,
    every,
    first,
    opposite,
)
from chalicelib.authoring.space.searching.cube import Apart, Cube, Point, met, numbers
from chalicelib.authoring.space.searching.cubes import Cubes
from chalicelib.authoring.space.searching.known import Known

Orders = dict[Precedence, int]
"""Of some orders the rules that may decide, as bits."""
CROWD = 256
"""Situations drawn at random to begin with; so many are kept open, as far as they are found at once."""
MOST = 1 << 13
"""When no more than so many are likely to be open all are looked for,"""
HARD = 1 << 15
"""as long as that takes no more steps than these."""
PARTS = 1 << 13
"""Parts of what is open that are kept at most."""
NEAR = 4
"""Situations beside which another is looked for; each time around half as many."""
EFFORT = 64
"""Steps after which another way is tried; each time around eight times as many."""
AGAIN = 2
"""Questions that may take too long before all others do."""
TRIES = 8
"""Situations that are looked for in the hope that one of the right rules decides them."""


class Search:
    """
    Args:
        sizes: how many classes each fact has.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes, self.size = sizes, prod(sizes)
        self.cubes = Cubes(sizes)
        self._random = Random(len(sizes))  # noqa: S311  # the same each time
        self._found: dict[Claim, Point | None] = {}
        self._settled: dict[tuple[Precedence, int, int], Precedence] = {}
        self._again = AGAIN
        self.known = Known(sizes, self.cubes)
        self.begun = self.known.keep([tuple(map(self._random.randrange, sizes)) for _ in range(CROWD)])

    def find(self, claim: Claim) -> Point | None:
        """
        A situation of which a claim is true, always the same; None if it is true of none.

        Raises:
            TooManySituationsError: the search would take too long.
        """
        if claim not in self._found:
            known = self.known.where(claim)
            near = self.known.points[_lowest(known)] if known else self._near(claim)
            self._found[claim] = near or self._look([claim], (), 0, {})
        return self._found[claim]

    def _near(self, claim: Claim) -> Point | None:
        """A situation next to those that are kept of which all is true but that they lie in a cube."""
        if not isinstance(claim, Every) or not claim.parts or not isinstance(claim.parts[0], In):
            return None
        besides = reduce(and_, map(self.known.where, claim.parts[1:]))
        for _ in range(NEAR if besides else 0):
            point = _into(self.known.points[_lowest(besides)], claim.parts[0].cube)
            if self.known.holds(claim, point):
                return point
            besides &= besides - 1
            if not besides:
                break
        return None

    def with_class(self, claim: Claim, fact: int, number: int) -> Claim:
        """What a claim says of all other facts where one is of a class."""
        match claim:
            case In(cube):
                left = _with_class(cube, fact, number)
                return FALSE if left is None else In(left) if left else TRUE
            case Out(cube):
                return opposite(self.with_class(In(cube), fact, number))
            case First(order, among):
                return first(self._order_with_class(order, fact, number), among)
            case Apart(there, least, most):
                left = tuple(one for one in there if one[0] != fact)
                off = len(there) > len(left) and not dict(there)[fact] >> number & 1
                return Apart(left, max(least - off, 0), most - off) if most >= off else FALSE
            case Every(parts):
                return every([self.with_class(part, fact, number) for part in parts])
            case Any(parts):
                return any_of([self.with_class(part, fact, number) for part in parts])

    def _order_with_class(self, order: Precedence, fact: int, number: int) -> Precedence:
        """The same rules where one fact is of a class: they hold in what their cubes ask besides."""
        if not any(fact == asked for cubes in order.holds for cube in cubes for asked, _ in cube):
            return order
        key = order, fact, number
        if key not in self._settled:
            each = [[_with_class(cube, fact, number) for cube in cubes] for cubes in order.holds]
            holds = [[cube for cube in cubes if cube is not None] for cubes in each]
            bits = (reduce(or_, map(self.cubes.bit, cubes), 0) for cubes in holds)
            self._settled[key] = Precedence(
                holds, list(accumulate(bits, or_, initial=0)), (2 << len(holds)) - 1, len(holds) + 1
            )
        return self._settled[key]

    def deciding(self, order: Precedence, cubes: Iterable[Cube]) -> set[int]:
        """The rules of an order that decide situations in some cubes, as far as such are kept, by number."""
        inside = self.known.inside(cubes)
        return {number for number, decides in enumerate(self.known.deciders(order)) if decides & inside}

    def _look(
        self, claims: Iterable[Claim], cube: Cube, avoid: int, orders: Orders, aparts: Sequence[Apart] = ()
    ) -> Point | None:
        """
        Args:
            claims: what has to be true besides.
            orders: the rules of each order of which one has to decide.
        """
        self.cubes.steps += 1
        told = self._gathered(claims, cube, avoid, orders, aparts)
        if told is None:
            return None
        cube, avoid, orders, aparts, anys = told
        if anys:
            least = min(anys, key=lambda one: len(one.parts))
            rest = [one for one in anys if one is not least]
            tries = (self._look([part, *rest], cube, avoid, orders, aparts) for part in least.parts)
            return next((found for found in tries if found is not None), None)
        if orders:
            return self._look_in_order(cube, avoid, orders, aparts)
        return self.cubes.near(cube, avoid, aparts) if aparts else self.avoiding(cube, avoid)

    def _gathered(
        self, claims: Iterable[Claim], cube: Cube, avoid: int, orders: Orders, aparts: Sequence[Apart]
    ) -> tuple[Cube, int, Orders, Sequence[Apart], list[Any]] | None:
        """What all of some claims come to; None if that is seen to be true nowhere."""
        left, orders, others = list(claims), dict(orders), list[Claim]()
        while left:
            match left.pop():
                case In(more):
                    both = met(cube, more)
                    if both is None:
                        return None
                    cube = both
                case Out(more):
                    avoid |= self.cubes.bit(more)
                case First(order, among):
                    orders[order] = orders.get(order, among) & among
                case Every(parts):
                    left += parts
                case other:
                    others.append(other)
        aparts = [*aparts, *(one for one in others if isinstance(one, Apart))]
        return cube, avoid, orders, aparts, [one for one in others if isinstance(one, Any)]

    def _look_in_order(self, cube: Cube, avoid: int, orders: Orders, aparts: Sequence[Apart]) -> Point | None:
        claims: list[Claim] = [*aparts, *(First(order, among) for order, among in orders.items())]
        order, among = min(orders.items(), key=lambda one: one[1].bit_count())
        orders = {other: left for other, left in orders.items() if other is not order}
        runs = list(_runs(order, among))
        for begin, _ in runs[:: len(runs) // TRIES + 1]:
            point = self.avoiding(cube, avoid | order.before[begin])
            if point is None:  # nor does any rule that follows decide anything there
                runs = [run for run in runs if run[0] < begin]
                break
            if all(self.known.holds(one, point) for one in claims):
                return point
        for begin, members in runs:
            for one in members:
                both = met(cube, one)
                before = avoid | order.before[begin]
                found = None if both is None else self._look((), both, before, orders, aparts)
                if found is not None:
                    return found
        return None

    def avoiding(self, cube: Cube, avoid: int, near: Sequence[int] = ()) -> Point | None:
        """
        A situation in a cube that avoids others: looked for beside some that are kept, and among all, by
        turns and longer each time, for each may find soon what the other does not.

        Args:
            near: those that are kept beside which to look, by number; if none are given, those kept last.
        """
        kept = len(self.known.points)
        near = near or range(max(0, kept - CROWD), kept)
        for effort in count():
            for number in self._random.sample(near, min(NEAR >> effort, len(near))):
                point = _into(self.known.points[number], cube)
                moved = self.cubes.walked(point, cube, avoid, EFFORT << 3 * effort, self._random)
                if moved is not None:
                    return moved
            found = self.cubes.find(cube, avoid, EFFORT << 3 * effort)
            if found is not None:
                return tuple(numbers(classes)[0] for classes in found) or None
        raise AssertionError("the steps of all searches have an end")

    def moved(self, points: Iterable[Point], avoid: int) -> int:
        """Situations beside some that avoid cubes, and are kept, as far as they are found soon."""
        each = (self.cubes.walked(point, (), avoid, EFFORT, self._random) for point in points)
        return self.known.keep(list(dict.fromkeys(point for point in each if point is not None)))

    def once_more(self) -> None:
        """Forget how many facts were fixed, a few times."""
        if self._again:
            self._again -= 1
            self.cubes.steps = 0

    def boxes(self, avoid: int, steps: int) -> Boxes | None:
        """The same in parts; None if these are too many, or take more than so many steps."""
        found = self.cubes.boxes(avoid, PARTS, steps)
        return None if found is None else Boxes(self._sizes, found)

    def all(self, avoid: int) -> int | None:
        """All situations that avoid cubes, and are kept; None if they are too many, or it takes too long."""
        found = self.cubes.all(avoid, MOST, HARD)
        return None if found is None else self.known.keep(found)


def _runs(order: Precedence, among: int) -> Iterator[tuple[int, Sequence[Cube]]]:
    """
    The rules among an order in rows, without another between them that ever decides: where each begins, and
    the cubes of its rules. If the row reaches the end it is the cube of all: it is enough that no rule before
    holds. Rows that begin where all that is open is kept are left out.
    """
    row = list[int]()
    ever = numbers(order.ever)
    for number in [*ever, -1]:
        if number >= 0 and among >> number & 1:
            row.append(number)
        elif row:
            if row[0] >= order.settled:
                return
            yield row[0], [()] if row[-1] == ever[-1] else [cube for one in row for cube in order.holds[one]]
            row = []


def _with_class(cube: Cube, fact: int, number: int) -> Cube | None:
    """What a cube asks besides where one fact is of a class; None if it asks for another."""
    if not dict(cube).get(fact, -1) >> number & 1:
        return None
    return tuple(one for one in cube if one[0] != fact)


def _into(point: Point, cube: Cube) -> Point:
    """The same situation but for what keeps it out of a cube."""
    found = list(point)
    for fact, classes in cube:
        if not classes >> found[fact] & 1:
            found[fact] = numbers(classes)[0]
    return tuple(found)


def _lowest(bits: int) -> int:
    """The place of the lowest bit of a number that is not nothing."""
    return (bits & -bits).bit_length() - 1
