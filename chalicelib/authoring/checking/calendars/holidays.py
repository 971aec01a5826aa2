"""
List the statutory holidays 法定节假日, year by year, as the law of that year has them.

全国年节及纪念日放假办法 art. 2, in the revisions of 1999, 2007 (from 2008), 2013 (from 2014) and 2024 (from
2025). Which other days are off, and which weekends are worked for them, the State Council's notice of the
year says (国务院办公厅关于…年部分节假日安排的通知): nobody can work that out.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from chalicelib.decisions.forms.form import Text

_FILE = Path(__file__).with_name("festivals.yaml")
_FESTIVALS = {
    int(year): days.split() for year, days in yaml.load(_FILE.read_bytes(), yaml.CSafeLoader).items()
}
"""The first day of the lunar year 正月初一, 清明, 端午, 中秋."""

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
