"""
Calendars against the law 工作日历: every holiday is off, what is off belongs to a holiday, and no more
weekends are worked than days off are gained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

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
from chalicelib.decisions.form import Text
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
            yield _told(calendar, calendar.node.find("year"), "calendar-year", _YEAR)
        if calendar.form.year > today.year + 1:
            yield _told(calendar, calendar.node.find("year"), "calendar-early", _EARLY, "warning")
    yield from _missing(set(known), today)


def _missing(known: set[int], today: date) -> Iterator[Problem]:
    """Years without calendar: this one, the next once its notice may be out, and any between two others."""
    wanted = {today.year} | ({today.year + 1} if today.month >= NOTICE_MONTH else set())
    for year in sorted(wanted - known):
        yield problem(f"calendars/{year}.yaml", TOP, "no-calendar", _no_calendar(year), "warning")
    between = set(range(min(known), max(known))) if known else set()
    for year in sorted(between - known - wanted):
        yield problem(f"calendars/{year}.yaml", TOP, "calendar-gap", _gap(year))


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
                yield _told(self._read, at, "holiday-missing", _lacking(holiday.name, lacking))

    def _worked_holidays(self) -> Iterator[Problem]:
        for number, day in enumerate(self._worked):
            for holiday in holidays(self._year):
                if day in holiday.days:
                    at = self._read.node.find("worked", number)
                    yield _told(self._read, at, "holiday-worked", _worked(holiday.name, day))
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
                yield _told(self._read, at, "holiday-unmade", _unmade(holiday.name, holiday.days))

    def _balance(self) -> Iterator[Problem]:
        """Days off are those of the law and those that a weekend is worked for; only a special notice gives more."""
        surplus, counts = (
            _surplus(self._read.form),
            (len(self._off), len(self._worked), days_granted(self._year)),
        )
        if surplus < 0 and -surplus > self._swapped():
            yield _told(
                self._read,
                self._read.node.key("worked"),
                "worked-too-much",
                _worked_too_much(-surplus, *counts),
            )
        if surplus > 0 and not self._specially() and not self._swapped_beside():
            at = self._read.node.key("off")
            yield _told(self._read, at, "off-too-much", _off_too_much(surplus, *counts), "warning")

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
            yield _told(self._read, at, "off-away", _off_away(strange), "warning")
        gained = [*self._off, *(day for day in free if day.weekday() < 5)]
        far = [day for day in self._worked if all(abs((day - other).days) > NEAR for other in gained)]
        if far:
            at = self._read.node.find("worked", self._worked.index(far[0]))
            yield _told(self._read, at, "worked-away", _worked_away(far))

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
            yield _told(self._read, at, "source-year", _source(self._year), "warning")


def _surplus(calendar: Calendar) -> int:
    """Days off beyond those of the law, after the weekends worked for them."""
    if not FIRST_YEAR <= calendar.year <= LAST_YEAR:
        return 0
    return len(set(calendar.off)) - len(set(calendar.worked)) - days_granted(calendar.year)


def _told(read: Read[Calendar], at: Mark, code: str, say: Say, severity: Severity = "error") -> Problem:
    return problem(read.document.file, at, code, say, severity)


def _dates(days: Iterable[date]) -> str:
    return ", ".join(day.isoformat() for day in days)


def _lacking(name: Text, days: list[date]) -> Say:
    return Say(
        f"缺少{name.zh}放假日：{_dates(days)}（《全国年节及纪念日放假办法》第二条）。",
        f"{name.en} is not off: {_dates(days)} (全国年节及纪念日放假办法, article 2).",
        "请按国务院办公厅当年的放假通知补入 off；少写一天，期限就会早一天到期。",
        "Add it to 'off' by the State Council's notice of that year; each day left out ends time limits a day early.",
    )


def _worked(name: Text, day: date) -> Say:
    return Say(
        f"{day.isoformat()} 是{name.zh}，法定放假，不能列为上班（《全国年节及纪念日放假办法》第二条）。",
        f"{day.isoformat()} is {name.en}: off by law, it cannot be worked (全国年节及纪念日放假办法, article 2).",
        "请从 worked 中删去。",
        "Remove it from 'worked'.",
    )


def _unmade(name: Text, days: Iterable[date]) -> Say:
    return Say(
        f"{name.zh}（{_dates(days)}）有适逢周末的，没有在前后工作日补假（《全国年节及纪念日放假办法》第六条）。",
        f"{name.en} ({_dates(days)}) falls on a weekend and no weekday beside it is off "
        "(全国年节及纪念日放假办法, article 6).",
        "请按当年的放假通知把补假的工作日补入 off。",
        "Add the weekday given for it to 'off', by the notice of that year.",
    )


def _worked_too_much(short: int, off: int, worked: int, granted: int) -> Say:
    return Say(
        f"放假的工作日 {off} 天，减去上班的周末 {worked} 天，少于法定的 {granted} 天，差 {short} 天"
        "（《全国年节及纪念日放假办法》第二条、第六条）。",
        f"{off} weekdays off less {worked} weekend days worked are {short} fewer than the {granted} days of the "
        "law (全国年节及纪念日放假办法, articles 2 and 6).",
        "请对照当年的放假通知，删去 worked 中多列的日期，或补上 off 中少列的日期。",
        "Compare with the notice of that year: remove days from 'worked', or add those that 'off' lacks.",
    )


def _off_too_much(surplus: int, off: int, worked: int, granted: int) -> Say:
    return Say(
        f"放假的工作日 {off} 天，减去上班的周末 {worked} 天，比法定的 {granted} 天多 {surplus} 天"
        "（《全国年节及纪念日放假办法》第二条）。",
        f"{off} weekdays off less {worked} weekend days worked are {surplus} more than the {granted} days of the "
        "law (全国年节及纪念日放假办法, article 2).",
        "请对照当年的放假通知：worked 是否漏了调休上班的周末，off 是否多列。另有专门通知的，请在 source 中一并写明。",
        "Compare with the notice of that year: 'worked' may lack a weekend, or 'off' have a day too many. If there is "
        "a special notice (通知), name it in 'source' too.",
    )


def _off_away(days: list[date]) -> Say:
    return Say(
        f"{_dates(days)} 不与任何法定节日相连。",
        f"{_dates(days)} is not joined to any statutory holiday.",
        "请核对日期。少数民族聚居地区的节日（《全国年节及纪念日放假办法》第四条）或国务院专门通知放假的，请在 source 中一并写明该通知。",
        "Check the day. If it is a holiday of a minority area (全国年节及纪念日放假办法, article 4) or of a special "
        "notice (通知), name that notice in 'source' too.",
    )


def _worked_away(days: list[date]) -> Say:
    return Say(
        f"{_dates(days)} 列为上班，但前后 {NEAR} 天内没有放假的工作日可与之调休。",
        f"{_dates(days)} is worked, but no weekday within {NEAR} days is off in exchange for it.",
        "请对照当年的放假通知改正或删去。",
        "Correct or remove it by the notice of that year.",
    )


def _source(year: int) -> Say:
    return Say(
        f"来源写的不是 {year} 年的通知。",
        f"The source is not the notice for {year}.",
        "请核对：日期是否也是从另一年抄来的；无误后改正 source。",
        "Check whether the days were copied from another year too, then correct 'source'.",
    )


def _no_calendar(year: int) -> Say:
    return Say(
        f"没有 {year} 年的工作日历，到那一年的期限只能按周末估算，都是暂定，也不会自动到期。",
        f"There is no calendar of {year}: time limits that reach it are only estimated, and nothing happens by them.",
        f"国务院办公厅的放假通知一般在上一年十月至十二月发布；请据此新建 calendars/{year}.yaml。",
        f"The State Council's notice is out between October and December of the year before: create "
        f"calendars/{year}.yaml by it.",
    )


def _gap(year: int) -> Say:
    return Say(
        f"前后年份都有工作日历，独缺 {year} 年。",
        f"The calendar of {year} is missing between those of other years.",
        f"请按当年的放假通知新建 calendars/{year}.yaml。",
        f"Create calendars/{year}.yaml by the notice of that year.",
    )


_YEAR = Say(
    f"只能核对 {FIRST_YEAR} 年至 {LAST_YEAR} 年的工作日历。",
    f"Only calendars of {FIRST_YEAR} to {LAST_YEAR} can be checked.",
    "请核对年份；《行政许可法》2004年施行，此前没有办件。",
    "Check the year; there are no cases from before 2004, when the licensing law took effect.",
)
_EARLY = Say(
    "这一年的放假通知还不可能发布，这些日期不是正式安排。",
    "The notice for that year cannot be out yet: these days are nobody's decision.",
    "请删去这个文件，通知发布后再新建；没有日历的年份，期限会标明暂定。",
    "Remove the file until the notice is out; without it time limits are marked provisional.",
)
