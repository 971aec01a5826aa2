"""An application is submitted: by the file that completes it, or by its applicant, complete or not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest

from chalicelib.cases.case import Stage
from chalicelib.cases.events import (
    ApplicationSubmitted,
    CaseClosed,
    ChannelDecided,
    ConsentChanged,
    MaterialsSupplied,
    WorldFollowed,
)
from chalicelib.cases.evolve import DRAFT, evolve, replay
from chalicelib.cases.refusals import NotPossible
from chalicelib.cases.uploads.files import UploadedFile
from chalicelib.cases.values import Actor, Reason, Role, SideKind, Submission
from chalicelib.cases.waiting import waiting
from chalicelib.routes.views.cases.case import show_case
from chalicelib.services.cases.applying.submit_case import submit_case
from chalicelib.services.cases.desk.claim_task import claim_task
from chalicelib.services.cases.files.receive_upload import Arrival, receive_upload
from chalicelib.services.cases.files.take_back_file import take_back_file
from chalicelib.services.do_due import do_due
from chalicelib.services.errors import Problem
from infra.local.samples import pdf
from tests.fakes import MORNING, Killed, licang, unmasked
from tests.services.scene import CLERK, ITEMS, PDF, PORTAL, Scene

ITEM = ITEMS["outbound_courier"]
EXPLICIT = Submission.EXPLICIT


def materials(scene: Scene) -> list[str]:
    """Those that are required."""
    return [name for name, need in scene.case.needs.items() if need.uploaded and need.required]


def upload_all(scene: Scene) -> None:
    for name in materials(scene):
        scene.upload(name)


def name_of(material: str) -> str:
    return next(each.name.zh for each in licang().items[ITEM].materials if each.material == material)


def times(scene: Scene, kind: type[object]) -> int:
    return sum(isinstance(event, kind) for event in scene.events)


def submitted_without(scene: Scene, *left_out: str) -> Scene:
    for name in materials(scene):
        if name not in left_out:
            scene.upload(name)
    scene.submit(incomplete=True)
    return scene


# --- when it is submitted --------------------------------------------------------------------------


def test_the_file_that_completes_it_submits_it_and_the_rules_decide_in_the_same_commit() -> None:
    scene = Scene(ITEM)
    upload_all(scene)
    last = scene.world.cases.commits[-1]
    kinds = [event.kind for event in last.events]
    assert kinds[0] == "application_submitted"
    assert {"milestone_reached", "channel_decided", "task_started"} < set(kinds)
    assert len(scene.world.cases.commits) == 2, "the opening, and the submission: no file is a commit"
    assert replay(scene.events) == unmasked(scene.case)


def test_one_that_is_to_be_submitted_by_its_applicant_waits_for_her() -> None:
    scene = Scene(ITEM, submit=EXPLICIT)
    upload_all(scene)
    assert (scene.case.stage, scene.case.submitted, scene.missing) == (Stage.MATERIALS, False, ())
    scene.submit()
    assert scene.step == "pre-review"
    with pytest.raises(NotPossible, match="nothing_asked"):
        scene.submit()


def test_what_is_lacking_is_said_by_name_and_then_it_is_received_all_the_same() -> None:
    scene = Scene(ITEM)
    first, *others = materials(scene)
    scene.upload(first)
    with pytest.raises(NotPossible) as told:
        scene.submit()
    assert told.value.code == "incomplete"
    assert [each.zh for each in told.value.details] == [f"缺少：{name_of(each)}" for each in scene.missing]
    assert scene.case.version == 1, "nothing has changed"
    scene.submit(incomplete=True)
    assert (scene.step, scene.case.missing) == ("pre-review", tuple(others))
    assert scene.case.milestones.keys() == {"submitted", "received"}
    assert scene.case.clocks["reply"].running, "the law's five days run, complete or not"
    (line,) = scene.on_list(scene.task.unit, "pre-review")
    assert line.incomplete


def test_a_submission_carries_how_many_files_there_are_and_their_digest() -> None:
    scene = Scene(ITEM)
    upload_all(scene)
    (told,) = (event for event in scene.events if isinstance(event, ApplicationSubmitted))
    assert told.files == scene.files.listed
    assert told.files.count == len(materials(scene))
    scene.upload(materials(scene)[0], pdf("another"))
    assert scene.files.listed.digest != told.files.digest


def test_an_item_for_which_nothing_has_to_be_uploaded_is_submitted_with_its_opening() -> None:
    code = next(
        code
        for code, item in licang().items.items()
        if not any(each.uploaded and each.need == "required" for each in item.materials)
    )
    assert Scene(code).case.submitted
    assert not Scene(code, submit=EXPLICIT).case.submitted


def test_what_lacks_cannot_pass_and_what_was_asked_for_can() -> None:
    scene = Scene(ITEM)
    first, *_ = materials(scene)
    submitted_without(scene, first)
    with pytest.raises(NotPossible, match="materials_missing"):
        scene.finding("pass")
    scene.correct(first)
    scene.supply(first)
    scene.finding("pass")
    assert scene.step == "review"


def test_a_submission_that_is_sent_again_under_its_key_is_one_submission() -> None:
    scene = Scene(ITEM, submit=EXPLICIT)
    upload_all(scene)
    first, again = (submit_case(scene.world, PORTAL, scene.loaded, key="a click") for _ in range(2))
    assert first == again == scene.loaded
    assert times(scene, ApplicationSubmitted) == 1


# --- files after the submission --------------------------------------------------------------------


def test_the_first_file_of_a_material_that_lacked_is_one_event_and_others_are_none() -> None:
    scene = Scene(ITEM)
    first, second, *_ = materials(scene)
    submitted_without(scene, first)
    scene.upload(first, pdf("page 1"), "page-1")
    assert (times(scene, MaterialsSupplied), scene.case.missing) == (1, ())
    scene.upload(first, pdf("page 2"), "page-2")
    scene.upload(second, pdf("better"))
    assert times(scene, MaterialsSupplied) == 1
    (line,) = scene.on_list(scene.task.unit, "pre-review")
    assert not line.incomplete
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    scene.upload(first, pdf("page 3"), "page-3")
    assert scene.refused == {first: Reason.NOT_ASKED}


@pytest.fixture
def taken_up_meanwhile(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A submitted case that somebody claims while the next file is looked at."""
    scene = Scene(ITEM)
    upload_all(scene)
    examine = scene.world.file_check.examine

    def meanwhile(content: object) -> object:
        claim_task(scene.world, CLERK, scene.no, scene.task.id)
        scene.world.clock.pass_by(milliseconds=1)
        return examine(content)  # type: ignore[arg-type]

    monkeypatch.setattr(scene.world.file_check, "examine", meanwhile)
    return scene


@pytest.mark.parametrize("file", ["another", "file"], ids=["another name", "a name that is in use"])
@pytest.mark.parametrize("death", ["", "before", "after"], ids=["lives", "dies before", "dies after the row"])
def test_a_file_that_was_being_looked_at_while_the_case_was_taken_up_came_too_late(
    taken_up_meanwhile: Scene, file: str, death: str
) -> None:
    scene = taken_up_meanwhile
    name, before = materials(scene)[0], scene.files.listed
    arrival = scene.arrival(name, pdf("late"), file)
    scene.world.cases.kill = ["", death]
    with pytest.raises(Killed) if death else nullcontext():
        receive_upload(scene.world, arrival)
    assert scene.task.claimed_by == CLERK.id
    if death != "before":
        assert scene.files.listed == before, "the moment the row is there it does not count"
    for _ in range(2):
        receive_upload(scene.world, arrival)
        assert (scene.files.listed, scene.refused) == (before, {name: Reason.NOT_ASKED})


def test_what_came_too_late_counts_once_its_material_is_asked_for(taken_up_meanwhile: Scene) -> None:
    scene = taken_up_meanwhile
    name = materials(scene)[0]
    scene.upload(name, pdf("late"))
    assert the_file(scene, name).size != len(pdf("late"))
    scene.correct(name)
    assert (the_file(scene, name).size, scene.refused) == (len(pdf("late")), {})


def test_a_file_that_was_there_before_the_case_was_taken_up_counts_ever_after() -> None:
    scene = Scene(ITEM)
    upload_all(scene)
    there = scene.files.listed
    scene.world.clock.pass_by(days=1)
    claim_task(scene.world, CLERK, scene.no, scene.task.id)
    scene.world.clock.pass_by(days=1)
    scene.finding("pass")
    assert scene.files.listed == there
    assert set(scene.case.closed) == set(scene.case.needs), "and no later event moves the moment"
    assert len(set(scene.case.closed.values())) == 1


def test_staff_who_looked_at_other_files_are_asked_to_look_again() -> None:
    scene = Scene(ITEM)
    upload_all(scene)
    looked_at = scene.files.listed.digest
    scene.upload(materials(scene)[0], pdf("another"), "another")
    with pytest.raises(NotPossible, match="case_changed"):
        scene.finding("pass", files=looked_at)
    scene.finding("pass", files=scene.files.listed.digest)
    (ended,) = (event for event in scene.events if event.kind == "task_ended")
    assert ended.model_dump()["files"] == scene.files.listed.digest


def test_a_file_that_comes_between_the_look_and_the_submission_is_not_overlooked() -> None:
    scene = Scene(ITEM, submit=EXPLICIT)
    first, *others = materials(scene)
    for name in others:
        scene.upload(name)
    scene.world.cases.meanwhile.append(lambda: scene.upload(first))
    scene.submit(incomplete=True)
    assert (scene.case.missing, scene.case.supplied) == ((), tuple(materials(scene)))


# --- taking files back -----------------------------------------------------------------------------


def the_file(scene: Scene, material: str) -> UploadedFile:
    (file,) = scene.files.taken(material)
    return file


def test_a_wrong_file_is_taken_back_and_gone_and_no_late_message_brings_it_again() -> None:
    scene = Scene(ITEM)
    name = materials(scene)[0]
    older, newer = scene.arrival(name, pdf("1")), scene.arrival(name, pdf("2"))
    for arrival in (older, newer):
        receive_upload(scene.world, arrival)
    take_back_file(scene.world, scene.loaded, the_file(scene, name).id)
    assert scene.files.taken() == ()
    assert scene.world.files.objects == {}, "not a version of it is kept"
    for arrival in (older, newer, newer):
        receive_upload(scene.world, arrival)
    assert (scene.files.taken(), scene.refused) == ((), {})
    scene.upload(name, pdf("3"))
    assert the_file(scene, name).size == len(pdf("3"))


def test_a_refused_file_can_be_taken_back_too_and_its_complaint_goes() -> None:
    scene = Scene(ITEM)
    name = materials(scene)[0]
    scene.upload(name, b"MZ")
    refused = scene.files.refused()[name]
    take_back_file(scene.world, scene.loaded, refused.id)
    assert (scene.refused, scene.world.files.objects) == ({}, {})


def test_taking_back_twice_is_taking_back_once_and_what_is_not_there_is_not_found() -> None:
    scene = Scene(ITEM)
    name = materials(scene)[0]
    scene.upload(name)
    kept = the_file(scene, name)
    for _ in range(2):
        take_back_file(scene.world, scene.loaded, kept.id)
    with pytest.raises(Problem) as told:
        take_back_file(scene.world, scene.loaded, "0" * 16)
    assert told.value.status == 404


def test_once_it_is_submitted_a_file_is_taken_back_only_where_a_correction_asks_for_it() -> None:
    scene = Scene(ITEM)
    upload_all(scene)
    first, second, *_ = materials(scene)
    with pytest.raises(NotPossible, match="submitted_already"):
        take_back_file(scene.world, scene.loaded, the_file(scene, first).id)
    scene.correct(first)
    with pytest.raises(NotPossible, match="submitted_already"):
        take_back_file(scene.world, scene.loaded, the_file(scene, second).id)
    take_back_file(scene.world, scene.loaded, the_file(scene, first).id)
    assert scene.case.missing == (first,)
    scene.submit(incomplete=True)
    with pytest.raises(NotPossible, match="materials_missing"):
        scene.finding("pass")


# --- drafts ----------------------------------------------------------------------------------------


def test_what_is_never_submitted_is_on_nobody_s_list_and_closes_when_its_time_is_over() -> None:
    scene = Scene(ITEM)
    (waits,) = waiting(scene.case)
    assert (waits.id, waits.unit, waits.due) == ("draft", None, scene.world.clock.now() + DRAFT)
    scene.world.clock.pass_by(days=60, seconds=-1)
    assert scene.run_clock() == 0
    scene.world.clock.pass_by(seconds=1)
    assert scene.run_clock() == 1
    assert (scene.case.stage, scene.case.settled, scene.case.state) == (Stage.CLOSED, "given-up", 2)
    assert scene.quiet()
    scene.upload(materials(scene)[1])
    assert scene.refused == {materials(scene)[1]: Reason.NOT_ASKED}


def refused_one(scene: Scene) -> None:
    scene.upload(materials(scene)[0], b"MZ")


def taken_back_one(scene: Scene) -> None:
    scene.world.clock.pass_by(days=-1)
    scene.upload(materials(scene)[0])
    scene.world.clock.pass_by(days=1)
    take_back_file(scene.world, scene.loaded, the_file(scene, materials(scene)[0]).id)


@pytest.mark.parametrize(
    "does", [lambda scene: scene.upload(materials(scene)[0]), refused_one, taken_back_one]
)
def test_whoever_does_something_about_a_file_on_day_59_has_sixty_days_from_then_on(
    does: Callable[[Scene], object],
) -> None:
    scene = Scene(ITEM)
    scene.world.clock.pass_by(days=59)
    does(scene)
    last = scene.world.clock.now()
    assert scene.case.version == 1, "no file changes the case"
    shown = show_case(scene.world, scene.loaded)["draft_until"]
    assert datetime.fromisoformat(shown) == last + DRAFT
    scene.world.clock.pass_by(days=1)
    assert scene.run_clock() == 1
    assert (scene.case.stage, scene.case.draft_until) == (Stage.MATERIALS, last + DRAFT)
    assert scene.events[-1].kind == "draft_prolonged"
    assert replay(scene.events) == unmasked(scene.case)
    scene.world.clock.at = last + DRAFT - timedelta(seconds=1)
    assert scene.run_clock() == 0
    scene.world.clock.pass_by(seconds=1)
    assert scene.run_clock() == 1
    assert scene.case.settled == "given-up"
    assert scene.quiet()


def test_a_draft_is_not_prolonged_by_what_the_office_writes_down() -> None:
    scene = Scene(ITEM)
    ends = scene.case.draft_until
    followed = WorldFollowed(at=MORNING + timedelta(days=5), by=Actor(role=Role.SYSTEM, id="x"), world="w")
    assert evolve(scene.case, followed).draft_until == ends
    mind = ConsentChanged(at=followed.at, by=PORTAL, courier=False)
    assert evolve(scene.case, mind).draft_until == followed.at + DRAFT


def test_a_draft_whose_time_is_over_twice_at_once_is_looked_at_once_more_and_given_up_once() -> None:
    scene = Scene(ITEM)
    due = scene.next_due
    scene.world.clock.pass_by(days=60)
    scene.world.cases.meanwhile.append(lambda: do_due(scene.world, due))
    do_due(scene.world, due)
    assert times(scene, CaseClosed) == 1


def test_the_time_of_a_draft_ends_with_its_submission() -> None:
    scene = Scene(ITEM)
    scene.world.clock.pass_by(days=59)
    upload_all(scene)
    assert scene.case.draft_until is None
    assert all(each.id != "draft" for each in waiting(scene.case))


# --- a journey -------------------------------------------------------------------------------------


def test_three_of_four_files_five_days_of_silence_and_the_fourth_is_asked_for_once_and_comes() -> None:
    scene = Scene(ITEM)
    lacking = materials(scene)[-1]
    submitted_without(scene, lacking)
    scene.world.clock.at = scene.case.clocks["reply"].ends_at
    scene.run_clock()
    assert scene.case.accepted_by_silence
    assert scene.case.accepted_on == scene.case.milestones["received"]  # type: ignore[index]
    assert scene.step == "pre-review", "no step ends by silence"
    (side,) = scene.case.sides_of(SideKind.SILENCE)
    (line,) = scene.on_list(side.unit, "silence")
    assert (line.side, line.incomplete) == (True, True)
    with pytest.raises(NotPossible, match="accepted_already"):
        scene.finding("refuse", reason="材料不齐")
    scene.correct(lacking)
    scene.supply(lacking)
    assert times(scene, ChannelDecided) == 1
    scene.findings("pre-review pass", "review pass", "decision grant")
    assert scene.step == "licence"


def test_a_message_of_s3_about_a_file_of_no_case_waits_for_a_person_as_before() -> None:
    scene = Scene(ITEM)
    arrival = Arrival("uploads/none/x/y", "v", "01", len(PDF))
    assert receive_upload(scene.world, arrival) is None
    assert scene.world.clock.now() - scene.case.opened_at < timedelta(days=1)
