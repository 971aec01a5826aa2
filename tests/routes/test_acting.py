"""Over HTTP: an agent acts within her mandate, a party is found elsewhere, a paper's holder is named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.ports.people.identity import Staff
from tests.adapters.office import FOOD, Office, Opened
from tests.fakes import MORNING
from tests.routes.answers_of import problem, says_nothing_personal
from tests.routes.test_parties import AGENT, MANDATE, of

MOVED = {"phone": "１３７ ０００ ００００１", "address": " 李沧区新址路\t9 号 "}


@pytest.fixture(autouse=True)
def on_a_day_in_march(office: Office) -> Iterator[None]:
    with office.at(MORNING):
        yield


def opened(office: Office, **more: Any) -> Opened:
    answer = office.ask("POST", "/cases", of(**more))
    assert answer.status_code == 201, answer.body
    return Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)


def post(office: Office, case: Opened, what: str, body: dict[str, Any], **headers: str) -> Any:
    return office.ask("POST", f"/cases/{case.no}/{what}", body, **(headers or case.headers))


def seen(office: Office, case: Opened) -> dict[str, Any]:
    return dict(office.ask("GET", f"/desk/cases/{case.no}", **office.staff()).json_body)


def test_a_new_phone_and_address_are_cleaned_and_seen_by_staff_and_by_nobody_else(office: Office) -> None:
    case = opened(office)
    answer = post(office, case, "contact", MOVED)
    assert answer.status_code == 200, answer.body
    says_nothing_personal(answer.body.decode())
    assert "新址" not in answer.body.decode()
    shown = seen(office, case)
    assert shown["parties"]["applicant"]["phone"] == "13700000001"
    assert shown["parties"]["applicant"]["address"] == "李沧区新址路 9 号"
    [event] = [each for each in shown["events"] if each["kind"] == "contact_changed"]
    assert event["party"] == "applicant"
    assert "digest" not in json.dumps(shown["events"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "contact_needed"),
        ({"phone": "12"}, "text_wrong"),
        ({"address": "  　 "}, "body_wrong"),
        ({"name": "另一人"}, "body_wrong"),
        ({"party": "agent", "phone": "13700000001"}, "no_agent"),
    ],
)
def test_what_cannot_be_a_contact_is_refused_and_nothing_changes(
    office: Office, body: dict[str, Any], code: str
) -> None:
    case = opened(office)
    answer = post(office, case, "contact", body)
    assert answer.json_body["code"] == code
    problem(answer, answer.status_code, code)
    assert office.case(case)["version"] == case.answer["version"]


def test_a_contact_needs_the_query_code_or_somebody_of_the_hall_or_the_case(office: Office) -> None:
    case = opened(office)
    problem(post(office, case, "contact", MOVED, X_Query_Code="AAAAAAAAAA"), 404, "not_found")
    stranger = office.token(Staff(id="s-9", units=("forestry",)))
    problem(post(office, case, "contact", MOVED, **stranger), 404, "not_found")
    assert post(office, case, "contact", MOVED, **office.staff("hall")).status_code == 200
    assert [each["by"]["role"] for each in seen(office, case)["events"]][-1] == "staff"


def test_what_an_agent_does_is_recorded_as_hers_and_after_her_mandate_refused(office: Office) -> None:
    case = opened(office, agent=AGENT, by="agent")
    assert seen(office, case)["events"][0]["by"]["role"] == "agent"
    assert case.answer["mandate"] == MANDATE | {"revoked_on": None, "over": None}
    wants = {"courier": False, "by": "agent"}
    assert post(office, case, "consents", wants).status_code == 200
    assert seen(office, case)["events"][-1]["by"]["role"] == "agent"
    revoked = post(office, case, "mandate", {"revoke": True})
    assert revoked.json_body["mandate"]["over"] == "revoked"
    assert revoked.json_body["query_code"] is None, "who shows the code alone may be the agent"
    place = {"material": "lease", "file_name": "a.pdf", "by": "agent"}
    acts: list[tuple[str, dict[str, Any]]] = [
        ("consents", {"courier": True, "by": "agent"}),
        ("submission", {"by": "agent"}),
        ("withdrawal", {"by": "agent"}),
        ("contact", MOVED | {"by": "agent"}),
        ("uploads", place),
    ]
    for what, body in acts:
        for by in ("agent", "applicant"):
            told = problem(post(office, case, what, body | {"by": by}), 403, "code_ended")
            assert "ended with it" in told["title"]["en"]
    problem(office.ask("GET", f"/cases/{case.no}", **case.headers), 403, "code_ended")
    new = post(office, case, "query-code", {"identity_checked": True}, **office.staff("hall"))
    hers = Opened(case.no, new.json_body["query_code"], {})
    assert post(office, hers, "consents", {"courier": True}).status_code == 200
    problem(post(office, hers, "consents", {"courier": True, "by": "agent"}), 409, "mandate_revoked")
    problem(office.ask("GET", f"/cases/{case.no}", **case.headers), 404, "not_found")


def test_an_agent_of_a_mandate_that_has_run_out_is_told_so(office: Office) -> None:
    case = opened(office, agent=AGENT | {"mandate": MANDATE | {"until": "2026-03-03"}})
    with office.at(MORNING + timedelta(days=2)):
        problem(post(office, case, "submission", {"by": "agent"}), 403, "code_ended")
        new = post(office, case, "query-code", {"identity_checked": True}, **office.staff("hall"))
        hers = Opened(case.no, new.json_body["query_code"], {})
        assert office.case(hers)["mandate"]["over"] == "expired"
        problem(post(office, hers, "submission", {"by": "agent"}), 409, "mandate_expired")
        problem(post(office, hers, "mandate", {"revoke": True}), 409, "mandate_expired")


def test_where_there_is_no_agent_nobody_acts_as_one(office: Office) -> None:
    problem(office.ask("POST", "/cases", of(by="agent")), 409, "no_agent")
    case = opened(office)
    assert office.case(case)["mandate"] is None
    problem(post(office, case, "consents", {"courier": False, "by": "agent"}), 409, "no_agent")
    problem(post(office, case, "mandate", {"revoke": True}), 409, "no_agent")
    problem(post(office, case, "mandate", {"revoke": False}), 422, "body_wrong")


def test_staff_of_the_hall_revoke_a_mandate_for_an_applicant_who_comes_to_them(office: Office) -> None:
    case = opened(office, agent=AGENT)
    answer = post(office, case, "mandate", {"revoke": True}, **office.staff("hall"))
    assert answer.json_body["mandate"]["revoked_on"] == "2026-03-02"
    assert office.case(Opened(case.no, answer.json_body["query_code"], {}))["no"] == case.no
    assert seen(office, case)["parties"]["mandate"] == MANDATE | {"revoked_on": "2026-03-02"}


def test_a_paper_names_its_holder_and_what_kind_that_is(office: Office) -> None:
    custody = opened(office, item=FOOD).answer["custody"]
    assert custody
    for held in custody.values():
        assert (held["holder_kind"], held["parcel"]) == ("party", None)
        assert held["holder_kind_name"] == {"zh": "当事人", "en": "party"}
