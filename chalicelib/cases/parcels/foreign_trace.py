"""
Whether the end that a trace tells can be our parcel's 轨迹是否属于本件.

Carriers give their numbers out again, and an order has its number hours or days before the courier comes:
what happened to a parcel of that number in between happened to another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.cases.parcels.shipments import TOLERANCE, TrackingEvent
from chalicelib.cases.parcels.status import ShipmentStatus

S = ShipmentStatus
_SIGNED = frozenset({S.DELIVERED, S.DELIVERED_PROXY})
_ENDED = _SIGNED | {S.RETURNED}
_CARRIED = frozenset(
    {
        S.PICKED_UP,
        S.IN_TRANSIT,
        S.DAMAGED,
        S.OUT_FOR_DELIVERY,
        S.ATTEMPT_FAILED,
        S.READY_FOR_PICKUP,
        S.RETURNING,
    }
)
"""In these a parcel is in its carrier's hands; one that is late or held up may not have been fetched yet."""


def doubt(
    status: ShipmentStatus, events: Sequence[TrackingEvent], pick_up_at: datetime | None
) -> ShipmentStatus:
    """
    The status of a trace, but UNCLEAR, for a person to decide, where its end may be another parcel's.

    That is an end before ``pick_up_at``, from when the courier could come (None: not known, nothing is
    doubted); a signature that no pick-up and no movement since then comes before; and any end of what was
    moving before then and was never picked up. A courier may come early: a pick-up before his time is ours
    if something moves after it. A cancellation needs no pick-up.
    """
    if pick_up_at is None or status not in _ENDED:
        return status
    known = [(event.at, event.status) for event in events if event.believed and event.at is not None]
    ends = [at for at, told in known if told in _ENDED]
    moved = [at for at, told in known if told in _CARRIED]
    too_early = any(at < pick_up_at for at in ends)
    carried = [at for at in moved if at >= pick_up_at - TOLERANCE]
    unmoved = status in _SIGNED and not (carried and min(carried) <= max(ends, default=pick_up_at))
    another = min(moved, default=pick_up_at) < pick_up_at - TOLERANCE and not _picked_up(events)
    return S.UNCLEAR if too_early or unmoved or another else status


def _picked_up(events: Sequence[TrackingEvent]) -> bool:
    return any(event.believed and event.status is S.PICKED_UP for event in events)
