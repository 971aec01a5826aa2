"""The portal address: clients that hang up, stall, come in crowds, or come while nobody is there."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

import pytest

from infra.local.portal import server as servers
from infra.local.portal.behind import RESTARTING, STARTING, STOPPING, Closed, Upstream
from infra.local.portal.portal import Portal
from infra.local.portal.preflight import Route
from infra.local.portal.server import BODY_SECONDS, HEAD_SECONDS
from infra.local.quiet import QuietServer
from tests.waiting import until

PATIENCE = 240


class Api(BaseHTTPRequestHandler):
    """
    What stands behind the portal: it answers when ``go`` is set; on ``/drop`` it hangs up, on ``/last`` after
    its answer.
    """

    protocol_version = "HTTP/1.1"
    go = threading.Event()
    calls = 0

    def do_GET(self) -> None:
        Api.calls += 1
        self.go.wait(PATIENCE)
        if self.path == "/drop":
            self.close_connection = True
            return
        if self.path == "/updated":
            self._being_updated()
            return
        self.send_response(200)
        self.send_header("Content-Length", "2000000" if self.path == "/large" else "2")
        self.end_headers()
        self.wfile.write(b"x" * 2_000_000 if self.path == "/large" else b"ok")
        self.close_connection = self.path == "/last"

    def _being_updated(self) -> None:
        body = json.dumps({"title": {"zh": "系统正在升级", "en": "it is being updated"}}).encode()
        self.send_response(503)
        self.send_header("Content-Type", "application/problem+json")
        self.send_header("Retry-After", "60")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@dataclass
class Clock:
    """Time stands still, or goes on by ``step`` seconds whenever somebody looks at the clock."""

    at: float = 0.0
    step: float = 0.0

    def monotonic(self) -> float:
        self.at += self.step
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(servers, "time", clock)
    return clock


@pytest.fixture
def portal(clock: Clock) -> Iterator[Portal]:
    Api.go.set()
    api = QuietServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=api.serve_forever, args=(0.01,))
    thread.start()
    routes = tuple(
        Route(re.compile(path), frozenset({"GET"}), None)
        for path in ("/ok", "/drop", "/last", "/large", "/updated")
    )
    with Portal(0) as made:
        made.open(Upstream(api.server_port, "", routes))
        yield made
        Api.go.set()
    api.shutdown()
    thread.join()
    api.server_close()


def address(portal: Portal) -> tuple[str, int]:
    return "127.0.0.1", int(portal.url.rpartition(":")[2])


def ask(portal: Portal, path: str = "/ok", accept: str = "*/*") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address(portal), timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def connected(portal: Portal, connections: int) -> None:
    until(lambda: len(portal._server._until), lambda found: found == connections)


@pytest.mark.parametrize("why", [STARTING, RESTARTING, STOPPING])
def test_while_there_is_no_cloud_a_caller_is_told_why_and_to_come_again(portal: Portal, why: Closed) -> None:
    portal.close(why)
    status, headers, body = ask(portal)
    assert status == 503
    assert int(headers["retry-after"]) > 0
    assert json.loads(body)["title"] == {"zh": why.zh, "en": why.en}


def test_who_opens_a_page_meanwhile_reads_why_and_gets_the_page_once_there_is_a_cloud(portal: Portal) -> None:
    portal.close(STARTING)
    status, headers, body = ask(portal, accept="text/html,*/*;q=0.8")
    assert (status, headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert STARTING.zh in body.decode()
    assert 'http-equiv="refresh" content="5"' in body.decode()
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")


def test_who_opens_a_page_that_the_api_cannot_answer_now_reads_the_apis_own_reason(portal: Portal) -> None:
    status, headers, body = ask(portal, "/updated", accept="text/html,*/*;q=0.8")
    assert (status, headers["retry-after"], headers["content-type"]) == (
        503,
        "60",
        "text/html; charset=utf-8",
    )
    assert "系统正在升级" in body.decode()
    assert 'http-equiv="refresh" content="60"' in body.decode()
    assert json.loads(ask(portal, "/updated")[2])["title"]["zh"] == "系统正在升级", "programs get it as it is"


def test_a_cloud_that_hangs_up_or_is_gone_is_no_bad_gateway(portal: Portal) -> None:
    status, headers, body = ask(portal, "/drop")
    assert (status, headers["retry-after"]) == (503, "5")
    assert "Idempotency-Key" in json.loads(body)["title"]["en"]
    behind = portal._server.behind
    assert isinstance(behind, Upstream)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        portal.open(Upstream(nobody.getsockname()[1], "", behind.routes))
    assert ask(portal)[0] == 503
    portal.open(behind)
    assert ask(portal)[0] == 200


def test_a_connection_that_the_cloud_has_ended_meanwhile_costs_nobody_an_answer(portal: Portal) -> None:
    connection = http.client.HTTPConnection(*address(portal), timeout=PATIENCE)
    found = []
    for path in ("/last", "/last", "/ok", "/drop"):
        connection.request("GET", path)
        answer = connection.getresponse()
        found.append((answer.status, len(answer.read()) > 2))
    connection.close()
    assert found == [(200, False), (200, False), (200, False), (503, True)], "only once is asked again"


def test_one_connection_outlives_a_restart_of_the_cloud(portal: Portal) -> None:
    connection = http.client.HTTPConnection(*address(portal), timeout=PATIENCE)
    behind = portal._server.behind
    assert isinstance(behind, Upstream)
    found = []
    for close in (False, True, False):
        if close:
            portal.close(RESTARTING)
        else:
            portal.open(behind)
        connection.request("GET", "/ok")
        answer = connection.getresponse()
        answer.read()
        found.append(answer.status)
    connection.close()
    assert found == [200, 503, 200]


@pytest.mark.parametrize("path", ["/ok", "/large", "/drop"])
def test_a_client_that_hangs_up_leaves_nothing_on_the_screen(
    portal: Portal, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Api.go.clear()
    for length in (0, 1):
        with socket.create_connection(address(portal), timeout=PATIENCE) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    Api.go.set()
    connected(portal, 0)
    assert ask(portal)[0] == 200
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")


@pytest.mark.parametrize("came", [b"", b"{}", b"x" * 29])
def test_a_request_whose_client_hangs_up_before_its_end_is_not_passed_on(
    portal: Portal, came: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of half a withdrawal or a claim the other half might have said something else."""
    Api.calls = 0
    with socket.create_connection(address(portal), timeout=PATIENCE) as client:
        client.sendall(b"GET /ok HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\n" + came)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(4096) == b""
    connected(portal, 0)
    assert Api.calls == 0
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("sent", [b"", b"GET /ok HT", b"GET /ok HTTP/1.1\r\nA: b\r\n"])
def test_a_client_that_stalls_loses_its_connection(portal: Portal, clock: Clock, sent: bytes) -> None:
    with socket.create_connection(address(portal), timeout=PATIENCE) as client:
        client.sendall(sent)
        connected(portal, 1)
        clock.step = HEAD_SECONDS / 4
        while client.recv(4096):
            pass
    connected(portal, 0)


def test_a_client_that_sends_its_body_drop_by_drop_loses_its_connection(portal: Portal, clock: Clock) -> None:
    with socket.create_connection(address(portal), timeout=PATIENCE) as client:
        client.sendall(b"GET /ok HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        until(lambda: list(portal._server._until.values()), lambda found: found == [BODY_SECONDS])
        clock.step = BODY_SECONDS / 8

        def refused() -> bool:
            with suppress(ConnectionError):
                client.sendall(b"x")
                return False
            return True

        until(refused)
    connected(portal, 0)


def test_crowds_are_told_to_come_again_and_those_within_the_bounds_are_served(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "CONNECTIONS", 10)
    monkeypatch.setattr(servers, "TURNED_AWAY", 5)
    Api.go.clear()
    with ExitStack() as crowd:
        clients = [
            crowd.enter_context(socket.create_connection(address(portal), timeout=PATIENCE))
            for _ in range(10)
        ]
        for client in clients:
            client.sendall(b"GET /ok HTTP/1.1\r\nHost: x\r\n\r\n")
        connected(portal, 10)
        status, headers, _ = ask(portal)
        assert (status, headers["retry-after"], headers["connection"]) == (503, "5", "close")
        connected(portal, 10)  # until it is gone, whoever was turned away takes one of the five places
        idle = [
            crowd.enter_context(socket.create_connection(address(portal), timeout=PATIENCE)) for _ in range(5)
        ]
        connected(portal, 15)
        with socket.create_connection(address(portal), timeout=PATIENCE) as one_too_many:
            assert one_too_many.recv(10) == b""
        assert len(idle) == 5
        Api.go.set()
        for client in clients:
            assert client.recv(100).startswith(b"HTTP/1.1 200")
    connected(portal, 0)
    assert ask(portal)[0] == 200
