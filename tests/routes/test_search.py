"""Staff find cases by who applied: by a whole name, number or telephone, and only those of their units."""

from __future__ import annotations

import logging
from typing import Any

import boto3
import pytest

from chalicelib import wiring
from chalicelib.ports.people.identity import Staff
from chalicelib.services.cases.desk import concerned, search_cases
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import ADDRESS, FOOD, PHONE, Office, application
from tests.routes.answers_of import problem
from tests.routes.damaged import damage

UNIT = "market-supervision"
CARD = "11010519491231002X"
CODE = "9144030071526726XG"
SHOP: dict[str, Any] = {
    "kind": "legal",
    "name": "青岛海风食品有限公司",
    "phone": "0532-88888888",
    "address": ADDRESS,
    "identity": {"kind": "uscc", "number": CODE},
    "legal_person": "王秀英",
}
AGENT: dict[str, Any] = {
    "name": "阿不都热合曼·买买提",
    "phone": "13900000000",
    "address": "李沧区京口路 2 号",
    "identity": {"kind": "414", "number": "E12345678"},
    "mandate": {"since": "2020-01-01", "until": "2099-06-30", "items": [FOOD]},
}
PERSON: dict[str, Any] = {
    "name": "欧阳翠花",
    "phone": "13800005678",
    "address": ADDRESS,
    "identity": {"kind": "112", "number": CARD},
}


def opened(office: Office, applicant: dict[str, Any] = PERSON, **more: Any) -> str:
    answer = office.ask("POST", "/cases", application() | {"applicant": applicant} | more)
    assert answer.status_code == 201, answer.body
    return str(answer.json_body["no"])


def page(office: Office, q: str, *units: str, **more: Any) -> dict[str, Any]:
    answer = office.ask("POST", "/desk/search", {"q": q, **more}, **office.staff(*units))
    assert answer.status_code == 200, answer.body
    return dict(answer.json_body)


def found(office: Office, q: str, *units: str, **more: Any) -> list[str]:
    return [case["no"] for case in page(office, q, *units, **more)["cases"]]


@pytest.mark.parametrize(
    "typed",
    ["欧阳翠花", " 欧阳 翠花", CARD, "１１０１０５ 1949-1231-002x", "13800005678", "+86 138 0000 5678"],
)
def test_a_case_is_found_by_whatever_its_applicant_is_known_by_however_it_was_typed(
    office: Office, typed: str
) -> None:
    no = opened(office)
    opened(office, PERSON | {"name": "李四", "phone": "13800001111", "identity": None})
    assert found(office, typed) == [no]


@pytest.mark.parametrize(
    "typed", ["阿不都热合曼•买买提", "13900000000", "e12345678", "9144030071526726xg", "青岛海风食品有限公司"]
)
def test_an_organisation_and_her_agent_are_found_by_theirs(office: Office, typed: str) -> None:
    assert found(office, typed) == []
    no = opened(office, SHOP, agent=AGENT)
    assert found(office, typed) == [no]


def test_a_case_number_is_found_the_same_way(office: Office) -> None:
    no = opened(office)
    assert found(office, f"No.{no[:6]}-{no[6:]}") == [no]


@pytest.mark.parametrize("typed", ["欧阳", "翠花", CARD[:-1], "1380000567", "欧阳翠花 13800005678"])
def test_part_of_what_a_party_is_known_by_finds_nothing(office: Office, typed: str) -> None:
    opened(office)
    answer = office.ask("POST", "/desk/search", {"q": typed}, **office.staff())
    assert answer.status_code == 422 or answer.json_body["cases"] == []


def test_another_unit_s_cases_are_not_found_and_nothing_tells_of_them(office: Office) -> None:
    opened(office)
    nothing: dict[str, Any] = {"cases": [], "next": None, "complete": True, "unreadable": None}
    assert page(office, PERSON["phone"], "health") == nothing == page(office, "13800009999", "health")
    assert len(found(office, PERSON["phone"], "*")) == 1


def test_the_cases_of_one_party_come_page_by_page_the_newest_first(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_cases, "MOST_SHOWN", 2)
    nos = [opened(office) for _ in range(5)]
    seen: list[list[str]] = []
    place: dict[str, Any] = {}
    for _ in range(3):
        told = page(office, CARD, **place)
        seen.append([case["no"] for case in told["cases"]])
        place = {"next": told["next"]}
    assert seen == [nos[:2:-1], nos[2:0:-1], nos[:1]]
    assert place == {"next": None}


def test_a_search_opens_no_more_cases_than_it_may_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_cases, "MOST_LOOKED_AT", 2)
    for _ in range(3):
        opened(office)
    told = page(office, CARD)
    assert (len(told["cases"]), told["next"], told["complete"]) == (2, None, False)


@pytest.mark.parametrize("q", ["***", "12", "·", "1380000567"])
def test_what_can_be_nothing_that_a_party_is_known_by_is_told_what_to_write(office: Office, q: str) -> None:
    told = problem(office.ask("POST", "/desk/search", {"q": q}, **office.staff()), 422, "search_unclear")
    assert q not in told["title"]["zh"]


@pytest.mark.parametrize("body", [{}, {"q": ""}, {"q": "x" * 61}, {"q": 5}, {"q": "张", "more": 1}])
def test_a_search_in_another_form_is_refused(office: Office, body: dict[str, Any]) -> None:
    assert office.ask("POST", "/desk/search", body, **office.staff()).status_code == 422


def test_a_place_in_a_list_that_nobody_was_answered_with_is_refused(office: Office) -> None:
    for place in ("x", "MTIz", "欧阳"):
        answer = office.ask("POST", "/desk/search", {"q": CARD, "next": place}, **office.staff())
        problem(answer, 422, "next_wrong")


def test_no_row_shows_by_what_a_party_is_found_and_no_log_what_was_searched_for(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    opened(office, agent=AGENT)
    with caplog.at_level(logging.DEBUG):
        assert found(office, PERSON["name"])
        office.ask("POST", "/desk/search", {"q": "欧阳翠花***"}, **office.staff())
    kept = "".join(repr(row) for row in all_rows(boto3.client("dynamodb"), office.variables["TABLE"]))
    secret = (PERSON["name"], CARD, PERSON["phone"], AGENT["name"], "E12345678")
    told = "".join(record.getMessage() for record in caplog.records if record.name == "zero-errand")
    assert "/desk/search" in told
    assert not [word for word in secret if word in kept or word in told]


# --- one case that cannot be read ---------------------------------------------------------------------

_DAMAGE: dict[str, dict[str, Any]] = {
    "a head that is cut off": {"sk": "HEAD", "body": {"S": '{"no": "2026'}},
    "a head of another item": {"sk": "HEAD", "body": {"S": "{}"}},
    "a head that another program wrote": {"sk": "HEAD", "schema": {"N": "1"}},
}


@pytest.mark.parametrize("how", _DAMAGE)
def test_a_case_that_was_altered_hides_no_other_and_it_is_said_that_there_is_one(
    office: Office, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole, altered, also = (opened(office) for _ in range(3))
    damage(office, altered, **_DAMAGE[how])
    with caplog.at_level(logging.ERROR):
        told = page(office, CARD, "*")
    assert [case["no"] for case in told["cases"]] == [also, whole]
    assert told["unreadable"]["cases"] == 1
    assert told["unreadable"]["text"]["zh"] != told["unreadable"]["text"]["en"]
    assert altered not in str(told), "nothing of it is shown"
    (logged,) = [each.getMessage() for each in caplog.records if "is unreadable" in each.getMessage()]
    assert altered in logged, "the operator finds it"
    assert not [word for word in (CARD, *map(str, PERSON.values())) if word in logged]


def test_a_case_number_whose_case_was_altered_is_answered_alike(office: Office) -> None:
    no = opened(office)
    damage(office, no, "HEAD", body={"S": "{}"})
    told = page(office, no, "*")
    assert (told["cases"], told["unreadable"]["cases"]) == ([], 1)


@pytest.mark.parametrize("body", [{"S": "[{"}, {"S": '[{"kind": "unheard-of"}]'}, {"N": "7"}], ids=str)
def test_another_unit_is_not_told_of_a_case_that_was_altered_be_it_that_nobody_can_tell_whose_it_is(
    office: Office, body: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    no = opened(office)
    damage(office, no, "HEAD", body={"S": "{}"})
    assert page(office, CARD, "health")["unreadable"] is None
    damage(office, no, "EVENT#", body=body)
    with caplog.at_level(logging.ERROR):
        assert page(office, CARD, "health")["unreadable"] is None
    assert f"the events of case {no} cannot be read" in caplog.text, "the operator is"
    assert page(office, CARD, "*")["unreadable"]["cases"] == 1


def test_a_fault_of_the_program_is_not_told_as_rows_that_somebody_altered(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    no = opened(office)
    who = Staff("H-01", ("health",))

    def broken(*_: object) -> bool:
        raise KeyError("a name that the program has wrong")

    monkeypatch.setattr(concerned, "serves_one", broken)
    with pytest.raises(KeyError):
        concerned.has_concerned(wiring.ports(), who, no)
    assert "can the events" not in caplog.text


def test_a_case_of_a_newer_version_hides_no_other_and_its_unit_is_told_that_there_is_one(
    office: Office,
) -> None:
    whole, newer = office.running().no, office.running().no
    for row in ("HEAD", "EVENT#"):
        damage(office, newer, row, schema={"N": "999"})
    told = page(office, PHONE, UNIT)
    assert ([each["no"] for each in told["cases"]], told["unreadable"]["cases"]) == ([whole], 1)
    assert page(office, newer, UNIT)["unreadable"]["cases"] == 1, "by the line on its list"
    assert page(office, newer, "health")["unreadable"] is None
    answer = office.ask("GET", f"/desk/cases/{newer}", **office.staff(UNIT))
    assert problem(answer, 503, "being_updated")["title"]["zh"]
