"""
Files examined in a process of their own.

The bytes are hostile: a parser may hang, crash or eat memory. The process gets no secrets, its limits
from the kernel, and one file after the other; what it cannot bear it may not take along.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

from chalicelib.cases.values import Active, Reason
from chalicelib.ports.storage.file_check import Examined
from chalicelib.services.errors import RetryableError

_MEMORY = 512 << 20
"""Bytes of address space: a file of 20 MB needs some 150 MB."""

_SECONDS = 10
"""Of processor time, a file: of a PDF some 80,000 objects that can be reached are gone through in that."""

_PATIENCE_SECONDS = 25
"""By the clock. The processor's time has a limit of its own, so who waits longer waits for the machine."""

_KEPT = 160 << 20
"""Bytes in memory: a process that holds more after a file makes room for a fresh one."""

_CHUNK = 1 << 20
_TEXT = 1 << 63
"""Set in a file's length where its text is wanted (``formats.worker``)."""

_LONGEST_LINE = 300_000
"""Bytes of an answer: 20,000 characters of text, each written as twelve at most."""

_OF_THE_FILE = {signal.SIGXCPU, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
"""Ends that the file has brought about; any other end comes from outside."""

_TOO_COMPLEX = Examined(kind=None, fault=Reason.TOO_COMPLEX)


class FileCheck:
    """The port ``FileCheck``. All of one program share one process, started for the first file."""

    def examine(self, content: IO[bytes]) -> Examined:
        """
        Raises:
            RetryableError: the process was stopped from outside, or the machine is overloaded.
        """
        return _shared().examine(content)

    def text_of(self, content: IO[bytes]) -> str | None:
        """
        Raises:
            RetryableError: as of ``examine``.
        """
        return _shared().text_of(content)


class Examiner:
    """One process, started again after it has ended."""

    def __init__(
        self, memory: int = _MEMORY, seconds: int = _SECONDS, patience: float = _PATIENCE_SECONDS
    ) -> None:
        self._memory = memory
        self._seconds = seconds
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._alone = threading.Lock()
        self._overdue = threading.Event()

    def examine(self, content: IO[bytes]) -> Examined:
        line = self._answer(content)
        return _TOO_COMPLEX if line is None else _read(line)

    def text_of(self, content: IO[bytes]) -> str | None:
        line = self._answer(content, _TEXT)
        text: str | None = None if line is None else json.loads(line)
        return text

    def _answer(self, content: IO[bytes], wanted: int = 0) -> bytes | None:
        """What the process says of a file; None: it ended over it."""
        with self._alone:
            process = self._running()
            self._overdue.clear()
            timer = threading.Timer(self._patience, self._give_up, (process,))
            timer.start()
            try:
                line = _asked(process, content, wanted)
            finally:
                timer.cancel()
            if not line.endswith(b"\n"):
                self._ended(process)
                return None
            if _resident(process.pid) > _KEPT:
                self.close()
            return line

    def close(self) -> None:
        """End the process; the next file starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start(self._memory, self._seconds)
        return self._process

    def _give_up(self, process: subprocess.Popen[bytes]) -> None:
        self._overdue.set()
        process.kill()

    def _ended(self, process: subprocess.Popen[bytes]) -> None:
        """
        Raises:
            RetryableError: it is not the file's doing.
        """
        process.wait()
        status = process.returncode
        self.close()
        if not self._overdue.is_set() and (-status in _OF_THE_FILE or status > 0):
            return
        raise RetryableError("the file could not be examined now")


@cache
def _shared() -> Examiner:
    examiner = Examiner()
    atexit.register(examiner.close)
    return examiner


def _start(memory: int, seconds: int) -> subprocess.Popen[bytes]:
    command = (sys.executable, "-m", "chalicelib.formats.worker", str(seconds))
    try:
        process = subprocess.Popen(  # noqa: S603 - our own program; what is hostile goes in as data
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for whoever started us
        )
    except OSError as error:
        raise RetryableError("no process for files can be started now") from error
    with suppress(ProcessLookupError):
        resource.prlimit(process.pid, resource.RLIMIT_AS, (memory, memory))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, 0))
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
    return process


def _resident(process: int) -> int:
    """Bytes a process has in memory (proc(5), statm)."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def _environment() -> dict[str, str]:
    """Where Python finds what we find; nothing else of ours, least of all credentials."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    here = os.pathsep.join(path or os.curdir for path in sys.path)
    return kept | {"PYTHONPATH": here, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _asked(process: subprocess.Popen[bytes], content: IO[bytes], wanted: int) -> bytes:
    """The process's answer; less than a line if it ended over the file."""
    if process.stdin is None or process.stdout is None:
        return b""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    with suppress(BrokenPipeError):
        process.stdin.write(struct.pack(">Q", size | wanted))
        while piece := content.read(_CHUNK):
            process.stdin.write(piece)
        process.stdin.flush()
    return process.stdout.readline(_LONGEST_LINE)


def _read(line: bytes) -> Examined:
    kind, fault, active = json.loads(line)
    return Examined(
        kind=kind,
        fault=None if fault is None else Reason(fault),
        active=None if active is None else Active(active),
    )
