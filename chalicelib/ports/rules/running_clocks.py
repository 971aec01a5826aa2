"""The running clocks of all cases without the person: what a new decision on clocks is tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from chalicelib.cases.values import AskedClock

MOST_CLOCKS = 2000
"""Running clocks that a release is tried on before it comes into force: those that are looked at soonest."""


class Running(NamedTuple):
    """
    Running clocks; ``unknown`` more run of which nothing but their time was kept, by a version of before.
    ``more``: there are others, which were not read.
    """

    clocks: tuple[AskedClock, ...]
    unknown: int = 0
    more: bool = False


class RunningClocks(Protocol):
    def running(self, region: str, most: int) -> Running:
        """The running clocks of a region's cases, at most so many."""
