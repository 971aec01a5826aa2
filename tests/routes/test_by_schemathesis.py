"""A checker that knows the API by its description alone makes requests up and looks at each answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chalicelib.ports.people.identity import Staff
from chalicelib.routes.openapi import document
from tests.adapters.office import Office, Opened

DESCRIPTION = schemathesis.openapi.from_dict(document())
OPERATIONS = {
    found.ok().label: found.ok() for found in DESCRIPTION.get_all_operations() if isinstance(found, Ok)
}
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SETTINGS = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def opened(building: Office) -> Opened:
    return building.running()


@pytest.mark.parametrize("label", OPERATIONS)
def test_answers_are_as_the_description_says(building: Office, opened: Opened, label: str) -> None:
    """Each request is about a case that there is, by somebody who may ask; what else is in it is made up."""
    somebody = Staff(id="s-1", units=("*",), roles=("policy-author", "policy-approver", "supervisor"))
    headers = {**opened.headers, **building.token(somebody)}

    @SETTINGS
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(OPERATIONS[label].as_strategy(generation_mode=mode))
        if "no" in (case.path_parameters or {}):
            case.path_parameters["no"] = opened.no
        case.validate_response(answer_of(building, case, headers), checks=CHECKS)

    holds()


def answer_of(office: Office, case: Case[Any], headers: dict[str, str]) -> Response:
    """What the app answers, as the checker takes it."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://office.invalid")).prepare()
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body
    kept = {name: str(value) for name, value in sent.headers.items() if name.lower() == "content-type"}
    answer = office.ask(case.method, str(sent.path_url), body, **kept, **headers)
    told: dict[str, Any] = answer.headers
    named = {name.lower(): value if isinstance(value, list) else [value] for name, value in told.items()}
    return Response(
        status_code=answer.status_code,
        headers=named,
        content=answer.body,
        request=sent,
        elapsed=0.0,
        verify=False,
    )


def test_the_checker_finds_an_answer_that_is_not_described(building: Office) -> None:
    case = OPERATIONS["GET /health"].Case()
    wrong = answer_of(building, case, {})
    wrong.content, wrong.status_code = json.dumps({"another": 1}).encode(), 200
    with pytest.raises(FailureGroup, match="schema"):
        case.validate_response(wrong, checks=CHECKS)
