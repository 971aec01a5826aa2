from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import MilestoneReached
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.time.clocks import moment_after
from chalicelib.cases.time.time_limits import add_working_days, working_days_between
from chalicelib.cases.values import Direction, Line, Role
from chalicelib.decisions.forms.model import ItemType
from chalicelib.decisions.forms.plan import Milestone
from chalicelib.decisions.roles import units_of
from chalicelib.ports.cases import Due, DueKind
from chalicelib.services.cases.desk.claim_task import claim_task
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import PermanentError
from chalicelib.services.run_due import LEASE, run_due
from tests.fakes import World, fresh, licang
from tests.services.scene import BY_COURIER, CLERK, ITEMS, Scene

ITEM = ITEMS["two_way_courier"]
ITEM_ONLINE = "dog-licence"
FIVE_DAYS_LATER = datetime(2026, 3, 9, 16, 0, tzinfo=UTC)
"""The midnight after five working days from Monday 2 March: Monday 9 March is the fifth."""


def pre_reviewed(item: str = ITEM) -> Scene:
    scene = Scene(item)
    scene.upload_all()
    assert scene.step == "pre-review"
    return scene


def kinds(scene: Scene, kind: str) -> int:
    return sum(event.kind == kind for event in scene.events)


def acceptances(scene: Scene) -> int:
    return sum(isinstance(e, MilestoneReached) and e.milestone is Milestone.ACCEPTED for e in scene.events)


def test_the_five_days_to_answer_end_at_midnight_in_the_office() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    assert scene.case.clocks["reply"].ends_at == FIVE_DAYS_LATER
    scene.world.clock.at = FIVE_DAYS_LATER - timedelta(seconds=1)
    scene.run_clock()
    assert scene.case.accepted_on is None
    assert scene.step == "pre-review"


LICENCES = {
    channel: item
    for channel, item in ITEMS.items()
    if licang().items[item].type is ItemType.LICENCE
    and licang().items[item].acceptance_trigger == "prereview"
}


@pytest.mark.parametrize("item", LICENCES.values(), ids=LICENCES)
def test_silence_for_five_working_days_accepts_a_licence_application_from_the_day_of_receipt_and_ends_nothing(
    item: str,
) -> None:
    scene = pre_reviewed(item)
    scene.world.clock.at = FIVE_DAYS_LATER
    assert scene.run_clock() == 1
    assert (scene.case.accepted_on, scene.case.accepted_by_silence) == (date(2026, 3, 2), True)
    assert acceptances(scene) == 1
    assert scene.step == "pre-review"
    assert kinds(scene, "task_ended") == 0
    (line,) = scene.on_list(scene.task.unit, "pre-review")
    assert (line.case, line.accepted_by_silence) == (scene.no, True)
    supervises = units_of(licang().items[item], "supervises")[0]
    (seen,) = scene.on_list(supervises, "silence")
    assert seen.case == scene.no


@pytest.mark.parametrize("outcome", ["correct", "pass"])
def test_what_silence_has_accepted_stays_so_though_somebody_acts_before_the_clock_comes(outcome: str) -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    seen = scene.case.version
    scene.world.clock.at = FIVE_DAYS_LATER
    lines = (Line(material=next(iter(scene.case.needs)), problem="缺页", mend="补齐"),)
    scene.finding(outcome, version=seen, lines=lines if outcome == "correct" else ())
    assert (scene.case.accepted_on, scene.case.accepted_by_silence) == (date(2026, 3, 2), True)
    assert acceptances(scene) == 1
    silent = next(event for event in scene.events if event.kind == "clock_ran_out")
    assert silent.by.role is Role.SYSTEM
    scene.run_clock()
    assert acceptances(scene) == 1, "the clock comes too late to do it again"


def test_before_the_last_moment_nothing_is_silence() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER - timedelta(seconds=1)
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    assert scene.case.accepted_on is None


def test_an_item_accepted_on_paper_knows_no_silence_before_its_papers_are_here() -> None:
    scene = pre_reviewed()
    assert licang().items[ITEM].acceptance_trigger == "paper"
    assert "reply" not in scene.case.clocks
    scene.findings("pre-review pass")
    scene.carry(ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED)
    assert scene.case.clocks["reply"].since == scene.case.milestones[Milestone.RECEIVED]


def test_silence_orders_no_courier_and_a_person_s_pass_does() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.run_clock()
    scene.settle_effects()
    assert scene.world.couriers.orders == []
    assert scene.case.accepted_by_silence
    scene.findings("pre-review pass")
    assert scene.case.accepted_on == date(2026, 3, 2), "what silence has accepted stays accepted as of then"


@pytest.mark.parametrize("type_", [each for each in ItemType if each is not ItemType.LICENCE])
def test_of_other_items_silence_accepts_nothing(type_: ItemType) -> None:
    release = licang()
    other = release.items | {ITEM_ONLINE: release.items[ITEM_ONLINE].model_copy(update={"type": type_})}
    scene = Scene(ITEM_ONLINE, World(fresh(release, items=other)))
    scene.upload_all()
    scene.world.clock.at = FIVE_DAYS_LATER
    assert scene.run_clock() == 0
    assert (scene.step, scene.case.accepted_on, scene.case.accepted_by_silence) == ("pre-review", None, False)


def test_what_silence_has_accepted_can_be_corrected_or_refused_without_courier_or_inspection() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.run_clock()
    with pytest.raises(NotPossible) as told:
        scene.finding("refuse", reason="不符合法定形式")
    assert told.value.code == "accepted_already"
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.correct(name)
    scene.supply(name)
    assert scene.step == "pre-review"
    scene.findings("pre-review hopeless", "refusal refuse")
    assert scene.step == "refusal-delivery"
    assert all(parcel.direction is Direction.OUTBOUND for parcel in scene.case.shipments.values())


def test_a_refusal_is_not_proposed_for_what_is_not_accepted() -> None:
    scene = pre_reviewed()
    with pytest.raises(NotPossible) as told:
        scene.finding("hopeless", reason="不符合条件")
    assert told.value.code == "not_accepted_yet"


def test_the_days_to_accept_papers_run_from_the_day_the_office_has_them() -> None:
    scene = pre_reviewed()
    scene.findings("pre-review pass")
    scene.carry(ShipmentStatus.PICKED_UP, ShipmentStatus.DELIVERED)
    came = scene.world.clock.at
    scene.world.clock.pass_by(days=2)
    scene.findings("receipt complete")
    assert (scene.step, scene.case.accepted_on) == ("acceptance", None)
    ends = scene.case.clocks["reply"].ends_at
    assert ends < scene.world.clock.at + timedelta(days=7), "from the receipt, not from the count"
    scene.world.clock.at = ends
    scene.run_clock()
    assert (scene.case.accepted_on, scene.step) == (came.date(), "acceptance")


def test_after_a_correction_the_day_of_receipt_is_that_of_its_submission() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.world.clock.pass_by(days=1)
    scene.correct(name)
    assert not scene.case.clocks["reply"].running, "the applicant was told in time"
    assert scene.task.due == datetime(2026, 3, 24, 16, 0, tzinfo=UTC), "the applicant's fifteen working days"
    scene.world.clock.pass_by(days=2)
    scene.supply(name)
    assert scene.case.clocks["reply"].ends_at == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
    scene.world.clock.at = scene.case.clocks["reply"].ends_at
    scene.run_clock()
    assert scene.case.accepted_on == date(2026, 3, 5)


def test_an_applicant_s_period_after_acceptance_leaves_two_working_days_before_the_law_s_limit() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    limits = licang().items[ITEM_ONLINE].limits
    assert limits.statutory.working_days is not None
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.run_clock()
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.world.clock.pass_by(days=3)
    scene.correct(name)
    statutory = scene.case.clocks["statutory"]
    assert scene.task.due is not None
    assert scene.task.due < statutory.ends_at
    last = scene.task.due.astimezone(UTC).date()
    between = working_days_between(last, statutory.due, licang().calendars)
    assert between == 2 or scene.task.due - scene.world.clock.at > timedelta(days=14)


def test_a_step_without_an_outcome_of_its_own_is_reported_late_once_and_ends_as_usual() -> None:
    scene = Scene(ITEMS["inspection_collection"])
    scene.upload_all()
    scene.findings("pre-review pass", "inspection pass")
    due = scene.task.due
    assert due is not None
    scene.world.clock.at = due
    assert scene.run_clock() == 1
    assert (scene.step, scene.task.late, scene.task.due) == ("papers-to-hall", True, due)
    scene.world.clock.pass_by(days=1)
    assert scene.run_clock() == 0
    assert kinds(scene, "task_late") == 1
    scene.findings("papers-to-hall received")
    assert not scene.task.late


def test_ten_days_from_the_decision_cover_the_making_and_the_handing_out() -> None:
    scene = pre_reviewed(ITEMS["outbound_courier"])
    scene.findings("pre-review pass", "review pass", "decision grant")
    decided = scene.case.milestones[Milestone.DECIDED]
    run = scene.case.clocks["handing-out"]
    assert (run.since, run.due) == (decided, add_working_days(decided, 10, licang().calendars).date)
    assert not scene.case.clocks["statutory"].running
    scene.findings("licence made")
    assert scene.case.clocks["handing-out"] == run, "making the licence starts nothing anew"
    scene.world.clock.at = run.ends_at
    scene.run_clock()
    assert scene.case.clocks["handing-out"].ran_out
    scene.carry(*BY_COURIER)
    assert scene.case.stage is Stage.CLOSED


def test_a_hearing_stops_the_clocks_from_the_day_after_its_notice_to_its_end() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.findings("pre-review pass", "review hearing")
    before = scene.case.clocks["statutory"]
    scene.finding("told", day=date(2026, 3, 20))
    paused = scene.case.clocks["statutory"]
    assert paused.due > before.due
    scene.world.clock.at = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
    scene.findings("hearing-asked-hearing held")
    after = scene.case.clocks["statutory"]
    assert working_days_between(before.due, after.due, licang().calendars) == 5, "3 to 9 March"


def test_beyond_its_bound_a_hearing_stops_no_clock_and_whoever_supervises_is_told() -> None:
    """The day that the notice names may lie beyond it: the hearing is held all the same, and is late."""
    scene = pre_reviewed(ITEM_ONLINE)
    scene.findings("pre-review pass", "review hearing")
    due = scene.case.clocks["statutory"].due
    scene.finding("told", day=date(2026, 6, 1))
    last = add_working_days(date(2026, 3, 2), 30, licang().calendars).date
    bound = moment_after(last, "Asia/Shanghai", scene.world.clock.now())
    assert scene.task.due == bound
    scene.world.clock.at = bound - timedelta(seconds=1)
    scene.run_clock()
    assert (scene.task.late, scene.case.clocks["statutory"].supervisor) == (False, None)
    scene.world.clock.at = bound
    scene.run_clock()
    run = scene.case.clocks["statutory"]
    assert (scene.task.late, run.running, run.ran_out) == (True, True, False)
    assert working_days_between(due, run.due, licang().calendars) == 30
    assert [line.step for line in scene.on_list(run.supervisor or "", "statutory")] == ["statutory"]
    scene.findings("hearing-asked-hearing held")
    assert scene.step == "review"


def test_a_notice_of_a_hearing_is_given_seven_working_days_before_it() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.findings("pre-review pass", "review hearing")
    for day in (None, date(2026, 3, 10)):
        with pytest.raises(NotPossible) as told:
            scene.finding("told", day=day)
        assert told.value.code == "date_needed"
    scene.finding("told", day=date(2026, 3, 11))
    assert scene.step == "hearing-asked-hearing"


def test_a_calendar_that_comes_out_while_a_case_runs_moves_its_clock_on_and_is_on_record() -> None:
    """As in January 2020: a holiday is made longer when the days already run."""
    scene = pre_reviewed(ITEM_ONLINE)
    calendar = licang().calendars[2026]
    longer = calendar.model_copy(update={"off": (*calendar.off, date(2026, 3, 6), date(2026, 3, 9))})
    scene.world.releases.put_in_force(fresh(licang(), calendars={**licang().calendars, 2026: longer}))
    scene.world.clock.at = FIVE_DAYS_LATER
    assert scene.run_clock() == 1
    assert scene.case.accepted_on is None
    assert kinds(scene, "clock_recounted") == 1
    ends = scene.case.clocks["reply"].ends_at
    assert ends == datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
    scene.world.clock.at = ends
    scene.run_clock()
    assert scene.case.accepted_on == date(2026, 3, 2)


def test_a_limit_that_ran_out_twice_on_the_queue_counts_once() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    due = scene.next_due
    assert run_due(scene.world) == 1
    for _ in range(2):
        do_due(scene.world, due)
    assert acceptances(scene) == 1
    assert kinds(scene, "clock_ran_out") == 1


def test_staff_who_answer_a_moment_too_late_are_heard_and_silence_has_accepted_all_the_same() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    name = next(name for name, need in scene.case.needs.items() if need.uploaded)
    scene.world.clock.at = FIVE_DAYS_LATER
    scene.world.cases.meanwhile.append(lambda: scene.correct(name))
    do_due(scene.world, scene.next_due)
    assert (scene.step, scene.case.accepted_on) == ("correction", date(2026, 3, 2))
    assert acceptances(scene) == 1


def test_a_message_about_a_limit_of_an_earlier_step_changes_nothing() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    due = scene.next_due
    run_due(scene.world)
    scene.findings("pre-review pass")
    before = scene.case
    do_due(scene.world, due)
    do_due(scene.world, Due(DueKind.TASK, f"{scene.no}#pre-review-1"))
    with pytest.raises(PermanentError):
        do_due(scene.world, Due(DueKind.TASK, "370213202603029999990#pre-review-1"))
    assert scene.case == before


def test_the_day_is_the_offices_not_that_of_greenwich() -> None:
    scene = Scene(ITEM_ONLINE, World(at=datetime(2026, 3, 2, 17, 0, tzinfo=UTC)))
    assert scene.no[6:14] == "20260303"
    scene.upload_all()
    scene.world.clock.at = scene.case.clocks["reply"].ends_at
    scene.run_clock()
    assert scene.case.accepted_on == date(2026, 3, 3)


def test_nothing_is_due_while_the_applicant_still_gathers_materials() -> None:
    scene = Scene(ITEM)
    scene.upload("registration-form")
    scene.world.clock.pass_by(days=59)
    assert scene.run_clock() == 0


# --- the lease on what is due --------------------------------------------------------------------


def test_what_lies_on_the_queue_is_not_put_there_again_until_its_lease_is_over() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    assert [run_due(scene.world) for _ in range(3)] == [1, 0, 0]
    scene.world.clock.pass_by(minutes=14)
    assert run_due(scene.world) == 0
    scene.world.clock.pass_by(minutes=1)
    assert run_due(scene.world) == 1, "whoever had it may have died"


def test_ten_hours_of_a_backlog_put_each_thing_on_the_queue_once_while_there_is_room() -> None:
    world = World()
    scenes = [Scene(ITEM_ONLINE, world, key=f"case {n}") for n in range(5)]
    for scene in scenes:
        scene.upload_all()
    world.clock.at = FIVE_DAYS_LATER
    sent = sum(run_due(world) for _ in range(14))
    assert sent == len(world.due.waiting) == 5


def test_a_full_queue_takes_nothing_more_and_what_is_due_waits_in_the_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    first, second = Scene(ITEM_ONLINE, world, key="first"), Scene(ITEM_ONLINE, world, key="second")
    for scene in (first, second):
        scene.upload_all()
        world.clock.pass_by(hours=1)
    monkeypatch.setattr("chalicelib.services.run_due.MOST_WAITING", 1)
    world.clock.at = FIVE_DAYS_LATER
    assert [run_due(world), run_due(world)] == [1, 0]
    (message,) = world.due.waiting
    world.due.waiting = []
    do_due(world, Due(DueKind.CLOCK, message["key"]))
    assert run_due(world) == 1
    waits = [message["key"], world.due.waiting[0]["key"]]
    assert len(set(waits)) == 2
    assert set(waits) <= {f"{no}#{clock}" for no in (first.no, second.no) for clock in ("reply", "promised")}


def test_a_case_that_goes_on_while_it_is_being_leased_is_left_alone() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    (found,) = scene.world.cases.due("licang", FIVE_DAYS_LATER)
    scene.findings("pre-review pass")
    assert not scene.world.cases.lease(found, FIVE_DAYS_LATER + LEASE)


def test_a_lease_moves_the_row_on_and_not_the_day_of_the_case() -> None:
    scene = pre_reviewed(ITEM_ONLINE)
    scene.world.clock.at = FIVE_DAYS_LATER
    run_due(scene.world)
    assert scene.case.clocks["reply"].ends_at == FIVE_DAYS_LATER
    do_due(scene.world, scene.next_due)
    assert scene.case.accepted_by_silence


def test_a_correction_that_never_comes_is_given_up_before_acceptance_and_refused_by_a_decision_after() -> (
    None
):
    name = next(m.material for m in licang().items[ITEM_ONLINE].materials if m.uploaded)
    scene = pre_reviewed(ITEM_ONLINE)
    scene.correct(name)
    scene.read_notices()
    scene.world.clock.at = scene.task.due or scene.world.clock.at
    assert scene.run_clock() == 1
    assert (scene.case.stage, scene.step, scene.case.state) == (Stage.CLOSED, "given-up", 2)
    accepted = pre_reviewed(ITEM_ONLINE)
    accepted.world.clock.at = FIVE_DAYS_LATER
    accepted.run_clock()
    accepted.correct(name)
    accepted.world.clock.at = accepted.task.due or accepted.world.clock.at
    accepted.run_clock()
    assert accepted.step == "refusal"
    assert accepted.case.open_materials == ()
