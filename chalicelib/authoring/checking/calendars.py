"""
Calendars against the law 工作日历: every holiday is off, what is off belongs to a holiday, and no more
weekends are worked than days off are gained.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from chalicelib.authoring.checking import calendar_words as words
from chalicelib.authoring.checking.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    days_granted,
    holidays,
    statutory_days,
)
from chalicelib.authoring.documents import Read
from chalicelib.authoring.folder import Folder
from chalicelib.authoring.problems import TOP, Mark, Problem, Say, Severity, problem
from chalicelib.decisions.region import Calendar

NEAR = 14
"""A weekend worked in exchange lies at most so many days from a holiday's days off (2004-2026: 12)."""
NOTICE_MONTH = 10
"""From this month on the notice for the next year may be out; cases taken now will reach that year."""


def lint_calendars(folder: Folder, today: date) -> Iterator[Problem]:
    """What is wrong with the calendars, and which of them are missing on ``today``."""
    known = {read.form.year: read.form for read in folder.calendars}
    for calendar in folder.calendars:
        if FIRST_YEAR <= calendar.form.year <= LAST_YEAR:
            yield from _Year(calendar, known).problems()
        else:
            yield _told(calendar, calendar.node.find("year"), "calendar-year", words.YEAR)
        if calendar.form.year > today.year + 1:
            yield _told(calendar, calendar.node.find("year"), "calendar-early", words.EARLY, "warning")
    yield from _missing(set(known), today)


def _missing(known: set[int], today: date) -> Iterator[Problem]:
    """Years without calendar: this one, the next once its notice may be out, and any between two others."""
    wanted = {today.year} | ({today.year + 1} if today.month >= NOTICE_MONTH else set())
    for year in sorted(wanted - known):
        yield problem(f"calendars/{year}.yaml", TOP, "no-calendar", words.no_calendar(year), "warning")
    between = set(range(min(known), max(known))) if known else set()
    for year in sorted(between - known - wanted):
        yield problem(f"calendars/{year}.yaml", TOP, "calendar-gap", words.gap(year))


class _Year:
    """One calendar, and what the calendars of the years beside it say of the days around the new year."""

    def __init__(self, calendar: Read[Calendar], known: Mapping[int, Calendar]) -> None:
        self._read, self._known = calendar, known
        self._year = calendar.form.year
        self._off, self._worked = calendar.form.off, calendar.form.worked

    def problems(self) -> Iterator[Problem]:
        whole = True
        for found in (*self._lacking(), *self._worked_holidays()):
            whole = False
            yield found
        if whole:
            yield from self._unmade()
            yield from self._balance()
        yield from self._strange_days()
        yield from self._source()

    def _lacking(self) -> Iterator[Problem]:
        for holiday in holidays(self._year):
            lacking = [day for day in holiday.days if day.weekday() < 5 and day not in self._off]
            if lacking:
                at = self._read.node.key("off")
                yield _told(self._read, at, "holiday-missing", words.lacking(holiday.name, lacking))

    def _worked_holidays(self) -> Iterator[Problem]:
        for number, day in enumerate(self._worked):
            for holiday in holidays(self._year):
                if day in holiday.days:
                    at = self._read.node.find("worked", number)
                    yield _told(self._read, at, "holiday-worked", words.worked(holiday.name, day))
                    break

    def _unmade(self) -> Iterator[Problem]:
        """Of holidays on a weekend each is made up for by a weekday off, beside it or beside the next one."""
        told: set[date] = set()
        for holiday in holidays(self._year):
            first, last = holiday.days[0] - timedelta(NEAR), holiday.days[-1] + timedelta(NEAR)
            years = {first.year, last.year}
            if not years <= self._known.keys() or holiday.days[0] in told:
                continue
            near = [other for year in years for other in holidays(year) if first <= other.days[0] <= last]
            last = max(last, *(other.days[-1] + timedelta(NEAR) for other in near))
            off = sum(first <= day <= last for year in years for day in self._known[year].off)
            if off < sum(len(other.days) for other in near):
                told |= {other.days[0] for other in near}
                at = self._read.node.key("off")
                yield _told(self._read, at, "holiday-unmade", words.unmade(holiday.name, holiday.days))

    def _balance(self) -> Iterator[Problem]:
        """Days off are the law's and those that a weekend is worked for; only a special notice gives more."""
        surplus, counts = (
            _surplus(self._read.form),
            (len(self._off), len(self._worked), days_granted(self._year)),
        )
        if surplus < 0 and -surplus > self._swapped():
            yield _told(
                self._read,
                self._read.node.key("worked"),
                "worked-too-much",
                words.worked_too_much(-surplus, *counts),
            )
        if surplus > 0 and not self._specially() and not self._swapped_beside():
            at = self._read.node.key("off")
            yield _told(self._read, at, "off-too-much", words.off_too_much(surplus, *counts), "warning")

    def _specially(self) -> bool:
        """Whether the source names another notice beside the one of every year."""
        return self._read.form.source.count("通知") > 1

    def _swapped_beside(self) -> bool:
        """Whether a year beside this one has worked for a day off here, at the turn of the year."""
        return any(
            y in self._known and _surplus(self._known[y]) < 0 for y in (self._year - 1, self._year + 1)
        )

    def _swapped(self) -> int:
        """Weekends worked here at the turn of a year, as far as the year beside it may have the day off."""
        turns = ((self._year + 1, 12), (self._year - 1, 1))
        return sum(
            any(day.month == month for day in self._worked)
            for beside, month in turns
            if beside not in self._known or _surplus(self._known[beside]) > 0
        )

    def _strange_days(self) -> Iterator[Problem]:
        runs = [self._run(day) for year in self._around() for day in statutory_days(year)]
        free = frozenset[date]().union(*runs)
        strange = [day for day in self._off if day not in free]
        if strange and not self._specially():
            at = self._read.node.find("off", self._off.index(strange[0]))
            yield _told(self._read, at, "off-away", words.off_away(strange), "warning")
        gained = [*self._off, *(day for day in free if day.weekday() < 5)]
        far = [day for day in self._worked if all(abs((day - other).days) > NEAR for other in gained)]
        if far:
            at = self._read.node.find("worked", self._worked.index(far[0]))
            yield _told(self._read, at, "worked-away", words.worked_away(far, NEAR))

    def _around(self) -> range:
        return range(self._year - 1, self._year + 2)

    def _run(self, day: date) -> frozenset[date]:
        """The days without work around a holiday, in one piece."""
        found = {day}
        for step in (timedelta(1), timedelta(-1)):
            beside = day + step
            while self._free(beside):
                found.add(beside)
                beside += step
        return frozenset(found)

    def _free(self, day: date) -> bool:
        calendar = self._known.get(day.year)
        if day in statutory_days(day.year):
            return True
        if day.weekday() < 5:
            return calendar is not None and day in calendar.off
        return calendar is None or day not in calendar.worked

    def _source(self) -> Iterator[Problem]:
        years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", self._read.form.source)}
        if years and self._year not in years:
            at = self._read.node.find("source")
            yield _told(self._read, at, "source-year", words.source(self._year), "warning")


def _surplus(calendar: Calendar) -> int:
    """Days off beyond those of the law, after the weekends worked for them."""
    if not FIRST_YEAR <= calendar.year <= LAST_YEAR:
        return 0
    return len(set(calendar.off)) - len(set(calendar.worked)) - days_granted(calendar.year)


def _told(read: Read[Calendar], at: Mark, code: str, say: Say, severity: Severity = "error") -> Problem:
    return problem(read.document.file, at, code, say, severity)
