"""A browser before the app: it keeps cookies, says where its forms come from, and goes to the sign-on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from chalice.test import HTTPResponse

from chalicelib import wiring
from chalicelib.services.sign_on.sessions import csrf_token, find_session
from tests.adapters.office import ORIGIN, Office, sign_on

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}


@dataclass
class Browser:
    """One person's."""

    office: Office
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> HTTPResponse:
        return self._ask("GET", path, None, headers)

    def post(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] = OURS, csrf: str | None = None
    ) -> HTTPResponse:
        """Send a form as a page of ours does; ``csrf`` is the session's own where nothing else is given."""
        token = self.csrf if csrf is None else csrf
        body = urlencode({**fields, **({"csrf": token} if token else {})}).encode()
        return self._ask("POST", path, body, {**FORM, **headers})

    def sign_in(self, person: str, wanted: str = "/") -> HTTPResponse:
        """The answer that ends a sign-on as one of the demonstration people."""
        asked = self.get(f"/sign-in?{urlencode({'next': wanted})}")
        assert asked.status_code == 303
        return self.get(f"/signed-in?{urlencode(picked(asked.headers['Location'], person))}")

    @property
    def secret(self) -> str:
        return self.cookies.get("session", "")

    @property
    def csrf(self) -> str:
        session = find_session(wiring.ports(), self.secret) if self.secret else None
        return "" if session is None else csrf_token(session)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> HTTPResponse:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.office.ask(method, path, body, **headers, **({"Cookie": sent} if sent else {}))
        for each in set_cookies(answer):
            name, _, value = each.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        return answer


def set_cookies(answer: HTTPResponse) -> list[str]:
    """The cookies that an answer gives or takes away."""
    told: Any = answer.headers.get("Set-Cookie", [])  # chalice's types know of one value a header
    return list(told)


def picked(location: str, person: str) -> dict[str, str]:
    """What the sign-on sends a browser back with, once a person was picked there."""
    asked = sign_on().check_asked(dict(parse_qsl(urlsplit(location).query)))
    return {"code": sign_on().give_code(sign_on().person(person), asked), "state": asked.state}
