"""
Who is asking: staff by a signed token, applicants by the query code of their case.

A token is a JSON Web Token signed with HMAC-SHA256 (RFC 7519, RFC 7515). The office's own sign-on
issues it; nothing else is accepted, in particular no "alg": "none".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from chalicelib.cases.case import Case
from chalicelib.services.errors import Problem
from chalicelib.services.record_outcome import Staff

_HEADER = {"alg": "HS256", "typ": "JWT"}


def issue_token(key: str, staff: Staff, region: str, until: datetime) -> str:
    """A token for a member of staff, good until ``until``."""
    claims = {
        "sub": staff.id,
        "departments": list(staff.departments),
        "region": region,
        "exp": int(until.timestamp()),
    }
    body = f"{_encode(_HEADER)}.{_encode(claims)}"
    return f"{body}.{_sign(key, body)}"


def identify_staff(key: str, header: str | None, region: str, now: datetime) -> Staff:
    """
    The member of staff whom an Authorization header names.

    Raises:
        Problem: 401, the token is missing, malformed, not ours, of another region, or has expired.
    """
    scheme, _, token = (header or "").partition(" ")
    body, _, signature = token.rpartition(".")
    if scheme != "Bearer" or not hmac.compare_digest(_sign(key, body).encode(), signature.encode()):
        raise _unknown()
    head, claims = (_decode(part) for part in body.split("."))
    if head != _HEADER or claims.get("region") != region or claims.get("exp", 0) < now.timestamp():
        raise _unknown()
    return Staff(id=str(claims["sub"]), departments=tuple(claims["departments"]))


def check_query_code(case: Case, code: str | None) -> None:
    """
    Raises:
        Problem: 404 as for a case that does not exist, so that numbers cannot be tried out.
    """
    digest = hashlib.sha256((code or "").strip().upper().encode()).hexdigest()
    if not hmac.compare_digest(digest, case.code_digest):
        raise Problem(
            404,
            "not_found",
            "没有这个办件，或查询码不对，请核对",
            "there is no such case, or the query code is wrong; please check both",
        )


def _unknown() -> Problem:
    return Problem(
        401,
        "sign_in",
        "请先登录：需要有效的工作人员令牌（Authorization: Bearer …）",
        "please sign in: a valid staff token is needed (Authorization: Bearer …)",
    )


def _encode(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())


def _decode(part: str) -> dict[str, Any]:
    try:
        content = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _unknown() from error
    if not isinstance(content, dict):
        raise _unknown()
    return content


def _sign(key: str, body: str) -> str:
    return _base64(hmac.new(key.encode(), body.encode(), hashlib.sha256).digest())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
