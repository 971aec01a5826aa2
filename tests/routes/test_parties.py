"""Who applies and who acts for her, as it comes over HTTP: kinds, numbers, an agent with a dated mandate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib.routes.openapi import document
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import FOOD, NAME, ONLINE, Office, application
from tests.fakes import MORNING
from tests.routes.answers_of import at_its_place, problem

CARD: dict[str, Any] = {"kind": "111", "number": "11010519491231002X"}
PASSPORT: dict[str, Any] = {"kind": "414", "number": "E12345678"}
SHOP: dict[str, Any] = {
    "kind": "legal",
    "name": "青岛海风食品有限公司",
    "identity": {"kind": "uscc", "number": "9144030071526726XG"},
    "legal_person": "王秀英",
}
MANDATE: dict[str, Any] = {"since": "2026-03-01", "until": "2026-06-30", "items": [FOOD]}
AGENT: dict[str, Any] = {
    "name": "李强",
    "phone": "13900000000",
    "address": "李沧区京口路 2 号",
    "identity": PASSPORT,
    "mandate": MANDATE,
}


@pytest.fixture(autouse=True)
def on_a_day_in_march(office: Office) -> Iterator[None]:
    with office.at(MORNING):
        yield


def of(applicant: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """An application with more said of its applicant, and other things beside."""
    right = application()
    return right | {"applicant": right["applicant"] | (applicant or {})} | more


def seen_by_staff(office: Office, body: dict[str, Any]) -> dict[str, Any]:
    answer = office.ask("POST", "/cases", body)
    assert answer.status_code == 201, answer.body
    shown = office.ask("GET", f"/desk/cases/{answer.json_body['no']}", **office.staff())
    return dict(shown.json_body["parties"])


def refused(office: Office, body: dict[str, Any], code: str) -> list[str]:
    """What is wrong, in English; nothing is opened."""
    told = problem(office.ask("POST", "/cases", body), 422, code)
    assert not [row for row in rows(office) if row["pk"]["S"].startswith("CASE#")]
    for typed in (CARD, PASSPORT, SHOP["identity"]):
        assert typed["number"] not in json.dumps(told)
    return [at_its_place(each) for each in told["details"]]


def rows(office: Office) -> list[dict[str, Any]]:
    return list(all_rows(boto3.client("dynamodb"), office.variables["TABLE"]))


# --- what is taken -------------------------------------------------------------------------------


def test_an_application_that_says_no_more_than_before_is_a_natural_person_s_without_an_agent(
    office: Office,
) -> None:
    parties = seen_by_staff(office, application())
    assert parties["applicant"] == application()["applicant"] | {
        "kind": "natural",
        "identity": None,
        "legal_person": None,
        "disabled": None,
    }
    assert (parties["agent"], parties["mandate"]) == (None, None)


def test_a_number_is_kept_in_one_form_and_shown_by_its_ends(office: Office) -> None:
    typed = {"kind": "111", "number": "身份证号：１１０１０５-19491231 002x"}
    parties = seen_by_staff(office, of({"identity": typed, "disabled": True}))
    assert parties["applicant"]["identity"] == {"kind": "111", "number": "110***2X"}
    assert parties["applicant"]["disabled"] is True


def test_an_organisation_applies_with_its_code_and_who_represents_it(office: Office) -> None:
    shop = seen_by_staff(office, of(SHOP))["applicant"]
    assert (shop["kind"], shop["name"], shop["legal_person"]) == ("legal", SHOP["name"], "王秀英")
    assert shop["identity"] == {"kind": "uscc", "number": "914***XG"}


def test_an_agent_comes_with_her_mandate_and_both_are_shown_to_staff(office: Office) -> None:
    parties = seen_by_staff(office, of({"identity": CARD}, agent=AGENT))
    assert (parties["agent"]["name"], parties["agent"]["identity"]["number"]) == ("李强", "E12***78")
    assert parties["mandate"] == MANDATE | {"revoked_on": None}


def test_no_row_shows_who_the_parties_are_and_no_event_tells_staff_a_digest(office: Office) -> None:
    opened = office.ask("POST", "/cases", of({"identity": CARD, "disabled": True}, agent=AGENT)).json_body
    kept = "".join(repr(row) for row in rows(office))
    secret = (NAME, CARD["number"], PASSPORT["number"], AGENT["name"], AGENT["phone"], "disabled")
    assert not [word for word in secret if word in kept or repr(word.encode())[2:-1] in kept]
    desk = office.ask("GET", f"/desk/cases/{opened['no']}", **office.staff()).json_body
    assert "digest" not in json.dumps(desk["events"])


def test_an_opening_repeated_after_midnight_opens_no_other_once_the_mandate_has_ended(
    office: Office,
) -> None:
    body = of(agent=AGENT | {"mandate": MANDATE | {"until": "2026-03-02"}})
    with office.at(MORNING.replace(hour=15, minute=59)):
        first = office.ask("POST", "/cases", body, Idempotency_Key="once")
    with office.at(MORNING.replace(hour=16)):
        again = office.ask("POST", "/cases", body, Idempotency_Key="once")
    assert first.status_code == 201, first.body
    problem(again, 409, "code_withheld")  # the code of the mandate's time has ended with it
    problem(office.ask("POST", "/cases", of(), Idempotency_Key="once"), 422, "key_reused")


def test_a_telephone_that_a_client_took_for_a_key_stands_in_no_row(office: Office) -> None:
    phone, key = "13700001234", {"Idempotency-Key": "13700001234 wang"}
    opened = office.running(ONLINE)
    told = office.ask("POST", f"/cases/{opened.no}/contact", {"phone": phone}, **opened.headers, **key)
    passed = {"outcome": "pass", "note": "齐全"}
    step = office.ask("POST", f"/cases/{opened.no}/steps/pre-review", passed, **office.staff(), **key)
    back = office.ask("POST", f"/cases/{opened.no}/withdrawal", {}, **opened.headers, **key)
    assert (told.status_code, step.status_code, back.status_code) == (200, 200, 200)
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    seen = [row["pk"]["S"] for row in rows if row["pk"]["S"].startswith("SEEN#")]
    assert {kind.split("#")[1] for kind in seen} == {"contact", "step", "withdrawal"}
    assert not [each for each in seen if "1370000" in each or "wang" in each]


def test_every_kind_of_number_is_described(office: Office) -> None:
    kinds = document()["components"]["schemas"]["IdentityKind"]["enum"]
    assert kinds[:2] == ["111", "112"]
    assert "uscc" in kinds


# --- what is not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("110105194912310021", "the check character at position 18"),
        ("11010519491331002X", "positions 11 to 12 must be a month"),
        ("1101051949A231002X", "position 11 must be a digit"),
        ("99010519491231002X", "positions 1 to 2"),
        ("110105", "must have 18 characters; 6 were written"),
        ("110105991231002", "cards with 15 digits ended in 2013"),
        ("110105202603030023", "positions 7 to 14 are a day to come"),
    ],
)
def test_a_wrong_number_is_told_by_its_position_under_one_label(
    office: Office, number: str, told: str
) -> None:
    body = of({"identity": {"kind": "111", "number": number}})
    [detail] = refused(office, body, "text_wrong")
    assert detail.startswith(f"applicant.identity.number: {told}")


def test_wrong_numbers_of_both_parties_are_told_at_once(office: Office) -> None:
    wrong = AGENT | {"identity": {"kind": "414", "number": "12"}}
    details = refused(office, of({"identity": CARD | {"number": "1"}}, agent=wrong), "text_wrong")
    assert [each.split(":")[0] for each in details] == ["applicant.identity.number", "agent.identity.number"]


@pytest.mark.parametrize(
    ("applicant", "code"),
    [
        ({"identity": SHOP["identity"]}, "identity_of_organisation"),
        (SHOP | {"identity": CARD}, "identity_of_person"),
        ({"legal_person": "王秀英"}, "legal_person_of_person"),
        (SHOP | {"disabled": False}, "disability_of_organisation"),
    ],
)
def test_what_only_the_other_kind_of_party_has_is_refused(
    office: Office, applicant: dict[str, Any], code: str
) -> None:
    [detail] = refused(office, of(applicant), code)
    assert detail.startswith("applicant: ")


def test_an_agent_whom_the_answers_deny_is_refused(office: Office) -> None:
    item = "public-venue-hygiene-licence"
    mandate = MANDATE | {"items": [item]}
    said = {"courier": True, "by_agent": False, "commitment": True}
    body = application(item) | {"application": said, "agent": AGENT | {"mandate": mandate}}
    [detail] = refused(office, body, "agent_not_told")
    assert detail.startswith("application.by_agent: ")
    right = office.ask("POST", "/cases", body | {"application": said | {"by_agent": True}})
    materials = {each["material"] for each in right.json_body["materials"]}
    assert {"authorisation", "agent-id-card"} <= materials


@pytest.mark.parametrize(
    "herself",
    [
        {"identity": {"kind": "113", "number": CARD["number"].lower()}},
        {"name": f" {NAME} ", "phone": application()["applicant"]["phone"], "identity": None},
        {"name": NAME, "phone": application()["applicant"]["phone"] + " 转 1", "identity": None},
    ],
    ids=["by her number, from another document", "by name and phone", "by name and line"],
)
def test_an_agent_who_is_the_applicant_is_refused(office: Office, herself: dict[str, Any]) -> None:
    [detail] = refused(office, of({"identity": CARD}, agent=AGENT | herself), "agent_is_applicant")
    assert "leave the agent out" in detail


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until": "2026-03-01"}, "mandate_expired"),
        ({"since": "2026-03-03"}, "mandate_not_yet"),
        ({"since": "2026-07-01"}, "mandate_backwards"),
        ({"items": ["dog-licence"]}, "mandate_other_item"),
    ],
)
def test_a_mandate_that_does_not_hold_today_for_this_item_is_refused(
    office: Office, changed: dict[str, Any], code: str
) -> None:
    [detail] = refused(office, of(agent=AGENT | {"mandate": MANDATE | changed}), code)
    assert detail.startswith("agent.mandate: ")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (of({"kind": "ghost"}), "applicant.kind"),
        (of({"identity": CARD | {"kind": "999"}}), "applicant.identity.kind"),
        (of({"identity": {"kind": "111"}}), "applicant.identity.number"),
        (of({"identity": CARD | {"number": "1" * 61}}), "applicant.identity.number"),
        (of({"disabled": "yes"}), "applicant.disabled"),
        (of(agent={**AGENT, "disabled": True}), "agent.disabled"),
        (of(agent={name: AGENT[name] for name in AGENT if name != "mandate"}), "agent.mandate"),
        (of(agent=AGENT | {"mandate": MANDATE | {"until": "1 April"}}), "agent.mandate.until"),
    ],
)
def test_a_party_of_another_form_is_refused_by_its_place(
    office: Office, body: dict[str, Any], place: str
) -> None:
    assert [each.split(":")[0] for each in refused(office, body, "body_wrong")] == [place]
