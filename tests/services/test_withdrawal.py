"""An application is taken back at any step: papers go home, clocks stop, nothing is asked after any more."""

from __future__ import annotations

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.decide.checks import courier_under_way
from chalicelib.cases.parcels.status import ShipmentStatus as S
from chalicelib.cases.refusals import NotPossible
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.applying.withdraw_case import withdraw_case, withdraw_for_applicant
from chalicelib.services.cases.people.change_contact import Contact, change_contact
from chalicelib.services.errors import Problem
from tests.services.scene import BY_COURIER, CLERK, ITEMS, PORTAL, Scene
from tests.services.test_five_channels import TO_REVIEW, TO_THE_LICENCE, bring, play

HALL_CLERK = Staff(id="hall-1", units=("hall",))


def running(channel: str) -> Scene:
    scene = Scene(ITEMS[channel])
    scene.upload_all()
    return scene


def withdraw(scene: Scene) -> None:
    withdraw_for_applicant(scene.world, HALL_CLERK, scene.no, "申请人到大厅当面提出")
    scene.settle_effects()


def test_before_anything_is_decided_it_closes_at_once() -> None:
    scene = Scene(ITEMS["two_way_courier"])
    withdraw_case(scene.world, PORTAL, scene.loaded)
    assert (scene.case.stage, scene.case.state, scene.step) == (Stage.CLOSED, 2, "withdrawn")


def test_papers_that_are_with_the_courier_are_waited_for_and_go_home() -> None:
    scene = running("two_way_courier")
    scene.findings("pre-review pass")
    scene.carry(S.PICKED_UP)
    inbound = scene.parcel
    withdraw(scene)
    assert scene.step == "papers-withdrawn-parcels"
    assert not any(run.running for run in scene.case.clocks.values())
    scene.carry(S.DELIVERED, number=inbound)
    assert scene.step == "papers-withdrawn"
    assert set(scene.holders().values()) == {"hall"}
    scene.settle_effects()
    scene.carry(*BY_COURIER)
    accepted = scene.case.accepted_on is not None
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 14 if accepted else 2)
    assert set(scene.holders().values()) == {"applicant"}
    assert scene.quiet()


def test_after_acceptance_it_ends_in_state_14() -> None:
    scene = running("outbound_courier")
    scene.findings("pre-review pass")
    assert scene.case.accepted_on
    withdraw(scene)
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 14)
    assert scene.quiet()


def test_a_courier_who_has_not_come_yet_is_called_off() -> None:
    scene = running("two_way_courier")
    scene.findings("pre-review pass")
    assert len(scene.world.couriers.parcels) == 1
    withdraw(scene)
    assert scene.world.couriers.parcels == {}
    assert scene.case.stage is Stage.CLOSED
    assert {parcel.status for parcel in scene.case.shipments.values()} == {"cancelled"}
    assert set(scene.holders().values()) == {"applicant"}


def test_a_parcel_that_lies_unopened_at_the_hall_goes_home_too() -> None:
    scene = running("two_way_courier")
    play(scene, ("pre-review pass", "courier"))
    assert set(scene.holders().values()) == {"parcel"}
    withdraw(scene)
    assert (scene.step, set(scene.holders().values())) == ("papers-withdrawn", {"hall"})
    bring(scene)
    assert set(scene.holders().values()) == {"applicant"}


def test_papers_that_inspectors_hold_come_to_the_hall_first() -> None:
    scene = running("inspection_collection")
    play(scene, ("pre-review pass", "inspection pass"))
    withdraw(scene)
    scene.findings("papers-withdrawn-bring received")
    bring(scene)
    assert (scene.case.state, set(scene.holders().values())) == (14, {"applicant"})


def test_what_is_missing_when_it_comes_to_the_hall_stays_its_unit_s_task_after_the_end() -> None:
    scene = running("inspection_collection")
    play(scene, ("pre-review pass", "inspection pass"))
    withdraw(scene)
    lost = scene.case.away_from_hall[0]
    scene.finding("received", missing=(lost,))
    scene.settle_effects()
    if scene.tasks:
        bring(scene)
    assert scene.case.stage is Stage.CLOSED
    assert scene.case.custody[lost].holder == "agriculture"
    (side,) = scene.case.sides.values()
    assert (side.kind, side.unit, side.about) == ("paper-owed", "agriculture", (lost,))
    scene.finding("received", step="paper-owed")
    (back,) = scene.case.sides.values()
    assert (back.unit, scene.case.custody[lost].holder) == ("hall", "hall"), (
        "the hall owes it to the applicant"
    )
    scene.finding("received", step="paper-owed")
    assert (scene.case.custody[lost].holder, scene.case.sides) == ("applicant", {})


@pytest.mark.parametrize("channel", ITEMS)
def test_at_every_step_before_the_decision_it_ends_with_every_paper_at_home(channel: str) -> None:
    steps = TO_REVIEW[channel]
    for count in range(len(steps) + 1):
        scene = running(channel)
        play(scene, steps[:count])
        withdraw(scene)
        if scene.step == "papers-withdrawn-bring":
            scene.findings("papers-withdrawn-bring received")
        if scene.tasks:
            bring(scene)
        assert (scene.case.stage, scene.step) == (Stage.CLOSED, "withdrawn"), (channel, count)
        assert set(scene.holders().values()) <= {"applicant"}
        assert scene.quiet()


def test_what_is_decided_cannot_be_withdrawn() -> None:
    scene = running("outbound_courier")
    play(scene, (*TO_REVIEW["outbound_courier"], *TO_THE_LICENCE[:2]))
    with pytest.raises(NotPossible) as told:
        withdraw(scene)
    assert told.value.code == "too_late"


def test_a_unit_that_has_nothing_to_do_with_a_case_cannot_withdraw_it() -> None:
    scene = running("outbound_courier")
    stranger = Staff(id="clerk-9", units=("water",))
    with pytest.raises(Problem) as told:
        withdraw_for_applicant(scene.world, stranger, scene.no, "申请人来电")
    assert told.value.status == 404
    with pytest.raises(Problem) as told:
        withdraw_for_applicant(scene.world, CLERK, scene.no, " ")
    assert told.value.code == "note_needed"


@pytest.mark.parametrize("told", ["delivered_proxy", "unclear", "damaged"])
def test_papers_that_staff_recorded_as_there_are_not_waited_for_whatever_their_carrier_told_last(
    told: str,
) -> None:
    scene = Scene(ITEMS["two_way_courier"])
    scene.upload_all()
    scene.findings("pre-review pass")
    scene.carry(S.PICKED_UP, S(told))
    scene.finding("delivered")
    scene.findings("receipt complete")
    assert not courier_under_way(scene.case)
    change_contact(scene.world, PORTAL, scene.loaded, Contact("applicant", phone="13800000001"))
    withdraw_case(scene.world, PORTAL, scene.loaded)
    assert scene.step == "papers-withdrawn"
    assert not any(parcel.recalled for parcel in scene.case.shipments.values())
