"""What a case costs in requests: one read and one commit an event, counted with the real handlers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import app
from chalicelib import wiring
from chalicelib.ports.people.identity import Staff
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import application
from tests.metered.walk import STATIONS, MeteredOffice, Walk, metered_office
from tests.services.scene import ITEMS


@pytest.fixture(scope="module")
def at() -> Iterator[MeteredOffice]:
    with metered_office() as running:
        yield running


@pytest.fixture(scope="module")
def walked(at: MeteredOffice) -> Walk:
    """A case whose papers and whose licence travel by courier, from its opening to its end."""
    walk = Walk(at, ITEMS["two_way_courier"])
    walk.to_the_end()
    return walk


MOST = {
    "POST /cases": 3,  # the release in force, a number, the commit
    "a file": 5,  # case and files, the file, its row, case and files; the one that submits: the commit
    "GET /cases": 3,  # case and files, what happened, the checkpoints of all parcels
    "an outcome": 2,  # the case, the commit
    "effects told of": 1,
    "an effect": 3,  # the case with its effect, the commit; a document is put before
    "a poll with news": 3,  # the claim gives the parcel; the case with the carrier's standing; the commit
}


NUMBERED = {"an outcome": 2}
"""Of this case's, two issue notices, acceptance and grant: the last number of the series is a read more."""


@pytest.mark.parametrize("kind", MOST)
def test_a_call_reads_what_it_needs_once_and_commits_once(at: MeteredOffice, walked: Walk, kind: str) -> None:
    assert at.meter.calls[kind]
    assert at.meter.requests[kind] <= MOST[kind] * at.meter.calls[kind] + NUMBERED.get(kind, 0)


def test_a_commit_that_issues_a_notice_costs_one_read_more(at: MeteredOffice, walked: Walk) -> None:
    assert len(walked.look()["notices"]) == NUMBERED["an outcome"]
    assert at.meter.requests["an outcome"] == 2 * at.meter.calls["an outcome"] + NUMBERED["an outcome"]


def test_a_case_with_two_parcels_is_read_in_three_requests_and_tells_each_checkpoint(
    at: MeteredOffice, walked: Walk
) -> None:
    before = at.meter.requests["GET /cases"]
    with at.meter.call("GET /cases"):
        parcels = walked.look()["shipments"]
    assert at.meter.requests["GET /cases"] - before == 3
    assert [parcel["direction"] for parcel in parcels] == ["inbound", "outbound"]
    for parcel in parcels:
        times = [each["at"] for each in parcel["checkpoints"]]
        assert times == sorted(times, reverse=True)
        assert len(times) == len(STATIONS)
        assert all(
            each["text"] and each["told"]["zh"] and each["told"]["en"] for each in parcel["checkpoints"]
        )


def test_no_kind_of_call_goes_uncounted(at: MeteredOffice, walked: Walk) -> None:
    assert set(at.meter.calls) <= set(MOST) | {"anew"}


def test_only_what_a_client_sends_with_a_key_is_remembered_by_it(at: MeteredOffice, walked: Walk) -> None:
    seen = [key for key in keys(at) if key.startswith("SEEN#")]
    outcomes = [key for key in seen if key.startswith(f"SEEN#step#{walked.no}#")]
    assert len(outcomes) == at.meter.calls["an outcome"]
    assert [key for key in seen if key.startswith("SEEN#open#")]
    assert not [key for key in seen if not key.startswith(("SEEN#step#", "SEEN#open#"))]


def keys(at: MeteredOffice) -> list[str]:
    table = at.office.variables["TABLE"]
    return [row["pk"]["S"] for row in all_rows(boto3.client("dynamodb"), table)]


def test_what_is_asked_again_costs_no_read_before_it_is_known_to_be_a_repetition(at: MeteredOffice) -> None:
    body = application(ITEMS["fully_online"])
    answers = []
    for _ in range(2):
        with at.meter.call("anew"):
            answers.append(at.office.ask("POST", "/cases", body, Idempotency_Key="once"))
    assert answers[0].json_body["no"] == answers[1].json_body["no"]
    assert at.meter.last[:3] == ["GetItem", "UpdateItem", "TransactWriteItems"]


def test_a_claim_costs_two_requests_and_one_made_before_one(at: MeteredOffice) -> None:
    walk = Walk(at, ITEMS["one_visit"])
    for each in walk.look()["materials"]:
        if each["open"]:
            walk.send(each["material"])
    [task] = walk.look()["tasks"]
    who: dict[str, Any] = at.office.token(Staff(id="s-9", units=("*",)))
    for wanted in (["Query", "TransactWriteItems"], ["Query"]):
        with at.meter.call("anew"):
            answer = at.office.ask("POST", f"/cases/{walk.no}/tasks/{task['id']}/claim", None, **who)
        assert answer.status_code == 200, answer.body
        assert at.meter.last == wanted


def test_a_poll_without_news_costs_no_transaction(at: MeteredOffice) -> None:
    walk = Walk(at, ITEMS["outbound_courier"])
    for each in walk.look()["materials"]:
        if each["open"]:
            walk.send(each["material"])
    while (case := walk.look())["way"] != "courier":
        walk.go_on(case)
    at.settle()
    [parcel] = walk.look()["shipments"]
    key = f"{parcel['carrier']}#{parcel['number']}"
    waybill = wiring.ports().cases.waybill(key)
    assert waybill is not None
    assert waybill.due is not None
    at.clock.at = waybill.due
    at.tell("anew", app.on_due_work, {"kind": "waybill", "key": key})
    assert at.meter.last == ["UpdateItem", "BatchGetItem", "PutItem"]
    at.tell("anew", app.on_due_work, {"kind": "waybill", "key": key})
    assert at.meter.last == ["UpdateItem"], "it has just been asked after"
