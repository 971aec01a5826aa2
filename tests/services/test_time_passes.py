from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.cases.events import CaseAccepted, StepEnded, StepLate
from chalicelib.decisions.form import Channel
from chalicelib.services.ports import Due, DueKind
from chalicelib.services.run_due import do_due, run_due
from infra.local.samples import pdf
from tests.fakes import World
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


@pytest.mark.parametrize("item", [ITEM, ITEMS[Channel.OUTBOUND_COURIER]])
def test_silence_for_five_working_days_is_acceptance_from_the_day_of_receipt(item: str) -> None:
    scene = waiting(item)
    scene.world.clock.at = FIVE_DAYS_LATER
    assert scene.run_clock() == 1
    assert scene.case.step in ("pick-up", "acceptance")
    assert scene.case.accepted_on == date(2026, 3, 2)
    assert kinds(scene, CaseAccepted) == 1
    (ended,) = [event for event in scene.events if isinstance(event, StepEnded)]
    assert (ended.outcome, ended.by.id) == ("pass", "clock")


def test_after_a_correction_the_day_of_receipt_is_that_of_the_corrected_file() -> None:
    scene = waiting()
    scene.world.clock.pass_by(days=1)
    scene.correct("registration-form")
    assert scene.case.due is None, "the applicant's days are not the office's"
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
    assert due == datetime(2026, 3, 16, 16, 0, tzinfo=UTC), "ten working days for making the licence"
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
    assert (run_due(scene.world), run_due(scene.world)) == (1, 1)
    for _ in range(2):
        do_due(scene.world, Due(DueKind.CASE, scene.no))
    assert kinds(scene, CaseAccepted) == 1
    assert scene.case.rounds == {"pre-review": 1, "pick-up": 1}


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
