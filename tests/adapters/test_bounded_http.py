from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest

from chalicelib.adapters import bounded_http
from chalicelib.adapters.bounded_http import NoAnswer, at_path, post_form

PATIENCE = 60
"""After so many seconds a server that says nothing hangs up: whoever would wait for ever is found out."""


def test_a_carrier_that_is_not_there_is_a_connection_error() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, so that nobody else can listen there
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        with pytest.raises(NoAnswer) as caught:
            post_form(url, {"phone": "13800001234"}, timeout=PATIENCE)
    assert caught.value.code == "connection"
    assert "13800001234" not in repr(caught.value)


Answer = Callable[[socket.socket, threading.Event], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server whose one caller is answered by ``answer``, until the test is over."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError), listening.accept()[0] as caller:
                answer(caller, over)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            over.set()
            with suppress(OSError):  # on a busy machine a caller may have given up before he came
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def hear(caller: socket.socket) -> None:
    """Take a request in to its end: who hangs up before takes his answer back as well."""
    with caller.makefile("rb") as lines:
        head = list(iter(lines.readline, b"\r\n"))
        lines.read(next(int(line.split(b":")[1]) for line in head if line.startswith(b"Content-Length:")))


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"H"),
        (OK, b"X"),
        (OK + b"X-Long: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (OK + b"Content-Length: 100000\r\n\r\n", b" "),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (OK + b"\r\n", b" "),
    ],
    ids=["status line", "header names", "a header", "continue", "body", "chunks", "body without end"],
)
def test_an_answer_that_drips_in_has_one_deadline_for_the_whole(
    head: bytes, piece: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second passes with every piece; after a thousand the server hangs up."""
    seconds = 0

    def drip(caller: socket.socket, _: threading.Event) -> None:
        nonlocal seconds
        hear(caller)
        caller.sendall(head)
        for seconds in range(1, 1001):  # noqa: B007  the clock of the one who waits
            caller.sendall(piece)

    monkeypatch.setattr(bounded_http, "time", SimpleNamespace(monotonic=lambda: float(seconds)))
    with answering(drip) as url, pytest.raises(NoAnswer) as caught:
        post_form(url, {"a": "1"}, timeout=PATIENCE)
    assert caught.value.code == "timeout"


def deaf(_: socket.socket, over: threading.Event) -> None:
    over.wait(PATIENCE)


@pytest.mark.parametrize("length", [1, 50_000_000], ids=["never answers", "takes no request"])
def test_a_carrier_that_does_nothing_is_given_up_after_the_timeout(length: int) -> None:
    with answering(deaf) as url, pytest.raises(NoAnswer) as caught:
        post_form(url, {"a": "1" * length}, timeout=0.3)
    assert caught.value.code == "timeout"


def test_a_carrier_that_never_finishes_the_handshake_is_given_up_after_the_timeout() -> None:
    def drip(caller: socket.socket, over: threading.Event) -> None:
        caller.sendall(b"\x16\x03\x03\x40\x00")  # the head of a TLS record of 16 KB
        while not over.wait(0.02):
            caller.sendall(b"\x02")

    with answering(drip) as url, pytest.raises(NoAnswer) as caught:
        post_form(url.replace("http:", "https:"), {"a": "1"}, timeout=0.3)
    assert caught.value.code == "timeout", "what comes after the whole record is no handshake: a connection"


def test_an_endless_answer_is_cut_off() -> None:
    def endless(caller: socket.socket, over: threading.Event) -> None:
        hear(caller)
        caller.sendall(OK + b"\r\n")
        while not over.is_set():
            caller.sendall(b" " * 65536)

    with answering(endless) as url, pytest.raises(NoAnswer) as caught:
        post_form(url, {"a": "1"}, timeout=PATIENCE)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_a_redirect_is_not_followed(status: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0)
        there = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"

        def sends_away(caller: socket.socket, _: threading.Event) -> None:
            hear(caller)
            caller.sendall(f"HTTP/1.1 {status}\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode())

        with answering(sends_away) as url, pytest.raises(NoAnswer) as caught:
            post_form(url, {"phone": "13800001234"}, timeout=PATIENCE)
        assert caught.value.code == f"http_{status[:3]}"
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


@pytest.mark.parametrize("close", [b"", b"Connection: close\r\n"])
def test_a_whole_answer_is_read_whether_or_not_the_connection_stays_open(close: bytes) -> None:
    def answer(caller: socket.socket, _: threading.Event) -> None:
        hear(caller)
        caller.sendall(OK + close + b"Content-Length: 5\r\n\r\nhello")

    with answering(answer) as url:
        assert post_form(url, {"a": "1"}, timeout=PATIENCE) == b"hello"


@pytest.mark.parametrize("url", ["https://carrier.example", "https://carrier.example/"])
def test_an_address_without_a_path_gets_the_usual_one_and_a_whole_one_is_left_alone(url: str) -> None:
    assert at_path(url, "/poll/query.do") == "https://carrier.example/poll/query.do"
    assert at_path("https://carrier.example/own", "/poll/query.do") == "https://carrier.example/own"
