"""
Looking for one situation that lies in none of some cubes, where diagrams of them all would be too large.

The search fixes one fact after the other and follows what is forced (Davis, Putnam, Logemann, Loveland 1962);
all cubes are looked at together, as the bits of a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from math import prod
from random import Random
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space.searching.cube import Apart, Cube, Point, numbers
from chalicelib.authoring.space.searching.walk import walked

STEPS = 1 << 18
"""Facts fixed by the searches of one space in all, about a minute: nobody waits longer for a check."""


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
    """The cubes of a space of facts of so many classes, each a bit, and the search for what lies in none."""

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

    def walked(self, start: Point, inside: Cube, avoid: int, steps: int, chance: Random) -> Point | None:
        """A situation of a cube moved out of others, if so many steps lead out of them."""
        return walked(self._without, self._cubes, start, inside, avoid, steps, chance)

    def all(self, avoid: int, most: int, steps: int) -> list[Point] | None:
        """
        All situations that lie in none of some cubes; None if they are more than ``most``, or take more than
        so many steps to find.
        """
        found: list[Point] = []
        for left in self._boxes(list(self.whole), avoid, steps):
            if left is None or len(found) + prod(map(int.bit_count, left)) > most:
                return None
            found += product(*map(numbers, left))
        return found

    def boxes(self, avoid: int, most: int, steps: int) -> list[list[int]] | None:
        """The same in parts, each given by what is left of each fact; None if more than ``most``."""
        found = list(islice(self._boxes(list(self.whole), avoid, steps), most + 1))
        return None if len(found) > most or None in found else [left for left in found if left is not None]

    def find(self, cube: Cube, avoid: int, steps: int) -> Sequence[int] | None:
        """
        Of each fact some classes, as bits, with which every situation is in a cube and in none of those to
        avoid; of no fact if there is none. None if that takes more than so many steps.

        Raises:
            TooManySituationsError: all searches together take too long.
        """
        left = list(self.whole)
        for fact, classes in cube:
            left[fact] &= classes
        return next(self._boxes(left, avoid, steps), ()) if all(left) else ()

    def _boxes(self, left: list[int], avoid: int, steps: int) -> Iterator[list[int] | None]:
        """
        What lies in none of the cubes to avoid, in parts, each given by what is left of each fact; then None
        if it takes more than so many steps.
        """
        end = self.steps + steps
        stack = [self._begun(left, avoid)]
        while stack:
            self.steps += 1
            if self.steps > STEPS:
                raise TooManySituationsError(f"more than {STEPS} steps")
            if self.steps > end:
                yield None
                return
            state = self._followed(stack.pop())
            if state is not None and not state.alive:
                yield state.left
            elif state is not None:
                stack += self._parted(state)

    def near(self, cube: Cube, avoid: int, aparts: Sequence[Apart]) -> Point | None:
        """
        A situation in a cube that avoids others and is as far from some situations as it has to be; None if
        there is none.

        Raises:
            TooManySituationsError: all searches together take too long.
        """
        left = list(self.whole)
        for fact, classes in cube:
            left[fact] &= classes
        stack = [self._begun(left, avoid)] if all(left) else []
        while stack:
            self.steps += 1
            if self.steps > STEPS:
                raise TooManySituationsError(f"more than {STEPS} steps")
            followed = self._followed(stack.pop())
            state = None if followed is None else self._kept_apart(followed, aparts)
            if state is not None:
                point = _toward(aparts[0].there, state.left)
                if not self.reached(point, state.alive) and all(apart.holds(point) for apart in aparts):
                    return tuple(point)
                stack += self._parted_toward(state, aparts[0].there)
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
