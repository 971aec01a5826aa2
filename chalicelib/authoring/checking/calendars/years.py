"""
Calendars against the law 工作日历: every holiday is off, what is off belongs to a holiday, and around each
holiday as many weekends are worked as days off are had in exchange.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from chalicelib.authoring.checking.calendars.exchanges import (
    NEAR,
    Calendars,
    Exchanges,
    Run,
    exchanges,
    free,
    run_around,
    runs,
)
from chalicelib.authoring.checking.calendars.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    holidays,
    statutory_days,
    weekday_after,
)
from chalicelib.authoring.findings.message import Message, say
from chalicelib.authoring.findings.problems import TOP, Problem, Severity, problem
from chalicelib.authoring.reading.documents import Read
from chalicelib.authoring.reading.folder import Folder
from chalicelib.decisions.forms.region import Calendar

NOTICE_MONTH = 10
"""From this month on the notice for the next year may be out; cases taken now will reach that year."""

_UNDATED = re.compile("关于(?:部分)?节假日(?:放假)?安排的通知")
_ORDINARY = re.compile("(?:国务院)?(?:办公厅)?关于[0-9]{4}年(?:部分)?节假日(?:放假)?安排的通知")
_SPECIAL = re.compile("通知|公告|决定|令|延长|extend|extension|special|additional|commemorat", re.IGNORECASE)
"""The notice of a year, which gives no more days off than the law, and what one beside it is called."""

_STATE_COUNCIL = re.compile("国务院|国办|State Council", re.IGNORECASE)
"""Who alone gives more days off."""

_HOLE = 2
"""So many days worked between a holiday and a day off are a hole in the holiday."""
_SATURDAY = 5
_WEEK = 6
"""A weekend worked is one of those nearest to some holiday: so many days lie between at most."""


def lint_calendars(folder: Folder, today: date) -> Iterator[Problem]:
    """What is wrong with the calendars, and which of them are missing on ``today``."""
    known = {read.form.year: read.form for read in folder.calendars}
    found = exchanges(known)
    for calendar in folder.calendars:
        if FIRST_YEAR <= calendar.form.year <= LAST_YEAR:
            yield from _Year(calendar, known, found).problems()
        else:
            yield calendar.at("year").error("calendar-year", first_year=FIRST_YEAR, last_year=LAST_YEAR)
        if calendar.form.year > today.year + 1:
            yield calendar.at("year").warning("calendar-early")
    yield from _missing(set(known), today)


def _missing(known: set[int], today: date) -> Iterator[Problem]:
    """Years without calendar: this one, the next once its notice may be out, and any between two others."""
    wanted = {today.year} | ({today.year + 1} if today.month >= NOTICE_MONTH else set())
    for year in sorted(wanted - known):
        yield problem(f"calendars/{year}.yaml", TOP, say("no-calendar", year=year), "warning")
    between = set(range(min(known), max(known))) if known else set()
    for year in sorted(between - known - wanted):
        yield problem(f"calendars/{year}.yaml", TOP, say("calendar-gap", year=year))


class _Year:
    """One calendar, and what the calendars of the years beside it say of the days around the new year."""

    def __init__(self, calendar: Read[Calendar], known: Calendars, found: Exchanges) -> None:
        self._read, self._known, self._exchanges = calendar, known, found
        year = calendar.form.year
        self._runs = runs(known, range(year - 1, year + 2))
        self._year = calendar.form.year
        self._off, self._worked = calendar.form.off, calendar.form.worked

    def problems(self) -> Iterator[Problem]:
        whole = True
        for found in (*self._lacking(), *self._worked_holidays()):
            whole = False
            yield found
        if whole:
            uneven = list(self._uneven(self._strange_days()))
            yield from uneven or (*self._made_up_elsewhere(), *self._strange_weekends())
        else:
            yield from self._away(self._strange_days())
        yield from self._source()

    def _lacking(self) -> Iterator[Problem]:
        for holiday in holidays(self._year):
            lacking = [day for day in holiday.days if day.weekday() < 5 and day not in self._off]
            if lacking:
                yield self._read.at_key("off").error("holiday-missing", name=holiday.name, dates=lacking)

    def _made_up_elsewhere(self) -> Iterator[Problem]:
        """
        Holidays with a day on a weekend whose run has a weekday off for it, and not the one that follows. A
        warning: art. 6 says that a working day is given for it; that it is the next one, unless the next
        holiday near by has it (2015), is so in the notices of 2015 to 2026.
        """
        for holiday in holidays(self._year):
            after = weekday_after(holiday)
            run = run_around(self._known, holiday.days[-1]) - statutory_days(self._year)
            given = any(day.weekday() < 5 for day in run)
            if given and after not in run and any(day.weekday() > 4 for day in holiday.days):
                yield self._read.at_key("off").warning(
                    "holiday-made-up-elsewhere", name=holiday.name, dates=list(holiday.days), after=after
                )

    def _worked_holidays(self) -> Iterator[Problem]:
        for number, day in enumerate(self._worked):
            for holiday in holidays(self._year):
                if day in holiday.days:
                    yield self._read.at("worked", number).error("holiday-worked", day=day, name=holiday.name)
                    break

    def _uneven(self, strange: Sequence[date]) -> Iterator[Problem]:
        """
        Holidays whose days off and weekends worked do not come out even: errors where the year does not
        either, else warnings, for a notice might exchange days that lie farther apart than any did so far.
        """
        owed = [(run, days) for run, days in self._exchanges.owed if run.granted[0].year == self._year]
        left = [day for day in self._worked if day in self._exchanges.left]
        extra, beyond = self._read.form.extra, len(strange) - len(left)
        surplus = sum(days for _, days in owed) + beyond - extra
        if not surplus and sum(abs(days) for _, days in owed) + abs(beyond) == extra:
            # all that is uneven is what a special notice gives, one day at least to each run of its own
            if len({run_around(self._known, day) for day in strange}) > beyond:
                yield from self._away(strange)
            special = _ORDINARY.sub("", self._read.form.source)
            if extra and not (_SPECIAL.search(special) and _STATE_COUNCIL.search(special)):
                yield self._read.at("source").error("extra-without-notice", days=extra)
            return
        severity: Severity = "error" if surplus else "warning"
        yield from self._away(strange)
        for run, days in owed:
            if days < 0:
                message = say("holiday-unmade", name=run.name, granted=list(run.granted))
            else:
                first, last = min(run.days), max(run.days)
                message = say("off-too-much", name=run.name, first=first, last=last, days=days)
            yield self._read.at_key("off").tell(message, severity)
        for day in left:
            message = say("worked-too-much", day=day, near=NEAR)
            yield self._read.at("worked", self._worked.index(day)).tell(message, severity)
        if surplus < 0 and not left and all(days > 0 for _, days in owed):
            yield self._read.at("extra").error("extra-unused", days=extra)

    def _away(self, strange: Sequence[date]) -> Iterator[Problem]:
        """
        Days off beside no holiday: in the notices of 2004 to 2026 a holiday's days off are one run, and none
        but special notices (2015) have others. A warning, for no law says so.
        """
        cut_off: dict[tuple[date, ...], list[date]] = {}
        for day in strange:
            _, hole = self._hole(day)
            cut_off.setdefault(hole if len(hole) <= _HOLE else (), []).append(day)
        for hole, days in cut_off.items():
            run, _ = self._hole(days[0])
            first, last = min(run.days), max(run.days)
            message = say("off-away/hole", days=days, name=run.name, first=first, last=last, hole=hole)
            yield self._read.at("off", self._off.index(days[0])).tell(
                message if hole else say("off-away", days=days), "warning"
            )

    def _hole(self, day: date) -> tuple[Run, tuple[date, ...]]:
        """The holiday that a day off is nearest to, and the days worked between them."""
        run = min(self._runs, key=lambda one: min(abs(day - other) for other in one.days))
        first, last = sorted([day, min(run.days, key=lambda other: abs(day - other))])
        between = (first + timedelta(n) for n in range(1, (last - first).days))
        return run, tuple(one for one in between if not free(self._known, one))

    def _strange_weekends(self) -> Iterator[Problem]:
        """
        Weekends worked as in no notice of 2004 to 2026: more than six days from all days off; of the weekend
        beside a holiday the day that touches it alone, of any other the farther day alone. Warnings, for no
        law says so.
        """
        for number, day in enumerate(self._worked):
            message = self._strange_weekend(day)
            if message is not None:
                yield self._read.at("worked", number).tell(message, "warning")

    def _strange_weekend(self, day: date) -> Message | None:
        other = day + timedelta(1 if day.weekday() == _SATURDAY else -1)
        run = min(self._runs, key=lambda one: one.away(day))
        if run.away(day) > _WEEK:
            return say("worked-too-much/far", day=day, name=run.name, days=run.away(day))
        if other in self._worked or any(other in one.days for one in self._runs):
            return None
        if run.away(day) == 1:
            return say("worked-too-much/beside", day=day, name=run.name, other=other)
        wanting = (one for one in self._runs if min(one.away(day), one.away(other)) <= _WEEK)
        if run.away(other) > 1 and all(one.away(day) > one.away(other) for one in wanting):
            return say("worked-too-much/farther", day=day, name=run.name, other=other)
        return None

    def _strange_days(self) -> list[date]:
        """Days off that belong to no holiday."""
        beside = frozenset[date]().union(*(run.days for run in self._runs))
        return [day for day in self._off if day not in beside]

    def _source(self) -> Iterator[Problem]:
        source = self._read.form.source
        years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", source)}
        if self._year not in years and (years or _UNDATED.search(source)):
            yield self._read.at("source").warning("source-year", year=self._year)
