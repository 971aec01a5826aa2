"""
Cookies of a browser: one holds the secret of its session, one that of an attempt to sign on.

Their names begin with ``__Host-``: a browser then takes them over https alone and sends them to this host
alone (RFC 6265bis, 4.1.3.2). Only at a plain address of this machine they do without.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from chalice.app import Request

_SECRET = re.compile("[A-Za-z0-9_-]{43}")


class Cookie(NamedTuple):
    """A cookie by its name without prefix, kept for ``seconds``; None: until the browser is closed."""

    name: str
    seconds: int | None = None

    def set(self, value: str, *, secure: bool) -> str:
        """The header that gives it to a browser: no script reads it, no form of another site sends it."""
        lasts = "" if self.seconds is None else f"; Max-Age={self.seconds}"
        return f"{self._named(secure)}={value}; Path=/; HttpOnly; SameSite=Lax{lasts}{_only(secure)}"

    def unset(self, *, secure: bool) -> str:
        """The header that takes it away."""
        return f"{self._named(secure)}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{_only(secure)}"

    def of(self, request: Request, *, secure: bool) -> str | None:
        """
        What the browser sent of it; None where it sent none, or two: one of them somebody else has put there.
        """
        header: str = request.headers.get("cookie") or ""
        pairs = (part.strip().partition("=") for part in header.split(";"))
        found = [value for name, _, value in pairs if name == self._named(secure)]
        return found[0] if len(found) == 1 and found[0] else None

    def _named(self, secure: bool) -> str:
        return f"__Host-{self.name}" if secure else self.name


def _only(secure: bool) -> str:
    return "; Secure" if secure else ""


SESSION = Cookie("session")
"""Until the browser is closed; the row of the session ends earlier."""

ATTEMPT = Cookie("signing-on", 600)
"""The secret of an attempt to sign on, a dot, and where to go afterwards."""


def session_secret(request: Request, *, secure: bool) -> str | None:
    """The secret that a session's cookie holds, None where it can be none."""
    return secret_in(SESSION, request, secure=secure)


def secret_in(cookie: Cookie, request: Request, *, secure: bool) -> str | None:
    """The secret of a session that a cookie holds, None where it can be none."""
    found = cookie.of(request, secure=secure)
    return found if found is not None and _SECRET.fullmatch(found) else None
