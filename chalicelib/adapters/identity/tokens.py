"""
Staff, known by a signed token.

A token is a JSON Web Token signed with HMAC-SHA256 (RFC 7519, RFC 7515). The office's own sign-on
issues it; nothing else is accepted, in particular no "alg": "none", and none that is good for longer than
``LONGEST_LIFE``: nobody can call a token back.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chalicelib.ports.identity import Staff
from chalicelib.services.errors import Problem
from chalicelib.texts.lines import clean_line
from chalicelib.texts.signs import readable

_HEADER = {"alg": "HS256", "typ": "JWT"}
_LONGEST = 8000
"""Characters of an Authorization header. API Gateway takes headers of 10 KB in all."""

AUDIENCE = "zero-errand"
"""We, where a token says for whom it was made."""

LONGEST_LIFE = timedelta(days=31)
"""From now on. An office whose clock runs fast (``CLOCK_RATE``) has as many hours more."""

_LEEWAY = timedelta(minutes=1)
"""By how much another clock may be ahead of ours (RFC 7519, 4.1.5)."""

_BEIJING = timezone(timedelta(hours=8))
"""The time of every office in China, Hong Kong, Macau and Taiwan included."""

_Seconds = Annotated[float, Field(allow_inf_nan=False)]
"""Unix seconds (NumericDate, RFC 7519, section 2)."""


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class _Head(_Form):
    """Nothing else may stand in it: a "crit" we do not know would have to be refused (RFC 7515, 4.1.11)."""

    model_config = ConfigDict(extra="forbid")

    alg: Literal["HS256"]
    typ: Literal["JWT"]


class _Claims(_Form):
    """
    What a token says of its bearer: good until ``exp``, and from ``nbf`` and ``iat`` on where it has them.
    One that says for whom it was made (``aud``) must name us (RFC 7519, 4.1.3). Claims that we
    do not know are passed over.
    """

    sub: Annotated[str, AfterValidator(partial(clean_line, longest=80))]
    units: list[Annotated[str, Field(min_length=1, max_length=60), AfterValidator(readable)]]
    roles: list[Annotated[str, Field(min_length=1, max_length=60)]] = []
    cloud_users: list[Annotated[str, Field(min_length=1, max_length=120)]] | None = None
    region: str
    aud: str | list[str] = AUDIENCE
    exp: _Seconds
    nbf: _Seconds = 0
    iat: _Seconds = 0

    def for_us(self, region: str) -> bool:
        told = [self.aud] if isinstance(self.aud, str) else self.aud
        return self.region == region and AUDIENCE in told

    def good(self, now: datetime, longest: timedelta) -> bool:
        at = now.timestamp()
        begins = max(self.nbf, self.iat) - _LEEWAY.total_seconds()
        return begins <= at < self.exp <= at + longest.total_seconds()


class _Token(NamedTuple):
    head: bytes
    claims: bytes


def issue_token(key: str, staff: Staff, region: str, until: datetime) -> str:
    """A token for a member of staff, good until ``until``."""
    claims = {
        "sub": staff.id,
        "units": list(staff.units),
        "roles": list(staff.roles),
        "region": region,
        "exp": int(until.timestamp()),
    } | ({} if staff.cloud_users is None else {"cloud_users": list(staff.cloud_users)})
    body = f"{_encode(_HEADER)}.{_encode(claims)}"
    return f"{body}.{_sign(key, body)}"


def identify_staff(
    key: str, header: str | None, region: str, now: datetime, longest: timedelta = LONGEST_LIFE
) -> Staff:
    """
    The member of staff whom an Authorization header names.

    Raises:
        Problem: 401, the token is missing, malformed, not ours, for somebody else, of another region, not
            good yet or any more, or good for ``longest`` or more.
    """
    try:
        token = _opened(key, header or "")
        _Head.model_validate_json(_each_once(token.head))
        claims = _Claims.model_validate_json(_each_once(token.claims))
    except ValueError as error:  # pydantic's and base64's errors are values too
        raise _unknown() from error
    if not claims.for_us(region):
        raise _unknown()
    if not claims.good(now, longest):
        raise _not_now(claims, now)
    return Staff(
        id=claims.sub,
        units=tuple(claims.units),
        roles=tuple(claims.roles),
        cloud_users=None if claims.cloud_users is None else tuple(claims.cloud_users),
    )


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


def _each_once(part: bytes) -> bytes:
    """
    JSON as it came. Of a name given twice one reader takes the first and another the last (RFC 7515, 4).

    Raises:
        ValueError: it is no JSON in UTF-8, nests too deeply, or gives a name twice.
    """
    try:
        json.loads(part.decode(), object_pairs_hook=_no_name_twice, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return part


def _no_name_twice(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _unknown() -> Problem:
    return _sign_in(
        "请先登录：需要有效的工作人员令牌（Authorization: Bearer …）",
        "please sign in: a valid staff token is needed (Authorization: Bearer …)",
    )


def _sign_in(zh: str, en: str) -> Problem:
    return Problem(401, "sign_in", zh, en)


def _not_now(claims: _Claims, now: datetime) -> Problem:
    """Why a token that we have signed is not taken now: whoever holds it may know."""
    if 0 < claims.exp <= now.timestamp():
        ended = datetime.fromtimestamp(int(claims.exp), _BEIJING).isoformat(" ", "minutes")
        return _sign_in(
            f"令牌已于 {ended} 过期，请重新登录，取得新的令牌",
            f"the token expired at {ended}; please sign in again for a new one",
        )
    if claims.exp <= 0:
        return _unknown()
    return _sign_in(
        "令牌还未生效，或有效期长于允许的期限，请重新登录，取得新的令牌",
        "the token is not good yet, or good for longer than tokens may be; please sign in again for another",
    )


def _encode(content: object) -> str:
    return _base64(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _sign(key: str, body: str) -> str:
    return _base64(hmac.new(key.encode(), body.encode(), hashlib.sha256).digest())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
