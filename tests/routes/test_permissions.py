"""Every role asks for every route, in a case of its own and in one of others: the table is what happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

import app
from chalicelib import wiring
from chalicelib.ports.people.identity import Caller, CodeHolder, Staff
from chalicelib.services.cases.people.query_codes import digest
from chalicelib.services.permissions.roles import CallerRole
from chalicelib.services.permissions.table import PERMISSIONS, Relation
from chalicelib.services.sign_on import bound_attempts
from chalicelib.services.sign_on.sessions import begin_session
from infra.local.issuer.people import CITIZENS, claims_of
from tests.adapters.a_case import release
from tests.adapters.office import Office, Opened, application
from tests.routes.browser import Browser
from tests.routes.damaged import damage

ROUTES = sorted(
    (f"{method} {path}" for path, methods in app.app.routes.items() for method in methods),
    key=lambda route: ("withdrawal" in route, route),  # what ends a case comes last
)
NOBODY = "370213202603020000019"
STRANGERS = ("nobody", "holder", "another citizen", "officer elsewhere", "supervisor elsewhere")
UNIT = "market-supervision"
FOR_WHO_SHE_IS = ("sign_in", "role_needed", "other_unit")
FOR_WHAT_SHE_SENT = ("second_person", "not_yourself")
PAGES = {
    f"{method} {path}"
    for path, methods in app.app.routes.items()
    for method, entry in methods.items()
    if entry.view_function.__module__.startswith("chalicelib.routes.pages")
}
"""For browsers: they come with the cookie of a session, and send forms."""
BODIES: dict[str, Any] = {
    "POST /cases": application(),
    "POST /items/{code}/channel": {"application": {"courier": True}},
    "POST /desk/search": {"q": "王芳"},
    "POST /cases/{no}/consents": {"courier": True},
    "POST /cases/{no}/contact": {"phone": "13800000001"},
    "POST /cases/{no}/extensions": {"clock": "statutory", "days": 1, "reason": "案情复杂"},
    "POST /cases/{no}/mandate": {"revoke": False},  # an agent whose mandate is over has no case any more
    "POST /cases/{no}/pauses": {"reason": "专家评审", "basis": {"title": "行政许可法"}, "working_days": 1},
    "POST /cases/{no}/recusal": {"ground": "no-such-ground"},  # she would be kept out of what comes after
    "POST /cases/{no}/query-code": {"identity_checked": False},  # the holder's would open nothing any more
    "POST /cases/{no}/rating": {"score": 1},
    "POST /cases/{no}/release": {"release": release().digest, "application": {}},
    "POST /cases/{no}/steps/{step}": {"outcome": "no-such-outcome"},
    "POST /cases/{no}/tasks/{task}": {"outcome": "no-such-outcome"},
    "POST /cases/{no}/submission": {},
    "POST /cases/{no}/uploads": {"material": "lease", "file_name": "a.pdf"},
    "POST /cases/{no}/withdrawal": {"note": "申请人来电"},
    "POST /releases/{digest}/activation": {"expect": "0" * 64},
}


DAMAGE: tuple[dict[str, dict[str, Any]], ...] = (
    {"HEAD": {"body": {"S": '{"no": "2026'}}},
    {"HEAD": {"schema": {"N": "999"}}, "EVENT#": {"schema": {"N": "999"}}},
    {"FILE#": {"body": {"S": "{}"}}, "HEAD#PARTIES": {"sealed": {"B": b"nothing sealed"}}},
    {"EVENT#": {"schema": {"N": "999"}}},
    {"HEAD": {"body": {"S": '{"code_digest": "é"}'}}, "EVENT#000001": {"body": {"S": "[]"}}},
)
"""
What is wrong with the rows of cases that cannot be read: some were altered, some are of a newer version.
Of the last the events do not begin at the beginning.
"""


@dataclass
class Somebody:
    """Who asks, with what headers, and whether the first of the two cases is hers."""

    headers: dict[str, str]
    roles: frozenset[CallerRole] = frozenset()
    own: bool = False
    browser: Browser | None = None


@dataclass
class Town:
    office: Office
    own: Opened
    other: Opened
    unreadable: tuple[Opened, ...]
    people: dict[str, Somebody] = field(default_factory=dict)


@pytest.fixture(scope="module")
def town(building: Office) -> Iterator[Town]:
    """Two cases of two departments, and somebody of every role, some of whom have to do with the first."""
    office = building
    body = application()
    agent = {"kind": "111", "number": CITIZENS[2].claims["identity_number"]}
    mandate = {"since": "2020-01-01", "until": "2099-12-31"}
    body["applicant"] |= {"identity": {"kind": "111", "number": CITIZENS[0].claims["identity_number"]}}
    person = {"name": "李强", "phone": "13700000000", "address": "青岛市李沧区某路2号"}
    body["agent"] = {**person, "identity": agent, "mandate": mandate}
    answer = office.ask("POST", "/cases", body)
    assert answer.status_code == 201, answer.body
    own = Opened(answer.json_body["no"], answer.json_body["query_code"], answer.json_body)
    for each in own.answer["materials"]:
        if each["open"]:
            office.upload(own, each["material"])
    unreadable = tuple(office.running("dog-licence") for _ in DAMAGE)
    for case, rows in zip(unreadable, DAMAGE, strict=True):
        for sk, fields in rows.items():
            damage(office, case.no, sk, **fields)
    town = Town(office, own, office.running("dog-licence"), unreadable)
    town.people = dict(people(office, own))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bound_attempts, "FROM_ONE_NETWORK", (100_000, 100_000))  # wrong codes are tried at each
        yield town


def people(office: Office, own: Opened) -> Iterator[tuple[str, Somebody]]:
    def staff(*roles: CallerRole, units: tuple[str, ...] = (), own: bool = False) -> Somebody:
        claims = claims_of(Staff(f"{'-'.join(roles)}-{len(units)}", units, roles), "licang")
        return signed_on(claims, frozenset(roles), own)

    def citizen(number: int, own: bool) -> Somebody:
        return signed_on(CITIZENS[number].claims, frozenset({CallerRole.PERSON}), own)

    def signed_on(claims: Mapping[str, Any], roles: frozenset[CallerRole], own: bool) -> Somebody:
        token = office.bearer(claims)
        caller = wiring.ports().issuer.identify(token["Authorization"].partition(" ")[2]).caller
        return Somebody(token, roles, own, browser(caller))

    def browser(caller: Caller) -> Browser:
        return Browser(office, {"session": begin_session(wiring.ports(), caller).secret})

    yield "nobody", Somebody({})
    shown = browser(CodeHolder({own.no: digest(own.code)}))
    yield "holder", Somebody(own.headers, frozenset({CallerRole.HOLDER}), own=True, browser=shown)
    yield "a wrong code", Somebody({"X-Query-Code": "WRONG"}, frozenset({CallerRole.HOLDER}))
    yield "applicant", citizen(0, own=True)
    yield "agent", citizen(2, own=True)
    yield "another citizen", citizen(1, own=False)
    yield "a company", citizen(3, own=False)
    yield "officer", staff(CallerRole.OFFICER, units=(UNIT,), own=True)
    yield "officer elsewhere", staff(CallerRole.OFFICER, units=("health",))
    yield "supervisor", staff(CallerRole.SUPERVISOR, units=(UNIT,), own=True)
    yield "supervisor elsewhere", staff(CallerRole.SUPERVISOR, units=("health",))
    yield "author", staff(CallerRole.AUTHOR)
    yield "approver", staff(CallerRole.APPROVER)
    yield "operator", staff(CallerRole.OPERATOR)
    yield "staff without a role", staff(units=(UNIT,))
    yield "a forged token", Somebody({"Authorization": "Bearer a.b.c"})


def test_every_route_has_a_line_in_the_table_and_every_line_a_route() -> None:
    assert set(ROUTES) == set(PERMISSIONS)


def expected(route: str, who: Somebody, own: bool) -> bool:
    """What the table says."""
    permission = PERMISSIONS[route]
    if CallerRole.ANYBODY in permission:
        return True
    relations = {permission[role] for role in who.roles if role in permission}
    return Relation.NONE in relations or bool(relations and own and who.own)


@pytest.mark.parametrize("route", ROUTES)
def test_the_table_is_what_happens(town: Town, route: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # as many wrong codes come from this one network as there are routes
    monkeypatch.setattr(bound_attempts, "FROM_ONE_NETWORK", (10_000, 10_000))
    wrong = []
    of_case = "{no}" in route or route == "GET /track"
    for name, who in town.people.items():
        if CallerRole.ANYBODY in PERMISSIONS[route] and name == "a forged token":
            continue  # whatever is open to anybody may, or may not, look at a token
        for own in (True, False) if of_case else (True,):
            if let_in(town, route, who, town.own if own else town.other) is not expected(route, who, own):
                wrong.append((name, "own" if own else "other"))
    assert not wrong


def let_in(town: Town, route: str, who: Somebody, case: Opened) -> bool:
    """Whether she was not refused for who she is; a stranger's case is told of like one that is not there."""
    answer = ask(town, route, who, case.no)
    if route in PAGES:
        open_to_all = CallerRole.ANYBODY in PERMISSIONS[route]  # 401: a sign-on that nobody has begun
        missing = answer.status_code == 404 and not open_to_all
        refused = answer.status_code in ((403,) if open_to_all else (401, 403))
        return not refused and not (missing and answer.body == ask(town, route, who, NOBODY).body)
    if answer.status_code in (401, 403):
        code = str(answer.json_body["code"])
        assert code in (*FOR_WHO_SHE_IS, *FOR_WHAT_SHE_SENT)
        return code in FOR_WHAT_SHE_SENT
    missing = answer.status_code == 404 and CallerRole.ANYBODY not in PERMISSIONS[route]
    return not missing or bool(answer.body != ask(town, route, who, NOBODY).body)


def ask(town: Town, route: str, who: Somebody, no: str) -> Any:
    method, _, path = route.partition(" ")
    names = {"no": no, "code": "dog-licence", "digest": release().digest, "step": "pre-review"}
    names |= {"task": "pre-review-1", "upload": "0" * 16, "notice": "acceptance.1", "name": "style.css"}
    names |= {"address+": "nowhere"}
    path = path.format(**names, material="lease", what="contact", decision="special-path")
    query = {"/track": f"?no={no}", "/desk/search": f"?q={town.own.no}" if method == "GET" else ""}
    if route in PAGES:
        browser = who.browser or Browser(town.office)
        if route.startswith("POST /sign-out"):
            browser = Browser(town.office)  # whoever signs out could ask for nothing more
        return browser.get(path) if method == "GET" else browser.post(path, {})
    return town.office.ask(method, path + query.get(path, ""), BODIES.get(route), **who.headers)


@pytest.mark.parametrize("route", [route for route in ROUTES if "{no}" in route])
def test_a_strangers_case_is_answered_like_one_that_is_not_there(town: Town, route: str) -> None:
    for name in STRANGERS:
        who = town.people[name]
        answers = {told_of(town, route, who, no) for no in (NOBODY, town.other.no)}
        assert len(answers) == 1, name
        answers |= {told_of(town, route, who, case.no) for case in town.unreadable}
        assert len(answers) == 1, f"{name}, of a case that cannot be read"


@pytest.mark.parametrize("route", ["GET /cases/{no}", "GET /desk/cases/{no}", "POST /cases/{no}/contact"])
def test_as_many_requests_are_about_a_strangers_case_as_about_none(town: Town, route: str) -> None:
    asked: list[str] = []

    def note(model: Any, params: Mapping[str, Any], **_: Any) -> None:
        asked.extend([model.name] if no in str(params["body"]) else [])

    store: Any = wiring.ports().cases
    store._client.meta.events.register("before-call.dynamodb", note)
    for name in (*STRANGERS, "a wrong code"):
        counts = []
        for no in (NOBODY, town.other.no):
            asked.clear()
            ask(town, route, town.people[name], no)
            counts.append(tuple(asked))
        assert counts[0] == counts[1], name


def test_the_unit_that_has_to_do_with_a_case_that_cannot_be_read_is_told_so(town: Town) -> None:
    unit = town.office.staff("public-security")
    codes = [
        (answer.status_code, town.office.ask("GET", f"/cases/{case.no}", **case.headers).status_code)
        for case in town.unreadable
        if (answer := town.office.ask("GET", f"/desk/cases/{case.no}", **unit))
    ]
    assert codes == [(500, 404), (503, 503), (500, 500), (503, 503), (500, 404)]


def told_of(town: Town, route: str, who: Somebody, no: str) -> tuple[int, str]:
    """What somebody is answered who asks about a case, but for the number that she has given herself."""
    answer = ask(town, route, who, no)
    in_groups = " ".join((no[:6], no[6:14], no[14:20], no[20:]))
    return answer.status_code, answer.body.decode().replace(no, "").replace(in_groups, "")


def test_a_route_without_a_line_is_answered_to_nobody(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    left = {route: permission for route, permission in PERMISSIONS.items() if route != "GET /health"}
    monkeypatch.setattr("chalicelib.services.permissions.check_route.PERMISSIONS", left)
    monkeypatch.setattr("tests.adapters.office.answered_as_described", lambda *_: None)  # no such refusal is
    answer = town.office.ask("GET", "/health", **town.office.staff())
    assert (answer.status_code, answer.json_body["code"]) == (403, "not_open")


def test_who_looks_at_a_page_of_staff_is_sent_to_sign_on_and_comes_back(town: Town) -> None:
    answer = town.office.ask("GET", "/desk?unit=health", Accept="text/html")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/sign-in?next=%2Fdesk%3Funit%3Dhealth")


def test_before_rules_are_in_force_every_route_says_so_or_needs_none(town: Town) -> None:
    faults, waiting = [], set()
    with town.office.without_rules():
        for route in ROUTES:
            for name, who in town.people.items():
                answer = ask(town, route, who, town.own.no)
                if answer.status_code >= 500 and answer.headers.get("Retry-After") != "15":
                    faults.append((route, name, answer.status_code))
                waiting |= {route} if answer.status_code == 503 else set()
    assert not faults
    assert waiting >= {"GET /", "GET /health", "GET /items", "GET /desk", "GET /supervision", "POST /cases"}
