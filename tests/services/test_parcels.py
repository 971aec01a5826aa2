from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.cases import commands
from chalicelib.cases.case import Stage
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import FLOOR, TrackingProblem
from chalicelib.cases.shipments import ShipmentStatus as S
from chalicelib.cases.values import Actor, Role
from chalicelib.decisions.form import Channel
from chalicelib.services.change_case import change_case
from chalicelib.services.errors import RetryableError
from chalicelib.services.poll_couriers import poll_courier
from chalicelib.services.run_effect import run_effect
from tests.fakes import World, fresh, licang
from tests.services.scene import ITEMS, SOMEONE, Scene

APPLICANT = Actor(role=Role.APPLICANT, id="portal")


def at_pick_up() -> Scene:
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
    scene.upload_all()
    scene.findings("pre-review pass")
    return scene


def at_delivery() -> Scene:
    """Two originals of the applicant's and a licence wait to go out."""
    scene = at_pick_up()
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
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
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
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
    scene.upload_all()
    scene.finding("pass")
    order = scene.case.order
    scene.world.cases.meanwhile.append(lambda: run_effect(scene.world, scene.no, order))
    run_effect(scene.world, scene.no, order)
    assert len(scene.world.couriers.parcels) == 1
    waybill = scene.world.cases.waybill(f"ems#{scene.parcel}")
    assert waybill is not None
    assert (waybill.order, waybill.version) == (order, 1)


def test_an_order_refused_for_good_comes_before_a_person_and_the_next_has_a_new_number() -> None:
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
    scene.upload_all()
    scene.world.couriers.refuses = ["OUT_OF_AREA"]
    scene.findings("pre-review pass")
    assert scene.case.step == "pick-up-problem"
    assert set(scene.holders().values()) == {"applicant"}
    scene.findings("pick-up-problem again")
    assert [order.number for order in scene.world.couriers.orders] == [
        f"{scene.no}-pick-up-1",
        f"{scene.no}-pick-up-2",
    ]
    scene.carry(S.DELIVERED)
    assert scene.case.step == "receipt"


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
    scene.world.couriers.tell(scene.parcel, S.DELIVERED)
    scene.world.cases.kill = ["busy"]
    with pytest.raises(RetryableError):
        poll_courier(scene.world, f"ems#{scene.parcel}")
    poll_courier(scene.world, f"ems#{scene.parcel}")
    assert (asked(scene), scene.case.step) == (1, "pick-up")
    scene.world.clock.pass_by(seconds=FLOOR.total_seconds())
    scene.run_clock()
    assert (asked(scene), scene.case.step) == (2, "receipt")


def test_trouble_with_our_account_halts_every_query_and_calls_a_person_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = at_pick_up()
    world = first.world
    second = Scene("nurse-practice-registration", world)
    second.upload_all()
    second.findings("pre-review pass")
    for scene in (first, second):
        world.couriers.problems[scene.parcel] = (TrackingProblem.CONFIGURATION, "503")
    world.clock.pass_by(hours=2)
    assert first.run_clock() == 2
    world.clock.pass_by(days=2)
    assert first.run_clock() == 0
    assert len(world.couriers.asked) == 1
    (alert,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert "503" in alert
    assert SOMEONE.phone not in alert


def test_a_halt_does_not_hold_up_limits_and_orders() -> None:
    scene = at_pick_up()
    scene.world.cases.halt("licang", "503", scene.world.clock.now())
    other = Scene(ITEMS[Channel.OUTBOUND_COURIER], scene.world)
    other.upload_all()
    scene.world.clock.pass_by(days=9)
    assert scene.run_clock() == 2, "the other's silence, and the pick-up that takes too long"
    assert (other.case.accepted_by_silence, asked(scene)) == (True, 0)
    assert scene.case.late


def test_a_missing_phone_stops_one_parcel_and_puts_it_before_staff() -> None:
    scene = at_pick_up()
    scene.world.couriers.problems[scene.parcel] = (TrackingProblem.PHONE_NEEDED, "408")
    scene.poll(scene.parcel)
    waybill = scene.world.cases.waybill(f"ems#{scene.parcel}")
    assert waybill is not None
    assert (waybill.due, waybill.halted) == (None, "phone_needed")
    assert not scene.world.cases.halted("licang")
    (line,) = scene.world.cases.work("licang", scene.case.department, "pick-up")
    assert line.case == scene.no
    scene.world.clock.pass_by(days=90)
    assert (scene.run_clock(), asked(scene)) == (1, 1), "only the pick-up's days are still counted"
    scene.findings("pick-up delivered")
    assert scene.case.step == "receipt"
    assert set(scene.holders().values()) == {"office"}


def test_a_carrier_that_needs_the_phone_is_given_it_and_others_are_not() -> None:
    region = licang().region.model_copy(update={"carrier": "shunfeng"})
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER], World(fresh(licang(), region=region)))
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
    assert scene.case.shipments[scene.case.order].status == S.DELAYED
    assert len(scene.world.cases.work("licang", scene.case.department, "delivery")) == 1
    scene.carry(S.OUT_FOR_DELIVERY)
    assert scene.world.cases.work("licang", scene.case.department, "delivery") == ()
    scene.carry(S.DELIVERED, number=parcel)
    assert scene.case.state == 11


def test_a_delivered_parcel_is_not_asked_after_any_more() -> None:
    scene = at_pick_up()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    scene.world.clock.pass_by(days=90)
    before = asked(scene)
    scene.run_clock()
    assert asked(scene) == before


def test_a_parcel_that_staff_settled_is_not_asked_after_for_ever() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELAYED)
    scene.findings("delivery delivered")
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
    assert scene.holders()["physician-qualification-certificate"] == "courier"
    scene.carry(S.DELIVERED, number=given_up)
    assert scene.holders()["physician-qualification-certificate"] == "applicant"
    assert scene.way_of("licence") == ["office", "courier", "office", "courier", "applicant"]


def test_silence_does_not_hide_a_damage() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DAMAGED)
    scene.world.clock.pass_by(hours=80)
    scene.run_clock()
    assert scene.case.shipments[scene.case.order].status == S.DAMAGED


# --- what staff settle ---------------------------------------------------------------------------


@pytest.mark.parametrize("status", [S.DELIVERED_PROXY, S.DAMAGED, S.LOST, S.DELAYED, S.EXPIRED])
def test_staff_settle_what_the_carrier_leaves_open_and_the_papers_follow(status: S) -> None:
    scene = at_delivery()
    scene.carry(status)
    scene.findings("delivery delivered")
    assert scene.case.state == 11
    assert scene.holders()["licence"] == "applicant"
    assert scene.way_of("licence") == ["office", "courier", "applicant"]
    assert "courier" not in scene.holders().values()


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
    assert (scene.case.step, scene.holders()["licence"]) == ("delivery-problem", "office")
    scene.findings("delivery-problem again")
    assert scene.case.order == f"{scene.no}-delivery-2"
    assert scene.parcel != first
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.state == 11
    assert scene.way_of("licence") == ["office", "courier", "office", "courier", "applicant"]


def test_a_cancelled_order_leaves_or_brings_the_papers_to_the_sender() -> None:
    before, after = at_delivery(), at_delivery()
    before.carry(S.CANCELLED)
    after.carry(S.PICKED_UP, S.CANCELLED)
    for scene in (before, after):
        assert scene.case.step == "delivery-problem"
        assert scene.holders()["licence"] == "office"


def lost_and_made_again() -> Scene:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.LOST)
    scene.findings("delivery failed", "delivery-problem made-again", "licence made")
    return scene


def test_a_lost_licence_is_made_again_and_the_new_one_is_what_arrives() -> None:
    scene = lost_and_made_again()
    scene.carry(S.PICKED_UP)
    assert scene.case.in_parcel(scene.case.order) == ("licence",)
    scene.carry(S.DELIVERED)
    assert (scene.case.state, scene.holders()["licence"]) == (11, "applicant")


def test_what_was_lost_stays_on_record_with_the_courier_who_lost_it() -> None:
    scene = lost_and_made_again()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    holding = scene.case.custody["physician-qualification-certificate"]
    assert (holding.holder.value, holding.parcel) == ("courier", f"{scene.no}-delivery-1")


def test_late_news_of_one_parcel_does_not_move_the_papers_of_another() -> None:
    scene = lost_and_made_again()
    scene.carry(S.PICKED_UP)
    late = commands.Move(
        at=scene.world.clock.now(),
        by=Actor(role=Role.COURIER, id="courier"),
        order=f"{scene.no}-delivery-1",
        status=S.DELIVERED,
    )
    change_case(scene.world, scene.no, "push", lambda _: late)
    assert scene.case.step == "delivery"
    assert scene.holders()["licence"] == "courier"
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
    assert scene.case.order == f"{scene.no}-delivery-2"


def test_papers_lost_on_the_way_in_are_replaced_and_counted_on_arrival() -> None:
    scene = at_pick_up()
    scene.carry(S.PICKED_UP, S.LOST)
    scene.findings("pick-up failed", "pick-up-problem again")
    scene.carry(S.PICKED_UP, S.DELIVERED)
    assert scene.case.step == "receipt"
    assert set(scene.holders().values()) == {"office"}


def test_one_poll_that_tells_of_the_whole_way_moves_the_papers_twice() -> None:
    scene = at_pick_up()
    for status in (S.PICKED_UP, S.IN_TRANSIT):
        scene.world.couriers.tell(scene.parcel, status)
        scene.world.clock.pass_by(minutes=1)
    scene.carry(S.DELIVERED)
    assert scene.way_of("registration-form") == ["applicant", "courier", "office"]


def test_a_closed_case_still_hears_of_its_parcels_and_stays_closed() -> None:
    scene = at_delivery()
    scene.carry(S.PICKED_UP, S.DELIVERED)
    late = commands.Move(
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
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
    scene.upload_all()
    no_courier = commands.Consent(at=scene.world.clock.now(), by=APPLICANT, courier=False)
    change_case(scene.world, scene.no, "consent", lambda _: no_courier)
    scene.findings("pre-review pass")
    assert (scene.case.step, scene.case.way, scene.orders()) == ("pick-up", "counter", [])
    assert len(scene.world.cases.work("licang", scene.case.department, "pick-up")) == 1
    scene.findings("pick-up delivered")
    assert scene.way_of("registration-form") == ["applicant", "office"]
    scene.findings("receipt complete", "acceptance accept", "review pass", "decision grant", "licence made")
    assert (scene.case.way, scene.world.couriers.orders) == ("counter", [])


def test_consent_cannot_be_taken_back_once_a_courier_is_ordered() -> None:
    scene = at_pick_up()
    no_courier = commands.Consent(at=scene.world.clock.now(), by=APPLICANT, courier=False)
    with pytest.raises(NotPossible) as refused:
        change_case(scene.world, scene.no, "consent", lambda _: no_courier)
    assert refused.value.code == "courier_under_way"


def test_a_case_is_not_withdrawn_between_the_order_and_the_carriers_answer() -> None:
    scene = Scene(ITEMS[Channel.TWO_WAY_COURIER])
    scene.upload_all()
    scene.finding("pass")
    with pytest.raises(NotPossible) as refused:
        withdraw(scene)
    assert refused.value.code == "papers_away"
    scene.settle_effects()
    assert len(scene.world.couriers.orders) == 1


def test_a_case_whose_courier_never_came_can_be_withdrawn() -> None:
    scene = at_pick_up()
    scene.carry(S.CANCELLED)
    withdraw(scene)
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 2)


@pytest.mark.parametrize("outcome", ["refuse", "grant"])
def test_a_case_is_not_withdrawn_once_it_is_decided(outcome: str) -> None:
    scene = Scene(ITEMS[Channel.FULLY_ONLINE])
    scene.upload_all()
    scene.findings("pre-review pass", "acceptance accept", "review pass")
    scene.finding(outcome, reason="不符合条件")
    with pytest.raises(NotPossible) as refused:
        withdraw(scene)
    assert refused.value.code == "too_late"


def test_a_withdrawal_tells_whether_the_case_had_been_accepted() -> None:
    early, late = Scene(ITEMS[Channel.FULLY_ONLINE]), Scene(ITEMS[Channel.FULLY_ONLINE])
    late.upload_all()
    late.findings("pre-review pass")
    for scene in (early, late):
        withdraw(scene)
    assert (early.case.state, late.case.state) == (2, 14)
    later = late.world.clock.now() + timedelta(days=300)
    assert list(late.world.cases.due("licang", later)) == []
