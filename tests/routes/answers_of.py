"""What every answer of the API must be like."""

from __future__ import annotations

import json
from typing import Any

from chalice.test import HTTPResponse

from tests.adapters.office import ADDRESS, NAME, ORIGIN, PHONE

PERSONAL = (NAME, PHONE, ADDRESS)


def problem(answer: HTTPResponse, status: int, code: str) -> dict[str, Any]:
    """The problem document (RFC 9457) of an answer, which repeats nothing personal."""
    assert (answer.status_code, answer.json_body.get("code")) == (status, code), answer.body
    assert header(answer, "Content-Type") == "application/problem+json"
    assert header(answer, "Cache-Control") == "no-store"
    document = dict(answer.json_body)
    assert document["type"] == f"urn:zero-errand:problem:{code}"
    assert document["status"] == status
    assert set(document) <= {"type", "title", "status", "code", "details"}
    for text in (document["title"], *document.get("details", ())):
        assert set(text) == {"zh", "en"}
        assert all(text.values())
    says_nothing_personal(json.dumps(document, ensure_ascii=False))
    return document


def header(answer: HTTPResponse, name: str) -> str | None:
    found = [value for key, value in answer.headers.items() if key.lower() == name.lower()]
    assert len(found) <= 1
    return found[0] if found else None


def allows_the_portal(answer: HTTPResponse) -> None:
    assert header(answer, "Access-Control-Allow-Origin") == ORIGIN


def says_nothing_personal(text: str) -> None:
    assert not [word for word in PERSONAL if word in text]
