"""
The space of situations where diagrams of its rules would be too large: sets are claims, and whether one is
empty is searched for. It proves as much, but does not count.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from math import prod
from operator import or_

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space.decision_space import DecisionSpace, RuleCoverage
from chalicelib.authoring.space.diagrams import Assignment, Situations
from chalicelib.authoring.space.domain import Situation, place
from chalicelib.authoring.space.fact_space import FactSpace
from chalicelib.authoring.space.searching.claims import (
    FALSE,
    TRUE,
    Any,
    Claim,
    Every,
    First,
    In,
    any_of,
    every,
    first,
    opposite,
)
from chalicelib.authoring.space.searching.cube import Apart, Cube, met
from chalicelib.authoring.space.searching.in_order import in_order
from chalicelib.authoring.space.searching.search import Search
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Rule

MOST_POINTS = 1 << 12
"""Combinations of classes that are looked at where some facts of a set are asked alone; cubes of a set."""

MOST_ORDERS = 8
"""Orders of rules that are looked through at once: each is gone through within the one before."""


class Sought(Situations):
    """A set of situations as a claim. Equal sets are equal objects, however they are written."""

    __slots__ = ("_search", "claim")

    def __init__(self, search: Search, claim: Claim) -> None:
        self._search, self.claim = search, claim

    def __and__(self, other: Situations) -> Situations:
        return Sought(self._search, every((self.claim, self._claim(other))))

    def __or__(self, other: Situations) -> Situations:
        return Sought(self._search, any_of((self.claim, self._claim(other))))

    def __sub__(self, other: Situations) -> Situations:
        return Sought(self._search, every((self.claim, opposite(self._claim(other)))))

    def __invert__(self) -> Situations:
        return Sought(self._search, opposite(self.claim))

    def __bool__(self) -> bool:
        if isinstance(self.claim, In) or self.claim in (TRUE, FALSE):
            return self.claim != FALSE
        return self._search.find(self.claim) is not None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sought) or self._search is not other._search:
            return False
        if self.claim == other.claim:
            return True
        return hash(self) == hash(other) and self <= other <= self

    def __hash__(self) -> int:
        return hash(self._search.known.where(self.claim) & self._search.begun)

    def has(self, assignment: Assignment) -> bool:
        if isinstance(self.claim, In):
            return all(classes >> assignment[fact][0] & 1 for fact, classes in self.claim.cube)
        known = self._search.known
        return known.holds(self.claim, known.point(assignment))

    def _claim(self, other: Situations) -> Claim:
        if not isinstance(other, Sought) or other._search is not self._search:
            raise ValueError("sets of two spaces cannot be combined")
        return other.claim


class SearchedSpace(DecisionSpace):
    """All situations that the classes span; the first of a set is the one that is found first."""

    drawn = False

    def _begun(self) -> tuple[Situations, Situations]:
        self._facts = {fact: number for number, fact in enumerate(self.classes)}
        self._search = Search([len(values) for values in self.classes.values()])
        return self._set(TRUE), self._set(FALSE)

    def _set(self, claim: Claim) -> Sought:
        return Sought(self._search, claim)

    def too_large(self, rules: Sequence[Rule]) -> Sequence[Rule]:
        return ()

    def in_turn(self, rules: Iterable[Rule], right: Situations) -> list[RuleCoverage]:
        each = list(rules)
        holds = [self.matching(rule) if right is self.all else self.matching(rule) & right for rule in each]
        order = in_order(self._search, [list(_cubes(_claim(found))) for found in holds])
        whole = (2 << len(each)) - 1
        return [
            RuleCoverage(
                n, rule, self._set(first(order, whole >> n << n)), found, self._set(first(order, 1 << n))
            )
            for n, (rule, found) in enumerate(zip(each, holds, strict=True))
        ]

    def takers(self, before: Sequence[RuleCoverage], holds: Situations) -> list[RuleCoverage]:
        """As far as situations are known, and at least one."""
        claims = (_claim(turn.decides) for turn in before)
        order = next((claim.order for claim in claims if isinstance(claim, First)), None)
        numbers = set() if order is None else self._search.deciding(order, _cubes(_claim(holds)))
        found = [turn for turn in before if turn.number in numbers]
        return found or list(islice((turn for turn in before if turn.decides & holds), 1))

    def either(self, fact: str, right: Sequence[bool]) -> Situations:
        if all(right) or not any(right):
            return self.all if all(right) else self.none
        classes = sum(1 << number for number, truth in enumerate(right) if truth)
        return self._set(In(((self._facts[fact], classes),)))

    def only(self, situation: Situation) -> Situations:
        return self.with_values(situation)

    def with_values(self, facts: Mapping[str, FactValue]) -> Situations:
        claims = [_claim(self.with_value(name, facts[name])) for name in self.classes if name in facts]
        if FALSE in claims:
            return self.none
        cube = tuple(one for claim in claims if isinstance(claim, In) for one in claim.cube)
        return self._set(In(cube)) if cube else self.all

    def by_differences(self, facts: Situation, fixed: Collection[str] = ()) -> list[Situations]:
        there, kept = list[tuple[int, int]](), self.all
        for fact, value in facts.items():
            number = place(self.classes[fact], value)
            if fact in fixed:
                kept &= self.with_value(fact, value)
            elif number is None or len(self.classes[fact]) > 1:
                there.append((self._facts[fact], 0 if number is None else 1 << number))
        most = range(len(there) + 1)
        return [kept & self._set(Apart(tuple(there), number, number)) for number in most]

    def whatever(self, found: Situations, facts: Iterable[str]) -> Situations:
        """
        Raises:
            TooManySituationsError: rules decide the set, and hang on many of the facts.
        """
        for fact in facts:
            found = self.spread(found, fact)
        return found

    def spread(self, found: Situations, fact: str) -> Situations:
        """
        Raises:
            TooManySituationsError: rules decide the set, and many other facts were spread before.
        """
        claim, number = _claim(found), self._facts[fact]
        if len(self.classes[fact]) == 1:
            return found
        each = (self._search.with_class(claim, number, one) for one in range(len(self.classes[fact])))
        spread = any_of(each)
        parts = spread.parts if isinstance(spread, Any) else ()
        if sum(not isinstance(part, In) for part in parts) > MOST_ORDERS:
            raise TooManySituationsError(f"more than {MOST_ORDERS} orders of rules")
        return self._set(spread)

    def carried_into(self, into: FactSpace, found: Situations) -> Situations:
        """
        Raises:
            TooManySituationsError: the facts that the two have in common are of too many classes together.
        """
        common = [fact for fact in self.classes if fact in into.classes]
        if prod(len(self.classes[fact]) for fact in common) > MOST_POINTS:
            raise TooManySituationsError(f"more than {MOST_POINTS} combinations")
        left = [(found, into.all)]
        for fact in common:
            shared = into.shared(fact, self.classes[fact])
            left = [
                (some, there & here)
                for sought, there in left
                for some, here in zip(self.by_class(sought, fact), shared, strict=True)
                if some
            ]
        return reduce(or_, (there for _, there in left), into.none)

    def count(self, found: Situations) -> int:
        """
        Raises:
            TooManySituationsError: they are not counted one by one.
        """
        claim = _claim(found)
        if not found:
            return 0
        if not isinstance(claim, In):
            if claim == TRUE:
                return self.size
            raise TooManySituationsError("situations that are searched for are not counted")
        sizes = [len(values) for values in self.classes.values()]
        return reduce(lambda n, one: n // sizes[one[0]] * one[1].bit_count(), claim.cube, self.size)

    def once_more(self) -> None:
        self._search.once_more()

    def cube(self, found: Situations, one: Situations | None = None) -> Situation:
        situation = self.situation(found if one is None else one)
        kept, not_found = dict(situation), ~found
        for fact in situation:
            wider = {name: value for name, value in kept.items() if name != fact}
            if not self.only(wider) & not_found:
                kept = wider
        return kept

    def assignment(self, situation: Situation) -> Assignment:
        return tuple((self._number(fact, value), True) for fact, value in situation.items())

    def by_class(self, found: Situations, fact: str) -> Sequence[Situations]:
        return [found & each for each in self.each_class(fact)]

    def _first(self, found: Situations) -> tuple[int, ...]:
        point = self._search.find(_claim(found))
        if point is None:
            raise ValueError("a set without situations has no first")
        return point


def _claim(found: Situations) -> Claim:
    assert isinstance(found, Sought)  # noqa: S101  # sets of two spaces are never combined
    return found.claim


def _cubes(claim: Claim) -> Iterator[Cube]:
    """
    The cubes that a claim is made of.

    Raises:
        TooManySituationsError: it is more than some cubes.
    """
    match claim:
        case In(cube):
            yield cube
        case Any(parts):
            for part in parts:
                yield from _cubes(part)
        case Every(parts):
            found: list[Cube] = [()]
            for part in parts:
                found = [
                    both for one in found for other in _cubes(part) if (both := met(one, other)) is not None
                ]
                if len(found) > MOST_POINTS:
                    raise TooManySituationsError(f"more than {MOST_POINTS} cubes")
            yield from found
        case _:
            raise TooManySituationsError("a set is not made of cubes")
