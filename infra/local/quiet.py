"""An HTTP server whose clients may hang up whenever they like."""

from __future__ import annotations

import sys
from http.server import ThreadingHTTPServer
from io import BufferedIOBase
from typing import Any


class QuietServer(ThreadingHTTPServer):
    """A client that goes away in the middle of an answer is no fault of ours, and none to tell of."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def whole_body(incoming: BufferedIOBase, length: int) -> bytes:
    """
    The body of a request, ``length`` bytes.

    Raises:
        ConnectionError: the client has gone before its end: what came was never asked (RFC 9112, 8).
    """
    body = incoming.read(length)
    if len(body) < length:
        raise ConnectionAbortedError
    return body
