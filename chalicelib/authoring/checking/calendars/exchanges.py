"""
Set days off around each holiday against the weekends worked for them 调休.

A holiday's days off are one run without a gap. Of its weekdays, those beyond what the law grants are had in
exchange, each for a weekend day worked near by (全国年节及纪念日放假办法 art. 6; notices of 2004 to 2026).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from chalicelib.authoring.checking.calendars.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    Holiday,
    holidays,
    statutory_days,
)
from chalicelib.decisions.forms.form import Text
from chalicelib.decisions.forms.region import Calendar

NEAR = 14
"""A weekend worked in exchange lies at most so many days from the days off (2004-2026: 12)."""

Calendars = Mapping[int, Calendar]


@dataclass(frozen=True)
class Run:
    """Days off in one piece, the holidays in it, and how many weekdays are off beyond those granted."""

    holidays: tuple[Holiday, ...]
    days: frozenset[date]
    gained: int

    @property
    def name(self) -> Text:
        names = [holiday.name for holiday in self.holidays]
        return Text(zh="、".join(one.zh for one in names), en=" and ".join(one.en for one in names))

    @property
    def granted(self) -> list[date]:
        return sorted(day for holiday in self.holidays for day in holiday.days)

    def away(self, day: date) -> int:
        """How many days a day lies from the days off."""
        return min(abs((day - other).days) for other in self.days)

    def near(self, day: date) -> bool:
        """Whether a weekend worked on a day may be in exchange for this run."""
        return min(self.days) - timedelta(NEAR) <= day <= max(self.days) + timedelta(NEAR)


@dataclass(frozen=True)
class Exchanges:
    """
    What does not come out even: ``owed`` are weekends worked that a run's days off lack, below zero weekdays
    off that it lacks itself; ``left`` are weekends worked for nothing.
    """

    owed: tuple[tuple[Run, int], ...]
    left: frozenset[date]


def exchanges(known: Calendars) -> Exchanges:
    """
    Each weekend worked set against the first run near by that still wants one, in order of days. A holiday on
    a weekend whose run lacks the weekday for it may have it in the next run, if that is near.
    """
    left = sorted({day for calendar in known.values() for day in calendar.worked})
    every, owed = runs(known, known), []
    lent = 0
    for run, after in zip_longest(every, every[1:]):
        wanted = run.gained + lent
        if wanted < 0 and after is not None and after.near(max(run.days)):
            lent = wanted
            continue
        lent = 0
        taken = [day for day in left if run.near(day)][: max(wanted, 0)]
        left = [day for day in left if day not in taken]
        if wanted != len(taken) and _known(known, run):
            owed.append((run, wanted - len(taken)))
    return Exchanges(tuple(owed), frozenset(day for day in left if _settled(known, day)))


def runs(known: Calendars, years: Iterable[int]) -> list[Run]:
    """The runs around all holidays of some years; holidays that meet are in one."""
    found: list[tuple[list[Holiday], frozenset[date]]] = []
    every = (holiday for year in years if FIRST_YEAR <= year <= LAST_YEAR for holiday in holidays(year))
    for holiday in sorted(every, key=lambda one: one.days):
        days = run_around(known, holiday.days[0]).union(*(run_around(known, day) for day in holiday.days[1:]))
        if found and found[-1][1] & days:
            found[-1] = [*found[-1][0], holiday], found[-1][1] | days
        else:
            found.append(([holiday], days))
    return [Run(tuple(names), days, _gained(known, names, days)) for names, days in found]


def run_around(known: Calendars, day: date) -> frozenset[date]:
    """The days without work around a holiday, in one piece."""
    return frozenset({day, *_beside(known, day, timedelta(1)), *_beside(known, day, timedelta(-1))})


def _beside(known: Calendars, day: date, step: timedelta) -> Iterator[date]:
    while free(known, day := day + step):
        yield day


def free(known: Calendars, day: date) -> bool:
    calendar = known.get(day.year)
    if day in statutory_days(day.year):
        return True
    if day.weekday() < 5:
        return calendar is not None and day in calendar.off
    return calendar is None or day not in calendar.worked


def _gained(known: Calendars, names: list[Holiday], days: frozenset[date]) -> int:
    off = sum(day.year in known and day in known[day.year].off for day in days)
    return off - sum(len(holiday.days) for holiday in names)


def _known(known: Calendars, run: Run) -> bool:
    """Whether the calendars that tell of a run, and of the weekends worked for it, are all there."""
    first, last = min(run.days) - timedelta(NEAR), max(run.days) + timedelta(NEAR)
    return first.year in known and last.year in known


def _settled(known: Calendars, day: date) -> bool:
    """Whether no run of a year without calendar can have wanted a weekend that was worked."""
    return (day - timedelta(NEAR)).year in known and (day + timedelta(NEAR)).year in known
