"""
All situations of a region, cut into slices that are small enough to be worked out as bit sets.

Items without rules of their own share one space, each other item has its own while one of them is in
effect. A space goes through the bands of effect dates; where it is large, the fact with the most values
is taken out, one slice a value, so that of ten thousand rules about a hundred streets each slice meets
only those of its street.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from itertools import pairwise
from operator import and_
from typing import NamedTuple

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.bits import Bits, place
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.authoring.space.space import Days, Shelf, Space, small, space
from chalicelib.decisions.effect import cut_days, in_effect, precedence, ways, with_turns
from chalicelib.decisions.form import Condition, FactValue
from chalicelib.decisions.model import Release, Rule

WORK = 1 << 32
"""Situations times rules of a slice, and of all slices eight times that: half a gigabyte, some seconds."""


class Member(NamedTuple):
    """A rule that can hold in a slice: its number in order of precedence, and where it holds."""

    number: int
    rule: Rule
    holds: int


@dataclass(frozen=True)
class Slice:
    """
    Situations of a space: ``fixed`` facts have one value, the others are those of ``bits``. ``members``
    are those of the rules that can hold here.
    """

    space: Space
    fixed: Mapping[str, FactValue]
    bits: Bits
    members: Sequence[Member] = field(repr=False)

    @property
    def item(self) -> str | None:
        """The item that the situations are of; None: any item without rules of its own."""
        return self.space.item

    @property
    def days(self) -> Days:
        return self.space.days

    @property
    def rules(self) -> Sequence[Rule]:
        """All in effect, in order of precedence."""
        return self.space.rules

    def holding(self, condition: Condition) -> int:
        if condition.fact in self.fixed:
            return self.bits.all if reference.holds(condition, self.fixed) else 0
        return self.bits.holding(condition)

    def all_holding(self, conditions: Sequence[Condition]) -> int:
        """Where all the conditions hold."""
        return reduce(and_, map(self.holding, conditions), self.bits.all)

    def with_value(self, fact: str, value: FactValue) -> int:
        """Where a fact has a value of the same class as ``value``; 0 if it has no class."""
        if fact not in self.fixed:
            return self.bits.with_value(fact, value)
        values = self.space.classes[fact]
        number = place(values, value)
        alike = number is not None and number == place(values, self.fixed[fact])
        return self.bits.all if alike else 0

    def situation(self, found: int) -> Situation:
        """The first situation of a set."""
        return self.in_order({**self.fixed, **next(self.bits.each(found))})

    def in_order(self, facts: Situation) -> Situation:
        """Facts in the order of the space."""
        return {fact: facts[fact] for fact in self.space.classes if fact in facts}


def slices(release: Release) -> Iterator[Slice]:
    """
    Every slice, space by space, oldest days first. What is asked of invariants is told apart too.

    Raises:
        TooManySituationsError: there is too much to go through.
    """
    yield from Work().bearable(_slices(release))


class Work:
    """What it takes to go through slices, of as many spaces as there are."""

    def __init__(self) -> None:
        self._done = 0

    def bearable(self, pieces: Iterable[Slice]) -> Iterator[Slice]:
        """
        The slices, as long as all together are not too much.

        Raises:
            TooManySituationsError: they are.
        """
        for each in pieces:
            self._done += each.bits.size * (len(each.members) + 1)
            if self._done > 8 * WORK:
                raise TooManySituationsError
            yield each


def cut(whole: Space, shelf: Shelf) -> Iterator[Slice]:
    """
    The slices of a space: each situation is in one of them.

    Args:
        shelf: bit sets made before, to share and to add to.

    Raises:
        TooManySituationsError: too many rules can hold in a slice, or there are more slices than can be
            gone through.
    """
    if whole.size > 8 * WORK:
        raise TooManySituationsError
    yield from _cut(_Part(whole, {}, list(enumerate(whole.rules))), whole.classes, shelf)


def _slices(release: Release) -> Iterator[Slice]:
    shelf = Shelf()
    proved = [test for one in release.invariants for group in one.groups for test in group]
    region = {id(way) for way in ways(release.rules)}
    for item, rules in _owners(release):
        for days, here in _bands(rules, proved):
            if item is not None and all(id(rule) in region for rule in here):
                continue  # none of its own is in effect: it is like any other item
            yield from cut(space(release, item, days, here), shelf)


def _owners(release: Release) -> Iterator[tuple[str | None, list[Rule]]]:
    """The region's rules, then for each item with rules of its own these and the region's, by their ways."""
    yield None, precedence((), release.rules)
    for code, item in release.items.items():
        if item.rules:
            yield code, precedence(item.rules, release.rules)


def _bands(rules: Sequence[Rule], proved: Sequence[Condition]) -> Iterator[tuple[Days, list[Rule]]]:
    for first, after in pairwise([*with_turns(cut_days(rules), rules, proved), None]):
        if first is not None:
            last = None if after is None else after - timedelta(days=1)
            yield Days(first, last), [rule for rule in rules if in_effect(rule, first)]


class _Part(NamedTuple):
    space: Space
    fixed: dict[str, FactValue]
    left: list[tuple[int, Rule]]


def _cut(part: _Part, found: Classes, shelf: Shelf) -> Iterator[Slice]:
    if small(found):
        # where the fact of most values changes slowest, a rule for one of them holds in one run of bits:
        # short numbers, which in a large space is worth the other order
        order = sorted(found, key=lambda fact: -len(found[fact])) if part.fixed else list(found)
        yield _slice(part, shelf.bits({fact: found[fact] for fact in order}))
        return
    fact = max(found, key=lambda name: len(found[name]))
    rest = {name: values for name, values in found.items() if name != fact}
    where = _Where(fact, found[fact])
    lefts: list[list[tuple[int, Rule]]] = [[] for _ in found[fact]]
    for one in part.left:
        for number in where.of(one[1]):
            lefts[number].append(one)
    for value, left in zip(found[fact], lefts, strict=True):
        yield from _cut(part._replace(fixed={**part.fixed, fact: value}, left=left), rest, shelf)


class _Where:
    """For which values of a fact a rule can hold; each kind of condition is looked at once."""

    def __init__(self, fact: str, values: Sequence[FactValue]) -> None:
        self._fact, self._values = fact, values
        self._all = frozenset(range(len(values)))
        self._known: dict[tuple[object, ...], frozenset[int]] = {}

    def of(self, rule: Rule) -> frozenset[int]:
        tests = [self._holds(test) for test in rule.when if test.fact == self._fact]
        return reduce(and_, tests, self._all)

    def _holds(self, test: Condition) -> frozenset[int]:
        asked = (test.any_of, test.none_of, test.at_least, test.at_most)
        found = self._known.get(asked)
        if found is None:
            right = (n for n, v in enumerate(self._values) if reference.holds(test, {self._fact: v}))
            found = self._known[asked] = frozenset(right)
        return found


def _slice(part: _Part, bits: Bits) -> Slice:
    if bits.size * len(part.left) > WORK:
        raise TooManySituationsError
    members = []
    for number, rule in part.left:
        holds = bits.all
        for condition in rule.when:
            if condition.fact not in part.fixed:
                holds &= bits.holding(condition)
        members.append(Member(number, rule, holds))
    return Slice(part.space, part.fixed, bits, members)
