"""
Tokens of the issuer (RFC 7519, 9068; OpenID Connect Core 3.1.3.7): signed by its key, for us, good now.

The algorithm is pinned by the settings and never taken from the token: there is no "alg": "none", and no HMAC
with a key that everybody can read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.adapters.identity.signing_keys import SigningKeys, UnknownKeyError
from chalicelib.services.errors import Problem, not_signed_in

LONGEST = 8_000
"""Characters of a token. API Gateway takes headers of 10 KB in all."""

LONGEST_LIFE = timedelta(days=1)
"""From when a token was given until it ends: longer than that nobody has to be remembered as called back."""

LEEWAY = timedelta(minutes=1)
"""By how much another clock may be ahead of ours or behind (RFC 7519, 4.1.4 and 4.1.5)."""

_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
"""What a token may call itself. One that tells of a sign-out is none to sign on with (RFC 8725, 3.11)."""

_Seconds = Annotated[float, Field(allow_inf_nan=False, ge=0, le=2**40)]
"""Unix seconds (NumericDate, RFC 7519, section 2)."""


class Trusted(NamedTuple):
    """Whose tokens are taken, for whom they are made, and how they are signed."""

    issuer: str
    audience: str
    algorithm: str


class Checked(NamedTuple):
    """
    A token's claims, when it was given at the earliest, until when it is good: an issuer's clock may be ahead
    of the one by which somebody is called back.
    """

    claims: Mapping[str, Any]
    given: datetime
    until: datetime


class _Standard(BaseModel):
    """The claims that every token has; of others ``claims`` knows more."""

    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)

    iss: str
    aud: str | list[str]
    exp: _Seconds
    iat: _Seconds
    nbf: _Seconds = 0
    azp: str | None = None
    nonce: str | None = None

    def made_for(self, trusted: Trusted) -> bool:
        told = [self.aud] if isinstance(self.aud, str) else self.aud
        return self.iss == trusted.issuer and trusted.audience in told

    def answers(self, trusted: Trusted, nonce: str) -> bool:
        """
        Whether it is the ID token that we have asked for, and nobody else (OpenID Connect 3.1.3.7). One that
        is for others, too, says that it was given to us.
        """
        alone = self.aud in (trusted.audience, [trusted.audience])
        return self.nonce == nonce and (self.azp == trusted.audience or (self.azp is None and alone))

    def good(self, now: datetime) -> bool:
        at, leeway = now.timestamp(), LEEWAY.total_seconds()
        begins = max(self.nbf, self.iat) - leeway
        lives = self.exp - self.iat
        return begins <= at < self.exp + leeway and 0 < lives <= LONGEST_LIFE.total_seconds()


def check_token(token: str, keys: SigningKeys, trusted: Trusted, now: datetime, nonce: str | None) -> Checked:
    """
    What a token says, once it is known to be the issuer's, for us and good now.

    Args:
        now: the real time, which is the issuer's, too.
        nonce: of an ID token, what we gave the issuer to put into it.

    Raises:
        Problem: 401, it is not: which of all that is wrong is told only of its time.
        RetryableError: the issuer's keys are not at hand.
    """
    claims = _signed(token, keys, trusted.algorithm)
    try:
        told = _Standard.model_validate(claims)
    except ValueError as error:
        raise not_signed_in() from error
    if not told.made_for(trusted) or not (nonce is None or told.answers(trusted, nonce)):
        raise not_signed_in()
    if not told.good(now):
        raise _not_now()
    given, until = (datetime.fromtimestamp(at, UTC) for at in (told.iat, told.exp))
    return Checked(claims, given - LEEWAY, until)


def _signed(token: str, keys: SigningKeys, algorithm: str) -> Mapping[str, Any]:
    """
    The claims under a signature of the issuer.

    Raises:
        As ``check_token``.
    """
    from joserfc import jws  # here: the API function alone reads tokens, and not for every call
    from joserfc.errors import JoseError

    if len(token) > LONGEST or not token.isascii() or token.count(".") != 2:
        raise not_signed_in()
    try:
        found = jws.extract_compact(token.encode())
        key = keys.key(_kid(found.headers(), algorithm))
        signed = jws.deserialize_compact(token, key, algorithms=[algorithm])
        claims = json.loads(signed.payload)
    except (JoseError, UnknownKeyError, ValueError, RecursionError) as error:
        raise not_signed_in() from error
    if not isinstance(claims, dict):
        raise not_signed_in()
    return claims


def _kid(header: Mapping[str, Any], algorithm: str) -> str:
    """
    The id of the key that a token's header names.

    Raises:
        UnknownKeyError: it names none, or the token is signed otherwise, or is another kind of token.
    """
    kid, kind = header.get("kid"), header.get("typ", "JWT")
    right = header.get("alg") == algorithm and isinstance(kind, str) and kind.lower() in _TYPES
    if not (right and isinstance(kid, str) and kid):
        raise UnknownKeyError
    return kid


def _not_now() -> Problem:
    """Why a token that the issuer has signed is not taken now: whoever holds it may know."""
    return Problem(
        401,
        "sign_in",
        "登录已经过期，或还未生效，请重新登录",
        "you are no longer signed in, or not yet; please sign in again",
    )
