"""The API described by itself (OpenAPI 3.1): every route, its body's schema, its answers, who may call it."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.decisions.forms.form import Text
from chalicelib.routes.described import cases, clocks, decisions, history, materials, notices, releases, tasks
from chalicelib.routes.described.items import item_schemas
from chalicelib.routes.described.kinds import NAME, REF, TEXT, Schema, list_of, named, object_of
from chalicelib.routes.described.operations import ANYONE, CODE, EITHER, OPERATIONS, STAFF, Operation
from chalicelib.routes.requests import bodies
from chalicelib.routes.requests.reading import LONGEST_KEY
from chalicelib.services.cases.desk.show_desk import MOST, USUAL

_SECURITY: dict[str, list[dict[str, list[str]]]] = {
    CODE: [{"queryCode": []}],
    EITHER: [{"queryCode": []}, {"staffToken": []}],
    STAFF: [{"staffToken": []}],
    ANYONE: [],
}

_BY = {"enum": ["applicant", "agent"], "default": "applicant"}
_QUERY: dict[str, dict[str, tuple[bool, Schema]]] = {
    "/track": {"no": (True, TEXT)},
    "/desk": {
        "unit": (False, TEXT),
        "step": (False, TEXT),
        "limit": (False, {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        "next": (False, TEXT),
    },
    "/desk/search": {"q": (True, TEXT)},
    "/cases/{no}/notices": {"by": (False, _BY)},
    "/cases/{no}/notices/{notice}": {"by": (False, _BY)},
    "/desk/cases/{no}": {
        "events_before": (False, {"type": "integer", "minimum": 2}),
        "uploads_from": (False, {"type": "integer", "minimum": 0}),
    },
}
"""By path: each parameter of its query, whether it is required, and its schema."""

_SIGN_ON = "需要登录的页面，转到登录 To the page where one signs in, for a browser that has to sign in first"
_DONE = {200: "完成 Done", 201: "已建立 Made"}
_REFUSED = {
    400: "地址中写了不该写的内容 Something in the address does not belong there",
    401: "请登录 Please sign in",
    403: "无权办理 Not yours to do",
    404: "没有找到 Not found",
    409: "现在不能办理 Not possible as things stand",
    410: "已经删除，不再提供 Erased, and kept no more",
    413: "内容过长 Too long",
    415: "请以 JSON 提交 Please send JSON",
    422: "填写有误 Not filled in rightly",
    429: "次数过多 Too often",
    500: "系统出错 Something went wrong here",
    503: "系统繁忙，或规则尚未启用 Busy just now, or no rules in force yet",
}
_ALWAYS = (415, 422, 500, 503)
_BY_WHO: dict[str, tuple[int, ...]] = {
    CODE: (401, 403, 404, 429),
    EITHER: (401, 403, 404, 429),
    STAFF: (401, 403),
    ANYONE: (),
}
_DETAIL = object_of(
    "有误之处 Detail",
    {"zh": TEXT, "en": TEXT},
    "What is wrong, the title of the field first; of a field of the request its place.",
    {"at": TEXT},
)
_PROBLEM = object_of(
    "办理不了的原因 Problem",
    {
        "type": TEXT,
        "title": NAME,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": TEXT,
    },
    "RFC 9457. Its title and details are in both languages and say what to do.",
    {"details": list_of(_DETAIL)},
)


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1. Schemas come from the forms that let requests in, so they cannot differ from them."""
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), operation in OPERATIONS.items():
        told = _operation(method, path, operation)
        paths.setdefault(path, {})[method.lower()] = told | {"parameters": _parameters(method, path)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "零跑腿 Zero Errand", "version": "0.1.0"},
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "queryCode": {"type": "apiKey", "in": "header", "name": "X-Query-Code"},
                "staffToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    }


def _schemas() -> dict[str, Any]:
    """Every form, and the forms inside it, by name; what is answered; and what a refusal looks like."""
    found = {each.body for each in OPERATIONS.values() if each.body is not None}
    shown: list[type[BaseModel]] = [*sorted(found, key=lambda form: form.__name__), Text]
    kinds: list[tuple[type[BaseModel], Literal["validation"]]] = [(form, "validation") for form in shown]
    _, content = models_json_schema(kinds, ref_template=REF + "{model}")
    schemas: dict[str, Any] = content["$defs"]
    for room in (cases, clocks, decisions, history, materials, notices, releases, tasks):
        schemas |= room.SCHEMAS
    return schemas | item_schemas() | {"Problem": _PROBLEM}


def _parameters(method: str, path: str) -> list[dict[str, Any]]:
    in_path = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    found = [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in in_path]
    found += [
        {"name": name, "in": "query", "required": needed, "schema": schema}
        for name, (needed, schema) in (_QUERY.get(path, {}) if method == "GET" else {}).items()
    ]
    if OPERATIONS[method, path].repeatable:
        key = {**TEXT, "maxLength": LONGEST_KEY, "pattern": "^[ -~]*$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found


def _operation(method: str, path: str, described: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": named(described.answer)}}
    if described.page:
        content["text/html"] = {"schema": TEXT}
    done = {"description": _DONE[described.status], "content": content}
    problem = {"application/problem+json": {"schema": named("Problem")}}
    operation: dict[str, Any] = {
        "summary": described.summary,
        "security": _SECURITY[described.who],
        "responses": {
            str(described.status): done,
            **{
                str(status): {"description": _REFUSED[status], "content": problem}
                for status in _refusals(path, described)
            },
        },
    }
    if method == "GET" and (described.page or described.who == STAFF):
        operation["responses"]["303"] = {"description": _SIGN_ON}
    return operation if described.body is None else operation | {"requestBody": _body(described.body)}


def _refusals(path: str, described: Operation) -> list[int]:
    """What else may be answered: by who may ask, by what is asked about, and by what is sent along."""
    about = (404,) if "{" in path else ()
    sent = () if described.body is None else (413,)
    return sorted({*_ALWAYS, *_BY_WHO[described.who], *about, *sent, *described.refused})


def _body(form: type[bodies.Body]) -> dict[str, Any]:
    return {
        "description": f"最多 {form.LONGEST} 字节 at most {form.LONGEST} bytes",
        "required": any(field.is_required() for field in form.model_fields.values()),
        "content": {"application/json": {"schema": named(form.__name__)}},
    }
