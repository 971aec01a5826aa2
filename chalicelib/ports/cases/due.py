"""What waits for its time, as the one clock sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from chalicelib.ports.carriers import Suspension


class DueKind(StrEnum):
    TASK = "task"
    CLOCK = "clock"
    EFFECT = "effect"
    WAYBILL = "waybill"


class Due(NamedTuple):
    """
    Something whose time has come; ``key`` finds it: case#task (side tasks too), case#clock,
    case#effect, or carrier#number. ``at`` is the time that its row was found with.
    """

    kind: DueKind
    key: str
    at: datetime | None = None


class DueRows(Protocol):
    """What waits for its time, as the one clock sees it."""

    def due(self, region: str, now: datetime) -> Iterator[Due]:
        """What is due by ``now``, the oldest first; read page by page, as far as it is wanted."""

    def lease(self, due: Due, until: datetime) -> bool:
        """
        Move the time of a due row on, so that it is not found again before ``until``; False if it is
        no longer as it was found: someone else has it, or it is done.
        """

    def suspensions(self, region: str) -> tuple[Suspension, ...]:
        """The carriers that are left alone for now, or whose time to be tried again has come."""
