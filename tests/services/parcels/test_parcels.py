from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.events import ShipmentMisnumbered
from chalicelib.cases.parcels.polling import FLOOR
from chalicelib.cases.parcels.shipments import Tracking, TrackingProblem
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.people.mandates import Mandate
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.values import Actor, Role
from chalicelib.services.cases.change_case import change_case
from chalicelib.services.cases.people.read_parties import Agent
from chalicelib.services.errors import RetryableError
from chalicelib.services.parcels.poll_couriers import poll_courier
from chalicelib.services.run_effect import run_effect
from tests.fakes import MORNING, World, fresh, licang
from tests.services.scene import ITEMS, SOMEONE, Scene

APPLICANT = Actor(role=Role.APPLICANT, id="portal")
CHINA = timezone(timedelta(hours=8))


def at_pick_up(agent: Agent | None = None) -> Scene:
    scene = Scene(ITEMS["two_way_courier"], agent=agent)
    scene.upload_all()
    scene.findings("pre-review pass")
    return scene


def at_delivery(agent: Agent | None = None) -> Scene:
    """Two originals of the applicant's and a licence wait to go out."""
    scene = at_pick_up(agent)
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.findings("receipt complete", "acceptance accept", "review pass", "decision grant", "licence made")
    return scene


def withdraw(scene: Scene) -> None:
    command = commands.Withdraw(at=scene.world.clock.now(), by=APPLICANT)
    change_case(scene.world, scene.no, f"withdraw {scene.case.version}", lambda _: command)


def asked(scene: Scene) -> int:
    return len(scene.world.couriers.asked)


# --- ordering ------------------------------------------------------------------------------------


def test_an_order_the_carrier_did_not_answer_is_given_again_under_the_same_number() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.silent = ["no answer"]
    scene.finding("pass")
    with pytest.raises(RetryableError):
        scene.settle_effects()
    assert scene.run_clock() == 0, "the sweeper gives the queue some minutes first"
    scene.world.clock.pass_by(minutes=5)
    assert scene.run_clock() == 1
    assert scene.parcel == "EX000000001CN"
    assert {order.number for order in scene.world.couriers.orders} == {f"{scene.no}-pick-up-1"}
    assert scene.run_clock() == 0


def test_an_effect_twice_at_the_same_moment_is_one_parcel() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.finding("pass")
    order = scene.order
    scene.world.cases.meanwhile.append(lambda: run_effect(scene.world, scene.no, order))
    run_effect(scene.world, scene.no, order)
    assert len(scene.world.couriers.parcels) == 1
    waybill = scene.world.cases.waybill(f"ems#{scene.parcel}")
    assert waybill is not None
    assert (waybill.order, waybill.version) == (order, 1)


def test_an_order_refused_for_good_comes_before_a_person_and_the_next_has_a_new_number() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.refuses = ["OUT_OF_AREA"]
    scene.findings("pre-review pass")
    assert scene.step == "pick-up-problem"
    assert set(scene.holders().values()) == {"applicant"}
    scene.findings("pick-up-problem again")
    assert [order.number for order in scene.world.couriers.orders] == [
        f"{scene.no}-pick-up-1",
        f"{scene.no}-pick-up-2",
    ]
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.step == "receipt"


@pytest.mark.parametrize("told_at", [-0.15, 0.1, 0.2, 0.9])
def test_a_signature_before_the_courier_could_come_closes_nothing_and_a_person_decides(
    told_at: float,
) -> None:
    """Hours from the order; the window begins after one."""
    scene = at_pick_up()
    ordered = scene.world.clock.now()
    scene.world.clock.at = ordered + timedelta(hours=told_at)
    scene.world.couriers.tell(scene.parcel, S.DELIVERED)
    scene.world.clock.at = ordered
    scene.poll(scene.parcel)
    assert scene.case.shipments[scene.order].status == S.UNCLEAR
    assert (scene.step, len(scene.on_list("hall", "pick-up"))) == ("pick-up", 1)


def test_an_order_that_was_found_keeps_the_first_time_at_which_its_courier_can_have_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    couriers, book = scene.world.couriers, scene.world.couriers.book
    monkeypatch.setattr(couriers, "book", lambda order: replace(book(order), found=True))
    scene.finding("pass")
    scene.settle_effects()
    asked_for = couriers.orders[0].pick_up
    assert asked_for is not None
    assert scene.case.shipments[scene.order].pick_up is None
    assert scene.waybill(scene.parcel).pick_up_at == asked_for.start


# --- asking --------------------------------------------------------------------------------------


def test_nothing_is_asked_before_its_time() -> None:
    scene = at_pick_up()
    assert scene.run_clock() == 0
    poll_courier(scene.world, f"ems#{scene.parcel}")
    assert asked(scene) == 0
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    assert asked(scene) == 1


def test_two_pollers_at_the_same_moment_ask_the_carrier_once() -> None:
    scene = at_pick_up()
    scene.world.clock.pass_by(hours=2)
    key = f"ems#{scene.parcel}"
    inner = scene.world.cases.claim
    races = [lambda: poll_courier(scene.world, key)]

    def claim(*given: object) -> object:
        if races:
            races.pop()()
        return inner(*given)  # type: ignore[arg-type]

    scene.world.cases.claim = claim  # type: ignore[assignment,method-assign]
    poll_courier(scene.world, key)
    assert asked(scene) == 1


def test_a_poller_that_dies_after_asking_leaves_the_floor_between_two_queries() -> None:
    scene = at_pick_up()
    scene.world.clock.pass_by(hours=2)
    scene.world.couriers.tell(scene.parcel, S.PICKED_UP)
    scene.world.couriers.tell(scene.parcel, S.DELIVERED)
    scene.world.cases.kill = ["", "busy"]  # the claim is written, what was heard is not
    with pytest.raises(RetryableError):
        poll_courier(scene.world, f"ems#{scene.parcel}")
    poll_courier(scene.world, f"ems#{scene.parcel}")
    assert (asked(scene), scene.step) == (1, "pick-up")
    scene.world.clock.pass_by(seconds=FLOOR.total_seconds())
    scene.run_clock()
    assert (asked(scene), scene.step) == (2, "receipt")


def refused(scene: Scene, code: str = "601") -> None:
    scene.world.couriers.problems[scene.parcel] = (TrackingProblem.CONFIGURATION, code)


def two_carriers() -> tuple[Scene, Scene]:
    """One parcel with EMS, one with SF; both are due."""
    ems = at_pick_up()
    world = ems.world
    release = fresh(licang(), region=licang().region.model_copy(update={"carrier": "shunfeng"}))
    world.releases.put_in_force(release)
    sf = Scene("nurse-practice-registration", world)
    sf.upload_all()
    sf.findings("pre-review pass")
    world.clock.pass_by(hours=2)
    return ems, sf


def alerts(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]


def test_a_refused_account_suspends_its_carrier_alone_and_calls_a_person_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ems, sf = two_carriers()
    refused(ems)
    ems.run_clock()
    assert [number for number, _ in ems.world.couriers.asked] == [ems.parcel, sf.parcel]
    assert [each.carrier for each in ems.world.cases.suspensions("licang")] == ["ems"]
    ems.world.clock.pass_by(days=3)
    for _ in range(5):
        ems.world.clock.pass_by(hours=13)
        ems.run_clock()
    (alert,) = alerts(caplog)
    assert "is halted" in alert, "the alarm looks for these words"
    assert "601" in alert
    assert "ems" in alert
    assert SOMEONE.phone not in alert


def test_a_suspended_carrier_is_tried_again_by_itself_with_one_query_ever_later() -> None:
    first = at_pick_up()
    second = Scene("nurse-practice-registration", first.world)
    second.upload_all()
    second.findings("pre-review pass")
    for scene in (first, second):
        refused(scene, "503")
    first.world.clock.pass_by(hours=2)
    began, tries = first.world.clock.now(), []
    for _ in range(6 * 48):
        before = asked(first)
        first.run_clock()
        if asked(first) > before:
            tries.append((first.world.clock.now() - began) / timedelta(hours=1))
            assert asked(first) == before + 1
        first.world.clock.pass_by(minutes=10)
    assert tries == [0, 0.5, 1.5, 3.5, 7.5, 15.5, 27.5, 39.5]


def test_the_first_answer_that_is_taken_again_ends_the_suspension_for_every_parcel() -> None:
    first = at_pick_up()
    second = Scene("nurse-practice-registration", first.world)
    second.upload_all()
    second.findings("pre-review pass")
    refused(first)
    refused(second)
    first.world.clock.pass_by(hours=2)
    first.run_clock()
    first.world.couriers.problems.clear()
    first.world.clock.pass_by(minutes=30)
    first.run_clock()
    assert first.world.cases.suspensions("licang") == ()
    before = asked(first)
    first.world.clock.pass_by(minutes=30)
    first.run_clock()
    assert asked(first) > before


def test_a_carrier_that_is_only_out_of_reach_does_not_end_its_suspension() -> None:
    scene = at_pick_up()
    refused(scene)
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    scene.world.couriers.problems[scene.parcel] = (TrackingProblem.CARRIER_TROUBLE, "timeout")
    scene.world.clock.pass_by(minutes=30)
    scene.run_clock()
    (suspension,) = scene.world.cases.suspensions("licang")
    assert (asked(scene), suspension.tries) == (2, 1)


def test_two_pollers_try_a_suspended_carrier_once() -> None:
    first = at_pick_up()
    second = Scene("nurse-practice-registration", first.world)
    second.upload_all()
    second.findings("pre-review pass")
    refused(first)
    refused(second)
    first.world.clock.pass_by(hours=2)
    first.run_clock()
    first.world.clock.pass_by(hours=1)
    before = asked(first)
    for scene in (first, second):
        poll_courier(first.world, f"ems#{scene.parcel}")
    assert asked(first) == before + 1


def test_a_suspension_does_not_hold_up_limits_and_orders() -> None:
    scene = at_pick_up()
    refused(scene)
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    other = Scene(ITEMS["outbound_courier"], scene.world)
    other.upload_all()
    scene.world.clock.pass_by(days=9)
    scene.run_clock()
    assert other.case.accepted_by_silence
    assert scene.task.late, "the pick-up that takes too long"


# --- what is believed ----------------------------------------------------------------------------


def stranger(scene: Scene, status: S, **earlier: float) -> None:
    """The number's earlier parcel, or a clock gone wrong."""
    now = scene.world.clock.at
    scene.world.clock.at = now - timedelta(**earlier)
    scene.world.couriers.tell(scene.parcel, status)
    scene.world.clock.at = now


@pytest.mark.parametrize("make", [at_pick_up, at_delivery])
@pytest.mark.parametrize("status", [S.DELIVERED, S.RETURNED, S.CANCELLED, S.RETURNING])
def test_a_number_used_before_tells_nothing_of_our_parcel(make: Callable[[], Scene], status: S) -> None:
    scene = make()
    step, holders = scene.step, scene.holders()
    stranger(scene, S.PICKED_UP, days=42)
    stranger(scene, status, days=40)
    scene.poll(scene.parcel)
    assert (scene.step, scene.case.stage, scene.holders()) == (step, Stage.RUNNING, holders)
    waybill = scene.world.cases.waybill(f"ems#{scene.parcel}")
    assert waybill is not None
    assert [event.believed for event in waybill.events] == [False, False]
    assert waybill.due is not None
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.step != step or scene.case.stage is Stage.CLOSED


@pytest.mark.parametrize("days", [40, 20_000, 365 * 2000, -100, -400, -365 * 7000])
def test_silence_counts_from_the_booking_whatever_dates_a_carrier_tells(days: int) -> None:
    scene = at_delivery()
    parcel = scene.parcel
    stranger(scene, S.PICKED_UP, days=days)
    scene.poll(parcel)
    assert scene.case.shipments[scene.order].status == S.REQUESTED
    scene.world.clock.pass_by(hours=71)
    scene.run_clock()
    scene.world.clock.pass_by(hours=8)
    scene.run_clock()
    assert scene.case.shipments[scene.order].status == S.DELAYED
    assert len(scene.on_list("hall", "delivery")) == 1
    scene.world.clock.pass_by(days=60)
    scene.run_clock()
    assert scene.case.shipments[scene.order].status == S.EXPIRED


def test_what_happened_before_a_late_answer_to_the_order_is_believed() -> None:
    """The carrier took the first try, its answer was lost, and the courier was quicker than the second."""
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.silent = ["no answer"]
    scene.finding("pass")
    with pytest.raises(RetryableError):
        scene.settle_effects()
    scene.world.couriers.parcels[scene.order] = "EX000000001CN"
    scene.world.clock.pass_by(hours=1)
    scene.world.couriers.tell("EX000000001CN", S.PICKED_UP)
    scene.world.clock.pass_by(hours=5)
    scene.run_clock()
    scene.poll("EX000000001CN")
    assert set(scene.holders().values()) == {"parcel"}


def test_a_return_called_off_and_signed_for_is_a_persons_task_and_closes_nothing() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.RETURNING, S.OUT_FOR_DELIVERY, S.DELIVERED)
    assert (scene.step, scene.holders()["licence"]) == ("delivery", "parcel")
    (line,) = scene.on_list("hall", "delivery")
    assert line.case == scene.no
    before = asked(scene)
    scene.world.clock.pass_by(days=20)
    scene.run_clock()
    assert asked(scene) == before


@pytest.mark.parametrize(("outcome", "holder"), [("delivered", "applicant"), ("failed", "hall")])
def test_a_person_says_which_of_the_two_has_signed(outcome: str, holder: str) -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.RETURNING, S.DELIVERED)
    scene.findings(f"delivery {outcome}")
    assert scene.holders()["licence"] == holder
    if outcome == "failed":
        scene.findings("delivery-problem again")
        scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.state == 11


# --- a carrier's fault ---------------------------------------------------------------------------


def test_a_number_that_is_another_cases_already_is_a_carriers_fault_told_to_a_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = at_pick_up()
    taken = first.parcel
    second = Scene("nurse-practice-registration", first.world)
    second.upload_all()
    second.world.couriers.parcels[f"{second.no}-pick-up-1"] = taken
    second.findings("pre-review pass")
    parcel = second.case.shipments[second.order]
    assert (parcel.status, parcel.number) == (S.MISNUMBERED, None)
    fault = next(event for event in second.events if event.kind == "shipment_misnumbered")
    assert (fault.number, fault.fault) == (taken, "in_use")
    assert second.world.cases.open_effect(second.no, second.order) is None, "ordered and done"
    (line,) = second.on_list("hall", "pick-up")
    assert line.case == second.no
    held = first.world.cases.waybill(f"ems#{taken}")
    assert held is not None
    assert held.case == first.no
    assert taken not in caplog.text
    first.carry(S.PICKED_UP, S.DELIVERED)
    assert (first.step, second.step) == ("receipt", "pick-up")
    second.findings("pick-up failed", "pick-up-problem again")
    second.carry(S.PICKED_UP, S.DELIVERED)
    assert second.step == "receipt"


def test_the_same_number_for_a_second_parcel_of_one_case_is_a_fault_too() -> None:
    scene = at_delivery()
    first = scene.case.shipments[f"{scene.no}-pick-up-1"].number
    scene.carry(S.PICKED_UP, S.RETURNED)
    assert first is not None
    scene.world.couriers.parcels[f"{scene.no}-delivery-2"] = first
    scene.findings("delivery-problem again")
    assert scene.case.shipments[scene.order].status == S.MISNUMBERED


def test_two_orders_answered_with_one_number_at_the_same_moment_are_told_apart() -> None:
    first = Scene(ITEMS["two_way_courier"])
    first.upload_all()
    second = Scene("nurse-practice-registration", first.world)
    second.upload_all()
    for scene in (first, second):
        scene.finding("pass")
        scene.world.couriers.parcels[scene.order] = "EX000000001CN"
    race = first.world.cases.meanwhile
    race.append(lambda: run_effect(second.world, second.no, second.order))
    run_effect(first.world, first.no, first.order)
    statuses = [scene.case.shipments[scene.order].status for scene in (first, second)]
    assert statuses == [S.MISNUMBERED, S.REQUESTED]


@pytest.mark.parametrize(
    "number", ["", "12345", "x" * 50, "EX 0000001", "EX#1234567", "张三12345", "1\n23456"]
)
def test_what_is_no_number_is_a_carriers_fault_and_not_lost(number: str) -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.parcels[f"{scene.no}-pick-up-1"] = number
    scene.findings("pre-review pass")
    assert scene.case.shipments[scene.order].status == S.MISNUMBERED
    assert len(scene.on_list("hall", "pick-up")) == 1


def test_of_what_is_no_number_nothing_goes_on_record_that_no_number_has() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.world.couriers.parcels[f"{scene.no}-pick-up-1"] = f"{SOMEONE.name} EX12345"
    scene.findings("pre-review pass")
    (told,) = (event for event in scene.events if isinstance(event, ShipmentMisnumbered))
    assert told.number == "?EX12345"
    assert SOMEONE.name not in repr(scene.world.cases.rows)


# --- when the courier comes ----------------------------------------------------------------------

LICENCE = ("receipt complete", "acceptance accept", "review pass", "decision grant", "licence made")


def made_on(*local: int) -> Scene:
    """A licence is made at this local time; the papers came in before."""
    scene = at_pick_up()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.findings(*LICENCE[:-1])
    scene.world.clock.at = datetime(*local, tzinfo=CHINA)  # type: ignore[misc,arg-type]
    scene.findings(LICENCE[-1])
    return scene


def pick_up(scene: Scene) -> tuple[str, str]:
    window = scene.world.couriers.orders[-1].pick_up
    assert window is not None
    return f"{window.start.astimezone(CHINA):%m-%d %H:%M}", f"{window.end.astimezone(CHINA):%H:%M}"


def test_a_licence_made_on_friday_afternoon_is_fetched_on_monday_and_ordered_when_that_can_be_named() -> None:
    scene = made_on(2026, 3, 6, 16, 30)
    ordered = len(scene.world.couriers.orders)
    assert (scene.step, ordered) == ("delivery", 1), "the order waits"
    scene.world.clock.at = datetime(2026, 3, 6, 23, 59, tzinfo=CHINA)
    scene.run_clock()
    assert len(scene.world.couriers.orders) == ordered
    scene.world.clock.pass_by(minutes=1)
    scene.run_clock()
    assert pick_up(scene) == ("03-09 09:00", "11:00")
    shipment = scene.case.shipments[scene.order]
    assert shipment.pick_up == scene.world.couriers.orders[-1].pick_up
    assert asked(scene) == 2, "nothing is asked before the courier can have come"
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.state == 11


def test_before_the_national_holiday_the_order_waits_until_the_hall_opens_again() -> None:
    scene = made_on(2026, 9, 30, 16, 5)
    for _ in range(12):
        scene.world.clock.pass_by(days=1)
        scene.run_clock()
    assert len(scene.world.couriers.orders) == 2
    assert pick_up(scene) == ("10-08 09:00", "11:00")
    assert scene.case.shipments[scene.order].status != S.EXPIRED


@pytest.mark.parametrize(("made", "waits"), [((2026, 9, 30, 16, 5), 110), ((2026, 3, 6, 16, 30), 6)])
def test_what_a_number_was_used_for_while_our_order_still_waited_is_no_news_of_ours(
    made: tuple[int, ...], waits: int
) -> None:
    scene = made_on(*made)
    scene.world.clock.pass_by(hours=waits)
    scene.run_clock()
    assert len(scene.world.couriers.orders) == 1, "the order still waits"
    hours = 0
    while len(scene.world.couriers.orders) == 1:
        scene.world.clock.pass_by(hours=1)
        scene.run_clock()
        hours += 1
    stranger(scene, S.PICKED_UP, hours=hours + 1)
    stranger(scene, S.DELIVERED, hours=hours)
    scene.poll(scene.parcel)
    assert (scene.step, scene.case.stage) == ("delivery", Stage.RUNNING)
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.stage is Stage.CLOSED


def test_a_waiting_order_of_a_case_that_goes_on_without_it_is_never_placed() -> None:
    scene = made_on(2026, 3, 6, 16, 30)
    scene.world.clock.pass_by(hours=200)
    scene.world.cases.postpone(scene.no, scene.order, scene.world.clock.now() + timedelta(days=1))
    scene.run_clock()
    assert scene.task.late
    scene.findings("delivery failed", "delivery-problem made-again", "licence made")
    scene.world.clock.pass_by(days=1)
    scene.run_clock()
    assert scene.orders()[-2:] == [("outbound", "delivery-1"), ("outbound", "delivery-2")]
    assert [order.number for order in scene.world.couriers.orders][1:] == [f"{scene.no}-delivery-2"]


def test_papers_are_fetched_at_the_door_on_any_day() -> None:
    saturday = Scene(ITEMS["two_way_courier"], World(at=datetime(2026, 3, 7, 10, 15, tzinfo=CHINA)))
    saturday.upload_all()
    saturday.findings("pre-review pass")
    assert pick_up(saturday) == ("03-07 11:00", "13:00")


def test_a_missing_phone_stops_one_parcel_and_puts_it_before_staff() -> None:
    scene = at_pick_up()
    scene.world.couriers.problems[scene.parcel] = (TrackingProblem.PHONE_NEEDED, "408")
    scene.poll(scene.parcel)
    waybill = scene.world.cases.waybill(f"ems#{scene.parcel}")
    assert waybill is not None
    assert (waybill.due, waybill.halted) == (None, "phone_needed")
    assert scene.world.cases.suspensions("licang") == ()
    (line,) = scene.on_list("hall", "pick-up")
    assert line.case == scene.no
    scene.world.clock.pass_by(days=90)
    assert (scene.run_clock(), asked(scene)) == (1, 1), "only the pick-up's days are still counted"
    scene.findings("pick-up delivered")
    assert scene.step == "receipt"
    scene.findings("receipt complete")
    assert set(scene.holders().values()) == {"hall"}


def test_a_carrier_that_needs_the_phone_is_given_it_and_others_are_not() -> None:
    region = licang().region.model_copy(update={"carrier": "shunfeng"})
    scene = Scene(ITEMS["two_way_courier"], World(fresh(licang(), region=region)))
    scene.upload_all()
    scene.findings("pre-review pass")
    scene.world.clock.pass_by(hours=2)
    scene.run_clock()
    assert scene.world.couriers.asked == [(scene.parcel, SOMEONE.phone)]
    plain = at_pick_up()
    plain.poll(plain.parcel)
    assert plain.world.couriers.asked == [(plain.parcel, None)]


def test_silence_of_three_days_puts_a_parcel_before_staff_and_news_takes_it_back() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.IN_TRANSIT)
    parcel = scene.parcel
    scene.world.clock.pass_by(hours=73)
    scene.run_clock()
    assert scene.case.shipments[scene.order].status == S.DELAYED
    assert len(scene.on_list("hall", "delivery")) == 1
    scene.carry(S.OUT_FOR_DELIVERY)
    assert scene.on_list("hall", "delivery") == ()
    scene.carry(S.DELIVERED, number=parcel)
    assert scene.case.state == 11


def test_a_delivered_parcel_is_not_asked_after_any_more() -> None:
    scene = at_pick_up()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.world.clock.pass_by(days=90)
    before = asked(scene)
    scene.run_clock()
    assert asked(scene) == before


def test_a_parcel_is_asked_after_some_days_more_after_its_signature_and_then_no_more() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.stage is Stage.CLOSED
    before = asked(scene)
    for _ in range(30):
        scene.world.clock.pass_by(days=1)
        scene.run_clock()
    assert asked(scene) == before + 2


def test_a_licence_that_turns_back_two_days_after_its_signature_comes_before_the_hall() -> None:
    scene = at_delivery()
    parcel = scene.parcel
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.world.clock.pass_by(days=2)
    scene.run_clock()
    scene.world.couriers.tell(parcel, S.RETURNING)
    scene.world.clock.pass_by(days=2)
    scene.run_clock()
    (line,) = scene.on_list("hall", "parcel-trouble")
    assert line.case == scene.no
    scene.carry(S.RETURNED, number=parcel)
    scene.finding("returned", step="parcel-trouble")
    assert scene.holders()["licence"] == "hall"
    assert [line.case for line in scene.on_list("hall", "paper-owed")] == [scene.no]


def test_a_licence_signed_for_by_proxy_that_turns_back_after_staff_settled_it_comes_before_the_hall() -> None:
    scene = at_delivery()
    parcel = scene.parcel
    scene.carry(S.PICKED_UP, S.DELIVERED_PROXY)
    scene.findings("delivery delivered")
    assert scene.case.stage is Stage.CLOSED
    scene.carry(S.RETURNING, number=parcel)
    assert [line.case for line in scene.on_list("hall", "parcel-trouble")] == [scene.no]


def test_a_parcel_signed_for_by_proxy_that_turns_back_stays_with_the_task_that_is_open() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELIVERED_PROXY, S.RETURNING)
    assert scene.case.shipments[scene.order].status == S.RETURNING
    assert scene.on_list("hall", "parcel-trouble") == ()
    scene.carry(S.RETURNED)
    assert scene.step == "delivery-problem"


def test_a_look_back_that_brings_nothing_is_asked_again_for_some_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = at_delivery()
    parcel, couriers = scene.parcel, scene.world.couriers
    scene.carry(S.PICKED_UP, S.DELIVERED)
    with monkeypatch.context() as out_of_order:
        trouble = TrackingProblem.CARRIER_TROUBLE

        def track(carrier: str, number: str, phone: str | None = None) -> Tracking:
            return Tracking(carrier=carrier, number=number, at=scene.world.clock.now(), problem=trouble)

        out_of_order.setattr(couriers, "track", track)
        for _ in range(4):
            scene.world.clock.pass_by(days=1)
            scene.run_clock()
    scene.carry(S.RETURNING, number=parcel)
    assert [line.case for line in scene.on_list("hall", "parcel-trouble")] == [scene.no]


def test_a_carrier_that_never_tells_after_a_signature_is_not_asked_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    questions: list[str] = []

    def track(carrier: str, number: str, phone: str | None = None) -> Tracking:
        questions.append(number)
        at, trouble = scene.world.clock.now(), TrackingProblem.CARRIER_TROUBLE
        return Tracking(carrier=carrier, number=number, at=at, problem=trouble)

    monkeypatch.setattr(scene.world.couriers, "track", track)
    for _ in range(30):
        scene.world.clock.pass_by(days=1)
        scene.run_clock()
    assert 2 < len(questions) <= 14
    assert scene.case.stage is Stage.CLOSED
    assert scene.on_list("hall", "parcel-trouble") == ()


def test_a_parcel_that_staff_settled_is_not_asked_after_for_ever() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELAYED)
    scene.findings("delivery delivered")
    scene.read_notices()
    before = asked(scene)
    scene.world.clock.pass_by(days=1)
    scene.run_clock()
    scene.world.clock.pass_by(days=30)
    assert scene.run_clock() == 0
    assert asked(scene) == before + 1


def test_a_parcel_given_up_with_papers_in_it_is_followed_beyond_the_close() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELAYED)
    given_up = scene.parcel
    scene.findings("delivery failed", "delivery-problem made-again", "licence made")
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.stage is Stage.CLOSED
    assert scene.holders()["physician-qualification-certificate"] == "parcel"
    scene.carry(S.DELIVERED, number=given_up)
    assert scene.holders()["physician-qualification-certificate"] == "applicant"
    assert scene.way_of("licence") == ["hall", "parcel", "hall", "parcel", "applicant"]


def test_silence_does_not_hide_a_damage() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DAMAGED)
    scene.world.clock.pass_by(hours=80)
    scene.run_clock()
    assert scene.case.shipments[scene.order].status == S.DAMAGED


# --- what staff settle ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signer", "told"),
    [
        *(("演示申请人", S.DELIVERED), ("演*", S.DELIVERED), ("本人", S.DELIVERED)),
        *(
            ("李强", S.DELIVERED_PROXY),
            ("演示申请人之母", S.DELIVERED_PROXY),
            ("LI QIANG", S.DELIVERED_PROXY),
        ),
    ],
)
def test_a_signature_under_another_name_than_the_addressees_is_anothers(signer: str, told: S) -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP)
    scene.world.clock.pass_by(hours=1)
    scene.world.couriers.tell(scene.parcel, S.DELIVERED, f"已签收，签收人：{signer}")
    order = scene.order
    scene.poll(scene.parcel)
    assert scene.case.shipments[order].status == told
    assert (scene.case.stage is Stage.CLOSED) is (told is S.DELIVERED)


@pytest.mark.parametrize(("days", "told"), [(3650, S.DELIVERED), (0, S.DELIVERED_PROXY)])
def test_an_agents_signature_is_as_good_as_the_addressees_while_her_mandate_holds(days: int, told: S) -> None:
    today = MORNING.date()
    mandate = Mandate(since=today, until=today + timedelta(days=days))
    scene = at_delivery(Agent(SOMEONE.model_copy(update={"name": "李强", "phone": "13700000001"}), mandate))
    scene.carry(S.PICKED_UP)
    scene.world.clock.pass_by(days=1)
    scene.world.couriers.tell(scene.parcel, S.DELIVERED, "已签收，签收人：李强")
    order = scene.order
    scene.poll(scene.parcel)
    assert scene.case.shipments[order].status == told


def test_an_agents_signature_is_judged_by_the_day_of_it_not_by_the_day_on_which_it_is_heard_of() -> None:
    today = MORNING.date()
    mandate = Mandate(since=today, until=today + timedelta(days=1))
    scene = at_delivery(Agent(SOMEONE.model_copy(update={"name": "李强", "phone": "13700000001"}), mandate))
    scene.carry(S.PICKED_UP)
    scene.world.clock.pass_by(days=1)
    scene.world.couriers.tell(scene.parcel, S.DELIVERED, "已签收，签收人：李强")
    scene.world.clock.pass_by(days=1)
    order = scene.order
    scene.poll(scene.parcel)
    assert scene.case.shipments[order].status == S.DELIVERED


@pytest.mark.parametrize("status", [S.DELIVERED_PROXY, S.DAMAGED, S.LOST, S.DELAYED, S.EXPIRED])
def test_staff_settle_what_the_carrier_leaves_open_and_the_papers_follow(status: S) -> None:
    scene = at_delivery()
    scene.carry(status)
    scene.findings("delivery delivered")
    assert scene.case.state == 11
    assert scene.holders()["licence"] == "applicant"
    assert scene.way_of("licence") == ["hall", "parcel", "applicant"]
    assert "parcel" not in scene.holders().values()


@pytest.mark.parametrize("status", [S.REQUESTED, S.IN_TRANSIT, S.OUT_FOR_DELIVERY, S.READY_FOR_PICKUP])
def test_staff_do_not_settle_a_parcel_that_is_on_its_way(status: S) -> None:
    scene = at_delivery()
    scene.carry(status)
    with pytest.raises(NotPossible) as refused:
        scene.finding("delivered")
    assert refused.value.code == "ends_by_itself"


def test_a_returned_parcel_is_sent_again_under_a_new_number() -> None:
    scene = at_delivery()
    first = scene.parcel
    scene.carry(S.PICKED_UP, S.ATTEMPT_FAILED, S.RETURNING, S.RETURNED)
    assert (scene.step, scene.holders()["licence"]) == ("delivery-problem", "hall")
    scene.findings("delivery-problem again")
    assert scene.order == f"{scene.no}-delivery-2"
    assert scene.parcel != first
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.state == 11
    assert scene.way_of("licence") == ["hall", "parcel", "hall", "parcel", "applicant"]


def test_a_cancelled_order_leaves_or_brings_the_papers_to_the_sender() -> None:
    before, after = at_delivery(), at_delivery()
    before.carry(S.CANCELLED)
    after.carry(S.PICKED_UP, S.CANCELLED)
    for scene in (before, after):
        assert scene.step == "delivery-problem"
        assert scene.holders()["licence"] == "hall"


def lost_and_made_again() -> Scene:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.LOST)
    scene.findings("delivery failed", "delivery-problem made-again", "licence made")
    return scene


def test_a_lost_licence_is_made_again_and_the_new_one_is_what_arrives() -> None:
    scene = lost_and_made_again()
    scene.carry(S.PICKED_UP)
    assert scene.case.in_parcel(scene.order) == ("licence",)
    scene.carry(S.DELIVERED)
    assert (scene.case.state, scene.holders()["licence"]) == (11, "applicant")


def test_what_was_lost_stays_on_record_with_the_courier_who_lost_it() -> None:
    scene = lost_and_made_again()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    holding = scene.case.custody["physician-qualification-certificate"]
    assert (holding.holder, holding.parcel) == ("parcel", f"{scene.no}-delivery-1")


def test_late_news_of_one_parcel_does_not_move_the_papers_of_another() -> None:
    scene = lost_and_made_again()
    scene.carry(S.PICKED_UP)
    late = commands.RecordTracking(
        at=scene.world.clock.now(),
        by=Actor(role=Role.COURIER, id="courier"),
        order=f"{scene.no}-delivery-1",
        status=S.DELIVERED,
    )
    change_case(scene.world, scene.no, "push", lambda _: late)
    assert scene.step == "delivery"
    assert scene.holders()["licence"] == "parcel"
    assert scene.holders()["physician-qualification-certificate"] == "applicant"


def test_a_licence_that_is_still_with_a_courier_is_not_sent_again() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DAMAGED)
    scene.findings("delivery failed")
    with pytest.raises(NotPossible) as refused:
        scene.finding("again")
    assert refused.value.code == "licence_away"
    scene.carry(S.RETURNED, number=scene.case.shipments[f"{scene.no}-delivery-1"].number)
    scene.findings("delivery-problem again")
    assert scene.order == f"{scene.no}-delivery-2"


def test_papers_lost_on_the_way_in_are_replaced_and_counted_on_arrival() -> None:
    scene = at_pick_up()
    scene.carry(S.PICKED_UP, S.LOST)
    scene.findings("pick-up failed", "pick-up-problem again")
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.findings("receipt complete")
    assert set(scene.holders().values()) == {"hall"}


def test_one_poll_that_tells_of_the_whole_way_moves_the_papers_twice() -> None:
    scene = at_pick_up()
    scene.world.clock.pass_by(hours=1)
    for status in (S.PICKED_UP, S.IN_TRANSIT):
        scene.world.couriers.tell(scene.parcel, status)
        scene.world.clock.pass_by(minutes=1)
    scene.carry(S.DELIVERED)
    scene.findings("receipt complete")
    assert scene.way_of("registration-form") == ["applicant", "parcel", "hall"]


def test_a_closed_case_still_hears_of_its_parcels_and_stays_closed() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    late = commands.RecordTracking(
        at=scene.world.clock.now(),
        by=Actor(role=Role.COURIER, id="courier"),
        order=f"{scene.no}-delivery-1",
        status=S.RETURNED,
    )
    change_case(scene.world, scene.no, "push", lambda _: late)
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 11)
    assert scene.holders()["licence"] == "applicant"


# --- the applicant changes her mind --------------------------------------------------------------


def test_whoever_takes_back_the_consent_before_the_courier_is_ordered_brings_the_papers() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    no_courier = commands.ChangeCourierConsent(at=scene.world.clock.now(), by=APPLICANT, courier=False)
    change_case(scene.world, scene.no, "consent", lambda _: no_courier)
    scene.findings("pre-review pass")
    assert (scene.step, scene.orders()) == ("papers-at-counter", [])
    assert len(scene.on_list("hall", "papers-at-counter")) == 1
    scene.findings("papers-at-counter received")
    assert scene.way_of("registration-form") == ["applicant", "hall"]
    scene.findings("acceptance accept", "review pass", "decision grant", "licence made")
    assert (scene.step, scene.world.couriers.orders) == ("delivery-at-counter", [])


def test_consent_cannot_be_taken_back_once_a_courier_is_ordered() -> None:
    scene = at_pick_up()
    no_courier = commands.ChangeCourierConsent(at=scene.world.clock.now(), by=APPLICANT, courier=False)
    with pytest.raises(NotPossible) as refused:
        change_case(scene.world, scene.no, "consent", lambda _: no_courier)
    assert refused.value.code == "courier_under_way"


def test_a_case_that_is_withdrawn_between_the_order_and_the_carriers_answer_sends_no_courier() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.finding("pass")
    withdraw(scene)
    scene.settle_effects()
    assert scene.world.couriers.orders == []
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 2)


def test_a_case_whose_courier_never_came_can_be_withdrawn() -> None:
    scene = at_pick_up()
    scene.carry(S.CANCELLED)
    withdraw(scene)
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 2)


@pytest.mark.parametrize("outcome", ["refuse", "grant"])
def test_a_case_is_not_withdrawn_once_it_is_decided(outcome: str) -> None:
    scene = Scene(ITEMS["fully_online"])
    scene.upload_all()
    scene.findings("pre-review pass", "review pass")
    scene.finding(outcome, reason="不符合条件")
    with pytest.raises(NotPossible) as refused:
        withdraw(scene)
    assert refused.value.code == "too_late"


def test_a_withdrawal_tells_whether_the_case_had_been_accepted() -> None:
    early, late = Scene(ITEMS["fully_online"]), Scene(ITEMS["fully_online"])
    late.upload_all()
    late.findings("pre-review pass")
    for scene in (early, late):
        withdraw(scene)
    assert (early.case.state, late.case.state) == (2, 14)
    late.read_notices()
    later = late.world.clock.now() + timedelta(days=300)
    assert list(late.world.cases.due("licang", later)) == []
