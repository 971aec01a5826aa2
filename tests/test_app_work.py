"""The triggers behind the uploads: what is due, effects, and the store's own report."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import boto3
import pytest

import app
from chalicelib import wiring
from chalicelib.ports.cases import DueKind
from chalicelib.ports.people.identity import Staff
from chalicelib.services.errors import RetryableError
from tests.adapters.moto_cloud import all_rows, refused
from tests.adapters.office import Office, Opened, call

# --- the other queues ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name"), [("task", "pre-review-1"), ("task", "gone-1"), ("clock", "reply"), ("clock", "gone")]
)
def test_due_work_that_is_not_due_or_gone_is_done_with(office: Office, kind: str, name: str) -> None:
    opened = office.running()
    version = office.case(opened)["version"]
    assert call(app.on_due_work, {"kind": kind, "key": f"{opened.no}#{name}"}) == []
    assert office.case(opened)["version"] == version


def test_due_work_of_no_known_kind_comes_again_alone(office: Office) -> None:
    opened = office.running()
    good = {"kind": "clock", "key": f"{opened.no}#reply"}
    bad = [{"kind": "moon", "key": "x"}, {"key": opened.no}, {"kind": "waybill", "key": "ems#none"}]
    assert call(app.on_due_work, good, *bad) == ["m1", "m2", "m3"]


def test_an_effect_is_done_once_however_often_it_is_asked_for(office: Office) -> None:
    opened = online(office)
    [effect] = open_effects(office, opened)
    message = {"case": opened.no, "effect": effect}
    assert call(app.on_effect, message, message) == []
    case = office.case(opened)
    assert case["stage"] == "closed"
    assert list(case["documents"]) == ["delivery-1"]
    assert open_effects(office, opened) == []
    assert call(app.on_effect, message) == []
    assert office.case(opened)["version"] == case["version"]


NOTHING_TO_DO: list[Any] = [
    {"case": None, "effect": None},
    {"case": "", "effect": ""},
    {"case": 7, "effect": ["x"]},
    {"effect": "x"},
    {},
    None,
    [],
    "x",
    {"case": "370213202603029999990", "effect": "370213202603029999990-delivery-1"},
]


@pytest.mark.parametrize("message", NOTHING_TO_DO)
def test_a_message_that_names_no_effect_is_kept_for_a_person(office: Office, message: Any) -> None:
    assert call(app.on_effect, message) == ["m0"]


@pytest.mark.parametrize(
    "message",
    [*NOTHING_TO_DO, {"kind": None, "key": None}, {"kind": "task", "key": "370213202603029999990#x-1"}]
    + [{"kind": kind, "key": key} for kind in DueKind for key in ("", "x", "x#y")],
)
def test_a_message_that_names_nothing_due_is_kept_for_a_person(office: Office, message: Any) -> None:
    assert call(app.on_due_work, message) == ["m0"]


OUTCOMES = {
    "pre-review": "pass",
    "acceptance": "accept",
    "review": "pass",
    "decision": "grant",
    "licence": "made",
}


def online(office: Office) -> Opened:
    """A case whose electronic result is about to be issued."""
    opened = office.running("investment-project-filing")
    for n in range(10):
        case = office.case(opened)
        if case["way"] == "electronic":
            return opened
        outcome = OUTCOMES[case["step"]]
        body = {"outcome": outcome} | ({"number": "备案2026-1"} if outcome == "made" else {})
        clerk = office.token(Staff(id=f"s-{n}", units=("*",)))
        answer = office.ask("POST", f"/cases/{opened.no}/steps/{case['step']}", body, **clerk)
        assert answer.status_code == 200, answer.body
    raise AssertionError("the case did not get there")


def open_effects(office: Office, opened: Opened) -> list[str]:
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    mine = [row for row in rows if row["pk"]["S"] == f"CASE#{opened.no}" and "state" in row]
    return [row["sk"]["S"].removeprefix("EFFECT#") for row in mine if row["state"]["S"] == "open"]


def test_the_clock_puts_what_is_due_on_the_queue(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    online(office)
    assert app.on_due(tick(), None) == 0
    later = wiring.ports().clock.now().timestamp()
    monkeypatch.setattr(wiring.ports().clock, "_real", lambda: later + 600)
    assert app.on_due(tick(), None) == 1
    [due] = office.waiting("DUE_QUEUE")
    assert due["kind"] == DueKind.EFFECT
    assert call(app.on_due_work, due) == []
    assert app.on_due(tick(), None) == 0


def test_a_clock_of_a_case_that_runs_out_marks_it_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answered the application of a licence in the law's five days."""
    opened = office.running()
    [reply] = [clock for clock in office.case(opened)["clocks"] if clock["clock"] == "reply"]
    over = datetime.fromisoformat(f"{reply['due']}T23:59:59+08:00").timestamp()
    monkeypatch.setattr(wiring.ports().clock, "_real", lambda: over + 2)
    assert app.on_due(tick(), None) == 1
    messages = office.waiting("DUE_QUEUE")
    assert messages == [{"kind": "clock", "key": f"{opened.no}#reply"}]
    assert call(app.on_due_work, *messages) == []
    case = office.case(opened)
    assert (case["accepted_by_silence"], case["step"]) == (True, "pre-review")
    lines = work_of(office)
    assert {(line["step"], line["side"]) for line in lines} == {("pre-review", False), ("silence", True)}
    assert all(line["accepted_by_silence"] for line in lines)
    [silence] = [line["task"] for line in lines if line["side"]]
    path, supervisor = f"/cases/{opened.no}/tasks/{silence}", office.staff("market-supervision")
    refused_without = office.ask("POST", path, {"outcome": "seen"}, **supervisor)
    assert (refused_without.status_code, refused_without.json_body["code"]) == (409, "reason_needed")
    told = {"outcome": "seen", "reason": "经办人休假，已改派"}
    assert office.ask("POST", path, told, **supervisor).status_code == 200
    assert [line["step"] for line in work_of(office)] == ["pre-review"]
    [first] = [line for line in lines if line["step"] == "pre-review"]
    assert [each["outcome"] for each in first["outcomes"]] == ["pass", "correct", "hopeless"]


def work_of(office: Office) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = office.ask("GET", "/desk", **office.staff("market-supervision")).json_body[
        "work"
    ]
    return lines


def tick() -> dict[str, Any]:
    names = ("version", "account", "region", "detail", "detail-type", "source", "time", "id", "resources")
    return dict.fromkeys(names, "")


# --- the stream ----------------------------------------------------------------------------------


def stream(*records: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "eventName": name,
                "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": str(n)},
            }
            for n, (name, pk, sk) in enumerate(records)
        ]
    }


def test_only_new_effects_are_passed_on(office: Office) -> None:
    app.on_case_events(
        stream(
            ("INSERT", "CASE#1", "HEAD"),
            ("INSERT", "CASE#1", "EVENT#000001"),
            ("INSERT", "CASE#1", "EFFECT#1-pick-up-1"),
            ("MODIFY", "CASE#2", "EFFECT#2-pick-up-1"),
            ("REMOVE", "CASE#3", "EFFECT#3-pick-up-1"),
            ("INSERT", "SEEN#EFFECT#4", "SEEN"),
        ),
        None,
    )
    assert office.waiting("EFFECTS_QUEUE") == [{"case": "1", "effect": "1-pick-up-1"}]


def test_a_full_batch_of_the_stream_without_effects_sends_nothing(office: Office) -> None:
    app.on_case_events(stream(*(("INSERT", f"CASE#{n}", "HEAD") for n in range(100))), None)
    assert office.waiting("EFFECTS_QUEUE") == []


def test_a_stream_whose_effects_cannot_be_sent_comes_again(office: Office) -> None:
    busy = refused(wiring.ports().effects._client, "SendMessageBatch", "ThrottlingException")
    with busy, pytest.raises(RetryableError):
        app.on_case_events(stream(("INSERT", "CASE#1", "EFFECT#1-pick-up-1")), None)
