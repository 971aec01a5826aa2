"""Clocks of a case 计时, worked out: from which day, to which day, and when somebody has to look again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from chalicelib.cases.time.time_limits import Due, add_period, is_working_day, working_days_before
from chalicelib.cases.values import ClockRun, Pause
from chalicelib.decisions.forms.clock import Clock, ItemLimit
from chalicelib.decisions.forms.model import Item, Release
from chalicelib.decisions.forms.plan import Period
from chalicelib.decisions.forms.region import Calendar

STATUTORY = "item.limits.statutory"
"""The limit of the clock that is the law's own 法定时限."""

LOOKED_AT_AGAIN = timedelta(days=7)
"""How long a clock on a calendar that is not out is not looked at: the true day may come before its own."""

_MARGIN = 2
"""An applicant's period leaves the office so many working days before the law's limit."""


def moment_after(day: date, zone: str, at: datetime) -> datetime:
    """The moment at which a local day is over, in the zone of ``at``."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(at.tzinfo)


def limit_of(clock: Clock, item: Item) -> Period | None:
    """A clock's limit for an item; None where the item does not say it."""
    return period_of(clock.limit, item)


def period_of(limit: Period | ItemLimit, item: Item) -> Period | None:
    """A period as it is written, or as the item says it; None where the item does not."""
    match limit:
        case "item.limits.statutory":
            return item.limits.statutory
        case "item.limits.promised":
            return item.limits.promised
        case "item.limits.extension":
            return item.limits.extension
        case _:
            return limit


def start(clock: Clock, item: Item, since: date, at: datetime, release: Release) -> ClockRun | None:
    """The clock as it starts on a local day; None where it has no limit for this item."""
    limit = limit_of(clock, item)
    if limit is None:
        return None
    zone = release.region.time_zone
    last = add_period(since, limit, release.calendars)
    run = ClockRun(
        clock=clock.clock,
        since=since,
        started_at=at,
        due=last.date,
        ends_at=moment_after(last.date, zone, at),
        provisional=last.provisional,
    )
    return run.model_copy(update={"next_at": next_look(run, clock, item, at, release)})


def recount(
    run: ClockRun, clock: Clock, item: Item, at: datetime, release: Release, pauses: tuple[Pause, ...]
) -> ClockRun:
    """
    The clock with its last day worked out again, on the calendars of ``release``, with these pauses. One that
    had run out runs again if that day is still to come; what silence has done stays done.
    """
    paused = run.model_copy(update={"pauses": pauses})
    legs = _legs(paused, limit_of(clock, item), release.calendars)
    if not legs:
        return run
    due = legs[-1].last.date
    ends_at = moment_after(due, release.region.time_zone, at)
    again = paused.model_copy(
        update={
            "due": due,
            "ends_at": ends_at,
            "ran_out": run.ran_out and (clock.silence is not None or ends_at <= at),
            "provisional": any(leg.last.provisional for leg in legs),
        }
    )
    return again.model_copy(update={"next_at": next_look(again, clock, item, at, release)})


def extend(run: ClockRun, by: Period, clock: Clock, item: Item, at: datetime, release: Release) -> ClockRun:
    """
    The clock with its limit extended (行政许可法 art. 42). Of its warnings those count as given whose time by
    the new last day has come; the others are given anew.
    """
    fresh = run.model_copy(update={"extended": (*run.extended, by), "told": ()})
    longer = recount(fresh, clock, item, at, release, run.pauses)
    told = tuple(sorted({*run.told}.intersection(warnings_due(longer, clock, item, at, release))))
    took_back = {clock.warn[number].tell for number in run.told if number not in told}
    took_back -= {clock.warn[number].tell for number in told}
    again = longer.model_copy(
        update={
            "told": told,
            "warned": run.warned and "unit" not in took_back,
            "supervisor": None if "supervises" in took_back else run.supervisor,
        }
    )
    return again.model_copy(update={"next_at": next_look(again, clock, item, at, release)})


def next_look(run: ClockRun, clock: Clock, item: Item, at: datetime, release: Release) -> datetime | None:
    """When a clock has to be looked at next, from ``at`` on; None once it has run out."""
    if run.ran_out:
        return None
    looks = [run.ends_at, *(when for _, when in _warnings(run, clock, item, at, release))]
    return min([*looks, at + LOOKED_AT_AGAIN] if run.provisional else looks)


def warnings_due(run: ClockRun, clock: Clock, item: Item, at: datetime, release: Release) -> tuple[int, ...]:
    """The clock's warnings whose time has come and that were not given, by their number."""
    return tuple(number for number, when in _warnings(run, clock, item, at, release) if when <= at)


def _warnings(
    run: ClockRun, clock: Clock, item: Item, at: datetime, release: Release
) -> list[tuple[int, datetime]]:
    """
    The warnings that are still to be given, each with its moment, no sooner than the clock's start:
    ``days_left`` when so many of its days are left after a day that begins, ``share_used`` when a day is over
    with which that share is used.
    """
    limit = limit_of(clock, item)
    if len(run.told) == len(clock.warn) or limit is None:
        return []
    days, zone, found = days_of(run, limit, release.calendars), release.region.time_zone, []
    for number, warn in enumerate(clock.warn):
        if number in run.told:
            continue
        if warn.share_used is not None:
            over = days[max(1, -(-len(days) * warn.share_used // 100)) - 1]
        else:
            over = days[max(0, len(days) - 1 - (warn.days_left or 0))] - timedelta(days=1)
        when = moment_after(over, zone, at)
        found.append((number, max(when, run.started_at)))
    return found


class _Leg(NamedTuple):
    """A period of a clock, its limit or an extension: counted from the day after ``start``."""

    start: date
    last: Due
    period: Period


def _legs(run: ClockRun, limit: Period | None, calendars: Mapping[int, Calendar]) -> list[_Leg]:
    """The limit and its extensions, each from where the one before ends; nothing without a limit."""
    found: list[_Leg] = []
    start, paused = run.since, _paused(run)
    for period in (limit, *run.extended) if limit is not None else ():
        last = add_period(start, period, calendars, paused)
        found.append(_Leg(start, last, period))
        start = last.date
    return found


def _paused(run: ClockRun) -> list[tuple[date, date]]:
    return [(pause.since, pause.until or date.max) for pause in run.pauses]


def days_of(run: ClockRun, limit: Period, calendars: Mapping[int, Calendar]) -> list[date]:
    """The days of a clock that count, its last among them; at once: that day alone."""
    paused, found = _paused(run), []
    for start, last, period in _legs(run, limit, calendars):
        for n in range(1, (last.date - start).days + 1):
            day = start + timedelta(days=n)
            still = any(first <= day <= until for first, until in paused)
            if not still and (period.working_days is None or is_working_day(day, calendars)):
                found.append(day)
    return found or [run.due]


class Span(NamedTuple):
    """Days from the first to the last, both inclusive, of which so many count or would have counted."""

    first: date
    last: date
    days: int


class Count(NamedTuple):
    """
    How the days of a clock were counted by a day: ``counted`` up to it, a span between pauses each;
    ``paused`` a span for each task for which it stood still, with how many days that took out, beyond what
    those before it had; ``left`` are to come.
    """

    counted: tuple[Span, ...]
    paused: dict[str, Span]
    left: int


def count(run: ClockRun, limit: Period, today: date, calendars: Mapping[int, Calendar]) -> Count:
    """The days of a clock as they count and do not count; nothing counts once it has stopped."""
    until = min(today, run.stopped_on or today)
    days = [day for day in days_of(run, limit, calendars) if day > run.since]
    paused: dict[str, Span] = {}
    for pause in run.pauses:
        last = min(pause.until or date.max, run.stopped_on or date.max)
        if last >= pause.since:
            others = tuple(paused.values())
            paused[pause.task] = Span(
                pause.since, last, _uncounted(pause.since, last, limit, calendars, others)
            )
    spans: list[Span] = []
    for day in days:
        if day > until:
            break
        if spans and not any(spans[-1].last < span.first < day for span in paused.values()):
            spans[-1] = Span(spans[-1].first, day, spans[-1].days + 1)
        else:
            spans.append(Span(day, day, 1))
    return Count(tuple(spans), paused, sum(day > until for day in days))


def _uncounted(
    first: date, last: date, limit: Period, calendars: Mapping[int, Calendar], others: Iterable[Span]
) -> int:
    """How many days a pause took out that none of the ``others`` had taken out before."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    fresh = [day for day in days if not any(one.first <= day <= one.last for one in others)]
    return sum(limit.working_days is None or is_working_day(day, calendars) for day in fresh)


def pause(task: str, day: date, at_most: Period, calendars: Mapping[int, Calendar]) -> Pause:
    """
    The days from the one after ``day`` on, so many at most: what lasts longer counts again. They end when the
    task does.
    """
    first = day + timedelta(days=1)
    return Pause(task=task, since=first, until=max(first, add_period(day, at_most, calendars).date))


def last_still(pause: Pause) -> date:
    """The last day of a pause that has a bound."""
    return pause.until or date.max


def day_before(pause: Pause) -> date:
    """The day upon which a pause follows: that of the notice."""
    return pause.since - timedelta(days=1)


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
