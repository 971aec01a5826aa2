"""Service by a parcel 寄递送达 hangs on what became of the parcel, and on the moment of its signature."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.cases.commands import RecordTracking
from chalicelib.cases.decide import decide as decide_case
from chalicelib.cases.events import NoticeIssued, NoticeServed
from chalicelib.cases.evolve import evolve
from chalicelib.cases.notices import Notice
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.values import Direction, SideKind
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.cases.desk.record_outcome import Finding, end_task
from chalicelib.services.cases.open_notice import open_notice
from chalicelib.services.do_due import do_due
from tests.services.scene import CLERK, PORTAL, Scene
from tests.services.test_five_channels import at_review
from tests.services.test_notices import decide, notice, served

S = ShipmentStatus
ZONE = ZoneInfo("Asia/Shanghai")


def sent(outcome: str = "refuse") -> tuple[Scene, str]:
    """A decision on its way to the applicant, by the number of its parcel."""
    scene = at_review("two_way_courier")
    decide(scene, outcome)
    while scene.task.by != "delivery":
        scene.findings(f"{scene.task.step} {'made' if scene.task.step == 'licence' else 'done'}")
    return scene, scene.parcel


def arrived(outcome: str = "refuse") -> tuple[Scene, str]:
    scene, parcel = sent(outcome)
    scene.carry(S.PICKED_UP, S.OUT_FOR_DELIVERY, S.DELIVERED)
    return scene, parcel


def not_served(scene: Scene) -> set[str]:
    """The notices that somebody has to serve."""
    return {name for side in scene.case.sides_of(SideKind.NOTICE_NOT_SERVED) for name in side.about}


def decision(scene: Scene) -> Notice:
    return notice(scene, "grant" if scene.case.licence else "refusal")


@pytest.mark.parametrize("outcome", ["refuse", "grant"])
@pytest.mark.parametrize("told", [S.RETURNING, S.RETURNED, S.DELIVERED_PROXY, S.CANCELLED])
def test_a_decision_whose_parcel_comes_back_after_its_signature_is_not_served(
    outcome: str, told: ShipmentStatus
) -> None:
    scene, parcel = arrived(outcome)
    assert [each.way for each in decision(scene).served] == ["courier"]
    scene.carry(told, number=parcel)
    assert decision(scene).served == ()
    assert decision(scene).id in not_served(scene)
    assert [line.case for line in scene.on_list("hall", SideKind.NOTICE_NOT_SERVED)].count(scene.no) >= 1


def test_what_was_taken_back_and_is_found_with_its_addressee_after_all_is_served() -> None:
    scene, parcel = arrived("grant")
    scene.carry(S.RETURNING, number=parcel)
    assert decision(scene).id in not_served(scene)
    scene.finding("found", step="parcel-trouble")
    assert [each.way for each in decision(scene).served] == ["courier"]
    assert not_served(scene) == set()


@pytest.mark.parametrize("outcome", ["returned", "lost"])
def test_staff_who_find_that_a_parcel_never_got_there_take_its_service_back(outcome: str) -> None:
    scene, _ = sent("grant")
    scene.carry(S.PICKED_UP, S.RETURNING)
    scene.finding("arrived" if scene.step == "delivery-problem" else "delivered")
    assert [each.way for each in decision(scene).served] == ["courier"]
    parcel = next(p.number for p in scene.case.shipments.values() if p.task.startswith("delivery"))
    scene.carry(S.RETURNED, number=parcel)
    assert decision(scene).served == (), "what staff were told is contradicted by the carrier"
    assert decision(scene).id in not_served(scene)
    scene.finding(outcome, step="parcel-trouble", reason="快递公司已确认")
    assert decision(scene).id in not_served(scene)


def test_what_is_ended_by_hand_is_served_on_the_day_that_staff_say() -> None:
    scene, parcel = arrived()
    scene.carry(S.RETURNED, number=parcel)
    (side,) = (s for s in scene.case.sides_of(SideKind.NOTICE_NOT_SERVED) if s.about == (decision(scene).id,))
    day = decision(scene).issued_on
    end_task(scene.world, CLERK, scene.no, side.id, Finding(outcome="served", way="counter", day=day))
    assert served(scene, "refusal") == [("applicant", "counter")]
    assert decision(scene).served[0].on == day


def test_who_opened_a_notice_on_the_portal_has_it_whatever_becomes_of_the_parcel() -> None:
    scene, parcel = arrived("grant")
    for _ in range(2):
        open_notice(scene.world, scene.loaded, decision(scene).id, PORTAL, "https://portal.example/track")
    assert [each.way for each in decision(scene).served] == ["courier", "portal"]
    scene.carry(S.RETURNED, number=parcel)
    assert [each.way for each in decision(scene).served] == ["portal"]
    assert decision(scene).id not in not_served(scene)


def test_the_day_of_service_is_that_of_the_signature_and_not_of_the_question() -> None:
    scene, parcel = sent()
    scene.carry(S.PICKED_UP)
    clock = scene.world.clock
    clock.at = clock.now().astimezone(ZONE).replace(hour=23, minute=50)
    day = clock.at.date()
    scene.world.couriers.tell(parcel, S.DELIVERED)
    clock.at += timedelta(hours=9)
    scene.run_clock()
    assert clock.now().astimezone(ZONE).date() == day + timedelta(days=1)
    assert decision(scene).served[0].on == day
    assert scene.case.milestones[Milestone.DELIVERED] == day
    assert scene.case.clocks["handing-out"].stopped_on == day


def test_a_decision_signed_for_on_the_last_day_and_told_of_afterwards_was_handed_out_in_time() -> None:
    scene, parcel = sent()
    scene.carry(S.PICKED_UP)
    clock, last = scene.world.clock, scene.case.clocks["handing-out"].ends_at
    clock.at = last - timedelta(minutes=10)
    scene.world.couriers.tell(parcel, S.DELIVERED)
    clock.at = last
    look_at_clock(scene)
    assert scene.case.clocks["handing-out"].ran_out
    clock.at = last + timedelta(hours=9)
    scene.run_clock()
    run = scene.case.clocks["handing-out"]
    assert (run.stopped_on, run.ran_out) == (run.due, False)


def look_at_clock(scene: Scene) -> None:
    """The timer of the clock is read before the carrier is asked."""
    do_due(scene.world, Due(DueKind.CLOCK, f"{scene.no}#handing-out"))


def test_a_notice_that_was_issued_after_its_parcel_was_ordered_did_not_go_along_on_the_same_day() -> None:
    scene, _ = sent()
    scene.carry(S.PICKED_UP)
    order, parcel = next((o, p) for o, p in scene.case.shipments.items() if p.direction is Direction.OUTBOUND)
    assert parcel.ordered_at is not None
    first, now = decision(scene), scene.world.clock.now()
    later = first.model_copy(
        update={"id": "refusal.2", "issued_at": parcel.ordered_at + timedelta(minutes=5)}
    )
    case = evolve(scene.case, NoticeIssued(at=now, by=PORTAL, notice=later))
    told = RecordTracking(at=now, by=PORTAL, order=order, status=S.DELIVERED)
    happened = decide_case(case, told, scene.world.releases.get(case.release))
    assert [each.notice for each in happened if isinstance(each, NoticeServed)] == [first.id]
