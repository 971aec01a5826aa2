"""The last day of a limit by another calendar and another count than the program's: day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import chinese_calendar

from chalicelib.decisions.forms.plan import Period

Still = tuple[date, date]
"""First and last day, both inclusive, on which a clock stands still."""


def last_of(start: date, period: Period, paused: Iterable[Still] = ()) -> date:
    """A period that begins the day after ``start``; what is paused is added to it."""
    closed = {first + timedelta(days=n) for first, last in paused for n in range((last - first).days + 1)}
    if period.working_days is not None:
        left, works = period.working_days, chinese_calendar.is_workday
    else:
        end = _months_on(start + timedelta(days=period.days or 0), period.months or 0)
        left, works = (end - start).days, lambda _: True
    if not left:
        return start
    day = start
    while left:
        day += timedelta(days=1)
        left -= day not in closed and works(day)
    while day in closed or not chinese_calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def last_of_all(start: date, periods: Iterable[Period], paused: Iterable[Still] = ()) -> date:
    """A limit and what it was extended by, one after the other."""
    closed = list(paused)
    for period in periods:
        start = last_of(start, period, closed)
    return start


def _months_on(start: date, months: int) -> date:
    """The same day so many months later; in a month without such a day its last."""
    day = start.replace(day=1)
    for _ in range(months):
        day = (day + timedelta(days=31)).replace(day=1)
    month, number = day.month, 1
    while number < start.day and (day + timedelta(days=1)).month == month:
        day, number = day + timedelta(days=1), number + 1
    return day
