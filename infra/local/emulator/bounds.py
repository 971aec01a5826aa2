"""
Bounds of the emulator: how many calls, bytes, connections and copies of the code there are at a time.

AWS has such bounds of its own (functions at a time, sizes, seconds); ministack starts a process for every
call that comes and unpacks the code for each of them. Beyond the bounds a caller is told to come again.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from hypercorn.asyncio import run as server
from hypercorn.asyncio.tcp_server import TCPServer
from ministack.core import lambda_runtime

from infra.local.ministack import CALLS

WAITING = 64
WAITING_SECONDS = 25.0
"""Calls that may wait for their turn, and how long."""

LARGEST_BODY = 256 << 20
ALL_BODIES = 512 << 20
BODY_SECONDS = 60.0
SLOWEST = 64 << 10
"""Bytes of one request and of all together; seconds for a body to arrive, and one more for so many bytes."""

CONNECTIONS = 1024
FUNCTIONS = "32"
"""Functions running together, of all kinds."""

_API = ("/_aws/execute-api/", "/restapis/")
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]


class Bounds:
    """An ASGI application that passes requests on to another within the bounds."""

    def __init__(self, app: App) -> None:
        self._app, self._turns = app, asyncio.Semaphore(CALLS)
        self._waiting = self._bytes = 0

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = _length(scope)
        if length > LARGEST_BODY:
            await _refuse(send, 413, "too_long", "请求过大", "the request is too large")
        elif self._bytes + length > ALL_BODIES:
            await busy(send)
        else:
            self._bytes += length
            try:
                await self._in_turn(scope, _Body(receive, length), send)
            finally:
                self._bytes -= length

    async def _in_turn(self, scope: Any, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(_API):
            await self._app(scope, receive, send)
        elif not await self._turn():
            await busy(send)
        else:
            try:
                await self._app(scope, receive, send)
            finally:
                self._turns.release()

    async def _turn(self) -> bool:
        """Whether it became this call's turn, after a while or at once."""
        if not self._turns.locked():
            return await self._turns.acquire()
        if self._waiting >= WAITING:
            return False
        self._waiting += 1
        try:
            await asyncio.wait_for(self._turns.acquire(), WAITING_SECONDS)
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._waiting -= 1


class _Body:
    """Receives a request's body; one that is too slow or longer than told is as if its sender had gone."""

    def __init__(self, receive: Receive, length: int) -> None:
        self._receive, self._left = receive, length or LARGEST_BODY
        self._until: float | None = asyncio.get_running_loop().time() + BODY_SECONDS + length / SLOWEST

    async def __call__(self) -> Message:
        if self._until is None:
            return await self._receive()  # what comes after the body, whenever it comes: the sender goes
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        self._left -= len(message.get("body", b""))
        if not message.get("more_body", False):
            self._until = None
        return message if self._left >= 0 else {"type": "http.disconnect"}


def _length(scope: Any) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() else 0


async def busy(send: Send) -> None:
    """Tell the caller to come again in some seconds."""
    zh, en = "当前请求过多，请几秒后重试", "too many requests just now; please try again in some seconds"
    await _refuse(send, 503, "busy", zh, en)


async def _refuse(send: Send, status: int, code: str, zh: str, en: str) -> None:
    kind = f"urn:zero-errand:problem:{code}"
    problem = {"type": kind, "title": {"zh": zh, "en": en}, "status": status, "code": code}
    body = json.dumps(problem, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", b"%d" % len(body))]
    headers += [(b"retry-after", b"5")] if status == 503 else []
    headers += [(b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def install() -> None:
    """Share one unpacked copy of the code among all processes, and bound the connections."""
    os.environ.setdefault("LAMBDA_ACCOUNT_CONCURRENCY", FUNCTIONS)
    lambda_runtime.zipfile = _Shared
    server.TCPServer = _Connection  # type: ignore[attr-defined]


class _Connection(TCPServer):
    """
    A connection, closed at once where there are too many, and over as soon as its caller hangs up: hypercorn
    would wait for a further request of hers until the connection has been idle for long enough.
    """

    open = 0

    async def run(self) -> None:
        if _Connection.open >= CONNECTIONS:
            self.writer.close()
            return
        _Connection.open += 1
        try:
            await super().run()
        finally:
            _Connection.open -= 1

    async def _read_data(self) -> None:
        await super()._read_data()
        await self.idle_task.stop()


class _SharedCode(zipfile.ZipFile):
    """A zip that is unpacked once, for all; where it is asked for there are links."""

    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        archive, wanted = Path(str(self.filename)), Path(path)
        shared = Path(tempfile.gettempdir()) / f"code-{hashlib.sha256(archive.read_bytes()).hexdigest()}"
        if not shared.exists():
            unpacked = Path(tempfile.mkdtemp(prefix="unpacking-"))
            super().extractall(unpacked, members, pwd)
            try:
                unpacked.rename(shared)
            except OSError:  # another process' start was quicker
                shutil.rmtree(unpacked, ignore_errors=True)
        for entry in shared.iterdir():
            (wanted / entry.name).symlink_to(entry)
        archive.unlink()


class _Shared:
    """What ministack uses of ``zipfile``."""

    ZipFile = _SharedCode
    BadZipFile = zipfile.BadZipFile
    LargeFileError = zipfile.LargeZipFile
