"""
Bounds that move with the day of a decision 相对于当日: ``today``, ``today+30``, ``today-1`` in a condition.

"Today" is the day whose rules are asked: it stands with a decision, so any past one can be taken again. For
the engine the rules of a day are written with its dates. Where situations are gone through, a value of a
date says itself on which day it is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self

from chalicelib.decisions.facts.conditions import each_once
from chalicelib.decisions.forms.form import Condition, FactValue
from chalicelib.decisions.forms.model import Fact, Rule

_BOUND = re.compile(r"today(?:([+-])(0|[1-9][0-9]{0,4}))?")
MOST_DAYS = 36_525
"""A hundred years: further from its day no rule looks."""


class SeenOn(str):
    """A day, as text YYYY-MM-DD, that is looked at on another."""

    today: date

    def __repr__(self) -> str:
        return f"{super().__repr__()}@{self.today}"  # on another day it is another value

    def __new__(cls, value: str, today: date) -> Self:
        """A day with the day on which it is looked at."""
        made = super().__new__(cls, value)
        made.today = today
        return made


def days_from_today(bound: object) -> int | None:
    """How many days a moving bound lies after the day of the decision; None where it is no such bound."""
    found = _BOUND.fullmatch(bound) if isinstance(bound, str) else None
    if found is None:
        return None
    return int(f"{found[1]}{found[2]}") if found[1] else 0


def moving(days: int) -> str:
    """The bound so many days after the day of the decision, as conditions hold it."""
    return f"today{days:+d}" if days else "today"


def crossed(least: str, most: str) -> bool:
    """Whether no day lies within two bounds; of a fixed one and a moving one that is for each day to say."""
    from_today, to_today = days_from_today(least), days_from_today(most)
    if from_today is not None and to_today is not None:
        return from_today > to_today
    return (from_today, to_today) == (None, None) and least > most


def on_day(bound: int | str | None, today: date) -> int | str | None:
    """A bound as it is on a day; at the ends of the calendar the last day that there is."""
    days = days_from_today(bound)
    if days is None:
        return bound
    number = today.toordinal() + days
    return date.fromordinal(min(max(number, 1), date.max.toordinal())).isoformat()


def moves(test: Condition) -> bool:
    """Whether a condition means other dates on another day."""
    if test.at_least is None and test.at_most is None:
        return False  # most are so
    return days_from_today(test.at_least) is not None or days_from_today(test.at_most) is not None


def of_day(rule: Rule, today: date) -> Rule:
    """A rule without alternatives as it is on a day, without moving bounds."""
    for test in rule.when:
        if moves(test):
            break
    else:
        return rule
    return rule.model_copy(update={"when": tuple(fixed(test, today) for test in rule.when)})


def fixed(test: Condition, today: date) -> Condition:
    """A condition as it is on a day, without moving bounds."""
    if not moves(test):
        return test
    bounds = {"at_least": on_day(test.at_least, today), "at_most": on_day(test.at_most, today)}
    return test.model_copy(update=bounds)


def seen_on(
    facts: Mapping[str, FactValue], declared: Mapping[str, Fact], today: date
) -> dict[str, FactValue]:
    """Facts of which each date says on which day it is looked at."""
    return {name: _seen(declared.get(name), value, today) for name, value in facts.items()}


def _seen(fact: Fact | None, value: FactValue, today: date) -> FactValue:
    return (
        SeenOn(value, today) if fact is not None and fact.type == "date" and isinstance(value, str) else value
    )


def turning_days(tests: Iterable[Condition]) -> set[date]:
    """
    The days on which the order of bounds turns, where one fact is compared with fixed dates and with moving
    ones: a moving bound comes to a fixed one, and goes past it. Between two of them each day cuts the fact's
    values into classes in the same way.
    """
    tests = each_once(tests)
    if not any(map(moves, tests)):
        return set()
    fixed_at: dict[str, set[int]] = {}
    moving_by: dict[str, set[int]] = {}
    for test in tests:
        starts = (start for first, last in named_spans(test) for start in ((first, 0), (last, 1)))
        for bound, after in starts:
            days = days_from_today(bound)
            if days is not None:
                moving_by.setdefault(test.fact, set()).add(days + after)
            elif isinstance(bound, str):
                fixed_at.setdefault(test.fact, set()).update(_ordinal(bound, after))
    found = (
        number - days + past
        for fact, numbers in fixed_at.items()
        for number in numbers
        for days in moving_by.get(fact, ())
        for past in (0, 1)
    )
    return {date.fromordinal(number) for number in found if 1 <= number <= date.max.toordinal()}


def named_spans(test: Condition) -> Iterator[tuple[FactValue | None, FactValue | None]]:
    """First and last of what a condition names; None where it is open. There classes of values begin."""
    yield from ((value, value) for value in (*test.any_of, *test.none_of))
    yield test.at_least, test.at_most


def _ordinal(text: str, after: int) -> set[int]:
    try:
        return {date.fromisoformat(text).toordinal() + after}
    except ValueError:
        return set()  # a value of another kind of fact
