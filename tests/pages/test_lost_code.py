"""A lost query code is got again by what only the applicant knows, and nothing else is found out."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.services.cases.people import recover_code
from chalicelib.services.sign_on import bound_attempts
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import FOOD, PHONE, Office, Opened, application
from tests.pages.reading import Browser, read
from tests.routes.answers_of import problem
from tests.routes.damaged import damage

pytestmark = pytest.mark.usefixtures("within_an_hour")
NUMBER = str(CITIZENS[0].claims["identity_number"])
ANOTHER = "11010519491231002X"
NO_CASE = "370213202603020000019"


def opened_by(office: Office, number: str | None = NUMBER) -> Opened:
    body = application()
    if number is not None:
        body["applicant"] |= {"identity": {"kind": "111", "number": number}}
    answer = office.ask("POST", "/cases", body)
    assert answer.status_code == 201, answer.body
    return Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)


def told(no: str | None = None, item: str | None = None, **more: Any) -> dict[str, Any]:
    body = {"identity": {"kind": "111", "number": NUMBER}, "phone": PHONE, **more}
    return body | {name: value for name, value in (("no", no), ("item", item)) if value is not None}


@pytest.mark.parametrize("by", ["no", "item"])
def test_the_new_code_replaces_the_old_and_both_parties_are_told(office: Office, by: str) -> None:
    opened = opened_by(office)
    browser = Browser(office)
    form = read(browser.get("/track")).fields
    browser.send("/track", {**form, "no": opened.no, "code": opened.code})
    which = {"no": opened.no} if by == "no" else {"item": FOOD}
    answer = office.ask("POST", "/query-codes", told(**which), Idempotency_Key="k" * 36)
    assert answer.status_code == 200, answer.body
    new = answer.json_body["query_code"]
    assert (answer.json_body["no"], new != opened.code) == (opened.no, True)
    problem(office.ask("GET", f"/cases/{opened.no}", **opened.headers), 404, "not_found")
    case = office.case(Opened(opened.no, new, {}))
    [notice] = case["notices"]
    assert (notice["kind"], notice["recipients"]) == ("new-code", ["applicant"])
    read(browser.get(f"/cases/{opened.no}"), 403)  # what was opened with the old code is closed
    again = office.ask("POST", "/query-codes", told(**which), Idempotency_Key="k" * 36)
    assert again.json_body == answer.json_body, "sent again it is replaced once"
    third = office.ask("POST", "/query-codes", told(**which)).json_body["query_code"]
    assert len({opened.code, new, third}) == 3
    shown = office.ask("GET", f"/cases/{opened.no}/notices/{notice['id']}", X_Query_Code=third)
    assert "原查询码同时作废" in shown.json_body["zh"]
    assert wiring.ports().cases.load(opened.no).codes == 2  # type: ignore[union-attr]


def test_whatever_does_not_fit_brings_the_same_answer(office: Office) -> None:
    opened, nameless = opened_by(office), opened_by(office, None)
    attempts = [
        told(no=opened.no, phone="13700000009"),
        told(no=opened.no, identity={"kind": "111", "number": ANOTHER}),
        told(no=NO_CASE),
        told(no="12"),
        told(no=nameless.no),
        told(item="dog-licence"),
        told(item="no-such-item"),
    ]
    answers = {office.ask("POST", "/query-codes", body).body for body in attempts}
    assert bound_attempts.FOR_ONE_PERSON == (5, 10), "as many as were looked up above"
    assert len(answers) == 1
    assert b"not_matched" in next(iter(answers))
    late = office.ask("POST", "/query-codes", told(no=opened.no))
    problem(late, 429, "too_many_attempts")
    assert wiring.ports().cases.load(opened.no).codes == 0  # type: ignore[union-attr]
    office.case(opened)


def test_once_a_mandate_is_over_only_who_signs_on_as_the_applicant_gets_the_code(office: Office) -> None:
    """The agent wrote number and telephone down herself, and may have given her own telephone for both."""
    body = application()
    body["applicant"] |= {"identity": {"kind": "111", "number": NUMBER}}
    body["agent"] = {
        **{"name": "李强", "phone": PHONE, "address": "青岛市李沧区某路2号"},
        "mandate": {"since": "2020-01-01", "until": "2099-12-31"},
    }
    answer = office.ask("POST", "/cases", body)
    opened = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
    office.ask("POST", "/query-codes", told(no=opened.no))  # while she may act, the agent has the code anyway
    code = wiring.ports().codes.query_code(opened.no, 1)
    ended = office.ask("POST", f"/cases/{opened.no}/mandate", {"revoke": True}, X_Query_Code=code)
    assert ended.status_code == 200, ended.body
    problem(office.ask("POST", "/query-codes", told(no=opened.no)), 404, "not_matched")
    agent, applicant = office.bearer(CITIZENS[2].claims), office.bearer(CITIZENS[0].claims)
    problem(office.ask("POST", "/query-codes", told(no=opened.no), **agent), 404, "not_matched")
    lost = told(no=opened.no, phone="13700000009")  # she has another telephone since
    new = office.ask("POST", "/query-codes", lost, **applicant).json_body["query_code"]
    assert new == wiring.ports().codes.query_code(opened.no, 2)
    assert office.case(Opened(opened.no, new, {}))["no"] == opened.no


def test_who_knows_the_telephone_cannot_try_numbers_out(office: Office) -> None:
    opened = opened_by(office)
    numbers = ["37021319900101" + ending for ending in ("0014", "0030", "0057", "0073", "009X")]
    for number in numbers:
        wrong = told(item=FOOD, identity={"kind": "111", "number": number})
        problem(office.ask("POST", "/query-codes", wrong), 404, "not_matched")
    problem(office.ask("POST", "/query-codes", told(item=FOOD)), 429, "too_many_attempts")
    office.case(opened)


def test_strangers_who_try_her_number_do_not_keep_out_who_signed_on(office: Office) -> None:
    opened = opened_by(office)
    for _ in range(bound_attempts.FOR_ONE_PERSON[0]):
        office.ask("POST", "/query-codes", told(no=opened.no, phone="13700000009"))
    problem(office.ask("POST", "/query-codes", told(no=opened.no)), 429, "too_many_attempts")
    applicant = office.bearer(CITIZENS[0].claims)
    new = office.ask("POST", "/query-codes", told(no=opened.no), **applicant).json_body["query_code"]
    assert office.case(Opened(opened.no, new, {}))["no"] == opened.no


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_page_the_receipt_shows_the_new_code(office: Office, language: str) -> None:
    opened = opened_by(office)
    browser = Browser(office, {"lang": language})
    empty = read(browser.send("/lost-code", read(browser.get("/lost-code")).fields), 422)
    assert {"#f-id_number", "#f-phone", "#f-no"} <= set(empty.links)
    typed = {**empty.fields, "id_kind": "111", "id_number": NUMBER, "phone": "13700000009", "no": opened.no}
    wrong = read(browser.send("/lost-code", typed), 404)
    assert {"zh": "填的内容和办件对不上", "en": "What you gave fits no case"}[
        language
    ].lower() in wrong.text.lower()
    assert wrong.fields["no"] == opened.no
    odd = read(browser.send("/lost-code", {**typed, "id_number": "370213198802140000"}), 422)
    assert "#f-id_number" in odd.links
    right = browser.send("/lost-code", {**typed, "phone": PHONE, "no": f"{opened.no[:6]} {opened.no[6:]}"})
    receipt = read(browser.follow(right))
    code = wiring.ports().codes.query_code(opened.no, 1)
    assert code in receipt.text.replace(" ", "")
    assert opened.code not in receipt.text.replace(" ", "")
    for secret in (code, NUMBER, PHONE):
        assert secret not in str(right.headers)
    read(browser.get(f"/cases/{opened.no}"))


def test_nothing_personal_of_a_lost_code_is_logged(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    opened = opened_by(office)
    with caplog.at_level("DEBUG"):
        office.ask("POST", "/query-codes", told(no=opened.no))
        office.ask("POST", "/query-codes", told(no=opened.no, phone="13700000009"))
    assert not [secret for secret in (NUMBER, PHONE, "13700000009") if secret in caplog.text]


def test_a_fault_of_the_program_is_none_of_what_does_not_fit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = opened_by(office)
    monkeypatch.setattr(recover_code, "agent_is_out", {}.__getitem__)  # asked of whoever fits
    problem(office.ask("POST", "/query-codes", told(no=opened.no)), 500, "failed")


def test_a_case_that_cannot_be_read_is_as_one_that_does_not_fit_and_the_operator_is_told(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    opened = opened_by(office)
    damage(office, opened.no, "HEAD", body={"S": "{"})
    problem(office.ask("POST", "/query-codes", told(no=opened.no)), 404, "not_matched")
    assert f"the code of case {opened.no} cannot be replaced" in caplog.text
