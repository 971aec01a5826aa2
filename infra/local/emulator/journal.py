"""
The rows of all tables on disk: a snapshot, and after it one line for each request that changed rows.

A line is written before the request is answered, so what was answered is there again however the process
ends; ``flush`` makes it last through a power cut, too. Files of generation n are ``n.snapshot.gz`` (every row
when the generation began) and ``n.log``. The generation before stays until the next one begins: a damaged
snapshot costs nothing.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from infra.local.safely import flush_folder

Row = dict[str, Any]
Change = tuple[str, str, str, Row | None]
"""A table's ARN, partition key, sort key, and the row as it now is (None: deleted)."""

_END = b"end\n"
LARGEST_LOG = 32 << 20
"""Bytes of a log after which a generation ends, if its snapshot is not larger still."""


class Journal:
    """One folder's journal, open for writing. Raises OSError where the disk is full or not ours."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.glob("*.tmp"):
            left.unlink()
        self._folder, self._number, self._snapshot_bytes = folder, max([0, *_numbers(folder)]), 0
        self._lock, self._log = threading.Lock(), -1
        self.damage: list[str] = []

    def read(self) -> list[Change]:
        """
        Every row as it last was. What cannot be read is named in ``damage``; a last line cut off by the end
        of the process was never answered and is left out.
        """
        rows: dict[tuple[str, str, str], Row] = {}
        for change in self._changes():
            if change[3] is None:
                rows.pop(change[:3], None)
            else:
                rows[change[:3]] = change[3]
        return [(*key, row) for key, row in rows.items()]

    def _changes(self) -> Iterator[Change]:
        numbers = _numbers(self._folder)
        start = 0
        for number in reversed(numbers):
            try:
                snapshot = list(_read_snapshot(self._folder / f"{number}.snapshot.gz"))
            except FileNotFoundError:
                continue
            except (OSError, EOFError, ValueError, zlib.error) as error:
                self.damage.append(f"{number}.snapshot.gz: {error}")
                continue
            yield from snapshot
            start = number
            break
        for number in numbers:
            if number >= start:
                yield from self._read_log(self._folder / f"{number}.log")

    def _read_log(self, file: Path) -> Iterator[Change]:
        if not file.exists():
            return
        with file.open("rb") as lines:
            for line in lines:
                read = _read_line(line)
                if read is not None:
                    yield from read[1]
                elif line.endswith(b"\n"):
                    self.damage.append(f"{file.name}: 一行无法读取 a line cannot be read")

    def begin(self) -> int:
        """Begin the next generation: changes go to its log now. Its number, for ``write_snapshot``."""
        with self._lock:
            if self._log >= 0:
                os.fsync(self._log)
                os.close(self._log)
            self._number += 1
            file = self._folder / f"{self._number}.log"
            self._log = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._bytes = self._flushed = 0
            flush_folder(self._folder)
            return self._number

    def write_snapshot(self, number: int, rows: Iterable[Change]) -> None:
        """Write every row as it was when generation ``number`` began; files older than the one before go."""
        file = self._folder / f"{number}.snapshot.gz"
        beside = file.with_suffix(".tmp")
        self._snapshot_bytes = 0
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            with gzip.GzipFile(fileobj=handle, mode="wb", compresslevel=1) as packed:
                for row in rows:
                    self._snapshot_bytes += packed.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                packed.write(_END)
            handle.flush()
            os.fsync(handle.fileno())
        beside.replace(file)
        flush_folder(self._folder)
        before = max([0, *(known for known in _numbers(self._folder, "snapshot.gz") if known < number)])
        for old in _numbers(self._folder):
            if old < before:
                for kind in ("log", "snapshot.gz"):
                    (self._folder / f"{old}.{kind}").unlink(missing_ok=True)

    def append(self, changes: list[Change]) -> None:
        """Write what one request changed; OSError when it cannot be written whole."""
        text = json.dumps([time.time(), changes], ensure_ascii=False).encode()
        line = b"%08x %b\n" % (zlib.crc32(text), text)
        with self._lock:
            written = os.write(self._log, line)
            self._bytes += written
        if written < len(line):
            raise OSError("the disk is full 磁盘已满")

    def flush(self) -> None:
        """Make what was written last through a power cut."""
        with self._lock:
            if self._bytes == self._flushed:
                return
            log, size = os.dup(self._log), self._bytes
        try:
            os.fsync(log)
        finally:
            os.close(log)
        self._flushed = size

    @property
    def long(self) -> bool:
        """Whether it is time to begin another generation."""
        return self._bytes > max(LARGEST_LOG, 2 * self._snapshot_bytes)


def _numbers(folder: Path, kind: str = "*") -> list[int]:
    found = set()
    for file in folder.glob(f"*.{kind}"):
        with contextlib.suppress(ValueError):
            found.add(int(file.name.partition(".")[0]))
    return sorted(found)


def _read_snapshot(file: Path) -> Iterator[Change]:
    with gzip.open(file, "rb") as lines:
        for line in lines:
            if line == _END:
                return
            arn, pk, sk, row = json.loads(line)
            yield arn, pk, sk, row
    raise EOFError("没有结尾 it has no end")


def _read_line(line: bytes) -> tuple[float, list[Change]] | None:
    check, _, text = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or check != b"%08x" % zlib.crc32(text):
        return None
    at, changes = json.loads(text)
    return at, [(arn, pk, sk, row) for arn, pk, sk, row in changes]


def last_written(folder: Path) -> float:
    """When a row was last written into a journal's folder (real time, unix seconds); 0 if never."""
    for number in reversed(_numbers(folder, "log")):
        with (folder / f"{number}.log").open("rb") as lines:
            read = [found[0] for found in map(_read_line, lines) if found is not None]
        if read:
            return max(read)
    return 0.0
