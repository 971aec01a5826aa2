"""What checking the audit trail of a case 过程记录核对 tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

CLOCKS_DIFFER = timedelta(minutes=1)
"""Two functions' clocks may differ by so much (they are kept within milliseconds); more is a wrong time."""


class Damage(StrEnum):
    """What is wrong with the rows of a case."""

    CHANGED = "changed"
    """An event was changed, moved, lost or added."""
    HEAD = "head"
    """The head is not as it was written; its events are."""
    PUT_BACK = "put_back"
    """Head and last events were put back to how they once were: another row tells of later ones."""
    BESIDE = "beside"
    """A row that follows from the case is missing, or stands there otherwise or without reason."""
    GONE = "gone"
    """There is no head, though something tells that there was one."""
    REPLACED = "replaced"
    """The trail is whole, but not the one that was there at an earlier check."""
    TIME = "time"
    """The trail is whole, but the time of an event lies before an earlier one or in the future."""
    OTHER_FORM = "other_form"
    """Another version of the program wrote it, which this one does not read."""


class Fault(NamedTuple):
    """
    The first thing found wrong. ``event`` is the number of the first event that is concerned, None where it
    is none of them; ``row`` is what tells it: a sort key of the case, or the kind of a row elsewhere.
    """

    damage: Damage
    event: int | None = None
    row: str = ""


class Erased(NamedTuple):
    """
    That the parties of a case were erased: how many parties and texts there had been, why
    (``ErasureReason``), by whom, and when it was decided. ``done``: what told of them is deleted.
    """

    parties: int
    texts: int
    reason: str
    by: str
    at: datetime
    done: bool


@dataclass(frozen=True)
class Trail:
    """
    A case's trail as it is: the number of its last event, and the hash of each row of events by the number of
    its last event. ``moments`` are those of all events, of a case that is whole; ``erased`` tells if its
    parties were.
    """

    case: str
    fault: Fault | None = None
    version: int = 0
    hashes: Mapping[int, str] = field(default_factory=dict)
    moments: tuple[datetime, ...] = ()
    erased: Erased | None = None


def against_time(moments: Iterable[datetime], now: datetime, rate: float = 1.0) -> int | None:
    """
    The number of the first event, from 1, whose moment lies before an earlier event's or after ``now``, by
    more than ``CLOCKS_DIFFER``; None where time runs forward. ``rate`` is how much faster than real time the
    clocks that gave the moments run: so much larger is the same difference on them.
    """
    differ, latest = CLOCKS_DIFFER * rate, None
    for n, at in enumerate(moments, start=1):
        if at > now + differ or (latest is not None and at < latest - differ):
            return n
        latest = at if latest is None else max(latest, at)
    return None
