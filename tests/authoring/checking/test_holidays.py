"""The table of festivals against a library of the lunar calendar, and the law of each year."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from borax.calendars.lunardate import LunarDate, TermUtils

from chalicelib.authoring.checking.calendars.holidays import (
    FIRST_YEAR,
    LAST_YEAR,
    holidays,
    statutory_days,
)

YEARS = range(FIRST_YEAR, LAST_YEAR + 1)


def days_granted(year: int) -> int:
    """How many days off the law gives in a year; two holidays on one day count as two."""
    return sum(len(holiday.days) for holiday in holidays(year))


def days_of(year: int, name: str) -> tuple[date, ...]:
    return next((holiday.days for holiday in holidays(year) if holiday.name.zh == name), ())


@pytest.mark.parametrize("year", YEARS)
def test_the_festivals_are_those_of_the_lunar_calendar(year: int) -> None:
    new_year = LunarDate(year, 1, 1).to_solar_date()
    first = new_year - timedelta(1) if year >= 2025 or 2008 <= year < 2014 else new_year
    assert days_of(year, "春节")[0] == first
    if year >= 2008:
        assert days_of(year, "清明节") == (TermUtils.day_start_from_term(year, "清明"),)
        assert days_of(year, "端午节") == (LunarDate(year, 5, 5).to_solar_date(),)
        assert days_of(year, "中秋节") == (LunarDate(year, 8, 15).to_solar_date(),)


@pytest.mark.parametrize("year", range(FIRST_YEAR, 2027))
def test_no_holiday_of_the_law_was_ever_a_working_day(year: int) -> None:
    assert [day for day in statutory_days(year) if chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("year", "granted", "spring", "labour"),
    [
        (2004, 10, 3, 3),
        (2008, 11, 3, 1),
        (2014, 11, 3, 1),
        (2024, 11, 3, 1),
        (2025, 13, 4, 2),
        (2026, 13, 4, 2),
    ],
)
def test_the_law_of_each_year_gives_its_days(year: int, granted: int, spring: int, labour: int) -> None:
    assert (days_granted(year), len(days_of(year, "春节")), len(days_of(year, "劳动节"))) == (
        granted,
        spring,
        labour,
    )


def test_the_eve_of_the_spring_festival_was_no_holiday_from_2014_to_2024() -> None:
    assert date(2024, 2, 9) not in statutory_days(2024)
    assert date(2025, 1, 28) in statutory_days(2025)
    assert date(2013, 2, 9) in statutory_days(2013)


def test_two_holidays_on_one_day_count_as_two() -> None:
    assert len(statutory_days(2020)) == 10
    assert days_granted(2020) == 11
