"""The query code that an agent may know ends with her mandate; the applicant gets another, and she alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from chalice.test import HTTPResponse

from chalicelib import wiring
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import PHONE, Office, Opened, application
from tests.fakes import MORNING
from tests.pages.reading import Browser, Page, read
from tests.pages.test_mine import signed_on
from tests.routes.answers_of import problem

ELDER = "elder"
NUMBER = str(CITIZENS[1].claims["identity_number"])
HALL, ANOTHER_OF_THE_HALL, ELSEWHERE = "hall-1", "hall-2", "health-1"
LANGUAGES = ["zh", "en"]


def through_agent(office: Office, until: str = "2099-12-31", **headers: str) -> Opened:
    """The elderly owner's case, opened by her agent, who signed on nowhere and has the code."""
    body: dict[str, Any] = application() | {"by": "agent"}
    body["applicant"] |= {"identity": {"kind": "111", "number": NUMBER}}
    person = {"name": "李强", "phone": "13700000000", "address": "青岛市李沧区某路2号"}
    body["agent"] = person | {"mandate": {"since": "2020-01-01", "until": until}}
    answer = office.ask("POST", "/cases", body, **headers)
    assert answer.status_code == 201, answer.body
    return Opened(answer.json_body["no"], answer.json_body["query_code"], body)


def with_code(office: Office, opened: Opened, language: str = "zh") -> Browser:
    browser = Browser(office, {"lang": language})
    form = read(browser.get("/track")).fields
    read(browser.follow(browser.send("/track", {**form, "no": opened.no, "code": opened.code})))
    return browser


def code_of(no: str, replaced: int) -> str:
    return wiring.ports().codes.query_code(no, replaced)


def bare(page: Page) -> str:
    return "".join(page.text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_signed_on_ends_the_mandate_and_alone_sees_the_new_code(office: Office, language: str) -> None:
    opened = through_agent(office)
    agent, owner = with_code(office, opened, language), signed_on(office, ELDER, language)
    form = read(owner.get(f"/cases/{opened.no}/change"))
    assert f"../../cases/{opened.no}/change/mandate" in form.forms
    done = owner.send(f"/cases/{opened.no}/change/mandate", form.fields)
    assert {"zh": "委托已撤销", "en": "The mandate is ended"}[language] in read(owner.follow(done)).text
    assert code_of(opened.no, 1) in bare(read(owner.get(f"/cases/{opened.no}/receipt")))
    read(agent.get(f"/cases/{opened.no}"), 403)  # what the agent's browser had open is closed
    problem(office.ask("GET", f"/cases/{opened.no}", **opened.headers), 404, "not_found")
    assert office.case(Opened(opened.no, code_of(opened.no, 1), {}))["mandate"]["over"] == "revoked"


def test_a_mandate_can_be_ended_after_the_close_and_the_agent_sees_the_case_no_more(office: Office) -> None:
    opened = through_agent(office)
    owner, agent = signed_on(office, ELDER), with_code(office, opened)
    read(owner.follow(send_change(owner, opened, "withdrawal")))
    page = read(owner.get(f"/cases/{opened.no}"))
    assert office.case(opened)["stage"] == "closed"
    assert "撤销委托，不再让代理人看这一件" in page.text
    read(agent.get(f"/cases/{opened.no}"))
    read(owner.follow(send_change(owner, opened, "mandate")))
    read(agent.get(f"/cases/{opened.no}"), 403)


def send_change(owner: Browser, opened: Opened, what: str) -> HTTPResponse:
    form = read(owner.get(f"/cases/{opened.no}/change")).fields
    return owner.send(f"/cases/{opened.no}/change/{what}", form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_shows_the_shared_code_ends_the_mandate_and_gets_no_other(office: Office, language: str) -> None:
    """She may be the agent: a new code for whoever says that she is the applicant would be the agent's."""
    opened = through_agent(office)
    browser = with_code(office, opened, language)
    form = read(browser.get(f"/cases/{opened.no}/change")).fields
    done = browser.send(f"/cases/{opened.no}/change/mandate", {**form, "by": "applicant"})
    page = read(browser.follow(done))
    assert {"zh": "新的查询码只给申请人本人", "en": "given to the applicant alone"}[language] in page.text
    assert wiring.ports().cases.load(opened.no).codes == 0  # type: ignore[union-attr]
    read(browser.get(f"/cases/{opened.no}"), 403)
    owner = signed_on(office, ELDER, language)
    assert opened.code not in bare(read(owner.get(f"/cases/{opened.no}/receipt")))
    lost = read(owner.get("/lost-code")).fields
    typed = {"id_number": NUMBER, "phone": "13700000009", "no": opened.no}
    read(owner.follow(owner.send("/lost-code", {**lost, **typed})))
    assert office.case(Opened(opened.no, code_of(opened.no, 1), {}))["no"] == opened.no


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_signed_on_counts_as_herself_where_her_browser_holds_the_shared_code_too(
    office: Office, language: str
) -> None:
    opened = through_agent(office)
    owner = with_code(office, opened, language)
    owner.cookies |= signed_on(office, ELDER, language).cookies
    form = read(owner.get(f"/cases/{opened.no}/change")).fields
    read(owner.follow(owner.send(f"/cases/{opened.no}/change/mandate", form)))
    assert code_of(opened.no, 1) in bare(read(owner.get(f"/cases/{opened.no}/receipt")))


def test_an_agent_who_asks_for_a_lost_code_while_her_mandate_is_ended_gets_none(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, owner = through_agent(office), office.bearer(CITIZENS[1].claims)
    cases = wiring.ports().cases
    read_before = cases.parties

    def parties(case: Any) -> Any:
        """What she tells is compared; in that moment the owner ends the mandate."""
        monkeypatch.setattr(cases, "parties", read_before)
        found = read_before(case)
        ended = office.ask("POST", f"/cases/{opened.no}/mandate", {"revoke": True}, **owner)
        assert ended.status_code == 200
        return found

    told = {"identity": {"kind": "111", "number": NUMBER}, "phone": PHONE, "no": opened.no}
    monkeypatch.setattr(cases, "parties", parties)
    problem(office.ask("POST", "/query-codes", told), 404, "not_matched")
    assert wiring.ports().cases.load(opened.no).codes == 1  # type: ignore[union-attr]


def test_the_code_of_a_mandate_that_ran_out_opens_nothing_and_one_issued_since_goes_on(
    office: Office,
) -> None:
    with office.at(MORNING):
        opened = through_agent(office, "2026-03-03")
        kept = with_code(office, opened)
    with office.at(MORNING + timedelta(days=2)):
        read(kept.get(f"/cases/{opened.no}"), 403)
        for path, body in (("consents", {"courier": False}), ("withdrawal", {}), ("uploads", {})):
            told = office.ask("POST", f"/cases/{opened.no}/{path}", body, **opened.headers)
            problem(told, 403, "code_ended")
        problem(office.ask("GET", f"/cases/{opened.no}", X_Query_Code="WRONGCODE2"), 404, "not_found")
        issued = office.ask(
            "POST", f"/cases/{opened.no}/query-code", {"identity_checked": True}, **office.staff("hall")
        )
        hers = Opened(opened.no, issued.json_body["query_code"], {})
        assert office.case(hers)["mandate"]["over"] == "expired"
    with office.at(MORNING + timedelta(days=9)):
        assert office.case(hers)["no"] == opened.no


def test_who_sends_the_opening_again_is_not_given_the_code_that_came_after_it(office: Office) -> None:
    """The code was never used, and the key is the agent's: the first answer could be asked for once more."""
    key = str(uuid4())
    opened = through_agent(office, Idempotency_Key=key)
    owner = office.bearer(CITIZENS[1].claims)
    answer = office.ask("POST", f"/cases/{opened.no}/mandate", {"revoke": True}, **owner)
    assert answer.json_body["query_code"] == code_of(opened.no, 1)
    again = office.ask("POST", "/cases", opened.answer, Idempotency_Key=key)
    assert code_of(opened.no, 1) not in repr(problem(again, 409, "code_withheld"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hall_issues_a_code_for_an_applicant_of_any_unit_who_came(office: Office, language: str) -> None:
    opened, clerk = office.running(), signed_on(office, HALL, language)
    read(clerk.get(f"/desk/cases/{opened.no}"), 404)  # the hall has nothing to do for it yet
    search = read(clerk.get("/desk/search")).fields
    found = read(clerk.send("/desk/search", {"csrf": search["csrf"], "q": opened.no}))
    assert f"../desk/cases/{opened.no}/query-code" in found.links
    form = read(clerk.get(f"/desk/cases/{opened.no}/query-code"))
    unchecked = read(clerk.send(f"/desk/cases/{opened.no}/query-code", form.fields), 422)
    assert unchecked.told["#f-checked"].strip() == unchecked.beside("checked") != ""
    office.case(opened)  # nothing has happened
    sent = {**form.fields, "checked": "yes"}
    page = read(clerk.send(f"/desk/cases/{opened.no}/query-code", sent))
    assert code_of(opened.no, 1) in bare(page)
    again = read(clerk.send(f"/desk/cases/{opened.no}/query-code", sent))  # the button was clicked twice
    assert code_of(opened.no, 1) in bare(again)
    problem(office.ask("GET", f"/cases/{opened.no}", **opened.headers), 404, "not_found")
    office.case(Opened(opened.no, code_of(opened.no, 1), {}))
    events = wiring.ports().cases.events(opened.no)
    issued = next(event for event in events if event.kind == "query_code_replaced")
    assert (issued.by.role, issued.by.id) == ("staff", HALL)
    assert code_of(opened.no, 1) not in issued.model_dump_json()


def test_a_clerk_does_not_learn_the_code_that_came_after_hers_and_no_other_office_issues_one(
    office: Office,
) -> None:
    opened, clerk = office.running(), signed_on(office, HALL)
    path = f"/desk/cases/{opened.no}/query-code"
    sent = {**read(clerk.get(path)).fields, "checked": "yes"}
    read(clerk.send(path, sent))
    colleague = signed_on(office, ANOTHER_OF_THE_HALL)
    read(colleague.send(path, {**read(colleague.get(path)).fields, "checked": "yes"}))
    late = read(clerk.send(path, sent), 409)
    assert code_of(opened.no, 2) not in bare(late)
    assert wiring.ports().cases.load(opened.no).codes == 2  # type: ignore[union-attr]
    stranger = signed_on(office, ELSEWHERE)
    read(stranger.get(path), 404)
    csrf = read(stranger.get("/desk")).fields["csrf"]
    read(stranger.send(path, {"csrf": csrf, "key": "k", "checked": "yes"}), 404)
    found = read(stranger.send("/desk/search", {"csrf": csrf, "q": opened.no}))
    assert opened.no not in "".join(found.links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clerk_who_ends_a_mandate_for_the_applicant_is_shown_her_code_once(
    office: Office, language: str
) -> None:
    opened = through_agent(office)
    for each in office.case(opened)["materials"]:
        if each["open"]:
            office.upload(opened, each["material"])
    office.ask("POST", f"/cases/{opened.no}/submission", {}, **opened.headers)
    clerk = signed_on(office, "market-supervision-1", language)
    at_desk = read(clerk.get(f"/desk/cases/{opened.no}"))
    assert f"../../desk/cases/{opened.no}/mandate" in at_desk.forms
    sent = {"csrf": at_desk.fields["csrf"], "key": at_desk.fields["key"], "checked": "yes"}
    page = read(clerk.send(f"/desk/cases/{opened.no}/mandate", sent))
    assert code_of(opened.no, 1) in bare(page)
    assert code_of(opened.no, 1) not in bare(read(clerk.get(f"/desk/cases/{opened.no}")))
    problem(office.ask("GET", f"/cases/{opened.no}", **opened.headers), 404, "not_found")
