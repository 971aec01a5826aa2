"""
ministack as this project runs it: within bounds, keeping what it answered for, judging rows by policies.

    GATEWAY_PORT=4566 KEPT_FOLDER=data LOGS_FILE=functions.log RESTORE_KEY=... python -m infra.local.emulator

One address is added to ministack's: ``POST /_zero-errand/restore`` gives the deployed stack what the folder
holds, once. Until then only requests with ``RESTORE_KEY`` in their header ``x-zero-errand`` are answered.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import signal
from pathlib import Path
from typing import Any

os.environ["S3_DATA_DIR"] = (
    os.devnull
)  # ministack would load files as it is imported, before there are buckets

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app as ministack
from ministack.core import lambda_runtime

from infra.local.emulator import bounds, function_logs, handlers, leading_keys
from infra.local.emulator.bounds import Receive, Send
from infra.local.emulator.keeping import Keeper
from infra.local.ministack import BEGINS, HOST

RESTORE = "/_zero-errand/restore"
IDLE_SECONDS = 60
LAST_SECONDS = 2.0


class Emulator:
    """The ASGI application: ministack, and the address that restores."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper, self._restored, self._stopping, self._requests = keeper, False, False, 0
        self._key = os.environ["RESTORE_KEY"].encode()
        self._app = bounds.Bounds(ministack.app)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._stopping or not (self._restored or self._begins(scope)):
            await bounds.busy(send)
        else:
            self._requests += 1
            try:
                await self._answer(scope, receive, send)
            finally:
                self._requests -= 1

    def _begins(self, scope: Any) -> bool:
        """Whether it is a request of those who start the cloud; until all is restored, others come early."""
        given = dict(scope["headers"]).get(BEGINS.encode(), b"")
        return scope["path"].startswith("/_ministack/") or hmac.compare_digest(given, self._key)

    async def _answer(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["path"] == RESTORE:
            await self._restore(scope, send)
        else:
            await self._app(scope, receive, send)

    async def _restore(self, scope: Any, send: Send) -> None:
        if self._restored or not self._begins(scope):
            status, body = 403, b""
        else:
            status, body = 200, json.dumps(self._keeper.restore(), ensure_ascii=False).encode()
            self._restored = True
        headers = [(b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def stop(self) -> None:
        """Take no more requests, and see those that came to their end if that takes no more than a moment."""
        self._stopping = True
        until = asyncio.get_running_loop().time() + LAST_SECONDS
        while self._requests and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.02)


async def _run(keeper: Keeper, port: int) -> None:
    config = Config()
    config.bind, config.backlog, config.keep_alive_timeout = [f"{HOST}:{port}"], 512, IDLE_SECONDS
    emulator, asked = Emulator(keeper), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    serving = asyncio.create_task(serve(emulator, config, shutdown_trigger=asyncio.Event().wait))  # type: ignore[arg-type]
    asking = asyncio.create_task(asked.wait())
    await asyncio.wait({serving, asking}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
    await emulator.stop()
    keeper.stop()
    function_logs.write(Path(os.environ["LOGS_FILE"]))
    lambda_runtime.kill_workers([worker for pool in lambda_runtime._workers.values() for worker in pool])
    os._exit(0)  # threads that wait for functions have nobody to answer any more


def main() -> None:
    """Keep, bound, serve until SIGTERM; then everything is written down, within seconds."""
    os.umask(0o077)
    leading_keys.install()
    handlers.install()
    bounds.install()
    keeper = Keeper(Path(os.environ["KEPT_FOLDER"]))
    keeper.install()
    asyncio.run(_run(keeper, int(os.environ["GATEWAY_PORT"])))


if __name__ == "__main__":
    main()
