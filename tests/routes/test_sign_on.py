"""Browsers sign on, act, and sign off; what others try with cookies, forms and links of theirs."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest

from chalicelib import wiring
from chalicelib.adapters.bounded_http import NoAnswer
from chalicelib.adapters.clock import Clock
from chalicelib.ports.people.identity import Staff
from chalicelib.services.sign_on import bound_attempts
from infra.local.issuer.people import CITIZENS, claims_of
from tests.adapters.moto_cloud import all_rows
from tests.adapters.office import ISSUER, ORIGIN, PHONE, Office, Opened, application
from tests.routes.answers_of import problem
from tests.routes.browser import FORM, OURS, Browser, picked, set_cookies

NUMBER = str(CITIZENS[0].claims["identity_number"])
NAME = str(CITIZENS[0].claims["name"])
CLERK = "market-supervision-1"


def mine(number: str = NUMBER, **more: Any) -> dict[str, Any]:
    """An application by the first of the demonstration people."""
    body = application() | more
    return body | {"applicant": body["applicant"] | {"identity": {"kind": "111", "number": number}}}


def test_a_clerk_signs_on_sees_her_desk_and_signs_off(office: Office) -> None:
    browser = Browser(office)
    problem(browser.get("/desk"), 401, "sign_in")
    answer = browser.sign_in(CLERK, "/desk?unit=market-supervision")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ORIGIN}/desk?unit=market-supervision")
    assert browser.get("/desk").status_code == 200
    problem(browser.get("/desk?unit=health"), 403, "other_unit")
    before = dict(browser.cookies)
    assert browser.post("/sign-out", {}).headers["Location"] == f"{ORIGIN}/"
    assert not browser.cookies
    problem(browser.get("/desk"), 401, "sign_in")
    problem(Browser(office, before).get("/desk"), 401, "sign_in")
    assert browser.post("/sign-out", {}).status_code == 303


@pytest.mark.parametrize(("person", "own"), [(CLERK, "/desk"), ("applicant", "/mine")])
def test_all_sessions_of_somebody_end_at_once_and_nobody_else_s(
    office: Office, person: str, own: str
) -> None:
    here, forgotten, other, holder = (Browser(office) for _ in range(4))
    here.sign_in(person)
    forgotten.sign_in(person)
    other.sign_in("shop" if person == "applicant" else "health-1")
    opened = office.open()
    holder.post("/track", {"no": opened.no, "code": opened.code})
    problem(here.post("/sign-out/everywhere", {}, csrf="forged"), 403, "form_not_ours")
    problem(holder.post("/sign-out/everywhere", {}), 401, "sign_in")
    problem(Browser(office).post("/sign-out/everywhere", {}), 401, "sign_in")
    assert "sign-out/everywhere" in here.get(own, Accept="text/html").body.decode()
    kept = dict(here.cookies)
    assert here.post("/sign-out/everywhere", {}).headers["Location"] == f"{ORIGIN}/"
    assert not here.cookies
    for over in (Browser(office, kept), forgotten):
        assert not over.csrf
        problem(over.get("/desk"), 401, "sign_in")
    assert other.csrf
    assert holder.get(f"/cases/{opened.no}", Accept="text/html").status_code == 200
    forgotten.sign_in(person)
    assert forgotten.csrf


def test_the_cookie_is_for_us_alone_and_tells_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(office)
    [session, _] = set_cookies(browser.sign_in("applicant"))
    assert session.split("; ")[1:] == ["Path=/", "HttpOnly", "SameSite=Lax"]
    monkeypatch.setattr(type(wiring.ports()), "secure", True)
    [session, gone] = set_cookies(browser.sign_in("applicant"))
    assert session.startswith("__Host-session=")
    assert session.endswith("; Path=/; HttpOnly; SameSite=Lax; Secure")
    assert gone.startswith("__Host-signing-on=; ")


def test_nothing_of_who_signed_on_stands_in_cookies_addresses_logs_or_in_clear_in_the_table(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(office)
    with caplog.at_level(logging.DEBUG):
        answer = browser.sign_in("applicant")
    rows = all_rows(boto3.client("dynamodb"), office.variables["TABLE"])
    table = "".join(str(row) for row in rows)
    for told in (str(answer.headers), str(browser.cookies), caplog.text, table):
        assert NUMBER not in told
        assert NAME not in told
    assert browser.secret not in table
    assert browser.secret not in caplog.text


def test_an_applicant_who_signed_on_opens_a_case_and_needs_no_code_for_it(office: Office) -> None:
    browser = Browser(office)
    browser.sign_in("applicant")
    headers = {**OURS, "X-CSRF-Token": browser.csrf, "Cookie": f"session={browser.secret}"}
    opened = office.ask("POST", "/cases", mine(), **headers)
    assert opened.status_code == 201
    no = opened.json_body["no"]
    assert browser.get(f"/cases/{no}").status_code == 200
    [event, *_] = wiring.ports().cases.events(no)
    assert (event.by.role, event.by.id) == ("applicant", "sign-on")
    for stranger in ("elder", "shop", "agent"):
        other = Browser(office)
        other.sign_in(stranger)
        problem(other.get(f"/cases/{no}"), 404, "not_found")
    problem(office.ask("POST", "/cases", mine(number="11010519491231002X"), **headers), 403, "not_yourself")
    problem(office.ask("POST", "/cases", application(), **headers), 403, "not_yourself")


def test_an_agent_who_signed_on_acts_as_the_agent_whatever_the_body_says(office: Office) -> None:
    agent = {
        **{"name": "李强", "phone": "13700000000", "address": "青岛市李沧区某路2号"},
        "identity": {"kind": "111", "number": CITIZENS[2].claims["identity_number"]},
        "mandate": {"since": "2020-01-01", "until": "2099-12-31"},
    }
    token = office.bearer(CITIZENS[2].claims)
    opened = office.ask("POST", "/cases", mine(agent=agent), **token)
    assert opened.status_code == 201
    assert opened.json_body["query_code"] is None, "a code would outlast her mandate"
    no = opened.json_body["no"]
    consent = office.ask("POST", f"/cases/{no}/consents", {"courier": False, "by": "applicant"}, **token)
    assert consent.status_code == 200
    acts = [event.by for event in wiring.ports().cases.events(no) if event.by.id == "sign-on"]
    assert {act.role for act in acts} == {"agent"}


def test_whoever_has_a_code_sees_that_case_in_her_browser_and_no_other(office: Office) -> None:
    one, other = office.open(), office.open("dog-licence")
    browser, page = Browser(office), {"Accept": "text/html"}
    fields = {"no": one.no, "code": one.code.lower()}
    before = browser.post("/sign-in/code", fields)
    assert (before.status_code, before.headers["Location"]) == (307, f"{ORIGIN}/track"), "as it was called"
    answer = browser.post("/track", fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"./cases/{one.no}")
    assert browser.get(f"/cases/{one.no}", **page).status_code == 200
    assert browser.get(f"/cases/{other.no}", **page).status_code == 403
    problem(browser.get("/desk"), 401, "sign_in")
    assert Browser(office).post("/track", {"no": one.no, "code": other.code}).status_code == 404
    forged = Browser(office).post("/track", fields, {"Origin": "https://evil.example"})
    assert (forged.status_code, set_cookies(forged)) == (403, [])


@pytest.mark.usefixtures("within_an_hour")
def test_codes_cannot_be_tried_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bound_attempts, "FOR_ONE_CASE", (3, 5))
    opened = office.open()
    for n in range(3):
        assert Browser(office).post("/track", {"no": opened.no, "code": f"WRONG{n}"}).status_code == 404
    late = Browser(office).post("/track", {"no": opened.no, "code": opened.code})
    assert late.status_code == 429
    assert late.headers["Retry-After"] == "3600"
    assert office.case(opened)["no"] == opened.no  # who has the code in her portal is not locked out


def test_no_network_alone_can_keep_an_applicant_out_of_her_case() -> None:
    hour, day = bound_attempts.FROM_ONE_NETWORK
    assert (10 * hour, 10 * day) <= bound_attempts.FOR_ONE_CASE


def test_what_an_issuer_whose_clock_is_ahead_gave_before_somebody_was_called_back_is_refused(
    office: Office,
) -> None:
    now = wiring.ports().real_clock.now()
    clerk = claims_of(Staff("s-3", ("health",), ("officer",)), "licang")
    token = office.bearer({**clerk, "iat": int(now.timestamp()) + 50})
    assert office.ask("GET", "/desk", **token).status_code == 200
    wiring.ports().revocations.revoke("s-3", now)
    problem(office.ask("GET", "/desk", **token), 401, "sign_in")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": f"{ORIGIN}.evil.example"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
    ids=str,
)
def test_a_form_of_another_site_does_nothing_even_with_the_right_token(
    office: Office, headers: dict[str, str]
) -> None:
    browser = Browser(office)
    browser.sign_in(CLERK)
    problem(browser.post("/sign-out", {}, headers), 403, "form_not_ours")
    assert browser.get("/desk").status_code == 200


def test_another_site_cannot_take_the_cookie_away_by_a_form_that_comes_without_it(office: Office) -> None:
    forged = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = office.ask("POST", "/sign-out", b"", **FORM, **forged)
    problem(answer, 403, "form_not_ours")
    assert "Set-Cookie" not in answer.headers


def test_a_form_of_a_page_may_end_at_the_sign_on_for_there_it_leads_when_a_session_has_run_out(
    office: Office,
) -> None:
    policy = str(office.ask("GET", "/", Accept="text/html").headers["Content-Security-Policy"])
    assert f"form-action 'self' {ISSUER};" in policy


def test_an_issuer_that_is_away_is_not_asked_for_everybody_who_wants_to_sign_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    issuer, asked = wiring.ports().issuer, 0

    def away(_url: str, _seconds: float) -> bytes:
        nonlocal asked
        asked += 1
        raise NoAnswer("timeout")

    monkeypatch.setattr(issuer, "get", away)
    for name in ("_places", "_ask_again"):
        monkeypatch.setattr(issuer, name, None)
    for _ in range(3):
        problem(office.ask("GET", "/sign-in"), 503, "busy")
    assert asked == 1
    monkeypatch.undo()
    assert office.ask("GET", "/sign-in").status_code == 303


def test_who_signs_out_leaves_no_case_open_behind_her(office: Office) -> None:
    opened, browser = office.open(), Browser(office)
    browser.sign_in("applicant")
    browser.post("/track", {"no": opened.no, "code": opened.code})
    page, kept = {"Accept": "text/html"}, dict(browser.cookies)
    assert opened.code[:5] in browser.get(f"/cases/{opened.no}/receipt", **page).body.decode()
    browser.post("/sign-out", {})
    assert not browser.cookies
    for cookies in ({}, kept):
        assert Browser(office, cookies).get(f"/cases/{opened.no}/receipt", **page).status_code == 403


def test_a_browser_is_led_on_to_the_issuer_by_a_page_for_no_form_leads_to_another_host(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "https://sign-on.example.gov.cn/end?client_id=zero-errand"
    monkeypatch.setattr(type(wiring.ports().issuer), "sign_out_url", lambda _: place)
    for accept, status, header in (("text/html", 200, "Refresh"), ("*/*", 303, "Location")):
        browser = Browser(office)
        browser.sign_in("applicant")
        before = dict(browser.cookies)
        answer = browser.post("/sign-out", {}, {**OURS, "Accept": accept})
        assert (answer.status_code, answer.headers[header].removeprefix("0; url=")) == (status, place)
        assert not browser.cookies
        assert place.replace("&", "&amp;") in answer.body.decode() or status == 303
        problem(Browser(office, before).get("/mine"), 401, "sign_in")


def test_a_form_needs_the_token_of_its_own_session(office: Office) -> None:
    browser, other = Browser(office), Browser(office)
    browser.sign_in(CLERK), other.sign_in("health-1")
    opened = office.running()
    body, path = {"outcome": "pass"}, f"/cases/{opened.no}/steps/pre-review"
    cookie = {"Cookie": f"session={browser.secret}", **OURS}
    for token in ("", "x", other.csrf, browser.secret):
        answer = office.ask("POST", path, body, **cookie, **({"X-CSRF-Token": token} if token else {}))
        problem(answer, 403, "form_not_ours")
    assert office.ask("POST", path, body, **cookie, X_CSRF_Token=browser.csrf).status_code == 200


def test_a_link_cannot_sign_anybody_on_as_somebody_else(office: Office) -> None:
    attacker, victim = Browser(office), Browser(office)
    theirs = picked(attacker.get("/sign-in").headers["Location"], "applicant")
    problem(victim.get(f"/signed-in?{urlencode(theirs)}"), 401, "sign_in_not_finished")
    victim.get("/sign-in")
    problem(victim.get(f"/signed-in?{urlencode(theirs)}"), 401, "sign_in_not_finished")
    assert "session" not in victim.cookies
    assert attacker.get(f"/signed-in?{urlencode(theirs)}").status_code == 303


def test_a_code_signs_on_once_and_only_the_browser_that_asked(office: Office) -> None:
    browser = Browser(office)
    given = picked(browser.get("/sign-in").headers["Location"], CLERK)
    attempt = dict(browser.cookies)
    assert browser.get(f"/signed-in?{urlencode(given)}").status_code == 303
    problem(Browser(office, attempt).get(f"/signed-in?{urlencode(given)}"), 401, "sign_in")
    for odd in ("", "code=&state=", "error=access_denied", f"code={'x' * 3000}&state={given['state']}"):
        problem(Browser(office, dict(attempt)).get(f"/signed-in?{odd}"), 401, "sign_in_not_finished")


def test_signing_on_gives_a_new_session_and_ends_the_one_before(office: Office) -> None:
    planted = "A" * 43
    browser = Browser(office, {"session": planted})
    browser.sign_in(CLERK)
    first = browser.secret
    assert first != planted
    browser.sign_in("health-1")
    problem(Browser(office, {"session": first}).get("/desk"), 401, "sign_in")
    problem(Browser(office, {"session": planted}).get("/desk"), 401, "sign_in")


def test_an_agent_whose_mandate_is_over_neither_sees_the_case_nor_takes_its_files_back(
    office: Office,
) -> None:
    agent = {
        **{"name": "李强", "phone": "13700000000", "address": "青岛市李沧区某路2号"},
        "identity": {"kind": "111", "number": CITIZENS[2].claims["identity_number"]},
        "mandate": {"since": "2020-01-01", "until": "2099-12-31"},
    }
    told = office.ask("POST", "/cases", mine(agent=agent)).json_body
    opened, page = Opened(told["no"], told["query_code"], told), {"Accept": "text/html"}
    office.upload(opened, "lease")
    file = next(each for each in office.case(opened)["materials"] if each["files"])["files"][0]
    browser = Browser(office)
    browser.sign_in("agent")
    assert browser.get(f"/cases/{opened.no}/check", **page).status_code == 200
    assert (
        office.ask("POST", f"/cases/{opened.no}/mandate", {"revoke": True}, **opened.headers).status_code
        == 200
    )
    for what in ("", "/check", "/change", "/receipt", "/materials/lease"):
        answer = browser.get(f"/cases/{opened.no}{what}", **page)
        assert answer.status_code == 403, what
        assert PHONE not in answer.body.decode()
    problem(browser.get(f"/cases/{opened.no}"), 404, "not_found")
    sent = {**OURS, "X-CSRF-Token": browser.csrf, "Cookie": f"session={browser.secret}"}
    problem(office.ask("DELETE", f"/cases/{opened.no}/uploads/{file['id']}", **sent), 404, "not_found")
    assert browser.post(f"/cases/{opened.no}/files/{file['id']}", {}).status_code == 403
    listed = browser.get("/mine", **page).body.decode()
    assert "已撤销" in listed
    assert f"cases/{opened.no}" not in listed
    loaded = wiring.ports().cases.load_with_files(opened.no)
    assert loaded is not None
    assert file["id"] in {each.id for each in loaded.files.taken()}


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%0d%0aSet-Cookie: x=y",
        "/desk\r\nX: y",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/ /evil.example",
        "/sign-out",
        "desk",
        "/" + "a" * 5_000,
        "/\u2044evil",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_on(office: Office, wanted: str) -> None:
    location = Browser(office).sign_in(CLERK, wanted).headers["Location"]
    assert location in (f"{ORIGIN}/desk", f"{ORIGIN}/%0d%0aSet-Cookie")
    assert "evil" not in location


@pytest.mark.parametrize(
    ("person", "place"),
    [
        ("author", "policy"),
        ("approver", "policy"),
        ("supervisor", "desk"),
        (CLERK, "desk"),
        ("applicant", ""),
    ],
)
def test_who_wants_no_page_begins_at_her_work(office: Office, person: str, place: str) -> None:
    browser = Browser(office)
    assert browser.sign_in(person).headers["Location"] == f"{ORIGIN}/{place}"
    first = browser.get("/figures", Accept="text/html").body.decode()
    assert [one for one in ("desk", "policy") if f'<a href="./{one}"' in first] == ([place] if place else [])


def test_a_session_ends_by_the_real_clock(office: Office) -> None:
    browser = Browser(office)
    browser.sign_in(CLERK)
    world = vars(wiring.ports())
    late = (datetime.now().astimezone() + timedelta(hours=9, minutes=1)).timestamp()
    world["real_clock"] = Clock(real=lambda: late)
    try:
        problem(browser.get("/desk"), 401, "sign_in")
    finally:
        world["real_clock"] = Clock()
    assert browser.get("/desk").status_code == 200


def test_whom_the_office_called_back_is_refused_by_session_and_token_until_she_signs_on_anew(
    office: Office,
) -> None:
    browser, token = Browser(office), office.staff("health")
    browser.sign_in("health-1")
    now = wiring.ports().real_clock.now()
    for staff in ("health-1", "S-1"):  # written otherwise than in her token
        wiring.ports().revocations.revoke(staff, now)
    problem(browser.get("/desk"), 401, "sign_in")
    problem(office.ask("GET", "/desk", **token), 401, "sign_in")
    assert office.ask("GET", "/desk", **office.token(Staff("s-2", ("health",)))).status_code == 200
    wiring.ports().revocations.revoke("health-1", now - timedelta(minutes=5))
    browser.sign_in("health-1")
    assert browser.get("/desk").status_code == 200


@pytest.mark.parametrize(
    "cookie",
    [
        "session=",
        "session=x",
        f"session={'A' * 43}",
        "session=%00",
        "=;=;;",
        "session=" + "é" * 43,
        "x" * 9_000,
    ],
    ids=range(7),
)
def test_odd_cookies_are_no_session(office: Office, cookie: str) -> None:
    problem(office.ask("GET", "/desk", Cookie=cookie), 401, "sign_in")
    assert office.ask("GET", "/items", Cookie=cookie).status_code == 200


def test_of_two_cookies_of_one_name_none_counts(office: Office) -> None:
    browser = Browser(office)
    browser.sign_in(CLERK)
    twice = f"session={browser.secret}; session={browser.secret}"
    problem(office.ask("GET", "/desk", Cookie=twice), 401, "sign_in")


def test_an_altered_row_of_a_session_is_no_session(office: Office) -> None:
    one, other = Browser(office), Browser(office)
    one.sign_in(CLERK), other.sign_in("health-1")
    client, table = boto3.client("dynamodb"), office.variables["TABLE"]
    rows = [
        row for row in all_rows(client, table) if row["pk"]["S"].startswith("SESSION#") and "sealed" in row
    ]
    for row, sealed in zip(rows, reversed(rows), strict=True):
        client.put_item(TableName=table, Item=row | {"sealed": sealed["sealed"]})
    problem(one.get("/desk"), 401, "sign_in")
    problem(other.get("/desk"), 401, "sign_in")


def test_a_session_is_over_when_it_was_sealed_to_be_whatever_its_row_says(office: Office) -> None:
    browser = Browser(office)
    browser.sign_in(CLERK)
    client, table = boto3.client("dynamodb"), office.variables["TABLE"]
    for row in all_rows(client, table):
        if row["pk"]["S"].startswith("SESSION#") and "sealed" in row:
            client.put_item(TableName=table, Item=row | {"ends": {"S": "2999-01-01T00:00:00.000000Z"}})
    late = wiring.ports().real_clock.now() + timedelta(hours=9, minutes=1)
    assert wiring.ports().sessions.find(browser.secret, late) is None


def test_a_form_that_cannot_be_read_is_refused_in_words(office: Office) -> None:
    for body in (b"a=%ff", b"&".join([b"a=1"] * 600)):
        assert office.ask("POST", "/track", body, **FORM, **OURS).status_code == 422
    assert office.ask("POST", "/track", b"a=" + b"x" * 70_000, **FORM, **OURS).status_code == 413
    assert office.ask("POST", "/track", b"", **FORM, **OURS).status_code == 404
