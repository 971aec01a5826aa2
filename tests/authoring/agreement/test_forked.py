"""A call that another core makes: its value comes back, whatever becomes of its process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from chalicelib.authoring.agreement import forked as module
from chalicelib.authoring.agreement.forked import can_fork, forked

HERE = os.getpid()


def result(call: Callable[[], object]) -> object:
    with forked(call, apart=True) as begun:
        return begun.result()


def test_the_call_is_made_in_another_process_and_its_value_is_ours() -> None:
    assert result(os.getpid) != HERE
    long = "零" * 1_000_000  # more than a pipe holds
    assert result(lambda: [long, None]) == [long, None]


def test_where_nothing_may_begin_the_call_is_made_here_once_it_is_asked_for() -> None:
    made: list[int] = []
    with forked(lambda: made.append(os.getpid()), apart=False) as begun:
        assert made == []
        begun.result()
    assert made == [HERE]


def test_what_the_call_raises_is_raised_here(capfd: pytest.CaptureFixture[str]) -> None:
    def wrong() -> None:
        raise LookupError(os.getpid())

    with pytest.raises(LookupError, match=str(HERE)):
        result(wrong)
    assert capfd.readouterr() == ("", "")


def test_a_value_that_cannot_be_sent_is_worked_out_here() -> None:
    assert result(lambda: lambda: HERE)() == HERE  # type: ignore[operator]


def test_where_the_process_is_ended_before_it_answers_the_call_is_made_here() -> None:
    def ended() -> int:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    assert result(ended) == HERE


def test_where_the_system_has_no_room_for_a_process_the_call_is_made_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full() -> int:
        raise BlockingIOError

    before = _open_files()
    monkeypatch.setattr(os, "fork", full)
    assert result(os.getpid) == HERE
    assert _open_files() == before


def test_whoever_leaves_without_the_result_leaves_no_process_and_no_open_pipe() -> None:
    before = _open_files(), _children()
    with pytest.raises(ZeroDivisionError), forked(signal.pause, apart=True):  # it would wait for ever
        raise ZeroDivisionError
    assert (_open_files(), _children()) == before


def test_the_process_holds_nothing_of_ours_open_but_what_it_answers_into() -> None:
    read, write = os.pipe()
    with forked(signal.pause, apart=True):
        os.close(write)
        assert os.read(read, 1) == b"", "nobody else holds the pipe"
    os.close(read)


def test_it_works_where_standard_input_is_closed_and_ended_children_are_ignored() -> None:
    script = (
        "import os, signal\n"
        "from chalicelib.authoring.agreement.forked import forked\n"
        "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        "os.close(0)\n"
        "with forked(os.getpid, apart=True) as begun:\n"
        "    assert begun.result() != os.getpid()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603  # our own lines


def test_a_process_with_a_second_thread_or_one_core_does_not_copy_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "_THREADS", tmp_path)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    (tmp_path / "1").touch()
    assert can_fork()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1})
    assert not can_fork()


def test_the_kernel_tells_of_every_thread() -> None:
    stop = Event()
    thread = Thread(target=stop.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        stop.set()
        thread.join()


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _children() -> list[str]:
    return sorted(Path(f"/proc/self/task/{HERE}/children").read_text(encoding="ascii").split())
