"""Make a call on another core, in a copy of this process, while this one goes on."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import SIGKILL
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")
_THREADS = Path("/proc/self/task")
"""The kernel's list of the threads of this process: also of those that Python does not know."""
_LENGTH_BYTES = 8


def can_fork() -> bool:
    """Whether there is another core, and no thread here but the one that asks: a copy would lack others."""
    try:
        return len(os.sched_getaffinity(0)) > 1 and len(list(_THREADS.iterdir())) == 1
    except (AttributeError, OSError):  # no Linux
        return False


@contextmanager
def forked(call: Callable[[], T], *, apart: bool) -> Iterator[Forked[T]]:
    """
    Begin a call on another core. At the end of the block its process is gone, however the block ends.

    The process is a copy of ours and has all that the call needs. Nothing comes back from it but the value
    that the call returns: what the call changes, prints or raises there is lost.

    Args:
        call: returns a value that can be pickled.
        apart: False: nothing begins, and the call is made here once its result is asked for.
    """
    begun = Forked(call)
    if apart:
        begun.begin()
    try:
        yield begun
    finally:
        begun.end()


class Forked(Generic[T]):
    """A call that was begun in a process of its own, or else is made here."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._process: int | None = None
        self._answer = -1
        self._value: tuple[T] | None = None

    def begin(self) -> None:
        """Copy this process; where the system has no room for a copy, nothing begins."""
        answer, into = os.pipe()
        try:
            process = os.fork()
        except OSError:
            os.close(answer)
            os.close(into)
            return
        if process == 0:
            _answer_and_leave(self._call, into, answer)
        os.close(into)
        self._process, self._answer = process, answer

    def result(self) -> T:
        """
        What the call returns.

        Where its process brings no whole answer, because the call raised there or the system ended it, the
        call is made here, and raises what it raises where somebody sees it.
        """
        if self._value is None:
            self._value = self._answered() or (self._call(),)
        return self._value[0]

    def _answered(self) -> tuple[T] | None:
        """The value that the process brings, if it does."""
        if self._process is None:
            return None
        with open(self._answer, "rb", closefd=False) as answer:
            length, said = answer.read(_LENGTH_BYTES), answer.read()
        self.end()
        if len(length) < _LENGTH_BYTES or len(said) < int.from_bytes(length):
            return None
        return (pickle.loads(said),)  # noqa: S301  # our own copy wrote it

    def end(self) -> None:
        """Stop the process unless it has ended, and leave nothing of it."""
        if self._process is None:
            return
        process, self._process = self._process, None
        os.close(self._answer)
        with suppress(ProcessLookupError):
            os.kill(process, SIGKILL)
        with suppress(ChildProcessError):  # whoever started us ignores how children end: it is gone already
            os.waitpid(process, 0)


def _answer_and_leave(call: Callable[[], object], into: int, theirs: int) -> NoReturn:
    """In the copy: what is open or unwritten, ``theirs`` too, is left to the process that it belongs to."""
    status = 1
    try:
        os.close(theirs)
        _close_others(into)
        said = pickle.dumps(call(), pickle.HIGHEST_PROTOCOL)
        with open(into, "wb") as answer:
            answer.write(len(said).to_bytes(_LENGTH_BYTES) + said)
        status = 0
    finally:
        os._exit(status)  # and nobody sees what was raised: the call is made again, where somebody does


def _close_others(kept: int) -> None:
    """Such as the pipe of another child of ours, which reads on until nobody holds it open any more."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  # numbers, no paths
        if int(name) > 2 and int(name) != kept:
            with suppress(OSError):  # the list itself was one of them
                os.close(int(name))
