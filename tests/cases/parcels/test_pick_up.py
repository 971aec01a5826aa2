from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.parcels.hours import SHORTEST, hours_of
from chalicelib.cases.parcels.pick_up import LONGEST, days_ahead, next_pick_up
from chalicelib.cases.time.time_limits import is_working_day
from chalicelib.cases.values import Direction
from chalicelib.decisions.forms.region import Calendar, Hall
from tests.fakes import licang

CHINA = timezone(timedelta(hours=8))
IN, OUT = Direction.INBOUND, Direction.OUTBOUND
HALL = Hall(name="大厅", phone="0532-00000000", address="演示路1号", hours=("09:00-12:00", "13:00-17:00"))


def shown(direction: Direction, now: str, hall: Hall = HALL) -> str:
    at = datetime.fromisoformat(now).replace(tzinfo=CHINA)
    window = next_pick_up(direction, hall, licang().calendars, CHINA, at)
    assert window is not None
    return f"{window.start.astimezone(CHINA):%m-%d %H:%M}-{window.end.astimezone(CHINA):%H:%M}"


@pytest.mark.parametrize(
    ("now", "window"),
    [
        ("2026-03-02 00:30", "03-02 09:00-11:00"),
        ("2026-03-02 08:59", "03-02 09:00-11:00"),
        ("2026-03-02 09:00", "03-02 10:00-12:00"),
        ("2026-03-02 10:01", "03-02 11:00-12:00"),
        ("2026-03-02 11:30", "03-02 13:00-15:00"),
        ("2026-03-02 14:59", "03-02 15:00-17:00"),
        ("2026-03-02 15:59", "03-02 16:00-17:00"),
        ("2026-03-02 16:00", "03-03 09:00-11:00"),
        ("2026-03-06 16:30", "03-09 09:00-11:00"),  # Friday
        ("2026-03-07 10:00", "03-09 09:00-11:00"),  # Saturday
        ("2026-09-30 16:05", "10-08 09:00-11:00"),  # the National Day
        ("2026-10-09 17:00", "10-10 09:00-11:00"),  # a Saturday that is worked
        ("2026-02-13 16:30", "02-14 09:00-11:00"),  # and one before the Spring Festival
        ("2026-12-31 16:30", "01-04 09:00-11:00"),  # the new year's calendar is not out yet
    ],
)
def test_a_result_is_fetched_at_the_hall_while_it_is_open(now: str, window: str) -> None:
    assert shown(OUT, now) == window


@pytest.mark.parametrize(
    ("now", "window"),
    [
        ("2026-03-02 05:00", "03-02 09:00-11:00"),
        ("2026-03-02 12:10", "03-02 13:00-15:00"),
        ("2026-03-02 16:30", "03-02 17:00-18:00"),
        ("2026-03-02 17:00", "03-03 09:00-11:00"),
        ("2026-03-06 18:00", "03-07 09:00-11:00"),  # Saturday
        ("2026-10-01 10:00", "10-01 11:00-13:00"),
    ],
)
def test_papers_are_fetched_at_the_door_by_day_on_any_day(now: str, window: str) -> None:
    assert shown(IN, now) == window


def test_other_halls_have_other_hours_and_an_older_release_has_the_usual_ones() -> None:
    early = HALL.model_copy(update={"hours": ("08:30-12:00", "14:00-17:30")})
    assert shown(OUT, "2026-03-02 07:10", early) == "03-02 08:30-10:30"
    assert shown(OUT, "2026-03-02 16:10", early) == "03-03 08:30-10:30"
    assert shown(OUT, "2026-03-02 12:10", HALL.model_copy(update={"hours": ()})) == "03-02 14:00-16:00"


def test_a_hall_that_never_opens_gives_no_time_and_no_endless_search() -> None:
    closed = {year: Calendar(**(vars(c) | {"worked": ()})) for year, c in licang().calendars.items()}
    shut = {
        year: calendar.model_copy(
            update={"off": tuple(datetime(year, 1, 1).date() + timedelta(days=n) for n in range(365))}  # noqa: DTZ001
        )
        for year, calendar in closed.items()
    }
    assert next_pick_up(OUT, HALL, shut, CHINA, datetime(2026, 3, 2, tzinfo=CHINA)) is None


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(CHINA)),  # noqa: DTZ001
    st.sampled_from(Direction),
)
def test_a_courier_always_meets_someone(now: datetime, direction: Direction) -> None:
    window = next_pick_up(direction, HALL, licang().calendars, CHINA, now)
    assert window is not None
    assert window.start > now
    assert SHORTEST <= window.end - window.start <= LONGEST
    start, end = window.start.astimezone(CHINA), window.end.astimezone(CHINA)
    assert start.date() == end.date()
    assert days_ahead(window, CHINA, now) == (start.date() - now.date()).days >= 0
    if direction is OUT:
        assert is_working_day(start.date(), licang().calendars)
        spans = [hours_of(opening) for opening in HALL.hours]
        assert any(opens <= start.time() and end.time() <= closes for opens, closes in spans)
