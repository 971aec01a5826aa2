"""The office's time as a newcomer meets it 演示时钟: fast during the replay, then she turns it on herself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from secrets import token_urlsafe
from typing import Protocol
from zoneinfo import ZoneInfo

from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.model import Release

FAST = 3600
"""While cases are replayed an hour passes every second, so that their parcels arrive."""

_OPENS = time(9)


class Turned(Protocol):
    """What has the time that is shown and turned."""

    def now(self) -> datetime: ...
    def turn_clock(self, rate: float, to: datetime | None = None) -> None: ...


class WalkClock:
    """
    ``rate`` is what the person at the keyboard asked for (None: nothing). Then time is fast until the replay
    is over, and as fast as real time from the next working morning on. ``key`` is known to those alone who
    have seen the page: no other site turns the clock.
    """

    def __init__(
        self, office: Turned, release: Release, rate: int | None, ticked: Callable[[], object] = lambda: None
    ) -> None:
        self._office, self._release, self._rate, self._ticked = office, release, rate, ticked
        self._zone = ZoneInfo(release.region.time_zone)
        self.key = token_urlsafe(16)
        self.replaying = True

    def replayed(self) -> None:
        """The replay is over: people come now, who are slow."""
        self.replaying = False
        if self._rate is None:
            self._office.turn_clock(1, self.next_morning())

    def turn_on(self) -> None:
        """Go on to the next working morning, unless the replay needs its time to itself."""
        if self.may_turn:
            self._office.turn_clock(self._rate or 1, self.next_morning())
            self._ticked()

    @property
    def may_turn(self) -> bool:
        return not self.replaying

    @property
    def hurries(self) -> bool:
        """Whether time is fast for the replay's sake alone, and slows down soon."""
        return self.replaying and self._rate is None

    def now(self) -> datetime:
        """The office's time, in its zone."""
        return self._office.now().astimezone(self._zone)

    def next_morning(self) -> datetime:
        """When the office opens next."""
        now = self.now()
        day = now.date() if now.time() < _OPENS else now.date() + timedelta(days=1)
        while not is_working_day(day, self._release.calendars):
            day += timedelta(days=1)
        return datetime.combine(day, _OPENS, self._zone)

    def pace(self) -> Text:
        """How fast time goes, in words."""
        rate = FAST if self._rate is None and self.replaying else self._rate or 1
        if rate == 1:
            return Text(zh="和真实时间一样快", en="it goes as fast as real time")
        if rate == FAST:
            return Text(zh="一秒钟走一小时", en="an hour passes every second")
        return Text(zh=f"是真实时间的 {rate} 倍", en=f"it goes {rate} times as fast as real time")
