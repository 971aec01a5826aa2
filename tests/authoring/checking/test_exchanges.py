"""Days off and weekends worked as every notice since 2004 had them, by a library that knows them all."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from chalicelib.authoring.checking.calendars.exchanges import exchanges, runs
from chalicelib.decisions.forms.form import Where
from chalicelib.decisions.forms.region import Calendar


def published(year: int) -> Calendar:
    days = [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    off = tuple(day for day in days if day.weekday() < 5 and not chinese_calendar.is_workday(day))
    worked = tuple(day for day in days if day.weekday() >= 5 and chinese_calendar.is_workday(day))
    return Calendar(year=year, off=off, worked=worked, source="x", where=Where(file="x.yaml", line=1))


KNOWN = {year: published(year) for year in range(2004, 2027)}


def test_in_twenty_three_years_each_holiday_came_out_even_but_where_a_special_notice_was_given() -> None:
    """2006: Saturday, 31 December 2005 was worked, as the library has not; 2015 and 2020: special notices."""
    found = exchanges(KNOWN)
    assert [(run.name.zh, run.granted[0].year, days) for run, days in found.owed] == [
        ("元旦", 2006, 1),
        ("春节", 2020, 2),
    ]
    assert found.left == {date(2015, 9, 6)}  # for a Friday beside no holiday of the law


@pytest.mark.parametrize("year", [2007, 2012, 2016, 2021, 2024, 2026])
def test_any_weekend_worked_that_is_missing_is_owed_by_a_holiday_near_by(year: int) -> None:
    before = dict(exchanges(KNOWN).owed)
    for day in KNOWN[year].worked:
        worked = tuple(other for other in KNOWN[year].worked if other != day)
        found = exchanges({**KNOWN, year: KNOWN[year].model_copy(update={"worked": worked})})
        new = [(run, days) for run, days in found.owed if run not in before and days > 0]
        assert sum(days for _, days in new) == 1
        assert abs(new[0][0].granted[0] - day) < timedelta(35)


def test_in_twenty_three_years_a_holiday_was_one_run_and_the_weekend_beside_it_worked_on_its_far_day() -> (
    None
):
    every = runs(KNOWN, KNOWN)
    off = {day for calendar in KNOWN.values() for day in calendar.off}
    worked = {day for calendar in KNOWN.values() for day in calendar.worked}
    assert off - {day for run in every for day in run.days} == {date(2015, 9, 3), date(2015, 9, 4)}
    beside = {min(run.days) - timedelta(1) for run in every if min(run.days).weekday() == 0}
    beside |= {max(run.days) + timedelta(1) for run in every if max(run.days).weekday() == 4}
    assert beside & worked == {day for day in beside & worked if _other(day) in worked}


def _other(day: date) -> date:
    return day + timedelta(1 if day.weekday() == 5 else -1)
