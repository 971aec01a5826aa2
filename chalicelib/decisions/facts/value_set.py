"""
The values with which conditions hold 取值范围: the one reading of a condition for whoever shows it, compares
it or hands it on. Both evaluators and the engine read for themselves: one is held against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple, assert_never

from chalicelib.decisions.facts.classes import SOME_DAY
from chalicelib.decisions.facts.facts import bounds
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import fixed

Span = tuple[int, int]


class How(Enum):
    """How a condition asks."""

    ONE_OF = "one of"
    NONE_OF = "none of"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Asked(NamedTuple):
    """One thing that a condition asks, by the values that it names; of a bound there is one."""

    how: How
    values: tuple[FactValue, ...]


def asked(test: Condition) -> Iterator[Asked]:
    """What a condition asks, as it is written; nothing where it asks nothing."""
    if test.any_of:
        yield Asked(How.ONE_OF, test.any_of)
    if test.none_of:
        yield Asked(How.NONE_OF, test.none_of)
    if test.at_least is not None:
        yield Asked(How.AT_LEAST, (test.at_least,))
    if test.at_most is not None:
        yield Asked(How.AT_MOST, (test.at_most,))


@dataclass(frozen=True)
class ValueSet:
    """
    Right values of a fact: of a closed set the ``members`` in their order, of numbers and days the ``spans``,
    ascending and apart, both ends included. A day is its ordinal, 1 being 0001-01-01.
    """

    fact: Fact = field(compare=False)
    members: tuple[FactValue, ...] = ()
    spans: tuple[Span, ...] = ()

    @classmethod
    def every(cls, fact: Fact) -> ValueSet:
        """All right values of a fact."""
        match fact.type:
            case "bool":
                return cls(fact, (True, False))
            case "one_of":
                return cls(fact, tuple(value.value for value in fact.values))
            case "whole_number":
                return cls(fact, spans=(bounds(fact),))
            case "date":
                return cls(fact, spans=((date.min.toordinal(), date.max.toordinal()),))
            case _:
                assert_never(fact.type)

    @classmethod
    def of(cls, fact: Fact, tests: Iterable[Condition], today: date = SOME_DAY) -> ValueSet:
        """
        The values with which all tests of the fact hold; without a test all its right values.

        Args:
            today: the day of the decision, from which moving bounds are counted.
        """
        found = cls.every(fact)
        for one in (one for test in tests for one in asked(fixed(test, today))):
            found = found._narrowed(one)
        return found

    def _narrowed(self, one: Asked) -> ValueSet:
        if one.how is How.NONE_OF:
            return self & ~self._naming(one.values)
        if one.how is How.ONE_OF:
            return self & self._naming(one.values)
        at, ((least, most),) = _number(one.values[0]), ValueSet.every(self.fact).spans
        span = (at, most) if one.how is How.AT_LEAST else (least, at)
        return self & ValueSet(self.fact, spans=(span,))

    def _naming(self, values: Iterable[FactValue]) -> ValueSet:
        named = frozenset(values)  # looked up at once: a fact may have a hundred values
        members = tuple(value for value in ValueSet.every(self.fact).members if value in named)
        if self.fact.type in ("bool", "one_of"):
            return ValueSet(self.fact, members)
        spans: list[Span] = []
        for number in sorted(map(_number, named)):
            begins = spans.pop()[0] if spans and spans[-1][1] == number - 1 else number
            spans.append((begins, number))
        return ValueSet(self.fact, spans=tuple(spans))

    def __and__(self, other: ValueSet) -> ValueSet:
        also = frozenset(other.members)
        met = ((max(a, c), min(b, d)) for a, b in self.spans for c, d in other.spans)
        return ValueSet(
            self.fact,
            tuple(value for value in self.members if value in also),
            tuple((low, high) for low, high in met if low <= high),
        )

    def __invert__(self) -> ValueSet:
        """All right values that are not in it."""
        every, gone = ValueSet.every(self.fact), frozenset(self.members)
        spans, begins = [], every.spans[0][0] if every.spans else 0
        for low, high in self.spans:
            spans.append((begins, low - 1))
            begins = high + 1
        spans += [(begins, most) for _, most in every.spans]
        return ValueSet(
            self.fact,
            tuple(value for value in every.members if value not in gone),
            tuple((low, high) for low, high in spans if low <= high),
        )

    def __bool__(self) -> bool:
        return bool(self.members or self.spans)

    def __le__(self, other: ValueSet) -> bool:
        """Whether all of them are in the other set."""
        return not self & ~other

    @property
    def whole(self) -> bool:
        """Whether every right value of the fact is in it: then nothing is asked."""
        return not ~self


def _number(value: FactValue) -> int:
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else int(value)
