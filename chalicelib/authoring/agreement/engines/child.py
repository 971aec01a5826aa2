"""
Ask a program in a process of its own, that may hang, crash or eat memory without harm to ours.

The child is started afresh rather than forked: zen-engine's threads do not live on in a fork, and it
then waits for ever. It gets an environment without secrets, its questions on standard input, and
limits from the kernel before it reads them. Nothing but pipes is needed, so this also runs in a
function in the cloud, which has no shared memory.
"""

from __future__ import annotations

import os
import re
import resource
import selectors
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

GIB = 2**30
TAIL = 2_000
CHUNK = 2**16
_RAISED = re.compile(r"^(?:\w+\.)+(?=\w+: )")  # the module before the name of an error


@dataclass(frozen=True)
class Limits:
    """What a child may use: ``seconds`` by the clock; bytes of memory of its own, and of answers."""

    seconds: float
    data: int = GIB
    space: int = 8 * GIB  # of addresses; V8 alone sets aside more than it uses
    answer: int = GIB // 4


class ChildFailedError(RuntimeError):
    """The child crashed, or ended in error; the message is its own last words, printable ones only."""


class ChildTimedOutError(RuntimeError):
    """The child was stopped when its time was up."""


Child = subprocess.Popen[bytes]


def lines(
    command: Sequence[str], question: Iterable[bytes], limits: Limits, ready: Child | None = None
) -> Iterator[bytes]:
    """
    The lines that the child writes, as they come; it is stopped when nobody wants them any more.

    Args:
        question: what it reads, piece by piece; more are asked for when those before have been taken.
        ready: the child, where it was ``started`` before there was a question.

    Raises:
        ChildFailedError: it could not be started, crashed, ended in error or wrote too much.
        ChildTimedOutError: it took longer than it may.
    """
    with _failing(ready) if ready is not None else started(command, limits) as process:
        talk = _Talk(process, iter(question), limits)
        yield from talk.lines()
        status = process.wait(max(talk.left(), 1))
        if status:
            raise ChildFailedError(_ending(status, talk.complaint))


def python(module: str) -> tuple[str, ...]:
    """The command that runs one of our modules."""
    return (sys.executable, "-m", module)


@contextmanager
def started(command: Sequence[str], limits: Limits) -> Iterator[Child]:
    """
    A child that waits for its question; at the end of the block it is gone.

    Raises:
        ChildFailedError: it could not be started.
    """
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(  # noqa: S603  # our own commands; what is hostile goes in as data
            command, bufsize=0, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment()
        )
    except OSError as error:
        raise ChildFailedError("cannot be started") from error
    with process, _failing(process):
        _limit(process.pid, limits)
        yield process


@contextmanager
def _failing(process: Child) -> Iterator[Child]:
    """A child that is stopped in the end, and has failed where it does not end by itself."""
    try:
        yield process
    except subprocess.TimeoutExpired as error:
        raise ChildTimedOutError from error
    finally:
        process.kill()


def _environment() -> dict[str, str]:
    """Where Python finds what we find; nothing else of ours, least of all credentials."""
    wanted = ("LD_LIBRARY_PATH", "PYTHONPYCACHEPREFIX", "SYSTEMROOT")
    kept = {name: os.environ[name] for name in wanted if name in os.environ}
    here = os.pathsep.join(path or os.curdir for path in sys.path)
    return kept | {"PYTHONPATH": here, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _limit(process: int, limits: Limits) -> None:
    """Kernel limits; those of processor time end the child even if we do not live to stop it."""
    seconds = ceil(limits.seconds) * 4 + 1  # some engines use several processors
    bounds = [
        (resource.RLIMIT_DATA, limits.data),
        (resource.RLIMIT_AS, limits.space),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]
    with suppress(ProcessLookupError):  # it ended already, and will be found to have
        for what, bound in bounds:
            _, most = resource.prlimit(process, what)
            least = bound if most == resource.RLIM_INFINITY else min(bound, most)
            resource.prlimit(process, what, (least, least))


@dataclass
class _Talk:
    """Writing the question and reading the answer at once, so that neither side waits for the other."""

    process: Child
    question: Iterator[bytes]
    limits: Limits
    complaint: bytes = b""
    _unsent: memoryview = field(default_factory=lambda: memoryview(b""))
    _read: int = 0
    _begun: float = field(default_factory=monotonic)

    def left(self) -> float:
        return self._begun + self.limits.seconds - monotonic()

    def lines(self) -> Iterator[bytes]:
        rest = b""
        for read in self._pieces():
            *whole, rest = (rest + read).split(b"\n")
            yield from whole
        if rest:
            raise ChildFailedError("its last line has no end")

    def _pieces(self) -> Iterator[bytes]:
        with selectors.DefaultSelector() as ready:
            out = self._pipes(ready)
            while ready.get_map():
                found = ready.select(self.left()) if self.left() > 0 else []
                if not found:
                    raise ChildTimedOutError
                for key, _ in found:
                    if key.events == selectors.EVENT_WRITE:
                        self._write(ready, key.fd)
                    elif not (piece := os.read(key.fd, CHUNK)):
                        ready.unregister(key.fd)
                    elif key.fd == out:
                        yield self._counted(piece)
                    else:
                        self.complaint = (self.complaint + piece)[-TAIL:]

    def _pipes(self, ready: selectors.BaseSelector) -> int:
        streams = (self.process.stdout, self.process.stderr, self.process.stdin)
        out, complaints, into = (stream.fileno() for stream in streams if stream is not None)
        ready.register(out, selectors.EVENT_READ)
        ready.register(complaints, selectors.EVENT_READ)
        ready.register(into, selectors.EVENT_WRITE)
        os.set_blocking(into, False)
        return out

    def _write(self, ready: selectors.BaseSelector, into: int) -> None:
        try:
            self._unsent = self._unsent or memoryview(self._next())
            self._unsent = self._unsent[_written(into, self._unsent[:CHUNK]) :]
        except (StopIteration, BrokenPipeError):  # all is said, or it is gone: how it ended tells the rest
            ready.unregister(into)
            if self.process.stdin is not None:
                self.process.stdin.close()

    def _next(self) -> bytes:
        """Pieces that fill a pipe: between two writes another thread may be at work, and this one wait."""
        pieces = [next(self.question)]
        length = len(pieces[0])
        while length < CHUNK and (piece := next(self.question, None)) is not None:
            pieces.append(piece)
            length += len(piece)
        return b"".join(pieces)

    def _counted(self, piece: bytes) -> bytes:
        self._read += len(piece)
        if self._read > self.limits.answer:
            raise ChildFailedError("it answers without end")
        return piece


def _written(into: int, piece: memoryview) -> int:
    """How much was taken."""
    try:
        return os.write(into, piece)
    except BlockingIOError:
        return 0


def _ending(status: int, complaint: bytes) -> str:
    how = f"signal {-status}" if status < 0 else f"exit {status}"
    said = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
    words = "".join(mark for mark in _RAISED.sub("", said) if mark.isprintable())[:300]
    return f"{how}: {words}" if words else how
