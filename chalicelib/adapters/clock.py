"""The time: real, or the office's of an embedded cloud, the same for every process of one run."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple


class Pace(NamedTuple):
    """
    How the office's time goes: at real time ``start`` (unix seconds) it was ``origin`` (unix seconds), and
    from then on it goes ``rate`` times as fast. ``fastest`` is the highest rate that it ever had.
    """

    start: float
    origin: float
    rate: float
    fastest: float

    def at(self, real: float) -> float:
        """The office's time at a moment of real time; before ``start`` it stands."""
        return self.origin + max(0.0, real - self.start) * self.rate


REAL = Pace(0.0, 0.0, 1.0, 1.0)


def read_pace(content: bytes) -> Pace:
    """Raises KeyError, TypeError, ValueError: it is none, or one that stands or runs backwards."""
    told = json.loads(content)
    start, origin, rate = (float(told[name]) for name in ("start", "origin", "rate"))
    if not rate > 0:
        raise ValueError(
            f"时钟倍率必须大于零，现为 {rate}。 The clock's rate must be above zero, not {rate}."
        )
    return Pace(start, origin, rate, max(rate, float(told.get("fastest", rate))))


class Clock:
    """
    The real time, or the time whose pace ``file`` holds. The file may be replaced at any moment: whoever asks
    for the time looks whether it was, so that all processes agree on the time without talking to each other.

    Raises OSError where the file cannot be read, and what ``read_pace`` raises where it holds no pace.
    """

    def __init__(self, file: str = "", real: Callable[[], float] = time.time) -> None:
        self._file, self._real = file, real
        self._read, self._known = (0, 0), REAL

    @property
    def fastest(self) -> float:
        """How many times as fast as real time this clock ever ran."""
        return self._pace().fastest

    @property
    def runs_ahead(self) -> bool:
        """Whether it goes faster than real time just now, as in a demonstration."""
        return self._pace().rate > 1

    def now(self) -> datetime:
        """The time now, aware, UTC."""
        real = self._real()  # first: a pace that begins only after it stands until then
        return datetime.fromtimestamp(self._pace().at(real), UTC)

    def _pace(self) -> Pace:
        if self._file:
            found = os.stat(self._file)  # noqa: PTH116 - a function loads no more than it needs
            read = (found.st_mtime_ns, found.st_ino)
            if read != self._read:
                with open(self._file, "rb") as file:  # noqa: PTH123
                    self._known = read_pace(file.read())
                self._read = read
        return self._known
