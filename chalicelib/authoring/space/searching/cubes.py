"""
Looking for one situation that lies in none of some cubes, where diagrams of them all would be too large.

A cube is what a group of conditions asks: of some facts the classes that they may be of. The search fixes one
fact after the other and follows what is forced (Davis, Putnam, Logemann, Loveland 1962); all cubes are looked
at together, as the bits of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError

Cube = tuple[tuple[int, int], ...]
"""Of some facts, by number and in order, the classes allowed, as bits."""
STEPS = 1 << 18
"""Facts fixed by the searches of one space in all, about a minute: nobody waits longer for a check."""
MOVES = 24
"""So many facts are changed in the hope to come out of the cubes to avoid, before it is searched."""


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


class _State(NamedTuple):
    """
    How far a search has come.

    Attributes:
        left: of each fact the classes that are left, as bits.
        open: the facts of which more than one class is left.
        some: of each fact the cubes that leave out some class which is left.
        alive: the cubes to be avoided that are not avoided yet.
    """

    left: list[int]
    open: list[int]
    some: list[int]
    alive: int


class Cubes:
    """
    The cubes of a space, each a bit, and the search for what lies in none of them.

    Args:
        sizes: how many classes each fact has.
    """

    def __init__(self, sizes: Sequence[int]) -> None:
        self.whole = [(1 << size) - 1 for size in sizes]
        self._without = [[0] * size for size in sizes]
        self._bits: dict[Cube, int] = {}
        self._cubes: list[Cube] = []
        self.steps = 0

    def bit(self, cube: Cube) -> int:
        """The bit of a cube, which may be new."""
        known = self._bits.get(cube)
        if known is None:
            known = self._bits[cube] = 1 << len(self._bits)
            self._cubes.append(cube)
            for fact, classes in cube:
                without = self._without[fact]
                for number in range(len(without)):
                    if not classes >> number & 1:
                        without[number] |= known
        return known

    def reached(self, point: Sequence[int], among: int) -> int:
        """Those of some cubes in which a situation lies, given by the number of each class."""
        for without, number in zip(self._without, point, strict=True):
            among &= ~without[number]
        return among

    def mended(self, point: Sequence[int], cube: Cube, avoid: int) -> tuple[int, ...] | None:
        """
        A situation of a cube moved out of those to avoid, fact by fact, and left in the cube. None
        if that does not lead out soon: there may be one all the same.
        """
        kept = dict(cube)
        for _ in range(MOVES):
            inside = self.reached(point, avoid)
            if not inside:
                return tuple(point)
            ways = [
                [*point[:fact], number, *point[fact + 1 :]]
                for fact, classes in self._cubes[(inside & -inside).bit_length() - 1]
                for number in range(len(self._without[fact]))
                if kept.get(fact, -1) & ~classes & 1 << number
            ]
            if not ways:
                return None
            point = min(ways, key=lambda way: self.reached(way, avoid).bit_count())
        return None

    def find(self, cube: Cube, avoid: int, aparts: Sequence[Apart] = ()) -> Sequence[int] | None:
        """
        Of each fact some classes, as bits, with which every situation is in a cube and in none of those to
        avoid, and as far from others as it has to be; None if there is none. The same question always has the
        same answer.

        Raises:
            TooManySituationsError: the search would take too long.
        """
        left = list(self.whole)
        for fact, classes in cube:
            left[fact] &= classes
        if not all(left):
            return None
        stack = [self._begun(left, avoid)]
        while stack:
            self.steps += 1
            if self.steps > STEPS:
                raise TooManySituationsError(f"more than {STEPS} steps")
            state = self._followed(stack.pop())
            if state is not None and aparts:
                state = self._kept_apart(state, aparts)
            if state is None:
                continue
            found = self._answer(state, aparts)
            if found is not None:
                return found
            stack += self._parted_toward(state, aparts[0].there) if aparts else self._parted(state)
        return None

    def _kept_apart(self, state: _State, aparts: Sequence[Apart]) -> _State | None:
        """The same as far from others as it has to be, with all that this forces; None where it cannot be."""
        while True:
            before, found = state, state
            for apart in aparts:
                forced = apart.forced(found.left)
                if forced is None:
                    return None
                for fact, classes in forced:
                    found = self._narrowed(found, fact, found.left[fact] & classes)
            if found is before:
                return found
            followed = self._followed(found)
            if followed is None:
                return None
            state = followed

    def _answer(self, state: _State, aparts: Sequence[Apart]) -> Sequence[int] | None:
        """All that is left, or the situation of it nearest to another, if that is what is looked for."""
        if not aparts:
            return None if state.alive else state.left
        point = _toward(aparts[0].there, state.left)
        if self.reached(point, state.alive) or not all(apart.holds(point) for apart in aparts):
            return None
        return [1 << number for number in point]

    def _begun(self, left: list[int], avoid: int) -> _State:
        some = []
        for fact in range(len(left)):
            any_of, every = self._leaving_out(fact, left[fact])
            some.append(any_of)
            avoid &= ~every
        return _State(left, _open(range(len(left)), left), some, avoid)

    def _leaving_out(self, fact: int, left: int) -> tuple[int, int]:
        """The cubes that leave out some of a fact's classes that are left, and those that leave out each."""
        some, every = 0, -1
        for number, without in enumerate(self._without[fact]):
            if left >> number & 1:
                some |= without
                every &= without
        return some, every

    def _followed(self, state: _State) -> _State | None:
        """
        The same with all that is forced: of a cube that hangs on one fact only the classes within are left
        out. None where a cube cannot be avoided.
        """
        left, facts, some, alive = state
        while True:
            once, twice = _hanging(facts, some, alive)
            if alive & ~once:
                return None
            forcing = once & ~twice
            if not forcing:
                return _State(left, facts, some, alive)
            for fact in facts:
                here = forcing & alive & some[fact]
                if here:
                    left[fact] = self._forced(fact, left[fact], here)
                    if not left[fact]:
                        return None
                    some[fact], every = self._leaving_out(fact, left[fact])
                    alive &= ~every
            facts = _open(facts, left)

    def _forced(self, fact: int, left: int, by: int) -> int:
        """The classes of a fact that are left and in none of some cubes that hang on it alone."""
        for number, without in enumerate(self._without[fact]):
            if by & ~without:
                left &= ~(1 << number)
        return left

    def _parted(self, state: _State) -> Iterator[_State]:
        """One fact to be of the class with which fewest cubes stay alive, looked at first, or not of it."""
        two = _hanging_on_two(state)
        fact = self._weightiest(state, two or state.alive)
        here = state.alive & state.some[fact]
        costs = []
        for number, without in enumerate(self._without[fact]):
            if state.left[fact] >> number & 1:
                stay = here & ~without
                costs.append((2 * (stay & two).bit_count() + stay.bit_count(), number))
        best = 1 << min(costs)[1]
        for classes in (state.left[fact] & ~best, best):
            yield self._narrowed(state, fact, classes)

    def _parted_toward(self, state: _State, there: Cube) -> Iterator[_State]:
        """One fact to be as nearest to a situation, or not, looked at first: so a cube may be left."""
        point = _toward(there, state.left)
        inside = self.reached(point, state.alive)
        left = state.left
        if inside:
            cube = self._cubes[(inside & -inside).bit_length() - 1]
            facts = [fact for fact, classes in cube if left[fact] & ~classes]
        else:
            facts = [fact for fact, _ in there]
        fact = next(one for one in [*facts, *state.open] if left[one] & (left[one] - 1))
        same = 1 << point[fact]
        for classes in (same, left[fact] & ~same):
            yield self._narrowed(state, fact, classes)

    def _narrowed(self, state: _State, fact: int, classes: int) -> _State:
        """The same with a fact of fewer classes."""
        left, some = state.left.copy(), state.some.copy()
        left[fact] = classes
        some[fact], every = self._leaving_out(fact, classes)
        return _State(left, _open(state.open, left), some, state.alive & ~every)

    def _weightiest(self, state: _State, among: int) -> int:
        """The fact that decides most: on which many cubes hang whichever way it is."""
        best, found = 0, state.open[0]
        left, some, every = state.left, state.some, self._without
        for fact in state.open:
            here = among & some[fact]
            if here:
                product, total = 1, 0
                for number, without in enumerate(every[fact]):
                    if left[fact] >> number & 1:
                        stay = (here & ~without).bit_count()
                        product *= stay + 1
                        total += stay
                if 64 * product + total > best:
                    best, found = 64 * product + total, fact
        return found


def _toward(there: Cube, left: Sequence[int]) -> list[int]:
    """Of what is left the situation that differs least from another, by the number of each class."""
    near = list(left)
    for fact, classes in there:
        near[fact] = left[fact] & classes or left[fact]
    return [(classes & -classes).bit_length() - 1 for classes in near]


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


def _open(facts: Iterable[int], left: Sequence[int]) -> list[int]:
    return [fact for fact in facts if left[fact] & (left[fact] - 1)]


def _hanging(facts: Iterable[int], some: Sequence[int], alive: int) -> tuple[int, int]:
    """The cubes that hang on one fact or more, and on two or more."""
    once = twice = 0
    for fact in facts:
        here = alive & some[fact]
        twice |= once & here
        once |= here
    return once, twice


def _hanging_on_two(state: _State) -> int:
    """The cubes that hang on exactly two facts."""
    once = twice = thrice = 0
    alive, some = state.alive, state.some
    for fact in state.open:
        here = alive & some[fact]
        thrice |= twice & here
        twice |= once & here
        once |= here
    return twice & ~thrice
