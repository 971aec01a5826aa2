"""What holds for every route, whatever is sent to it."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from typing import Any

import pytest

import app
from chalicelib import wiring
from chalicelib.ports.people.identity import Staff, StaffRole
from chalicelib.routes.described.operations import OPERATIONS
from tests.adapters.moto_cloud import refused
from tests.adapters.office import ADDRESS, NAME, PHONE, Office, application
from tests.routes.answers_of import allows_the_portal, header, problem, says_nothing_personal

NOBODY = "370213202603020000019"
CALLS = [
    (
        method,
        path.format_map(
            defaultdict(
                lambda: "other",
                no=NOBODY,
                code="food-business-licence",
                step="review",
                task="review-1",
                digest="0" * 64,
                upload="0" * 16,
                notice="acceptance.1",
                decision="special-path",
            )
        ),
    )
    for method, path in OPERATIONS
]
POSTS = [path for method, path in CALLS if method == "POST"]

NASTY = {
    "cut off": b'{"item": "',
    "not utf-8": b"\xff\xfe\x00",
    "null": b"null",
    "nothing": b"",
    "deep": b"[" * 100_000,
    "deep object": b'{"application":' * 20_000,
    "nan": b'{"score": NaN}',
    "huge number": b'{"score": ' + b"9" * 10_000 + b"}",
    "huge fact": b'{"application": {"courier": ' + b"9" * 4_400 + b"}}",
    "lone surrogate": b'{"item": "\\ud800", "application": {"courier": "\\udfff"}}',
    "nul": b'{"item": "\\u0000", "outcome": "\\u0000"}',
    "huge text": json.dumps({"item": NAME * 200_000, "outcome": PHONE * 100_000}).encode(),
    "many keys": json.dumps({f"k{n}": n for n in range(5_000)}).encode(),
}


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("nasty", NASTY)
def test_no_body_breaks_a_route(office: Office, path: str, nasty: str) -> None:
    for headers in ({}, office.staff()):
        answer = office.ask("POST", path, NASTY[nasty], **headers)
        allows_the_portal(answer)
        assert answer.status_code < 500, answer.body
        if answer.status_code >= 400:
            problem(answer, answer.status_code, answer.json_body["code"])
        says_nothing_personal(json.dumps(answer.json_body, ensure_ascii=False))


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Query-Code": "码\udcff"},
        {"Authorization": "Bearer \udcff.x.y"},
        {"Idempotency-Key": "\udcff"},
        {"Accept": "application/octet-stream"},
        {"Accept": "text/html"},
        {"Origin": "https://elsewhere.example"},
        {"Content-Type": ""},
    ],
    ids=repr,
)
def test_no_header_breaks_a_route(office: Office, headers: dict[str, str]) -> None:
    for method, path in CALLS:
        answer = office.ask(method, path, application() if method == "POST" else None, **headers)
        allows_the_portal(answer)
        assert answer.status_code < 500, (method, path, answer.body)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", ["text/xml", "multipart/form-data; boundary=x", "text/plain", NAME])
def test_what_is_not_json_is_refused(office: Office, path: str, kind: str) -> None:
    everything = office.token(Staff("s-1", ("*",), tuple(StaffRole)))
    refused_to_staff = office.ask("POST", path, b"{}", **everything).json_body.get("code") == "role_needed"
    may = {"X-Query-Code": "x"} if refused_to_staff else everything
    answer = office.ask("POST", path, b"{}", **{"Content-Type": kind}, **may)
    problem(answer, 415, "not_json")
    allows_the_portal(answer)


@pytest.mark.parametrize("path", ["/track", "/lost-code", "/sign-in/code", "/cases/1/submit"])
def test_a_page_that_takes_forms_alone_says_so(office: Office, path: str) -> None:
    told = problem(office.ask("POST", path, {"no": "1"}, X_Query_Code="A"), 415, "no_form")
    assert "JSON" not in str(told["title"])
    assert "form of a page" in told["title"]["en"]


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_by_any_of_its_names_is_taken(office: Office, kind: str) -> None:
    answer = office.ask("POST", "/cases", application(), **{"Content-Type": kind})
    assert answer.status_code == 201, answer.body


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/cases"), ("PUT", "/items"), ("GET", "/cases")])
def test_a_method_a_route_does_not_have_is_refused(office: Office, method: str, path: str) -> None:
    answer = office.ask(method, path)
    problem(answer, 405, "no_such_method")
    assert header(answer, "Allow")


def test_every_route_lets_the_portal_s_pages_in_and_no_others() -> None:
    for methods in app.app.routes.values():
        for entry in methods.values():
            if entry.view_function.__module__.startswith("chalicelib.routes.pages"):
                continue  # for people, who are there already
            allowed = entry.cors.get_access_control_headers()
            assert allowed["Access-Control-Allow-Origin"] == "http://127.0.0.1:8000"
            named = set(allowed["Access-Control-Allow-Headers"].split(","))
            assert {"Authorization", "Content-Type", "Idempotency-Key", "X-Query-Code"} <= named
            assert "Access-Control-Allow-Credentials" not in allowed


@pytest.mark.parametrize("operation", ["GetItem", "TransactWriteItems", "UpdateItem"])
def test_a_busy_store_asks_for_patience_and_logs_nothing_personal(
    office: Office, caplog: pytest.LogCaptureFixture, operation: str
) -> None:
    client: Any = wiring.ports().cases._client
    with refused(client, operation, "ThrottlingException"):
        answer = office.ask("POST", "/cases", application())
    problem(answer, 503, "busy")
    assert header(answer, "Retry-After") == "2"
    allows_the_portal(answer)
    assert "RetryableError" in caplog.text
    says_nothing_personal(caplog.text)


def test_a_mistake_of_ours_is_told_as_a_problem_and_logged_without_its_text(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise KeyError(f"{NAME} {PHONE} {ADDRESS}")

    monkeypatch.setattr("chalicelib.routes.portal.open_case", broken)
    answer = office.ask("POST", "/cases", application())
    problem(answer, 500, "failed")
    allows_the_portal(answer)
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "KeyError" in record.getMessage()
    assert "portal.py" in record.getMessage()
    says_nothing_personal(caplog.text)
