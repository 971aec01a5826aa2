"""
Classes of values 取值类别: of a fact one value for all that no rule can tell apart.

A yes-or-no or one-of fact has its values. A whole number or a date has one example of each class
that the rules' own bounds and values cut; within a class no rule can see a difference. The example is
the first of its class; of a class without a beginning one that people can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import assert_never

from chalicelib.decisions.facts.conditions import each_once
from chalicelib.decisions.facts.facts import bounds, is_date
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact
from chalicelib.decisions.limits import WHOLE_NUMBER
from chalicelib.decisions.today import SeenOn, fixed, moves, named_spans

Classes = Mapping[str, tuple[FactValue, ...]]
"""Facts, each with one value of every class that can be told apart."""


SOME_DAY = date(2000, 1, 1)
"""Stands for any day where a fact is compared with moving bounds only: its classes are alike on each."""


def classes(facts: Sequence[Fact], asked: Iterable[Condition], today: date = SOME_DAY) -> Classes:
    """The facts that are asked, each with one value of every class that the tests cut on a day."""
    tests = each_once(asked)
    return refined([{fact.fact: fact for fact in facts}], {test.fact for test in tests}, tests, today)


def refined(
    declared: Sequence[Mapping[str, Fact]],
    asked: Iterable[str],
    tests: Iterable[Condition],
    today: date = SOME_DAY,
) -> Classes:
    """
    The classes of the facts ``asked``, so fine that none of the tests sees a difference within one.

    Args:
        declared: the facts of one release, or of several that are compared.
        asked: names of facts; those that are nowhere declared are left out.
        tests: conditions of all the rules in question.
        today: the day of the decision; between two ``turning_days`` of the tests each gives classes alike.
    """
    wanted = set(asked)
    by_fact: dict[str, list[Condition]] = {}
    for test in each_once(tests):
        by_fact.setdefault(test.fact, []).append(test)
    moving = {name for name, some in by_fact.items() if any(map(moves, some))}
    by_fact |= {name: [fixed(test, today) for test in by_fact[name]] for name in moving}
    names = dict.fromkeys(name for one in declared for name in one if name in wanted)
    found = {
        name: _values([one[name] for one in declared if name in one], by_fact.get(name, [])) for name in names
    }
    return {
        name: tuple(_seen(value, today) for value in values) if name in moving else values
        for name, values in found.items()
    }


def _seen(value: FactValue, today: date) -> FactValue:
    return SeenOn(value, today) if isinstance(value, str) and is_date(value) else value


def _values(declarations: Sequence[Fact], tests: Sequence[Condition]) -> tuple[FactValue, ...]:
    found: dict[tuple[type, FactValue], FactValue] = {}  # a 1 is not a True, though they are equal
    for fact in declarations:
        for value in _of_kind(fact, declarations, tests):
            found[type(value), value] = value
    return tuple(found.values())


def _of_kind(fact: Fact, all_of: Sequence[Fact], tests: Sequence[Condition]) -> Iterator[FactValue]:
    match fact.type:
        case "bool":
            yield from (False, True)
        case "one_of":
            yield from (value.value for value in fact.values)
        case "whole_number":
            yield from _numbers([one for one in all_of if one.type == "whole_number"], tests)
        case "date":
            yield from _days(tests)
        case _:
            assert_never(fact.type)


def _numbers(declarations: Sequence[Fact], tests: Sequence[Condition]) -> list[int]:
    """A class begins where a test or a bound cuts; bounds that others declare count too."""
    ranges = [bounds(fact) for fact in declarations]
    starts = {start for least, most in ranges for start in (least, most + 1)}.union(number_starts(tests))
    found = sorted(n for n in starts if any(least <= n <= most for least, most in ranges))
    if found and found[0] == -WHOLE_NUMBER:
        found[0] = min([0, *(n - 1 for n in found[1:2])])
    return found


def _days(tests: Sequence[Condition]) -> list[str]:
    starts = sorted({*day_starts(tests)} - {date.min})
    before = starts[0] - timedelta(days=1) if starts else SOME_DAY
    return [day.isoformat() for day in (before, *starts)]


def number_starts(tests: Iterable[Condition]) -> Iterator[int]:
    """Where a class begins: at a lower bound, after an upper one, at a value that is named and after it."""
    for first, last in chain.from_iterable(map(named_spans, tests)):
        if isinstance(first, int):
            yield first
        if isinstance(last, int):
            yield last + 1


def day_starts(tests: Iterable[Condition]) -> Iterator[date]:
    """The same for days; after the last day of the calendar nothing begins."""
    for first, last in chain.from_iterable(map(named_spans, tests)):
        if _is_day(first):
            yield date.fromisoformat(str(first))
        if _is_day(last) and str(last) < date.max.isoformat():
            yield date.fromisoformat(str(last)) + timedelta(days=1)


def _is_day(value: FactValue | None) -> bool:
    return isinstance(value, str) and is_date(value)
