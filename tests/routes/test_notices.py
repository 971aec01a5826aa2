"""Notices over HTTP: listed and opened by the parties of a case and by its staff, as text or as a page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chalice.test import HTTPResponse
from jsonschema import Draft202012Validator

from chalicelib.ports.people.identity import Staff
from chalicelib.rendering.page import POLICY
from chalicelib.routes.openapi import document
from tests.adapters.office import FOOD, NAME, ONLINE, Office, Opened
from tests.routes.answers_of import header, problem, says_nothing_personal
from tests.routes.browser import Browser

WHY = "经营场所与住所相同，且未隔开"


@pytest.fixture
def refused(office: Office) -> Opened:
    """A case whose acceptance was refused."""
    opened = office.running(ONLINE)
    body = {"outcome": "refuse", "reason": WHY}
    answer = office.ask("POST", f"/cases/{opened.no}/steps/pre-review", body, **office.staff())
    assert answer.status_code == 200, answer.body
    return opened


def look(office: Office, opened: Opened, name: str = "", **headers: str) -> HTTPResponse:
    path = f"/cases/{opened.no}/notices" + (f"/{name}" if name else "")
    return office.ask("GET", path, **{**opened.headers, **headers})


def fits(name: str, content: Any) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    Draft202012Validator(schema).validate(content)


def test_the_list_tells_what_was_issued_and_names_nobody(office: Office, refused: Opened) -> None:
    answer = look(office, refused)
    assert answer.status_code == 200
    fits("Notices", answer.json_body)
    [told] = answer.json_body["notices"]
    assert (told["id"], told["kind"], told["served"]) == ("acceptance-refused.1", "acceptance-refused", [])
    assert told["number"].startswith("李审不受〔")
    assert told["recipients"] == ["applicant"]
    assert office.case(refused)["notices"] == [told]
    says_nothing_personal(json.dumps(answer.json_body, ensure_ascii=False))


def test_a_party_opens_it_as_text_and_has_it_from_then_on(office: Office, refused: Opened) -> None:
    answer = look(office, refused, "acceptance-refused.1")
    assert answer.status_code == 200, answer.body
    fits("OpenedNotice", answer.json_body)
    assert NAME in answer.json_body["zh"]
    assert WHY in answer.json_body["en"]
    assert header(answer, "Cache-Control") == "no-store"
    [served] = answer.json_body["served"]
    assert (served["to"], served["way"]) == ("applicant", "portal")
    before = office.case(refused)["version"]
    look(office, refused, "acceptance-refused.1")
    assert office.case(refused)["version"] == before


def test_who_accepts_html_gets_a_page_that_a_browser_may_only_show(office: Office, refused: Opened) -> None:
    answer = look(office, refused, "acceptance-refused.1", Accept="text/html,application/xhtml+xml;q=0.9")
    page = answer.body.decode()
    assert header(answer, "Content-Type") == "text/html; charset=utf-8"
    assert header(answer, "Content-Security-Policy") == POLICY
    assert header(answer, "X-Content-Type-Options") == "nosniff"
    assert header(answer, "Vary") == "Accept"
    assert page.startswith("<!doctype html>")
    assert NAME in page
    assert "<script" not in page
    assert look(office, refused).json_body["notices"][0]["served"]


def test_a_page_of_another_site_serves_nobody_a_notice(office: Office, refused: Opened) -> None:
    browser = Browser(office)
    browser.post("/track", {"no": refused.no, "code": refused.code})
    path, page = f"/cases/{refused.no}/notices/acceptance-refused.1", {"Accept": "text/html"}
    for site in ("cross-site", "same-site"):
        answer = browser.get(path, **page, **{"Sec-Fetch-Site": site})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"../../../cases/{refused.no}")
    assert look(office, refused).json_body["notices"][0]["served"] == []
    assert browser.get(path, **page, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert look(office, refused).json_body["notices"][0]["served"]


def test_staff_of_the_case_read_it_and_it_is_not_served_by_that(office: Office, refused: Opened) -> None:
    answer = office.ask("GET", f"/cases/{refused.no}/notices/acceptance-refused.1", **office.staff())
    assert NAME in answer.json_body["zh"]
    assert answer.json_body["served"] == []
    assert office.ask("GET", f"/cases/{refused.no}/notices", **office.staff()).json_body["notices"]


def test_nobody_else_sees_a_notice(office: Office, refused: Opened) -> None:
    other = office.running(FOOD)
    for path in (f"/cases/{refused.no}/notices", f"/cases/{refused.no}/notices/acceptance-refused.1"):
        problem(office.ask("GET", path), 404, "not_found")
        problem(office.ask("GET", path, **other.headers), 404, "not_found")
        strange = office.token(Staff(id="x-1", units=("culture-tourism",)))
        problem(office.ask("GET", path, **strange), 404, "not_found")
    assert look(office, refused).json_body["notices"][0]["served"] == []


@pytest.mark.parametrize("name", ["acceptance.1", "acceptance-refused.2", "..%2F1", "x" * 200])
def test_what_was_not_issued_is_not_found(office: Office, refused: Opened, name: str) -> None:
    problem(look(office, refused, name), 404, "not_found")


def test_a_case_without_notices_has_an_empty_list(office: Office) -> None:
    assert look(office, office.open()).json_body == {"notices": []}


def test_the_way_of_service_is_taken_of_what_was_not_served_alone(office: Office) -> None:
    opened = office.running(ONLINE)
    body = {"outcome": "pass", "way": "counter"}
    answer = office.ask("POST", f"/cases/{opened.no}/steps/pre-review", body, **office.staff())
    problem(answer, 422, "not_taken_here")
