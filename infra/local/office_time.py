"""
The office's time of an embedded cloud: it never goes back, whatever the rate of this run or the last.

While a cloud runs, its time goes ``rate`` times as fast as real time; while it is stopped, as fast as real
time. ``clock.json`` holds how it goes, for every process of the run, and when the run was last seen alive.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

from chalicelib.adapters.clock import Pace, read_pace
from infra.local.emulator.journal import last_written
from infra.local.safely import read_safely, write_safely

_AFTER_A_KILL = 1.0
"""Real seconds that a killed run may have gone on after it was last seen."""

_UNDER_WAY = 0.1
"""Real seconds within which a process that has asked for the time goes on with it."""


class OfficeTime:
    """The time of a new run on a folder's data: from where the last one was, or from now."""

    def __init__(self, folder: Path, rate: float, real: Callable[[], float] = time.time) -> None:
        self.file = (folder / "clock.json").resolve()
        self._real, self._lock = real, threading.Lock()
        self._pace = _resumed(folder, rate, real())
        self.keep()

    def now(self) -> float:
        """The office's time (unix seconds)."""
        return self._pace.at(self._real())

    @property
    def environment(self) -> dict[str, str]:
        """What processes need to know of it."""
        return {"CLOCK_FILE": str(self.file)}

    def keep(self) -> None:
        """Write down how time goes, and that the run is alive."""
        with self._lock:
            self._write()

    def turn(self, rate: float, to: float = 0.0) -> None:
        """From now on time goes at another rate, from ``to`` (unix seconds) unless it is later already."""
        with self._lock:
            start = self._real()
            origin = max(self._pace.at(start + _UNDER_WAY), to)
            self._pace = Pace(start, origin, rate, max(rate, self._pace.fastest))
            self._write()

    def _write(self) -> None:
        told = self._pace._asdict() | {"seen": self._real()}
        write_safely(self.file, json.dumps(told).encode())


def _resumed(folder: Path, rate: float, now: float) -> Pace:
    kept = read_safely(folder / "clock.json", _read)
    if kept is None:
        return Pace(now, now, rate, rate)
    last, seen = kept
    seen = max(seen, last_written(folder / "rows"))
    stopped = max(0.0, now - seen)  # no time at all, if the computer's own clock was set back meanwhile
    killed = min(_AFTER_A_KILL, stopped) or _AFTER_A_KILL
    reached = last.at(seen + killed) + max(0.0, stopped - killed)
    return Pace(now, max(now, reached), rate, max(rate, last.fastest))


def _read(content: bytes) -> tuple[Pace, float]:
    return read_pace(content), float(json.loads(content)["seen"])
