"""The API's processes are started before anybody is invited."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from infra.local.ministack import CALLS
from infra.local.quiet import QuietServer
from infra.local.warm import warm


class Api(BaseHTTPRequestHandler):
    """Answers once as many have come as it has processes."""

    status = 200
    all_there = threading.Barrier(CALLS, timeout=240)

    def do_GET(self) -> None:
        self.all_there.wait()
        self.send_response(self.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def api() -> Iterator[str]:
    server = QuietServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("status", "told"), [(200, 0), (500, 1)])
def test_every_process_is_asked_at_once_and_one_that_does_not_answer_is_told_of(
    api: str, monkeypatch: pytest.MonkeyPatch, status: int, told: int
) -> None:
    monkeypatch.setattr(Api, "status", status)
    said: list[str] = []
    warm(api, said.append)
    assert len(said) == told
