"""
The OpenID Connect issuer behind the port ``Issuer``: its discovery document, its keys, and the code flow
(OpenID Connect Core 3.1, Discovery 1.0; RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict

from chalicelib.adapters.bounded_http import NoAnswer, get_page, post_form
from chalicelib.adapters.identity.claims import Digest, read_caller
from chalicelib.adapters.identity.signing_keys import SigningKeys
from chalicelib.adapters.identity.tokens import Trusted, check_token
from chalicelib.ports.people.identity import Proof, SignedOn
from chalicelib.services.errors import RetryableError, not_signed_in
from chalicelib.settings import USUAL_CLAIMS, ClaimNames

Get = Callable[[str, float], bytes]
Post = Callable[[str, dict[str, str], float, dict[str, str] | None], bytes]
"""``bounded_http``, as it is called."""

BETWEEN = timedelta(seconds=10)
"""Between two questions to an issuer that has not said yet where it is."""

ANSWER_SECONDS = 5.0
"""For everything that one question takes; API Gateway gives a whole call 29."""


@dataclass(frozen=True)
class Client:
    """Who we are at an issuer, and how its tokens are read. ``redirect`` is where it sends people back to."""

    issuer: str
    audience: str
    redirect: str
    region: str
    client_id: str = ""
    secret: Callable[[], str] = lambda: ""
    algorithm: str = "RS256"
    jwks_url: str = ""
    claims: ClaimNames = USUAL_CLAIMS

    @property
    def name(self) -> str:
        """What the issuer calls us; the audience where nothing else was agreed."""
        return self.client_id or self.audience


class _Discovered(BaseModel):
    """What an issuer says of itself at ``/.well-known/openid-configuration``."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None


class OidcIssuer:
    """One for a process: what it has read of the issuer it keeps."""

    def __init__(
        self,
        client: Client,
        digest: Digest,
        now: Callable[[], datetime],
        get: Get = get_page,
    ) -> None:
        """``now`` is the real time; ``get`` reads a page of the issuer."""
        self._client, self._digest, self._now = client, digest, now
        self.get = get
        self.post: Post = post_form
        self.keys = SigningKeys(self._read_keys, client.algorithm)
        self._places: _Discovered | None = None
        self._ask_again: datetime | None = None

    def make_ready(self) -> None:
        """Load what reads tokens, and the issuer's keys, before anybody waits for it."""
        from joserfc import jws as jws

        self.keys.read()

    def identify(self, token: str) -> SignedOn:
        return self._named(token, self._client.audience)

    def sign_in_url(self, proof: Proof) -> str:
        challenge = hashlib.sha256(proof.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._client.name,
            "redirect_uri": self._client.redirect,
            "scope": "openid profile",
            "state": proof.state,
            "nonce": proof.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{self._discovered.authorization_endpoint}?{urlencode(asked)}"

    def redeem(self, code: str, proof: Proof) -> SignedOn:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._client.redirect,
            "client_id": self._client.name,
            "code_verifier": proof.verifier,
        }
        try:
            answer = self.post(self._discovered.token_endpoint, fields, ANSWER_SECONDS, self._basic)
            token = json.loads(answer)["id_token"]
        except NoAnswer as error:
            if error.code == "http_400":  # RFC 6749, 5.2: the code is used, over, or another browser's
                raise not_signed_in() from error
            raise RetryableError(f"the sign-on gives no token: {error.code}") from error
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RetryableError("the sign-on's answer cannot be read") from error
        if not isinstance(token, str):
            raise not_signed_in()
        return self._named(token, self._client.name, proof.nonce)

    def sign_out_url(self) -> str | None:
        place = self._discovered.end_session_endpoint
        if place is None:
            return None
        home = self._client.redirect.rpartition("/")[0] + "/"
        return f"{place}?{urlencode({'client_id': self._client.name, 'post_logout_redirect_uri': home})}"

    def _named(self, token: str, audience: str, nonce: str | None = None) -> SignedOn:
        client, now = self._client, self._now()
        trusted = Trusted(client.issuer, audience, client.algorithm)
        checked = check_token(token, self.keys, trusted, now, nonce)
        caller = read_caller(checked.claims, client.claims, client.region, self._digest, now.date())
        return SignedOn(caller, checked.given, checked.until)

    @property
    def _basic(self) -> dict[str, str]:
        """How we show who we are, where the issuer gave us a secret (RFC 6749, 2.3.1)."""
        secret = self._client.secret()
        if not secret:
            return {}
        pair = f"{quote(self._client.name, safe='')}:{quote(secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _read_keys(self) -> bytes:
        """Raises NoAnswer."""
        try:
            url = self._client.jwks_url or self._discovered.jwks_uri
        except RetryableError as error:
            raise NoAnswer("discovery") from error
        return self.get(url, ANSWER_SECONDS)

    @property
    def _discovered(self) -> _Discovered:
        """
        What the issuer says of itself, read once. While it is away it is not asked anew for everybody who
        presses "sign in": each would hold a call of ours for seconds, and those of everybody else with it.

        Raises:
            RetryableError: it does not answer, or did not a moment ago; else as ``_read_places``.
        """
        if self._places is None:
            now = self._now()
            if self._ask_again is not None and now < self._ask_again:
                raise RetryableError("the sign-on did not say a moment ago where it is")
            self._ask_again = now + BETWEEN
            self._places = self._read_places()
        return self._places

    def _read_places(self) -> _Discovered:
        """
        Raises:
            RetryableError: it does not answer, or speaks of another issuer or of unsafe addresses.
        """
        issuer = self._client.issuer
        try:
            answer = self.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", ANSWER_SECONDS)
            told = _Discovered.model_validate_json(answer)
        except (NoAnswer, ValueError) as error:
            raise RetryableError("the sign-on does not say where it is") from error
        places: list[Any] = [told.authorization_endpoint, told.token_endpoint, told.jwks_uri]
        places += [told.end_session_endpoint] if told.end_session_endpoint else []
        scheme = issuer.partition(":")[0]
        if told.issuer != issuer or not all(place.startswith(f"{scheme}://") for place in places):
            raise RetryableError("the sign-on says that it is another one")
        return told
