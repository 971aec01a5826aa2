"""The triggers: what the cloud hands over, message by message."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, unquote_plus

import boto3
import pytest
from chalice.app import Chalice

import app
from chalicelib.services.errors import RetryableError
from infra.local.samples import pdf
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import ADDRESS, NAME, PHONE, Office, Opened, call

NAMES = {
    name: {"handler": f"app.{name}", "policy": f"infra/policies/{name}.json"}
    for name in ("on_upload", "on_rule_file", "on_due", "on_due_work", "on_case_events", "on_effect")
}
ROOT = Path(__file__).parents[1]


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


def over_sns(message: Any) -> Any:
    return {"Type": "Notification", "TopicArn": "arn:aws:sns:x", "Message": json.dumps(message)}


def over_event_bridge(message: Any) -> Any:
    """The same object as S3 tells EventBridge of it: the key as it is, other names."""
    [record] = message["Records"]
    thing = record["s3"]["object"]
    return {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {
            "bucket": {"name": "uploads"},
            "object": {
                "key": unquote_plus(thing["key"]),
                "version-id": thing["versionId"],
                "sequencer": thing["sequencer"],
                "size": thing["size"],
            },
        },
    }


ENVELOPES: dict[str, Callable[[Any], Any]] = {
    "sns": over_sns,
    "sns that a function was asked with": lambda message: {"Records": [{"Sns": over_sns(message)}]},
    "event bridge": over_event_bridge,
    "event bridge over sns": lambda message: over_sns(over_event_bridge(message)),
    "what a queue's reader prints": lambda message: {"Messages": [{"Body": json.dumps(message)}]},
    "a queue's record": lambda message: {"Records": [{"messageId": "1", "body": json.dumps(message)}]},
    "a function's failure record": lambda message: {"requestPayload": message},
    "text within text": lambda message: json.dumps(json.dumps(message)),
    "text within text twice": lambda message: over_sns(json.dumps(json.dumps(message))),
    "a list": lambda message: [message],
}


@pytest.mark.parametrize("envelope", ENVELOPES.values(), ids=ENVELOPES)
def test_a_file_is_received_whatever_carried_the_message(
    office: Office, envelope: Callable[[Any], Any]
) -> None:
    opened = office.open()
    message = arrived(office, opened, "lease", "租赁+合同 1.pdf")
    assert call(app.on_upload, envelope(message)) == []
    [file] = materials(office, opened)["lease"]["files"]
    assert file["file"] == "租赁+合同 1.pdf"


NO_MESSAGES: list[Any] = [
    {},
    None,
    [],
    0,
    "x",
    {"Records": None},
    {"Records": []},
    {"Records": [None]},
    {"Records": [{"s3": {}}]},
    {"Records": [{"s3": {"object": {"key": 5}}}]},
    {"Type": "SubscriptionConfirmation", "SubscribeURL": "https://x.invalid"},
    {"Type": "Notification", "Message": "hello"},
    {"source": "aws.s3", "detail-type": "Object Tags Added", "detail": {"object": {"key": "k"}}},
    {"Message": {"Message": {"Message": {"Message": {"Message": {"Message": {"Message": {}}}}}}}},
]


@pytest.mark.parametrize("message", NO_MESSAGES)
def test_what_is_not_understood_is_kept_for_a_person(office: Office, message: Any) -> None:
    assert call(app.on_upload, message) == ["m0"]
    if message != {"Records": [{"s3": {"object": {"key": 5}}}]}:
        assert call(app.on_rule_file, message) == ["m0"]


def test_one_bad_record_does_not_hold_up_the_good_ones_beside_it(office: Office) -> None:
    opened = office.open()
    good = [arrived(office, opened, name)["Records"][0] for name in ("lease", "floor-plan")]
    bad: list[Any] = [None, {"s3": None}, {"s3": {"object": {**good[0]["s3"]["object"], "size": math.inf}}}]
    assert call(app.on_upload, {"Records": [bad[0], good[0], bad[1], good[1], bad[2]]}) == ["m0"]
    shown = materials(office, opened)
    assert shown["lease"]["files"]
    assert shown["floor-plan"]["files"]


@pytest.mark.parametrize("name", ["versionId", "sequencer"])
def test_a_file_whose_version_is_null_is_kept_for_a_person_and_not_told_to_be_empty(
    office: Office, name: str
) -> None:
    opened = office.open()
    message = arrived(office, opened, "lease")
    message["Records"][0]["s3"]["object"][name] = None
    assert call(app.on_upload, message) == ["m0"]
    assert not materials(office, opened)["lease"]["refused"]


def test_a_file_of_nobody_in_particular_is_received_all_the_same(office: Office) -> None:
    opened = office.open()
    for nobody, name in ((None, "lease"), ({}, "floor-plan")):
        message = arrived(office, opened, name)
        message["Records"][0]["userIdentity"] = nobody
        assert call(app.on_upload, {"Records": None, "Message": json.dumps(message)}) == []
        assert materials(office, opened)[name]["files"]


def test_a_test_message_with_files_in_it_brings_them(office: Office) -> None:
    opened = office.open()
    message = {"Event": "s3:TestEvent", **arrived(office, opened, "lease")}
    assert call(app.on_upload, message) == []
    assert materials(office, opened)["lease"]["files"]


def test_a_file_that_is_removed_is_no_file_that_came(office: Office) -> None:
    opened = office.open()
    message = arrived(office, opened, "lease")
    message["Records"][0]["eventName"] = "ObjectRemoved:DeleteMarkerCreated"
    assert call(app.on_upload, message) == []
    assert not materials(office, opened)["lease"]["files"]


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

    monkeypatch.setattr(app, "receive_uploads", broken)
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

    monkeypatch.setattr(app, "receive_uploads", busy)
    assert call(app.on_upload, arrived(office, office.open(), "lease")) == ["m0"]
    [record] = [each for each in caplog.records if each.levelno > logging.INFO]
    assert (record.levelno, record.getMessage()) == (logging.WARNING, "comes again: the table is busy")


def test_a_good_batch_logs_nothing_personal(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    opened = office.running()
    office.ask("GET", f"/track?no={opened.no}", X_Query_Code=opened.code)
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
