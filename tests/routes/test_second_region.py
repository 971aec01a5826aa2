"""Another region over HTTP: its own questions, its own kinds of file, its own words about its items."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.authoring.checking.load import load
from chalicelib.decisions.forms.model import Release
from chalicelib.services.cases.files.receive_upload import Arrival, receive_upload
from infra.local.samples import docx
from tests.adapters.office import Office, application, open_office
from tests.fakes import fresh
from tests.routes.answers_of import problem

CARD, NURSE = "special-equipment-operator-certificate", "nurse-practice-registration"
SAYS: dict[str, Any] = {
    "courier": True,
    "electronic_delivery": True,
    "commitment": False,
    "village_agent": False,
    "distance_km": 12,
}


def linshan() -> Release:
    return load(Path("rules/demo-linshan"))


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with open_office(linshan()) as running:
        yield running


def apply(office: Office, item: str, **says: Any) -> Any:
    return office.ask("POST", "/cases", application(item) | {"application": says})


def test_an_item_says_what_its_application_has_to_state(office: Office) -> None:
    asks = {
        item: [each["fact"] for each in office.ask("GET", f"/items/{item}").json_body["asks"]]
        for item in (CARD, NURSE)
    }
    told = {item: [name.removeprefix("application.") for name in facts] for item, facts in asks.items()}
    assert told[NURSE] == ["courier", "village_agent", "distance_km"]
    assert told[CARD] == ["courier", "electronic_delivery", "licence_expires"]
    assert set(told[NURSE]) < set(SAYS), "only what can change the answer for the item"


def test_a_question_is_shown_with_all_that_a_form_needs(office: Office) -> None:
    asks = {
        each["fact"]: each
        for item in (CARD, NURSE)
        for each in office.ask("GET", f"/items/{item}").json_body["asks"]
    }
    distance = asks["application.distance_km"]
    assert (distance["type"], distance["at_least"], distance["at_most"]) == ("whole_number", 0, 200)
    assert asks["application.licence_expires"]["type"] == "date"
    assert all(set(each["title"]) == {"zh", "en"} for each in asks.values())


def test_what_an_item_does_not_need_is_not_demanded_and_what_it_needs_is(office: Office) -> None:
    assert apply(office, NURSE, **SAYS).status_code == 201
    document = problem(apply(office, CARD, **SAYS), 422, "facts_needed")
    (detail,) = document["details"]
    assert "原证有效期届满日" in detail["zh"]
    assert apply(office, CARD, **SAYS, licence_expires="2026-12-31").status_code == 201
    problem(apply(office, CARD, **SAYS, licence_expires="2026-13-31"), 422, "facts_needed")


def test_case_numbers_begin_with_the_region_s_code(office: Office) -> None:
    assert apply(office, NURSE, **SAYS).json_body["no"].startswith("990121")


def test_a_file_of_a_kind_that_only_others_take_is_refused_by_the_region_s_own_list(office: Office) -> None:
    opened = apply(office, NURSE, **SAYS).json_body
    material = next(each["material"] for each in opened["materials"] if each["upload"])
    key = f"uploads/{opened['no']}/{material}/file"
    kept = boto3.client("s3").put_object(Bucket=office.variables["UPLOADS_BUCKET"], Key=key, Body=docx())
    receive_upload(wiring.ports(), Arrival(key, kept["VersionId"], "01", len(docx())))
    shown = office.ask("GET", f"/cases/{opened['no']}", **{"X-Query-Code": opened["query_code"]}).json_body
    refused = next(each["refused"] for each in shown["materials"] if each["material"] == material)
    assert refused["reason"] == "wrong_kind"
    assert "可接收 PDF、JPEG、PNG、OFD，每个文件不超过 10 MB" in refused["text"]["zh"]
    assert "DOCX" not in refused["text"]["en"]


def test_once_its_items_are_settled_a_region_drops_the_notice(office: Office) -> None:
    assert office.ask("GET", "/items").json_body["attributes"] == "demonstration data 演示数据"
    settled = fresh(linshan(), region=linshan().region.model_copy(update={"notice": None}))
    office.activate(settled)
    assert office.ask("GET", "/items").json_body["attributes"] is None
    assert office.ask("GET", f"/items/{NURSE}").json_body["attributes"] is None
