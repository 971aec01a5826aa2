"""
A cube is what a group of conditions asks: of some facts the classes that they may be of, as bits. How two of
them lie to one another, and how far a situation is from another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

Cube = tuple[tuple[int, int], ...]
"""Of some facts, by number and in order, the classes allowed, as bits."""
Point = tuple[int, ...]
"""A situation, by the number of each class."""


@dataclass(frozen=True, slots=True)
class Apart:
    """It differs from a situation, ``there``, in ``least`` to ``most`` of some facts."""

    there: Cube
    least: int
    most: int

    def holds(self, point: Sequence[int]) -> bool:
        """Whether it is true of a situation, given by the number of each class."""
        return self.least <= sum(not classes >> point[fact] & 1 for fact, classes in self.there) <= self.most

    def forced(self, left: Sequence[int]) -> Sequence[tuple[int, int]] | None:
        """Facts with the classes that alone can be, of what is left; None if it can be true of none."""
        open_ = [(fact, classes) for fact, classes in self.there if left[fact] & classes]
        differ, may = len(self.there) - len(open_), [one for one in open_ if left[one[0]] & ~one[1]]
        if differ > self.most or differ + len(may) < self.least:
            return None
        if differ == self.most:
            return may
        return [(fact, ~classes) for fact, classes in may] if differ + len(may) == self.least else ()


def met(one: Cube, other: Cube) -> Cube | None:
    """What lies in both; None if nothing does."""
    found: dict[int, int] = dict(one)
    for fact, classes in other:
        both = found.get(fact, -1) & classes
        if not both:
            return None
        found[fact] = both
    return tuple(sorted(found.items()))


def within(one: Cube, other: Cube) -> bool:
    """Whether all of a cube lies in another."""
    mine: Mapping[int, int] = dict(one)
    return all(fact in mine and not mine[fact] & ~classes for fact, classes in other)


def meeting(cube: Cube, columns: Sequence[Sequence[int]], among: int) -> int:
    """Those among some, as bits, that meet a cube; by fact and class there are those that may be of it."""
    for fact, classes in cube:
        among &= reduce(or_, map(columns[fact].__getitem__, numbers(classes)))
    return among


def numbers(bits: int) -> list[int]:
    """The places of the bits of a number."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
