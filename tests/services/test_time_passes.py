from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import CaseAccepted, StepEnded, StepLate
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.shipments import ShipmentStatus
from chalicelib.cases.values import Direction, Line
from chalicelib.decisions.form import Channel
from chalicelib.decisions.model import ItemType
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.errors import PermanentError
from chalicelib.services.run_due import LEASE, do_due, run_due
from infra.local.samples import pdf
from tests.fakes import World, fresh, licang
from tests.services.scene import ITEMS, Scene

ITEM = ITEMS[Channel.TWO_WAY_COURIER]
FIVE_DAYS_LATER = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
"""The midnight after five working days from Monday 2 March: Monday 9 March is the fifth."""


def waiting(item: str = ITEM) -> Scene:
    scene = Scene(item)
    scene.upload_all()
    assert scene.case.step == "pre-review"
    return scene


def kinds(scene: Scene, kind: type[object]) -> int:
    return sum(isinstance(event, kind) for event in scene.events)


def test_the_five_days_of_the_pre_review_end_at_midnight_in_the_office() -> None:
    scene = waiting()
    assert scene.case.due == FIVE_DAYS_LATER
    scene.world.clock.at = FIVE_DAYS_LATER - timedelta(seconds=1)
    assert scene.run_clock() == 0
    assert scene.case.step == "pre-review"


LICENCES = {channel: item for channel, item in ITEMS.items() if licang().items[item].type is ItemType.LICENCE}


@pytest.mark.parametrize("item", LICENCES.values(), ids=LICENCES)
def test_silence_for_five_working_days_accepts_a_licence_application_from_the_day_of_receipt_and_ends_nothing(
    item: str,
) -> None:
    scene = waiting(item)
    scene.world.clock.at = FIVE_DAYS_LATER
    assert scene.run_clock() == 1
    assert (scene.case.accepted_on, scene.case.accepted_by_silence) == (date(2026, 3, 2), True)
    assert kinds(scene, CaseAccepted) == 1
    assert (scene.case.step, scene.case.late) == ("pre-review", True)
    assert kinds(scene, StepEnded) == 0
    (line,) = scene.world.cases.work("licang", scene.case.department, "pre-review")
    assert (line.case, line.late, line.accepted_by_silence) == (scene.no, True, True)
    scene.world.clock.pass_by(days=100)
    assert scene.run_clock() == 0


def test_silence_orders_no_courier_and_a_person_s_pass_does() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.run_clock()
    scene.settle_effects()
    assert scene.world.couriers.orders == []
    scene.findings("pre-review pass")
    assert len(scene.world.couriers.orders) == 1
    assert scene.case.accepted_on == date(2026, 3, 2), "what silence has accepted stays accepted as of then"


@pytest.mark.parametrize("type_", [each for each in ItemType if each is not ItemType.LICENCE])
def test_of_other_items_silence_accepts_nothing_and_the_step_is_only_late(type_: ItemType) -> None:
    release = licang()
    item = ITEMS[Channel.OUTBOUND_COURIER]
    other = release.items | {item: release.items[item].model_copy(update={"type": type_})}
    scene = Scene(item, World(fresh(release, items=other)))
    scene.upload_all()
    scene.world.clock.at = FIVE_DAYS_LATER
    assert scene.run_clock() == 1
    assert (scene.case.step, scene.case.late) == ("pre-review", True)
    assert (scene.case.accepted_on, scene.case.accepted_by_silence) == (None, False)


def test_what_silence_has_accepted_can_be_corrected_or_refused_without_courier_or_inspection() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.run_clock()
    with pytest.raises(NotPossible) as told:
        scene.finding("refuse", reason="不符合法定形式")
    assert told.value.code == "accepted_already"
    scene.correct("registration-form")
    scene.upload("registration-form", pdf("2"))
    assert scene.case.step == "pre-review"
    scene.findings("pre-review hopeless", "decision-to-refuse refuse")
    assert scene.case.step == "refusal-delivery"
    assert all(parcel.direction is Direction.OUTBOUND for parcel in scene.case.shipments.values())


def test_a_refusal_is_not_proposed_for_what_is_not_accepted() -> None:
    scene = waiting()
    with pytest.raises(NotPossible) as told:
        scene.finding("hopeless", reason="不符合条件")
    assert told.value.code == "not_accepted_yet"


def test_the_days_to_accept_papers_run_from_the_day_the_office_has_them() -> None:
    scene = waiting()
    scene.findings("pre-review pass")
    scene.carry(ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED)
    came = scene.world.clock.at
    scene.world.clock.pass_by(days=2)
    scene.findings("receipt complete")
    assert (scene.case.step, scene.case.accepted_on) == ("acceptance", None)
    due = scene.case.due
    assert due is not None
    assert due < scene.world.clock.at + timedelta(days=7), (
        "five working days from the receipt, not from the count"
    )
    scene.world.clock.at = due
    scene.run_clock()
    assert (scene.case.accepted_on, scene.case.step) == (came.date(), "acceptance")


def test_after_a_correction_the_day_of_receipt_is_that_of_the_corrected_file() -> None:
    scene = waiting()
    scene.world.clock.pass_by(days=1)
    scene.correct("registration-form")
    assert scene.case.due == datetime(2026, 3, 31, 16, 0, tzinfo=UTC), "the applicant's twenty days"
    scene.world.clock.pass_by(days=2)
    scene.upload("registration-form", pdf("2"))
    assert scene.case.due == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
    scene.world.clock.at = scene.case.due
    scene.run_clock()
    assert scene.case.accepted_on == date(2026, 3, 5)


def test_a_step_without_silent_outcome_is_reported_late_once_and_ends_as_usual() -> None:
    scene = waiting(ITEMS[Channel.OUTBOUND_COURIER])
    scene.findings("pre-review pass", "acceptance accept", "review pass", "decision grant")
    due = scene.case.due
    assert due == datetime(2026, 3, 9, 16, 0, tzinfo=UTC), "five working days for making the licence"
    scene.world.clock.at = due
    assert scene.run_clock() == 1
    assert (scene.case.step, scene.case.late, scene.case.due) == ("licence", True, due)
    scene.world.clock.pass_by(days=30)
    assert scene.run_clock() == 0
    assert kinds(scene, StepLate) == 1
    scene.findings("licence made")
    assert (scene.case.step, scene.case.late) == ("delivery", False)


def test_a_limit_that_ran_out_twice_on_the_queue_counts_once() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    assert run_due(scene.world) == 1
    for _ in range(2):
        do_due(scene.world, Due(DueKind.CASE, scene.no))
    assert kinds(scene, CaseAccepted) == 1
    assert kinds(scene, StepLate) == 1


def test_staff_who_answer_in_the_last_moment_are_heard_and_the_clock_is_not() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.world.cases.meanwhile.append(lambda: scene.correct("registration-form"))
    do_due(scene.world, Due(DueKind.CASE, scene.no))
    assert (scene.case.step, scene.case.accepted_on) == ("correction", None)


def test_a_message_about_a_limit_of_an_earlier_step_changes_nothing() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    run_due(scene.world)
    scene.finding("pass")
    before = scene.case
    do_due(scene.world, Due(DueKind.CASE, scene.no))
    with pytest.raises(PermanentError):
        do_due(scene.world, Due(DueKind.CASE, "370213202603029999990"))
    assert scene.case == before


def test_the_day_is_the_offices_not_that_of_greenwich() -> None:
    scene = Scene(ITEM, World(at=datetime(2026, 3, 2, 17, 0, tzinfo=UTC)))
    assert scene.no[6:14] == "20260303"
    scene.upload_all()
    scene.world.clock.at = scene.case.due or scene.world.clock.at
    scene.run_clock()
    assert scene.case.accepted_on == date(2026, 3, 3)


def test_nothing_is_due_while_the_applicant_still_gathers_materials() -> None:
    scene = Scene(ITEM)
    scene.upload("registration-form")
    scene.world.clock.pass_by(days=400)
    assert scene.run_clock() == 0


# --- the lease on what is due --------------------------------------------------------------------


def test_what_lies_on_the_queue_is_not_put_there_again_until_its_lease_is_over() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    assert [run_due(scene.world) for _ in range(3)] == [1, 0, 0]
    scene.world.clock.pass_by(minutes=14)
    assert run_due(scene.world) == 0
    scene.world.clock.pass_by(minutes=1)
    assert run_due(scene.world) == 1, "whoever had it may have died"


def test_ten_hours_of_a_backlog_put_each_thing_on_the_queue_once_while_there_is_room() -> None:
    world = World()
    scenes = [Scene(ITEM, world, key=f"case {n}") for n in range(5)]
    for scene in scenes:
        scene.upload_all()
    world.clock.at = FIVE_DAYS_LATER
    sent = sum(run_due(world) for _ in range(14))
    assert sent == len(world.due.waiting) == 5


def test_a_full_queue_takes_nothing_more_and_what_is_due_waits_in_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    first, second = Scene(ITEM, world, key="first"), Scene(ITEM, world, key="second")
    for scene in (first, second):
        scene.upload_all()
        world.clock.pass_by(hours=1)
    monkeypatch.setattr("chalicelib.services.run_due.MOST_WAITING", 1)
    world.clock.at = FIVE_DAYS_LATER
    assert [run_due(world), run_due(world)] == [1, 0]
    (message,) = world.due.waiting
    world.due.waiting = []
    do_due(world, Due(DueKind.CASE, message["key"]))
    assert run_due(world) == 1
    assert {message["key"], world.due.waiting[0]["key"]} == {first.no, second.no}


def test_a_case_that_goes_on_while_it_is_being_leased_is_left_alone() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    (found,) = scene.world.cases.due("licang", FIVE_DAYS_LATER)
    scene.findings("pre-review pass")
    assert not scene.world.cases.lease(found, FIVE_DAYS_LATER + LEASE)


def test_a_lease_moves_the_row_on_and_not_the_day_of_the_case() -> None:
    scene = waiting()
    scene.world.clock.at = FIVE_DAYS_LATER
    run_due(scene.world)
    assert scene.case.due == FIVE_DAYS_LATER
    do_due(scene.world, Due(DueKind.CASE, scene.no))
    assert scene.case.accepted_by_silence


def test_a_correction_that_never_comes_goes_to_a_person_who_asks_again_or_refuses() -> None:
    scene = waiting()
    scene.correct("registration-form")
    scene.world.clock.at = scene.case.due or scene.world.clock.at
    assert scene.run_clock() == 1
    assert (scene.case.step, scene.case.ended_by) == ("correction-overdue", "staff")
    assert scene.case.open_materials == ()
    assert scene.case.accepted_on is None, "an application that is not corrected is not accepted by silence"
    scene.finding("again", lines=(Line(material="registration-form", problem="缺签名", mend="请补签"),))
    assert (scene.case.step, scene.case.round) == ("correction", 2)
    scene.world.clock.at = scene.case.due or scene.world.clock.at
    scene.run_clock()
    with pytest.raises(NotPossible):
        scene.finding("refuse")
    scene.finding("refuse", reason="逾期未补正")
    assert (scene.case.stage, scene.case.state) == (Stage.CLOSED, 5)
