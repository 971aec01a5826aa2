"""The API described by itself (OpenAPI 3.1): every route, its body's schema, who may call it."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.decisions.forms.form import Text
from chalicelib.routes import bodies
from chalicelib.routes.answer_schemas import ANSWERS, SCHEMAS
from chalicelib.routes.opening_body import ContactBody, LostCodeBody, MandateEndBody, OpenBody
from chalicelib.routes.reading import LONGEST_KEY
from chalicelib.services.cases.show_desk import MOST, USUAL

_CODE: dict[str, list[dict[str, list[str]]]] = {
    "query code": [{"queryCode": []}],
    "query code or staff": [{"queryCode": []}, {"staffToken": []}],
    "staff": [{"staffToken": []}],
    "anyone": [],
}

ROUTES: dict[tuple[str, str], tuple[str, str, type[bodies.Body] | None, int]] = {
    ("GET", "/health"): ("Whether a release is in force 健康检查", "anyone", None, 200),
    ("GET", "/items"): ("The catalogue: the items in effect today 事项目录", "anyone", None, 200),
    ("GET", "/items/{code}"): ("One item, also one that is over or to come 事项", "anyone", None, 200),
    ("POST", "/items/{code}/channel"): (
        "Which channel it takes, and why 办理渠道",
        "anyone",
        bodies.FactsBody,
        200,
    ),
    ("GET", "/openapi.json"): ("This document", "anyone", None, 200),
    ("POST", "/cases"): ("Open a case; idempotent by Idempotency-Key 申请", "anyone", OpenBody, 201),
    ("POST", "/query-codes"): (
        "A new query code for an applicant who lost hers 补发查询码",
        "anyone",
        LostCodeBody,
        200,
    ),
    ("GET", "/cases/{no}"): ("A case 办件", "query code", None, 200),
    ("GET", "/track"): ("A case by its number (?no=) 办件查询", "query code", None, 200),
    ("POST", "/cases/{no}/uploads"): (
        "A place to PUT one more file 上传",
        "query code",
        bodies.UploadBody,
        201,
    ),
    ("DELETE", "/cases/{no}/uploads/{upload}"): (
        "Take a file back, by its id, before it is submitted or while it is to be corrected 撤下文件",
        "query code",
        None,
        200,
    ),
    ("POST", "/cases/{no}/release"): (
        "Go on under the rules now in force, before they have decided 改按现行规则办理",
        "query code",
        bodies.ReleaseBody,
        200,
    ),
    ("POST", "/cases/{no}/consents"): (
        "Agree to couriers, or not 快递意愿",
        "query code",
        bodies.ConsentBody,
        200,
    ),
    ("POST", "/cases/{no}/offers/{decision}"): (
        "Take what a decision offers the applicant, or decline it 选择可选方式",
        "query code",
        bodies.OfferBody,
        200,
    ),
    ("POST", "/cases/{no}/contact"): (
        "Another phone or address of a party, by staff once a courier is ordered 变更联系方式",
        "query code or staff",
        ContactBody,
        200,
    ),
    ("POST", "/cases/{no}/mandate"): (
        "End what the agent may do 撤销委托",
        "query code or staff",
        MandateEndBody,
        200,
    ),
    ("POST", "/cases/{no}/submission"): (
        "Submit the application, or what was asked for since 提交",
        "query code",
        bodies.SubmissionBody,
        200,
    ),
    ("POST", "/cases/{no}/withdrawal"): (
        "Take the application back, or for the applicant by staff 撤回",
        "query code or staff",
        bodies.WithdrawalBody,
        200,
    ),
    ("POST", "/cases/{no}/rating"): ("Rate a closed case 好差评", "query code", bodies.RatingBody, 200),
    ("GET", "/cases/{no}/notices"): ("Notices of a case 文书", "query code or staff", None, 200),
    ("GET", "/cases/{no}/notices/{notice}"): (
        "A notice as text, or as a page for who accepts HTML; a party's first look is its service 查阅文书",
        "query code or staff",
        None,
        200,
    ),
    ("GET", "/desk"): ("All work of my units, the oldest deadline first 待办", "staff", None, 200),
    ("GET", "/desk/search"): ("A case of my units by its number 查找办件", "staff", None, 200),
    ("POST", "/desk/search"): (
        "Cases of my units by number, or by a party's whole name, number or telephone 检索办件",
        "staff",
        bodies.SearchBody,
        200,
    ),
    ("GET", "/desk/cases/{no}"): ("A case of my units with its events 办件及过程", "staff", None, 200),
    ("POST", "/cases/{no}/tasks/{task}"): ("The outcome of a task 办理待办", "staff", bodies.TaskBody, 200),
    ("POST", "/cases/{no}/tasks/{task}/claim"): ("Take a task upon oneself 认领", "staff", None, 200),
    ("POST", "/cases/{no}/tasks/{task}/release"): ("Give a claimed task back 退回", "staff", None, 200),
    ("POST", "/cases/{no}/steps/{step}"): (
        "The outcome of the one open task at a step that is mine 办理环节",
        "staff",
        bodies.OutcomeBody,
        200,
    ),
    ("POST", "/cases/{no}/pauses"): (
        "Let the clocks of the decision stand still 中止计时",
        "staff",
        bodies.PauseBody,
        200,
    ),
    ("POST", "/cases/{no}/extensions"): (
        "Ask that a limit be extended, which another answers 申请延长时限",
        "staff",
        bodies.ExtensionBody,
        200,
    ),
    ("GET", "/releases"): ("Publication log, and what is in force 规则发布记录", "staff", None, 200),
    ("GET", "/releases/{digest}"): ("A release and its entries 规则版本", "staff", None, 200),
    ("GET", "/releases/{digest}/checks"): (
        "The report of its checks, and all that it changes 检查结果和全部修改",
        "staff",
        None,
        200,
    ),
    ("POST", "/releases/{digest}/activation"): (
        "Put it in force: a second person, role policy-approver 启用",
        "staff",
        bodies.ActivationBody,
        200,
    ),
}


_TEXT = {"type": "string"}
_BY = {"enum": ["applicant", "agent"], "default": "applicant"}
_QUERY: dict[str, dict[str, tuple[bool, dict[str, Any]]]] = {
    "/track": {"no": (True, _TEXT)},
    "/desk": {
        "unit": (False, _TEXT),
        "step": (False, _TEXT),
        "limit": (False, {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        "next": (False, _TEXT),
    },
    "/desk/search": {"q": (True, _TEXT)},
    "/cases/{no}/notices": {"by": (False, _BY)},
    "/cases/{no}/notices/{notice}": {"by": (False, _BY)},
    "/desk/cases/{no}": {
        "events_before": (False, {"type": "integer", "minimum": 2}),
        "uploads_from": (False, {"type": "integer", "minimum": 0}),
    },
}
"""By path: each parameter of its query, whether it is required, and its schema."""

_WITH_KEY = {
    ("POST", "/cases"),
    ("POST", "/query-codes"),
    ("POST", "/cases/{no}/steps/{step}"),
    ("POST", "/cases/{no}/tasks/{task}"),
    ("POST", "/cases/{no}/pauses"),
    ("POST", "/cases/{no}/extensions"),
    ("POST", "/cases/{no}/submission"),
    ("POST", "/cases/{no}/consents"),
    ("POST", "/cases/{no}/contact"),
    ("POST", "/cases/{no}/mandate"),
    ("POST", "/cases/{no}/withdrawal"),
    ("POST", "/cases/{no}/rating"),
}
_SCHEMAS = "#/components/schemas/"
_PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. Its title and details are in both languages and say what to do.",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"$ref": _SCHEMAS + "Text"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
        "details": {"type": "array", "items": {"$ref": _SCHEMAS + "Text"}},
    },
    "required": ["type", "title", "code"],
}


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1. Schemas come from the forms that let requests in, so they cannot differ from them."""
    paths: dict[str, dict[str, Any]] = {}
    for (method, path), (summary, who, body, status) in ROUTES.items():
        operation = _operation(summary, who, body, status, ANSWERS.get((method, path)))
        paths.setdefault(path, {})[method.lower()] = operation | {"parameters": _parameters(method, path)}
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
    """Every form, and the forms inside it, by name; and what a refusal looks like."""
    forms = sorted({body for _, _, body, _ in ROUTES.values() if body is not None}, key=lambda f: f.__name__)
    shown: list[type[BaseModel]] = [*forms, Text]
    kinds: list[tuple[type[BaseModel], Literal["validation"]]] = [(form, "validation") for form in shown]
    _, content = models_json_schema(kinds, ref_template=_SCHEMAS + "{model}")
    schemas: dict[str, Any] = content["$defs"]
    return schemas | SCHEMAS | {"Problem": _PROBLEM}


def _parameters(method: str, path: str) -> list[dict[str, Any]]:
    in_path = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    found = [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in in_path]
    found += [
        {"name": name, "in": "query", "required": needed, "schema": schema}
        for name, (needed, schema) in (_QUERY.get(path, {}) if method == "GET" else {}).items()
    ]
    if (method, path) in _WITH_KEY:
        key = {**_TEXT, "maxLength": LONGEST_KEY, "pattern": "^[ -~]*$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found


def _operation(
    summary: str, who: str, body: type[bodies.Body] | None, status: int, answered: str | None
) -> dict[str, Any]:
    told = {} if answered is None else {"schema": {"$ref": _SCHEMAS + answered}}
    operation: dict[str, Any] = {
        "summary": summary,
        "security": _CODE[who],
        "responses": {
            str(status): {"description": "done", "content": {"application/json": told}},
            "default": {
                "description": "RFC 9457",
                "content": {"application/problem+json": {"schema": {"$ref": _SCHEMAS + "Problem"}}},
            },
        },
    }
    if body is not None:
        schema = {"$ref": _SCHEMAS + body.__name__}
        needed = any(field.is_required() for field in body.model_fields.values())
        operation["requestBody"] = {
            "description": f"at most {body.LONGEST} bytes",
            "required": needed,
            "content": {"application/json": {"schema": schema}},
        }
    return operation
