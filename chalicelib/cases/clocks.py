"""Clocks of a case 计时, worked out: from which day, to which day, and when somebody has to look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.cases.time_limits import Due, add_period, working_days_before
from chalicelib.cases.values import ClockRun, Pause
from chalicelib.decisions.clock import Clock
from chalicelib.decisions.model import Item, Release
from chalicelib.decisions.plan import Period
from chalicelib.decisions.region import Calendar

STATUTORY = "item.limits.statutory"
"""The limit of the clock that is the law's own 法定时限."""

_MARGIN = 2
"""An applicant's period leaves the office so many working days before the law's limit."""


def moment_after(day: date, zone: str, at: datetime) -> datetime:
    """The moment at which a local day is over, in the zone of ``at``."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(at.tzinfo)


def limit_of(clock: Clock, item: Item) -> Period | None:
    """A clock's limit for an item; None where the item does not say it."""
    match clock.limit:
        case "item.limits.statutory":
            return item.limits.statutory
        case "item.limits.promised":
            return item.limits.promised
        case "item.limits.extension":
            return item.limits.extension
        case _:
            return clock.limit


def start(clock: Clock, item: Item, since: date, at: datetime, release: Release) -> ClockRun | None:
    """The clock as it starts on a local day; None where it has no limit for this item."""
    limit = limit_of(clock, item)
    if limit is None:
        return None
    zone = release.region.time_zone
    last = add_period(since, limit, release.calendars)
    ends = moment_after(last.date, zone, at)
    return ClockRun(
        clock=clock.clock,
        since=since,
        started_at=at,
        due=last.date,
        ends_at=ends,
        next_at=ends,
        provisional=last.provisional,
    )


def recount(
    run: ClockRun, clock: Clock, item: Item, at: datetime, release: Release, pauses: tuple[Pause, ...]
) -> ClockRun:
    """The clock with its last day worked out again, on the calendars of ``release``, with these pauses."""
    limit = limit_of(clock, item)
    if limit is None:
        return run
    days = [(pause.since, pause.until or date.max) for pause in pauses]
    last = add_period(run.since, limit, release.calendars, days)
    ends = moment_after(last.date, release.region.time_zone, at)
    return run.model_copy(
        update={
            "due": last.date,
            "ends_at": ends,
            "next_at": None if run.ran_out else ends,
            "provisional": last.provisional,
            "pauses": pauses,
        }
    )


def pause(task: str, day: date, at_most: Period, calendars: Mapping[int, Calendar]) -> Pause:
    """
    The days from the one after ``day`` on, so many at most: what lasts longer counts again. They end when the
    task does.
    """
    first = day + timedelta(days=1)
    return Pause(task=task, since=first, until=max(first, add_period(day, at_most, calendars).date))


def ended(pauses: tuple[Pause, ...], task: str, day: date) -> tuple[Pause, ...]:
    """The pauses once a task has ended on a local day; one that never began is gone."""
    cut = (
        one
        if one.task != task or (one.until is not None and one.until <= day)
        else one.model_copy(update={"until": day})
        for one in pauses
    )
    return tuple(one for one in cut if one.until is None or one.until >= one.since)


def last_day_to_supply(
    start: date, period: Period, statutory: ClockRun | None, calendars: Mapping[int, Calendar]
) -> Due:
    """An applicant's period: with the law's limit running it ends before that, tomorrow at the earliest."""
    last = add_period(start, period, calendars)
    if statutory is None:
        return last
    latest = max(working_days_before(statutory.due, _MARGIN, calendars), start + timedelta(days=1))
    return Due(latest, statutory.provisional) if latest < last.date else last
