"""What happened before the courier could come, happened to another parcel of that number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.parcels.shipments import TrackingEvent, event_key
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.parcels.waybill import Waybill

ORDERED = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
"""Tuesday, 16:30 in China."""
WINDOW = ORDERED + timedelta(hours=16, minutes=30)
"""Wednesday, 9:00."""
LATER = ORDERED + timedelta(days=5)
Told = tuple[S, float]
"""A status, and how many hours after the order it was told; the window begins after 16.5."""


def event(status: S, hour: float) -> TrackingEvent:
    at = ORDERED + timedelta(hours=hour)
    return TrackingEvent(
        at=at, status=status, code="", text=status, key=event_key("ems", "1", at, f"{status} {hour}")
    )


def status_of(*trace: Told, pick_up_at: datetime | None = WINDOW) -> S:
    waybill = Waybill(
        carrier="ems",
        number="EX1",
        order="o",
        case="c",
        region="licang",
        booked_at=ORDERED,
        ordered_at=ORDERED,
        pick_up_at=pick_up_at,
    )
    return waybill.after((event(*each) for each in trace), LATER)[1]


@pytest.mark.parametrize(
    "trace",
    [
        ((S.DELIVERED, -0.15),),
        ((S.DELIVERED, 0.2),),
        ((S.DELIVERED_PROXY, 0.2),),
        ((S.DELIVERED, 15.0),),
        ((S.DELIVERED, 16.45),),
        ((S.RETURNED, 2.0),),
        ((S.IN_TRANSIT, 1.0), (S.DELIVERED, 2.0)),
        ((S.PICKED_UP, 1.0), (S.IN_TRANSIT, 1.5), (S.DELIVERED, 2.0)),
        ((S.DELIVERED, -40 * 24.0), (S.DELIVERED, 0.1)),
        ((S.DELIVERED, 2.0), (S.PICKED_UP, 17.0), (S.IN_TRANSIT, 20.0), (S.DELIVERED, 40.0)),
        ((S.DELIVERED, 2.0), (S.PICKED_UP, 17.0)),
    ],
    ids=range(11),
)
def test_an_end_before_the_courier_could_come_is_put_before_a_person(trace: tuple[Told, ...]) -> None:
    assert status_of(*trace) is S.UNCLEAR


@pytest.mark.parametrize(
    "trace",
    [
        ((S.DELIVERED, 17.0),),
        ((S.DELIVERED_PROXY, 40.0),),
        ((S.LABEL_CREATED, 0.1), (S.DELIVERED, 40.0)),
        ((S.LABEL_CREATED, 17.0), (S.DELAYED, 20.0), (S.DELIVERED, 40.0)),
        ((S.DELIVERED, 40.0), (S.IN_TRANSIT, 41.0)),
        ((S.PICKED_UP, 2.0), (S.DELIVERED, 40.0)),
        ((S.DELIVERED, -40 * 24.0), (S.DELIVERED, 40.0)),
    ],
    ids=range(7),
)
def test_a_signature_without_a_pick_up_or_movement_before_it_is_put_before_a_person(
    trace: tuple[Told, ...],
) -> None:
    assert status_of(*trace) is S.UNCLEAR


@pytest.mark.parametrize("end", [S.DELIVERED, S.RETURNED])
def test_what_was_moving_before_the_courier_could_come_and_was_never_fetched_is_another_parcel(
    end: S,
) -> None:
    assert status_of((S.IN_TRANSIT, 2.0), (S.OUT_FOR_DELIVERY, 17.0), (end, 18.0)) is S.UNCLEAR


@pytest.mark.parametrize(
    ("trace", "status"),
    [
        (((S.PICKED_UP, 17.0), (S.DELIVERED, 40.0)), S.DELIVERED),
        (((S.PICKED_UP, 16.4), (S.DELIVERED, 40.0)), S.DELIVERED),
        (((S.IN_TRANSIT, 20.0), (S.DELIVERED, 40.0)), S.DELIVERED),
        (((S.OUT_FOR_DELIVERY, 38.0), (S.DELIVERED_PROXY, 40.0)), S.DELIVERED_PROXY),
        (((S.READY_FOR_PICKUP, 38.0), (S.DELIVERED, 40.0)), S.DELIVERED),
        (((S.PICKED_UP, 14.0), (S.IN_TRANSIT, 18.0), (S.DELIVERED, 40.0)), S.DELIVERED),
        (((S.PICKED_UP, 14.0), (S.IN_TRANSIT, 15.0), (S.IN_TRANSIT, 18.0), (S.DELIVERED, 40.0)), S.DELIVERED),
        (((S.RETURNED, 40.0),), S.RETURNED),
        (((S.PICKED_UP, 17.0), (S.RETURNING, 30.0), (S.RETURNED, 40.0)), S.RETURNED),
        (((S.CANCELLED, 2.0),), S.CANCELLED),
        (((S.IN_TRANSIT, 2.0),), S.IN_TRANSIT),
        (((S.LABEL_CREATED, 0.0),), S.LABEL_CREATED),
    ],
    ids=range(12),
)
def test_what_happened_since_the_courier_could_come_is_believed_as_it_is_told(
    trace: tuple[Told, ...], status: S
) -> None:
    assert status_of(*trace) is status


def test_without_a_known_window_nothing_is_doubted() -> None:
    assert status_of((S.DELIVERED, 0.5), pick_up_at=None) is S.DELIVERED
    assert status_of((S.RETURNED, 0.5), pick_up_at=None) is S.RETURNED


@given(st.lists(st.tuples(st.sampled_from(S), st.integers(0, 40)), max_size=6))
def test_the_window_turns_an_end_into_doubt_and_changes_nothing_else(trace: list[Told]) -> None:
    with_window, without = status_of(*trace), status_of(*trace, pick_up_at=None)
    assert with_window is without or (
        with_window is S.UNCLEAR and without in {S.DELIVERED, S.DELIVERED_PROXY, S.RETURNED}
    )
