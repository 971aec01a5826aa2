"""
The portal address: plain HTTP in front of the API deployed in the embedded cloud.

Passes every request on and its answer back unchanged, but for three things: a preflight is answered from the
deployed template, ``/`` shows where everything is unless the API has a page there, and what API Gateway would
refuse (more than 10 MB) is refused.
"""

from __future__ import annotations

import html
import http.client
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self, cast
from urllib.parse import unquote

from infra.local.ministack import HOST, EmbeddedCloudError
from infra.local.preflight import Route, find

BODY_LIMIT = 10 * 1024 * 1024  # bytes, API Gateway's own
_ANSWER_SECONDS = 35  # API Gateway gives up after 29
_LENGTH = re.compile("[0-9]{1,18}")
_REFUSED = "the request is not right; see /openapi.json"
_HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
_HOP_BY_HOP |= {"proxy-authenticate", "proxy-authorization"}
_OURS = _HOP_BY_HOP | {"host", "content-length", "x-forwarded-for"}


@dataclass(frozen=True)
class Upstream:
    """The deployed API: where the cloud listens, the path its stage begins with, and its routes."""

    port: int
    prefix: str
    routes: tuple[Route, ...]
    places: Mapping[str, str]


class _Portal(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    upstream: Upstream


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 120  # seconds an idle connection is kept
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.upstream = cast(_Portal, self.server).upstream
        self.cloud = http.client.HTTPConnection(HOST, self.upstream.port, timeout=_ANSWER_SECONDS)

    def finish(self) -> None:
        self.cloud.close()
        super().finish()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: paths carry case numbers, and the functions have logs of their own."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What http.server itself refuses, such as an unknown method, is a problem like all else."""
        status = HTTPStatus(code)
        self._problem(status, "request_refused", "请求有误，请对照 /openapi.json 修改", _REFUSED)

    def _answer(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not (_LENGTH.fullmatch(length) and self.path.startswith("/") and self.path.isascii()):
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
            self._route(self.rfile.read(int(length)))

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815  http.server's names

    def _route(self, body: bytes) -> None:
        path = unquote(self.path.partition("?")[0])  # as the emulator finds its way
        route = find(self.upstream.routes, path)
        if self.command == "OPTIONS" and route and route.preflight is not None:
            self._send(HTTPStatus.OK, list(route.preflight.items()), b"")
        elif path == "/" and not (route and self.command in route.methods):
            headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
            headers.append(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
            self._send(HTTPStatus.OK, headers, _index(self.upstream.places))
        elif route is None or self.command not in route.methods:
            # API Gateway answers so by the template's gateway responses, which the emulator drops.
            self._problem(
                HTTPStatus.NOT_FOUND,
                "no_such_address",
                "没有这个地址，请对照 /openapi.json",
                "there is no such address; see /openapi.json",
                unread=False,
            )
        else:
            self._forward(body)

    def _forward(self, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _OURS}
        headers |= {"X-Forwarded-For": self.client_address[0], "X-Forwarded-Proto": "http"}
        try:
            self.cloud.request(self.command, self.upstream.prefix + self.path, body or None, headers)
            answer = self.cloud.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.cloud.close()
            self._problem(
                HTTPStatus.BAD_GATEWAY, "busy", "内嵌云没有应答", "the embedded cloud did not answer"
            )
            return
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _OURS]
        self._send(answer.status, kept, content)

    def _problem(self, status: HTTPStatus, code: str, zh: str, en: str, *, unread: bool = True) -> None:
        """With its body ``unread``, a request leaves the connection unfit for another one."""
        headers = [("Content-Type", "application/problem+json"), ("X-Content-Type-Options", "nosniff")]
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


def _index(places: Mapping[str, str]) -> bytes:
    rows = "".join(f"<tr><th>{html.escape(k)}</th><td>{html.escape(v)}</td></tr>" for k, v in places.items())
    return f"""<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>零跑腿 zero-errand</title>
<h1>零跑腿 zero-errand</h1>
<p>内嵌云中已部署的接口 The API deployed in the embedded cloud:
<a href="/items">/items</a> · <a href="/openapi.json">/openapi.json</a> · <a href="/health">/health</a></p>
<table>{rows}</table></html>
""".encode()


class Portal:
    """
    The portal address. It is taken at once, and answers once ``open`` has told it what stands behind it.

    Port 0 is any free one. Raises EmbeddedCloudError when the port is taken.
    """

    def __init__(self, port: int) -> None:
        try:
            self._server = _Portal((HOST, port), _Handler)
        except OSError as error:
            raise EmbeddedCloudError(f"端口 {port} 被占用 is taken: choose another with PORT=") from error
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self._thread: threading.Thread | None = None

    def open(self, upstream: Upstream) -> None:
        """Begin to answer, from a thread of its own."""
        self._server.upstream = upstream
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="portal", daemon=True
        )
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
