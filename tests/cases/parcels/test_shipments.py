from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.parcels.foreign_trace import doubt
from chalicelib.cases.parcels.shipments import MOST_EVENTS, TrackingEvent, believe, event_key, merge
from chalicelib.cases.parcels.status import SETTLED_BY_STAFF
from chalicelib.cases.parcels.status import ShipmentStatus as S

ZONE = timezone(timedelta(hours=8))
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SINCE, NOW = NOON + timedelta(hours=2), NOON + timedelta(hours=5)
"""Of events of the hours 0 to 6 those of 2 to 5 are believed."""


def event(status: S | None, hour: float, text: str = "") -> TrackingEvent:
    at = NOON + timedelta(hours=hour)
    words = text or f"{status}"
    key = event_key("ems", "1", at, words)
    return TrackingEvent(at=at, status=status, code="", text=words, key=key)


def hours(hour: float) -> datetime:
    return NOON + timedelta(hours=hour)


def told(*statuses: S) -> S:
    """What these add up to, an hour apart."""
    return merge((), [event(status, hour) for hour, status in enumerate(statuses)])[1]


def turned(one: TrackingEvent, back: bool) -> TrackingEvent:
    return one.model_copy(update={"back": back})


events = st.builds(
    turned,
    st.builds(event, st.none() | st.sampled_from(S), st.integers(0, 6), st.sampled_from(["一", "二"])),
    st.sampled_from([False, False, False, True]),
)


def test_the_same_event_three_times_out_of_order_counts_once_in_the_right_order() -> None:
    picked, moved, out = event(S.PICKED_UP, 0), event(S.IN_TRANSIT, 1), event(S.OUT_FOR_DELIVERY, 2)
    for arrival in permutations((picked, moved, out)):
        assert merge((*arrival, moved), (*arrival, picked)) == ((picked, moved, out), S.OUT_FOR_DELIVERY)


@pytest.mark.parametrize("late", [-1.0, 0.0, 1.0])
def test_a_late_event_never_takes_back_a_delivery(late: float) -> None:
    kept, status = merge((event(S.DELIVERED, 0),), (event(S.IN_TRANSIT, late),))
    assert status is S.DELIVERED
    assert len(kept) == 2


def test_a_parcel_may_go_back_after_its_delivery() -> None:
    delivered, going, back = event(S.DELIVERED, 0), event(S.RETURNING, 1), event(S.RETURNED, 2)
    known, first = merge((delivered,), (going,))
    assert first is S.RETURNING
    assert merge(known, (back,))[1] is S.RETURNED


def test_a_parcel_on_its_way_back_stays_so_until_its_sender_has_it() -> None:
    assert told(S.RETURNING, S.IN_TRANSIT) is S.RETURNING
    assert told(S.RETURNING, S.OUT_FOR_DELIVERY) is S.RETURNING
    assert told(S.RETURNING, S.RETURNED) is S.RETURNED
    assert told(S.RETURNING, S.LOST) is S.LOST


@pytest.mark.parametrize(
    "trace",
    [
        (S.RETURNING, S.OUT_FOR_DELIVERY, S.DELIVERED),
        (S.RETURNING, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.DELIVERED_PROXY),
        (S.RETURNING, S.DELIVERED),
        (S.RETURNED, S.OUT_FOR_DELIVERY, S.DELIVERED),
        (S.DELIVERED, S.RETURNED),
        (S.RETURNING, S.RETURNED, S.OUT_FOR_DELIVERY, S.DELIVERED),
        (S.RETURNING, S.RETURNED, S.DELIVERED_PROXY),
        (S.CANCELLED, S.PICKED_UP, S.DELIVERED),
        (S.DELIVERED, S.CANCELLED),
        (S.UNCLEAR, S.DELIVERED),
    ],
)
def test_whose_signature_it_is_a_person_decides_where_the_trace_can_be_read_in_two_ways(
    trace: tuple[S, ...],
) -> None:
    assert told(S.PICKED_UP, *trace) is S.UNCLEAR
    assert S.UNCLEAR in SETTLED_BY_STAFF


@pytest.mark.parametrize("status", [None, S.IN_TRANSIT, S.ATTEMPT_FAILED, S.DELIVERED])
@pytest.mark.parametrize("at", [-1.0, None])
def test_a_line_that_speaks_of_a_way_back_makes_a_signature_doubtful_whatever_its_code(
    status: S | None, at: float | None
) -> None:
    line = event(status if at is not None else None, at or 0.0, "退回取消").model_copy(update={"back": True})
    line = line if at is not None else line.model_copy(update={"at": None})
    assert merge((line,), (event(S.DELIVERED, 1),))[1] is S.UNCLEAR
    assert merge((line,), (event(S.RETURNED, 1),))[1] in {S.RETURNED, S.UNCLEAR}


def test_a_signature_by_proxy_is_not_hidden_by_a_bare_signature_of_the_same_moment() -> None:
    assert merge((event(S.DELIVERED, 0),), (event(S.DELIVERED_PROXY, 0),))[1] is S.DELIVERED_PROXY


def test_a_signature_by_proxy_counts_wherever_it_stands() -> None:
    assert told(S.DELIVERED, S.DELIVERED_PROXY) is told(S.DELIVERED_PROXY, S.DELIVERED) is S.DELIVERED_PROXY


def test_a_parcel_given_up_that_is_seen_again_is_on_its_way_again() -> None:
    for gone in (S.LOST, S.EXPIRED):
        assert told(gone, S.IN_TRANSIT) is S.IN_TRANSIT


def test_a_cancelled_parcel_that_is_seen_again_is_asked_after_and_put_before_a_person() -> None:
    for seen in (S.LABEL_CREATED, S.PICKED_UP, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.READY_FOR_PICKUP):
        assert told(S.CANCELLED, seen) is S.DELAYED
    assert told(S.CANCELLED, S.IN_TRANSIT, S.RETURNING) is S.RETURNING
    assert told(S.CANCELLED, S.IN_TRANSIT, S.CANCELLED) is S.CANCELLED


def test_text_without_a_status_is_kept_and_moves_nothing() -> None:
    kept, status = merge((event(S.PICKED_UP, 0),), (event(None, 1, "已消毒"),))
    assert (len(kept), status) == (2, S.PICKED_UP)


def test_an_event_first_told_without_a_status_gains_it_later() -> None:
    bare, told = event(None, 0, "x"), event(S.PICKED_UP, 0, "x")
    assert merge((bare,), (told,)) == merge((told,), (bare,)) == ((told,), S.PICKED_UP)


def test_no_events_are_no_trace() -> None:
    assert merge((), ()) == ((), S.NOT_FOUND)


@given(st.lists(events, max_size=8), st.data())
def test_any_order_and_any_duplication_of_events_comes_to_the_same(
    some: list[TrackingEvent], data: st.DataObject
) -> None:
    whole = merge((), some)
    again = data.draw(st.permutations(some + some))
    cut = data.draw(st.integers(0, len(again)))
    known, _ = merge((), again[:cut])
    assert merge(known, again[cut:]) == whole
    assert merge(whole[0], ()) == whole


def test_a_parcel_lost_on_its_way_back_and_seen_again_is_on_its_way_back() -> None:
    assert told(S.DELIVERED, S.RETURNING, S.LOST) is S.LOST
    assert told(S.DELIVERED, S.RETURNING, S.LOST, S.IN_TRANSIT) is S.RETURNING


@given(st.lists(events, max_size=8), st.sampled_from([S.DELIVERED, S.DELIVERED_PROXY]))
def test_a_signature_is_taken_back_only_by_what_speaks_against_it(
    later: list[TrackingEvent], delivered: S
) -> None:
    status = merge((event(S.IN_TRANSIT, -2), event(delivered, -1)), later)[1]
    against = {S.RETURNING, S.RETURNED, S.CANCELLED, S.UNCLEAR, S.LOST, S.DELIVERED_PROXY}
    if against.isdisjoint({e.status for e in later}) and not any(e.back for e in later):
        assert status is delivered
    assert status.delivered or status in {S.RETURNING, S.RETURNED, S.UNCLEAR, S.LOST}


ENDS = {S.DELIVERED: "addressee", S.RETURNED: "sender", S.CANCELLED: "sender"}
"""In these a step ends by itself: who has the parcel then."""


@given(st.lists(st.builds(believe, events, st.just(SINCE), st.just(NOW)), max_size=7), st.data())
def test_deleting_any_event_never_makes_the_status_more_final(
    trace: list[TrackingEvent], data: st.DataObject
) -> None:
    """
    More final: the step ends by itself where it did not, or ends the other way.

    One thing no reading can do: miss the line that alone made a signature doubtful. Deleting it turns a
    person's task into an end; but then the trace held this very end, and never a parcel under way.
    """
    whole, status = merge((), trace)
    if not whole:
        return
    deleted = data.draw(st.integers(0, len(whole) - 1))
    assert status is merge((), whole)[1]
    left = whole[:deleted] + whole[deleted + 1 :]
    pick_up_at = data.draw(st.none() | st.integers(0, 6).map(hours))
    status, fewer = doubt(status, whole, pick_up_at), doubt(merge((), left)[1], left, pick_up_at)
    if fewer not in ENDS:
        return
    assert status in ENDS or status in SETTLED_BY_STAFF, "what is simply under way has no end in it"
    if status in ENDS:
        assert ENDS[status] == ENDS[fewer]
    else:
        assert any(e.status and ENDS.get(e.status) == ENDS[fewer] for e in whole)


@given(st.lists(events, max_size=7), st.sets(st.integers(0, 6)))
def test_a_parcel_under_way_comes_to_no_end_however_much_of_its_trace_is_missing(
    trace: list[TrackingEvent], missing: set[int]
) -> None:
    if merge((), trace)[1] not in {*ENDS, *SETTLED_BY_STAFF}:
        left = [each for n, each in enumerate(trace) if n not in missing]
        assert merge((), left)[1] not in ENDS


# --- what is believed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "believed"),
    [(-40 * 24 * 60, False), (-11, False), (-10, True), (0, True), (60, True), (70, True), (71, False)],
)
def test_only_what_happened_between_the_order_and_now_is_believed(minutes: int, believed: bool) -> None:
    seen = event(S.DELIVERED, minutes / 60)
    judged = believe(seen, NOON, NOON + timedelta(hours=1))
    assert judged == seen.model_copy(update={"believed": believed})


@pytest.mark.parametrize("year", [1, 1970, 2025, 2027, 9999])
def test_dates_of_other_ages_are_kept_as_seen_and_move_nothing(year: int) -> None:
    seen = event(S.DELIVERED, 0).model_copy(update={"at": datetime(year, 6, 1, tzinfo=UTC)})
    kept, status = merge((), (believe(seen, NOON, NOON), event(S.PICKED_UP, 0)))
    assert (len(kept), status) == (2, S.PICKED_UP)
    assert seen.model_copy(update={"believed": False}) in kept


def earlier(*statuses: S) -> list[TrackingEvent]:
    """What the carrier tells of the days before the order."""
    told = [event(status, hour - 100) for hour, status in enumerate(statuses)]
    return [believe(one, NOON, NOON + timedelta(days=1)) for one in told]


@pytest.mark.parametrize(
    ("later", "status"),
    [
        ((S.OUT_FOR_DELIVERY, S.DELIVERED), S.UNCLEAR),
        ((S.DELIVERED,), S.UNCLEAR),
        ((S.RETURNED,), S.UNCLEAR),
        ((S.IN_TRANSIT,), S.DELAYED),
        ((S.PICKED_UP, S.IN_TRANSIT), S.IN_TRANSIT),
        ((S.PICKED_UP, S.DELIVERED), S.DELIVERED),
    ],
)
def test_a_parcel_that_was_moving_before_ours_was_ordered_is_not_taken_for_ours(
    later: tuple[S, ...], status: S
) -> None:
    ours = [event(one, hour) for hour, one in enumerate(later)]
    assert merge(earlier(S.PICKED_UP, S.IN_TRANSIT), ours)[1] is status


def test_the_sender_s_signature_before_the_carrier_says_returned_is_no_other_s() -> None:
    assert told(S.PICKED_UP, S.RETURNING, S.DELIVERED, S.RETURNED) is S.RETURNED


@pytest.mark.parametrize("later", [S.DELIVERED, S.RETURNED, S.DELIVERED_PROXY])
def test_an_earlier_parcel_of_which_only_texts_are_told_may_be_the_one_that_came_to_its_end(later: S) -> None:
    lines = [believe(event(None, hour - 100, "到达"), NOON, NOON + timedelta(days=1)) for hour in range(3)]
    assert merge(lines, [event(later, 1)])[1] is S.UNCLEAR
    assert merge(lines, [event(S.PICKED_UP, 0), event(S.DELIVERED, 1)])[1] is S.DELIVERED
    assert merge([*earlier(S.DELIVERED), *lines], [event(S.DELIVERED, 1)])[1] is S.DELIVERED


def test_an_earlier_parcel_that_had_ended_says_nothing_of_ours() -> None:
    for end in (S.DELIVERED, S.RETURNED, S.CANCELLED):
        assert merge(earlier(S.IN_TRANSIT, end), [event(S.DELIVERED, 1)])[1] is S.DELIVERED


@pytest.mark.parametrize("year", [1970, 1980, 2000, 2010])
@pytest.mark.parametrize("dead", [S.IN_TRANSIT, S.PICKED_UP, S.DELIVERED, S.RETURNING, None])
def test_a_line_of_a_clock_that_has_begun_again_drives_nothing(year: int, dead: S | None) -> None:
    line = event(dead, 0, "到达").model_copy(update={"at": datetime(year, 1, 1, tzinfo=UTC)})
    seen = believe(line, NOON, NOON + timedelta(days=1))
    for ours in ([], [S.IN_TRANSIT], [S.OUT_FOR_DELIVERY, S.DELIVERED], [S.RETURNED], [S.CANCELLED]):
        events = [event(one, hour) for hour, one in enumerate(ours)]
        assert merge([seen], events)[1] is merge([], events)[1]


def test_what_was_told_too_early_is_believed_if_it_is_still_told_when_its_time_has_come() -> None:
    early = event(S.DELIVERED, 5)
    known, before = merge((), (believe(early, NOON, NOON),))
    later = NOON + timedelta(hours=5)
    assert (before, merge(known, ())[1]) == (S.NOT_FOUND, S.NOT_FOUND)
    assert merge(known, (believe(early, NOON, later),))[1] is S.DELIVERED


def test_of_a_flood_of_lines_a_bounded_number_is_kept_and_never_what_speaks_of_the_end() -> None:
    flood = [event(S.IN_TRANSIT, n / 60, f"line {n}") for n in range(5000)]
    turned = event(S.RETURNING, -1)
    kept, status = merge((), (turned, *flood, event(S.DELIVERED, 200)))
    assert (len(kept), status) == (MOST_EVENTS, S.UNCLEAR)
    assert turned in kept
    assert merge(merge((), flood[:2500])[0], (turned, *flood[2500:], event(S.DELIVERED, 200)))[0] == kept


def test_the_statuses_that_end_and_those_that_need_a_person_are_those_of_the_table() -> None:
    assert {s for s in S if s.terminal} == {
        S.DELIVERED,
        S.DELIVERED_PROXY,
        S.LOST,
        S.RETURNED,
        S.CANCELLED,
        S.EXPIRED,
        S.UNCLEAR,
        S.MISNUMBERED,
    }
    ordinary = {s for s in S if not s.exceptional}
    assert ordinary == {
        S.REQUESTED,
        S.NOT_FOUND,
        S.LABEL_CREATED,
        S.PICKED_UP,
        S.IN_TRANSIT,
        S.OUT_FOR_DELIVERY,
        S.READY_FOR_PICKUP,
        S.DELIVERED,
        S.CANCELLED,
    }
