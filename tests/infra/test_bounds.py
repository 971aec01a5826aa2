"""The emulator's bounds: so many calls and bytes at a time; beyond them callers are told to come again."""

from __future__ import annotations

import asyncio
import json
import socket
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypercorn.asyncio import run as server
from hypercorn.asyncio import serve
from hypercorn.config import Config

from infra.local.emulator import bounds
from infra.local.emulator.bounds import ALL_BODIES, LARGEST_BODY, WAITING, Bounds
from infra.local.ministack import CALLS

API = "/_aws/execute-api/x/api/cases"
STORE = "/bucket/key"


class Slow:
    """An application that answers when it is let go, and counts how many calls it has at a time."""

    def __init__(self) -> None:
        self.now = self.most = self.served = self.read = 0
        self.go = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await self.go.wait()
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return
                self.read += len(message.get("body", b""))
                if not message.get("more_body"):
                    break
            self.served += 1
            await send({"type": "http.response.start", "status": 200, "headers": []})
        finally:
            self.now -= 1


async def call(
    app: Any, path: str = API, length: int = 0, body: Callable[[], Awaitable[Any]] | None = None
) -> Any:
    """The messages of an answer."""
    told: list[Any] = []

    async def nothing() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"content-length", b"%d" % length)]}
    await app(scope, body or nothing, send)
    return told


def status(told: list[Any]) -> int | None:
    return told[0]["status"] if told else None


async def settled(app: Bounds, slow: Slow, waiting: int) -> None:
    while slow.now < CALLS or app._waiting < waiting:
        await asyncio.sleep(0)


def test_of_three_hundred_calls_at_once_some_wait_and_the_rest_are_told_to_come_again() -> None:
    async def scene() -> None:
        slow = Slow()
        app = Bounds(slow)
        calls = [asyncio.create_task(call(app)) for _ in range(300)]
        await settled(app, slow, WAITING)
        turned_away = [task for task in calls if task.done()]
        assert len(turned_away) == 300 - CALLS - WAITING
        for task in turned_away:
            told = task.result()
            headers = dict(told[0]["headers"])
            assert status(told) == 503
            assert int(headers[b"retry-after"]) > 0
            problem = json.loads(told[1]["body"])
            assert problem["code"] == "busy"
            assert set(problem["title"]) == {"zh", "en"}
        slow.go.set()
        assert [status(await task) for task in calls].count(200) == CALLS + WAITING
        assert slow.most == CALLS
        assert [status(await call(app))] == [200], "and all is free again"

    asyncio.run(scene())


def test_a_call_that_waits_in_vain_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "WAITING_SECONDS", 0.01)

    async def scene() -> None:
        slow = Slow()
        app = Bounds(slow)
        holders = [asyncio.create_task(call(app)) for _ in range(CALLS)]
        await settled(app, slow, 0)
        assert status(await call(app)) == 503
        slow.go.set()
        assert [status(await task) for task in holders] == [200] * CALLS

    asyncio.run(scene())


def test_functions_and_uploads_are_not_held_up_by_calls_of_the_api() -> None:
    async def scene() -> None:
        slow = Slow()
        app = Bounds(slow)
        holders = [asyncio.create_task(call(app)) for _ in range(CALLS)]
        await settled(app, slow, 0)
        upload = asyncio.create_task(call(app, STORE))
        while slow.now == CALLS:
            await asyncio.sleep(0)
        slow.go.set()
        assert [status(await task) for task in (*holders, upload)] == [200] * (CALLS + 1)

    asyncio.run(scene())


def test_bodies_are_bounded_each_and_together() -> None:
    async def scene() -> None:
        slow = Slow()
        app = Bounds(slow)
        assert status(await call(app, STORE, LARGEST_BODY + 1)) == 413
        large = [
            asyncio.create_task(call(app, STORE, LARGEST_BODY)) for _ in range(ALL_BODIES // LARGEST_BODY)
        ]
        while slow.now < len(large):
            await asyncio.sleep(0)
        assert status(await call(app, STORE, 1)) == 503
        slow.go.set()
        for task in large:
            await task
        assert status(await call(app, STORE, LARGEST_BODY)) == 200, (
            "the bytes of those that have ended are free"
        )

    asyncio.run(scene())


@pytest.mark.parametrize("told", [0, 10])
def test_a_body_longer_than_told_is_not_read_to_its_end(told: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LARGEST_BODY", 1_000)

    async def endless() -> Any:
        return {"type": "http.request", "body": b"x" * 100, "more_body": True}

    async def scene() -> None:
        slow = Slow()
        slow.go.set()
        assert status(await call(Bounds(slow), STORE, told, endless)) is None
        assert slow.read <= 1_000
        assert slow.served == 0

    asyncio.run(scene())


def test_a_body_that_never_comes_lets_go_of_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "BODY_SECONDS", 0.01)

    async def never() -> Any:
        await asyncio.Event().wait()

    async def scene() -> None:
        slow = Slow()
        slow.go.set()
        app = Bounds(slow)
        for _ in range(CALLS + 1):
            assert status(await call(app, API, 5, never)) is None
        assert slow.now == 0
        assert status(await call(app)) == 200

    asyncio.run(scene())


async def answering(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


def test_a_caller_who_hung_up_takes_no_connection_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "CONNECTIONS", 8)
    monkeypatch.setattr(server, "TCPServer", bounds._Connection)

    async def ask_once(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return answer

    async def scene(listening: socket.socket) -> None:
        over, config = asyncio.Event(), Config()
        port = listening.getsockname()[1]
        config.bind, config.keep_alive_timeout = [f"fd://{listening.detach()}"], 600
        serving = asyncio.create_task(serve(answering, config, shutdown_trigger=over.wait))
        for _ in range(3):
            asked = [ask_once(port) for _ in range(8)]
            assert {answer.split()[1] for answer in await asyncio.gather(*asked)} == {b"200"}
            while bounds._Connection.open:
                await asyncio.sleep(0)
        over.set()
        await serving

    asyncio.run(asyncio.wait_for(scene(socket.create_server(("127.0.0.1", 0))), 30))


def test_the_code_is_unpacked_once_for_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = []
    for process in ("one", "two", "three"):
        code = tmp_path / process / "code"
        code.mkdir(parents=True)
        with zipfile.ZipFile(tmp_path / process / "code.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo("app.py"), "x = 1")
            archive.writestr(zipfile.ZipInfo("package/inner.py"), "y = 2")
        with bounds._SharedCode(tmp_path / process / "code.zip") as shared:
            shared.extractall(code)
        assert (code / "app.py").read_text() == "x = 1"
        assert (code / "package" / "inner.py").read_text() == "y = 2"
        assert not (tmp_path / process / "code.zip").exists()
        found.append((code / "package" / "inner.py").resolve())
    assert len(set(found)) == 1
    assert [place.name for place in tmp_path.glob("unpacking-*")] == []
