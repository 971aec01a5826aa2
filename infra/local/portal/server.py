"""The portal address as a server: a bounded number of connections, each for a bounded time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

from infra.local.portal.behind import STARTING, Beside, Closed, Upstream
from infra.local.quiet import QuietServer

CONNECTIONS, TURNED_AWAY = 256, 128
"""Connections that are served together; so many more are told to come again, and all others closed."""

HEAD_SECONDS, BODY_SECONDS, WORK_SECONDS = 20.0, 60.0, 120.0
"""How long a connection may take until a request has come, its body has come, its answer has gone."""


class PortalServer(QuietServer):
    """Serves a bounded number of connections, none of which can be held by doing nothing."""

    request_queue_size = 512
    behind: Upstream | Closed = STARTING
    beside: Callable[[str, str], Beside | None] = staticmethod(lambda _method, _address: None)

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._lock = threading.Lock()
        self._until: dict[socket.socket, float] = {}

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            room = len(self._until) < CONNECTIONS + TURNED_AWAY
            if room:
                self._until[request] = time.monotonic() + HEAD_SECONDS
        if room:
            super().process_request(request, client_address)
        else:
            super().shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._until.pop(request, None)
        super().shutdown_request(request)

    def give(self, connection: socket.socket, seconds: float) -> None:
        """Let a connection go on for so many seconds."""
        with self._lock:
            if connection in self._until:
                self._until[connection] = time.monotonic() + seconds

    @property
    def crowded(self) -> bool:
        return len(self._until) > CONNECTIONS

    def service_actions(self) -> None:
        """End connections whose time is over; called several times a second."""
        now = time.monotonic()
        with self._lock:
            over = [connection for connection, until in self._until.items() if until < now]
        for connection in over:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
