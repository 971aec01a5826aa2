"""What every answer of the API must be like."""

from __future__ import annotations

import json
from typing import Any

from chalice.test import HTTPResponse
from jsonschema import Draft202012Validator

from chalicelib.routes.openapi import document
from tests.adapters.office import ADDRESS, NAME, ORIGIN, PHONE

PERSONAL = (NAME, PHONE, ADDRESS)


def problem(answer: HTTPResponse, status: int, code: str) -> dict[str, Any]:
    """The problem document (RFC 9457) of an answer, which repeats nothing personal."""
    assert (answer.status_code, answer.json_body.get("code")) == (status, code), answer.body
    assert header(answer, "Content-Type") == "application/problem+json"
    assert header(answer, "Cache-Control") == "no-store"
    told = dict(answer.json_body)
    assert told["type"] == f"urn:zero-errand:problem:{code}"
    assert told["status"] == status
    assert set(told) <= {"type", "title", "status", "code", "details"}
    for text in (told["title"], *told.get("details", ())):
        assert {"zh", "en"} <= set(text) <= {"zh", "en", "at"}
        assert all(text.values())
    says_nothing_personal(json.dumps(told, ensure_ascii=False))
    return told


def at_its_place(detail: dict[str, str]) -> str:
    """What is wrong, in English, behind the place of its field instead of its title."""
    return f"{detail['at']}: {detail['en'].partition(': ')[2]}"


def validator(name: str) -> Draft202012Validator:
    """By which an answer is what the API's description calls ``name``."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **document()})


def header(answer: HTTPResponse, name: str) -> str | None:
    found = [value for key, value in answer.headers.items() if key.lower() == name.lower()]
    assert len(found) <= 1
    return found[0] if found else None


def allows_the_portal(answer: HTTPResponse) -> None:
    assert header(answer, "Access-Control-Allow-Origin") == ORIGIN


def says_nothing_personal(text: str) -> None:
    assert not [word for word in PERSONAL if word in text]


def is_for_programs(entry: Any) -> bool:
    """Whether a route is of the API: other rooms show pages and take forms, and no program calls them."""
    return not entry.view_function.__module__.startswith("chalicelib.routes.pages")
