"""
Supervision of clocks 效能监督: a decision that is asked of every running clock each working day.

What a rule may look at of a clock changes by the calendar alone: so the days to come are asked beforehand,
and a clock is looked at again on the first of them that comes out otherwise. A day between comes out as the
day before it, which need not be written down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Protocol

from chalicelib.cases.time.clocks import days_of, limit_of, moment_after
from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.cases.values import Card, ClockRun
from chalicelib.decisions.decision import Decision
from chalicelib.decisions.forms.clock import Clock
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import DecisionTable, Release
from chalicelib.decisions.forms.plan import Period


class Rules(Protocol):
    """What comes out of a decision: ``decisions.decide.decide``, which a case does not know."""

    def __call__(
        self,
        release: Release,
        item: str,
        application: Mapping[str, object],
        on: date,
        applied: date | None = None,
        *,
        decision: str = ...,
    ) -> Decision: ...


class Asked(Protocol):
    """What of a case a decision on clocks may look at: the case itself, or an ``AskedClock``."""

    @property
    def item(self) -> str: ...
    @property
    def application(self) -> Mapping[str, FactValue]: ...
    @property
    def corrections(self) -> int: ...
    @property
    def accepted_by_silence(self) -> bool: ...


AHEAD = 20
"""Working days that are asked beforehand; if all of them come out alike the last is looked at again."""


def asked_of_clocks(release: Release) -> DecisionTable | None:
    """The decision that is asked of every clock each working day, if there is one."""
    tables = release.decisions.values()
    return next((one for one in tables if one.asked == "every_working_day" and one.each == "clock"), None)


class Supervised:
    """
    A running clock of a case as the decision on clocks looks at it, on one local day after another.

    Args:
        rules: who answers; None: no decision is asked.
        applied: the local day of the application.
    """

    def __init__(
        self, case: Asked, run: ClockRun, clock: Clock, release: Release, rules: Rules | None, applied: date
    ) -> None:
        self._case, self._run, self._release, self._applied = case, run, release, applied
        self._rules = rules
        self._table, self._limit = asked_of_clocks(release), limit_of(clock, release.items[case.item])
        self._declared = {fact.fact for fact in release.facts} if self._table is not None else set()

    def ask(self, day: date) -> Decision | None:
        """What comes out on a day; None where no decision is asked, or the clock has no limit."""
        known = self.facts(day)
        if self._table is None or known is None or self._rules is None:
            return None
        facts = {name: value for name, value in known.items() if name in self._declared}
        said, item, name = {**self._case.application, **facts}, self._case.item, self._table.decision
        return self._rules(self._release, item, said, day, self._applied, decision=name)

    def facts(self, day: date) -> dict[str, FactValue] | None:
        """What is known of the case and of the clock on a day, declared or not; None if it has no limit."""
        return None if self._limit is None else {**_of_case(self._case), **self._of_clock(day, self._limit)}

    def next_at(self, today: date, at: datetime) -> datetime | None:
        """The beginning of the working day after ``today`` on which it comes out otherwise than it stands."""
        standing = standing_outcome(self._table, self._run)
        last = today
        for day in _working_days_after(today, self._release):
            last, found = day, self.ask(day)
            if found is None:
                return None
            if found.outcome != standing:
                break
        return moment_after(last - timedelta(days=1), self._release.region.time_zone, at)

    @cached_property
    def _days(self) -> list[date]:
        """The days of the clock that count."""
        days = days_of(self._run, self._limit, self._release.calendars) if self._limit is not None else []
        return [day for day in days if day > self._run.since] or [self._run.due]

    def _of_clock(self, day: date, limit: Period) -> dict[str, FactValue]:
        """See ``decisions.facts.OF_CLOCK``. A day after the last counts where one before it would have."""
        over, left = sum(one < day for one in self._days), sum(one > day for one in self._days)
        after = (self._run.due + timedelta(days=n) for n in range(1, (day - self._run.due).days + 1))
        calendars, in_working_days = self._release.calendars, limit.working_days is not None
        overdue = sum(not in_working_days or is_working_day(one, calendars) for one in after)
        return {
            "clock.name": self._run.clock,
            "clock.days_left": left - overdue,
            "clock.share_used": (over + max(0, overdue - 1)) * 100 // len(self._days),
            "clock.extended": bool(self._run.extended),
        }


def planned(supervised: Supervised, run: ClockRun, at: datetime, today: date) -> ClockRun:
    """
    A clock with the moment at which it is to be asked about next. A day that has come and was not asked about
    stays.
    """
    due = run.asked_at is not None and run.asked_at <= at
    if not run.running or due:
        return run
    return run.model_copy(update={"asked_at": supervised.next_at(today, at)})


def standing_outcome(table: DecisionTable | None, run: ClockRun) -> str | None:
    """What supervision last came out with for a clock; before it was asked all is well."""
    if run.card is not None:
        return run.card.outcome
    return None if table is None else table.outcomes[-1].outcome


def is_worse(table: DecisionTable, outcome: str, before: Card | None) -> bool:
    """Whether an outcome is graver than the one before it; before the first all was well."""
    order = [one.outcome for one in table.outcomes]
    return order.index(outcome) < (len(order) - 1 if before is None else order.index(before.outcome))


def _of_case(case: Asked) -> dict[str, FactValue]:
    return {
        "case.correction_rounds": case.corrections,
        "case.accepted_by_silence": case.accepted_by_silence,
    }


def _working_days_after(day: date, release: Release) -> Iterator[date]:
    found = 0
    while found < AHEAD:
        day += timedelta(days=1)
        if is_working_day(day, release.calendars):
            found += 1
            yield day
