"""
Statutory holidays 法定节假日, year by year, as the law of that year has them.

全国年节及纪念日放假办法 art. 2, in the revisions of 1999, 2007 (from 2008), 2013 (from 2014) and 2024 (from
2025). Which other days are off, and which weekends are worked for them, the State Council's notice of the
year says (国务院办公厅关于…年部分节假日安排的通知): nobody can work that out.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from chalicelib.decisions.forms.form import Text

_FESTIVALS = {
    int(line[:4]): line[5:].split()
    for line in """\
2004 01-22 04-04 06-22 09-28
2005 02-09 04-05 06-11 09-18
2006 01-29 04-05 05-31 10-06
2007 02-18 04-05 06-19 09-25
2008 02-07 04-04 06-08 09-14
2009 01-26 04-04 05-28 10-03
2010 02-14 04-05 06-16 09-22
2011 02-03 04-05 06-06 09-12
2012 01-23 04-04 06-23 09-30
2013 02-10 04-04 06-12 09-19
2014 01-31 04-05 06-02 09-08
2015 02-19 04-05 06-20 09-27
2016 02-08 04-04 06-09 09-15
2017 01-28 04-04 05-30 10-04
2018 02-16 04-05 06-18 09-24
2019 02-05 04-05 06-07 09-13
2020 01-25 04-04 06-25 10-01
2021 02-12 04-04 06-14 09-21
2022 02-01 04-05 06-03 09-10
2023 01-22 04-05 06-22 09-29
2024 02-10 04-04 06-10 09-17
2025 01-29 04-04 05-31 10-06
2026 02-17 04-05 06-19 09-25
2027 02-06 04-05 06-09 09-15
2028 01-26 04-04 05-28 10-03
2029 02-13 04-04 06-16 09-22
2030 02-03 04-05 06-05 09-12
2031 01-23 04-05 06-24 10-01
2032 02-11 04-04 06-12 09-19
2033 01-31 04-04 06-01 09-08
2034 02-19 04-05 06-20 09-27
2035 02-08 04-05 06-10 09-16
2036 01-28 04-04 05-30 10-04
2037 02-15 04-04 06-18 09-24
2038 02-04 04-05 06-07 09-13
2039 01-24 04-05 05-27 10-02
2040 02-12 04-04 06-14 09-20
2041 02-01 04-04 06-03 09-10
2042 01-22 04-04 06-22 09-28
2043 02-10 04-05 06-11 09-17
2044 01-30 04-04 05-31 10-05
2045 02-17 04-04 06-19 09-25
2046 02-06 04-04 06-08 09-15
2047 01-26 04-05 05-29 10-04
2048 02-14 04-04 06-15 09-22
2049 02-02 04-04 06-04 09-11
2050 01-23 04-04 06-23 09-30
""".splitlines()
}
"""
The first day of the lunar year 正月初一, 清明, 端午, 中秋 (GB/T 33661-2017). A test works each out again with
a library of the lunar calendar.
"""

FIRST_YEAR, LAST_YEAR = min(_FESTIVALS), max(_FESTIVALS)


class Holiday(NamedTuple):
    """A holiday of the law and its days in one year."""

    name: Text
    days: tuple[date, ...]


@cache
def holidays(year: int) -> tuple[Holiday, ...]:
    """
    The holidays of a year in the order of the law.

    Raises:
        KeyError: the year is before ``FIRST_YEAR`` or after ``LAST_YEAR``.
    """
    lunar_new_year, qingming, dragon_boat, mid_autumn = (
        date.fromisoformat(f"{year}-{day}") for day in _FESTIVALS[year]
    )
    before, after = _spring_festival(year)
    found = [
        _holiday("元旦", "New Year's Day", date(year, 1, 1), 1),
        _holiday("春节", "the Spring Festival", lunar_new_year - timedelta(before), before + after),
    ]
    if year >= 2008:
        found.append(_holiday("清明节", "Qingming", qingming, 1))
    found.append(_holiday("劳动节", "Labour Day", date(year, 5, 1), _labour_days(year)))
    if year >= 2008:
        found += [
            _holiday("端午节", "the Dragon Boat Festival", dragon_boat, 1),
            _holiday("中秋节", "the Mid-Autumn Festival", mid_autumn, 1),
        ]
    return (*found, _holiday("国庆节", "National Day", date(year, 10, 1), 3))


@cache
def statutory_days(year: int) -> frozenset[date]:
    """All holidays' days of a year; none where the year is not in the table."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return frozenset()
    return frozenset(day for holiday in holidays(year) for day in holiday.days)


def weekday_after(holiday: Holiday) -> date:
    """The first weekday after a holiday that no holiday of the law has already."""
    day = holiday.days[-1] + timedelta(1)
    while day.weekday() > 4 or day in statutory_days(day.year):
        day += timedelta(1)
    return day


def _holiday(zh: str, en: str, first: date, days: int) -> Holiday:
    return Holiday(Text(zh=zh, en=en), tuple(first + timedelta(n) for n in range(days)))


def _spring_festival(year: int) -> tuple[int, int]:
    """How many days before the lunar new year are off, and how many from it on."""
    if year >= 2025:
        return 1, 3
    return (1, 2) if 2008 <= year < 2014 else (0, 3)


def _labour_days(year: int) -> int:
    if year >= 2025:
        return 2
    return 1 if year >= 2008 else 3
