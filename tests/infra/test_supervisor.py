"""A server that ends is told of and started again; one that does not stay is left, in words."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from infra.local import supervisor as supervising
from infra.local.ministack import CANNOT_KEEP, Child, EmbeddedCloudError, free_port
from infra.local.supervisor import PATIENCE_SECONDS, RESTARTS, Supervisor, Watched
from tests.waiting import until

SERVER = (
    "import http.server, sys; http.server.test(http.server.SimpleHTTPRequestHandler, port=int(sys.argv[1]))"
)


def server(folder: Path, port: int) -> Child:
    command = [sys.executable, "-c", SERVER.replace("port=", "bind='127.0.0.1', port="), str(port)]
    return Child(command, port, "/", folder / "server.log", {})


@contextmanager
def watched(start: Callable[[], Child]) -> Iterator[tuple[Watched, Supervisor, list[str]]]:
    """A server that is looked after, and what was told of it."""
    told: list[str] = []
    each = Watched("the server", start(), start)
    looking = Supervisor([each], told.append, lambda: None)
    looking.start()
    try:
        yield each, looking, told
    finally:
        looking.stop()
        each.child.stop()


def test_a_free_port_is_given_to_nobody_else_until_its_server_has_started() -> None:
    ports = [free_port() for _ in range(1_000)]
    assert len(set(ports)) == len(ports)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGABRT])
def test_a_server_that_ends_is_told_of_and_there_again(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with watched(lambda: server(tmp_path, port)) as (each, looking, told):
        first = each.child.pid
        os.kill(first, number)
        until(lambda: any("已恢复 is there again" in line for line in told))
        assert each.child.pid != first
        assert each.child.healthy()
        assert f"signal {number}" in told[0]
        assert not looking.gave_up


def test_a_server_that_ends_again_and_again_is_given_up_in_words(tmp_path: Path) -> None:
    starts = 0

    def start() -> Child:
        nonlocal starts
        starts += 1
        if starts > 1:
            raise EmbeddedCloudError("it does not start")
        return server(tmp_path, free_port())

    with watched(start) as (each, looking, told):
        os.kill(each.child.pid, signal.SIGKILL)
        until(lambda: bool(looking.gave_up))
        until(lambda: not looking.is_alive())
        assert starts == 1 + RESTARTS
        assert str(RESTARTS) in looking.gave_up
        assert "what was answered is kept" in looking.gave_up
        assert sum("it does not start" in line for line in told) == RESTARTS


def test_a_server_that_cannot_write_says_so(tmp_path: Path) -> None:
    said = f"import sys; print('cannot keep: No space left on device', flush=True); sys.exit({CANNOT_KEEP})"
    with pytest.raises(EmbeddedCloudError, match="No space left"):
        Child([sys.executable, "-c", said], free_port(), "/", tmp_path / "server.log", {})


def test_a_server_that_does_not_answer_any_more_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(at=0.0)
    clock.monotonic = lambda: clock.at
    monkeypatch.setattr(supervising, "time", clock)
    monkeypatch.setattr(supervising, "HEALTH_SECONDS", 0.0)
    port = free_port()
    with watched(lambda: server(tmp_path, port)) as (each, looking, told):
        first = each.child.pid
        until(lambda: "the server" in looking._well)
        os.kill(first, signal.SIGSTOP)
        assert told == [], "a slow server is not given up while no time passes"

        def given_up() -> bool:
            clock.at += PATIENCE_SECONDS + 1
            return any("does not answer" in line for line in told)

        until(given_up)
        until(lambda: each.child.pid != first and each.child.healthy())


def test_a_log_that_has_grown_long_keeps_its_end_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervising, "LARGEST_LOG", 1_000)
    monkeypatch.setattr(supervising, "KEPT_OF_LOG", 100)
    child = server(tmp_path, free_port())
    try:
        with child.log.open("ab") as log:
            log.write(b"x" * 2_000 + b"the end\n")
        supervising._shorten(child)
        assert child.log.stat().st_size == 100
        assert child.healthy()  # and tells of it in its log
        assert child.log.read_bytes().startswith(b"x")
        assert b"the end\n" in child.log.read_bytes()
        until(lambda: b"GET /" in child.log.read_bytes())
        assert b"\0" not in child.log.read_bytes()
        assert child.log.stat().st_mode & 0o777 == 0o600
    finally:
        child.stop()


def test_whatever_a_server_started_ends_with_it(tmp_path: Path) -> None:
    port = free_port()
    script = f"import subprocess; subprocess.Popen(['sleep', '1000']); {SERVER}"
    command = [sys.executable, "-c", script.replace("port=", "bind='127.0.0.1', port="), str(port)]
    child = Child(command, port, "/", tmp_path / "server.log", {})
    os.killpg(child.pid, 0)
    child.stop()
    until(lambda: _gone(child.pid))


def test_a_server_that_goes_on_when_it_is_asked_to_end_is_ended_when_the_time_is_over(tmp_path: Path) -> None:
    port = free_port()
    script = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SERVER}"
    command = [sys.executable, "-c", script.replace("port=", "bind='127.0.0.1', port="), str(port)]
    child = Child(command, port, "/", tmp_path / "server.log", {})
    until(child.healthy)
    child.stop(within=-1.0)  # others took longer than all had together
    until(lambda: _gone(child.pid))


def _gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    members = Path("/proc").glob("[0-9]*/stat")
    return not any(_in_group(stat, group) for stat in members)


def _in_group(stat: Path, group: int) -> bool:
    try:
        state, _, found = stat.read_text().rpartition(")")[2].split()[:3]
    except OSError:
        return False
    return int(found) == group and state != "Z"
