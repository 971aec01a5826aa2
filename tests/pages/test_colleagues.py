"""The desk calls colleagues by their names; nothing else that is kept or answered does."""

from __future__ import annotations

import logging
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.services.errors import RetryableError
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import Office
from tests.pages.test_desk import CLERK, COLLEAGUE, LANGUAGES, case_page, signed_on

HERS = "市场监督管理局演示人员2"


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_looks_and_who_did_what_is_told_by_name_beside_the_staff_number(
    office: Office, language: str
) -> None:
    opened, other = office.running(), signed_on(office, COLLEAGUE, language)
    csrf = case_page(other, opened).fields["csrf"]
    other.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/claim", {"csrf": csrf})
    page = case_page(signed_on(office, CLERK, language), opened)
    number = {"zh": f"（工号 {COLLEAGUE}）", "en": f" (staff number {COLLEAGUE})"}[language]
    assert page.text.count(f"{HERS}{number}") == 2  # who has it open, and the history
    assert not [link for link in (*page.links, *page.forms) if "演示人员" in link]


def test_a_name_stands_in_no_row_event_answer_of_a_case_or_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        opened, other = office.running(), signed_on(office, COLLEAGUE)
        csrf = case_page(other, opened).fields["csrf"]
        other.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/claim", {"csrf": csrf})
        told = office.ask("GET", f"/desk/cases/{opened.no}", **office.staff()).body.decode()
        whole = office.ask("GET", f"/cases/{opened.no}", **opened.headers).body.decode()
    rows = repr(list(all_rows(boto3.client("dynamodb"), office.variables["TABLE"])))
    for where in (told, whole, rows, caplog.text):
        assert HERS not in where
    assert COLLEAGUE in told


def test_where_names_cannot_be_had_the_number_stands_there_and_signing_on_works(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any) -> Any:
        raise RetryableError("the table is busy")

    monkeypatch.setattr(wiring.ports().colleagues, "_get", busy)
    opened, other = office.running(), signed_on(office, COLLEAGUE)
    csrf = case_page(other, opened).fields["csrf"]
    other.send(f"/desk/cases/{opened.no}/tasks/pre-review-1/claim", {"csrf": csrf})
    page = case_page(signed_on(office, CLERK), opened)
    assert HERS not in page.text
    assert f"工号 {COLLEAGUE}" in page.text
