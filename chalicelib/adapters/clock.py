"""The time: real, or simulated and sped up, the same for every process of one run."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """
    Simulated time runs ``rate`` times as fast as real time from the moment ``start``.

    ``start`` is real time in unix seconds; at that moment simulated time is ``origin`` (unix seconds; None:
    the two agree). Processes that are given the same three therefore agree on the time without talking to
    each other. Without ``start`` (None) it is simply the real time.
    """

    def __init__(
        self,
        start: float | None = None,
        rate: float = 1.0,
        real: Callable[[], float] = time.time,
        *,
        origin: float | None = None,
    ) -> None:
        if rate <= 0:
            raise ValueError(
                f"时钟倍率必须大于零，现为 {rate}。 The clock's rate must be above zero, not {rate}."
            )
        self._start, self._rate, self._real = start, rate, real
        self._origin = start if origin is None else origin

    @property
    def rate(self) -> float:
        """How many times as fast as real time simulated time runs."""
        return 1.0 if self._start is None else self._rate

    def now(self) -> datetime:
        """The time now, aware, UTC."""
        real = self._real()
        if self._start is None or self._origin is None:
            return datetime.fromtimestamp(real, UTC)
        return datetime.fromtimestamp(self._origin + max(0.0, real - self._start) * self._rate, UTC)
