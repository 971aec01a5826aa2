"""The applicant sees what was changed without her sign-on; a clerk's own browser mixes up no roles."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib import wiring
from infra.local.issuer.people import CITIZENS
from tests.adapters.office import PHONE, Office, Opened, application
from tests.pages.reading import Browser, read
from tests.pages.test_desk import CLERK, ELSEWHERE, LANGUAGES, signed_on
from tests.routes.answers_of import problem

NEW_PHONE = "13700001111"


def opens(browser: Browser, opened: Opened) -> Browser:
    form = read(browser.get("/track")).fields
    read(browser.follow(browser.send("/track", {**form, "no": opened.no, "code": opened.code})))
    return browser


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_applicant_is_told_for_a_month_what_staff_changed_for_her(office: Office, language: str) -> None:
    opened = office.running()
    heading = {"zh": "为您做的更改", "en": "Changed on your behalf"}[language]
    browser = opens(Browser(office, {"lang": language}), opened)
    assert (
        office.ask(
            "POST", f"/cases/{opened.no}/contact", {"address": "青岛市李沧区新路1号"}, **opened.headers
        ).status_code
        == 200
    )
    assert heading not in read(browser.get(f"/cases/{opened.no}")).text, "she did it herself"
    staff = office.staff("hall")
    office.ask("POST", f"/cases/{opened.no}/contact", {"phone": NEW_PHONE}, **staff)
    code = office.ask("POST", f"/cases/{opened.no}/query-code", {"identity_checked": True}, **staff).json_body
    hers = opens(browser, Opened(opened.no, code["query_code"], {}))
    page = read(hers.get(f"/cases/{opened.no}")).text
    for told in {
        "zh": (heading, "工作人员改了电话或地址", "工作人员补发了查询码"),
        "en": (heading, "changed the telephone number or address", "issued a new query code"),
    }[language]:
        assert told in page, told
    assert NEW_PHONE not in page
    assert PHONE not in page
    with office.at(wiring.ports().clock.now() + timedelta(days=31)):
        assert (
            heading
            not in read(
                opens(Browser(office, {"lang": language}), hers_of(opened, code)).get(f"/cases/{opened.no}")
            ).text
        )


def hers_of(opened: Opened, code: dict[str, str]) -> Opened:
    return Opened(opened.no, code["query_code"], {})


def test_a_code_that_was_given_out_online_is_told_to_who_has_the_case(office: Office) -> None:
    body, number = application(), CITIZENS[0].claims["identity_number"]
    body["applicant"] |= {"identity": {"kind": "111", "number": number}}
    made = office.ask("POST", "/cases", body).json_body
    told = {"identity": {"kind": "111", "number": number}, "phone": PHONE, "no": made["no"]}
    code = office.ask("POST", "/query-codes", told).json_body["query_code"]
    page = read(opens(Browser(office), Opened(made["no"], code, {})).get(f"/cases/{made['no']}"))
    assert "有人凭证件号码和电话在网上补了查询码" in page.text


def test_a_clerk_who_had_a_case_open_as_a_citizen_sees_no_more_and_no_less_than_her_role_says(
    office: Office,
) -> None:
    """The browser still holds the case whose code she has shown, as anybody shows her own."""
    opened = office.running()
    citizen = opens(Browser(office), opened)
    for person, at_desk in ((ELSEWHERE, 404), (CLERK, 200)):
        clerk = signed_on(office, person)
        clerk.cookies |= {"cases": citizen.cookies["cases"]}
        read(clerk.get(f"/desk/cases/{opened.no}"), at_desk)
        for page in ("", "/change", "/receipt", "/materials"):
            told = read(clerk.get(f"/cases/{opened.no}{page}"), 403)
            assert opened.code not in told.text
        csrf = read(clerk.get("/desk")).fields["csrf"]
        form = {**read(citizen.get(f"/cases/{opened.no}/change")).fields, "courier": "no"}
        for token in (csrf, form["csrf"]):  # a form of hers, and one that she had open before she signed on
            answer = clerk.send(f"/cases/{opened.no}/change/courier", {**form, "csrf": token})
            assert answer.status_code == 403
    assert wiring.ports().cases.load(opened.no).application["application.courier"] is True  # type: ignore[union-attr]
    read(citizen.get(f"/cases/{opened.no}"))
    own = office.ask("GET", f"/cases/{opened.no}", **office.staff("market-supervision"))
    problem(own, 403, "role_needed")
