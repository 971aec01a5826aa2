"""What was left undone is found and sent again from the command line, against the office in this process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

import app
from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.adapters import dead_letters
from chalicelib.services.errors import PermanentError, RetryableError
from infra.local.samples import pdf
from tests.adapters.office import Office, Opened, call, open_office
from tests.commands.conftest import with_dead_letters


@pytest.fixture(scope="module")
def building() -> Iterator[Office]:
    with open_office() as running:
        with_dead_letters(running)
        yield running


@pytest.fixture
def office(building: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(dead_letters, "_WAIT_SECONDS", 0)  # one machine has it all here
    building.clear()
    for queue in ("UPLOADS_BUCKET_QUEUE", "RULES_BUCKET_QUEUE"):
        building.waiting(queue)
    s3, bucket = boto3.client("s3"), building.variables["UPLOADS_BUCKET"]
    listed = s3.list_object_versions(Bucket=bucket)
    for each in [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]:
        s3.delete_object(Bucket=bucket, Key=each["Key"], VersionId=each["VersionId"])
    return building


def dead_queue(queue: str) -> str:
    sqs = boto3.client("sqs")
    policy = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["RedrivePolicy"])["Attributes"]
    name = json.loads(policy["RedrivePolicy"])["deadLetterTargetArn"].rsplit(":", 1)[-1]
    return sqs.get_queue_url(QueueName=name)["QueueUrl"]


def bury(queue: str, body: object) -> str:
    """A message lies with the dead letters of a queue; its id."""
    sent = boto3.client("sqs").send_message(QueueUrl=dead_queue(queue), MessageBody=json.dumps(body))
    return sent["MessageId"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["dead", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def lost_file(office: Office, opened: Opened, material: str, content: bytes | None = None) -> str:
    """A file of which nobody was told."""
    key = f"uploads/{opened.no}/{material}/file"
    boto3.client("s3").put_object(
        Bucket=office.variables["UPLOADS_BUCKET"], Key=key, Body=content or pdf(material)
    )
    return key


def receive_waiting(office: Office) -> None:
    assert call(app.on_upload, *office.waiting("UPLOADS_BUCKET_QUEUE")) == []


def test_dead_letters_of_every_queue_are_listed_shown_and_sent_again(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    queues = ("DUE_QUEUE", "EFFECTS_QUEUE", "UPLOADS_BUCKET_QUEUE", "RULES_BUCKET_QUEUE")
    ids = {bury(office.variables[name], {"message": name}): name for name in queues}
    listed = run(capsys, "list")
    assert {line["id"] for line in listed} == set(ids)
    assert {line["kind"] for line in listed} == {"message"}
    assert main(["dead", "list", "--lang", "en"]) == 0
    assert not re.search("[\u4e00-\u9fff、；：，。（）]", capsys.readouterr().out)
    one = next(iter(ids))
    assert json.loads(run(capsys, "show", one[:13])["body"]) == {"message": ids[one]}
    assert run(capsys, "redrive", one) == {"sent": [one]}
    assert set(run(capsys, "redrive")["sent"]) == set(ids) - {one}
    assert [office.waiting(name) for name in queues] == [[{"message": name}] for name in queues]
    assert run(capsys, "list") == []
    assert run(capsys, "redrive") == {"sent": []}


def test_a_file_that_no_message_told_of_reaches_its_case_once_however_often_it_is_sent_again(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = office.open()
    office.upload(opened, "floor-plan")
    key = lost_file(office, opened, "lease")
    (line,) = run(capsys, "list")
    assert (line["kind"], line["where"], line["what"]) == ("file", opened.no, key)
    for _ in range(2):
        assert run(capsys, "redrive", line["id"]) == {"sent": [line["id"]]}
    receive_waiting(office)
    assert run(capsys, "list") == []
    version = office.case(opened)["version"]
    assert run(capsys, "redrive") == {"sent": []}
    assert office.case(opened)["version"] == version


def test_a_newer_version_that_was_lost_takes_the_place_of_the_one_that_is_known(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = office.open()
    office.upload(opened, "lease")
    lost_file(office, opened, "lease", pdf("newer"))
    run(capsys, "redrive")
    receive_waiting(office)
    (lease,) = [each for each in office.case(opened)["materials"] if each["material"] == "lease"]
    assert [file["size"] for file in lease["files"]] == [len(pdf("newer"))]
    office.upload(opened, "lease", pdf("newest of all"))
    (lease,) = [each for each in office.case(opened)["materials"] if each["material"] == "lease"]
    assert [file["size"] for file in lease["files"]] == [len(pdf("newest of all"))], "S3's own is later still"


def test_an_older_version_and_a_file_that_was_removed_are_not_missed(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = office.open()
    lost_file(office, opened, "lease")
    office.upload(opened, "lease")
    boto3.client("s3").delete_object(
        Bucket=office.variables["UPLOADS_BUCKET"], Key=lost_file(office, opened, "floor-plan")
    )
    assert run(capsys, "list") == []


def test_a_file_of_no_case_is_listed_and_stays_where_it_is(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    for no in ("370213202603020000019", "nobody"):
        lost_file(office, Opened(no, "", {}), "lease")
    listed = run(capsys, "list")
    assert [line["where"] for line in listed] == ["没有这个办件 no such case"] * 2
    assert run(capsys, "redrive") == {"sent": []}
    assert main(["dead", "redrive", listed[0]["id"], "--json"]) == 2
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert "nothing to send again" in problem["message"]["en"]


def test_an_id_that_names_nothing_is_a_wrong_call(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dead", "show", "no-such-id"]) == 2
    assert "dead list" in capsys.readouterr().err
    assert main(["dead", "list"]) == 0
    assert "nothing lies here" in capsys.readouterr().out


@pytest.mark.parametrize("words", ["redrive", "show"])
def test_an_empty_id_or_one_that_names_several_sends_and_shows_nothing(
    office: Office, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    ids = [bury(office.variables["DUE_QUEUE"], {"n": n}) for n in range(17)]  # two of 17 begin alike
    first = [id_[0] for id_ in ids]
    twice = next(digit for digit in first if first.count(digit) > 1)
    for wrong in ("", twice, "no-such-id"):
        assert main(["dead", words, *ids[:1] * (words == "redrive"), wrong]) == 2
        assert "dead list" in capsys.readouterr().err
    assert office.waiting("DUE_QUEUE") == []
    assert set(run(capsys, "redrive", *ids)["sent"]) == set(ids)


POISON = [
    *("no JSON", "null", "[]", "\u202eevil\u009b31m", "\u2028" * 90, "x" * 250_000),
    '{"a": "' + "深" * 80_000 + '"}',
]


def test_whatever_a_dead_letter_holds_it_is_shown_whole_and_steers_no_terminal(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    sqs, queue = boto3.client("sqs"), office.variables["DUE_QUEUE"]
    sent = {
        sqs.send_message(QueueUrl=dead_queue(queue), MessageBody=body)["MessageId"]: body for body in POISON
    }
    assert {line["id"] for line in run(capsys, "list")} == set(sent)
    for id_, body in sent.items():
        assert run(capsys, "show", id_)["body"] == body
    for words in (["list"], *(["show", id_] for id_ in sent)):
        assert main(["dead", *words]) == 0
        assert all(sign.isprintable() or sign == "\n" for sign in capsys.readouterr().out)
    assert set(run(capsys, "redrive")["sent"]) == set(sent)
    taken = []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1).get("Messages"):
        for message in messages:
            taken.append(message["Body"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert sorted(taken) == sorted(POISON)


def test_a_letter_that_somebody_else_sends_meanwhile_is_no_failure(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {bury(office.variables["DUE_QUEUE"], {"n": n}) for n in range(3)}
    mine, theirs = wiring.ports().letters, wiring.ports().letters
    assert {letter.id for letter in mine.all()} == ids
    mine.put_back()
    for letter in theirs.all():
        theirs.send_again(letter)
    mine.put_back()
    assert run(capsys, "list") == []


def test_letters_that_somebody_else_looks_at_are_not_said_to_be_none(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    bury(office.variables["DUE_QUEUE"], {"n": 1})
    other = wiring.ports().letters
    assert len(list(other.all())) == 1
    assert main(["dead", "list"]) == 0
    told = capsys.readouterr()
    assert "nothing lies here" not in told.out
    assert "about 1 more" in told.err
    other.put_back()
    assert len(run(capsys, "redrive")["sent"]) == 1


def test_a_queue_that_cannot_be_reached_loses_no_letter(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = {bury(office.variables["DUE_QUEUE"], {"n": n}) for n in range(3)}
    letters = wiring.ports().letters
    letters._queues = (office.variables["DUE_QUEUE"],)
    lying = list(letters.all())
    letters._receipts = {
        id_: (dead, f"{source}-that-is-gone", receipt)
        for id_, (dead, source, receipt) in letters._receipts.items()
    }
    with pytest.raises((RetryableError, PermanentError)):
        letters.send_again(lying[0])
    letters.put_back()
    assert {line["id"] for line in run(capsys, "list")} == ids
    assert set(run(capsys, "redrive")["sent"]) == ids


def test_a_file_that_lies_where_no_material_does_stays_for_a_person_however_often_all_is_sent(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = office.open()
    bucket = office.variables["UPLOADS_BUCKET"]
    keys = [f"uploads/{opened.no}{rest}" for rest in ("", "/", "/lease", "/lease/", "/lease/a/b", "//file")]
    for key in keys:
        boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=pdf("x"))
    listed = run(capsys, "list")
    assert {line["what"] for line in listed} == set(keys)
    assert {line["where"] for line in listed} == {"没有这个办件 no such case"}
    assert run(capsys, "redrive") == {"sent": []}
