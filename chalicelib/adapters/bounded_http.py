"""One HTTP request with bounds on time and size, for the systems outside: carriers, the sign-on."""

from __future__ import annotations

import io
import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

LARGEST = 1_000_000
"""Bytes of an answer that are read; a parcel's trace or an issuer's keys are a few thousand."""


class NoAnswer(Exception):  # noqa: N818 - says what is there, not that the program erred
    """
    The other side gave no usable answer; whether it acted on the question is unknown.

    ``code`` is ``timeout``, ``connection``, ``too_large`` or ``http_<status>``. It never holds what was sent.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def at_path(url: str, usual: str) -> str:
    """``url`` as it is if it has a path of its own, else with the service's ``usual`` one."""
    return url if urlsplit(url).path.strip("/") else url.rstrip("/") + usual


def post_form(url: str, fields: dict[str, str], timeout: float, more: dict[str, str] | None = None) -> bytes:
    """
    POST ``fields`` to ``url`` (http or https) and return the body of an answer with status 200.

    ``timeout`` is in seconds for everything together, from the connection to the last byte, however slowly
    they drip in; only looking up the host's name keeps the resolver's own limits. Redirects are not
    followed: the form may hold a phone number or a code, which goes to the configured address or nowhere.
    ``more`` are headers beside those of a form.

    Raises:
        NoAnswer: no connection, no complete answer in time, too long, or another status than 200.
    """
    content = urlencode(fields).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"} | (more or {})
    return _asked("POST", url, content, headers, timeout)


def get_page(url: str, timeout: float) -> bytes:
    """
    GET ``url``, as ``post_form`` does and within the same bounds.

    Raises:
        NoAnswer: as ``post_form``.
    """
    return _asked("GET", url, None, {"Accept": "application/json"}, timeout)


def _asked(method: str, url: str, content: bytes | None, headers: dict[str, str], timeout: float) -> bytes:
    parts = urlsplit(url)
    deadline = time.monotonic() + timeout
    secure = parts.scheme == "https"
    place = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    connection = (HTTPSConnection if secure else HTTPConnection)(parts.hostname or "", parts.port)
    try:
        with _connected(connection.host, connection.port, deadline, secure=secure) as connected:
            connection.sock = _Line(connected, deadline)
            connection.request(method, place, content, headers)
            return _body(connection)
    except TimeoutError as e:
        raise NoAnswer("timeout") from e
    except (OSError, HTTPException) as e:
        raise NoAnswer("connection") from e


def _body(connection: HTTPConnection) -> bytes:
    body = bytearray()
    with connection.getresponse() as answer:
        if answer.status != 200:
            raise NoAnswer(f"http_{answer.status}")
        while piece := answer.read1(65536):
            body += piece
            if len(body) > LARGEST:
                raise NoAnswer("too_large")
    return bytes(body)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connected(host: str, port: int, deadline: float, *, secure: bool) -> socket.socket:
    """A connection to the first address of ``host`` that takes one, with TLS where ``secure``."""
    refused = OSError("no address")
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        try:
            plain = socket.create_connection((str(address[0]), port), _left(deadline))
        except TimeoutError:
            raise
        except OSError as error:
            refused = error
            continue
        return _encrypted(plain, host, deadline) if secure else plain
    raise refused


def _encrypted(plain: socket.socket, host: str, deadline: float) -> ssl.SSLSocket:
    """TLS over a connection; ``ssl`` counts the time-out over the handshake as a whole."""
    try:
        plain.settimeout(_left(deadline))
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


class _Line:
    """A connected socket as ``http.client`` uses one; whoever connected it closes it."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = connected, deadline

    def sendall(self, content: bytes) -> None:
        self._socket.settimeout(_left(self._deadline))
        self._socket.sendall(content)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._socket, self._deadline))

    def close(self) -> None:
        """Nothing: an answer may be read after the connection was let go (RFC 9112, 9.6)."""


class _Reader(io.RawIOBase):
    """What comes in over a socket; every wait ends at the same ``deadline``."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        super().__init__()
        self._socket, self._deadline = connected, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # Any: typeshed's name for it is private
        self._socket.settimeout(_left(self._deadline))
        return self._socket.recv_into(buffer)
