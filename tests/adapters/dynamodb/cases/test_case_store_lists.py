"""What is due, who has what to do, and the writes that stand alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.cases.case_rows import waybill_row
from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.cases import commands
from chalicelib.cases.case import Case
from chalicelib.cases.evolve import replay
from chalicelib.cases.parcels.waybill import Waybill
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Commit, Counted, Due, DueKind
from chalicelib.services.errors import AlreadyProcessed, PermanentError, RetryableError, VersionConflictError
from tests.adapters.a_case import AT, COURIER, Story, opened, ordered, running
from tests.adapters.dynamodb.stories import booking, keep
from tests.adapters.dynamodb.trails import fault_in
from tests.adapters.moto_cloud import all_rows, one_at_a_time, refused
from tests.fakes import CHAIN, OneKey, unmasked

LATER = AT + timedelta(days=365)


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


def by_kind(store: CaseStore, kind: DueKind, at: Any = LATER) -> list[str]:
    return [due.key for due in store.due("licang", at) if due.kind is kind]


# --- what is due ---------------------------------------------------------------------------------


def test_an_open_effect_is_due_after_five_minutes_until_it_is_done(store: CaseStore) -> None:
    story, effect = ordered()
    keep(store, story)
    key = f"{story.no}#{effect.effect}"
    assert by_kind(store, DueKind.EFFECT, story.at + timedelta(minutes=5) - timedelta(microseconds=1)) == []
    assert by_kind(store, DueKind.EFFECT, story.at + timedelta(minutes=5)) == [key]
    store.commit(booking(story))
    assert by_kind(store, DueKind.EFFECT) == []


def test_a_parcel_is_due_until_there_is_nothing_more_to_ask(store: CaseStore) -> None:
    story, _ = ordered()
    change = booking(keep(store, story))
    store.commit(change)
    assert change.waybill is not None
    assert by_kind(store, DueKind.WAYBILL, AT + timedelta(hours=2)) == ["ems#EM001"]
    ended = change.waybill.model_copy(update={"due": None, "version": 2})
    store.commit(Commit(trigger="w#2", at=AT, before=story.case, after=story.case, waybill=ended))
    assert by_kind(store, DueKind.WAYBILL) == []


def test_everything_due_is_found_however_many_pages_it_fills(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    _fill(dynamodb, table, 120)
    small: list[int] = []

    def pages(params: dict[str, Any], **_: Any) -> None:
        params["Limit"] = 10
        small.append(1)

    event = "provide-client-params.dynamodb.Query"
    dynamodb.meta.events.register(event, pages)
    try:
        found = list(store.due("licang", LATER))
    finally:
        dynamodb.meta.events.unregister(event, pages)
    assert len(small) > 4  # more than one page a shard
    assert len(found) == len(set(found)) == 120
    assert Due(kind=DueKind.WAYBILL, key="ems#7", at=AT) in found


def _fill(dynamodb: Any, table: str, many: int) -> None:
    store = CaseStore(dynamodb, table, CHAIN, OneKey)
    for n in range(many):
        waybill = Waybill(
            carrier="ems", number=str(n), order=str(n), case="c", region="licang", booked_at=AT, due=AT
        )
        dynamodb.put_item(TableName=table, Item=waybill_row(waybill))
    assert store.waybill("ems#0") is not None


# --- single writes -------------------------------------------------------------------------------


def test_of_two_pollers_one_may_ask(store: CaseStore) -> None:
    story, _ = ordered()
    change = booking(keep(store, story))
    store.commit(change)
    assert change.waybill is not None
    now = AT + timedelta(hours=2)
    assert store.claim("ems#EM001", now - timedelta(microseconds=1), LATER) is None, "not yet"
    mine = store.claim("ems#EM001", now, now + timedelta(minutes=30))
    assert mine is not None
    assert (mine.version, mine.due) == (2, now + timedelta(minutes=30))
    assert mine == change.waybill.model_copy(update={"version": 2, "due": mine.due})
    assert store.waybill("ems#EM001") == mine
    assert store.claim("ems#EM001", now, now + timedelta(hours=9)) is None
    assert store.waybill("ems#EM001") == mine


def test_what_was_leased_to_be_sent_is_claimed_all_the_same(store: CaseStore) -> None:
    story, _ = ordered()
    store.commit(booking(keep(store, story)))
    now = AT + timedelta(hours=2)
    [found] = [each for each in store.due("licang", now) if each.kind is DueKind.WAYBILL]
    assert store.lease(found, now + timedelta(minutes=15))
    assert store.claim("ems#EM001", now, now + timedelta(minutes=30)) is not None
    due = [each.at for each in store.due("licang", LATER) if each.kind is DueKind.WAYBILL]
    assert due == [now + timedelta(minutes=30)]


def test_a_parcel_that_is_not_kept_cannot_be_claimed_and_one_that_waits_for_nothing_is_not(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    with pytest.raises(PermanentError):
        store.claim("ems#1", AT, LATER)
    over = Waybill(carrier="ems", number="1", order="o", case="c", region="licang", booked_at=AT)
    dynamodb.put_item(TableName=table, Item=waybill_row(over))
    assert store.claim("ems#1", LATER, LATER) is None


def test_an_effect_or_a_parcel_is_read_together_with_its_case(store: CaseStore, dynamodb: Any) -> None:
    story, effect = ordered()
    keep(store, story)
    held = Suspension("licang", "ems", "503", since=AT, until=LATER, tries=0)
    with refused(dynamodb, "GetItem", "InternalServerError"):
        assert store.load_effect(story.no, effect.effect) == (story.case, effect)
        with pytest.raises(PermanentError):
            store.load_effect(story.no, "no-such-effect")
        change = booking(story)
        assert change.waybill is not None
        store.commit(change)
        assert store.load_effect(story.no, effect.effect) is None, "it is done"
        assert store.load_parcel(change.waybill) == (story.case, None)
        assert store.suspend(held)
        assert store.load_parcel(change.waybill) == (story.case, held)
        stray = change.waybill.model_copy(update={"case": "370213202603020000019"})
        assert store.load_parcel(stray) == (None, held)
        store.commit(story.tell(commands.RecordTracking(at=AT, by=COURIER, order=story.order, status="lost")))


def test_a_read_that_is_answered_in_part_may_be_tried_again(store: CaseStore, dynamodb: Any) -> None:
    story, effect = ordered()
    keep(store, story)

    def in_part(**_: Any) -> Any:
        return SimpleNamespace(status_code=200), {"Responses": {}, "UnprocessedKeys": {"t": {"Keys": []}}}

    dynamodb.meta.events.register("before-call.dynamodb.BatchGetItem", in_part)
    try:
        with pytest.raises(RetryableError):
            store.load_effect(story.no, effect.effect)
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb.BatchGetItem", in_part)


def test_a_stray_file_is_kept_once_with_the_time_it_first_came(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    store.keep_stray("licang", "uploads/x/图.pdf", "v1", AT)
    store.keep_stray("licang", "uploads/x/图.pdf", "v1", LATER)
    [row] = all_rows(dynamodb, table)
    assert (row["file"]["S"], row["version"]["S"]) == ("uploads/x/图.pdf", "v1")
    assert row["at"]["S"] == "2026-03-02T02:30:15.123456Z"
    store.keep_stray("licang", "uploads/x/图.pdf", "v2", AT)
    assert len(all_rows(dynamodb, table)) == 2


def test_a_stray_file_may_have_the_longest_name_that_the_store_of_files_takes(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    store.keep_stray("licang", "u" * 1024, "v" * 32, AT)
    [row] = all_rows(dynamodb, table)
    assert len(row["sk"]["S"]) <= 1024


def test_a_serial_number_is_never_given_twice(dynamodb: Any, table: str) -> None:
    store = CaseStore(one_at_a_time(dynamodb), table, CHAIN, OneKey)
    day = date(2026, 3, 2)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: store.next_serial("licang", day), range(40)))
    assert sorted(given) == list(range(1, 41))
    assert store.next_serial("licang", date(2026, 3, 3)) == 1
    assert store.next_serial("elsewhere", day) == 1


class TooMany(Exception):  # noqa: N818 - in the place of a problem
    pass


def test_that_a_request_was_answered_before_tells_more_than_that_there_were_too_many(
    store: CaseStore,
) -> None:
    full = (Counted("digest", 1, 1, TooMany()),)
    first = replace(opened().changes[0], trigger="one key", counted=full)
    store.commit(first)
    with pytest.raises(AlreadyProcessed):
        store.commit(replace(opened().changes[0], trigger="one key", counted=full))
    with pytest.raises(TooMany):
        store.commit(replace(opened().changes[0], trigger="another key", counted=full))


def test_openings_are_counted_up_to_as_many_as_may_be_in_an_hour_and_on_a_day(
    dynamodb: Any, table: str
) -> None:
    store = CaseStore(one_at_a_time(dynamodb), table, CHAIN, OneKey)

    def taken(at: datetime = AT, counter: str = "digest", trigger: str | None = None) -> bool:
        change = opened(at=at).changes[0]
        try:
            store.commit(replace(change, trigger=trigger, counted=(Counted(counter, 5, 7, TooMany()),)))
        except TooMany:
            assert store.load(change.after.no) is None, "nothing of it was written"
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: taken(), range(12))) == 5
    hour = timedelta(hours=1)
    assert [taken(AT + hour) for _ in range(3)] == [True, True, False]
    assert taken(counter="another")
    assert taken(AT + timedelta(days=1))
    ends = {
        int(row["ttl"]["N"]) for row in all_rows(dynamodb, table) if row["pk"]["S"].startswith("OPENINGS#")
    }
    assert min(ends) > (AT + timedelta(days=1)).timestamp(), "a row outlives the day that it counts"


def test_a_query_code_that_was_used_stays_used(store: CaseStore) -> None:
    story = keep(store, opened())
    assert not store.code_used(story.no)
    for hours in (0, 1):
        store.mark_code_used(story.no, AT + timedelta(hours=hours))
        assert store.code_used(story.no)
    assert store.load(story.no) == story.case
    assert len(store.events(story.no)) == story.case.version


def test_where_an_opening_came_from_is_remembered_with_it(store: CaseStore) -> None:
    [change] = opened().changes
    store.commit(replace(change, network="digest"))
    seen = store.seen(f"{change.after.no}#0")
    assert seen is not None
    assert (seen.case, seen.network) == (change.after.no, "digest")


def test_a_carrier_is_suspended_by_one_call_and_each_try_is_made_once(store: CaseStore) -> None:
    first = Suspension("licang", "ems", "601", since=AT, until=LATER, tries=0)
    assert store.suspensions("licang") == ()
    assert store.suspend(first) is True
    assert store.suspend(replace(first, since=LATER)) is False
    assert store.suspensions("licang") == (first,)
    again = replace(first, until=LATER + timedelta(hours=1), tries=1)
    assert [store.suspend(again), store.suspend(again)] == [True, False]
    assert store.suspensions("licang") == (again,)
    assert store.suspensions("elsewhere") == ()


def test_one_carrier_or_all_of_a_region_are_asked_again(store: CaseStore) -> None:
    for region, carrier in (("licang", "ems"), ("licang", "shunfeng"), ("elsewhere", "ems")):
        store.suspend(Suspension(region, carrier, "601", since=AT, until=LATER, tries=0))
    assert [store.resume("licang", "ems"), store.resume("licang", "ems")] == [True, False]
    assert [each.carrier for each in store.suspensions("licang")] == ["shunfeng"]
    assert store.suspend(Suspension("licang", "ems", "503", since=AT, until=LATER, tries=0)) is True
    assert [store.resume("licang"), store.resume("licang")] == [True, False]
    assert len(store.suspensions("elsewhere")) == 1


def test_a_postponed_effect_is_due_when_its_time_comes_and_a_done_one_never(store: CaseStore) -> None:
    story, effect = ordered()
    keep(store, story)
    comes = story.at + timedelta(days=3)
    store.postpone(story.no, effect.effect, comes)
    assert by_kind(store, DueKind.EFFECT, comes - timedelta(microseconds=1)) == []
    assert by_kind(store, DueKind.EFFECT, comes) == [f"{story.no}#{effect.effect}"]
    store.commit(booking(story))
    store.postpone(story.no, effect.effect, comes)
    assert by_kind(store, DueKind.EFFECT) == []


def test_many_writers_of_one_case_each_find_their_event_in_an_unbroken_chain(
    dynamodb: Any, table: str
) -> None:
    store = CaseStore(one_at_a_time(dynamodb), table, CHAIN, OneKey)
    story = keep(store, opened())
    first = story.case

    def write(n: int) -> None:
        while True:
            case = store.load(story.no)
            assert case is not None
            mine = Story.__new__(Story)
            mine.at, mine.no = AT, story.no
            mine.changes = [replace(story.changes[0], after=case)]
            change = replace(mine.change_mind(), trigger=f"t{n}")
            try:
                store.commit(change)
            except VersionConflictError:
                continue
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(8)))
    kept: Case | None = store.load(story.no)
    assert kept is not None
    assert unmasked(kept) == replay(store.events(story.no))
    assert fault_in(store, story.no) is None
    assert kept.version == first.version + 8


def test_what_is_due_comes_oldest_first_from_all_shards(store: CaseStore, dynamodb: Any, table: str) -> None:
    for n in range(12):
        at = AT + timedelta(minutes=(7 * n) % 12)
        waybill = Waybill(
            carrier="ems", number=f"N{n}", order=str(n), case="c", region="licang", booked_at=AT, due=at
        )
        dynamodb.put_item(TableName=table, Item=waybill_row(waybill))
    moments = [each.at for each in store.due("licang", LATER)]
    assert moments == [AT + timedelta(minutes=n) for n in range(12)]


def test_all_parcels_of_a_case_are_read_at_once(store: CaseStore, dynamodb: Any, table: str) -> None:
    story, _ = ordered()
    change = booking(keep(store, story))
    first = change.waybill
    assert first is not None
    parcels = [first.model_copy(update={"number": f"EM00{n}"}) for n in range(3)]
    for parcel in parcels:
        dynamodb.put_item(TableName=table, Item=waybill_row(parcel))
    calls: list[str] = []
    note = partial(_note, calls)
    dynamodb.meta.events.register("before-call.dynamodb", note)
    found = store.waybills([f"{parcel.carrier}#{parcel.number}" for parcel in parcels])
    dynamodb.meta.events.unregister("before-call.dynamodb", note)
    assert list(found.values()) == parcels
    assert calls == ["BatchGetItem"]


def _note(calls: list[str], model: Any, **_: Any) -> None:
    calls.append(model.name)


@pytest.mark.parametrize(
    "line", [{"S": "{"}, {"S": "{}"}, {"S": "[]"}, {"N": "7"}, {"S": '{"due": 7, "since": null}'}], ids=str
)
def test_a_line_of_work_that_was_altered_hides_no_other_and_is_told_to_the_operator(
    store: CaseStore, dynamodb: Any, table: str, line: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    altered, whole = keep(store, running()), keep(store, running())
    lines = [row for row in all_rows(dynamodb, table) if "line" in row]
    unit = lines[0]["desk_pk"]["S"].removeprefix("DESK#licang#")
    assert {work.case for work in store.work("licang", unit)} == {altered.no, whole.no}
    for row in lines:
        if row["pk"]["S"] == f"CASE#{altered.no}":
            dynamodb.put_item(TableName=table, Item=row | {"line": line})
    with caplog.at_level("ERROR"):
        assert {work.case for work in store.work("licang", unit)} == {whole.no}
    assert f"CASE#{altered.no}" in caplog.text
