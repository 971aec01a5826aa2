"""Every operation that the API describes, asked rightly and wrongly by anyone: what holds of each answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from chalice.test import HTTPResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import app
from chalicelib.cases.uploads.files import UploadedFile
from chalicelib.ports.people.identity import Staff
from chalicelib.routes.openapi import document
from chalicelib.routes.requests.paging import opaque
from tests.adapters.a_case import release
from tests.adapters.office import FOOD, Office, Opened, application
from tests.fakes import MORNING
from tests.routes.answers_of import header, problem
from tests.routes.any_request import BODIES, ODD_TEXTS, VALUES, changed
from tests.routes.test_parties import AGENT

PATHS = sorted(document()["paths"], key=lambda path: ("withdrawal" in path, path))
"""What ends a case comes last."""

OPERATIONS = [
    pytest.param(method.upper(), path, id=f"{method.upper()} {path}")
    for path in PATHS
    for method in document()["paths"][path]
]
PROBLEM = Draft202012Validator({"$ref": "#/components/schemas/Problem", **document()})
STEPS = sorted({step.step for plan in release().plans.values() for step in plan.steps} | {"channel"})
OURS = ("Traceback", "arn:aws", "botocore", "pydantic", "chalice", ".py")
"""What only we are to see, and no caller."""

MOSTLY = st.sampled_from([True] * 7 + [False])
SETTINGS = settings(
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@dataclass
class Town:
    """The office, and the cases in it as they come to be: what is asked may be about any of them."""

    office: Office
    cases: list[Opened] = field(default_factory=list)


@pytest.fixture(scope="module")
def town(building: Office) -> Town:
    return Town(building, [building.running(), building.open(), building.running("dog-licence")])


def case_file(case: Opened) -> str:
    """The id of one of the files that the office's tests send."""
    key = f"uploads/{case.no}/application-form/file"
    return UploadedFile(material="", key=key, version="", sequencer="", at=MORNING).id


@dataclass(frozen=True)
class Asked:
    """A request; ``content`` is its ``body`` as it is sent, None where none is."""

    path: str
    headers: dict[str, str]
    content: bytes | None
    body: Any


USUAL: dict[str, list[dict[str, Any]]] = {
    "OpenBody": [
        application(),
        application("dog-licence", courier=False),
        application() | {"agent": AGENT},
    ],
    "UploadBody": [{"material": "lease", "file_name": "租赁 (1).pdf"}],
    "TaskBody": [{"outcome": "pass"}, {"outcome": "pass", "note": "符合"}, {"outcome": "refuse"}],
    "PauseBody": [{"reason": "专家评审", "basis": {"title": "行政许可法"}, "working_days": 5}],
    "ExtensionBody": [{"clock": "statutory", "days": 5, "reason": "案情复杂"}],
    "OutcomeBody": [
        {"outcome": "pass"},
        {"outcome": "pass", "round": 1, "note": "符合"},
        {"outcome": "refuse"},
    ],
}
"""Bodies that fit the cases of the town, as few that are made up do."""


def bodies(operation: dict[str, Any]) -> st.SearchStrategy[Any]:
    described = operation.get("requestBody")
    if described is None:
        return st.none()
    name = described["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    usual = st.sampled_from(USUAL[name]) if name in USUAL else BODIES[name]
    return st.one_of(usual, BODIES[name], changed(BODIES[name] | usual), VALUES)


@st.composite
def requests(draw: st.DrawFn, town: Town, method: str, path: str) -> Asked:
    operation = document()["paths"][path][method.lower()]
    case = town.cases[draw(st.integers(0, 9)) % len(town.cases)]
    known: dict[str, Any] = {
        "no": st.just(case.no),
        "code": st.just(case.code if path == "/track" else FOOD),
        "digest": st.sampled_from([release().digest, "0" * 64]),
        "step": st.just("pre-review") | st.sampled_from(STEPS),
        "upload": st.sampled_from([case_file(case), "0" * 16]),
        "task": st.just("pre-review-1") | st.sampled_from([f"{step}-1" for step in STEPS]),
        "decision": st.sampled_from(["special-path", "supervision"]),
        "notice": st.just("acceptance.1") | st.sampled_from(["correction.1", "grant.1", "acceptance.2"]),
        "unit": st.sampled_from(["market-supervision", "urban-management"]),
        "limit": st.sampled_from(["1", "50", "100"]),
        "next": st.just(opaque(f"9999#{case.no}#pre-review-1")),
        "q": st.just(case.no),
        "by": st.sampled_from(["applicant", "agent"]),
        "events_before": st.sampled_from(["2", "5", "999999"]),
        "uploads_from": st.sampled_from(["0", "1", "100"]),
        "Idempotency-Key": st.sampled_from(["k", "x" * 200, "x" * 10_000, "\x7f"]),
    }
    query, headers = [], draw(identities(town, case))
    for each in operation["parameters"]:
        value = draw(known[each["name"]] if draw(MOSTLY) else ODD_TEXTS)
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(value or "-", safe=""))
        elif each["in"] == "header" and not draw(MOSTLY):
            headers[each["name"]] = value
        elif each["in"] == "query":
            query += [f"{each['name']}={quote(value)}"] * draw(st.sampled_from([1, 1, 2, 0]))
    body = draw(bodies(operation))
    content = None if body is None else json.dumps(body).encode()
    return Asked(path + ("?" + "&".join(query) if query else ""), headers, content, body)


def identities(town: Town, case: Opened) -> st.SearchStrategy[dict[str, str]]:
    """Mostly someone who may ask: an applicant who is a clerk, too, and with the roles of the policy desk."""
    who = Staff(id="s-1", units=("*",), roles=("policy-author", "policy-approver"))
    right = case.headers | town.office.token(who)
    clerk, stranger = case.headers | town.office.staff(), town.office.staff("elsewhere")
    wrong = {"X-Query-Code": "AAAAAAAAAA", "Authorization": right["Authorization"][:-1] + "\x7f"}
    return st.sampled_from([right] * 6 + [clerk, stranger, wrong, {}]).map(dict)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_asked_is_answered_as_described(town: Town, method: str, path: str) -> None:
    @SETTINGS
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        asked = data.draw(requests(town, method, path))
        answer = town.office.ask(method, asked.path, asked.content, **asked.headers)
        answered_as_described(document()["paths"][path][method.lower()], asked, answer)
        if (method, path, answer.status_code) == ("POST", "/cases", 201):
            told = answer.json_body
            town.cases.append(Opened(told["no"], told["query_code"], told))

    holds()


def answered_as_described(operation: dict[str, Any], asked: Asked, answer: HTTPResponse) -> None:
    done = next(int(status) for status in operation["responses"] if status.startswith("2"))
    assert header(answer, "Cache-Control") == "no-store"
    assert not [word for word in OURS for told in answer.headers.values() if word in str(told)]
    if answer.status_code == done:
        assert header(answer, "Content-Type") in {None, "application/json"}
        assert isinstance(answer.json_body, dict)
        described = operation["responses"][str(done)]["content"]["application/json"].get("schema", {})
        Draft202012Validator({**described, **document()}).validate(answer.json_body)
        assert taken(operation, asked.body)
        return
    assert 400 <= answer.status_code < 500, answer.body
    told = problem(answer, answer.status_code, answer.json_body["code"])
    PROBLEM.validate(told)
    assert not [word for word in OURS if word in json.dumps(told)]
    if taken(operation, asked.body):
        assert told["code"] != "body_wrong"
    else:
        assert answer.status_code != 409, "a wrong body got as far as the case"


def taken(operation: dict[str, Any], body: Any) -> bool:
    """Whether the described schema takes a body; where none is described, none is looked at."""
    if "requestBody" not in operation or (body is None and not operation["requestBody"]["required"]):
        return True
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return bool(Draft202012Validator({**schema, **document()}).is_valid(body))


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_is_not_described_is_refused_and_the_others_are_named(town: Town, path: str) -> None:
    served = set(app.app.routes[path])  # as described, and by pages for people
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"} - served:
        answer = town.office.ask(method, path.replace("{", "").replace("}", ""))
        problem(answer, 405, "no_such_method")
        assert set((header(answer, "Allow") or "").split(", ")) == served
