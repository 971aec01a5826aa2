"""
The office's time of an embedded cloud: it never goes back, whatever the rate of this run or the last.

While a cloud runs, its time goes ``rate`` times as fast as real time; while it is stopped, as fast as real
time. ``clock.json`` holds how the last run's time went and when that run was last seen alive.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from infra.local.emulator.journal import last_written
from infra.local.safely import read_safely, write_safely

_AFTER_A_KILL = 1.0
"""Real seconds that a killed run may have gone on after it was last seen."""


@dataclass(frozen=True)
class OfficeTime:
    """
    At real time ``start`` (unix seconds) the office's time was ``origin`` (unix seconds); from then on it
    went ``rate`` times as fast. The run was last seen at real time ``seen``.
    """

    start: float
    origin: float
    rate: float
    seen: float

    def at(self, real: float) -> float:
        """The office's time at a moment of real time."""
        return self.origin + max(0.0, real - self.start) * self.rate

    @property
    def environment(self) -> dict[str, str]:
        """What processes need to know of it."""
        return {
            "CLOCK_START": repr(self.start),
            "CLOCK_ORIGIN": repr(self.origin),
            "CLOCK_RATE": repr(self.rate),
        }

    @classmethod
    def resumed(cls, folder: Path, rate: float, real: Callable[[], float] = time.time) -> Self:
        """The time of a new run on this folder's data: from where the last one was, or from now."""
        now, last = real(), read_safely(folder / "clock.json", _read)
        if last is None:
            return cls(now, now, rate, now)
        seen = max(last.seen, last_written(folder / "rows"))
        stopped = max(0.0, now - seen)  # no time at all, if the computer's own clock was set back meanwhile
        killed = min(_AFTER_A_KILL, stopped) or _AFTER_A_KILL
        reached = last.at(seen + killed) + max(0.0, stopped - killed)
        return cls(now, max(now, reached), rate, now)

    def keep(self, folder: Path, real: Callable[[], float] = time.time) -> None:
        """Write down that the run is alive."""
        write_safely(folder / "clock.json", json.dumps(asdict(replace(self, seen=real()))).encode())


def _read(content: bytes) -> OfficeTime:
    told = json.loads(content)
    return OfficeTime(*(float(told[name]) for name in ("start", "origin", "rate", "seen")))
