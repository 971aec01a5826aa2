"""What operators do from the command line, against the office in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.adapters.dynamodb.rows import case_key, text
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.trail import against_time
from tests.adapters.office import Office, open_office


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with open_office() as running:
        yield running


def test_an_untouched_case_is_whole_and_a_changed_event_is_found(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    no = office.running().no
    assert main(["cases", "verify", no, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "case": no,
        "whole": True,
        "first_changed": None,
        "times_forward": True,
        "first_against_time": None,
    }
    row = case_key(no, "EVENT#000002")
    boto3.client("dynamodb").update_item(
        TableName=office.variables["TABLE"],
        Key=row,
        UpdateExpression="SET body = :other",
        ExpressionAttributeValues={":other": text("{}")},
    )
    assert main(["cases", "verify", no, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["first_changed"] == 2


def test_a_whole_trail_whose_times_run_backwards_or_ahead_is_told(
    office: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    no = office.running().no
    clock = wiring.world().clock
    now = clock.now()
    monkeypatch.setattr(type(clock), "now", lambda _: now - timedelta(days=70))
    assert main(["cases", "verify", no, "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["whole"], shown["times_forward"], shown["first_against_time"]) == (True, False, 1)
    office.ask("POST", f"/cases/{no}/steps/pre-review", {"outcome": "pass"}, **office.staff())
    monkeypatch.undo()
    assert main(["cases", "verify", no]) == 1
    assert "时间倒退" in capsys.readouterr().out


AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "first"),
    [
        ([], None),
        ([0, 0, 1], None),
        ([0, 1, 0.5, 2], None),
        ([0, 5, 3], 3),
        ([0, 60 * 24 * 70, 0], 2),
        ([0, 10, 9.5, 8.9], 4),
        ([200], 1),
        ([0, 100, 101], None),
        ([0, 100, 102], 3),
    ],
)
def test_times_run_forward_but_for_the_difference_of_two_clocks(
    minutes: list[float], first: int | None
) -> None:
    moments = [AT + timedelta(minutes=each) for each in minutes]
    assert against_time(moments, AT + timedelta(minutes=100)) == first


def test_the_same_difference_is_larger_on_clocks_that_run_faster() -> None:
    moments = [AT, AT + timedelta(hours=50), AT + timedelta(hours=40)]
    assert against_time(moments, AT + timedelta(hours=60)) == 3
    assert against_time(moments, AT + timedelta(hours=60), rate=3600) is None
    assert against_time([AT, AT + timedelta(hours=61), AT], AT + timedelta(hours=99), rate=3600) == 3


def test_every_suspension_is_ended_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime.now(UTC)
    for carrier in ("ems", "shunfeng"):
        suspension = Suspension(wiring.world().region, carrier, "503", since=now, until=now, tries=0)
        assert wiring.world().cases.suspend(suspension)
    assert main(["polling", "resume", "--json"]) == 0
    assert main(["polling", "resume", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"resumed": True},
        {"resumed": False},
    ]
    assert wiring.world().cases.suspensions(wiring.world().region) == ()


def test_stray_files_are_listed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "strays"]) == 0
    assert capsys.readouterr().out == "没有这样的文件 / there are none\n"
    wiring.world().cases.keep_stray(wiring.world().region, "uploads/1/2/张.pdf", "v", datetime.now(UTC))
    assert main(["cases", "strays", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["file"] == "uploads/1/2/张.pdf"
