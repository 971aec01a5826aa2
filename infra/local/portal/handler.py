"""How one request at the portal address is answered: here, by the API behind it, or by: come again."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote

from chalicelib.routes.requests.media_types import prefers_page
from infra.local.issuer.page import headers_of_page
from infra.local.ministack import HOST
from infra.local.portal.behind import AWAY, CROWDED, Closed, Upstream
from infra.local.portal.preflight import find
from infra.local.portal.server import BODY_SECONDS, HEAD_SECONDS, WORK_SECONDS, PortalServer
from infra.local.portal.waiting_page import waiting_page
from infra.local.quiet import whole_body

BODY_LIMIT = 10 * 1024 * 1024  # bytes, API Gateway's own
_ANSWER_SECONDS = 60  # API Gateway gives up after 29; some seconds more may pass until it is a call's turn
_RETRY_SECONDS = "5"
_PROBLEM = "application/problem+json"

_LENGTH = re.compile("[0-9]{1,18}")
_REFUSED = "the request is not right; see /openapi.json"
_HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
_HOP_BY_HOP |= {"proxy-authenticate", "proxy-authorization"}
_OURS = _HOP_BY_HOP | {"host", "content-length", "x-forwarded-for"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: PortalServer

    def setup(self) -> None:
        super().setup()
        self.cloud: http.client.HTTPConnection | None = None

    def handle_one_request(self) -> None:
        self.server.give(self.connection, HEAD_SECONDS)
        super().handle_one_request()

    def finish(self) -> None:
        self._leave_cloud()
        super().finish()

    def _leave_cloud(self) -> None:
        if self.cloud is not None:
            self.cloud.close()
            self.cloud = None

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: paths carry case numbers, and the functions have logs of their own."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server itself refuses, such as an unknown method, is a problem like all else."""
        status = HTTPStatus(code)
        self._problem(status, "request_refused", "请求有误，请对照 /openapi.json 修改", _REFUSED)

    def _answer(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        self.server.give(self.connection, BODY_SECONDS)
        if self.server.crowded:
            self._come_again(CROWDED)
        elif not (_LENGTH.fullmatch(length) and self.path.startswith("/") and self.path.isascii()):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif self.headers.get("Transfer-Encoding"):
            self._problem(
                HTTPStatus.LENGTH_REQUIRED, "length_needed", "请提供 Content-Length", "send a Content-Length"
            )
        elif int(length) > BODY_LIMIT:
            self._problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "too_long",
                "请求超过 10 MB",
                "the request has more than 10 MB",
            )
        else:
            self._route(whole_body(self.rfile, int(length)))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815  http.server's names

    def _route(self, body: bytes) -> None:
        self.server.give(self.connection, WORK_SECONDS)
        behind = self.server.behind
        own = self.server.beside(self.command, self.path)
        if self._by_another_name:
            here = f"http://{HOST}:{self.server.server_address[1]}"
            self._send(HTTPStatus.TEMPORARY_REDIRECT, [("Location", f"{here}{self.path}")], b"")
        elif own is not None:
            self._send(own.status, list(own.headers.items()), own.content)
        elif isinstance(behind, Closed):
            self._come_again(behind, unread=False)
        else:
            self._pass_on(behind, body)

    @property
    def _by_another_name(self) -> bool:
        """
        A browser that looks at a page at ``localhost``: the sign-on sends it back to the address of this
        machine, where the cookies of the other name are not.
        """
        return self.headers.get("Host", "").partition(":")[0] == "localhost" and self._looks_at_a_page

    @property
    def _looks_at_a_page(self) -> bool:
        return self.command == "GET" and prefers_page(self.headers.get("Accept", ""))

    def _pass_on(self, upstream: Upstream, body: bytes) -> None:
        path = unquote(self.path.partition("?")[0])  # as the emulator finds its way
        route = find(upstream.routes, path, self.command)
        if self.command == "OPTIONS" and route and route.preflight is not None:
            self._send(HTTPStatus.OK, list(route.preflight.items()), b"")
        elif route is None:
            # API Gateway answers so by the template's gateway responses, which the emulator drops.
            self._problem(
                HTTPStatus.NOT_FOUND,
                "no_such_address",
                "没有这个地址，请对照 /openapi.json",
                "there is no such address; see /openapi.json",
                unread=False,
            )
        else:
            self._forward(upstream, body)

    def _forward(self, upstream: Upstream, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OURS}
        headers |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "http"}
        try:
            answer, content = self._ask(upstream, body, headers)
        except TimeoutError:
            self._leave_cloud()
            zh, en = "处理超时，请稍后查看结果", "this took too long; please look later what came of it"
            self._problem(HTTPStatus.GATEWAY_TIMEOUT, "too_slow", zh, en, unread=False)
        except (OSError, http.client.HTTPException):
            self._leave_cloud()
            self._come_again(AWAY, unread=False)
        else:
            told = answer.getheader("Content-Type", "")
            if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and told == _PROBLEM and self._looks_at_a_page:
                why = Closed(**json.loads(content)["title"])
                self._come_again(why, answer.getheader("Retry-After", _RETRY_SECONDS), unread=False)
                return
            kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OURS]
            self._send(answer.status, kept, content)

    def _ask(
        self, upstream: Upstream, body: bytes, headers: Mapping[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """
        What the cloud answers. It may have ended a connection that lay idle: what changes nothing is then
        asked again on a new one (RFC 9110, 9.2.2).
        """
        used = self.cloud is not None and self.cloud.port == upstream.port
        if self.cloud is None or not used:
            self._leave_cloud()
            self.cloud = http.client.HTTPConnection(HOST, upstream.port, timeout=_ANSWER_SECONDS)
        try:
            self.cloud.request(self.command, upstream.prefix + self.path, body or None, headers)
            answer = self.cloud.getresponse()
            return answer, answer.read()
        except TimeoutError:
            raise
        except (OSError, http.client.HTTPException):
            if not (used and self.command in ("GET", "HEAD")):
                raise
        self._leave_cloud()
        return self._ask(upstream, body, headers)

    def _come_again(self, why: Closed, seconds: str = _RETRY_SECONDS, *, unread: bool = True) -> None:
        headers = [("Retry-After", seconds)]
        if self._looks_at_a_page and not unread:
            headers += headers_of_page("'none'").items()
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, headers, waiting_page(*why, seconds))
            return
        self._problem(HTTPStatus.SERVICE_UNAVAILABLE, "busy", *why, unread=unread, headers=headers)

    def _problem(
        self,
        status: HTTPStatus,
        code: str,
        zh: str,
        en: str,
        *,
        unread: bool = True,
        headers: list[tuple[str, str]] | None = None,
    ) -> None:
        """With its body ``unread``, a request leaves the connection unfit for another one."""
        headers = [*(headers or []), ("Content-Type", _PROBLEM)]
        headers.append(("X-Content-Type-Options", "nosniff"))
        if unread:
            self.close_connection = True
            headers.append(("Connection", "close"))
        kind = f"urn:zero-errand:problem:{code}"
        document = {"type": kind, "title": {"zh": zh, "en": en}, "status": status, "code": code}
        self._send(status, headers, json.dumps(document, ensure_ascii=False).encode())

    def _send(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
