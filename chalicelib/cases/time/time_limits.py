"""
Time limits 办理时限 in working days, days, months: counted from the day after, on published calendars.

行政许可法 (Administrative Licensing Law): limits run in working days without statutory holidays (art. 82,
not looked up); the time of hearings, tests and expert reviews is not counted (art. 45). An inspection on site
is not among those and runs inside the limit. Which articles were read: ``docs/decisions/022``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.decisions.forms.plan import Period
from chalicelib.decisions.forms.region import Calendar

FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""
Statutory days that fall on the same date every year (全国年节及纪念日放假办法, 2024 revision: month, day).
The others follow the moon or the sun; in a year without a published calendar they count as ordinary days.
"""

Pause = tuple[date, date]
"""First and last day, both inclusive, of a special procedure 特别程序 that does not count."""


class Due(NamedTuple):
    """The last day of a limit. ``provisional``: it rests on days whose calendar is not out yet."""

    date: date
    provisional: bool


def add_working_days(
    start: date, days: int, calendars: Mapping[int, Calendar], pauses: Iterable[Pause] = ()
) -> Due:
    """
    The day on which ``days`` working days have passed; the first one counted is the day after ``start``.

    Weekend days worked in exchange (调休) count, days off in exchange do not, days within ``pauses`` do
    not. No days at all is ``start`` itself. A year not in ``calendars`` counts weekdays without the fixed
    statutory days, and the result is provisional: it is to be worked out again when the calendar is out.

    Raises:
        ValueError: ``days`` is negative.
        OverflowError: the day lies beyond the year 9999.
    """
    if days < 0:
        raise ValueError(f"工作日天数不能为负：{days}。 Working days cannot be negative: {days}.")
    closed = tuple(pauses)
    day, left, provisional = start, days, False
    while left:
        day += timedelta(days=1)
        provisional |= day.year not in calendars
        left -= _counts(day, calendars, closed)
    return Due(day, provisional)


def working_days_between(
    start: date, end: date, calendars: Mapping[int, Calendar], pauses: Iterable[Pause] = ()
) -> int:
    """How many days count after ``start`` up to and including ``end``; 0 if ``end`` is not later."""
    closed = tuple(pauses)
    return sum(_counts(day, calendars, closed) for day in _days_after(start, end))


def add_period(
    start: date, period: Period, calendars: Mapping[int, Calendar], pauses: Iterable[Pause] = ()
) -> Due:
    """
    The last day of a period; the first one counted is the day after ``start``, "at once" is ``start`` itself.

    Calendar days and months that end on a day off end on the next working day (民法典, Civil Code, art. 203);
    of months it is the same day of the last month, or its last (art. 202). Days within ``pauses`` are added,
    and none of them is the last.
    """
    closed = tuple(pauses)
    if period.working_days is not None:
        return add_working_days(start, period.working_days, calendars, closed)
    if period.months is not None:
        end = months_after(start, period.months)
    else:
        end = start + timedelta(days=period.days or 0)
    if end == start:
        return Due(end, False)
    last, left = start, (end - start).days
    while left:
        last += timedelta(days=1)
        left -= not _within(last, closed)
    while not is_working_day(last, calendars) or _within(last, closed):
        last += timedelta(days=1)
    return Due(last, last.year not in calendars)


def working_days_before(day: date, days: int, calendars: Mapping[int, Calendar]) -> date:
    """The working day that has so many working days after it up to and including ``day``."""
    left = days
    while left or not is_working_day(day, calendars):
        left -= left > 0 and is_working_day(day, calendars)
        day -= timedelta(days=1)
    return day


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or its last."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def is_working_day(day: date, calendars: Mapping[int, Calendar]) -> bool:
    """Whether the office works on ``day``, by the year's calendar or, without one, as far as can be said."""
    weekday = day.weekday() < 5
    calendar = calendars.get(day.year)
    if calendar is None:
        return weekday and (day.month, day.day) not in FIXED_HOLIDAYS
    return day not in calendar.off if weekday else day in calendar.worked


def _counts(day: date, calendars: Mapping[int, Calendar], pauses: tuple[Pause, ...]) -> bool:
    return is_working_day(day, calendars) and not _within(day, pauses)


def _within(day: date, pauses: tuple[Pause, ...]) -> bool:
    return any(first <= day <= last for first, last in pauses)


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
