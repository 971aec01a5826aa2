"""
The local sign-on over HTTP, at an address of this machine that nobody else can reach.

``GET /authorize`` shows a page to pick a person; ``POST /people/<id>/token`` gives a token of hers for the
command line. It is no part of the deployment package, and settings refuse its address in a real cloud.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from infra.local.issuer.issuer import LocalIssuer, RefusedError
from infra.local.issuer.page import WALKER, headers_of_page, page
from infra.local.ministack import HOST
from infra.local.quiet import QuietServer, whole_body

_LONGEST = 20_000


class _Handler(BaseHTTPRequestHandler):
    issuer: LocalIssuer
    timeout = 30  # seconds for a request to arrive

    def do_GET(self) -> None:
        self._answered(self._get)

    def do_POST(self) -> None:
        self._answered(self._post)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: addresses carry codes."""

    def _answered(self, answer: Callable[[str, dict[str, str]], None]) -> None:
        """A page of another name that leads to this machine (DNS rebinding) gets nothing."""
        parts = urlsplit(self.path)
        if self.headers.get("Host") != urlsplit(self.issuer.url).netloc:
            self._json({"error": "invalid_request"}, HTTPStatus.MISDIRECTED_REQUEST)
            return
        try:
            answer(parts.path, dict(parse_qsl(parts.query)))
        except RefusedError as error:
            self._json({"error": error.code}, HTTPStatus.BAD_REQUEST)

    def _get(self, path: str, query: dict[str, str]) -> None:
        match path:
            case "/health":
                self._json({"ok": True})
            case "/.well-known/openid-configuration":
                self._json(self.issuer.configuration())
            case "/jwks":
                self._json(self.issuer.keys())
            case "/authorize":
                self.issuer.check_asked(query)
                self._page(query)
            case _:
                self._json({"error": "not_found"}, HTTPStatus.NOT_FOUND)

    def _post(self, path: str, query: dict[str, str]) -> None:
        match path.split("/")[1:]:
            case ["authorize"]:
                asked, form = self.issuer.check_asked(query), self._form()
                code = self.issuer.give_code(self.issuer.person(form.get("person", "")), asked)
                self._go(f"{asked.redirect}?{urlencode({'code': code, 'state': asked.state})}")
            case ["token"]:
                self._json(self.issuer.redeem(self._form()))
            case ["people", id, "token"]:
                self._send(HTTPStatus.OK, {"Content-Type": "text/plain"}, self._token(id).encode())
            case _:
                self._json({"error": "not_found"}, HTTPStatus.NOT_FOUND)

    def _token(self, id: str) -> str:
        return self.issuer.token(self.issuer.person(id).claims)

    def _form(self) -> dict[str, str]:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _LONGEST:
            raise RefusedError("invalid_request")
        return dict(parse_qsl(whole_body(self.rfile, int(length)).decode(errors="replace")))

    def _page(self, query: dict[str, str]) -> None:
        cookies = SimpleCookie(self.headers.get("Cookie", ""))
        offered = cookies[WALKER].value if WALKER in cookies else None
        content = page(self.issuer.people(), urlencode(query), self.issuer.first, offered).encode()
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.issuer.redirect))
        self._send(HTTPStatus.OK, headers_of_page(f"'self' {origin}"), content)

    def _go(self, address: str) -> None:
        self._send(HTTPStatus.SEE_OTHER, {"Location": address}, b"")

    def _json(self, content: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(content).encode())

    def _send(self, status: HTTPStatus, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in {**headers, "Cache-Control": "no-store", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class IssuerServer:
    """Answers for an issuer until the ``with`` block ends; port 0 is any free one."""

    def __init__(self, port: int, made: Callable[[str], LocalIssuer]) -> None:
        """``made`` gives the issuer for the address that was taken."""
        handler = type("IssuerHandler", (_Handler,), {})
        self._server = QuietServer((HOST, port), handler)
        self.issuer = made(f"http://{HOST}:{self._server.server_port}")
        handler.issuer = self.issuer  # type: ignore[attr-defined]
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="sign-on", daemon=True
        )

    @property
    def port(self) -> int:
        return self._server.server_port

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
