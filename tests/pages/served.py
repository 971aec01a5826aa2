"""The app of this process at an address that a browser can open."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from infra.local.quiet import QuietServer
from tests.adapters.office import Office

_PASSED_ON = ("Accept", "Content-Type", "Cookie", "Sec-Fetch-Site", "HX-Request")


@contextmanager
def served(office: Office) -> Iterator[str]:
    """The address of the first page."""
    alone = threading.Lock()  # chalice's test client answers one request at a time

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: what is not right fails the test."""

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length else b""
            named = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
            with alone:
                answer = office.ask(self.command, self.path, body or None, **named)
            self.send_response(answer.status_code)
            for name, value in _pairs(answer.headers):
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _answer  # noqa: N815 - http.server's names

    server = QuietServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _pairs(headers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in headers.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one
