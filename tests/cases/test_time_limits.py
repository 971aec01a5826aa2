from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.time.time_limits import (
    Due,
    add_period,
    add_working_days,
    is_working_day,
    working_days_before,
    working_days_between,
)
from chalicelib.decisions.forms.form import Where
from chalicelib.decisions.forms.plan import Limit
from chalicelib.decisions.forms.region import Calendar

YEARS = range(2016, 2027)


def calendar(year: int) -> Calendar:
    """The year as the installed package has it, cut down to what differs from an ordinary week."""
    days = [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)
    ]
    return Calendar(
        year=year,
        off=tuple(d for d in days if d.weekday() < 5 and chinese_calendar.is_holiday(d)),
        worked=tuple(d for d in days if d.weekday() >= 5 and chinese_calendar.is_workday(d)),
        source="chinesecalendar",
        where=Where(file=f"calendars/{year}.yaml", line=1),
    )


CALENDARS = {year: calendar(year) for year in YEARS}
days_known = st.dates(date(2016, 1, 1), date(2026, 10, 1))
days_any = st.dates(date(2015, 1, 1), date(2028, 12, 31))
lengths = st.integers(0, 60)


def iso(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("accepted", "five", "ten", "twenty"),
    [
        ("2026-02-05", "2026-02-12", "2026-02-26", "2026-03-11"),
        ("2026-02-13", "2026-02-27", "2026-03-05", "2026-03-19"),
        ("2026-09-22", "2026-09-30", "2026-10-13", "2026-10-27"),
        ("2018-02-08", "2018-02-14", "2018-02-27", "2018-03-13"),
        ("2018-06-28", "2018-07-05", "2018-07-12", "2018-07-26"),
        ("2025-01-20", "2025-01-26", "2025-02-08", "2025-02-21"),
    ],
)
def test_limits_over_festivals_and_make_up_workdays_end_on_the_known_days(
    accepted: str, five: str, ten: str, twenty: str
) -> None:
    due = [add_working_days(iso(accepted), n, CALENDARS) for n in (5, 10, 20)]
    assert due == [Due(iso(day), provisional=False) for day in (five, ten, twenty)]


def test_the_make_up_workdays_of_three_years_are_worked() -> None:
    days = (
        "2018-02-11 2018-02-24 2018-04-08 2018-04-28 2018-09-29 2018-09-30 2018-12-29 "
        "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
        "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
    )
    worked = {day for year in (2018, 2025, 2026) for day in CALENDARS[year].worked}
    assert worked == {iso(day) for day in days.split()}
    assert all(is_working_day(day, CALENDARS) for day in worked)


@given(days_known)
def test_every_day_of_a_known_year_is_worked_as_the_published_calendar_says(day: date) -> None:
    assert is_working_day(day, CALENDARS) == chinese_calendar.is_workday(day)


def test_no_days_end_on_the_same_day_even_if_nobody_works_on_it() -> None:
    assert add_working_days(iso("2026-02-17"), 0, CALENDARS) == Due(iso("2026-02-17"), provisional=False)


def test_a_limit_that_reaches_a_year_without_a_calendar_is_provisional() -> None:
    due = add_working_days(iso("2026-12-10"), 20, CALENDARS)
    assert due == Due(iso("2027-01-08"), provisional=True)  # 15 days in December, then 4 to 8 January
    assert add_working_days(iso("2026-12-10"), 15, CALENDARS) == Due(iso("2026-12-31"), provisional=False)


def test_a_provisional_limit_leaves_out_the_holidays_of_fixed_date() -> None:
    assert add_working_days(iso("2027-04-30"), 1, CALENDARS).date == iso("2027-05-03")
    assert add_working_days(iso("2027-09-30"), 1, CALENDARS).date == iso("2027-10-04")
    assert not is_working_day(iso("2027-01-01"), CALENDARS)


def test_a_provisional_limit_is_worked_out_again_when_the_calendar_is_there() -> None:
    without = {year: c for year, c in CALENDARS.items() if year < 2026}
    assert add_working_days(iso("2026-02-05"), 20, without) == Due(iso("2026-03-05"), provisional=True)
    assert add_working_days(iso("2026-02-05"), 20, CALENDARS) == Due(iso("2026-03-11"), provisional=False)


def test_ten_working_days_of_expert_review_move_the_end_by_ten_working_days() -> None:
    accepted = iso("2026-02-05")
    first, last = iso("2026-02-24"), add_working_days(iso("2026-02-23"), 10, CALENDARS).date
    paused = add_working_days(accepted, 20, CALENDARS, [(first, last)])
    assert paused == add_working_days(accepted, 30, CALENDARS) == Due(iso("2026-03-25"), provisional=False)


def test_pauses_that_overlap_count_once() -> None:
    one = add_working_days(iso("2026-03-02"), 5, CALENDARS, [(iso("2026-03-03"), iso("2026-03-06"))])
    both = [(iso("2026-03-03"), iso("2026-03-05")), (iso("2026-03-04"), iso("2026-03-06"))]
    assert add_working_days(iso("2026-03-02"), 5, CALENDARS, both) == one == Due(iso("2026-03-13"), False)


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        ("2026-02-05", {"working_days": 10}, "2026-02-26"),
        ("2026-03-02", {"days": 7}, "2026-03-09"),
        ("2026-03-02", {"days": 5}, "2026-03-09"),
        ("2026-09-21", {"days": 10}, "2026-10-08"),
        ("2026-03-02", {"months": 3}, "2026-06-02"),
        ("2026-01-31", {"months": 1}, "2026-02-28"),
        ("2026-03-31", {"months": 1}, "2026-04-30"),
        ("2025-12-02", {"months": 3}, "2026-03-02"),
        ("2026-03-02", {"at_once": True}, "2026-03-02"),
    ],
    ids=["working days", "days", "from a Saturday on", "into a holiday", "months",
         "a short month, worked Saturday", "a month of thirty days", "over the year", "at once"],
)  # fmt: skip
def test_a_period_ends_on_the_day_that_the_law_says(start: str, period: dict[str, Any], last: str) -> None:
    assert add_period(iso(start), Limit(**period), CALENDARS).date == iso(last)


@pytest.mark.parametrize("period", [{"days": 8}, {"months": 1}])
def test_no_period_ends_while_it_stands_still_though_its_day_was_moved_by_a_weekend(
    period: dict[str, Any],
) -> None:
    start = iso("2026-03-06" if "days" in period else "2026-02-14")
    assert add_period(start, Limit(**period), CALENDARS).date == iso("2026-03-16")
    paused = (iso("2026-03-15"), iso("2026-03-27"))  # begins on the Sunday before
    assert add_period(start, Limit(**period), CALENDARS, [paused]).date == iso("2026-03-30")


@given(days_known, st.integers(1, 60), st.sampled_from(["working_days", "days", "months"]))
def test_a_period_never_ends_on_a_day_off_and_a_pause_only_makes_it_longer(
    start: date, length: int, unit: str
) -> None:
    period = Limit.model_validate({unit: min(length, 24) if unit == "months" else length})
    plain = add_period(start, period, CALENDARS)
    assert is_working_day(plain.date, CALENDARS)
    pause = (start + timedelta(days=1), start + timedelta(days=4))
    assert add_period(start, period, CALENDARS, [pause]).date >= plain.date


@given(days_known, st.integers(0, 30))
def test_so_many_working_days_before_a_day_are_left_until_it(day: date, days: int) -> None:
    earlier = working_days_before(day, days, CALENDARS)
    assert is_working_day(earlier, CALENDARS)
    assert working_days_between(earlier, day, CALENDARS) == days


def test_a_negative_number_of_days_is_refused_in_both_languages() -> None:
    with pytest.raises(ValueError, match=r"不能为负.*cannot be negative"):
        add_working_days(iso("2026-03-02"), -1, CALENDARS)


@given(days_any, days_any, lengths)
def test_a_later_start_never_ends_earlier(one: date, other: date, days: int) -> None:
    first, second = sorted((one, other))
    assert add_working_days(first, days, CALENDARS).date <= add_working_days(second, days, CALENDARS).date


@given(days_any, lengths)
def test_more_days_always_end_later(start: date, days: int) -> None:
    assert add_working_days(start, days, CALENDARS).date < add_working_days(start, days + 1, CALENDARS).date


@given(days_any, lengths, lengths)
def test_a_limit_in_two_parts_ends_when_the_whole_does(start: date, one: int, other: int) -> None:
    middle = add_working_days(start, one, CALENDARS).date
    assert (
        add_working_days(middle, other, CALENDARS).date
        == add_working_days(start, one + other, CALENDARS).date
    )


@given(days_any, lengths, st.lists(st.tuples(days_any, st.integers(0, 20)), max_size=3))
def test_counting_the_days_of_a_limit_gives_its_length(
    start: date, days: int, breaks: list[tuple[date, int]]
) -> None:
    pauses = [(first, first + timedelta(days=n)) for first, n in breaks]
    due = add_working_days(start, days, CALENDARS, pauses)
    assert working_days_between(start, due.date, CALENDARS, pauses) == days


def test_no_days_lie_between_a_day_and_an_earlier_one() -> None:
    assert working_days_between(iso("2026-03-05"), iso("2026-03-02"), CALENDARS) == 0
