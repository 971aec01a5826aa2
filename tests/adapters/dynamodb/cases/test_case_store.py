from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError

from chalicelib.adapters.dynamodb.cases.case_store import CaseStore
from chalicelib.cases import commands
from chalicelib.cases.evolve import replay
from chalicelib.cases.parcels.shipments import TrackingEvent
from chalicelib.cases.parcels.status import ShipmentStatus
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.cases import Commit, ProcessedMessage
from chalicelib.services.errors import (
    AlreadyProcessed,
    NumberTakenError,
    PermanentError,
    RetryableError,
    VersionConflictError,
)
from tests.adapters.a_case import AT, COURIER, opened, ordered
from tests.adapters.dynamodb.stories import booking, keep, stories
from tests.adapters.dynamodb.trails import fault_in
from tests.adapters.moto_cloud import all_rows, just_before, refused, unanswered
from tests.fakes import CHAIN, OneKey, unmasked

LATER = AT + timedelta(days=365)


@pytest.fixture
def store(dynamodb: Any, table: str) -> CaseStore:
    return CaseStore(dynamodb, table, CHAIN, OneKey)


# --- values come back as they went ---------------------------------------------------------------


@pytest.mark.parametrize("make", list(stories()))
def test_a_case_and_its_events_come_back_as_they_were_kept(store: CaseStore, make: Any) -> None:
    story = keep(store, make())
    assert store.load(story.no) == story.case
    events = tuple(event for change in story.changes for event in change.events)
    assert store.events(story.no) == events
    assert replay(events) == unmasked(story.case)
    assert len(events) == story.case.version
    assert fault_in(store, story.no) is None


def test_an_effect_comes_back_as_it_was_kept_while_it_is_open(store: CaseStore) -> None:
    story, effect = ordered()
    keep(store, story)
    assert store.open_effect(story.no, effect.effect) == effect
    store.commit(booking(story))
    assert store.open_effect(story.no, effect.effect) is None
    with pytest.raises(PermanentError):
        store.open_effect(story.no, "no-such-effect")


def test_a_waybill_comes_back_as_it_was_kept(store: CaseStore) -> None:
    story, _ = ordered()
    change = booking(keep(store, story))
    trace = TrackingEvent(at=AT, status=ShipmentStatus.IN_TRANSIT, code="0", text="【青岛】已发出", key="k")
    assert change.waybill is not None
    full = change.waybill.model_copy(
        update={"events": (trace,), "failures": 2, "halted": "bad_number", "due": None}
    )
    store.commit(replace(change, waybill=full))
    assert store.waybill("ems#EM001") == full
    assert store.waybill("ems#EM002") is None


def test_a_trigger_is_remembered_with_what_it_asked(store: CaseStore) -> None:
    story = keep(store, opened())
    assert store.seen(f"{story.no}#0") == ProcessedMessage(case=story.no, fingerprint="print-0")
    assert store.seen("another") is None


def test_a_trigger_is_forgotten_after_ninety_days(store: CaseStore, dynamodb: Any, table: str) -> None:
    keep(store, opened())
    [row] = [row for row in all_rows(dynamodb, table) if row["pk"]["S"].startswith("SEEN#")]
    assert int(row["ttl"]["N"]) == int((AT + timedelta(days=90)).timestamp())


@pytest.mark.parametrize("no", ["", "1", "370213202603020000000", "９" * 21, "3" * 5000, "a#b", "\x00"])
def test_what_is_no_case_number_finds_no_case_and_asks_no_table(
    store: CaseStore, dynamodb: Any, no: str
) -> None:
    with refused(dynamodb, "GetItem", "InternalServerError") as calls:
        assert store.load(no) is None
    assert calls == []


# --- one commit ----------------------------------------------------------------------------------


def test_a_trigger_that_was_dealt_with_changes_nothing_at_all(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story, _ = ordered()
    keep(store, story)
    before = all_rows(dynamodb, table)
    again = replace(booking(story), trigger=story.changes[0].trigger)
    with pytest.raises(AlreadyProcessed):
        store.commit(again)
    assert all_rows(dynamodb, table) == before


def test_a_trigger_is_known_as_dealt_with_even_if_the_case_has_moved_on_since(store: CaseStore) -> None:
    story = keep(store, opened())
    first = story.change_mind()
    store.commit(first)
    store.commit(story.change_mind())
    with pytest.raises(AlreadyProcessed):
        store.commit(first)


def test_a_case_number_is_given_once(store: CaseStore) -> None:
    story = keep(store, opened())
    with pytest.raises(VersionConflictError):
        store.commit(replace(story.changes[0], trigger="another"))


@pytest.mark.parametrize("moment", ["before the commit", "while it is made"])
def test_a_case_that_someone_else_changed_first_is_left_alone(
    store: CaseStore, dynamodb: Any, table: str, moment: str
) -> None:
    story = keep(store, opened())
    mine = story.change_mind()
    del story.changes[-1]
    theirs = replace(story.change_mind(), trigger="theirs")
    if moment == "before the commit":
        store.commit(theirs)
        with pytest.raises(VersionConflictError):
            store.commit(mine)
    else:
        overtaking = just_before(dynamodb, "TransactWriteItems", lambda: store.commit(theirs))
        with overtaking, pytest.raises(VersionConflictError):
            store.commit(mine)
    assert store.load(story.no) == theirs.after
    assert store.seen(mine.trigger or "") is None
    assert len(store.events(story.no)) == theirs.after.version
    assert fault_in(store, story.no) is None


def test_an_effect_is_closed_once(store: CaseStore, dynamodb: Any, table: str) -> None:
    story, _ = ordered()
    keep(store, story)
    first = booking(story)
    store.commit(first)
    before = all_rows(dynamodb, table)
    again = Commit(trigger="again", at=AT, before=story.case, after=story.case, done=first.done, waybill=None)
    with pytest.raises(AlreadyProcessed):
        store.commit(again)
    assert all_rows(dynamodb, table) == before


def test_of_two_answers_about_a_parcel_the_second_is_overtaken(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story, _ = ordered()
    keep(store, story)
    booked = booking(story)
    store.commit(booked)
    assert booked.waybill is not None
    heard = booked.waybill.model_copy(update={"version": 2, "failures": 1})
    kept = Commit(trigger="w#2", at=AT, before=story.case, after=story.case, waybill=heard)
    store.commit(kept)
    before = all_rows(dynamodb, table)
    moved = story.tell(
        commands.RecordTracking(at=AT, by=COURIER, order=story.order, status="in_transit"), waybill=heard
    )
    with pytest.raises(VersionConflictError):
        store.commit(moved)
    assert all_rows(dynamodb, table) == before
    assert store.waybill("ems#EM001") == heard


def test_a_second_parcel_of_the_same_number_does_not_replace_the_first(store: CaseStore) -> None:
    (one, _), (two, _) = ordered(), ordered()
    store.commit(booking(keep(store, one), "EM9"))
    with pytest.raises(NumberTakenError):
        store.commit(booking(keep(store, two), "EM9"))
    kept = store.waybill("ems#EM9")
    assert kept is not None
    assert kept.case == one.no


def test_a_case_that_was_read_is_not_read_again_for_its_commit(
    store: CaseStore, dynamodb: Any, table: str
) -> None:
    story = keep(store, opened())
    assert store.load(story.no) == story.case
    with refused(dynamodb, "GetItem", "InternalServerError") as calls:
        store.commit(story.change_mind())
    assert calls == []
    another = CaseStore(dynamodb, table, CHAIN, OneKey)
    another.commit(story.change_mind())
    store.commit(story.change_mind())
    assert fault_in(store, story.no) is None


def cancelled(dynamodb: Any, *codes: str) -> AbstractContextManager[list[int]]:
    reasons = [{"Code": code} for code in codes]
    return refused(
        dynamodb, "TransactWriteItems", "TransactionCanceledException", CancellationReasons=reasons
    )


@pytest.mark.parametrize(
    ("reason", "kind"), [("TransactionConflict", VersionConflictError), ("ThrottlingError", RetryableError)]
)
def test_a_commit_cancelled_by_contention_may_be_tried_again(
    store: CaseStore, dynamodb: Any, table: str, reason: str, kind: type[RetryableError]
) -> None:
    with cancelled(dynamodb, "None", reason), pytest.raises(RetryableError) as caught:
        store.commit(opened().changes[0])
    assert type(caught.value) is kind
    assert all_rows(dynamodb, table) == []


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "TransactionInProgressException", "RequestLimitExceeded"]
)
def test_a_commit_refused_by_a_busy_table_may_be_tried_again(
    store: CaseStore, dynamodb: Any, code: str
) -> None:
    with refused(dynamodb, "TransactWriteItems", code), pytest.raises(RetryableError):
        store.commit(opened().changes[0])


def test_a_commit_that_no_answer_came_to_may_be_tried_again(store: CaseStore, dynamodb: Any) -> None:
    lost = ConnectTimeoutError(endpoint_url="https://dynamodb")
    with unanswered(dynamodb, "TransactWriteItems", lost), pytest.raises(RetryableError):
        store.commit(opened().changes[0])


def test_a_commit_that_the_table_can_never_take_is_not_tried_for_ever(
    store: CaseStore, dynamodb: Any
) -> None:
    with cancelled(dynamodb, "None", "ValidationError"), pytest.raises(PermanentError):
        store.commit(opened().changes[0])
    with refused(dynamodb, "TransactWriteItems", "ValidationException"), pytest.raises(PermanentError):
        store.commit(opened().changes[0])


@pytest.mark.parametrize("code", ["ThrottlingException", "InternalServerError"])
def test_every_other_call_of_a_busy_table_may_be_tried_again(
    store: CaseStore, dynamodb: Any, code: str
) -> None:
    story, _ = ordered()
    waybill = booking(story).waybill
    assert waybill is not None
    calls: dict[str, list[Callable[[], object]]] = {
        "GetItem": [
            lambda: store.load(story.no),
            lambda: store.seen("x"),
            lambda: store.open_effect(story.no, "x"),
            lambda: store.waybill("ems#1"),
            lambda: store.code_used(story.no),
            lambda: store.commit(story.changes[1]),
        ],
        "BatchGetItem": [
            lambda: store.load_effect(story.no, "x"),
            lambda: store.load_parcel(waybill),
        ],
        "Query": [
            lambda: store.events(story.no),
            lambda: list(store.due("licang", AT)),
            lambda: list(store.work("licang", "health")),
            lambda: store.suspensions("licang"),
        ],
        "PutItem": [
            lambda: store.keep_stray("licang", "k", "v", AT),
            lambda: store.suspend(Suspension("licang", "ems", "601", AT, AT, 0)),
            lambda: store.resume("licang", "ems"),
            lambda: store.mark_code_used(story.no, AT),
        ],
        "UpdateItem": [
            lambda: store.next_serial("licang", AT.date()),
            lambda: store.postpone(story.no, "x", AT),
            lambda: store.claim("ems#1", AT, AT),
        ],
    }
    for operation, all_of_it in calls.items():
        for call in all_of_it:
            with refused(dynamodb, operation, code), pytest.raises(RetryableError) as caught:
                call()
            assert "张三" not in str(caught.value)
