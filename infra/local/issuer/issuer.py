"""What the local sign-on does: it gives codes for people who were picked, and tokens for codes."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from joserfc import jwt
from joserfc.jwk import RSAKey

from infra.local.issuer.people import DemoPerson
from infra.local.safely import read_safely, write_safely

AUDIENCE = "zero-errand"
TOKEN_SECONDS, CODE_SECONDS = 8 * 3_600, 60
_ALGORITHM = "RS256"


class RefusedError(Exception):
    """What is asked for is not given: ``code`` is the error of RFC 6749."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Asked(NamedTuple):
    """What a browser was sent here with (OpenID Connect 3.1.2.1, RFC 7636)."""

    redirect: str
    state: str
    nonce: str
    challenge: str


class _Code(NamedTuple):
    person: DemoPerson
    asked: Asked
    until: float


class LocalIssuer:
    """
    ``redirect`` is the one page that people are sent back to; ``people`` gives those who can be picked, and
    ``first`` says who of them stand before all others. Real time counts here, whatever the office's clock
    says.
    """

    def __init__(
        self,
        url: str,
        key: RSAKey,
        redirect: str,
        people: Callable[[], Sequence[DemoPerson]],
    ) -> None:
        self.url, self.redirect, self.people = url, redirect, people
        self.first: tuple[str, ...] = ()
        self._key = key
        self._codes: dict[str, _Code] = {}
        self._lock = threading.Lock()

    def configuration(self) -> dict[str, Any]:
        """OpenID Connect Discovery 1.0, section 3."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [_ALGORITHM],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = {**self._key.as_dict(private=False), "use": "sig", "alg": _ALGORITHM}
        return {"keys": [public]}

    def person(self, id: str) -> DemoPerson:
        """Raises RefusedError: nobody of this name can be picked."""
        for each in self.people():
            if each.id == id:
                return each
        raise RefusedError("access_denied")

    def check_asked(self, query: Mapping[str, str]) -> Asked:
        """
        What a browser asks for, if it comes from our own application.

        Raises:
            RefusedError: it is none of ours, wants to go elsewhere, or brings no proof for later.
        """
        right = {"response_type": "code", "client_id": AUDIENCE, "code_challenge_method": "S256"}
        if query.get("redirect_uri") != self.redirect or any(query.get(n) != v for n, v in right.items()):
            raise RefusedError("invalid_request")
        asked = Asked(self.redirect, *(query.get(n, "") for n in ("state", "nonce", "code_challenge")))
        if not all(asked):
            raise RefusedError("invalid_request")
        return asked

    def give_code(self, person: DemoPerson, asked: Asked) -> str:
        code, now = secrets.token_urlsafe(24), time.time()
        with self._lock:
            self._codes = {name: each for name, each in self._codes.items() if each.until > now}
            self._codes[code] = _Code(person, asked, now + CODE_SECONDS)
        return code

    def redeem(self, form: Mapping[str, str]) -> dict[str, Any]:
        """
        Tokens for a code, once.

        Raises:
            RefusedError: the code was used, is over, or was given to another browser.
        """
        with self._lock:
            given = self._codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if form.get("grant_type") != "authorization_code" or form.get("client_id") != AUDIENCE:
            raise RefusedError("invalid_request")
        if given is None or given.until < time.time() or given.asked.redirect != form.get("redirect_uri"):
            raise RefusedError("invalid_grant")
        if not secrets.compare_digest(challenge, given.asked.challenge):
            raise RefusedError("invalid_grant")
        claims = given.person.claims
        return {
            "access_token": self.token(claims),
            "id_token": self.token(claims, nonce=given.asked.nonce),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
        }

    def token(self, claims: Mapping[str, Any], **more: Any) -> str:
        """A token with these claims, given now."""
        now = int(time.time())
        subject = str(claims.get("staff_number") or claims.get("name"))
        standard = {"iss": self.url, "aud": AUDIENCE, "sub": hashlib.sha256(subject.encode()).hexdigest()}
        times = {"iat": now, "exp": now + TOKEN_SECONDS}
        header = {"alg": _ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, {**standard, **times, **claims, **more}, self._key, [_ALGORITHM])


def kept_key(file: Path) -> RSAKey:
    """The key in a file that its owner alone can read; a new one where there is none that can be read."""
    found = read_safely(file, _read_key)
    if found is None:
        found = new_key()
        write_safely(file, json.dumps(found.as_dict(private=True)).encode())
    return found


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": secrets.token_hex(8)}, private=True)


def _read_key(content: bytes) -> RSAKey:
    """Raises ValueError: it is no key."""
    key = RSAKey.import_key(json.loads(content))
    if not (key.kid and key.is_private):
        raise ValueError("no private key with an id")
    return key
