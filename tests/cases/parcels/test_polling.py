from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.adapters.carriers.kuaidi100_codes import status_of
from chalicelib.cases.parcels.polling import FLOOR, next_poll, silent, suspended_for
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.decisions.forms.form import Text, Where
from chalicelib.decisions.forms.region import Courier, Interval

ZONE = timezone(timedelta(hours=8))
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
COURIER = Courier(
    courier="ems",
    name=Text(zh="邮政", en="EMS"),
    code="ems",
    phone_needed=False,
    polling=(
        Interval(status="in_transit", minutes=240),
        Interval(status="1001", minutes=60),
        Interval(status="out_for_delivery", minutes=30),
        Interval(status="ready_for_pickup", minutes=360),
        Interval(status="delayed", minutes=1440),
    ),
    night=(22, 7),
    silent_hours=72,
    give_up_days=60,
    where=Where(file="couriers/ems.yaml", line=1),
)


def poll(status: S, failures: int = 0, now: datetime = NOON, **more: object) -> datetime | None:
    return next_poll(COURIER, status, failures, now, ZONE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [s for s in S if s.terminal])
def test_nothing_is_asked_about_a_parcel_at_its_end(status: S) -> None:
    assert poll(status) is None


def test_the_interval_is_the_one_of_the_status_and_the_carriers_code_stands_before_it() -> None:
    assert poll(S.IN_TRANSIT) == NOON + timedelta(hours=4)
    assert poll(S.IN_TRANSIT, code="1001") == NOON + timedelta(hours=1)
    assert poll(S.OUT_FOR_DELIVERY) == NOON + FLOOR
    assert poll(S.RETURNING) == NOON + timedelta(hours=4)


def test_nothing_is_asked_at_night() -> None:
    evening = datetime(2026, 3, 2, 13, 45, tzinfo=UTC)  # 21:45 in the office
    morning = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)  # 7:00 on the 3rd
    small_hours = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)  # 2:00 on the 3rd
    assert poll(S.OUT_FOR_DELIVERY, now=evening) == morning
    assert poll(S.OUT_FOR_DELIVERY, now=small_hours) == morning
    assert poll(S.OUT_FOR_DELIVERY, now=small_hours, jitter=0.5) == morning + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("night", "asleep"),
    [((0, 6), {0, 1, 2, 3, 4, 5}), ((22, 7), {22, 23, 0, 1, 2, 3, 4, 5, 6}), ((0, 0), set())],
)
def test_the_night_may_lie_on_either_side_of_midnight_or_not_be(
    night: tuple[int, int], asleep: set[int]
) -> None:
    courier = COURIER.model_copy(update={"night": night})
    midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    hours = (midnight + timedelta(hours=n) for n in range(24))
    polls = (next_poll(courier, S.OUT_FOR_DELIVERY, 0, hour, ZONE) for hour in hours)
    asked = {at.astimezone(ZONE).hour for at in polls if at}
    assert asked == set(range(24)) - asleep


def test_every_failure_doubles_the_wait_up_to_twelve_hours() -> None:
    early = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)  # 7:00, so that the night is far
    waits = [poll(S.OUT_FOR_DELIVERY, n, early) for n in range(1, 5)]
    assert waits == [early + timedelta(hours=h) for h in (1, 2, 4, 8)]
    assert poll(S.OUT_FOR_DELIVERY, 5, early) == early + timedelta(hours=12)
    assert poll(S.OUT_FOR_DELIVERY, 10_000, early) == early + timedelta(hours=12)
    assert poll(S.OUT_FOR_DELIVERY, 2, early, jitter=1.0) == early + timedelta(hours=1, minutes=30)


def test_a_failure_does_not_shorten_an_interval_that_is_longer_than_twelve_hours() -> None:
    assert poll(S.DELAYED, 3) == NOON + timedelta(hours=24)


@given(
    st.sampled_from([s for s in S if not s.terminal]),
    st.integers(0, 50),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)),  # noqa: DTZ001
    st.floats(0, 1),
    st.tuples(st.integers(0, 23), st.integers(0, 23)),
)
def test_no_number_is_ever_asked_for_within_thirty_minutes_or_at_night(
    status: S, failures: int, now: datetime, jitter: float, night: tuple[int, int]
) -> None:
    courier = COURIER.model_copy(update={"night": night})
    at = next_poll(courier, status, failures, now, ZONE, jitter=jitter)
    assert at is not None
    assert at - now >= FLOOR
    hour = at.astimezone(ZONE).hour
    first, last = night
    asleep = first <= hour < last if first <= last else hour >= first or hour < last
    assert not asleep


def test_silence_makes_a_parcel_delayed_and_after_sixty_days_expired_but_never_lost() -> None:
    hours = {71: None, 72: S.DELAYED, 24 * 60 - 1: S.DELAYED, 24 * 60: S.EXPIRED}
    assert {n: silent(COURIER, NOON, NOON + timedelta(hours=n)) for n in hours} == hours


@pytest.mark.parametrize("name", ["ems", "shunfeng"])
def test_the_demonstration_couriers_use_statuses_and_codes_that_exist(name: str) -> None:
    folder = Path(__file__).parents[3] / "rules" / "licang" / "couriers"
    file = folder / f"{name}.yaml"
    courier = Courier(**yaml.safe_load(file.read_text()), where=Where(file=file.name, line=1))
    named = [interval.status for interval in courier.polling]
    assert len(named) == len(set(named))
    assert {s for s in S if not s.terminal} <= set(named)
    codes = set(named) - set(S)
    assert {status_of("", code) for code in codes} == {S.IN_TRANSIT}
    assert all(next_poll(courier, s, 0, NOON, ZONE) for s in S if not s.terminal)


def test_a_carrier_that_refuses_our_account_is_tried_again_ever_later_up_to_half_a_day() -> None:
    hours = [suspended_for(tries) / timedelta(hours=1) for tries in (0, 1, 2, 5, 1000)]
    assert hours == [0.5, 1, 2, 12, 12]
