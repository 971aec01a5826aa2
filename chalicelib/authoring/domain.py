"""
The finite space of situations: all that the rules can tell apart.

A yes-or-no or one-of fact has its values. A whole number or a date has one example of each class
that the rules' own bounds and values cut; within a class no rule can see a difference. Between two
days on which a rule comes or goes the rules are the same, so one day stands for the band.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import assert_never

from chalicelib.decisions.effect import cut_days, rules_of, rules_on
from chalicelib.decisions.facts import bounds, is_date
from chalicelib.decisions.form import Condition, FactValue
from chalicelib.decisions.limits import Led
from chalicelib.decisions.model import Fact, Release

Situation = dict[str, FactValue]


@dataclass(frozen=True)
class Band:
    """Days from ``first`` to ``last`` (None: without end) with the rules in effect on each of them."""

    first: date
    last: date | None
    rules: tuple[Led, ...]


def bands(release: Release) -> list[Band]:
    """The bands of effect dates, oldest first; before the first there are no rules."""
    days = [*cut_days(rule for _, rule in rules_of(release)), None]
    return [
        Band(first, None if after is None else after - timedelta(days=1), tuple(rules_on(release, first)))
        for first, after in pairwise(days)
        if first is not None
    ]


def classes(facts: Sequence[Fact], asked: Iterable[Condition]) -> dict[str, tuple[FactValue, ...]]:
    """The facts that are asked, each with one value of every class that the tests cut."""
    tests: dict[str, list[Condition]] = {}
    for condition in asked:
        tests.setdefault(condition.fact, []).append(condition)
    return {fact.fact: _values(fact, tests[fact.fact]) for fact in facts if fact.fact in tests}


def _values(fact: Fact, tests: list[Condition]) -> tuple[FactValue, ...]:
    match fact.type:
        case "bool":
            return (False, True)
        case "one_of":
            return tuple(value.value for value in fact.values)
        case "whole_number":
            return _numbers(fact, tests)
        case "date":
            return _days(tests)
        case _:
            assert_never(fact.type)


def _numbers(fact: Fact, tests: list[Condition]) -> tuple[int, ...]:
    """Each class by its least number."""
    least, most = bounds(fact)
    starts = {least, *number_starts(tests)}
    return tuple(sorted(number for number in starts if least <= number <= most))


def _days(tests: list[Condition]) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in sorted({date.min, *day_starts(tests)}))


def number_starts(tests: Iterable[Condition]) -> Iterator[int]:
    """Where a class begins: at a lower bound, after an upper one, at a value that is named and after it."""
    for first, last in _spans(tests):
        if isinstance(first, int):
            yield first
        if isinstance(last, int):
            yield last + 1


def day_starts(tests: Iterable[Condition]) -> Iterator[date]:
    """The same for days; after the last day of the calendar nothing begins."""
    for first, last in _spans(tests):
        if _is_day(first):
            yield date.fromisoformat(str(first))
        if _is_day(last) and str(last) < date.max.isoformat():
            yield date.fromisoformat(str(last)) + timedelta(days=1)


def _spans(tests: Iterable[Condition]) -> Iterator[tuple[FactValue | None, FactValue | None]]:
    """First and last of what a condition names; None where it is open."""
    for test in tests:
        yield from ((value, value) for value in (*test.any_of, *test.none_of))
        yield test.at_least, test.at_most


def _is_day(value: FactValue | None) -> bool:
    return isinstance(value, str) and is_date(value)
