"""
The search for a situation of which a claim is true; what is found is kept, for it answers other questions.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import and_, or_
from random import Random

from chalicelib.authoring.space.searching.claims import (
    FALSE,
    TRUE,
    Any,
    Claim,
    Every,
    First,
    In,
    Order,
    Out,
    any_of,
    every,
    first,
    opposite,
)
from chalicelib.authoring.space.searching.cubes import Apart, Cube, Cubes, met

Point = tuple[int, ...]
"""A situation, by the number of each class."""
Orders = dict[Order, int]
"""Of some orders the rules that may decide, as bits."""
DRAWN = 512
"""Situations drawn at random to begin with."""
EACH = 24
"""Situations drawn at random of those that a rule decides, as far as they are found at once."""
NEAR = 6
"""Situations next to which another is looked for first."""


class Search:
    """
    Args:
        sizes: how many classes each fact has.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.cubes = Cubes(sizes)
        self._random = Random(len(sizes))  # noqa: S311  # the same each time
        self._kept = 0
        self._in_vain: dict[Cube, list[int]] = {}
        self._columns = [[0] * size for size in sizes]
        self._found: dict[Claim, Point | None] = {}
        self._where: dict[Claim, int] = {}
        self._deciding: dict[Order, Sequence[int]] = {}
        self._differing: dict[Cube, Sequence[int]] = {}
        self._settled: dict[tuple[Order, int, int], Order] = {}
        self._draw(self.cubes.whole, DRAWN)
        self.begun = (1 << DRAWN) - 1

    def find(self, claim: Claim) -> Point | None:
        """
        A situation of which a claim is true, always the same; None if it is true of none.

        Raises:
            TooManySituationsError: the search would take too long.
        """
        if claim not in self._found:
            known = self.where(claim)
            near = self._point(_lowest(known)) if known else self._near(claim)
            self._found[claim] = near or self._look([claim], (), 0, {})
        return self._found[claim]

    def _near(self, claim: Claim) -> Point | None:
        """A situation next to those that are kept of which all is true but that they lie in a cube."""
        if not isinstance(claim, Every) or not claim.parts or not isinstance(claim.parts[0], In):
            return None
        besides = reduce(and_, map(self.where, claim.parts[1:]))
        for _ in range(NEAR if besides else 0):
            point = _into(self._point(_lowest(besides)), claim.parts[0].cube)
            if self.holds(claim, point):
                return point
            besides &= besides - 1
            if not besides:
                break
        return None

    def where(self, claim: Claim) -> int:
        """Of which of the situations that are kept a claim is true, as bits: first those drawn at random."""
        known = self._where.get(claim)
        if known is None:
            known = self._where[claim] = self._told(claim)
        return known

    def holds(self, claim: Claim, point: Point) -> bool:
        """Whether a claim is true of a situation."""
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

    def _order_with_class(self, order: Order, fact: int, number: int) -> Order:
        """The same rules where one fact is of a class: they hold in what their cubes ask besides."""
        if not any(fact == asked for cubes in order.holds for cube in cubes for asked, _ in cube):
            return order
        key = order, fact, number
        if key not in self._settled:
            each = [[_with_class(cube, fact, number) for cube in cubes] for cubes in order.holds]
            holds = [[cube for cube in cubes if cube is not None] for cubes in each]
            bits = (reduce(or_, map(self.cubes.bit, cubes), 0) for cubes in holds)
            self._settled[key] = Order(holds, list(accumulate(bits, or_, initial=0)), (2 << len(holds)) - 1)
        return self._settled[key]

    def first(self, order: Order, point: Point) -> int:
        """Which rule of an order decides a situation, by number; that of the rules if none does."""
        reached = self.cubes.reached(point, order.before[-1])
        return bisect(order.before, False, lo=1, key=lambda before: bool(reached & before)) - 1

    def order(self, holds: Iterable[Sequence[Cube]]) -> Order:
        """Rules in order, with those found that ever decide something."""
        each, before, ever = list(holds), [0], 0
        kept = (1 << self._kept) - 1  # of the situations that are kept those that are open
        open_ = self._any((), 0)
        for number, cubes in enumerate(each):
            here = reduce(or_, map(self._inside, cubes), 0)
            if kept & here or (open_ is not None and self._decided(cubes, before[-1]) is not None):
                ever |= 1 << number
            before.append(reduce(or_, map(self.cubes.bit, cubes), before[-1]))
            kept &= ~here
            if open_ is not None and self.cubes.reached(open_, before[-1]):
                known = self._kept
                open_ = self._any((), before[-1])
                kept |= (1 << self._kept) - (1 << known)
        if open_ is not None:
            ever |= 1 << len(each)
        return Order(each, before, ever)

    def deciding(self, order: Order, cubes: Iterable[Cube]) -> set[int]:
        """The rules of an order that decide situations in some cubes, as far as such are kept, by number."""
        inside = reduce(or_, map(self._inside, cubes), 0)
        return {number for number, decides in enumerate(self._deciders(order)) if decides & inside}

    def _decided(self, cubes: Sequence[Cube], avoid: int) -> Point | None:
        for cube in cubes:
            found = self._moved(cube, avoid) or self._any(cube, avoid)
            if found is not None:
                return found
        return None

    def _moved(self, cube: Cube, avoid: int) -> Point | None:
        """A situation in a cube that avoids others, next to those that were kept last."""
        last = range(self._kept - 1, self._kept - 1 - NEAR, -1)
        near = {_into(self._point(number), cube): None for number in last}
        tried = (self.cubes.mended(point, cube, avoid) for point in near)
        found = list(dict.fromkeys(point for point in tried if point is not None))
        self._keep(found)
        return found[0] if found else None

    def _any(self, cube: Cube, avoid: int) -> Point | None:
        """A situation in a cube that avoids others; some more like it are kept."""
        if any(not less & ~avoid for less in self._in_vain.get(cube, ())):
            return None
        left = self.cubes.find(cube, avoid)
        if left is None:
            self._in_vain.setdefault(cube, []).append(avoid)
            return None
        self._draw(left, EACH)
        return tuple(_numbers(classes)[0] for classes in left)

    def _draw(self, left: Sequence[int], number: int) -> None:
        """Keep so many situations drawn at random of the classes that are left of each fact."""
        every = (1 << number) - 1
        for column, classes in zip(self._columns, left, strict=True):
            rest = every
            for one in _numbers(classes & (classes - 1)):  # all classes but the first, one after the other
                here = rest & self._random.getrandbits(number)
                column[one] |= here << self._kept
                rest &= ~here
            column[(classes & -classes).bit_length() - 1] |= rest << self._kept
        self._grown(number)

    def _keep(self, points: Sequence[Point]) -> None:
        for number, point in enumerate(points):
            for column, one in zip(self._columns, point, strict=True):
                column[one] |= 1 << self._kept + number
        self._grown(len(points))

    def _grown(self, number: int) -> None:
        self._kept += number
        self._where.clear()
        self._deciding.clear()
        self._differing.clear()

    def _point(self, number: int) -> Point:
        """One of the situations that are kept."""
        bit = 1 << number
        return tuple(next(n for n, have in enumerate(column) if have & bit) for column in self._columns)

    def _inside(self, cube: Cube) -> int:
        """Which of the situations that are kept lie in a cube."""
        found = (1 << self._kept) - 1
        for fact, classes in cube:
            found &= reduce(or_, map(self._columns[fact].__getitem__, _numbers(classes)))
        return found

    def _told(self, claim: Claim) -> int:
        every = (1 << self._kept) - 1
        match claim:
            case In(cube):
                return self._inside(cube)
            case Out(cube):
                return every & ~self._inside(cube)
            case First(order, among):
                each = self._deciders(order)
                return reduce(or_, map(each.__getitem__, _numbers(among)), 0)
            case Apart(there, least, most):
                return reduce(or_, self._differing_from(there)[least : most + 1], 0)
            case Every(parts):
                return reduce(and_, map(self.where, parts), every)
            case Any(parts):
                return reduce(or_, map(self.where, parts), 0)

    def _differing_from(self, there: Cube) -> Sequence[int]:
        """Which of the situations that are kept differ from another in no fact, in one, in two and so on."""
        if there not in self._differing:
            found = [(1 << self._kept) - 1]
            for one in there:
                same = self._inside((one,))
                found = [
                    as_many & same | fewer & ~same
                    for as_many, fewer in zip([*found, 0], [0, *found], strict=True)
                ]
            self._differing[there] = found
        return self._differing[there]

    def _deciders(self, order: Order) -> Sequence[int]:
        """Of each rule of an order, and of "none does", which of the situations that are kept it decides."""
        if order not in self._deciding:
            every = (1 << self._kept) - 1
            holds = [reduce(or_, map(self._inside, cubes), 0) for cubes in order.holds]
            open_ = accumulate(holds, lambda left, here: left & ~here, initial=every)
            self._deciding[order] = [here & left for here, left in zip([*holds, every], open_, strict=True)]
        return self._deciding[order]

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
        return self._avoiding(cube, avoid, aparts)

    def _avoiding(self, cube: Cube, avoid: int, aparts: Sequence[Apart]) -> Point | None:
        """A situation in a cube that avoids others, beside those that are kept if there is one."""
        for number in range(self._kept - 1, self._kept - 1 - NEAR, -1) if not aparts else ():
            point = self.cubes.mended(_into(self._point(number), cube), cube, avoid)
            if point is not None:
                return point
        found = self.cubes.find(cube, avoid, aparts)
        return None if found is None else tuple(_numbers(classes)[0] for classes in found)

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
        order, among = orders.popitem()
        for begin, members in _runs(order, among):
            before = avoid | order.before[begin]
            if members is None:
                tries = [cube]
            elif len(members) > _FEW and self._avoiding(cube, before, aparts) is None:
                continue
            else:
                tries = [both for one in members if (both := met(cube, one)) is not None]
            for one in tries:
                found = self._look((), one, before, orders, aparts)
                if found is not None:
                    return found
        return None


_FEW = 3


def _runs(order: Order, among: int) -> Iterator[tuple[int, list[Cube] | None]]:
    """
    The rules among an order in rows, without another between them that ever decides: where each begins, and
    the cubes of its rules. None of cubes: the row reaches the end, so it is enough that none before it holds.
    """
    numbers, row = _numbers(order.ever), list[int]()
    for number in [*numbers, -1]:
        if number >= 0 and among >> number & 1:
            row.append(number)
        elif row:
            ends = row[-1] == numbers[-1]
            yield row[0], None if ends else [cube for one in row for cube in order.holds[one]]
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
            found[fact] = _numbers(classes)[0]
    return tuple(found)


def _lowest(bits: int) -> int:
    """The place of the lowest bit of a number that is not nothing."""
    return (bits & -bits).bit_length() - 1


def _numbers(bits: int) -> list[int]:
    """The places of the bits of a number."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
