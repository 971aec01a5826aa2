"""When a courier may come 取件时间: to the hall while it is open, to the applicant's door by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from chalicelib.cases.parcels.hours import SHORTEST, hours_of
from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.cases.values import Direction, Window
from chalicelib.decisions.forms.region import Calendar, Hall

AT_THE_DOOR = "09:00-18:00"
"""When a courier calls on an applicant, on any day of the week."""

LONGEST = timedelta(hours=2)
"""How long a courier has to come: the windows that carriers offer are of one or two hours."""

_DAYS = 60
"""So many days are looked through; the longest holidays of the last years had nine."""


def next_pick_up(
    direction: Direction, hall: Hall, calendars: Mapping[int, Calendar], zone: tzinfo, now: datetime
) -> Window | None:
    """
    The next two hours, one at least, in which a courier meets someone; None if the hall never opens.

    What goes out is fetched at the hall, on working days (调休 counted) within its hours; what comes in at
    the applicant's door, on any day.

    Args:
        zone: in which the hall's hours are counted.
    """
    local = now.astimezone(zone)
    soonest = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for n in range(_DAYS):
        day = local.date() + timedelta(days=n)
        for opens, closes in _open_on(day, direction, hall, calendars):
            start = max(datetime.combine(day, opens, zone), soonest)
            end = min(start + LONGEST, datetime.combine(day, closes, zone))
            if end - start >= SHORTEST:
                return Window(start=start, end=end)
    return None


def days_ahead(window: Window, zone: tzinfo, now: datetime) -> int:
    """How many days after today a window lies: 0 today, 1 tomorrow."""
    return (window.start.astimezone(zone).date() - now.astimezone(zone).date()).days


def _open_on(
    day: date, direction: Direction, hall: Hall, calendars: Mapping[int, Calendar]
) -> Iterator[tuple[time, time]]:
    if direction is Direction.INBOUND:
        yield hours_of(AT_THE_DOOR)
    elif is_working_day(day, calendars):
        yield from (hours_of(opening) for opening in hall.open_hours)
