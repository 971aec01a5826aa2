"""What operators do from the command line, against the office in this process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib import wiring
from chalicelib.__main__ import main
from chalicelib.ports.carriers import Suspension
from chalicelib.ports.people.identity import Staff
from tests.adapters.office import Office, open_office


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with open_office() as running:
        yield running


def test_every_suspension_is_ended_once(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    now = datetime.now(UTC)
    for carrier in ("ems", "shunfeng"):
        suspension = Suspension(wiring.ports().region, carrier, "503", since=now, until=now, tries=0)
        assert wiring.ports().cases.suspend(suspension)
    assert main(["polling", "resume", "--json"]) == 0
    assert main(["polling", "resume", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"resumed": True},
        {"resumed": False},
    ]
    assert wiring.ports().cases.suspensions(wiring.ports().region) == ()


def test_a_member_of_staff_is_called_back_and_others_are_not(office: Office) -> None:
    gone, stays = office.token(Staff("w-1", ("health",))), office.token(Staff("w-2", ("health",)))
    assert office.ask("GET", "/desk", **gone).status_code == 200
    assert main(["staff", "revoke", "w-1"]) == 0
    assert office.ask("GET", "/desk", **gone).status_code == 401
    assert office.ask("GET", "/desk", **stays).status_code == 200


def test_stray_files_are_listed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "strays"]) == 0
    assert capsys.readouterr().out == "没有这样的文件 / there are none\n"
    wiring.ports().cases.keep_stray(wiring.ports().region, "uploads/1/2/张.pdf", "v", datetime.now(UTC))
    assert main(["cases", "strays", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found["file"] == "uploads/1/2/张.pdf"
