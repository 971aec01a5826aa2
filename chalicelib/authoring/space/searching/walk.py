"""
A situation moved out of cubes, fact by fact: how to find one that avoids them beside one that is known (the
WalkSAT of Selman, Kautz and Cohen, 1994).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from random import Random

from chalicelib.authoring.space.searching.cube import Cube, Point, numbers

NOISE = 0.2
"""How often a fact is changed though that leads into another cube, and a better one may be known."""


class _Counts:
    """Of each cube a number, how many facts keep a situation outside: digit by digit, of all together."""

    def __init__(self) -> None:
        self._digits = [0]

    def any(self) -> int:
        """The cubes whose number is not 0."""
        return reduce(or_, self._digits)

    def one(self) -> int:
        """The cubes whose number is 1."""
        return self._digits[0] & ~reduce(or_, self._digits[1:], 0)

    def add(self, cubes: int) -> None:
        """Count one more for some cubes."""
        digits = self._digits
        for n, digit in enumerate(digits):
            digits[n], cubes = digit ^ cubes, digit & cubes
        if cubes:
            digits.append(cubes)

    def take(self, cubes: int) -> None:
        """Count one less for some cubes."""
        digits = self._digits
        for n, digit in enumerate(digits):
            digits[n], cubes = digit ^ cubes, ~digit & cubes


def walked(
    columns: Sequence[Sequence[int]],
    cubes: Sequence[Cube],
    start: Point,
    inside: Cube,
    avoid: int,
    steps: int,
    chance: Random,
) -> Point | None:
    """
    A situation of a cube moved out of those of ``cubes`` to ``avoid``, as bits, and left in that. None if so
    many steps do not lead out: there may be one all the same.

    Args:
        columns: of each fact and each of its classes the cubes that leave it out, as bits.
    """
    kept, point = dict(inside), list(start)
    counts = _Counts()
    for without, number in zip(columns, point, strict=True):
        counts.add(without[number])
    for _ in range(steps):
        entered = avoid & ~counts.any()
        if not entered:
            return tuple(point)
        out_of = cubes[chance.choice(numbers(entered))]
        allowed = {fact: kept.get(fact, -1) & (1 << len(columns[fact])) - 1 for fact, _ in out_of}
        ways = [(fact, number) for fact, classes in out_of for number in numbers(allowed[fact] & ~classes)]
        if not ways:
            return None
        once = avoid & counts.one()
        costs = [(once & columns[f][point[f]] & ~columns[f][number]).bit_count() for f, number in ways]
        least = min(costs)
        noisy = least and chance.random() < NOISE
        fact, number = chance.choice(ways) if noisy else ways[costs.index(least)]
        old, new = columns[fact][point[fact]], columns[fact][number]
        counts.take(old & ~new)
        counts.add(new & ~old)
        point[fact] = number
    return None
