"""Sets of situations as whole numbers, one bit a situation: a rule is worked out for all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import prod

from chalicelib.authoring.findings.problems import TooManySituationsError
from chalicelib.authoring.space import reference
from chalicelib.authoring.space.domain import Classes, Situation
from chalicelib.authoring.space.numbering import situation
from chalicelib.decisions.facts import is_date, wrong
from chalicelib.decisions.form import Condition, FactValue
from chalicelib.decisions.model import Fact, Rule

MOST = 5_000_000
"""Situations that are gone through in one piece."""


class Shelf:
    """Bit sets by the classes that they are of: those of the same classes are made once, and shared."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Bits] = {}

    def bits(self, classes: Classes, most: int | None = None) -> Bits:
        """
        All situations of the classes.

        Raises:
            TooManySituationsError: there are more than ``most``.
        """
        if most is not None and prod(map(len, classes.values())) > most:
            raise TooManySituationsError(f"more than {most} situations")
        key = tuple((name, tuple(map(repr, values))) for name, values in classes.items())
        return self._known.get(key) or self._known.setdefault(key, Bits(classes))


class Bits:
    """All situations that the classes span; situation n is bit n, the last fact changing fastest."""

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self.size = prod(map(len, classes.values()))
        self.all = (1 << self.size) - 1
        self._of: dict[str, list[int]] = {}
        self._holding: dict[tuple[object, ...], int] = {}
        self._seen: dict[int, tuple[Condition, int]] = {}
        stride = self.size
        for fact, values in classes.items():
            stride, period = stride // len(values), stride
            ones = (1 << stride) - 1
            self._of[fact] = [
                _repeated(ones << (number * stride), period, self.size) for number in range(len(values))
            ]

    def holding(self, condition: Condition) -> int:
        """The situations in which a condition holds; a fact that is not among the classes never holds."""
        seen = self._seen.get(id(condition))  # to compare conditions takes longer than to use what they hold
        if seen is not None:
            return seen[1]
        asked = (condition.any_of, condition.none_of, condition.at_least, condition.at_most)
        known = self._holding.get((condition.fact, *asked))
        if known is None:
            fact = condition.fact
            right = [reference.holds(condition, {fact: value}) for value in self.classes.get(fact, ())]
            known = self._holding[fact, *asked] = self._either(fact, right)
        self._seen[id(condition)] = condition, known
        return known

    def allowed(self, declared: Mapping[str, Fact]) -> int:
        """The situations whose facts are right as ``declared``; what is not declared there is let be."""
        found = self.all
        for fact, values in self.classes.items():
            if fact in declared:
                found &= self._either(fact, [wrong(declared[fact], value) is None for value in values])
        return found

    def with_value(self, fact: str, value: FactValue) -> int:
        """The situations in which a fact has a value of the same class as ``value``; 0 if it has no class."""
        number = place(self.classes[fact], value)
        return 0 if number is None else self._of[fact][number]

    def by_differences(self, facts: Situation, fixed: Collection[str] = ()) -> list[int]:
        """The situations by in how many of these facts they differ; in one that is ``fixed`` none does."""
        found = [self.all]
        for name, value in facts.items():
            same = self.with_value(name, value)
            other = 0 if name in fixed else self.all ^ same
            pairs = zip([*found, 0], [0, *found], strict=True)
            found = [(as_many & same) | (fewer & other) for as_many, fewer in pairs]
            while len(found) > 1 and not found[-1]:
                found.pop()
        return found

    def first_matches(self, rules: Iterable[Rule], among: int) -> Iterator[tuple[Rule | None, int]]:
        """Each rule with the situations that it decides, then None with those that no rule does."""
        left = among
        for rule in rules:
            matched = left
            for condition in rule.when:
                matched &= self.holding(condition)
            left ^= matched  # all of them were left
            yield rule, matched
        yield None, left

    def at(self, number: int) -> Situation:
        """Situation ``number``, each class by its first value."""
        return situation(self.classes, number)

    def each(self, found: int) -> Iterator[Situation]:
        """The situations of a set, by number."""
        while found:
            least = found & -found
            yield self.at(least.bit_length() - 1)
            found ^= least

    def _either(self, fact: str, right: Sequence[bool]) -> int:
        found = 0
        for number, yes in enumerate(right):
            found |= self._of[fact][number] if yes else 0
        return found


def less(some: int, others: int) -> int:
    """The situations of one set without those of another: Python takes eight times as long for ``& ~``."""
    return some ^ (some & others)


def _kind(value: FactValue) -> type:
    return str if isinstance(value, str) else type(value)  # also a day that says when it is looked at


def place(values: Sequence[FactValue], value: FactValue) -> int | None:
    """Which class a value belongs to: the one that it is, or the last that begins before it."""
    alike = [(number, known) for number, known in enumerate(values) if _kind(known) is _kind(value)]
    for number, known in alike:
        if known == value:
            return number
    ordered = type(value) is int or (is_date(value) and all(map(is_date, values)))
    below = [number for number, known in alike if known < value]  # type: ignore[operator]
    return below[-1] if ordered and below else None


def _repeated(block: int, period: int, size: int) -> int:
    """A pattern of ``period`` bits, again and again up to ``size`` bits."""
    while period < size:
        block |= block << period
        period *= 2
    return block & ((1 << size) - 1)
