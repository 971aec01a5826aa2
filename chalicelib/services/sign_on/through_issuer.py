"""Sign on through the issuer: what ties its answer to the browser that asked, and where people go then."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

from chalicelib.ports.people.identity import Proof

_HOME = "/"
_OURS = re.compile(r"/(?![/\\])[A-Za-z0-9/_.~%?&=-]{0,300}")
"""A path of ours: it begins with one slash, and has no sign by which a browser takes it for another place."""


def new_attempt() -> str:
    """A secret of one attempt to sign on, which the browser alone keeps."""
    return secrets.token_urlsafe(32)


def proof_of(attempt: str) -> Proof:
    """State, nonce and verifier of an attempt: nothing has to be kept for whoever only looks at the page."""
    return Proof(*(_derived(attempt, what) for what in ("state", "nonce", "verifier")))


def answers_attempt(attempt: str, state: str) -> bool:
    """Whether an answer of the issuer is to this browser's question (login CSRF)."""
    return hmac.compare_digest(proof_of(attempt).state.encode(), state.encode(errors="replace"))


def path_of_ours(wanted: str) -> str:
    """Where to go after signing on: a path of ours, or else the first page."""
    return wanted if _OURS.fullmatch(wanted) and not wanted.startswith("/sign") else _HOME


def _derived(attempt: str, what: str) -> str:
    digest = hmac.new(attempt.encode(), what.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
