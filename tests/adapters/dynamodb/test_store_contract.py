"""
What every store of cases does alike: the cloud's table, for which two emulators that know nothing of each
other stand in, and the one in memory that the services are tried on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.cases import commands
from chalicelib.cases.events import AnyEvent, SideOpened
from chalicelib.cases.notices import Series
from chalicelib.cases.numbers import case_number
from chalicelib.cases.uploads.files import FilePlace, UploadedFile, file_key, token_of
from chalicelib.cases.values import Actor, Reason, Role, SideKind, SideTask
from chalicelib.cases.waiting import NOTICES, deadline, waiting
from chalicelib.cases.words import words_in
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Cases, Commit, Counted, Due, DueKind, History, Serials, Work
from chalicelib.services.cases.change_case import follow
from chalicelib.services.cases.files.receive_upload import receive_upload
from chalicelib.services.errors import (
    AlreadyProcessed,
    NumberTakenError,
    PermanentError,
    VersionConflictError,
)
from infra.local.ministack import HOST, Child, free_port
from tests.adapters.a_case import (
    APPLICANT,
    AT,
    COURIER,
    PERSON,
    STAFF,
    SYSTEM,
    Story,
    opened,
    ordered,
    running,
)
from tests.adapters.dynamodb.stories import booking, corrected, late, stories
from tests.adapters.moto_cloud import REGION, make_table
from tests.fakes import CHAIN, OneKey, Table
from tests.services.scene import PDF, Scene

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

UNIT = "market-supervision"
KINDERGARTEN = "private-kindergarten-licence"
INSPECT = {"education-sports", "market-supervision", "health", "fire-rescue"}
FAR = AT + timedelta(days=365)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DynamoDBClient]:
    """The emulator of the embedded cloud, by itself."""
    port, log = free_port(), tmp_path_factory.mktemp("emulator") / "ministack.log"
    known = {"GATEWAY_PORT": str(port), "BIND_HOST": HOST, "MINISTACK_HOST": HOST}
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("AWS_ENDPOINT_URL", raising=False)
        child = Child([sys.executable, "-m", "ministack"], port, "/_ministack/health", log, known)
    try:
        yield boto3.client(
            "dynamodb",
            endpoint_url=f"http://{HOST}:{port}",
            region_name=REGION,
            aws_access_key_id="000000000000",
            aws_secret_access_key="x",
        )
    finally:
        child.kill()


@pytest.fixture(params=["moto", "embedded", "in memory"])
def store(request: pytest.FixtureRequest) -> Cases:
    match request.param:
        case "in memory":
            return Table()
        case "moto":
            client: DynamoDBClient = request.getfixturevalue("dynamodb")
        case _:
            client = request.getfixturevalue("embedded")
    return CaseStore(client, make_table(client), CHAIN, OneKey)


def keep(store: Cases, story: Story) -> Story:
    for change in story.changes:
        store.commit(change)
    return story


def inspected() -> Story:
    """Four units have a task each."""
    story = running(KINDERGARTEN)
    story.end("pass")
    assert {task.unit for task in story.case.tasks.values()} == INSPECT
    return story


def work(store: Cases, unit: str = UNIT) -> list[Work]:
    return list(store.work("licang", unit))


def due(store: Cases, kind: DueKind, at: datetime = FAR) -> list[str]:
    return sorted(each.key for each in store.due("licang", at) if each.kind is kind)


# --- lists ---------------------------------------------------------------------------------------


def test_a_line_holds_all_that_a_list_shows(store: Cases) -> None:
    story = keep(store, running())
    [line] = work(store)
    case, task = story.case, story.task
    assert line == Work(
        case=story.no,
        task="pre-review-1",
        unit=UNIT,
        item=case.item,
        release=case.release,
        channel=case.channel,
        step="pre-review",
        side=False,
        round=1,
        since=task.since,
        due=deadline(case, task),
        late=False,
        claimed_by=None,
        applicant="张**",
        incomplete=False,
        accepted_by_silence=False,
        reached=("submitted", "received"),
    )
    assert line.due is not None, "the law's five days"
    assert PERSON.name not in repr(line)


@pytest.mark.parametrize("make", list(stories()))
def test_lists_hold_what_a_case_waits_for_and_nothing_else(store: Cases, make: Callable[[], Story]) -> None:
    story = keep(store, make())
    wanted = {(each.unit, each.id) for each in waiting(story.case) if each.unit is not None}
    units = {unit for unit, _ in wanted if unit is not None} | {UNIT, "hall", "health"}
    assert {(unit, line.task) for unit in units for line in work(store, unit)} == wanted


def test_every_unit_that_walks_a_lane_has_its_own_line_until_it_is_through(store: Cases) -> None:
    story = keep(store, inspected())
    for unit in INSPECT:
        assert [line.task for line in work(store, unit)] == [f"inspection-1-{unit}"]
    store.commit(story.end("pass"))
    through = {unit for unit in INSPECT if not work(store, unit)}
    assert len(through) == 1


def test_a_claim_is_seen_on_the_list_and_so_is_giving_back(store: Cases) -> None:
    story = keep(store, running())
    for command, holder in (
        (commands.ClaimTask(at=AT, by=STAFF, task="pre-review-1"), STAFF.id),
        (commands.ReleaseTask(at=AT, by=STAFF, task="pre-review-1"), None),
    ):
        store.commit(story.tell(command))
        assert [line.claimed_by for line in work(store)] == [holder]


def test_what_waits_for_the_applicant_or_a_courier_is_on_no_list(store: Cases) -> None:
    waits, (travels, _) = keep(store, corrected()), ordered()
    keep(store, travels)
    for story in (waits, travels):
        assert all(line.case != story.no for line in work(store, story.task.unit))


def test_a_parcel_in_trouble_brings_its_task_to_the_list(store: Cases) -> None:
    story, _ = ordered()
    keep(store, story)
    store.commit(booking(story))
    order, unit = story.order, story.task.unit
    for status, on_list in (("damaged", [story.task.id]), ("in_transit", [])):
        store.commit(story.tell(commands.RecordTracking(at=AT, by=COURIER, order=order, status=status)))
        assert [line.task for line in work(store, unit)] == on_list


def test_a_withdrawn_case_is_on_no_list_and_due_no_more(store: Cases) -> None:
    story = keep(store, running())
    store.commit(story.tell(commands.Withdraw(at=AT, by=APPLICANT)))
    assert work(store) == []
    assert due(store, DueKind.CLOCK) == [f"{story.no}#{NOTICES}"]
    store.commit(story.tell(commands.OpenNotice(at=AT, by=APPLICANT, notice="withdrawal.1")))
    assert list(store.due("licang", FAR)) == []


def test_the_oldest_deadline_comes_first_and_a_list_goes_on_from_anywhere(store: Cases) -> None:
    new = keep(store, running(at=AT + timedelta(days=2)))
    old, same = keep(store, running()), keep(store, running())
    lines = work(store)
    assert [line.case for line in lines] == [old.no, same.no, new.no]
    assert [line.place for line in lines] == sorted(line.place for line in lines)
    for n, line in enumerate(lines):
        assert list(store.work("licang", UNIT, 1, line.place)) == lines[n + 1 :]
    assert list(store.work("elsewhere", UNIT)) == []


# --- what is due ---------------------------------------------------------------------------------


def test_a_task_is_due_when_its_own_days_run_out_and_not_before(store: Cases) -> None:
    story = keep(store, corrected())
    comes = story.task.due
    assert comes is not None
    assert due(store, DueKind.TASK, comes - timedelta(microseconds=1)) == []
    assert due(store, DueKind.TASK, comes) == [f"{story.no}#correction-1"]
    assert list(store.due("elsewhere", FAR)) == []


def test_a_late_task_is_due_no_more_and_stays_on_its_list(store: Cases) -> None:
    story = keep(store, late())
    assert f"{story.no}#{story.task.id}" not in due(store, DueKind.TASK)
    [line] = work(store, story.task.unit)
    assert (line.task, line.late) == (story.task.id, True)


def test_a_clock_is_due_when_it_has_to_be_looked_at_and_no_more_once_it_has_stopped(store: Cases) -> None:
    story = keep(store, running())
    comes = story.case.clocks["reply"].next_at
    assert comes is not None
    assert due(store, DueKind.CLOCK, comes - timedelta(microseconds=1)) == []
    assert due(store, DueKind.CLOCK, comes) == [f"{story.no}#reply"]
    store.commit(story.end("pass"))
    store.commit(story.tell(commands.OpenNotice(at=AT, by=APPLICANT, notice="acceptance.1")))
    assert due(store, DueKind.CLOCK) == [f"{story.no}#promised", f"{story.no}#statutory"]


def test_a_side_task_is_on_the_list_of_its_unit_and_due_by_itself(store: Cases) -> None:
    story = running()
    side = SideTask(
        id="silence-1",
        kind=SideKind.SILENCE,
        round=1,
        unit="health",
        since=AT,
        due=AT + timedelta(days=5),
        about=("reply",),
    )
    event = SideOpened(at=AT, by=SYSTEM, side=side)
    after, _ = follow(story.case, (event,))
    keep(store, story)
    store.commit(Commit(trigger="side", at=AT, before=story.case, after=after, events=(event,)))
    [line] = work(store, "health")
    assert (line.task, line.step, line.side, line.due) == ("silence-1", "silence", True, side.due)
    assert f"{story.no}#silence-1" in due(store, DueKind.TASK, AT + timedelta(days=5))


@pytest.mark.parametrize(("make", "kind"), [(corrected, DueKind.TASK), (running, DueKind.CLOCK)])
def test_what_is_leased_is_due_again_when_the_lease_is_over_and_has_one_holder(
    store: Cases, make: Callable[[], Story], kind: DueKind
) -> None:
    story = keep(store, make())
    [found] = [each for each in store.due("licang", FAR) if each.kind is kind]
    assert found.at is not None
    until = found.at + timedelta(minutes=15)
    assert store.lease(found, until)
    assert not store.lease(found, until), "a second clock comes too late"
    assert due(store, kind, until - timedelta(microseconds=1)) == []
    [again] = [each for each in store.due("licang", until) if each.kind is kind]
    assert (again.key, again.at) == (found.key, until)
    assert store.load(story.no) == story.case, "the case itself is as it was"


def test_what_has_ended_since_it_was_found_cannot_be_leased(store: Cases) -> None:
    story = keep(store, running())
    [found] = list(store.due("licang", FAR))
    store.commit(story.tell(commands.Withdraw(at=AT, by=APPLICANT)))
    assert not store.lease(found, FAR)
    assert [each.key for each in store.due("licang", FAR)] == [f"{story.no}#{NOTICES}"]
    assert not store.lease(Due(DueKind.TASK, f"{story.no}#nothing", AT), FAR)


# --- what has happened ---------------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 3, 200])
def test_events_are_read_from_the_newest_back_and_those_of_a_commit_stay_together(
    store: Cases, most: int
) -> None:
    story = running()
    for _ in range(3):
        story.change_mind()
    keep(store, story)
    whole, before = store.events(story.no), None
    read: list[AnyEvent] = []
    while before != 1:
        page = store.latest_events(story.no, most, before)
        assert page.first == len(whole) - len(read) - len(page.events) + 1
        commits = [change for change in story.changes if change.after.version >= page.first]
        assert any(change.after.version - len(change.events) + 1 == page.first for change in commits)
        read, before = [*page.events, *read], page.first
    assert tuple(read) == whole
    assert store.latest_events(story.no, most, 1) == History((), 1)


# --- what people wrote ---------------------------------------------------------------------------


def told(story: Story) -> dict[str, str]:
    """What people wrote in all commits of a case, by its names."""
    return {name: words for change in story.changes for name, words in change.texts.items()}


def test_what_people_wrote_comes_back_by_its_names_and_no_more_than_was_asked_for(store: Cases) -> None:
    story, other = keep(store, corrected()), keep(store, corrected())
    names = {name for event in store.events(story.no) for name in words_in(event)}
    assert {"资料齐全", "平面图无比例尺", "请补充比例尺后重新上传"} == set(told(story).values())
    assert store.texts(story.no, names) == told(story)
    one, *_ = sorted(names)
    assert store.texts(story.no, [one]) == {one: told(story)[one]}
    assert store.texts(story.no, ()) == {}
    assert store.load(story.no) == story.case
    assert words_in(story.case) <= names
    assert store.texts(other.no, names) == told(other), "another case has its own"


def test_texts_of_any_number_of_commits_are_asked_for_at_once(store: Cases) -> None:
    story = keep(store, corrected())
    many = [f"{n}.1" for n in range(1, 251)]
    assert store.texts(story.no, many) == {name: told(story)[name] for name in many if name in told(story)}


def test_a_case_nobody_wrote_in_has_no_texts(store: Cases) -> None:
    story = keep(store, running())
    assert not any(change.texts for change in story.changes)
    assert store.texts(story.no, ["1.1", "2.7"]) == {}


def test_texts_of_a_commit_that_came_too_late_are_not_there(store: Cases) -> None:
    story = keep(store, running())
    before = story.case
    mine = replace(story.end("pass"), trigger="mine")
    del story.changes[-1]
    store.commit(story.tell(commands.ClaimTask(at=AT, by=STAFF, task="pre-review-1")))
    assert mine.texts
    with pytest.raises(VersionConflictError):
        store.commit(mine)
    assert store.texts(story.no, mine.texts) == {}
    assert before.version < story.case.version


# --- files ---------------------------------------------------------------------------------------

NAME = "uploads/x/lease/租赁合同 (1).pdf"


def a_file(sequencer: str, **changes: object) -> UploadedFile:
    said: dict[str, object] = {"material": "lease", "key": NAME, "version": f"v-{sequencer}", "at": AT}
    return UploadedFile.model_validate(
        {**said, "sequencer": sequencer, "size": 7, "kind": "pdf", "sha256": "0" * 64, **changes}
    )


def known(store: Cases, story: Story) -> list[UploadedFile]:
    loaded = store.load_with_files(story.no)
    assert loaded is not None
    assert loaded.case == story.case, "no file touches the case"
    return sorted(loaded.files.known, key=lambda file: (file.key, file.version))


def test_a_case_is_read_with_its_files_and_only_its_own(store: Cases) -> None:
    story, other = keep(store, opened()), keep(store, running())
    assert known(store, story) == []
    files = [a_file("01"), a_file("01", key="uploads/x/floor-plan/a", material="floor-plan")]
    assert all(store.put_file(story.no, file) for file in files)
    assert {file.key for file in known(store, story)} == {file.key for file in files}
    assert known(store, other) == []
    assert store.load_with_files(case_number("370213", AT.date(), 999_998)) is None


def test_what_a_case_is_refused_by_and_whose_it_is_is_told_before_it_is_made_of_its_rows(
    store: Cases,
) -> None:
    story = keep(store, inspected())
    found, remains = store.stored(story.no), store.remains(story.no, "licang")
    assert found is not None
    assert (found.code_digest, found.read().case) == (story.case.code_digest, story.case)
    assert (remains.events, set(remains.units)) == (store.events(story.no), INSPECT)
    assert store.remains(story.no, "elsewhere").units == ()
    assert store.stored("0" * 21) is None
    assert not store.is_person_of("licang", "0" * 64, story.no)


def test_of_two_versions_the_newer_is_known_in_whatever_order_they_come(store: Cases) -> None:
    story = keep(store, opened())
    old, new = a_file("0055AED6DCD90281E5FF"), a_file("0055AED6DCD90281E6")
    assert [store.put_file(story.no, each) for each in (new, old, new)] == [True, False, False]
    assert known(store, story) == [new]


def test_what_was_not_taken_does_not_displace_what_was(store: Cases) -> None:
    story = keep(store, opened())
    good, bad = a_file("01"), a_file("02", refused=Reason.DAMAGED)
    assert store.put_file(story.no, good)
    assert store.put_file(story.no, bad)
    assert known(store, story) == [good, bad]


def test_of_files_without_room_the_last_is_known_and_the_others_cost_nothing(store: Cases) -> None:
    story = keep(store, opened())
    many = [a_file("01", key=f"{NAME}{n}", refused=Reason.TOO_MANY) for n in range(3)]
    assert all(store.put_file(story.no, each) for each in many)
    assert known(store, story) == many[-1:]


def test_a_file_that_was_taken_back_comes_again_by_a_newer_version_alone(store: Cases) -> None:
    story = keep(store, opened())
    old, file, new = a_file("01"), a_file("02"), a_file("03")
    gone = file.withdrawn(AT)
    store.put_file(story.no, file)
    assert [store.take_back(story.no, gone) for _ in range(2)] == [True, True]
    assert [store.put_file(story.no, each) for each in (old, file)] == [False, False]
    assert known(store, story) == [gone]
    assert store.put_file(story.no, new)
    assert not store.take_back(story.no, gone), "it is about another version by now"
    assert known(store, story) == [new]


def test_names_that_files_were_given_are_read_with_them_and_opened_by_themselves(store: Cases) -> None:
    story, other = keep(store, opened()), keep(store, running())
    places = [FilePlace("lease", file_key(story.no, "lease", token_of(each * 32))) for each in "12"]
    for place, name in zip(places, ("租赁合同 (1).pdf", "a"), strict=True):
        assert store.name_place(story.case, place, name)
    assert not store.name_place(story.case, places[0], "another name"), "a place has one name for good"
    file = a_file("01", key=places[0].key)
    assert store.put_file(story.no, file)
    assert (known(store, story), known(store, other)) == ([file], [])
    loaded = store.load_with_files(story.no)
    assert loaded is not None
    found = store.file_names(story.no, loaded.files.places.values())
    assert found == {places[0].key: "租赁合同 (1).pdf", places[1].key: "a"}
    assert store.file_names(story.no, [loaded.files.places[file.key]]) == {file.key: "租赁合同 (1).pdf"}
    store.erase_parties(story.no)
    again = store.load_with_files(story.no)
    assert again is not None
    assert (again.files.known, dict(again.files.places)) == ((), {})


def test_forty_files_of_one_case_at_once_are_all_there_and_nobody_waits(
    embedded: DynamoDBClient,
) -> None:
    """Twenty functions, each with two files: the case is submitted once, and no message has to come again."""
    scene = Scene(KINDERGARTEN)
    scene.world.cases = CaseStore(embedded, make_table(embedded), CHAIN, OneKey)  # type: ignore[assignment]
    scene = Scene(KINDERGARTEN, scene.world, key="in the table")
    named = [name for name, need in scene.case.needs.items() if need.uploaded]
    arrivals = [scene.arrival(named[n % len(named)], PDF, f"page-{n}") for n in range(40)]
    with ThreadPoolExecutor(20) as functions:
        done = list(functions.map(lambda arrival: receive_upload(scene.world, arrival), arrivals))
    assert len(done) == 40
    assert {file.key for file in scene.files.taken()} == {arrival.key for arrival in arrivals}
    assert sum(event.kind == "application_submitted" for event in scene.events) == 1
    assert (scene.step, scene.missing, scene.refused) == ("pre-review", (), {})
    assert set(scene.case.supplied) == set(named)


@pytest.mark.parametrize("completes", [False, True])
def test_a_file_takes_three_requests_and_the_one_that_submits_four(
    dynamodb: DynamoDBClient, completes: bool
) -> None:
    scene = Scene(KINDERGARTEN)
    scene.world.cases = CaseStore(dynamodb, make_table(dynamodb), CHAIN, OneKey)  # type: ignore[assignment]
    scene = Scene(KINDERGARTEN, scene.world, key="in the table")
    *others, last = [name for name, need in scene.case.needs.items() if need.uploaded]
    for name in others if completes else ():
        scene.upload(name)
    arrival = scene.arrival(last, PDF)
    asked: list[str] = []

    def count(model: Any, **_: Any) -> None:
        asked.append(model.name)

    dynamodb.meta.events.register("before-call.dynamodb", count)
    try:
        receive_upload(scene.world, arrival)
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb", count)
    assert asked == ["Query", "PutItem", "Query", *(["TransactWriteItems"] if completes else [])]


# --- one commit ----------------------------------------------------------------------------------


def test_a_change_to_a_case_that_has_moved_on_changes_no_list(store: Cases) -> None:
    story = keep(store, inspected())
    before, mine = story.case, replace(story.end("pass"), trigger="mine")
    theirs = Actor(role=Role.STAFF, id="s-9")
    del story.changes[-1]
    task = max(before.tasks)
    store.commit(story.tell(commands.ClaimTask(at=AT, by=theirs, task=task)))
    lists = {unit: work(store, unit) for unit in INSPECT}
    with pytest.raises(VersionConflictError):
        store.commit(mine)
    assert {unit: work(store, unit) for unit in INSPECT} == lists
    assert store.load(story.no) == story.case
    assert store.seen("mine") is None


def test_that_it_was_done_before_tells_more_than_that_the_case_has_moved_on(store: Cases) -> None:
    story = keep(store, running())
    claimed = story.tell(commands.ClaimTask(at=AT, by=STAFF, task="pre-review-1"))
    store.commit(claimed)
    with pytest.raises(AlreadyProcessed):
        store.commit(claimed)
    with pytest.raises(VersionConflictError):
        store.commit(replace(claimed, trigger="another"))


def test_an_effect_whose_result_came_before_is_done_and_no_race(store: Cases) -> None:
    story, _ = ordered()
    keep(store, story)
    first = booking(story)
    store.commit(first)
    with pytest.raises(AlreadyProcessed):
        store.commit(replace(first, trigger="again", waybill=None))


def test_a_row_of_what_waits_is_never_read_to_decide_and_a_lost_one_changes_nothing() -> None:
    kept = Table()
    story = keep(kept, inspected())
    for key in [key for key in kept.rows if key[1].startswith(("TASK#", "TIMER#"))]:
        del kept.rows[key]
    kept.commit(story.end("pass"))
    assert kept.load(story.no) == story.case
    kept.commit(story.tell(commands.Withdraw(at=AT, by=APPLICANT)))
    assert kept.load(story.no) == story.case
    assert [key for key in kept.rows if key[1].startswith("TASK#inspection")] == []


# --- one read, one commit ------------------------------------------------------------------------


class TooMany(Exception):  # noqa: N818 - in the place of a problem
    """As many openings as may be."""


def test_an_effect_comes_with_its_case_while_it_is_open(store: Cases) -> None:
    story, effect = ordered()
    keep(store, story)
    assert store.load_effect(story.no, effect.effect) == (story.case, effect)
    store.commit(booking(story))
    assert store.load_effect(story.no, effect.effect) is None
    with pytest.raises(PermanentError):
        store.load_effect(story.no, "nothing")


def test_several_cases_come_in_one_read_and_those_that_are_not_there_are_left_out(store: Cases) -> None:
    story, _ = ordered()
    keep(store, story)
    nobodys = case_number("370213", AT.date(), 999_998)
    assert {no: read() for no, read in store.load_all((nobodys, story.no)).items()} == {story.no: story.case}
    assert store.load_all(()) == {}


def test_a_parcel_comes_with_its_case_and_its_carriers_suspension(store: Cases) -> None:
    story, _ = ordered()
    keep(store, story)
    change = booking(story)
    store.commit(change)
    assert change.waybill is not None
    assert store.load_parcel(change.waybill) == (story.case, None)
    held = Suspension("licang", "ems", "503", since=AT, until=FAR, tries=0)
    assert store.suspend(held)
    assert store.load_parcel(change.waybill) == (story.case, held)


def test_a_claim_gives_the_parcel_to_one_who_asks_and_moves_its_time_on(store: Cases) -> None:
    story, _ = ordered()
    keep(store, story)
    store.commit(booking(story))
    now, until = AT + timedelta(hours=2), AT + timedelta(hours=3)
    assert store.claim("ems#EM001", now - timedelta(seconds=1), until) is None
    mine = store.claim("ems#EM001", now, until)
    assert mine is not None
    assert (mine.version, mine.due, mine.order) == (2, until, story.order)
    assert store.waybill("ems#EM001") == mine
    assert store.waybills({"ems#EM001", "ems#EM002"}) == {"ems#EM001": mine}
    assert store.waybills(()) == {}
    assert store.claim("ems#EM001", now, until) is None
    assert due(store, DueKind.WAYBILL, until - timedelta(seconds=1)) == []
    assert due(store, DueKind.WAYBILL, until) == ["ems#EM001"]
    with pytest.raises(PermanentError):
        store.claim("ems#EM999", now, until)


def test_what_was_heard_of_a_parcel_is_one_write_and_refused_where_it_was_heard_otherwise(
    store: Cases,
) -> None:
    story, _ = ordered()
    keep(store, story)
    store.commit(booking(story))
    mine = store.claim("ems#EM001", FAR, FAR + timedelta(hours=1))
    assert mine is not None
    heard = mine.model_copy(update={"failures": 1, "version": mine.version + 1, "due": None})
    told = Commit(trigger=None, at=FAR, before=story.case, after=story.case, waybill=heard)
    store.commit(told)
    assert store.waybill("ems#EM001") == heard
    assert due(store, DueKind.WAYBILL, FAR + timedelta(days=9)) == []
    with pytest.raises(VersionConflictError):
        store.commit(told)
    assert store.load(story.no) == story.case


def test_a_number_of_another_parcel_is_told_and_nothing_is_written(store: Cases) -> None:
    (one, _), (two, _) = ordered(), ordered()
    keep(store, one)
    keep(store, two)
    store.commit(booking(one))
    with pytest.raises(NumberTakenError):
        store.commit(booking(two))
    waybill = store.waybill("ems#EM001")
    assert waybill is not None
    assert waybill.case == one.no
    assert store.load(two.no) != two.case


def test_openings_are_counted_with_the_case_that_is_opened(store: Cases) -> None:
    def opening(key: str) -> Commit:
        counted = tuple(Counted(each, 2, 9, TooMany()) for each in ("a telephone", "a network"))
        return replace(opened().changes[0], trigger=key, counted=counted)

    first = opening("one")
    store.commit(first)
    with pytest.raises(AlreadyProcessed):
        store.commit(replace(opening("one"), fingerprint="another"))
    store.commit(opening("two"))
    refused = opening("three")
    with pytest.raises(TooMany):
        store.commit(refused)
    assert store.load(refused.after.no) is None
    with pytest.raises(AlreadyProcessed):
        store.commit(opening("one"))
    later = replace(opening("four"), at=AT + timedelta(hours=1))
    store.commit(later)
    assert store.load(later.after.no) == later.after


def test_a_change_without_a_key_leaves_none(store: Cases) -> None:
    story = keep(store, running())
    claim = commands.ClaimTask(at=AT, by=STAFF, task="pre-review-1")
    store.commit(replace(story.tell(claim), trigger=None))
    assert store.load(story.no) == story.case
    with pytest.raises(VersionConflictError):
        store.commit(replace(story.changes[-1], trigger=None))


# --- numbers of notices ----------------------------------------------------------------------------


def test_serials_are_given_with_their_commit_or_not_at_all(store: Cases) -> None:
    """Each series by itself; who read what another has given since writes nothing."""
    series, other = Series("李审受〔{year}〕{serial}号", 2026), Series("李审受〔{year}〕{serial}号", 2027)
    assert store.last_serials("licang", (series, other)) == (0, 0)
    first, second = opened(), opened()
    [change] = first.changes
    store.commit(replace(change, serials=(Serials(series, 0, 2),)))
    assert store.last_serials("licang", (series,)) == (2,)
    assert store.last_serials("licang", (other, series)) == (0, 2)
    [late] = second.changes
    for taken in (Serials(series, 0, 1), Serials(series, 1, 2), Serials(series, 3, 4)):
        with pytest.raises(VersionConflictError):
            store.commit(replace(late, serials=(Serials(other, 0, 1), taken)))
        assert store.load(second.no) is None
    assert store.last_serials("licang", (series, other)) == (2, 0)
    store.commit(replace(late, serials=(Serials(other, 0, 1), Serials(series, 2, 3))))
    assert store.last_serials("licang", (series, other)) == (3, 1)
    assert store.last_serials("elsewhere", (series,)) == (0,)
