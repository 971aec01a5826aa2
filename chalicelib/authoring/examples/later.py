"""Find the days to come on which examples without a day may come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chalicelib.decisions.effect import days_of, rules_of
from chalicelib.decisions.facts.conditions import each_once
from chalicelib.decisions.forms.form import Condition
from chalicelib.decisions.forms.model import Example, Release
from chalicelib.decisions.today import moves, turning_days


class DaysToCome:
    """
    The later days on which an example may come out otherwise: something of the decision begins or ends, or a
    date that the example names passes a bound that moves with the day.
    """

    def __init__(self, release: Release, today: date) -> None:
        self._today = today
        self._dates = {fact.fact for fact in release.facts if fact.type == "date"}
        tests = each_once(test for _, rule in rules_of(release) for test in rule.when)
        self._moving = list(filter(moves, tests))
        self._cuts = days_of(release)

    def of(self, example: Example) -> list[date]:
        """Ascending; none of an example that says its day."""
        if example.on is not None:
            return []
        return sorted(day for day in {*self._cuts, *self._turns(example)} if day > self._today)

    def _turns(self, example: Example) -> Iterable[date]:
        known = [
            Condition(fact=name, any_of=(value,))
            for name, value in example.facts.items()
            if name in self._dates
        ]
        return turning_days((*self._moving, *known)) if known and self._moving else ()
