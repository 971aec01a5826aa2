"""
The one space of situations: all that some facts can be, and sets of it, without going through each.

A fact of n classes takes as many variables as it takes to write n - 1; codes that are left over stand for
the last class too, so that every code is a situation. Work grows with what the rules say, not with how many
situations there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from math import prod
from operator import and_, or_

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space.diagrams import Assignment, Diagrams, Situations
from chalicelib.authoring.space.domain import Classes, Situation, kind, place
from chalicelib.decisions.forms.form import FactValue

MOST = 1 << 14
"""
Parts of a set that are gone through one by one, as the ordinary ways through one plan are: fourteen
conditions that hold or not each by itself, of steps at which the applicant comes or papers change hands.
Neither rules nor materials nor other steps add to them.
"""
Part = tuple[Situation, Situations]
"""A set of situations that is not empty, after its first situation."""


class FactSpace:
    """All situations that the classes span. The first of a set is that with the earliest classes."""

    drawn = True
    """Whether sets are diagrams: then they can be counted, and to make many of them costs little."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self.size = prod(map(len, classes.values()))
        widths = {fact: (len(values) - 1).bit_length() for fact, values in classes.items()}
        self._variables: dict[str, range] = {}
        begin = 0
        for fact, width in widths.items():
            self._variables[fact] = range(begin, begin := begin + width)
        self._numbers = {
            fact: {(kind(value), value): number for number, value in enumerate(values)}
            for fact, values in classes.items()
        }
        self._of: dict[tuple[str, int], Situations] = {}
        self._carried: dict[Situations, Situations] = {}
        self._parted: dict[tuple[Situations, tuple[Situations, ...]], Sequence[Part]] = {}
        self.all, self.none = self._begun()

    def _begun(self) -> tuple[Situations, Situations]:
        """All situations, and none, of a space without any other set."""
        self._diagrams = Diagrams(sum(map(len, self._variables.values())))
        return self._diagrams.all, self._diagrams.none

    def with_value(self, fact: str, value: FactValue) -> Situations:
        """The situations in which a fact has a value of the class of ``value``; none if it has no class."""
        number = self._numbers[fact].get((kind(value), value))
        number = place(self.classes[fact], value) if number is None else number
        return self.none if number is None else self._class(fact, number)

    def each_class(self, fact: str) -> Sequence[Situations]:
        """The situations in which a fact is of each of its classes."""
        return [self._class(fact, number) for number in range(len(self.classes[fact]))]

    def with_values(self, facts: Mapping[str, FactValue]) -> Situations:
        """The situations in which all of these facts, as far as they are looked at, have these values."""
        known = (self.with_value(name, facts[name]) for name in self.classes if name in facts)
        return reduce(and_, known, self.all)

    def either(self, fact: str, right: Sequence[bool]) -> Situations:
        """The situations in which a fact is of a class that is right: one truth a class, in order."""
        spare = (1 << len(self._variables[fact])) - len(right)
        codes = [*right, *([right[-1]] * spare if right else ())]
        return self._tree(self._variables[fact], codes)

    def by_differences(self, facts: Situation, fixed: Collection[str] = ()) -> list[Situations]:
        """The situations by in how many of these facts they differ; in one that is ``fixed`` none does."""
        found = [self.all]
        for name, value in facts.items():
            same = self.with_value(name, value)
            other = self.none if name in fixed else ~same
            pairs = zip([*found, self.none], [self.none, *found], strict=True)
            found = [(as_many & same) | (fewer & other) for as_many, fewer in pairs]
            while len(found) > 1 and not found[-1]:
                found.pop()
        return found

    def spread(self, found: Situations, fact: str) -> Situations:
        """The situations that differ from one of those found in nothing but one fact, and these."""
        return found.whatever(self._conjunctions[fact])

    def whatever(self, found: Situations, facts: Iterable[str]) -> Situations:
        """The situations that differ from one of those found in nothing but these facts."""
        return found.whatever(reduce(and_, map(self._conjunctions.__getitem__, facts), self.all))

    def carried(self, found: Situations, of: FactSpace) -> Situations:
        """
        The situations that may be one of those found in another space, in which other facts are told apart,
        or the same more or less finely.
        """
        if found not in self._carried:
            self._carried[found] = of.carried_into(self, found)
        return self._carried[found]

    def carried_into(self, into: FactSpace, found: Situations) -> Situations:
        """The situations of another space that may be one of those found in this."""
        common = [fact for fact in self.classes if fact in into.classes]
        shared = [(fact, into.shared(fact, self.classes[fact])) for fact in common]
        left = self.whatever(found, self.classes.keys() - set(common))
        return into._below_in(self, left, shared, {})

    def _below_in(
        self,
        of: FactSpace,
        left: Situations,
        shared: Sequence[tuple[str, Sequence[Situations]]],
        known: dict[tuple[Situations, int], Situations],
    ) -> Situations:
        """
        What is left of another space's set, carried.

        Args:
            shared: the facts that it still may hang on, each with what it shares by its classes.
        """
        if not left or not shared:
            return self.all if left else self.none
        key = left, len(shared)
        if key not in known:
            each, n = of.by_class(left, shared[0][0]), 0
            while all(more is left for more in each) and n + 1 < len(shared):
                n += 1  # it does not hang on the fact before
                each = of.by_class(left, shared[n][0])
            below = (self._below_in(of, more, shared[n + 1 :], known) for more in each)
            known[key] = reduce(or_, map(and_, shared[n][1], below))
        return known[key]

    def once_more(self) -> None:
        """Let searches take as long again as they did, for other questions; a few times, and then no more."""

    def count(self, found: Situations) -> int:
        """How many situations a set has."""
        return (found & self._codes).codes()

    def situation(self, found: Situations) -> Situation:
        """The first situation of a set that is not empty, each class by its first value."""
        return self._numbered(self._first(found))

    def pick(self, found: Situations) -> Situations:
        """The first situation of a set that is not empty, as a set of one."""
        return self.only(self.situation(found))

    def only(self, situation: Situation) -> Situations:
        """A situation as a set of one."""
        return reduce(and_, (self._class(f, self._number(f, v)) for f, v in situation.items()), self.all)

    def parted(self, among: Situations, by: Iterable[Situations], most: int = MOST) -> Sequence[Part]:
        """
        A set of situations parted by which of some others hold in them, in the order of the first situations.

        Raises:
            TooManySituationsError: into more than ``most`` parts.
        """
        key = among, tuple(dict.fromkeys(by))
        if key not in self._parted:
            found = [among] if among else []
            for other in key[1]:
                found = [part for one in found for part in (one & other, one - other) if part]
                if len(found) > most:
                    raise TooManySituationsError(f"more than {most} parts")
            first = sorted((self._first(part), number) for number, part in enumerate(found))
            self._parted[key] = [(self._numbered(numbers), found[n]) for numbers, n in first]
        return self._parted[key]

    def cube(self, found: Situations, one: Situations | None = None) -> Situation:
        """
        The first situation of a set by the facts that matter only: whatever the others are, it is in the set.

        Args:
            one: the situation of the set to take instead of the first, as a set of one.
        """
        situation = self.situation(found if one is None else one)
        alike, kept = self.only(situation), dict(situation)
        for fact in situation:
            wider = self.spread(alike, fact)
            if wider <= found:
                alike = wider
                del kept[fact]
        return kept

    def each(self, found: Situations) -> Iterator[Situation]:
        """The situations of a set, in order."""
        for numbers in self._below(found, list(self.classes), 0):
            yield self._numbered(numbers)

    def has(self, found: Situations, situation: Situation) -> bool:
        """Whether a situation, each class by its first value, is in a set."""
        return found.has(self.assignment(situation))

    def assignment(self, situation: Situation) -> Assignment:
        """A situation as variables with their values, to look it up in several sets."""
        return tuple(
            (variable, bool(self._number(fact, value) >> bit & 1))
            for fact, value in situation.items()
            for bit, variable in enumerate(reversed(self._variables[fact]))
        )

    def by_class(self, found: Situations, fact: str) -> Sequence[Situations]:
        """What is left of a set with each class of a fact; no fact before it may matter any more."""
        variables = self._variables[fact]
        return [_follow(found, variables, number) for number in range(len(self.classes[fact]))]

    def _first(self, found: Situations) -> tuple[int, ...]:
        """The first situation of a set, by the number of each class."""
        if not found:
            raise ValueError("a set without situations has no first")
        numbers = []
        for fact, values in self.classes.items():
            code, variables = 0, self._variables[fact]
            for variable in variables if found.variable in variables else ():
                low = found.branch(variable, False)
                code, found = 2 * code + (not low), low or found.branch(variable, True)
            numbers.append(min(code, len(values) - 1))
        return tuple(numbers)

    def _below(self, found: Situations, facts: Sequence[str], at: int) -> Iterator[tuple[int, ...]]:
        if not found:
            return
        if at == len(facts):
            yield ()
            return
        for number, left in enumerate(self.by_class(found, facts[at])):
            for more in self._below(left, facts, at + 1):
                yield (number, *more)

    def _numbered(self, numbers: Iterable[int]) -> Situation:
        return {fact: values[n] for (fact, values), n in zip(self.classes.items(), numbers, strict=True)}

    def shared(self, fact: str, others: Sequence[FactValue]) -> Sequence[Situations]:
        """Of each of another space's classes of a fact those that share a value with it."""
        own = self.classes[fact]
        pairs = {(place(others, value), place(own, value)) for value in (*own, *others)}
        return [self.either(fact, [(n, m) in pairs for m in range(len(own))]) for n in range(len(others))]

    def _number(self, fact: str, value: FactValue) -> int:
        return self._numbers[fact][kind(value), value]

    def _class(self, fact: str, number: int) -> Situations:
        known = self._of.get((fact, number))
        if known is None:
            right = [False] * len(self.classes[fact])
            right[number] = True
            known = self._of[fact, number] = self.either(fact, right)
        return known

    def _tree(self, variables: Sequence[int], right: Sequence[bool]) -> Situations:
        if all(right):
            return self.all
        if not any(right):
            return self.none
        half = len(right) // 2
        yes, no = self._tree(variables[1:], right[half:]), self._tree(variables[1:], right[:half])
        return self._diagrams.variable(variables[0]).chosen(yes, no)

    @cached_property
    def _conjunctions(self) -> Mapping[str, Situations]:
        """Of each fact its variables, as one set names them all."""
        return {
            fact: reduce(and_, map(self._diagrams.variable, variables), self.all)
            for fact, variables in self._variables.items()
        }

    @cached_property
    def _codes(self) -> Situations:
        """Of every situation one code: what is left over is not counted."""
        found = self.all
        for fact, values in self.classes.items():
            variables = self._variables[fact]
            spare = (1 << len(variables)) - len(values)
            found &= self._tree(variables, [True] * len(values) + [False] * spare)
        return found


def _follow(found: Situations, variables: range, number: int) -> Situations:
    """A set where the variables write a number."""
    for variable in variables:
        found = found.branch(variable, bool(number >> (variables[-1] - variable) & 1))
    return found
