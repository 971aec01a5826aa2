"""
The portal address: plain HTTP in front of the API deployed in the embedded cloud.

Passes every request on and its answer back unchanged, but for three things: a preflight is answered from the
deployed template, what API Gateway would refuse (more than 10 MB) is refused, and while the cloud is away, or
too many come, a caller is told to come again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Self

from infra.local.ministack import HOST, EmbeddedCloudError
from infra.local.portal.behind import Beside, Closed, Upstream
from infra.local.portal.handler import Handler
from infra.local.portal.server import PortalServer


class Portal:
    """
    The portal address. It is taken at once; until ``open`` tells it what stands behind it, and after
    ``close``, it asks callers to come again.

    Port 0 is any free one. Raises EmbeddedCloudError when the port is taken.
    """

    def __init__(self, port: int) -> None:
        try:
            self._server = PortalServer((HOST, port), Handler)
        except OSError as error:
            raise EmbeddedCloudError(
                f"端口 {port} 被占用 is taken: 请停止占用它的程序，或另选 PORT= stop what listens there, "
                "or choose another with PORT="
            ) from error
        self.url = f"http://{HOST}:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.1,), name="portal", daemon=True
        )
        self._thread.start()

    def open(self, upstream: Upstream) -> None:
        """Pass requests on."""
        self._server.behind = upstream

    def answer_beside(self, beside: Callable[[str, str], Beside | None]) -> None:
        """Answer some addresses here, by method and address, without the API."""
        self._server.beside = beside

    def close(self, why: Closed) -> None:
        """Ask callers to come again, and say why."""
        self._server.behind = why

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
