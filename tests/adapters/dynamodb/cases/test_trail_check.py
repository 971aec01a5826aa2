"""A case that was put back, cut off or taken away by somebody who may write the table is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.adapters.dynamodb.cases.trail_check import checked
from chalicelib.adapters.dynamodb.people.party_rows import NAME
from chalicelib.adapters.dynamodb.rows import Row
from chalicelib.cases import commands
from chalicelib.cases.uploads.files import UploadedFile
from chalicelib.ports.trail import Damage, Fault
from tests.adapters.a_case import APPLICANT, AT, PARTIES, PERSON, STAFF, Story, opened, running
from tests.adapters.dynamodb.stories import keep, online, posted, stories
from tests.adapters.dynamodb.trails import check_of, fault_in
from tests.adapters.moto_cloud import all_rows, just_before
from tests.fakes import CHAIN, OneKey, World
from tests.services.scene import BY_COURIER, ITEMS, Scene


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def rows_of(store: CaseStore, no: str) -> dict[str, Row]:
    mine = [row for row in all_rows(store._client, store._table) if row["pk"]["S"] == f"CASE#{no}"]
    return {row["sk"]["S"]: row for row in mine}


def put(store: CaseStore, *rows: Row) -> None:
    for row in rows:
        store._client.put_item(TableName=store._table, Item=row)


def delete(store: CaseStore, *rows: Row) -> None:
    for row in rows:
        store._client.delete_item(TableName=store._table, Key={"pk": row["pk"], "sk": row["sk"]})


def put_back(store: CaseStore, no: str, then: dict[str, Row], kinds: tuple[str, ...]) -> None:
    """The rows of these kinds are as they once were: the newer are gone, the older stand there again."""
    mine = {sk: row for sk, row in rows_of(store, no).items() if sk.startswith(kinds)}
    delete(store, *[row for sk, row in mine.items() if sk not in then])
    put(store, *[row for sk, row in then.items() if sk.startswith(kinds)])


HEAD_AND_EVENTS = ("HEAD", "EVENT#")
EVERYTHING = ("",)


def faults(store: CaseStore) -> dict[str, Fault | None]:
    return {trail.case: trail.fault for trail in check_of(store).trails()}


# --- what is whole -------------------------------------------------------------------------------


@pytest.mark.parametrize("make", list(stories()))
def test_every_case_is_whole_after_each_of_its_commits(store: CaseStore, make: Callable[[], Story]) -> None:
    story = make()
    for change in story.changes:
        store.commit(change)
        assert fault_in(store, story.no) is None
    assert faults(store) == {story.no: None}


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_a_case_is_whole_wherever_it_stands_on_its_way(item: str) -> None:
    """Its rows are those of the memory's table, written by the commits of the real one."""
    scene = Scene(item, World())

    def look() -> None:
        mine = {sk: row for (pk, sk), row in scene.world.cases.rows.items() if pk == f"CASE#{scene.no}"}
        trail = checked(scene.no, mine, CHAIN)
        assert (trail.fault, trail.version) == (None, scene.case.version)

    look()
    scene.upload_all()
    look()
    scene.correct(*[name for name, need in scene.case.needs.items() if need.uploaded][:1])
    look()
    scene.world.clock.pass_by(days=3)
    scene.run_clock()
    look()
    scene.submit(incomplete=True)
    look()
    scene.finding("pass")
    scene.settle_effects()
    look()
    for _ in range(20):
        if scene.case.shipments and not scene.case.tasks.keys().isdisjoint(
            parcel.task for parcel in scene.case.shipments.values()
        ):
            scene.carry(*BY_COURIER)
            look()
            break
        scene.world.clock.pass_by(days=1)
        scene.run_clock()
        look()


# --- put back ------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", list(stories()))
def test_a_case_whose_head_and_events_were_put_back_to_any_earlier_state_is_found(
    store: CaseStore, make: Callable[[], Story]
) -> None:
    story, states = make(), []
    for change in story.changes:
        store.commit(change)
        states.append((change.after.version, rows_of(store, story.no)))
    for version, then in states[:-1]:
        put_back(store, story.no, then, HEAD_AND_EVENTS)
        fault = faults(store)[story.no]
        assert fault is not None
        assert fault.damage in (Damage.PUT_BACK, Damage.BESIDE)
        if fault.damage is Damage.PUT_BACK:
            assert fault.event == version + 1, "the first event that is missing"
        put_back(store, story.no, states[-1][1], HEAD_AND_EVENTS)
        assert faults(store)[story.no] is None


def test_an_open_task_tells_of_it_without_a_look_at_other_cases(store: CaseStore) -> None:
    story = keep(store, running())
    then = rows_of(store, story.no)
    store.commit(story.tell(commands.ClaimTask(at=AT, by=STAFF, task=story.task.id)))
    put_back(store, story.no, then, HEAD_AND_EVENTS)
    assert fault_in(store, story.no) == Fault(Damage.PUT_BACK, story.case.version, f"TASK#{story.task.id}")


def test_parties_that_have_changed_tell_of_it(store: CaseStore) -> None:
    story = keep(store, opened())
    then = rows_of(store, story.no)
    moved = PARTIES.model_copy(update={"applicant": PERSON.model_copy(update={"address": "李沧区新址 9 号"})})
    store.commit(replace(story.change_mind(), parties=moved))
    newer = rows_of(store, story.no)[NAME]
    put_back(store, story.no, then, EVERYTHING)
    put(store, newer)
    assert fault_in(store, story.no) == Fault(Damage.PUT_BACK, story.case.version, NAME)


def test_a_masked_name_that_somebody_wrote_onto_a_list_is_found(store: CaseStore) -> None:
    story = keep(store, running())
    row = rows_of(store, story.no)[f"TASK#{story.task.id}"]
    put(store, row | {"line": {"S": row["line"]["S"].replace("张**", "王**")}})
    assert fault_in(store, story.no) == Fault(Damage.BESIDE, row=f"TASK#{story.task.id}")


def test_an_effect_that_was_done_tells_of_it(store: CaseStore) -> None:
    story = posted()
    *before, booked, moved = story.changes
    for change in before:
        store.commit(change)
    then = rows_of(store, story.no)
    store.commit(booked)
    store.commit(moved)
    put_back(store, story.no, then, (*HEAD_AND_EVENTS, "TASK#", "TIMER#"))
    fault = fault_in(store, story.no)
    assert fault is not None
    assert (fault.damage, fault.event) == (Damage.PUT_BACK, before[-1].after.version + 1)
    assert fault.row.startswith("EFFECT#")


def test_a_file_that_was_looked_at_later_tells_of_it(store: CaseStore) -> None:
    story = keep(store, opened())
    then = rows_of(store, story.no)
    store.commit(story.change_mind())
    late = UploadedFile(
        material="lease", key="k", version="v", sequencer="01", at=AT, case_version=story.case.version
    )
    store.put_file(story.no, late)
    put_back(store, story.no, then, (*HEAD_AND_EVENTS, "TIMER#"))
    fault = fault_in(store, story.no)
    assert fault == Fault(Damage.PUT_BACK, 2, f"FILE#lease#{late.id}")


def test_a_parcel_tells_of_a_case_all_of_whose_rows_were_put_back(store: CaseStore) -> None:
    story = posted()
    *before, booked, moved = story.changes
    for change in before:
        store.commit(change)
    then = rows_of(store, story.no)
    store.commit(booked)
    store.commit(moved)
    for row in all_rows(store._client, store._table):
        if row["pk"]["S"].startswith("SEEN#"):
            delete(store, row)
    put_back(store, story.no, then, EVERYTHING)
    assert fault_in(store, story.no) is None, "of all its rows none tells"
    assert faults(store)[story.no] == Fault(
        Damage.PUT_BACK, before[-1].after.version + 1, "WAYBILL#ems#EM001"
    )


# --- rows beside ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "make"), [("EFFECT#", posted), ("TASK#", running), ("TIMER#", running)])
@pytest.mark.parametrize("harm", ["taken away", "added"])
def test_a_row_that_is_missing_or_was_added_is_found(
    store: CaseStore, kind: str, make: Callable[[], Story], harm: str
) -> None:
    story = keep(store, make())
    row = next(row for sk, row in rows_of(store, story.no).items() if sk.startswith(kind))
    other = row | {"sk": {"S": f"{row['sk']['S']}x"}}
    if harm == "added":
        put(store, other)
    else:
        delete(store, row)
    told = other if harm == "added" else row
    assert fault_in(store, story.no) == Fault(Damage.BESIDE, row=told["sk"]["S"])


def test_a_line_of_a_list_that_was_changed_is_found_and_a_lease_is_no_change(store: CaseStore) -> None:
    story = keep(store, running())
    [found] = list(store.due("licang", AT.replace(year=2099)))
    assert store.lease(found, AT.replace(year=2098))
    assert fault_in(store, story.no) is None
    row = rows_of(store, story.no)[f"TASK#{story.task.id}"]
    put(store, row | {"line": {"S": row["line"]["S"].replace('"late": false', '"late": true')}})
    assert fault_in(store, story.no) == Fault(Damage.BESIDE, row=f"TASK#{story.task.id}")


# --- gone ----------------------------------------------------------------------------------------


def test_a_case_whose_head_was_taken_away_is_found_by_any_row_that_is_left(store: CaseStore) -> None:
    story = keep(store, online())
    rows = rows_of(store, story.no)
    delete(store, rows["HEAD"])
    assert fault_in(store, story.no) == Fault(Damage.GONE, row=min(rows.keys() - {"HEAD"}))
    for row in rows.values():
        delete(store, row)
    assert fault_in(store, story.no) == Fault(Damage.GONE)
    assert faults(store) == {story.no: Fault(Damage.GONE, row="SEEN")}


def test_whether_a_number_was_given_out_is_told_by_the_counter_of_its_day(store: CaseStore) -> None:
    story = opened()
    check = check_of(store)
    assert not check.was_given("licang", story.no)
    while store.next_serial("licang", AT.date()) < int(story.no[14:-1]):
        assert not check.was_given("licang", story.no)
    assert check.was_given("licang", story.no)


# --- while it changes ----------------------------------------------------------------------------


def test_a_case_that_changes_while_it_is_checked_is_no_fault(store: CaseStore) -> None:
    story = keep(store, opened())
    check = check_of(store)
    then = rows_of(store, story.no)
    store.commit(story.change_mind())
    half = {**rows_of(store, story.no), "HEAD": then["HEAD"]}
    read = check._partition
    seen = iter([half])
    check._partition = lambda no: next(seen, None) or read(no)  # type: ignore[method-assign]
    assert check.verify(story.no) is None
    story.tell(commands.Withdraw(at=AT, by=APPLICANT))
    with just_before(store._client, "Query", lambda: store.commit(story.changes[-1])):
        assert check.verify(story.no) is None
