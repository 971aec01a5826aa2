"""
Who is asking: staff by a signed token, applicants by the query code of their case.

A token is a JSON Web Token signed with HMAC-SHA256 (RFC 7519, RFC 7515). The office's own sign-on
issues it; nothing else is accepted, in particular no "alg": "none".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.cases.case import Case
from chalicelib.services.errors import Problem
from chalicelib.services.record_outcome import Staff
from chalicelib.texts.typed import code_typed

_HEADER = {"alg": "HS256", "typ": "JWT"}
_LONGEST = 8000
"""Characters of an Authorization header. API Gateway takes headers of 10 KB in all."""


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class _Head(_Form):
    """Nothing else may stand in it: a "crit" we do not know would have to be refused (RFC 7515, 4.1.11)."""

    model_config = ConfigDict(extra="forbid")

    alg: Literal["HS256"]
    typ: Literal["JWT"]


class _Claims(_Form):
    """What a token says of its bearer; ``exp`` in unix seconds. Claims we do not know are passed over."""

    sub: str = Field(min_length=1, max_length=80)
    departments: list[Annotated[str, Field(min_length=1, max_length=60)]]
    roles: list[Annotated[str, Field(min_length=1, max_length=60)]] = []
    cloud_users: list[Annotated[str, Field(min_length=1, max_length=120)]] | None = None
    region: str
    exp: float = Field(allow_inf_nan=False)


class _Token(NamedTuple):
    head: bytes
    claims: bytes


def issue_token(key: str, staff: Staff, region: str, until: datetime) -> str:
    """A token for a member of staff, good until ``until``."""
    claims = {
        "sub": staff.id,
        "departments": list(staff.departments),
        "roles": list(staff.roles),
        "region": region,
        "exp": int(until.timestamp()),
    } | ({} if staff.cloud_users is None else {"cloud_users": list(staff.cloud_users)})
    body = f"{_encode(_HEADER)}.{_encode(claims)}"
    return f"{body}.{_sign(key, body)}"


def identify_staff(key: str, header: str | None, region: str, now: datetime) -> Staff:
    """
    The member of staff whom an Authorization header names.

    Raises:
        Problem: 401, the token is missing, malformed, not ours, of another region, or has expired.
    """
    try:
        token = _opened(key, header or "")
        _Head.model_validate_json(token.head)
        claims = _Claims.model_validate_json(token.claims)
    except ValueError as error:  # pydantic's and base64's errors are values too
        raise _unknown() from error
    if claims.region != region or claims.exp <= now.timestamp():
        raise _unknown()
    return Staff(
        id=claims.sub,
        departments=tuple(claims.departments),
        roles=tuple(claims.roles),
        cloud_users=None if claims.cloud_users is None else tuple(claims.cloud_users),
    )


def check_query_code(case: Case | None, code: str | None) -> Case:
    """
    The case, if there is one and ``code`` is its query code, however it was typed.

    Raises:
        Problem: 404, the same for a wrong code and for no case at all, so that numbers cannot be tried out.
    """
    given = code_typed(code or "").encode(errors="replace")
    known = "" if case is None else case.code_digest
    right = hmac.compare_digest(hashlib.sha256(given).hexdigest(), known)
    if case is None or not right:
        raise Problem(
            404,
            "not_found",
            "没有这个办件，或查询码不对，请核对",
            "there is no such case, or the query code is wrong; please check both",
        )
    return case


def _opened(key: str, header: str) -> _Token:
    """
    The two signed parts of the token in an Authorization header.

    Raises:
        ValueError: there is none, or the signature is not ours.
    """
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or len(header) > _LONGEST or not token.isascii():
        raise ValueError("no token")
    body, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_sign(key, body), signature):
        raise ValueError("not signed by us")
    head, claims = body.split(".")
    return _Token(_decode(head), _decode(claims))


def _unknown() -> Problem:
    return Problem(
        401,
        "sign_in",
        "请先登录：需要有效的工作人员令牌（Authorization: Bearer …）",
        "please sign in: a valid staff token is needed (Authorization: Bearer …)",
    )


def _encode(content: object) -> str:
    return _base64(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _sign(key: str, body: str) -> str:
    return _base64(hmac.new(key.encode(), body.encode(), hashlib.sha256).digest())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
