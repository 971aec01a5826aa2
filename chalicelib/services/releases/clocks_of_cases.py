"""Running clocks as a decision would look at them on a day: what new rules on clocks are tried on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple, Protocol

from chalicelib.cases.time.supervision import Supervised
from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.cases.values import AskedClock
from chalicelib.decisions.forms.form import FactValue
from chalicelib.decisions.forms.model import Release
from chalicelib.ports.rules.running_clocks import MOST_CLOCKS, Running, RunningClocks
from chalicelib.services.days import local_day


class Releases(Protocol):
    """Where releases are kept."""

    def get(self, digest: str) -> Release: ...


class ClockThen(NamedTuple):
    """A clock of an item on a day; ``application`` is what was answered, and what is known of the clock."""

    item: str
    application: dict[str, FactValue]
    on: date
    opened: datetime


class ClocksOfCases:
    """
    The running clocks of a region, read once, when somebody first asks about them: most changes of rules
    touch no decision on clocks.

    Args:
        active: the release in force, whose calendars running cases follow.
    """

    def __init__(self, clocks: RunningClocks, releases: Releases, active: Release) -> None:
        self._clocks, self._releases, self._active = clocks, releases, active
        self._rules: dict[str, Release] = {}

    @cached_property
    def _running(self) -> Running:
        return self._clocks.running(self._active.region.region, MOST_CLOCKS)

    @property
    def unknown(self) -> int:
        """How many more run of which nothing is known that a decision could look at."""
        return self._running.unknown

    @property
    def more(self) -> bool:
        """Whether there are others, which were not read."""
        return self._running.more

    def on(self, day: date) -> Sequence[ClockThen]:
        """
        The clocks as the daily question would meet them: on that day or, if nobody works then, on the next
        working day.
        """
        while not is_working_day(day, self._active.calendars):
            day += timedelta(days=1)
        asked = ((one, self._facts(one, day)) for one in self._running.clocks)
        return [
            ClockThen(one.item, {**one.application, **facts}, day, one.opened_at)
            for one, facts in asked
            if facts is not None
        ]

    def _facts(self, one: AskedClock, day: date) -> dict[str, FactValue] | None:
        """By the limit of the rules that its case keeps to; None if these have none for it."""
        release = self._rules_of(one.release)
        clock = next((each for each in release.clocks if each.clock == one.run.clock), None)
        if clock is None:
            return None
        applied = local_day(release, one.opened_at)
        return Supervised(one, one.run, clock, release, None, applied).facts(day)

    def _rules_of(self, digest: str) -> Release:
        known = self._rules.get(digest)
        if known is None:
            own = self._active if digest == self._active.digest else self._releases.get(digest)
            known = self._rules[digest] = own.in_the_world_of(self._active)
        return known
