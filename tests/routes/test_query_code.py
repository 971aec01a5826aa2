from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.adapters.dynamodb.people.sessions import SessionRows
from chalicelib.routes.access import callers
from chalicelib.services.sign_on import bound_attempts
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import ADDRESS, Office
from tests.routes.answers_of import problem

NOBODY = "370213202603020000019"


def ways_in(no: str) -> list[tuple[str, str, Any]]:
    return [
        ("GET", f"/cases/{no}", None),
        ("POST", f"/cases/{no}/uploads", {"material": "lease", "file_name": "a.pdf"}),
        ("POST", f"/cases/{no}/consents", {"courier": False}),
        ("POST", f"/cases/{no}/withdrawal", None),
        ("POST", f"/cases/{no}/rating", {"score": 1}),
    ]


@pytest.mark.parametrize(
    "code", ["", "WRONGCODE2", "错" * 300, "a" * 9000], ids=["none", "wrong", "zh", "huge"]
)
def test_without_its_code_a_case_is_answered_like_one_that_is_not_there(office: Office, code: str) -> None:
    opened = office.open()
    before = office.case(opened)
    for (method, path, body), (_, nowhere, _) in zip(ways_in(opened.no), ways_in(NOBODY), strict=True):
        given = {"X_Query_Code": code} if code else {}
        there = office.ask(method, path, body, **given)
        not_there = office.ask(method, nowhere, body, **given)
        problem(there, 404, "not_found")
        assert (there.body, there.headers) == (not_there.body, not_there.headers)
    assert office.case(opened) == before


def test_tracking_without_the_code_is_answered_like_no_case_at_all(office: Office) -> None:
    opened = office.open()
    answers = [
        office.ask("GET", path, **({"X_Query_Code": code} if code else {}))
        for path, code in (
            (f"/track?no={opened.no}", "WRONGCODE2"),
            (f"/track?no={opened.no}", ""),
            (f"/track?no={NOBODY}", opened.code),
            ("/track?no=1", opened.code),
            ("/track", opened.code),
            (f"/track?no={'9' * 5000}", "%00"),
        )
    ]
    for answer in answers:
        problem(answer, 404, "not_found")
    assert len({answer.body for answer in answers}) == 1


def test_a_case_is_tracked_by_number_and_code_in_small_letters_too(office: Office) -> None:
    opened = office.open()
    answer = office.ask("GET", f"/track?no={opened.no}", X_Query_Code=opened.code.lower())
    assert answer.status_code == 200
    assert answer.json_body == office.case(opened)


def test_a_code_in_an_address_opens_nothing_and_is_told_where_it_belongs(office: Office) -> None:
    opened = office.open()
    refused = problem(office.ask("GET", f"/track?no={opened.no}&code={opened.code}"), 400, "code_in_address")
    assert "X-Query-Code" in refused["title"]["zh"]
    assert opened.code not in json.dumps(refused)


def test_one_case_s_code_opens_no_other(office: Office) -> None:
    one, other = office.open(), office.open()
    problem(office.ask("GET", f"/cases/{one.no}", **other.headers), 404, "not_found")


def test_the_query_code_is_kept_nowhere(office: Office) -> None:
    opened = office.open()
    kept = repr(list(all_rows(boto3.client("dynamodb"), office.variables["TABLE"])))
    assert opened.no in kept
    assert opened.code not in kept
    assert ADDRESS not in kept, "who applies is sealed"


@pytest.mark.usefixtures("within_an_hour")
def test_wrong_codes_are_counted_by_network_and_keep_nobody_elsewhere_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bound_attempts, "FROM_ONE_NETWORK", (3, 9))
    monkeypatch.setitem(vars(wiring.ports()), "sessions", new_process_s_sessions())
    one, other = office.open(), office.open()
    source = "203.0.113.7"
    monkeypatch.setattr(callers, "source_of", lambda _: source)
    for _ in range(5):
        office.case(one)  # a right code is not counted
    for no in (one.no, other.no, NOBODY):
        problem(office.ask("GET", f"/cases/{no}", X_Query_Code="WRONGCODE2"), 404, "not_found")
    late = office.ask("POST", f"/cases/{one.no}/withdrawal", X_Query_Code="WRONGCODE3")
    assert problem(late, 429, "too_many_attempts")["title"]["zh"].startswith("尝试次数过多")
    assert late.headers["Retry-After"] == "3600"
    problem(office.ask("GET", f"/cases/{one.no}", **one.headers), 429, "too_many_attempts")
    problem(office.ask("GET", f"/cases/{one.no}"), 404, "not_found")  # without a code nothing was tried
    source = "198.51.100.9"
    assert office.case(one)["no"] == one.no
    source = "203.0.113.7"
    with office.at(wiring.ports().clock.now() + timedelta(hours=1)):
        assert office.case(other)["no"] == other.no


def new_process_s_sessions() -> SessionRows:
    vars(wiring.ports()).pop("sessions", None)
    return wiring.ports().sessions
