"""The triggers: what the cloud hands over, message by message."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import boto3
import pytest
from chalice.app import Chalice

import app
from chalicelib import wiring
from chalicelib.services.errors import RetryableError
from infra.local.samples import pdf
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import ADDRESS, NAME, PHONE, Office, Opened, open_office

NAMES = {
    name: {"handler": f"app.{name}", "policy": f"infra/policies/{name}.json"}
    for name in ("on_upload", "on_due", "on_due_work", "on_case_events", "on_effect")
}
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def building() -> Iterator[Office]:
    with open_office() as running:
        yield running


@pytest.fixture
def office(building: Office) -> Office:
    building.clear()
    return building


def call(function: Any, *bodies: object) -> list[str]:
    """The messages that failed when the queue hands over these; message n is called ``m<n>``."""
    records = [
        {"messageId": f"m{n}", "body": body if isinstance(body, str) else json.dumps(body)}
        for n, body in enumerate(bodies)
    ]
    answer = function({"Records": records}, None)
    assert set(answer) == {"batchItemFailures"}
    assert all(set(failure) == {"itemIdentifier"} for failure in answer["batchItemFailures"])
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def arrived(office: Office, opened: Opened, material: str, name: str = "file", **changes: Any) -> Any:
    """A file is put, and this is S3's message about it."""
    key = f"uploads/{opened.no}/{material}/{name}"
    kept = boto3.client("s3").put_object(
        Bucket=office.variables["UPLOADS_BUCKET"], Key=key, Body=pdf(f"{material} {name}")
    )
    thing = {
        "key": quote_plus(key, safe="/"),
        "versionId": kept["VersionId"],
        "sequencer": "0055AED6DCD90281E5",
        "size": 300,
    }
    return {"Records": [{"eventName": "ObjectCreated:Put", "s3": {"object": thing | changes}}]}


def materials(office: Office, opened: Opened) -> dict[str, Any]:
    return {each["material"]: each for each in office.case(opened)["materials"]}


# --- on_upload -----------------------------------------------------------------------------------


def test_files_reach_their_case_and_the_last_one_starts_its_channel(office: Office) -> None:
    opened = office.open()
    messages = [arrived(office, opened, each["material"]) for each in opened.answer["materials"]]
    assert call(app.on_upload, *messages) == []
    case = office.case(opened)
    assert (case["channel"], case["step"]) == ("inspection_collection", "pre-review")
    assert call(app.on_upload, *messages) == []
    assert office.case(opened)["version"] == case["version"]


def test_one_bad_message_comes_again_alone(office: Office) -> None:
    opened = office.open()
    good = [arrived(office, opened, name) for name in ("lease", "floor-plan")]
    bad = arrived(office, opened, "id-card")
    del bad["Records"][0]["s3"]["object"]["versionId"]
    assert call(app.on_upload, good[0], bad, "no json", "[]", good[1]) == ["m1", "m2", "m3"]
    shown = materials(office, opened)
    assert [name for name, each in shown.items() if each["files"]] == ["floor-plan", "lease"]


def test_the_store_s_test_message_is_simply_taken(office: Office) -> None:
    before = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    test = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "uploads", "RequestId": "1"}
    assert call(app.on_upload, test) == []
    assert all_rows(boto3.client("dynamodb"), office.variables["TABLE"]) == before


def test_a_file_s_name_is_read_as_the_applicant_wrote_it(office: Office) -> None:
    opened, name = office.open(), "租赁 合同+1 (100%).pdf"
    message = arrived(office, opened, "lease", name)
    assert "%E7%A7%9F%E8%B5%81+" in message["Records"][0]["s3"]["object"]["key"]
    assert call(app.on_upload, message) == []
    [file] = materials(office, opened)["lease"]["files"]
    assert file["file"] == name


def test_a_message_with_several_files_brings_all_of_them(office: Office) -> None:
    opened = office.open()
    records = [arrived(office, opened, name)["Records"][0] for name in ("lease", "floor-plan")]
    assert call(app.on_upload, {"Records": records}) == []
    shown = materials(office, opened)
    assert shown["lease"]["files"]
    assert shown["floor-plan"]["files"]


def test_a_file_of_no_case_is_kept_for_a_person(office: Office) -> None:
    nobody = Opened("370213202603020000019", "", {})
    assert call(app.on_upload, arrived(office, nobody, "lease")) == []
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    [stray] = [row for row in rows if row["pk"]["S"] == "STRAY#licang"]
    assert stray["file"]["S"] == f"uploads/{nobody.no}/lease/file"


# --- the other queues ----------------------------------------------------------------------------


def test_due_work_that_is_no_longer_due_is_done_with(office: Office) -> None:
    opened = office.running()
    version = office.case(opened)["version"]
    assert call(app.on_due_work, {"kind": "case", "key": opened.no}) == []
    assert office.case(opened)["version"] == version


def test_due_work_of_no_known_kind_comes_again_alone(office: Office) -> None:
    opened = office.running()
    good = {"kind": "case", "key": opened.no}
    bad = [{"kind": "moon", "key": "x"}, {"key": opened.no}, {"kind": "waybill", "key": "ems#none"}]
    assert call(app.on_due_work, good, *bad) == ["m1", "m2", "m3"]


def test_an_effect_is_done_once_however_often_it_is_asked_for(office: Office) -> None:
    opened = online(office)
    [effect] = open_effects(office, opened)
    message = {"case": opened.no, "effect": effect}
    assert call(app.on_effect, message, message) == []
    case = office.case(opened)
    assert case["stage"] == "closed"
    assert list(case["documents"]) == ["delivery"]
    assert open_effects(office, opened) == []
    assert call(app.on_effect, message) == []
    assert office.case(opened)["version"] == case["version"]


def test_an_effect_nobody_wanted_is_done_with_and_a_message_without_one_comes_again(office: Office) -> None:
    opened = office.open()
    assert call(app.on_effect, {"case": opened.no, "effect": "none"}, {"case": opened.no}) == ["m1"]


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
    for _ in range(10):
        case = office.case(opened)
        if case["way"] == "electronic":
            return opened
        outcome = OUTCOMES[case["step"]]
        body = {"outcome": outcome} | ({"number": "备案2026-1"} if outcome == "made" else {})
        answer = office.ask("POST", f"/cases/{opened.no}/steps/{case['step']}", body, **office.staff())
        assert answer.status_code == 200, answer.body
    raise AssertionError("the case did not get there")


def open_effects(office: Office, opened: Opened) -> list[str]:
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    mine = [row for row in rows if row["pk"]["S"] == f"CASE#{opened.no}" and "state" in row]
    return [row["sk"]["S"].removeprefix("EFFECT#") for row in mine if row["state"]["S"] == "open"]


def test_the_clock_puts_what_is_due_on_the_queue(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    online(office)
    sqs = boto3.client("sqs")
    sqs.purge_queue(QueueUrl=office.variables["DUE_QUEUE"])
    assert app.on_due(tick(), None) == 0
    later = wiring.world().clock.now().timestamp()
    monkeypatch.setattr(wiring.world().clock, "_real", lambda: later + 600)
    monkeypatch.setattr(wiring.world().clock, "_start", None)
    found = app.on_due(tick(), None)
    messages = sqs.receive_message(QueueUrl=office.variables["DUE_QUEUE"], MaxNumberOfMessages=10)["Messages"]
    assert found == len(messages) == 1
    due = json.loads(messages[0]["Body"])
    assert due["kind"] == "effect"
    assert call(app.on_due_work, due) == []
    assert app.on_due(tick(), None) == 0


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
    sqs, url = boto3.client("sqs"), office.variables["EFFECTS_QUEUE"]
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
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [json.loads(each["Body"]) for each in messages] == [{"case": "1", "effect": "1-pick-up-1"}]


def test_a_full_batch_of_the_stream_without_effects_sends_nothing(office: Office) -> None:
    app.on_case_events(stream(*(("INSERT", f"CASE#{n}", "HEAD") for n in range(100))), None)
    answer = boto3.client("sqs").receive_message(QueueUrl=office.variables["EFFECTS_QUEUE"])
    assert "Messages" not in answer


def test_a_stream_whose_effects_cannot_be_sent_comes_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring.world().effects, "_url", "https://nowhere.example/queue")
    with pytest.raises(RetryableError):
        app.on_case_events(stream(("INSERT", "CASE#1", "EFFECT#1-pick-up-1")), None)


# --- logs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [KeyError, ValueError, RuntimeError])
def test_the_text_of_an_error_is_not_logged_but_its_place_is(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    def broken(*_: object) -> None:
        raise error(f"{NAME} {PHONE}") from OSError(ADDRESS)

    monkeypatch.setattr(app, "receive_upload", broken)
    opened = office.open()
    assert call(app.on_upload, arrived(office, opened, "lease", f"{NAME}.pdf")) == ["m0"]
    [record] = [each for each in caplog.records if each.levelno >= logging.ERROR]
    assert error.__name__ in record.getMessage()
    assert "in broken" in record.getMessage()
    for personal in (NAME, PHONE, ADDRESS):
        assert personal not in caplog.text


def test_what_comes_again_is_no_error_in_the_log(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def busy(*_: object) -> None:
        raise RetryableError("the table is busy")

    monkeypatch.setattr(app, "receive_upload", busy)
    assert call(app.on_upload, arrived(office, office.open(), "lease")) == ["m0"]
    [record] = [each for each in caplog.records if each.name == app.app.log.name]
    assert (record.levelno, record.getMessage()) == (logging.WARNING, "comes again: the table is busy")


def test_a_good_batch_logs_nothing_personal(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    opened = office.running()
    office.ask("GET", f"/track?no={opened.no}&code={opened.code}")
    for private in (NAME, PHONE, ADDRESS, opened.code):
        assert private not in caplog.text


# --- names the deployment knows ------------------------------------------------------------------


def test_every_trigger_is_handled_in_this_very_module() -> None:
    """A handler in a Blueprint would be packaged under another module, and app.py never run for it."""
    assert isinstance(app.app, Chalice)
    handlers = {handler.name: handler.handler_string for handler in app.app.pure_lambda_functions}
    handlers |= {handler.name: handler.handler_string for handler in app.app.event_sources}
    assert handlers == {name: known["handler"] for name, known in NAMES.items()}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_trigger_has_the_names_its_settings_and_rights_go_by(name: str) -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    functions = config["stages"]["prod"]["lambda_functions"]
    assert functions[name]["iam_policy_file"] == f"../{NAMES[name]['policy']}"
    assert (ROOT / NAMES[name]["policy"]).is_file()
    resources = json.loads((ROOT / "infra" / "resources.json").read_text())["Resources"]
    assert "".join(part.capitalize() for part in name.split("_")) in resources
