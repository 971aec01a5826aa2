from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.decisions.effect import items_on
from chalicelib.services.days import local_day
from tests.adapters.a_case import release
from tests.adapters.moto_cloud import refused
from tests.adapters.office import FOOD, ONLINE, Office, application
from tests.routes.answers_of import allows_the_portal, header, problem


def test_health_tells_the_release_in_force(office: Office) -> None:
    answer = office.ask("GET", "/health")
    assert answer.status_code == 200
    assert answer.json_body == {"ok": True, "region": "licang", "release": release().digest}
    allows_the_portal(answer)


def test_health_is_bad_when_the_table_does_not_answer(office: Office) -> None:
    with refused(wiring.ports().cases._client, "GetItem", "ThrottlingException"):
        answer = office.ask("GET", "/health")
    problem(answer, 503, "busy")
    assert header(answer, "Retry-After") == "2"
    allows_the_portal(answer)


def test_health_is_bad_when_no_release_is_in_force(office: Office) -> None:
    table, key = office.variables["TABLE"], {"pk": {"S": "RELEASE#licang"}, "sk": {"S": "ACTIVE"}}
    client = boto3.client("dynamodb")
    row = client.get_item(TableName=table, Key=key)["Item"]
    client.delete_item(TableName=table, Key=key)
    try:
        problem(office.ask("GET", "/health"), 503, "no_rules")
    finally:
        client.put_item(TableName=table, Item=row)
    assert office.ask("GET", "/health").status_code == 200


def test_the_catalogue_lists_every_item_in_effect_and_says_what_is_demonstration_data(office: Office) -> None:
    answer = office.ask("GET", "/items")
    items = answer.json_body["items"]
    assert {item["code"] for item in items} == set(
        items_on(release(), local_day(release(), datetime.now(UTC)))
    )
    assert not {"additional-child-approval", "vehicle-repair-licence"} & {item["code"] for item in items}
    assert "demonstration data" in answer.json_body["attributes"]
    assert items == sorted(items, key=lambda item: (item["unit"], item["code"]))
    assert all(set(item) == {"code", "name", "unit", "unit_name", "type", "from", "until"} for item in items)
    assert next(item["from"] for item in items if item["code"] == "food-business-licence") == "2015-10-01"


def test_an_item_that_is_over_is_still_told_of_with_its_last_day_and_what_stands_in_its_place(
    office: Office,
) -> None:
    shown = office.ask("GET", "/items/seal-engraving-licence").json_body
    assert (shown["from"], shown["until"], shown["in_effect"]) == (None, "2021-06-30", False)
    assert shown["replaced_by"] == "seal-engraving-filing"
    assert "2021-06-30" in shown["not_in_effect"]["zh"]
    assert "公章刻制业备案" in shown["not_in_effect"]["zh"]
    assert "Seal-engraving filing" in shown["not_in_effect"]["en"]
    there = office.ask("GET", "/items/seal-engraving-filing").json_body
    assert (there["from"], there["in_effect"], there["not_in_effect"]) == ("2021-07-01", True, None)


def test_the_channel_of_an_item_that_is_over_is_left_open_and_says_so(office: Office) -> None:
    answer = office.ask("POST", "/items/additional-child-approval/channel", {})
    assert (answer.status_code, answer.json_body["channel"]) == (200, "undetermined")
    assert answer.json_body["rule"] is None
    assert "2021-09-29" in answer.json_body["because"]["zh"]
    assert "2021-09-29" in answer.json_body["because"]["en"]


def test_a_case_of_an_item_that_is_over_is_refused_in_words(office: Office) -> None:
    body = application("additional-child-approval")
    told = problem(office.ask("POST", "/cases", body), 409, "item_not_in_effect")
    assert "2021-09-29" in told["title"]["zh"]
    assert "生育登记" in told["title"]["zh"]
    assert "2021-09-29" in told["title"]["en"]


def test_an_item_is_shown_with_its_materials_and_basis(office: Office) -> None:
    shown = office.ask("GET", f"/items/{FOOD}").json_body
    item = release().items[FOOD]
    assert shown["code"] == FOOD
    assert shown["name"] == {"zh": "食品经营许可", "en": "Food business licence"}
    assert [each["material"] for each in shown["materials"]] == [m.material for m in item.materials]
    assert shown["basis"][0]["title"] == item.basis[0].title
    assert "demonstration data" in shown["attributes"]
    assert "where" not in shown
    (asks,) = shown["asks"]
    assert (asks["fact"], asks["type"]) == ("application.courier", "bool")
    assert asks["title"]["zh"] == "申请人同意使用快递"
    assert "usual" not in asks, "a suggestion would be taken for an answer"


@pytest.mark.parametrize("code", ["no-such-item", "食品", "..", "a" * 3000])
def test_an_unknown_item_is_not_found(office: Office, code: str) -> None:
    problem(office.ask("GET", f"/items/{code}"), 404, "not_found")
    problem(office.ask("POST", f"/items/{code}/channel", {}), 404, "not_found")


@pytest.mark.parametrize(
    ("item", "body", "channel", "visits"),
    [
        (FOOD, {"application": {"courier": True}}, "inspection_collection", 0),
        (FOOD, {}, "inspection_collection", 0),
        (FOOD, None, "inspection_collection", 0),
        (FOOD, {"application": {"courier": False}}, "inspection_collection", 1),
        (ONLINE, {"application": {"courier": False}}, "fully_online", 0),
    ],
)
def test_the_channel_of_an_item_is_told_with_its_reason(
    office: Office, item: str, body: Any, channel: str, visits: int
) -> None:
    answer = office.ask("POST", f"/items/{item}/channel", body)
    assert answer.status_code == 200
    decision = answer.json_body
    assert (decision["item"], decision["channel"], decision["visits"]) == (item, channel, visits)
    assert decision["release"] == release().digest
    assert decision["rule"]
    assert decision["basis"]
    assert decision["because"]["zh"]
    assert decision["because"]["en"]


@pytest.mark.parametrize(
    "facts",
    [{"courier": "true"}, {"courier": 1}, {"courier": 1.5}, {"spaceship": True}, {"courier": 10**300}],
)
def test_a_wrong_fact_gives_no_channel(office: Office, facts: dict[str, Any]) -> None:
    decision = office.ask("POST", f"/items/{FOOD}/channel", {"application": facts}).json_body
    assert decision["channel"] == "undetermined"
    assert [each["name"] for each in decision["invalid"]] == [f"application.{name}" for name in facts]


@pytest.mark.parametrize("facts", [{"Courier": True}, {"a.b": True}, {"courier": None}, []])
def test_facts_of_the_wrong_form_are_refused(office: Office, facts: object) -> None:
    problem(office.ask("POST", f"/items/{FOOD}/channel", {"application": facts}), 422, "body_wrong")


def test_one_can_ask_what_would_be_if_the_item_were_different(office: Office) -> None:
    answer = office.ask("POST", f"/items/{FOOD}/channel", {"item": {"inspection": "none"}})
    assert answer.json_body["channel"] == "two_way_courier"
    printed = office.ask("POST", f"/items/{FOOD}/channel", {}).json_body
    again = office.ask("POST", f"/items/{FOOD}/channel", printed["facts"]).json_body
    assert again == printed
