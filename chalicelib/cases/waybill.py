"""A parcel as the carrier knows it 运单: what we know of it and when to ask again."""

from datetime import datetime

from chalicelib.cases.shipments import ShipmentStatus, TrackingEvent
from chalicelib.cases.values import Value


class Waybill(Value):
    """
    ``order`` is our order number (an effect's id), ``number`` the carrier's. ``due`` is the next
    query, None when there is nothing more to ask; ``failures`` counts queries in a row that brought
    nothing; ``version`` counts its changes.
    """

    carrier: str
    number: str
    order: str
    case: str
    region: str
    booked_at: datetime
    status: ShipmentStatus = ShipmentStatus.REQUESTED
    events: tuple[TrackingEvent, ...] = ()
    failures: int = 0
    due: datetime | None = None
    halted: str | None = None
    version: int = 1

    @property
    def heard_at(self) -> datetime:
        """When the carrier last had news; the booking, if it never had."""
        return self.events[-1].at if self.events else self.booked_at
