"""Where a bound might be moved to: beside itself, and to numbers that items and past cases really have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.decisions.facts.facts import wrong
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.today import days_from_today, moving


def candidates(
    fact: Fact, tests: Sequence[Condition], values: Iterable[int], most: int
) -> Iterator[Condition]:
    """
    Conditions whose edges have to be told apart for every bound to be tried there.

    Args:
        tests: what the rules ask of the fact.
        values: those that items and past cases have; of more than ``most`` those nearest to a bound count.
    """
    beside = sorted({begins for test in tests for begins in _beside(fact, test)})
    yield from (Condition(fact=fact.fact, at_least=begins) for begins in beside[:most])
    bounds = {bound for test in tests for bound in _bounds(test)}
    nearest = sorted(set(values), key=lambda value: (_distance(bounds, value), value))[:most]
    yield from (Condition(fact=fact.fact, any_of=(value,)) for value in sorted(nearest))


def moving_candidates(
    name: str, tests: Sequence[Condition], days: Iterable[int], most: int
) -> Iterator[Condition]:
    """
    The same of a date that is compared with the day of the decision.

    Args:
        days: how many days after it the dates of items and past cases lie.
    """
    starts = [(test.at_least, 0) for test in tests] + [(test.at_most, 1) for test in tests]
    bounds = {(far, after) for bound, after in starts if (far := days_from_today(bound)) is not None}
    beside = sorted({far + step + after for far, after in bounds for step in (-1, 1)})
    yield from (Condition(fact=name, at_least=moving(begins)) for begins in beside[:most])
    numbers = {far for far, _ in bounds}
    nearest = sorted(set(days), key=lambda one: (_distance(numbers, one), one))[:most]
    yield from (Condition(fact=name, at_least=moving(one), at_most=moving(one)) for one in sorted(nearest))


def _bounds(test: Condition) -> Iterator[int]:
    """The numbers that a condition names."""
    named = (test.at_least, test.at_most, *test.any_of, *test.none_of)
    return (int(one) for one in named if isinstance(one, int))


def _beside(fact: Fact, test: Condition) -> Iterator[int]:
    """Where the numbers begin that a bound would let in if it moved by one unit: of amounts a whole one."""
    unit = 10 ** (fact.decimals or 0)
    for bound, after in ((test.at_least, 0), (test.at_most, 1)):
        for moved in (bound - unit, bound + unit) if isinstance(bound, int) else ():
            if wrong(fact, moved) is None and wrong(fact, moved + after) is None:
                yield moved + after


def _distance(bounds: Iterable[int], value: int) -> int:
    return min((abs(bound - value) for bound in bounds), default=0)
