"""Hold every answer that a test receives against what the API's description says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from chalice.test import HTTPResponse

from chalicelib.routes.openapi import document

_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
_OF_THE_OFFICE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def answered_as_described(method: str, path: str, answer: HTTPResponse) -> None:
    """
    Fail where a route that is described answers another status, type of content or field than is described;
    where its text is escaped; or where a time is in another form than the one that all are in.
    """
    place = route_of(method, path.partition("?")[0])
    if place is None or answer.status_code == 405:
        return
    operation = document()["paths"][place][method.lower()]
    told = operation["responses"].get(str(answer.status_code))
    assert told is not None, f"{method} {place} answers {answer.status_code} undescribed"
    kind = str(answer.headers.get("Content-Type", "")).partition(";")[0]
    if "content" not in told or kind == "text/html":  # which the tests of pages look into
        return
    assert kind in told["content"], f"{method} {place} answers {answer.status_code} as {kind}"
    _validator(place, method.lower(), answer.status_code, kind).validate(answer.json_body)
    whole = json.dumps(answer.json_body, ensure_ascii=False, separators=(",", ":"))
    assert answer.body.decode() == whole, "text that people can read is not escaped"
    odd = [text for text in _texts(answer.json_body) if _TIME.fullmatch(text)]
    assert not [text for text in odd if not _OF_THE_OFFICE.fullmatch(text)], f"times of another form: {odd}"


def route_of(method: str, path: str) -> str | None:
    """The described route that a path is of, None where there is none."""
    return next((route for route, form in _routes(method.lower()) if form.fullmatch(path)), None)


@cache
def _routes(method: str) -> list[tuple[str, re.Pattern[str]]]:
    """Those without parameters first, as the app looks them up."""
    described = [path for path, methods in document()["paths"].items() if method in methods]
    described.sort(key=lambda path: path.count("{"))
    return [(path, re.compile(re.sub(r"\{[a-z]+\}", "[^/]+", path))) for path in described]


@cache
def _validator(path: str, method: str, status: int, kind: str) -> jsonschema_rs.Draft202012Validator:
    closed = _closed(document())
    schema = closed["paths"][path][method]["responses"][str(status)]["content"][kind]["schema"]
    components = {"components": closed["components"]}
    return jsonschema_rs.Draft202012Validator({**schema, **components}, validate_formats=True)


def _closed(part: Any) -> Any:
    """The schemas without room for what they do not name: a field that a view adds has to be described."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(each) for name, each in part.items()}
    if part.get("type") == "object" and "properties" in part:
        closed.setdefault("additionalProperties", False)
    return closed


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    for inner in (
        content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    ):
        yield from _texts(inner)
