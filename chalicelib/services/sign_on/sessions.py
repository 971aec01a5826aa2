"""Begin and find sessions of browsers 登录会话: how long they last, and when they are over."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Protocol

from chalicelib.ports.clock import Clock
from chalicelib.ports.people.identity import Caller, CodeHolder, Person, Revocations, Session, Sessions, Staff

_LASTS = {Staff: timedelta(hours=9), Person: timedelta(hours=2), CodeHolder: timedelta(hours=2)}
"""A working day with its break; an application at home, signed on or with a code."""


class SignOn(Protocol):
    """The ports that signing on needs. ``real_clock`` is the time that issuers and browsers have, too."""

    @property
    def sessions(self) -> Sessions: ...
    @property
    def revocations(self) -> Revocations: ...
    @property
    def real_clock(self) -> Clock: ...


def begin_session(ports: SignOn, caller: Caller, before: str | None = None) -> Session:
    """
    A new session under a new secret, whatever the browser had before: that one ends (session fixation).

    Args:
        before: the secret that the browser's cookie holds, if any.

    Raises:
        SealError, RetryableError: the session cannot be kept.
    """
    if before is not None:
        ports.sessions.end(before)
    began = ports.real_clock.now()
    session = Session(secrets.token_urlsafe(32), caller, began, began + _LASTS[type(caller)])
    ports.sessions.begin(session)
    return session


def find_session(ports: SignOn, secret: str) -> Session | None:
    """The session of a cookie; None where there is none any more, or the office called its owner back."""
    session = ports.sessions.find(secret, ports.real_clock.now())
    if session is None or (
        isinstance(session.caller, Staff) and ports.revocations.revoked(session.caller.id, session.began)
    ):
        return None
    return session


def csrf_token(session: Session) -> str:
    """What a form of this session carries in its field ``csrf``: nobody who lacks the cookie can make it."""
    return hmac.new(session.secret.encode(), b"forms of this session", hashlib.sha256).hexdigest()


def is_csrf_token(session: Session, given: str) -> bool:
    return hmac.compare_digest(csrf_token(session).encode(), given.encode(errors="replace"))
