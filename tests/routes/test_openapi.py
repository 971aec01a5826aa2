"""The description of the API is true."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import app
from chalicelib.routes.described.operations import OPERATIONS
from chalicelib.routes.openapi import document
from chalicelib.routes.requests.bodies import Body
from tests.adapters.office import FOOD, Office, application
from tests.routes.answers_of import is_for_programs, problem, validator
from tests.routes.test_parties import AGENT

LINE = {"material": "lease", "problem": "不清晰", "mend": "重新扫描"}
BASIS = {"title": "中华人民共和国行政许可法", "article": "第四十五条"}
GOOD: dict[str, list[dict[str, Any]]] = {
    "OpenBody": [application(), application() | {"application": {}}, application() | {"agent": AGENT}],
    "UploadBody": [{"material": "lease", "file_name": "租赁 (1).pdf"}],
    "ConsentBody": [{"courier": True}, {"courier": False, "by": "agent"}],
    "ContactBody": [
        {"phone": "13800000000"},
        {"by": "agent", "party": "agent", "address": "李沧区新址 9 号"},
    ],
    "RecusalBody": [{"ground": "relative"}],
    "NewCodeBody": [{"identity_checked": True}],
    "MandateEndBody": [{"revoke": True}, {"revoke": True, "by": "applicant"}],
    "ReleaseBody": [{"release": "0" * 64}, {"release": "f" * 64, "application": {"courier": True}}],
    "ActivationBody": [{"expect": "0" * 64}, {"expect": None}],
    "RatingBody": [{"score": 1}, {"score": 5}],
    "LostCodeBody": [
        {"identity": {"kind": "111", "number": "11010519491231002X"}, "phone": "13800001234", "item": "x"},
        {"identity": {"kind": "414", "number": "E12345678"}, "phone": "13800001234", "no": "1" * 21},
    ],
    "FactsBody": [{}, {"application": {"courier": True, "n": 3, "t": "x"}}],
    "TaskBody": [
        {"outcome": "pass"},
        {"outcome": "asked", "day": "2026-04-01", "reason": "申请人要求听证"},
        {"outcome": "settled", "channel": "a_sixth", "note": "理由"},
    ],
    "SearchBody": [{"q": "13800001234"}, {"q": "张三", "next": None}, {"q": "张三", "next": "MTIz"}],
    "PauseBody": [{"reason": "专家评审", "basis": BASIS, "working_days": 10}],
    "ExtensionBody": [{"clock": "statutory", "days": 10, "reason": "案情复杂"}],
    "WithdrawalBody": [{}, {"note": "来窗口书面提出"}, {"note": None}],
    "OfferBody": [{"accept": True}, {"accept": False, "by": "agent"}],
    "SubmissionBody": [{}, {"task": "correction-1"}, {"task": None}, {"incomplete": True}],
    "OutcomeBody": [
        {"outcome": "pass"},
        {"outcome": "correct", "round": 1, "note": "一次告知", "lines": [LINE], "missing": ["lease"]},
        {"outcome": "made", "number": "鲁2026-1", "channel": None},
        {"outcome": "pass", "officers": ["0412"]},
        {"outcome": "settled", "channel": "one_visit", "note": "理由"},
    ],
}
BAD: dict[str, list[Any]] = {
    "OpenBody": [
        {},
        application() | {"x": 1},
        application() | {"agent": {name: AGENT[name] for name in ("name", "phone", "address")}},
        application() | {"application": {"courier": None}},
        application() | {"application": {"Courier": True}},
        application() | {"application": {f"f{n}": 1 for n in range(201)}},
    ],
    "UploadBody": [{"material": "lease"}, {"material": "lease", "file_name": "a/b"}],
    "OfferBody": [{}, {"accept": "yes"}, {"accept": True, "by": "clerk"}, {"decision": "special-path"}],
    "ConsentBody": [{}, {"courier": None}, {"courier": 1}, {"courier": True, "by": "clerk"}],
    "ContactBody": [
        {"phone": 5},
        {"address": "x"},
        {"party": "hall"},
        {"name": "李强"},
        {"as": "agent"},
    ],
    "RecusalBody": [{}, {"ground": "boredom"}, {"ground": "other", "note": "x"}],
    "NewCodeBody": [{}, {"identity_checked": False}, {"identity_checked": "yes"}, {"by": "agent"}],
    "MandateEndBody": [{}, {"revoke": False}, {"revoke": 1}, {"until": "2026-04-01"}],
    "ReleaseBody": [{}, {"release": "x"}, {"release": "0" * 64, "application": {"courier": None}}],
    "ActivationBody": [{}, {"expect": "0" * 63}, {"expect": "../x"}, {"expect": None, "by": "me"}],
    "LostCodeBody": [{}, {"phone": "13800001234"}, {"identity": {"kind": "111"}, "phone": "13800001234"}],
    "RatingBody": [{"score": 0}, {"score": 6}, {}, {"score": "5"}, {"score": True}],
    "FactsBody": [{"x": 1}, {"application": []}, {"application": {"a b": 1}}, {"item": {"n": []}}],
    "TaskBody": [
        {},
        {"outcome": "x", "round": 1},
        {"outcome": "x", "day": "1 April"},
        {"outcome": "x", "channel": "by pigeon"},
    ],
    "SearchBody": [{}, {"q": ""}, {"q": "x" * 61}, {"q": 1}, {"q": "张三", "next": 1}],
    "PauseBody": [
        {"reason": " ", "basis": BASIS, "working_days": 10},
        {"reason": "专家评审", "basis": {"title": "法"}, "working_days": 10},
        {"reason": "专家评审", "basis": BASIS, "working_days": 0},
        {"reason": "专家评审", "basis": BASIS},
    ],
    "ExtensionBody": [
        {"clock": "statutory", "days": 0, "reason": "x"},
        {"clock": "statutory", "days": 1, "reason": "　"},
        {"clock": "statutory", "days": 1},
    ],
    "WithdrawalBody": [{"note": 1}, {"reason": "x"}, {"note": "x" * 501}],
    "SubmissionBody": [{"task": 1}, {"task": "x" * 61}, {"step": "correction"}, {"incomplete": "yes"}],
    "OutcomeBody": [
        {},
        {"outcome": "x", "round": 0},
        {"outcome": "x", "round": "1"},
        {"outcome": "x", "version": True},
        {"outcome": "x", "lines": [{}]},
    ],
}


def forms() -> dict[str, type[Body]]:
    return {each.body.__name__: each.body for each in OPERATIONS.values() if each.body is not None}


def test_every_route_is_described_and_nothing_else_is() -> None:
    served = {
        (method, path)
        for path, methods in app.app.routes.items()
        for method, entry in methods.items()
        if is_for_programs(entry)
    }
    described = {(m.upper(), path) for path, methods in document()["paths"].items() for m in methods}
    assert described == served


def test_the_document_is_served(office: Office) -> None:
    answer = office.ask("GET", "/openapi.json")
    assert answer.status_code == 200
    assert answer.json_body == document()
    assert answer.json_body["openapi"].startswith("3.1")


def references(part: Any) -> Iterator[str]:
    match part:
        case {"$ref": str(target)}:
            yield target
        case dict():
            for inner in part.values():
                yield from references(inner)
        case list():
            for inner in part:
                yield from references(inner)


def test_every_reference_leads_somewhere() -> None:
    targets = set(references(document()))
    assert "#/components/schemas/ApplicantBody" in targets
    for target in targets:
        place: Any = document()
        for name in target.removeprefix("#/").split("/"):
            place = place[name]
        assert isinstance(place, dict)


def test_every_schema_is_a_schema() -> None:
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_parameter_of_a_path_is_described() -> None:
    for path, methods in document()["paths"].items():
        wanted = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for operation in methods.values():
            given = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert given == wanted


def test_every_form_of_a_body_is_tried_here() -> None:
    assert set(GOOD) == set(BAD) == set(forms())


@pytest.mark.parametrize("name", sorted(GOOD))
def test_what_the_schema_takes_the_form_takes_and_the_other_way_round(name: str) -> None:
    for good in GOOD[name]:
        assert validator(name).is_valid(good)
        forms()[name].model_validate_json(json.dumps(good))
    for bad in BAD[name]:
        assert not validator(name).is_valid(bad)
        with pytest.raises(ValueError, match="validation error"):
            forms()[name].model_validate_json(json.dumps(bad))


def test_who_may_call_is_told_truly(office: Office) -> None:
    """Without credentials the described ones answer 401 or, so that numbers cannot be tried, 404."""
    for (method, path), (_, who, _, form, status, *_) in OPERATIONS.items():
        real = path.format(
            no="370213202603020000019",
            code=FOOD,
            step="review",
            task="review-1",
            digest="0" * 64,
            upload="0" * 16,
            notice="acceptance.1",
            decision="special-path",
        )
        body = GOOD[form.__name__][0] if form else None
        answer = office.ask(method, real, body)
        if who == "staff":
            problem(answer, 401, "sign_in")
        elif who.startswith("query code") or path == "/track":
            problem(answer, 404, "not_found")
        elif path == "/query-codes":
            problem(answer, 404, "not_matched")
        else:
            assert answer.status_code == status


def test_a_body_that_may_be_left_out_is_described_so(office: Office) -> None:
    for (method, path), operation in OPERATIONS.items():
        form = operation.body
        described = document()["paths"][path][method.lower()].get("requestBody")
        assert (described is None) == (form is None)
        if described is not None and form is not None:
            assert described["description"].endswith(f"at most {form.LONGEST} bytes")
    optional = document()["paths"]["/items/{code}/channel"]["post"]["requestBody"]
    assert optional["required"] is False
    assert office.ask("POST", f"/items/{FOOD}/channel").status_code == 200


@pytest.mark.parametrize("key", ["k", "a b~", "x" * 200, "x" * 201, "é", "a\x7f"])
def test_the_key_is_described_as_it_is_taken(office: Office, key: str) -> None:
    [schema] = [
        each["schema"]
        for each in document()["paths"]["/cases"]["post"]["parameters"]
        if each["name"] == "Idempotency-Key"
    ]
    answer = office.ask("POST", "/cases", application(), **{"Idempotency-Key": key})
    assert (answer.status_code == 201) == Draft202012Validator(schema).is_valid(key)


def test_queries_and_the_key_that_makes_asking_twice_asking_once_are_described() -> None:
    def named(path: str, method: str) -> set[tuple[str, str]]:
        found = document()["paths"][path][method]["parameters"]
        return {(each["in"], each["name"]) for each in found}

    assert named("/track", "get") == {("query", "no")}
    assert named("/desk", "get") == {("query", name) for name in ("unit", "step", "limit", "next")}
    assert named("/desk/search", "get") == {("query", "q")}
    assert ("header", "Idempotency-Key") in named("/cases", "post")
    assert ("header", "Idempotency-Key") in named("/cases/{no}/steps/{step}", "post")
    for what in ("consents", "withdrawal", "rating"):
        assert ("header", "Idempotency-Key") in named(f"/cases/{{no}}/{what}", "post")
    assert ("header", "Idempotency-Key") in named("/cases/{no}/tasks/{task}", "post")


def test_every_answer_is_described_by_status_type_and_schema_in_both_languages() -> None:
    """Which they are is held against every answer that any test receives (``tests.described``)."""
    schemas = document()["components"]["schemas"]
    for methods in document()["paths"].values():
        for operation in methods.values():
            told = [operation["summary"]]
            for answered in operation["responses"].values():
                told.append(answered["description"])
                for content in answered.get("content", {}).values():
                    assert content["schema"].get("type") == "string" or content["schema"]["$ref"]
            assert all(both_languages(text) for text in told), told
    answers = {each.answer for each in OPERATIONS.values()} | {"Problem"}
    assert all(both_languages(schemas[name]["title"]) for name in answers)


def both_languages(text: str) -> bool:
    return bool(re.search("[\u4e00-\u9fff]", text) and re.search("[A-Za-z]{2}", text))
