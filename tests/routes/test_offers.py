"""What a decision offers the applicant: shown with her case, taken or declined by her, and by nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import wiring
from tests.adapters.office import Office, Opened, application, open_office
from tests.fakes import whole_licang
from tests.pages.reading import Browser, read
from tests.routes.answers_of import problem
from tests.services.test_special_path import OLD, YOUNG

ITEM, KINDERGARTEN = "sole-trader-registration", "private-kindergarten-licence"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with open_office(whole_licang()) as running:
        yield running


def opened(office: Office, person: Any = OLD, item: str = ITEM) -> Opened:
    """A case of somebody who is eighty and more, with all its files."""
    body = application(item)
    identity = person.identity.model_dump(mode="json")
    body["applicant"] = body["applicant"] | {"identity": identity}
    answer = office.ask("POST", "/cases", body)
    assert answer.status_code == 201, answer.body
    made = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
    for each in made.answer["materials"]:
        if each["open"]:
            office.upload(made, each["material"])
    return made


def take(office: Office, made: Opened, accept: object, decision: str = "special-path", **headers: str) -> Any:
    path = f"/cases/{made.no}/offers/{decision}"
    return office.ask("POST", path, {"accept": accept}, **(headers or made.headers))


def test_what_is_offered_stands_in_the_case_and_can_be_taken_and_declined(office: Office) -> None:
    made = opened(office)
    (offer,) = office.case(made)["offers"]
    assert (offer["decision"], offer["outcome"], offer["accepted"]) == ("special-path", "home-call", None)
    assert offer["title"]["zh"] == "特事特办方式"
    assert offer["rule_title"]["en"] == "Who cannot come is called on"
    assert {"title": "中华人民共和国老年人权益保障法"} in offer["basis"]
    (taken,) = take(office, made, True).json_body["offers"]
    assert taken["accepted"] is True
    work = office.ask("GET", "/desk?unit=hall", None, **office.staff("hall")).json_body["work"]
    (line,) = [one for one in work if one["case"] == made.no]
    assert (line["task"], line["title"]["en"]) == ("offer-1", "Service that the applicant chose: a home call")
    declined = take(office, made, False)
    assert declined.json_body["offers"][0]["accepted"] is False
    left = office.ask("GET", "/desk?unit=hall", None, **office.staff("hall")).json_body["work"]
    assert not [one for one in left if one["case"] == made.no]


def test_what_is_not_offered_is_refused_in_words_and_a_strangers_case_tells_nothing(office: Office) -> None:
    young = opened(office, YOUNG)
    assert office.case(young)["offers"] == []
    problem(take(office, young, True), 409, "nothing_offered")
    problem(take(office, young, True, "no-such-decision"), 409, "nothing_offered")
    assert take(office, young, True, X_Query_Code="ABCDEFGH23").status_code in (401, 404)
    assert take(office, young, "yes").status_code == 422


def test_an_item_tells_what_may_be_said_besides_what_has_to_be(office: Office) -> None:
    kindergarten, trader = (office.ask("GET", f"/items/{item}").json_body for item in (KINDERGARTEN, ITEM))
    assert [one["fact"] for one in kindergarten["asks_besides"]] == ["application.urgent"]
    assert "application.urgent" not in [one["fact"] for one in kindergarten["asks"]]
    assert trader["asks_besides"] == []
    assert {one["fact"] for one in trader["asks_of_applicant"]} == {
        "applicant.kind",
        "applicant.age",
        "applicant.disabled",
    }


@pytest.mark.parametrize(("answered", "outcome"), [({}, []), ({"urgent": "yes"}, ["squad"])])
def test_the_form_asks_what_may_be_left_out_and_who_leaves_it_out_is_offered_nothing(
    office: Office, answered: dict[str, str], outcome: list[str]
) -> None:
    browser = Browser(office)
    page = read(browser.get(f"/apply/{KINDERGARTEN}?courier=yes"))
    assert page.choices["urgent"] == ["yes", "no"]
    assert "不答视为“不急”" in page.text
    assert "年龄符合条件的" in page.text
    party = {"name": "张三", "phone": "13800000000", "address": "青岛市李沧区示例路 1 号"}
    begun = browser.send(f"/apply/{KINDERGARTEN}", {**page.fields, **party, **answered})
    browser.follow(begun)
    no = browser.at.split("/")[2]
    made = Opened(no, wiring.ports().codes.query_code(no), {})
    for each in office.case(made)["materials"]:
        if each["open"]:
            office.upload(made, each["material"])
    incomplete = {"incomplete": True}
    assert office.ask("POST", f"/cases/{no}/submission", incomplete, **made.headers).status_code == 200
    assert [one["outcome"] for one in office.case(made)["offers"]] == outcome
    desk = office.ask("GET", f"/desk/cases/{no}", None, **office.staff("education-sports")).json_body
    assert desk["sides"] == [], "a second card at the desk"


@pytest.mark.parametrize("answered", ["yes", "no"])
def test_an_organisation_that_answered_what_persons_are_asked_applies_all_the_same(
    office: Office, answered: str
) -> None:
    """A choice that was made cannot be taken back on the page."""
    browser = Browser(office)
    page = read(browser.get(f"/apply/{KINDERGARTEN}?courier=yes"))
    party = {
        "kind": "legal",
        "name": "示例公司",
        "phone": "13800000000",
        "address": "青岛市李沧区示例路 1 号",
    }
    begun = browser.send(f"/apply/{KINDERGARTEN}", {**page.fields, **party, "disabled": answered})
    read(browser.follow(begun))
